/* command.h - what is asked on the command line: arguments in, options out; and the commands that make no edition:
   show, new, explain, and the build record. */
#ifndef COMMAND_H
#define COMMAND_H
#include "epub/epub.h"
#include "pack/pack.h"
#include "print/print.h"

typedef enum { ASKED_BUILD, ASKED_CHECK, ASKED_SHOW, ASKED_NOTES, ASKED_NEW, ASKED_SURVEY, ASKED_PREFLIGHT,
               ASKED_EXPLAIN, ASKED_VERSION, ASKED_HELP, ASKED_WRONG } Asked;
typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF } Format;
enum { EDITION_EPUB = 1, EDITION_PRINT = 2, EDITION_ARCHIVE = 4, EDITION_TEI = 8, EDITION_WEB = 16,
       /* the front comes with the cover */
       EDITION_ONIX = 32, EDITION_COVER = 64, EDITION_FRONT = 128, EDITION_BAG = 256, EDITION_ALL = 511 };
typedef struct {
    Asked asked;                                                   /* ASKED_WRONG: the fault is said, exit status 2 */
    Str book;                                                      /* BOOKDIR, BOOK.tei.xml, TEXT, DIR of `new`, CODE of
                                                                      `explain` or command of `help` */
    Str stage, file;                                               /* of `show` */
    Str products;                                          /* of `check`: the folder of finished products; else empty */
    Str texts, out, assets;                         /* out is empty where not given; assets: found beside the program */
    Format format;
    unsigned only, named;                                 /* editions to write; those that --only names, 0 without it */
    Str vendor;                                                    /* of `preflight` */
    PdfSheets impose;                                              /* sheets 0: not asked for */
    int passes;                                                    /* of the page loop, at most */
} Options;
Options options_read(Arena *, int argc, char **argv);              /* strings are borrowed from argv */
void    options_check(const Options *, unsigned has, Where, Diag *); /* says which editions --only names and the book
                                                                        does not have */

void    help_write(FILE *, Str command);            /* how one command is used; all of them where it is none (help.c) */

/* ---- show.c, starter.c, record.c */
/* The page loop, then the book is bound: the map when it is stable; else the last, after a message. */
PageMap *pages_settle(Arena *, Press *, const Config *, const Options *, Diag *);
void show_stage(Arena *, const Options *, Diag *);                 /* to standard output */
void notes_fill(Arena *, const Options *, Diag *);  /* notes files to fill in; what there is to do on standard output */
bool starter_write(Arena *, Str dir);                    /* a small complete book; false, and said: the folder exists */
/* ---- inputs.c, record.c: what a book is made of, and what was made of it, each with its digest */
typedef struct { char sha256[65]; int64_t bytes; } Digest;         /* sha256: 64 digits and a NUL; empty: not known */
typedef struct { Str root, name, path; Digest of; } Input;         /* root: manuscript texts assets fonts; name: below
                                                                      that; path: to read it */
typedef struct { Str name, path; Digest of; } Product;         /* path: where its bytes lie before they are committed */
typedef struct {
    const Config *config;
    const Options *options;
    const Book *book;
    const Press *press;                                            /* NULL where the book has no pages */
    Product *products; int nproducts;                              /* the single files among the editions */
    Input *inputs; int ninputs;                                    /* by record_measure */
    Input *fonts; int nfonts;                                  /* and dictionaries, of the machine; by record_measure */
} Record;
Input *inputs_list(Arena *, const Config *, const Options *, const Book *, int *n);   /* without digests */
Digest record_digest(Arena *, Str path, Str name, Diag *);         /* name: in messages */
void   record_measure(Arena *, Record *, Diag *);                  /* lists the inputs, takes all digests */
Str    record_versions(Arena *);                                   /* of the libraries: a line each */
void   record_write(Arena *, const Record *, Str path);            /* NAME.build.txt */

/* ---- report.c: report.html, a page for people: what went in, what came out, what was said, the pages at a glance.  It
   speaks of the products of this run that lie below out_dir, and goes there.  The map: NULL where there are no
   pages. */
void report_write(Arena *, const Record *, const PageMap *, Str out_dir, Diag *);

/* ---- bagging.c: all that a book is made of and its products in a bag */
typedef bool Wanted(Str name, const void *by);            /* name: of a product, or of a file in one that is a folder */
/* The products of this run lie below bag_dir/data/products; those that are wanted are copied to out_dir. */
void bagging_write(Arena *, const Config *, const Options *, const Book *, Str bag_dir, Str out_dir, Wanted *,
                   const void *by, Diag *);

/* ---- preflight.c: a verdict for each rule of a vendor to standard output, and a message for each that is broken */
void preflight_book(Arena *, const Options *, Diag *);

/* ---- progress.c: what is being done, for a person at a terminal; nothing in a pipe */
void progress_say(const char *what);                               /* NULL: erases the line */
#endif
