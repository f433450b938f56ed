#include "read/inside.h"
#include <stdlib.h>

Edit *edit_add(Weave *w, EditKind kind, int line, ptrdiff_t from, ptrdiff_t to, const Fact *f)
{
    Edit *e = &ADD(w->a, &w->edits);
    *e = (Edit){.line = line, .from = from, .to = to, .kind = kind, .order = w->edits.n, .fact = f};
    return e;
}

/* ---- edits that facts ask for */

static void wraps(Weave *w, const Fact *f, Tag tag, Att att, Str value)
{
    Edit *e = edit_add(w, EDIT_WRAP, f->site.first, f->site.from, f->site.to, f);
    e->tag = tag;
    e->att = att;
    e->a = value;
}

static void emends(Weave *w, const Fact *f)
{
    Str type = fact_option(f, "type");
    if (type.n && !str_eq(type, S("capture")) && !str_eq(type, S("author")))
        diag(w->diag, MARK_SYNTAX, fact_option_at(f, "type"), "an error is of the 'capture' or of the 'author'");
    Edit *e = edit_add(w, EDIT_CORRECT, f->site.first, f->site.from, f->site.to, f);
    e->a = f->text[0];
    e->b = str_eq(type, S("author")) ? type : S("capture");
    e->c = fact_option(f, "cert");
}

/* Behind the page marker that opens the line: what is supplied at a start belongs to the words. */
static ptrdiff_t behind_marker(const Weave *w, int line, ptrdiff_t at)
{
    for (int i = w->first_edit[line - 1]; i < w->first_edit[line]; i++) {
        const Edit *e = &w->edits.at[i];
        if (e->kind == EDIT_SURPLUS && e->from <= at && e->to > at)
            at = e->to;
    }
    return at;
}

static bool touches_word(uint32_t c)
{
    return c != UNI_NONE && !uni_is_space(c) && !(c < 0x80 && strchr("([{\"'<", (int)c)) && c != 0x2018 &&
        c != 0x201C && c != 0x2014;
}

/* Dots and signs stand apart from the words: a blank before and behind, where the source has none. */
static Str apart(Weave *w, Str line, ptrdiff_t at, Str words)
{
    ptrdiff_t next = at;
    uint32_t after = utf8_next(line, &next);
    return str_format(w->a, "%s%.*s%s", touches_word(char_before(line, at)) ? " " : "", STR(words),
                      after != UNI_NONE && (uni_is_letter(after) || uni_is_digit(after)) ? " " : "");
}

static void supplies(Weave *w, const Fact *f)
{
    Str line = text_line(w->text, f->site.first), reason = fact_option(f, "reason");
    ptrdiff_t at = f->site.from == text_start(line) ? behind_marker(w, f->site.first, f->site.from) : f->site.from;
    Edit *e = edit_add(w, EDIT_SUPPLY, f->site.first, at, at, f);
    bool dots = str_eq(f->text[0], S("…")) || str_eq(f->text[0], S("..."));
    e->a = dots ? apart(w, line, at, f->text[0]) : f->text[0];
    e->b = reason;
    e->c = fact_option(f, "cert");
}

static void omits(Weave *w, const Fact *f)
{
    Str line = text_line(w->text, f->site.first), reason = fact_option(f, "reason");
    ptrdiff_t to = f->site.to;
    if (f->site.from == 0 || uni_is_space(char_before(line, f->site.from)))
        to = with_blank(line, f->site.from, to);
    edit_add(w, EDIT_SURPLUS, f->site.first, f->site.from, to, f)->a = reason.n ? reason : S("omitted");
}

