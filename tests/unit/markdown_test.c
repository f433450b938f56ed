/* Markdown and notes files: what they become, ids that do not depend on place, and what is refused. */
#include "check.h"
#include "read/read.h"

static Arena *a;

static void write_file(const char *path, Str s)
{
    Out *o = out_open(a, str_of(path));
    out_put(o, s);
    out_close(o);
    out_commit(a);
}

/* The part `k` of this Markdown, saved, without the frame of the document; messages as "line:col code" after a bar. */
static Str read_as(Str md, Str lang)
{
    write_file("book/k.md", md);
    Diag *d = diag_open(a, NULL);
    Tree *t = tei_open();
    Node *div = tei_add(tei_root(t), TEI_DIV, (Where){0});
    Part part = {.key = S("k"), .kind = PART_MARKDOWN, .file = S("k.md"), .lang = lang};
    markdown_read(a, div, &part, S("book"), d);
    Buf b = buf_new(a);
    tei_save(t, &b);
    Str s = buf_str(&b);
    s = str_from(s, str_find(s, S("<div>")) + 6);
    s = str_copy(a, str_sub(s, 0, str_find(s, S("</div>\n</TEI>")) < 0 ? 0 : str_find(s, S("</div>\n</TEI>"))));
    Buf out = buf_new(a);
    buf_put(&out, s);
    for (ptrdiff_t i = 0; i < diag_total(d); i++)
        buf_format(&out, "|%d:%d %s", diag_at(d, i)->at.line, diag_at(d, i)->at.col, diag_name(diag_at(d, i)->code));
    tei_close(t);
    return buf_str(&out);
}

static Str read_md(Str md) { return read_as(md, S("en")); }
static bool has(Str s, const char *what) { return str_find(s, str_of(what)) >= 0; }
static Str said(Str s) { return str_from(s, str_find(s, S("|")) < 0 ? s.n : str_find(s, S("|"))); }

static void sections_nest_and_keep_their_ids(void)
{
    Str s = read_md(S("# Title {#top}\n\n## One {#one}\n\n#### Deep\n\n## Two\n\nSee [one](#one).\n"));
    CHECK_STR(s, S("<head xml:id=\"k.top\" source=\"k.md#line=0,1\">Title</head>\n"
        "<div xml:id=\"k.one\" type=\"section\">\n<head xml:id=\"k.h8f92a316\" source=\"k.md#line=2,3\">One</head>\n"
        "<div xml:id=\"k.h93875b7c.div\" type=\"section\">\n<head xml:id=\"k.h93875b7c\" source=\"k.md#line=4,5\">Deep</head>\n"
        "</div>\n</div>\n"
        "<div xml:id=\"k.h8f285070.div\" type=\"section\">\n<head xml:id=\"k.h8f285070\" source=\"k.md#line=6,7\">Two</head>\n"
        "<p xml:id=\"k.hbf3e0cb4\" source=\"k.md#line=8,9\">See <ref target=\"#k.one\">one</ref>.</p>\n</div>\n"));
}

static void an_id_depends_on_words_and_not_on_place(void)
{
    Str one = read_md(S("Alpha.\n\nBeta.\n")), two = read_md(S("# T\n\nNew.\n\n- x\n\nBeta.\n\nBeta.\n"));
    ptrdiff_t at = str_find(one, S("\">Beta"));
    CHECK(at > 0);
    Str id = str_sub(one, str_find(one, S("Alpha")), at);
    id = str_sub(id, str_find(id, S("k.h")), 11);
    CHECK(has(two, str_z(a, str_format(a, "\"%.*s\"", STR(id)))));
    CHECK(has(two, str_z(a, str_format(a, "\"%.*s.2\"", STR(id)))));
}

static void notes_count_by_their_calls(void)
{
    Str s = read_md(S("A[^z] b[^y] c[^z].\n\n[^y]: Y.\n[^z]: Z[^deep].\n[^deep]: D.\n"));
    CHECK(has(s, "A<ref xml:id=\"k.n.1.ref\" type=\"note\" subtype=\"n\" n=\"1\" target=\"#k.n.1\">1</ref> b"));
    CHECK(has(s, "c<ref xml:id=\"k.n.1.ref.2\" type=\"note\""));
    CHECK(has(s, "<note xml:id=\"k.n.1\" n=\"1\" place=\"end\">\n<p xml:id=\"k.h"));
    CHECK(has(s, "Z<ref xml:id=\"k.n.3.ref\""));
    CHECK(!has(s, "|"));
}

