/* inputs.c - every file of which a book is made, each once: what the record lists and the bag holds. */
#include "command/command.h"

#include <unistd.h>

typedef struct { Arena *a; Table *seen; Input *list; int n, cap; } Inputs;

static void add(Inputs *in, const char *root, Str dir, Str name)
{
    Str path = path_join(in->a, dir, name);
    if (name.n == 0 || table_find(in->seen, path))
        return;
    if (in->n == in->cap) {
        int cap = in->cap ? 2 * in->cap : 32;
        in->list = arena_grow(in->a, in->list, sizeof *in->list, _Alignof(Input), in->n, cap);
        in->cap = cap;
    }
    in->list[in->n++] = (Input){.root = str_of(root), .name = name, .path = path};
    table_put(in->seen, path, in);
}

static void add_parts(Inputs *in, const Config *c, const Options *o, const Part *parts, int n)
{
    for (int i = 0; i < n; i++) {
        const Part *p = &parts[i];
        bool raw = p->kind == PART_RAW;
        add(in, raw ? "texts" : "manuscript", raw ? o->texts : c->dir, p->file);
        add(in, "manuscript", c->dir, p->headnote);
        add(in, "manuscript", c->dir, p->marks);
        add(in, "manuscript", c->dir, p->notes);
    }
}

static void add_pictures(Inputs *in, const Config *c, const Book *book)
{
    const Node *top = tei_root(book->tree);
    for (const Node *n = top; n; n = tei_walk(n, top))
        if (tei_is(n, TEI_GRAPHIC))
            add(in, "manuscript", c->dir, str_copy(in->a, tei_get(n, ATT_URL)));
}

/* The book's own, or the one that comes with the program. */
static void add_either(Inputs *in, const Config *c, const Options *o, Str name)
{
    bool own = access(str_z(in->a, path_join(in->a, c->dir, name)), R_OK) == 0;
    add(in, own ? "manuscript" : "assets", own ? c->dir : o->assets, name);
}

Input *inputs_list(Arena *a, const Config *c, const Options *o, const Book *book, int *n)
{
    Inputs in = {.a = a, .seen = table_new(a)};
    add(&in, "manuscript", c->dir, S("book.yaml"));
    add_parts(&in, c, o, c->front, c->nfront);
    add_parts(&in, c, o, c->parts, c->nparts);
    add_parts(&in, c, o, c->back, c->nback);
    for (int i = 0; i < c->nterms; i++)
        add(&in, "manuscript", c->dir, c->terms[i].name);
    add_pictures(&in, c, book);
    add(&in, "manuscript", c->dir, c->cover);
    add(&in, "manuscript", c->dir, c->cover_art);
    add(&in, "assets", o->assets, S("catchword.rng"));
    if (c->want_archive || c->want_print || c->want_cover)
        add_either(&in, c, o, str_format(a, "designs/%.*s.design", STR(c->design)));
    if (c->print.vendor.n > 0)
        add_either(&in, c, o, str_format(a, "vendors/%.*s.vendor", STR(c->print.vendor)));
    if (c->print.condition.n + c->print.vendor.n > 0)
        add_either(&in, c, o, S("conditions.registry"));
    if (c->want_epub || c->want_web)
        add(&in, "assets", o->assets, S("epub.css"));
    if (c->want_web) {
        add(&in, "assets", o->assets, S("web.css"));
        add(&in, "assets", o->assets, S("search.js"));
    }
    *n = in.n;
    return in.list;
}
