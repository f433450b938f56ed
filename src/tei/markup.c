#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

typedef struct { Arena *a; MarkupFile file; ptrdiff_t cap; int depth; xmlParserCtxt *x; } Reading;

static void refuse(Reading *r, Str why)
{
    if (r->file.fault.n == 0) {
        r->file.fault = str_copy(r->a, str_trim(why));
        r->file.line = xmlSAX2GetLineNumber(r->x);
    }
    xmlStopParser(r->x);
}

static Markup *add(Reading *r, MarkupKind kind, Str text)
{
    MarkupFile *f = &r->file;
    if (f->n == r->cap) {
        ptrdiff_t cap = r->cap ? 2 * r->cap : 1024;
        f->pieces = arena_grow(r->a, f->pieces, (ptrdiff_t)sizeof(Markup), (ptrdiff_t)_Alignof(Markup), r->cap, cap);
        r->cap = cap;
    }
    Markup *m = &f->pieces[f->n++];
    *m = (Markup){.kind = kind, .line = xmlSAX2GetLineNumber(r->x), .text = text};
    return m;
}

static Str qualified(Reading *r, const xmlChar *prefix, const xmlChar *name)
{
    return prefix ? str_format(r->a, "%s:%s", (const char *)prefix, (const char *)name) : str_copy(r->a, str_x(name));
}

/* libxml2 hands over five pointers an attribute: local name, prefix, URI, and where its value begins and ends. */
static void open_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
    const xmlChar **ns, int natts, int ndefaulted, const xmlChar **atts)
{
    Reading *r = data;
    (void)uri, (void)nns, (void)ns, (void)ndefaulted;
    if (++r->depth > DEPTH_LIMIT) {
        refuse(r, S("elements nest too deeply"));
        return;
    }
    MarkupAtt *list = new(r->a, MarkupAtt, natts + 1);
    for (int i = 0; i < natts; i++) {
        const xmlChar **one = atts + 5 * i;
        Str value = {(const char *)one[3], one[4] - one[3]};
        list[i] = (MarkupAtt){qualified(r, one[1], one[0]), str_copy(r->a, value)};
    }
    Markup *m = add(r, MARKUP_OPEN, qualified(r, prefix, name));
    m->atts = list;
    m->natts = natts;
}

static void close_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    Reading *r = data;
    (void)uri;
    r->depth--;
    add(r, MARKUP_CLOSE, qualified(r, prefix, name));
}

static void characters(void *data, const xmlChar *s, int n)
{
    Reading *r = data;
    add(r, MARKUP_CHARS, str_copy(r->a, (Str){(const char *)s, n}));
}

static void heard(void *data, xmlErrorPtr e)
{
    if (e->level >= XML_ERR_ERROR)
        refuse(data, str_of(e->message));
}

static void entity(void *data, const xmlChar *name, int type, const xmlChar *pub, const xmlChar *sys, xmlChar *content)
{
    (void)name, (void)type, (void)pub, (void)sys, (void)content;
    refuse(data, S("an entity is declared"));
}

static void attlist(void *data, const xmlChar *element, const xmlChar *name, int type, int def, const xmlChar *value,
    xmlEnumeration *tree)
{
    (void)element, (void)name, (void)type, (void)def, (void)value;
    xmlFreeEnumeration(tree);
    refuse(data, S("an attribute is declared"));
}

static void reference(void *data, const xmlChar *name)
{
    refuse(data, str_format(((Reading *)data)->a, "entity '%s' is not known here", (const char *)name));
}

MarkupFile markup_read(Arena *a, Str bytes)
{
    Reading r = {.a = a};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = open_element, .endElementNs = close_element,
        .characters = characters, .cdataBlock = characters, .ignorableWhitespace = characters, .serror = heard,
        .entityDecl = entity, .attributeDecl = attlist, .reference = reference};
    if (bytes.n == 0 || bytes.n > FILE_LIMIT || utf8_fault(bytes) >= 0)
        return (MarkupFile){.fault = S("no text in UTF-8"), .line = 1};
    LIBXML_TEST_VERSION
    r.x = xmlCreateMemoryParserCtxt(bytes.s, (int)bytes.n);
    if (!r.x)
        die("libxml2: out of memory");
    /* NOENT as in xml.c: an ampersand in a value is one. */
    xmlCtxtUseOptions(r.x,
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    xmlSAXHandler *own = r.x->sax;
    r.x->sax = &sax;
    r.x->userData = &r;
    xmlParseDocument(r.x);
    if (!r.x->wellFormed && r.file.fault.n == 0)
        refuse(&r, S("not well-formed"));
    r.x->sax = own;
    if (r.x->myDoc)
        xmlFreeDoc(r.x->myDoc);
    xmlFreeParserCtxt(r.x);
    return r.file;
}

Str markup_get(const Markup *m, Str name)
{
    for (int i = 0; i < m->natts; i++)
        if (str_eq(m->atts[i].name, name))
            return m->atts[i].value;
    return S("");
}
