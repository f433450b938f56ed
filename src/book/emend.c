/* emend.c - the list of what was emended: for each text its places, by page and line of our pages, with the lemma as
   the book has it and the reading of the source.

       the block's reading text   …  a  man  like  Christian  Rakovsky,  the famous …
       an edit in it                               ^from    ^to      source: "Cristian"
       the entry                  212.7 Christian ] Cristian

   What is regular has no entry: marks of notes and pages, quotation marks by nesting, emphasis, the hyphens of line
   ends.  The note on the texts counts it. */
#include "book/inside.h"

typedef struct {
    Node *node;
    ptrdiff_t from, to;                                            /* bytes of the block's reading text */
    Str source;                                                    /* what stands there in the source */
    bool parted;                                                   /* a blank stood before it */
    bool call;                                                     /* a note call: no part of the reading text */
} Edit;
typedef struct {
    Arena *a;
    Buf text;
    bool blank, mute;                                              /* mute: only the text is asked for */
    Str held; ptrdiff_t held_at;                                   /* a hyphen at a line's end: part of what follows */
    Edit *edits; ptrdiff_t n, cap;
} Scan;

static bool is_one_of(Str word, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(word, str_of(*list)))
            return true;
    return false;
}

bool emend_listed(const Node *n)
{
    static const char *const regular[] = {"blank", "caption", "emphasis", "hyphen", "link-list", "note-mark",
        "page-marker", "token", "quotation-mark", "running-head", "folio", "boilerplate", NULL};
    static const char *const signs[] = {"sign", "no-title", "editor-note", NULL};
    switch (tei_tag(n)) {
    case TEI_CHOICE:   return tei_child(n, TEI_SIC) != NULL;
    case TEI_SURPLUS:  return !is_one_of(tei_get(n, ATT_REASON), regular);
    case TEI_SUPPLIED: return !is_one_of(tei_get(n, ATT_REASON), signs);
    case TEI_GAP: case TEI_UNCLEAR: return true;
    default: return false;
    }
}

/* ---- a block as it is read, with what was done in it */
static void put_word(Scan *s, Str word)
{
    if (word.n == 0)
        return;
    if (s->blank && s->text.n > 0)
        buf_byte(&s->text, ' ');
    s->blank = false;
    buf_put(&s->text, word);
}

static bool is_ink(Str s, ptrdiff_t at) { return (unsigned char)s.s[at] > ' ' && (unsigned char)s.s[at] < 0x80; }

/* Behind the ink that stands from byte `at` on, and behind blanks in it that part two words, as far as whole blocks of
   bytes hold nothing else: so a machine looks at many together. */
static ptrdiff_t past_ink(Str s, ptrdiff_t at)
{
    enum { SOME = 32 };
    bool begun = at < s.n && is_ink(s, at);
    for (unsigned char odd = 0; begun && s.n - at > SOME; at += SOME) {
        for (int i = 0; i < SOME; i++)
            odd |= !is_ink(s, at + i) & !((s.s[at + i] == ' ') & is_ink(s, at + i + 1));
        if (odd)
            break;
    }
    while (at < s.n && is_ink(s, at))
        at++;
    return at;
}

/* One blank between two words stays where it is: most of the text is taken over in runs. */
static void put_chars(Scan *s, Str words)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t before, at = past_ink(words, 0); at < words.n; at = past_ink(words, at)) {
        before = at;
        uint32_t c = utf8_next(words, &at);
        bool single = c == ' ' && before > from && at < words.n && is_ink(words, at);
        if (single || !uni_is_space(c))
            continue;
        put_word(s, str_sub(words, from, before - from));
        s->blank = true;
        from = at;
    }
    put_word(s, str_from(words, from));
}

static Str source_of(Arena *a, const Node *top)
{
    Buf b = buf_new(a);
    for (const Node *n = top; n;) {
        if (tei_tag(n) == TEI_CHARS)
            buf_put(&b, tei_content(n));
        else if (tei_is(n, TEI_LB) && !str_eq(tei_get(n, ATT_BREAK), S("no")))
            buf_byte(&b, ' ');
        n = tei_kind(tei_tag(n)) & KIND_ADDED ? tei_skip(n, top) : tei_walk(n, top);
    }
    return uni_space(a, buf_str(&b));
}

static Edit *add_edit(Scan *s, const Node *n)
{
    if (s->n == s->cap) {
        ptrdiff_t cap = s->cap ? 2 * s->cap : 8;
        s->edits = arena_grow(s->a, s->edits, sizeof *s->edits, _Alignof(Edit), s->n, cap);
        s->cap = cap;
    }
    Edit *e = &s->edits[s->n++];
    *e = (Edit){.node = (Node *)(uintptr_t)n, .from = s->text.n, .to = s->text.n, .parted = s->blank};
    return e;
}

