/* A raw text and its marks: what they become, and what is said of marks that are wrong.  Each tree that is made is checked
   against the schema; text_read itself ends the process where a character is lost. */
#include "check.h"
#include "pack/pack.h"
#include "read/read.h"

static Arena *a;
static const Losses losses = {{"[lost]", 6}, {"[link lost]", 11}};

static void write_file(const char *path, Str s)
{
    Out *o = out_open(a, str_of(path));
    out_put(o, s);
    out_close(o);
    out_commit(a);
}

static Node *new_text(Tree *t)
{
    Where at = {0};
    Node *file = tei_add(tei_add(tei_root(t), TEI_TEIHEADER, at), TEI_FILEDESC, at);
    tei_chars(tei_add(tei_add(file, TEI_TITLESTMT, at), TEI_TITLE, at), S("x"));
    tei_chars(tei_add(tei_add(file, TEI_PUBLICATIONSTMT, at), TEI_P, at), S("x"));
    tei_chars(tei_add(tei_add(file, TEI_SOURCEDESC, at), TEI_P, at), S("x"));
    return tei_add(tei_root(t), TEI_TEXT, at);
}

static Part part_of(const char *text, ptrdiff_t n, const char *marks)
{
    Str bytes = {text, n};
    write_file("texts/a.txt", bytes);
    write_file("book/a.marks", str_format(a, "catchword-marks 1\nsource a.txt sha256 %.*s\n%s", STR(digest_sha256(a, bytes)), marks));
    return (Part){.key = S("t"), .file = S("a.txt"), .marks = S("a.marks")};
}

/* The body as it is saved, without new lines between blocks; then messages as "|line:col code". */
static Str woven_bytes(const char *text, ptrdiff_t n, const char *marks, bool valid)
{
    Diag *d = diag_open(a, NULL);
    Tree *t = tei_open();
    Node *into = new_text(t);
    Part p = part_of(text, n, marks);
    text_read(a, into, &p, losses, S("book"), S("texts"), d);
    if (valid)
        tei_validate(t, str_format(a, "%s/assets/catchword.rng", getenv("SOURCE") ? getenv("SOURCE") : "."), d);
    Buf b = buf_new(a), out = buf_new(a);
    tei_save(t, &b);
    Str s = buf_str(&b);
    ptrdiff_t from = str_find(s, S("<body>")), to = str_find(s, S("</text>"));
    for (ptrdiff_t i = from + 6; from >= 0 && i < to; i++)
        if (s.s[i] != '\n')
            buf_byte(&out, s.s[i]);
    for (ptrdiff_t i = 0; i < diag_total(d); i++) {
        const Message *m = diag_at(d, i);
        buf_format(&out, "|%.*s:%d:%d %s", STR(m->at.file), m->at.line, m->at.col, diag_name(m->code));
    }
    tei_close(t);
    return buf_str(&out);
}

static Str woven(const char *text, const char *marks) { return woven_bytes(text, (ptrdiff_t)strlen(text), marks, true); }

/* The same without ids and origins, for tests of other things. */
static Str plain(const char *text, const char *marks)
{
    Str s = woven(text, marks);
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        Str rest = str_from(s, i);
        bool id = str_starts(rest, S(" xml:id=\"")), source = str_starts(rest, S(" source=\""));
        if (id || source)
            i += str_find(str_from(rest, 9), S("\"")) + 9;
        else
            buf_byte(&b, s.s[i]);
    }
    return buf_str(&b);
}

static Str reading_of(const char *text, const char *marks)
{
    Tree *t = tei_open();
    Node *into = new_text(t);
    Part p = part_of(text, (ptrdiff_t)strlen(text), marks);
    text_read(a, into, &p, losses, S("book"), S("texts"), diag_open(a, NULL));
    Str s = str_copy(a, tei_reading_all(a, tei_child(into, TEI_BODY)));
    tei_close(t);
    return s;
}

