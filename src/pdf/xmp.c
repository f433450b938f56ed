/* xmp.c - metadata as XMP (ISO 16684-1), in step with the Info dictionary.  The schema of PDF/UA's identifier is not
   one that PDF/A knows, and so is described (ISO 19005-3, 6.6.2.3).  A file in which a figure has no text in its
   place does not claim to be accessible. */
#include "pdf/inside.h"

static void put_xml(Buf *b, Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '&') buf_put(b, S("&amp;"));
        else if (c == '<') buf_put(b, S("&lt;"));
        else if (c == '>') buf_put(b, S("&gt;"));
        else buf_byte(b, c);
    }
}

static void put_property(Buf *b, const char *before, Str value, const char *after)
{
    if (value.n == 0) return;
    buf_put(b, str_of(before));
    put_xml(b, value);
    buf_put(b, str_of(after));
    buf_byte(b, '\n');
}

/* The same text in every language. */
static void put_default(Buf *b, const char *name, Str value)
{
    if (value.n == 0) return;
    buf_format(b, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    put_xml(b, value);
    buf_format(b, "</rdf:li></rdf:Alt></dc:%s>\n", name);
}

static void put_description(Buf *b, const PdfFacts *f)
{
    put_default(b, "title", f->title);
    put_property(b, "<dc:creator><rdf:Seq><rdf:li>", f->author, "</rdf:li></rdf:Seq></dc:creator>");
    put_default(b, "description", f->subject);
    put_property(b, "<dc:language><rdf:Bag><rdf:li>", f->lang, "</rdf:li></rdf:Bag></dc:language>");
    put_property(b, "<dc:publisher><rdf:Bag><rdf:li>", f->publisher, "</rdf:li></rdf:Bag></dc:publisher>");
    put_default(b, "rights", f->rights);
    put_property(b, "<dc:identifier>", f->identifier, "</dc:identifier>");
    put_property(b, "<pdf:Keywords>", f->keywords, "</pdf:Keywords>");
    put_property(b, "<pdf:Producer>", S(PRODUCER), "</pdf:Producer>");
    put_property(b, "<xmp:CreatorTool>", f->creator, "</xmp:CreatorTool>");
    put_property(b, "<xmp:CreateDate>", f->date, "</xmp:CreateDate>");
    put_property(b, "<xmp:ModifyDate>", f->date, "</xmp:ModifyDate>");
    put_property(b, "<xmp:MetadataDate>", f->date, "</xmp:MetadataDate>");
}

static const char head[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n<dc:format>application/pdf</dc:format>\n";
static const char claim[] = "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n";
static const char accessible[] = "<pdfuaid:part>1</pdfuaid:part>\n";
static const char schema[] =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";
static const char foot[] = "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

Str xmp_packet(Pdf *p)
{
    Buf b = buf_new(p->scratch);
    buf_put(&b, str_of(head));
    put_description(&b, p->facts);
    buf_put(&b, str_of(claim));
    bool claims = p->tags && tags_described(p);
    if (claims) buf_put(&b, str_of(accessible));
    buf_put(&b, S("</rdf:Description>\n"));
    if (claims) buf_put(&b, str_of(schema));
    buf_put(&b, str_of(foot));
    return buf_str(&b);
}
