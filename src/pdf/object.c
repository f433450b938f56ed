/* object.c - PDF objects over libharu's object layer: a HPDF_Dict frames each dictionary, a HPDF_CallbackWriter hands
   its bytes on.  One HPDF_Dict serves all objects, one after the other: an object is written when it is known, and only
   its place is kept, so that memory does not grow with the book.  The archive profile packs dictionaries into object
   streams (ISO 32000-1, 7.5.7) and ends in a cross-reference stream; the print profile is PDF 1.3 and has neither.

       entries ──> HPDF_Dict ──> sink ──┬─> out                     streams, and all of the print profile
                                        └─> body ──deflate──> out   object streams of PACKED objects                  */
#include "pdf/inside.h"
#include "pack/pack.h"
#include <assert.h>
#include <hpdf.h>
#include <hpdf_doc.h>

enum { PACKED = 200, LEVEL = 4, LEVEL_PAGE = 1 };                  /* pages are many, and as small either way */
typedef struct { int64_t at; int32_t in; int16_t index; } Place;   /* offset in the file, or index in stream `in` */

struct Objects {
    Arena *a, *scratch;
    Out *out;
    HPDF_Doc doc;
    HPDF_Dict dict;
    HPDF_Stream writer;
    bool pack, packing;                                            /* packing: the sink fills body */
    Place *places;
    int n, cap;                                                    /* 1 … n-1 are given out */
    Buf body, head;                                                /* the object stream in the making */
    int members[PACKED], nmembers;
    uint64_t digest[2];                                            /* of all bytes written: the file's /ID */
};

/* libharu's allocator has no argument of its own.  Its memory is the arena's of the file at work, and is never NULL. */
static Arena *memory;
static void *take(HPDF_UINT size) { return arena_alloc(memory, 1, 16, (ptrdiff_t)size); }
static void leave(void *p) { (void)p; }

static void refuse(HPDF_STATUS error, HPDF_STATUS detail, void *path)
{
    die("libharu refuses to write '%s': error 0x%lX, detail %lu", (const char *)path, error, detail);
}

static void put_out(Objects *o, Str s)
{
    uint64_t h = str_hash(s);
    o->digest[0] = (o->digest[0] ^ h) * 0x9E3779B97F4A7C15u;
    o->digest[0] ^= o->digest[0] >> 29;
    o->digest[1] = (o->digest[1] + h) * 0xBF58476D1CE4E5B9u;
    o->digest[1] ^= o->digest[1] >> 31;
    out_put(o->out, s);
}

static HPDF_STATUS sink(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
    Objects *o = stream->attr;
    Str s = {(const char *)bytes, (ptrdiff_t)n};
    if (o->packing) buf_put(&o->body, s);
    else put_out(o, s);
    return HPDF_OK;
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    const Str *entries = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)entries->s, (HPDF_UINT)entries->n);
}

Objects *object_open(Arena *a, Arena *scratch, Str path, int minor, bool pack)
{
    Objects *o = new(a, Objects, 1);
    *o = (Objects){.a = a, .scratch = scratch, .pack = pack, .n = 1, .body = buf_new(a), .head = buf_new(a)};
    memory = a;
    o->doc = HPDF_NewEx(refuse, take, leave, 0, str_z(a, path));
    if (!o->doc) die("libharu cannot begin '%.*s'", STR(path));
    o->dict = HPDF_Dict_New(o->doc->mmgr);
    o->dict->write_fn = write_entries;
    o->writer = HPDF_CallbackWriter_New(o->doc->mmgr, sink, o);
    o->out = out_open(a, path);
    put_out(o, str_format(scratch, "%%PDF-1.%d\n%%\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\n", minor));
    return o;
}

int object_reserve(Objects *o)
{
    if (o->n >= 8388607) die("a PDF may have 8388607 objects");
    if (o->n >= o->cap) {
        int cap = o->cap ? 2 * o->cap : 1024;
        o->places = arena_grow(o->a, o->places, sizeof(Place), _Alignof(Place), o->cap, cap);
        memset(o->places + o->cap, 0, (size_t)(cap - o->cap) * sizeof(Place));
        o->cap = cap;
    }
    return o->n++;
}

static void put_dict(Objects *o, Str entries)
{
    memory = o->a;
    o->dict->attr = &entries;
    HPDF_STATUS status = HPDF_Obj_WriteValue(o->dict, o->writer, NULL);
    o->dict->attr = NULL;
    if (status != HPDF_OK || o->doc->error.error_no != HPDF_OK)
        die("libharu cannot write an object: error 0x%lX, detail %lu", o->doc->error.error_no, o->doc->error.detail_no);
}

static void begin(Objects *o, int object)
{
    assert(object > 0 && object < o->n && o->places[object].at == 0 && o->places[object].in == 0);
    o->places[object].at = out_at(o->out);
    put_out(o, str_format(o->scratch, "%d 0 obj\n", object));
}

static void put_stream(Objects *o, int object, Str entries, Str bytes)
{
    Buf b = buf_new(o->scratch);
    buf_put(&b, entries);
    buf_format(&b, "/Length %td\n", bytes.n);
    begin(o, object);
    put_dict(o, buf_str(&b));
    put_out(o, S("\nstream\n"));
    put_out(o, bytes);
    put_out(o, S("\nendstream\nendobj\n"));
}

void object_plain(Objects *o, int object, Str entries, Str bytes)
{
    Mark m = arena_mark(o->scratch);
    put_stream(o, object, entries, bytes);
    arena_rewind(o->scratch, m);
}

static void put_squeezed(Objects *o, int object, Str entries, Str bytes, int level)
{
    Mark m = arena_mark(o->scratch);
    Str squeezed = deflate_zlib(o->scratch, bytes, level);
    put_stream(o, object, str_format(o->scratch, "%.*s/Filter/FlateDecode", STR(entries)), squeezed);
    arena_rewind(o->scratch, m);
}

