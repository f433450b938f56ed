/* outline.c - a glyph's outline, for those who draw instead of embedding fonts. */
#include "type/inside.h"

typedef struct { const Pen *pen; void *to; } Hand;

static void move(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x, float y, void *none)
{
    (void)f, (void)s, (void)none;
    ((Hand *)data)->pen->move(((Hand *)data)->to, (double)x, (double)y);
}

static void line(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x, float y, void *none)
{
    (void)f, (void)s, (void)none;
    ((Hand *)data)->pen->line(((Hand *)data)->to, (double)x, (double)y);
}

static void curve(hb_draw_funcs_t *f, void *data, hb_draw_state_t *s, float x1, float y1, float x2, float y2, float x,
    float y, void *none)
{
    (void)f, (void)s, (void)none;
    const double at[] = {(double)x1, (double)y1, (double)x2, (double)y2, (double)x, (double)y};
    ((Hand *)data)->pen->curve(((Hand *)data)->to, at);
}

/* HarfBuzz tells a quadratic curve as a cubic one to those who know no other. */
void font_outline(const Font *font, uint32_t glyph, const Pen *pen, void *to)
{
    Hand hand = {pen, to};
    hb_draw_funcs_t *f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(f, move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f, curve, NULL, NULL);
    hb_font_get_glyph_shape(font->hb, glyph, f, &hand);
    hb_draw_funcs_destroy(f);
}

Sp font_depth(const Font *font, uint32_t glyph)
{
    hb_glyph_extents_t e;
    if (!hb_font_get_glyph_extents(font->hb, glyph, &e))
        return 0;
    Sp lowest = e.y_bearing + e.height;                            /* y grows upwards, the height is negative */
    return lowest < 0 ? PT(1000) * -lowest / font_facts(font).upem : 0;
}
