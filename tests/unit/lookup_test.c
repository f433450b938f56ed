/* Fonts that do more to their letters than most: words out of pairs of letters are as if shaped whole, whatever the
   font's tables say.  The letters are those of the text face, the tables are made here. */
#include "check.h"
#include "type/inside.h"
#include <hb-ot.h>

enum { LIGATURE = 4, CONTEXT = 5, CHAIN = 6, EXTENSION = 7, SINGLE = 1, PAIR = 2, MOST = 40 };
enum { A = 0x10000, B, C, D, COMMA, END };                          /* in a table: the glyph of that letter */
static const uint32_t letters[] = {'a', 'b', 'c', 'd', ','};
enum { LETTERS = sizeof letters / sizeof *letters };

/* A part of a lookup, in 16 bits each, up to END. */
typedef struct { int type, flags; int parts[2][MOST]; } Lookup;
typedef struct { const char *what, *feature; hb_tag_t table; Lookup lookups[2]; } Face;

static const Face faces[] = {
    {"a letter that is another", "liga", HB_OT_TAG_GSUB, {{LIGATURE, 0, {{1, 16, 1, 8, 1, 4, D, 1, 1, 1, A, END}}}}},
    {"three letters that are one", "liga", HB_OT_TAG_GSUB,
        {{LIGATURE, 0, {{1, 20, 1, 8, 1, 4, D, 3, B, C, 1, 1, A, END}}}}},
    {"two signs that are one, whatever stands between", "liga", HB_OT_TAG_GSUB,
        {{LIGATURE, 2, {{1, 18, 1, 8, 1, 4, D, 2, COMMA, 1, 1, COMMA, END}}}}},
    {"the first of two parts has the say", "liga", HB_OT_TAG_GSUB,
        {{SINGLE, 0, {{2, 8, 1, B, 1, 1, A, END}, {2, 8, 1, C, 1, 1, A, END}}}}},
    {"a letter before two others, by glyphs", "calt", HB_OT_TAG_GSUB,
        {{CONTEXT, 0, {{1, 24, 1, 8, 1, 4, 3, 1, B, C, 0, 1, 1, 1, A, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter before two others, by classes", "calt", HB_OT_TAG_GSUB,
        {{CONTEXT, 0, {{2, 28, 34, 2, 12, 0, 1, 4, 3, 1, 1, 2, 0, 1, 1, 1, A, 1, B, 2, 1, 2, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter before two others, by classes in ranges", "calt", HB_OT_TAG_GSUB,
        {{CONTEXT, 0, {{2, 28, 34, 2, 12, 0, 1, 4, 3, 1, 1, 2, 0, 1, 1, 1, A, 2, 2, B, B, 1, C, C, 2, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter before two others, by coverages", "calt", HB_OT_TAG_GSUB,
        {{CHAIN, 0, {{3, 0, 1, 20, 2, 26, 32, 1, 0, 1, 1, 1, A, 1, 1, B, 1, 1, C, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter between others, by glyphs", "calt", HB_OT_TAG_GSUB,
        {{CHAIN, 0, {{1, 30, 1, 8, 1, 4, 1, D, 1, 2, B, C, 1, 0, 1, 1, 1, A, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter between others, by classes", "calt", HB_OT_TAG_GSUB,
        {{CHAIN, 0, {{2, 38, 44, 52, 60, 2, 0, 16, 1, 4, 1, 1, 1, 2, 1, 2, 1, 0, 1, 1, 1, A, 1, D, 1, 1, 1, A, 1, 1,
                      1, B, 2, 1, 2, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"a letter behind two others", "calt", HB_OT_TAG_GSUB,
        {{CHAIN, 0, {{3, 2, 20, 26, 1, 32, 0, 1, 0, 1, 1, 1, B, 1, 1, C, 1, 1, A, END}}},
         {SINGLE, 0, {{2, 8, 1, D, 1, 1, A, END}}}}},
    {"three letters that are one, far behind in the table", "liga", HB_OT_TAG_GSUB,
        {{EXTENSION, 0, {{1, LIGATURE, 1, 0, END}, {1, 20, 1, 8, 1, 4, D, 3, B, C, 1, 1, A, END}}}}},
    {"a pair of which both are looked at", "kern", HB_OT_TAG_GPOS,
        {{PAIR, 0, {{1, 32, 4, 4, 2, 14, 22, 1, B, 100, 0, 1, C, 100, 0, 0, 1, 2, A, B, END}}}}},
    {"a pair of which one is pushed aside", "kern", HB_OT_TAG_GPOS,
        {{PAIR, 0, {{1, 20, 5, 0, 1, 12, 1, B, 50, 100, 1, 1, A, END}}}}},
    {"a pair of signs, whatever stands between", "kern", HB_OT_TAG_GPOS,
        {{PAIR, 2, {{1, 18, 4, 0, 1, 12, 1, COMMA, 100, 1, 1, COMMA, END}}}}},
    {"a pair", "kern", HB_OT_TAG_GPOS, {{PAIR, 0, {{1, 18, 4, 0, 1, 12, 1, B, 100, 1, 1, A, END}}}}},
};

static void put16(Buf *b, int v)
{
    buf_byte(b, (char)(v >> 8));
    buf_byte(b, (char)v);
}

static void put_part(Buf *b, const Font *f, const int *words)
{
    for (; *words != END; words++) put16(b, *words < A ? *words : (int)font_glyph(f, letters[*words - A]));
}

/* The second part of an extension is what it extends to, 64 kB behind it. */
static void put_lookup(Buf *b, const Font *f, const Lookup *l)
{
    bool far = l->type == EXTENSION;
    int n = 1 + (l->parts[1][0] && !far), head = 6 + 2 * n;
    put16(b, l->type);
    put16(b, l->flags);
    put16(b, n);
    Buf first = buf_new(b->a);
    put_part(&first, f, l->parts[0]);
    put16(b, head);
    if (n > 1) put16(b, head + (int)first.n);
    buf_put(b, buf_str(&first));
    for (int i = 0; far && i < 65536 - (int)first.n; i++) buf_byte(b, 0);
    if (l->parts[1][0]) put_part(b, f, l->parts[1]);
}

/* One script, one feature, which has the first lookup; the second is for the first to call. */
static Str layout(Arena *a, const Font *f, const Face *face)
{
    static const int head[] = {1, 0, 10, 30, 44, 1, 0x4446, 0x4C54, 8, 4, 0, 0, 0xFFFF, 1, 0};
    Buf b = buf_new(a), first = buf_new(a);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) put16(&b, head[i]);
    put16(&b, 1);
    buf_put(&b, str_of(face->feature));
    put16(&b, 8);
    put16(&b, 0);
    put16(&b, 1);
    put16(&b, 0);
    put_lookup(&first, f, &face->lookups[0]);
    int n = face->lookups[1].type ? 2 : 1;
    put16(&b, n);
    put16(&b, 2 + 2 * n);
    if (n > 1) put16(&b, 2 + 2 * n + (int)first.n);
    buf_put(&b, buf_str(&first));
    if (n > 1) put_lookup(&b, f, &face->lookups[1]);
    return buf_str(&b);
}

/* Letters are base glyphs, the sign is not. */
static Str classes(Arena *a, const Font *f)
{
    static const int words[] = {1, 0, 12, 0, 0, 0, 2, 1, A, D, 1, END};
    Buf b = buf_new(a);
    put_part(&b, f, words);
    return buf_str(&b);
}

static void add_table(hb_face_t *to, hb_tag_t tag, Str bytes)
{
    hb_blob_t *blob = hb_blob_create(bytes.s, (unsigned)bytes.n, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(to, tag, blob);
    hb_blob_destroy(blob);
}

static Str write_font(Arena *a, const Font *f, int number, hb_tag_t table, Str bytes)
{
    static const char *const kept[] = {"CFF ", "head", "hhea", "hmtx", "maxp", "cmap", "post", "name", "OS/2"};
    hb_face_t *to = hb_face_builder_create();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        hb_blob_t *blob = hb_face_reference_table(f->face, hb_tag_from_string(kept[i], 4));
        hb_face_builder_add_table(to, hb_tag_from_string(kept[i], 4), blob);
        hb_blob_destroy(blob);
    }
    add_table(to, HB_OT_TAG_GDEF, classes(a, f));
    add_table(to, table, bytes);
    hb_blob_t *whole = hb_face_reference_blob(to);
    unsigned n;
    const char *s = hb_blob_get_data(whole, &n);
    Str path = str_format(a, "dist/test/lookup/%d.otf", number);
    dir_make(path_dir(path));
    Out *out = out_open(a, path);
    out_put(out, (Str){s, (ptrdiff_t)n});
    out_close(out);
    out_commit(a);
    hb_blob_destroy(whole);
    hb_face_destroy(to);
    return path;
}

static void put_glyph(Buf *b, WordGlyph g)
{
    buf_format(b, " %u@%u %d %d,%d", g.gid, g.cluster, g.advance, g.dx, g.dy);
}

static bool is_alike(Typesetter *t, Arena *a, const Shape *s, Str text)
{
    Buf whole = buf_new(a), word = buf_new(a);
    unsigned n = shape_run(t, s, s->font, HB_SCRIPT_INVALID, text, 0, text.n);
    for (unsigned i = 0; i < n; i++) put_glyph(&whole, shape_glyph(t, s->font, i));
    const Word *w = word_find(t, s, text, (Where){0});
    for (int i = 0; i < w->nglyphs; i++) put_glyph(&word, w->glyphs[i]);
    return str_eq(buf_str(&whole), buf_str(&word));
}

static const Shape *shape_in(Typesetter *t, Str path)
{
    Style st = {.font = font_open(t, path), .size = PT(10), .lang = S("en")};
    return shape_find(t, &st, (Where){0});
}

/* All words of up to four letters that do not end with the sign (that is for closer.c), the longest first, for the
   shortest are few.  Gives how many are not as if shaped whole. */
static int compare_words(Typesetter *t, const Shape *s)
{
    Arena *a = arena_open();
    int wrong = 0;
    for (int length = 4, all = LETTERS * LETTERS * LETTERS * LETTERS; length > 0; length--, all /= LETTERS)
        for (int i = 0; i < all; i++) {
            Mark m = arena_mark(a);
            Buf b = buf_new(a);
            for (int k = 0, rest = i; k < length; k++, rest /= LETTERS) utf8_put(&b, letters[rest % LETTERS]);
            wrong += !str_ends(buf_str(&b), S(",")) && !is_alike(t, a, s, buf_str(&b));
            arena_rewind(a, m);
        }
    arena_close(a);
    return wrong;
}

/* What machines do to letters is not read: of such a font all words are shaped whole. */
static void machines_are_left_alone(Typesetter *t, Arena *a, const Font *f)
{
    static const hb_tag_t tags[] = {HB_TAG('k', 'e', 'r', 'n'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('k', 'e', 'r', 'x'),
                                    HB_TAG('m', 'o', 'r', 'x')};
    static const int versions[] = {0, 1, 2, 2};
    for (int i = 0; i < 4; i++) {
        Buf b = buf_new(a);
        Letters l = {.n = 0};
        for (int k = 0; k < 4; k++) put16(&b, k ? 0 : versions[i]);
        const Shape *s = shape_in(t, write_font(a, f, 90 + i, tags[i], buf_str(&b)));
        CHECK_INT(lookup_follow(s, HB_SCRIPT_LATIN, &l), i == 0);
    }
}

int main(void)
{
    Arena *a = arena_open();
    Typesetter *t = type_open(a, diag_open(a, NULL));
    const Font *f = font_open(t, font_find(a, S("LinLibertine_R.otf")));
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        const Shape *s = shape_in(t, write_font(a, f, (int)i, faces[i].table, layout(a, f, &faces[i])));
        int wrong = compare_words(t, s);
        if (wrong) fprintf(stderr, "%s: %d words are not as if shaped whole\n", faces[i].what, wrong);
        CHECK(!wrong && s->pairs[1]);
    }
    machines_are_left_alone(t, a, f);
    type_close(t);
    arena_close(a);
    DONE;
}
