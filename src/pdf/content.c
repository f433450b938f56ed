/* content.c - a page's items as a content stream.  Text is one text object as far as possible; a line is a Td from the
   line before, its glyphs one TJ array whose numbers are thousandths of the type size.  The pen is followed exactly, so
   rounding never adds up: a glyph is never farther than SLACK from where the typesetter set it.

   Marked content: items of one node in a row share a sequence with an MCID; furniture is an artifact.  A glyph says its
   text through ToUnicode, a hyphen which the line break put in says U+00AD in a tagged file (14.8.2.2.3); where
   several glyphs together say what none of them says alone, an ActualText does. */
#include "pdf/inside.h"

enum { SLACK = 3 };                                                /* 1/1000 em: 0.02 pt at 10 pt */
typedef enum { SHUT, ARRAY, STRING } Open;                         /* how far the TJ operand is open */
typedef struct {
    Pdf *p;
    Buf *b;
    Sp height;                                                     /* of the trim; y is turned upwards from it */
    Sp edge, left;                                                 /* from the sheet's edge to the trim; at the left */
    int64_t cut[4];                                                /* left, low, right, top: no picture goes beyond */
    bool text;                                                     /* between BT and ET */
    bool marked;
    const Struct *node;
    Artifact artifact;
    Cast *cast; Face *face;
    Sp size, rise;
    int scale, gray;
    const Ink *ink;                                                /* set in the place of gray */
    int64_t line_x, line_y;                                        /* where the line begins, 1/1000 pt */
    Sp pen_x, pen_y;                                               /* where the next glyph falls of itself */
    Open open;
    Sp start;                                                      /* pen_x when `moved` was 0 */
    int64_t moved, unit, shift;                                    /* 10^-6 Sp: since start | 1/1000 em | Tc */
    int64_t spacing, wording, gap;                                 /* Tc, Tw, thousandths of a point | Tw as `shift` */
} Content;

/* ---- operators */
static void shut(Content *c)
{
    if (c->open == STRING) buf_byte(c->b, ')');
    if (c->open != SHUT) buf_put(c->b, S("]TJ\n"));
    c->open = SHUT;
}

static void leave_text(Content *c)
{
    shut(c);
    if (c->text) buf_put(c->b, S("ET\n"));
    c->text = false;
}

/* Text objects and marked content must nest: a sequence that begins in a text object ends in it. */
static void unmark(Content *c)
{
    shut(c);
    if (c->marked) buf_put(c->b, S("EMC\n"));
    c->marked = false;
}

static void put_artifact(Buf *b, Artifact a)
{
    static const char *const kinds[] = {
        [ARTIFACT_HEADER] = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
        [ARTIFACT_FOOTER] = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
        [ARTIFACT_LAYOUT] = "/Artifact<</Type/Layout>>BDC\n",
    };
    buf_put(b, str_of(kinds[a ? a : ARTIFACT_LAYOUT]));
}

static void mark(Content *c, const Item *item)
{
    if (!c->p->tags) return;
    const Struct *node = item->artifact ? NULL : item->node;
    if (c->marked && c->node == node && c->artifact == item->artifact) return;
    unmark(c);
    if (node) buf_format(c->b, "/%s<</MCID %d>>BDC\n", tags_role(node), tags_content(c->p, node));
    else put_artifact(c->b, item->artifact);
    c->marked = true;
    c->node = node;
    c->artifact = item->artifact;
}

static void set_gray(Content *c, int gray)
{
    if (c->gray == gray && !c->ink) return;
    shut(c);
    put_milli(c->b, (gray * 1000 + 127) / 255);
    buf_put(c->b, S(" g\n"));
    c->gray = gray;
    c->ink = NULL;
}

static void set_ink(Content *c, const Item *item)
{
    const Ink *ink = item->ink;
    if (!ink || !c->p->facts->colour) {
        set_gray(c, item->gray);
        return;
    }
    if (c->ink == ink) return;
    shut(c);
    const uint8_t parts[] = {ink->c, ink->m, ink->y, ink->k};
    for (int i = 0; i < 4; i++) {
        put_milli(c->b, parts[i] * 10);
        buf_byte(c->b, ' ');
    }
    buf_put(c->b, S("k\n"));
    c->ink = ink;
}

