/* image.c - pictures into the file; door to libjpeg and libpng.  A JPEG goes in as it is, for the press without its
   colour: its luminance is a plane of its own and is copied, not coded anew.  A PNG is decoded, laid on white where it
   is transparent, and deflated by rows.  A picture that stands several times is one object. */
#include "pdf/inside.h"
#include <assert.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <jpeglib.h>

enum { PIXELS = 100000000 };                                       /* a picture has no more than a page at 2400 dpi */
struct Images { Table *seen; int n; Buf resources; };

Images *image_open(Pdf *p)
{
    Images *i = new(p->a, Images, 1);
    *i = (Images){.seen = table_new(p->a), .resources = buf_new(p->a)};
    return i;
}

/* ---- what a file is: enough of ITU-T T.81 and ISO 15948 to know its size */
typedef enum { NEITHER, JPEG, PNG } Kind;
typedef struct { Kind kind; int width, height, components; } Facts;

static int read16(Str s, ptrdiff_t at) { return (unsigned char)s.s[at] << 8 | (unsigned char)s.s[at + 1]; }

static Facts read_jpeg(Str s)
{
    for (ptrdiff_t at = 2; at + 10 < s.n; at += 2 + read16(s, at + 2)) {
        int mark = read16(s, at);
        if (mark == 0xFFC0 || mark == 0xFFC1 || mark == 0xFFC2) {
            bool fits = s.s[at + 4] == 8 && (s.s[at + 9] == 1 || s.s[at + 9] == 3);
            return (Facts){fits ? JPEG : NEITHER, read16(s, at + 7), read16(s, at + 5), s.s[at + 9]};
        }
        if (mark < 0xFFC0 || mark == 0xFFDA) break;
    }
    return (Facts){0};
}

static Facts facts_of(Str s)
{
    Facts f = {0};
    if (str_starts(s, S("\xFF\xD8\xFF"))) f = read_jpeg(s);
    if (str_starts(s, S("\x89PNG\r\n\x1A\n")) && s.n > 33 && read16(s, 16) == 0 && read16(s, 20) == 0)
        f = (Facts){PNG, read16(s, 18), read16(s, 22), s.s[25] & 2 ? 3 : 1};
    if (f.width < 1 || f.height < 1 || (int64_t)f.width * f.height > PIXELS) f.kind = NEITHER;
    return f;
}

PdfImage pdf_image(Arena *a, Str path, Diag *d, Where asked)
{
    Loaded file = file_load(a, path, d, asked);
    if (!file.ok) return (PdfImage){0};
    Facts f = facts_of(file.bytes);
    if (f.kind == NEITHER) diag(d, IMAGE_UNREADABLE, asked, "'%.*s'", STR(path_base(path)));
    return (PdfImage){f.width, f.height, f.kind != NEITHER};
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

/* Empty where the file is broken, or has red, green and blue instead of a luminance. */
static Str luminance(Arena *a, Str bytes)
{
    struct jpeg_decompress_struct from = {0};
    struct jpeg_compress_struct to = {0};
    Escape err;
    unsigned char *volatile out = NULL;
    unsigned char *grown = NULL;
    unsigned long n = 0;
    volatile bool good = false;
    from.err = to.err = jpeg_std_error(&err.base);
    err.base.error_exit = escape;
    err.base.output_message = say_nothing;
    if (setjmp(err.out) == 0) {
        jpeg_create_decompress(&from);
        jpeg_create_compress(&to);
        jpeg_mem_src(&from, (const unsigned char *)bytes.s, (unsigned long)bytes.n);
        jpeg_mem_dest(&to, &grown, &n);
        jpeg_read_header(&from, TRUE);
        if (from.jpeg_color_space == JCS_YCbCr) {
            copy_luminance(&from, &to);
            good = true;
        }
    }
    out = grown;
    Str s = good ? str_copy(a, (Str){(const char *)out, (ptrdiff_t)n}) : S("");
    jpeg_destroy_compress(&to);
    jpeg_destroy_decompress(&from);
    free(out);
    return s;
}

/* ---- the pixels of a PNG, each row but the first told as its difference from the one above (PNG's filter 2) */
static Str pixels(Arena *a, Str bytes, Facts f)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes.s, (size_t)bytes.n)) return S("");
    image.format = f.components == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    png_color white = {255, 255, 255};
    ptrdiff_t row = (ptrdiff_t)f.width * f.components;
    uint8_t *raw = new(a, uint8_t, row * f.height);
    bool good = (int)image.width == f.width && (int)image.height == f.height &&
                png_image_finish_read(&image, &white, raw, (png_int_32)row, NULL);
    png_image_free(&image);
    if (!good) return S("");
    uint8_t *out = new(a, uint8_t, (row + 1) * f.height);
    for (ptrdiff_t y = 0; y < f.height; y++) {
        uint8_t *to = out + y * (row + 1), *from = raw + y * row;
        *to++ = 2;
        for (ptrdiff_t x = 0; x < row; x++) to[x] = (uint8_t)(from[x] - (y > 0 ? from[x - row] : 0));
    }
    return (Str){(const char *)out, (row + 1) * f.height};
}