static bool has(Str s, const char *what) { return str_find(s, str_of(what)) >= 0; }
static Str said(Str s) { return str_from(s, str_find(s, S("|")) < 0 ? s.n : str_find(s, S("|"))); }

static void lines_are_paragraphs(void)
{
    CHECK_STR(woven("A\n\nB \n", ""), S("<p xml:id=\"t.l0001\" source=\"a.txt#line=0,1\">A</p>"
        "<p xml:id=\"t.l0003\" source=\"a.txt#line=2,3\">B </p></body>"));
    CHECK_STR(plain("", ""), S("<p/></body>"));
    CHECK_STR(plain("\n\n", ""), S("<p/></body>"));
    CHECK_STR(plain("no line feed", ""), S("<p>no line feed</p></body>"));
}

static void odd_characters_stay(void)
{
    CHECK_STR(plain("\xEF\xBB\xBF" "A\r\n\t\r\n\fB\n", ""), S("<p><surplus reason=\"byte-order-mark\">\xEF\xBB\xBF</surplus>A"
        "<surplus reason=\"line-end\">&#13;</surplus></p><ab type=\"blank\"><surplus reason=\"blank\">\t"
        "<surplus reason=\"line-end\">&#13;</surplus></surplus></ab><p><g type=\"control\" n=\"000C\"/>B</p></body>"));
}

static void headings_make_sections(void)
{
    Str s = woven("T\nOne\nx\nTwo\nlines\ny\nThree\n", "title 1\nh1 2 type=chapter\nh2 4-5 short=\"2\"\nh1 7\n");
    CHECK_STR(s, S("<head xml:id=\"t.l0001\" type=\"title\" source=\"a.txt#line=0,1\">T</head>"
        "<div xml:id=\"t.l0002.div\" type=\"chapter\"><head xml:id=\"t.l0002\" source=\"a.txt#line=1,2\">One</head>"
        "<p xml:id=\"t.l0003\" source=\"a.txt#line=2,3\">x</p><div xml:id=\"t.l0004.div\" type=\"section\">"
        "<head xml:id=\"t.l0004\" n=\"2\" source=\"a.txt#line=3,4 a.txt#line=4,5\">Two<lb/>lines</head>"
        "<p xml:id=\"t.l0006\" source=\"a.txt#line=5,6\">y</p></div></div>"
        "<div xml:id=\"t.l0007.div\" type=\"section\"><head xml:id=\"t.l0007\" source=\"a.txt#line=6,7\">Three</head></div></body>"));
    CHECK_STR(said(plain("A\n", "h3 1\nh1 1\n")), S("|a.marks:4:1 mark-twice"));
    CHECK_STR(said(plain("A\nB\n", "h1 1\nh3 2\n")), S("|a.marks:4:1 heading-level-jump"));
}

static void titles_may_be_the_editors(void)
{
    CHECK_STR(plain("a\nb\n", "title \"[Four]\"\nh1 before 2 \"[Chapter 9]\"\n"), S("<head type=\"title\">"
        "<supplied reason=\"no-title\" resp=\"#ed\">[Four]</supplied></head><p>a</p><div type=\"section\"><head type=\"untitled\">"
        "<supplied reason=\"no-title\" resp=\"#ed\">[Chapter 9]</supplied></head><p>b</p></div></body>"));
}

static void words_after_a_division_get_one_of_their_own(void)
{
    CHECK_STR(plain("A\nx\nB\ny\nz\n", "h1 1\nh2 3\nend 2 before 5\n"), S("<div type=\"section\"><head>A</head><p>x</p>"
        "<div type=\"section\"><head>B</head><p>y</p></div><div type=\"continued\"><p>z</p></div></div></body>"));
    CHECK_STR(plain("(1) X\nx\ny\nc\n", "document 1-2 n=1\ncaption 4\n"), S("<div type=\"document\" n=\"1\"><head>(1) X</head>"
        "<div type=\"extract\"><p>x</p></div></div><div type=\"continued\"><p>y</p>"
        "<ab type=\"left-out\" subtype=\"caption\"><surplus reason=\"caption\">c</surplus></ab></div></body>"));
}

