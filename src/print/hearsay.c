/* hearsay.c - what a finished archive PDF says, by its structure tree: the blocks of the manuscript again.  Not told
   are the contents, and page numbers that the text names: they are this edition's own. */
#include "print/print.h"

enum { DEEPEST = 256 };
typedef struct { Str role; bool block, label, call, list_of_contents, page, note; } Open;
typedef struct {
    Arena *a;
    Teller *t;
    Open stack[DEEPEST];
    int depth, contents, pages, notes, home;            /* elements open of each kind; home: the section of the notes */
    Buf call;
    int blocks, later[DEEPEST], nlater;                            /* notes met in a block: they are told after it */
    bool placed;
    const PdfHeard *heard;
} Hearer;

static bool is_one_of(Str role, const char *const *names)
{
    for (; *names; names++)
        if (str_eq(role, str_of(*names)))
            return true;
    return false;
}

static bool is_block(Str role)
{
    static const char *const names[] = {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", NULL};
    return is_one_of(role, names);
}

static int level_of(Str role) { return role.n == 2 && role.s[0] == 'H' ? role.s[1] - '0' : 0; }

/* A label in a link is a page number; a link in a label leads back from a note. */
static bool is_page(const Hearer *h, Str role, Str up)
{
    return h->depth > 0 && str_eq(role, S("Lbl")) && str_eq(up, S("Link"));
}

static void begin(Hearer *h, const Heard *e)
{
    Str up = h->depth > 0 && h->depth <= DEEPEST ? h->stack[h->depth - 1].role : S("");
    Open o = {.role = e->text, .list_of_contents = str_eq(e->text, S("TOC")), .note = str_eq(e->text, S("Note"))};
    o.page = is_page(h, e->text, up);
    o.call = str_eq(e->text, S("Reference")) && !h->contents;
    o.label = str_eq(e->text, S("Lbl")) && !o.page;
    o.block = is_block(e->text);
    h->contents += o.list_of_contents;
    h->pages += o.page;
    h->notes += o.note;
    h->blocks += o.block;
    if (o.note && h->home == 0)
        h->placed = true;
    if (o.block && !h->contents)
        said_begin(h->t, (SaidBlock){.id = e->id, .level = level_of(e->text), .note = h->notes > 0,
                                     .page = e->page + 1});
    if (o.label)
        said_label(h->t, true);
    if (o.call)
        h->call = buf_new(h->a);
    if (h->home > 0 || (str_eq(e->text, S("Sect")) && str_eq(e->id, S("notes"))))
        h->home++;
    if (h->depth < DEEPEST)
        h->stack[h->depth] = o;
    h->depth++;
}

static void end(Hearer *h)
{
    if (--h->depth >= DEEPEST)
        return;
    Open o = h->stack[h->depth];
    if (o.call)
        said_call(h->t, buf_str(&h->call));
    if (o.label)
        said_label(h->t, false);
    if (o.block && !h->contents)
        said_end(h->t);
    h->contents -= o.list_of_contents;
    h->pages -= o.page;
    h->notes -= o.note;
    h->blocks -= o.block;
    h->home -= h->home > 0;
}

static int look_of(int heard)
{
    return (heard & HEARD_ITALIC ? SAID_ITALIC : 0) | (heard & HEARD_BOLD ? SAID_BOLD : 0) |
           (heard & HEARD_RAISED ? SAID_RAISED : 0) | (heard & HEARD_LOWERED ? SAID_LOWERED : 0);
}

static void words(Hearer *h, const Heard *e)
{
    bool call = false;
    for (int i = 0; i < h->depth && i < DEEPEST; i++)
        call = call || h->stack[i].call;
    if (h->contents || h->pages)
        return;
    if (call)
        buf_put(&h->call, e->text);
    else
        said_words(h->t, e->text, look_of(e->look));
}

static int close_of(const PdfHeard *heard, int open)
{
    int depth = 0;
    for (int i = open; i < heard->n; i++) {
        depth += heard->events[i].kind == HEARD_OPEN;
        depth -= heard->events[i].kind == HEARD_CLOSE;
        if (depth == 0)
            return i;
    }
    return heard->n;
}

/* The words of a note at the page's foot are no words of the paragraph that calls it. */
static bool is_for_later(const Hearer *h, const Heard *e)
{
    return e->kind == HEARD_OPEN && h->blocks > 0 && h->nlater < DEEPEST && str_eq(e->text, S("Note"));
}

static void hear_notes(Hearer *);

static void hear(Hearer *h, int from, int to)
{
    for (int i = from; i < to; i++) {
        const Heard *e = &h->heard->events[i];
        if (is_for_later(h, e)) {
            h->later[h->nlater++] = i;
            i = close_of(h->heard, i);
        } else if (e->kind == HEARD_OPEN)
            begin(h, e);
        else if (e->kind == HEARD_CLOSE)
            end(h);
        else
            words(h, e);
        if (h->blocks == 0 && h->nlater > 0)
            hear_notes(h);
    }
}

static void hear_notes(Hearer *h)
{
    int n = h->nlater, *notes = new(h->a, int, n);
    memcpy(notes, h->later, (size_t)n * sizeof *notes);
    h->nlater = 0;
    for (int k = 0; k < n; k++)
        hear(h, notes[k], close_of(h->heard, notes[k]) + 1);
}

Said print_said(Arena *a, const PdfHeard *heard)
{
    Hearer h = {.a = a, .t = said_open(a), .call = buf_new(a), .heard = heard};
    hear(&h, 0, heard->n);
    Said said = said_close(h.t);
    said.placed = h.placed;
    return said;
}