/* `page 93 "{p, 81}" n=81`: words that hold the number are the marker itself; other words begin the page. */
static void pages(Weave *w, const Fact *f)
{
    Str line = text_line(w->text, f->site.first), n = fact_option(f, "n");
    ptrdiff_t at = f->site.words || f->site.point ? f->site.from : text_start(line);
    bool marker = f->site.words && n.n && str_find(str_sub(line, f->site.from, f->site.to - f->site.from), n) >= 0;
    if (marker) {
        at = with_blank(line, f->site.from, f->site.to);
        edit_add(w, EDIT_SURPLUS, f->site.first, f->site.from, at, f)->a = S("page-marker");
    }
    if (n.n == 0)
        diag(w->diag, MARK_SYNTAX, f->at, "the page has no number: n=");
    Edit *e = edit_add(w, EDIT_PAGE, f->site.first, at, at, f);
    e->a = n;
    e->b = voice_ref(w, fact_option(f, "ed"), fact_option_at(f, "ed"));
}

static void refers(Weave *w, const Fact *f)
{
    Str part = fact_option(f, "part");
    int to = fact_number(f, "to", 0, w->diag);
    bool own = part.n == 0 || str_eq(part, w->part->key);
    if (own && (to < 1 || to > w->text->n)) {
        diag(w->diag, MARK_PAST_END, fact_option_at(f, "to"), "line %d; the text has %d lines", to, w->text->n);
        return;
    }
    part = own ? w->part->key : part;
    if (own)
        to = w->piece[w->piece[w->first_piece[to - 1]].head].line;
    wraps(w, f, TEI_REF, ATT_TARGET, str_format(w->a, "#%.*s.l%04d", STR(part), to));
}

static void from_fact(Weave *w, const Fact *f)
{
    Edit *e;
    switch (f->verb) {
    case VERB_EMEND: emends(w, f); break;
    case VERB_SUPPLY: supplies(w, f); break;
    case VERB_PAGE: pages(w, f); break;
    case VERB_XREF: refers(w, f); break;
    case VERB_LINK: edit_add(w, EDIT_LINK, f->site.first, f->site.from, f->site.to, f); break;
    case VERB_FOREIGN: wraps(w, f, TEI_FOREIGN, ATT_LANG, fact_option(f, "lang")); break;
    case VERB_NAME: wraps(w, f, TEI_NAME, ATT_KEY, fact_option(f, "key")); break;
    case VERB_HI: wraps(w, f, TEI_HI, ATT_REND, fact_option(f, "rend").n ? fact_option(f, "rend") : S("italic")); break;
    case VERB_OMIT:
        if (f->site.words)
            omits(w, f);
        break;
    case VERB_SAYS:
        if (f->site.words)
            wraps(w, f, TEI_SEG, ATT_RESP, voice_ref(w, f->name, f->at));
        break;
    case VERB_WORK:
        if (!f->name.n)
            wraps(w, f, TEI_TITLE, ATT_KEY, fact_option(f, "key"));
        break;
    case VERB_GAP:
        e = edit_add(w, EDIT_GAP, f->site.first, f->site.from, f->site.from, f);
        e->a = apart(w, text_line(w->text, f->site.first), f->site.from, w->losses.words);
        e->b = fact_option(f, "reason");
        break;
    case VERB_UNCLEAR:
        e = edit_add(w, EDIT_UNCLEAR, f->site.first, f->site.from, f->site.to, f);
        e->b = fact_option(f, "reason");
        e->c = fact_option(f, "cert");
        break;
    default: break;
    }
}

/* ---- edits that joins ask for */

