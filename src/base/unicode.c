#include "base/base.h"

#include <unicode/ubidi.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static bool is_ascii(Str s) { return utf8_ascii(s, 0) == s.n; }

static void must(UErrorCode e)
{
    if (U_FAILURE(e))
        die("ICU: %s", u_errorName(e));
}

static int32_t length(ptrdiff_t n)
{
    if (n > INT32_MAX / 4)
        die("a string of %td bytes is too long for ICU", n);
    return (int32_t)n;
}

static bool has(uint32_t c, uint32_t categories) { return (U_GET_GC_MASK((UChar32)c) & categories) != 0; }

const bool uni_ascii_word[256] = {
#define ROW(a, b, c, d) [a] = true, [b] = true, [c] = true, [d] = true
    ROW('0', '1', '2', '3'), ROW('4', '5', '6', '7'), ['8'] = true, ['9'] = true,
    ROW('A', 'B', 'C', 'D'), ROW('E', 'F', 'G', 'H'), ROW('I', 'J', 'K', 'L'), ROW('M', 'N', 'O', 'P'),
    ROW('Q', 'R', 'S', 'T'), ROW('U', 'V', 'W', 'X'), ['Y'] = true, ['Z'] = true,
    ROW('a', 'b', 'c', 'd'), ROW('e', 'f', 'g', 'h'), ROW('i', 'j', 'k', 'l'), ROW('m', 'n', 'o', 'p'),
    ROW('q', 'r', 's', 't'), ROW('u', 'v', 'w', 'x'), ['y'] = true, ['z'] = true,
#undef ROW
};

static bool is_ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool uni_is_letter(uint32_t c) { return c < 0x80 ? is_ascii_letter(c) : has(c, U_GC_L_MASK | U_GC_M_MASK); }
bool uni_is_digit(uint32_t c) { return c < 0x80 ? c >= '0' && c <= '9' : has(c, U_GC_ND_MASK); }
bool uni_is_upper(uint32_t c) { return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isUUppercase((UChar32)c); }
bool uni_is_lower(uint32_t c) { return c < 0x80 ? c >= 'a' && c <= 'z' : u_isULowercase((UChar32)c); }
bool uni_is_punct(uint32_t c) { return has(c, U_GC_P_MASK); }

bool uni_is_quad(uint32_t c)
{
    return (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x205F || c == 0x3000;
}

bool uni_is_space_beyond(uint32_t c)
{
    return u_isUWhiteSpace((UChar32)c) && c != 0xA0 && c != 0x2007 && c != 0x202F;
}

bool uni_is_control(uint32_t c)
{
    if (c == '\t' || c == '\n' || c == '\r')
        return false;
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xFFFE || c == 0xFFFF;
}

bool uni_speaks(Str tag, Str primary)
{
    return str_starts(tag, primary) && (tag.n == primary.n || tag.s[primary.n] == '-');
}

bool uni_is_rtl(uint32_t c)
{
    if (c < 0x590)
        return false;
    UCharDirection d = u_charDirection((UChar32)c);
    return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC;
}

/* ICU counts UTF-16: a scalar above U+FFFF twice. */
static void spread_levels(Str s, const UBiDiLevel *of, uint8_t *levels)
{
    for (ptrdiff_t at = 0, unit = 0; at < s.n;) {
        ptrdiff_t from = at;
        uint32_t c = utf8_next(s, &at);
        memset(levels + from, of[unit], (size_t)(at - from));
        unit += 1 + (c > 0xFFFF);
    }
}

bool uni_levels(Arena *scratch, Str s, uint8_t *levels)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0;
    UChar *units = new(scratch, UChar, s.n + 1);
    u_strFromUTF8(units, length(s.n) + 1, &n, s.s, length(s.n), &e);
    UBiDi *b = ubidi_openSized(n, 0, &e);
    ubidi_setPara(b, units, n, 0, NULL, &e);
    const UBiDiLevel *of = ubidi_getLevels(b, &e);
    must(e);
    bool mixed = ubidi_getDirection(b) != UBIDI_LTR;
    if (mixed)
        spread_levels(s, of, levels);
    ubidi_close(b);
    return mixed;
}

bool uni_is_private(uint32_t c) { return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFF); }

