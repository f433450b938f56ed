/* account.c - the note on the texts: for each where it came from, which file it is, and what was done with it, all of
   it counted in the tree. */
#include "book/inside.h"

typedef struct {
    ptrdiff_t joins, words;                                        /* paragraphs made whole; words among them */
    ptrdiff_t capture, author, doubtful;                           /* corrections */
    ptrdiff_t ellipses, supplied, omitted, unclear, gaps, links;
    ptrdiff_t pages, marks, dashes, calls, found, notes;           /* marks: quotation marks; notes: the editor's */
    ptrdiff_t captions, signs;                                     /* signs: notes that a sign calls, not a number */
    Nodes left_out;                                                /* blocks */
} Deeds;

/* ---- counting */
/* Lines that no other line parts are one paragraph's own; a join bridges something. */
static void count_joins(Arena *a, const Node *p, Deeds *d)
{
    Origin *from;
    Mark m = arena_mark(a);
    ptrdiff_t n = tei_origins(a, p, &from), joins = 0;
    for (ptrdiff_t i = 1; i < n; i++)
        joins += from[i].line != from[i - 1].line + 1;
    arena_rewind(a, m);
    if (joins == 0)
        return;
    d->joins += joins;
    for (const Node *k = tei_first(p); k; k = tei_walk(k, p))
        d->words += tei_is(k, TEI_LB) && str_eq(tei_get(k, ATT_BREAK), S("no"));
}

static void count_choice(const Node *n, Deeds *d)
{
    const Node *corr = tei_child(n, TEI_CORR);
    Str cert = tei_get(corr, ATT_CERT);
    if (!corr)
        return;
    d->author += str_eq(tei_get(corr, ATT_TYPE), S("author"));
    d->capture += !str_eq(tei_get(corr, ATT_TYPE), S("author"));
    d->doubtful += cert.n > 0 && !str_eq(cert, S("high"));
}

static void count_supplied(const Node *n, Deeds *d)
{
    if (str_eq(tei_get(n, ATT_REASON), S("lost-ellipsis")))
        d->ellipses++;
    else
        d->supplied += emend_listed(n);
}

static void count_surplus(const Node *n, Deeds *d)
{
    Str reason = tei_get(n, ATT_REASON);
    d->links += str_eq(reason, S("link"));
    d->marks += str_eq(reason, S("quotation-mark"));
    d->omitted += emend_listed(n) && !str_eq(reason, S("link"));
}

static void count_orig(const Node *n, Deeds *d)
{
    const Node *first = tei_first(n);
    bool dash = first && tei_tag(first) == TEI_CHARS && str_starts(tei_content(first), S("-"));
    *(dash ? &d->dashes : &d->marks) += 1;
}

static void count_node(Arena *a, const Node *n, Deeds *d)
{
    switch (tei_tag(n)) {
    case TEI_P: case TEI_ITEM: case TEI_L: count_joins(a, n, d); break;
    case TEI_CHOICE:   count_choice(n, d); break;
    case TEI_SUPPLIED: count_supplied(n, d); break;
    case TEI_SURPLUS:  count_surplus(n, d); break;
    case TEI_UNCLEAR:  d->unclear++; break;
    case TEI_GAP:      d->gaps++; break;
    case TEI_PB:       d->pages++; break;
    case TEI_ORIG:     count_orig(n, d); break;
    case TEI_AB:       d->captions += str_eq(tei_get(n, ATT_SUBTYPE), S("caption")); break;
    default: break;
    }
}

static Deeds deeds_of(Making *m, const Piece *p)
{
    Deeds d = {0};
    const Book *b = m->book;
    for (Node *n = p->node; n; n = tei_walk(n, p->node)) {
        count_node(m->a, n, &d);
        if (str_eq(tei_get(n, ATT_TYPE), S("left-out")))
            nodes_add(m->a, &d.left_out, n);
    }
    for (ptrdiff_t i = 0; i < b->nseries; i++) {
        const NoteSeries *s = &b->series[i];
        if (!str_eq(s->part, p->part->key))
            continue;
        if (str_eq(s->key, S("ed"))) {
            d.notes += s->nbodies;
        } else if (str_eq(s->key, S("s"))) {
            d.signs += s->nbodies;
        } else {
            d.calls += s->ncalls;
            d.found += s->nbodies;
        }
    }
    return d;
}

