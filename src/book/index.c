/* index.c - the index: the forms of the terms are looked for in every block, and each hit is somebody's or nobody's.

       terms -> forms, by their first word        text -> words -> the longest form that begins here -> whose?

   A form that is certain belongs to its heading; one that is only possible is decided block by block: `yes`, `no`,
   and what is neither is doubtful, and is said. */
#include "book/inside.h"
#include <stdlib.h>

typedef struct { const Term *term; ptrdiff_t number; bool certain; } Claim;
typedef struct Form Form;
struct Form {
    Form *next;                                                    /* with the same first word */
    Str *words; int nwords;
    bool open;                                                     /* the last word may go on: Trotskyi* */
    Claim *claims; int nclaims;
    ptrdiff_t hits;
    Str text;
};
typedef struct { Str block; bool note; const Piece *piece; Buf offsets; } Hit;
typedef struct {
    Hit *hits; ptrdiff_t n, cap;
    Str key;
    bool twice;                                                    /* its heading is that of one before it */
} Entry;
typedef struct { Str word; ptrdiff_t offset; } Word;               /* offset: in its text, in scalars */
typedef struct {
    Making *m;
    Arena *a, *block;                                              /* for as long as it works, as a block is in hand */
    Terms terms;
    Entry *entries;
    const Piece *piece;                                            /* in hand; NULL: the notes */
    Table *first, *open;                                           /* Form, by first word; open ones by three bytes */
    bool *begins;                                                  /* by the first two bytes: does some form? */
    Form **forms; ptrdiff_t nforms, capforms;
    Word *words; ptrdiff_t nwords, capwords;                       /* of the block in hand */
} Indexer;

/* ---- words: letters and digits; everything else parts them */
static void add_word(Indexer *x, Word w)
{
    if (x->nwords == x->capwords) {
        ptrdiff_t cap = x->capwords ? 2 * x->capwords : 256;
        x->words = arena_grow(x->a, x->words, sizeof *x->words, _Alignof(Word), x->nwords, cap);
        x->capwords = cap;
    }
    x->words[x->nwords++] = w;
}

static ptrdiff_t past_ascii(Str s, ptrdiff_t at, bool words)
{
    while (at < s.n && (unsigned char)s.s[at] < 0x80 && uni_ascii_word[(unsigned char)s.s[at]] == words)
        at++;
    return at;
}

/* wide: counts bytes that are not the first of their scalar. */
static ptrdiff_t past_word(Str s, ptrdiff_t at, ptrdiff_t *wide)
{
    for (ptrdiff_t next;; at = next) {
        next = at = past_ascii(s, at, true);
        if (at == s.n || (unsigned char)s.s[at] < 0x80 || !uni_is_word(utf8_next(s, &next)))
            return at;
        *wide += next - at - 1;
    }
}

static void split(Indexer *x, Str text)
{
    ptrdiff_t wide = 0;
    x->nwords = 0;
    for (ptrdiff_t at = 0, from; (from = past_ascii(text, at, false)) < text.n;) {
        ptrdiff_t offset = from - wide;
        at = past_word(text, from, &wide);
        if (from < at) {
            add_word(x, (Word){{text.s + from, at - from}, offset});
            continue;
        }
        utf8_next(text, &at);
        wide += at - from - 1;
    }
}

/* ---- forms */
static bool *beginning(Indexer *x, Str word)
{
    unsigned second = word.n > 1 ? (unsigned char)word.s[1] : 0;
    return &x->begins[(unsigned)(unsigned char)word.s[0] << 8 | second];
}

static Form *find_form(Indexer *x, Str text, Str *words, int n, bool open)
{
    Table *t = open && n == 1 ? x->open : x->first;
    Str key = open && n == 1 ? str_sub(words[0], 0, 3) : words[0];
    Form *head = table_find(t, key);
    for (Form *f = head; f; f = f->next)
        if (str_eq(f->text, text))
            return f;
    Form *f = new(x->a, Form, 1);
    *f = (Form){.next = head, .words = words, .nwords = n, .open = open, .text = text};
    table_put(t, key, f);
    *beginning(x, words[0]) = true;
    if (x->nforms == x->capforms) {
        ptrdiff_t cap = x->capforms ? 2 * x->capforms : 256;
        x->forms = arena_grow(x->a, x->forms, sizeof *x->forms, _Alignof(Form *), x->nforms, cap);
        x->capforms = cap;
    }
    return x->forms[x->nforms++] = f;
}

