/* icc.c - a profile of sRGB (IEC 61966-2-1), made here: ICC.1:2010 (version 4.3) in its shortest form, a matrix and one
   parametric curve for all three channels.  Numbers are s15Fixed16: 1/65536. */
#include "pdf/inside.h"

static void put_number(Buf *b, uint32_t n, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) buf_byte(b, (char)(n >> shift & 255));
}

static void put_numbers(Buf *b, const uint32_t *n, int count)
{
    for (int i = 0; i < count; i++) put_number(b, n[i], 4);
}

/* 10.15, multiLocalizedUnicodeType: one text, in American English; padded to four bytes. */
static void put_words(Buf *b, const char *ascii)
{
    uint32_t n = (uint32_t)strlen(ascii);
    buf_put(b, S("mluc"));
    const uint32_t head[] = {0, 1, 12, 0x656E5553, 2 * n, 28};
    put_numbers(b, head, 6);
    for (uint32_t i = 0; i < n; i++) put_number(b, (uint32_t)ascii[i], 2);
    while (b->n % 4) buf_byte(b, 0);
}

static void put_colour(Buf *b, uint32_t x, uint32_t y, uint32_t z)
{
    const uint32_t words[] = {0, x, y, z};
    buf_put(b, S("XYZ "));
    put_numbers(b, words, 4);
}

/* 10.18, parametricCurveType, function 3: (ax + b)^2.4 from 0.04045 on, cx below; a = 1/1.055, c = 1/12.92. */
static void put_curve(Buf *b)
{
    static const uint32_t words[] = {0, 0x00030000, 0x00026666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B};
    buf_put(b, S("para"));
    put_numbers(b, words, 7);
}

/* From D65, in which sRGB is defined, to D50, in which profiles connect (Bradford). */
static void put_adaptation(Buf *b)
{
    static const uint32_t words[] = {0, 0x10C42, 0x5DE, 0xFFFFF325, 0x793, 0xFD90, 0xFFFFFBA2, 0xFFFFFDA3, 0x3DC,
                                     0xC06E};
    buf_put(b, S("sf32"));
    put_numbers(b, words, 10);
}

/* 7.2; the date is the profile's, not the book's. */
static void put_head(Buf *b, uint32_t size)
{
    put_number(b, size, 4);
    put_number(b, 0, 4);
    put_number(b, 0x04300000, 4);
    buf_put(b, S("mntrRGB XYZ "));
    static const uint16_t date[] = {2026, 1, 1, 0, 0, 0};
    for (int i = 0; i < 6; i++) put_number(b, date[i], 2);
    buf_put(b, S("acsp"));
    for (int i = 0; i < 28; i++) buf_byte(b, 0);                   /* platform … intent: none is told */
    const uint32_t d50[] = {0xF6D6, 0x10000, 0xD32D};
    put_numbers(b, d50, 3);
    while (b->n < 128) buf_byte(b, 0);
}

enum { DESC, CPRT, WTPT, CHAD, RXYZ, GXYZ, BXYZ, CURVE, PARTS, TAGS = 10 };

Str icc_srgb(Arena *a)
{
    static const struct { const char *sign; int part; } tags[TAGS] = {
        {"desc", DESC}, {"cprt", CPRT}, {"wtpt", WTPT}, {"chad", CHAD}, {"rXYZ", RXYZ},
        {"gXYZ", GXYZ}, {"bXYZ", BXYZ}, {"rTRC", CURVE}, {"gTRC", CURVE}, {"bTRC", CURVE},
    };
    Buf body = buf_new(a), file = buf_new(a);
    uint32_t at[PARTS + 1] = {0};
    for (int part = 0; part < PARTS; part++) {
        at[part] = (uint32_t)body.n;
        if (part == DESC) put_words(&body, "sRGB IEC61966-2.1");
        if (part == CPRT) put_words(&body, "No copyright, use freely");
        if (part == WTPT) put_colour(&body, 0xF6D6, 0x10000, 0xD32D);
        if (part == CHAD) put_adaptation(&body);
        if (part == RXYZ) put_colour(&body, 0x6FA2, 0x38F5, 0x0390);
        if (part == GXYZ) put_colour(&body, 0x6299, 0xB785, 0x18DA);
        if (part == BXYZ) put_colour(&body, 0x24A0, 0x0F84, 0xB6CF);
        if (part == CURVE) put_curve(&body);
    }
    at[PARTS] = (uint32_t)body.n;
    uint32_t start = 128 + 4 + 12 * TAGS;
    put_head(&file, start + at[PARTS]);
    put_number(&file, TAGS, 4);
    for (int i = 0; i < TAGS; i++) {
        buf_put(&file, str_of(tags[i].sign));
        put_number(&file, start + at[tags[i].part], 4);
        put_number(&file, at[tags[i].part + 1] - at[tags[i].part], 4);
    }
    buf_put(&file, buf_str(&body));
    return buf_str(&file);
}
