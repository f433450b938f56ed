#include "read/inside.h"

/* What a piece becomes where it stands. */

static Block *leaf_add(Building *b, Block *parent, Tag tag, int piece)
{
    Block *leaf = block_add(b->w, parent, tag);
    leaf->head = piece;
    leaf->fact = b->w->piece[piece].role;
    leaf->resp = b->w->piece[piece].says;
    return leaf;
}

static Str words_of(const Building *b, int piece)
{
    const Piece *p = &b->w->piece[piece];
    return str_sub(text_line(b->w->text, p->line), p->from, p->to - p->from);
}

/* The words of a piece from their first character on that is read: behind blanks and a page marker. */
static Str spoken(Building *b, int piece)
{
    Weave *w = b->w;
    const Piece *p = &w->piece[piece];
    Str s = text_line(w->text, p->line);
    ptrdiff_t at = p->from + text_start(words_of(b, piece));
    for (int i = w->first_edit[p->line - 1]; i < w->first_edit[p->line]; i++) {
        const Edit *e = &w->edits.at[i];
        if (e->kind == EDIT_SURPLUS && e->from <= at && e->to > at)
            at = e->to + text_start(str_sub(s, e->to, p->to - e->to));
    }
    return str_sub(s, at, p->to - at);
}

/* Where those words end in the line, `n` bytes behind their beginning. */
static ptrdiff_t place_in_line(const Building *b, int piece, Str words, ptrdiff_t n)
{
    return words.s + n - text_line(b->w->text, b->w->piece[piece].line).s;
}

/* ---- room.  After a division no block may stand in the same division: then it opens a division without a heading. */

Block *block_room(Building *b, Block *box, int piece)
{
    if ((box->tag != TEI_DIV && box->tag != TEI_BODY) || !box->divided)
        return box;
    Block *div = block_add(b->w, box, TEI_DIV);
    div->rank = RANK_DEEP;
    div->head = piece;
    div->type = S("continued");
    if (b->now == box)
        b->now = div;
    return div;
}

/* What has no reading text stands behind the last words, wherever they are: it must not open a division. */
static Block *silent_room(Building *b)
{
    Block *box = b->now;
    while (box->tag == TEI_LG || box->tag == TEI_LIST || box->tag == TEI_CIT)
        box = box->parent;
    while ((box->tag == TEI_DIV || box->tag == TEI_BODY) && box->divided)
        box = box->last;
    return box;
}

/* ---- left out */

static bool is_silent(Weave *w, int head)
{
    for (int i = head; i >= 0; i = w->piece[i].next) {
        const Piece *p = &w->piece[i];
        Str s = text_line(w->text, p->line);
        if (w->first_edit[p->line - 1] == w->first_edit[p->line])
            return false;
        const char *mask = edits_mask(w, p->line);
        for (ptrdiff_t at = p->from; at < p->to;) {
            ptrdiff_t here = at;
            uint32_t c = utf8_next(s, &at);
            if (!mask[here] && !uni_is_space(c) && c != 0xFEFF)
                return false;
        }
        for (int k = w->first_edit[p->line - 1]; k < w->first_edit[p->line]; k++) {
            EditKind kind = w->edits.at[k].kind;
            if (kind != EDIT_SURPLUS && kind != EDIT_PAGE)
                return false;
        }
    }
    return true;
}

static void leave_out(Building *b, int piece, Str type, Str subtype, Str reason)
{
    Weave *w = b->w;
    Block *ab = leaf_add(b, silent_room(b), TEI_AB, piece);
    ab->type = type;
    ab->subtype = subtype;
    ab->resp = (Str){"", 0};
    ab->silent = true;
    for (int i = piece; i >= 0; i = w->piece[i].next) {
        w->piece[i].silent = true;
        if (!reason.n)
            /* its edits leave out all of it already; a page may begin among them */
            continue;
        Edit *e = edit_add(w, EDIT_SURPLUS, w->piece[i].line, w->piece[i].from, w->piece[i].to, ab->fact);
        e->a = reason;
        e->order = -1;                                             /* around all others */
    }
}

