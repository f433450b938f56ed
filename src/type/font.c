/* font.c - font files: finding, measuring and subsetting them */
#include "type/inside.h"
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <hb-ot.h>
#include <hb-subset.h>

enum { FOLDER_DEPTH = 8 };

typedef struct { Str name; bool folder; } Entry;

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const Entry *)a)->name, ((const Entry *)b)->name);
}

/* Most disks say in the list itself what is a folder; the others, and links, are asked one by one. */
static bool is_folder(Arena *a, Str dir, const struct dirent *e)
{
    struct stat st;
    if (e->d_type != DT_UNKNOWN && e->d_type != DT_LNK) return e->d_type == DT_DIR;
    return stat(str_z(a, path_join(a, dir, str_of(e->d_name))), &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folders in a folder, and the file if it is there, in byte order, so that what is found does not hang on the order
   of the disk. */
static Entry *list_folder(Arena *a, Str dir, Str file_name, ptrdiff_t *n)
{
    DIR *d = opendir(str_z(a, dir));
    ptrdiff_t cap = 64;
    Entry *entries = new(a, Entry, cap);
    *n = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        Str name = str_of(e->d_name);
        bool folder = is_folder(a, dir, e);
        if (!folder && !str_eq(name, file_name)) continue;
        if (*n == cap) {
            entries = arena_grow(a, entries, sizeof *entries, _Alignof(Entry), cap, cap * 2);
            cap *= 2;
        }
        entries[(*n)++] = (Entry){str_copy(a, name), folder};
    }
    if (d) closedir(d);
    qsort(entries, (size_t)*n, sizeof *entries, by_name);
    return entries;
}

static Str find_below(Arena *a, Str dir, Str file_name, int depth)
{
    ptrdiff_t n;
    const Entry *entries = list_folder(a, dir, file_name, &n);
    for (ptrdiff_t i = 0; i < n; i++) {
        Str path = path_join(a, dir, entries[i].name);
        if (!entries[i].folder) return path;
        if (depth == FOLDER_DEPTH) continue;
        Str hit = find_below(a, path, file_name, depth + 1);
        if (hit.n) return hit;
    }
    return S("");
}

Str font_find(Arena *a, Str file_name)
{
    Arena *scratch = arena_open();
    Str hit = find_below(scratch, S("/usr/share/fonts"), file_name, 0);
    if (hit.n == 0)
        hit = find_below(scratch, S("/usr/share/texmf/fonts/opentype"), file_name, 0);
    hit = str_copy(a, hit);
    arena_close(scratch);
    return hit;
}

uint32_t font_glyph(const Font *f, uint32_t scalar)
{
    hb_codepoint_t g = 0;
    return hb_font_get_nominal_glyph(f->hb, scalar, &g) ? g : 0;
}

bool font_is_base(const Font *f, uint32_t glyph)
{
    hb_ot_layout_glyph_class_t class = hb_ot_layout_get_glyph_class(f->face, glyph);
    return class == HB_OT_LAYOUT_GLYPH_CLASS_UNCLASSIFIED || class == HB_OT_LAYOUT_GLYPH_CLASS_BASE_GLYPH;
}

bool font_has(const Font *f, const char *feature)
{
    const hb_tag_t wanted = hb_tag_from_string(feature, -1);
    hb_tag_t tags[64];
    unsigned start = 0, n;
    do {
        n = sizeof tags / sizeof *tags;
        hb_ot_layout_table_get_feature_tags(f->face, HB_OT_TAG_GSUB, start, &n, tags);
        for (unsigned i = 0; i < n; i++)
            if (tags[i] == wanted) return true;
        start += n;
    } while (n == sizeof tags / sizeof *tags);
    return false;
}

/* Asks once whether any kerning lookup names the space; where none does, words need not be shaped between spaces. */
static bool kerns_space(const Font *f)
{
    hb_set_t *lookups = hb_set_create(), *glyphs = hb_set_create();
    const hb_tag_t kern[] = {HB_TAG('k', 'e', 'r', 'n'), HB_TAG_NONE};
    hb_ot_layout_collect_lookups(f->face, HB_OT_TAG_GPOS, NULL, NULL, kern, lookups);
    for (hb_codepoint_t l = HB_SET_VALUE_INVALID; hb_set_next(lookups, &l);)
        hb_ot_layout_lookup_collect_glyphs(f->face, HB_OT_TAG_GPOS, l, NULL, glyphs, NULL, NULL);
    bool yes = hb_set_has(glyphs, f->space);
    hb_set_destroy(lookups);
    hb_set_destroy(glyphs);
    return yes;
}

Str font_table(const Font *f, hb_tag_t tag, hb_blob_t **blob)
{
    unsigned n = 0;
    *blob = hb_face_reference_table(f->face, tag);
    const char *s = hb_blob_get_data(*blob, &n);
    return (Str){s, (ptrdiff_t)n};
}

bool font_has_table(const Font *f, hb_tag_t tag)
{
    hb_blob_t *blob;
    Str s = font_table(f, tag, &blob);
    hb_blob_destroy(blob);
    return s.n > 0;
}

const Font *font_open(Typesetter *t, Str path)
{
    Font **end = &t->fonts;
    for (; *end; end = &(*end)->next)
        if (str_eq((*end)->path, path)) return *end;
    Font *f = new(t->arena, Font, 1);
    f->path = str_copy(t->arena, path);
    f->blob = hb_blob_create_from_file_or_fail(str_z(t->arena, path));
    if (!f->blob) die("cannot open font '%.*s'", STR(path));
    f->face = hb_face_create(f->blob, 0);
    f->glyphs = (int)hb_face_get_glyph_count(f->face);
    if (f->glyphs <= 0 || f->glyphs > 65535) die("'%.*s' is no OpenType font", STR(path));
    f->hb = hb_font_create(f->face);
    f->upem = (int)hb_face_get_upem(f->face);
    f->cff = font_has_table(f, HB_TAG('C', 'F', 'F', ' '));
    f->number = t->nfonts++;
    f->space = font_glyph(f, ' ');
    f->hyphen = font_glyph(f, '-');
    f->query = font_glyph(f, '?');
    f->kerns_space = kerns_space(f);
    f->arena = t->arena;
    return *end = f;
}

/* ---- facts */

int font_u16(Str s, ptrdiff_t at)
{
    if (at + 2 > s.n) return 0;
    return ((int)(unsigned char)s.s[at] << 8) | (unsigned char)s.s[at + 1];
}

static int be16s(Str s, ptrdiff_t at)
{
    int v = font_u16(s, at);
    return v >= 0x8000 ? v - 0x10000 : v;
}

static Sp metric(const Font *f, hb_ot_metrics_tag_t tag)
{
    hb_position_t v = 0;
    hb_ot_metrics_get_position_with_fallback(f->hb, tag, &v);
    return (Sp)v * PT(1000) / f->upem;
}

static Str postscript_name(const Font *f)
{
    char name[128];
    unsigned n = sizeof name;
    hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
    return str_copy(f->arena, (Str){name, (ptrdiff_t)n});
}

Str font_glyph_name(Arena *a, const Font *f, uint32_t glyph)
{
    char name[128];
    return hb_font_get_glyph_name(f->hb, glyph, name, sizeof name) ? str_copy(a, str_of(name)) : (Str){0};
}

FontFacts font_facts(const Font *f)
{
    hb_blob_t *b;
    FontFacts facts = {.path = f->path, .upem = f->upem, .cff = f->cff, .glyphs = f->glyphs};
    facts.postscript = postscript_name(f);
    facts.named = f->cff && font_glyph_name(f->arena, f, 1).n > 0;
    facts.ascent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    facts.descent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    facts.cap_height = metric(f, HB_OT_METRICS_TAG_CAP_HEIGHT);
    facts.x_height = metric(f, HB_OT_METRICS_TAG_X_HEIGHT);
    Str head = font_table(f, HB_TAG('h', 'e', 'a', 'd'), &b);
    for (int i = 0; i < 4; i++) facts.bbox[i] = be16s(head, 36 + 2 * i);
    hb_blob_destroy(b);
    Str post = font_table(f, HB_TAG('p', 'o', 's', 't'), &b);
    facts.italic_angle = be16s(post, 4) * 65536 + font_u16(post, 6);
    hb_blob_destroy(b);
    Str os2 = font_table(f, HB_TAG('O', 'S', '/', '2'), &b);
    int fs_type = font_u16(os2, 8);
    facts.weight = font_u16(os2, 4);
    facts.may_embed = (fs_type & 0xF) != 2;
    facts.may_subset = !(fs_type & 0x100);
    hb_blob_destroy(b);
    return facts;
}

int font_width(const Font *f, uint32_t glyph)
{
    int64_t units = hb_font_get_glyph_h_advance(f->hb, glyph);
    return (int)((units * 2000 + f->upem) / (2 * f->upem));
}

Em font_em(const Font *f, int units)
{
    return (Em)((int64_t)units * 65536 / f->upem);
}

Em font_advance(const Font *f, uint32_t gid)
{
    return font_em(f, hb_font_get_glyph_h_advance(f->hb, gid));
}

Str font_bytes(const Font *f)
{
    unsigned n = 0;
    const char *s = hb_blob_get_data(f->blob, &n);
    return (Str){s, (ptrdiff_t)n};
}

uint32_t font_unicode(const Font *f, uint32_t glyph)
{
    if (!f->unicode) {
        uint32_t *map = new(f->arena, uint32_t, f->glyphs);
        for (int i = 0; i < f->glyphs; i++) map[i] = UNI_NONE;
        hb_set_t *all = hb_set_create();
        hb_face_collect_unicodes(f->face, all);
        for (hb_codepoint_t u = HB_SET_VALUE_INVALID; hb_set_next(all, &u);) {
            uint32_t g = font_glyph(f, u);
            if (g && g < (uint32_t)f->glyphs && map[g] == UNI_NONE && !uni_is_private(u)) map[g] = u;
        }
        hb_set_destroy(all);
        ((Font *)(uintptr_t)f)->unicode = map;                     /* a cache; the font stays what it is */
    }
    return glyph < (uint32_t)f->glyphs ? f->unicode[glyph] : UNI_NONE;
}

/* ---- subsetting */

static hb_subset_input_t *subset_input(const uint8_t *used, int nglyphs, bool named)
{
    static const hb_tag_t drop[] = {
        HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'),
        HB_TAG('n', 'a', 'm', 'e'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('F', 'F', 'T', 'M'), HB_TAG('P', 'f', 'E', 'd')};
    hb_subset_input_t *in = hb_subset_input_create_or_fail();
    if (!in) die("out of memory in the font subsetter");
    hb_set_add(hb_subset_input_glyph_set(in), 0);
    for (int g = 0; g < nglyphs; g++)
        if (used[g]) hb_set_add(hb_subset_input_glyph_set(in), (hb_codepoint_t)g);
    hb_subset_input_set_flags(in, (named ? 0 : HB_SUBSET_FLAGS_RETAIN_GIDS) | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
        hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG), drop[i]);
    return in;
}

Str font_subset(Arena *a, const Font *f, const uint8_t *used, int nglyphs)
{
    hb_subset_input_t *in = subset_input(used, nglyphs, f->cff && font_glyph_name(a, f, 1).n > 0);
    hb_face_t *face = hb_subset_or_fail(f->face, in);
    hb_subset_input_destroy(in);
    if (!face) die("cannot subset font '%.*s'", STR(f->path));
    hb_blob_t *blob = f->cff ? hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' ')) : hb_face_reference_blob(face);
    unsigned n = 0;
    const char *s = hb_blob_get_data(blob, &n);
    Str out = str_copy(a, (Str){s, (ptrdiff_t)n});
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    return out;
}

