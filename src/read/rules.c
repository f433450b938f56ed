#include "read/inside.h"

bool rule_is(const Fact *f, const char *name) { return f->verb == VERB_RULE && str_eq(f->name, str_of(name)); }

Site rule_lines(Weave *w, const Fact *f)
{
    if (fact_option(f, "lines").n)
        return fact_lines(w->a, w->text, f, "lines", w->diag);
    return (Site){.first = w->text->n ? 1 : 0, .last = w->text->n, .at = f->at};
}

/* ---- declarations */

static bool knows_voice(const Weave *w, Str name)
{
    for (int i = 0; i < w->voices.n; i++)
        if (str_eq(w->voices.at[i].key, name))
            return true;
    return false;
}

Str voice_ref(Weave *w, Str name, Where at)
{
    if (name.n == 0)
        return (Str){"", 0};
    if (knows_voice(w, name))
        return str_format(w->a, "#%.*s.%.*s", STR(w->part->key), STR(name));
    diag(w->diag, VOICE_UNKNOWN, at, "'%.*s'", STR(name));
    return (Str){"", 0};
}

static void declare_voice(Weave *w, const Fact *f)
{
    Str kind = fact_option(f, "kind");
    if (knows_voice(w, f->name)) {
        diag(w->diag, MARK_TWICE, f->at, "'%.*s' is declared already", STR(f->name));
        return;
    }
    Voice v = {.key = f->name, .name = f->text[0], .short_name = fact_option(f, "short"), .at = f->at};
    v.kind = f->verb == VERB_WORK ? S("work") : str_format(w->a, "voice:%.*s", STR(kind.n ? kind : f->name));
    ADD(w->a, &w->voices) = v;
}

static void know_rule(Weave *w, const Fact *f)
{
    static const struct { const char *name; int strings; } rules[] = {
        {"notes", 1}, {"bodies", 1}, {"pages", 1}, {"emphasis", 1}, {"tokens", 1}, {"braces", 0}, {"paragraphs", 1},
        {"quotes", 0}, {"dashes", 0},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rule_is(f, rules[i].name)) {
            if (f->ntext < rules[i].strings)
                diag(w->diag, MARK_SYNTAX, f->at, "the rule '%s' needs its form", rules[i].name);
            return;
        }
    diag(w->diag, MARK_UNKNOWN, f->at, "'rule %.*s'", STR(f->name));
}

static void declare_series(Weave *w, const Fact *f)
{
    Str key = fact_option(f, "series");
    key = key.n ? key : S("a");
    int first = fact_number(f, "first", 1, w->diag), last = fact_number(f, "last", 0, w->diag);
    for (int i = 0; i < w->series.n; i++)
        if (str_eq(w->series.at[i].key, key)) {
            Series *s = &w->series.at[i];
            s->last = last > s->last ? last : s->last;
            s->cut = s->cut || str_eq(fact_option(f, "cut"), S("yes"));
            return;
        }
    ADD(w->a, &w->series) = (Series){.key = key, .label = fact_option(f, "label"), .first = first, .last = last,
                                     .cut = str_eq(fact_option(f, "cut"), S("yes")), .at = f->at};
}

void rules_declare(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (f->verb == VERB_VOICE || (f->verb == VERB_WORK && f->name.n))
            declare_voice(w, f);
        if (f->verb == VERB_RULE)
            know_rule(w, f);
        if (rule_is(f, "notes"))
            declare_series(w, f);
    }
}

/* ---- page markers and tokens */

/* A mark that is left out takes the blank behind it along where one stands before it too, or the line begins. */
ptrdiff_t with_blank(Str line, ptrdiff_t from, ptrdiff_t to)
{
    bool open = from == 0 || uni_is_space(char_before(line, from));
    while (open && to < line.n && (line.s[to] == ' ' || line.s[to] == '\t'))
        to++;
    return to;
}

static void mark_pages(Weave *w, const Fact *f, const Template *t, Str ed, int line)
{
    Str s = text_line(w->text, line);
    Hit h;
    for (ptrdiff_t at = 0; template_next(t, s, &at, &h);) {
        ptrdiff_t to = with_blank(s, h.from, h.to);
        edit_add(w, EDIT_SURPLUS, line, h.from, to, f)->a = S("page-marker");
        Edit *e = edit_add(w, EDIT_PAGE, line, to, to, f);
        e->a = h.label;
        e->b = ed;
    }
}

