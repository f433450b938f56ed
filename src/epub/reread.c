/* reread.c - what a finished EPUB says: its documents from the first to the last of the spine, as the manuscript's
   blocks again.  Not told are the labels of a source's pages: they are no words of the text. */
#include "epub/epub.h"
#include "pack/pack.h"

enum { DEEPEST = 256 };
typedef struct { bool block, label, call, hidden; int look; } Open;
typedef struct {
    Arena *a;
    Container zip;
    Teller *t;
    Open stack[DEEPEST];
    int depth, hidden, calls;
    Buf call;
    Str fault;
} Rereader;

static bool has_word(Str list, Str word)
{
    while (list.n > 0) {
        Cut c = str_cut(list, ' ');
        if (str_eq(c.head, word))
            return true;
        list = c.tail;
    }
    return false;
}

/* ---- what an element is */
static bool has_class(const Markup *m, const char *class)
{
    return has_word(markup_get(m, S("class")), str_of(class));
}

static bool has_role(const Markup *m, const char *type, const char *role)
{
    return has_word(markup_get(m, S("epub:type")), str_of(type)) || has_word(markup_get(m, S("role")), str_of(role));
}

static bool is_phrase(Str name)
{
    return has_word(S("a abbr b bdi bdo br cite code em i img kbd q s samp small span strong sub sup u var wbr"), name);
}

static int look_of(const Markup *m)
{
    static const struct { const char *names; int look; } looks[] = {
        {"i em cite", SAID_ITALIC}, {"b strong", SAID_BOLD}, {"sup", SAID_RAISED}, {"sub", SAID_LOWERED},
        {"s", SAID_STRUCK}, {"u", SAID_UNDER}};
    if (has_class(m, "speaker") || (str_eq(m->text, S("cite")) && has_class(m, "source")))
        return 0;
    if (has_class(m, "small-caps") || has_class(m, "lead-in"))
        return SAID_SMALL;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (has_word(str_of(looks[i].names), m->text))
            return looks[i].look;
    return 0;
}

static int level_of(const Markup *m)
{
    bool heading = m->text.n == 2 && m->text.s[0] == 'h' && m->text.s[1] >= '1' && m->text.s[1] <= '6';
    return heading ? m->text.s[1] - '0' : 0;
}

static Open open_of(const Rereader *r, const Markup *m)
{
    Open o = {.block = !is_phrase(m->text), .look = look_of(m)};
    o.hidden = has_role(m, "pagebreak", "doc-pagebreak") || has_class(m, "source-page")
        || has_class(m, "page-line") || str_eq(m->text, S("head")) || str_eq(m->text, S("nav"));
    o.call = has_role(m, "noteref", "doc-noteref");
    o.label = has_class(m, "label") || has_class(m, "speaker") ||
              (said_nothing(r->t) && has_role(m, "backlink", "doc-backlink"));
    return o;
}

/* ---- the walk */
static void begin(Rereader *r, const Markup *m)
{
    if (r->depth == DEEPEST)
        die("markup_read bounds how deep elements nest");
    Open o = open_of(r, m);
    if (o.block)
        said_begin(r->t, (SaidBlock){.id = markup_get(m, S("id")), .level = level_of(m), .sub = has_class(m, "sub")});
    if (str_eq(m->text, S("br")))
        said_words(r->t, S(" "), 0);
    if (o.label)
        said_label(r->t, true);
    if (o.call && r->calls == 0)
        r->call.n = 0;
    r->calls += o.call;
    r->hidden += o.hidden;
    o.look ^= r->depth > 0 ? r->stack[r->depth - 1].look & SAID_ITALIC : 0;
    o.look |= r->depth > 0 ? r->stack[r->depth - 1].look & ~SAID_ITALIC : 0;
    if (o.block)
        o.look = 0;
    r->stack[r->depth++] = o;
}

static void end(Rereader *r)
{
    Open o = r->stack[--r->depth];
    r->hidden -= o.hidden;
    r->calls -= o.call;
    if (o.call && r->calls == 0)
        said_call(r->t, buf_str(&r->call));
    if (o.label)
        said_label(r->t, false);
    if (o.block)
        said_end(r->t);
}

static MarkupFile document(Rereader *r, Str name)
{
    MarkupFile f = {.fault = S("not in the container")};
    for (ptrdiff_t i = 0; i < r->zip.n; i++)
        if (str_eq(r->zip.entries[i].name, name))
            f = markup_read(r->a, r->zip.entries[i].bytes);
    if (f.fault.n > 0 && r->fault.n == 0)
        r->fault = str_format(r->a, "%.*s:%d: %.*s", STR(name), f.line, STR(f.fault));
    return f;
}

static void reread(Rereader *r, Str name)
{
    MarkupFile f = document(r, name);
    for (ptrdiff_t i = 0; i < f.n; i++) {
        const Markup *m = &f.pieces[i];
        if (m->kind == MARKUP_OPEN)
            begin(r, m);
        else if (m->kind == MARKUP_CLOSE)
            end(r);
        else if (r->calls > 0)
            buf_put(&r->call, m->text);
        else if (r->hidden == 0)
            said_words(r->t, m->text, r->depth > 0 ? r->stack[r->depth - 1].look : 0);
    }
}

static Str package_name(Rereader *r)
{
    MarkupFile f = document(r, S("META-INF/container.xml"));
    for (ptrdiff_t i = 0; i < f.n; i++)
        if (f.pieces[i].kind == MARKUP_OPEN && str_eq(f.pieces[i].text, S("rootfile")))
            return markup_get(&f.pieces[i], S("full-path"));
    return S("");
}

static void reread_spine(Rereader *r)
{
    Str name = package_name(r);
    ptrdiff_t slash = name.n;
    while (slash > 0 && name.s[slash - 1] != '/')
        slash--;
    MarkupFile f = document(r, name);
    Table *items = table_new(r->a);
    for (ptrdiff_t i = 0; i < f.n; i++) {
        const Markup *m = &f.pieces[i];
        if (m->kind == MARKUP_OPEN && str_eq(m->text, S("item")))
            table_put(items, markup_get(m, S("id")), (void *)m);
        if (m->kind != MARKUP_OPEN || !str_eq(m->text, S("itemref")))
            continue;
        const Markup *item = table_find(items, markup_get(m, S("idref")));
        if (item && !has_word(markup_get(item, S("properties")), S("nav")))
            reread(r, str_format(r->a, "%.*s%.*s", STR(str_sub(name, 0, slash)), STR(markup_get(item, S("href")))));
    }
}

Said epub_said(Arena *a, Str container)
{
    Rereader r = {.a = a, .zip = zip_read(a, container), .t = said_open(a), .call = buf_new(a)};
    if (r.zip.fault.n > 0)
        return (Said){.fault = r.zip.fault};
    reread_spine(&r);
    Said said = said_close(r.t);
    said.fault = r.fault;
    return said;
}
