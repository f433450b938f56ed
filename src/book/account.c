/* account.c - the note on the texts: for each where it came from, which file it is, and what was done with it, all of
   it counted in the tree. */
#include "book/inside.h"

typedef struct {
    ptrdiff_t joins, words;                                        /* paragraphs made whole; words among them */
    ptrdiff_t capture, author, doubtful;                           /* corrections */
    ptrdiff_t ellipses, supplied, omitted, unclear, gaps, links;
    ptrdiff_t pages, marks, dashes, calls, found, notes;           /* marks: quotation marks; notes: the editor's */
    ptrdiff_t captions, signs;                                     /* signs: notes that a sign calls, not a number */
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
    for (const Node *n = p->node; n; n = tei_walk(n, p->node))
        count_node(m->a, n, &d);
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
/* Below a hundred in words: a sentence does not begin with a figure. */
static Str number_words(Arena *a, ptrdiff_t n)
{
    static const char *const low[] = {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
        "ninety"};
    if (n < 20)
        return str_of(low[n]);
    if (n < 100)
        return str_format(a, n % 10 ? "%s-%s" : "%s", tens[n / 10], low[n % 10]);
    return str_format(a, "%td", n);
}

/* "%" is the number; at the beginning it has a capital, or words before its figures. */
static void say(Arena *a, Buf *b, ptrdiff_t n, const char *one, const char *many)
{
    if (n == 0)
        return;
    if (b->n > 0)
        buf_byte(b, ' ');
    Cut c = str_cut(str_of(n == 1 ? one : many), '%');
    Str words = c.ok ? number_words(a, n) : S("");
    if (c.ok && c.head.n == 0 && n < 100)
        words = str_format(a, "%c%.*s", words.s[0] - 'a' + 'A', STR(str_from(words, 1)));
    else if (c.ok && c.head.n == 0)
        buf_put(b, S("In all, "));
    buf_put(b, c.head);
    buf_put(b, words);
    buf_put(b, c.tail);
}

static void say_corrections(Arena *a, Buf *b, const Deeds *d)
{
    say(a, b, d->capture, "One fault of the capture was corrected.", "% faults of the capture were corrected.");
    say(a, b, d->author, "One error of the author was corrected.", "% errors of the author were corrected.");
    say(a, b, d->doubtful, "One of the corrections is not certain.", "% of the corrections are not certain.");
    say(a, b, d->ellipses, "One ellipsis that the capture had lost was supplied.",
        "% ellipses that the capture had lost were supplied.");
    say(a, b, d->supplied, "In one place a lost letter, mark or word was supplied.",
        "In % places a lost letter, mark or word was supplied.");
    say(a, b, d->omitted, "In one place something repeated or stray was left out.",
        "In % places something repeated or stray was left out.");
    say(a, b, d->unclear, "One reading is marked as doubtful.", "% readings are marked as doubtful.");
    say(a, b, d->gaps, "One loss is marked.", "% losses are marked.");
}

static void say_layout(Arena *a, Buf *b, const Deeds *d)
{
    say(a, b, d->joins, "One paragraph that a break had cut was joined.", "% breaks within a paragraph were joined.");
    say(a, b, d->words, "One of them cut a word.", "% of them cut a word.");
    say(a, b, d->links, "One link, which led nowhere, is marked.", "% links, which led nowhere, are marked.");
    say(a, b, d->pages, "One page number of the source’s edition stands in the margin.",
        "% page numbers of the sources’ editions stand in the margin.");
    say(a, b, d->marks > 0, "Quotation marks were set by their nesting.", "");
    say(a, b, d->dashes > 0, "Hyphens that stand for dashes were set as dashes.", "");
    say(a, b, d->notes, "One note is the editor’s.", "% notes are the editor’s.");
}

static void say_notes(Arena *a, Buf *b, const Deeds *d)
{
    say(a, b, d->signs, "The text has one note of its own that is called by a sign.",
        "The text has % notes of its own that are called by signs.");
    if (d->calls <= 1) {
        say(a, b, d->calls, d->found ? "The note that the text calls is recovered."
            : "The note that the text calls is not recovered.", "");
        return;
    }
    const char *of = str_z(a, str_format(a, " of the %td notes that the text calls ", d->calls));
    if (d->found == 0 || d->found == d->calls)
        say(a, b, 1, str_z(a, str_format(a, d->found ? "All%sare recovered." : "None%sis recovered.", of)), "");
    else
        say(a, b, d->found, str_z(a, str_format(a, "One%sis recovered.", of)),
            str_z(a, str_format(a, "%%%sare recovered.", of)));
}

/* ---- what was left out, in its own words */
/* Without the marks at its ends: it is quoted here, and captions often open a quotation that they do not close.  A stop
   would stand before our own. */
static Str bare(Str words)
{
    static const char *const marks[] = {"\"", "“", "”"};
    words = str_trim(words);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        Str mark = str_of(marks[i]);
        words = str_starts(words, mark) ? str_from(words, mark.n) : words;
        words = str_ends(words, mark) ? str_sub(words, 0, words.n - mark.n) : words;
    }
    return str_ends(words, S(".")) ? str_sub(words, 0, words.n - 1) : words;
}

static void lines_of(Buf *b, const Node *block, const char *reason)
{
    Str last = S("");
    for (const Node *n = tei_first(block); n; n = tei_walk(n, block)) {
        Str words = tei_is(n, TEI_SURPLUS) && str_eq(tei_get(n, ATT_REASON), str_of(reason))
            ? bare(tei_content(tei_first(n))) : S("");
        if (words.n == 0 || str_eq(words, last))
            continue;
        buf_format(b, "%s“%.*s”", b->n ? "; " : "", STR(words));
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

static void left_out(Making *m, Node *sub, const Piece *p, const char *subtype, const char *words)
{
    Buf b = buf_new(m->a);
    for (const Node *n = p->node; n; n = tei_walk(n, p->node))
        if (str_eq(tei_get(n, ATT_TYPE), S("left-out")) && str_eq(tei_get(n, ATT_SUBTYPE), str_of(subtype)))
            lines_of(&b, n, subtype);
    if (b.n > 0)
        words_left(m, sub, str_format(m->a, "%s: %.*s.", words, STR(buf_str(&b))));
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
    Str origin = p->part->origin;
    bool stop = origin.n > 0 && !uni_is_punct((unsigned char)origin.s[origin.n - 1]);
    put_digest(m, words_left(m, sub, str_format(m->a, "%.*s%s%sSource: the file %.*s of %lld lines; its digest is",
        STR(origin), stop ? "." : "", origin.n ? " " : "", STR(p->fragment.source_name), (long long)p->fragment.lf)),
        p->part->sha256);
}

static void account_text(Making *m, Node *div, const Piece *p)
{
    Node *sub = apparatus_text(m, div, p);
    Deeds d = deeds_of(m, p);
    Buf b = buf_new(m->a);
    file_of(m, sub, p);
    say_corrections(m->a, &b, &d);
    say_layout(m->a, &b, &d);
    say_notes(m->a, &b, &d);
    if (b.n > 0)
        words_left(m, sub, buf_str(&b));
    left_out(m, sub, p, "caption", "Captions of lost pictures, left out of the text");
    left_out(m, sub, p, "link-list", "A list of links at its end, left out of the text");
}

void account_make(Making *m)
{
    Node *div = apparatus_open(m, "texts", "Note on the texts");
    Node *first = tei_last(div);
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        if (m->pieces[i].part->kind == PART_RAW)
            account_text(m, div, &m->pieces[i]);
    if (tei_last(div) == first)
        tei_remove(div);
}