static void mark_tokens(Weave *w, const Fact *f, int line)
{
    Str s = text_line(w->text, line);
    for (int k = 0; k < f->ntext; k++)
        for (ptrdiff_t at = 0, hit; f->text[k].n && (hit = str_find(str_from(s, at), f->text[k])) >= 0;) {
            ptrdiff_t from = at + hit, to = from + f->text[k].n;
            at = to;
            edit_add(w, EDIT_SURPLUS, line, from, with_blank(s, from, to), f)->a = S("token");
        }
}

void rules_pages(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        bool pages = rule_is(f, "pages"), tokens = rule_is(f, "tokens");
        if (!pages && !tokens)
            continue;
        Site s = rule_lines(w, f);
        Template t = pages ? template_of(w, f) : (Template){.ok = true};
        Str ed = pages ? voice_ref(w, fact_option(f, "ed"), fact_option_at(f, "ed")) : (Str){"", 0};
        for (int line = s.first; t.ok && line && line <= s.last; line++) {
            if (pages)
                mark_pages(w, f, &t, ed, line);
            else
                mark_tokens(w, f, line);
        }
    }
}

/* ---- what may run over the lines of a joined paragraph: emphasis and braces */

typedef struct { int line; ptrdiff_t at; } Spot;
typedef struct { Weave *w; const Fact *f; EditKind kind; Tag tag; Att att; Str value; } Span;

static void wrap_part(const Span *s, int line, ptrdiff_t from, ptrdiff_t to)
{
    if (from >= to)
        return;
    Edit *e = edit_add(s->w, EDIT_WRAP, line, from, to, s->f);
    e->tag = s->tag;
    e->att = s->att;
    e->a = s->value;
}

/* From one spot to another in the lines of one block; each line gets an element of its own. */
static void wrap_span(const Span *s, int piece, Spot from, Spot to)
{
    const Weave *w = s->w;
    for (int i = piece; i >= 0; i = w->piece[i].next) {
        const Piece *p = &w->piece[i];
        Str words = str_sub(text_line(w->text, p->line), p->from, p->to - p->from);
        bool first = p->line == from.line && from.at >= p->from && from.at <= p->to;
        bool last = p->line == to.line && to.at <= p->to;
        wrap_part(s, p->line, first ? from.at : p->from + text_start(words), last ? to.at : p->from + text_end(words));
        if (last)
            return;
    }
}

static bool is_word(uint32_t c) { return c != UNI_NONE && (uni_is_letter(c) || uni_is_digit(c)); }

static bool may_open(Str s, ptrdiff_t from, ptrdiff_t to)
{
    uint32_t next = utf8_next(s, &to);
    return !is_word(char_before(s, from)) && next != UNI_NONE && !uni_is_space(next);
}

static bool may_close(Str s, ptrdiff_t from, ptrdiff_t to)
{
    uint32_t before = char_before(s, from), next = utf8_next(s, &to);
    return before != UNI_NONE && !uni_is_space(before) && (!is_word(next) || numeral_superscript(next) >= 0);
}

typedef struct { const Fact *f; Site lines; Str mark; bool open; int piece; Spot spot; ptrdiff_t end; } Emphasis;

static void emphasis_ends(Weave *w, Emphasis *e, int line, ptrdiff_t from, ptrdiff_t to)
{
    Span span = {w, e->f, EDIT_WRAP, TEI_HI, ATT_REND, S("italic")};
    edit_add(w, EDIT_SURPLUS, e->spot.line, e->spot.at, e->end, e->f)->a = S("emphasis");
    wrap_span(&span, e->piece, (Spot){e->spot.line, e->end}, (Spot){line, from});
    edit_add(w, EDIT_SURPLUS, line, from, to, e->f)->a = S("emphasis");
    e->open = false;
}

static void emphasis_lost(Weave *w, Emphasis *e)
{
    if (e->open)
        diag(w->diag, EMPHASIS_OPEN, text_where(w->text, e->spot.line, e->spot.at),
             "'%.*s' has no partner in its paragraph", STR(e->mark));
    e->open = false;
}

