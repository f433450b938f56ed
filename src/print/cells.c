/* cells.c - tables: rows, cells, their structure. */
#include "print/inside.h"

static int count_cells(const Node *row)
{
    int n = 0;
    for (const Node *i = tei_first(row); i; i = tei_next(i)) {
        Number span = str_number(tei_get(i, ATT_COLS));
        if (tei_is(i, TEI_CELL))
            n += span.ok && span.value > 0 && span.value < 100 ? (int)span.value : 1;
    }
    return n;
}

/* scope: whose head it is, "Row" or "Column"; empty: a cell like others. */
static void set_cell(Maker *m, Cell *cell, const Node *n, Struct *tr, Str scope, Ctx c)
{
    bool heading = scope.n > 0;
    Number span = str_number(tei_get(n, ATT_COLS));
    Block *first = m->first, *last = m->last;
    m->first = m->last = NULL;
    cell->head = heading;
    cell->span = span.ok && span.value > 0 && span.value < 100 ? (int)span.value : 1;
    cell->node = compose_node_of(m, n, tr, heading ? ROLE_TH : ROLE_TD);
    cell->node->id = S("");                                       /* its paragraph has it */
    if (heading)
        cell->node->attributes = scope;
    Ctx in = c;
    in.parent = cell->node;
    in.left = in.right = 0;
    in.look = heading ? LOOK_TABLEHEAD : LOOK_TABLE;
    in.alone = true;
    compose_leaf(m, n, in, heading ? LOOK_TABLEHEAD : LOOK_TABLE, ROLE_P);
    cell->blocks = m->first;
    Str rend = tei_get(n, ATT_REND);
    for (Block *b = cell->blocks; b; b = b->next) {
        b->align = str_eq(rend, S("right")) ? ALIGN_RIGHT : str_eq(rend, S("center")) ? ALIGN_CENTER : b->align;
        b->left += str_eq(rend, S("sub")) ? m->press->design.looks[LOOK_LIST].left : 0;   /* part of the row above */
    }
    m->first = first;
    m->last = last;
}

static bool is_label(const Node *n) { return str_eq(tei_get(n, ATT_ROLE), S("label")); }

/* A head alone is no head of anything (ISO 14289-1, 7.2): its rows stand in the table itself. */
static bool has_body(const Node *table)
{
    for (const Node *r = tei_first(table); r; r = tei_next(r))
        if (tei_is(r, TEI_ROW) && !is_label(r))
            return true;
    return false;
}

static void set_rows(Maker *m, const Node *n, Block *b, Ctx c)
{
    int at = 0;
    bool parted = has_body(n);
    Struct *head = NULL, *body = NULL;
    for (const Node *r = tei_first(n); r; r = tei_next(r)) {
        if (!tei_is(r, TEI_ROW))
            continue;
        bool heading = is_label(r);
        Struct **group = heading ? &head : &body;
        if (!*group && parted)
            *group = compose_node(m, c.parent, heading ? ROLE_THEAD : ROLE_TBODY);
        Struct *tr = compose_node_of(m, r, parted ? *group : c.parent, ROLE_TR);
        compose_anchor(m, tei_get(r, ATT_ID));
        int col = 0;
        for (const Node *i = tei_first(r); i; i = tei_next(i)) {
            if (!tei_is(i, TEI_CELL))
                continue;
            Cell *cell = &b->cells[at * b->cols + col];
            set_cell(m, cell, i, tr, heading ? S("scope=Column") : is_label(i) ? S("scope=Row") : S(""), c);
            col += cell->span;
        }
        at++;
    }
}

static Str address_of(const Struct *const *table) { return (Str){(const char *)table, sizeof *table}; }

/* Its rules are as long as its columns ask, on each of its pages.  Another table may have had its address. */
static void note_width(Maker *m, const Block *b)
{
    Press *p = m->press;
    const Design *d = &p->design;
    const Struct *table = b->node;
    Sp *width = table_find(p->tables, address_of(&table));
    if (!width) {
        width = new(p->a, Sp, 1);
        table_put(p->tables, str_copy(p->a, address_of(&table)), width);
    }
    *width = b->left + type_table_width(p->setter, b, &(Frame){.measure = d->measure, .leading = d->leading});
}

Sp cells_width(const Press *p, const Struct *table)
{
    const Sp *width = table_find(p->tables, address_of(&table));
    return width ? *width : p->design.measure;
}

void cells_table(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    Block *before = m->last;
    Ctx in = c;
    in.parent = compose_node_of(m, n, c.parent, ROLE_TABLE);
    Block *b = new(m->a, Block, 1);
    Sp half = m->press->design.leading / 2;
    *b = (Block){.kind = BLOCK_TABLE, .node = in.parent, .left = c.left, .right = c.right, .before = half,
        .after = half, .at = tei_where(n)};
    for (const Node *r = tei_first(n); r; r = tei_next(r)) {
        int cells = tei_is(r, TEI_ROW) ? count_cells(r) : 0;
        b->rows += cells > 0;
        b->cols = cells > b->cols ? cells : b->cols;
        if (tei_is(r, TEI_HEAD))
            element_set(m, r, in);
    }
    if (b->rows == 0)
        return;
    b->cells = new(m->a, Cell, b->rows * b->cols);
    box_announce(before);
    set_rows(m, n, b, in);
    note_width(m, b);
    compose_append(m, b);
}