/* ---- into the file */
static int write_image(Pdf *p, Facts f, Str data)
{
    Buf b = buf_new(p->scratch);
    int object = object_reserve(p->objects);
    buf_format(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s", f.width, f.height,
               f.components == 3 ? "DeviceRGB" : "DeviceGray");
    if (f.kind == JPEG) {
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
        *to++ = 2;
        for (int x = 0; x < from->width; x++, rgb += 3, to += 4) ink_of(rgb, to);
    }
    for (uint8_t *at = out + (row + 1) * (from->height - 1); at > out; at -= row + 1)
        for (ptrdiff_t x = row; x > 0; x--) at[x] = (uint8_t)(at[x] - at[x - row - 1]);
    return (Str){(const char *)out, (row + 1) * from->height};
}

static int embed_inks(Pdf *p, Str path)
{
    Mark m = arena_mark(p->scratch);
    Loaded file = file_load(p->scratch, path, p->d, (Where){.file = p->path});
    Pixels from = file.ok ? decode_bytes(p->scratch, file.bytes) : (Pixels){0};
    int number = -1;
    if (from.width > 0 && (int64_t)from.width * from.height <= PIXELS) {
        Buf b = buf_new(p->scratch);
        int object = object_reserve(p->objects);
        buf_format(&b, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceCMYK"
                       "/DecodeParms<</Predictor 15/Colors 4/Columns %d>>", from.width, from.height, from.width);
        object_stream(p->objects, object, buf_str(&b), inks(p->scratch, &from));
        number = p->images->n++;
        buf_format(&p->images->resources, "/I%d %d 0 R", number, object);
    } else if (file.ok) {
        diag(p->d, IMAGE_UNREADABLE, (Where){.file = path}, "'%.*s'", STR(path_base(path)));
    }
    arena_rewind(p->scratch, m);
    return number;
}

static int embed(Pdf *p, Str path)
{
    if (p->profile == PDF_PRINT && p->facts->colour) return embed_inks(p, path);
    Mark m = arena_mark(p->scratch);
    Loaded file = file_load(p->scratch, path, p->d, (Where){.file = p->path});
    Facts f = file.ok ? facts_of(file.bytes) : (Facts){0};
    bool strip = p->profile == PDF_PRINT && f.components == 3;
    Str data = f.kind == JPEG && !strip ? file.bytes : S("");
    if (strip) f.components = 1;
    if (f.kind == JPEG && strip) data = luminance(p->scratch, file.bytes);
    if (f.kind == PNG) data = pixels(p->scratch, file.bytes, f);
    int number = -1;
    if (data.n > 0) {
        number = p->images->n++;
        buf_format(&p->images->resources, "/I%d %d 0 R", number, write_image(p, f, data));
    } else if (file.ok) {
        diag(p->d, IMAGE_UNREADABLE, (Where){.file = path}, "'%.*s'", STR(path_base(path)));
    }
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

void image_close(Pdf *p, Buf *resources)
{
    buf_put(resources, buf_str(&p->images->resources));
}

Str image_versions(Arena *a)
{
    return str_format(a, "libjpeg %d, libpng %s", JPEG_LIB_VERSION, png_get_libpng_ver(NULL));
}
