/* mirror.c - a tree as libxml2 keeps one, made for its validator alone and as long as that looks at it. */
#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parserInternals.h>

typedef struct { Arena *a; xmlDoc *doc; const Tree *t; xmlNs *tei, *xml; } Mirror;

static xmlNs *space(Mirror *m, Str href)
{
    xmlNs *ns = new(m->a, xmlNs, 1);
    *ns = (xmlNs){.type = XML_NAMESPACE_DECL, .href = bytes_of(str_z(m->a, href)), .context = m->doc};
    return ns;
}

/* A foreign name is rare, and then most often the only one of its kind: it has a namespace for itself. */
static xmlNs *space_of(Mirror *m, Foreign name)
{
    if (str_eq(name.href, S(TEI_NAMESPACE)))
        return m->tei;
    if (str_eq(name.href, S(XML_NAMESPACE)))
        return m->xml;
    return name.href.n ? space(m, name.href) : NULL;
}

static xmlNode *chars(Mirror *m, const char *z, xmlNode *parent)
{
    xmlNode *x = new(m->a, xmlNode, 1);
    x->type = XML_TEXT_NODE;
    x->name = xmlStringText;
    x->content = (xmlChar *)(uintptr_t)z;
    x->parent = parent;
    x->doc = m->doc;
    return x;
}

/* That an id stands once is known here (schema.c): libxml2 need not count them, too. */
static xmlAttr *attribute(Mirror *m, const Value *v, xmlNode *owner)
{
    Foreign name = tei_value_label(m->t, v);
    xmlAttr *x = new(m->a, xmlAttr, 1);
    x->type = XML_ATTRIBUTE_NODE;
    x->atype = v->att == ATT_ID ? XML_ATTRIBUTE_ID : XML_ATTRIBUTE_CDATA;
    x->name = bytes_of(name.local.s);
    x->ns = space_of(m, name);
    x->children = x->last = chars(m, v->s, (xmlNode *)x);
    x->parent = owner;
    x->doc = m->doc;
    return x;
}

static xmlNode *element(Mirror *m, const Node *n, xmlNode *parent)
{
    Foreign name = tei_label(n);
    xmlNode *x = new(m->a, xmlNode, 1);
    x->type = XML_ELEMENT_NODE;
    x->name = bytes_of(name.local.s);
    x->ns = space_of(m, name);
    x->parent = parent;
    x->doc = m->doc;
    xmlAttr **at = &x->properties, *prev = NULL;
    for (const Value *v = n->values; v; v = v->next) {
        *at = attribute(m, v, x);
        (*at)->prev = prev;
        prev = *at;
        at = &prev->next;
    }
    return x;
}

static void hang(xmlNode *x, xmlNode *parent)
{
    x->prev = parent->last;
    *(parent->last ? &parent->last->next : &parent->children) = x;
    parent->last = x;
}

xmlDoc *tei_mirror(Arena *a, const Tree *t)
{
    xmlDoc *doc = xmlNewDoc(bytes_of("1.0"));
    if (!doc)
        die("libxml2: out of memory");
    Mirror m = {.a = a, .doc = doc, .t = t};
    m.tei = space(&m, S(TEI_NAMESPACE));
    m.xml = space(&m, S(XML_NAMESPACE));
    xmlNode *parent = (xmlNode *)doc;
    for (const Node *n = &t->root, *next; n; n = next) {
        xmlNode *x = is_chars(n) ? chars(&m, n->s, parent) : element(&m, n, parent);
        x->_private = (void *)(uintptr_t)n;
        hang(x, parent);
        next = tei_walk(n, NULL);
        parent = next && next->parent == n ? x : parent;
        for (const Node *up = n; next && up->parent != next->parent && next->parent != n; up = up->parent)
            parent = parent->parent;
    }
    return doc;
}

/* What hangs below it is the arena's. */
void tei_unmirror(xmlDoc *doc)
{
    doc->children = doc->last = NULL;
    xmlFreeDoc(doc);
}

Str tei_xml_value(const xmlNode *n, const char *name)
{
    for (const xmlAttr *p = n->properties; p; p = p->next)
        if (!strcmp((const char *)p->name, name))
            return p->children ? str_x(p->children->content) : (Str){"", 0};
    return (Str){"", 0};
}