/* ---- saying.  A sentence a fact, with its number; what did not happen is not mentioned. */
typedef struct { const Making *m; Str lang; Buf said; } Account;

static void say_words(Account *c, Str words)
{
    if (c->said.n > 0)
        buf_byte(&c->said, ' ');
    buf_put(&c->said, words);
}

static void say_fact(Account *c, bool is_so, Wording words)
{
    if (is_so)
        say_words(c, make_words(c->m, words));
}

/* The first number in it is in words, and says how a sentence begins; `of` is a figure. */
static void say_many(Account *c, ptrdiff_t n, Wording many, ptrdiff_t of)
{
    Arena *a = c->m->a;
    bool first = str_starts(make_words(c->m, many), S("%"));
    Str values[] = {first ? figures_first(a, c->lang, n) : figures_words(a, c->lang, n), str_format(a, "%td", of)};
    say_words(c, make_filled(c->m, many, values));
}

static void say(Account *c, ptrdiff_t n, Wording one, Wording many)
{
    if (n > 1)
        say_many(c, n, many, 0);
    else
        say_fact(c, n == 1, one);
}

static void say_corrections(Account *c, const Deeds *d)
{
    say(c, d->capture, WORDING_ONE_CAPTURE_FAULT, WORDING_CAPTURE_FAULTS);
    say(c, d->author, WORDING_ONE_AUTHOR_ERROR, WORDING_AUTHOR_ERRORS);
    say(c, d->doubtful, WORDING_ONE_UNCERTAIN, WORDING_UNCERTAIN);
    say(c, d->ellipses, WORDING_ONE_ELLIPSIS, WORDING_ELLIPSES);
    say(c, d->supplied, WORDING_ONE_SUPPLIED, WORDING_SUPPLIED);
    say(c, d->omitted, WORDING_ONE_OMITTED, WORDING_OMITTED);
    say(c, d->unclear, WORDING_ONE_UNCLEAR, WORDING_UNCLEAR);
    say(c, d->gaps, WORDING_ONE_LOSS, WORDING_LOSSES);
}

static void say_layout(Account *c, const Deeds *d)
{
    say(c, d->joins, WORDING_ONE_JOIN, WORDING_JOINS);
    say(c, d->words, WORDING_ONE_CUT_WORD, WORDING_CUT_WORDS);
    say(c, d->links, WORDING_ONE_LINK, WORDING_LINKS);
    say(c, d->pages, WORDING_ONE_SOURCE_PAGE, WORDING_SOURCE_PAGES);
    say_fact(c, d->marks > 0, WORDING_MARKS_NESTED);
    say_fact(c, d->dashes > 0, WORDING_DASHES_SET);
    say(c, d->notes, WORDING_ONE_EDITOR_NOTE, WORDING_EDITOR_NOTES);
}

static void say_notes(Account *c, const Deeds *d)
{
    Str of = str_format(c->m->a, "%td", d->calls);
    say(c, d->signs, WORDING_ONE_SIGN_NOTE, WORDING_SIGN_NOTES);
    if (d->calls <= 1)
        say_fact(c, d->calls == 1, d->found ? WORDING_THE_NOTE_FOUND : WORDING_THE_NOTE_LOST);
    else if (d->found > 1 && d->found != d->calls)
        say_many(c, d->found, WORDING_MANY_FOUND, d->calls);
    else
        say_words(c, make_filled(c->m, d->found == d->calls ? WORDING_ALL_FOUND
            : d->found ? WORDING_ONE_FOUND : WORDING_NONE_FOUND, &of));
}

/* ---- what was left out, in its own words */
/* Without the marks at its ends: it is quoted here, and captions often open a quotation that they do not close.  A stop
   would stand before our own. */
static Str bare(Str words)
{
    static const char *const marks[] = {"\"", "“", "”", "„", "«", "»"};
    words = str_trim(words);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        Str mark = str_of(marks[i]);
        words = str_starts(words, mark) ? str_from(words, mark.n) : words;
        words = str_ends(words, mark) ? str_sub(words, 0, words.n - mark.n) : words;
    }
    return str_ends(words, S(".")) ? str_sub(words, 0, words.n - 1) : words;
}

