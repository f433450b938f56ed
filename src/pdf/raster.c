/* raster.c - a page in, a picture of it out: the front of a cover, as shops and e-readers want it; door to cairo.
   Glyphs are drawn by their outlines, pictures by their pixels. */
#include "pdf/inside.h"
#include <assert.h>
#include <stdlib.h>
#include <cairo.h>
#include <jpeglib.h>

enum { QUALITY = 90 };
typedef struct { Arena *a; Diag *d; cairo_t *c; } Easel;

static double points(Sp v) { return (double)v / 65536; }

static void set_colour(Easel *e, const Item *i)
{
    uint32_t gray = (uint32_t)i->gray << 16 | (uint32_t)i->gray << 8 | i->gray, v = i->ink ? i->ink->rgb : gray;
    cairo_set_source_rgb(e->c, (v >> 16 & 255) / 255.0, (v >> 8 & 255) / 255.0, (v & 255) / 255.0);
}

/* ---- glyphs */
static void move(void *c, double x, double y) { cairo_move_to(c, x, y); }
static void line(void *c, double x, double y) { cairo_line_to(c, x, y); }
static void curve(void *c, const double at[6]) { cairo_curve_to(c, at[0], at[1], at[2], at[3], at[4], at[5]); }

static void draw_glyphs(Easel *e, const Item *i)
{
    static const Pen pen = {move, line, curve};
    double em = points(i->size) / font_facts(i->font).upem;
    Sp x = 0;
    set_colour(e, i);
    for (int k = 0; k < i->nglyphs; k++) {
        const Glyph *g = &i->glyphs[k];
        cairo_save(e->c);
        cairo_translate(e->c, points(i->x), points(i->y));
        if (i->turned)
            cairo_rotate(e->c, 1.5707963267948966);
        cairo_translate(e->c, points(x + g->dx), -points(g->dy + i->rise));
        cairo_scale(e->c, em * i->scale / 1000, -em);
        font_outline(i->font, g->gid, &pen, e->c);
        cairo_fill(e->c);
        cairo_restore(e->c);
        x += g->advance;
    }
}

static void draw_rule(Easel *e, const Item *i)
{
    set_colour(e, i);
    cairo_rectangle(e->c, points(i->x), points(i->y), points(i->width), points(i->height));
    cairo_fill(e->c);
}

/* ---- pictures */
static cairo_surface_t *surface_of(const Pixels *p)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, p->width, p->height);
    if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
        die("cairo cannot hold a picture of %d x %d pixels", p->width, p->height);
    unsigned char *data = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s);
    const uint8_t *from = p->rgb;
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++, from += 3) {
            uint32_t v = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
            memcpy(data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, &v, 4);
        }
    cairo_surface_mark_dirty(s);
    return s;
}

static void draw_image(Easel *e, const Item *i)
{
    Loaded file = file_load(e->a, i->image, e->d, (Where){.file = i->image});
    Pixels p = file.ok ? decode_bytes(e->a, file.bytes) : (Pixels){0};
    if (p.width == 0) {
        if (file.ok)
            diag(e->d, IMAGE_UNREADABLE, (Where){.file = i->image}, "'%.*s'", STR(path_base(i->image)));
        return;
    }
    cairo_surface_t *s = surface_of(&p);
    cairo_save(e->c);
    cairo_translate(e->c, points(i->x), points(i->y));
    cairo_scale(e->c, points(i->width) / p.width, points(i->height) / p.height);
    cairo_set_source_surface(e->c, s, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(e->c), CAIRO_FILTER_BEST);
    cairo_paint(e->c);
    cairo_restore(e->c);
    cairo_surface_destroy(s);
}

/* ---- the picture as a JPEG, its colours not thinned out: letters stay sharp */
static void give_up(j_common_ptr any)
{
    char why[JMSG_LENGTH_MAX];
    any->err->format_message(any, why);
    die("libjpeg: %s", why);
}

static Str encode(Arena *a, cairo_surface_t *s)
{
    const unsigned char *data = cairo_image_surface_get_data(s);
    int width = cairo_image_surface_get_width(s), stride = cairo_image_surface_get_stride(s);
    uint8_t *row = new(a, uint8_t, (ptrdiff_t)width * 3);
    struct jpeg_compress_struct to = {0};
    struct jpeg_error_mgr err;
    unsigned char *grown = NULL;
    unsigned long n = 0;
    to.err = jpeg_std_error(&err);
    err.error_exit = give_up;
    jpeg_create_compress(&to);
    jpeg_mem_dest(&to, &grown, &n);
    to.image_width = (JDIMENSION)width;
    to.image_height = (JDIMENSION)cairo_image_surface_get_height(s);
    to.input_components = 3;
    to.in_color_space = JCS_RGB;
    jpeg_set_defaults(&to);
    jpeg_set_quality(&to, QUALITY, TRUE);
    to.optimize_coding = TRUE;
    to.dct_method = JDCT_ISLOW;
    to.density_unit = 1;
    to.X_density = to.Y_density = 300;
    for (int i = 0; i < to.num_components; i++)
        to.comp_info[i].h_samp_factor = to.comp_info[i].v_samp_factor = 1;
    jpeg_start_compress(&to, TRUE);
    while (to.next_scanline < to.image_height) {
        decode_row(data + (ptrdiff_t)to.next_scanline * stride, width, row);
        jpeg_write_scanlines(&to, &row, 1);
    }
    jpeg_finish_compress(&to);
    Str jpeg = str_copy(a, (Str){(const char *)grown, (ptrdiff_t)n});
    jpeg_destroy_compress(&to);
    free(grown);
    return jpeg;
}

Str pdf_picture(Arena *a, const Page *page, int width, int height, Diag *d)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    Arena *mine = arena_open();
    Easel e = {mine, d, cairo_create(s)};
    cairo_set_source_rgb(e.c, 1, 1, 1);
    cairo_paint(e.c);
    cairo_scale(e.c, width / points(page->width), height / points(page->height));
    for (const Item *i = page->items; i; i = i->next) {
        if (i->kind == ITEM_GLYPHS)
            draw_glyphs(&e, i);
        if (i->kind == ITEM_RULE)
            draw_rule(&e, i);
        if (i->kind == ITEM_IMAGE)
            draw_image(&e, i);
    }
    if (cairo_status(e.c) != CAIRO_STATUS_SUCCESS)
        die("cairo: %s", cairo_status_to_string(cairo_status(e.c)));
    cairo_surface_flush(s);
    Str jpeg = encode(a, s);
    cairo_destroy(e.c);
    cairo_surface_destroy(s);
    arena_close(mine);
    return jpeg;
}
