#include "read/mdin.h"

typedef struct { Page *p; Table *seen; Str series; Body *bodies; ptrdiff_t n, most; Node *into; } Reader;

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* 12, 12a, *, ** */
static bool is_number(Str s)
{
    ptrdiff_t i = 0;
    while (i < s.n && s.s[i] == '*')
        i++;
    if (i)
        return i == s.n && i <= 4;
    while (i < s.n && digit(s.s[i]))
        i++;
    return i > 0 && i <= 6 && (i == s.n || (i + 1 == s.n && s.s[i] >= 'a' && s.s[i] <= 'z'));
}

/* The number before the colon and the words after it; ok false: the line begins no note. */
static Cut opening(Str line)
{
    Cut c = str_cut(line, ':');
    if (str_starts(c.head, S("[^")) && str_ends(c.head, S("]")))
        c.head = str_sub(c.head, 2, c.head.n - 3);
    c.ok = c.ok && is_number(c.head);
    return c;
}

static bool is_blank(Str line) { return str_trim(line).n == 0; }
static bool is_indented(Str line) { return line.n && (line.s[0] == ' ' || line.s[0] == '\t'); }

static Str outdented(Str line)
{
    if (line.n && line.s[0] == '\t')
        return str_from(line, 1);
    int i = 0;
    while (i < 4 && i < line.n && line.s[i] == ' ')
        i++;
    return str_from(line, i);
}

static Str line_at(const Page *p, int line)
{
    Str s = str_sub(p->bytes, p->line_at[line - 1], p->line_at[line] - p->line_at[line - 1] - 1);
    return str_ends(s, S("\r")) ? str_sub(s, 0, s.n - 1) : s;
}

static void keep(Reader *r, Str number, Node *note, Where at)
{
    Page *p = r->p;
    Str key = str_format(p->a, "%.*s %.*s", STR(r->series), STR(number));
    Body *former = table_find(r->seen, key);
    if (former) {
        diag(p->d, NOTES_TWICE, at, "'%.*s' of series '%.*s'", STR(number), STR(r->series));
        diag_note(p->d, former->at, "the first one is here, and holds");
        tei_remove(note);
        return;
    }
    if (r->n == r->most) {
        ptrdiff_t most = r->most ? r->most * 2 : 64;
        r->bodies = arena_grow(p->a, r->bodies, (ptrdiff_t)sizeof(Body), (ptrdiff_t)_Alignof(Body), r->most, most);
        r->most = most;
    }
    Body *kept = new(p->a, Body, 1);
    *kept = r->bodies[r->n++] = (Body){r->series, number, note, false, at};
    table_put(r->seen, key, kept);
}

/* From the line that opens it to the line before the next that is neither blank nor indented, nor goes on with a
   paragraph. */
static int note(Reader *r, int line, Cut c)
{
    Page *p = r->p;
    Where at = {p->path, line, 1};
    Buf b = buf_new(p->a);
    buf_put(&b, str_trim(c.tail));
    p->before = line - 1;
    for (line++; line <= p->nlines; line++) {
        Str s = line_at(p, line);
        bool goes_on = !is_blank(line_at(p, line - 1)) && !is_blank(s) && !opening(s).ok && !str_starts(s, S("#"));
        if (!is_blank(s) && !is_indented(s) && !goes_on)
            break;
        buf_byte(&b, '\n');
        buf_put(&b, outdented(s));
    }
    if (is_blank(buf_str(&b)))                                     /* one to fill in: it counts as missing */
        return line;
    Node *body = tei_add(r->into, TEI_NOTE, at);
    tei_set(body, ATT_N, c.head);
    tei_set(body, ATT_TYPE, r->series);
    Md *root = md_parse(p, buf_str(&b));
    if (root)
        md_blocks(p, root, body);
    md_close(root);
    if (tei_first(body)) {
        keep(r, c.head, body, at);
    } else {
        tei_remove(body);
    }
    return line;
}

static bool is_name(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!digit(s.s[i]) && !(s.s[i] >= 'a' && s.s[i] <= 'z') && s.s[i] != '-')
            return false;
    return s.n > 0;
}

static int other(Reader *r, int line)
{
    Str s = str_trim(line_at(r->p, line)), name = str_trim(str_from(s, 9));
    if (str_starts(s, S("## series")) && is_name(name))
        r->series = name;
    else if (s.n && !str_starts(s, S("# ")) && !(str_starts(s, S("<!--")) && str_ends(s, S("-->"))))
        diag(r->p->d, NOTES_FORM, (Where){r->p->path, line, 1}, "'%.*s'", STR(str_sub(s, 0, utf8_byte(s, 60))));
    return line + 1;
}

Bodies notes_read(Arena *a, Node *into, const Part *part, Str book_dir, Diag *d)
{
    Page page;
    Reader r = {.p = &page, .seen = table_new(a), .series = S("a"), .into = into};
    if (part->notes.n == 0 || !md_load(&page, a, part, book_dir, part->notes, part->at, d))
        return (Bodies){0};
    page.no_notes = true;
    for (int line = 1; line <= page.nlines;) {
        Str s = line_at(&page, line);
        Cut c = opening(s);
        line = c.ok ? note(&r, line, c) : other(&r, line);
    }
    md_settle_links(&page);
    return (Bodies){r.bodies, r.n};
}
