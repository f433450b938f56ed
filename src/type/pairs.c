/* pairs.c - words out of pairs of letters.  Most words are such that the font does no more to them than kern their
   letters two by two; their glyphs are those of the letters, and each stands as it stands before the next one alone,
   which is shaped once for each pair.  Words in which more may happen are shaped whole. */
#include "type/inside.h"

enum { WHOLE = INT32_MIN, UNKNOWN, LONGEST = 64, TRIAL = 30 };
static const uint16_t scalars[] = {
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T',
    'U', 'V', 'W', 'X', 'Y', 'Z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '-', ',', '.', ';', ':', '?',
    '!', '(', ')', '[', ']', '/', 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026};
enum { SMALL = 0, CAPITALS = 26, LETTERS = 52, DIGITS = 52, SPACE = 62, KINDS = sizeof scalars / sizeof *scalars };

_Static_assert(KINDS + 1 <= LETTERS_MAX, "they and the end of a text are letters that a font is asked for");

typedef struct Pairs Pairs;
struct Pairs {
    hb_script_t script;
    Em pair[KINDS][KINDS];                                         /* what the first takes before the second; or WHOLE:
                                                                      that is to be seen in the word */
    Em alone[KINDS];                                               /* what it takes at the end of a word */
    uint16_t gid[KINDS];
};

/* Its place in the list; -1: it is not there. */
static int kind_of(uint32_t u)
{
    if (u >= 'a' && u <= 'z') return (int)u - 'a' + SMALL;
    if (u >= 'A' && u <= 'Z') return (int)u - 'A' + CAPITALS;
    if (u >= '0' && u <= '9') return (int)u - '0' + DIGITS;
    for (int i = SPACE; i < KINDS; i++)
        if (scalars[i] == u) return i;
    return -1;
}

static void fill(Pairs *p, const Shape *s, const Letters *l, bool ok)
{
    for (int i = 0; i < KINDS; i++) {
        const uint8_t *row = l->begins + i * l->n;
        bool known = ok && l->glyphs[i] && font_is_base(s->font, l->glyphs[i]);
        p->gid[i] = (uint16_t)l->glyphs[i];
        p->alone[i] = known && !row[KINDS] ? font_advance(s->font, l->glyphs[i]) : WHOLE;
        for (int k = 0; k < KINDS; k++) p->pair[i][k] = known && !row[k] ? UNKNOWN : WHOLE;
    }
}

static Pairs *pairs_open(Typesetter *t, const Shape *s, hb_script_t script)
{
    Mark m = arena_mark(t->scratch);
    Letters *l = new(t->scratch, Letters, 1);
    for (int i = 0; i < KINDS; i++) l->glyphs[i] = font_glyph(s->font, scalars[i]);
    l->glyphs[KINDS] = GLYPH_NONE;
    l->n = KINDS + 1;
    Pairs *p = new(t->arena, Pairs, 1);
    p->script = script;
    fill(p, s, l, lookup_follow(s, script, l));
    arena_rewind(t->scratch, m);
    return p;
}

static Em shape_pair(Typesetter *t, const Shape *s, const Pairs *p, int a, int b)
{
    Mark m = arena_mark(t->scratch);
    Buf text = buf_new(t->scratch);
    utf8_put(&text, scalars[a]);
    utf8_put(&text, scalars[b]);
    WordGlyph g[2];
    bool plain = shape_run(t, s, s->font, p->script, buf_str(&text), 0, text.n) == 2;
    for (unsigned i = 0; plain && i < 2; i++) {
        g[i] = shape_glyph(t, s->font, i);
        plain = g[i].gid == p->gid[i ? b : a] && !g[i].dx && !g[i].dy;
    }
    arena_rewind(t->scratch, m);
    return plain && p->alone[b] == g[1].advance ? g[0].advance : WHOLE;
}

/* What kind a takes before kind b; WHOLE: that cannot be said of the two alone. */
static Em before(Typesetter *t, const Shape *s, Pairs *p, int a, int b)
{
    Em *e = &p->pair[a][b];
    if (*e == UNKNOWN) *e = shape_pair(t, s, p, a, b);
    return *e;
}

/* The kinds of a word's letters and the bytes at which they stand; 0: it has others, or none.  Tells whether some of
   them are letters of an alphabet. */
static int kinds_of(Str text, uint8_t *kinds, uint8_t *at, bool *latin)
{
    int n = 0;
    *latin = false;
    for (ptrdiff_t i = 0; i < text.n; n++) {
        if (n == LONGEST) return 0;
        at[n] = (uint8_t)i;
        int kind = kind_of(utf8_next(text, &i));
        if (kind < 0) return 0;
        kinds[n] = (uint8_t)kind;
        *latin = *latin || kind < LETTERS;
    }
    return n;
}

static bool kern_spaces(Typesetter *t, const Shape *s, Pairs *p, Word *w, int first, int last)
{
    Em left = before(t, s, p, SPACE, first), right = before(t, s, p, last, SPACE);
    if (left == WHOLE || right == WHOLE) return false;
    w->space_before = left - s->space;
    w->space_after = right - p->alone[last];
    return true;
}

/* The pairs of a shape that differs in no more than whether its words are divided. */
static Pairs *pairs_shared(const Typesetter *t, const Shape *s, bool latin)
{
    for (int i = 0; i < t->nshapes; i++) {
        const Shape *o = t->shapes[i];
        if (!o->backwards && o->pairs[latin] && shape_alike(o, s)) return o->pairs[latin];
    }
    return NULL;
}

/* A word without letters is of no script, and shaped otherwise than one with. */
static Pairs *pairs_of(Typesetter *t, const Shape *seen, bool latin)
{
    Shape *s = (Shape *)(uintptr_t)seen;                           /* what it knows of pairs grows */
    if (s->backwards || s->words[latin]++ < TRIAL) return NULL;     /* for few words it does not pay */
    if (!s->pairs[latin]) s->pairs[latin] = pairs_shared(t, s, latin);
    if (!s->pairs[latin]) s->pairs[latin] = pairs_open(t, s, latin ? HB_SCRIPT_LATIN : HB_SCRIPT_INVALID);
    return s->pairs[latin];
}

bool pairs_join(Typesetter *t, const Shape *s, Word *w)
{
    uint8_t kinds[LONGEST], at[LONGEST];
    WordGlyph g[LONGEST];
    bool latin;
    int n = kinds_of(w->text, kinds, at, &latin);
    Pairs *p = n ? pairs_of(t, s, latin) : NULL;
    if (!p || p->alone[kinds[n - 1]] == WHOLE) return false;
    for (int i = 0; i < n; i++) {
        Em advance = i + 1 < n ? before(t, s, p, kinds[i], kinds[i + 1]) : p->alone[kinds[i]];
        if (advance == WHOLE) return false;
        g[i] = (WordGlyph){.gid = p->gid[kinds[i]], .cluster = at[i], .advance = advance};
    }
    if (s->font->kerns_space && !kern_spaces(t, s, p, w, kinds[0], kinds[n - 1])) return false;
    w->nglyphs = n;
    w->glyphs = new_copy(t->arena, WordGlyph, g, n);
    return true;
}
