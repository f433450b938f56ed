/* book.yaml: what a right one becomes, and every fault of a wrong one in one run. */
#include "check.h"
#include "read/read.h"
#include "read/yamlin.h"

static Arena *a;

static const Config *read_book(Str yaml, Diag *d)
{
    Out *o = out_open(a, S("book/book.yaml"));
    out_put(o, yaml);
    out_close(o);
    out_commit(a);
    return config_read(a, S("book/"), d);
}

/* "line:col code" of each message, parted by blanks */
static Str faults(Str yaml)
{
    Diag *d = diag_open(a, NULL);
    read_book(yaml, d);
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < diag_total(d); i++) {
        const Message *m = diag_at(d, i);
        buf_format(&b, "%s%d:%d %s", i ? " " : "", m->at.line, m->at.col, diag_name(m->code));
    }
    return buf_str(&b);
}

#define HEAD "title: T\nlanguage: en\nidentifier: urn:x-test:1\ndate: 2024\n"
#define PARTS "parts: [{key: a, file: a.md}]\n"

static void a_full_book_is_read(void)
{
    Diag *d = diag_open(a, NULL);
    const Config *c = read_book(S(
        "title: >\n  A long\n  title\nsubtitle: \"One: two\"\nlanguage: de-AT\nidentifier: ISBN 978-3-16-148410-0\n"
        "identifiers: {print: 0-306-40615-2, archive: 'https://example.org/1'}\ndate: 2024-02-29\nkind: anthology\n"
        "series: {title: Sources, number: 3}\napparatus: [index, texts]\nsubjects: [History, Trials]\neditions: [epub, tei]\n"
        "contributors:\n- {name: Ada Writer, role: edt, file-as: 'Writer, Ada'}\n"
        "front:\n- {key: pre, file: front/pre.md, kind: preface}\n"
        "parts:\n- key: t1\n  file: a.txt\n"
        "  sha256: 75460f7fe698498913e28d8d5148578da451b945d66b4c9285297ccf1536df95\n  marks: marks/a.marks\n"
        "  date: 1936/1938\n  language: en\n  rights: {statement: Unknown., holder: X, status: uncleared}\n"), d);
    CHECK_INT(diag_total(d), 0);
    CHECK_STR(c->name, S("book"));
    CHECK_STR(c->title, S("A long title"));
    CHECK_STR(c->identifier, S("urn:isbn:9783161484100"));
    CHECK_STR(c->modified, S("2024-02-29T00:00:00Z"));
    CHECK_STR(c->series_number, S("3"));
    CHECK(c->anthology && c->want_epub && c->want_tei && !c->want_archive && !c->want_print && !c->want_bag);
    CHECK_INT(c->apparatus, APPARATUS_TEXTS | APPARATUS_INDEX);
    CHECK_INT(c->nids, 2);
    CHECK_STR(c->ids[0].id, S("9780306406157"));
    CHECK_STR(c->ids[1].edition, S("archive"));
    CHECK_INT(c->nsubjects, 2);
    CHECK_STR(c->people[0].file_as, S("Writer, Ada"));
    CHECK_INT(c->nfront, 1);
    CHECK(c->front[0].kind == PART_MARKDOWN && c->front[0].cleared);
    CHECK_STR(c->front[0].lang, S("de-AT"));
    CHECK_INT(c->nparts, 1);
    CHECK(c->parts[0].kind == PART_RAW && !c->parts[0].cleared && c->proof);
    CHECK_STR(c->parts[0].lang, S("en"));
    CHECK_STR(c->parts[0].date, S("1936/1938"));
    CHECK_INT(c->parts[0].sha_at.line, 21);
    CHECK_STR(c->design, S("default"));
}

static void notes_have_one_place_or_one_for_each_voice(void)
{
    Diag *d = diag_open(a, NULL);
    const Config *c = read_book(S(HEAD PARTS), d);
    CHECK_STR(c->notes_place, S(""));
    c = read_book(S(HEAD "notes: chapter\n" PARTS), d);
    CHECK_STR(c->notes_place, S("chapter"));
    CHECK_STR(c->editor_notes, S("chapter"));
    c = read_book(S(HEAD "notes: {author: signs, editor: end}\n" PARTS), d);
    CHECK_STR(c->notes_place, S("signs"));
    CHECK_STR(c->editor_notes, S("end"));
    CHECK_INT(diag_total(d), 0);
    CHECK_STR(faults(S(HEAD "notes: margin\n" PARTS)), S("5:8 config-bad-value"));
    CHECK_STR(faults(S(HEAD "notes: {reader: end}\n" PARTS)), S("5:9 config-unknown-field"));
}