void object_stream(Objects *o, int object, Str entries, Str bytes) { put_squeezed(o, object, entries, bytes, LEVEL); }

void object_content(Objects *o, int object, Str entries, Str bytes)
{
    put_squeezed(o, object, entries, bytes, LEVEL_PAGE);
}

static void flush_pack(Objects *o)
{
    if (o->nmembers == 0) return;
    Mark m = arena_mark(o->scratch);
    int object = object_reserve(o);
    for (int i = 0; i < o->nmembers; i++) {
        o->places[o->members[i]].in = object;
        o->places[o->members[i]].index = (int16_t)i;
    }
    Str entries = str_format(o->scratch, "/Type/ObjStm/N %d/First %td", o->nmembers, o->head.n);
    Buf all = buf_new(o->scratch);
    buf_put(&all, buf_str(&o->head));
    buf_put(&all, buf_str(&o->body));
    o->nmembers = 0;
    o->head.n = o->body.n = 0;
    object_stream(o, object, entries, buf_str(&all));
    arena_rewind(o->scratch, m);
}

static void pack_begin(Objects *o, int object)
{
    assert(object > 0 && object < o->n && o->places[object].at == 0 && o->places[object].in == 0);
    o->members[o->nmembers++] = object;
    o->places[object].at = -1;                                     /* known, and placed when the stream is full */
    buf_format(&o->head, "%d %td ", object, o->body.n);
}

void object_put(Objects *o, int object, Str entries)
{
    if (!o->pack) {
        begin(o, object);
        put_dict(o, entries);
        put_out(o, S("\nendobj\n"));
        return;
    }
    pack_begin(o, object);
    o->packing = true;
    put_dict(o, entries);
    o->packing = false;
    buf_byte(&o->body, '\n');
    if (o->nmembers == PACKED) flush_pack(o);
}

/* The file's identity is what it says, not when it was written. */
static void put_id(Objects *o, Buf *b)
{
    buf_put(b, S("/ID["));
    for (int i = 0; i < 2; i++)
        buf_format(b, "<%016llX%016llX>", (unsigned long long)o->digest[0], (unsigned long long)o->digest[1]);
    buf_byte(b, ']');
}

static void put_table(Objects *o, Str trailer)
{
    Buf b = buf_new(o->scratch);
    int64_t at = out_at(o->out);
    buf_format(&b, "xref\n0 %d\n0000000000 65535 f \n", o->n);
    for (int i = 1; i < o->n; i++) {
        if (o->places[i].at) buf_format(&b, "%010lld 00000 n \n", (long long)o->places[i].at);
        else buf_put(&b, S("0000000000 00001 f \n"));
    }
    buf_format(&b, "trailer\n<<%.*s>>\nstartxref\n%lld\n%%%%EOF\n", STR(trailer), (long long)at);
    out_put(o->out, buf_str(&b));
}

static void put_field(Buf *b, int64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) buf_byte(b, (char)(value >> shift & 255));
}

enum { ROW = 1 + 4 + 2 };                                          /* bytes of an entry: its kind and two fields */

/* Each row as what it has more than the row above, as PNG's filter 2 has it: a table of neighbours is all ones then. */
static Str above_predicted(Arena *a, Str rows)
{
    static const char none[ROW];
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0; at < rows.n; at += ROW) {
        const char *above = at ? rows.s + at - ROW : none;
        buf_byte(&b, 2);
        for (int i = 0; i < ROW; i++) buf_byte(&b, (char)(rows.s[at + i] - above[i]));
    }
    return buf_str(&b);
}

static void put_xref_stream(Objects *o, int object, Str trailer)
{
    int64_t at = out_at(o->out);
    o->places[object].at = at;
    Buf rows = buf_new(o->scratch);
    for (int i = 0; i < o->n; i++) {
        const Place *p = &o->places[i];
        int type = p->in ? 2 : p->at > 0 ? 1 : 0;
        put_field(&rows, type, 1);
        put_field(&rows, type == 2 ? p->in : type == 1 ? p->at : 0, 4);
        put_field(&rows, type == 2 ? p->index : type == 1 ? 0 : i == 0 ? 65535 : 1, 2);
    }
    Str squeezed = deflate_zlib(o->scratch, above_predicted(o->scratch, buf_str(&rows)), LEVEL);
    Buf b = buf_new(o->scratch);
    buf_format(&b, "%d 0 obj\n<</Type/XRef/W[1 4 2]%.*s/DecodeParms<</Predictor 12/Columns %d>>/Filter/FlateDecode"
               "/Length %td>>\nstream\n", object, STR(trailer), ROW, squeezed.n);
    buf_put(&b, squeezed);
    buf_format(&b, "\nendstream\nendobj\nstartxref\n%lld\n%%%%EOF\n", (long long)at);
    out_put(o->out, buf_str(&b));
}

void object_close(Objects *o, int catalog, int info)
{
    Mark m = arena_mark(o->scratch);
    flush_pack(o);
    int xref = o->pack ? object_reserve(o) : 0;
    Buf b = buf_new(o->scratch);
    buf_format(&b, "/Size %d/Root %d 0 R/Info %d 0 R", o->n, catalog, info);
    put_id(o, &b);
    if (o->pack) put_xref_stream(o, xref, buf_str(&b));
    else put_table(o, buf_str(&b));
    out_close(o->out);
    memory = o->a;
    HPDF_Stream_Free(o->writer);
    HPDF_Dict_Free(o->dict);
    HPDF_Free(o->doc);
    arena_rewind(o->scratch, m);
}

Str object_version(void) { return str_of(HPDF_GetVersion()); }