static bool ends_in_hyphen(Str line, ptrdiff_t end, ptrdiff_t *from)
{
    uint32_t c = char_before(line, end);
    *from = end - (c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
    return c == '-' || c == 0xAD || c == 0x2010 || c == 0x2011 || c == 0xAC;
}

static void surplus(Weave *w, int line, ptrdiff_t from, ptrdiff_t to, const Fact *f, Str reason)
{
    if (from < to)
        edit_add(w, EDIT_SURPLUS, line, from, to, f)->a = reason;
}

static void drop_fragment(Weave *w, const Fact *f, const Piece *p, ptrdiff_t end, const Piece *q, ptrdiff_t start)
{
    Str frag = fact_option(f, "drop"), a = text_line(w->text, p->line), b = text_line(w->text, q->line);
    if (frag.n == 0)
        return;
    if (str_starts(str_from(b, start), frag))
        surplus(w, q->line, start, start + frag.n, f, S("doubled"));
    else if (end - frag.n >= p->from && str_eq(str_sub(a, end - frag.n, frag.n), frag))
        surplus(w, p->line, end - frag.n, end, f, S("doubled"));
    else
        diag(w->diag, MARK_WORDS_MISSING, fact_option_at(f, "drop"),
             "'%.*s' begins line %d as little as it ends line %d", STR(frag), q->line, p->line);
}

static void join_edits(Weave *w, const Piece *p, const Piece *q)
{
    const Fact *f = q->join;
    Str a = text_line(w->text, p->line), b = text_line(w->text, q->line), letters = fact_option(f, "insert");
    ptrdiff_t end = p->from + text_end(str_sub(a, p->from, p->to - p->from)), hyphen = end;
    ptrdiff_t words = q->from + text_start(str_sub(b, q->from, q->to - q->from));
    ptrdiff_t start = behind_marker(w, q->line, words);
    bool drop = str_eq(fact_option(f, "hyphen"), S("drop")), keep = str_eq(fact_option(f, "hyphen"), S("keep"));
    if ((drop || keep) && !ends_in_hyphen(a, end, &hyphen)) {
        diag(w->diag, JOIN_IMPOSSIBLE, fact_option_at(f, "hyphen"), "line %d does not end in a hyphen", p->line);
        hyphen = end;
    }
    surplus(w, p->line, drop ? hyphen : end, p->to, f, drop && hyphen < end ? S("hyphen") : S("blank"));
    surplus(w, q->line, q->from, words, f, S("blank"));
    drop_fragment(w, f, p, drop ? hyphen : end, q, start);
    if (letters.n) {
        Edit *e = edit_add(w, EDIT_LETTER, p->line, drop ? hyphen : end, drop ? hyphen : end, f);
        e->a = letters;
        e->c = fact_option(f, "cert");
    }
}

/* What no reader sees: the mark of byte order and the CR at the end of a line. */
static void line_edits(Weave *w, int line)
{
    Str s = text_line(w->text, line);
    if (s.n && s.s[s.n - 1] == '\r')
        surplus(w, line, s.n - 1, s.n, NULL, S("line-end"));
    if (line == 1 && str_starts(s, S("\xEF\xBB\xBF")))
        surplus(w, line, 0, 3, NULL, S("byte-order-mark"));
}

void edits_from_facts(Weave *w)
{
    for (int i = 1; i <= w->text->n; i++)
        line_edits(w, i);
    for (int i = 0; i < w->npieces; i++)
        if (w->piece[i].next >= 0 && w->piece[w->piece[i].next].tight)
            join_edits(w, &w->piece[i], &w->piece[w->piece[i].next]);
    for (int i = 0; i < w->marks.n; i++)
        from_fact(w, &w->marks.fact[i]);
}

/* ---- sorting and nesting */

static int by_line(const void *x, const void *y)
{
    const Edit *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    bool pa = a->to == a->from, pb = b->to == b->from;
    if (pa != pb)
        /* a point stands before the range that begins there */
        return pa ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool parts(const Edit *e) { return e->kind == EDIT_WRAP || e->kind == EDIT_SURPLUS; }
static bool is_asked(const Edit *e) { return e->fact && e->fact->verb != VERB_RULE && e->fact->verb != VERB_JOIN; }

static void say_crossing(Weave *w, const Edit *a, const Edit *b)
{
    const Edit *late = a->order > b->order ? a : b, *early = late == a ? b : a;
    if (!is_asked(late) && is_asked(early)) {
        const Edit *swap = late;
        late = early;
        early = swap;
    }
    Where at = late->fact ? late->fact->at : text_where(w->text, late->line, late->from);
    diag(w->diag, MARK_OVERLAP, at, "in line %d", late->line);
    if (early->fact)
        diag_note(w->diag, early->fact->at, "crosses this: '%.*s'", STR(early->fact->source));
}

/* Keeps the list sorted while what is left of a parted range comes back in. */
static void put_back(Arena *a, Edits *l, int i, Edit e)
{
    ADD(a, l) = e;
    for (int k = l->n - 1; k > i && by_line(&l->at[k - 1], &l->at[k]) > 0; k--) {
        Edit swap = l->at[k];
        l->at[k] = l->at[k - 1];
        l->at[k - 1] = swap;
    }
}

/* One range crosses another that is open.  A wrapping or an omission can stand in two parts; if an editor asked for
   both ranges, or neither can be parted, it is said, and the later one is left off. */
static bool settle_crossing(Weave *w, Edits *l, int i, Edit *top)
{
    Edit *e = &l->at[i], rest;
    if ((is_asked(e) && is_asked(top)) || (!parts(e) && !parts(top))) {
        say_crossing(w, e, top);
        return false;
    }
    if (parts(e)) {
        rest = *e;
        rest.from = top->to;
        e->to = top->to;
    } else {
        rest = *top;
        rest.from = e->from;
        top->to = e->from;
    }
    put_back(w->a, l, i, rest);
    return true;
}

/* What a call holds is its own alone; two corrections of the same words contradict each other. */
static bool may_nest(Weave *w, const Edit *e, const Edit *top)
{
    bool closed = top->kind == EDIT_CALL ||
        (top->kind == EDIT_CORRECT && (e->kind == EDIT_CORRECT || e->kind == EDIT_CALL));
    if (closed && is_asked(e))
        say_crossing(w, e, top);
    return !closed;
}

static void settle_line(Weave *w, Edits *l, Edits *out)
{
    int stack[64], depth = 0, base = out->n;
    for (int i = 0; i < l->n; i++) {
        while (depth && out->at[stack[depth - 1]].to <= l->at[i].from)
            depth--;
        Edit *top = depth ? &out->at[stack[depth - 1]] : NULL;
        if (top && l->at[i].to > top->to && !settle_crossing(w, l, i, top))
            continue;
        while (depth && out->at[stack[depth - 1]].to <= l->at[i].from)
            depth--;
        top = depth ? &out->at[stack[depth - 1]] : NULL;
        if ((top && !may_nest(w, &l->at[i], top)) || depth == 64)
            continue;
        ADD(w->a, out) = l->at[i];
        if (l->at[i].to > l->at[i].from)
            stack[depth++] = out->n - 1;
    }
    for (int i = base; i < out->n; i++)
        out->at[i].order = i;
}

void edits_sort(Weave *w)
{
    Edits out = {0}, line = {0};
    if (w->edits.n)
        qsort(w->edits.at, (size_t)w->edits.n, sizeof *w->edits.at, by_line);
    w->first_edit = new(w->a, int, w->text->n + 2);
    for (int i = 0, at = 1; at <= w->text->n; at++) {
        w->first_edit[at - 1] = out.n;
        for (line.n = 0; i < w->edits.n && w->edits.at[i].line == at; i++)
            ADD(w->a, &line) = w->edits.at[i];
        if (line.n)
            settle_line(w, &line, &out);
    }
    w->first_edit[w->text->n] = out.n;
    w->edits = out;
}

static bool omits_text(EditKind k)
{
    return k == EDIT_SURPLUS || k == EDIT_LINK || k == EDIT_CORRECT || k == EDIT_REGULAR;
}

const char *edits_mask(Weave *w, int line)
{
    Str s = text_line(w->text, line);
    char *mask = new(w->a, char, s.n + 1);
    for (int i = w->first_edit[line - 1]; i < w->first_edit[line]; i++) {
        const Edit *e = &w->edits.at[i];
        if (omits_text(e->kind) || e->kind == EDIT_CALL)
            memset(mask + e->from, 1, (size_t)(e->to - e->from));
    }
    return mask;
}