static void add_form(Indexer *x, ptrdiff_t number, Str text, bool certain)
{
    const Term *term = &x->terms.terms[number];
    bool open = str_ends(text, S("*"));
    split(x, text);
    if (x->nwords == 0)
        return;
    Str *words = new(x->a, Str, x->nwords);
    for (ptrdiff_t i = 0; i < x->nwords; i++)
        words[i] = x->words[i].word;
    Form *f = find_form(x, text, words, (int)x->nwords, open);
    for (int i = 0; i < f->nclaims && certain; i++)
        if (f->claims[i].certain) {
            diag(x->m->diag, TERMS_TWICE, term->at, "'%.*s'", STR(text));
            diag_note(x->m->diag, f->claims[i].term->at, "it is certain here, too");
            certain = false;
        }
    if ((f->nclaims & (f->nclaims - 1)) == 0)                      /* full at each power of two */
        f->claims = arena_grow(x->a, f->claims, sizeof *f->claims, _Alignof(Claim), f->nclaims,
            f->nclaims ? 2 * f->nclaims : 1);
    f->claims[f->nclaims++] = (Claim){term, number, certain};
}

static void check_headings(Indexer *x)
{
    Table *seen = table_new(x->a);
    for (ptrdiff_t i = 0; i < x->terms.n; i++) {
        Term *t = &x->terms.terms[i];
        const Term *before = table_put(seen, t->heading, t);
        x->entries[i].twice = before != NULL;
        if (!before)
            continue;
        diag(x->m->diag, TERMS_HEADING_TWICE, t->at, "'%.*s'", STR(t->heading));
        diag_note(x->m->diag, before->at, "it is given here, too");
    }
}

static void make_forms(Indexer *x)
{
    for (ptrdiff_t i = 0; i < x->terms.n; i++) {
        const Term *t = &x->terms.terms[i];
        for (int k = 0; k < t->nforms; k++)
            add_form(x, i, t->forms[k], true);
        for (int k = 0; k < t->nmaybe; k++)
            add_form(x, i, t->maybe[k], false);
    }
}

/* ---- matching.  Capitals stand for small letters, in a heading; nothing else does. */
static bool is_shouted(Str s)
{
    int capitals = 0;
    for (ptrdiff_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (c < 128 ? c >= 'a' && c <= 'z' : uni_is_lower(c))
            return false;
        capitals++;
    }
    return capitals > 1;
}

static Str calmed(Arena *a, Str s)
{
    ptrdiff_t at = 0;
    utf8_next(s, &at);
    return str_format(a, "%.*s%.*s", STR(str_sub(s, 0, at)), STR(uni_lower(a, str_from(s, at), S("en"))));
}

static bool same_word(Indexer *x, Str word, Str want, bool open)
{
    if (open ? str_starts(word, want) : str_eq(word, want))
        return true;
    if (!is_shouted(word) || is_shouted(want) || word.s[0] != want.s[0])
        return false;
    Str calm = calmed(x->block, word);
    return open ? str_starts(calm, want) : str_eq(calm, want);
}

/* Between two words of a form, both of one text, stands a blank, a stop, a hyphen or an apostrophe. */
static bool is_close(Str a, Str b)
{
    Str between = {a.s + a.n, b.s - (a.s + a.n)};
    for (ptrdiff_t at = 0; at < between.n;) {
        uint32_t c = utf8_next(between, &at);
        if (c != ' ' && c != '.' && c != '-' && c != '\'' && c != 0xA0 && c != 0x2019 && c != 0x2018 && c != 0x2010
            && c != 0x2011 && c != 0x2013)
            return false;
    }
    return between.n <= 4;
}

static bool begins_here(Indexer *x, const Form *f, ptrdiff_t at)
{
    if (at + f->nwords > x->nwords)
        return false;
    for (int i = 0; i < f->nwords; i++) {
        if (!same_word(x, x->words[at + i].word, f->words[i], f->open && i == f->nwords - 1))
            return false;
        if (i > 0 && !is_close(x->words[at + i - 1].word, x->words[at + i].word))
            return false;
    }
    return true;
}

static Form *longest(Indexer *x, Form *among, ptrdiff_t at, Form *best)
{
    for (Form *f = among; f; f = f->next)
        if ((!best || f->nwords > best->nwords) && begins_here(x, f, at))
            best = f;
    return best;
}

