/* phrase.c - the inside of one TEI block as runs: the reading view, white space collapsed, each element by its row. */
#include "print/inside.h"
#include <assert.h>

typedef struct { Face face; Struct *node; Str lang, link, describe; } Saved;

static Saved save(const Phrase *p) { return (Saved){p->face, p->node, p->lang, p->link, p->describe}; }

/* The run that is open goes to the block. */
static void flush(Phrase *p)
{
    if (p->open)
        p->last->text = buf_str(&p->text);
    p->open = false;
}

static void restore(Phrase *p, Saved s)
{
    flush(p);
    p->face = s.face;
    p->node = s.node;
    p->lang = s.lang;
    p->link = s.link;
    p->describe = s.describe;
}

static Run *append(Phrase *p, RunKind kind, Str id)
{
    Maker *m = p->m;
    Run *run = new(m->a, Run, 1);
    *run = (Run){.kind = kind, .style = style_of(m->press, p->face, p->lang), .node = p->node,
        .block = id, .offset = p->offset, .anchor = str_copy(m->a, buf_str(&m->anchors)), .link = p->link,
        .describe = p->describe, .glue_before = p->glue, .at = p->block->at};
    m->anchors.n = 0;
    p->glue = false;
    if (p->last)
        p->last->next = run;
    else
        p->block->runs = run;
    p->last = run;
    return run;
}

Phrase phrase_open(Maker *m, Block *block, LookId look, Struct *node, Str id)
{
    Face face = m->press->design.looks[look].face;
    return (Phrase){.m = m, .block = block, .face = face, .node = node, .id = id, .lang = m->lang,
        .acronyms = m->press->design.looks[look].acronyms};
}

bool phrase_blank(const Phrase *p) { return !p->last; }

static void open_run(Phrase *p, Str id)
{
    if (p->open)
        return;
    append(p, RUN_TEXT, id);
    p->text = buf_new(p->m->a);
    p->open = true;
}

static void put_blank(Phrase *p)
{
    if (!p->begun || p->blank)
        return;
    open_run(p, p->id);
    buf_byte(&p->text, ' ');
    p->offset++;
    p->blank = true;
    p->owed = false;
}

static void put_chars(Phrase *p, Str chars, ptrdiff_t scalars)
{
    open_run(p, p->id);
    buf_put(&p->text, chars);
    p->offset += scalars;
    p->begun = true;
    p->blank = p->broken = false;
}

static void put_word(Phrase *p, Str piece, ptrdiff_t scalars)
{
    bool wanted = p->acronyms && !(p->face.features & FEAT_SMCP) && p->face.family != FAMILY_MONO;
    ptrdiff_t at = 0, n = wanted ? letters_acronym(piece, &at) : 0;
    if (n == 0) {
        put_chars(p, piece, scalars);
        return;
    }
    Str head = str_sub(piece, 0, at), caps = str_sub(piece, at, n), tail = str_from(piece, at + n);
    if (head.n)
        put_chars(p, head, utf8_count(head));
    Saved s = save(p);
    flush(p);
    p->face.features |= FEAT_SMCP | FEAT_C2SC;
    p->face.track += 30;
    put_chars(p, caps, utf8_count(caps));
    restore(p, s);
    if (tail.n)
        put_word(p, tail, utf8_count(tail));
}

/* ---- French spaces: a thin one before the tall signs, one of a word's width within quotation marks.  What the text
   has between counts as it did; what it lacks is added, and counts as nothing. */
#define THIN "\xE2\x80\xAF"
#define FIRM "\xC2\xA0"
static bool is_space_before(Str s, ptrdiff_t at)
{
    return str_ends(str_sub(s, 0, at), S(THIN)) || str_ends(str_sub(s, 0, at), S(FIRM));
}

/* The blank that the text has before a sign is no place to end a line. */
static void firm_blank(Phrase *p, Str space)
{
    if (!p->blank || p->broken)
        return;
    flush(p);
    Str *text = &p->last->text;
    if (!str_ends(*text, S(" ")))
        return;
    *text = str_format(p->m->a, "%.*s%.*s", STR(str_sub(*text, 0, text->n - 1)), STR(space));
    p->glue = true;
    p->blank = false;
}

static void put_space(Phrase *p, Str space)
{
    flush(p);
    p->glue = true;
    open_run(p, (Str){0});
    buf_put(&p->text, space);
    flush(p);
    p->glue = true;
}

