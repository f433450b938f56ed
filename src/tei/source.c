#include "tei/tei.h"
#include "tei/inside.h"
#include <stdlib.h>

/* A source is put together from pieces: each run of characters goes to the line where its block's cursor stands. */
typedef struct { int line; ptrdiff_t order; Str text; } Piece;
typedef struct { const Node *block; const Origin *at; ptrdiff_t n, i; int line; bool told; } Cursor;
typedef struct {
    Arena *a;
    Diag *d;
    Str file;
    int lines;                                                     /* LF in it; what follows the last is one more */
    Piece *pieces;
    ptrdiff_t n, cap;
} Weave;

static void add_piece(Weave *w, int line, Str text)
{
    if (w->n == w->cap) {
        ptrdiff_t cap = w->cap ? 2 * w->cap : 1024;
        w->pieces = arena_grow(w->a, w->pieces, (ptrdiff_t)sizeof(Piece), (ptrdiff_t)_Alignof(Piece), w->cap, cap);
        w->cap = cap;
    }
    w->pieces[w->n] = (Piece){line, w->n, text};
    w->n++;
}

static void tell(Weave *w, Cursor *c, DiagCode code)
{
    if (!c->told)
        diag(w->d, code, tei_where(c->block), "'%s' of %.*s", tei_name(tei_tag(c->block)), STR(w->file));
    c->told = true;
}

static void put(Weave *w, Cursor *c, Str text)
{
    if (!c || text.n == 0)
        return;
    if (c->i == c->n) {
        if (c->n && str_eq(c->at[c->n - 1].file, w->file) && str_trim(text).n)
            tell(w, c, TEI_LINE_UNNAMED);
        return;
    }
    if (!str_eq(c->at[c->i].file, w->file) || c->at[c->i].line == 0)
        return;
    if (c->line > w->lines + 1)
        tell(w, c, TEI_LINE_PAST_END);
    add_piece(w, c->line, text);
}

static void end_line(Cursor *c)
{
    if (!c || c->i == c->n)
        return;
    if (c->line < c->at[c->i].last)
        c->line++;
    else if (++c->i < c->n)
        c->line = c->at[c->i].line;
}

static Str character(Weave *w, const Node *g)
{
    Buf b = buf_new(w->a);
    char *z = str_z(w->a, tei_get(g, ATT_N)), *end = z;
    long scalar = strtol(z, &end, 16);
    if (end != z && !*end && scalar >= 0 && scalar <= 0x10FFFF)
        utf8_put(&b, (uint32_t)scalar);
    return buf_str(&b);
}

/* Does an element with @source count lines of its own?  Not one in running text. */
static bool counts(const Node *n, bool parent_laid_out)
{
    return !(tei_kind(tei_tag(n)) & KIND_INLINE) || parent_laid_out;
}

static void weave(Weave *w, const Node *n, Cursor *c);

static void weave_element(Weave *w, const Node *n, bool parent_laid_out, Cursor *outer)
{
    Tag t = tei_tag(n);
    Cursor own = {.block = n}, *c = outer;
    if (tei_kind(t) & KIND_ADDED)
        return;
    if (t == TEI_LB)
        end_line(c);
    else if (t == TEI_G && str_eq(tei_get(n, ATT_TYPE), S("control")))
        put(w, c, character(w, n));
    else if (tei_get(n, ATT_SOURCE).n && counts(n, parent_laid_out)) {
        Origin *at;
        own.n = tei_origins(w->a, n, &at);
        own.at = at;
        own.line = own.n ? at[0].line : 0;
        c = &own;
    }
    weave(w, n, c);
}

static void weave(Weave *w, const Node *n, Cursor *c)
{
    int kind = tei_kind(tei_tag(n));
    bool laid_out = tei_is_laid_out(n);
    if (c && c->block == n && laid_out && (kind & KIND_BOX) && !(kind & KIND_INLINE) && !tei_is(n, TEI_NOTE))
        c = NULL;                                                  /* a mere box: its blocks speak for themselves */
    for (const Node *i = tei_first(n); i; i = i->next) {
        if (is_element(i))
            weave_element(w, i, laid_out, c);
        else if (!laid_out)
            put(w, c, tei_content(i));
    }
}

static int by_line(const void *va, const void *vb)
{
    const Piece *a = va, *b = vb;
    int lines = (a->line > b->line) - (a->line < b->line);
    return lines ? lines : (a->order > b->order) - (a->order < b->order);
}

static void write_lines(Weave *w, Buf *b)
{
    int line = 1;
    if (w->n)
        qsort(w->pieces, (size_t)w->n, sizeof *w->pieces, by_line);
    for (ptrdiff_t i = 0; i < w->n && w->pieces[i].line <= w->lines + 1; i++) {
        for (; line < w->pieces[i].line; line++)
            buf_byte(b, '\n');
        buf_put(b, w->pieces[i].text);
    }
    for (; line <= w->lines; line++)
        buf_byte(b, '\n');
}

static Node *source_named(Tree *t, Str file)
{
    Node *header = tei_child(tei_root(t), TEI_TEIHEADER);
    for (Node *n = header; n; n = tei_walk(n, header))
        if (tei_is(n, TEI_IDNO) && str_eq(tei_get(n, ATT_TYPE), S("file")) && str_eq(tei_content(tei_first(n)), file))
            return tei_up(n, TEI_BIBL);
    return NULL;
}

static Number lines_of(const Node *bibl)
{
    for (const Node *n = bibl; n; n = tei_walk(n, bibl))
        if (tei_is(n, TEI_MEASURE) && str_eq(tei_get(n, ATT_UNIT), S("LF")))
            return str_number(tei_get(n, ATT_QUANTITY));
    return (Number){0};
}

bool tei_roundtrip(Tree *t, Str file, Buf *b, Diag *d)
{
    Weave w = {.d = d, .file = file};
    Node *bibl = source_named(t, file), *text = tei_child(tei_root(t), TEI_TEXT);
    if (!bibl) {
        diag(d, TEI_SOURCE_UNKNOWN, tei_where(tei_root(t)), "'%.*s'", STR(file));
        return false;
    }
    Number lines = lines_of(bibl);
    if (!lines.ok || lines.value < 0 || lines.value > FILE_LIMIT) {
        diag(d, TEI_SOURCE_UNMEASURED, tei_where(bibl), "'%.*s'", STR(file));
        return false;
    }
    w.lines = (int)lines.value;
    w.a = arena_open();
    if (text)
        weave(&w, text, NULL);
    write_lines(&w, b);
    arena_close(w.a);
    return true;
}
