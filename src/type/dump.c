/* dump.c - what the typesetter takes and makes, as text that reads well in a diff.  Lengths are points with two
   decimals. */
#include "type/inside.h"

static void put_points(Buf *b, Sp length)
{
    Sp hundredths = (length * 100 + (length < 0 ? -32768 : 32768)) / 65536;
    if (hundredths < 0) {
        buf_byte(b, '-');
        hundredths = -hundredths;
    }
    buf_format(b, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}

static void indent(Buf *b, int depth)
{
    for (int i = 0; i < depth; i++) buf_put(b, S("  "));
}

/* ---- breaks: a line of text a line, with the mean of its spaces in 1/1000 em and the scale of its glyphs */

typedef struct { const Item *first, *end; } Line;

static bool is_text(const Item *it)
{
    return it->kind == ITEM_GLYPHS && it->nglyphs > 0;
}

static Line next_line(const Item *it)
{
    while (it && !is_text(it)) it = it->next;
    Line l = {it, it};
    for (; it && (!is_text(it) || it->y == l.first->y); it = it->next)
        if (is_text(it)) l.end = it->next;
    return l;
}

int dump_space(const Item *first, const Item *end)
{
    Sp sum = 0;
    int64_t n = 0;
    Sp size = first->size;
    for (const Item *it = first; it != end; it = it->next)
        for (int i = 0; i < it->nglyphs; i++) {
            int32_t c = it->glyphs[i].cluster;
            bool last = i == it->nglyphs - 1 && (it->next == end || it->width < it->glyphs[i].advance);
            if (c >= it->text.n || it->text.s[c] != ' ' || last) continue;
            sum += it->glyphs[i].advance;
            n++;
        }
    return n ? (int)(sum * 1000 / (n * size)) : 0;
}

static void dump_line(Buf *b, Line l)
{
    bool hyphen = false;
    buf_format(b, "  %4d %4d  ", dump_space(l.first, l.end), l.first->scale);
    for (const Item *it = l.first; it != l.end; it = it->next) {
        Str text = it->text;
        while (it->next == l.end && str_ends(text, S(" "))) text.n--;
        buf_put(b, text);
        if (it->next != l.end && it->next->x > it->x + it->width + it->size / 2) buf_put(b, S("  "));
        hyphen = it->hyphen;
    }
    buf_put(b, hyphen ? S("-\n") : S("\n"));
}

static void dump_head(Buf *b, const Page *p)
{
    buf_format(b, "page %d", p->number);
    if (p->label.n) buf_format(b, " '%.*s'", STR(p->label));
    buf_put(b, p->blank ? S(" blank") : p->opening ? S(" opening") : S(""));
    buf_byte(b, '\n');
}

void dump_breaks(Buf *b, const Page *pages)
{
    for (const Page *p = pages; p; p = p->next) {
        dump_head(b, p);
        for (Line l = next_line(p->items); l.first; l = next_line(l.end)) dump_line(b, l);
    }
}

/* ---- pages: every item where it stands */

static const char *const artifacts[] = {"", "header", "footer", "layout"};
static const char *const roles[ROLE_MAX] = {
    "Document", "Part", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "H", "P", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "Span", "Quote", "Note", "Reference", "BibEntry", "Code",
    "Link", "Figure"};

static void put_role(Buf *b, const Struct *s)
{
    buf_put(b, str_of(roles[s->role]));
    if (s->role == ROLE_H && s->level) buf_int(b, s->level);
}

static void dump_item(Buf *b, const Item *it)
{
    buf_put(b, S("  "));
    put_points(b, it->y);
    buf_byte(b, ' ');
    put_points(b, it->x);
    buf_byte(b, '+');
    put_points(b, it->width);
    buf_byte(b, ' ');
    if (it->node) put_role(b, it->node);
    else buf_put(b, str_of(artifacts[it->artifact]));
    if (it->block.n) buf_format(b, " %.*s:%lld", STR(it->block), (long long)it->offset);
    if (it->anchor.n) buf_format(b, " anchor '%.*s'", STR(it->anchor));
    if (it->link.n) buf_format(b, " link '%.*s'", STR(it->link));
    if (it->kind == ITEM_RULE) buf_put(b, S(" rule"));
    if (it->kind == ITEM_IMAGE) buf_format(b, " image '%.*s'", STR(path_base(it->image)));
    if (it->bleeds) {
        buf_put(b, S(" bleeds, high "));
        put_points(b, it->height);
        buf_put(b, S(", whole "));
        put_points(b, it->whole_width);
        buf_put(b, S(" x "));
        put_points(b, it->whole_height);
    }
    if (it->kind == ITEM_GLYPHS) buf_format(b, " \"%.*s\"", STR(it->text));
    if (it->hyphen) buf_put(b, S(" hyphen"));
    buf_byte(b, '\n');
}

void dump_pages(Buf *b, const Page *pages)
{
    for (const Page *p = pages; p; p = p->next) {
        dump_head(b, p);
        if (p->block.n) buf_format(b, "  begins %.*s:%lld\n", STR(p->block), (long long)p->offset);
        for (const Item *it = p->items; it; it = it->next) dump_item(b, it);
    }
}

/* ---- spreads: what was done to pages */

void dump_deeds(Buf *b, const Page *p)
{
    static const struct { const char *text; bool lines; } said[] = {
        [DEED_SHORT] = {"both pages end higher by", true}, [DEED_LONGER] = {"is longer than at its best by", true},
        [DEED_SHORTER] = {"is shorter than at its best by", true}, [DEED_ROOM] = {"has more room above by", true},
        [DEED_WHITE] = {"has white below it of", true}, [DEED_PARTED] = {"is parted where it should not, after", true},
        [DEED_HYPHEN] = {"goes on overleaf behind a hyphen", false}, [DEED_NOTE] = {"a note goes on overleaf", false},
        [ELSE_WIDOW] = {"would end overleaf with", true}, [ELSE_ORPHAN] = {"would begin at the foot with", true},
        [ELSE_HEADING] = {"would stand without its text", false}, [ELSE_PARTED] = {"would be parted after", true},
        [ELSE_WHITE] = {"would not fit, and leave white of", true},
        [ELSE_HYPHEN] = {"would go on behind the leaf with a hyphen", false},
        [ELSE_END] = {"the last page would have", true}, [ELSE_NOTES] = {"notes would not fit", false},
        [ELSE_LATER] = {"a later page would not end well", false}};
    for (const Deed *d = p->deeds; d; d = d->next) {
        buf_put(b, d->kind >= ELSE_WIDOW ? S("  else ") : S("  "));
        buf_format(b, "%.*s%s%s", STR(d->block), d->block.n ? " " : "", said[d->kind].text);
        if (said[d->kind].lines) buf_format(b, " %d %s", d->lines, d->lines == 1 ? "line" : "lines");
        buf_byte(b, '\n');
    }
}

void dump_spreads(Buf *b, const Page *pages)
{
    for (const Page *p = pages; p; p = p->next) {
        if (p->deeds) dump_head(b, p);
        dump_deeds(b, p);
    }
}

/* ---- blocks: what layout is given */

static void dump_run(Buf *b, const Run *r, int depth);

static void dump_level(Buf *b, const Block *blocks, int depth)
{
    static const char *const kinds[] = {"para", "skip", "rule", "image", "table", "page", "recto"};
    static const char *const aligns[] = {"", " left", " center", " right"};
    for (const Block *k = blocks; k; k = k->next) {
        indent(b, depth);
        buf_format(b, "%s%s", kinds[k->kind], aligns[k->align]);
        if (k->node) buf_byte(b, ' '), put_role(b, k->node);
        const struct { const char *name; Sp value; } lengths[] = {
            {"left", k->left}, {"right", k->right}, {"first", k->first}, {"hang", k->hang}, {"before", k->before},
            {"after", k->after}, {"leading", k->leading}, {"height", k->height}, {"width", k->width}};
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            if (!lengths[i].value) continue;
            buf_format(b, " %s ", lengths[i].name);
            put_points(b, lengths[i].value);
        }
        buf_put(b, k->keep ? S(" keep") : S(""));
        buf_put(b, k->keep_next ? S(" keep-next\n") : S("\n"));
        for (const Run *r = k->runs; r; r = r->next) dump_run(b, r, depth + 1);
        for (int c = 0; c < k->rows * k->cols; c++) dump_level(b, k->cells[c].blocks, depth + 1);
    }
}