static Form *form_of(Indexer *x, Str word, ptrdiff_t at)
{
    Form *best = longest(x, table_find(x->first, word), at, NULL);
    return longest(x, table_find(x->open, str_sub(word, 0, 3)), at, best);
}

static Form *form_at(Indexer *x, ptrdiff_t at)
{
    Str word = x->words[at].word;
    Form *best = *beginning(x, word) ? form_of(x, word, at) : NULL;        /* most words begin none */
    return best || !is_shouted(word) ? best : form_of(x, calmed(x->block, word), at);
}

/* ---- whose a hit is */
typedef enum { DECIDED_NOTHING, DECIDED_YES, DECIDED_NO } Verdict;

/* What is said of blocks decides the forms that are only possible; of a heading without such, all of them. */
static Verdict verdict(const Claim *c, Str block)
{
    const Term *t = c->term;
    Verdict s = DECIDED_NOTHING;
    if (c->certain && t->nmaybe > 0)
        return s;
    for (int i = 0; i < t->nblocks; i++)
        if (term_names(&t->blocks[i], block)) {
            t->blocks[i].used = true;
            s = t->blocks[i].yes ? DECIDED_YES : DECIDED_NO;
        }
    return s;
}

static const Claim *owner(const Form *f, Str block, bool *doubtful)
{
    const Claim *certain = NULL;
    *doubtful = false;
    for (int i = 0; i < f->nclaims; i++) {
        Verdict s = verdict(&f->claims[i], block);
        if (s == DECIDED_YES)
            return &f->claims[i];
        if (s == DECIDED_NOTHING && f->claims[i].certain)
            certain = &f->claims[i];
        *doubtful = *doubtful || s == DECIDED_NOTHING;
    }
    *doubtful = *doubtful && !certain;
    return certain;
}

static void add_hit(Indexer *x, Entry *e, Str block, bool note, ptrdiff_t offset)
{
    Hit *last = e->n ? &e->hits[e->n - 1] : NULL;
    if (!last || !str_eq(last->block, block)) {
        if (e->n == e->cap) {
            ptrdiff_t cap = e->cap ? 2 * e->cap : 8;
            e->hits = arena_grow(x->m->a, e->hits, sizeof *e->hits, _Alignof(Hit), e->n, cap);
            e->cap = cap;
        }
        last = &e->hits[e->n++];
        *last = (Hit){block, note, x->piece, buf_new(x->m->a)};
    }
    if (last->offsets.n)
        buf_byte(&last->offsets, ' ');
    buf_int(&last->offsets, offset);
}

static void doubt(Indexer *x, const Form *f, const Node *block, Str id)
{
    diag(x->m->diag, INDEX_DOUBTFUL, tei_where(block), "'%.*s' in %.*s", STR(f->text), STR(id));
    for (int i = 0; i < f->nclaims; i++)
        diag_note(x->m->diag, f->claims[i].term->at, "perhaps '%.*s'", STR(f->claims[i].term->heading));
}

static void index_block(Indexer *x, const Copy *c)
{
    Str name = c->note ? tei_get(c->note, ATT_ID) : c->id;
    const Form *doubted = NULL;
    x->piece = c->piece;
    split(x, c->text);
    for (ptrdiff_t at = 0; at < x->nwords;) {
        Form *f = form_at(x, at);
        if (!f) {
            at++;
            continue;
        }
        bool doubtful;
        const Claim *whose = owner(f, name, &doubtful);
        f->hits++;
        if (whose)
            add_hit(x, &x->entries[whose->number], c->id, c->note != NULL, x->words[at].offset);
        else if (doubtful && f != doubted)
            doubt(x, doubted = f, c->node, name);
        at += f->nwords;
    }
}

/* What the program says of texts and notes itself is no matter for an index. */
static bool is_ours(const Copy *c)
{
    return (c->piece && str_eq(c->piece->part->kind_name, S("colophon")))
        || str_eq(tei_get(tei_parent(c->node), ATT_TYPE), S("declaration"));
}

static void index_all(Indexer *x)
{
    const Copies *c = copy_read(x->m);
    for (ptrdiff_t i = 0; i < c->n; i++) {
        if (is_ours(&c->of[i]))
            continue;
        Mark m = arena_mark(x->block);
        index_block(x, &c->of[i]);
        arena_rewind(x->block, m);
    }
}

/* ---- writing */
static Str id_of(Arena *a, Str heading)
{
    return str_format(a, "index.%08x", (unsigned)(str_hash(heading) & 0xFFFFFFFFu));
}

