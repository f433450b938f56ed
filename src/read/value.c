/* value.c - a single value of book.yaml in, its place in a struct out, once it has the form its field must have. */
#include "read/configin.h"
#include "type/type.h"

void value_bad(Reader *r, const Value *v, const char *why)
{
    bool shown = v->kind == VALUE_TEXT && v->text.n <= 80;
    Str text = shown ? v->text : S("");
    diag(r->d, CONFIG_BAD_VALUE, v->at, "'%.*s'%s%.*s%s %s", STR(v->key), shown ? " is '" : "", STR(text),
        shown ? "':" : "", why);
}

const Value *value_child(const Value *map, const char *name)
{
    for (const Value *v = map->first; v; v = v->next)
        if (str_eq(v->key, str_of(name)))
            return v;
    return NULL;
}

bool value_given(const Value *map, const char *name)
{
    const Value *v = value_child(map, name);
    return v && v->kind != VALUE_EMPTY;
}

bool value_is_map(Reader *r, const Value *v)
{
    if (v->kind != VALUE_MAP)
        value_bad(r, v, "this must be a group of fields, each 'name: value'");
    return v->kind == VALUE_MAP;
}

bool value_is_list(Reader *r, const Value *v)
{
    if (v->kind != VALUE_LIST)
        value_bad(r, v, "this must be a list, each entry after '- '");
    return v->kind == VALUE_LIST;
}

/* ---- words */

/* One line, whatever way it was folded. */
Str value_plain(Reader *r, const Value *v)
{
    if (v->kind != VALUE_TEXT) {
        value_bad(r, v, "this must be a single value");
        return (Str){0};
    }
    for (ptrdiff_t at = 0; at < v->text.n;)
        if (uni_is_control(utf8_next(v->text, &at))) {
            value_bad(r, v, "a control character is in it");
            return (Str){0};
        }
    Str s = uni_space(r->a, v->text);
    if (s.n == 0)
        value_bad(r, v, "nothing but blanks is in it");
    return s;
}

void value_line(Reader *r, const Value *v, const Field *f, void *to)
{
    *(Str *)field_slot(f, to) = value_plain(r, v);
}

void value_checked(Reader *r, const Value *v, const Field *f, void *to, bool (*right)(Str), const char *why)
{
    Str s = value_plain(r, v);
    if (s.n && right(s))
        *(Str *)field_slot(f, to) = s;
    else if (s.n)
        value_bad(r, v, why);
}

void value_date(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_date, "a date is 1937, 1937-01 or 1937-01-23");
}

void value_span(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_span, "a date is 1937, 1937-01 or 1937-01-23, or two of them as in 1936/1938");
}

void value_moment(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_moment, "a moment is a date or 1937-01-23T12:00:00Z");
}

void value_lang(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_lang, "a language is a BCP 47 tag such as en, de-AT or zh-Hant");
}

void value_design(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_name, "a design is named by small letters, digits and hyphens");
}

void value_role(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_role, "a role is a MARC relator code such as aut, edt, trl or ill");
}

bool value_word_of(Reader *r, const Value *v, const Field *f, Str *s)
{
    *s = value_plain(r, v);
    if (s->n == 0 || fact_in(*s, f->words))
        return s->n > 0;
    value_bad(r, v, str_z(r->a, str_format(r->a, "the choice is: %s", f->words)));
    return false;
}

void value_word(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    if (value_word_of(r, v, f, &s))
        *(Str *)field_slot(f, to) = s;
}

/* One of two words: whether it is the second. */
void value_kind(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    if (value_word_of(r, v, f, &s))
        *(bool *)field_slot(f, to) = str_eq(s, str_cut(str_of(f->words), ' ').tail);
}

void value_status(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    *(bool *)field_slot(f, to) = value_word_of(r, v, f, &s) && str_eq(s, S("cleared"));
}

void value_inside(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = value_plain(r, v);
    if (s.n && path_is_inside(s))
        *(Str *)field_slot(f, to) = s;
    else if (s.n)
        diag(r->d, PATH_OUTSIDE, v->at, "'%.*s' is '%.*s'", STR(v->key), STR(s));
}

/* ---- measures of the press */

void value_name(Reader *r, const Value *v, const Field *f, void *to)
{
    value_checked(r, v, f, to, fact_is_name, "a name is written in small letters, digits and hyphens");
    Config *c = to;
    *(f->at == offsetof(Config, print.vendor) ? &c->print.vendor_at : &c->print.paper_at) = v->at;
}

/* What is judged later, at its place. */
void value_placed(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    value_line(r, v, f, to);
    *(f->at == offsetof(Config, certified_by) ? &c->certified_at : &c->print.condition_at) = v->at;
}

void value_length(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = value_plain(r, v);
    Length l = length_read(s);
    if (l.ok && l.value > length_read(str_of(f->words)).value)
        value_bad(r, v, str_z(r->a, str_format(r->a, "this is %s at most", f->words)));
    else if (l.ok)
        *(Sp *)field_slot(f, to) = l.value;
    else if (s.n)
        value_bad(r, v, "a length is 12mm, 0.5in or 36pt");
    if (f->at == offsetof(Config, print.gutter))
        ((Config *)to)->print.gutter_at = v->at;
}

void value_spine(Reader *r, const Value *v, const Field *f, void *to)
{
    Config *c = to;
    c->print.spine_at = v->at;
    c->print.reckoned = v->kind == VALUE_TEXT && str_eq(v->text, S("reckoned"));
    if (!c->print.reckoned)
        value_length(r, v, f, to);
}

void value_yes(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s;
    *(bool *)field_slot(f, to) = value_word_of(r, v, f, &s) && str_eq(s, S("yes"));
}

/* ---- identifiers */

/* An ISBN becomes its 13 digits; anything else must be a URI. */
static Str identifier(Reader *r, const Value *v)
{
    Str s = value_plain(r, v), digits = fact_like_isbn(s) ? fact_isbn(r->a, s) : (Str){0};
    if (s.n == 0 || digits.n)
        return digits;
    if (fact_like_isbn(s))
        value_bad(r, v, "the check digit or the number of digits of an ISBN is wrong");
    else if (fact_is_uri(s))
        return s;
    else
        value_bad(r, v, "an identifier is an ISBN or a URI such as urn:uuid:…");
    return (Str){0};
}

void value_identifier(Reader *r, const Value *v, const Field *f, void *to)
{
    Str s = identifier(r, v);
    if (s.n)
        *(Str *)field_slot(f, to) = fact_like_isbn(s) ? str_format(r->a, "urn:isbn:%.*s", STR(s)) : s;
}

void value_edition_id(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    Config *c = to;
    Str s = identifier(r, v);
    for (int i = 0; i < c->nids; i++)
        if (s.n && str_eq(c->ids[i].id, s)) {
            value_bad(r, v, "another edition has it already");
            return;
        }
    if (s.n)
        c->ids[c->nids++] = (Identifier){v->key, s, v->at};
}
