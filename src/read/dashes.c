/* dashes.c - `rule dashes`: a hyphen between blanks, or two, as typewriters had them for a dash, becomes one; also
   where a line begins or ends with it, for there the blank is the line's end.  The source keeps its own: what changes
   is a choice of orig and reg. */
#include "read/inside.h"

static void piece_dashes(Weave *w, const Fact *f, const Piece *p)
{
    Str s = text_line(w->text, p->line);
    const char *mask = NULL;
    for (ptrdiff_t at = p->from, end; at < p->to; at = end + 1) {
        for (end = at; end < p->to && s.s[end] != ' ';)
            end++;
        Str word = str_sub(s, at, end - at);
        if (!str_eq(word, S("-")) && !str_eq(word, S("--")))
            continue;
        mask = mask ? mask : edits_mask(w, p->line);
        if (!mask[at])
            edit_add(w, EDIT_REGULAR, p->line, at, end, f)->a = S("–");
    }
}

void dashes_apply(Weave *w)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        Site s = rule_is(f, "dashes") ? rule_lines(w, f) : (Site){0};
        for (int k = s.first ? w->first_piece[s.first - 1] : w->npieces; s.first && k < w->first_piece[s.last]; k++)
            if (!w->piece[k].empty && !w->piece[k].silent)
                piece_dashes(w, f, &w->piece[k]);
    }
}
