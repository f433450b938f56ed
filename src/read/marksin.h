/* marksin.h - a line of a marks file while it is read: its words (words.c), then its fact (marks.c). */
#ifndef MARKSIN_H
#define MARKSIN_H
#include "read/inside.h"

typedef enum { WORD_END, WORD_BARE, WORD_STRING, WORD_OPTION } WordKind;
typedef struct { WordKind kind; Str s, value; int nth; Where at; } Word;
typedef struct {
    Arena *a;
    Diag *diag;
    const Text *text;
    Str file, line;
    int number;
    ptrdiff_t at;
    Word word;                                                     /* the one to be taken next */
    bool failed;                                                   /* one message a line is enough */
} MarkLine;


void words_fail(MarkLine *, Where, const char *what);               /* MARK_SYNTAX, once a line */
void words_take(MarkLine *);                                       /* the next word into `word` */
bool words_number(Str);                                            /* begins with a digit */
bool words_digits(Str *s, int *value);                         /* digits at the start; what follows them is left in s */
bool words_follow(Str *s, char);
/* Places: each takes the words it is written with. */
Site site_lines(MarkLine *, bool point);                           /* 12  12-20  12.2  12-20.1  12:7  12:7-15 */
Site site_in_line(MarkLine *);                                     /* 12 "words"  12:7-15 */
Site site_lines_or_words(MarkLine *);
Site site_point(MarkLine *);                                       /* 12 after "words"  12 start  12:7 */
bool site_is_point(const MarkLine *);                              /* after, before, start or end comes next */
void site_point_at(MarkLine *, Site *);
void site_take_words(MarkLine *, Site *);                          /* words that the line has, in quotation marks */
#endif