static void quotations_nest(void)
{
    CHECK_STR(plain("q\nr\n(src)\nx\n", "quote 1-2 bibl=3\nquote 2\n"), S("<cit><quote><p>q</p><quote><p>r</p></quote></quote>"
        "<bibl>(src)</bibl></cit><p>x</p></body>"));
    CHECK_STR(plain("q (src)\n", "split 1 before \"(src\"\nquote 1.1 bibl=1.2\n"),
              S("<cit><quote><p>q </p></quote><bibl>(src)</bibl></cit></body>"));
    CHECK_STR(plain("q\n{p. 2} r\n", "work w \"A Book\" short=\"Book\"\nquote 1 work=w\nquote 2 work=w\nrule pages \"{p. N}\"\n"),
              S("<cit><quote corresp=\"#t.w\"><p>q</p></quote><bibl><supplied reason=\"no-source\" resp=\"#ed\">[Book]</supplied></bibl></cit>"
        "<quote corresp=\"#t.w\"><p><surplus reason=\"page-marker\">{p. 2} </surplus><pb n=\"2\"/>r</p></quote></body>"));
    CHECK_STR(said(plain("a\nb\nc\n", "quote 1-2\nquote 2-3\n")), S("|a.marks:4:1 mark-overlap"));
    CHECK_STR(said(plain("a\nb\nc\n", "quote 1-3\nh1 2\n")), S("|a.marks:4:1 mark-overlap"));
}

static void verse_lists_and_speeches(void)
{
    CHECK_STR(plain("a\n  b\n\nc\n", "verse 1-4\n"), S("<lg type=\"poem\"><lg type=\"stanza\"><l>a</l><l rend=\"indent2\">  b</l></lg>"
        "<lg type=\"stanza\"><l>c</l></lg></lg></body>"));
    CHECK_STR(plain("a\n\nb\n", "verse 1-3\n"), S("<lg><l>a</l><l>b</l></lg></body>"));
    CHECK_STR(plain("1. a\n2. b\nc\n", "list 1-2 kind=numbered\n"), S("<list type=\"numbered\"><label>1. </label><item>a</item>"
        "<label>2. </label><item>b</item></list><p>c</p></body>"));
    CHECK_STR(plain("1. a\nb\n", "list 1-2 kind=numbered\n"), S("<list type=\"numbered\"><item>1. a</item><item>b</item></list></body>"));
    CHECK_STR(plain("x\ny\nz\n", "list 1-3\nitem 1-2\n"), S("<list type=\"simple\"><item>x<lb/>y</item><item>z</item></list></body>"));
    CHECK_STR(plain("Ann: Go.\nShe went.\n{p. 3} Bob: No\n", "rule pages \"{p. N}\"\ndialogue 1-3\n"), S("<sp><speaker>Ann: </speaker>"
        "<p>Go.</p><p>She went.</p></sp><sp><speaker><surplus reason=\"page-marker\">{p. 3} </surplus><pb n=\"3\"/>Bob: </speaker>"
        "<p>No</p></sp></body>"));
}

static void what_opens_and_closes_stands_at_the_edges(void)
{
    CHECK_STR(plain("T\ncap\nby X\np\nParis\nq\nRome\n", "title 1\ncaption 2\nbyline 3\ndateline 5\ndateline 7\n"),
        S("<head type=\"title\">T</head><byline>by X</byline><ab type=\"left-out\" subtype=\"caption\"><surplus reason=\"caption\">"
          "cap</surplus></ab><p>p</p><ab type=\"dateline\">Paris</ab><p>q</p><dateline>Rome</dateline></body>"));
    CHECK_STR(plain("a\ne\n* * *\nb\n", "standfirst 1\nepigraph 2\nornament 3\n"), S("<ab type=\"standfirst\">a</ab>"
        "<quote type=\"epigraph\"><p>e</p></quote><milestone rend=\"ornament\" unit=\"section\"/><ab type=\"ornament\">"
        "<surplus reason=\"ornament\">* * *</surplus></ab><p>b</p></body>"));
}

