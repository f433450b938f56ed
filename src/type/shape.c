/* shape.c - words into glyphs, each word once: a word and what of its style decides its glyphs are the key of a
   cache that lasts as long as the typesetter.  A word here is what stands between two spaces, or a part of that in
   one style. */
#include "type/inside.h"

enum { HYPHEN_PENALTY = 90, URL_PENALTY = 120, NUMBER_PENALTY = 1500, EXPLICIT_PENALTY = 25, NAME_PENALTY = 60,
       COMPOUND_PENALTY = 120 };
#define ZERO_SPACE 0x200Bu                                          /* nothing, but a line may end behind it */

/* ---- what hangs in the margin: 1/1000 of the glyph's width, at a line's start and end.  Sorted by scalar. */
static const Hang hangs[] = {
    {'!', 0, 150}, {'"', 400, 400}, {'\'', 500, 600}, {'(', 80, 0}, {')', 0, 120}, {'*', 200, 300}, {',', 0, 700},
    {'-', 0, 650}, {'.', 0, 750}, {'/', 100, 150}, {'1', 60, 40}, {'7', 40, 60}, {':', 0, 450}, {';', 0, 400},
    {'?', 0, 120}, {'A', 50, 50}, {'C', 30, 0}, {'D', 0, 40}, {'F', 0, 50}, {'G', 30, 0}, {'J', 80, 0}, {'K', 0, 50},
    {'L', 0, 50}, {'O', 30, 30}, {'Q', 30, 30}, {'R', 0, 30}, {'T', 70, 70}, {'V', 50, 50}, {'W', 50, 50},
    {'X', 40, 50}, {'Y', 60, 60}, {'[', 60, 0}, {']', 0, 60}, {'c', 20, 0}, {'e', 20, 0}, {'f', 0, 60}, {'k', 0, 40},
    {'o', 20, 20}, {'r', 0, 60}, {'t', 0, 40}, {'v', 50, 50}, {'w', 40, 40}, {'x', 40, 40}, {'y', 50, 60},
    {0xAB, 300, 100}, {0xBB, 100, 300}, {0x2013, 200, 300}, {0x2014, 120, 200}, {0x2018, 600, 300}, {0x2019, 400, 650},
    {0x201A, 400, 0}, {0x201C, 450, 200}, {0x201D, 200, 450}, {0x201E, 300, 0}, {0x2026, 0, 150}, {0x2039, 300, 150},
    {0x203A, 150, 300}};

void type_hang(Typesetter *t, Hang hang)
{
    for (int i = 0; i < t->nhangs; i++)
        if (t->hangs[i].scalar == hang.scalar) return;
    t->hangs = arena_grow(t->arena, t->hangs, sizeof hang, _Alignof(Hang), t->nhangs, t->nhangs + 1);
    t->hangs[t->nhangs++] = hang;
}

static Hang hang_find(const Typesetter *t, uint32_t scalar)
{
    for (int i = 0; i < t->nhangs; i++)
        if (t->hangs[i].scalar == scalar) return t->hangs[i];
    int lo = 0, hi = (int)(sizeof hangs / sizeof *hangs) - 1;
    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (hangs[mid].scalar == scalar) return hangs[mid];
        if (hangs[mid].scalar < scalar) lo = mid + 1;
        else hi = mid - 1;
    }
    return (Hang){0};
}

/* ---- characters */

static bool is_hyphen(uint32_t u)
{
    return u == '-' || u == 0x2010;
}

static bool is_dash(uint32_t u)
{
    return u >= 0x2012 && u <= 0x2015;
}

/* Typed for a dash, with blanks on both sides. */
static bool is_typed_dash(Str text)
{
    return str_eq(text, S("-")) || str_eq(text, S("--")) || str_eq(text, S("---"));
}

/* May not begin a line: dashes and ellipses always, a closing mark where nothing but marks follows it. */
static bool no_break_before(Str text)
{
    ptrdiff_t at = 0;
    if (is_typed_dash(text)) return true;
    uint32_t u = utf8_next(text, &at);
    if (is_dash(u) || u == 0x2026) return true;
    if (u == '.' && (at == text.n || text.s[at] == '.')) return true;
    for (at = 0; at < text.n;) {
        u = utf8_next(text, &at);
        if (!strchr(".,;:!?)]}%", u < 0x80 ? (int)u : 'a') && u != 0xBB && u != 0x201D && u != 0x2019) return false;
    }
    return text.n > 0;
}

