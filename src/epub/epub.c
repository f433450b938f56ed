#include "epub/inside.h"
#include "pack/pack.h"

static Str container(void)
{
    return S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
             "<rootfiles>\n<rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>\n"
             "</rootfiles>\n</container>\n");
}

static Str licence(Edition *e, const Face *faces)
{
    Buf b = buf_new(e->a);
    buf_put(&b, S("Fonts in this book, complete and unchanged, under the licences of their makers.\n"
                  "Linux Libertine and Linux Biolinum: SIL Open Font License 1.1, or GPL 2 with font exception.\n"
                  "Others: see the name table of each file, entries 13 and 14.\n\n"));
    for (int i = 0; i < e->nfaces; i++)
        buf_format(&b, "%.*s  %.*s\n", STR(faces[i].href), STR(e->config->epub_fonts[i]));
    return buf_str(&b);
}

static void pack(Edition *e, Str path, Str css, const Face *faces)
{
    Zip *z = zip_new(e->a, path);
    zip_store(z, S("mimetype"), S("application/epub+zip"));
    zip_deflate(z, S("META-INF/container.xml"), container());
    zip_deflate(z, S("OEBPS/content.opf"), opf_write(e));
    zip_deflate(z, S("OEBPS/nav.xhtml"), nav_write(e));
    zip_deflate(z, S("OEBPS/toc.ncx"), ncx_write(e));
    zip_deflate(z, S("OEBPS/style.css"), css);
    for (int i = 0; i < e->nfaces; i++)
        zip_deflate(z, str_format(e->a, "OEBPS/%.*s", STR(faces[i].href)), faces[i].bytes);
    if (e->nfaces)
        zip_deflate(z, S("OEBPS/fonts/LICENCE.txt"), licence(e, faces));
    for (ptrdiff_t i = 0; i < e->ndocs; i++)
        zip_deflate(z, str_format(e->a, "OEBPS/%.*s", STR(e->docs[i].file)), e->docs[i].xhtml);
    for (ptrdiff_t i = 0; i < table_count(e->pictures); i++) {
        const Picture *p = table_at(e->pictures, i, NULL);
        zip_store(z, str_format(e->a, "OEBPS/%.*s", STR(p->href)), p->bytes);
    }
    zip_write(z);
}

static void write_documents(Edition *e)
{
    for (ptrdiff_t i = 0; i < e->ndocs; i++)
        e->docs[i].xhtml = xhtml_write(e, &e->docs[i]);
}

void epub_write(const Book *book, const PageMap *map, Str front, Str path, Str assets_dir, Diag *d)
{
    Edition e = edition_open(book, map, PLATFORM_EPUB, d);
    if (e.config->cover.n)
        e.cover = picture_find(&e, e.config->cover, e.config->cover_at);
    else if (front.n)
        e.cover = picture_add(&e, S("the front of the cover"), front);
    write_documents(&e);
    Loaded css = file_load(e.a, path_join(e.a, assets_dir, S("epub.css")), d, (Where){.file = S("epub.css")});
    Buf style = buf_new(e.a);
    Face *faces = typeface_read(&e, &e.nfaces, &style);
    buf_put(&style, css.bytes);
    pack(&e, path, buf_str(&style), faces);
}

static void dump_file(Buf *b, Str name, Str text) { buf_format(b, "# %.*s\n%.*s", STR(name), STR(text)); }

void epub_dump(const Book *book, const PageMap *map, bool package, Buf *b, Diag *d)
{
    Edition e = edition_open(book, map, PLATFORM_EPUB, d);
    Buf style = buf_new(e.a);
    write_documents(&e);
    typeface_read(&e, &e.nfaces, &style);
    if (package) {
        dump_file(b, S("content.opf"), opf_write(&e));
        dump_file(b, S("nav.xhtml"), nav_write(&e));
        dump_file(b, S("toc.ncx"), ncx_write(&e));
        return;
    }
    for (ptrdiff_t i = 0; i < e.ndocs; i++)
        dump_file(b, e.docs[i].file, e.docs[i].xhtml);
}