static void joins(void)
{
    const char *pages = "rule pages \"{p. N}\"\n";
    CHECK_STR(woven("an op-\nnote\n{p. 12} tunist\n", "rule pages \"{p. N}\"\njoin 1 3 hyphen=drop\n"),
        S("<p xml:id=\"t.l0001\" source=\"a.txt#line=0,1 a.txt#line=2,3\">an op<surplus reason=\"hyphen\">-</surplus><lb break=\"no\"/>"
          "<surplus reason=\"page-marker\">{p. 12} </surplus><pb xml:id=\"t.pb.12\" n=\"12\" source=\"a.txt#line=2,3\"/>tunist</p>"
          "<p xml:id=\"t.l0002\" source=\"a.txt#line=1,2\">note</p></body>"));
    CHECK_STR(reading_of("self-\n{p. 2} made\n", str_z(a, str_format(a, "%sjoin 1 2 hyphen=keep\n", pages))), S("self-made"));
    CHECK_STR(reading_of("the nomen-\n{p. 2} nomenklatura\n", str_z(a, str_format(a, "%sjoin 1 2 hyphen=drop drop=\"nomen\"\n", pages))), S("the nomenklatura"));
    CHECK_STR(reading_of("wha \n  he\n", "join 1 2 insert=\"t\"\n"), S("whathe"));
    CHECK_STR(reading_of("a\n\n\nb\nc\n", "join 1 4\njoin 4 5\n"), S("a b c"));
    CHECK_STR(said(plain("a\nb\n", "join 1 2 hyphen=drop\n")), S("|a.marks:3:10 join-impossible"));
    CHECK_STR(said(plain("a\nb\nc\n", "join 1 2\njoin 1 3\n")), S("|a.marks:4:1 join-impossible"));
    CHECK_STR(said(plain("a\nb\n", "caption 1\njoin 1 2\n")), S("|a.marks:4:1 join-impossible"));
    CHECK_STR(plain("a\nb\n\nc\n", "rule paragraphs wrapped\n"), S("<p>a<lb/>b</p><p>c</p></body>"));
    CHECK_STR(plain("a\nb\nc\n", "rule paragraphs wrapped\nquote 2\n"), S("<p>a</p><quote><p>b</p></quote><p>c</p></body>"));
}

static void calls_follow_their_sequence(void)
{
    Str s = plain("x. (1) In (1930) y (2), l3\n(4)\n", "rule notes \"(N)\" series=a last=4\ncall 1 \"l3\" n=3\n");
    CHECK_STR(s, S("<p>x.<surplus reason=\"blank\"> </surplus><ref type=\"note\" subtype=\"a\" n=\"1\" target=\"#t.a.1\">"
        "<surplus reason=\"note-mark\">(</surplus>1<surplus reason=\"note-mark\">)</surplus></ref> In (1930) y"
        "<surplus reason=\"blank\"> </surplus><ref type=\"note\" subtype=\"a\" n=\"2\" target=\"#t.a.2\"><surplus reason=\"note-mark\">("
        "</surplus>2<surplus reason=\"note-mark\">)</surplus></ref>,<surplus reason=\"blank\"> </surplus><ref type=\"note\" subtype=\"a\" "
        "n=\"3\" target=\"#t.a.3\"><choice><sic>l3</sic><corr type=\"capture\">3</corr></choice></ref></p><p><ref type=\"note\" "
        "subtype=\"a\" n=\"4\" target=\"#t.a.4\"><surplus reason=\"note-mark\">(</surplus>4<surplus reason=\"note-mark\">)</surplus>"
        "</ref></p></body>"));
    s = woven("a.\xC2\xB9 b\xC2\xB2 c\xC2\xB9\xE2\x81\xB0\n", "rule notes superscript series=a\nmissing 3-9 series=a\n");
    CHECK(has(s, "<ref xml:id=\"t.a.10.ref\" type=\"note\" subtype=\"a\" n=\"10\" target=\"#t.a.10\" source=\"a.txt#line=0,1\">"
                 "<choice><orig>\xC2\xB9\xE2\x81\xB0</orig><reg>10</reg></choice></ref>"));
    CHECK_STR(said(s), S(""));
    CHECK_STR(reading_of("camp.\"1 In 1937, 1,400 of 2nd; one2 44%\n", "rule notes glued series=g last=2\n"), S("camp.\"1 In 1937, 1,400 of 2nd; one2 44%"));
    s = woven("camp.\"1 In 1937, 1,400 of 2nd; one2 44%\n", "rule notes glued series=g last=2\n");
    CHECK(has(s, "t.g.1.ref") && has(s, "t.g.2.ref") && !has(s, "t.g.2.ref.2"));
}