static void set_rise(Content *c, Sp rise)
{
    shut(c);
    put_milli(c->b, put_round(rise));
    buf_put(c->b, S(" Ts\n"));
    c->rise = rise;
}

/* ---- the pen */
static int64_t divide(int64_t n, int64_t by) { return (n >= 0 ? n + by / 2 : n - by / 2) / by; }

static void settle(Content *c)
{
    c->pen_x = c->start + divide(c->moved, 1000000);
    c->start = c->pen_x;
    c->moved = 0;
}

static void scale_whites(Content *c)
{
    c->shift = c->spacing * 65536 * c->scale;
    c->gap = c->wording * 65536 * c->scale;
}

static void set_font(Content *c, Cast *cast, Sp size, int scale)
{
    shut(c);
    settle(c);
    if (c->scale != scale) {
        put_milli(c->b, (int64_t)scale * 100);
        buf_put(c->b, S(" Tz\n"));
    }
    if (c->cast != cast || c->size != size) {
        buf_format(c->b, "/F%d ", cast->number);
        put_milli(c->b, put_round(size));
        buf_put(c->b, S(" Tf\n"));
    }
    c->cast = cast;
    c->size = size;
    c->scale = scale;
    c->unit = size * scale;
    scale_whites(c);
}

/* Tc or Tw: the white after each glyph, or with each word space. */
static void set_white(Content *c, int64_t *white, int64_t to, Str operator)
{
    if (*white == to) return;
    shut(c);
    settle(c);
    put_milli(c->b, to);
    buf_put(c->b, operator);
    *white = to;
    scale_whites(c);
}

static void move(Content *c, Sp x, Sp y)
{
    bool here = c->text && c->pen_y == y;
    settle(c);
    Sp gap = x - c->pen_x;
    if (here && gap < 4 * c->size && gap > -4 * c->size) return;   /* near enough for a number in the next TJ */
    shut(c);
    if (!c->text) {
        buf_put(c->b, S("BT\n"));
        c->line_x = c->line_y = 0;
        c->text = true;
    }
    int64_t to_x = put_round(x + c->left), to_y = put_round(c->height - y + c->edge);
    put_milli(c->b, to_x - c->line_x);
    buf_byte(c->b, ' ');
    put_milli(c->b, to_y - c->line_y);
    buf_put(c->b, S(" Td\n"));
    c->line_x = to_x;
    c->line_y = to_y;
    c->start = c->pen_x = x;
    c->pen_y = y;
}

static void kern(Content *c, int64_t units)
{
    if (units == 0) return;
    if (c->open == STRING) buf_byte(c->b, ')');
    else if (c->open == SHUT) buf_byte(c->b, '[');
    c->open = ARRAY;
    buf_int(c->b, -units);
    c->moved += units * c->unit;
}

static void open_string(Content *c)
{
    if (c->open == STRING) return;
    if (c->open == SHUT) buf_byte(c->b, '[');
    buf_byte(c->b, '(');
    c->open = STRING;
}

static inline void put_code_byte(Buf *b, char byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r') buf_byte(b, '\\');
    buf_byte(b, byte == '\r' ? 'r' : byte);
}

static inline void put_code(Content *c, const Sort *sort)
{
    open_string(c);
    if (!c->face->facts.named) put_code_byte(c->b, (char)(sort->code >> 8));
    put_code_byte(c->b, (char)sort->code);
}

/* The number before a glyph which the typesetter wants `off` (10^-6 Sp) from the pen, `step` after the last one's
   natural end.  Taken as the step alone where that is near enough: like distances then get one number, which packs
   better. */
static void approach(Content *c, int64_t off, Sp step)
{
    int64_t alone = step == 0 ? 0 : divide(step * 1000000, c->unit);
    int64_t rest = off - alone * c->unit;
    if (rest > SLACK * c->unit || rest < -SLACK * c->unit) alone = divide(off, c->unit);
    kern(c, alone);
}

