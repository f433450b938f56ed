#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>

/* The bytes are parsed in one piece.  libxml2 tells how many of them it has used, and from that the place of each
   element is counted here: its own line numbers end at 65535, and its columns count bytes. */
typedef struct {
    Arena *a;
    Diag *d;
    Str path, bytes;
    Table *tags;
    Tree *tree;
    ptrdiff_t at;                                                  /* how far lines are counted, … */
    int line, col, depth;                                          /* … and the place of that byte */
    bool bad;
} Parse;

static Where place(Parse *p, ptrdiff_t at)
{
    for (; p->at < at; p->at++) {
        if (p->bytes.s[p->at] == '\n') {
            p->line++;
            p->col = 1;
        } else if (((unsigned char)p->bytes.s[p->at] & 0xC0) != 0x80) {
            p->col++;
        }
    }
    return (Where){p->path, p->line, p->col};
}

static ptrdiff_t used(const Parse *p, const xmlParserCtxt *x)
{
    ptrdiff_t at = x->input ? (ptrdiff_t)x->input->consumed + (x->input->cur - x->input->base) : 0;
    return at < p->bytes.n ? at : p->bytes.n;
}

static void say(Parse *p, DiagCode code, Where at, const char *what)
{
    if (!p->bad)
        diag(p->d, code, at, "%s", what);
    p->bad = true;
}

static void refuse(xmlParserCtxt *x, DiagCode code, Where at, const char *what)
{
    say(x->_private, code, at, what);
    xmlStopParser(x);
}

static void heard(void *data, xmlErrorPtr e)
{
    xmlParserCtxt *x = data;
    Parse *p = x->_private;
    if (p->bad || e->level < XML_ERR_ERROR || e->code == XML_DTD_ID_REDEFINED)
        return;                                                    /* an id given twice is the validator's business */
    Str text = str_trim(str_of(e->message));
    if (text.n && text.s[0] >= 'A' && text.s[0] <= 'Z') {
        Str whole = text;
        text = str_format(p->a, "%c%.*s", whole.s[0] + ('a' - 'A'), STR(str_from(whole, 1)));
    }
    say(p, TEI_NOT_WELL_FORMED, place(p, used(p, x)), str_z(p->a, text));
    /* Of another error libxml2 speaks while it makes an element, of bytes that would go: the next element stops it. */
    if (e->level == XML_ERR_FATAL)
        xmlStopParser(x);
}

/* ---- what may stand in a document type declaration expands or loads something: nothing may */

static void refuse_declaration(xmlParserCtxt *x)
{
    Parse *p = x->_private;
    refuse(x, TEI_DECLARATION, place(p, used(p, x)), "nothing is expanded and nothing is loaded");
}

static void entity(void *x, const xmlChar *name, int type, const xmlChar *pub, const xmlChar *sys, xmlChar *content)
{
    (void)name, (void)type, (void)pub, (void)sys, (void)content;
    refuse_declaration(x);
}

static void attlist(void *x, const xmlChar *element, const xmlChar *name, int type, int def, const xmlChar *value,
    xmlEnumeration *tree)
{
    (void)element, (void)name, (void)type, (void)def, (void)value;
    xmlFreeEnumeration(tree);
    refuse_declaration(x);
}

static void unparsed(void *x, const xmlChar *name, const xmlChar *pub, const xmlChar *sys, const xmlChar *notation)
{
    (void)name, (void)pub, (void)sys, (void)notation;
    refuse_declaration(x);
}

static void reference(void *x, const xmlChar *name)
{
    Parse *p = ((xmlParserCtxt *)x)->_private;
    Str what = str_format(p->a, "entity '%s' is not known here", (const char *)name);
    refuse(x, TEI_NOT_WELL_FORMED, place(p, used(p, x)), str_z(p->a, what));
}

/* ---- elements */

static Tag tag_of(const Parse *p, const xmlChar *name, const xmlChar *uri)
{
    if (!uri || strcmp((const char *)uri, TEI_NAMESPACE) != 0)
        return TEI_NONE;
    const Tag *t = table_find(p->tags, str_x(name));
    return t ? *t : TEI_NONE;
}

