#include "check.h"
#include "pdf/inside.h"
#include <unistd.h>

/* A tree is written without object streams, to be read as text: pages are the objects 1 and 2, the tree's root is 3. */
typedef struct { Pdf pdf; PdfFacts facts; Struct *root; Str path; Arena *a; } Made;

static void open_file(Made *m, Arena *a, const char *path)
{
    *m = (Made){.a = a, .root = struct_new(a, NULL, ROLE_DOCUMENT), .path = str_of(path)};
    m->facts = (PdfFacts){.root = m->root};
    m->pdf = (Pdf){.a = a, .scratch = arena_open(), .facts = &m->facts, .pages = new(a, int, 2), .npages = 1};
    m->pdf.objects = object_open(a, m->pdf.scratch, m->path, 7, false);
    for (int i = 0; i < 2; i++) m->pdf.pages[i] = object_reserve(m->pdf.objects);
    tags_open(&m->pdf);
}

static Str close_file(Made *m)
{
    int root = tags_close(&m->pdf);
    object_close(m->pdf.objects, root, root);
    out_commit(m->a);
    Loaded l = file_load(m->a, m->path, diag_open(m->a, NULL), (Where){0});
    CHECK(l.ok);
    arena_close(m->pdf.scratch);
    return l.bytes;
}

/* What stands between /K[ and ] in the element of a role. */
static Str kids(Str file, const char *role)
{
    Str e = str_from(file, str_find(file, str_of(role)));
    Str k = str_from(e, str_find(e, S("/K[")) + 3);
    return str_sub(k, 0, str_find(k, S("]")));
}

static void turn_page(Made *m)
{
    CHECK(tags_page(&m->pdf) >= 0);
    m->pdf.npages++;
}

static void order_of_the_text(Arena *a, const char *path)
{
    Made m;
    open_file(&m, a, path);
    Struct *p = struct_new(a, m.root, ROLE_P), *call = struct_new(a, p, ROLE_REFERENCE);
    Struct *note = struct_new(a, p, ROLE_NOTE), *span = struct_new(a, p, ROLE_SPAN);
    struct_new(a, m.root, ROLE_BLOCKQUOTE);                        /* nothing of it is set */
    CHECK_INT(tags_content(&m.pdf, p), 0);
    CHECK_INT(tags_content(&m.pdf, call), 1);
    CHECK_INT(tags_content(&m.pdf, p), 2);
    CHECK_INT(tags_content(&m.pdf, note), 3);                      /* at the foot of the page */
    turn_page(&m);
    CHECK_INT(tags_content(&m.pdf, p), 0);
    CHECK_INT(tags_content(&m.pdf, span), 1);
    CHECK_INT(tags_content(&m.pdf, p), 2);
    CHECK_INT(tags_page(&m.pdf), 1);
    CHECK(tags_object(&m.pdf, p) == 4 && tags_object(&m.pdf, call) == 6 && tags_object(&m.pdf, note) == 7);
    Str file = close_file(&m);
    CHECK_STR(kids(file, "/S/P/"), S("0 6 0 R 7 0 R 2 <</Type/MCR/MCID 0/Pg 2 0 R>>8 0 R <</Type/MCR/MCID 2/Pg 2 0 R>>"));
    CHECK_STR(kids(file, "/S/Document"), S("4 0 R "));
    CHECK(str_find(file, S("0 [4 0 R 6 0 R 4 0 R 7 0 R ]")) > 0);
    CHECK(str_find(file, S("BlockQuote")) < 0);
}

static void cells_and_attributes(Arena *a, const char *path)
{
    Made m;
    open_file(&m, a, path);
    Struct *row = struct_new(a, struct_new(a, m.root, ROLE_TABLE), ROLE_TR);
    Struct *head = struct_new(a, row, ROLE_TH), *empty = struct_new(a, row, ROLE_TD);
    head->attributes = S("scope=Column cols=2");
    head->id = empty->id = S("same");
    tags_content(&m.pdf, head);
    turn_page(&m);
    Str file = close_file(&m);
    CHECK(str_find(file, S("/A[<</O/Table/Scope/Column>><</O/Table/ColSpan 2>>]")) > 0);
    CHECK(str_find(file, S("/S/TD")) > 0);                         /* an empty cell counts */
    CHECK(str_find(file, S("(same)")) > 0);
    Str rest = str_from(file, str_find(file, S("/ID(same)")) + 9);
    CHECK(str_find(rest, S("/ID(same)")) < 0);                     /* the second has to do without */
}

static void a_byte_order_mark_amid_a_word_is_not_said(Arena *a)
{
    Buf b = buf_new(a);
    put_utf16(&b, S("a\xEF\xBB\xBF" "b"));
    CHECK_STR(buf_str(&b), S("00610062"));
}

int main(void)
{
    const char *path = "tags.pdf";                                  /* in the test's own folder */
    Arena *a = arena_open();
    order_of_the_text(a, path);
    cells_and_attributes(a, path);
    a_byte_order_mark_amid_a_word_is_not_said(a);
    arena_close(a);
    DONE;
}
