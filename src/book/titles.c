/* titles.c - what stands before a book: half-title, title page and imprint, from book.yaml. */
#include "book/inside.h"

static Str people_with(Making *m, const char *role)
{
    const Config *c = m->book->config;
    Str *names = new(m->a, Str, c->npeople + 1);
    ptrdiff_t n = 0;
    for (int i = 0; i < c->npeople; i++)
        if (str_eq(c->people[i].role, str_of(role)))
            names[n++] = c->people[i].name;
    return wording_row(m->a, c->lang, names, n);
}

static void title_part(Node *doc, const char *id, const char *type, Str words)
{
    if (words.n == 0)
        return;
    Node *t = make(doc, TEI_TITLEPART, id);
    tei_set(t, ATT_TYPE, str_of(type));
    tei_chars(t, words);
}

static void half_title(Making *m)
{
    const Config *c = m->book->config;
    Node *page = make(m->front, TEI_TITLEPAGE, "halftitle");
    tei_set(page, ATT_TYPE, S("halftitle"));
    title_part(make(page, TEI_DOCTITLE, NULL), "halftitle.title", "main", c->short_title.n ? c->short_title : c->title);
}

static Node *line_of(Node *page, Tag tag, const char *id, Str words)
{
    Node *line = words.n > 0 ? make(page, tag, id) : NULL;
    if (line)
        tei_chars(line, words);
    return line;
}