static void place_omitted(Building *b, int i)
{
    const Piece *p = &b->w->piece[i];
    Str reason = p->what == VERB_OMIT ? fact_option(p->role, "reason") : (Str){"", 0};
    if (p->what == VERB_ORNAMENT) {
        Block *m = block_add(b->w, silent_room(b), TEI_MILESTONE);
        m->rend = S("ornament");
        leave_out(b, i, S("ornament"), S(""), S("ornament"));
    } else if (p->what == VERB_CAPTION) {
        leave_out(b, i, S("left-out"), S("caption"), S("caption"));
    } else {
        leave_out(b, i, S("left-out"), reason, reason.n ? reason : S("omitted"));
    }
}

static bool is_omitted(const Piece *p)
{
    return p->what == VERB_OMIT || p->what == VERB_CAPTION || p->what == VERB_ORNAMENT;
}

/* ---- labels and speakers share their line with what follows them */

static bool is_opening(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0x2018 || c == 0x201C || c == 0xAB || c == 0x201E;
}

static bool is_bullet(uint32_t c)
{
    return c == '-' || c == '*' || c == 0xB7 || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == 0x25AA || c == 0x25CF;
}

static ptrdiff_t over_blanks(Str s, ptrdiff_t at)
{
    while (at < s.n && (s.s[at] == ' ' || s.s[at] == '\t'))
        at++;
    return at;
}

/* Byte behind a bullet or `3.` `(3)` `c)` and its blanks; 0 where the words have none. */
static ptrdiff_t label_end(Str s)
{
    ptrdiff_t at = text_start(s), next = at, from;
    uint32_t c = utf8_next(s, &next);
    if (is_bullet(c) && next < s.n && (s.s[next] == ' ' || s.s[next] == '\t'))
        return over_blanks(s, next);
    for (; c == '(' || is_opening(c); c = utf8_next(s, &next))
        at = next;
    from = at;
    while (at < s.n && at - from < 4 && s.s[at] >= '0' && s.s[at] <= '9')
        at++;
    if (at == from && at < s.n && ((s.s[at] | 32) >= 'a' && (s.s[at] | 32) <= 'z'))
        at++;
    if (at == from || at >= s.n || (s.s[at] != '.' && s.s[at] != ')'))
        return 0;
    from = over_blanks(s, ++at);
    return from > at ? from : 0;
}

/* Once for a list: has each of its items a label?  Where one has none, the numbers are words of the items. */
static bool is_labelled(Building *b, const Block *list)
{
    if (!str_eq(list->type, S("numbered")) && !str_eq(list->type, S("bulleted")))
        return false;
    for (int i = list->head; i <= list->tail; i++) {
        const Piece *p = &b->w->piece[i];
        bool item = p->head == i && !p->empty && !is_omitted(p) && !is_silent(b->w, i);
        if (item && !label_end(spoken(b, i)))
            return false;
    }
    return true;
}

static void place_item(Building *b, Block *list, int i)
{
    if (!list->first)
        list->labelled = is_labelled(b, list);
    Str words = spoken(b, i);
    ptrdiff_t end = list->labelled ? label_end(words) : 0;
    end = end ? place_in_line(b, i, words, end) : 0;
    if (end)
        leaf_add(b, list, TEI_LABEL, i)->until = end;
    leaf_add(b, list, TEI_ITEM, i)->since = end;
}

/* `Name: words`, also `‘Name: words`: at most five words before the colon, the first with a capital. */
static ptrdiff_t speaker_end(Str s)
{
    ptrdiff_t at = text_start(s), next = at;
    uint32_t c = utf8_next(s, &next);
    for (; is_opening(c); c = utf8_next(s, &next))
        at = next;
    ptrdiff_t colon = str_find(str_from(s, at), S(":"));
    if (!uni_is_upper(c) || colon < 1 || colon > 60 || (at + colon + 1 < s.n && s.s[at + colon + 1] != ' '))
        return 0;
    int blanks = 0;
    for (ptrdiff_t i = at; i < at + colon; i++) {
        blanks += s.s[i] == ' ';
        if (s.s[i] == ',' || s.s[i] == ';' || s.s[i] == '?' || s.s[i] == '!')
            return 0;
    }
    return blanks < 5 ? over_blanks(s, at + colon + 1) : 0;
}