static void refer(Indexer *x, Node *item, Wording words, Str *list, int n, const Term *t)
{
    for (int i = 0; i < n; i++) {
        ptrdiff_t k = 0;
        while (k < x->terms.n && !str_eq(x->terms.terms[k].heading, list[i]))
            k++;
        if (k == x->terms.n) {
            diag(x->m->diag, TERMS_UNKNOWN, t->at, "'%.*s' refers to '%.*s'", STR(t->heading), STR(list[i]));
            continue;
        }
        tei_chars(item, i > 0 ? str_format(x->m->a, "%.*s ", STR(make_words(x->m, WORDING_SEMICOLON))) : S(" "));
        Node *hi = i > 0 ? NULL : make_ours(x->m, make_text(item, TEI_HI, make_words(x->m, words)));
        if (hi) {
            tei_set(hi, ATT_REND, S("italic"));
            tei_chars(item, S(" "));
        }
        Node *link = make(item, TEI_REF, NULL);
        tei_set_format(link, ATT_TARGET, "#%.*s", STR(id_of(x->m->a, list[i])));
        apparatus_name(link, list[i]);
    }
}

/* ---- places.  Numbers follow a comma, or a colon where the heading ends with a number of its own; the first stays
   with its last word. */
static void put_spots(Node *item, const Hit *hits, ptrdiff_t n)
{
    Node *seg = spots_open(item);
    for (ptrdiff_t i = 0; i < n; i++) {
        spot_add(seg, hits[i].block, buf_str(&hits[i].offsets));
        if (hits[i].note)
            tei_set(tei_last(seg), ATT_SUBTYPE, S("note"));
    }
}

/* Front and back matter are one each, as the notes are. */
static bool is_same_group(const Hit *a, const Hit *b)
{
    if (!a->piece || !b->piece)
        return a->piece == b->piece;
    return a->piece == b->piece || (a->piece->at == b->piece->at && a->piece->at != AT_BODY);
}

static void put_group(Indexer *x, Node *item, const Hit *hits, ptrdiff_t n)
{
    const Piece *p = hits->piece;
    bool text = p && p->at == AT_BODY;
    tei_set(make(item, TEI_LB, NULL), ATT_REND, S("break"));
    tei_chars(item, make_words(x->m, text ? WORDING_IN_TEXT : !p ? WORDING_IN_NOTES
        : p->at == AT_FRONT ? WORDING_IN_FRONT : WORDING_IN_BACK));
    if (text) {
        tei_chars(item, S(" "));
        Node *title = make_spoken(make_text(item, TEI_HI, piece_title(x->m->a, p)), p->part->lang);
        tei_set(title, ATT_REND, S("italic"));
    }
    tei_chars(item, str_format(x->m->a, "%.*s\u00A0", STR(make_words(x->m, WORDING_COLON))));
    put_spots(item, hits, n);
}

/* Those that stand nearly everywhere have their places text by text: a hundred numbers in a row help nobody. */
static void put_places(Indexer *x, Node *item, Str heading, const Entry *e)
{
    enum { MANY = 100 };                                           /* blocks */
    const Hit *first = &e->hits[0], *last = &e->hits[e->n - 1];
    if (e->n > MANY && !is_same_group(first, last)) {
        for (ptrdiff_t i = 0, k; i < e->n; i = k) {
            for (k = i + 1; k < e->n && is_same_group(&e->hits[i], &e->hits[k]); k++)
                ;
            put_group(x, item, &e->hits[i], k - i);
        }
        return;
    }
    char end = heading.n ? heading.s[heading.n - 1] : ' ';
    tei_chars(item, end >= '0' && end <= '9' ? S(":\u00A0") : S(",\u00A0"));
    put_spots(item, e->hits, e->n);
}

static void add_item(Indexer *x, Node *list, ptrdiff_t number)
{
    Arena *a = x->m->a;
    const Term *t = &x->terms.terms[number];
    const Entry *e = &x->entries[number];
    Node *item = make(list, TEI_ITEM, NULL);
    tei_set(item, ATT_ID, id_of(a, t->heading));
    apparatus_name(item, t->heading);
    if (e->n > 0)
        put_places(x, item, t->heading, e);
    if (t->nsee > 0)
        refer(x, item, WORDING_SEE, t->see, t->nsee, t);
    if (t->nalso > 0) {
        tei_chars(item, S("."));
        refer(x, item, WORDING_SEE_ALSO, t->also, t->nalso, t);
    }
}

