/* dossier.c - what a text itself says about the notes that were not captured: for each its sentence, the names and
   works in it, its page in this book; as a notes file to fill in.  And the table of all series. */
#include "book/inside.h"

typedef struct { Str text; const unsigned char *look; ptrdiff_t from, to; } Passage;
typedef struct {
    Arena *a;
    const Book *book;
    const PageMap *map;
    Said said;
    Table *blocks;                                                 /* id -> SaidBlock */
    Str so_far;                                                    /* the file that is there */
    Buf *out;
    bool begun;                                                    /* the series in hand has its heading */
} Dossier;

/* ---- the sentence of a call */
static const SaidBlock *block_of(const Dossier *d, const Call *c)
{
    for (const Node *n = c->ref; n; n = tei_parent(n)) {
        const SaidBlock *b = tei_get(n, ATT_ID).n > 0 ? table_find(d->blocks, tei_get(n, ATT_ID)) : NULL;
        if (b)
            return b;
    }
    return NULL;
}

static bool ends(Str s, ptrdiff_t at, const char *with) { return str_ends(str_sub(s, 0, at), str_of(with)); }

/* "D." is an initial, and ends no sentence. */
static bool is_initial(Str s, ptrdiff_t stop)
{
    bool capital = stop > 0 && s.s[stop - 1] >= 'A' && s.s[stop - 1] <= 'Z';
    return capital && (stop == 1 || s.s[stop - 2] == ' ' || s.s[stop - 2] == '.');
}

static bool begins_sentence(Str s, ptrdiff_t at)
{
    if (at < 2 || s.s[at - 1] != ' ')
        return at == 0 || ends(s, at, "\u27E9");
    ptrdiff_t end = at - 1;
    while (ends(s, end, "\u201D") || ends(s, end, "\u2019"))
        end -= 3;
    while (end > 0 && (s.s[end - 1] == '"' || s.s[end - 1] == ')'))
        end--;
    if (ends(s, end, "\u27E9"))
        return true;
    return end > 0 && strchr(".!?", s.s[end - 1]) && !is_initial(s, end - 1);
}

/* Back over a quotation to the words that introduce it. */
static ptrdiff_t begin_of(Str s, ptrdiff_t at)
{
    int open = 0;
    while (at > 0 && (s.s[at - 1] == ' ' || strchr(".!?,;", s.s[at - 1])))
        at--;
    for (; at > 0; at--) {
        open += ends(s, at, "\u201D");
        open -= ends(s, at, "\u201C") && open > 0;
        if (open == 0 && begins_sentence(s, at - 1))
            return at - 1;
        if (ends(s, at, "\u27E9"))
            return at;
    }
    return 0;
}

/* A displayed quotation, and the words before it that end in a colon. */
static Passage introduced(const Dossier *d, const SaidBlock *before, const SaidBlock *b, ptrdiff_t at)
{
    ptrdiff_t from = begin_of(before->text, before->text.n - 1);
    Buf text = buf_new(d->a), look = buf_new(d->a);
    buf_put(&text, str_from(before->text, from));
    buf_put(&look, (Str){(const char *)before->look + from, before->text.n - from});
    buf_byte(&text, ' ');
    buf_byte(&look, 0);
    buf_put(&text, str_sub(b->text, 0, at));
    buf_put(&look, (Str){(const char *)b->look, at});
    return (Passage){buf_str(&text), (const unsigned char *)look.s, 0, text.n};
}

static bool passage_of(const Dossier *d, const Call *c, Passage *p)
{
    const SaidBlock *b = block_of(d, c);
    Str shown = str_format(d->a, "\u27E8%.*s\u27E9", STR(str_trim(uni_nfkc(d->a, tei_reading_all(d->a, c->ref)))));
    ptrdiff_t at = -1;
    for (; b && b < d->said.blocks + d->said.n && at < 0; b++)
        at = str_find(b->text, shown);
    if (at < 0)
        return false;
    b--;
    if (b > d->said.blocks && str_ends(b[-1].text, S(":"))) {
        *p = introduced(d, b - 1, b, at);
        return true;
    }
    ptrdiff_t from = begin_of(b->text, at);
    if (str_starts(str_from(b->text, from), S("\u201C")) && from > 0)     /* who says it, is said before */
        from = begin_of(b->text, from);
    *p = (Passage){b->text, b->look, from, at};
    return true;
}

/* ---- words */
typedef struct { Str word; ptrdiff_t at; bool capital, joins, stops; } Word;

