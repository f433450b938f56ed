/* What is judged at a glance, against what the library says of the same: each content and each attribute of our schema,
   and schemas that have what ours has not. */
#include "check.h"
#include "tei/inside.h"
#include <libxml/parser.h>
#include <libxml/relaxng.h>

typedef struct { xmlDoc *rng; xmlRelaxNG *schema; const Model *models; } Schema;

static void pass_over(void *data, xmlErrorPtr e) { (void)data, (void)e; }

static Schema schema_open(Arena *a, xmlDoc *rng)
{
    xmlRelaxNGParserCtxt *pc = xmlRelaxNGNewDocParserCtxt(rng);
    xmlRelaxNGSetParserStructuredErrors(pc, pass_over, NULL);
    Schema s = {rng, xmlRelaxNGParse(pc), tei_models(a, rng)};
    xmlRelaxNGFreeParserCtxt(pc);
    return s;
}

static void schema_close(Schema *s)
{
    xmlRelaxNGFree(s->schema);
    xmlFreeDoc(s->rng);
}

static bool library_takes(Arena *a, const Schema *s, const Tree *t)
{
    xmlRelaxNGValidCtxt *vc = xmlRelaxNGNewValidCtxt(s->schema);
    xmlRelaxNGSetValidStructuredErrors(vc, pass_over, NULL);
    xmlDoc *doc = tei_mirror(a, t);
    bool valid = xmlRelaxNGValidateDoc(vc, doc) == 0;
    tei_unmirror(doc);
    xmlRelaxNGFreeValidCtxt(vc);
    return valid;
}

/* ---- our schema, an element at a time */

static xmlNode *next_of(xmlNode *n) { return xmlNextElementSibling(n); }