static void blocks(void)
{
    Str s = read_md(S("> Words.\n>\n> --- A *B*\n\n1) x\n2) y\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n***\n\na\\\nb\n"));
    CHECK(has(s, "<cit>\n<quote>\n<p "));
    CHECK(has(s, ">A <hi rend=\"italic\">B</hi></bibl>\n</cit>"));
    CHECK(has(s, "<list type=\"numbered\">\n<label xml:id=\"k.h2961e24b.label\">1)</label>\n<item "));
    CHECK(has(s, "cols=\"2\" rows=\"2\">\n<row role=\"label\">\n<cell source=\"k.md#line=7,8\">a</cell>\n<cell rend=\"right\""));
    CHECK(has(s, "<milestone unit=\"section\"/>"));
    CHECK(has(s, ">a<lb rend=\"break\"/>b</p>"));
    s = read_md(S("```verse\n1. A *b*\n  c\n\nd\n```\n\n```\n  x  y\n\n\tz\n```\n"));
    CHECK(has(s, "<lg type=\"poem\">\n<lg type=\"stanza\">\n<l "));
    CHECK(has(s, ">1. A <hi rend=\"italic\">b</hi></l>"));
    CHECK(has(s, "rend=\"indent2\" source=\"k.md#line=2,3\">c</l>"));
    CHECK(has(s, ">\u00A0\u00A0x\u00A0 y<lb rend=\"break\"/><lb rend=\"break\"/>\u00A0\u00A0\u00A0\u00A0z</ab>"));
    s = read_md(S("![Alt *x*](p/i.png \"Cap\")\n"));
    CHECK(has(s, "<graphic url=\"p/i.png\"/>\n<head>Cap</head>\n<figDesc>Alt <hi rend=\"italic\">x</hi></figDesc>"));
}

static void punctuation_is_set_in_english_only(void)
{
    CHECK(has(read_md(S("\"It's\" -- so...\n")), "“It’s” – so…"));
    CHECK(has(read_as(S("\"Das\" -- so...\n"), S("de")), ">\"Das\" -- so...</p>"));
}

static void faults_are_said(void)
{
    CHECK_STR(said(read_md(S("a <b>x</b>\n\n<div>\n\n<!-- fine -->\n"))), S("|1:3 markdown-html|1:7 markdown-html|3:1 markdown-html"));
    CHECK_STR(said(read_md(S("x\n\n# Late\n\n> ## In\n"))), S("|3:1 markdown-heading|5:3 markdown-heading"));
    CHECK_STR(said(read_md(S("é ![i](x.png)\n\n![o](../x.png)\n"))), S("|1:3 markdown-image|3:1 path-outside"));
    CHECK_STR(said(read_md(S("## A {#B}\n\n## A {#x}\n\n## C {#x}\n"))), S("|1:1 markdown-id|5:1 markdown-id-twice"));
    CHECK_STR(said(read_md(S("a[^x] \\[^y] `[^z]`\n\n[^u]: lost\n"))), S("|1:1 markdown-note-missing|3:1 markdown-note-unused"));
    CHECK_STR(said(read_md(S("[a](#b) [c](k.html) [d](javascript:x) [e](#o.p) [f](#k)\n"))),
        S("|1:9 link-broken|1:21 link-broken|1:1 link-broken"));
    CHECK_STR(said(read_md(S("a\nb\xC3(\n"))), S("|2:2 markdown-not-text"));
    CHECK_STR(said(read_md((Str){"a\0b\n", 4})), S("|1:2 markdown-not-text"));
    Buf b = buf_new(a);
    for (int i = 0; i < 100; i++)
        buf_put(&b, S("> "));
    buf_put(&b, S("x\n"));
    CHECK_STR(said(read_md(buf_str(&b))), S("|1:1 markdown-bound"));
    b.n = 0;
    buf_put(&b, S("a\n\n"));
    for (int i = 0; i < 1001; i++)
        buf_put(&b, S("|-"));
    CHECK_STR(said(read_md(buf_str(&b))), S("|3:1 markdown-bound"));
}

static void notes_files(void)
{
    write_file("book/notes/k.md", S("# Notes\n\n1: Zero.\n\n## series b\n\n1: First *x*\ngoes on.\n\n    Second.\n\n[^2]: Two.\n"
                                    "3*: no\n\nstray\n1: again\n4:\n"));
    Diag *d = diag_open(a, NULL);
    Tree *t = tei_open();
    Part part = {.key = S("k"), .file = S("k.txt"), .lang = S("en"), .notes = S("notes/k.md")};
    Bodies n = notes_read(a, tei_root(t), &part, S("book"), d);
    CHECK_INT(n.n, 3);
    CHECK_STR(n.bodies[0].series, S("a"));
    CHECK_STR(n.bodies[1].series, S("b"));
    CHECK_STR(tei_reading(a, n.bodies[1].note), S("First x goes on. Second."));
    CHECK_STR(tei_reading(a, n.bodies[2].note), S("Two. 3*: no"));
    CHECK_INT(n.bodies[2].at.line, 12);
    CHECK_INT(diag_total(d), 2);                                   /* one without words is still to be filled in */
    CHECK_STR(str_of(diag_name(diag_at(d, 1)->code)), S("notes-twice"));
    CHECK_INT(diag_at(d, 0)->at.line, 15);
    tei_close(t);
}

int main(void)
{
    a = arena_open();
    sections_nest_and_keep_their_ids();
    an_id_depends_on_words_and_not_on_place();
    notes_count_by_their_calls();
    blocks();
    punctuation_is_set_in_english_only();
    faults_are_said();
    notes_files();
    arena_close(a);
    DONE;
}
