/* phrase.c - the words of one block in, its runs out: white space collapsed, capitals and French spaces set well. */
#include "print/inside.h"
#include <assert.h>

PhraseManner phrase_manner(const Phrase *p)
{
    return (PhraseManner){p->face, p->node, p->lang, p->link, p->describe};
}

void phrase_flush(Phrase *p)
{
    if (p->open)
        p->last->text = buf_str(&p->text);
    p->open = false;
}

void phrase_restore(Phrase *p, PhraseManner s)
{
    phrase_flush(p);
    p->face = s.face;
    p->node = s.node;
    p->lang = s.lang;
    p->link = s.link;
    p->describe = s.describe;
}

Run *phrase_append(Phrase *p, RunKind kind, Str id)
{
    Maker *m = p->m;
    Run *run = new(m->a, Run, 1);
    *run = (Run){.kind = kind, .style = style_of(m->press, p->face, p->lang), .node = p->node,
        .block = id, .offset = p->offset, .link = p->link, .describe = p->describe, .glue_before = p->glue,
        .at = p->block->at};
    if (kind == RUN_TEXT && m->anchors.n > 0) {                    /* white is no place to lead to */
        run->anchor = str_copy(m->a, buf_str(&m->anchors));
        m->anchors.n = 0;
    }
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

static void open_run(Phrase *p, Str id)
{
    if (p->open)
        return;
    phrase_append(p, RUN_TEXT, id);
    p->text = buf_new(p->m->a);
    p->open = true;
}

/* Bytes of the blank that ends a text: one of its own width stands there as it is, any other as U+0020. */
static ptrdiff_t last_blank(Str text)
{
    ptrdiff_t at = text.n;
    while (at > 0 && ((unsigned char)text.s[--at] & 0xC0) == 0x80)
        continue;
    ptrdiff_t from = at;
    uint32_t c = at < text.n ? utf8_next(text, &at) : UNI_NONE;
    return c == ' ' || uni_is_quad(c) ? text.n - from : 0;
}

static void put_blank(Phrase *p, Str blank)
{
    if (!p->begun || p->blank)
        return;
    open_run(p, p->id);
    if (blank.n == 1)
        buf_byte(&p->text, ' ');
    else
        buf_put(&p->text, blank);
    p->offset++;
    p->blank = true;
    p->owed = false;
}

void phrase_blank(Phrase *p)
{
    put_blank(p, S(" "));
}

static void put_chars(Phrase *p, Str chars, ptrdiff_t scalars)
{
    open_run(p, p->id);
    buf_put(&p->text, chars);
    p->offset += scalars;
    p->begun = true;
    p->blank = p->broken = false;
}

/* Capitals in a row become small ones. */
static bool lowers_capitals(const Phrase *p)
{
    return p->acronyms && !(p->face.features & FEAT_SMCP) && p->face.family != FAMILY_MONO;
}

static void put_word(Phrase *p, Str piece, ptrdiff_t scalars)
{
    ptrdiff_t at = 0, n = lowers_capitals(p) ? letters_acronym(piece, &at) : 0;
    if (n == 0) {
        put_chars(p, piece, scalars);
        return;
    }
    Str head = str_sub(piece, 0, at), caps = str_sub(piece, at, n), tail = str_from(piece, at + n);
    if (head.n)
        put_chars(p, head, utf8_count(head));
    PhraseManner s = phrase_manner(p);
    phrase_flush(p);
    p->face.features |= FEAT_SMCP | FEAT_C2SC;
    p->face.track += 30;
    put_chars(p, caps, utf8_count(caps));
    phrase_restore(p, s);
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
    phrase_flush(p);
    Str *text = &p->last->text;
    ptrdiff_t blank = last_blank(*text);
    if (blank == 0)
        return;
    *text = str_format(p->m->a, "%.*s%.*s", STR(str_sub(*text, 0, text->n - blank)), STR(space));
    p->glue = true;
    p->blank = false;
}

static void put_space(Phrase *p, Str space)
{
    phrase_flush(p);
    p->glue = true;
    open_run(p, (Str){0});
    buf_put(&p->text, space);
    phrase_flush(p);
    p->glue = true;
}

static void put_french(Phrase *p, Str piece, ptrdiff_t scalars)
{
    Str rest = str_starts(piece, S("«")) ? str_from(piece, 2) : S("");
    bool after = p->open && p->blank && str_ends(buf_str(&p->text), S("« "));
    ptrdiff_t at = letters_signs(piece, p->lang);
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

/* One word, in its parts.  Gives its bytes. */
static ptrdiff_t put_piece(Phrase *p, Str s, bool french)
{
    ptrdiff_t end = 0;
    while (end < s.n && letters_space(s, end) == 0)
        end++;
    Str piece = str_sub(s, 0, end);
    if (french)
        put_french(p, piece, utf8_count(piece));
    else
        put_word(p, piece, utf8_count(piece));
    return end;
}

/* Words that are set as they are, else the next word.  Gives their bytes. */
static ptrdiff_t put_words(Phrase *p, Str s)
{
    if (p->owed)
        phrase_blank(p);
    bool french = letters_french(p->lang) && !p->coded;
    Words even = french || p->owed ? (Words){0} : letters_even(s, lowers_capitals(p));
    if (even.bytes == 0)
        return put_piece(p, s, french);
    put_chars(p, str_sub(s, 0, even.bytes), even.scalars);
    return even.bytes;
}

void phrase_chars(Phrase *p, Str s)
{
    while (s.n > 0) {
        ptrdiff_t next = 0, done = letters_space(s, 0);
        if (done > 0)
            put_blank(p, uni_is_quad(utf8_next(s, &next)) ? str_sub(s, 0, done) : S(" "));
        else
            done = put_words(p, s);
        s = str_from(s, done);
    }
}

void phrase_add(Phrase *p, Str words)
{
    if (p->owed)
        phrase_blank(p);
    phrase_flush(p);
    open_run(p, (Str){0});
    buf_put(&p->text, words);
    phrase_flush(p);
    p->begun = true;
    p->blank = p->broken = false;
}

/* White of a fixed width says a blank, where none stands before it: who hears the text hears its words apart. */
void phrase_space(Phrase *p, Sp width)
{
    phrase_flush(p);
    Run *run = phrase_append(p, RUN_SPACE, (Str){0});
    run->width = width;
    run->text = p->blank ? S("") : S(" ");
    p->blank = p->broken = true;
}

void phrase_fill(Phrase *p, Str leader)
{
    if (!p->blank)
        phrase_space(p, 0);
    phrase_flush(p);
    phrase_append(p, RUN_FILL, (Str){0})->text = leader;
    p->broken = true;
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

void phrase_trim(Phrase *p)
{
    if (!p->blank || p->broken)
        return;
    phrase_flush(p);
    assert(p->last && last_blank(p->last->text) > 0);
    p->last->text.n -= last_blank(p->last->text);
    p->offset--;
    p->blank = false;
}

void phrase_close(Phrase *p)
{
    phrase_flush(p);
    phrase_trim(p);
    if (p->marked && p->m->anchors.n > 0 && p->last)
        phrase_append(p, RUN_TEXT, p->id);                         /* a place behind the last word */
    p->marked = false;
}

/* A run may begin at the beginning of a word only: what stands before it in the open run becomes a run of its own. */
void phrase_mark(Phrase *p, Str id)
{
    Str text = p->open ? buf_str(&p->text) : S("");
    ptrdiff_t word = text.n;
    while (word > 0 && last_blank(str_sub(text, 0, word)) == 0)
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
    phrase_flush(p);
    compose_anchor(p->m, id);
    if (tail.n == 0)
        return;
    open_run(p, p->id);
    buf_put(&p->text, tail);
    p->offset += utf8_count(tail);
}
