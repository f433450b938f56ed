/* differ.c - what differs within a block: its characters, its calls, its emphasis. */
#include "proof/inside.h"

#define CALL_OPEN "\xE2\x9F\xA8"
#define CALL_CLOSE "\xE2\x9F\xA9"
enum { BRACKET = 3, SHOWN = 48 };                            /* bytes of a call's bracket; of what is quoted, at most */

Where proof_where(const SaidBlock *b, ptrdiff_t at)
{
    Where w = {b->at.file, b->at.line, 0};
    for (int i = 0; i < b->nlines && b->lines[i].at <= at; i++)
        w.line = b->lines[i].line;
    return w;
}

/* ---- two texts side by side.  Where notes stand on their pages, a call may be a sign instead of a number. */
typedef struct { const Proof *p; Str want, got; } Pair;
typedef struct { ptrdiff_t i, j; } At;

static bool is_sign(Str s)
{
    static const char *const signs[] = {"*", "\u2020", "\u2021", "\u00A7", "\u2016", "\u00B6"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        while (s.n > 0 && str_starts(s, str_of(signs[i]))) {
            s = str_from(s, str_of(signs[i]).n);
            if (s.n == 0)
                return true;
        }
    return false;
}

/* Bytes of the call at `at`, brackets and all; 0: there is none. */
static ptrdiff_t call_at(Str s, ptrdiff_t at)
{
    Str rest = str_from(s, at);
    ptrdiff_t end = str_starts(rest, S(CALL_OPEN)) ? str_find(rest, S(CALL_CLOSE)) : -1;
    return end < 0 ? 0 : end + BRACKET;
}

static bool same_call(const Pair *s, At *at)
{
    ptrdiff_t one = call_at(s->want, at->i), two = call_at(s->got, at->j);
    if (!s->p->got->placed || one == 0 || two == 0 ||
        !is_sign(str_sub(s->got, at->j + BRACKET, two - 2 * BRACKET)))
        return false;
    *at = (At){at->i + one, at->j + two};
    return true;
}

/* French sets a thin space before some signs, and within its quotation marks; the pages may add it. */
static bool is_set_off(const Pair *s, ptrdiff_t j)
{
    static const char *const before[] = {":", ";", "!", "?", "\u00BB", NULL};
    if (!s->p->paper || j >= s->got.n || s->got.s[j] != ' ')
        return false;
    if (str_ends(str_sub(s->got, 0, j), S("\u00AB")))
        return true;
    for (int i = 0; before[i]; i++)
        if (str_starts(str_from(s->got, j + 1), str_of(before[i])))
            return true;
    return false;
}

static bool step(const Pair *s, At *at)
{
    bool left = at->i < s->want.n;
    if (left && at->j < s->got.n && s->want.s[at->i] == s->got.s[at->j]) {
        if (s->p->got->placed && s->want.s[at->i] == CALL_OPEN[0] && same_call(s, at))
            return true;
        *at = (At){at->i + 1, at->j + 1};
        return true;
    }
    if (!is_set_off(s, at->j))
        return false;
    at->j++;
    return true;
}

static bool step_back(const Pair *s, At *at, At from)
{
    bool left = at->i > from.i;
    if (left && at->j > from.j && s->want.s[at->i - 1] == s->got.s[at->j - 1]) {
        *at = (At){at->i - 1, at->j - 1};
        return true;
    }
    if (at->j <= from.j || !is_set_off(s, at->j - 1))
        return false;
    at->j--;
    return true;
}

static bool is_inside(Str s, ptrdiff_t at) { return at < s.n && ((unsigned char)s.s[at] & 0xC0) == 0x80; }

static bool at_end(const Pair *s, At at) { return at.i == s->want.n && at.j == s->got.n; }

/* Where the two part, and where they are one again. */
static At parting(const Pair *s)
{
    At at = {0};
    while (step(s, &at))
        continue;
    return at;
}

static At meeting(const Pair *s, At from)
{
    At at = {s->want.n, s->got.n};
    while (step_back(s, &at, from))
        continue;
    while (is_inside(s->want, at.i) || is_inside(s->got, at.j))
        at = (At){at.i + 1, at.j + 1};
    return at;
}

/* A call that is cut is taken whole. */
static ptrdiff_t before_call(Str s, ptrdiff_t at)
{
    for (ptrdiff_t k = at; k > 0 && at - k < SHOWN; k--) {
        if (str_starts(str_from(s, k - 1), S(CALL_CLOSE)) && k - 1 < at)
            return at;
        ptrdiff_t n = call_at(s, k - 1);
        if (n > 0)
            return k - 1 + n > at ? k - 1 : at;
    }
    return at;
}

static ptrdiff_t after_call(Str s, ptrdiff_t at)
{
    ptrdiff_t from = before_call(s, at);
    return from < at ? from + call_at(s, from) : at;
}

/* What was lost, or came in addition, could stand at several places, as in `the other the one`: where a word begins is
   where it is looked for. */
static void settle(Str longer, ptrdiff_t *from, ptrdiff_t *to, ptrdiff_t *other)
{
    ptrdiff_t low = *from, high = *to, moved = 0;
    while (low > 0 && longer.s[low - 1] != ' ' && longer.s[low - 1] == longer.s[high - 1])
        low--, high--, moved++;
    if (low > 0 && (longer.s[low - 1] != ' ' || is_inside(longer, low)))
        return;
    *from = low;
    *to = high;
    *other -= moved;
}

/* ---- words for what was found */
static Str shorten(Arena *a, Str s)
{
    if (s.n <= SHOWN)
        return s;
    ptrdiff_t n = SHOWN;
    while (is_inside(s, n))
        n--;
    return str_format(a, "%.*s\u2026", STR(str_sub(s, 0, n)));
}

static Str context(Arena *a, Str s, ptrdiff_t at)
{
    enum { BACK = 24 };
    ptrdiff_t from = at > BACK ? at - BACK : 0;
    while (is_inside(s, from))
        from++;
    return str_format(a, "%s%.*s", from > 0 ? "\u2026" : "", STR(str_sub(s, from, at - from)));
}

static bool only_calls(Str s)
{
    bool some = false;
    for (ptrdiff_t at = 0; at < s.n;) {
        ptrdiff_t n = call_at(s, at);
        if (n == 0 && s.s[at] != ' ')
            return false;
        some = some || n > 0;
        at += n > 0 ? n : 1;
    }
    return some;
}

static Str without_brackets(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0; at < s.n;) {
        bool bracket = str_starts(str_from(s, at), S(CALL_OPEN)) || str_starts(str_from(s, at), S(CALL_CLOSE));
        if (!bracket)
            buf_byte(&b, s.s[at]);
        at += bracket ? BRACKET : 1;
    }
    return str_trim(buf_str(&b));
}