static bool is_welcome(xmlParserCtxt *x, Tag tag, Where at)
{
    Parse *p = x->_private;
    if (p->bad)
        xmlStopParser(x);
    else if (++p->depth > DEPTH_LIMIT)
        refuse(x, TEI_TOO_DEEP, at, str_z(p->a, str_format(p->a, "more than %d elements are open", DEPTH_LIMIT)));
    else if (p->depth == 1 && tag != TEI_TEI)
        refuse(x, TEI_NOT_TEI, at, "the root must be 'TEI' in the namespace '" TEI_NAMESPACE "'");
    return !p->bad;
}

static void start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
    const xmlChar **ns, int natts, int ndefaulted, const xmlChar **atts)
{
    xmlParserCtxt *x = data;
    Parse *p = x->_private;
    ptrdiff_t at = used(p, x);
    while (at > 0 && (at == p->bytes.n || p->bytes.s[at] != '<'))
        at--;                                                      /* '<' cannot stand inside a tag */
    Where where = place(p, at);
    Tag tag = tag_of(p, name, uri);
    if (!is_welcome(x, tag, where))
        return;
    xmlSAX2StartElementNs(data, name, prefix, uri, nns, ns, natts, ndefaulted, atts);
    if (p->depth == 1) {
        tei_prepare(x->myDoc, p->a, TEI_NAMESPACE);
        p->tree = x->myDoc;
    }
    tei_keep(x->node, tag, where);
    for (xmlAttr *i = x->node->properties; i; i = i->next)
        i->_private = (void *)(intptr_t)tei_att(i);
}

static void end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    Parse *p = ((xmlParserCtxt *)data)->_private;
    p->depth--;
    xmlSAX2EndElementNs(data, name, prefix, uri);
}

static Table *tag_table(Arena *a)
{
    Table *t = table_new(a);
    Tag *list = new(a, Tag, TEI_MAX);
    for (Tag i = TEI_CHARS + 1; i < TEI_MAX; i++) {
        list[i] = i;
        table_put(t, str_of(tei_name(i)), &list[i]);
    }
    return t;
}

static xmlParserCtxt *parser(Parse *p)
{
    xmlParserCtxt *x = xmlNewParserCtxt();
    if (!x)
        die("libxml2: out of memory");
    x->_private = p;
    x->sax->startElementNs = start;
    x->sax->endElementNs = end;
    x->sax->entityDecl = entity;
    x->sax->attributeDecl = attlist;
    x->sax->unparsedEntityDecl = unparsed;
    x->sax->reference = reference;
    x->sax->comment = NULL;
    x->sax->processingInstruction = NULL;
    x->sax->serror = heard;
    return x;
}

static void drop_layout(Tree *t)
{
    for (Node *n = tei_root(t); n; n = tei_walk(n, NULL))
        if (is_element(n) && n->children && !tei_holds_chars(n))
            for (Node *c = n->children, *next; c; c = next) {
                next = c->next;
                if (is_chars(c) && tei_is_blank(c))
                    tei_remove(c);
            }
}

static bool is_utf8(Parse *p)
{
    ptrdiff_t fault = utf8_fault(p->bytes);
    const char *nul = memchr(p->bytes.s, 0, (size_t)p->bytes.n);
    if (nul && (fault < 0 || nul - p->bytes.s < fault))
        fault = nul - p->bytes.s;
    if (fault >= 0)
        diag(p->d, TEI_NOT_UTF8, place(p, fault), "byte %02x", (unsigned)(unsigned char)p->bytes.s[fault]);
    return fault < 0;
}

Tree *tei_read(Arena *a, Str path, Diag *d)
{
    Loaded l = file_load(a, path, d, (Where){.file = path});
    Parse p = {.a = a, .d = d, .path = str_copy(a, path), .bytes = l.bytes, .line = 1, .col = 1};
    if (!l.ok)
        return NULL;
    if (str_starts(p.bytes, S("\xEF\xBB\xBF")))
        p.bytes = str_from(p.bytes, 3);
    if (!is_utf8(&p))
        return NULL;
    p.tags = tag_table(a);
    xmlParserCtxt *x = parser(&p);
    /* "Huge" lifts the library's bound on one run of text; depth and size are bounded here. */
    Tree *t = xmlCtxtReadMemory(x, p.bytes.s, (int)p.bytes.n, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC);
    xmlFreeParserCtxt(x);
    if (!t && !p.bad)
        diag(d, TEI_NOT_WELL_FORMED, (Where){.file = p.path}, "cannot be parsed");
    if (t && p.bad) {
        xmlFreeDoc(t);
        t = NULL;
    }
    if (t)
        drop_layout(t);
    return t;
}
