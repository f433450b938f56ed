/* letters.c - what a word consists of, for those who set it: capitals in a row, closing signs. */
#include "print/inside.h"

enum { ACRONYM = 3 };                                               /* letters at least: NKVD, USSR */

/* Most words are seen to have none by their bytes: a capital is one of A to Z, or has bytes beyond ASCII. */
static bool has_capitals(Str piece)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < piece.n && n < ACRONYM; i++) {
        unsigned char c = (unsigned char)piece.s[i];
        n = (c >= 'A' && c <= 'Z') || c >= 0x80 ? n + 1 : 0;
    }
    return n == ACRONYM;
}

/* Bytes of the capitals that stand at *at.  *at moves to them; 0: there are none. */
ptrdiff_t letters_acronym(Str piece, ptrdiff_t *at)
{
    ptrdiff_t from = 0, n = 0;
    if (!has_capitals(piece))
        return 0;
    for (ptrdiff_t i = 0; i < piece.n;) {
        ptrdiff_t begin = i;
        uint32_t c = utf8_next(piece, &i);
        if (uni_is_upper(c)) {
            from = n++ ? from : begin;
            continue;
        }
        if (n >= ACRONYM && !uni_is_letter(c)) {
            *at = from;
            return begin - from;
        }
        for (n = 0; uni_is_letter(c) && i < piece.n;) {            /* mixed: to the end of these letters */
            ptrdiff_t next = i;
            c = utf8_next(piece, &next);
            i = uni_is_letter(c) ? next : i;
        }
    }
    *at = from;
    return n >= ACRONYM ? piece.n - from : 0;
}

/* Where the closing signs of a piece begin: of "mot?!" the mark, of "mot»," the bracket.  piece.n: it has none.  In
   Canada only the colon and the bracket have white before them.  A mark that opens a bracket, as in "[?]", is a word of
   it. */
ptrdiff_t letters_signs(Str piece, Str lang)
{
    bool few = str_eq(lang, S("fr-CA")) || str_eq(lang, S("fr-ca"));
    bool opens = false;                                            /* behind a bracket, or a mark that opens it */
    ptrdiff_t first = piece.n;
    for (ptrdiff_t at = 0; at < piece.n;) {
        ptrdiff_t begin = at;
        uint32_t c = utf8_next(piece, &at);
        bool sign = c == ':' || c == 0xBB || (!few && (c == ';' || c == '!' || c == '?'));
        if (uni_is_letter(c) || uni_is_digit(c) || c == '/')
            first = piece.n;
        else if (sign && !opens && first == piece.n)
            first = begin;
        opens = c == '[' || c == '(' || (opens && sign);
    }
    return first;
}

bool letters_french(Str lang)
{
    return uni_speaks(lang, S("fr"));
}