static void drop(xmlNode *n)
{
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* Without its attributes, or without all else. */
static void strip(xmlNode *element, bool attributes)
{
    for (xmlNode *n = xmlFirstElementChild(element), *next; n; n = next) {
        next = next_of(n);
        if (str_starts(tei_xml_value(n, "name"), S("att.")) == attributes)
            drop(n);
    }
    if (!xmlFirstElementChild(element) || !attributes)
        xmlNewChild(element, NULL, bytes_of("empty"), NULL);
}

/* It begins with an element of ours, of which its attributes or its content are left; all others are empty. */
static Schema schema_of(Arena *a, Tag tag, bool attributes)
{
    Str path = str_format(a, "%s/assets/catchword.rng", getenv("SOURCE") ? getenv("SOURCE") : ".");
    xmlDoc *rng = xmlReadFile(str_z(a, path), NULL, XML_PARSE_NOBLANKS);
    for (xmlNode *n = xmlFirstElementChild(xmlDocGetRootElement(rng)); n; n = next_of(n)) {
        xmlNode *kid = xmlFirstElementChild(n);
        if (tei_is_pattern(n, S("start")))
            xmlSetProp(kid, bytes_of("name"), bytes_of(tei_name(tag)));
        if (!tei_is_pattern(kid, S("element")))
            continue;
        bool it = str_eq(tei_xml_value(kid, "name"), str_of(tei_name(tag)));
        if (!it || !attributes)
            strip(kid, true);
        if (!it || attributes)
            strip(kid, false);
    }
    return schema_open(a, rng);
}

static Tree *tree_with(Tag root)
{
    Tree *t = tei_open();
    tei_root(t)->name = (int)root;
    return t;
}

static void add(Tree *t, Tag tag)
{
    if (tag == TEI_CHARS)
        tei_chars(tei_root(t), S("x"));
    else if (tag == TEI_NONE)
        tei_chars(tei_root(t), S(" \n"));
    else
        tei_add(tei_root(t), tag, (Where){0});
}

static void judge_content(Arena *a, const Schema *s, Tag root, const Tag *kids, int n)
{
    Tree *t = tree_with(root);
    for (int i = 0; i < n; i++)
        add(t, kids[i]);
    bool right = tei_is_right(a, s->models, t);
    if (right != library_takes(a, s, t)) {
        Buf b = buf_new(a);
        tei_save(t, &b);
        Str xml = buf_str(&b);
        fprintf(stderr, "judged as %s: %.*s", right ? "right" : "wrong", STR(xml));
        CHECK(!"as the library does");
    }
    tei_close(t);
}

/* A way through its content, now and then with something that may not stand there. */
static int wander(const Model *m, const Tag *names, int n, unsigned *seed, Tag *way)
{
    uint32_t places = 1;
    int length = 0;
    for (int i = 0; i < 200 && length < 8; i++) {
        Tag name = names[(*seed = *seed * 1103515245u + 12345u) >> 16 & 0x7FFF ? (*seed >> 8) % (unsigned)n : 0];
        uint32_t next = 0;
        for (uint32_t p = places; p; p &= p - 1)
            next |= m->after[__builtin_ctz(p)];
        bool astray = (*seed >> 4 & 31) == 0;
        if ((next & m->at[name]) || astray)
            way[length++] = name;
        places = next & m->at[name] ? next & m->at[name] : places;
    }
    return length > 0 ? (int)(*seed >> 20) % length + 1 : 0;
}

static void each_content_is_judged_as_by_the_library(Arena *a)
{
    unsigned seed = 1;
    for (Tag tag = TEI_CHARS + 1; tag < TEI_MAX; tag++) {
        Mark mark = arena_mark(a);
        Schema s = schema_of(a, tag, false);
        CHECK(!s.models[tag].hard);
        Tag names[TEI_MAX], way[8];
        int n = 0;
        for (Tag i = TEI_NONE; i < TEI_MAX; i++)
            if (i <= TEI_CHARS || i == TEI_KEYWORDS || i == tag || s.models[tag].at[i])
                names[n++] = i;
        judge_content(a, &s, tag, NULL, 0);
        for (int i = 0; i < n * (n + 1); i++)
            judge_content(a, &s, tag, (Tag[]){names[i / (n + 1)], names[i % (n + 1) % n]}, i % (n + 1) == n ? 1 : 2);
        for (int i = 0; i < 200; i++)
            judge_content(a, &s, tag, way, wander(&s.models[tag], names, n, &seed, way));
        schema_close(&s);
        arena_rewind(a, mark);
    }
}

static const char *values[] = {"", " ", "a", "1", "-", "a b", " a", "a ", "a  b", "a\tb", "1a", "no", "high", "free",
    "silent", "some", "hard", "m", "x#y#z", "#a", "a.txt#line=0,1", "a.txt#line=0,1 b.txt#line=2,3", "http://a.b/c?d=e#f",
    "http://[", "%zz", "a%20b", "a:b", ":a", "\xC3\xA4", "2020", "2020-02-30", "2020-02", "2020-01-01T00:00:00", "-5", "0",
    "05", "1.5", "10pt", "10 pt", "50%", "en", "en-GB", "en_GB", "toolonglanguage", "1.2.3.4.5", "1a2.3", ".x", "//a",
    "\xC2\xA0", "a|b"};

/* What has white space at an end may be left to the library, and is right by some types. */
static void judge_attribute(Arena *a, const Schema *s, Tag root, Att att, Str value, bool whole)
{
    Tree *t = tree_with(root);
    for (Att i = ATT_NONE + 1; i < ATT_MAX && whole; i++)
        if (s->models[root].must >> i & 1)
            tei_set(tei_root(t), i, i == ATT_VERSION ? S("1") : i == ATT_IDENT ? S("en") : S("a"));
    tei_put(tei_root(t), (int)att, value);
    bool right = tei_is_right(a, s->models, t), valid = library_takes(a, s, t);
    if (right != valid && (right || str_trim(value).n == value.n)) {
        Str name = tei_value_label(t, tei_root(t)->values).local;
        fprintf(stderr, "judged as %s: %s %.*s=\"%.*s\"\n", right ? "right" : "wrong", tei_name(root), STR(name), STR(value));
        CHECK(!"as the library does");
    }
    tei_close(t);
}

static void each_attribute_is_judged_as_by_the_library(Arena *a)
{
    for (Tag tag = TEI_CHARS + 1; tag < TEI_MAX; tag++) {
        Mark mark = arena_mark(a);
        Schema s = schema_of(a, tag, true);
        CHECK(!s.models[tag].hard);
        for (Att att = ATT_NONE + 1; att < ATT_MAX; att++) {
            bool allowed = s.models[tag].values[att] != NULL;
            for (ptrdiff_t i = 0; i < (allowed ? (ptrdiff_t)(sizeof values / sizeof *values) : 3); i++) {
                judge_attribute(a, &s, tag, att, str_of(values[i]), true);
                judge_attribute(a, &s, tag, att, str_of(values[i]), false);
            }
        }
        schema_close(&s);
        arena_rewind(a, mark);
    }
}

/* ---- other schemas */

#define GRAMMAR "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='http://www.tei-c.org/ns/1.0' " \
    "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
#define P "<define name='p'><element name='p'><empty/></element></define>" \
    "<define name='l'><element name='l'><text/></element></define>"

static Schema schema_read(Arena *a, const char *head, const char *content, const char *more)
{
    Str rng = str_format(a, "%s<start><ref name='TEI'/></start><define name='TEI'><element name='TEI'>%s</element>"
        "</define>" P "%s</grammar>", head, content, more);
    return schema_open(a, xmlReadMemory(rng.s, (int)rng.n, "x.rng", NULL, XML_PARSE_NOBLANKS));
}

/* kids: p and l, t for characters, w for white space. */
static bool glance(Arena *a, const char *head, const char *content, const char *more, const char *kids, const char *rend)
{
    Schema s = schema_read(a, head, content, more);
    Tree *t = tei_open();
    for (const char *k = kids; *k; k++)
        add(t, *k == 'p' ? TEI_P : *k == 'l' ? TEI_L : *k == 't' ? TEI_CHARS : TEI_NONE);
    if (rend)
        tei_put(tei_root(t), ATT_REND, str_of(rend));
    bool right = tei_is_right(a, s.models, t);
    CHECK(!right || (s.schema && library_takes(a, &s, t)));
    tei_close(t);
    schema_close(&s);
    return right;
}

static void what_is_known_is_right_at_a_glance(Arena *a)
{
    CHECK(glance(a, GRAMMAR, "<ref name='p'/>", "", "p", NULL));
    CHECK(glance(a, GRAMMAR, "<ref name='p'/>", "", "wpw", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/>", "", "ptw", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/>", "", "pp", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/>", "", "", NULL));
    CHECK(glance(a, GRAMMAR, "<choice><text/><ref name='p'/></choice>", "", "t", NULL));
    CHECK(glance(a, GRAMMAR, "<choice><text/><ref name='p'/></choice>", "", "wp", NULL));
    CHECK(!glance(a, GRAMMAR, "<choice><text/><ref name='p'/></choice>", "", "tp", NULL));
    CHECK(glance(a, GRAMMAR, "<group><ref name='set'/><ref name='set'/></group>",
        "<define name='set'><choice><ref name='p'/><group><ref name='l'/><optional><ref name='p'/></optional></group>"
        "</choice></define>", "lpp", NULL));
    CHECK(glance(a, GRAMMAR, "<attribute name='rend'><choice><value>a</value><data type='integer'/></choice></attribute>",
        "", "", "12"));
    CHECK(glance(a, GRAMMAR, "<attribute name='rend'><list><oneOrMore><data type='integer'/></oneOrMore></list>"
        "</attribute>", "", "", "12  13"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><list><oneOrMore><data type='integer'/></oneOrMore></list>"
        "</attribute>", "", "", " "));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><data type='integer'/></attribute>", "", "", NULL));
}

/* The library takes most of these; that is for it to say. */
static void what_is_not_known_proves_nothing(Arena *a)
{
    CHECK(!glance(a, GRAMMAR, "<interleave><ref name='p'/><ref name='l'/></interleave>", "", "lp", NULL));
    CHECK(!glance(a, GRAMMAR, "<mixed><ref name='p'/></mixed>", "", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<element name='p'><empty/></element>", "", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='other'/>",
        "<define name='other'><element name='p' ns=''><empty/></element></define>", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='other'/>",
        "<define name='other'><element><anyName/><empty/></element></define>", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/>",
        "<define name='other'><element name='p'><text/></element></define>", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='set'/>", "<define name='set' combine='choice'><ref name='p'/></define>"
        "<define name='set' combine='choice'><ref name='l'/></define>", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/>", "<div/>", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<ref name='p'/><annotation xmlns='urn:other'/>", "", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<notAllowed/>", "", "", NULL));
    CHECK(!glance(a, GRAMMAR, "<data type='string'/>", "", "t", NULL));
    CHECK(!glance(a, GRAMMAR, "<optional><attribute name='rend'/><ref name='p'/></optional>", "", "p", NULL));
    CHECK(!glance(a, GRAMMAR, "<choice><attribute name='rend'><text/></attribute><ref name='p'/></choice>", "", "p", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute><anyName/><text/></attribute>", "", "", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend' ns='urn:other'><text/></attribute>", "", "", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><value type='string'>a</value></attribute>", "", "", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><data type='token' datatypeLibrary=''/></attribute>", "", "", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><data type='token'><param name='length'>1</param></data>"
        "</attribute>", "", "", "a"));
    CHECK(!glance(a, GRAMMAR, "<attribute name='rend'><data type='token'><except><value>a</value></except></data>"
        "</attribute>", "", "", "a"));
    CHECK(!glance(a, "<grammar xmlns='urn:other' ns='http://www.tei-c.org/ns/1.0' "
        "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>", "<ref name='p'/>", "", "p", NULL));
    CHECK(!glance(a, "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>", "<ref name='p'/>", "", "p", NULL));
    CHECK(!glance(a, "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='http://www.tei-c.org/ns/1.0'>",
        "<ref name='p'/>", "", "p", NULL));
}

int main(void)
{
    Arena *a = arena_open();
    xmlSetStructuredErrorFunc(NULL, pass_over);
    each_content_is_judged_as_by_the_library(a);
    each_attribute_is_judged_as_by_the_library(a);
    what_is_known_is_right_at_a_glance(a);
    what_is_not_known_proves_nothing(a);
    arena_close(a);
    DONE;
}
