#include "check.h"

static Str said(Arena *a, FILE *f)
{
    char *s = new(a, char, 1 << 20);
    rewind(f);
    return (Str){s, (ptrdiff_t)fread(s, 1, 1 << 20, f)};
}

static const Where book = {{"book.yaml", 9}, 12, 7};

static void texts(Arena *a)
{
    FILE *f = tmpfile();
    Diag *d = diag_open(a, f);
    diag(d, FILE_TOO_LARGE, book, "'%s' has %d bytes", "a.txt", 9);
    diag_note(d, (Where){S("notes.md"), 3, 0}, "the other %s", "place");
    diag(d, FILE_TOO_LARGE, book, "'%s' has %d bytes", "a.txt", 9);
    diag_note(d, (Where){S("notes.md"), 3, 0}, "the note of what was said before is not said again");
    diag(d, FILE_TOO_LARGE, (Where){S("b.txt"), 0, 0}, "'\x1b[2J\xff\n'");
    CHECK_STR(said(a, f), str_format(a, "book.yaml:12:7: error: file is too large: 'a.txt' has 9 bytes [file-too-large]\n"
        "  note: %s\nnotes.md:3: note: the other place\n"
        "b.txt: error: file is too large: '\\x1b[2J\\xff\\x0a' [file-too-large]\n", diag_remedy(FILE_TOO_LARGE)));
    CHECK_INT(diag_count(d, ERROR), 2);
    CHECK_INT(diag_count(d, WARN), 0);
    CHECK_INT(diag_total(d), 2);
    CHECK_STR(diag_at(d, 1)->at.file, S("b.txt"));
    fclose(f);
}

/* A million faults are counted, and a thousand are kept. */
static void floods(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    for (int i = 0; i < 100000; i++)
        diag(d, FILE_MISSING, (Where){S("x"), i + 1, 1}, "again");
    CHECK_INT(diag_count(d, ERROR), 100000);
    CHECK_INT(diag_total(d), 1000);
    Str line = str_format(a, "%0*d", 5 << 20, 0);
    diag(d, FILE_TOO_LARGE, book, "'%.*s'", STR(line));
    CHECK(diag_at(d, 1000)->text.n < 2000);
}

static void programs(Arena *a)
{
    Diag *d = diag_open(a, NULL);
    diag(d, FILE_MISSING, (Where){S("a \"b\".md"), 1, 2}, "tab\tand \\");
    diag_note(d, book, "here");
    diag_note(d, book, "and here");
    diag(d, FILE_TOO_LARGE, (Where){0}, "no place");
    Buf json = buf_new(a), sarif = buf_new(a);
    diag_json(d, &json);
    diag_sarif(d, &sarif, S("0.1"));
    CHECK(str_find(buf_str(&json), S("\"file\": \"a \\\"b\\\".md\", \"line\": 1, \"column\": 2")) > 0);
    CHECK(str_find(buf_str(&sarif), S("\"uri\": \"a%20%22b%22.md\"}, \"region\": {\"startLine\": 1, \"startColumn\": 2}")) > 0);
    Out *o = out_open(a, S("diag.json"));
    out_put(o, buf_str(&json));
    out_close(o);
    o = out_open(a, S("diag.sarif"));
    out_put(o, buf_str(&sarif));
    out_close(o);
    out_commit(a);
    CHECK_INT(system("python3 -c 'import json\n"
        "j = json.load(open(\"diag.json\")); assert len(j) == 2 and len(j[0][\"notes\"]) == 2, j\n"
        "r = json.load(open(\"diag.sarif\"))[\"runs\"][0]; e = r[\"results\"][0]\n"
        "assert r[\"tool\"][\"driver\"][\"rules\"][e[\"ruleIndex\"]][\"id\"] == e[\"ruleId\"] == \"file-missing\"\n"
        "assert [x[\"message\"][\"text\"] for x in e[\"relatedLocations\"]] == [\"here\", \"and here\"]'"), 0);
}

/* Every code can be explained, and no two say the same. */
static void table(Arena *a)
{
    Table *t = table_new(a);
    FILE *f = tmpfile();
    for (int i = 0; i < DIAG_MAX; i++) {
        DiagCode c = (DiagCode)i;
        CHECK(diag_explain(f, str_of(diag_name(c))));
        CHECK(diag_text(c)[0] && diag_remedy(c)[0]);
        CHECK(strlen(diag_name(c)) < 40);
        CHECK(!str_ends(str_of(diag_text(c)), S(".")));
        CHECK(table_put(t, str_of(diag_text(c)), t) == NULL);
    }
    CHECK(!diag_explain(f, S("no-such-code")));
    CHECK(strcmp(diag_name(FILE_TOO_LARGE), "file-too-large") == 0);
    fclose(f);
}

int main(void)
{
    Arena *a = arena_open();
    texts(a);
    floods(a);
    programs(a);
    table(a);
    arena_close(a);
    DONE;
}