Str uni_version(Arena *a)
{
    UVersionInfo v;
    char words[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(v);
    u_versionToString(v, words);
    return str_format(a, "ICU %s", words);
}

/* ---- languages ---- */

enum { LOCALE_ROOM = ULOC_FULLNAME_CAPACITY };

/* A BCP 47 tag as ICU names it; what is no tag is the root locale.  ICU's own default, which it would take from the
   environment for a language it has no data for, is set to the root first. */
static void name_locale(Str lang, char out[LOCALE_ROOM])
{
    static bool set;
    UErrorCode e = U_ZERO_ERROR;
    if (!set)
        uloc_setDefault("", &e);
    must(e);
    set = true;
    char tag[LOCALE_ROOM];
    int32_t used = 0;
    out[0] = 0;
    if (lang.n == 0 || lang.n >= LOCALE_ROOM)
        return;
    memcpy(tag, lang.s, (size_t)lang.n);
    tag[lang.n] = 0;
    uloc_forLanguageTag(tag, out, LOCALE_ROOM, &used, &e);
    if (U_FAILURE(e) || e == U_STRING_NOT_TERMINATED_WARNING)
        out[0] = 0;
}

/* ---- case ---- */

typedef int32_t Change(const UCaseMap *, char *to, int32_t room, const char *from, int32_t n, UErrorCode *);

static Str change_case(Arena *a, Str s, Str lang, Change *change)
{
    UErrorCode e = U_ZERO_ERROR;
    char locale[LOCALE_ROOM];
    name_locale(lang, locale);
    UCaseMap *map = ucasemap_open(locale, U_FOLD_CASE_DEFAULT, &e);
    must(e);
    int32_t room = length(s.n) + 16;
    char *out = new(a, char, room);
    int32_t n = change(map, out, room, s.s, length(s.n), &e);
    if (e == U_BUFFER_OVERFLOW_ERROR) {
        e = U_ZERO_ERROR;
        out = new(a, char, n + 1);
        n = change(map, out, n + 1, s.s, length(s.n), &e);
    }
    must(e);
    ucasemap_close(map);
    return (Str){out, n};
}

/* ASCII has one way in all languages but those with dots of their own on the i (SpecialCasing.txt: az, lt, tr; as tags
   of three letters, too). */
static bool is_simple(Str s, Str lang)
{
    static const char *const dotted[] = {"az", "lt", "li", "tr", "tu"};
    for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++)
        if (lang.n >= 2 && (lang.s[0] | 0x20) == dotted[i][0] && (lang.s[1] | 0x20) == dotted[i][1])
            return false;
    return is_ascii(s);
}

static Str change_ascii(Arena *a, Str s, char first)
{
    char *out = new(a, char, s.n + 1);
    for (ptrdiff_t i = 0; i < s.n; i++)
        out[i] = (char)(s.s[i] >= first && s.s[i] < first + 26 ? s.s[i] ^ 0x20 : s.s[i]);
    return (Str){out, s.n};
}

Str uni_upper(Arena *a, Str s, Str lang)
{
    return is_simple(s, lang) ? change_ascii(a, s, 'a') : change_case(a, s, lang, ucasemap_utf8ToUpper);
}

Str uni_lower(Arena *a, Str s, Str lang)
{
    return is_simple(s, lang) ? change_ascii(a, s, 'A') : change_case(a, s, lang, ucasemap_utf8ToLower);
}

/* ---- normal forms and sort keys, which ICU has for UTF-16 only ---- */

typedef struct { UChar *s; int32_t n; } Wide;

static Wide widen(Arena *a, Str s)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, room = length(s.n) + 1;
    UChar *w = new(a, UChar, room);
    u_strFromUTF8WithSub(w, room, &n, s.s, length(s.n), 0xFFFD, NULL, &e);
    must(e);
    return (Wide){w, n};
}

static Str narrow(Arena *a, Wide w)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, room = w.n * 3 + 1;
    char *s = new(a, char, room);
    u_strToUTF8(s, room, &n, w.s, w.n, &e);
    must(e);
    return (Str){s, n};
}

static Str normalize(Arena *a, Str s, const UNormalizer2 *form)
{
    Wide w = widen(a, s);
    UErrorCode e = U_ZERO_ERROR;
    if (unorm2_isNormalized(form, w.s, w.n, &e) && U_SUCCESS(e))
        return s;
    e = U_ZERO_ERROR;
    int32_t room = w.n + 16;
    UChar *out = new(a, UChar, room);
    int32_t n = unorm2_normalize(form, w.s, w.n, out, room, &e);
    if (e == U_BUFFER_OVERFLOW_ERROR) {
        e = U_ZERO_ERROR;
        out = new(a, UChar, n + 1);
        n = unorm2_normalize(form, w.s, w.n, out, n + 1, &e);
    }
    must(e);
    return narrow(a, (Wide){out, n});
}

Str uni_nfc(Arena *a, Str s)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&e);
    must(e);
    return is_ascii(s) ? s : normalize(a, s, form);
}

Str uni_nfkc(Arena *a, Str s)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCInstance(&e);
    must(e);
    return is_ascii(s) ? s : normalize(a, s, form);
}

/* Opening a collator takes as long as some thousand keys, and an index is sorted in one language: the last is kept. */
static const UCollator *collator(Str lang)
{
    static UCollator *kept;
    static char kept_locale[LOCALE_ROOM];
    char locale[LOCALE_ROOM];
    name_locale(lang, locale);
    if (kept && strcmp(locale, kept_locale) == 0)
        return kept;
    UErrorCode e = U_ZERO_ERROR;
    ucol_close(kept);
    kept = ucol_open(locale[0] ? locale : "root", &e);
    must(e);
    memcpy(kept_locale, locale, sizeof locale);
    return kept;
}

Str uni_collate(Arena *a, Str s, Str lang)
{
    const UCollator *c = collator(lang);
    Wide w = widen(a, s);
    int32_t n = ucol_getSortKey(c, w.s, w.n, NULL, 0);
    uint8_t *key = new(a, uint8_t, n + 1);
    n = ucol_getSortKey(c, w.s, w.n, key, n);
    return (Str){(char *)key, n > 0 ? n - 1 : 0};
}

/* ---- spaces ---- */

Str uni_space(Arena *a, Str s)
{
    Buf b = buf_new(a);
    bool gap = false;
    for (ptrdiff_t at = 0, from = 0; at < s.n; from = at) {
        if (uni_is_space(utf8_next(s, &at))) {
            gap = true;
            continue;
        }
        if (gap && b.n)
            buf_byte(&b, ' ');
        gap = false;
        buf_put(&b, str_sub(s, from, at - from));
    }
    return buf_str(&b);
}
