#include "tei/tei.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* The bytes are parsed in one piece.  libxml2 tells how many of them it has used, and from that the place of each
   element is counted here: its own line numbers end at 65535, and its columns count bytes. */
typedef struct {
    Arena *a;
    Diag *d;
    Str path, bytes;
    Table *tags;
    Tree *tree;
    Node *open;                                                    /* the innermost one; NULL outside the root */
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
    if (p->bad || e->level < XML_ERR_ERROR)
        return;
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

/* ---- what in a document type declaration would expand or load something is refused */

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

static Str str_between(const xmlChar *from, const xmlChar *to) { return (Str){(const char *)from, to - from}; }

/* libxml2 hands over five pointers an attribute: local name, prefix, URI, and where its value begins and ends. */
static void take_attribute(Node *n, const xmlChar **one)
{
    Foreign name = {str_x(one[0]), str_x(one[1]), str_x(one[2])};
    bool xml = str_eq(name.href, S(XML_NAMESPACE));
    Att att = xml || name.href.n == 0 ? tei_att_in(name.local, xml) : ATT_NONE;
    tei_put(n, att ? (int)att : ATT_MAX + tei_foreign(tree_of(n), name), str_between(one[3], one[4]));
}

static Node *element(Parse *p, Tag tag, Where at)
{
    if (p->open)
        return tei_add(p->open, tag, at);
    p->tree = tei_open();
    tei_came(p->tree, tei_root(p->tree), at);
    return tei_root(p->tree);
}

static void start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
    const xmlChar **ns, int natts, int ndefaulted, const xmlChar **atts)
{
    (void)nns, (void)ns, (void)ndefaulted;
    xmlParserCtxt *x = data;
    Parse *p = x->_private;
    ptrdiff_t at = used(p, x);
    while (at > 0 && (at == p->bytes.n || p->bytes.s[at] != '<'))
        at--;                                                      /* '<' cannot stand inside a tag */
    Where where = place(p, at);
    Tag tag = tag_of(p, name, uri);
    if (!is_welcome(x, tag, where))
        return;
    p->open = element(p, tag ? tag : TEI_TEI, where);
    if (tag == TEI_NONE)
        p->open->name = TEI_MAX + tei_foreign(p->tree, (Foreign){str_x(name), str_x(prefix), str_x(uri)});
    for (int i = 0; i < natts; i++)
        take_attribute(p->open, atts + 5 * i);
}

static void end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    Parse *p = ((xmlParserCtxt *)data)->_private;
    p->depth--;
    if (!p->bad)
        p->open = tei_parent(p->open);
}

static void characters(void *data, const xmlChar *s, int n)
{
    Parse *p = ((xmlParserCtxt *)data)->_private;
    if (p->open && !p->bad)
        tei_plain(p->open, (Str){(const char *)s, n});
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
    x->sax->characters = characters;
    x->sax->ignorableWhitespace = characters;
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
        if (is_element(n) && n->first && !tei_holds_chars(n))
            for (Node *c = n->first, *next; c; c = next) {
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
    /* "Huge" lifts the library's bound on one run of text; depth and size are bounded here.  Without NOENT it hands
       over an ampersand in a value as "&#38;"; nothing else can be expanded, since nothing can be declared. */
    xmlDoc *empty = xmlCtxtReadMemory(x, p.bytes.s, (int)p.bytes.n, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    if ((!empty || !p.tree) && !p.bad)
        say(&p, TEI_NOT_WELL_FORMED, (Where){.file = p.path}, "cannot be parsed");
    xmlFreeDoc(empty);
    xmlFreeParserCtxt(x);
    if (p.tree && p.bad) {
        tei_close(p.tree);
        p.tree = NULL;
    }
    if (p.tree)
        drop_layout(p.tree);
    return p.tree;
}