static void lines_of(const Making *m, Buf *b, const Node *block, const char *reason)
{
    Str last = S("");
    for (const Node *n = tei_first(block); n; n = tei_walk(n, block)) {
        Str words = tei_is(n, TEI_SURPLUS) && str_eq(tei_get(n, ATT_REASON), str_of(reason))
            ? bare(tei_content(tei_first(n))) : S("");
        if (words.n == 0 || str_eq(words, last))
            continue;
        if (b->n > 0)
            buf_format(b, "%.*s ", STR(make_words(m, WORDING_SEMICOLON)));
        buf_put(b, wording_quote(m->a, m->book->config->lang, words));
        last = words;
    }
}

/* A paragraph of ours whose lines are not stretched: it has words that cannot be divided. */
static Node *words_left(Making *m, Node *sub, Str words)
{
    apparatus_words(m, sub, words);
    tei_set(tei_last(sub), ATT_REND, S("left"));
    return tei_last(sub);
}

static void left_out(Making *m, Node *sub, const Nodes *blocks, const char *subtype, Wording words)
{
    Buf b = buf_new(m->a);
    for (ptrdiff_t i = 0; i < blocks->n; i++)
        if (str_eq(tei_get(blocks->at[i], ATT_SUBTYPE), str_of(subtype)))
            lines_of(m, &b, blocks->at[i], subtype);
    Str said = buf_str(&b);
    if (said.n > 0)
        tei_set(words_left(m, sub, make_filled(m, words, &said)), ATT_LANG, S(""));     /* part of it is the text's */
}

/* In lines of its own, four groups each: to be compared by eye, on a narrow page too. */
static void put_digest(Making *m, Node *p, Str digest)
{
    enum { GROUP = 8, LINE = 32 };
    for (ptrdiff_t from = 0; from < digest.n; from += LINE) {
        Buf b = buf_new(m->a);
        for (ptrdiff_t at = from; at < from + LINE && at < digest.n; at += GROUP) {
            ptrdiff_t n = digest.n - at < GROUP ? digest.n - at : GROUP;
            buf_format(&b, "%s%.*s", at > from ? " " : "", STR(str_sub(digest, at, n)));
        }
        tei_set(make(p, TEI_LB, NULL), ATT_REND, S("break"));
        make_text(p, TEI_CODE, buf_str(&b));
    }
    tei_chars(p, S(" (SHA-256)."));
}

static void file_of(Making *m, Node *sub, const Piece *p)
{
    Str origin = p->part->origin, file[] = {p->fragment.source_name,
        str_format(m->a, "%lld", (long long)p->fragment.lf)};
    bool stop = origin.n > 0 && !uni_is_punct((unsigned char)origin.s[origin.n - 1]);
    put_digest(m, words_left(m, sub, str_format(m->a, "%.*s%s%s%.*s", STR(origin), stop ? "." : "",
        origin.n ? " " : "", STR(make_filled(m, WORDING_SOURCE_FILE, file)))), p->part->sha256);
}

static void account_text(Making *m, Node *div, const Piece *p)
{
    Node *sub = apparatus_text(m, div, p);
    Deeds d = deeds_of(m, p);
    Account c = {.m = m, .lang = m->book->config->lang, .said = buf_new(m->a)};
    file_of(m, sub, p);
    say_corrections(&c, &d);
    say_layout(&c, &d);
    say_notes(&c, &d);
    if (c.said.n > 0)
        words_left(m, sub, buf_str(&c.said));
    left_out(m, sub, &d.left_out, "caption", WORDING_CAPTIONS_OUT);
    left_out(m, sub, &d.left_out, "link-list", WORDING_LINKS_OUT);
}

void account_make(Making *m)
{
    Node *div = apparatus_open(m, "texts", WORDING_TEXTS);
    Node *first = tei_last(div);
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        if (m->pieces[i].part->kind == PART_RAW)
            account_text(m, div, &m->pieces[i]);
    if (tei_last(div) == first)
        tei_remove(div);
}
