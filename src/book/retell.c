/* retell.c - what the manuscript says: the reading view of the tree, leaf by leaf, with the lines of the source. */
#include "book/inside.h"

typedef struct {
    Arena *a;
    Teller *t;
    const Book *book;                                              /* NULL: levels count the divisions around */
    const PageMap *map;
    int depth, leaves, look;                                       /* divisions | blocks and phrases around */
    const Origin *at; ptrdiff_t n, i;                             /* pointers of the block in hand, the one we are at */
    int line;
} Retelling;

static void tell(Retelling *r, const Node *n);

static void children(Retelling *r, const Node *n)
{
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        tell(r, c);
}

static bool has_type(const Node *n, const char *type) { return str_eq(tei_get(n, ATT_TYPE), str_of(type)); }

/* ---- lines: the k-th line of a block is where its k-th pointer says */
static void end_line(Retelling *r)
{
    if (r->i >= r->n)
        return;
    if (r->line < r->at[r->i].last)
        r->line++;
    else if (++r->i < r->n)
        r->line = r->at[r->i].line;
    said_line(r->t, r->line);
}

/* ---- blocks */
static int level_of(const Retelling *r, const Node *head)
{
    Tag up = tei_tag(tei_parent(head));
    if (!tei_is(head, TEI_HEAD) || (up != TEI_DIV && up != TEI_BODY && up != TEI_FRONT && up != TEI_TEXT))
        return 0;
    if (!r->book)
        return r->depth;
    const Heading *h = book_heading(r->book, head);
    return h ? h->level + (h->head != head) : 1;
}

/* What decides how a block looks on paper, as far as the manuscript tells. */
static Str kind_of(Retelling *r, const Node *leaf, int level)
{
    Buf b = buf_new(r->a);
    int boxes = 0;
    buf_format(&b, "%s%d.%.*s.%.*s.%.*s.%.*s", tei_name(tei_tag(leaf)), level, STR(tei_get(leaf, ATT_TYPE)),
        STR(tei_get(leaf, ATT_REND)), STR(tei_get(leaf, ATT_RESP)), STR(tei_get(leaf, ATT_ROLE)));
    for (const Node *n = tei_parent(leaf); n && boxes < 3; n = tei_parent(n), boxes++)
        buf_format(&b, "<%s.%.*s.%.*s", tei_name(tei_tag(n)), STR(tei_get(n, ATT_TYPE)), STR(tei_get(n, ATT_ROLE)));
    return buf_str(&b);
}

/* The title page's; that of the half-title heads nothing. */
static bool is_title(const Node *n)
{
    return tei_is(n, TEI_TITLEPART) && (has_type(n, "main") || has_type(n, "")) &&
           !has_type(tei_up(n, TEI_TITLEPAGE), "halftitle");
}

static void leaf(Retelling *r, const Node *n)
{
    Retelling outer = *r;
    Origin *at = NULL;
    Where where = tei_where(n);
    r->n = tei_origins(r->a, n, &at);
    r->at = at;
    r->i = 0;
    r->line = r->n > 0 && at[0].line > 0 ? at[0].line : where.line;
    r->look = 0;
    r->leaves++;
    if (r->n > 0 && at[0].line > 0 && where.file.n == 0)
        where.file = at[0].file;
    int level = level_of(r, n);
    said_begin(r->t, (SaidBlock){.id = tei_get(n, ATT_ID), .level = level, .sub = has_type(n, "sub"),
        .title = is_title(n), .at = where,
        .kind = r->book ? kind_of(r, n, level) : S(""), .note = tei_up(n, TEI_NOTE) || has_type(tei_parent(n), "notes")
        || str_starts(tei_get(tei_parent(n), ATT_TYPE), S("notes-"))});
    said_line(r->t, r->line);
    children(r, n);
    said_end(r->t);
    int line = r->n > 0 ? outer.line : 0;
    *r = outer;
    if (line > 0)
        said_line(r->t, line);
}

/* A label, a speaker: words that open the next block. */
static void label(Retelling *r, const Node *n)
{
    r->leaves++;
    said_label(r->t, true);
    children(r, n);
    said_label(r->t, false);
    r->leaves--;
}

/* A quotation in a line of text is a phrase of it. */
static bool is_phrase(const Retelling *r, const Node *n)
{
    if (r->leaves == 0 || !(tei_kind(tei_tag(n)) & KIND_INLINE))
        return false;
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        if ((tei_kind(tei_tag(c)) & (KIND_BOX | KIND_LEAF)) && !is_phrase(r, c))
            return false;
    return true;
}