static void scan(Scan *s, const Node *n);

static void scan_children(Scan *s, const Node *n)
{
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        scan(s, c);
}

static void scan_edit(Scan *s, const Node *n)
{
    ptrdiff_t before = s->n;
    Str sic = S("");
    if (tei_is(n, TEI_CHOICE))
        sic = source_of(s->a, tei_child(n, TEI_SIC));
    else if (tei_is(n, TEI_SURPLUS))
        sic = source_of(s->a, n);
    if (tei_is(n, TEI_SURPLUS) && s->held.n && s->held_at == s->text.n)
        sic = str_format(s->a, "%.*s%.*s", STR(s->held), STR(sic));
    add_edit(s, n)->source = sic;
    if (!tei_is(n, TEI_SURPLUS))
        scan_children(s, n);
    Edit *e = &s->edits[before];
    e->to = s->text.n;
    while (e->from < e->to && s->text.s[e->from] == ' ')
        e->from++;
}

static void scan_call(Scan *s, const Node *ref)
{
    const Node *choice = tei_child(ref, TEI_CHOICE);
    if (!choice || !emend_listed(choice))
        return;
    Edit *e = add_edit(s, ref);
    e->source = source_of(s->a, tei_child(choice, TEI_SIC));
    e->call = true;
}

static void scan(Scan *s, const Node *n)
{
    Tag t = tei_tag(n);
    int kind = tei_kind(t);
    if (t == TEI_CHARS)
        put_chars(s, tei_content(n));
    else if (t == TEI_NOTE)
        return;
    else if (t == TEI_REF && str_eq(tei_get(n, ATT_TYPE), S("note"))) {
        if (!s->mute)
            scan_call(s, n);
    } else if (!s->mute && emend_listed(n))
        scan_edit(s, n);
    else if (!s->mute && t == TEI_SURPLUS && str_eq(tei_get(n, ATT_REASON), S("hyphen"))) {
        s->held = source_of(s->a, n);
        s->held_at = s->text.n;
    } else if (kind & KIND_OMITTED)
        return;
    else if (t == TEI_LB && !str_eq(tei_get(n, ATT_BREAK), S("no")))
        s->blank = true;
    else if ((kind & (KIND_BOX | KIND_LEAF)) && !(kind & KIND_INLINE))
        s->blank = true;                                           /* has edits of its own */
    else
        scan_children(s, n);
}

/* ---- lemma and reading: whole words, without the marks around them */
typedef struct { Str lemma, reading; } Entry;

static ptrdiff_t word_before(Str s, ptrdiff_t at)
{
    while (at > 0 && s.s[at - 1] != ' ')
        at--;
    return at;
}

static ptrdiff_t word_after(Str s, ptrdiff_t at)
{
    while (at < s.n && s.s[at] != ' ')
        at++;
    return at;
}

static Str without_opening(Str s)
{
    for (ptrdiff_t at = 0, from = 0; at < s.n; from = at)
        if (!uni_is_punct(utf8_next(s, &at)))
            return str_from(s, from);
    return str_from(s, s.n);
}

static Str without_closing(Str s)
{
    ptrdiff_t end = 0;
    for (ptrdiff_t at = 0; at < s.n;)
        if (!uni_is_punct(utf8_next(s, &at)))
            end = at;
    return str_sub(s, 0, end);
}

static Entry entry_of_choice(Arena *a, Str text, const Edit *e)
{
    ptrdiff_t from = word_before(text, e->from), to = word_after(text, e->to);
    Str head = without_opening(str_sub(text, from, e->from - from));
    Str tail = without_closing(str_sub(text, e->to, to - e->to));
    Str lemma = str_sub(text, e->from, e->to - e->from);
    return (Entry){str_format(a, "%.*s%.*s%.*s", STR(head), STR(lemma), STR(tail)),
                   str_format(a, "%.*s%.*s%.*s", STR(head), STR(e->source), STR(tail))};
}

/* Something was left out between two words, or within one. */
static Entry entry_of_surplus(Arena *a, Str text, const Edit *e)
{
    if (e->from == 0) {
        ptrdiff_t to = word_after(text, text.n > 0 && text.s[0] == ' ');
        Str next = without_closing(str_sub(text, 0, to));
        return (Entry){next, str_format(a, "%.*s%s%.*s", STR(e->source), e->source.n > 3 ? " " : "", STR(next))};
    }
    ptrdiff_t from = word_before(text, e->from);
    bool within = !e->parted && e->from < text.n && text.s[e->from] != ' ';
    Str head = without_opening(str_sub(text, from, e->from - from));
    Str tail = within ? without_closing(str_sub(text, e->from, word_after(text, e->from) - e->from)) : S("");
    return (Entry){str_format(a, "%.*s%.*s", STR(head), STR(tail)),
                   str_format(a, "%.*s%s%.*s%.*s", STR(head), e->parted ? " " : "", STR(e->source), STR(tail))};
}

