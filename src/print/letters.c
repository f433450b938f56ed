/* letters.c - what words consist of, for those who set them: blanks between them, capitals in a row, closing signs. */
#include "print/inside.h"

enum { ACRONYM = 3 };                                               /* letters at least: NKVD, USSR */

/* Bytes of the capitals that stand at *at.  *at moves to them; 0: there are none. */
ptrdiff_t letters_acronym(Str piece, ptrdiff_t *at)
{
    ptrdiff_t from = 0, n = 0;
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

/* Only four lead bytes can begin one outside ASCII. */
ptrdiff_t letters_space(Str s, ptrdiff_t at)
{
    unsigned char c = (unsigned char)s.s[at];
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c != 0xC2 && (c < 0xE1 || c > 0xE3))
        return 0;
    ptrdiff_t next = at;
    return uni_is_space(utf8_next(s, &next)) ? next - at : 0;
}

/* Small letters, figures and marks: most of a text. */
static bool is_usual(char c) { return c > ' ' && c < 0x7F && (c < 'A' || c > 'Z'); }

Words letters_even(Str s, bool no_acronym)
{
    ptrdiff_t i = 0, beyond = 0;                                   /* beyond: bytes of scalars behind their first one */
    Words whole = {0};                                             /* up to the last blank */
    for (int capitals = 0; i < s.n;) {                             /* in a row */
        if (is_usual(s.s[i])) {
            capitals = 0;
            i++;
        } else if (s.s[i] == ' ' && i > 0 && s.s[i - 1] != ' ') {
            whole = (Words){i, i - beyond};
            capitals = 0;
            i++;
        } else if (letters_space(s, i) > 0) {
            return i > 0 && s.s[i - 1] != ' ' ? (Words){i, i - beyond} : whole;
        } else {
            ptrdiff_t next = i;
            capitals = uni_is_upper(utf8_next(s, &next)) ? capitals + 1 : 0;
            if (no_acronym && capitals == ACRONYM)
                return whole;
            beyond += next - i - 1;
            i = next;
        }
    }
    return str_ends(s, S(" ")) ? whole : (Words){i, i - beyond};
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
