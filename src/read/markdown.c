#include "read/mdin.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <yaml.h>

/* A chapter is far below these; beyond them stand only accidents and attacks. */
enum { MOST_BYTES = 8 << 20, MOST_LEVELS = 60, MOST_BARS = 1000 };

/* ---- files ---- */

static void find_lines(Page *p)
{
    int n = 1;
    for (ptrdiff_t i = 0; i < p->bytes.n; i++)
        n += p->bytes.s[i] == '\n';
    p->line_at = new(p->a, ptrdiff_t, n + 1);
    p->nlines = 1;
    for (ptrdiff_t i = 0; i < p->bytes.n; i++)
        if (p->bytes.s[i] == '\n')
            p->line_at[p->nlines++] = i + 1;
    p->line_at[n] = p->bytes.n + 1;
}

/* line: 1-based, of the file; byte: 0-based, in the line */
static Where where(const Page *p, int line, ptrdiff_t byte)
{
    if (line < 1 || line > p->nlines)
        return (Where){p->path, 0, 0};
    bool on = p->last->line == line && p->last->byte <= byte;
    ptrdiff_t from = on ? p->last->byte : 0;
    Str since = str_sub(p->bytes, p->line_at[line - 1] + from, byte - from);
    p->last->col = (on ? p->last->col : 1) + (int)utf8_count(since);
    p->last->line = line;
    p->last->byte = byte;
    return (Where){p->path, line, p->last->col};
}

static bool is_text(Page *p)
{
    ptrdiff_t at = utf8_fault(p->bytes);
    for (ptrdiff_t i = 0, from = 0; at < 0 && i < p->bytes.n; from = i)
        if (uni_is_control(utf8_next(p->bytes, &i)))
            at = from;
    if (at < 0)
        return true;
    int line = 1;
    while (line < p->nlines && p->line_at[line] <= at)
        line++;
    diag(p->d, MARKDOWN_NOT_TEXT, where(p, line, at - p->line_at[line - 1]), "byte %d of the line is 0x%02x",
        (int)(at - p->line_at[line - 1]) + 1, (unsigned)(unsigned char)p->bytes.s[at]);
    return false;
}

/* cmark leaves a call without a note as words, and an escaped one too; only the source tells them apart. */
static void find_escaped(Page *p)
{
    Str rest = p->bytes;
    for (ptrdiff_t at; (at = str_find(rest, S("\\[^"))) >= 0;) {
        rest = str_from(rest, at + 3);
        ptrdiff_t n = 0;
        while (n < rest.n && n < 100 && !strchr("]\\ \n", rest.s[n]))
            n++;
        table_put(p->escaped, str_sub(rest, 0, n), p);
    }
}

/* cmark needs the square of a table's columns. */
static bool is_bounded(Page *p)
{
    int bars = 0, line = 1;
    for (ptrdiff_t i = 0; i < p->bytes.n && bars <= MOST_BARS; i++) {
        bars = p->bytes.s[i] == '\n' ? 0 : bars + (p->bytes.s[i] == '|');
        line += p->bytes.s[i] == '\n';
    }
    if (bars > MOST_BARS)
        diag(p->d, MARKDOWN_BOUND, (Where){p->path, line, 1}, "the line has more than %d bars", MOST_BARS);
    return bars <= MOST_BARS;
}

bool md_load(Page *p, Arena *a, const Part *part, Str book_dir, Str file, Where asked, Diag *d)
{
    *p = (Page){.a = a, .d = d, .part = part, .file = file, .path = path_join(a, book_dir, file), .ids = table_new(a),
        .hashes = table_new(a), .escaped = table_new(a)};
    p->last = arena_alloc(a, (ptrdiff_t)sizeof *p->last, (ptrdiff_t)_Alignof(ptrdiff_t), 1);
    Loaded l = file_load(a, p->path, d, asked);
    p->bytes = str_starts(l.bytes, S("\xEF\xBB\xBF")) ? str_from(l.bytes, 3) : l.bytes;
    if (l.ok && p->bytes.n > MOST_BYTES) {
        diag(d, MARKDOWN_BOUND, (Where){.file = p->path}, "it has more than 8 MB");
        return false;
    }
    find_lines(p);
    find_escaped(p);
    return l.ok && is_text(p) && is_bounded(p);
}

/* ---- pieces ---- */

static cmark_parser *new_parser(const Page *p)
{
    bool english = uni_speaks(p->part->lang, S("en"));
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | (english ? CMARK_OPT_SMART : 0));
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("strikethrough"));
    return parser;
}

