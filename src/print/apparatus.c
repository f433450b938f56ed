/* apparatus.c - notes as blocks, and where they stand.

       end       in the matters of the notes, by text and chapter; with the page of the call
       chapter   the maker keeps them as they are called, and sets them behind the chapter
       foot      each comes with its call: Run.foot; called by its number, or by signs that begin again on each page */
#include "print/inside.h"

static NotePlace place_of(const Press *p, const Node *note)
{
    if (str_eq(tei_get(note, ATT_TYPE), S("declaration")))
        return NOTES_END;
    for (const Node *i = tei_first(note); i; i = tei_next(i))
        if (tei_is(i, TEI_TABLE) || tei_is(i, TEI_FIGURE))
            return NOTES_END;                                       /* the foot of a page holds paragraphs */
    bool editor = str_eq(tei_get(note, ATT_TYPE), S("editor"));
    return (NotePlace)(editor ? p->design.editor_notes : p->design.notes);
}

static bool in_notes(const Node *n)
{
    return tei_is(n, TEI_DIV) && str_starts(tei_get(n, ATT_TYPE), S("notes"));
}

bool apparatus_rests(const Press *p, const Node *n)
{
    if ((p->design.notes == NOTES_END && p->design.editor_notes == NOTES_END) || !in_notes(n))
        return true;
    for (const Node *at = tei_first(n); at;) {
        if (tei_is(at, TEI_NOTE) && place_of(p, at) == NOTES_END)
            return true;
        at = tei_is(at, TEI_DIV) ? tei_walk(at, n) : tei_skip(at, n);
    }
    return false;
}

/* ---- the words of a note */
/* The running head over notes names the pages of their calls. */
static void mark_note(Maker *m, const Node *note, const Node *p)
{
    const Node *ref = tei_child(p, TEI_REF);
    if (!ref || tei_get(note, ATT_ID).n == 0 || !str_eq(tei_get(ref, ATT_TYPE), S("back")))
        return;
    Headline *h = compose_headline(m);
    h->call = str_from(tei_get(ref, ATT_TARGET), 1);
}

static void mark_row(Maker *m, const Node *row)
{
    const Node *first = tei_child(row, TEI_REF), *last = tei_last(row);
    while (last && !tei_is(last, TEI_REF))
        last = tei_prev(last);
    if (!first)
        return;
    Headline *h = compose_headline(m);
    h->call = str_from(tei_get(first, ATT_TARGET), 1);
    h->last = str_from(tei_get(last, ATT_TARGET), 1);
}

/* A series without bodies: a sentence, and a row of numbers that stand for its notes, which are no text to read. */
static void declaration(Maker *m, const Node *n, Ctx c)
{
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        bool row = str_eq(tei_get(i, ATT_REND), S("run-in"));
        c.look = row ? LOOK_NOTECALLS : LOOK_NOTEROW;
        m->flush = true;
        mark_row(m, i);
        element_set(m, i, c);
        m->last->align = row ? ALIGN_LEFT : m->last->align;
        m->last->keep_next = tei_next(i) != NULL;
        m->last->goes_on = false;                                   /* it is flush as all of its kind are */
    }
    m->last->after = m->press->design.note_leading;
}

static void set_note(Maker *m, const Node *n, Ctx c)
{
    compose_anchor(m, tei_get(n, ATT_ID));
    c.look = LOOK_NOTE;
    c.left += m->press->design.looks[LOOK_NOTE].left;
    Str old = m->lang, lang = tei_lang(n);
    m->lang = lang.n ? lang : old;
    for (const Node *i = tei_first(n); i; i = tei_next(i)) {
        m->flush = false;
        if (place_of(m->press, n) == NOTES_END)
            mark_note(m, n, i);
        element_set(m, i, c);
        c.look = LOOK_NOTETEXT;
    }
    m->lang = old;
}

void apparatus_note(Maker *m, const Node *n, Ctx c)
{
    if (place_of(m->press, n) != NOTES_END)
        return;
    c.parent = compose_node_of(m, n, c.parent, ROLE_NOTE);
    if (!str_eq(tei_get(n, ATT_TYPE), S("declaration"))) {
        set_note(m, n, c);
        return;
    }
    compose_anchor(m, tei_get(n, ATT_ID));
    declaration(m, n, c);
}

/* Among text a note has the leading of notes. */
static void lead_notes(Maker *m, Block *b)
{
    for (; b; b = b->next)
        b->leading = b->leading ? b->leading : m->press->design.note_leading;
}

/* ---- at the call.  A note that is called several times stands where it is called first. */
static const Node *note_of(const Press *p, const Node *ref)
{
    Str target = tei_get(ref, ATT_TARGET);
    const Node *note = str_starts(target, S("#")) ? tei_find(p->book->tree, str_from(target, 1)) : NULL;
    return note && tei_is(note, TEI_NOTE) ? note : NULL;
}

/* The id of the call that the note's own number leads back to. */
static Str first_call(const Node *note)
{
    for (const Node *at = note ? tei_first(note) : NULL; at; at = tei_walk(at, note))
        if (tei_is(at, TEI_REF) && str_eq(tei_get(at, ATT_TYPE), S("back")))
            return str_from(tei_get(at, ATT_TARGET), 1);
    return S("");
}