/* ---- phrases */
bool book_is_bare(const Node *foreign)
{
    const Node *only = tei_first(foreign);
    Str rend = tei_get(only, ATT_REND);
    return only && !tei_next(only) && (tei_is(only, TEI_EMPH) || tei_is(only, TEI_FOREIGN) ||
                                       (tei_is(only, TEI_HI) && (rend.n == 0 || str_eq(rend, S("italic")))));
}

static int look_of(const Node *n)
{
    static const struct { const char *word; int look; } looks[] = {
        {"italic", SAID_ITALIC}, {"bold", SAID_BOLD}, {"superscript", SAID_RAISED}, {"subscript", SAID_LOWERED},
        {"small-caps", SAID_SMALL}, {"lead-in", SAID_SMALL}, {"strike", SAID_STRUCK}, {"underline", SAID_UNDER}};
    Str rest = tei_get(n, ATT_REND), level = tei_get(n, ATT_LEVEL);
    int look = 0;
    if (tei_is(n, TEI_TITLE))
        return str_eq(level, S("a")) || str_eq(level, S("u")) ? 0 : SAID_ITALIC;
    if (tei_is(n, TEI_SEG) && tei_get(n, ATT_RESP).n > 0)
        return SAID_ASIDE;
    if (tei_is(n, TEI_FOREIGN))
        return book_is_bare(n) ? 0 : SAID_ITALIC;
    if (tei_is(n, TEI_EMPH) || (tei_is(n, TEI_HI) && rest.n == 0))
        return SAID_ITALIC;
    while (tei_is(n, TEI_HI) && rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
            if (str_eq(c.head, str_of(looks[i].word)))
                look |= looks[i].look;
        rest = c.tail;
    }
    return look;
}

static void ref(Retelling *r, const Node *n)
{
    if (has_type(n, "note")) {
        said_call(r->t, tei_reading_all(r->a, n));
    } else if (has_type(n, "back") && said_nothing(r->t)) {
        label(r, n);
    } else if (!has_type(n, "page")) {
        children(r, n);
    }
}

/* The pages of an index are no words of the manuscript; an edition names them. */
static void places(Retelling *r, const Node *seg)
{
    Folio *list = NULL;
    ptrdiff_t n = r->book ? spots_read(r->a, seg, r->map, &list) : 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        said_words(r->t, i > 0 ? S(", ") : S(""), r->look);
        said_words(r->t, list[i].words, r->look);
    }
}

static void phrase(Retelling *r, const Node *n)
{
    int outer = r->look;
    r->look ^= look_of(n) & SAID_ITALIC;                           /* emphasis within emphasis is roman again */
    r->look |= look_of(n) & ~SAID_ITALIC;
    children(r, n);
    r->look = outer;
}

/* What is not read still ends lines of the source. */
static void pass_over(Retelling *r, const Node *n)
{
    for (const Node *c = tei_walk(n, n); c; c = tei_walk(c, n))
        if (tei_is(c, TEI_LB))
            end_line(r);
}

static void line_break(Retelling *r, const Node *n)
{
    end_line(r);
    if (!str_eq(tei_get(n, ATT_BREAK), S("no")))
        said_words(r->t, S(" "), r->look);
}

static void tell(Retelling *r, const Node *n)
{
    Tag tag = tei_tag(n);
    int kind = tei_kind(tag);
    if (tag == TEI_CHARS)
        said_words(r->t, tei_content(n), r->look);
    else if (kind & KIND_OMITTED)
        pass_over(r, n);
    else if (tag == TEI_LB)
        line_break(r, n);
    else if (tag == TEI_REF)
        ref(r, n);
    else if (tag == TEI_SEG && has_type(n, "places"))
        places(r, n);
    else if (tag == TEI_LABEL || tag == TEI_SPEAKER)
        label(r, n);
    else if (tag == TEI_NONE || tag == TEI_TEIHEADER || tag == TEI_FIGDESC || (kind & KIND_EMPTY) ||
             (tag == TEI_HEAD && (has_type(n, "untitled") || has_type(n, "short"))))
        return;
    else if ((kind & KIND_LEAF) && !is_phrase(r, n))
        leaf(r, n);
    else {
        bool counts = tag == TEI_DIV || tag == TEI_TEXT || tag == TEI_GROUP;
        r->depth += counts;
        phrase(r, n);
        r->depth -= counts;
    }
}

Said tree_said(Arena *a, Tree *tree)
{
    Retelling r = {.a = a, .t = said_open(a)};
    tell(&r, tei_child(tei_root(tree), TEI_TEXT));
    return said_close(r.t);
}

Said book_said(Arena *a, const Book *book, const PageMap *map)
{
    Retelling r = {.a = a, .t = said_open(a), .book = book, .map = map};
    tell(&r, tei_child(tei_root(book->tree), TEI_TEXT));
    return said_close(r.t);
}
