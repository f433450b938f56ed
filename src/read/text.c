#include "read/inside.h"
#include "pack/pack.h"

/* ---- loading */

static Where place(Str name, Str bytes, ptrdiff_t at)
{
    Where w = {name, 1, 1};
    ptrdiff_t from = 0;
    for (const char *lf; (lf = memchr(bytes.s + from, '\n', (size_t)(at - from))); w.line++)
        from = lf - bytes.s + 1;
    Str before = str_sub(bytes, from, at - from);
    for (ptrdiff_t i = 0; i < before.n; i++)
        w.col += (before.s[i] & 0xC0) != 0x80;
    return w;
}

/* A text is what its editor took it for, or it is nothing: all marks speak of lines of these very bytes. */
static bool may_be_read(const Part *p, Str bytes, Str sha, Diag *d)
{
    if (p->sha256.n && !str_eq(sha, p->sha256)) {
        diag(d, DIGEST_WRONG, p->sha_at, "'%.*s' has SHA-256 %.*s", STR(p->file), STR(sha));
        return false;
    }
    const char *nul = memchr(bytes.s, 0, (size_t)bytes.n);
    if (nul)
        diag(d, TEXT_HAS_NUL, place(p->file, bytes, nul - bytes.s), "byte %lld", (long long)(nul - bytes.s) + 1);
    ptrdiff_t fault = utf8_fault(bytes);
    if (fault >= 0)
        diag(d, TEXT_NOT_UTF8, place(p->file, bytes, fault), "byte %lld is 0x%02X", (long long)fault + 1,
             (unsigned char)bytes.s[fault]);
    return !nul && fault < 0;
}

static void cut_lines(Arena *a, Text *t)
{
    for (Cut c = str_line(t->bytes); c.ok; c = str_line(c.tail))
        t->lf++;
    t->line = new(a, Str, t->lf + 1);
    Str rest = t->bytes;
    for (int64_t i = 0; i < t->lf; i++) {
        Cut c = str_line(rest);
        t->line[t->n++] = c.head;
        rest = c.tail;
    }
    if (rest.n)
        t->line[t->n++] = rest;
}

Text *text_load(Arena *a, const Part *p, Str texts_dir, Diag *d)
{
    Loaded l = file_load(a, path_join(a, texts_dir, p->file), d, p->file_at);
    if (!l.ok)
        return NULL;
    Text *t = new(a, Text, 1);
    *t = (Text){.key = p->key, .name = p->file, .sha256 = digest_sha256(a, l.bytes), .bytes = l.bytes};
    if (!may_be_read(p, l.bytes, t->sha256, d))
        return NULL;
    cut_lines(a, t);
    return t;
}

/* ---- lines */

Str text_line(const Text *t, int line) { return t->line[line - 1]; }

Where text_where(const Text *t, int line, ptrdiff_t byte)
{
    return (Where){t->name, line, (int)utf8_count(str_sub(text_line(t, line), 0, byte)) + 1};
}

static bool is_blank(uint32_t c) { return uni_is_space(c) || c == 0xFEFF; }

ptrdiff_t text_start(Str line)
{
    ptrdiff_t at = 0, before = 0;
    while (at < line.n && is_blank(utf8_next(line, &at)))
        before = at;
    return before;
}

ptrdiff_t text_end(Str line)
{
    ptrdiff_t end = line.n;
    while (end > 0) {
        ptrdiff_t at = end - 1;
        while (at > 0 && (line.s[at] & 0xC0) == 0x80)
            at--;
        ptrdiff_t next = at;
        if (!is_blank(utf8_next(line, &next)))
            break;
        end = at;
    }
    return end;
}


/* ---- the proof.  The fragment's source view must be the text again; what is lost here would be lost for ever. */

/* found: how many bytes of each line the fragment has so far; -1: it has others.  at: the line in hand */
typedef struct { Arena *a; const Text *text; ptrdiff_t *found; int at; } Proof;

static void prove_words(Proof *p, Str words)
{
    ptrdiff_t *found = &p->found[p->at - 1];
    if (*found >= 0)
        *found = str_starts(str_from(text_line(p->text, p->at), *found), words) ? *found + words.n : -1;
}

static void prove_control(Proof *p, Str hex)
{
    Buf b = buf_new(p->a);
    uint32_t c = 0;
    for (ptrdiff_t i = 0; i < hex.n; i++)
        c = c * 16 + (uint32_t)(hex.s[i] <= '9' ? hex.s[i] - '0' : hex.s[i] - 'A' + 10);
    utf8_put(&b, c);
    prove_words(p, buf_str(&b));
}

static void prove_chars(Proof *p, const Node *n)
{
    if (p->at < 1 || p->at > p->text->n)
        return;
    if (tei_tag(n) == TEI_CHARS)
        prove_words(p, tei_content(n));
    else if (tei_is(n, TEI_G) && str_eq(tei_get(n, ATT_TYPE), S("control")))
        prove_control(p, tei_get(n, ATT_N));
}

