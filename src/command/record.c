/* record.c - NAME.build.txt: what went in, what it was made with, what came out.  No place and no time stands in it. */
#include "command/command.h"
#include <stdlib.h>

static void digest(Arena *a, Buf *b, Str path, Str name, Diag *d)
{
    Mark m = arena_mark(a);
    Loaded l = file_load(a, path, d, (Where){.file = name});
    Str sum = l.ok ? digest_sha256(a, l.bytes) : S("");
    char kept[65] = {0};                                           /* the file's bytes go, its digest stays */
    memcpy(kept, sum.s, (size_t)sum.n);
    arena_rewind(a, m);
    buf_format(b, "  %s %.*s\n", kept, STR(name));
}

static int by_name(const void *x, const void *y)
{
    const Str *one = x, *two = y;
    return str_cmp(path_base(*one), path_base(*two));
}

/* Files that belong to the machine: they are known by their names and digests, for not all of them tell a version. */
static void installed(Arena *a, Buf *b, const Config *c, const Press *press, Diag *d)
{
    Str *set = NULL;
    int n = press ? print_files(press, b->a, &set) : 0;
    Str *paths = new(b->a, Str, n + c->nepub_fonts + 1);
    for (int i = 0; i < n; i++)
        paths[i] = set[i];
    for (int i = 0; i < c->nepub_fonts; i++)
        paths[n++] = font_find(b->a, c->epub_fonts[i]);
    qsort(paths, (size_t)n, sizeof *paths, by_name);
    for (int i = 0; i < n; i++)
        if (paths[i].n > 0 && (i == 0 || !str_eq(paths[i], paths[i - 1])))
            digest(a, b, paths[i], path_base(paths[i]), d);
}

/* The record's buffer lives in an arena of its own, since digests rewind the other. */
void record_write(Arena *a, const Config *c, const Options *o, const Book *book, const Press *press,
    const Product *products, int n, Str path, Diag *d)
{
    Arena *mine = arena_open();
    Buf b = buf_new(mine);
    buf_put(&b, S("catchword " BOOK_VERSION "\n\nmade with\n"));
    Str made[] = {uni_version(a), tei_versions(a), read_versions(a), type_versions(a), pdf_versions(a),
        pack_versions(a), barcode_versions(a)};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        for (Cut k = str_line(made[i]); k.head.n > 0; k = str_line(k.tail))
            buf_format(&b, "  %.*s\n", STR(k.head));
    buf_put(&b, S("\nset with (SHA-256)\n"));
    installed(a, &b, c, press, d);
    buf_put(&b, S("\nfrom (SHA-256)\n"));
    int inputs;
    const Input *in = inputs_list(mine, c, o, book, &inputs);
    for (int i = 0; i < inputs; i++)
        digest(a, &b, in[i].path, in[i].name, d);
    buf_put(&b, S("\nproducts (SHA-256)\n"));
    for (int i = 0; i < n; i++)
        digest(a, &b, products[i].path, products[i].name, d);
    Out *out = out_open(a, path);
    out_put(out, buf_str(&b));
    out_close(out);
    arena_close(mine);
}