/* ---- glyphs */
typedef struct { Sp x, step; } Along;                              /* the next glyph; what the last left over */

static void show(Content *c, const Item *item, const Glyph *g, Str text, Along *along)
{
    const Sort *sort = embed_known(c->p, c->face, g->gid, text);
    if (c->cast != sort->cast || c->size != item->size || c->scale != item->scale)
        set_font(c, sort->cast, item->size, item->scale);
    if (c->rise != item->rise + g->dy) set_rise(c, item->rise + g->dy);
    int64_t off = (along->x + g->dx - c->start) * 1000000 - c->moved, slack = SLACK * c->unit;
    if (along->step + g->dx != 0 || off > slack || off < -slack) approach(c, off, along->step + g->dx);
    put_code(c, sort);
    int64_t natural = sort->width * c->unit + c->shift + (sort->spaces ? c->gap : 0);
    c->moved += natural;
    along->x += g->advance;
    int64_t left = (g->advance - g->dx) * 1000000 - natural;
    along->step = left * 2 < c->unit && -left * 2 < c->unit ? 0 : divide(left, 1000000);
}

/* What most have in common (a vote by Boyer and Moore), all in 10^-6 Sp. */
typedef struct { int64_t common; int votes; } Vote;

static void vote(Vote *v, int64_t left)
{
    enum { NEAR = 16000000 };
    if (v->votes == 0) v->common = left;
    v->votes += left >= v->common - NEAR && left <= v->common + NEAR ? 1 : -1;
}

/* The letter-space of a line is what most of its glyphs move on above their width, its word space what most of its
   blanks then still want.  The first glyphs of a line speak for all, and a few have no say. */
static void set_spaces(Content *c, const Item *item)
{
    enum { FEW = 4, ENOUGH = 28 };
    Vote letters = {0}, words = {0};
    int64_t unit = item->size * item->scale, milli = (int64_t)65536 * item->scale;
    int n = item->nglyphs < ENOUGH ? item->nglyphs : ENOUGH;
    if (n < FEW) return;
    for (int i = 0; i < n; i++) {
        const Glyph *g = &item->glyphs[i];
        int64_t left = g->advance * 1000000 - embed_width(c->face, g->gid) * unit;
        bool blank = g->cluster < item->text.n && item->text.s[g->cluster] == ' ';
        vote(blank ? &words : &letters, left);
    }
    set_white(c, &c->spacing, divide(letters.common, milli), S(" Tc\n"));
    if (words.votes > 0)
        set_white(c, &c->wording, divide(words.common - c->spacing * milli, milli), S(" Tw\n"));
}

/* What a glyph says on its own, where its cluster's text is said by an ActualText or not at all. */
static Str reading(Content *c, const Glyph *g, Str text)
{
    uint32_t u = font_unicode(c->face->font, g->gid);
    if (u == UNI_NONE && text.n > 0) {
        ptrdiff_t at = 0;
        u = utf8_next(text, &at);
    }
    Buf b = buf_new(c->p->scratch);
    utf8_put(&b, u == UNI_NONE ? 0x200B : u);
    return buf_str(&b);
}

/* Its own sequence in the node, not one nested in the node's: readers of the structure lose count of nested ones. */
static void actual_begin(Content *c, const Item *item, Str text)
{
    if (!c->p->tags || item->artifact) return;
    unmark(c);
    buf_format(c->b, "/%s<</MCID %d/ActualText<FEFF", tags_role(item->node), tags_content(c->p, item->node));
    put_utf16(c->b, text);
    buf_put(c->b, S(">>>BDC\n"));
    c->marked = true;
}

static void actual_end(Content *c, const Item *item)
{
    if (!c->p->tags || item->artifact) return;
    unmark(c);
    mark(c, item);
}

static bool same_reading(Content *c, const Glyph *g, int n, Str text)
{
    Buf b = buf_new(c->p->scratch);
    for (int i = 0; i < n; i++) buf_put(&b, reading(c, &g[i], text));
    return str_eq(uni_nfc(c->p->scratch, buf_str(&b)), uni_nfc(c->p->scratch, text));
}

