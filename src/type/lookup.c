/* lookup.c - what a font may do to a run of letters, read from its layout tables (OpenType 1.9, chapters "Common Table
   Formats", GSUB and GPOS).  HarfBuzz applies the lookups; here is only seen which glyph stands for a
   letter by itself, before which letters something else may happen to it, and whether all that moves glyphs looks at no
   more than two of them. */
#include "type/inside.h"
#include <hb-ot.h>

enum { GSUB_SINGLE = 1, GSUB_LIGATURE = 4, GSUB_CONTEXT = 5, GSUB_CHAIN = 6, GSUB_EXTENSION = 7,
       GPOS_PAIR = 2, GPOS_CURSIVE = 3, GPOS_CONTEXT = 7, GPOS_EXTENSION = 9, IGNORES_LETTERS = 6 };

typedef struct { Str table; ptrdiff_t at; int type, flags; } Part;   /* of a lookup: what the standard calls subtable */

static ptrdiff_t offset(Str table, ptrdiff_t from, ptrdiff_t at) { return from + font_u16(table, from + at); }

/* Part i of a lookup; false: it has no more.  An extension names what it stands for. */
static bool part_of(Str table, unsigned lookup, int extension, int i, Part *out)
{
    ptrdiff_t list = offset(table, 0, 8), at = offset(table, list, 2 + 2 * (ptrdiff_t)lookup);
    *out = (Part){table, offset(table, at, 6 + 2 * (ptrdiff_t)i), font_u16(table, at), font_u16(table, at + 2)};
    if (i >= font_u16(table, at + 4)) return false;
    if (out->type != extension) return true;
    out->type = font_u16(table, out->at + 2);
    out->at += (ptrdiff_t)font_u16(table, out->at + 4) << 16 | font_u16(table, out->at + 6);
    return true;
}

/* The place of a glyph in a coverage table, by halves; -1: it is not there. */
static int covered(Str table, ptrdiff_t at, uint32_t glyph)
{
    bool ranges = font_u16(table, at) == 2;
    int lo = 0, hi = font_u16(table, at + 2) - 1, size = ranges ? 6 : 2;
    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        ptrdiff_t entry = at + 4 + (ptrdiff_t)mid * size;
        uint32_t first = (uint32_t)font_u16(table, entry), last = ranges ? (uint32_t)font_u16(table, entry + 2) : first;
        if (glyph < first) hi = mid - 1;
        else if (glyph > last) lo = mid + 1;
        else return ranges ? font_u16(table, entry + 4) + (int)(glyph - first) : mid;
    }
    return -1;
}

static bool ligates(const Part *p, int place, uint32_t second)
{
    ptrdiff_t set = offset(p->table, p->at, 6 + 2 * (ptrdiff_t)place);
    for (int i = 0, n = font_u16(p->table, set); i < n; i++) {
        ptrdiff_t ligature = offset(p->table, set, 2 + 2 * (ptrdiff_t)i);
        if (font_u16(p->table, ligature + 2) < 2 || (uint32_t)font_u16(p->table, ligature + 4) == second) return true;
    }
    return false;
}

/* ---- contexts.  Format 1 names glyphs, 2 classes of them, 3 a coverage for each place. */
static int class_of(Str table, ptrdiff_t at, uint32_t glyph)
{
    uint32_t first = (uint32_t)font_u16(table, at + 2);
    if (font_u16(table, at) == 1)
        return glyph >= first && glyph - first < (uint32_t)font_u16(table, at + 4)
            ? font_u16(table, at + 6 + 2 * (ptrdiff_t)(glyph - first)) : 0;
    for (int i = 0, n = (int)first; i < n; i++) {
        ptrdiff_t range = at + 4 + 6 * (ptrdiff_t)i;
        if (glyph < (uint32_t)font_u16(table, range)) break;
        if (glyph <= (uint32_t)font_u16(table, range + 2)) return font_u16(table, range + 4);
    }
    return 0;
}

/* Where a context says what must follow its first glyph: among those that are put in, else among those behind; 0: it
   does not say.  `input` is where it counts the former, `gap` what stands between that and the second of them. */
typedef struct { ptrdiff_t at; bool behind; } Want;

