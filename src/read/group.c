/* group.c - a list or a map of fields in book.yaml in, its values in the Config out. */
#include "read/configin.h"

static int words_of_list(Reader *r, const Value *v, Str **words)
{
    int n = 0;
    *words = new(r->a, Str, v->count);
    if (!value_is_list(r, v))
        return 0;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        Str s = value_plain(r, e);
        if (s.n)
            (*words)[n++] = s;
    }
    return n;
}

void group_subjects(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nsubjects = words_of_list(r, v, &c->subjects);
}

void group_epub_fonts(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nepub_fonts = words_of_list(r, v, &c->epub_fonts);
}

/* Thema: a capital letter for the category, then capitals and digits; qualifiers begin with a digit from 1 to 6. */
void group_thema(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->nthema = words_of_list(r, v, &c->thema);
    for (int i = 0; i < c->nthema; i++)
        for (ptrdiff_t k = 0; k < c->thema[i].n; k++) {
            char at = c->thema[i].s[k];
            bool further = (at >= '0' && at <= '9') || at == '-';
            if ((at >= 'A' && at <= 'Z') || (at >= '1' && at <= '6') || (k > 0 && further))
                continue;
            diag(r->d, CONFIG_BAD_VALUE, v->at, "'%.*s' is no Thema code", STR(c->thema[i]));
            break;
        }
}

void group_people(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->people = new(r->a, Contributor, v->count);
    if (!value_is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        if (!value_is_map(r, e))
            continue;
        Contributor *p = &c->people[c->npeople];
        p->at = e->at;
        field_map(r, e, IN_PERSON, p);
        c->npeople += p->name.n && p->role.n;
    }
}

void group_series(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    if (value_is_map(r, v))
        field_map(r, v, IN_SERIES, to);
}

void group_terms(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    Str *names;
    int n = words_of_list(r, v, &names), i = 0;
    c->terms = new(r->a, TermsFile, n + 1);
    for (const Value *e = v->first; e && i < n; e = e->next, i++) {
        if (path_is_inside(names[i]))
            c->terms[c->nterms++] = (TermsFile){names[i], e->at};
        else
            diag(r->d, PATH_OUTSIDE, e->at, "'%.*s' is '%.*s'", STR(v->key), STR(names[i]));
    }
}

void group_editions(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    bool *wants[] = {&c->want_epub, &c->want_archive, &c->want_print, &c->want_tei, &c->want_web, &c->want_onix,
        &c->want_cover, &c->want_bag};
    const char *names[] = {"epub", "archive", "print", "tei", "web", "onix", "cover", "bag"};
    enum { EDITIONS = sizeof names / sizeof *names };
    c->editions_at = v->key_at;
    if (!value_is_list(r, v))
        return;
    for (int i = 0; i < EDITIONS; i++)
        *wants[i] = false;
    for (Value *e = v->first; e; e = e->next) {
        Str s;
        e->key = v->key;
        if (!value_word_of(r, e, f, &s))
            continue;
        for (int i = 0; i < EDITIONS; i++)
            *wants[i] |= str_eq(s, str_of(names[i]));
    }
}

/* Each word of the list is a bit, in the order of the words. */
void group_apparatus(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    if (!value_is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        Str s, rest = str_of(f->words);
        e->key = v->key;
        if (!value_word_of(r, e, f, &s))
            continue;
        for (unsigned bit = 1; rest.n > 0; bit <<= 1) {
            Cut k = str_cut(rest, ' ');
            c->apparatus |= str_eq(k.head, s) ? bit : 0;
            rest = k.tail;
        }
    }
}

void group_ids(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    c->ids = new(r->a, Identifier, v->count);
    if (value_is_map(r, v))
        field_map(r, v, IN_IDS, c);
}

/* One place for all notes, or one for each of the two voices. */
void group_notes(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    if (v->kind == VALUE_MAP) {
        field_map(r, v, IN_NOTES, c);
        return;
    }
    value_word(r, v, f, to);
    c->editor_notes = c->notes_place;
}

void group_print(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    ((Config *)to)->print.at = v->key_at;
    if (value_is_map(r, v))
        field_map(r, v, IN_PRINT, to);
}

/* A finished front, or what one is to be made of. */
void group_cover(Reader *r, const Value *v, const Field *f, void *to)
{
    const Value *art = v->kind == VALUE_MAP ? value_child(v, "art") : v;
    ((Config *)to)->cover_at = art ? art->at : v->at;
    if (v->kind == VALUE_MAP)
        field_map(r, v, IN_COVER, to);
    else
        value_inside(r, v, f, to);
}
