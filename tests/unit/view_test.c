#include "check.h"
#include "tei/tei.h"

#define HEAD "<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n <teiHeader><fileDesc><sourceDesc><listBibl>\n" \
    "<bibl xml:id='src.a'><title>A</title> <idno type='file'>a text.txt</idno>" \
    "<extent><measure unit='LF' quantity='%d'/></extent></bibl></listBibl></sourceDesc></fileDesc></teiHeader>\n" \
    "<text><body>%s</body></text></TEI>\n"

static Tree *parsed(Arena *a, const char *name, Str xml, Diag *d)
{
    Str path = str_format(a, "dist/test/tei/%s.xml", name);
    dir_make(S("dist/test/tei"));
    Out *out = out_open(a, path);
    out_put(out, xml);
    out_close(out);
    out_commit(a);
    return tei_read(a, path, d);
}

static Str saved(Arena *a, Tree *t)
{
    Buf b = buf_new(a);
    tei_save(t, &b);
    return buf_str(&b);
}

/* The source of a body, and the same once more after writing and reading. */
static Str source(Arena *a, int lf, const char *body)
{
    Diag *d = diag_open(a, stderr);
    Buf b = buf_new(a), again = buf_new(a);
    Tree *t = parsed(a, "source", str_format(a, HEAD, lf, body), d);
    CHECK(t && tei_roundtrip(t, S("a text.txt"), &b, d));
    Str once = saved(a, t);
    Tree *u = parsed(a, "again", once, d);
    CHECK(u && tei_roundtrip(u, S("a text.txt"), &again, d));
    CHECK_STR(saved(a, u), once);
    CHECK_STR(buf_str(&again), buf_str(&b));
    CHECK_INT(diag_total(d), 0);
    tei_close(t);
    tei_close(u);
    return buf_str(&b);
}

static Str read_p(Arena *a, const char *body, bool calls)
{
    Diag *d = diag_open(a, stderr);
    Tree *t = parsed(a, "reading", str_format(a, HEAD, 1, body), d);
    Node *text = t ? tei_child(tei_root(t), TEI_TEXT) : NULL;
    CHECK(text != NULL);
    Str s = calls ? tei_reading_all(a, text) : tei_reading(a, text);
    tei_close(t);
    return s;
}

#define F "a%20text.txt#line="

static void the_tree_gives_back_the_source(Arena *a)
{
    CHECK_STR(source(a, 0, ""), S(""));
    CHECK_STR(source(a, 4, ""), S("\n\n\n\n"));
    CHECK_STR(source(a, 0, "<p source='" F "0,1'>no end</p>"), S("no end"));
    CHECK_STR(source(a, 5, "<p source='" F "2,3'>x</p>"), S("\n\nx\n\n\n"));
    CHECK_STR(source(a, 2, "<p source='" F "0,1 " F "1,2'>op<surplus>-&#13;</surplus><lb break='no'/>"
        "<surplus>{p. 12} </surplus><pb n='12'/>tunist <choice><sic>l3</sic><corr>13</corr></choice>"
        "<supplied>…</supplied> \t <g type='control' n='000C'/></p>"), S("op-\r\n{p. 12} tunist l3 \t \f\n"));
    CHECK_STR(source(a, 3, "<p source='" F "0,3'>a<lb/>b<lb/>c</p>"), S("a\nb\nc\n"));
}

static void blocks_share_lines_and_stand_inside_others(Arena *a)
{
    CHECK_STR(source(a, 1, "<head source='" F "0,1'>H. </head><p source='" F "0,1'> text</p>"), S("H.  text\n"));
    CHECK_STR(source(a, 4, "<p source='" F "0,1 " F "3,4'>first"
        "<note><p source='" F "1,2 " F "2,3'>n<lb/>o</p></note><lb/>last</p>"),
        S("first\nn\no\nlast\n"));
    CHECK_STR(source(a, 2, "<p source='" F "0,1 " F "1,2'>a <quote source='" F "0,1'>q<lb/>r</quote> b"
        "<ref type='note' source='notes.md#line=7,8'>1</ref></p>"), S("a q\nr b1\n"));
    CHECK_STR(source(a, 2, "<list><item source='" F "0,1'>i</item><item><p source='" F "1,2'>j</p></item></list>"),
        S("i\nj\n"));
    CHECK_STR(source(a, 1, "<div source='" F "0,1'><head>[Untitled]</head><p source='notes.md#line=0,1'>x</p><p>y</p>"
        "<p source='" F "0,1'>z</p></div>"), S("z\n"));
    CHECK_STR(source(a, 2, "<quote source='" F "0,1 " F "1,2'>direct<lb/> words</quote>"), S("direct\n words\n"));
}

