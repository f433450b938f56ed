/* model.c - the schema as judge.c asks it: a model for each element.  What may stand in the element is a set of places
   with names, and for each place those which may come next (Glushkov's automaton): a way through the content goes from
   the beginning, which is place 0, to a place where it may end.  All names of a choice share a place; characters have
   one which may come again and be passed over, as in RELAX NG <text/> stands for any number of pieces.
   Only those patterns are read of which our schema consists.  A model that has another one is hard: it proves nothing,
   and the library judges. */
#include "tei/tei.h"
#include "tei/inside.h"

typedef uint32_t Places;                                           /* bit by bit */
typedef struct { const xmlNode *at, *element; Tag tag; } Define;   /* element: NULL where it is a set of others */
typedef struct { Model *m; const Table *defines; const xmlNs *ns; int places; } Reader;
/* A piece of content: where it begins, where it ends, whether it may be nothing. */
typedef struct { Places first, last; bool none; } Part;

static Str name_of(const xmlNode *n) { return tei_xml_value(n, "name"); }
static const xmlNode *next_of(const xmlNode *n) { return n ? xmlNextElementSibling((xmlNode *)(uintptr_t)n) : NULL; }
static const xmlNode *inner(const xmlNode *n) { return n ? xmlFirstElementChild((xmlNode *)(uintptr_t)n) : NULL; }

bool tei_is_pattern(const xmlNode *n, Str name)
{
    return n && n->type == XML_ELEMENT_NODE && str_eq(str_x(n->name), name);
}

/* The one pattern within; NULL where there are more. */
static const xmlNode *only(const xmlNode *n) { return n && !next_of(inner(n)) ? inner(n) : NULL; }

static bool is(const xmlNode *n, Str name) { return tei_is_pattern(n, name); }

static Tag tag_named(Str name)
{
    Tag t = TEI_MAX;
    while (--t > TEI_CHARS && !str_eq(str_of(tei_name(t)), name))
        continue;
    return t > TEI_CHARS ? t : TEI_NONE;
}

/* It is of RELAX NG, and neither has a namespace or a library of types for itself nor is put together with others. */
static bool is_plain(const Reader *r, const xmlNode *n)
{
    for (const xmlAttr *p = n->properties; p; p = p->next)
        if (!str_eq(str_x(p->name), S("name")))
            return false;
    return n->ns == r->ns;
}

static Part hard(Reader *r)
{
    r->m->hard = true;
    return (Part){0};
}

/* ---- attributes */

Str tei_data_type(const xmlNode *n)
{
    const xmlAttr *type = is(n, S("data")) ? n->properties : NULL;
    return type && !type->next ? tei_xml_value(n, "type") : S("");
}

/* How the common kinds of values are seen to be right at a glance. */
static Ease ease_of(const xmlNode *value)
{
    bool list = is(value, S("list")) && is(only(value), S("oneOrMore"));
    value = list ? only(only(value)) : value;
    if (is(value, S("text")) && !list)
        return FREE;
    if (!value || value->children)
        return HARD;
    Str type = tei_data_type(value);
    if (list)
        return str_eq(type, S("anyURI")) ? POINTERS : HARD;
    if (str_eq(type, S("ID")) || str_eq(type, S("NMTOKEN")))
        return NAME;
    return str_eq(type, S("NMTOKENS")) ? NAMES : HARD;
}

static Part attribute(Reader *r, const xmlNode *n, bool must)
{
    Att att = tei_att_named(name_of(n));
    const xmlNode *value = only(n);
    if (!is_plain(r, n) || !att || !value || r->m->values[att])
        return hard(r);
    r->m->values[att] = value;
    r->m->ease[att] = ease_of(value);
    r->m->must |= (uint64_t)must << att;
    return (Part){.none = true};
}

/* ---- content */

static void link(Model *m, Places from, Places to)
{
    for (; from; from &= from - 1)
        m->after[__builtin_ctz(from)] |= to;
}

static Places new_place(Reader *r)
{
    if (r->places == PLACES_MAX)
        hard(r);
    return (Places)1 << (r->places < PLACES_MAX ? r->places++ : 0);
}

static Part characters(Reader *r)
{
    Places p = new_place(r);
    r->m->at[TEI_CHARS] |= p;
    link(r->m, p, p);
    return (Part){p, p, true};
}

static Part read(Reader *, const xmlNode *, bool always);

static Part row(Reader *r, const xmlNode *outer, bool always)
{
    Part all = {.none = true};
    for (const xmlNode *n = inner(outer); n; n = next_of(n)) {
        Part p = read(r, n, always);
        link(r->m, all.last, p.first);
        all.first |= all.none ? p.first : 0;
        all.last = p.last | (p.none ? all.last : 0);
        all.none = all.none && p.none;
    }
    return all;
}