static void place_speech(Building *b, Block *dialogue, int i)
{
    Str words = spoken(b, i);
    ptrdiff_t end = speaker_end(words);
    end = end ? place_in_line(b, i, words, end) : 0;
    if (end) {
        b->speech = block_add(b->w, dialogue, TEI_SP);
        b->speech->head = i;
        Block *speaker = leaf_add(b, b->speech, TEI_SPEAKER, i);
        speaker->until = end;
    }
    leaf_add(b, b->speech ? b->speech : dialogue, TEI_P, i)->since = end;
}

static void place_verse(Building *b, Block *verse, int i)
{
    if (verse->stanzas && (!verse->last || b->stanza[i])) {
        Block *stanza = block_add(b->w, verse, TEI_LG);
        stanza->type = S("stanza");
        stanza->head = i;
    }
    Block *l = leaf_add(b, verse->stanzas ? verse->last : verse, TEI_L, i);
    ptrdiff_t indent = text_start(words_of(b, i));
    if (indent)
        l->rend = str_format(b->w->a, "indent%d", indent > 9 ? 9 : (int)indent);
}

/* ---- plain paragraphs and blocks with a name */

/* What stands between a quotation and its source line belongs to neither. */
static Block *out_of_cit(Building *b, int i)
{
    if (b->now->tag != TEI_CIT)
        return b->now;
    if (!b->now->cleft)
        diag(b->w->diag, MARK_OVERLAP, b->now->fact->at, "line %d stands between the quotation and its source",
             b->w->piece[i].line);
    b->now->cleft = true;
    return b->now->parent;
}

static void place_paragraph(Building *b, int i)
{
    Block *box = out_of_cit(b, i);
    bool item = b->w->piece[i].what == VERB_ITEM;
    if (item && box->tag != TEI_LIST)
        diag(b->w->diag, MARK_OUTSIDE, b->w->piece[i].role->at, "no list is open in line %d", b->w->piece[i].line);
    if (box->tag == TEI_LIST)
        place_item(b, box, i);
    else if (box->tag == TEI_LG)
        place_verse(b, box, i);
    else if (box->tag == TEI_NONE)
        place_speech(b, box, i);
    else
        leaf_add(b, block_room(b, box, i), TEI_P, i);
}

static void place_named(Building *b, int i)
{
    static const struct { Tag tag; const char *type; bool top, bottom; } kinds[VERB_MAX] = {
        [VERB_BYLINE] = {TEI_BYLINE, "", true, true}, [VERB_DATELINE] = {TEI_DATELINE, "", true, true},
        [VERB_OPENER] = {TEI_OPENER, "", true, false}, [VERB_CLOSER] = {TEI_CLOSER, "", false, true},
        [VERB_SALUTE] = {TEI_SALUTE, "", true, true}, [VERB_SIGNED] = {TEI_SIGNED, "", true, true},
        [VERB_TRAILER] = {TEI_TRAILER, "", false, true}, [VERB_BIBL] = {TEI_BIBL, "", false, false},
        [VERB_STANDFIRST] = {TEI_AB, "standfirst", false, false}, [VERB_IMPRINT] = {TEI_AB, "imprint", false, false},
        [VERB_STAGE] = {TEI_STAGE, "", false, false},
    };
    Verb what = b->w->piece[i].what;
    bool acts = what == VERB_STAGE && b->now->tag == TEI_NONE;     /* amid a dialogue: the speaker goes on behind it */
    Block *box = acts && b->speech ? b->speech : b->now;
    while (box->tag == TEI_LG || box->tag == TEI_LIST || (box->tag == TEI_NONE && !acts) ||
           (box->tag == TEI_CIT && what != VERB_BIBL))
        box = box->parent;
    for (Block *up = box; what == VERB_BIBL && up; up = up->parent)
        if (up->tag == TEI_CIT && up->fact == b->w->piece[i].role)
            box = up;
    bool floats = kinds[what].top || kinds[what].bottom;
    Block *leaf = leaf_add(b, floats && !box->divided ? box : block_room(b, box, i), kinds[what].tag, i);
    leaf->type = str_of(kinds[what].type);
    leaf->top = kinds[what].top;
    leaf->bottom = kinds[what].bottom;
    if (fact_option(leaf->fact, "work").n)
        leaf->work = voice_ref(b->w, fact_option(leaf->fact, "work"), fact_option_at(leaf->fact, "work"));
}

