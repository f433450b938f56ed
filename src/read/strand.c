#include "read/inside.h"

/* A line with its edits becomes the content of an element.  Each range edit is a row: what opens it, what closes it. */

typedef struct { Weave *w; Node *now; int line; Str s; ptrdiff_t at, end; Where where; } Strand;

/* ---- ids */

Str id_clean(Weave *w, Str s)
{
    Buf b = buf_new(w->a);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
            c == '.';
        buf_byte(&b, ok ? c : '-');
    }
    return buf_str(&b);
}

Str id_once(Weave *w, Str id)
{
    if (!w->ids)
        w->ids = table_new(w->a);
    int *count = table_find(w->ids, id);
    if (!count) {
        count = new(w->a, int, 1);
        table_put(w->ids, id, count);
    }
    return ++*count == 1 ? id : str_format(w->a, "%.*s.%d", STR(id), *count);
}

/* ---- characters and signs */

static void chars_to(Strand *s, ptrdiff_t to)
{
    if (to > s->at)
        tei_chars(s->now, str_sub(s->s, s->at, to - s->at));
    s->at = to > s->at ? to : s->at;
}

static Node *supplied(Strand *s, Str reason, Str cert, Str words)
{
    Node *n = tei_add(s->now, TEI_SUPPLIED, s->where);
    tei_set(n, ATT_REASON, reason);
    tei_set(n, ATT_CERT, cert);
    tei_set(n, ATT_RESP, S("#ed"));
    tei_chars(n, words);
    return n;
}

static void sign(Strand *s, Str words) { supplied(s, S("sign"), S(""), words); }

static Node *choice(Strand *s, Tag first)
{
    return tei_add(tei_add(s->now, TEI_CHOICE, s->where), first, s->where);
}

static void corrected(Strand *s, Node *sic, Str words, Str type, Str cert)
{
    Node *n = tei_add(tei_parent(sic), TEI_CORR, s->where);
    tei_set(n, ATT_TYPE, type);
    tei_set(n, ATT_CERT, cert);
    tei_chars(n, words);
}

/* ---- points */

static void put_supply(Strand *s, const Edit *e)
{
    if (str_eq(e->b, S("sign"))) {                                 /* no words: a brace, which needs no brackets */
        supplied(s, e->b, e->c, e->a);
        return;
    }
    Str words = str_trim(e->a);
    ptrdiff_t before = str_find(e->a, words), after = e->a.n - words.n - before;
    supplied(s, e->b.n ? e->b : S("lost"), e->c, str_format(s->w->a, "%.*s[%.*s]%.*s", (int)before, e->a.s, STR(words),
             (int)after, e->a.s + before + words.n));
}

static void put_gap(Strand *s, const Edit *e)
{
    tei_set(tei_add(s->now, TEI_GAP, s->where), ATT_REASON, e->b.n ? e->b : S("not-captured"));
    supplied(s, S("sign"), S(""), e->a);
}

static void put_page(Strand *s, const Edit *e)
{
    const Str key = s->w->part->key;
    int works = 0;
    for (int i = 0; i < s->w->voices.n; i++)
        works += str_eq(s->w->voices.at[i].kind, S("work"));
    Str label = id_clean(s->w, e->a), ed = e->b.n ? str_from(e->b, key.n + 2) : (Str){"", 0};
    Node *pb = tei_add(s->now, TEI_PB, s->where);
    tei_set(pb, ATT_ID, id_once(s->w, works > 1 && ed.n ? str_format(s->w->a, "%.*s.pb.%.*s.%.*s", STR(key), STR(ed),
                                                                     STR(label))
                                                        : str_format(s->w->a, "%.*s.pb.%.*s", STR(key), STR(label))));
    tei_set(pb, ATT_N, e->a);
    tei_set(pb, ATT_ED, e->b);
    tei_add_origin(pb, s->w->text->name, s->line);
}

static Node *new_call(Strand *s, Str series, Str number, Str shown)
{
    Str key = s->w->part->key, n = id_clean(s->w, number);
    Node *ref = tei_add(s->now, TEI_REF, s->where);
    tei_set(ref, ATT_ID, id_once(s->w, str_format(s->w->a, "%.*s.%.*s.%.*s.ref", STR(key), STR(series), STR(n))));
    tei_set(ref, ATT_TYPE, S("note"));
    tei_set(ref, ATT_SUBTYPE, series);
    tei_set(ref, ATT_N, shown);
    tei_set_format(ref, ATT_TARGET, "#%.*s.%.*s.%.*s", STR(key), STR(series), STR(n));
    tei_add_origin(ref, s->w->text->name, s->line);
    return ref;
}

static void put_ednote(Strand *s, const Edit *e)
{
    Node *up = s->now;
    s->now = new_call(s, S("ed"), e->a, e->a);
    supplied(s, S("editor-note"), S(""), str_format(s->w->a, "[%.*s]", STR(e->a)));
    s->now = up;
}

static void put_point(Strand *s, const Edit *e)
{
    switch (e->kind) {
    case EDIT_SUPPLY: put_supply(s, e); break;
    case EDIT_LETTER: supplied(s, S("lost-letter"), e->c, e->a); break;
    case EDIT_GAP: put_gap(s, e); break;
    case EDIT_PAGE: put_page(s, e); break;
    case EDIT_EDNOTE: put_ednote(s, e); break;
    default: break;
    }
}

