/* terms.c - a file of index terms: headings, the forms in which each stands in the texts, what is confirmed and what
   excluded.

       catchword-terms 1
       Smirnov, Ivan
           forms "Ivan Smirnov" "I. N. Smirnov"      each of these is he
           maybe "Smirnov"                           where one of the lines below says so
           yes t003.l0450-l0470 t000.l0063
           no t002.l0811
           see-also "Left Opposition"                                                                            */
#include "read/read.h"

typedef struct {
    Arena *a;
    Diag *d;
    Terms *terms;
    Str file, line;
    int number;                                                    /* of the line */
    int cap;
} Reader;

static Where here(const Reader *r, Str rest)
{
    return (Where){r->file, r->number, rest.s ? 1 + (int)utf8_count(str_sub(r->line, 0, rest.s - r->line.s)) : 1};
}

static void wrong(Reader *r, Str rest, const char *why) { diag(r->d, TERMS_FORM, here(r, rest), "%s", why); }

static void add_term(Reader *r, Str heading)
{
    Terms *t = r->terms;
    if (t->n == r->cap) {
        int cap = r->cap ? 2 * r->cap : 64;
        t->terms = arena_grow(r->a, t->terms, sizeof *t->terms, _Alignof(Term), t->n, cap);
        r->cap = cap;
    }
    t->terms[t->n++] = (Term){.heading = str_copy(r->a, heading), .at = here(r, heading)};
}

/* ---- words of a line */
static Str after_blanks(Str s)
{
    while (s.n > 0 && (s.s[0] == ' ' || s.s[0] == '\t'))
        s = str_from(s, 1);
    return s;
}

static Str *list_grow(Arena *a, Str **list, int *n)
{
    if ((*n & (*n - 1)) == 0)                                      /* full at each power of two */
        *list = arena_grow(a, *list, sizeof **list, _Alignof(Str), *n, *n ? 2 * *n : 1);
    return &(*list)[(*n)++];
}

static void read_strings(Reader *r, Str rest, Str **list, int *n)
{
    int before = *n;
    for (rest = after_blanks(rest); rest.n > 0 && rest.s[0] != '#'; rest = after_blanks(rest)) {
        Cut c = rest.s[0] == '"' ? str_cut(str_from(rest, 1), '"') : (Cut){0};
        if (!c.ok || str_trim(c.head).n == 0) {
            wrong(r, rest, "words stand in double quotation marks");
            return;
        }
        *list_grow(r->a, list, n) = str_copy(r->a, str_trim(c.head));
        rest = c.tail;
    }
    if (*n == before)
        wrong(r, r->line, "words in double quotation marks are missing here");
}

/* "t003.l0450-l0470": the blocks of these lines; anything else is the id of one. */
static bool line_of(Str id, Str *part, int64_t *line)
{
    ptrdiff_t dot = str_find(id, S(".l"));
    Str digits = str_from(id, dot < 0 ? id.n : dot + 2);
    ptrdiff_t end = 0;
    while (end < digits.n && digits.s[end] >= '0' && digits.s[end] <= '9')
        end++;
    Number n = str_number(str_sub(digits, 0, end));
    *part = str_sub(id, 0, dot);
    *line = n.value;
    return dot > 0 && n.ok && (end == digits.n || digits.s[end] == '.');
}

static void add_block(Reader *r, Term *t, Str word, bool yes)
{
    if ((t->nblocks & (t->nblocks - 1)) == 0)
        t->blocks = arena_grow(r->a, t->blocks, sizeof *t->blocks, _Alignof(TermBlock), t->nblocks,
            t->nblocks ? 2 * t->nblocks : 1);
    TermBlock b = {.id = str_copy(r->a, word), .yes = yes, .at = here(r, word)};
    Cut range = str_cut(word, '-');
    if (range.ok) {
        bool first = line_of(range.head, &b.part, &b.first);
        Number last = str_number(str_from(range.tail, str_starts(range.tail, S("l"))));
        b.part = str_copy(r->a, b.part);
        b.last = last.value;
        if (!first || !last.ok || b.last < b.first) {
            wrong(r, word, "a row of blocks is written t003.l0450-l0470");
            return;
        }
    }
    t->blocks[t->nblocks++] = b;
}

static void read_blocks(Reader *r, Str rest, Term *t, bool yes)
{
    int before = t->nblocks;
    for (rest = after_blanks(rest); rest.n > 0 && rest.s[0] != '#'; rest = after_blanks(rest)) {
        Cut c = str_cut(rest, ' ');
        add_block(r, t, c.head, yes);
        rest = c.tail;
    }
    if (t->nblocks == before)
        wrong(r, r->line, "the ids of blocks are missing here");
}

bool term_names(const TermBlock *b, Str id)
{
    Str part;
    int64_t line;
    if (b->last == 0)
        return str_eq(b->id, id);
    return line_of(id, &part, &line) && str_eq(part, b->part) && line >= b->first && line <= b->last;
}

/* ---- lines */
static void read_fact(Reader *r, Str line)
{
    Term *t = r->terms->n ? &r->terms->terms[r->terms->n - 1] : NULL;
    Cut c = str_cut(line, ' ');
    Str verb = str_trim(c.head);
    if (!t)
        wrong(r, line, "a heading is missing before this line");
    else if (str_eq(verb, S("forms")))
        read_strings(r, c.tail, &t->forms, &t->nforms);
    else if (str_eq(verb, S("maybe")))
        read_strings(r, c.tail, &t->maybe, &t->nmaybe);
    else if (str_eq(verb, S("see")))
        read_strings(r, c.tail, &t->see, &t->nsee);
    else if (str_eq(verb, S("see-also")))
        read_strings(r, c.tail, &t->also, &t->nalso);
    else if (str_eq(verb, S("yes")) || str_eq(verb, S("no")))
        read_blocks(r, c.tail, t, str_eq(verb, S("yes")));
    else
        wrong(r, line, "below a heading stand forms, maybe, yes, no, see and see-also");
}

static void read_line(Reader *r, Str line)
{
    Str words = str_trim(line);
    r->line = line;
    if (words.n == 0 || words.s[0] == '#')
        return;
    if (line.s[0] == ' ' || line.s[0] == '\t')
        read_fact(r, words);
    else
        add_term(r, words);
}

void terms_read(Arena *a, Terms *into, Str path, Str name, Diag *d, Where asked)
{
    Reader r = {.a = a, .d = d, .terms = into, .file = name, .cap = into->n};
    Loaded file = file_load(a, path, d, asked);
    if (!file.ok)
        return;
    Cut c = str_line(file.bytes);
    r.number = 1;
    r.line = c.head;
    if (utf8_fault(file.bytes) >= 0 || !str_eq(str_trim(c.head), S("catchword-terms 1"))) {
        wrong(&r, c.head, "the file is UTF-8 and its first line is 'catchword-terms 1'");
        return;
    }
    while (c.tail.n > 0) {
        c = str_line(c.tail);
        r.number++;
        read_line(&r, c.head);
    }
}