static void title_page(Making *m)
{
    const Config *c = m->book->config;
    Node *page = make(m->front, TEI_TITLEPAGE, "titlepage"), *doc = make(page, TEI_DOCTITLE, NULL);
    title_part(doc, "titlepage.title", "main", c->title);
    title_part(doc, "titlepage.subtitle", "sub", c->subtitle);
    line_of(page, TEI_DOCAUTHOR, "titlepage.author", people_with(m, "aut"));
    static const struct { const char *role, *id; Wording words; } rows[] = {
        {"edt", "titlepage.editor", WORDING_EDITED}, {"com", "titlepage.compiler", WORDING_COMPILED},
        {"trl", "titlepage.translator", WORDING_TRANSLATED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str names = people_with(m, rows[i].role);
        if (names.n > 0)
            line_of(page, TEI_BYLINE, rows[i].id, str_format(m->a, "%.*s %.*s",
                    STR(wording_find(c->lang, rows[i].words)), STR(names)));
    }
    line_of(page, TEI_DOCEDITION, "titlepage.edition", c->edition);
    if (c->proof)
        make_ours(m, line_of(page, TEI_DOCEDITION, "titlepage.proof", make_words(m, WORDING_PROOF)));
    Str imprint[2] = {c->publisher, c->place};
    ptrdiff_t from = c->publisher.n ? 0 : 1, till = c->place.n ? 2 : 1;
    Str words = S("");
    for (ptrdiff_t i = from; i < till; i++)
        words = words.n ? str_format(m->a, "%.*s, %.*s", STR(words), STR(imprint[i])) : imprint[i];
    line_of(page, TEI_DOCIMPRINT, "titlepage.imprint", words);
}

/* ---- imprint: a paragraph a fact, the proof mark first, so that nobody overlooks it */
static Node *fact(Making *m, Node *div, const char *id, Str words)
{
    return line_of(div, TEI_P, str_z(m->a, str_format(m->a, "imprint.%s", id)), words);
}

static Str edition_words(Str lang, Str edition)
{
    return str_eq(edition, S("epub")) ? wording_find(lang, WORDING_EBOOK)
         : str_eq(edition, S("print")) ? wording_find(lang, WORDING_PRINTED)
         : str_eq(edition, S("archive")) ? wording_find(lang, WORDING_ARCHIVE) : edition;
}

/* 978 then digits in the groups we cannot know: ISBNs are shown as they were given. */
static void numbers(Making *m, Node *div)
{
    const Config *c = m->book->config;
    for (int i = 0; i < c->nids; i++) {
        Str id = c->ids[i].id, kind = edition_words(c->lang, c->ids[i].edition);
        bool isbn = id.n == 13 && str_number(id).ok;
        fact(m, div, str_z(m->a, str_format(m->a, "id.%.*s", STR(c->ids[i].edition))),
             str_format(m->a, "%s%.*s (%.*s)", isbn ? "ISBN " : "", STR(id), STR(kind)));
    }
}

static void rights_of(Making *m, Node *div, const Part *parts, int n)
{
    for (int i = 0; i < n; i++) {
        const Part *p = &parts[i];
        if (p->rights.n == 0 && p->cleared)
            continue;
        Str title = p->short_title.n ? p->short_title : p->title.n ? p->title : p->key;
        Str rights = p->rights.n ? p->rights : wording_find(m->book->config->lang, WORDING_UNCLEARED);
        Node *line = make(div, TEI_P, str_z(m->a, str_format(m->a, "imprint.rights.%.*s", STR(p->key))));
        tei_chars(make_tongue(line, p->lang), title);
        tei_chars(line, str_format(m->a, "%.*s %.*s", STR(make_words(m, WORDING_COLON)), STR(rights)));
    }
}

/* All of the texts, or some: of one text, its own. */
static Str uncleared(const Config *c)
{
    int n = 0;
    for (int i = 0; i < c->nparts; i++)
        n += !c->parts[i].cleared;
    return wording_find(c->lang, n < c->nparts ? WORDING_SOME_UNCLEARED : n > 1 ? WORDING_NONE_CLEARED
        : WORDING_ONE_UNCLEARED);
}

/* What the book is and who made it, as a librarian reads it here. */
static void names(Making *m, Node *div)
{
    const Config *c = m->book->config;
    Str editors = people_with(m, "edt"), by = c->publisher, year = str_sub(c->date, 0, 4);
    fact(m, div, "title", c->subtitle.n ? str_format(m->a, "%.*s. %.*s", STR(c->title), STR(c->subtitle))
                                             : c->title);
    if (editors.n > 0)
        fact(m, div, "editor", str_format(m->a, "%.*s %.*s", STR(wording_find(c->lang, WORDING_EDITED)),
             STR(editors)));
    if (by.n && c->place.n)
        by = str_format(m->a, "%.*s, %.*s", STR(by), STR(c->place));
    if (by.n && year.n)
        by = str_format(m->a, "%.*s, %.*s", STR(by), STR(year));
    fact(m, div, "publisher", by.n ? wording_fill(m->a, c->lang, WORDING_PUBLISHED, &by) : by);
    fact(m, div, "address", c->address);
    fact(m, div, "edition", c->edition);
    fact(m, div, "printing", c->printing);
    if (by.n == 0)
        fact(m, div, "date", year);
    fact(m, div, "series", c->series.n && c->series_number.n
         ? str_format(m->a, "%.*s, %.*s", STR(c->series), STR(c->series_number)) : c->series);
}

/* In the language of the book, or in English, which not only the English write here. */
static bool all_reserved(Making *m)
{
    Str rights = m->book->config->rights;
    return str_find(rights, make_words(m, WORDING_RESERVED)) >= 0
        || str_find(rights, wording_find(S("en"), WORDING_RESERVED)) >= 0;
}

static void mining(Making *m, Node *div)
{
    const Config *c = m->book->config;
    if (c->reservation.n > 0)
        fact(m, div, "mining", c->reservation);
    else if (all_reserved(m))
        make_ours(m, fact(m, div, "mining", make_words(m, WORDING_MINING)));
}

static void imprint(Making *m)
{
    const Config *c = m->book->config;
    Node *div = make(m->front, TEI_DIV, "imprint");
    tei_set(div, ATT_TYPE, S("imprint"));
    if (c->proof)
        make_ours(m, fact(m, div, "proof", str_format(m->a, "%.*s. %.*s", STR(make_words(m, WORDING_PROOF)),
            STR(uncleared(c)))));
    names(m, div);
    numbers(m, div);
    fact(m, div, "rights", c->rights);
    rights_of(m, div, c->front, c->nfront);
    rights_of(m, div, c->parts, c->nparts);
    rights_of(m, div, c->back, c->nback);
    mining(m, div);
    fact(m, div, "typefaces", c->typefaces);
    make_ours(m, fact(m, div, "colophon", make_words(m, WORDING_COLOPHON)));
}

void titles_make(Making *m)
{
    half_title(m);
    title_page(m);
    imprint(m);
}