/* Something was added: the word before it is the hold. */
static Entry entry_of_supplied(Arena *a, Str text, const Edit *e, ptrdiff_t to)
{
    bool parted = e->from > 0 && text.s[e->from - 1] == ' ';
    ptrdiff_t from = word_before(text, e->from - parted);
    bool within = to < text.n && text.s[to] != ' ';
    Str head = without_opening(str_sub(text, from, e->from - from));
    Str tail = within ? without_closing(str_sub(text, to, word_after(text, to) - to)) : S("");
    Str added = str_sub(text, e->from, to - e->from);
    return (Entry){str_format(a, "%.*s%.*s%.*s", STR(head), STR(added), STR(tail)),
                   str_format(a, "%.*s%.*s", STR(str_trim(head)), STR(tail))};
}

static Entry entry_of(const Making *m, Str text, const Edit *e)
{
    Arena *a = m->a;
    Str lost = make_words(m, WORDING_LOST), number = e->call ? tei_reading(a, e->node) : S("");
    if (e->call)
        return (Entry){make_filled(m, WORDING_NOTE_NUMBER, &number), e->source};
    switch (tei_tag(e->node)) {
    case TEI_SURPLUS:
        if (str_eq(tei_get(e->node, ATT_REASON), S("link")))
            return (Entry){make_words(m, WORDING_LINK_LOST), e->source};
        return entry_of_surplus(a, text, e);
    case TEI_SUPPLIED:
        return entry_of_supplied(a, text, e, e->to);
    case TEI_UNCLEAR:
        return (Entry){str_format(a, "%.*s [?]", STR(str_sub(text, e->from, e->to - e->from))),
                       str_sub(text, e->from, e->to - e->from)};
    case TEI_GAP: {
        ptrdiff_t sign = str_find(str_from(text, e->from), lost);
        Edit at = *e;
        at.from = sign < 0 ? e->from : e->from + sign;
        return entry_of_supplied(a, text, &at, sign < 0 ? e->from : at.from + lost.n);
    }
    default:
        return entry_of_choice(a, text, e);
    }
}

/* Of a long lemma its first and last words. */
static Str shortened(Arena *a, Str s)
{
    enum { LONGEST = 72, KEPT = 24 };
    if (s.n <= LONGEST)
        return s;
    ptrdiff_t head = word_before(s, KEPT), tail = word_after(s, s.n - KEPT);
    if (head < 2 || tail >= s.n)
        return s;
    return str_format(a, "%.*s … %.*s", STR(str_sub(s, 0, head - 1)), STR(str_trim(str_from(s, tail))));
}

/* ---- entries */
static void comment(const Making *m, Node *item, Wording words)
{
    tei_chars(item, S(", "));
    Node *hi = make_ours(m, make_text(item, TEI_HI, make_words(m, words)));
    tei_set(hi, ATT_REND, S("italic"));
}

static void comments(const Making *m, Node *item, const Node *n)
{
    static const struct { const char *reason; Wording words; } losses[] = {{"link-lost", WORDING_LOST_LINK},
        {"word-lost", WORDING_LOST_WORDS}, {"not-captured", WORDING_NOT_CAPTURED},
        {"lost-margin", WORDING_LOST_MARGIN}};
    const Node *corr = tei_child(tei_is(n, TEI_REF) ? tei_child(n, TEI_CHOICE) : n, TEI_CORR);
    Str reason = tei_get(n, ATT_REASON), cert = tei_get(corr ? corr : n, ATT_CERT);
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        if (str_eq(reason, str_of(losses[i].reason)))
            comment(m, item, losses[i].words);
    if (str_eq(tei_get(corr, ATT_TYPE), S("author")))
        comment(m, item, WORDING_OF_AUTHOR);
    if (str_eq(cert, S("medium")))
        comment(m, item, WORDING_PROBABLE);
    if (str_eq(cert, S("low")) || str_eq(cert, S("unknown")))
        comment(m, item, WORDING_DOUBTFUL);
}

/* An edit is known by its block and its number in it. */
static Str id_of(Making *m, Str block, const Edit *e, ptrdiff_t number)
{
    if (tei_get(e->node, ATT_ID).n == 0)
        tei_set_format(e->node, ATT_ID, "%.*s.e%td", STR(block), number);
    return str_copy(m->a, tei_get(e->node, ATT_ID));
}

/* Lost ellipses are many and all alike: one sentence before the list has the places of those that are certain. */
typedef struct { Making *m; Node *list, *ellipses; } Listing;