static int depth_of(Md *root)
{
    int depth = 0, most = 0;
    cmark_iter *it = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        bool leaf = cmark_node_first_child(cmark_iter_get_node(it)) == NULL;
        depth += e == CMARK_EVENT_ENTER && !leaf ? 1 : e == CMARK_EVENT_EXIT && !leaf ? -1 : 0;
        most = depth > most ? depth : most;
    }
    cmark_iter_free(it);
    return most;
}

/* An escaped call is none. */
static void check_call(Page *p, Md *n, Str s)
{
    for (ptrdiff_t at; (at = str_find(s, S("[^"))) >= 0;) {
        s = str_from(s, at);
        ptrdiff_t end = str_find(s, S("]"));
        Str call = str_sub(s, 0, end + 1);
        s = str_from(s, 2);
        if (end < 3 || memchr(call.s, ' ', (size_t)call.n))
            continue;
        if (!table_find(p->escaped, str_sub(call, 2, end - 2)))
            diag(p->d, MARKDOWN_NOTE_MISSING, md_where(p, n), "'%.*s'", STR(str_sub(call, 2, end - 2)));
    }
}

static void check_calls(Page *p, Md *root)
{
    cmark_iter *it = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        Md *n = cmark_iter_get_node(it);
        if (e == CMARK_EVENT_ENTER && cmark_node_get_type(n) == CMARK_NODE_TEXT)
            check_call(p, n, str_of(cmark_node_get_literal(n)));
    }
    cmark_iter_free(it);
}

Md *md_parse(Page *p, Str piece)
{
    cmark_parser *parser = new_parser(p);
    cmark_parser_feed(parser, piece.s, (size_t)piece.n);
    Md *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    if (depth_of(root) > MOST_LEVELS) {
        diag(p->d, MARKDOWN_BOUND, (Where){p->path, p->before + 1, 1},
            "quotations, lists or emphasis nest deeper than %d", MOST_LEVELS);
        cmark_node_free(root);
        return NULL;
    }
    cmark_consolidate_text_nodes(root);
    check_calls(p, root);
    return root;
}

void md_close(Md *root)
{
    if (root)
        cmark_node_free(root);
}

/* ---- places ---- */

Where md_where(const Page *p, Md *n)
{
    while (n && cmark_node_get_start_line(n) < 1)
        n = cmark_node_parent(n);
    int col = n ? cmark_node_get_start_column(n) : 0;
    return where(p, n ? p->before + cmark_node_get_start_line(n) : 0, col > 0 ? col - 1 : 0);
}

void md_place(const Page *p, Node *to, Md *n)
{
    int first = cmark_node_get_start_line(n), last = cmark_node_get_end_line(n);
    if (first < 1)
        return;
    tei_add_origin(to, p->file, p->before + first);
    if (last > first)
        tei_set_format(to, ATT_SOURCE, "%.*s,%d", STR(str_cut(tei_get(to, ATT_SOURCE), ',').head), p->before + last);
}

/* ---- sections ---- */

typedef struct { Node *home, *open[8]; int rank[8], n; bool begun; } Sections;

static Node *section(Page *p, Sections *s, int rank, Md *n)
{
    while (s->n > 1 && s->rank[s->n - 1] >= rank)
        s->n--;
    Node *div = tei_add(s->open[s->n - 1], TEI_DIV, md_where(p, n));
    tei_set(div, ATT_TYPE, tei_is(tei_parent(div), TEI_DIV) ? S("section") : S("chapter"));   /* of a text: chapters */
    s->open[s->n] = div;
    s->rank[s->n++] = rank;
    return div;
}

/* The first `#` is the head of the part.  A section's explicit id is its own; the part has its key for one. */
static void heading(Page *p, Sections *s, Md *n)
{
    int rank = cmark_node_get_heading_level(n);
    Where at = md_where(p, n);
    bool title = rank == 1 && !s->begun;
    if (rank == 1 && s->begun)
        diag(p->d, MARKDOWN_HEADING, at, "'#' is for the title of the part, before all else in it");
    Str id = md_take_id(p, n);
    Node *div = title ? s->home : section(p, s, rank < 2 ? 2 : rank, n), *head = tei_add(div, TEI_HEAD, at);
    md_inlines(p, n, head);
    md_place(p, head, n);
    if (tei_reading(p->a, head).n == 0)
        diag(p->d, MARKDOWN_HEADING, at, "a heading without words");
    if (title) {
        md_name(p, head, id, at);
        return;
    }
    md_name(p, head, S(""), at);
    if (id.n)
        md_name(p, div, id, at);
    else
        tei_set_format(div, ATT_ID, "%.*s.div", STR(tei_get(head, ATT_ID)));
}

