/* starter.c - `catchword new`: a book to begin with, small and complete. */
#include "command/command.h"
#include <errno.h>
#include <sys/stat.h>

static const struct { const char *name, *words; } files[] = {
{"book.yaml",
"# What this book is.  Every field is explained in the handbook's chapter on book.yaml.\n"
"title: A First Book\n"
"subtitle: To be written over\n"
"language: en\n"
"identifier: urn:uuid:00000000-0000-4000-8000-000000000001\n"
"date: 2026\n"
"publisher: \"[Your press]\"\n"
"rights: \"[Who may do what with this book.]\"\n"
"description: A small book to begin with.\n"
"contributors:\n"
"  - {name: \"[Your name]\", role: aut}\n"
"kind: book\n"
"editions: [epub, archive, tei]\n"
"parts:\n"
"  - {key: one, file: one.md, title: The First Chapter, kind: chapter}\n"
"  - {key: two, file: two.md, title: The Second Chapter, kind: chapter}\n"},
{"one.md",
"# The First Chapter\n"
"\n"
"A chapter is a Markdown file. Words may be *emphasised*, and a sentence may have a note.[^1]\n"
"\n"
"## A section\n"
"\n"
"> A quotation stands in a paragraph of its own.\n"
"\n"
"[^1]: Notes are gathered at the end of the book, with the page of their call.\n"},
{"two.md",
"# The Second Chapter\n"
"\n"
"Another chapter, with a table:\n"
"\n"
"| edition | made for |\n"
"|---|---|\n"
"| EPUB | readers of e-books |\n"
"| PDF | the shelf and the archive |\n"},
};

bool starter_write(Arena *a, Str dir)
{
    struct stat s;
    if (stat(str_z(a, dir), &s) == 0) {
        fprintf(stderr, "catchword: '%.*s' exists already; name a folder that does not\n", STR(dir));
        return false;
    }
    if (errno != ENOENT)
        die("cannot make '%.*s': %s", STR(dir), strerror(errno));
    dir_make(dir);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Out *o = out_open(a, path_join(a, dir, str_of(files[i].name)));
        out_put(o, str_of(files[i].words));
        out_close(o);
    }
    out_commit(a);
    return true;
}
