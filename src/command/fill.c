/* fill.c - notes files to fill in: what a text's own sentences say about the notes that it lost. */
#include "command/command.h"
#include <sys/stat.h>

static bool exists(Arena *a, Str path)
{
    struct stat s;
    return stat(str_z(a, path), &s) == 0;
}

/* Where the part has a file of notes, it grows; else one is begun that bears its key. */
static Str path_of(Arena *a, const Options *o, const Config *c, const Part *p)
{
    if (o->out.n == 0 && p->notes.n > 0)
        return path_join(a, c->dir, p->notes);
    Str dir = o->out.n > 0 ? o->out : path_join(a, c->dir, S("notes"));
    return path_join(a, dir, str_format(a, "%.*s.md", STR(p->key)));
}

static void fill_part(Arena *a, const Options *o, const Book *book, const PageMap *map, const Part *p, Diag *d)
{
    Str path = path_of(a, o, book->config, p), so_far = S("");
    if (exists(a, path)) {
        Loaded l = file_load(a, path, d, (Where){.file = path});
        if (!l.ok)
            return;
        so_far = l.bytes;
    }
    Str all = book_dossier(a, book, map, p, so_far);
    if (all.n == 0)
        return;
    dir_make(path_dir(path));
    Out *out = out_open(a, path);
    out_put(out, all);
    out_close(out);
    printf("%.*s\n", STR(path));
}

static void fill(Arena *a, const Options *o, const Book *book, Diag *d)
{
    const Config *c = book->config;
    Press *press = c->want_archive || c->want_print ? print_open(a, book, o->assets, d) : NULL;
    const PageMap *map = press && diag_count(d, ERROR) == 0 ? pages_settle(a, press, c, o, d) : NULL;
    for (int i = 0; i < c->nparts && diag_count(d, ERROR) == 0; i++)
        if (c->parts[i].kind == PART_RAW)
            fill_part(a, o, book, map, &c->parts[i], d);
    if (diag_count(d, ERROR) == 0)
        out_commit(a);
    else
        out_discard();
    if (press)
        print_close(press);
}

void notes_fill(Arena *a, const Options *o, Diag *d)
{
    const Config *c = config_read(a, o->book, d);
    if (diag_count(d, ERROR) > 0)
        return;
    Book *book = book_read(a, c, o->texts, o->assets, d);
    if (diag_count(d, ERROR) == 0)
        fill(a, o, book, d);
    book_close(book);
}