static void what_is_out_of_sequence_is_said(void)
{
    CHECK_STR(said(woven("(1) (3) (4)\n", "rule notes \"(N)\" series=a\n")), S("|a.txt:1:5 note-out-of-sequence"));
    CHECK_STR(said(woven("(1) (9) (2)\n", "rule notes \"(N)\" series=a\n")), S("|a.txt:1:5 note-out-of-sequence"));
    CHECK_STR(said(woven("(1) (9) (2)\n", "rule notes \"(N)\" series=a\nnocall 1 \"(9)\"\n")), S(""));
    CHECK_STR(said(woven("(1)\n", "rule notes \"(N)\" series=a last=2\n")), S("|a.marks:3:1 note-out-of-sequence"));
    CHECK_STR(said(woven("x\n", "call 1 \"x\" n=1 series=z\n")), S("|a.marks:3:1 note-series-unknown"));
    CHECK_STR(said(woven("a (1)\nb (1)\n", "rule notes \"(N)\" series=a lines=1\nrule notes \"(N)\" series=b lines=2\n")), S(""));
}

static void notes_of_the_source(void)
{
    Str s = woven("x.* y (1)\n* Star.\n[1] One.\nMore.\n", "rule notes \"(N)\" series=a\nbody 2 call=1 \"*\"\nrule bodies \"[N]\" lines=3-4 series=a\n");
    CHECK(has(s, "x.<ref xml:id=\"t.s.1.ref\" type=\"note\" subtype=\"s\" n=\"*\" target=\"#t.s.1\" source=\"a.txt#line=0,1\">*</ref> y"));
    CHECK(has(s, "<back><div type=\"notes\"><note xml:id=\"t.s.1\" n=\"*\" place=\"end\"><p xml:id=\"t.l0002\" source=\"a.txt#line=1,2\">"
                 "<surplus reason=\"note-mark\">* </surplus>Star.</p></note><note xml:id=\"t.a.1\" n=\"1\" place=\"end\">"
                 "<p xml:id=\"t.l0003\" source=\"a.txt#line=2,3\"><surplus reason=\"note-mark\">[1] </surplus>One.</p>"
                 "<p xml:id=\"t.l0004\" source=\"a.txt#line=3,4\">More.</p></note></div></back>"));
    s = plain("In 1938.\n", "ednote 1 after \"1938\" \"It cannot be.\"\n");
    CHECK_STR(s, S("<p>In 1938<ref type=\"note\" subtype=\"ed\" n=\"1\" target=\"#t.ed.1\"><supplied reason=\"editor-note\" resp=\"#ed\">[1]"
        "</supplied></ref>.</p></body><back><div type=\"notes\"><note n=\"1\" place=\"end\" resp=\"#ed\"><p>It cannot be.</p></note></div></back>"));
}

