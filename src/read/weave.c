#include "read/inside.h"

/* The tree of blocks becomes TEI. */

static Str id_of(Weave *w, const Block *b)
{
    static const struct { Tag tag; const char *ending; } boxes[] = {
        {TEI_DIV, "div"}, {TEI_QUOTE, "quote"}, {TEI_CIT, "cit"}, {TEI_LG, "lg"}, {TEI_LIST, "list"}, {TEI_SP, "sp"},
        {TEI_EPIGRAPH, "epigraph"},
    };
    const Piece *p = &w->piece[b->head];
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
        if (b->tag == boxes[i].tag)
            return str_format(w->a, "%.*s.l%04d.%s", STR(w->part->key), p->line, boxes[i].ending);
    const char *ending = b->tag == TEI_LABEL ? ".label" : b->tag == TEI_SPEAKER ? ".speaker" : "";
    if (p->k > 1)
        return str_format(w->a, "%.*s.l%04d.%d%s", STR(w->part->key), p->line, p->k, ending);
    return str_format(w->a, "%.*s.l%04d%s", STR(w->part->key), p->line, ending);
}

static void name(Weave *w, Node *n, const Block *b)
{
    if (b->tag == TEI_NOTE) {
        tei_set(n, ATT_N, b->n);
        tei_set(n, ATT_PLACE, S("end"));
        if (b->type.n && b->subtype.n)
            tei_set(n, ATT_ID, id_once(w, str_format(w->a, "%.*s.%.*s.%.*s", STR(w->part->key), STR(b->subtype),
                                                     STR(id_clean(w, b->type)))));
        return;
    }
    if (b->head >= 0)
        tei_set(n, ATT_ID, id_once(w, id_of(w, b)));
    tei_set(n, ATT_TYPE, b->type);
    tei_set(n, ATT_SUBTYPE, b->subtype);
    tei_set(n, ATT_N, b->n);
    tei_set(n, ATT_REND, b->rend);
    tei_set(n, ATT_CORRESP, b->work);
    tei_set(n, ATT_RESP, b->head >= 0 && !b->first && !b->silent && w->piece[b->head].says.n ? w->piece[b->head].says
            : b->resp);
}

/* The characters of a leaf, line by line; `lb` between lines says whether a word goes on. */
static void fill(Weave *w, Node *n, const Block *b)
{
    for (int i = b->head; i >= 0 && !(i != b->head && b->until); i = w->piece[i].next) {
        const Piece *p = &w->piece[i];
        bool first = i == b->head;
        if (!first) {
            Node *lb = tei_add(n, TEI_LB, text_where(w->text, p->line, p->from));
            tei_set(lb, ATT_BREAK, p->tight ? S("no") : S(""));
        }
        tei_add_origin(n, w->text->name, p->line);
        edits_emit(w, n, p->line, first && b->since ? b->since : p->from, first && b->until ? b->until : p->to);
    }
}

/* A title or a source line of the editor's. */
static void supply_words(Weave *w, Node *n, const Block *b)
{
    Str words = str_trim(b->words);
    Node *s = tei_add(n, TEI_SUPPLIED, b->fact ? b->fact->at : w->part->at);
    tei_set(s, ATT_REASON, b->tag == TEI_BIBL ? S("no-source") : S("no-title"));
    tei_set(s, ATT_RESP, S("#ed"));
    tei_chars(s, str_starts(words, S("[")) ? words : str_format(w->a, "[%.*s]", STR(words)));
}

static Where where_of(const Weave *w, const Block *b)
{
    return b->head >= 0 ? text_where(w->text, w->piece[b->head].line, w->piece[b->head].from) : w->part->at;
}

static void emit(Weave *w, Node *into, const Block *b)
{
    if (b->tag == TEI_NONE) {
        for (const Block *c = b->first; c; c = c->next)
            emit(w, into, c);
        return;
    }
    if (!b->kept)
        return;
    Node *n = tei_add(into, b->tag, where_of(w, b));
    if (b->tag == TEI_MILESTONE)
        tei_set(n, ATT_UNIT, S("section"));
    name(w, n, b);
    if (b->words.n && b->tag == TEI_BIBL)
        tei_set_format(n, ATT_ID, "%.*s.source", STR(tei_get(into, ATT_ID)));
    if (b->words.n)
        supply_words(w, n, b);
    else if ((tei_kind(b->tag) & KIND_LEAF) && b->head >= 0 && !b->first)
        fill(w, n, b);
    for (const Block *c = b->first; c; c = c->next)
        emit(w, n, c);
}

/* ---- the editor's notes have no lines in the source */

static void emit_ednotes(Weave *w, Node *notes)
{
    for (int i = 0; i < w->ednotes.n; i++) {
        const Edit *e = &w->ednotes.at[i];
        Node *note = tei_add(notes, TEI_NOTE, e->fact->at);
        tei_set_format(note, ATT_ID, "%.*s.ed.%.*s", STR(w->part->key), STR(e->a));
        tei_set(note, ATT_N, e->a);
        tei_set(note, ATT_PLACE, S("end"));
        tei_set(note, ATT_RESP, S("#ed"));
        tei_chars(tei_add(note, TEI_P, e->fact->at), e->b);
    }
}

static void emit_notes(Weave *w, Node *into, const Block *notes)
{
    if (!notes && !w->ednotes.n)
        return;
    Node *back = tei_is(into, TEI_TEXT) ? tei_add(into, TEI_BACK, tei_where(into)) : into;
    Node *div = tei_add(back, TEI_DIV, tei_where(into));
    tei_set(div, ATT_TYPE, S("notes"));
    for (const Block *c = notes ? notes->first : NULL; c; c = c->next)
        emit(w, div, c);
    emit_ednotes(w, div);
}

/* ---- a title that the capture lacks */

static void emit_title(Weave *w, Node *body)
{
    for (int i = 0; i < w->marks.n; i++) {
        const Fact *f = &w->marks.fact[i];
        if (f->verb != VERB_TITLE || f->site.first)
            continue;
        Node *head = tei_add(body, TEI_HEAD, f->at);
        tei_set_format(head, ATT_ID, "%.*s.title", STR(w->part->key));
        tei_set(head, ATT_TYPE, S("title"));
        tei_set(head, ATT_N, fact_option(f, "short"));
        supply_words(w, head, &(Block){.words = f->text[0], .fact = f});
        return;
    }
}

static bool has_block(const Block *root)
{
    for (const Block *c = root->first; c; c = c->next)
        if (c->kept && !c->top && !c->bottom && c->tag != TEI_MILESTONE)
            return true;
    return false;
}

void weave_emit(Weave *w, Node *into, Blocks b)
{
    Node *body = tei_is(into, TEI_TEXT) ? tei_add(into, TEI_BODY, tei_where(into)) : into;
    emit_title(w, body);
    for (const Block *c = b.root->first; c; c = c->next)
        emit(w, body, c);
    if (!has_block(b.root))
        tei_add(body, TEI_P, tei_where(into));                     /* a body is not only its heading */
    emit_notes(w, into, b.notes);
}
