/* hyph.c - where a word may be divided: the patterns of the hyphen library, one dictionary a language */
#include "type/inside.h"
#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <hyphen.h>

#define FOLDER "/usr/share/hyphen"
enum { LEFT_MIN = 2, RIGHT_MIN = 3, WORD_MAX = 96 };

/* The library loses some bytes of the dictionaries of languages that change their spelling: what is allocated while one
   is read is not looked for by the leak checker. */
#ifdef __SANITIZE_ADDRESS__
void __lsan_disable(void);
void __lsan_enable(void);
#define UNWATCHED(what) (__lsan_disable(), (what), __lsan_enable())
#else
#define UNWATCHED(what) (what)
#endif

struct Hyphenator {
    Hyphenator *next;
    Str lang, path;
    HyphenDict *dict;
};

/* The best of the installed names for a language: hyph_de_CH.dic for de-CH, else hyph_de.dic, else hyph_de_DE.dic,
   else the first hyph_de_*.dic in byte order; English without a country is American, as its dictionary is the older
   one. */
static int rank(Str name, Str lang, Str country)
{
    if (!str_starts(name, S("hyph_")) || !str_ends(name, S(".dic"))) return 0;
    Str rest = str_sub(name, 5, name.n - 9);
    Cut c = str_cut(rest, '_');
    Str there = c.ok ? c.head : rest;
    if (!str_eq(there, lang)) return 0;
    if (country.n && str_eq(c.tail, country)) return 5;
    if (!country.n && str_eq(lang, S("en")) && str_eq(c.tail, S("US"))) return 4;
    if (!c.ok) return 3;
    if (c.tail.n == 2 && lang.n == 2 && (c.tail.s[0] | 32) == lang.s[0] && (c.tail.s[1] | 32) == lang.s[1]) return 2;
    return 1;
}

Str hyph_path(Arena *a, Str tag)
{
    Cut c = str_cut(tag, '-');
    Str lang = uni_lower(a, c.ok ? c.head : tag, S("en"));
    Str country = S(""), best = S("");
    while (c.ok) {
        c = str_cut(c.tail, '-');
        if (c.head.n == 2) country = uni_upper(a, c.head, S("en"));
    }
    int most = 0;
    DIR *d = opendir(FOLDER);
    for (struct dirent *e; d && (e = readdir(d));) {
        Str name = str_of(e->d_name);
        int r = rank(name, lang, country);
        if (r < most || !r || (r == most && str_cmp(name, best) > 0)) continue;
        most = r;
        best = str_copy(a, name);
    }
    if (d) closedir(d);
    return best.n ? path_join(a, S(FOLDER), best) : best;
}

Hyphenator *hyph_open(Typesetter *t, Str lang, Where at)
{
    for (Hyphenator *h = t->hyphenators; h; h = h->next)
        if (str_eq(h->lang, lang)) return h->dict ? h : NULL;
    Hyphenator *h = new(t->arena, Hyphenator, 1);
    h->lang = str_copy(t->arena, lang);
    h->next = t->hyphenators;
    t->hyphenators = h;
    h->path = hyph_path(t->arena, lang);
    if (h->path.n) UNWATCHED(h->dict = hnj_hyphen_load(str_z(t->arena, h->path)));
    if (!h->dict)
        diag(t->diag, HYPHENATION_MISSING, at, "'%.*s' has none in " FOLDER ", its words are not divided", STR(lang));
    return h->dict ? h : NULL;
}

void hyph_close(Hyphenator *h)
{
    for (; h; h = h->next)
        if (h->dict) hnj_hyphen_free(h->dict);
}

/* Copies a word in lower case as the dictionary wants it: UTF-8, or Latin-1 where every letter has a place there;
   from[i] is the byte of the word at which the i-th letter stands.  Gives the bytes of the copy; 0: this word
   cannot be asked for. */
static int spell(const Hyphenator *h, Str word, char *out, int32_t *from, int *letters)
{
    int n = 0, k = 0;
    bool latin1 = !h->dict->utf8;
    for (ptrdiff_t at = 0, was = 0; at < word.n; was = at) {
        uint32_t u = utf8_next(word, &at);
        if (n + 4 > WORD_MAX || (latin1 && u > 0xFF)) return 0;
        from[k++] = (int32_t)was;
        if (latin1 || u < 0x80) out[n++] = (char)(u | (uni_is_upper(u) ? 0x20 : 0));
        else for (ptrdiff_t b = was; b < at; b++) out[n++] = word.s[b];
    }
    *letters = k;
    return n;
}

/* A break counts from its letter, not from its byte; what stands before the first LEFT_MIN letters and after the last
   RIGHT_MIN stays whole.  The library is told so too, but counts in dictionaries of other encodings differently. */
static void keep_ends(Str word, uint8_t *out)
{
    ptrdiff_t total = utf8_count(word), i = 0;
    for (ptrdiff_t at = 0, was = 0; at < word.n; was = at, i++) {
        if (i < LEFT_MIN || total - i < RIGHT_MIN) out[was] = 0;
        utf8_next(word, &at);
    }
}

/* What the library allocates for a change of spelling (Schiff-fahrt), which is not used here. */
static void drop_spellings(char **rep, int *pos, int *cut, int letters)
{
    for (int i = 0; rep && i < letters; i++) free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
}

void hyph_mark(Hyphenator *h, Str word, uint8_t *out)
{
    char spelt[WORD_MAX + 8], marks[2 * WORD_MAX + 16];
    int32_t from[WORD_MAX + 8];
    char **rep = NULL;
    int *pos = NULL, *cut = NULL, letters;
    memset(out, 0, (size_t)word.n);
    int n = spell(h, word, spelt, from, &letters);
    if (n < LEFT_MIN + RIGHT_MIN) return;
    spelt[n] = 0;                                                  /* the library looks for an end, too */
    int failed = hnj_hyphen_hyphenate3(h->dict, spelt, n, marks, NULL, &rep, &pos, &cut,
                                       LEFT_MIN, RIGHT_MIN, LEFT_MIN, RIGHT_MIN);
    if (failed) return;
    for (int i = 0; i + 1 < letters; i++)                           /* marks[i]: after letter i */
        if ((marks[i] & 1) && !(rep && rep[i])) out[from[i + 1]] = 1;
    drop_spellings(rep, pos, cut, n);
    keep_ends(word, out);
}

int hyph_paths(const Hyphenator *h, Str *paths)
{
    int n = 0;
    for (; h; h = h->next) {
        if (!h->dict) continue;
        if (paths) paths[n] = h->path;
        n++;
    }
    return n;
}

Str hyph_library(Arena *a)
{
    HyphenDict *(*inside)(const char *) = hnj_hyphen_load;
    void *address;
    Dl_info found;
    memcpy(&address, &inside, sizeof address);
    char *path = dladdr(address, &found) && strstr(found.dli_fname, "hyphen") ? realpath(found.dli_fname, NULL) : NULL;
    Str out = path ? str_copy(a, str_of(path)) : S("");
    free(path);
    return out;
}