/* Several glyphs for one piece of text.  Each takes one scalar where they are as many; else each says what it stands
   for in the font, and where this does not come to the same, the piece is said around them. */
static void show_cluster(Content *c, const Item *item, const Glyph *g, int n, Str text, Along *along)
{
    bool even = utf8_count(text) == n;
    bool actual = !even && text.n > 0 && !same_reading(c, g, n, text);
    if (actual) actual_begin(c, item, text);
    for (int i = 0; i < n; i++) {
        ptrdiff_t end = 0;
        if (even) utf8_next(text, &end);
        show(c, item, &g[i], even ? str_sub(text, 0, end) : reading(c, &g[i], text), along);
        text = even ? str_from(text, end) : text;
    }
    if (actual) actual_end(c, item);
}

static void put_glyphs(Content *c, const Item *item)
{
    Along along = {.x = item->x};
    int n = item->nglyphs - (item->hyphen && item->nglyphs > 0);
    c->face = embed_face(c->p, item->font);
    set_ink(c, item);
    mark(c, item);
    move(c, item->x, item->y);
    set_spaces(c, item);
    for (int i = 0, next; i < n; i = next) {
        const Glyph *g = &item->glyphs[i];
        for (next = i + 1; next < n && item->glyphs[next].cluster == g->cluster; next++) continue;
        ptrdiff_t end = next < n ? item->glyphs[next].cluster : item->text.n;
        Str text = {item->text.s + g->cluster, end - g->cluster};
        if (next == i + 1 && text.n > 0) show(c, item, g, text, &along);
        else show_cluster(c, item, g, next - i, text, &along);
    }
    if (n < item->nglyphs) show(c, item, &item->glyphs[n], c->p->tags ? S("\u00AD") : S("-"), &along);
}

/* About the line's beginning (X, Y) a point goes to X + (y - Y), Y - (x - X); what is set within is forgotten after. */
static void put_turned(Content *c, const Item *item)
{
    unmark(c);
    leave_text(c);
    const Content before = *c;
    int64_t x = put_round(item->x + c->left), y = put_round(c->height - item->y + c->edge);
    buf_put(c->b, S("q 0 -1 1 0 "));
    put_milli(c->b, x - y);
    buf_byte(c->b, ' ');
    put_milli(c->b, x + y);
    buf_put(c->b, S(" cm\n"));
    put_glyphs(c, item);
    unmark(c);
    leave_text(c);
    buf_put(c->b, S("Q\n"));
    *c = before;
}

/* What is no text stands between text objects, in a sequence of its own: the place's left, low, width, height. */
static void begin_shape(Content *c, const Item *item, int64_t box[4])
{
    unmark(c);
    leave_text(c);
    mark(c, item);
    int64_t left = put_round(item->x + c->left), right = put_round(item->x + item->width + c->left);
    int64_t top = put_round(c->height - item->y + c->edge);
    int64_t low = put_round(c->height - item->y - item->height + c->edge);
    const int64_t found[] = {left, low, right - left, top - low};
    memcpy(box, found, sizeof found);
}

static void put_operands(Content *c, const int64_t *n, int count)
{
    for (int i = 0; i < count; i++) {
        put_milli(c->b, n[i]);
        buf_byte(c->b, ' ');
    }
}

static void put_rule(Content *c, const Item *item)
{
    int64_t box[4];
    begin_shape(c, item, box);
    set_ink(c, item);
    put_operands(c, box, 4);
    buf_put(c->b, S("re f\n"));
    unmark(c);
}

/* Of a place, left, low, width, height, its corners: left, low, right, top, as far as there is paper for ink. */
static bool corners_of(const Content *c, const int64_t box[4], int64_t corners[4])
{
    bool cut = false;
    for (int i = 0; i < 4; i++) {
        corners[i] = i < 2 ? box[i] : box[i - 2] + box[i];
        bool beyond = i < 2 ? corners[i] < c->cut[i] : corners[i] > c->cut[i];
        if (beyond) corners[i] = c->cut[i];
        cut |= beyond;
    }
    return cut;
}

static void put_clip(Content *c, const int64_t corners[4])
{
    const int64_t clip[] = {corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]};
    put_operands(c, clip, 4);
    buf_put(c->b, S("re W n "));
}

