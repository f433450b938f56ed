#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlversion.h>
#include <stdlib.h>

typedef struct { Tree *t; Diag *d; bool said; } Hearer;

/* ---- what RELAX NG finds */

Str tei_value(const xmlNode *n, const char *name)
{
    for (const xmlAttr *p = n->properties; p; p = p->next)
        if (!strcmp((const char *)p->name, name))
            return p->children ? str_x(p->children->content) : (Str){"", 0};
    return (Str){"", 0};
}

static void say_attribute(Hearer *h, const Node *n, const char *name)
{
    Str value = tei_value(n, name);
    Node *other = strcmp(name, "id") == 0 ? tei_find(h->t, value) : NULL;
    if (other && other != n) {
        diag(h->d, TEI_ID_TWICE, tei_where(n), "'%.*s'", STR(value));
        diag_note(h->d, tei_where(other), "the other one is here");
    } else {
        diag(h->d, TEI_INVALID, tei_where(n), "'%s' may not have %s=\"%.*s\"", (const char *)n->name, name, STR(value));
    }
}

static void say_place(Hearer *h, const Node *n)
{
    const Node *up = tei_parent(n);
    diag(h->d, TEI_INVALID, tei_where(n), "'%s' may not stand here in '%s'", (const char *)n->name,
        up ? (const char *)up->name : "the document");
}

static void say_name(Hearer *h, const Node *n, const char *wanted)
{
    if (wanted && *wanted)
        diag(h->d, TEI_INVALID, tei_where(n), "'%s' stands where '%s' should", (const char *)n->name, wanted);
    else
        say_place(h, n);
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
    const Node *n = e->node;
    while (n && !is_element(n))
        n = n->parent;
    if (!n)
        n = tei_root(h->t);
    if (h->said && is_echo(e->code))
        return;
    h->said = true;
    const char *name = (const char *)n->name;
    switch (e->code) {
    case XML_RELAXNG_ERR_ELEMWRONG: case XML_RELAXNG_ERR_EXTRACONTENT:
        say_place(h, n);
        break;
    case XML_RELAXNG_ERR_ELEMNAME:
        say_name(h, n, e->str1);
        break;
    case XML_RELAXNG_ERR_TEXTWRONG:
        diag(h->d, TEI_INVALID, tei_where(n), "'%s' may not hold characters", name);
        break;
    case XML_RELAXNG_ERR_INVALIDATTR:
        say_attribute(h, n, e->str1 ? e->str1 : "");
        break;
    case XML_RELAXNG_ERR_ATTRVALID:
        diag(h->d, TEI_INVALID, tei_where(n), "'%s' lacks an attribute that it must have", name);
        break;
    default:
        diag(h->d, TEI_INVALID, tei_where(n), "'%s' lacks something that it must hold", name);
    }
}

static void ignore(void *data, xmlErrorPtr e) { (void)data, (void)e; }

static xmlRelaxNG *read_schema(Tree *t, Str rng_path, bool lean, xmlDoc **rng)
{
    Arena *a = roots_of(t)->a;
    *rng = xmlReadFile(str_z(a, rng_path), NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR);
    if (*rng && lean)
        tei_lean(a, *rng, t);
    xmlRelaxNGParserCtxt *pc = *rng ? xmlRelaxNGNewDocParserCtxt(*rng) : NULL;
    if (pc && lean)
        xmlRelaxNGSetParserStructuredErrors(pc, ignore, NULL);
    xmlRelaxNG *schema = pc ? xmlRelaxNGParse(pc) : NULL;
    xmlRelaxNGFreeParserCtxt(pc);
    return schema;
}

/* By the schema cut down to the tree, or by all of it; only the latter says what is wrong. */
static bool is_valid(Tree *t, Str rng_path, bool lean, Diag *d)
{
    Hearer h = {t, d, false};
    xmlDoc *rng;
    xmlRelaxNG *schema = read_schema(t, rng_path, lean, &rng);
    xmlRelaxNGValidCtxt *vc = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
    if (!vc && !lean)
        die("cannot read schema '%.*s'", STR(rng_path));
    if (vc)
        xmlRelaxNGSetValidStructuredErrors(vc, lean ? ignore : heard, &h);
    bool valid = vc && xmlRelaxNGValidateDoc(vc, t) == 0;
    xmlRelaxNGFreeValidCtxt(vc);
    xmlRelaxNGFree(schema);
    xmlFreeDoc(rng);
    return valid;
}

/* ---- what it cannot find */

/* A pointer is FILE#line=A,B; or it names an element of this document, as the bibl of a book. */
static void check_pointers(Tree *t, Diag *d)
{
    Arena *a = arena_open();
    Mark m = arena_mark(a);
    for (const Node *n = tei_root(t); n; n = tei_walk(n, NULL)) {
        Origin *list;
        for (ptrdiff_t i = tei_origins(a, n, &list) - 1; i >= 0; i--)
            if (list[i].line == 0 && !str_starts(list[i].file, S("#")))
                diag(d, TEI_POINTER, tei_where(n), "'%.*s'", STR(list[i].file));
        arena_rewind(a, m);
    }
    arena_close(a);
}

/* The validator goes into itself for each level: a tree that was not read but made must be bounded too. */
static bool is_too_deep(Tree *t, Diag *d)
{
    int depth = 1;
    for (const Node *n = tei_root(t), *next; n; n = next) {
        next = tei_walk(n, NULL);
        for (const Node *up = n; next && up != next->parent; up = up->parent)
            depth--;
        if (next && ++depth > DEPTH_LIMIT) {
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
    if (!is_valid(t, rng_path, true, d))
        is_valid(t, rng_path, false, d);
    check_pointers(t, d);
}

Str tei_versions(Arena *a)
{
    int v = atoi(xmlParserVersion);
    return str_format(a, "libxml2 %d.%d.%d", v / 10000, v / 100 % 100, v % 100);
}