static void say_difference(Proof *p, const SaidBlock *block, Where where, Str want, Str got, Str after)
{
    Arena *a = p->a;
    bool call = only_calls(want) && (got.n == 0 || only_calls(got) || str_eq(without_brackets(a, want), str_trim(got)));
    call = call || (want.n == 0 && only_calls(got));
    DiagCode code = call ? PRODUCT_CALL : PRODUCT_DIFFERS;
    Str w = shorten(a, want), g = shorten(a, got);
    bool plain = call && got.n > 0 && !only_calls(got);
    if (call) {
        w = without_brackets(a, w);
        g = without_brackets(a, g);
    }
    const char *what = call ? "note call " : "";
    if (got.n == 0)
        proof_say(p, code, where, block, "%s'%.*s' is missing after '%.*s'", what, STR(w), STR(after));
    else if (want.n == 0)
        proof_say(p, code, where, block, "%s'%.*s' is too many after '%.*s'", what, STR(g), STR(after));
    else if (plain)
        proof_say(p, code, where, block, "note call '%.*s' is mere text after '%.*s'", STR(w), STR(after));
    else
        proof_say(p, code, where, block, "%s'%.*s' stands for '%.*s' after '%.*s'", what, STR(g), STR(w), STR(after));
}

/* ---- emphasis */
static const struct { int look; const char *name; } looks[] = {
    {SAID_ITALIC, "italic"}, {SAID_BOLD, "bold"}, {SAID_RAISED, "superscript"}, {SAID_LOWERED, "subscript"},
    {SAID_SMALL, "small capitals"}, {SAID_STRUCK, "line through"}, {SAID_UNDER, "underlining"}};

static Votes *votes_of(Proof *p, const SaidBlock *want)
{
    Votes *v = table_find(p->votes, want->kind);
    if (!v)
        table_put(p->votes, want->kind, v = new(p->a, Votes, 1));
    return v;
}

/* Walks both texts as they are: the looks of each character of both, but blanks and calls. */
typedef struct { Pair s; const SaidBlock *want, *got; ptrdiff_t skip; At at; } Walk;   /* skip: bytes of a label */

static bool take_aside(int *look)
{
    bool aside = (*look & SAID_ASIDE) == SAID_ASIDE;
    if (aside)
        *look &= ~SAID_ASIDE;
    return aside;
}

static bool next_look(Walk *w, int *want, int *got)
{
    for (At from = w->at; step(&w->s, &w->at); from = w->at) {
        ptrdiff_t i = from.i - w->skip;
        if (i < 0 || w->at.j == from.j || w->at.i == from.i || w->s.want.s[from.i] == ' ')
            continue;
        *want = w->want->look[i];
        *got = w->got->look[from.j];
        bool aside = take_aside(want) && w->s.p->paper;
        take_aside(got);
        if (!aside && !((*want | *got) & SAID_CALL))
            return true;
    }
    return false;
}

static Pair pair_of(const Proof *p, const SaidBlock *want, const SaidBlock *got, ptrdiff_t *skip)
{
    bool inside = want->label.n > 0 && got->label.n == 0;
    Pair s = {p, want->text, got->text};
    *skip = 0;
    if (inside && !str_starts(got->text, want->text)) {
        s.want = str_format(p->a, "%.*s %.*s", STR(want->label), STR(want->text));
        *skip = want->label.n + 1;
    }
    return s;
}

