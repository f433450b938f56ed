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
        {"notes", 1}, {"bodies", 1}, {"pages", 1}, {"emphasis", 1}, {"tokens", 1}, {"braces", 0}, {"paragraphs", 1}, {"quotes", 0},
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

/* ---- templates: a string with N where the number stands */

Template template_of(Weave *w, const Fact *f)
{
    Template t = {.ok = true};
    Str s = f->ntext ? f->text[0] : (Str){"", 0};
    ptrdiff_t at = str_find(s, S("N"));
    if (f->bare && str_eq(s, S("superscript"))) {
        t.how = NUMBER_SUPERSCRIPT;
    } else if (f->bare && str_eq(s, S("glued"))) {
        t.how = NUMBER_GLUED;
    } else if (at >= 0 && s.n > 1) {
        t.before = str_sub(s, 0, at);
        t.after = str_from(s, at + 1);
    } else {
        t.ok = false;
        if (f->ntext)
            diag(w->diag, MARK_SYNTAX, f->at, "'%.*s' is no form of a number: write N where it stands", STR(s));
    }
    return t;
}

static int superscript(uint32_t c)
{
    if (c == 0xB9)
        return 1;
    if (c == 0xB2 || c == 0xB3)
        return (int)c - 0xB0;
    return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? (int)c - 0x2070 : -1;
}

Str number_plain(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        int digit = superscript(c);
        utf8_put(&b, digit >= 0 ? '0' + (uint32_t)digit : c);
    }
    return buf_str(&b);
}

static bool next_superscript(Str line, ptrdiff_t *at, Hit *h)
{
    h->from = -1;
    while (*at < line.n) {
        ptrdiff_t here = *at;
        int digit = (line.s[here] & 0x80) ? superscript(utf8_next(line, at)) : (++*at, -1);
        if (digit < 0 && h->from >= 0) {
            *at = here;
            break;
        }
        if (digit >= 0) {
            if (h->from < 0)
                *h = (Hit){.from = here};
            h->to = *at;
            h->number = h->number < 100000 ? h->number * 10 + digit : h->number;
        }
    }
    return h->from >= 0;
}

static bool is_digit(Str s, ptrdiff_t at) { return at >= 0 && at < s.n && s.s[at] >= '0' && s.s[at] <= '9'; }

/* The scalar before byte `at`, UNI_NONE at the start. */
uint32_t char_before(Str s, ptrdiff_t at)
{
    ptrdiff_t from = at - 1;
    if (at <= 0)
        return UNI_NONE;
    while (from > 0 && (s.s[from] & 0xC0) == 0x80)
        from--;
    return utf8_next(s, &from);
}

/* Digits glued to a word or to the mark that closes it: not 1,400, not 1934-35, not $20, not 10.5, not 44%. */
static bool is_glued(Str line, ptrdiff_t from, ptrdiff_t to)
{
    uint32_t before = char_before(line, from);
    if (before == UNI_NONE || uni_is_space(before) || line.s[from] == '0')
        return false;
    if (before < 0x80 && strchr("([{<-/$#&@=+~_\\|%^", (int)before))
        return false;
    if (before < 0x80 && strchr(".,:", (int)before) && is_digit(line, from - 2))
        return false;
    if (!uni_is_letter(before) && !uni_is_punct(before))
        return false;
    if (before == 0x2013 || before == 0x2014 || before == 0x2010)
        return false;
    if (to < line.n && (line.s[to] == '%' || (line.s[to] == '-' && is_digit(line, to + 1))))
        return false;
    if (to + 1 < line.n && strchr(".,:", line.s[to]) && is_digit(line, to + 1))
        return false;
    ptrdiff_t next = to;
    return to >= line.n || !uni_is_letter(utf8_next(line, &next));
}

static bool next_glued(Str line, ptrdiff_t *at, Hit *h)
{
    while (*at < line.n) {
        ptrdiff_t from = *at;
        if (!is_digit(line, from)) {
            ++*at;
            continue;
        }
        *h = (Hit){.from = from};
        while (is_digit(line, *at)) {
            h->number = h->number < 100000 ? h->number * 10 + (line.s[*at] - '0') : h->number;
            ++*at;
        }
        h->to = *at;
        if (is_glued(line, h->from, h->to))
            return true;
    }
    return false;
}

static bool is_roman(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!strchr("ivxlcdmIVXLCDM", s.s[i]))
            return false;
    return s.n > 0;
}

static bool next_plain(const Template *t, Str line, ptrdiff_t *at, Hit *h)
{
    for (ptrdiff_t hit; (hit = str_find(str_from(line, *at), t->before)) >= 0;) {
        ptrdiff_t from = *at + hit, n = from + t->before.n, to = n;
        *at = from + 1;
        while (to < line.n && to - n < 12 && ((line.s[to] | 32) >= 'a' ? (line.s[to] | 32) <= 'z' : is_digit(line, to)))
            to++;
        Str label = str_sub(line, n, to - n);
        Number number = str_number(label);
        if (label.n == 0 || !str_starts(str_from(line, to), t->after) || !(number.ok || is_roman(label)))
            continue;
        *h = (Hit){.from = from, .to = to + t->after.n, .label = label, .roman = !number.ok};
        h->number = number.ok && number.value < 100000000 ? (int)number.value : 0;
        *at = h->to;
        return true;
    }
    *at = line.n;
    return false;
}

bool template_next(const Template *t, Str line, ptrdiff_t *at, Hit *h)
{
    if (t->how == NUMBER_SUPERSCRIPT)
        return next_superscript(line, at, h);
    return t->how == NUMBER_GLUED ? next_glued(line, at, h) : next_plain(t, line, at, h);
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
        bool first = p->line == from.line && from.at >= p->from && from.at <= p->to, last = p->line == to.line && to.at <= p->to;
        wrap_part(s, p->line, first ? from.at : p->from + text_start(str_sub(text_line(w->text, p->line), p->from, p->to - p->from)),
                  last ? to.at : p->from + text_end(str_sub(text_line(w->text, p->line), p->from, p->to - p->from)));
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
    return before != UNI_NONE && !uni_is_space(before) && (!is_word(next) || superscript(next) >= 0);
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
        diag(w->diag, EMPHASIS_OPEN, text_where(w->a, w->text, e->spot.line, e->spot.at), "'%.*s' has no partner in its paragraph", STR(e->mark));
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
            diag(w->diag, EMPHASIS_OPEN, text_where(w->a, w->text, p->line, from), "'%.*s' has no partner in its paragraph", STR(e->mark));
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
    for (int i = s.first && voice.n ? w->first_piece[s.first - 1] : w->npieces; s.first && i < w->first_piece[s.last]; i++)
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
