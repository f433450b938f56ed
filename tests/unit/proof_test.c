#include "check.h"
#include "proof/inside.h"

/* Two files of one page, each with the letters "ae" and a code for each; the second may draw another letter. */
static PdfHeard letters(Arena *a, int code, const char *second)
{
    Str *texts = new(a, Str, 256), *glyphs = new(a, Str, 256);
    HeardGlyph *shown = new(a, HeardGlyph, 2);
    HeardFont *font = new(a, HeardFont, 1);
    HeardPage *page = new(a, HeardPage, 1);
    for (int i = 0; i < 2; i++) {
        texts[code + i] = i ? S("e") : S("a");
        glyphs[code + i] = i ? str_of(second) : S("a");
        shown[i] = (HeardGlyph){.code = code + i, .element = -1};
    }
    *font = (HeardFont){.name = S("Face"), .texts = texts, .ntexts = 256, .glyphs = glyphs};
    *page = (HeardPage){shown, 2};
    return (PdfHeard){.pages = page, .npages = 1, .fonts = font, .nfonts = 1};
}

static ptrdiff_t faults_of_press(Arena *a, int code, const char *second)
{
    Diag *d = diag_open(a, NULL);
    Said want = {0};
    PdfHeard archive = letters(a, 97, "e"), print = letters(a, code, second);
    press(&archive, &print, &want, NULL, S("p.pdf"), a, d);
    return diag_total(d);
}

static void a_letter_is_known_by_its_name_whatever_its_code(Arena *a)
{
    CHECK_INT(faults_of_press(a, 97, "e"), 0);
    CHECK_INT(faults_of_press(a, 128, "e"), 0);
    CHECK_INT(faults_of_press(a, 97, "e.sc"), 1);
}

/* A paragraph with an id, two cells without one, a paragraph with an id: what is left of them in a product. */
static void cells_behind_a_lost_paragraph_are_found(Arena *a)
{
    SaidBlock book[] = {{.id = S("p"), .text = S("before")}, {.id = S("x1"), .text = S("one")},
                        {.id = S("x2"), .text = S("two")}, {.id = S("q"), .text = S("behind")}};
    SaidBlock product[] = {{.text = S("one")}, {.text = S("two")}, {.id = S("q"), .text = S("behind")}};
    Said want = {.blocks = book, .n = 4}, got = {.blocks = product, .n = 3};
    Proof p = {.a = a, .want = &want, .got = &got};
    align(&p);
    const ptrdiff_t match[] = {-1, 0, 1, 2};
    for (int i = 0; i < 4; i++) CHECK_INT(p.match[i], match[i]);
}

int main(void)
{
    Arena *a = arena_open();
    a_letter_is_known_by_its_name_whatever_its_code(a);
    cells_behind_a_lost_paragraph_are_found(a);
    arena_close(a);
    DONE;
}