static void flow(Page *p, Sections *s, Md *root)
{
    for (Md *n = cmark_node_first_child(root); n; n = cmark_node_next(n)) {
        cmark_node_type t = cmark_node_get_type(n);
        if (t == CMARK_NODE_FOOTNOTE_DEFINITION)
            continue;
        if (t == CMARK_NODE_HEADING)
            heading(p, s, n);
        else
            md_block(p, n, s->open[s->n - 1]);
        s->begun |= t != CMARK_NODE_HTML_BLOCK;
    }
}

/* ---- notes: numbered in the order of their calls; a call inside a note counts after those of the text */

static void gather_bodies(Page *p, Md *root)
{
    for (Md *n = cmark_node_first_child(root); n; n = cmark_node_next(n))
        p->nbodies += cmark_node_get_type(n) == CMARK_NODE_FOOTNOTE_DEFINITION;
    p->bodies = new(p->a, Md *, p->nbodies);
    p->number_of = new(p->a, int, p->nbodies);
    p->calls_of = new(p->a, int, p->nbodies);
    p->body_of = new(p->a, int, p->nbodies + 1);
    int i = 0;
    for (Md *n = cmark_node_first_child(root); n; n = cmark_node_next(n))
        if (cmark_node_get_type(n) == CMARK_NODE_FOOTNOTE_DEFINITION)
            p->bodies[i++] = n;
}

static void put_notes(Page *p, Node *into)
{
    if (p->nnotes == 0)
        return;
    Node *back = tei_is(into, TEI_TEXT) ? tei_add(into, TEI_BACK, tei_where(into)) : into;
    Node *div = tei_add(back, TEI_DIV, tei_where(into));
    tei_set(div, ATT_TYPE, S("notes"));
    for (int i = 1; i <= p->nnotes; i++) {
        Md *body = p->bodies[p->body_of[i]];
        Node *note = tei_add(div, TEI_NOTE, md_where(p, body));
        tei_set_format(note, ATT_ID, "%.*s.n.%d", STR(p->part->key), i);
        tei_set_format(note, ATT_N, "%d", i);
        tei_set(note, ATT_PLACE, S("end"));
        md_blocks(p, body, note);
    }
}

/* cmark drops a note that nobody calls, and with it its words: so look for the lines that begin one. */
static void check_unused(Page *p, Md *root)
{
    bool *covered = new(p->a, bool, p->nlines + 2);
    for (Md *n = cmark_node_first_child(root); n; n = cmark_node_next(n)) {
        bool code = cmark_node_get_type(n) != CMARK_NODE_FOOTNOTE_DEFINITION;
        for (int l = cmark_node_get_start_line(n); l >= 1 && l <= cmark_node_get_end_line(n) && l <= p->nlines; l++)
            covered[l] |= code;
        if (!code && cmark_node_get_start_line(n) >= 1 && cmark_node_get_start_line(n) <= p->nlines)
            covered[cmark_node_get_start_line(n)] = true;
    }
    for (int l = 1; l <= p->nlines; l++) {
        Str s = str_sub(p->bytes, p->line_at[l - 1], p->line_at[l] - p->line_at[l - 1] - 1), t = str_trim(s);
        ptrdiff_t end = str_find(t, S("]:"));
        if (!covered[l] && str_starts(t, S("[^")) && end > 2)
            diag(p->d, MARKDOWN_NOTE_UNUSED, where(p, l, t.s - s.s), "'%.*s'", STR(str_sub(t, 2, end - 2)));
    }
}

/* ---- the part ---- */

Fragment markdown_read(Arena *a, Node *into, const Part *part, Str book_dir, Diag *d)
{
    Page page, *p = &page;
    Fragment f = {.text = into, .source_name = part->file};
    Node *home = tei_is(into, TEI_TEXT) ? tei_add(into, TEI_BODY, part->at) : into;
    if (!md_load(p, a, part, book_dir, part->file, part->file_at, d))
        return f;
    Md *root = md_parse(p, p->bytes);
    if (!root)
        return f;
    Sections s = {.home = home, .open = {home}, .rank = {1}, .n = 1};
    gather_bodies(p, root);
    flow(p, &s, root);
    put_notes(p, into);
    check_unused(p, root);
    md_settle_links(p);
    md_close(root);
    f.ok = true;
    if (p->nnotes) {
        f.series = new(a, Series, 1);
        f.series[f.nseries++] = (Series){.key = S("n"), .first = 1, .last = p->nnotes, .at = part->file_at};
    }
    return f;
}

Str read_versions(Arena *a)
{
    return str_format(a, "cmark-gfm %s, libyaml %s", cmark_version_string(), yaml_get_version_string());
}