static void editing(void)
{
    CHECK_STR(plain("give away\n", "emend 1 \"away\" \"way\" type=author cert=high\n"),
              S("<p>give <choice><sic>away</sic><corr type=\"author\" cert=\"high\">way</corr></choice></p></body>"));
    CHECK_STR(reading_of("rife I think\n", "supply 1 after \"rife\" \"…\"\n"), S("rife […] I think"));
    CHECK_STR(reading_of("{p. 2} rife\n", "rule pages \"{p. N}\"\nsupply 1 start \"The\"\n"), S("[The]rife"));
    CHECK_STR(reading_of("Georgia on .\n", "gap 1 after \"on \" reason=link-lost\n"), S("Georgia on [lost]."));
    CHECK_STR(reading_of("the the end\n", "omit 1 \"the \"#2 reason=doubled\n"), S("the end"));
    CHECK_STR(reading_of("see a.html.\n", "link 1 \"a.html\"\n"), S("see [link lost]."));
    CHECK_STR(reading_of("Ivanov x\n", "unclear 1 \"Ivanov\" cert=low\n"), S("Ivanov[?] x"));
    CHECK_STR(plain("a mot b\n", "foreign 1 \"mot\" lang=fr\nhi 1 \"a mot\" rend=bold\nxref 1 \"b\" to=1\n"),
              S("<p><hi rend=\"bold\">a <foreign xml:lang=\"fr\">mot</foreign></hi> <ref target=\"#t.l0001\">b</ref></p></body>"));
    CHECK_STR(said(plain("abcdef\n", "hi 1 \"abc\"\nhi 1 \"cde\"\n")), S("|a.marks:4:1 mark-overlap"));
    CHECK_STR(plain("{p, 3} a\n", "page 1 \"{p, 3}\" n=3\n"), S("<p><surplus reason=\"page-marker\">{p, 3} </surplus><pb n=\"3\"/>a</p></body>"));
    CHECK_STR(plain("a b\n", "page 1 \"b\" n=3\n"), S("<p>a <pb n=\"3\"/>b</p></body>"));
}

static void rules_of_a_text(void)
{
    CHECK_STR(plain("a *b\nc* d\n", "rule emphasis \"*\"\njoin 1 2\n"), S("<p>a <surplus reason=\"emphasis\">*</surplus><hi rend=\"italic\">b</hi>"
        "<lb/><hi rend=\"italic\">c</hi><surplus reason=\"emphasis\">*</surplus> d</p></body>"));
    CHECK_STR(said(plain("a *b\n", "rule emphasis \"*\"\n")), S("|a.txt:1:3 emphasis-open"));
    CHECK_STR(plain("{q}\n{q} a {e}\n", "rule tokens \"{q}\" \"{e}\"\n"), S("<ab type=\"left-out\" subtype=\"token\">"
        "<surplus reason=\"token\">{q}</surplus></ab><p><surplus reason=\"token\">{q} </surplus>a <surplus reason=\"token\">{e}</surplus></p></body>"));
    CHECK_STR(plain("a {b {c}} d\n{e}\n", "voice v \"V\"\nrule braces voice=v\n"),
              S("<p>a <seg resp=\"#t.v\">{b {c}}</seg> d</p><p resp=\"#t.v\">{e}</p></body>"));
    CHECK_STR(plain("a {b\nc} d\n", "voice v \"V\"\njoin 1 2\nrule braces voice=v\n"),
              S("<p>a <seg resp=\"#t.v\">{b</seg><lb/><seg resp=\"#t.v\">c}</seg> d</p></body>"));
    CHECK_STR(plain("a\nb [L. T.]\n", "voice v \"V\"\nvoice w \"W\"\nsays v 1-2\nsays w 2 \"[L. T.]\"\n"),
              S("<p resp=\"#t.v\">a</p><p resp=\"#t.v\">b <seg resp=\"#t.w\">[L. T.]</seg></p></body>"));
    CHECK_STR(said(plain("a\n", "says v 1\n")), S("|a.marks:3:1 voice-unknown"));
    CHECK_STR(woven("{p. 1} {p. xi} {p. 1}\n", "work w \"W\"\nwork x \"X\"\nrule pages \"{p. N}\" ed=w\n"),
        S("<ab xml:id=\"t.l0001\" type=\"left-out\" subtype=\"page-marker\" source=\"a.txt#line=0,1\">"
          "<surplus reason=\"page-marker\">{p. 1} </surplus><pb xml:id=\"t.pb.w.1\" n=\"1\" ed=\"#t.w\" source=\"a.txt#line=0,1\"/>"
          "<surplus reason=\"page-marker\">{p. xi} </surplus><pb xml:id=\"t.pb.w.xi\" n=\"xi\" ed=\"#t.w\" source=\"a.txt#line=0,1\"/>"
          "<surplus reason=\"page-marker\">{p. 1}</surplus><pb xml:id=\"t.pb.w.1.2\" n=\"1\" ed=\"#t.w\" source=\"a.txt#line=0,1\"/></ab></body>"));
}

