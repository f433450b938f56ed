/* image.c - pictures into the file; door to libjpeg and libpng.  A JPEG goes in as it is, for the press without its
   colour: its luminance is a plane of its own and is copied, not coded anew.  A PNG is decoded, laid on white where it
   is transparent, and deflated by rows.  A picture that stands several times is one object. */
#include "pdf/inside.h"
#include <assert.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <jpeglib.h>

struct Images { Table *seen, *profiles; int n; uint8_t *turns; int cap; Buf resources; };

Images *image_open(Pdf *p)
{
    Images *i = new(p->a, Images, 1);
    *i = (Images){.seen = table_new(p->a), .profiles = table_new(p->a), .resources = buf_new(p->a)};
    return i;
}

/* ---- for those who plan a page: what is broken is found before it is set */
static void refuse(Diag *d, Where at, Str path, const Photo *f)
{
    int64_t n = (int64_t)f->width * f->height;
    if (f->kind != PHOTO_NONE && n > PHOTO_PIXELS)
        diag(d, IMAGE_UNREADABLE, at, "'%.*s' has %lld million pixels", STR(path_base(path)), (long long)(n / 1000000));
    else
        diag(d, IMAGE_UNREADABLE, at, f->kind != PHOTO_NONE && n > 0 ? "'%.*s' is damaged, or cut off" : "'%.*s'",
             STR(path_base(path)));
}

PdfImage pdf_pixels(Str bytes)
{
    Photo f = photo_read(bytes);
    bool lies = f.turn >= 5;
    return (PdfImage){.width = lies ? f.height : f.width, .height = lies ? f.width : f.height, .dpi = f.dpi,
                      .ok = f.width > 0 && f.height > 0};
}

PdfImage pdf_image(Arena *a, Str path, Diag *d, Where asked)
{
    Loaded file = file_load(a, path, d, asked);
    if (!file.ok) return (PdfImage){0};
    Photo f = photo_read(file.bytes);
    PdfImage image = pdf_pixels(file.bytes);
    image.ok = photo_fits(&f) && decode_bytes(a, file.bytes).width > 0;
    if (!image.ok) refuse(d, asked, path, &f);
    Gamut gamut = gamut_read(a, file.bytes, &f);
    image.profile = f.components == 3 ? gamut.name : S("");
    image.carried = gamut.profile.n > 0;
    return image;
}

/* ---- the luminance of a JPEG.  libjpeg leaves by error_exit, which must not return. */
typedef struct { struct jpeg_error_mgr base; jmp_buf out; } Escape;

static void escape(j_common_ptr any) { longjmp(((Escape *)any->err)->out, 1); }
static void say_nothing(j_common_ptr any) { (void)any; }

static void copy_luminance(struct jpeg_decompress_struct *from, struct jpeg_compress_struct *to)
{
    jvirt_barray_ptr *planes = jpeg_read_coefficients(from);
    jpeg_copy_critical_parameters(from, to);
    int table = to->comp_info[0].quant_tbl_no;
    jpeg_set_colorspace(to, JCS_GRAYSCALE);
    to->comp_info[0].quant_tbl_no = table;
    to->optimize_coding = TRUE;
    jpeg_write_coefficients(to, planes);
    jpeg_finish_compress(to);
    jpeg_finish_decompress(from);
}

typedef struct { struct jpeg_decompress_struct from; struct jpeg_compress_struct to; Escape err; } Transcoder;

/* false where the file is broken, or has no luminance of its own. */
static bool transcode(Transcoder *t, Str bytes, unsigned char **out, unsigned long *n)
{
    if (setjmp(t->err.out) != 0) return false;
    jpeg_create_decompress(&t->from);
    jpeg_create_compress(&t->to);
    jpeg_mem_src(&t->from, (const unsigned char *)bytes.s, (unsigned long)bytes.n);
    jpeg_mem_dest(&t->to, out, n);
    jpeg_read_header(&t->from, TRUE);
    if (t->from.jpeg_color_space != JCS_YCbCr) return false;
    copy_luminance(&t->from, &t->to);
    return true;
}