static void every_fault_is_said_in_one_run(void)
{
    CHECK_STR(faults(S("titel: T\nlanguage: e\nidentifier: 978-3-16-148410-1\ndate: 2023-02-29\npublisher: [a]\n"
                       "kind: novel\ncontributors: [{name: A, role: author}]\nparts:\n- {key: A, file: ../a.md}\n"
                       "- {key: b, file: b.txt}\n- {key: b, file: b.md, marks: b.marks}\n")),
        S("1:1 config-unknown-field 2:11 config-bad-value 3:13 config-bad-value 4:7 config-bad-value 5:12 config-bad-value "
          "6:7 config-bad-value 7:32 config-bad-value 9:9 config-bad-value 9:18 path-outside 10:3 config-missing-field "
          "11:9 key-duplicate 11:31 config-bad-value 1:1 config-missing-field"));
    CHECK_STR(faults(S(HEAD "title: U\n" PARTS)), S("5:1 config-duplicate"));
    CHECK_STR(faults(S(HEAD "subtitle:\n" PARTS)), S(""));
    CHECK_STR(faults(S(HEAD "parts: []\n")), S("5:8 config-bad-value"));
    CHECK_STR(faults(S(HEAD "identifiers: {epub: 9783161484100, print: 9783161484100}\n" PARTS)), S("5:43 config-bad-value"));
    CHECK_STR(faults(S(HEAD "subtitle: \"a\\x07b\"\n" PARTS)), S("5:11 config-bad-value"));
    CHECK_STR(faults(S(HEAD "cover: /etc/passwd\n" PARTS)), S("5:8 path-outside"));
}

static void hostile_yaml_is_refused(void)
{
    CHECK_STR(faults(S("a: &x [1]\n")), S("1:4 yaml-forbidden"));
    CHECK_STR(faults(S("a: &x [*x]\n")), S("1:4 yaml-forbidden"));
    CHECK_STR(faults(S("a: *x\n")), S("1:4 yaml-forbidden"));
    CHECK_STR(faults(S("a: !!binary x\n")), S("1:4 yaml-forbidden"));
    CHECK_STR(faults(S("? [a]\n: b\n")), S("1:3 yaml-forbidden"));
    CHECK_STR(faults(S(HEAD PARTS "---\ntitle: x\n")), S("6:1 yaml-forbidden"));
    CHECK_STR(faults(S("a: [b\nc: d\n")), S("2:2 yaml-syntax"));
    CHECK_STR(faults(S("")), S("1:1 yaml-syntax"));
    CHECK_STR(faults(S("- a\n")), S("1:1 yaml-syntax"));
    CHECK_STR(faults(S("title: \xff\xfe\n")), S("1:8 yaml-syntax"));
    CHECK_STR(faults(((Str){"title: a\0b\n", 11})), S("1:9 yaml-syntax"));
    Buf b = buf_new(a);
    for (int i = 0; i < 40; i++)
        buf_put(&b, S("- "));
    CHECK_STR(faults(buf_str(&b)), S("1:65 yaml-bound"));
    b.n = 0;
    buf_put(&b, S("a: [x"));
    for (int i = 0; i < 200000; i++)
        buf_put(&b, S(",x"));
    CHECK(str_ends(faults(buf_str(&b)), S("yaml-bound")));
    for (int i = 0; i < 500000; i++)
        buf_put(&b, S(",x"));
    CHECK_STR(faults(buf_str(&b)), S("0:0 yaml-bound"));
}

static void facts(void)
{
    CHECK(fact_is_date(S("2000-02-29")) && !fact_is_date(S("1900-02-29")) && !fact_is_date(S("2000-13")));
    CHECK(!fact_is_date(S("0000")) && !fact_is_date(S("2000-1-1")) && !fact_is_date(S("")));
    CHECK(fact_is_span(S("1936/1938-12")) && !fact_is_span(S("1938/1936")) && !fact_is_span(S("1936/")));
    CHECK(fact_is_moment(S("2024-01-01T23:59:59Z")) && !fact_is_moment(S("2024-01-01T24:00:00Z")));
    CHECK(fact_is_lang(S("en")) && fact_is_lang(S("sr-Latn-RS")) && fact_is_lang(S("x-old")) && fact_is_lang(S("grc")));
    CHECK(!fact_is_lang(S("e")) && !fact_is_lang(S("en-")) && !fact_is_lang(S("english-")) && !fact_is_lang(S("en_GB")));
    CHECK(fact_is_uri(S("urn:uuid:123e4567-e89b-12d3-a456-426614174000")) && !fact_is_uri(S("urn:uuid:123")));
    CHECK(!fact_is_uri(S("no scheme")) && !fact_is_uri(S("a b:c")) && !fact_is_uri(S("http:")));
    CHECK_STR(fact_isbn(a, S("978-0-306-40615-7")), S("9780306406157"));
    CHECK_STR(fact_isbn(a, S("urn:isbn:080442957X")), S("9780804429573"));
    CHECK_STR(fact_isbn(a, S("9780306406158")), S(""));
    CHECK_STR(fact_isbn(a, S("1234567890128")), S(""));
    CHECK_STR(fact_epoch(a, 951782400), S("2000-02-29T00:00:00Z"));
    CHECK_STR(fact_epoch(a, 0), S("1970-01-01T00:00:00Z"));
    CHECK_STR(fact_epoch(a, 253402300799), S("9999-12-31T23:59:59Z"));
    CHECK_INT(fact_distance(S("subtitel"), S("subtitle")), 2);
    CHECK_INT(fact_distance(S(""), S("abc")), 3);
}

int main(void)
{
    unsetenv("SOURCE_DATE_EPOCH");
    a = arena_open();
    a_full_book_is_read();
    notes_have_one_place_or_one_for_each_voice();
    every_fault_is_said_in_one_run();
    hostile_yaml_is_refused();
    facts();
    arena_close(a);
    DONE;
}