static void quotation_marks_by_nesting(void)
{
    const char *dbl = "rule quotes outer=double\n", *sgl = "rule quotes outer=single\n";
    CHECK_STR(plain("\"It's 'so',\" he\n", dbl), S("<p><choice><orig>\"</orig><reg>“</reg></choice>It<choice><orig>'</orig><reg>’</reg>"
        "</choice>s <choice><orig>'</orig><reg>‘</reg></choice>so<choice><orig>'</orig><reg>’</reg></choice>,<choice><orig>\"</orig>"
        "<reg>”</reg></choice> he</p></body>"));
    CHECK_STR(reading_of("'The workers' councils' end. 'Tis \" ... open\" in the '30s (\"so\")\n", dbl),
              S("‘The workers’ councils’ end. ’Tis “ ... open” in the ’30s (“so”)"));
    CHECK_STR(reading_of("'12 to 13 million' in '37, '37. ‘90s, 'em: 'em'\n", sgl), S("‘12 to 13 million’ in ’37, ’37. ’90s, ’em: ‘em’"));
    CHECK_STR(reading_of("'A\n'1) b\n'12 c.'\n", "quote 1-3\nlist 2-3 kind=numbered\nrule quotes outer=single\n"), S("A 1) b 12 c."));
    CHECK_STR(reading_of("'A \"b\" c\n'd.'\n", "quote 1-2\nrule quotes outer=single\n"), S("A ‘b’ c d."));
    CHECK_STR(reading_of("\"A 'b' c.\"\n", "quote 1\nrule quotes outer=double\n"), S("A “b” c."));
    CHECK_STR(reading_of("\"A 'b \"c\" d' e.\" (1)\n", "quote 1\nrule notes \"(N)\"\nrule quotes outer=double\n"), S("A “b ‘c’ d” e.1"));
    CHECK_STR(reading_of("'A.' he said, 'B.'\n", "quote 1\nrule quotes outer=single\n"), S("‘A.’ he said, ‘B.’"));
    CHECK_STR(reading_of("\"A\n\"'b.\n\"'c.'\nd\"\n", "quote 1-4\nquote 2-3\nrule quotes outer=double\n"), S("A b. c. d"));
    CHECK_STR(reading_of("'The masses' aloof\n'b.'\n", "quote 1-2\nrule quotes outer=single\n"), S("The masses’ aloof b."));
    CHECK_STR(reading_of("'A' \"b\"\n", sgl), S("‘A’ “b”"));
    CHECK_STR(reading_of("\"A 'rivr.\"\n", "quote 1\nemend 1 \"rivr.\\\"\" \"river'.\\\"\"\nrule quotes outer=double\n"), S("A “river”."));
    CHECK_STR(reading_of("end.''1 so\n", "rule notes glued\nrule quotes outer=double\n"), S("end.”1 so"));
    CHECK_STR(reading_of("\"A 'b c.'-\n\n' d\" e\n", "join 1 3 hyphen=drop\nrule quotes outer=double\n"), S("“A ‘b c.’’ d” e"));
    CHECK_STR(plain("end.'{p. 2}' so\n", "rule pages \"{p. N}\"\nrule quotes outer=double\n"), S("<p>end."
        "<choice><orig>'</orig><reg>\xE2\x80\x99</reg></choice><surplus reason=\"page-marker\">{p. 2}</surplus><pb n=\"2\"/>"
        "<choice><orig>'</orig><reg>\xE2\x80\x99</reg></choice> so</p></body>"));
    CHECK_STR(plain("end.'x so\n", "emend 1 \"x\" \"'\"\nrule quotes outer=double\n"), S("<p>end."
        "<choice><orig>'</orig><reg>\xE2\x80\x99</reg></choice>"
        "<choice><sic>x</sic><corr type=\"capture\">\xE2\x80\x99</corr></choice> so</p></body>"));
    CHECK_STR(said(plain("a\n", "rule quotes outer=triple\n")), S("|a.marks:3:13 mark-syntax"));
}