static void put_french(Phrase *p, Str piece, ptrdiff_t scalars)
{
    Str rest = str_starts(piece, S("«")) ? str_from(piece, 2) : S("");
    bool after = p->open && p->blank && str_ends(buf_str(&p->text), S("« "));
    ptrdiff_t at = letters_signs(piece);
    bool wide = at < piece.n && (piece.s[at] == ':' || piece.s[at] == '\xC2');
    Str space = wide ? S(FIRM) : S(THIN);
    if (after || (at == 0 && p->blank))
        firm_blank(p, after ? S(FIRM) : space);
    if (rest.n > 0 && !str_starts(rest, S(FIRM)) && !str_starts(rest, S(THIN))) {
        put_chars(p, S("«"), 1);
        put_space(p, S(FIRM));
        put_french(p, rest, scalars - 1);
        return;
    }
    if (at == 0 || at == piece.n || is_space_before(piece, at)) {
        put_word(p, piece, scalars);
        return;
    }
    Str head = str_sub(piece, 0, at), tail = str_from(piece, at);
    put_word(p, head, utf8_count(head));
    put_space(p, space);
    ptrdiff_t close = str_find(tail, S("»"));
    if (close > 0 && !is_space_before(tail, close)) {              /* "Non!»": one before each */
        put_word(p, str_sub(tail, 0, close), utf8_count(str_sub(tail, 0, close)));
        put_space(p, S(FIRM));
        tail = str_from(tail, close);
    }
    put_word(p, tail, utf8_count(tail));
}

static void put_piece(Phrase *p, Str piece, ptrdiff_t scalars)
{
    if (piece.n == 0)
        return;
    if (p->owed)
        put_blank(p);
    if (letters_french(p->lang) && !p->coded)
        put_french(p, piece, scalars);
    else
        put_word(p, piece, scalars);
}

/* Bytes of white space at *at that may break, 0: none there.  Only four lead bytes can begin one outside ASCII. */
static ptrdiff_t space_at(Str s, ptrdiff_t at)
{
    unsigned char c = (unsigned char)s.s[at];
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c != 0xC2 && (c < 0xE1 || c > 0xE3))
        return 0;
    ptrdiff_t next = at;
    return uni_is_space(utf8_next(s, &next)) ? next - at : 0;
}

void phrase_chars(Phrase *p, Str s)
{
    ptrdiff_t from = 0, scalars = 0;
    for (ptrdiff_t i = 0; i < s.n;) {
        ptrdiff_t blank = space_at(s, i);
        if (blank == 0) {
            scalars += ((unsigned char)s.s[i] & 0xC0) != 0x80;
            i++;
            continue;
        }
        put_piece(p, str_sub(s, from, i - from), scalars);
        put_blank(p);
        i += blank;
        from = i;
        scalars = 0;
    }
    put_piece(p, str_from(s, from), scalars);
}

void phrase_add(Phrase *p, Str words)
{
    if (p->owed)
        put_blank(p);
    flush(p);
    open_run(p, (Str){0});
    buf_put(&p->text, words);
    flush(p);
    p->begun = true;
    p->blank = p->broken = false;
}

void phrase_fill(Phrase *p, Str leader)
{
    flush(p);
    append(p, RUN_FILL, (Str){0})->text = leader;
    p->blank = false;
}

void phrase_space(Phrase *p, Sp width)
{
    flush(p);
    append(p, RUN_SPACE, (Str){0})->width = width;
    p->blank = false;
}

void phrase_label(Phrase *p, Str words, Sp width)
{
    Run *before = p->last;
    phrase_add(p, words);
    Run *label = before ? before->next : p->block->runs;
    Sp rest = width - type_width(p->m->press->setter, label);
    phrase_space(p, rest > PT(3) ? rest : PT(3));
    p->begun = false;
}

void phrase_link(Phrase *p, Str target, Str describe, Str words)
{
    Saved s = save(p);
    flush(p);
    p->node = compose_node(p->m, p->node, ROLE_LINK);
    p->link = target;
    p->describe = describe;
    phrase_add(p, words);
    restore(p, s);
}

/* A blank that the text ends with was one too many. */
static void trim_end(Phrase *p)
{
    if (!p->blank || p->broken)
        return;
    flush(p);
    assert(p->last && str_ends(p->last->text, S(" ")));
    p->last->text.n--;
    p->offset--;
    p->blank = false;
}

void phrase_close(Phrase *p)
{
    flush(p);
    trim_end(p);
    if (p->marked && p->m->anchors.n > 0 && p->last)
        append(p, RUN_TEXT, p->id);                                /* a place behind the last word */
    p->marked = false;
}