static const Node *prove_leaf(Proof *p, const Node *leaf)
{
    Origin *o;
    ptrdiff_t n = tei_origins(p->a, leaf, &o), k = 0;
    p->at = n ? o[0].line : 0;
    for (const Node *i = tei_walk(leaf, leaf); i;) {
        bool added = tei_kind(tei_tag(i)) & KIND_ADDED;
        if (tei_is(i, TEI_LB))
            p->at = ++k < n ? o[k].line : 0;
        if (!added)
            prove_chars(p, i);
        i = added ? tei_skip(i, leaf) : tei_walk(i, leaf);
    }
    return leaf;
}

/* Pieces of one line that stand in two places, one of which moves (a note, a title), are the author's to mend. */
static void say_lost(const Weave *w, int line)
{
    if (w->first_piece[line] - w->first_piece[line - 1] < 2)
        die("roundtrip broken: line %d of '%.*s' is not in the manuscript as it stands in the text; "
            "this is a fault of the program: please report it with the marks of this line", line, STR(w->text->name));
    diag(w->diag, MARK_OVERLAP, text_where(w->text, line, 0), "the pieces of line %d change places", line);
}

static void prove(Arena *scratch, const Weave *w, const Node *into)
{
    const Text *t = w->text;
    Proof p = {scratch, t, new(scratch, ptrdiff_t, t->n + 1), 0};
    for (const Node *n = tei_walk(into, into); n;) {
        int kind = tei_kind(tei_tag(n));
        bool leaf = (kind & KIND_LEAF) && tei_get(n, ATT_SOURCE).n;
        n = leaf ? tei_skip(prove_leaf(&p, n), into) : tei_walk(n, into);
    }
    for (int i = 0; i < t->n; i++)
        if (p.found[i] != t->line[i].n)
            say_lost(w, i + 1);
}

/* ---- reading */

Str text_folder(Str book_dir, Str texts_dir) { return texts_dir.n ? texts_dir : book_dir; }

/* What the weaving needs goes with it in `a`; what the tree and the messages point to must be there already. */
static bool weave_start(Weave *w, Arena *a, const Part *p, Str marks, Losses losses, Str texts_dir, Diag *d)
{
    *w = (Weave){.a = a, .diag = d, .part = p, .losses = losses, .text = text_load(a, p, texts_dir, d)};
    if (!w->text)
        return false;
    if (p->marks.n)
        w->marks = marks_read(a, w->text, p->marks, marks, p->file_at, d);
    rules_declare(w);
    pieces_cut(w);
    rules_pages(w);
    edits_sort(w);
    edits_from_facts(w);
    bodies_find(w);
    edits_sort(w);
    calls_find(w);
    edits_sort(w);
    return true;
}

static void weave_on(Weave *w, Node *into)
{
    Blocks b = blocks_build(w);
    rules_spans(w);
    edits_sort(w);
    dashes_apply(w);
    edits_sort(w);
    quotes_apply(w, b);
    edits_sort(w);
    weave_emit(w, into, b);
    Arena *scratch = arena_open();
    prove(scratch, w, into);
    arena_close(scratch);
}

static Voice voice_kept(Arena *a, const Weave *w, const Voice *v)
{
    return (Voice){.key = str_format(a, "%.*s.%.*s", STR(w->part->key), STR(v->key)), .name = str_copy(a, v->name),
                   .kind = str_copy(a, v->kind), .short_name = str_copy(a, v->short_name), .at = v->at};
}

static Series series_kept(Arena *a, const Series *s)
{
    Series k = *s;
    k.key = str_copy(a, s->key);
    k.label = str_copy(a, s->label);
    k.missing = new(a, int, s->nmissing);
    for (int i = 0; i < s->nmissing; i++)
        k.missing[i] = s->missing[i];
    return k;
}

static Fragment fragment_of(Arena *a, const Weave *w, Node *into)
{
    Fragment f = {.text = into, .source_name = w->text->name, .lf = w->text->lf, .nseries = w->series.n,
                  .nvoices = w->voices.n, .ok = true};
    f.series = new(a, Series, f.nseries);
    f.voices = new(a, Voice, f.nvoices);
    for (int i = 0; i < f.nseries; i++)
        f.series[i] = series_kept(a, &w->series.at[i]);
    for (int i = 0; i < f.nvoices; i++)
        f.voices[i] = voice_kept(a, w, &w->voices.at[i]);
    return f;
}

Fragment text_read(Arena *a, Node *into, const Part *p, Losses losses, Str book_dir, Str texts_dir, Diag *d)
{
    Weave w;
    Fragment f = {.text = into, .source_name = p->file};
    Arena *own = arena_open();
    if (weave_start(&w, own, p, path_join(a, book_dir, p->marks), losses, text_folder(book_dir, texts_dir), d)) {
        weave_on(&w, into);
        f = fragment_of(a, &w, into);
    }
    arena_close(own);
    return f;
}
