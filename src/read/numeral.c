#include "read/inside.h"

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

int numeral_superscript(uint32_t c)
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
        int digit = numeral_superscript(c);
        utf8_put(&b, digit >= 0 ? '0' + (uint32_t)digit : c);
    }
    return buf_str(&b);
}

static bool next_superscript(Str line, ptrdiff_t *at, Hit *h)
{
    h->from = -1;
    while (*at < line.n) {
        ptrdiff_t here = h->from < 0 ? utf8_ascii(line, *at) : *at;
        *at = here;
        int digit = numeral_superscript(utf8_next(line, at));
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

static ptrdiff_t to_digit(Str s, ptrdiff_t at)
{
    while (at < s.n && !(s.s[at] >= '0' && s.s[at] <= '9'))
        at++;
    return at;
}

static bool next_glued(Str line, ptrdiff_t *at, Hit *h)
{
    while ((*at = to_digit(line, *at)) < line.n) {
        *h = (Hit){.from = *at};
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
    for (ptrdiff_t hit; *at < line.n && (hit = str_find(str_from(line, *at), t->before)) >= 0;) {
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