static Str luminance(Arena *a, Str bytes)
{
    Transcoder t = {0};
    unsigned char *out = NULL;
    unsigned long n = 0;
    t.from.err = t.to.err = jpeg_std_error(&t.err.base);
    t.err.base.error_exit = escape;
    t.err.base.output_message = say_nothing;
    bool good = transcode(&t, bytes, &out, &n);
    Str s = good ? str_copy(a, (Str){(const char *)out, (ptrdiff_t)n}) : S("");
    jpeg_destroy_compress(&t.to);
    jpeg_destroy_decompress(&t.from);
    free(out);
    return s;
}

/* ---- pixels, each row but the first told as its difference from the one above (PNG's filter 2).  `out` has a byte
   in front of each row. */
static Str filtered(uint8_t *out, ptrdiff_t row, int height)
{
    for (ptrdiff_t y = height - 1; y >= 0; y--) {
        uint8_t *to = out + y * (row + 1);
        *to = 2;
        for (ptrdiff_t x = row; x > 0 && y > 0; x--) to[x] = (uint8_t)(to[x] - to[x - row - 1]);
    }
    return (Str){(const char *)out, (row + 1) * height};
}

static Str pixels(Arena *a, Str bytes, Photo f)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes.s, (size_t)bytes.n)) return S("");
    image.format = f.components == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    png_color white = {255, 255, 255};
    ptrdiff_t row = (ptrdiff_t)f.width * f.components;
    uint8_t *out = new(a, uint8_t, (row + 1) * f.height);
    bool good = (int)image.width == f.width && (int)image.height == f.height &&
                png_image_finish_read(&image, &white, out + 1, (png_int_32)row + 1, NULL);
    png_image_free(&image);
    return good ? filtered(out, row, f.height) : S("");
}

/* A JPEG of red, green and blue, which not every reader of a PDF would take for one: as pixels.  Gray is ITU-R BT.601's
   luma, as in a JPEG that has one. */
static Str planes(Arena *a, Str bytes, Photo *f)
{
    Pixels from = decode_bytes(a, bytes);
    ptrdiff_t row = (ptrdiff_t)from.width * f->components;
    uint8_t *out = new(a, uint8_t, (row + 1) * from.height), *to = out;
    const uint8_t *rgb = from.rgb;
    *f = (Photo){PHOTO_PNG, from.width, from.height, f->components, 0, 1, false};
    for (int y = 0; y < from.height; y++) {
        to++;
        for (int x = 0; x < from.width; x++, rgb += 3) {
            if (f->components == 1) *to++ = (uint8_t)((rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114 + 500) / 1000);
            else for (int i = 0; i < 3; i++) *to++ = rgb[i];
        }
    }
    return filtered(out, row, from.height);
}

/* ---- into the file */
/* Pictures of one camera have one profile. */
static int find_profile(Pdf *p, Str profile, int components)
{
    int *object = table_find(p->images->profiles, profile);
    if (!object) {
        object = new(p->a, int, 1);
        *object = object_reserve(p->objects);
        object_stream(p->objects, *object, str_format(p->scratch, "/N %d", components), profile);
        table_put(p->images->profiles, str_copy(p->a, profile), object);
    }
    return *object;
}