static Want second_of(const Part *p, ptrdiff_t input, ptrdiff_t gap)
{
    bool more = font_u16(p->table, input) > 1;
    if (more) return (Want){input + gap, false};
    bool follows = p->type == GSUB_CHAIN && font_u16(p->table, input + gap);
    return (Want){follows ? input + gap + 2 : 0, true};
}

static bool fits(const Part *p, int format, ptrdiff_t rule, uint32_t second)
{
    bool chain = p->type == GSUB_CHAIN;
    ptrdiff_t input = chain ? rule + 2 + 2 * (ptrdiff_t)font_u16(p->table, rule) : rule;
    Want want = second_of(p, input, chain ? 2 : 4);
    if (!want.at) return true;
    if (second == GLYPH_NONE) return false;
    int wanted = font_u16(p->table, want.at);
    if (format == 1) return (uint32_t)wanted == second;
    return class_of(p->table, offset(p->table, p->at, want.behind ? 8 : chain ? 6 : 4), second) == wanted;
}

/* Formats 1 and 2: a set of rules for each first glyph, or for each class of it. */
static bool rules(const Part *p, int format, uint32_t first, int place, uint32_t second)
{
    bool chain = p->type == GSUB_CHAIN;
    ptrdiff_t sets = p->at + (format == 1 ? 4 : chain ? 10 : 6);
    if (format == 2) place = class_of(p->table, offset(p->table, p->at, chain ? 6 : 4), first);
    if (place >= font_u16(p->table, sets)) return false;
    ptrdiff_t to = font_u16(p->table, sets + 2 + 2 * (ptrdiff_t)place), set = p->at + to;
    for (int i = 0, n = to ? font_u16(p->table, set) : 0; i < n; i++)
        if (fits(p, format, offset(p->table, set, 2 + 2 * (ptrdiff_t)i), second)) return true;
    return false;
}

/* Format 3: a coverage for each place, those that are put in behind those that stand before. */
static ptrdiff_t input_of(const Part *p)
{
    return p->at + 2 + (p->type == GSUB_CHAIN ? 2 + 2 * (ptrdiff_t)font_u16(p->table, p->at + 2) : 0);
}

static bool follows(const Part *p, uint32_t second)
{
    Want want = second_of(p, input_of(p), p->type == GSUB_CHAIN ? 4 : 6);
    return !want.at || covered(p->table, offset(p->table, p->at, want.at - p->at), second) >= 0;
}

static bool is_context(const Part *p) { return p->type == GSUB_CONTEXT || p->type == GSUB_CHAIN; }

/* The place of a glyph among those that the part may change; -1: it is none of them. */
static int place_of(const Part *p, uint32_t first)
{
    ptrdiff_t coverage = p->at + 2;
    if (is_context(p) && font_u16(p->table, p->at) == 3) coverage = input_of(p) + (p->type == GSUB_CHAIN ? 2 : 4);
    return covered(p->table, offset(p->table, p->at, coverage - p->at), first);
}

/* May the part change `first`, which has that place, where `second` follows?  GLYPH_NONE: nothing does.  What stands
   before and what comes later is not looked at. */
static bool begins(const Part *p, int place, uint32_t first, uint32_t second)
{
    int format = font_u16(p->table, p->at);
    if (is_context(p)) return format == 3 ? follows(p, second) : rules(p, format, first, place, second);
    return p->type != GSUB_LIGATURE || ligates(p, place, second);
}

/* Letters that a lookup does not see bring those together that stand apart. */
static bool sees_letters(const Part *p) { return !(p->flags & IGNORES_LETTERS); }

/* Does it move the first of two glyphs and nothing else?  Then the second may be the first of the next pair. */
static bool is_pairwise(const Part *p)
{
    if (p->type == GPOS_PAIR && font_u16(p->table, p->at + 6)) return false;
    if (p->type <= GPOS_PAIR) return sees_letters(p);
    return p->type != GPOS_CURSIVE && p->type < GPOS_CONTEXT;
}

static bool are_all(Str table, const hb_set_t *lookups, int extension, bool (*is)(const Part *))
{
    for (hb_codepoint_t l = HB_SET_VALUE_INVALID; hb_set_next(lookups, &l);) {
        Part p;
        for (int i = 0; part_of(table, l, extension, i, &p); i++)
            if (!is(&p)) return false;
    }
    return true;
}