/* A run may begin at the beginning of a word only: what stands before it in the open run becomes a run of its own. */
void phrase_mark(Phrase *p, Str id)
{
    Str text = p->open ? buf_str(&p->text) : S("");
    ptrdiff_t word = text.n;
    while (word > 0 && text.s[word - 1] != ' ')
        word--;
    p->marked = true;
    if (p->open && word == 0) {
        Run *run = p->last;
        run->anchor = run->anchor.n ? str_format(p->m->a, "%.*s %.*s", STR(run->anchor), STR(id)) : id;
        return;
    }
    Str tail = str_from(text, word);
    p->text.n -= tail.n;
    p->offset -= utf8_count(tail);
    flush(p);
    compose_anchor(p->m, id);
    if (tail.n == 0)
        return;
    open_run(p, p->id);
    buf_put(&p->text, tail);
    p->offset += utf8_count(tail);
}

/* ---- one act an element */
void phrase_children(Phrase *p, const Node *n)
{
    for (const Node *c = tei_first(n); c; c = tei_next(c))
        phrase_node(p, c);
}

static void in_face(Phrase *p, const Node *n, Face face)
{
    Saved s = save(p);
    flush(p);
    p->face = face;
    phrase_children(p, n);
    restore(p, s);
}

static void italic(Phrase *p, const Node *n) { in_face(p, n, face_emphasis(p->face)); }

static void raised(Face *f, int thousandths)
{
    f->rise += f->size * thousandths / 1000;
    f->size = f->size * 7 / 10;
}

static void hi(Phrase *p, const Node *n)
{
    Face f = p->face;
    Str rest = tei_get(n, ATT_REND);
    if (rest.n == 0)
        f = face_emphasis(f);
    while (rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        if (str_eq(c.head, S("italic")))
            f = face_emphasis(f);
        else if (str_eq(c.head, S("bold")))
            f.cut |= CUT_BOLD;
        else if (str_eq(c.head, S("lead-in"))) {                  /* the source has capitals */
            f.features |= FEAT_SMCP | FEAT_C2SC;
            f.track = 40;
        } else if (str_starts(c.head, S("small")))
            f.features |= FEAT_SMCP;
        else if (str_starts(c.head, S("sup")))
            raised(&f, 350);
        else if (str_starts(c.head, S("sub")))
            raised(&f, -150);
        rest = c.tail;
    }
    in_face(p, n, f);
}

static void title(Phrase *p, const Node *n)
{
    Str level = tei_get(n, ATT_LEVEL);
    if (str_eq(level, S("a")) || str_eq(level, S("u")))
        phrase_children(p, n);
    else
        italic(p, n);
}

static void code(Phrase *p, const Node *n)
{
    Face f = p->face;
    f.size = f.family == FAMILY_MONO ? f.size : f.size * 86 / 100;
    f.family = FAMILY_MONO;
    f.features = FEAT_NOLIGA;
    f.hyphenate = false;
    Saved s = save(p);
    flush(p);
    p->node = compose_node(p->m, p->node, ROLE_CODE);
    in_face(p, n, f);
    restore(p, s);
}

/* Whoever speaks in the midst of another's paragraph is seen to be another. */
static void places(Phrase *p, const Node *seg);

static void seg(Phrase *p, const Node *n)
{
    if (str_eq(tei_get(n, ATT_TYPE), S("places"))) {
        places(p, n);
        return;
    }
    const Voice *v = book_voice(p->m->press->book, tei_get(n, ATT_RESP));
    const Face *voice = &p->m->press->design.looks[LOOK_VOICE].face;
    Face f = p->face;
    if (!v || !str_starts(v->kind, S("voice:")) || str_eq(v->kind, S("voice:author"))) {
        phrase_children(p, n);
        return;
    }
    f.family = voice->family;
    f.size = p->face.size < voice->size ? p->face.size : voice->size;
    in_face(p, n, f);
}

static bool all_digits(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n > 0;
}

/* Superior figures of the font; where it has none, small ones raised. */
static void superior(Phrase *p)
{
    const Font *font = style_of(p->m->press, p->face, p->lang)->font;
    p->face.features &= ~(unsigned)(FEAT_ONUM | FEAT_LNUM | FEAT_SMCP | FEAT_C2SC);
    if (font_has(font, "sups"))
        p->face.features |= FEAT_SUPS;
    else
        raised(&p->face, 330);
}

