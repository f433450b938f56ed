/* balance.c - a title over several lines: of about one length, and ended where its sense allows. */
#include "print/inside.h"

enum { NEAREST = 80, LINES = 8, NEVER = 1000000 };
/* at: its first byte in the run it begins in; cost: of a line that ends with it */
typedef struct { Str text; Run *run; ptrdiff_t at; Sp width; int cost; } Word;
typedef struct { Word words[NEAREST]; int n; Sp space, room; bool broken; } Title;

static bool is_dash(Str word)
{
    return str_starts(word, S("–")) || str_starts(word, S("—")) || str_eq(word, S("-"));
}

static Sp width_of(Maker *m, const Run *like, Str text)
{
    Run one = {.kind = RUN_TEXT, .text = text, .style = like->style};
    return type_width(m->press->setter, &one);
}

/* A dash belongs to the word before it; a word may go on from run to run. */
static void add_piece(Maker *m, Title *t, Run *run, Str piece, bool open)
{
    Sp width = width_of(m, run, piece);
    Word *last = t->n > 0 ? &t->words[t->n - 1] : NULL;
    if (last && (open || is_dash(piece))) {
        last->width += width + (open ? 0 : t->space);
        last->text = piece;
    } else {
        t->words[t->n++] = (Word){.text = piece, .run = run, .at = piece.s - run->text.s, .width = width};
    }
}

static void measure_words(Maker *m, Run *runs, Title *t)
{
    bool open = false;
    for (Run *r = runs; r && t->n < NEAREST; r = r->next) {
        t->broken = t->broken || r->kind == RUN_BREAK || r->kind == RUN_FILL;
        if (r->kind != RUN_TEXT)
            continue;
        t->space = width_of(m, r, S("x x")) - 2 * width_of(m, r, S("x"));
        for (Str rest = r->text; rest.n > 0 && t->n < NEAREST;) {
            Cut c = str_cut(rest, ' ');
            if (c.head.n > 0)
                add_piece(m, t, r, c.head, open);
            open = c.head.n > 0 && !c.ok;
            rest = c.tail;
        }
    }
}

static int lines_within(const Title *t)
{
    int lines = 1;
    Sp at = 0;
    for (int i = 0; i < t->n; i++) {
        if (at > 0 && at + t->space + t->words[i].width > t->room) {
            lines++;
            at = 0;
        }
        at += (at > 0 ? t->space : 0) + t->words[i].width;
    }
    return lines;
}

/* ---- where a line may end: demerits against those of its length, the square of its per cent over or under the mean */
/* An article, a preposition, a conjunction: by their looks, in any language. */
static bool is_small(Str word)
{
    static const char *const longer[] = {
        "with", "from", "into", "over", "than", "dans", "pour", "avec", "eine", "oder", NULL,
    };
    for (int i = 0; longer[i]; i++)
        if (str_eq(word, str_of(longer[i])))
            return true;
    for (ptrdiff_t at = 0; at < word.n;)
        if (!uni_is_lower(utf8_next(word, &at)))
            return false;
    return word.n > 0 && utf8_count(word) <= 3;
}

static int end_cost(const Title *t, int i)
{
    Str word = t->words[i].text;
    if (i + 1 == t->n)
        return 0;
    if (is_small(word))
        return 3000;
    if (is_dash(word))
        return 800;
    int cost = str_ends(word, S(":")) || str_ends(word, S(";")) ? -800 : str_ends(word, S(",")) ? -500 : 0;
    return cost - (is_small(t->words[i + 1].text) ? 200 : 0);
}

static Sp width_from(const Title *t, int from, int to)             /* words from … to - 1 */
{
    Sp width = (to - from - 1) * t->space;
    for (int i = from; i < to; i++)
        width += t->words[i].width;
    return width;
}

static int length_cost(const Title *t, int from, int to, Sp mean)
{
    Sp width = width_from(t, from, to);
    int64_t off = (width - mean) * 100 / mean;
    return width > t->room ? NEVER : (int)(off * off);
}

/* The cheapest way to `lines` lines, and what it costs; start[k] becomes the first word of line k. */
static int find_lines(const Title *t, int lines, int *start)
{
    int cost[LINES + 1][NEAREST + 1], from[LINES + 1][NEAREST + 1];
    Sp mean = width_from(t, 0, t->n) / lines;
    for (int l = 0; l <= lines; l++)
        for (int to = 0; to <= t->n; to++) {
            cost[l][to] = l == 0 && to == 0 ? 0 : NEVER;
            for (int i = 0; l > 0 && i < to; i++) {
                int c = cost[l - 1][i] + length_cost(t, i, to, mean) + t->words[to - 1].cost;
                if (c >= cost[l][to] || cost[l - 1][i] >= NEVER)
                    continue;
                cost[l][to] = c;
                from[l][to] = i;
            }
        }
    for (int l = lines, to = t->n; l > 0 && cost[lines][t->n] < NEVER; l--)
        start[l - 1] = to = from[l][to];
    return cost[lines][t->n];
}

/* A line ends before this word; the blank before it ends the line. */
static void break_before(Maker *m, Block *b, const Word *w)
{
    Run *end = new(m->a, Run, 1);
    *end = (Run){.kind = RUN_BREAK, .style = w->run->style, .node = w->run->node};
    if (w->at == 0) {
        Run **at = &b->runs;
        while (*at != w->run)
            at = &(*at)->next;
        end->next = w->run;
        *at = end;
        return;
    }
    end->next = opening_split(m, w->run, w->at);
    end->next->glue_before = false;
    w->run->next = end;
}

int balance_lines(Maker *m, Block *b)
{
    Title t = {.room = m->press->design.measure - b->left - b->right};
    if (b->align == ALIGN_JUSTIFY || !b->runs || type_width(m->press->setter, b->runs) <= t.room)
        return 0;
    t.room -= b->runs->style ? b->runs->style->size / 4 : 0;       /* what words measured alone leave out */
    measure_words(m, b->runs, &t);
    int lines = lines_within(&t), start[LINES];
    if (t.broken || t.n == NEAREST || lines < 2 || lines > LINES)
        return 0;
    for (int i = 0; i < t.n; i++)
        t.words[i].cost = end_cost(&t, i);
    int cost = find_lines(&t, lines, start);
    if (cost >= NEVER)
        return cost;
    for (int l = lines - 1; l > 0; l--)                            /* from the end: a divided run keeps its beginning */
        break_before(m, b, &t.words[start[l]]);
    return cost;
}