/* ---- the typesetter itself */

Typesetter *type_open(Arena *a, Diag *d)
{
    Typesetter *t = new(a, Typesetter, 1);
    t->arena = a;
    t->scratch = arena_open();
    t->flow = arena_open();
    t->diag = d;
    t->nbuckets = 1 << 14;
    t->buckets = new(a, Word *, t->nbuckets);
    t->missing = table_new(a);
    t->buffer = hb_buffer_create();
    return t;
}

int type_files(const Typesetter *t, Arena *a, Str **paths)
{
    int n = 0, dictionaries = hyph_paths(t->hyphenators, NULL);
    *paths = new(a, Str, 1 + t->nfonts + dictionaries);
    Str library = hyph_library(a);
    if (library.n) (*paths)[n++] = library;
    for (const Font *f = t->fonts; f; f = f->next) (*paths)[n++] = f->path;
    return n + hyph_paths(t->hyphenators, *paths + n);
}

void type_close(Typesetter *t)
{
    hyph_close(t->hyphenators);
    for (Font *f = t->fonts; f; f = f->next) {
        hb_font_destroy(f->hb);
        hb_face_destroy(f->face);
        hb_blob_destroy(f->blob);
    }
    hb_buffer_destroy(t->buffer);
    arena_close(t->flow);
    arena_close(t->scratch);
}