static const Node *first_called(const Press *p, const Node *ref)
{
    const Node *note = note_of(p, ref);
    return note && str_eq(first_call(note), tei_get(ref, ATT_ID)) ? note : NULL;
}

static Str sign_of(Arena *a, int n)
{
    static const char *const signs[] = {"*", "†", "‡", "§", "‖", "¶"};
    Buf b = buf_new(a);
    for (int i = 0; i <= n / 6; i++)
        buf_put(&b, str_of(signs[n % 6]));
    return buf_str(&b);
}

/* Signs begin again on each page, as far as the last pass knows the pages.  A second call to a note has its number:
   the note may stand on another page. */
Str apparatus_shown(Maker *m, const Node *ref)
{
    const Node *note = first_called(m->press, ref);
    if (!note || place_of(m->press, note) != NOTES_SIGNS)
        return S("");
    Str id = tei_get(ref, ATT_ID);
    flow_wants(m, (Wish){id, -1, false});
    int page = pages_find(m->known, id);
    m->signs = page == m->sign_page ? m->signs : 0;
    m->sign_page = page;
    return m->sign = sign_of(m->a, m->signs++);
}

static Block *set_foot(Maker *m, const Node *note, Struct *home)
{
    Maker outside = *m;
    m->first = m->last = NULL;
    m->lead = NULL;
    m->label = (Str){0};
    m->mark = NULL;
    m->at_foot = true;
    set_note(m, note, (Ctx){.parent = compose_node_of(m, note, home, ROLE_NOTE)});
    Block *foot = m->first;
    lead_notes(m, foot);
    outside.at_node = m->at_node;
    outside.anchors = m->anchors;
    outside.sign = (Str){0};
    *m = outside;
    return foot;
}

static void keep_note(Maker *m, const Node *note)
{
    if (m->nkept == m->capkept) {
        int cap = m->capkept ? 2 * m->capkept : 16;
        m->kept = arena_grow(m->a, m->kept, sizeof *m->kept, _Alignof(Node *), m->nkept, cap);
        m->capkept = cap;
    }
    m->kept[m->nkept++] = note;
}

/* On another page than its note a second call has at the foot where that is.  Whoever hears the page follows the
   call. */
static Block *refer_back(Maker *m, const Node *ref, const Node *note)
{
    Str first = first_call(note), id = tei_get(ref, ATT_ID), number = str_trim(tei_reading_all(m->a, ref));
    flow_wants(m, (Wish){first, -1, false});
    flow_wants(m, (Wish){id, -1, false});
    int page = pages_find(m->known, first), here = pages_find(m->known, id);
    if (page < 0 || here < 0 || page == here)
        return NULL;
    Maker outside = *m;
    m->first = m->last = NULL;
    Block *b = compose_block(m, LOOK_NOTE, NULL);
    Phrase p = phrase_open(m, b, LOOK_NOTE, NULL, (Str){0});
    phrase_label(&p, number, -b->first);
    bool sign = place_of(m->press, note) == NOTES_SIGNS;           /* numbers call none of them */
    Str both[2] = {number, pages_at(m->known, page)->label};
    phrase_add(&p, wording_fill(m->a, m->press->book->config->lang, sign ? WORDING_SEE_PAGE : WORDING_SEE_NOTE,
        both + sign));
    phrase_close(&p);
    b->artifact = ARTIFACT_LAYOUT;
    b->at = tei_where(ref);
    lead_notes(m, b);
    *m = outside;
    return b;
}

Block *apparatus_called(Maker *m, const Node *ref, Struct *home)
{
    const Node *note = first_called(m->press, ref), *again = note ? NULL : note_of(m->press, ref);
    NotePlace place = note ? place_of(m->press, note) : NOTES_END;
    if (again && place_of(m->press, again) >= NOTES_FOOT)
        return refer_back(m, ref, again);
    if (place == NOTES_CHAPTER)
        keep_note(m, note);
    return place == NOTES_FOOT || place == NOTES_SIGNS ? set_foot(m, note, home) : NULL;
}

/* ---- at the end of a chapter */
static void set_heading(Maker *m, Struct *home)
{
    Press *p = m->press;
    Struct *h = compose_node(m, home, ROLE_H);
    if (!p->built) {
        h->level = m->level + 1 < 6 ? m->level + 1 : 6;
        h->level = h->level > p->last_head + 1 ? p->last_head + 1 : h->level;
        p->last_head = h->level;
    }
    Block *b = compose_line(m, LOOK_NOTEHEAD1, h, wording_find(m->press->book->config->lang, WORDING_NOTES));
    b->keep = b->keep_next = true;
}

void apparatus_flush(Maker *m, Struct *home)
{
    if (m->nkept == 0)
        return;
    Ctx c = {.parent = compose_node(m, home, ROLE_DIV)};
    set_heading(m, c.parent);
    Block *before = m->last;
    for (int i = 0; i < m->nkept; i++) {
        Ctx in = c;
        in.parent = compose_node_of(m, m->kept[i], c.parent, ROLE_NOTE);
        set_note(m, m->kept[i], in);
    }
    lead_notes(m, before->next);
    m->nkept = 0;
}
