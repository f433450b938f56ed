/* The handbook's list of messages is what diag.def says.  BLESS=1 writes it again. */
#include "check.h"

static void put_escaped(Buf *b, const char *s)
{
    for (; *s; s++) {
        if (strchr("\\`*_{}[]<>#|~", *s) || (*s == '-' && s[1] == '-'))
            buf_byte(b, '\\');
        buf_byte(b, *s);
    }
}

static int by_name(const void *x, const void *y)
{
    return strcmp(diag_name(*(const DiagCode *)x), diag_name(*(const DiagCode *)y));
}

static void put_entry(Buf *b, DiagCode code)
{
    const char *remedy = diag_remedy(code);
    static const char *const levels[] = {"*Style:* ", "*Warning:* ", ""};
    buf_format(b, "| `%s` | %s", diag_name(code), levels[diag_level(code)]);
    put_escaped(b, diag_text(code));
    buf_put(b, S(". "));
    if (*remedy) {
        char first[2] = {*remedy >= 'a' && *remedy <= 'z' ? (char)(*remedy - 32) : *remedy, 0};
        put_escaped(b, first);
        put_escaped(b, remedy + 1);
        buf_put(b, S("."));
    }
    buf_put(b, S(" |\n"));
}

static Str list(Arena *a)
{
    DiagCode codes[DIAG_MAX];
    Buf b = buf_new(a);
    for (int i = 0; i < DIAG_MAX; i++)
        codes[i] = (DiagCode)i;
    qsort(codes, DIAG_MAX, sizeof *codes, by_name);
    buf_put(&b, S("# All messages {#codes}\n\n"
        "Each code with what is wrong and what to do about it. `catchword explain CODE` prints the same. Where nothing "
        "else is said, the message is an error.\n\n| code | what is wrong, and what to do |\n|---|---|\n"));
    for (int i = 0; i < DIAG_MAX; i++)
        put_entry(&b, codes[i]);
    return buf_str(&b);
}

int main(void)
{
    Arena *a = arena_open();
    Diag *d = diag_open(a, stderr);
    const char *root = getenv("SOURCE");
    Str path = path_join(a, str_of(root ? root : "tests/.."), S("manuscript/handbook/back/codes.md")), want = list(a);
    if (getenv("BLESS")) {
        Out *o = out_open(a, path);
        out_put(o, want);
        out_close(o);
        out_commit(a);
    }
    Loaded have = file_load(a, path, d, (Where){0});
    CHECK(have.ok && str_eq(have.bytes, want));
    if (!str_eq(have.bytes, want))
        fputs("the handbook's list of messages is old: BLESS=1 make unit T=handbook\n", stderr);
    arena_close(a);
    DONE;
}
