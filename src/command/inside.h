/* inside.h - what the files of the room share: the names of options; words and numbers of the report as HTML, which is
   XML, too, so that any parser can read it. */
#ifndef COMMAND_INSIDE_H
#define COMMAND_INSIDE_H
#include "command/command.h"

void html_text(Buf *, Str);                                        /* escaped, for text and for a quoted attribute */
void html_number(Buf *, int64_t);                                  /* "1,234,567" */
void html_cell(Buf *, int64_t);                                    /* a number in a cell of its own */
void html_row(Buf *, const char *head, Str words);                 /* a row of two cells; nothing without words */
bool help_knows(Str option);                                       /* there is an option of that name (help.c) */
/* ---- glance.c: the sections that tell of the pages */
void glance_figures(Arena *, Buf *, const Sketches *, const PageMap *, int bound);
void glance_pages(Buf *, const Sketches *);
void glance_deeds(Buf *, const Sketches *);
bool glance_done(const Sketches *);                                /* something was done to a spread */
#endif