/* names: the place of all names of the choice, or 0 as long as it has none. */
static void add_choices(Reader *r, const xmlNode *outer, Part *all, Places *names)
{
    for (const xmlNode *n = inner(outer); n; n = next_of(n)) {
        const Define *d = is(n, S("ref")) && is_plain(r, n) ? table_find(r->defines, name_of(n)) : NULL;
        if (d && d->element) {
            *names = *names ? *names : new_place(r);
            r->m->at[d->tag] |= *names;
        } else if (d && is(only(d->at), S("choice"))) {
            add_choices(r, only(d->at), all, names);
        } else {
            Part p = read(r, n, false);
            *all = (Part){all->first | p.first, all->last | p.last, all->none || p.none};
        }
    }
}

static Part choice(Reader *r, const xmlNode *n)
{
    Part all = {0};
    Places names = 0;
    add_choices(r, n, &all, &names);
    return (Part){all.first | names, all.last | names, all.none};
}

static Part repeated(Reader *r, const xmlNode *n, bool many, bool none)
{
    Part p = row(r, n, false);
    if (many)
        link(r->m, p.last, p.first);
    return (Part){p.first, p.last, p.none || none};
}

static Part reference(Reader *r, const xmlNode *n, bool always)
{
    const Define *d = table_find(r->defines, name_of(n));
    if (!d)
        return hard(r);
    if (!d->element)
        return row(r, d->at, always);
    Places p = new_place(r);
    r->m->at[d->tag] |= p;
    return (Part){p, p, false};
}

/* always: it is no matter of choice, so that an attribute must be there. */
static Part read(Reader *r, const xmlNode *n, bool always)
{
    if (!is_plain(r, n))
        return hard(r);
    if (is(n, S("ref")))
        return reference(r, n, always);
    if (is(n, S("attribute")) && always)
        return attribute(r, n, true);
    if (is(n, S("optional")) && is(only(n), S("attribute")) && always)
        return attribute(r, only(n), false);
    if (is(n, S("choice")))
        return choice(r, n);
    if (is(n, S("group")))
        return row(r, n, always);
    if (is(n, S("optional")) || is(n, S("zeroOrMore")) || is(n, S("oneOrMore")))
        return repeated(r, n, !is(n, S("optional")), !is(n, S("oneOrMore")));
    if (is(n, S("text")))
        return characters(r);
    return is(n, S("empty")) ? (Part){.none = true} : hard(r);
}

static void read_model(Reader *r, Model *m, const xmlNode *n, bool element)
{
    r->m = m;
    r->places = 1;
    Part p = row(r, n, element);
    m->after[0] = p.first;
    m->ends = p.last | p.none;
}

/* ---- the schema */

/* What stands under a name of the schema.  An element of ours must be all of it, and have no other define. */
static const Define *define_of(Arena *a, Reader *r, const xmlNode *n, const Define *before)
{
    const xmlNode *kid = inner(n);
    Define *d = new(a, Define, 1);
    *d = (Define){.at = n, .tag = is(kid, S("element")) ? tag_named(name_of(kid)) : TEI_NONE};
    if (before || !is_plain(r, n))
        return NULL;
    if (d->tag && is_plain(r, kid) && !next_of(kid))
        d->element = kid;
    return d;
}

/* NULL where something else stands there than definitions of ours. */
static const Table *defines_of(Arena *a, Reader *r, const xmlNode *grammar)
{
    Table *defines = table_new(a);
    bool taken[TEI_MAX] = {0};
    for (const xmlNode *n = inner(grammar); n; n = next_of(n)) {
        if (is(n, S("start")) && is_plain(r, n))
            continue;
        const Define *d = is(n, S("define")) ? define_of(a, r, n, table_find(defines, name_of(n))) : NULL;
        if (!d || (d->element && taken[d->tag]))
            return NULL;
        taken[d->tag] = true;
        table_put(defines, name_of(n), (void *)(uintptr_t)d);
    }
    return defines;
}

static bool is_ours(const xmlNode *grammar)
{
    return is(grammar, S("grammar")) && grammar->ns &&
        str_eq(str_x(grammar->ns->href), S("http://relaxng.org/ns/structure/1.0")) &&
        str_eq(tei_xml_value(grammar, "ns"), S(TEI_NAMESPACE)) &&
        str_eq(tei_xml_value(grammar, "datatypeLibrary"), S("http://www.w3.org/2001/XMLSchema-datatypes"));
}

const Model *tei_models(Arena *a, const xmlDoc *schema)
{
    const xmlNode *grammar = xmlDocGetRootElement((xmlDoc *)(uintptr_t)schema);
    Model *models = new(a, Model, TEI_MAX);
    Reader r = {.ns = grammar ? grammar->ns : NULL};
    r.defines = is_ours(grammar) ? defines_of(a, &r, grammar) : NULL;
    for (Tag i = 0; i < TEI_MAX; i++)
        models[i].hard = true;
    for (const xmlNode *n = r.defines ? inner(grammar) : NULL; n; n = next_of(n)) {
        const Define *d = table_find(r.defines, name_of(n));
        Tag tag = d && d->element ? d->tag : TEI_NONE;
        if (is(n, S("define")) && !tag)
            continue;
        models[tag].hard = false;
        read_model(&r, &models[tag], tag ? d->element : n, tag != TEI_NONE);
    }
    return models;
}