static void the_reading_view(Arena *a)
{
    CHECK_STR(read_p(a, "<head>  H </head><p>op<surplus>-</surplus><lb break='no'/>tunist\n <choice><sic>l3</sic>"
        "<corr>13</corr></choice><ref type='note'>4</ref><note><p>body</p></note>, so<lb/>be "
        "<hi>i</hi>t\xC2\xA0 \xE2\x80\x83!</p>", false),
        S("H optunist 13, so be it\xC2\xA0 !"));
    CHECK_STR(read_p(a, "<p>a<ref type='note' n='13'><choice><sic>l3</sic><corr>13</corr></choice></ref> b</p>", true),
        S("a13 b"));
    CHECK_STR(read_p(a, "<list><item>one<list><item>two</item></list>three</item></list>", false), S("one two three"));
    CHECK_STR(read_p(a, "<p>x<quote>in</quote>y</p><p>z</p>", false), S("xiny z"));
}

static void pointers(Arena *a)
{
    Tree *t = tei_open();
    Node *p = tei_add(tei_root(t), TEI_P, (Where){0});
    Origin *o;
    CHECK_INT(tei_origins(a, p, &o), 0);
    tei_add_origin(p, S("a b#%\xC3\xA9.txt"), 1);
    tei_add_origin(p, S("x"), 70001);
    CHECK_STR(tei_get(p, ATT_SOURCE), S("a%20b%23%25\xC3\xA9.txt#line=0,1 x#line=70000,70001"));
    CHECK_INT(tei_origins(a, p, &o), 2);
    CHECK_STR(o[0].file, S("a b#%\xC3\xA9.txt"));
    CHECK_INT(o[1].line, 70001);
    tei_set(p, ATT_SOURCE, S("#src x#line=3,3 x#line=2,5 x#line=99999999999,99999999999999"));
    CHECK_INT(tei_origins(a, p, &o), 4);
    CHECK(o[0].line == 0 && o[1].line == 0 && o[2].line == 3 && o[2].last == 5 && o[3].line == 0);
    tei_close(t);
}

static void faults_are_told(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    Buf b = buf_new(a);
    const char *body = "<p source='" F "0,1'>a<lb/>b</p>\n\n<p source='" F "8,9'>c</p>";
    Tree *t = parsed(a, "faults", str_format(a, HEAD, 1, body), d);
    CHECK(t && tei_roundtrip(t, S("a text.txt"), &b, d));
    CHECK_INT(diag_total(d), 2);
    CHECK(diag_at(d, 0)->code == TEI_LINE_UNNAMED && diag_at(d, 0)->at.line == 4);
    CHECK(diag_at(d, 1)->code == TEI_LINE_PAST_END && diag_at(d, 1)->at.line == 6 && diag_at(d, 1)->at.col == 1);
    CHECK(!tei_roundtrip(t, S("b.txt"), &b, d));
    CHECK(diag_at(d, 2)->code == TEI_SOURCE_UNKNOWN);
    tei_close(t);
}

static void told(Arena *a, Str xml, DiagCode code, int line, int col)
{
    Diag *d = diag_open(a, NULL);
    CHECK(!parsed(a, "hostile", xml, d));
    CHECK_INT(diag_total(d), 1);
    if (diag_total(d) == 0)
        return;
    const Message *m = diag_at(d, 0);
    CHECK_STR(str_of(diag_name(m->code)), str_of(diag_name(code)));
    CHECK_INT(m->at.line, line);
    CHECK_INT(m->at.col, col);
}