static bool is_plain_ellipsis(const Edit *e)
{
    Str cert = tei_get(e->node, ATT_CERT);
    return tei_is(e->node, TEI_SUPPLIED) && str_eq(tei_get(e->node, ATT_REASON), S("lost-ellipsis"))
        && (cert.n == 0 || str_eq(cert, S("high")));
}

static void add_ellipsis(Listing *l, Str id)
{
    if (!l->ellipses) {
        l->ellipses = tei_before(l->list, TEI_P, tei_where(l->list));
        tei_set_format(l->ellipses, ATT_ID, "%.*s.ellipses",
            STR(str_copy(l->m->a, tei_get(tei_parent(l->list), ATT_ID))));
        tei_set(make_ours(l->m, l->ellipses), ATT_REND, S("left"));
        tei_chars(l->ellipses, str_cut(make_words(l->m, WORDING_ELLIPSES_AT), '%').head);
    } else {
        tei_chars(l->ellipses, S(", "));
    }
    place_at_line(l->ellipses, id);
}

static bool add_entry(Listing *l, Str block, Str text, const Edit *e, ptrdiff_t number)
{
    Making *m = l->m;
    Entry k = entry_of(m, text, e);
    Str nothing = make_words(m, WORDING_NOTHING);
    if (str_eq(k.lemma, k.reading))                                /* a mended mark that a displayed quotation drops */
        return false;
    Str id = id_of(m, block, e, number);
    if (is_plain_ellipsis(e)) {
        add_ellipsis(l, id);
        return true;
    }
    Node *item = make(l->list, TEI_ITEM, NULL);
    tei_set_format(item, ATT_ID, "emendations.%.*s", STR(id));
    place_at_line(item, id);
    tei_chars(item, S(" "));
    Node *link = make_text(item, TEI_REF, k.lemma.n ? shortened(m->a, k.lemma) : nothing);
    tei_set_format(link, ATT_TARGET, "#%.*s", STR(id));
    tei_chars(item, S(LEMMA_ENDS));
    tei_chars(item, k.reading.n ? k.reading : nothing);
    comments(m, item, e->node);
    return true;
}

Str block_words(Buf *b, const Node *block)
{
    Scan s = {.a = b->a, .text = *b, .mute = true};
    s.text.n = 0;
    scan_children(&s, block);
    *b = s.text;
    return buf_str(b);
}

static bool holds_edit(const Node *block)
{
    for (const Node *n = tei_first(block); n; n = tei_walk(n, block))
        if (emend_listed(n))
            return true;
    return false;
}

static ptrdiff_t list_block(Listing *l, Node *block)
{
    Arena *a = l->m->a;
    Scan s = {.a = a, .text = buf_new(a)};
    Str id = str_copy(a, tei_get(block, ATT_ID));
    ptrdiff_t n = 0;
    scan_children(&s, block);
    for (ptrdiff_t i = 0; i < s.n; i++)
        n += add_entry(l, id, buf_str(&s.text), &s.edits[i], i + 1);
    return n;
}

bool is_block(const Node *n)
{
    int kind = tei_kind(tei_tag(n));
    return (kind & KIND_LEAF) && !(kind & KIND_INLINE && !tei_is(tei_parent(n), TEI_CIT)) && tei_get(n, ATT_ID).n > 0;
}

static ptrdiff_t list_below(Listing *l, Node *top)
{
    ptrdiff_t n = 0;
    for (Node *at = tei_first(top); at; at = tei_walk(at, top))
        if (is_block(at) && !str_eq(tei_get(at, ATT_TYPE), S("left-out")) && holds_edit(at))
            n += list_block(l, at);
    return n;
}

static ptrdiff_t list_part(Making *m, Node *div, const Piece *p)
{
    Listing l = {.m = m, .list = make_spoken(apparatus_list(apparatus_text(m, div, p)), p->part->lang)};
    Node *notes = tei_find(m->book->tree, str_format(m->a, "notes.%.*s", STR(p->part->key)));
    ptrdiff_t n = list_below(&l, p->node) + (notes ? list_below(&l, notes) : 0);
    if (l.ellipses)
        tei_chars(l.ellipses, str_cut(make_words(m, WORDING_ELLIPSES_AT), '%').tail);
    if (n == 0)
        tei_remove(tei_parent(l.list));
    else if (!tei_first(l.list))
        tei_remove(l.list);
    return n;
}

void emend_make(Making *m)
{
    Node *div = apparatus_open(m, "emendations", WORDING_EMENDATIONS);
    apparatus_words(m, div, make_words(m, WORDING_EMENDATIONS_KEY));
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < m->npieces; i++)
        if (m->pieces[i].part->kind == PART_RAW)
            n += list_part(m, div, &m->pieces[i]);
    if (n == 0)
        tei_remove(div);
}
