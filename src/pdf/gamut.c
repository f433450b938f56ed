/* gamut.c - what the numbers of a picture mean: the profile in its file, if that is not sRGB.  Enough of ICC.1 to know
   whether it may stand in a PDF (ISO 19005-3, 6.2.4.2), and what it calls itself. */
#include "pdf/inside.h"
#include "pack/pack.h"

enum { HEAD = 128, ENTRY = 12, MOST_TAGS = 100, MOST_BYTES = 8 << 20 };

static uint32_t number(Str s, ptrdiff_t at, int bytes)
{
    uint32_t n = 0;
    for (int i = 0; i < bytes && at + i < s.n; i++) n = n << 8 | (unsigned char)s.s[at + i];
    return n;
}

/* ---- JPEG: pieces in segments APP2, each with its number and how many there are */
static Str piece_of(Str s, uint32_t wanted)
{
    Str mark = S("ICC_PROFILE\0");
    for (ptrdiff_t at = 2; at + 4 < s.n;) {
        ptrdiff_t length = number(s, at + 2, 2);
        Str body = str_sub(s, at + 4, length - 2);
        if (s.s[at] != '\xFF' || s.s[at + 1] == '\xDA' || length < 2) break;
        if (s.s[at + 1] == '\xE2' && str_starts(body, mark) && number(body, mark.n, 1) == wanted)
            return str_from(body, mark.n);                         /* number, count, bytes */
        at += 2 + length;
    }
    return S("");
}

static Str in_jpeg(Arena *a, Str s)
{
    Buf b = buf_new(a);
    uint32_t count = number(piece_of(s, 1), 1, 1);
    for (uint32_t i = 1; i <= count; i++) {
        Str piece = piece_of(s, i);
        if (piece.n < 2) return S("");
        buf_put(&b, str_from(piece, 2));
    }
    return buf_str(&b);
}

/* ---- PNG: a name, a zero, the method and what is deflated.  libpng straightens numbers of a gamma (gAMA) that is not
   sRGB's, and they are no longer those that the profile means. */
static Str in_png(Arena *a, Str s, bool *bent)
{
    Str profile = S("");
    for (ptrdiff_t at = 33; at + 12 <= s.n;) {
        ptrdiff_t length = number(s, at, 4);
        Str name = str_sub(s, at + 4, 4), body = str_sub(s, at + 8, length);
        uint32_t gamma = number(body, 0, 4);
        if (str_eq(name, S("IDAT")) || length > s.n) break;
        if (str_eq(name, S("gAMA"))) *bent = gamma < 43000 || gamma > 48000;
        Cut c = str_cut(body, '\0');
        if (str_eq(name, S("iCCP")) && c.ok && c.tail.n > 1)
            profile = inflate_zlib(a, str_from(c.tail, 1), MOST_BYTES).bytes;
        at += 12 + length;
    }
    return profile;
}

/* ---- the profile itself */
static bool is_one_of(Str s, const char *words)
{
    for (; *words; words += 4)
        if (str_eq(s, (Str){words, 4})) return true;
    return false;
}

static bool is_whole(Str p)
{
    uint32_t n = number(p, HEAD, 4), version = number(p, 8, 1);
    bool good = p.n > HEAD + 4 && number(p, 0, 4) == (uint32_t)p.n && n > 0 && n <= MOST_TAGS &&
                p.n > HEAD + 4 + ENTRY * (ptrdiff_t)n && (version == 2 || version == 4) &&
                is_one_of(str_sub(p, 36, 4), "acsp") && is_one_of(str_sub(p, 12, 4), "mntrscnrprtrspac") &&
                is_one_of(str_sub(p, 20, 4), "XYZ Lab ");
    for (uint32_t i = 0; good && i < n; i++) {
        ptrdiff_t entry = HEAD + 4 + ENTRY * (ptrdiff_t)i;
        good = (int64_t)number(p, entry + 4, 4) + number(p, entry + 8, 4) <= p.n;
    }
    return good;
}

/* The words of the tag 'desc': ASCII from its length on, or UTF-16; what is in both is plain ASCII. */
static Str name_of(Arena *a, Str p)
{
    Buf b = buf_new(a);
    for (uint32_t i = 0; i < number(p, HEAD, 4); i++) {
        ptrdiff_t entry = HEAD + 4 + ENTRY * (ptrdiff_t)i;
        if (!str_eq(str_sub(p, entry, 4), S("desc"))) continue;
        Str tag = str_sub(p, number(p, entry + 4, 4), number(p, entry + 8, 4));
        bool wide = str_starts(tag, S("mluc"));
        Str words = wide ? str_sub(tag, number(tag, 24, 4), number(tag, 20, 4)) : str_sub(tag, 12, number(tag, 8, 4));
        for (ptrdiff_t k = 0; k < words.n; k++)
            if (words.s[k] >= ' ' && words.s[k] <= '~') buf_byte(&b, words.s[k]);
        break;
    }
    return buf_str(&b);
}

/* Half of all pictures have it, under many names; "c2" is its shortest form. */
static bool is_srgb(Str name) { return str_find(name, S("sRGB")) >= 0 || str_eq(name, S("c2")); }

Gamut gamut_read(Arena *a, Str bytes, const Photo *f)
{
    bool bent = false;
    Str p = f->kind == PHOTO_JPEG ? in_jpeg(a, bytes) : f->kind == PHOTO_PNG ? in_png(a, bytes, &bent) : S("");
    Str space = f->components == 3 ? S("RGB ") : S("GRAY");
    if (!is_whole(p) || !str_eq(str_sub(p, 16, 4), space)) return (Gamut){S(""), S("")};
    Str name = name_of(a, p);
    if (is_srgb(name)) return (Gamut){S(""), S("")};
    return (Gamut){bent ? S("") : p, name.n > 0 ? name : S("without a name")};
}