static void dump_run(Buf *b, const Run *r, int depth)
{
    static const char *const kinds[] = {"text", "break", "fill", "space"};
    indent(b, depth);
    buf_put(b, str_of(kinds[r->kind]));
    if (r->style && r->style->font) {
        buf_format(b, " %.*s ", STR(path_base(r->style->font->path)));
        put_points(b, r->style->size);
        if (r->style->features) buf_format(b, " features %x", r->style->features);
    }
    if (r->node) buf_byte(b, ' '), put_role(b, r->node);
    if (r->anchor.n) buf_format(b, " anchor '%.*s'", STR(r->anchor));
    if (r->link.n) buf_format(b, " link '%.*s'", STR(r->link));
    if (r->glue_before) buf_put(b, S(" glued"));
    if (r->text.n) buf_format(b, " \"%.*s\"", STR(r->text));
    buf_byte(b, '\n');
    if (r->foot) dump_level(b, r->foot, depth + 1);
}

void dump_blocks(Buf *b, const Block *blocks)
{
    dump_level(b, blocks, 0);
}

/* ---- tags: the structure tree */

static void dump_node(Buf *b, const Struct *s, int depth)
{
    indent(b, depth);
    put_role(b, s);
    const struct { const char *name; Str value; } facts[] = {
        {"id", s->id}, {"lang", s->lang}, {"title", s->title}, {"alt", s->alt}, {"actual", s->actual},
        {"with", s->attributes}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].value.n) buf_format(b, " %s '%.*s'", facts[i].name, STR(facts[i].value));
    buf_byte(b, '\n');
    for (const Struct *c = s->first; c; c = c->next) dump_node(b, c, depth + 1);
}

void dump_tags(Buf *b, const Struct *root)
{
    for (const Struct *s = root; s; s = s->next) dump_node(b, s, 0);
}

Str type_versions(Arena *a) { return str_format(a, "HarfBuzz %s", hb_version_string()); }
