/* header.c - the teiHeader: what book.yaml says and what was found in the sources.  Built when all parts are read,
   since a source's count of lines is known only then. */
#include "book/inside.h"

/* The header explains the manuscript in English, and says so in a book of another language. */
static Node *english(const Making *m, Node *n)
{
    if (n && !uni_speaks(m->book->config->lang, S("en")))
        tei_set(n, ATT_LANG, S("en"));
    return n;
}

static Node *said(const Making *m, Node *parent, Tag tag, const char *words)
{
    return english(m, make_text(make(parent, tag, NULL), TEI_P, str_of(words)));
}

static const char *role_words(Str role)
{
    static const struct { const char *code, *words; } known[] = {
        {"edt", "edited by"}, {"trl", "translated by"}, {"com", "compiled by"}, {"aui", "introduction by"},
        {"ill", "illustrated by"}, {"ann", "annotated by"}, {"win", "introduction by"}, {"pbl", "published by"},
        {"cov", "cover by"}, {"bkd", "designed by"}, {"pfr", "proofs read by"}, {"mrk", "marked up by"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(role, str_of(known[i].code)))
            return known[i].words;
    return "with";
}

static void people(Making *m, Node *into)
{
    const Config *c = m->book->config;
    for (int i = 0; i < c->npeople; i++)
        if (str_eq(c->people[i].role, S("aut")))
            make_text(into, TEI_AUTHOR, c->people[i].name);
    Node *editor = NULL;
    for (int i = 0; i < c->npeople; i++)
        if (str_eq(c->people[i].role, S("edt"))) {
            Node *one = make_text(into, TEI_EDITOR, c->people[i].name);
            editor = editor ? editor : one;
        }
    if (!editor)
        editor = english(m, make_text(into, TEI_EDITOR, S("The editor is not named.")));
    tei_set(editor, ATT_ID, S("ed"));                              /* what resp="#ed" speaks of */
    for (int i = 0; i < c->npeople; i++) {
        const Contributor *p = &c->people[i];
        if (str_eq(p->role, S("aut")) || str_eq(p->role, S("edt")))
            continue;
        Node *stmt = make(into, TEI_RESPSTMT, NULL);
        english(m, make_text(stmt, TEI_RESP, str_of(role_words(p->role))));
        make_text(stmt, TEI_NAME, p->name);
    }
}

static void title_of(Node *into, Str title, const char *type)
{
    Node *t = make_text(into, TEI_TITLE, title);
    if (t)
        tei_set(t, ATT_TYPE, str_of(type));
}

static void number_of(Node *into, Str edition, Str id)
{
    bool digits = id.n > 0;
    for (ptrdiff_t i = 0; i < id.n; i++)
        digits = digits && id.s[i] >= '0' && id.s[i] <= '9';
    Node *idno = make_text(into, TEI_IDNO, id);
    if (!idno)
        return;
    tei_set(idno, ATT_TYPE, digits ? S("ISBN") : S("URI"));
    tei_set(idno, ATT_SUBTYPE, edition);
}

static Node *dated(Node *into, Str date)
{
    Node *d = make_text(into, TEI_DATE, date);
    if (d)
        tei_set(d, ATT_WHEN, date);
    return d;
}

static void availability(Making *m, Node *into, Str rights, Str holder, bool cleared)
{
    Node *a = make(into, TEI_AVAILABILITY, NULL);
    tei_set(a, ATT_STATUS, cleared ? S("free") : S("restricted"));
    if (rights.n > 0)
        make_text(a, TEI_P, rights);
    else
        english(m, make_text(a, TEI_P, cleared ? S("No restriction is stated.") : S("The rights are not cleared.")));
    if (holder.n > 0)
        english(m, make_text(a, TEI_P, str_format(m->a, "Presumed holder of the rights: %.*s", STR(holder))));
}

static void publication(Making *m, Node *file)
{
    const Config *c = m->book->config;
    Node *stmt = make(file, TEI_PUBLICATIONSTMT, NULL);
    Node *by = make_text(stmt, TEI_PUBLISHER, c->publisher.n ? c->publisher : S("The publisher is not named."));
    if (c->publisher.n == 0)
        english(m, by);
    make_text(stmt, TEI_PUBPLACE, c->place);
    dated(stmt, c->date);
    if (c->identifier.n > 0)
        number_of(stmt, S(""), c->identifier);
    for (int i = 0; i < c->nids; i++)
        number_of(stmt, c->ids[i].edition, c->ids[i].id);
    Node *a = make(stmt, TEI_AVAILABILITY, NULL);
    tei_set(a, ATT_STATUS, S("restricted"));
    Node *rights = make_text(a, TEI_P, c->rights.n ? c->rights : S("No statement of rights is given."));
    if (c->rights.n == 0)
        english(m, rights);
    if (c->proof)
        english(m, make_text(a, TEI_P, S("Editorial proof, not for sale: the rights of some of the texts are not "
            "cleared.")));
    if (c->series.n > 0) {
        Node *series = make(file, TEI_SERIESSTMT, NULL);
        make_text(series, TEI_TITLE, c->series);
        Node *n = make_text(series, TEI_IDNO, c->series_number);
        if (n)
            tei_set(n, ATT_TYPE, S("volume"));
    }
}

/* One bibl a part: `idno type="file"` and `measure unit="LF"` are what gives the source back from the tree alone. */
static void source(Making *m, Node *list, const Piece *p)
{
    const Part *part = p->part;
    Node *bibl = make(list, TEI_BIBL, str_z(m->a, str_format(m->a, "source.%.*s", STR(part->key))));
    tei_set(bibl, ATT_TYPE, part->kind == PART_RAW ? S("raw") : part->kind == PART_TEI ? S("tei") : S("markdown"));
    Str title = part->title.n ? part->title : tei_reading(m->a, tei_child(p->node, TEI_HEAD));
    Node *named = make_text(bibl, TEI_TITLE, title);
    if (named && !str_eq(part->lang, m->book->config->lang))
        tei_set(named, ATT_LANG, part->lang);
    if (!tei_child(bibl, TEI_TITLE))
        make_text(bibl, TEI_TITLE, part->key);
    make_text(bibl, TEI_AUTHOR, part->author);
    dated(bibl, part->date);
    Str name = p->fragment.source_name.n ? p->fragment.source_name : path_base(part->file);
    tei_set(make_text(bibl, TEI_IDNO, name), ATT_TYPE, S("file"));
    Node *sum = make_text(bibl, TEI_IDNO, part->sha256);
    if (sum)
        tei_set(sum, ATT_TYPE, S("SHA-256"));
    if (part->kind == PART_RAW) {
        Node *lf = make(make(bibl, TEI_EXTENT, NULL), TEI_MEASURE, NULL);
        tei_set(lf, ATT_UNIT, S("LF"));
        tei_set_format(lf, ATT_QUANTITY, "%lld", (long long)p->fragment.lf);
    }
    if (part->rights.n > 0 || !part->cleared)
        availability(m, bibl, part->rights, part->holder, part->cleared);
    make_text(bibl, TEI_NOTE, part->origin);
}

/* Voices and quoted works are pointed at by who, resp and ed: here they have their names. */
static void voices(Making *m, Node *titles)
{
    const Book *b = m->book;
    for (ptrdiff_t i = 0; i < b->nvoices; i++) {
        const Voice *v = &b->voices[i];
        if (str_eq(v->kind, S("work")))
            continue;
        Node *stmt = make(titles, TEI_RESPSTMT, str_z(m->a, v->key));
        make_text(stmt, TEI_RESP, str_starts(v->kind, S("voice:")) ? str_from(v->kind, 6) : S("voice"));
        make_text(stmt, TEI_NAME, v->name.n ? v->name : v->key);
    }
}

static void works(Making *m, Node *source)
{
    const Book *b = m->book;
    Node *list = NULL;
    for (ptrdiff_t i = 0; i < b->nvoices; i++) {
        const Voice *v = &b->voices[i];
        if (!str_eq(v->kind, S("work")))
            continue;
        list = list ? list : make_typed(source, TEI_LISTBIBL, "quoted");
        Node *bibl = make(list, TEI_BIBL, str_z(m->a, v->key));
        make_text(bibl, TEI_TITLE, v->name.n ? v->name : v->key);
    }
}

static void file_description(Making *m, Node *header)
{
    const Config *c = m->book->config;
    Node *file = make(header, TEI_FILEDESC, NULL), *titles = make(file, TEI_TITLESTMT, NULL);
    title_of(titles, c->title, "main");
    title_of(titles, c->subtitle, "sub");
    title_of(titles, c->short_title, "short");
    people(m, titles);
    voices(m, titles);
    if (c->edition.n > 0)
        make_text(make(file, TEI_EDITIONSTMT, NULL), TEI_EDITION, c->edition);
    publication(m, file);
    Node *sources = make(file, TEI_SOURCEDESC, NULL), *list = make_typed(sources, TEI_LISTBIBL, "sources");
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        source(m, list, &m->pieces[i]);
    works(m, sources);
}

static void editorial(const Making *m, Node *encoding)
{
    Node *e = make(encoding, TEI_EDITORIALDECL, NULL);
    Str lost = make_words(m, WORDING_LOST);
    Node *n = said(m, e, TEI_CORRECTION, str_z(m->a, str_format(m->a,
        "Every correction stands beside the reading of the source: choice of sic and corr, type capture for a fault of "
        "the capture, type author for one of the author. Words that the source repeats or that belong to its lay-out "
        "stand in surplus, words that the editor supplies in supplied; doubtful readings in unclear; gap is a loss. "
        "The signs that the editions show, as %.*s, [?] and square brackets, stand in supplied, too.", STR(lost))));
    tei_set(tei_parent(n), ATT_METHOD, S("markup"));
    n = said(m, e, TEI_QUOTATION, "The quotation marks of the source are kept, also round displayed quotations.");
    tei_set(tei_parent(n), ATT_MARKS, S("all"));
    n = said(m, e, TEI_HYPHENATION,
        "A hyphen at the end of a line or page of the source that is not the word's own stands in surplus.");
    tei_set(tei_parent(n), ATT_EOL, S("some"));
    n = said(m, e, TEI_PUNCTUATION, "The punctuation of the source is kept.");
    tei_set(tei_parent(n), ATT_MARKS, S("all"));
    said(m, e, TEI_NORMALIZATION, "Nothing is normalized in silence: orig and reg keep both forms.");
}

static void encoding_description(const Making *m, Node *header)
{
    Node *encoding = make(header, TEI_ENCODINGDESC, NULL);
    Node *p = said(m, encoding, TEI_PROJECTDESC, "The manuscript of a book from which all its editions are made.");
    english(m, make_text(tei_parent(p), TEI_P, S(
        "Identity: an xml:id begins with the key of its part, and goes on with the first line of the source "
        "(t003.l0412), or in Markdown with a hash of the words; a note is part, series and number; its call adds "
        ".ref.")));
    english(m, make_text(tei_parent(p), TEI_P, S(
        "Origin: source names for each line of a block the line of the file it was taken from, by RFC 5147: line L is "
        "FILE#line=L-1,L. The text of a block without supplied, corr and reg, where lb ends a line, is those lines of "
        "the file, character for character; lines that no block names are empty; the file ends after as many line "
        "feeds as its measure counts. The text without surplus, sic and orig is the text to be read.")));
    editorial(m, encoding);
    Node *app = make(make(encoding, TEI_APPINFO, NULL), TEI_APPLICATION, NULL);
    tei_set(app, ATT_IDENT, S("catchword"));
    tei_set(app, ATT_VERSION, S(BOOK_VERSION));
    make_text(app, TEI_LABEL, S("Catchword"));
}

static void languages(Making *m, Node *profile)
{
    const Config *c = m->book->config;
    Table *seen = table_new(m->a);
    Node *usage = make(profile, TEI_LANGUSAGE, NULL);
    table_put(seen, c->lang, usage);
    tei_set(make_text(usage, TEI_LANGUAGE, c->lang), ATT_IDENT, c->lang);
    for (ptrdiff_t i = 0; i < m->npieces; i++) {
        Str lang = m->pieces[i].part->lang;
        if (lang.n == 0 || table_put(seen, lang, usage))
            continue;
        tei_set(make_text(usage, TEI_LANGUAGE, lang), ATT_IDENT, lang);
    }
}

static void profile_description(Making *m, Node *header)
{
    const Config *c = m->book->config;
    Node *profile = make(header, TEI_PROFILEDESC, NULL);
    if (c->description.n > 0)
        make_text(make(profile, TEI_ABSTRACT, NULL), TEI_P, c->description);
    languages(m, profile);
    if (c->nsubjects == 0)
        return;
    Node *keywords = make(make(profile, TEI_TEXTCLASS, NULL), TEI_KEYWORDS, NULL);
    for (int i = 0; i < c->nsubjects; i++)
        make_text(keywords, TEI_TERM, c->subjects[i]);
}

void header_make(Making *m)
{
    const Config *c = m->book->config;
    file_description(m, m->header);
    encoding_description(m, m->header);
    profile_description(m, m->header);
    Str when = c->modified.n ? c->modified : c->date;
    Node *change = make_text(make(m->header, TEI_REVISIONDESC, NULL), TEI_CHANGE, S("The state of this edition."));
    tei_set(english(m, change), ATT_WHEN, when);
}