/* ---- heads */

/* A title stands before all else, wherever the capture has it. */
static void move_first(Block *leaf)
{
    Block *box = leaf->parent, *before = box->first;
    if (before == leaf)
        return;
    while (before->next != leaf)
        before = before->next;
    before->next = NULL;
    box->last = before;
    leaf->next = box->first;
    box->first = leaf;
}

static Block *document_of(Block *now, const Fact *f)
{
    while (now && !(now->fact == f && now->tag == TEI_DIV))
        now = now->parent;
    return now;
}

static void place_head(Building *b, int i)
{
    const Piece *p = &b->w->piece[i];
    bool title = p->what == VERB_TITLE, document = p->what == VERB_DOCUMENT;
    Block *box = title ? b->root : document ? document_of(b->now, p->role) : b->now;
    /* a document that could not be opened: its head is a paragraph */
    if (!box) {
        place_paragraph(b, i);
        return;
    }
    if (title && b->titled)
        diag(b->w->diag, MARK_TWICE, p->role->at, "the text has a title already");
    b->titled = b->titled || title;
    Block *head = leaf_add(b, box, TEI_HEAD, i);
    head->top = true;
    head->type = title ? S("title") : (Str){"", 0};
    head->n = fact_option(p->role, "short");
    if (title)
        move_first(head);
    if (!document)
        return;
    box->work = voice_ref(b->w, fact_option(p->role, "work"), fact_option_at(p->role, "work"));
    int from = i + 1;
    while (from <= box->tail && b->w->piece[from].empty)
        from++;
    if (from > box->tail)
        return;
    Block *extract = block_add(b->w, box, TEI_DIV);
    extract->type = S("extract");
    extract->head = from;
    b->now = extract;
}

/* ---- notes of the source */

static void place_body(Building *b, int i)
{
    int body = b->w->piece[i].body - 1;
    const NoteBody *n = &b->w->bodies.at[body];
    if (!b->body[body]) {
        Block *note = block_add(b->w, b->notes, TEI_NOTE);
        note->head = n->head;
        note->n = n->shown;
        note->type = n->number;                                    /* for its id: series.number */
        note->subtype = n->key;
        b->body[body] = note;
    }
    leaf_add(b, b->body[body], TEI_P, i);
}

/* Why a line is left out whose edits leave nothing of it: the first of them that leaves words out says it. */
static Str reason_of(const Weave *w, int line)
{
    for (int i = w->first_edit[line - 1]; i < w->first_edit[line]; i++)
        if (w->edits.at[i].kind == EDIT_SURPLUS)
            return w->edits.at[i].a;
    return S("page-marker");
}

static bool is_plain(Verb v) { return v == VERB_MAX || v == VERB_P || v == VERB_ITEM; }

void leaf_place(Building *b, int i)
{
    const Piece *p = &b->w->piece[i];
    if (p->empty)
        leave_out(b, i, S("blank"), S(""), S("blank"));
    else if (is_omitted(p))
        place_omitted(b, i);
    else if (p->body)
        place_body(b, i);
    else if (is_silent(b->w, i))
        leave_out(b, i, S("left-out"), reason_of(b->w, p->line), S(""));
    else if (is_plain(p->what))
        place_paragraph(b, i);
    else if (p->what == VERB_TITLE || p->what == VERB_DOCUMENT || (p->what >= VERB_H1 && p->what <= VERB_H6))
        place_head(b, i);
    else
        place_named(b, i);
}