/* The letters of a text in lower case as one number, 0 where it has fewer than two: equal words at the ends of
   lines are seen by it. */
static uint32_t letters_hash(Str text)
{
    uint32_t h = 2166136261u;
    int letters = 0;
    for (ptrdiff_t at = 0; at < text.n;) {
        uint32_t u = (unsigned char)text.s[at];
        if (u < 0x80) at++;
        else u = utf8_next(text, &at);
        if (u >= 'A' && u <= 'Z') u |= 0x20;
        bool part = (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || (u >= 0xC0 && (u < 0x2000 || u > 0x2E7F));
        if (!part) continue;
        h = (h ^ u) * 16777619u;
        letters++;
    }
    return letters < 2 ? 0 : h | 1;
}

/* ---- styles */

static void add_feature(Shape *s, hb_tag_t tag, uint32_t value)
{
    s->hb_features[s->nfeatures++] = (hb_feature_t){tag, value, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
}

static void list_features(Shape *s)
{
    static const struct { unsigned bit; hb_tag_t tag; uint32_t value; } table[] = {
        {FEAT_SMCP, HB_TAG('s', 'm', 'c', 'p'), 1}, {FEAT_C2SC, HB_TAG('c', '2', 's', 'c'), 1},
        {FEAT_ONUM, HB_TAG('o', 'n', 'u', 'm'), 1}, {FEAT_LNUM, HB_TAG('l', 'n', 'u', 'm'), 1},
        {FEAT_TNUM, HB_TAG('t', 'n', 'u', 'm'), 1}, {FEAT_SUPS, HB_TAG('s', 'u', 'p', 's'), 1},
        {FEAT_NOLIGA, HB_TAG('l', 'i', 'g', 'a'), 0},
        {FEAT_NOCLIG, HB_TAG('c', 'l', 'i', 'g'), 0}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (s->features & table[i].bit) add_feature(s, table[i].tag, table[i].value);
}

bool shape_alike(const Shape *s, const Shape *o)
{
    return s->font == o->font && s->fallback == o->fallback && s->features == o->features && str_eq(s->lang, o->lang);
}

static bool same_shape(const Shape *s, const Style *st)
{
    return !s->backwards && s->font == st->font && s->fallback == st->fallback && s->features == st->features &&
           s->hyphenate == st->hyphenate && str_eq(s->lang, st->lang);
}

static const Shape *add_shape(Typesetter *t, Shape *s)
{
    Shape **all = new(t->arena, Shape *, t->nshapes + 1);
    if (t->nshapes) memcpy(all, t->shapes, (size_t)t->nshapes * sizeof *all);
    s->number = t->nshapes;
    all[t->nshapes++] = s;
    t->shapes = all;
    return s;
}

const Shape *shape_turn(Typesetter *t, const Shape *of)
{
    for (int i = 0; i < t->nshapes; i++) {
        const Shape *s = t->shapes[i];
        if (s->backwards && shape_alike(s, of)) return s;
    }
    Shape *s = new(t->arena, Shape, 1);
    *s = *of;
    s->backwards = true;
    s->hyphenator = NULL;
    s->pairs[0] = s->pairs[1] = NULL;
    return add_shape(t, s);
}

const Shape *shape_find(Typesetter *t, const Style *st, Where at)
{
    for (int i = 0; i < t->nshapes; i++)
        if (same_shape(t->shapes[i], st)) return t->shapes[i];
    Shape *s = new(t->arena, Shape, 1);
    *s = (Shape){.font = st->font, .fallback = st->fallback, .features = st->features, .hyphenate = st->hyphenate,
                 .lang = str_copy(t->arena, st->lang)};
    s->hb_lang = hb_language_from_string(st->lang.s, (int)st->lang.n);
    s->space = font_advance(s->font, s->font->space);
    if (st->hyphenate) s->hyphenator = hyph_open(t, s->lang, at);
    list_features(s);
    return add_shape(t, s);
}

/* ---- shaping */

unsigned shape_run(Typesetter *t, const Shape *s, const Font *f, hb_script_t script, Str text, ptrdiff_t from,
                   ptrdiff_t to)
{
    hb_buffer_t *b = t->buffer;
    hb_buffer_clear_contents(b);
    hb_buffer_add_utf8(b, text.s, (int)text.n, (unsigned)from, (int)(to - from));
    hb_buffer_set_flags(b, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_direction_t direction = s->backwards ? HB_DIRECTION_RTL : HB_DIRECTION_LTR;
    hb_buffer_set_direction(b, direction);
    hb_buffer_set_script(b, script);
    hb_buffer_guess_segment_properties(b);
    hb_buffer_set_direction(b, direction);
    hb_buffer_set_language(b, s->hb_lang);
    hb_shape(f->hb, b, s->hb_features, (unsigned)s->nfeatures);
    if (s->backwards) hb_buffer_reverse(b);                        /* they come as they stand; kept as they are read */
    return hb_buffer_get_length(b);
}

WordGlyph shape_glyph(const Typesetter *t, const Font *f, unsigned i)
{
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(t->buffer, NULL) + i;
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(t->buffer, NULL) + i;
    return (WordGlyph){.gid = (uint16_t)info->codepoint, .cluster = info->cluster,
                       .advance = font_em(f, pos->x_advance), .dx = font_em(f, pos->x_offset),
                       .dy = font_em(f, pos->y_offset)};
}

/* What a font draws for a private character says nothing to anybody else, and an archive may not have it (ISO 19005-3,
   6.2.11.7.3): it counts as one that no font has. */
static bool is_private(Str text, ptrdiff_t at)
{
    return (unsigned char)text.s[at] >= 0xEE && uni_is_private(utf8_next(text, &at));
}

/* Says once for each character and font that no font has it.  What is set instead is a question mark, never
   .notdef. */
static void report_missing(Typesetter *t, const Shape *s, Str text, ptrdiff_t from, Where at)
{
    uint32_t u = utf8_next(text, &from);
    Str key = str_format(t->arena, "%d U+%04X", s->font->number, (unsigned)u);
    if (table_put(t->missing, key, t)) return;
    if (uni_is_private(u)) {
        diag(t->diag, GLYPH_MISSING, at, "U+%04X is for private use, and has no meaning outside a font", (unsigned)u);
        return;
    }
    Str first = path_base(s->font->path), second = s->fallback ? path_base(s->fallback->path) : S("no fallback font");
    diag(t->diag, GLYPH_MISSING, at, "U+%04X is neither in '%.*s' nor in '%.*s'", (unsigned)u, STR(first), STR(second));
}

typedef struct { WordGlyph *g; int n, cap; Arena *a; } Glyphs;

static void glyphs_put(Glyphs *out, WordGlyph g)
{
    if (out->n == out->cap) {
        int cap = out->cap ? out->cap * 2 : 16;
        out->g = arena_grow(out->a, out->g, sizeof *out->g, _Alignof(WordGlyph), out->cap, cap);
        out->cap = cap;
    }
    out->g[out->n++] = g;
}

/* Sets text[from, to) in the fallback font.  Called where the main font has no glyph. */
static void shape_fallback(Typesetter *t, const Shape *s, Glyphs *out, Str text, ptrdiff_t from, ptrdiff_t to, Where at)
{
    const Font *f = s->fallback ? s->fallback : s->font;
    unsigned n = shape_run(t, s, f, HB_SCRIPT_INVALID, text, from, to);
    for (unsigned i = 0; i < n; i++) {
        WordGlyph g = shape_glyph(t, f, i);
        g.fallback = f != s->font;
        if (g.gid == 0 || is_private(text, (ptrdiff_t)g.cluster)) {
            report_missing(t, s, text, (ptrdiff_t)g.cluster, at);
            g = (WordGlyph){.gid = (uint16_t)s->font->query, .cluster = g.cluster,
                            .advance = font_advance(s->font, s->font->query)};
        }
        glyphs_put(out, g);
    }
}

static void shape_text(Typesetter *t, const Shape *s, Glyphs *out, Str text, Where at)
{
    unsigned n = shape_run(t, s, s->font, HB_SCRIPT_INVALID, text, 0, text.n);
    bool whole = true;
    Glyphs main = {.a = out->a};
    for (unsigned i = 0; i < n; i++) {
        WordGlyph g = shape_glyph(t, s->font, i);
        if (is_private(text, (ptrdiff_t)g.cluster)) g.gid = 0;
        whole = whole && g.gid != 0;
        glyphs_put(&main, g);
    }
    if (whole) {
        *out = main;
        return;
    }
    for (int i = 0; i < main.n;) {
        int j = i;
        bool lacks = false;                                        /* the cluster is set whole, from one font */
        while (j < main.n && main.g[j].cluster == main.g[i].cluster) lacks |= main.g[j++].gid == 0;
        ptrdiff_t end = j < main.n ? (ptrdiff_t)main.g[j].cluster : text.n;
        if (lacks) shape_fallback(t, s, out, text, (ptrdiff_t)main.g[i].cluster, end, at);
        else for (int k = i; k < j; k++) glyphs_put(out, main.g[k]);
        i = j;
    }
}

/* Where the font kerns against the space, the word is shaped between two spaces, and what that moves is kept beside
   it. */
static void shape_spaced(Typesetter *t, const Shape *s, Word *w, Glyphs *out, Where at)
{
    Buf b = buf_new(t->scratch);
    buf_byte(&b, ' ');
    buf_put(&b, w->text);
    buf_byte(&b, ' ');
    Glyphs all = {.a = t->scratch};
    shape_text(t, s, &all, buf_str(&b), at);
    for (int i = 0; i < all.n; i++) {
        WordGlyph g = all.g[i];
        bool first = g.cluster == 0, last = g.cluster == (uint32_t)w->text.n + 1;
        if (first) w->space_before += g.advance;
        if (first || last) continue;
        g.cluster--;
        glyphs_put(out, g);
    }
    if (w->space_before) w->space_before -= s->space;
    if (!out->n) return;
    WordGlyph *end = &out->g[out->n - 1];                           /* kerning stands in the glyph before the space */
    Em alone = font_advance(end->fallback ? s->fallback : s->font, end->gid);
    if (!end->dx && end->advance != alone) {
        w->space_after = end->advance - alone;
        end->advance = alone;
    }
}

static const Font *font_of(const Shape *s, const WordGlyph *g)
{
    return g->fallback ? s->fallback : s->font;
}

static Em hang_left(const Typesetter *t, const Shape *s, const WordGlyph *g, Str text)
{
    ptrdiff_t at = (ptrdiff_t)g->cluster;
    int hang = hang_find(t, utf8_next(text, &at)).left;
    return hang ? (Em)((int64_t)font_advance(font_of(s, g), g->gid) * hang / 1000) : 0;
}

/* Of the last glyph of a text; where it is a ligature, as of three full points, only its last part hangs. */
static Em hang_right(const Typesetter *t, const Shape *s, const WordGlyph *g, Str text)
{
    int hang = hang_find(t, utf8_last(text)).right;
    if (!hang) return 0;
    ptrdiff_t parts = utf8_count(str_from(text, (ptrdiff_t)g->cluster));
    return (Em)((int64_t)font_advance(font_of(s, g), g->gid) * hang / 1000 / (parts > 1 ? parts : 1));
}

static void measure_word(const Typesetter *t, const Shape *s, Word *w)
{
    ptrdiff_t at = 0;
    for (int i = 0; i < w->nglyphs; i++) w->width += w->glyphs[i].advance;
    w->letters_hash = letters_hash(w->text);
    w->no_break_before = no_break_before(w->text);
    w->letter_first = uni_is_letter(utf8_next(w->text, &at));
    uint32_t last = utf8_last(w->text);
    w->letter_last = uni_is_letter(last);
    w->break_after = is_hyphen(last) || is_dash(last) || last == ZERO_SPACE;
    if (!w->nglyphs || s->backwards) return;                       /* its ends are not where they seem */
    w->left = hang_left(t, s, &w->glyphs[0], w->text);
    w->right = hang_right(t, s, &w->glyphs[w->nglyphs - 1], w->text);
}

static bool has_backwards(Str text)
{
    for (ptrdiff_t i = 0; i < text.n;) {
        uint32_t u = utf8_next(text, &i);
        if (u >= 0x590 && uni_is_rtl(u)) return true;
    }
    return false;
}

static void shape_word(Typesetter *t, const Shape *s, Word *w, Where at)
{
    Mark m = arena_mark(t->scratch);
    Glyphs out = {.a = t->scratch};
    if (s->font->kerns_space && !s->backwards) shape_spaced(t, s, w, &out, at);
    else shape_text(t, s, &out, w->text, at);
    w->glyphs = new_copy(t->arena, WordGlyph, out.g, out.n);
    w->nglyphs = out.n;
    arena_rewind(t->scratch, m);
}

static Word *word_make(Typesetter *t, const Shape *s, Str text, uint32_t hash, Where at)
{
    Word *w = arena_alloc(t->arena, (ptrdiff_t)sizeof *w + text.n, (ptrdiff_t)_Alignof(Word), 1);
    *w = (Word){.hash = hash, .text = {(char *)(w + 1), text.n}, .shape = (uint16_t)s->number, .ncuts = -1};
    if (text.n) memcpy(w + 1, text.s, (size_t)text.n);
    w->backwards = has_backwards(w->text);
    const Word *stem = closer_stem(t, s, w->text, at);
    if (pairs_join(t, s, w) || (stem && closer_join(t, s, w, stem, at))) w->stem = stem;
    else shape_word(t, s, w, at);
    measure_word(t, s, w);
    return w;
}

static void rehash(Typesetter *t)
{
    ptrdiff_t n = t->nbuckets * 4;
    Word **buckets = new(t->arena, Word *, n);
    for (ptrdiff_t i = 0; i < t->nbuckets; i++)
        for (Word *w = t->buckets[i], *next; w; w = next) {
            next = w->chain;
            w->chain = buckets[w->hash & (uint64_t)(n - 1)];
            buckets[w->hash & (uint64_t)(n - 1)] = w;
        }
    t->buckets = buckets;
    t->nbuckets = n;
}

const Word *word_find(Typesetter *t, const Shape *s, Str text, Where at)
{
    uint32_t hash = (uint32_t)((str_hash(text) ^ (uint64_t)s->number) * 0x9E3779B97F4A7C15u >> 32);
    for (Word *w = t->buckets[hash & (uint64_t)(t->nbuckets - 1)]; w; w = w->chain)
        if (w->hash == hash && w->shape == s->number && str_eq(w->text, text)) return w;
    if (t->nwords++ > t->nbuckets) rehash(t);
    Word *w = word_make(t, s, text, hash, at);
    Word **slot = &t->buckets[hash & (uint64_t)(t->nbuckets - 1)];
    w->chain = *slot;
    return *slot = w;
}

/* ---- cuts: where a word may be divided */

/* Width of the glyphs before byte `at`; a ligature that is cut gives each of its bytes an equal share. */
static Em width_before(const Word *w, int32_t at, int32_t *letters)
{
    Em sum = 0;
    int i = 0;
    while (i < w->nglyphs) {
        int j = i;
        Em part = 0;
        while (j < w->nglyphs && w->glyphs[j].cluster == w->glyphs[i].cluster) part += w->glyphs[j++].advance;
        int32_t from = (int32_t)w->glyphs[i].cluster;
        int32_t to = j < w->nglyphs ? (int32_t)w->glyphs[j].cluster : (int32_t)w->text.n;
        if (from >= at) break;
        if (to > at) part = (Em)((int64_t)part * (at - from) / (to - from));
        sum += part;
        i = j;
    }
    *letters = i;
    return sum;
}

static void add_cut(Typesetter *t, const Shape *s, Word *w, int32_t at, CutKind kind, int penalty)
{
    WordCut c = {.at = at, .kind = kind, .penalty = (int16_t)penalty};
    Str head = str_sub(w->text, 0, at), tail = str_from(w->text, at);
    c.before = width_before(w, at, &c.letters);
    if (kind == CUT_HYPHEN || kind == CUT_SOFT) {
        c.hyphen = font_advance(s->font, s->font->hyphen);
        c.before += c.hyphen;
        c.right = (Em)((int64_t)c.hyphen * hang_find(t, '-').right / 1000);
    } else if (c.letters) c.right = hang_right(t, s, &w->glyphs[c.letters - 1], head);
    for (int i = 0; i < w->nglyphs; i++)
        if (w->glyphs[i].cluster >= (uint32_t)at) {
            c.left = hang_left(t, s, &w->glyphs[i], w->text);
            break;
        }
    c.head_hash = letters_hash(head);
    c.tail_hash = letters_hash(tail);
    WordCut *cuts = arena_grow(t->arena, w->cuts, sizeof c, _Alignof(WordCut), w->ncuts, w->ncuts + 1);
    cuts[w->ncuts++] = c;
    w->cuts = cuts;
}

/* A run of letters is divided by the dictionary, unless it is all capitals or stands beside a digit; hardly ever where
   it is part of a compound that has a hyphen already. */
static void cut_letters(Typesetter *t, const Shape *s, Word *w, ptrdiff_t from, ptrdiff_t to)
{
    Str letters = str_sub(w->text, from, to - from);
    uint8_t marks[96];
    bool lower = false, upper = false;
    uint32_t before = utf8_last(str_sub(w->text, 0, from));
    ptrdiff_t next = to;
    uint32_t after = utf8_next(w->text, &next);
    if (letters.n < 5 || letters.n > (ptrdiff_t)sizeof marks) return;
    if ((from > 0 && uni_is_digit(before)) || (to < w->text.n && uni_is_digit(after))) return;
    bool compound = (from > 0 && is_hyphen(before)) || (to < w->text.n && is_hyphen(after));
    for (ptrdiff_t at = 0; at < letters.n;) {
        uint32_t u = utf8_next(letters, &at);
        if (uni_is_lower(u)) lower = true;
        else upper = true;
    }
    if (!lower) return;
    hyph_mark(s->hyphenator, letters, marks);
    int penalty = HYPHEN_PENALTY + (upper ? NAME_PENALTY : 0) + (compound ? COMPOUND_PENALTY : 0);
    for (ptrdiff_t i = 1; i < letters.n; i++)
        if (marks[i]) add_cut(t, s, w, (int32_t)(from + i), CUT_HYPHEN, penalty);
}

/* An address or a path: what has a scheme, or two slashes. */
static bool is_address(Str text)
{
    Cut c = str_cut(text, '/');
    return str_find(text, S("://")) >= 0 || str_find(text, S("www.")) >= 0 || (c.ok && str_cut(c.tail, '/').ok);
}

/* After a hyphen or a dash that stands inside a word.  Not after its first letter (e-mail), hardly ever between
   digits. */
static void cut_mark(Typesetter *t, const Shape *s, Word *w, ptrdiff_t mark, ptrdiff_t after, bool address)
{
    Str head = str_sub(w->text, 0, mark), tail = str_from(w->text, after);
    ptrdiff_t at = mark, next = 0;
    uint32_t u = utf8_next(w->text, &at), left = head.n ? utf8_last(head) : UNI_NONE, right = utf8_next(tail, &next);
    if (!tail.n || (!head.n && !is_dash(u))) return;
    if (address) {
        bool may = u < 0x80 && strchr("/.?&=_-#", (int)u) && right != '/' && head.n > 3;
        if (may) add_cut(t, s, w, (int32_t)after, CUT_URL, URL_PENALTY);
        return;
    }
    if (!is_hyphen(u) && !is_dash(u)) return;
    if (no_break_before(tail) || is_hyphen(right)) return;
    if (is_hyphen(u) && (utf8_count(head) < 2 || utf8_count(tail) < 2)) return;
    bool numbers = uni_is_digit(left) && uni_is_digit(right);
    CutKind kind = is_hyphen(u) ? CUT_COMPOUND : head.n ? CUT_DASH : CUT_LEAD;
    add_cut(t, s, w, (int32_t)after, kind, numbers ? NUMBER_PENALTY : EXPLICIT_PENALTY);
}

const WordCut *word_cuts(Typesetter *t, const Shape *s, const Word *seen, int *n)
{
    Word *w = (Word *)(uintptr_t)seen;                              /* the cache's own; cuts are made when asked for */
    if (w->ncuts < 0 && w->stem) {
        w->cuts = (WordCut *)(uintptr_t)word_cuts(t, s, w->stem, &w->ncuts);   /* at its marks it cannot be cut */
    } else if (w->ncuts < 0) {
        w->ncuts = 0;
        bool address = is_address(w->text);
        bool divide = s->hyphenator && !address && str_find(w->text, S("\xC2\xAD")) < 0;
        ptrdiff_t from = -1;
        for (ptrdiff_t at = 0, was = 0; was < w->text.n; was = at) {
            uint32_t u = utf8_next(w->text, &at);
            bool letter = uni_is_letter(u);
            if (letter && from < 0) from = was;
            if (from >= 0 && (!letter || at == w->text.n) && divide) cut_letters(t, s, w, from, letter ? at : was);
            if (letter) continue;
            from = -1;
            if (u == 0xAD && at < w->text.n && was > 0) add_cut(t, s, w, (int32_t)at, CUT_SOFT, HYPHEN_PENALTY);
            else if (u == ZERO_SPACE && at < w->text.n && was > 0) add_cut(t, s, w, (int32_t)at, CUT_URL, 0);
            else cut_mark(t, s, w, was, at, address);
        }
    }
    *n = w->ncuts;
    return w->cuts;
}