static Str bare(Str w)
{
    while (w.n > 0 && strchr(",;:.!?()\"'", w.s[w.n - 1]))
        w.n--;
    while (str_ends(w, S("\u201D")) || str_ends(w, S("\u2019")))
        w.n -= 3;
    if (str_ends(w, S("\u2019s")))
        w.n -= 4;
    while (w.n > 0 && strchr("(\"'", w.s[0]))
        w = str_from(w, 1);
    while (str_starts(w, S("\u201C")) || str_starts(w, S("\u2018")))
        w = str_from(w, 3);
    return w;
}

static bool is_any(Str w, const char *list)
{
    for (Str rest = str_of(list); rest.n > 0;) {
        Cut c = str_cut(rest, ' ');
        if (str_eq(c.head, w))
            return true;
        rest = c.tail;
    }
    return false;
}

static ptrdiff_t split(Arena *a, const Passage *p, Word **words)
{
    ptrdiff_t n = 0, cap = p->to - p->from + 1, at = p->from;
    *words = new(a, Word, cap);
    while (at < p->to) {
        ptrdiff_t from = at;
        while (at < p->to && p->text.s[at] != ' ')
            at++;
        Str w = str_sub(p->text, from, at - from), b = bare(w);
        ptrdiff_t first = 0;
        bool capital = b.n > 0 && uni_is_upper(utf8_next(b, &first));
        if (w.n > 0)
            (*words)[n++] = (Word){w, from, capital,
                                   is_any(b, "of the and in a an to for on from at by with de von van la du"),
                                   strchr(".,;!?)", w.s[w.n - 1]) || str_ends(w, S("\u201D"))};
        at++;
    }
    return n;
}

static bool is_year(Str w, Str *year)
{
    if (w.n < 6 || w.s[0] != '(' || w.s[5] != ')' || !str_number(str_sub(w, 1, 4)).ok)
        return false;
    *year = str_sub(w, 1, 4);
    return true;
}

/* Words from…to as they stand, without the marks around them. */
static Str between(const Passage *p, const Word *from, const Word *to)
{
    return bare(str_sub(p->text, from->at, to->at + to->word.n - from->at));
}

/* ---- what a passage holds */
static void list(Buf *b, const char *kind, Str what)
{
    if (what.n == 0 || str_find(buf_str(b), what) >= 0)
        return;
    buf_put(b, b->n > 0 ? S(" | ") : S(""));
    buf_format(b, "%s%.*s", kind, STR(what));
}

static void list_names(Arena *a, const Passage *p, Buf *b)
{
    Word *w;
    ptrdiff_t n = split(a, p, &w);
    for (ptrdiff_t i = 0; i < n; i++) {
        ptrdiff_t last = i;
        if (!w[i].capital)
            continue;
        for (; last + 1 < n && (!w[last].stops || is_initial(w[last].word, w[last].word.n - 1)); last++) {
            bool particle = is_any(w[last + 1].word, "de von van la du") && last + 2 < n && w[last + 2].capital;
            if (!w[last + 1].capital && !particle)
                break;
        }
        bool speech = str_eq(bare(w[last].word), S("I")) || str_eq(w[i].word, S("I"));
        if (last > i && !speech)
            list(b, "", between(p, &w[i], &w[last]));
        i = last;
    }
}

/* A title before its year: the italic words, or the capitals and the small words among them. */
static ptrdiff_t title_before(const Passage *p, const Word *w, ptrdiff_t year)
{
    ptrdiff_t i = year;
    bool italic = year > 0 && (p->look[w[year - 1].at] & SAID_ITALIC);
    for (; i > 0 && !w[i - 1].stops; i--)
        if (italic ? !(p->look[w[i - 1].at] & SAID_ITALIC) : !w[i - 1].capital && !w[i - 1].joins)
            break;
    while (i < year && w[i].joins && !w[i].capital)
        i++;
    return i;
}

static void list_works(Arena *a, const Passage *p, Buf *b)
{
    Word *w;
    Str year;
    ptrdiff_t n = split(a, p, &w);
    for (ptrdiff_t i = 0; i < n; i++) {
        ptrdiff_t from = title_before(p, w, i);
        if (is_year(w[i].word, &year) && from < i)
            list(b, "", str_format(a, "%.*s (%.*s)", STR(between(p, &w[from], &w[i - 1])), STR(year)));
    }
    for (ptrdiff_t i = p->from, from = -1; i <= p->to; i++) {
        bool italic = i < p->to && (p->look[i] & SAID_ITALIC || (from >= 0 && p->text.s[i] == ' '));
        if (italic && from < 0)
            from = i;
        if (!italic && from >= 0) {
            list(b, "", str_trim(bare(str_sub(p->text, from, i - from))));
            from = -1;
        }
    }
}

