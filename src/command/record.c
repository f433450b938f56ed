/* record.c - NAME.build.txt: what went in, what it was made with, what came out.  No place and no time stands in it. */
#include "command/command.h"
#include <stdlib.h>

/* The file's bytes go, its digest stays. */
Digest record_digest(Arena *a, Str path, Str name, Diag *d)
{
    Digest of = {0};
    Mark m = arena_mark(a);
    Loaded l = file_load(a, path, d, (Where){.file = name});
    Str sum = l.ok ? digest_sha256(a, l.bytes) : S("");
    memcpy(of.sha256, sum.s, (size_t)sum.n);
    of.bytes = l.bytes.n;
    arena_rewind(a, m);
    return of;
}

static int by_name(const void *x, const void *y)
{
    const Str *one = x, *two = y;
    return str_cmp(path_base(*one), path_base(*two));
}

/* Files that belong to the machine: they are known by their names and digests, for not all of them tell a version. */
static void list_installed(Arena *a, Record *r)
{
    const Config *c = r->config;
    Str *set = NULL;
    int n = r->press ? print_files(r->press, a, &set) : 0;
    Str *paths = new(a, Str, n + c->nepub_fonts + 1);
    for (int i = 0; i < n; i++)
        paths[i] = set[i];
    for (int i = 0; i < c->nepub_fonts; i++)
        paths[n++] = font_find(a, c->epub_fonts[i]);
    qsort(paths, (size_t)n, sizeof *paths, by_name);
    r->fonts = new(a, Input, n + 1);
    for (int i = 0; i < n; i++)
        if (paths[i].n > 0 && (i == 0 || !str_eq(paths[i], paths[i - 1])))
            r->fonts[r->nfonts++] = (Input){.root = S("fonts"), .name = path_base(paths[i]), .path = paths[i]};
}

static void measure(Arena *a, Input *files, int n, Diag *d)
{
    for (int i = 0; i < n; i++)
        files[i].of = record_digest(a, files[i].path, files[i].name, d);
}

void record_measure(Arena *a, Record *r, Diag *d)
{
    list_installed(a, r);
    r->inputs = inputs_list(a, r->config, r->options, r->book, &r->ninputs);
    measure(a, r->fonts, r->nfonts, d);
    measure(a, r->inputs, r->ninputs, d);
    for (int i = 0; i < r->nproducts; i++)
        r->products[i].of = record_digest(a, r->products[i].path, r->products[i].name, d);
}

Str record_versions(Arena *a)
{
    Buf b = buf_new(a);
    Str made[] = {uni_version(a), tei_versions(a), read_versions(a), type_versions(a), pdf_versions(a),
        pack_versions(a), barcode_versions(a)};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        for (Cut k = str_line(made[i]); k.head.n > 0; k = str_line(k.tail))
            buf_format(&b, "%.*s\n", STR(k.head));
    return buf_str(&b);
}

static void put_files(Buf *b, const Input *files, int n)
{
    for (int i = 0; i < n; i++)
        buf_format(b, "  %s %.*s\n", files[i].of.sha256, STR(files[i].name));
}

void record_write(Arena *a, const Record *r, Str path)
{
    Buf b = buf_new(a);
    buf_put(&b, S("catchword " BOOK_VERSION "\n\nmade with\n"));
    for (Cut k = str_line(record_versions(a)); k.head.n > 0; k = str_line(k.tail))
        buf_format(&b, "  %.*s\n", STR(k.head));
    buf_put(&b, S("\nset with (SHA-256)\n"));
    put_files(&b, r->fonts, r->nfonts);
    buf_put(&b, S("\nfrom (SHA-256)\n"));
    put_files(&b, r->inputs, r->ninputs);
    buf_put(&b, S("\nproducts (SHA-256)\n"));
    for (int i = 0; i < r->nproducts; i++)
        buf_format(&b, "  %s %.*s\n", r->products[i].of.sha256, STR(r->products[i].name));
    Out *out = out_open(a, path);
    out_put(out, buf_str(&b));
    out_close(out);
}