/* ---- note calls: `(12)`, `¹²`, `12`, `l3`, `*` */

static void chars_as(Strand *s, Tag tag, const char *reason, ptrdiff_t to)
{
    if (to <= s->at)
        return;
    Node *up = s->now;
    s->now = tei_add(up, tag, s->where);
    if (reason)
        tei_set(s->now, ATT_REASON, str_of(reason));
    chars_to(s, to);
    s->now = up;
}

static bool is_core(uint32_t c) { return uni_is_letter(c) || uni_is_digit(c) || (c >= 0xB2 && c <= 0xB9) ||
                                 (c >= 0x2070 && c <= 0x2079); }

static void put_core(Strand *s, const Edit *e, ptrdiff_t to)
{
    Str core = str_sub(s->s, s->at, to - s->at), plain = number_plain(s->w->a, core), up = {"", 0};
    Node *now = s->now;
    if (str_eq(core, e->c)) {
        chars_to(s, to);
        return;
    }
    bool same = str_eq(plain, e->c);
    s->now = choice(s, same ? TEI_ORIG : TEI_SIC);
    chars_to(s, to);
    if (same)
        tei_chars(tei_add(tei_parent(s->now), TEI_REG, s->where), plain);
    else
        corrected(s, s->now, e->c, S("capture"), up);
    s->now = now;
}

static void put_call(Strand *s, const Edit *e)
{
    Node *up = s->now;
    ptrdiff_t from = e->from, to = e->to;
    s->now = new_call(s, e->b, e->a, e->c);
    if (!str_eq(str_sub(s->s, from, to - from), e->c)) {
        for (ptrdiff_t at = from; at < to && !is_core(utf8_next(s->s, &at)); from = at)
            ;
        for (uint32_t c; to > from && !is_core(c = char_before(s->s, to));)
            to -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    chars_as(s, TEI_SURPLUS, "note-mark", from);
    put_core(s, e, to);
    chars_as(s, TEI_SURPLUS, "note-mark", e->to);
    s->now = up;
}

/* ---- ranges */

static void open_range(Strand *s, const Edit *e)
{
    switch (e->kind) {
    case EDIT_SURPLUS:
        s->now = tei_add(s->now, TEI_SURPLUS, s->where);
        tei_set(s->now, ATT_REASON, e->a);
        break;
    case EDIT_LINK:
        s->now = tei_add(s->now, TEI_SURPLUS, s->where);
        tei_set(s->now, ATT_REASON, S("link"));
        break;
    case EDIT_CORRECT: s->now = choice(s, TEI_SIC); break;
    case EDIT_REGULAR: s->now = choice(s, TEI_ORIG); break;
    case EDIT_UNCLEAR:
        s->now = tei_add(s->now, TEI_UNCLEAR, s->where);
        tei_set(s->now, ATT_REASON, e->b);
        tei_set(s->now, ATT_CERT, e->c);
        break;
    default:
        s->now = tei_add(s->now, e->tag, s->where);
        tei_set(s->now, e->att, e->a);
        break;
    }
}

static void close_range(Strand *s, const Edit *e)
{
    Node *inner = s->now, *up = tei_parent(inner);
    bool chosen = e->kind == EDIT_CORRECT || e->kind == EDIT_REGULAR;
    Str words = e->to <= s->end ? e->a : S("");
    if (e->kind == EDIT_CORRECT)
        corrected(s, inner, words, e->b, e->c);
    if (e->kind == EDIT_REGULAR)
        tei_chars(tei_add(up, TEI_REG, s->where), words);
    s->now = chosen ? tei_parent(up) : up;
    if (e->kind == EDIT_UNCLEAR)
        sign(s, S("[?]"));
    if (e->kind == EDIT_LINK)
        sign(s, s->w->losses.link);
}

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/* Edits that reach over the end of what is written here are cut there; the rest follows with the next piece. */
void edits_emit(Weave *w, Node *into, int line, ptrdiff_t from, ptrdiff_t to)
{
    Str whole = text_line(w->text, line);
    Strand s = {w, into, line, whole, from, to, text_where(w->text, line, from)};
    const Edit *stack[64];
    int depth = 0;
    for (int i = w->first_edit[line - 1]; i < w->first_edit[line]; i++) {
        const Edit *e = &w->edits.at[i];
        bool point = e->from == e->to;
        if ((point ? e->from < from : e->to <= from) || (e->from >= to && !(point && e->from == to && to == whole.n)))
            continue;
        for (; depth && stack[depth - 1]->to <= e->from; depth--) {
            chars_to(&s, stack[depth - 1]->to);
            close_range(&s, stack[depth - 1]);
        }
        chars_to(&s, e->from);
        if (point) {
            put_point(&s, e);
        } else if (e->kind == EDIT_CALL) {
            put_call(&s, e);
        } else {
            open_range(&s, e);
            stack[depth++] = e;
        }
    }
    for (; depth; depth--) {
        chars_to(&s, least(stack[depth - 1]->to, to));
        close_range(&s, stack[depth - 1]);
    }
    chars_to(&s, to);
}
