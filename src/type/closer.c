/* closer.c - words that end in a mark.  Most words stand before a comma or a full point now and then, and would be
   shaped for each: instead the word, the mark, and the two letters where they meet are shaped once, and what the font
   kerns between those is the kerning.  Where more than that happens there, as with an f before a bracket, the whole is
   shaped. */
#include "type/inside.h"

static bool is_closer(uint32_t u)
{
    static const uint32_t closers[] = {'.', ',', ';', ':', '?', '!', ')', ']', 0x2019, 0x201D, 0x2026};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
        if (u == closers[i]) return true;
    return false;
}

/* The byte at which the marks begin that follow a small letter; 0: there are none. */
static ptrdiff_t marks_from(Str text)
{
    ptrdiff_t from = text.n;
    for (ptrdiff_t at = from; at > 0; from = at) {
        do at--;
        while (at > 0 && ((unsigned char)text.s[at] & 0xC0) == 0x80);
        ptrdiff_t next = at;
        if (!is_closer(utf8_next(text, &next))) break;
    }
    bool small = from > 1 && text.s[from - 1] >= 'a' && text.s[from - 1] <= 'z';
    return small && from < text.n ? from : 0;
}

static bool is_plain(const WordGlyph *g) { return !g->dx && !g->dy && !g->fallback; }

/* Of two letters, glyphs that stand in the words on both sides as they stand here. */
static bool meets(const Word *pair, const Word *word, const Word *marks)
{
    if (pair->nglyphs != 2 || !word->nglyphs || !marks->nglyphs) return false;
    const WordGlyph *last = &word->glyphs[word->nglyphs - 1], *first = &marks->glyphs[0];
    return pair->glyphs[0].gid == last->gid && pair->glyphs[1].gid == first->gid && is_plain(last) && is_plain(first) &&
        is_plain(&pair->glyphs[0]) && is_plain(&pair->glyphs[1]) && last->cluster + 1 == (uint32_t)word->text.n;
}

const Word *closer_stem(Typesetter *t, const Shape *s, Str text, Where at)
{
    ptrdiff_t from = s->backwards ? 0 : marks_from(text);
    return from ? word_find(t, s, str_sub(text, 0, from), at) : NULL;
}

bool closer_join(Typesetter *t, const Shape *s, Word *w, const Word *word, Where at)
{
    ptrdiff_t from = word->text.n, second = from;
    utf8_next(w->text, &second);
    const Word *marks = word_find(t, s, str_from(w->text, from), at);
    const Word *pair = word_find(t, s, str_sub(w->text, from - 1, second - from + 1), at);
    if (!meets(pair, word, marks)) return false;
    w->nglyphs = word->nglyphs + marks->nglyphs;
    w->glyphs = new(t->arena, WordGlyph, w->nglyphs);
    memcpy(w->glyphs, word->glyphs, (size_t)word->nglyphs * sizeof *w->glyphs);
    memcpy(w->glyphs + word->nglyphs, marks->glyphs, (size_t)marks->nglyphs * sizeof *w->glyphs);
    w->glyphs[word->nglyphs - 1].advance = pair->glyphs[0].advance;
    for (int i = word->nglyphs; i < w->nglyphs; i++) w->glyphs[i].cluster += (uint32_t)from;
    w->space_before = word->space_before;
    w->space_after = marks->space_after;
    return true;
}