/* The unit square onto a place: left, low, width, height; turned and mirrored as EXIF's orientation says. */
static void put_matrix(Content *c, const int64_t box[4], int turn)
{
    static const int8_t turns[8][6] = {
        {1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
        {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1}, {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0},
    };
    const int8_t *t = turns[turn - 1];
    int64_t matrix[6];
    for (int i = 0; i < 6; i++) matrix[i] = t[i] * box[2 + i % 2] + (i >= 4 ? box[i - 4] : 0);
    put_operands(c, matrix, 6);
}

static void put_image(Content *c, const Item *item)
{
    int number = image_find(c->p, item->image);
    if (number < 0) return;
    int64_t box[4], corners[4];
    begin_shape(c, item, box);
    bool cut = corners_of(c, box, corners) || item->whole_width > 0;
    buf_put(c->b, S("q "));
    if (cut) put_clip(c, corners);
    if (item->whole_width > 0) {
        int64_t width = put_round(item->whole_width), height = put_round(item->whole_height);
        const int64_t whole[] = {box[0] - (width - box[2]) / 2, box[1] - (height - box[3]) / 2, width, height};
        memcpy(box, whole, sizeof box);
    }
    put_matrix(c, box, image_turn(c->p, number));
    buf_format(c->b, "cm /I%d Do Q\n", number);
    unmark(c);
    if (c->p->tags && item->node && !item->artifact) tags_box(c->p, item->node, corners);
}

/* Two hair lines at each corner tell where to cut; they begin where the bleed ends. */
static void put_marks(Content *c, const Page *page)
{
    enum { HAIR = 250, LENGTH = 12000, GAP = 3000 };               /* thousandths of a point */
    int64_t edge = put_round(c->edge), left = put_round(c->left), bleed = put_round(c->p->facts->bleed);
    int64_t across[] = {left, left + put_round(page->width)}, down[] = {edge, edge + put_round(page->height)};
    int64_t from = (bleed > GAP ? bleed : GAP);
    set_gray(c, 0);
    put_milli(c->b, HAIR);
    buf_put(c->b, S(" w\n"));
    for (int corner = 0; corner < 4; corner++) {
        int64_t x = across[corner & 1], y = down[corner >> 1];
        int64_t right = corner & 1 ? 1 : -1, up = corner >> 1 ? 1 : -1;
        const int64_t lines[][4] = {{x + right * from, y, x + right * (from + LENGTH), y},
                                    {x, y + up * from, x, y + up * (from + LENGTH)}};
        for (int i = 0; i < 2; i++) {
            put_operands(c, lines[i], 2);
            buf_put(c->b, S("m "));
            put_operands(c, lines[i] + 2, 2);
            buf_put(c->b, S("l S\n"));
        }
    }
}

/* A reader who jumps here sees the line and a little above it. */
static void put_anchors(Pdf *p, const Page *page, const Item *item)
{
    int64_t x = put_round(item->x), y = put_round(page->height - item->y + item->size * 5 / 4);
    for (Cut id = str_cut(item->anchor, ' '); id.head.n > 0; id = str_cut(id.tail, ' ')) names_anchor(p, id.head, x, y);
}

Str content_write(Pdf *p, const Page *page)
{
    Buf b = buf_new(p->scratch);
    Content c = {.p = p, .b = &b, .height = page->height, .scale = 1000,
                 .edge = page_edge(p), .left = page_left(p, page)};
    page_cut(p, page, c.cut);
    for (const Item *item = page->items; item; item = item->next) {
        put_anchors(p, page, item);
        if (item->kind == ITEM_GLYPHS && item->nglyphs > 0) (item->turned ? put_turned : put_glyphs)(&c, item);
        if (item->kind == ITEM_RULE) put_rule(&c, item);
        if (item->kind == ITEM_IMAGE) put_image(&c, item);
    }
    unmark(&c);
    leave_text(&c);
    if (p->profile == PDF_PRINT && page_edge(p) > p->facts->bleed) put_marks(&c, page);
    return buf_str(&b);
}
