/* judge.c - a manuscript judged at a glance, by the models of the schema (model.c).  Each element is judged by itself:
   its attributes, and in what order its children stand.  It says "right" only where the schema does so by RELAX NG's
   own words; the rest, and all that is wrong, is left to the library.  Not judged here: that an id stands once
   (schema.c). */
#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>

/* ---- values at a glance */

static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_alnum(char c) { return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/* A name of ASCII. */
static bool is_name(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!(i ? is_alnum(s.s[i]) : is_alpha(s.s[i])))
            return false;
    return s.n > 0;
}

/* A file and a place in it, of the simplest characters of RFC 3986. */
static bool is_pointer(Str s)
{
    int hashes = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        hashes += s.s[i] == '#';
        if (!is_alnum(s.s[i]) && s.s[i] != '#' && s.s[i] != '=' && s.s[i] != ',')
            return false;
    }
    return s.n > 0 && hashes <= 1;
}

static bool is_plain(Ease e, Str value)
{
    if (e == HARD || e == FREE)
        return e == FREE;
    if (e == NAME)
        return is_name(value);
    for (Cut c = {.tail = value, .ok = true}; c.ok;) {
        c = str_cut(c.tail, ' ');
        if (!(e == NAMES ? is_name(c.head) : is_pointer(c.head)))
            return false;
    }
    return true;
}

/* ---- values by their patterns, of which the library knows the types */

static bool has_facet(const xmlNode *param, const char *value)
{
    if (!str_eq(tei_xml_value(param, "name"), S("pattern")) || !param->children)
        return false;
    xmlRegexp *re = xmlRegexpCompile(param->children->content);
    bool right = re && xmlRegexpExec(re, bytes_of(value)) == 1;
    xmlRegFreeRegexp(re);
    return right;
}

static bool has_type(const xmlNode *data, const char *value)
{
    xmlSchemaType *type = xmlSchemaGetPredefinedType(bytes_of(tei_data_type(data).s),
        bytes_of("http://www.w3.org/2001/XMLSchema"));
    bool right = type && xmlSchemaValPredefTypeNodeNoNorm(type, bytes_of(value), NULL, NULL) == 0;
    for (const xmlNode *n = data->children; n && right; n = n->next)
        right = tei_is_pattern(n, S("param")) && has_facet(n, value);
    return right;
}

static bool fits(Arena *, const xmlNode *, const char *value);

static bool fits_some(Arena *a, const xmlNode *choice, const char *value)
{
    for (const xmlNode *n = choice->children; n; n = n->next)
        if (fits(a, n, value))
            return true;
    return false;
}

/* What a list holds more than once: it alone is there. */
static bool fit_all(Arena *a, const xmlNode *n, const char *values)
{
    ptrdiff_t count = 0;
    if (!tei_is_pattern(n, S("oneOrMore")) || n->next || !n->children || n->children->next)
        return false;
    for (Str rest = str_of(values); rest.n;) {
        ptrdiff_t end = (ptrdiff_t)strcspn(rest.s, " \t\r\n");
        if (end && !fits(a, n->children, str_z(a, str_sub(rest, 0, end))))
            return false;
        count += end > 0;
        rest = str_from(rest, end + 1);
    }
    return count > 0;
}

/* A choice, a word, a type or a list of one of them: more does not stand in an attribute of our schema. */
static bool fits(Arena *a, const xmlNode *n, const char *value)
{
    if (tei_is_pattern(n, S("choice")))
        return fits_some(a, n, value);
    if (tei_is_pattern(n, S("value")))
        return !n->properties && n->children && str_eq(str_x(n->children->content), str_of(value));
    if (tei_is_pattern(n, S("list")))
        return n->children && fit_all(a, n->children, value);
    return tei_is_pattern(n, S("data")) && has_type(n, value);
}

/* ---- elements */

static bool has_right_values(Arena *a, const Model *m, const Node *n)
{
    uint64_t there = 0;
    for (const Value *v = n->values; v; v = v->next) {
        const xmlNode *pattern = v->att < ATT_MAX ? m->values[v->att] : NULL;
        if (!pattern || !(is_plain(m->ease[v->att], (Str){v->s, v->n}) || fits(a, pattern, v->s)))
            return false;
        there |= (uint64_t)1 << v->att;
    }
    return (m->must & ~there) == 0;
}

/* The places of the content where a node may stand that comes after those. */
static uint32_t step(const Model *m, uint32_t places, const Node *n)
{
    uint32_t next = 0;
    for (; places; places &= places - 1)
        next |= m->after[__builtin_ctz(places)];
    return next & m->at[n->name < TEI_MAX ? n->name : TEI_NONE];
}

/* White space between elements counts for nothing, and where it is text it might as well not be there. */
static bool has_right_content(const Model *m, const Node *first)
{
    uint32_t places = 1;
    for (const Node *n = first; n && places; n = n->next)
        if (!is_chars(n) || !tei_is_blank(n))
            places = step(m, places, n);
    return (places & m->ends) != 0;
}

static bool is_right(Arena *a, const Model *m, const Node *n)
{
    return !m->hard && has_right_values(a, m, n) && has_right_content(m, n->first);
}

bool tei_is_right(Arena *a, const Model *models, const Tree *t)
{
    _Static_assert(ATT_MAX <= 64, "a set of attributes fits a word");
    Mark mark = arena_mark(a);
    bool right = !models->hard && has_right_content(models, &t->root);
    for (const Node *n = &t->root; n && right; n = tei_walk(n, NULL))
        right = is_chars(n) || (n->name < TEI_MAX && is_right(a, &models[n->name], n));
    arena_rewind(a, mark);
    return right;
}
