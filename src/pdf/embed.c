/* embed.c - fonts into the file: one font program a face, one font a Cast.  Where glyphs have names a font is a simple
   one (ISO 32000-1, 9.6): its codes are bytes, the letters' own where they are free, and an Encoding leads them to the
   names; so a page's text is half as long as with codes of two bytes, and packs in a third of the time.  Other programs
   are in a CIDFont with CID = code = glyph id (9.7).  What the codes say stands in ToUnicode (9.10). */
#include "pdf/inside.h"
#include "pack/pack.h"

enum { CMAP_BLOCK = 100 };                                         /* entries a bfchar block may have */
struct Fonts { Face **faces; int n, cap, ncasts; };

Fonts *embed_open(Pdf *p) { return new(p->a, Fonts, 1); }

static Cast *add_cast(Pdf *p, Face *f)
{
    Cast *c = new(p->a, Cast, 1);
    *c = (Cast){.face = f, .number = p->fonts->ncasts++, .object = object_reserve(p->objects),
                .ncodes = f->facts.named ? 256 : f->facts.glyphs};
    c->sorts = new(p->a, Sort *, c->ncodes);
    if (f->last) f->last->next = c;
    else f->casts = c;
    return f->last = c;
}

static Face *add_face(Pdf *p, const Font *font)
{
    Face *f = new(p->a, Face, 1);
    *f = (Face){.font = font, .facts = font_facts(font)};
    f->sorts = new(p->a, Sort *, f->facts.glyphs);
    if (!f->facts.may_embed) die("font '%.*s' forbids to be embedded (OS/2 fsType)", STR(f->facts.path));
    return f;
}

Face *embed_face(Pdf *p, const Font *font)
{
    Fonts *fonts = p->fonts;
    for (int i = 0; i < fonts->n; i++)
        if (fonts->faces[i]->font == font) return fonts->faces[i];
    if (fonts->n == fonts->cap) {
        int cap = fonts->cap ? 2 * fonts->cap : 16;
        fonts->faces = arena_grow(p->a, fonts->faces, sizeof(Face *), _Alignof(Face *), fonts->n, cap);
        fonts->cap = cap;
    }
    return fonts->faces[fonts->n++] = add_face(p, font);
}

/* Codes 128 to 255 first, then those of ASCII from its end: the letters come early and have taken theirs. */
static int spare_code(Cast *c)
{
    for (; c->spare < c->ncodes; c->spare++) {
        int code = c->spare < 128 ? c->spare + 128 : 255 - c->spare;
        if (code != 0 && code != CODE_SPACE && !c->sorts[code]) return code;
    }
    return -1;
}

/* Of a simple font the code that is the text itself, or any other; -1 where there is none. */
static int free_code(Cast *c, uint32_t glyph, Str text)
{
    if (!c->face->facts.named) return c->sorts[glyph] ? -1 : (int)glyph;
    int own = text.n == 1 ? (unsigned char)text.s[0] : 0;
    return own >= CODE_SPACE && own < 127 && !c->sorts[own] ? own : spare_code(c);
}

Sort *embed_sort(Pdf *p, Face *f, uint32_t glyph, Str text)
{
    if (glyph >= (uint32_t)f->facts.glyphs) glyph = 0;
    for (Sort *s = f->sorts[glyph]; s; s = s->next)
        if (str_eq(s->text, text)) return s;
    Cast *c = f->casts;
    int code = -1;
    for (; c; c = c->next)
        if ((code = free_code(c, glyph, text)) >= 0) break;
    if (!c) code = free_code(c = add_cast(p, f), glyph, text);
    Sort *s = new(p->a, Sort, 1);
    *s = (Sort){.next = f->sorts[glyph], .cast = c, .text = str_copy(p->a, text), .glyph = glyph,
                .width = font_width(f->font, glyph), .code = (uint16_t)code,
                .spaces = f->facts.named && code == CODE_SPACE};
    return c->sorts[code] = f->sorts[glyph] = s;
}