static void hostile_files_are_refused(Arena *a)
{
    told(a, S("<!DOCTYPE TEI [\n<!ENTITY a \"aaaa\"> <!ENTITY b \"&a;&a;\">]><TEI>&b;</TEI>"), TEI_DECLARATION, 2, 18);
    told(a, S("<!DOCTYPE TEI [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><TEI>&a;</TEI>"), TEI_DECLARATION, 1, 56);
    told(a, S("<!DOCTYPE TEI [<!ATTLIST TEI a CDATA \"x\">]><TEI/>"), TEI_DECLARATION, 1, 41);
    told(a, S("<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n<text>\xC3\xA9</body></TEI>"), TEI_NOT_WELL_FORMED, 2, 15);
    told(a, S("<html/>"), TEI_NOT_TEI, 1, 1);
    told(a, S("<TEI/>"), TEI_NOT_TEI, 1, 1);
    told(a, S(""), TEI_NOT_WELL_FORMED, 1, 1);
    told(a, S("a\n\xFF"), TEI_NOT_UTF8, 2, 1);
    told(a, S("<\0T\0E\0"), TEI_NOT_UTF8, 1, 2);
    told(a, S("<TEI xmlns='http://www.tei-c.org/ns/1.0'>&x;</TEI>"), TEI_NOT_WELL_FORMED, 1, 45);
    told(a, S("<!DOCTYPE TEI SYSTEM \"http://h.invalid/x\"><TEI xmlns='http://www.tei-c.org/ns/1.0'>&x;</TEI>"),
        TEI_NOT_WELL_FORMED, 1, 87);
    Buf b = buf_new(a);
    buf_put(&b, S("<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n"));
    for (int i = 0; i < 100000; i++)
        buf_put(&b, S("<div>"));
    told(a, buf_str(&b), TEI_TOO_DEEP, 2, 199 * 5 + 1);
}

/* Three megabytes: places far beyond 65535 lines, and one run of text longer than the library likes. */
static void long_files_keep_true_places(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    Buf b = buf_new(a);
    buf_put(&b, S("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>"));
    for (int i = 0; i < 200000; i++)
        buf_put(&b, S("<p\n/> "));
    buf_put(&b, S("\xE2\x80\xA6<p xml:id='last'>"));
    for (int i = 0; i < 1100000; i++)
        buf_put(&b, S("0123456789"));
    buf_put(&b, S("</p></body></text></TEI>"));
    Tree *t = parsed(a, "long", buf_str(&b), d);
    CHECK(t != NULL);
    Where w = tei_where(tei_find(t, S("last")));
    CHECK_INT(w.line, 200001);
    CHECK_INT(w.col, 5);
    CHECK_INT(tei_reading(a, tei_find(t, S("last"))).n, 11000000);
    tei_close(t);
}

/* What names.def knows and what it does not, references in values and in characters, and characters in pieces. */
static void a_file_is_read_as_it_stands(Arena *a)
{
    Diag *d = diag_open(a, stderr);
    Tree *t = parsed(a, "stands", S("<TEI xmlns='http://www.tei-c.org/ns/1.0' xmlns:o='urn:o'><text><body>"
        "<p o:n='1' n='a &amp; &#38;b &lt; &quot;' xml:id='i' wrong='2'>x &amp;<!-- no -->&#38; <![CDATA[<y>]]>&gt;"
        "<o:thing/><hi>z</hi></p><o:thing n=''/></body></text></TEI>"), d);
    Node *p = tei_find(t, S("i"));
    CHECK_STR(tei_get(p, ATT_N), S("a & &b < \""));
    CHECK_STR(tei_content(tei_first(p)), S("x && <y>>"));
    CHECK_INT(tei_tag(tei_next(tei_first(p))), TEI_NONE);
    CHECK_INT(tei_tag(tei_last(p)), TEI_HI);
    CHECK_STR(str_from(saved(a, t), 94), S("\n<p xml:id=\"i\" n=\"a &amp; &amp;b &lt; &quot;\" o:n=\"1\" "
        "wrong=\"2\">x &amp;&amp; &lt;y&gt;&gt;<thing/><hi>z</hi></p>\n<thing n=\"\"/>\n</body>\n</text>\n</TEI>\n"));
    CHECK_INT(diag_total(d), 0);
    tei_close(t);
}

int main(void)
{
    Arena *a = arena_open();
    the_tree_gives_back_the_source(a);
    blocks_share_lines_and_stand_inside_others(a);
    the_reading_view(a);
    pointers(a);
    faults_are_told(a);
    hostile_files_are_refused(a);
    long_files_keep_true_places(a);
    a_file_is_read_as_it_stands(a);
    arena_close(a);
    DONE;
}