static void marks_files_are_read_strictly(void)
{
    CHECK_STR(said(plain("a\n", "colour 1\n")), S("|a.marks:3:1 mark-unknown"));
    CHECK_STR(said(plain("a\n", "h1 \n")), S("|a.marks:3:4 mark-syntax"));
    CHECK_STR(said(plain("a\n", "h1 1 colour=red\n")), S("|a.marks:3:6 mark-syntax"));
    CHECK_STR(said(plain("a\n", "h1 1 2\n")), S("|a.marks:3:6 mark-syntax"));
    CHECK_STR(said(plain("a\n", "emend 1 \"a\n")), S("|a.marks:3:9 mark-syntax"));
    CHECK_STR(said(plain("a\n", "quote 1-2\n")), S("|a.marks:3:7 mark-past-end"));
    CHECK_STR(said(plain("a\n", "quote 0\n")), S("|a.marks:3:7 mark-past-end"));
    CHECK_STR(said(plain("a\n", "hi 1:2-3\n")), S("|a.marks:3:4 mark-past-end"));
    CHECK_STR(said(plain("a\n\n", "quote 2\n")), S("|a.marks:3:7 mark-empty"));
    CHECK_STR(said(plain("a\n", "hi 1 \"b\"\n")), S("|a.marks:3:6 mark-words-missing"));
    CHECK_STR(said(plain("aa\n", "hi 1 \"a\"\n")), S("|a.marks:3:6 mark-words-twice"));
    CHECK_STR(said(plain("a\n", "? h1 1\n")), S("|a.marks:3:1 mark-doubtful"));
    CHECK_STR(said(plain("a\n", "item 1\n")), S("|a.marks:3:1 mark-outside"));
    CHECK_STR(plain("a\n", "# a comment\n\n  h1 1 # another\n"), S("<div type=\"section\"><head>a</head></div></body>"));
    CHECK_STR(plain("a \"b\"\t\\\n", "omit 1 \" \\\"b\\\"\\t\\\\\"\n"), S("<p>a<surplus reason=\"omitted\"> \"b\"\t\\</surplus></p></body>"));
}

static void texts_are_read_strictly(void)
{
    CHECK_STR(woven_bytes("a\n\xFF\n", 4, "", false), S("|a.txt:2:1 text-not-utf8"));
    CHECK_STR(woven_bytes("ab\0\n", 4, "", false), S("|a.txt:1:3 text-has-nul"));
}

int main(void)
{
    a = arena_open();
    dir_make(S("texts"));
    dir_make(S("book"));
    lines_are_paragraphs();
    odd_characters_stay();
    headings_make_sections();
    titles_may_be_the_editors();
    words_after_a_division_get_one_of_their_own();
    quotations_nest();
    verse_lists_and_speeches();
    what_opens_and_closes_stands_at_the_edges();
    joins();
    calls_follow_their_sequence();
    what_is_out_of_sequence_is_said();
    notes_of_the_source();
    editing();
    rules_of_a_text();
    quotation_marks_by_nesting();
    marks_files_are_read_strictly();
    texts_are_read_strictly();
    arena_close(a);
    DONE;
}