/* A call stands close to the word before it; a blank that the source has between comes after it. */
static void call(Phrase *p, const Node *n)
{
    Str number = str_trim(tei_reading_all(p->m->a, n)), sign = apparatus_shown(p->m, n);
    Str shown = sign.n ? sign : number;
    bool after_blank = p->blank, owed = p->owed;
    trim_end(p);
    flush(p);
    Saved s = save(p);
    p->face.cut &= ~CUT_ITALIC;
    if (all_digits(shown))
        superior(p);
    else if (str_starts(shown, S("[")))                            /* an editor's: fonts have no superior brackets */
        raised(&p->face, 330);
    p->face.hyphenate = false;
    p->node = compose_node(p->m, compose_node(p->m, p->node, ROLE_REFERENCE), ROLE_LINK);
    p->link = tei_get(n, ATT_TARGET);
    p->describe = str_format(p->m->a, "note %.*s", STR(shown));
    compose_anchor(p->m, tei_get(n, ATT_ID));
    p->glue = p->last != NULL;
    Run *run = append(p, RUN_TEXT, (Str){0});
    run->text = shown;
    run->foot = apparatus_called(p->m, n, s.node);
    restore(p, s);
    p->owed = owed || after_blank;
    p->begun = true;
}

static Wish wish_of(const Node *ref)
{
    return (Wish){str_from(tei_get(ref, ATT_TARGET), 1), -1, str_eq(tei_get(ref, ATT_SUBTYPE), S("line"))};
}

static void want_all(Maker *m, const Node *ref)
{
    Str id = str_from(tei_get(ref, ATT_TARGET), 1), rest = tei_get(ref, ATT_N);
    if (m->press->built)
        return;
    if (rest.n == 0)
        flow_wants(m, (Wish){id, -1, false});
    while (rest.n > 0) {
        Cut c = str_cut(rest, ' ');
        flow_wants(m, (Wish){id, (ptrdiff_t)str_number(c.head).value, false});
        rest = c.tail;
    }
}

static Str label_of(Maker *m, Wish w)
{
    Str label = pages_label(m->known, w.id);
    return w.line && label.n ? str_format(m->a, "%.*s.%d", STR(label), pages_line(m->known, w.id)) : label;
}

/* The page of a place, from the last pass; before the first a guess of the usual width. */
static void page(Phrase *p, const Node *n)
{
    Maker *m = p->m;
    if (m->at_foot)                                                /* it is this one */
        return;
    Wish wish = wish_of(n);
    flow_wants(m, wish);
    Str label = label_of(m, wish);
    Saved s = save(p);
    if (p->owed)
        put_blank(p);
    if (p->noted) {
        put_blank(p);
        phrase_fill(p, S(""));
        phrase_space(p, p->face.size);
    }
    flush(p);
    p->node = compose_node(m, compose_node(m, p->node, ROLE_LINK), ROLE_LBL);
    p->link = tei_get(n, ATT_TARGET);
    p->describe = str_format(m->a, "page %.*s", STR(label));
    if (p->noted) {
        p->face.size = p->face.size * 9 / 10;
        p->face.cut |= CUT_ITALIC;
    }
    label = label.n ? str_copy(m->a, label) : S("00");
    append(p, RUN_TEXT, (Str){0})->text = p->noted ? str_format(m->a, "p.\u00a0%.*s", STR(label)) : label;
    restore(p, s);
    p->begun = true;
    p->blank = p->broken = false;
}

/* The pages that an index names.  Each place has a node, for no pass knows how many ranges the next one makes of them;
   nodes that stay empty are not written. */
static void places(Phrase *p, const Node *seg)
{
    enum { GUESS = 12 };
    Maker *m = p->m;
    Folio *list = NULL;
    ptrdiff_t n = spots_read(m->a, seg, m->known, &list), at = 0;
    Saved s = save(p);
    if (p->owed)
        put_blank(p);
    if (!m->known && n > GUESS)
        n = GUESS;
    for (const Node *ref = tei_first(seg); ref; ref = tei_next(ref), at++) {
        want_all(m, ref);
        Struct *home = compose_node(m, s.node, ROLE_LINK);
        if (at >= n)
            continue;
        if (at > 0)
            phrase_add(p, S(", "));
        flush(p);
        p->node = home;
        p->link = tei_get(list[at].ref, ATT_TARGET);
        p->describe = str_format(m->a, "page %.*s", STR(list[at].words));
        phrase_add(p, list[at].words);
        restore(p, s);
    }
}

static void link(Phrase *p, const Node *n)
{
    Str target = tei_get(n, ATT_TARGET);
    compose_anchor(p->m, tei_get(n, ATT_ID));
    if (!str_starts(target, S("#")) && str_find(target, S(":")) < 0) {
        phrase_children(p, n);
        return;
    }
    Saved s = save(p);
    flush(p);
    p->node = compose_node(p->m, p->node, ROLE_LINK);
    p->link = target;
    p->describe = str_starts(target, S("#")) ? tei_reading(p->m->a, n) : target;
    phrase_children(p, n);
    restore(p, s);
}