/* ---- writing */
static void put_block(Buf *b, const Cast *c, const Sort *const *sorts, int n)
{
    buf_format(b, "%d beginbfchar\n", n);
    for (int i = 0; i < n; i++) {
        buf_format(b, c->face->facts.named ? "<%02X> <" : "<%04X> <", sorts[i]->code);
        put_utf16(b, sorts[i]->text);
        buf_put(b, S(">\n"));
    }
    buf_put(b, S("endbfchar\n"));
}

static int write_unicode(Pdf *p, const Cast *c)
{
    Buf b = buf_new(p->scratch);
    buf_put(&b, S("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                  "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n"));
    buf_put(&b, c->face->facts.named ? S("<00> <FF>\n") : S("<0000> <FFFF>\n"));
    buf_put(&b, S("endcodespacerange\n"));
    const Sort *block[CMAP_BLOCK];
    int n = 0;
    for (int code = 0; code < c->ncodes; code++) {
        if (c->sorts[code] && c->sorts[code]->text.n > 0) block[n++] = c->sorts[code];
        if (n < CMAP_BLOCK) continue;
        put_block(&b, c, block, n);
        n = 0;
    }
    if (n > 0) put_block(&b, c, block, n);
    buf_put(&b, S("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
    int object = object_reserve(p->objects);
    object_stream(p->objects, object, S(""), buf_str(&b));
    return object;
}

/* Six letters that name the subset: two editions with different glyphs must not share one (ISO 32000-1, 9.6.4). */
static Str font_tag(Arena *a, Str program)
{
    char *tag = new(a, char, 7);
    uint64_t h = str_hash(program);
    for (int i = 0; i < 6; i++, h /= 26) tag[i] = (char)('A' + h % 26);
    tag[6] = '+';
    return (Str){tag, 7};
}

static int write_program(Pdf *p, const Face *f, Str program)
{
    int object = object_reserve(p->objects);
    Str entries = str_format(p->scratch, "/Length1 %td", program.n);
    if (f->facts.cff) entries = f->facts.named ? S("/Subtype/Type1C") : S("/Subtype/CIDFontType0C");
    object_stream(p->objects, object, entries, program);
    return object;
}

static int permille(Sp of_em) { return (int)((of_em + (of_em >= 0 ? 32768 : -32768)) / 65536); }

/* The width of a stem is told by no table; this is the usual guess from the weight, 400 gives 85. */
static int stem(int weight) { return 10 + 220 * (weight - 50) / 1000; }

static int write_descriptor(Pdf *p, const Face *f, Str name, int program)
{
    const FontFacts *facts = &f->facts;
    int64_t angle = ((int64_t)facts->italic_angle * 1000 + (facts->italic_angle < 0 ? -32768 : 32768)) / 65536;
    Buf b = buf_new(p->scratch);
    buf_put(&b, S("/Type/FontDescriptor/FontName"));
    put_name(&b, name);
    buf_format(&b, "/Flags %d/FontBBox[", 4 | 2 | (angle ? 64 : 0));
    for (int i = 0; i < 4; i++) buf_format(&b, "%s%d", i ? " " : "", facts->bbox[i] * 1000 / facts->upem);
    buf_put(&b, S("]/ItalicAngle "));
    put_milli(&b, angle);
    buf_format(&b, "/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile%d %d 0 R", permille(facts->ascent),
               permille(facts->descent), permille(facts->cap_height), stem(facts->weight), facts->cff ? 3 : 2, program);
    int object = object_reserve(p->objects);
    object_put(p->objects, object, buf_str(&b));
    return object;
}

static void put_widths(Buf *b, const Face *f)
{
    int last = -2;
    buf_put(b, S("/W["));
    for (int g = 0; g < f->facts.glyphs; g++) {
        if (!f->sorts[g] && g > 0) continue;
        if (g == last + 1) buf_byte(b, ' ');
        else buf_format(b, "%s%d[", last >= 0 ? "]\n" : "", g);
        buf_int(b, embed_width(f, (uint32_t)g));
        last = g;
    }
    buf_put(b, last >= 0 ? S("]]") : S("]"));
}

static int write_cidfont(Pdf *p, const Face *f, Str name, int descriptor)
{
    Buf b = buf_new(p->scratch);
    buf_format(&b, "/Type/Font/Subtype/CIDFontType%d/BaseFont", f->facts.cff ? 0 : 2);
    put_name(&b, name);
    buf_format(&b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 0/FontDescriptor %d 0 R",
               descriptor);
    if (!f->facts.cff) buf_put(&b, S("/CIDToGIDMap/Identity"));
    put_widths(&b, f);
    int object = object_reserve(p->objects);
    object_put(p->objects, object, buf_str(&b));
    return object;
}

static void write_wide(Pdf *p, const Cast *c, Str name, int cidfont)
{
    int unicode = write_unicode(p, c);
    Buf b = buf_new(p->scratch);
    buf_put(&b, S("/Type/Font/Subtype/Type0/BaseFont"));
    put_name(&b, c->face->facts.cff ? str_format(p->scratch, "%.*s-Identity-H", STR(name)) : name);
    buf_format(&b, "/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R", cidfont, unicode);
    object_put(p->objects, c->object, buf_str(&b));
}

static void put_encoding(Buf *b, const Pdf *p, const Cast *c)
{
    buf_put(b, S("/Encoding<</Type/Encoding/Differences["));
    for (int code = 0, last = -2; code < c->ncodes; code++) {
        if (!c->sorts[code]) continue;
        if (code != last + 1) buf_format(b, " %d", code);
        put_name(b, font_glyph_name(p->scratch, c->face->font, c->sorts[code]->glyph));
        last = code;
    }
    buf_put(b, S("]>>"));
}

static void write_simple(Pdf *p, const Cast *c, Str name, int descriptor)
{
    int first = 0, last = c->ncodes - 1, unicode = write_unicode(p, c);
    while (!c->sorts[first]) first++;
    while (!c->sorts[last]) last--;
    Buf b = buf_new(p->scratch);
    buf_put(&b, S("/Type/Font/Subtype/Type1/BaseFont"));
    put_name(&b, name);
    buf_format(&b, "/FirstChar %d/LastChar %d/Widths[", first, last);
    for (int code = first; code <= last; code++)
        buf_format(&b, code > first ? " %d" : "%d", c->sorts[code] ? c->sorts[code]->width : 0);
    buf_format(&b, "]/FontDescriptor %d 0 R/ToUnicode %d 0 R", descriptor, unicode);
    put_encoding(&b, p, c);
    object_put(p->objects, c->object, buf_str(&b));
}

static void write_face(Pdf *p, Face *f)
{
    Mark m = arena_mark(p->scratch);
    uint8_t *used = new(p->scratch, uint8_t, f->facts.glyphs);
    for (int g = 0; g < f->facts.glyphs; g++) used[g] = !f->facts.may_subset || f->sorts[g] || g == 0;
    Str program = font_subset(p->scratch, f->font, used, f->facts.glyphs);
    Str tag = font_tag(p->scratch, program);
    Str name = str_format(p->scratch, "%.*s%.*s", STR(tag), STR(f->facts.postscript));
    int descriptor = write_descriptor(p, f, name, write_program(p, f, program));
    int cidfont = f->facts.named ? 0 : write_cidfont(p, f, name, descriptor);
    for (const Cast *c = f->casts; c; c = c->next)
        if (f->facts.named) write_simple(p, c, name, descriptor);
        else write_wide(p, c, name, cidfont);
    arena_rewind(p->scratch, m);
}

void embed_close(Pdf *p, Buf *resources)
{
    buf_put(resources, S("/Font<<"));
    for (int i = 0; i < p->fonts->n; i++) {
        write_face(p, p->fonts->faces[i]);
        for (const Cast *c = p->fonts->faces[i]->casts; c; c = c->next)
            buf_format(resources, "/F%d %d 0 R", c->number, c->object);
    }
    buf_put(resources, S(">>"));
}
