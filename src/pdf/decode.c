/* decode.c - a picture's file in, its pixels out: JPEG, PNG and, for artwork, SVG; door to librsvg.  A drawing may draw
   on nothing but itself: it is given no address, so no other file can be found from it.  Librsvg brings forty libraries
   along, which few books need: it is opened when the first drawing is. */
#include "pdf/inside.h"
#include <assert.h>
#include <dlfcn.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <cairo.h>
#include <librsvg/rsvg.h>

/* ---- JPEG.  libjpeg leaves by error_exit, which must not return. */
typedef struct { struct jpeg_error_mgr base; jmp_buf out; } Escape;

static void escape(j_common_ptr any) { longjmp(((Escape *)any->err)->out, 1); }
static void say_nothing(j_common_ptr any) { (void)any; }

static Pixels decode_jpeg(Arena *a, Str bytes)
{
    struct jpeg_decompress_struct from = {0};
    Escape err;
    Pixels *volatile p = new(a, Pixels, 1);
    from.err = jpeg_std_error(&err.base);
    err.base.error_exit = escape;
    err.base.output_message = say_nothing;
    if (setjmp(err.out) == 0) {
        jpeg_create_decompress(&from);
        jpeg_mem_src(&from, (const unsigned char *)bytes.s, (unsigned long)bytes.n);
        jpeg_read_header(&from, TRUE);
        from.out_color_space = JCS_RGB;
        from.dct_method = JDCT_ISLOW;
        jpeg_start_decompress(&from);
        uint8_t *rgb = new(a, uint8_t, (ptrdiff_t)from.output_width * from.output_height * 3);
        while (from.output_scanline < from.output_height) {
            uint8_t *row = rgb + (ptrdiff_t)from.output_scanline * from.output_width * 3;
            jpeg_read_scanlines(&from, &row, 1);
        }
        jpeg_finish_decompress(&from);
        if (err.base.num_warnings == 0)                            /* else the file is cut off, or worse */
            *p = (Pixels){(int)from.output_width, (int)from.output_height, rgb};
    }
    jpeg_destroy_decompress(&from);
    return *p;
}

/* ---- PNG, on white where it is transparent */
static Pixels decode_png(Arena *a, Str bytes)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes.s, (size_t)bytes.n))
        return (Pixels){0};
    image.format = PNG_FORMAT_RGB;
    png_color white = {255, 255, 255};
    uint8_t *rgb = new(a, uint8_t, (ptrdiff_t)image.width * image.height * 3);
    bool good = png_image_finish_read(&image, &white, rgb, (png_int_32)image.width * 3, NULL);
    Pixels p = {(int)image.width, (int)image.height, rgb};
    png_image_free(&image);
    return good ? p : (Pixels){0};
}

/* ---- SVG */
enum { DRAWN = 2400 };                                             /* pixels across: 300 to the inch on a page of 8 */
static bool is_drawing(Str bytes) { return str_find(str_sub(bytes, 0, 4096), S("<svg")) >= 0; }

/* What we ask of librsvg, by its own names. */
static struct {
    __typeof__(rsvg_handle_new_from_data) *from_data;
    __typeof__(rsvg_handle_get_intrinsic_size_in_pixels) *size;
    __typeof__(rsvg_handle_get_intrinsic_dimensions) *dimensions;
    __typeof__(rsvg_handle_render_document) *render;
    __typeof__(g_object_unref) *unref;
} rsvg;

static void find(void *library, const char *name, void *into)
{
    void *at = dlsym(library, name);
    if (!at)
        die("librsvg has no %s", name);
    memcpy(into, &at, sizeof at);
}

static void open_library(void)
{
    if (rsvg.from_data)
        return;
    void *library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        die("artwork in SVG needs librsvg: %s", dlerror());
    find(library, "rsvg_handle_get_intrinsic_size_in_pixels", &rsvg.size);
    find(library, "rsvg_handle_get_intrinsic_dimensions", &rsvg.dimensions);
    find(library, "rsvg_handle_render_document", &rsvg.render);
    find(library, "g_object_unref", &rsvg.unref);
    find(library, "rsvg_handle_new_from_data", &rsvg.from_data);
}

typedef struct { RsvgHandle *handle; double width, height; } Drawing;

static Drawing open_drawing(Str bytes)
{
    open_library();
    Drawing d = {.handle = rsvg.from_data((const guint8 *)bytes.s, (gsize)bytes.n, NULL)};
    RsvgRectangle view = {0};
    gboolean has_width, has_height, has_view;
    RsvgLength width, height;
    if (!d.handle || rsvg.size(d.handle, &d.width, &d.height))
        return d;
    rsvg.dimensions(d.handle, &has_width, &width, &has_height, &height, &has_view, &view);
    d.width = has_view ? view.width : 0;
    d.height = has_view ? view.height : 0;
    return d;
}

