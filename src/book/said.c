/* said.c - takes down what an edition says, in the one form in which editions are compared. */
#include "book/book.h"

enum { DEEPEST = 256 };
typedef struct { SaidBlock facts; bool told; } Telling;     /* told: its first words are over, or another block began */
struct Teller {
    Arena *a;
    SaidBlock *blocks; ptrdiff_t n, cap;
    Telling stack[DEEPEST]; int depth, over;              /* stack[0]: what stands in no block; over: levels too deep */
    Buf text, look, label;                                         /* of the block that is being told */
    SaidLine *lines; int nlines, linecap;
    int line;
    bool blank, labelled, label_blank;
};

Teller *said_open(Arena *a)
{
    Teller *t = new(a, Teller, 1);
    *t = (Teller){.a = a, .text = buf_new(a), .look = buf_new(a), .label = buf_new(a), .depth = 1};
    t->stack[0].told = true;
    return t;
}

static SaidBlock *room(Teller *t)
{
    if (t->n == t->cap) {
        ptrdiff_t cap = t->cap ? 2 * t->cap : 256;
        t->blocks = arena_grow(t->a, t->blocks, sizeof *t->blocks, _Alignof(SaidBlock), t->cap, cap);
        t->cap = cap;
    }
    return &t->blocks[t->n++];
}

static void keep(Teller *t, const Telling *l)
{
    SaidBlock *b = room(t);
    *b = l->facts;
    if (l->told)
        b->id = S("");
    b->text = str_copy(t->a, buf_str(&t->text));
    b->look = (const unsigned char *)str_copy(t->a, buf_str(&t->look)).s;
    b->label = str_copy(t->a, buf_str(&t->label));
    if (t->nlines > 0) {
        SaidLine *lines = new(t->a, SaidLine, t->nlines);
        memcpy(lines, t->lines, (size_t)t->nlines * sizeof *lines);
        b->lines = lines;
        b->nlines = t->nlines;
    }
}

/* What was told so far is a block of its own; only the first such piece bears the id. */
static void pause_block(Teller *t)
{
    Telling *l = &t->stack[t->depth - 1];
    if (t->text.n > 0) {
        keep(t, l);
        t->label.n = 0;
    }
    l->told = true;
    t->text.n = t->look.n = 0;
    t->nlines = 0;
    t->blank = false;
}

void said_begin(Teller *t, SaidBlock facts)
{
    pause_block(t);
    if (t->depth == DEEPEST)
        t->over++;
    else
        t->stack[t->depth++] = (Telling){.facts = facts};
}

void said_end(Teller *t)
{
    pause_block(t);
    if (t->over > 0)
        t->over--;
    else if (t->depth > 1)
        t->depth--;
}

void said_label(Teller *t, bool on)
{
    t->labelled = on;
    if (on)
        t->label.n = 0;                                            /* of a block that is not there */
    t->label_blank = false;
}

void said_line(Teller *t, int line) { t->line = line; }

bool said_nothing(const Teller *t) { return t->text.n == 0 && t->label.n == 0; }

static void note_line(Teller *t)
{
    if (t->line == 0 || (t->nlines > 0 && t->lines[t->nlines - 1].line == t->line))
        return;
    if (t->nlines == t->linecap) {
        int cap = t->linecap ? 2 * t->linecap : 64;
        t->lines = arena_grow(t->a, t->lines, sizeof *t->lines, _Alignof(SaidLine), t->linecap, cap);
        t->linecap = cap;
    }
    t->lines[t->nlines++] = (SaidLine){t->text.n, t->line};
}

static void put(Teller *t, Str s, int look)
{
    Buf *to = t->labelled ? &t->label : &t->text;
    bool *blank = t->labelled ? &t->label_blank : &t->blank;
    if (*blank && to->n > 0) {
        buf_byte(to, ' ');
        if (!t->labelled)
            buf_byte(&t->look, 0);
    }
    *blank = false;
    if (t->labelled) {
        buf_put(to, s);
        return;
    }
    note_line(t);
    buf_put(to, s);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&t->look, (char)look);
}

static bool is_weightless(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

/* A run of characters up to the next that is passed over. */
void said_words(Teller *t, Str words, int look)
{
    Str s = uni_nfkc(t->a, words);
    for (ptrdiff_t at = 0, from = 0;;) {
        ptrdiff_t here = at;
        uint32_t c = utf8_next(s, &at);
        bool blank = c != UNI_NONE && uni_is_space(c), over = c == UNI_NONE || blank || is_weightless(c);
        if (!over)
            continue;
        if (here > from)
            put(t, str_sub(s, from, here - from), look);
        from = at;
        if (c == UNI_NONE)
            return;
        if (blank)
            *(t->labelled ? &t->label_blank : &t->blank) = true;
    }
}

void said_call(Teller *t, Str number)
{
    bool blank = t->blank;
    if (str_trim(number).n == 0)
        return;
    t->blank = false;
    said_words(t, S("\u27E8"), SAID_CALL);
    said_words(t, number, SAID_CALL);
    t->blank = false;
    said_words(t, S("\u27E9"), SAID_CALL);
    t->blank = blank;
}

Said said_close(Teller *t)
{
    pause_block(t);
    return (Said){.blocks = t->blocks, .n = t->n};
}
