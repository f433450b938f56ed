/* photo.c - what stands in a picture's file besides its pixels: enough of ITU-T T.81, JFIF, EXIF (a TIFF in a JPEG) and
   ISO 15948 to know its size, how dense its dots are meant to be, and which way the camera was held. */
#include "pdf/inside.h"

enum { DPI_LEAST = 72, DPI_MOST = 1200 };                          /* what else a file says, nobody meant */

static uint32_t number(Str s, ptrdiff_t at, int bytes, bool little)
{
    uint32_t n = 0;
    if (at < 0 || at + bytes > s.n) return 0;
    for (int i = 0; i < bytes; i++) n = n << 8 | (unsigned char)s.s[little ? at + bytes - 1 - i : at + i];
    return n;
}

static int read16(Str s, ptrdiff_t at) { return (int)number(s, at, 2, false); }

static int bounded(int64_t dpi) { return dpi >= DPI_LEAST && dpi <= DPI_MOST ? (int)dpi : 0; }

static int dots(int64_t n, bool centimetres) { return bounded(centimetres ? (n * 254 + 50) / 100 : n); }

/* ---- EXIF: the first directory of a TIFF, entries of 12 bytes: tag, type, count, value or where it stands */
static void read_exif(Photo *p, Str tiff)
{
    enum { ORIENTATION = 0x112, X_RESOLUTION = 0x11A, RESOLUTION_UNIT = 0x128, CENTIMETRES = 3 };
    bool little = str_starts(tiff, S("II"));
    if (!little && !str_starts(tiff, S("MM"))) return;
    ptrdiff_t at = number(tiff, 4, 4, little), ratio = 0;
    uint32_t n = number(tiff, at, 2, little), unit = 2;
    for (uint32_t i = 0; i < n && at + 14 + 12 * (ptrdiff_t)i <= tiff.n; i++) {
        ptrdiff_t entry = at + 2 + 12 * (ptrdiff_t)i;
        uint32_t tag = number(tiff, entry, 2, little), value = number(tiff, entry + 8, 2, little);
        if (tag == ORIENTATION && value >= 1 && value <= 8) p->turn = (int)value;
        if (tag == RESOLUTION_UNIT) unit = value;
        if (tag == X_RESOLUTION) ratio = number(tiff, entry + 8, 4, little);
    }
    uint32_t by = ratio ? number(tiff, ratio + 4, 4, little) : 0;
    if (p->dpi == 0 && by > 0) p->dpi = dots(number(tiff, ratio, 4, little) / by, unit == CENTIMETRES);
}

/* ---- JPEG: segments of a marker and a length, up to the frame and on to the scan.  What colours the components are is
   told as libjpeg tells it: JFIF has a luminance; Adobe says; else the components' names do. */
typedef enum { COLOURS_UNSAID, COLOURS_LUMA, COLOURS_RGB } Colours;

static void read_segment(Photo *p, Colours *said, int mark, Str body)
{
    bool jfif = mark == 0xFFE0 && str_starts(body, S("JFIF\0")) && body.n >= 12;
    bool adobe = mark == 0xFFEE && str_starts(body, S("Adobe")) && body.n >= 12;
    if (jfif) *said = COLOURS_LUMA;
    if (adobe && *said == COLOURS_UNSAID) *said = body.s[11] == 0 ? COLOURS_RGB : COLOURS_LUMA;
    if (jfif && (body.s[7] == 1 || body.s[7] == 2))
        p->dpi = dots(read16(body, 8), body.s[7] == 2);
    if (mark == 0xFFE1 && str_starts(body, S("Exif\0\0"))) read_exif(p, str_from(body, 6));
}

static Photo read_jpeg(Str s)
{
    Photo p = {.turn = 1};
    Colours said = COLOURS_UNSAID;
    bool named = false;
    for (ptrdiff_t at = 2; at + 10 < s.n; at += 2 + read16(s, at + 2)) {
        int mark = read16(s, at), length = read16(s, at + 2);
        if (mark < 0xFFC0 || mark == 0xFFDA || length < 2) break;
        if (mark >= 0xFFC0 && mark <= 0xFFC2) {
            bool fits = s.s[at + 4] == 8 && (s.s[at + 9] == 1 || s.s[at + 9] == 3);
            p.kind = fits ? PHOTO_JPEG : PHOTO_NONE;
            p.width = read16(s, at + 7);
            p.height = read16(s, at + 5);
            p.components = s.s[at + 9];
            named = number(s, at + 10, 1, false) == 'R' && number(s, at + 13, 1, false) == 'G' &&
                    number(s, at + 16, 1, false) == 'B';
        }
        read_segment(&p, &said, mark, str_sub(s, at + 4, length - 2));
    }
    p.rgb = p.components == 3 && (said == COLOURS_RGB || (said == COLOURS_UNSAID && named));
    return p;
}

/* ---- PNG: chunks of a length, a name, the data and a sum; dots to the metre stand in front of the pixels */
static Photo read_png(Str s)
{
    Photo p = {.turn = 1};
    if (s.n <= 33 || read16(s, 16) != 0 || read16(s, 20) != 0) return p;
    p = (Photo){PHOTO_PNG, read16(s, 18), read16(s, 22), s.s[25] & 2 ? 3 : 1, 0, 1, false};
    for (ptrdiff_t at = 33; at + 12 <= s.n;) {
        ptrdiff_t length = number(s, at, 4, false);
        Str name = str_sub(s, at + 4, 4);
        if (str_eq(name, S("IDAT")) || length > s.n) break;
        if (str_eq(name, S("pHYs")) && length == 9 && s.s[at + 16] == 1)
            p.dpi = bounded(((int64_t)number(s, at + 8, 4, false) * 254 + 5000) / 10000);
        at += 12 + length;
    }
    return p;
}

Photo photo_read(Str s)
{
    if (str_starts(s, S("\xFF\xD8\xFF"))) return read_jpeg(s);
    if (str_starts(s, S("\x89PNG\r\n\x1A\n"))) return read_png(s);
    return (Photo){.turn = 1};
}

bool photo_fits(const Photo *p)
{
    return p->kind != PHOTO_NONE && p->width > 0 && p->height > 0 && (int64_t)p->width * p->height <= PHOTO_PIXELS;
}