static uint32_t single(const Part *p, int place, uint32_t glyph)
{
    if (font_u16(p->table, p->at) == 2) return (uint32_t)font_u16(p->table, p->at + 6 + 2 * (ptrdiff_t)place);
    return (glyph + (uint32_t)font_u16(p->table, p->at + 4)) & 0xFFFF;   /* what is added, modulo 65536 */
}

/* One glyph through one lookup: it is changed, or what it must not stand before is marked.  The first part that knows
   it has the say; of parts with contexts each may, for a context may be another than here. */
static void follow(Str table, unsigned lookup, Letters *l, int i)
{
    Part p;
    for (int k = 0; part_of(table, lookup, GSUB_EXTENSION, k, &p); k++) {
        int place = place_of(&p, l->glyphs[i]);
        if (place < 0) continue;
        if (p.type == GSUB_SINGLE) {
            l->next[i] = single(&p, place, l->glyphs[i]);
            return;
        }
        for (int j = 0; j < l->n; j++)
            if (!l->begins[i * l->n + j]) l->begins[i * l->n + j] = begins(&p, place, l->glyphs[i], l->glyphs[j]);
    }
}

/* Lookups work one after the other over the whole text (OpenType, "GSUB - Glyph Substitution Table"). */
static void follow_all(Str table, const hb_set_t *lookups, Letters *l)
{
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup);) {
        memcpy(l->next, l->glyphs, (size_t)l->n * sizeof *l->next);
        for (int i = 0; i < l->n; i++) follow(table, lookup, l, i);
        memcpy(l->glyphs, l->next, (size_t)l->n * sizeof *l->next);
    }
}

/* The plan by which the font's letters are shaped.  Fractions are left out: none are made but at a fraction slash. */
static hb_shape_plan_t *plan_of(const Shape *s, hb_script_t script)
{
    static const hb_tag_t off[] = {HB_TAG('f', 'r', 'a', 'c'), HB_TAG('n', 'u', 'm', 'r'), HB_TAG('d', 'n', 'o', 'm')};
    enum { OFF = sizeof off / sizeof *off, ON = sizeof s->hb_features / sizeof *s->hb_features };
    hb_segment_properties_t props = {.direction = HB_DIRECTION_LTR, .script = script, .language = s->hb_lang};
    hb_feature_t features[ON + OFF];
    memcpy(features, s->hb_features, sizeof s->hb_features);
    for (int i = 0; i < OFF; i++)
        features[s->nfeatures + i] = (hb_feature_t){off[i], 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    return hb_shape_plan_create(s->font->face, &props, features, (unsigned)s->nfeatures + OFF, NULL);
}

/* Apple's own tables: machines that may look at any number of letters.  A kern table of version 1 is such a one. */
static bool has_machines(const Font *f)
{
    hb_blob_t *blob;
    bool apple = font_u16(font_table(f, HB_TAG('k', 'e', 'r', 'n'), &blob), 0) == 1;
    hb_blob_destroy(blob);
    return apple || font_has_table(f, HB_TAG('m', 'o', 'r', 'x')) || font_has_table(f, HB_TAG('k', 'e', 'r', 'x'));
}

bool lookup_follow(const Shape *s, hb_script_t script, Letters *l)
{
    hb_blob_t *gsub, *gpos;
    if (has_machines(s->font)) return false;
    hb_shape_plan_t *plan = plan_of(s, script);
    hb_set_t *lookups = hb_set_create();
    hb_ot_shape_plan_collect_lookups(plan, HB_OT_TAG_GPOS, lookups);
    bool ok = are_all(font_table(s->font, HB_OT_TAG_GPOS, &gpos), lookups, GPOS_EXTENSION, is_pairwise);
    hb_set_clear(lookups);
    hb_ot_shape_plan_collect_lookups(plan, HB_OT_TAG_GSUB, lookups);
    Str table = font_table(s->font, HB_OT_TAG_GSUB, &gsub);
    ok = ok && are_all(table, lookups, GSUB_EXTENSION, sees_letters);
    if (ok) follow_all(table, lookups, l);
    hb_set_destroy(lookups);
    hb_shape_plan_destroy(plan);
    hb_blob_destroy(gsub);
    hb_blob_destroy(gpos);
    return ok;
}
