#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlversion.h>
#include <stdlib.h>

typedef struct { const Tree *t; Diag *d; bool said; } Hearer;

/* ---- what RELAX NG finds */

static void say_place(Hearer *h, const Node *n, Str name)
{
    const Node *up = tei_parent(n);
    Str outer = up ? tei_label(up).local : S("the document");
    diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' may not stand here in '%.*s'", STR(name), STR(outer));
}

static void say_name(Hearer *h, const Node *n, Str name, const char *wanted)
{
    if (wanted && *wanted)
        diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' stands where '%s' should", STR(name), wanted);
    else
        say_place(h, n, name);
}

/* libxml2 says a fault where it is, and then once more for elements round it: these echoes are not repeated. */
static bool is_echo(int code)
{
    return code == XML_RELAXNG_ERR_CONTENTVALID || code == XML_RELAXNG_ERR_INTERSEQ ||
        code == XML_RELAXNG_ERR_INTEREXTRA || code == XML_RELAXNG_ERR_INTERNAL || code == XML_RELAXNG_ERR_NOSTATE;
}

static void heard(void *data, xmlErrorPtr e)
{
    Hearer *h = data;
    const xmlNode *at = e->node;
    while (at && at->type != XML_ELEMENT_NODE)
        at = at->parent;
    const Node *n = at ? at->_private : &h->t->root;
    if (h->said && is_echo(e->code))
        return;
    h->said = true;
    Str name = tei_label(n).local;
    switch (e->code) {
    case XML_RELAXNG_ERR_ELEMWRONG: case XML_RELAXNG_ERR_EXTRACONTENT:
        say_place(h, n, name);
        break;
    case XML_RELAXNG_ERR_ELEMNAME:
        say_name(h, n, name, e->str1);
        break;
    case XML_RELAXNG_ERR_TEXTWRONG:
        diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' may not hold characters", STR(name));
        break;
    case XML_RELAXNG_ERR_INVALIDATTR:
        diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' may not have %s=\"%.*s\"", STR(name), e->str1 ? e->str1 : "",
            STR(at && e->str1 ? tei_xml_value(at, e->str1) : S("")));
        break;
    case XML_RELAXNG_ERR_ATTRVALID:
        diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' lacks an attribute that it must have", STR(name));
        break;
    default:
        diag(h->d, TEI_INVALID, tei_where(n), "'%.*s' lacks something that it must hold", STR(name));
    }
}

static xmlRelaxNG *read_schema(xmlDoc *rng)
{
    xmlRelaxNGParserCtxt *pc = rng ? xmlRelaxNGNewDocParserCtxt(rng) : NULL;
    xmlRelaxNG *schema = pc ? xmlRelaxNGParse(pc) : NULL;
    xmlRelaxNGFreeParserCtxt(pc);
    return schema;
}

static void ask_library(Arena *a, const Tree *t, xmlDoc *rng, Str rng_path, Diag *d)
{
    Hearer h = {t, d, false};
    xmlRelaxNG *schema = read_schema(rng);
    xmlRelaxNGValidCtxt *vc = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
    if (!vc)
        die("cannot read schema '%.*s'", STR(rng_path));
    xmlDoc *doc = tei_mirror(a, t);
    xmlRelaxNGSetValidStructuredErrors(vc, heard, &h);
    if (xmlRelaxNGValidateDoc(vc, doc) != 0 && !h.said)
        diag(d, TEI_INVALID, tei_where(&t->root), "the validator gives no reason");
    tei_unmirror(doc);
    xmlRelaxNGFreeValidCtxt(vc);
    xmlRelaxNGFree(schema);
}

/* The library takes ten times as long as a look does, and knows what to say of a fault: it is asked where one is to be
   feared. */
static void check_schema(Arena *a, const Tree *t, Str rng_path, Diag *d)
{
    xmlDoc *rng = xmlReadFile(str_z(a, rng_path), NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR);
    if (!tei_is_right(a, tei_models(a, rng), t))
        ask_library(a, t, rng, rng_path, d);
    xmlFreeDoc(rng);
}

/* ---- what it cannot find */

/* A pointer is FILE#line=A,B; or it names an element of this document, as the bibl of a book. */
static void check_pointers(Arena *a, const Node *n, Diag *d)
{
    Origin *list;
    for (ptrdiff_t i = tei_origins(a, n, &list) - 1; i >= 0; i--)
        if (list[i].line == 0 && !str_starts(list[i].file, S("#")))
            diag(d, TEI_POINTER, tei_where(n), "'%.*s'", STR(list[i].file));
}

static void check_id(Tree *t, const Node *n, Diag *d)
{
    Str id = tei_get(n, ATT_ID);
    const Node *first = id.n ? tei_find(t, id) : n;
    if (first == n)
        return;
    diag(d, TEI_ID_TWICE, tei_where(n), "'%.*s'", STR(id));
    diag_note(d, tei_where(first), "the other one is here");
}

/* The validator goes into itself for each level: a tree that was not read but made must be bounded too. */
static bool is_too_deep(Tree *t, Diag *d)
{
    int depth = 1;
    for (const Node *n = tei_root(t), *next; n; n = next) {
        next = tei_walk(n, NULL);
        for (const Node *up = n; next && up != next->parent; up = up->parent)
            depth--;
        if (next && ++depth > DEPTH_LIMIT && is_element(next)) {
            diag(d, TEI_TOO_DEEP, tei_where(next), "more than %d elements are open", DEPTH_LIMIT);
            return true;
        }
    }
    return false;
}

void tei_validate(Tree *t, Str rng_path, Diag *d)
{
    if (is_too_deep(t, d))
        return;
    Arena *a = arena_open();
    Mark m = arena_mark(a);
    check_schema(a, t, rng_path, d);
    for (const Node *n = tei_root(t); n; n = tei_walk(n, NULL)) {
        if (is_chars(n) || !n->values)
            continue;
        arena_rewind(a, m);
        if (t->twice)
            check_id(t, n, d);
        check_pointers(a, n, d);
    }
    arena_close(a);
}

Str tei_versions(Arena *a)
{
    int v = atoi(xmlParserVersion);
    return str_format(a, "libxml2 %d.%d.%d", v / 10000, v / 100 % 100, v % 100);
}