static int write_image(Pdf *p, Photo f, Str data, Str profile)
{
    Buf b = buf_new(p->scratch);
    int icc = profile.n > 0 ? find_profile(p, profile, f.components) : 0, object = object_reserve(p->objects);
    buf_format(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace", f.width, f.height);
    if (icc > 0) buf_format(&b, "[/ICCBased %d 0 R]", icc);
    else buf_put(&b, f.components == 3 ? S("/DeviceRGB") : S("/DeviceGray"));
    if (f.kind == PHOTO_JPEG) {
        buf_put(&b, S("/Filter/DCTDecode"));
        object_plain(p->objects, object, buf_str(&b), data);
    } else {
        buf_format(&b, "/DecodeParms<</Predictor 15/Colors %d/Columns %d>>", f.components, f.width);
        object_stream(p->objects, object, buf_str(&b), data);
    }
    return object;
}

/* Black takes all that the three colours have in common; what is above the limit, the colours give back. */
static void ink_of(const uint8_t *rgb, uint8_t *to)
{
    enum { LIMIT = PDF_INK * 255 / 100 };
    int most = rgb[0] > rgb[1] ? rgb[0] : rgb[1], sum = 0;
    most = most > rgb[2] ? most : rgb[2];
    for (int i = 0; i < 3; i++) {
        to[i] = (uint8_t)(most > 0 ? (most - rgb[i]) * 255 / most : 0);
        sum += to[i];
    }
    to[3] = (uint8_t)(255 - most);
    for (int i = 0; i < 3 && sum + to[3] > LIMIT; i++) to[i] = (uint8_t)(to[i] * (LIMIT - to[3]) / sum);
}

static Str inks(Arena *a, const Pixels *from)
{
    ptrdiff_t row = (ptrdiff_t)from->width * 4;
    uint8_t *out = new(a, uint8_t, (row + 1) * from->height), *to = out;
    const uint8_t *rgb = from->rgb;
    for (int y = 0; y < from->height; y++) {
        to++;
        for (int x = 0; x < from->width; x++, rgb += 3, to += 4) ink_of(rgb, to);
    }
    return filtered(out, row, from->height);
}

/* A picture of the file is known by its number. */
static int add_image(Pdf *p, int object, int turn)
{
    Images *i = p->images;
    ROOM_FOR_ONE(p->a, i->turns, i->n, i->cap);
    i->turns[i->n] = (uint8_t)turn;
    buf_format(&i->resources, "/I%d %d 0 R", i->n, object);
    return i->n++;
}

static int embed_inks(Pdf *p, Str path)
{
    Mark m = arena_mark(p->scratch);
    Loaded file = file_load(p->scratch, path, p->d, (Where){.file = p->path});
    Pixels from = file.ok ? decode_bytes(p->scratch, file.bytes) : (Pixels){0};
    int number = -1;
    if (from.width > 0 && (int64_t)from.width * from.height <= PHOTO_PIXELS) {
        Buf b = buf_new(p->scratch);
        int object = object_reserve(p->objects);
        buf_format(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceCMYK"
                       "/DecodeParms<</Predictor 15/Colors 4/Columns %d>>", from.width, from.height, from.width);
        object_stream(p->objects, object, buf_str(&b), inks(p->scratch, &from));
        number = add_image(p, object, 1);
    } else if (file.ok) {
        Photo f = photo_read(file.bytes);
        refuse(p->d, (Where){.file = path}, path, &f);
    }
    arena_rewind(p->scratch, m);
    return number;
}

/* What stands in the file, which may be without its colour; empty where it is broken. */
static Str data_of(Pdf *p, Str bytes, Photo *f)
{
    bool strip = p->profile == PDF_PRINT && f->components == 3;
    if (!photo_fits(f)) return S("");
    if (strip) f->components = 1;
    if (f->kind == PHOTO_PNG) return pixels(p->scratch, bytes, *f);
    if (f->rgb) return planes(p->scratch, bytes, f);
    return strip ? luminance(p->scratch, bytes) : bytes;
}

static int embed(Pdf *p, Str path)
{
    if (p->profile == PDF_PRINT && p->facts->colour) return embed_inks(p, path);
    Mark m = arena_mark(p->scratch);
    Loaded file = file_load(p->scratch, path, p->d, (Where){.file = p->path});
    Photo f = photo_read(file.ok ? file.bytes : S(""));
    Str profile = p->profile == PDF_PRINT || !file.ok ? S("") : gamut_read(p->scratch, file.bytes, &f).profile;
    Str data = data_of(p, file.ok ? file.bytes : S(""), &f);
    int number = -1;
    if (data.n > 0)
        number = add_image(p, write_image(p, f, data, profile), f.turn);
    else if (file.ok)
        refuse(p->d, (Where){.file = path}, path, &f);
    arena_rewind(p->scratch, m);
    return number;
}

int image_find(Pdf *p, Str path)
{
    int *number = table_find(p->images->seen, path);
    if (!number) {
        number = new(p->a, int, 1);
        *number = embed(p, path);
        table_put(p->images->seen, str_copy(p->a, path), number);
    }
    return *number;
}

int image_count(const Pdf *p) { return p->images->n; }

int image_turn(const Pdf *p, int number) { return p->images->turns[number]; }

void image_close(Pdf *p, Buf *resources)
{
    buf_put(resources, buf_str(&p->images->resources));
}

Str image_versions(Arena *a)
{
    return str_format(a, "libjpeg %d, libpng %s", JPEG_LIB_VERSION, png_get_libpng_ver(NULL));
}
