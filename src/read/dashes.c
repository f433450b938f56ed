/* dashes.c - `rule dashes`: a hyphen between blanks, as typewriters had it for a dash, becomes one.  The source keeps
   its own: what changes is a choice of orig and reg. */
#include "read/inside.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* The end of a line is a blank, too; but what a block begins with is a bullet, or says that somebody speaks. */
static bool is_dash(Str words, ptrdiff_t at, bool begins)
{
    bool first = at == text_start(words), last = at + 1 == text_end(words);
    return (first ? !begins : is_blank(words.s[at - 1])) && (last || is_blank(words.s[at + 1]));
}

static void piece_dashes(Weave *w, const Fact *f, int i)
{
    const Piece *p = &w->piece[i];
    Str words = str_sub(text_line(w->text, p->line), p->from, p->to - p->from);
    const char *mask = NULL;
    for (ptrdiff_t at = 0; at < words.n; at++) {
        if (words.s[at] != '-' || !is_dash(words, at, p->head == i))
            continue;
        ptrdiff_t from = p->from + at;
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
                piece_dashes(w, f, k);
    }
}