/* ---- the file */
/* A number that the file has, filled or not, is not asked for again. */
static bool is_there(const Dossier *d, Str series, Str number)
{
    Str rest = d->so_far, now = S("a");
    while (rest.n > 0) {
        Cut line = str_line(rest);
        Str s = str_trim(line.head);
        if (str_starts(s, S("## series ")))
            now = str_trim(str_from(s, 10));
        Str n = str_cut(s, ':').head;
        if (str_starts(n, S("[^")) && str_ends(n, S("]")))
            n = str_sub(n, 2, n.n - 3);
        if (str_eq(now, series) && str_eq(n, number))
            return true;
        rest = line.tail;
    }
    return false;
}

static bool is_missing(const Book *b, const Call *c)
{
    const Node *body = tei_find(b->tree, str_from(tei_get(c->ref, ATT_TARGET), 1));
    return body && !tei_is(body, TEI_NOTE);
}

static void put_comment(Buf *out, const char *what, Str words)
{
    if (words.n > 0)
        buf_format(out, "<!-- %s%.*s -->\n", what, STR(words));
}

static void put_entry(Dossier *d, const NoteSeries *s, const Call *c)
{
    Buf names = buf_new(d->a), works = buf_new(d->a), sentence = buf_new(d->a);
    Passage p;
    Where at = tei_where(c->ref);
    Str page = pages_label(d->map, c->id);
    if (!d->begun)
        buf_format(d->out, "\n## series %.*s\n", STR(s->key));
    d->begun = true;
    if (passage_of(d, c, &p)) {
        buf_format(&sentence, "%.*s", STR(str_trim(str_sub(p.text, p.from, p.to - p.from))));
        list_names(d->a, &p, &names);
        list_works(d->a, &p, &works);
    }
    buf_format(d->out, "\n<!-- note %.*s, line %d", STR(c->number), at.line);
    if (page.n > 0)
        buf_format(d->out, ", page %.*s", STR(page));
    buf_put(d->out, S(" -->\n"));
    put_comment(d->out, "", buf_str(&sentence));
    put_comment(d->out, "names: ", buf_str(&names));
    put_comment(d->out, "works: ", buf_str(&works));
    buf_format(d->out, "%.*s:\n", STR(c->number));
}

Str book_dossier(Arena *a, const Book *book, const PageMap *map, const Part *part, Str so_far)
{
    Buf out = buf_new(a);
    Dossier d = {.a = a, .book = book, .map = map, .said = book_said(a, book, map), .blocks = table_new(a),
        .so_far = so_far, .out = &out};
    for (ptrdiff_t i = 0; i < d.said.n; i++)
        table_put(d.blocks, d.said.blocks[i].id, &d.said.blocks[i]);
    for (ptrdiff_t i = 0; i < book->nseries; i++) {
        const NoteSeries *s = &book->series[i];
        d.begun = false;
        for (ptrdiff_t k = 0; k < s->ncalls && str_eq(s->part, part->key); k++)
            if (is_missing(book, &s->calls[k]) && !is_there(&d, s->key, s->calls[k].number))
                put_entry(&d, s, &s->calls[k]);
    }
    if (out.n == 0)
        return S("");
    Buf all = buf_new(a);
    buf_put(&all, so_far);
    if (so_far.n == 0) {
        buf_format(&all, "# Notes to %.*s\n\n", STR(part->title));
        buf_put(&all, S("<!-- Behind each number and its colon, the note.  "
                        "Where nothing is written, it counts as missing. -->\n"));
    }
    buf_put(&all, buf_str(&out));
    return buf_str(&all);
}

/* ---- the table of series */
static void put_missing(Buf *out, const NoteSeries *s)
{
    for (int i = 0; i < s->nmissing; i++)
        buf_format(out, "%s%d", i > 0 ? ", " : "", s->missing[i]);
    if (s->nmissing == 0)
        buf_put(out, S("-"));
}

void book_series(const Book *book, Buf *out)
{
    ptrdiff_t calls = 0, bodies = 0;
    buf_put(out, S("part\tseries\tnumbers\tcalls\tbodies\twithout a call\tends\tlabel\n"));
    for (ptrdiff_t i = 0; i < book->nseries; i++) {
        const NoteSeries *s = &book->series[i];
        buf_format(out, "%.*s\t%.*s\t", STR(s->part), STR(s->key));
        if (s->declared)
            buf_format(out, "%d\xE2\x80\x93%d", s->first, s->last);
        else
            buf_put(out, S("-"));
        buf_format(out, "\t%td\t%td\t", s->ncalls, s->nbodies);
        put_missing(out, s);
        buf_format(out, "\t%s\t%.*s\n", s->cut ? "cut off" : "-", STR(s->label));
        calls += s->ncalls;
        bodies += s->nbodies;
    }
    buf_format(out, "all\t-\t-\t%td\t%td\t-\t-\t\n", calls, bodies);
}
