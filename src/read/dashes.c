/* dashes.c - `rule dashes`: a hyphen between blanks, as typewriters had it for a dash, becomes one.  The source keeps
   its own: what changes is a choice of orig and reg. */
#include "read/inside.h"

static void piece_dashes(Weave *w, const Fact *f, const Piece *p)
{
    const Str hyphen = S(" - ");
    Str s = text_line(w->text, p->line);
    const char *mask = NULL;
    for (ptrdiff_t at = p->from, hit; at < p->to && (hit = str_find(str_sub(s, at, p->to - at), hyphen)) >= 0;) {
        ptrdiff_t from = at + hit + 1;
        at = from + 1;
        mask = mask ? mask : edits_mask(w, p->line);
        if (!mask[from])
            edit_add(w, EDIT_REGULAR, p->line, from, from + 1, f)->a = S("–");
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
