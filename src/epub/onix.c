/* ONIX for Books 3.0 (reference names): one message for the shops about the e-book and the print book, from the facts
   of the book itself.  Code lists as EDItEUR numbers them; each code stands beside its list. */
#include "epub/message.h"

void onix_tag(Product *p, const char *name, Str value)
{
    if (!value.n)
        return;
    buf_format(p->b, "<%s>", name);
    xhtml_text(p->b, value);
    buf_format(p->b, "</%s>\n", name);
}

void onix_code(Product *p, const char *name, const char *value) { onix_tag(p, name, str_of(value)); }

/* ISO 639-2/B of the languages that books are made in here; another is left out rather than guessed. */
Str onix_language(Str tag)
{
    static const char *const pairs[][2] = {{"en", "eng"}, {"de", "ger"}, {"fr", "fre"}, {"es", "spa"}, {"it", "ita"},
        {"pt", "por"}, {"nl", "dut"}, {"ru", "rus"}, {"pl", "pol"}, {"cs", "cze"}, {"sv", "swe"}, {"da", "dan"},
        {"no", "nor"}, {"nb", "nob"}, {"nn", "nno"}, {"fi", "fin"}, {"hu", "hun"}, {"la", "lat"}, {"el", "gre"},
        {"uk", "ukr"}, {"ca", "cat"}, {"ro", "rum"}, {"tr", "tur"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (uni_speaks(tag, str_of(pairs[i][0])))
            return str_of(pairs[i][1]);
    return (Str){0};
}

/* ---- identity */
Str onix_identifier(const Config *c, bool ebook)
{
    for (int i = 0; i < c->nids; i++)
        if (str_eq(c->ids[i].edition, ebook ? S("epub") : S("print")))
            return c->ids[i].id;
    return (Str){0};
}

/* An e-book without an identifier of its own has the book's; a printed one a number of the publisher's. */
static Str identifier_of(const Product *p, bool ebook)
{
    Str id = onix_identifier(p->config, ebook);
    if (id.n)
        return str_starts(id, S("urn:isbn:")) ? str_from(id, 9) : id;
    id = str_starts(p->e->identifier, S("urn:isbn:")) ? str_from(p->e->identifier, 9) : p->e->identifier;
    return ebook ? id : str_format(p->a, "%.*s#print", STR(id));
}

static void put_one(Product *p, const char *type, Str value)
{
    buf_put(p->b, S("<ProductIdentifier>\n"));
    onix_code(p, "ProductIDType", type);
    if (str_eq(str_of(type), S("01")))
        onix_tag(p, "IDTypeName", p->config->publisher);
    onix_tag(p, "IDValue", value);
    buf_put(p->b, S("</ProductIdentifier>\n"));
}

/* List 5: an ISBN goes out as GTIN-13 (03) and as ISBN-13 (15); what is none as the publisher's own (01). */
static void put_identifier(Product *p, bool ebook)
{
    Str id = identifier_of(p, ebook);
    bool isbn = id.n == 13 && str_number(id).ok;
    if (isbn)
        put_one(p, "03", id);
    put_one(p, isbn ? "15" : "01", id);
}

/* ---- publishing */
static Str digits_of(Arena *a, Str date)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < date.n && i < 10; i++)
        if (date.s[i] >= '0' && date.s[i] <= '9')
            buf_byte(&b, date.s[i]);
    return buf_str(&b);
}

/* A message that is older than the book announces it: as far as both dates say, 2026 is not before 2026-03. */
static bool is_forthcoming(const Product *p)
{
    Str date = digits_of(p->a, p->config->date), sent = digits_of(p->a, p->config->modified);
    ptrdiff_t n = date.n < sent.n ? date.n : sent.n;
    return memcmp(date.s, sent.s, (size_t)n) > 0;
}

static void put_collateral(Product *p)
{
    if (!p->config->description.n)
        return;
    /* list 153: 03 description; list 154: 00 for anybody */
    buf_put(p->b, S("<CollateralDetail>\n<TextContent>\n<TextType>03</TextType>\n"
                    "<ContentAudience>00</ContentAudience>\n"));
    onix_tag(p, "Text", p->config->description);
    buf_put(p->b, S("</TextContent>\n</CollateralDetail>\n"));
}