static void emphasis_piece(Weave *w, Emphasis *e, int i)
{
    const Piece *p = &w->piece[i];
    Str s = text_line(w->text, p->line);
    const char *mask = NULL;
    for (ptrdiff_t at = p->from, hit; at < p->to && (hit = str_find(str_sub(s, at, p->to - at), e->mark)) >= 0;) {
        ptrdiff_t from = at + hit, to = from + e->mark.n;
        at = to;
        mask = mask ? mask : edits_mask(w, p->line);
        if (mask[from])
            continue;
        if (e->open && may_close(s, from, to)) {
            emphasis_ends(w, e, p->line, from, to);
        } else if (may_open(s, from, to)) {
            emphasis_lost(w, e);
            *e = (Emphasis){e->f, e->lines, e->mark, true, i, {p->line, from}, to};
        } else {
            diag(w->diag, EMPHASIS_OPEN, text_where(w->text, p->line, from),
                 "'%.*s' has no partner in its paragraph", STR(e->mark));
        }
    }
}

static void emphasis(Weave *w, const Fact *f)
{
    Emphasis e = {.f = f, .lines = rule_lines(w, f), .mark = f->ntext ? f->text[0] : (Str){"", 0}};
    if (!e.lines.first || !e.mark.n)
        return;
    for (int i = w->first_piece[e.lines.first - 1]; i < w->first_piece[e.lines.last]; i++) {
        if (w->piece[i].head != i || w->piece[i].empty || w->piece[i].silent)
            continue;
        for (int k = i; k >= 0; k = w->piece[k].next)
            emphasis_piece(w, &e, k);
        emphasis_lost(w, &e);
    }
}

/* A block that is one pair of braces is the voice's as a whole. */
static void said(const Span *s, int head, int piece, Spot from, Spot to)
{
    const Weave *w = s->w;
    int tail = head;
    while (w->piece[tail].next >= 0)
        tail = w->piece[tail].next;
    const Piece *a = &w->piece[head], *b = &w->piece[tail];
    bool whole = piece == head && to.line == b->line &&
        text_start(str_sub(text_line(w->text, a->line), a->from, from.at - a->from + 1)) == from.at - a->from &&
        text_end(str_sub(text_line(w->text, b->line), to.at, b->to - to.at)) == 0;
    if (whole)
        s->w->piece[head].says = s->value;
    else
        wrap_span(s, piece, from, to);
}

/* A pair of braces and all between them; pairs nest, the outermost counts. */
static void braces_block(Weave *w, const Span *span, int head)
{
    Spot open = {0};
    int depth = 0, piece = head;
    for (int k = head; k >= 0; k = w->piece[k].next) {
        const Piece *p = &w->piece[k];
        Str s = text_line(w->text, p->line);
        const char *mask = NULL;
        Str words = str_sub(s, p->from, p->to - p->from);
        if (str_find(words, S("{")) < 0 && str_find(words, S("}")) < 0)
            continue;
        for (ptrdiff_t at = p->from; at < p->to; at++) {
            if (s.s[at] != '{' && s.s[at] != '}')
                continue;
            mask = mask ? mask : edits_mask(w, p->line);
            if (mask[at])
                continue;
            if (s.s[at] == '{' && depth++ == 0) {
                open = (Spot){p->line, at};
                piece = k;
            }
            if (s.s[at] == '}' && depth > 0 && --depth == 0)
                said(span, head, piece, open, (Spot){p->line, at + 1});
        }
    }
}

static void braces(Weave *w, const Fact *f)
{
    Site s = rule_lines(w, f);
    Str voice = voice_ref(w, fact_option(f, "voice"), fact_option_at(f, "voice"));
    Span span = {w, f, EDIT_WRAP, TEI_SEG, ATT_RESP, voice};
    for (int i = s.first && voice.n ? w->first_piece[s.first - 1] : w->npieces; s.first &&
         i < w->first_piece[s.last]; i++)
        if (w->piece[i].head == i && !w->piece[i].empty && !w->piece[i].silent)
            braces_block(w, &span, i);
}

void rules_spans(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        if (rule_is(&w->marks.fact[i], "emphasis"))
            emphasis(w, &w->marks.fact[i]);
        if (rule_is(&w->marks.fact[i], "braces"))
            braces(w, &w->marks.fact[i]);
    }
}
