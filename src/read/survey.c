#include "read/surveyin.h"
#include <assert.h>
#include <stdlib.h>

/* catchword survey: from a raw text alone, the marks that it seems to need. */

/* percent: below the first a `?` is set, below the second nothing is said */
enum { SURE = 70, GUESS = 50 };

void propose(Survey *v, int row, int sure, Str why, const char *fmt, ...)
{
    char fact[400];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(fact, sizeof fact, fmt, ap);
    va_end(ap);
    assert(n > 0 && n < (int)sizeof fact);
    if (sure >= GUESS)
        ADD(v->a, &v->out) = (Proposal){row + 1, v->out.n, sure, str_copy(v->a, (Str){fact, n}), why};
}

static int by_place(const void *x, const void *y)
{
    const Proposal *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void write_fact(const Proposal *p, Buf *out)
{
    buf_format(out, "%s%.*s", p->sure < SURE ? "? " : "", STR(p->fact));
    ptrdiff_t pad = p->fact.n + (p->sure < SURE ? 2 : 0);
    do
        buf_byte(out, ' ');
    while (++pad < 36);
    buf_format(out, " # 0.%02d %.*s\n", p->sure > 99 ? 99 : p->sure, STR(p->why));
}

static void write_all(Survey *v, Buf *out)
{
    int rules = 0, doubtful = 0;
    if (v->out.n)
        qsort(v->out.at, (size_t)v->out.n, sizeof *v->out.at, by_place);
    for (int i = 0; i < v->out.n; i++) {
        rules += v->out.at[i].line == 0;
        doubtful += v->out.at[i].sure < SURE;
    }
    buf_format(out, "catchword-marks 1\nsource %.*s sha256 %.*s\n\n", STR(v->text->name), STR(v->text->sha256));
    buf_format(out, "# Proposed by 'catchword survey'; nobody has read it yet.  The number behind # says how sure\n"
               "# each line is, the words say why.\n"
               "# %d lines, %s; %d rules, %d facts, %d of them doubtful (?).\n\n", v->n,
               v->wrapped ? "paragraphs wrapped" : "a paragraph a line", rules, v->out.n - rules, doubtful);
    for (int i = 0; i < v->out.n; i++) {
        if (i == rules && rules)
            buf_byte(out, '\n');
        write_fact(&v->out.at[i], out);
    }
}

static void look(Survey *v)
{
    measure_lines(v);
    v->words = lexicon_read(v->a, v->text);
    if (v->wrapped)
        propose(v, -1, 93, str_format(v->a, "most lines stand together and keep to %d characters", v->measure),
                "rule paragraphs wrapped");
    boiler_find(v);
    stamp_find(v);
    folio_find(v);
    form_signs(v);
    measure_paragraphs(v);
    form_pictures(v);
    bool *named = new(v->a, bool, v->n + 1);
    front_find(v, named);
    noting_find(v);
    gloss_find(v);
    form_find(v);
    heading_find(v, named);
    ranking_find(v);
    joining_find(v);
}

void survey_write(Arena *a, Str path, Buf *out, Diag *d)
{
    Part part = {.key = S("survey"), .kind = PART_RAW, .file = path_base(path)};
    part.file_at = (Where){path, 0, 0};
    Survey v = {.a = a, .text = text_load(a, &part, path_dir(path), d)};
    if (!v.text)
        return;
    look(&v);
    write_all(&v, out);
}
