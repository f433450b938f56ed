/* barcode.c - an ISBN as bars: EAN-13 (ISO/IEC 15420), each bar a rule in black, on a white box with its quiet zones;
   door to libzint, which knows the code. */
#include "print/inside.h"
#include <zint.h>

#define MODULE (PT(96) / 100)                                      /* 1/75 inch: whole dots everywhere; 103 % */
enum { MODULES = 95, QUIET_LEFT = 11, QUIET_RIGHT = 7, GUARD = 5 };
typedef struct { bool bar[MODULES]; bool ok; } Bars;

static Bars encode(Arena *a, Str isbn)
{
    Bars bars = {0};
    struct zint_symbol *z = ZBarcode_Create();
    if (!z)
        die("libzint: out of memory");
    z->symbology = BARCODE_EANX;
    int status = ZBarcode_Encode(z, (const unsigned char *)str_z(a, isbn), (int)isbn.n);
    bars.ok = status < ZINT_ERROR && z->width == MODULES;
    for (int i = 0; bars.ok && i < MODULES; i++)
        bars.bar[i] = z->encoded_data[0][i >> 3] >> (i & 7) & 1;
    if (!bars.ok)
        die("libzint: %s", z->errtxt);
    ZBarcode_Delete(z);
    return bars;
}

/* The first, the middle and the last bars go down between the digits. */
static bool is_guard(int module) { return module < 3 || module > 91 || (module >= 45 && module < 50); }

static void put_bars(Cover *c, const Bars *bars, Sp x, Sp top, Sp bottom)
{
    for (int i = 0, n; i < MODULES; i += n) {
        for (n = 1; i + n < MODULES && bars->bar[i + n] == bars->bar[i] && is_guard(i + n) == is_guard(i); n++)
            continue;
        Sp foot = is_guard(i) ? bottom + GUARD * MODULE : bottom;
        if (bars->bar[i])
            cover_rule(c, x + i * MODULE, top, n * MODULE, foot - top, NULL, 0);
    }
}

/* A run of digits spread over the modules above them. */
static void put_digits(Cover *c, Face face, Str digits, Sp x, Sp y, int modules)
{
    for (ptrdiff_t i = 0; i < digits.n; i++)
        cover_line(c, face, str_sub(digits, i, 1), ALIGN_CENTER, x + modules * MODULE * i / digits.n, y,
                   modules * MODULE / digits.n);
}

void barcode_put(Cover *c, Str isbn, Sp x, Sp y, Sp width, Sp height)
{
    Bars bars = encode(c->a, isbn);
    Face face = {.family = FAMILY_SANS, .size = PT(9), .features = FEAT_LNUM | FEAT_TNUM}, small = face;
    small.size = PT(15) / 2;
    Sp wide = (QUIET_LEFT + MODULES + QUIET_RIGHT) * MODULE, left = x + (width - wide) / 2 + QUIET_LEFT * MODULE;
    Sp top = y + PT(15), digits = y + height - PT(6), bottom = digits - PT(17) / 2;
    cover_line(c, small, str_format(c->a, "ISBN %.*s", STR(isbn)), ALIGN_CENTER, x, y + PT(11), width);
    put_bars(c, &bars, left, top, bottom);
    put_digits(c, face, str_sub(isbn, 0, 1), left - 9 * MODULE, digits, 7);
    put_digits(c, face, str_sub(isbn, 1, 6), left + 3 * MODULE, digits, 42);
    put_digits(c, face, str_sub(isbn, 7, 6), left + 50 * MODULE, digits, 42);
}

Str barcode_versions(Arena *a)
{
    int v = ZBarcode_Version();
    return str_format(a, "zint %d.%d.%d", v / 10000, v / 100 % 100, v % 100);
}
