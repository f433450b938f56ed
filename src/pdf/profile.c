/* profile.c - what each profile asks of the document as a whole: Info, output intent, attachments, the catalog. */
#include "pdf/inside.h"

static void put_field(Buf *b, const char *key, Str text)
{
    if (text.n == 0) return;
    buf_put(b, str_of(key));
    put_text(b, text);
}

/* PDF/X-1a:2001 is named by two keys; later parts of ISO 15930 made one of them. */
static Str claim(const PdfFacts *f)
{
    if (f->x3) return S("/Trapped/False/GTS_PDFXVersion(PDF/X-3:2002)");
    return S("/Trapped/False/GTS_PDFXVersion(PDF/X-1:2001)/GTS_PDFXConformance(PDF/X-1a:2001)");
}

int profile_info(Pdf *p)
{
    const PdfFacts *f = p->facts;
    Buf b = buf_new(p->scratch);
    put_field(&b, "/Title", f->title);
    put_field(&b, "/Author", f->author);
    put_field(&b, "/Subject", f->subject);
    put_field(&b, "/Keywords", f->keywords);
    put_field(&b, "/Creator", f->creator);
    buf_put(&b, S("/Producer(" PRODUCER ")"));
    if (f->date.n > 0) {
        buf_put(&b, S("/CreationDate"));
        put_date(&b, f->date);
        buf_put(&b, S("/ModDate"));
        put_date(&b, f->date);
    }
    if (p->profile == PDF_PRINT) buf_put(&b, claim(f));
    int object = object_reserve(p->objects);
    object_put(p->objects, object, buf_str(&b));
    return object;
}

static int write_intent(Pdf *p)
{
    Buf b = buf_new(p->scratch);
    int object = object_reserve(p->objects);
    Str condition = p->facts->condition.n > 0 ? p->facts->condition : S("FOGRA39");
    if (p->profile == PDF_PRINT) {
        buf_put(&b, S("/Type/OutputIntent/S/GTS_PDFX/RegistryName(http://www.color.org)/OutputConditionIdentifier"));
        put_text(&b, condition);
        put_field(&b, "/Info", condition);
    } else {
        int icc = object_reserve(p->objects);
        object_stream(p->objects, icc, S("/N 3"), p->facts->icc.n > 0 ? p->facts->icc : icc_srgb(p->scratch));
        buf_format(&b, "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                       "/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)/DestOutputProfile %d 0 R", icc);
    }
    object_put(p->objects, object, buf_str(&b));
    return object;
}

static int write_attachment(Pdf *p, const Attachment *a)
{
    int file = object_reserve(p->objects), spec = object_reserve(p->objects);
    Buf b = buf_new(p->scratch);
    buf_put(&b, S("/Type/EmbeddedFile/Subtype"));
    put_name(&b, a->mime);
    buf_format(&b, "/Params<</Size %td", a->bytes.n);
    if (p->facts->date.n > 0) {
        buf_put(&b, S("/ModDate"));
        put_date(&b, p->facts->date);
    }
    buf_put(&b, S(">>"));
    object_stream(p->objects, file, buf_str(&b), a->bytes);
    Buf s = buf_new(p->scratch);
    buf_put(&s, S("/Type/Filespec"));
    put_field(&s, "/F", a->name);
    put_field(&s, "/UF", a->name);
    put_field(&s, "/Desc", a->description);
    buf_put(&s, S("/AFRelationship"));
    put_name(&s, a->relationship);
    buf_format(&s, "/EF<</F %d 0 R/UF %d 0 R>>", file, file);
    object_put(p->objects, spec, buf_str(&s));
    return spec;
}

/* The tree of attachments is in order of their names; there are few, so one is found by looking at all. */
static const Attachment *following(const Attachment *all, const Attachment *after)
{
    const Attachment *best = NULL;
    for (const Attachment *a = all; a; a = a->next)
        if ((!after || str_cmp(a->name, after->name) > 0) && (!best || str_cmp(a->name, best->name) < 0)) best = a;
    return best;
}

static void write_attachments(Pdf *p, Buf *names, Buf *catalog)
{
    int n = 0;
    for (const Attachment *a = p->facts->attachments; a; a = a->next) n++;
    Leaf *leaves = new(p->a, Leaf, n);
    n = 0;
    buf_put(catalog, S("/AF["));
    for (const Attachment *a = following(p->facts->attachments, NULL); a; a = following(p->facts->attachments, a)) {
        int spec = write_attachment(p, a);
        leaves[n++] = (Leaf){.name = a->name, .value = str_format(p->a, "%d 0 R", spec)};
        buf_format(catalog, "%d 0 R ", spec);
    }
    buf_byte(catalog, ']');
    int tree = object_reserve(p->objects);
    tree_write(p, tree, leaves, n);
    buf_format(names, "/EmbeddedFiles %d 0 R", tree);
}

static void archive_catalog(Pdf *p, Buf *names, Buf *b)
{
    put_field(b, "/Lang", p->facts->lang);
    buf_put(b, S("/ViewerPreferences<</DisplayDocTitle true>>"));
    if (p->tags) buf_format(b, "/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", tags_close(p));
    int metadata = object_reserve(p->objects);
    object_plain(p->objects, metadata, S("/Type/Metadata/Subtype/XML"), xmp_packet(p));
    buf_format(b, "/Metadata %d 0 R", metadata);
    if (p->facts->attachments) write_attachments(p, names, b);
}

int profile_catalog(Pdf *p, int pages)
{
    Buf names = buf_new(p->a), b = buf_new(p->a);
    buf_format(&b, "/Type/Catalog/Pages %d 0 R", pages);
    buf_format(&b, "/OutputIntents[%d 0 R]", write_intent(p));
    if (p->profile == PDF_ARCHIVE) archive_catalog(p, &names, &b);
    names_close(p, &names, &b);
    if (names.n > 0) buf_format(&b, "/Names<<%.*s>>", STR(buf_str(&names)));
    int object = object_reserve(p->objects);
    object_put(p->objects, object, buf_str(&b));
    return object;
}
