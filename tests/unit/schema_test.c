#include "check.h"
#include "tei/inside.h"
#include <glob.h>
#include <libxml/parser.h>

#define HEADER "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>X</title></titleStmt>" \
    "<publicationStmt><p>x</p></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"

static Str asset(Arena *a, const char *name)
{
    const char *source = getenv("SOURCE");
    return str_format(a, "%s/assets/%s", source ? source : ".", name);
}

/* The messages of a body, each as LINE:COL text, parted by "; ". */
static Str faults(Arena *a, const char *body)
{
    Diag *d = diag_open(a, NULL);
    Str path = S("dist/test/tei/schema.xml");
    dir_make(S("dist/test/tei"));
    Out *out = out_open(a, path);
    out_put(out, str_format(a, HEADER "\n<text><body>\n%s</body></text></TEI>", body));
    out_close(out);
    out_commit(a);
    Tree *t = tei_read(a, path, d);
    CHECK(t != NULL);
    tei_validate(t, asset(a, "catchword.rng"), d);
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < diag_total(d); i++) {
        const Message *m = diag_at(d, i);
        buf_format(&b, "%s%d:%d %.*s", i ? "; " : "", m->at.line, m->at.col, STR(m->text));
    }
    tei_close(t);
    return buf_str(&b);
}

static void what_is_right_is_passed_over(Arena *a)
{
    CHECK_STR(faults(a, "<div><head>x</head></div>"), S(""));
    CHECK_STR(faults(a, "<p xml:id='t.l1.2' source='a.txt#line=0,1 b%20c.txt#line=70000,70001'>x<lb break='no'/>"
        "<choice> <sic>l3</sic> <corr type='capture'>13</corr></choice></p><quote source='#src.a'>q</quote>"), S(""));
    CHECK_STR(faults(a, "<list><head>L</head><label>1</label><item>a<list><item/></list></item></list>"
        "<table><row role='label'><cell cols='2'>a</cell></row></table>"
        "<lg><l>a</l><pb n='1' ed='#b'/><l/></lg>"), S(""));
    CHECK_STR(faults(a, "<p xml:id='\xC3\xA4' rend='a  b' n='  1 &lt;' corresp='http://a.b/?c=%20  #d'/>"), S(""));
}

static void each_fault_is_said_at_its_place(Arena *a)
{
    CHECK_STR(faults(a, "<p bad='1'>a</p><p><div/></p>\n<p>x</p><head/>"), S("3:1 'p' may not have bad=\"1\"; "
        "3:20 'div' may not stand here in 'p'; 4:9 'head' may not stand here in 'body'"));
    CHECK_STR(faults(a, "<quote><head>x</head></quote>"), S("3:8 'head' may not stand here in 'quote'"));
    CHECK_STR(faults(a, "<div>words</div>"), S("3:1 'div' may not hold characters"));
    CHECK_STR(faults(a, "<list/>"), S("3:1 'list' lacks something that it must hold"));
    CHECK_STR(faults(a, "<milestone/><p/>"), S("3:1 'milestone' lacks an attribute that it must have"));
    CHECK_STR(faults(a, "<p xml:id='a'/>\n<p xml:id='a'/>"), S("4:1 'a'"));
    CHECK_STR(faults(a, "<p xml:id='1'/><p type='a b'/><p rend='a/b'/>\n<p corresp='a#b#c'/>"), S("3:1 'p' may not have "
        "id=\"1\"; 3:16 'p' may not have type=\"a b\"; 3:31 'p' may not have rend=\"a/b\"; "
        "4:1 'p' may not have corresp=\"a#b#c\""));
    CHECK_STR(faults(a, "<p corresp='a#b#c'/>"), S("3:1 'p' may not have corresp=\"a#b#c\""));
    CHECK_STR(faults(a, "<p bad=''/>\n<p rend=''/>\n<p n=''/>"), S("3:1 'p' may not have bad=\"\"; "
        "4:1 'p' may not have rend=\"\""));
    CHECK_STR(faults(a, "<p source='a.txt#line=3,3'/><p source='a.txt'/>"), S("3:1 'a.txt#line=3,3'; 3:29 'a.txt'"));
}

static void a_tree_that_was_made_is_bounded(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    Tree *t = tei_open();
    Node *n = tei_root(t);
    for (int i = 0; i < 20000; i++)
        n = tei_add(n, TEI_QUOTE, (Where){0});
    tei_validate(t, asset(a, "catchword.rng"), d);
    CHECK_INT(diag_total(d), 1);
    CHECK(diag_at(d, 0)->code == TEI_TOO_DEEP);
    tei_close(t);
}

static void judge(Arena *a, const Model *models, const char *path)
{
    Tree *t = tei_read(a, str_of(path), diag_open(a, stderr));
    CHECK(tei_is_right(a, models, t));
    tei_add(tei_root(t), TEI_ITEM, (Where){0});
    CHECK(!tei_is_right(a, models, t));
    tei_close(t);
}

/* What a look does not see to be right is judged by the library: so only this shows that right manuscripts are seen. */
static void a_right_manuscript_needs_no_library(Arena *a)
{
    glob_t found;
    xmlDoc *rng = xmlReadFile(str_z(a, asset(a, "catchword.rng")), NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);
    const Model *models = tei_models(a, rng);
    CHECK(glob(str_z(a, asset(a, "../tests/golden/*/want.tei")), 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        judge(a, models, found.gl_pathv[i]);
    judge(a, models, str_z(a, asset(a, "../tests/unit/right.tei.xml")));
    globfree(&found);
    xmlFreeDoc(rng);
}

/* Every name that rooms may use is a define of the schema and an elementSpec of the ODD, and none besides. */
static void names_schema_and_odd_agree(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    Str rng = file_load(a, asset(a, "catchword.rng"), d, (Where){0}).bytes;
    Str odd = file_load(a, asset(a, "catchword.odd"), d, (Where){0}).bytes;
    int defines = 0, specs = 0, names = TEI_MAX - TEI_CHARS - 1;
    for (Tag i = TEI_CHARS + 1; i < TEI_MAX; i++) {
        CHECK(str_find(rng, str_format(a, "<element name=\"%s\">", tei_name(i))) >= 0);
        CHECK(str_find(odd, str_format(a, "<elementSpec ident=\"%s\"", tei_name(i))) >= 0);
    }
    for (ptrdiff_t at; (at = str_find(rng, S("<element name="))) >= 0; rng = str_from(rng, at + 1))
        defines++;
    for (ptrdiff_t at; (at = str_find(odd, S("<elementSpec ident="))) >= 0; odd = str_from(odd, at + 1))
        specs++;
    CHECK_INT(defines, names);
    CHECK_INT(specs, names);
}

int main(void)
{
    Arena *a = arena_open();
    what_is_right_is_passed_over(a);
    each_fault_is_said_at_its_place(a);
    a_tree_that_was_made_is_bounded(a);
    a_right_manuscript_needs_no_library(a);
    names_schema_and_odd_agree(a);
    arena_close(a);
    DONE;
}
