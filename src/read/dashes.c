/* dashes.c - `rule dashes`: a hyphen between blanks, or two, as typewriters had them for a dash, becomes one; also
   where a line begins or ends with it, for there the blank is the line's end; and, where the rule says so, between the
   figures of a range.  The source keeps its own: what changes is a choice of orig and reg. */
#include "read/inside.h"

static bool is_figure(Str s, ptrdiff_t at) { return at >= 0 && at < s.n && s.s[at] >= '0' && s.s[at] <= '9'; }

static bool is_letter(uint32_t c) { return c != UNI_NONE && uni_is_letter(c); }

/* 1926-27 is a range; 26-1-1927 and 0-300-07772 are none, nor is the T34-85. */
static bool is_range(Str s, ptrdiff_t at)
{
    ptrdiff_t from = at, to = at;
    while (is_figure(s, from - 1))
        from--;
    while (is_figure(s, to + 1))
        to++;
    ptrdiff_t next = to + 1;
    uint32_t before = char_before(s, from), after = utf8_next(s, &next);
    bool alone = before != '-' && after != '-' && !is_letter(before) && !is_letter(after);
    return from < at && to > at && alone;
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static bool is_parted(Str s, const Piece *p, ptrdiff_t from, ptrdiff_t to)
{
    return (from == p->from || is_blank(s.s[from - 1])) && (to == p->to || is_blank(s.s[to])) && to - from <= 2;
}

static ptrdiff_t next_dash(Str s, ptrdiff_t at, ptrdiff_t to)
{
    const char *p = memchr(s.s + at, '-', (size_t)(to - at));
    return p ? p - s.s : to;
}

static void piece_dashes(Weave *w, const Fact *f, const Piece *p, bool ranges)
{
    Str s = text_line(w->text, p->line);
    const char *mask = NULL;
    for (ptrdiff_t at = p->from, end; (at = next_dash(s, at, p->to)) < p->to; at = end) {
        for (end = at; end < p->to && s.s[end] == '-';)
            end++;
        if (is_parted(s, p, at, end) || (ranges && end == at + 1 && is_range(s, at))) {
            mask = mask ? mask : edits_mask(w, p->line);
            if (!mask[at])
                edit_add(w, EDIT_REGULAR, p->line, at, end, f)->a = S("–");
        }
    }
}

void dashes_apply(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        Site s = rule_is(f, "dashes") ? rule_lines(w, f) : (Site){0};
        bool ranges = s.first && str_eq(fact_option(f, "ranges"), S("yes"));
        for (int k = s.first ? w->first_piece[s.first - 1] : w->npieces; s.first && k < w->first_piece[s.last]; k++)
            if (!w->piece[k].empty && !w->piece[k].silent)
                piece_dashes(w, f, &w->piece[k], ranges);
    }
}