/* The number stands in the margin of its note; the blank after it is that distance. */
static void hang_number(Phrase *p, const Run *number)
{
    Sp rest = -p->block->first - type_width(p->m->press->setter, number);
    phrase_space(p, rest > PT(3) ? rest : PT(3));
    p->offset++;
    p->blank = p->broken = true;
}

/* The number of a note, which leads back to its call; alone at the head of a note it stands clear of the words. */
static void back(Phrase *p, const Node *n)
{
    bool first = !p->begun;
    compose_anchor(p->m, tei_get(n, ATT_ID));
    Saved s = save(p);
    if (p->owed)
        put_blank(p);
    flush(p);
    if (first)
        p->node = compose_node(p->m, p->node, ROLE_LBL);
    p->node = compose_node(p->m, p->node, ROLE_LINK);
    p->link = tei_get(n, ATT_TARGET);
    Str sign = first ? p->m->sign : S(""), number = tei_reading(p->m->a, n);
    p->describe = str_format(p->m->a, "back to the call of note %.*s", STR(sign.n ? sign : number));
    Run *before = p->last;
    if (sign.n) {
        phrase_add(p, sign);
        p->offset += utf8_count(number);
    } else {
        phrase_children(p, n);
    }
    restore(p, s);
    if (first && p->noted)
        hang_number(p, before ? before->next : p->block->runs);
}

static void ref(Phrase *p, const Node *n)
{
    Str type = tei_get(n, ATT_TYPE);
    if (str_eq(type, S("note")))
        call(p, n);
    else if (str_eq(type, S("page")))
        page(p, n);
    else if (str_eq(type, S("back")))
        back(p, n);
    else
        link(p, n);
}

/* A break that is shown counts as the blank that the reading text has there. */
static void break_line(Phrase *p)
{
    if (!p->begun)
        return;
    if (p->blank && !p->broken)
        trim_end(p);
    flush(p);
    append(p, RUN_BREAK, (Str){0});
    p->offset += !p->broken;
    p->blank = p->broken = true;
}

static void lb(Phrase *p, const Node *n)
{
    if (p->coded || str_eq(tei_get(n, ATT_REND), S("break")))
        break_line(p);
    else if (!str_eq(tei_get(n, ATT_BREAK), S("no")))
        put_blank(p);
}

static void anchor(Phrase *p, const Node *n)
{
    flush(p);
    compose_anchor(p->m, tei_get(n, ATT_ID));
}

static void nothing(Phrase *p, const Node *n)
{
    (void)p;
    (void)n;
}

typedef void Act(Phrase *, const Node *);
static Act *const acts[TEI_MAX] = {
    [TEI_HI] = hi,
    [TEI_EMPH] = italic,
    [TEI_FOREIGN] = italic,
    [TEI_TITLE] = title,
    [TEI_STAGE] = italic,
    [TEI_CODE] = code,
    [TEI_SEG] = seg,
    [TEI_REF] = ref,
    [TEI_GAP] = nothing,
    [TEI_LB] = lb,
    [TEI_PB] = anchor,
    [TEI_ANCHOR] = anchor,
    [TEI_G] = nothing,
    [TEI_NOTE] = nothing,
};

static void in_language(Phrase *p, const Node *n, Str lang)
{
    Saved s = save(p);
    flush(p);
    p->lang = lang;
    p->node = compose_node(p->m, p->node, ROLE_SPAN);
    p->node->lang = lang;
    Act *act = acts[tei_tag(n)];
    (act ? act : phrase_children)(p, n);
    restore(p, s);
}

/* What an editor did bears an id where the list of emendations names it. */
static bool is_edited(Tag t)
{
    return t == TEI_CHOICE || t == TEI_SURPLUS || t == TEI_SUPPLIED || t == TEI_UNCLEAR || t == TEI_GAP;
}

void phrase_node(Phrase *p, const Node *n)
{
    Tag tag = tei_tag(n);
    if (tag == TEI_CHARS) {
        phrase_chars(p, tei_content(n));
        return;
    }
    if (tag == TEI_NONE)
        return;
    if (is_edited(tag) && tei_get(n, ATT_ID).n > 0)
        phrase_mark(p, tei_get(n, ATT_ID));
    if (tei_kind(tag) & KIND_OMITTED)
        return;
    Str lang = tei_get(n, ATT_LANG);
    Act *act = acts[tag];
    if (lang.n && !str_eq(lang, p->lang))
        in_language(p, n, lang);
    else
        (act ? act : phrase_children)(p, n);
}
