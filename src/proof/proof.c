/* proof.c - each product told again and laid beside the book. */
#include "proof/inside.h"

enum { HANDLED = -2 };                                             /* in match: this block has been spoken of */

void proof_say(Proof *p, DiagCode code, Where where, const SaidBlock *block, const char *fmt, ...)
{
    char words[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(words, sizeof words, fmt, ap);
    va_end(ap);
    table_put(p->spoken, block->id, p);
    diag(p->d, code, where, "%s in block '%.*s' of %.*s", words, STR(block->id), STR(p->name));
}

/* The beginning of a block, to know it by. */
static Str beginning(Str text)
{
    ptrdiff_t n = text.n < 40 ? text.n : 40;
    while (n > 0 && n < text.n && ((unsigned char)text.s[n] & 0xC0) == 0x80)
        n--;
    return str_sub(text, 0, n);
}

/* ---- where blocks begin and end */
/* Is `whole` the one and then the other?  Blanks do not count: they are gone where a boundary was. */
static bool is_both(Str whole, Str one, Str other)
{
    ptrdiff_t at = 0;
    Str parts[] = {one, other};
    for (int k = 0; k < 2; k++)
        for (ptrdiff_t i = 0; i < parts[k].n; i++) {
            if (parts[k].s[i] == ' ')
                continue;
            while (at < whole.n && whole.s[at] == ' ')
                at++;
            if (at == whole.n || whole.s[at++] != parts[k].s[i])
                return false;
        }
    return at == whole.n;
}

static bool is_free(const Proof *p, ptrdiff_t j) { return j >= 0 && j < p->got->n && p->taken[j] < 0; }
static bool is_lost(const Proof *p, ptrdiff_t i) { return i >= 0 && i < p->want->n && p->match[i] == -1; }

static bool joined(Proof *p, ptrdiff_t i, ptrdiff_t j)
{
    const SaidBlock *want = p->want->blocks, *got = &p->got->blocks[j];
    ptrdiff_t first = is_lost(p, i + 1) && is_both(got->text, want[i].text, want[i + 1].text) ? i
                    : is_lost(p, i - 1) && is_both(got->text, want[i - 1].text, want[i].text) ? i - 1 : -1;
    if (first < 0)
        return false;
    proof_say(p, PRODUCT_BOUNDARY, want[first + 1].at, &want[first + 1], "'%.*s' runs on from block '%.*s'",
        STR(beginning(want[first + 1].text)), STR(want[first].id));
    p->match[first == i ? i + 1 : i - 1] = HANDLED;
    return true;
}

static bool cut(Proof *p, ptrdiff_t i, ptrdiff_t j)
{
    const SaidBlock *want = &p->want->blocks[i], *got = p->got->blocks;
    ptrdiff_t first = is_free(p, j + 1) && is_both(want->text, got[j].text, got[j + 1].text) ? j
                    : is_free(p, j - 1) && is_both(want->text, got[j - 1].text, got[j].text) ? j - 1 : -1;
    if (first < 0)
        return false;
    proof_say(p, PRODUCT_BOUNDARY, proof_where(want, got[first].text.n), want, "another block begins with '%.*s'",
        STR(beginning(got[first + 1].text)));
    p->taken[first == j ? j + 1 : j - 1] = i;
    return true;
}

/* ---- levels of headings */
static void check_level(Proof *p, const SaidBlock *want, const SaidBlock *got, int *last)
{
    int level = want->level;
    if (p->paper) {                                          /* tags of headings have no gaps, and a second line none */
        level = want->sub ? 0 : level > *last + 1 ? *last + 1 : level;
        level = level > 6 ? 6 : level;
        *last = level > 0 ? level : *last;
    } else if (p->hypertext)
        level = want->title ? 1 : level > 6 ? 6 : level;
    if (level == got->level)
        return;
    Str words = beginning(want->text);
    if (got->level == 0)
        proof_say(p, PRODUCT_LEVEL, want->at, want, "heading '%.*s' is none", STR(words));
    else
        proof_say(p, PRODUCT_LEVEL, want->at, want, "'%.*s' has the level %d instead of %d", STR(words), got->level,
                  level);
}

/* ---- order: the longest row of blocks that stand in the book's order; the others were moved */
static void check_order(Proof *p)
{
    ptrdiff_t n = p->want->n, longest = 0;
    ptrdiff_t *ends = new(p->a, ptrdiff_t, n + 1), *before = new(p->a, ptrdiff_t, n + 1);
    bool *stands = new(p->a, bool, n + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (p->match[i] < 0 || (p->got->placed && p->want->blocks[i].note))
            continue;
        ptrdiff_t low = 0, high = longest;
        while (low < high) {
            ptrdiff_t middle = (low + high) / 2;
            if (p->match[ends[middle]] < p->match[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? ends[low - 1] : -1;
        ends[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    for (ptrdiff_t i = longest > 0 ? ends[longest - 1] : -1; i >= 0; i = before[i])
        stands[i] = true;
    for (ptrdiff_t i = 0; i < n; i++)
        if (p->match[i] >= 0 && !stands[i] && !(p->got->placed && p->want->blocks[i].note))
            proof_say(p, PRODUCT_ORDER, p->want->blocks[i].at, &p->want->blocks[i], "'%.*s'",
                STR(beginning(p->want->blocks[i].text)));
}

/* ---- all blocks of a product */
static void check_blocks(Proof *p)
{
    const SaidBlock *want = p->want->blocks, *got = p->got->blocks;
    int last = 0;
    for (ptrdiff_t i = 0; i < p->want->n; i++) {
        ptrdiff_t j = p->match[i];
        if (j < 0)
            continue;
        for (ptrdiff_t k = j - 1; p->got->placed && k >= 0; k--)
            if (got[k].level > 0) {
                last = got[k].level;
                break;
            }
        if (differ_same(p, &want[i], &got[j]) || (!joined(p, i, j) && !cut(p, i, j)))
            differ(p, &want[i], &got[j]);
        check_level(p, &want[i], &got[j], &last);
    }
    for (ptrdiff_t i = 0; i < p->want->n; i++)
        if (p->match[i] == -1 && !(p->got->placed && want[i].note && want[i].level > 0))
            proof_say(p, PRODUCT_BLOCK_MISSING, want[i].at, &want[i], "'%.*s'", STR(beginning(want[i].text)));
}

static void check_added(Proof *p)
{
    ptrdiff_t before = -1;
    for (ptrdiff_t j = 0; j < p->got->n; j++) {
        const SaidBlock *b = &p->got->blocks[j];
        if (p->taken[j] >= 0)
            before = p->taken[j];
        else if (!(p->got->placed && b->level > 0 && b->id.n == 0)) /* a heading over notes behind a chapter */
            diag(p->d, PRODUCT_BLOCK_ADDED, before >= 0 ? p->want->blocks[before].at : (Where){.file = p->name},
                "'%.*s' is a block too many in %.*s", STR(beginning(b->text)), STR(p->name));
    }
}

static void compare(Proof *p)
{
    if (p->got->fault.n > 0) {
        diag(p->d, PRODUCT_UNREADABLE, (Where){.file = p->name}, "%.*s", STR(p->got->fault));
        return;
    }
    align(p);
    p->votes = table_new(p->a);
    for (ptrdiff_t i = 0; p->paper && i < p->want->n; i++)
        if (p->match[i] >= 0)
            differ_vote(p, &p->want->blocks[i], &p->got->blocks[p->match[i]]);
    check_blocks(p);
    check_added(p);
    check_order(p);
}

/* ---- the manuscript, and through it the sources */
static ptrdiff_t line_of(Str s, ptrdiff_t at)
{
    ptrdiff_t line = 1;
    for (ptrdiff_t i = 0; i < at && i < s.n; i++)
        line += s.s[i] == '\n';
    return line;
}

static ptrdiff_t first_difference(Str one, Str other)
{
    ptrdiff_t n = one.n < other.n ? one.n : other.n, at = 0;
    while (at < n && one.s[at] == other.s[at])
        at++;
    return at == n && one.n == other.n ? -1 : at;
}

static Str line_at(Arena *a, Str s, ptrdiff_t line)
{
    Cut c = str_line(s);
    while (--line > 0 && c.ok)
        c = str_line(c.tail);
    Str words = str_sub(str_trim(c.head), 0, 60);
    return str_copy(a, line > 0 ? S("") : words);
}

static void check_source(Proof *p, Tree *tree, const Part *part, Str texts)
{
    Loaded source = file_load(p->a, path_join(p->a, texts, part->file), p->d, part->file_at);
    Buf given = buf_new(p->a);
    if (!source.ok || !tei_roundtrip(tree, path_base(part->file), &given, p->d))
        return;
    ptrdiff_t at = first_difference(source.bytes, buf_str(&given));
    if (at < 0)
        return;
    ptrdiff_t line = line_of(source.bytes, at);
    diag(p->d, PRODUCT_SOURCE, (Where){path_base(part->file), (int)line, 0}, "%.*s gives back '%.*s' for '%.*s'",
        STR(p->name), STR(line_at(p->a, buf_str(&given), line)), STR(line_at(p->a, source.bytes, line)));
}

static void proof_tei(const Book *book, Str path, Str texts, Arena *a, Diag *d)
{
    int errors = diag_count(d, ERROR);
    Tree *tree = tei_read(a, path, d);
    if (!tree)
        return;
    Said want = tree_said(a, book->tree), got = tree_said(a, tree);
    for (ptrdiff_t i = 0; i < want.n; i++)
        want.blocks[i].at.col = 0;
    Proof p = {.a = a, .d = d, .name = path_base(path), .want = &want, .got = &got, .looks = 255,
        .spoken = table_new(a)};
    compare(&p);
    const Config *c = book->config;
    for (int i = 0; i < c->nparts; i++)
        if (c->parts[i].kind == PART_RAW && diag_count(d, ERROR) == errors)
            check_source(&p, tree, &c->parts[i], texts);
    tei_close(tree);
    Buf now = buf_new(a);
    book_tei(book, &now);
    Loaded file = file_load(a, path, d, (Where){.file = path});
    ptrdiff_t at = first_difference(file.bytes, buf_str(&now));
    if (diag_count(d, ERROR) == errors && at >= 0)
        diag(d, PRODUCT_DIFFERS, (Where){p.name, (int)line_of(file.bytes, at), 0},
            "from here on it is not the manuscript that the book gives");
}

/* ---- the others */
static void proof_epub(const Said *want, Str path, Arena *a, Diag *d)
{
    Loaded file = file_load(a, path, d, (Where){.file = path});
    if (!file.ok)
        return;
    Said got = epub_said(a, file.bytes);
    Proof p = {.a = a, .d = d, .name = path_base(path), .want = want, .got = &got, .hypertext = true,
        .looks = 255, .spoken = table_new(a)};
    compare(&p);
}

static PdfHeard hear(Arena *a, Str path, Diag *d)
{
    Loaded file = file_load(a, path, d, (Where){.file = path});
    PdfHeard heard = {0};
    if (!file.ok)
        return heard;
    heard = pdf_hear(a, file.bytes);
    if (heard.fault.n > 0)
        diag(d, PRODUCT_UNREADABLE, (Where){.file = path_base(path)}, "%.*s", STR(heard.fault));
    return heard;
}

static const Table *proof_archive(const Said *want, const PdfHeard *heard, Str path, Arena *a, Diag *d)
{
    Said got = print_said(a, heard);
    Proof p = {.a = a, .d = d, .name = path_base(path), .want = want, .got = &got, .paper = true,
        .looks = SAID_ITALIC | SAID_BOLD | SAID_RAISED | SAID_LOWERED, .spoken = table_new(a)};
    compare(&p);
    return p.spoken;
}

void proof_read(const Book *book, const PageMap *map, const Products *of, Str texts_dir, Diag *d)
{
    Arena *a = arena_open();
    Said want = book_said(a, book, map);
    for (ptrdiff_t i = 0; i < want.n; i++)
        want.blocks[i].at.col = 0;
    if (of->tei.n > 0)
        proof_tei(book, of->tei, texts_dir, a, d);
    if (of->epub.n > 0)
        proof_epub(&want, of->epub, a, d);
    PdfHeard archive = {0};
    const Table *spoken = NULL;
    if (of->archive.n > 0)
        archive = hear(a, of->archive, d);
    if (archive.npages > 0)
        spoken = proof_archive(&want, &archive, of->archive, a, d);
    PdfHeard print = {0};
    if (of->print.n > 0)
        print = hear(a, of->print, d);
    if (archive.npages > 0 && print.npages > 0)
        press(&archive, &print, &want, spoken, path_base(of->print), a, d);
    arena_close(a);
}
