#include "read/inside.h"

/* The stages `lines` and `marks`, for people and for tests. */

/* ---- lines: number, element, id, and what is read of it */

typedef struct { const Node *leaf; int k, n; } Owner;

static void own(Arena *a, const Text *t, const Node *leaf, Owner *owner)
{
    Origin *o;
    int n = (int)tei_origins(a, leaf, &o);
    for (int k = 0; k < n; k++)
        if (o[k].line >= 1 && o[k].line <= t->n && !owner[o[k].line - 1].leaf)
            owner[o[k].line - 1] = (Owner){leaf, k + 1, n};
}

static void put_start(Buf *b, Str s)
{
    ptrdiff_t end = utf8_byte(s, 60);
    for (ptrdiff_t at = 0; at < end;) {
        uint32_t c = utf8_next(s, &at);
        utf8_put(b, c == '\t' || uni_is_control(c) || c == '\r' ? ' ' : c);
    }
    if (end < s.n)
        buf_put(b, S("…"));
}

static void put_line(Buf *b, const Text *t, int line, Owner o)
{
    buf_format(b, "%5d  ", line);
    if (!o.leaf) {
        buf_put(b, S("-\n"));
        return;
    }
    Str type = tei_get(o.leaf, ATT_TYPE), sub = tei_get(o.leaf, ATT_SUBTYPE);
    buf_format(b, "%s%s%.*s%s%.*s", tei_name(tei_tag(o.leaf)), type.n ? ":" : "", STR(type), sub.n ? ":" : "",
               STR(sub));
    buf_format(b, " %.*s", STR(tei_get(o.leaf, ATT_ID)));
    if (o.n > 1)
        buf_format(b, " %d/%d", o.k, o.n);
    buf_put(b, S("  "));
    put_start(b, str_trim(text_line(t, line)));
    buf_byte(b, '\n');
}

void text_dump_lines(Arena *a, Buf *b, const Part *p, Str book_dir, Str texts_dir, Diag *d)
{
    Tree *tree = tei_open();
    Node *into = tei_add(tei_root(tree), TEI_TEXT, p->at);
    Text *t = text_read(a, into, p, (Losses){0}, book_dir, texts_dir, d).ok
        ? text_load(a, p, text_folder(book_dir, texts_dir), d) : NULL;
    Owner *owner = new(a, Owner, t ? t->n + 1 : 1);
    for (const Node *n = into; n && t; n = tei_walk(n, into))
        if ((tei_kind(tei_tag(n)) & KIND_LEAF) && tei_get(n, ATT_SOURCE).n)
            own(a, t, n, owner);
    for (int line = 1; t && line <= t->n; line++)
        put_line(b, t, line, owner[line - 1]);
    tei_close(tree);
}

/* ---- marks: each fact as it was understood */

static void put_string(Buf *b, Str s)
{
    buf_byte(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"' || s.s[i] == '\\')
            buf_byte(b, '\\');
        if (s.s[i] == '\t')
            buf_put(b, S("\\t"));
        else
            buf_byte(b, s.s[i]);
    }
    buf_byte(b, '"');
}

static void put_site(Buf *b, const Text *t, const Site *s)
{
    if (!s->first)
        return;
    buf_format(b, " %d", s->first);
    if (s->piece)
        buf_format(b, ".%d", s->piece);
    if (s->last != s->first)
        buf_format(b, "-%d", s->last);
    if (s->last != s->first && s->last_piece)
        buf_format(b, ".%d", s->last_piece);
    Str line = s->words || s->point ? text_line(t, s->first) : (Str){"", 0};
    int from = (int)utf8_count(str_sub(line, 0, s->from)) + 1, to = (int)utf8_count(str_sub(line, 0, s->to));
    if (s->words || s->point)
        buf_format(b, ":%d", from);
    if (s->words && to > from)
        buf_format(b, "-%d", to);
}

static void put_strings(Buf *b, const Fact *f)
{
    for (int i = 0; i < f->ntext; i++) {
        buf_byte(b, ' ');
        if (f->bare)
            buf_put(b, f->text[i]);
        else
            put_string(b, f->text[i]);
    }
}

static void put_fact(const Text *t, const Fact *f, Buf *b)
{
    bool before = f->verb == VERB_END || (f->verb >= VERB_H1 && f->verb <= VERB_H6 && f->ntext);
    buf_format(b, "%s%s", f->doubtful ? "? " : "", verb_word(f->verb));
    if (f->name.n)
        buf_format(b, " %.*s", STR(f->name));
    if (f->low)
        buf_format(b, f->high != f->low ? " %d-%d" : " %d", f->low, f->high);
    if (before)
        buf_put(b, S(" before"));
    put_site(b, t, &f->site);
    put_site(b, t, &f->other);
    if (!f->site.first)                                            /* what stands nowhere has its strings first */
        put_strings(b, f);
    for (int i = 0; i < f->noptions; i++) {
        buf_format(b, " %.*s=", STR(f->option[i].name));
        put_string(b, f->option[i].value);
    }
    if (f->site.first)
        put_strings(b, f);
    if (f->nth)
        buf_format(b, "#%d", f->nth);
    buf_byte(b, '\n');
}

void text_dump_marks(Arena *a, Buf *b, const Part *p, Str book_dir, Str texts_dir, Diag *d)
{
    Text *t = text_load(a, p, text_folder(book_dir, texts_dir), d);
    if (!t || !p->marks.n)
        return;
    Marks m = marks_read(a, t, p->marks, path_join(a, book_dir, p->marks), p->file_at, d);
    if (m.ok)
        buf_format(b, "catchword-marks 1\nsource %.*s sha256 %.*s\n", STR(t->name), STR(t->sha256));
    for (int i = 0; i < m.n; i++)
        put_fact(t, &m.fact[i], b);
}
