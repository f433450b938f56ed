#include "read/inside.h"

/* Notes that stand in the source: their lines are taken out of the text, their numbers out of their words. */

static int add_body(Weave *w, Str key, Str number, Str shown, const Fact *f)
{
    ADD(w->a, &w->bodies) = (NoteBody){.key = key, .number = number, .shown = shown, .fact = f, .head = -1};
    return w->bodies.n;
}

static Str series_of(Weave *w, const Fact *f)
{
    Str key = fact_option(f, "series");
    if (key.n == 0 && w->series.n == 1)
        return w->series.at[0].key;
    for (int i = 0; i < w->series.n; i++)
        if (str_eq(w->series.at[i].key, key))
            return key;
    diag(w->diag, NOTE_SERIES_UNKNOWN, fact_option_at(f, "series"), "'%.*s'", STR(key));
    return (Str){"", 0};
}

static ptrdiff_t blanks(Str line, ptrdiff_t at)
{
    while (at < line.n && (line.s[at] == ' ' || line.s[at] == '\t'))
        at++;
    return at;
}

/* What a note begins with: `*`, `[12]`, `12.`, `¹²`.  Returns where its words begin. */
static ptrdiff_t label_end(Weave *w, Str line, ptrdiff_t from, Str shown)
{
    ptrdiff_t at = from, end = from;
    while (at < line.n && !uni_is_space(utf8_next(line, &at)))
        end = at;
    Str plain = number_plain(w->a, str_sub(line, from, end - from));
    ptrdiff_t hit = str_find(plain, shown);
    bool bracket = hit == 1 && (plain.s[0] == '[' || plain.s[0] == '(' || plain.s[0] == '{');
    Str rest = hit < 0 ? plain : str_from(plain, hit + shown.n);
    bool closed = rest.n == 0 || (rest.n <= 2 && strchr(".)]}:", rest.s[0]) && strchr(".)]}:", rest.s[rest.n - 1]));
    if (shown.n && (hit == 0 || bracket) && closed)
        return blanks(line, end);
    return str_starts(str_from(line, from), shown) && shown.n && shown.s[0] == '*' ? blanks(line, from + shown.n)
        : from;
}

static void mark_label(Weave *w, int piece, ptrdiff_t to, const Fact *f)
{
    const Piece *p = &w->piece[piece];
    ptrdiff_t from = p->from + text_start(str_sub(text_line(w->text, p->line), p->from, p->to - p->from));
    if (to > from)
        edit_add(w, EDIT_SURPLUS, p->line, from, to, f)->a = S("note-mark");
}

static void body_by_fact(Weave *w, const Fact *f)
{
    int first, last;
    bool called = fact_option(f, "call").n;
    Str n = fact_option(f, "n"), shown = called ? f->ntext ? f->text[0] : S("*") : n;
    if (!called && !n.n)
        diag(w->diag, MARK_SYNTAX, f->at, "the note has no call: call=LINE \"*\", or n= and series=");
    if ((!called && !n.n) || !pieces_asked(w, &f->site, &first, &last))
        return;
    int body = add_body(w, called ? S("s") : series_of(w, f), called ? S("") : n, shown, f);
    w->body_of[f - w->marks.fact] = body;
    w->bodies.at[body - 1].head = first;
    const Piece *p = &w->piece[first];
    Str line = text_line(w->text, p->line);
    ptrdiff_t start = p->from + text_start(str_sub(line, p->from, p->to - p->from));
    mark_label(w, first, label_end(w, line, start, shown), f);
    for (int i = first; i <= last; i++)
        w->piece[i].body = body;
}

static void bodies_by_rule(Weave *w, const Fact *f)
{
    Site s = rule_lines(w, f);
    Template t = template_of(w, f);
    Str key = s.first && t.ok ? series_of(w, f) : (Str){"", 0};
    int body = 0;
    for (int i = key.n ? w->first_piece[s.first - 1] : w->npieces; s.first && i < w->first_piece[s.last]; i++) {
        Piece *p = &w->piece[i];
        if (p->empty || p->role || p->body)
            continue;
        Str line = text_line(w->text, p->line);
        ptrdiff_t start = p->from + text_start(str_sub(line, p->from, p->to - p->from)), at = start;
        Hit h;
        if (p->head == i && template_next(&t, line, &at, &h) && h.from == start && h.number) {
            Str n = str_format(w->a, "%d", h.number);
            body = add_body(w, key, n, n, f);
            w->bodies.at[body - 1].head = i;
            mark_label(w, i, blanks(line, h.to), f);
        }
        p->body = body;
    }
}

void bodies_find(Weave *w)
{
    w->body_of = new(w->a, int, w->marks.n + 1);
    for (int i = 0; i < w->marks.n; i++)
        if (w->marks.fact[i].verb == VERB_BODY)
            body_by_fact(w, &w->marks.fact[i]);
    for (int i = 0; i < w->marks.n; i++)
        if (rule_is(&w->marks.fact[i], "bodies"))
            bodies_by_rule(w, &w->marks.fact[i]);
}