static int drawn_height(const Drawing *d)
{
    double h = d->width > 0 && d->height > 0 ? DRAWN * d->height / d->width + 0.5 : 0;
    return h >= 1 && h <= 4 * DRAWN ? (int)h : 0;
}

/* Cairo's pixel is a word 0xXXRRGGBB. */
void decode_row(const unsigned char *data, int width, uint8_t *rgb)
{
    for (int x = 0; x < width; x++) {
        uint32_t v;
        memcpy(&v, data + (ptrdiff_t)x * 4, 4);
        *rgb++ = (uint8_t)(v >> 16), *rgb++ = (uint8_t)(v >> 8), *rgb++ = (uint8_t)v;
    }
}

static Pixels unpack(Arena *a, cairo_surface_t *s)
{
    cairo_surface_flush(s);
    int width = cairo_image_surface_get_width(s), height = cairo_image_surface_get_height(s);
    uint8_t *rgb = new(a, uint8_t, (ptrdiff_t)width * height * 3);
    for (ptrdiff_t y = 0; y < height; y++)
        decode_row(cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s), width, rgb + y * width * 3);
    return (Pixels){width, height, rgb};
}

static Pixels decode_svg(Arena *a, Str bytes)
{
    Drawing d = open_drawing(bytes);
    int height = d.handle ? drawn_height(&d) : 0;
    Pixels p = {0};
    if (height > 0) {
        cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, DRAWN, height);
        cairo_t *c = cairo_create(s);
        RsvgRectangle all = {0, 0, DRAWN, height};
        cairo_set_source_rgb(c, 1, 1, 1);
        cairo_paint(c);
        if (rsvg.render(d.handle, c, &all, NULL))
            p = unpack(a, s);
        cairo_destroy(c);
        cairo_surface_destroy(s);
    }
    if (d.handle)
        rsvg.unref(d.handle);
    return p;
}

/* The pixels as they are to be seen: row and column of each, as EXIF's orientation says. */
static Pixels upright(Arena *a, Pixels p, int turn)
{
    if (turn == 1 || p.width == 0)
        return p;
    Pixels to = {turn >= 5 ? p.height : p.width, turn >= 5 ? p.width : p.height, NULL};
    to.rgb = new(a, uint8_t, (ptrdiff_t)p.width * p.height * 3);
    const uint8_t *from = p.rgb;
    for (ptrdiff_t r = 0; r < p.height; r++)
        for (ptrdiff_t c = 0; c < p.width; c++, from += 3) {
            ptrdiff_t back = p.width - 1 - c, up = p.height - 1 - r;
            ptrdiff_t x = turn < 5 ? (turn == 2 || turn == 3 ? back : c) : turn == 6 || turn == 7 ? up : r;
            ptrdiff_t y = turn < 5 ? (turn >= 3 ? up : r) : turn >= 7 ? back : c;
            memcpy(to.rgb + (y * to.width + x) * 3, from, 3);
        }
    return to;
}

Pixels decode_bytes(Arena *a, Str bytes)
{
    Photo f = photo_read(bytes);
    if (f.kind != PHOTO_NONE && !photo_fits(&f))
        return (Pixels){0};
    if (f.kind == PHOTO_JPEG)
        return upright(a, decode_jpeg(a, bytes), f.turn);
    if (f.kind == PHOTO_PNG)
        return decode_png(a, bytes);
    return is_drawing(bytes) ? decode_svg(a, bytes) : (Pixels){0};
}

PdfImage pdf_artwork(Arena *a, Str path, Diag *d, Where asked)
{
    Loaded file = file_load(a, path, d, asked);
    if (!file.ok || !is_drawing(file.bytes))
        return file.ok ? pdf_image(a, path, d, asked) : (PdfImage){0};
    Drawing drawing = open_drawing(file.bytes);
    int height = drawing.handle ? drawn_height(&drawing) : 0;
    if (drawing.handle)
        rsvg.unref(drawing.handle);
    if (height == 0)
        diag(d, IMAGE_UNREADABLE, asked, "'%.*s'", STR(path_base(path)));
    return (PdfImage){.width = DRAWN, .height = height, .ok = height > 0};
}

Str decode_versions(Arena *a)
{
    return str_format(a, "cairo %s, librsvg %d.%d.%d", cairo_version_string(), LIBRSVG_MAJOR_VERSION,
        LIBRSVG_MINOR_VERSION, LIBRSVG_MICRO_VERSION);
}