void differ_vote(Proof *p, const SaidBlock *want, const SaidBlock *got)
{
    Walk w = {.want = want, .got = got};
    Votes *v = votes_of(p, want);
    int one, two;
    w.s = pair_of(p, want, got, &w.skip);
    while (next_look(&w, &one, &two)) {
        *((one ^ two) & SAID_ITALIC ? &v->italic : &v->roman) += 1;
        if (!(one & SAID_BOLD))
            *(two & SAID_BOLD ? &v->bold : &v->plain) += 1;
    }
}

/* What a look should be in this product: on paper a block as a whole may be italic, and emphasis in it is roman. */
static int expected(const Proof *p, const Votes *v, int want)
{
    want &= p->looks;
    if (v && v->italic > v->roman)
        want ^= SAID_ITALIC;
    if (v && v->bold > v->plain)
        want |= SAID_BOLD;
    return want;
}

static void say_emphasis(Proof *p, Walk *w, At from, At to, int odd, bool lost)
{
    Str words = str_trim(str_sub(w->s.want, from.i, to.i - from.i));
    const char *name = "";
    for (size_t i = sizeof looks / sizeof *looks; i-- > 0;)
        if (odd & looks[i].look)
            name = looks[i].name;
    proof_say(p, PRODUCT_EMPHASIS, proof_where(w->want, from.i - w->skip), w->want, "'%.*s' has %s %s",
        STR(shorten(p->a, words)), lost ? "lost its" : "got", name);
}

/* What the characters before the first letter of a block are to agree in on paper: the letter may be an initial, below
   its line, and the number that opens a heading may be bold. */
static int opening_looks(const SaidBlock *want) { return SAID_ITALIC | (want->level > 0 ? 0 : SAID_BOLD); }

/* A letter stands before this byte. */
static bool is_past_letter(Str s, ptrdiff_t at)
{
    ptrdiff_t from = at - 1;
    while (from > 0 && is_inside(s, from))
        from--;
    return !is_inside(s, at) && uni_is_letter(utf8_next(s, &from));
}

static void differ_looks(Proof *p, const SaidBlock *want, const SaidBlock *got)
{
    Walk w = {.want = want, .got = got};
    const Votes *v = p->paper ? votes_of(p, want) : NULL;
    int one = 0, two = 0, odd = 0;
    bool lost = false, opened = false;
    At from = {0}, to = {0};
    w.s = pair_of(p, want, got, &w.skip);
    while (next_look(&w, &one, &two)) {
        int now = (expected(p, v, one) ^ two) & (opened || !p->paper ? p->looks : opening_looks(want));
        opened = opened || is_past_letter(w.s.want, w.at.i);
        if (odd && now != odd)
            break;
        if (now && !odd) {
            from = (At){w.at.i - 1, w.at.j - 1};
            while (is_inside(w.s.want, from.i))
                from.i--;
            lost = one & now;
            odd = now;
        }
        if (odd)
            to = w.at;
    }
    if (odd)
        say_emphasis(p, &w, from, to, odd, lost);
}

/* ---- a block */
bool differ_same(const Proof *p, const SaidBlock *want, const SaidBlock *got)
{
    ptrdiff_t skip;
    Pair s = pair_of(p, want, got, &skip);
    return at_end(&s, parting(&s));
}

static bool differ_label(Proof *p, const SaidBlock *want, const SaidBlock *got)
{
    if (want->label.n == 0 || got->label.n == 0 || str_eq(want->label, got->label) ||
        (p->got->placed && is_sign(got->label)))
        return false;
    proof_say(p, PRODUCT_DIFFERS, want->at, want, "label '%.*s' stands for '%.*s'", STR(got->label), STR(want->label));
    return true;
}

void differ(Proof *p, const SaidBlock *want, const SaidBlock *got)
{
    ptrdiff_t skip;
    Pair s = pair_of(p, want, got, &skip);
    At from = parting(&s);
    if (differ_label(p, want, got))
        return;
    if (at_end(&s, from)) {
        differ_looks(p, want, got);
        return;
    }
    At to = meeting(&s, from);
    while (is_inside(s.want, from.i) || is_inside(s.got, from.j))
        from = (At){from.i - 1, from.j - 1};
    ptrdiff_t i = before_call(s.want, from.i), j = before_call(s.got, from.j);
    ptrdiff_t back = from.i - i > from.j - j ? from.i - i : from.j - j;
    from = (At){from.i - back, from.j - back};
    to = (At){after_call(s.want, to.i), after_call(s.got, to.j)};
    if (to.j <= from.j) {
        settle(s.want, &from.i, &to.i, &from.j);
        to.j = from.j;
    } else if (to.i <= from.i) {
        settle(s.got, &from.j, &to.j, &from.i);
        to.i = from.i;
    }
    say_difference(p, want, proof_where(want, from.i - skip), str_sub(s.want, from.i, to.i - from.i),
        str_sub(s.got, from.j, to.j - from.j), context(p->a, s.want, from.i));
}