static void put_publishing(Product *p)
{
    const Config *c = p->config;
    Str date = digits_of(p->a, c->date);
    buf_put(p->b, S("<PublishingDetail>\n<Publisher>\n<PublishingRole>01</PublishingRole>\n"));    /* list 45 */
    onix_tag(p, "PublisherName", c->publisher);
    buf_put(p->b, S("</Publisher>\n"));
    onix_tag(p, "CityOfPublication", c->place);
    onix_code(p, "PublishingStatus", is_forthcoming(p) ? "02" : "04");                             /* list 64: active */
    buf_put(p->b, S("<PublishingDate>\n<PublishingDateRole>01</PublishingDateRole>\n"));           /* list 163 */
    buf_format(p->b, "<Date dateformat=\"%s\">%.*s</Date>\n</PublishingDate>\n</PublishingDetail>\n",
               date.n == 8 ? "00" : date.n == 6 ? "01" : "05", STR(date));                         /* list 55 */
}

/* List 51: 13 an e-book made from the printed one, 27 its inverse. */
static void put_related(Product *p)
{
    bool other = p->ebook ? p->config->want_print : p->config->want_epub;
    if (!other && !onix_identifier(p->config, !p->ebook).n)
        return;
    buf_put(p->b, S("<RelatedMaterial>\n<RelatedProduct>\n"));
    onix_code(p, "ProductRelationCode", p->ebook ? "13" : "27");
    put_identifier(p, !p->ebook);
    buf_put(p->b, S("</RelatedProduct>\n</RelatedMaterial>\n"));
}

/* ---- the message */
static void put_product(Product *p)
{
    buf_put(p->b, S("<Product>\n"));
    onix_tag(p, "RecordReference", str_format(p->a, "%.*s.%s", STR(p->e->identifier), p->ebook ? "epub" : "print"));
    onix_code(p, "NotificationType", is_forthcoming(p) ? "02" : "03");     /* list 1: in advance; on publication */
    put_identifier(p, p->ebook);
    descriptive_write(p);
    put_collateral(p);
    put_publishing(p);
    put_related(p);
    buf_put(p->b, S("</Product>\n"));
}

/* "2026-01-31T12:00:00Z", or a date alone, as "20260131T1200Z". */
static Str sent(Arena *a, Str modified)
{
    Str day = digits_of(a, modified);
    if (modified.n < 16)
        return day;
    return str_format(a, "%.*sT%.*s%.*sZ", STR(day), STR(str_sub(modified, 11, 2)), STR(str_sub(modified, 14, 2)));
}

static bool can_say(const Config *c, Diag *d)
{
    if (c->proof)
        diag(d, EXPORT_REFUSED, c->at, "a message for shops cannot be made of an editorial proof");
    else if (!c->publisher.n)
        diag(d, ONIX_INCOMPLETE, c->at, "no publisher");
    else if (!c->want_epub && !c->want_print)
        diag(d, ONIX_INCOMPLETE, c->at, "no edition that is sold");
    else
        return true;
    return false;
}

bool onix_dump(const Book *book, const PageMap *map, int width, int height, Buf *b, Diag *d)
{
    const Config *c = book->config;
    if (!can_say(c, d))
        return false;
    Edition e = edition_open(book, map, PLATFORM_EPUB, d);
    Product p = {.a = e.a, .e = &e, .config = c, .b = b, .facts = facts_read(&e), .width = width, .height = height};
    buf_put(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<ONIXMessage release=\"3.0\" xmlns=\"http://ns.editeur.org/onix/3.0/reference\">\n"
                 "<Header>\n<Sender>\n"));
    onix_tag(&p, "SenderName", c->publisher);
    buf_put(b, S("</Sender>\n"));
    onix_tag(&p, "SentDateTime", sent(e.a, c->modified));
    buf_put(b, S("</Header>\n"));
    p.ebook = true;
    if (c->want_epub)
        put_product(&p);
    p.ebook = false;
    if (c->want_print)
        put_product(&p);
    buf_put(b, S("</ONIXMessage>\n"));
    return true;
}

void onix_write(const Book *book, const PageMap *map, int width, int height, Str path, Diag *d)
{
    Buf b = buf_new(book->a);
    if (!onix_dump(book, map, width, height, &b, d))
        return;
    Out *out = out_open(book->a, path);
    out_put(out, buf_str(&b));
    out_close(out);
}