static const Indexer *sorting;

static int by_key(const void *a, const void *b)
{
    const ptrdiff_t i = *(const ptrdiff_t *)a, k = *(const ptrdiff_t *)b;
    int c = str_cmp(sorting->entries[i].key, sorting->entries[k].key);
    return c ? c : (i > k) - (i < k);
}

/* Titles stand in asterisks, and some words in quotation marks: neither counts in the order. */
static Str bare(Arena *a, Str heading)
{
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0; at < heading.n;) {
        ptrdiff_t from = at;
        uint32_t c = utf8_next(heading, &at);
        if (uni_is_word(c) || c == ' ' || c == ',')
            buf_put(&b, str_sub(heading, from, at - from));
    }
    return buf_str(&b);
}

/* The letter under which a heading stands, without its accents: the first level of its place in the order. */
static Str initial(Arena *a, Str heading, Str lang)
{
    Str s = bare(a, heading);
    ptrdiff_t at = 0;
    utf8_next(s, &at);
    return str_cut(uni_collate(a, str_sub(s, 0, at), lang), '\x01').head;
}

/* The headings that stand in the index, as they are sorted. */
static ptrdiff_t sort_terms(Indexer *x, ptrdiff_t *order)
{
    Str lang = x->m->book->config->lang;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < x->terms.n; i++) {
        const Term *t = &x->terms.terms[i];
        x->entries[i].key = uni_collate(x->a, bare(x->a, t->heading), lang);
        if (x->entries[i].twice)
            continue;
        if (x->entries[i].n > 0 || t->nsee > 0)
            order[n++] = i;
        else
            diag(x->m->diag, INDEX_UNUSED, t->at, "'%.*s'", STR(t->heading));
    }
    sorting = x;
    qsort(order, (size_t)n, sizeof *order, by_key);
    return n;
}

static void write_index(Indexer *x, const ptrdiff_t *order, ptrdiff_t n)
{
    Making *m = x->m;
    Str lang = m->book->config->lang;
    Node *div = apparatus_open(m, "index", WORDING_INDEX);
    tei_set(div, ATT_TYPE, S("index"));
    apparatus_words(m, div, wording_find(lang, WORDING_KEY_TO_INDEX));
    Node *list = apparatus_list(div);
    Str letter = S("");
    for (ptrdiff_t i = 0; i < n; i++) {
        Str now = initial(x->a, x->terms.terms[order[i]].heading, lang);
        add_item(x, list, order[i]);
        if (i > 0 && !str_eq(now, letter))
            tei_set(tei_last(list), ATT_REND, S("letter"));
        letter = now;
    }
}

/* What the editor wrote and no text answers to is probably misspelt. */
static void check_use(Indexer *x)
{
    for (ptrdiff_t i = 0; i < x->nforms; i++)
        if (x->forms[i]->hits == 0)
            diag(x->m->diag, INDEX_UNUSED, x->forms[i]->claims[0].term->at, "form '%.*s' of '%.*s'",
                STR(x->forms[i]->text), STR(x->forms[i]->claims[0].term->heading));
    for (ptrdiff_t i = 0; i < x->terms.n; i++)
        for (int k = 0; k < x->terms.terms[i].nblocks; k++)
            if (!x->terms.terms[i].blocks[k].used)
                diag(x->m->diag, INDEX_UNUSED, x->terms.terms[i].blocks[k].at, "block %.*s of '%.*s'",
                    STR(x->terms.terms[i].blocks[k].id), STR(x->terms.terms[i].heading));
}

void index_make(Making *m)
{
    const Config *c = m->book->config;
    Arena *scratch = arena_open();
    Indexer x = {.m = m, .a = scratch, .block = arena_open(), .first = table_new(scratch), .open = table_new(scratch),
        .begins = new(scratch, bool, 1 << 16)};
    for (int i = 0; i < c->nterms; i++)
        terms_read(m->a, &x.terms, path_join(m->a, c->dir, c->terms[i].name), c->terms[i].name, m->diag,
            c->terms[i].at);
    if (x.terms.n > 0) {
        x.entries = new(m->a, Entry, x.terms.n);
        check_headings(&x);
        make_forms(&x);
        index_all(&x);
        ptrdiff_t *order = new(scratch, ptrdiff_t, x.terms.n), n = sort_terms(&x, order);
        if (n > 0)
            write_index(&x, order, n);
        check_use(&x);
    }
    arena_close(x.block);
    arena_close(scratch);
}
