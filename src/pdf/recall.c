/* recall.c - the objects of a finished file: ISO 32000-1, 7.5.  Each is parsed when it is first asked for. */
#include "pdf/reading.h"
#include "pack/pack.h"

enum { MOST_OBJECTS = 8388607, MOST_TABLES = 64, MOST_MEMBERS = 1 << 20 };
#define STREAM_LIMIT (256 << 20)                                   /* bytes that may come of one stream */

/* at: offset in the file; in: the object stream that holds it as its index-th */
typedef struct { int64_t at; int32_t in, index; bool known; } Entry;
typedef struct { Str bytes; ptrdiff_t *starts; int64_t *numbers; ptrdiff_t n; } Packed;
struct Recall {
    Arena *a;
    Str file;
    Entry *entries;
    int64_t n;
    const Value **values;                                          /* by object number, as far as they were asked for */
    Packed **packs;
    Value trailer;
};

static int64_t integer(const Value *v) { return v->kind == VALUE_NUMBER ? v->number / 1000 : -1; }

/* ---- places */
static void grow(Recall *r, int64_t n)
{
    if (n <= r->n || n > MOST_OBJECTS) return;
    r->entries = arena_grow(r->a, r->entries, (ptrdiff_t)sizeof(Entry), (ptrdiff_t)_Alignof(Entry), r->n, n);
    memset(r->entries + r->n, 0, (size_t)(n - r->n) * sizeof(Entry));
    r->n = n;
}

/* What a newer table says of an object is not said again by an older one. */
static void place(Recall *r, int64_t number, Entry e)
{
    grow(r, number + 1);
    if (number < 0 || number >= r->n || r->entries[number].known) return;
    r->entries[number] = e;
    r->entries[number].known = true;
}

static const Value *hold(Recall *r, Value v)
{
    Value *kept = new(r->a, Value, 1);
    *kept = v;
    return kept;
}

static bool read_table(Recall *r, Parser *p, Value *trailer)
{
    for (;;) {
        Value first = parse_value(p);
        if (first.kind == VALUE_WORD && str_eq(first.s, S("trailer"))) break;
        Value count = parse_value(p);
        int64_t number = integer(&first), n = integer(&count);
        if (number < 0 || n < 0 || n > MOST_OBJECTS) return false;
        for (int64_t i = 0; i < n; i++) {
            Value at = parse_value(p), generation = parse_value(p), use = parse_value(p);
            if (generation.kind != VALUE_NUMBER) return false;
            place(r, number + i, (Entry){.at = str_eq(use.s, S("n")) ? integer(&at) : 0});
        }
    }
    p->refs = true;
    *trailer = parse_value(p);
    return trailer->kind == VALUE_DICT;
}

/* The bytes of a stream, as they stand in the file after its dictionary. */
static Str raw_stream(Recall *r, const Value *dict, ptrdiff_t at)
{
    Str rest = str_from(r->file, at);
    ptrdiff_t word = str_find(str_sub(rest, 0, 64), S("stream"));
    if (word < 0) return S("");
    at += word + 6;
    if (at < r->file.n && r->file.s[at] == '\r') at++;
    if (at < r->file.n && r->file.s[at] == '\n') at++;
    int64_t n = integer(recall_get(r, dict, "Length"));
    return n < 0 || n > r->file.n - at ? S("") : str_sub(r->file, at, (ptrdiff_t)n);
}

static Str decoded(Recall *r, Arena *a, const Value *dict, Str raw)
{
    const Value *filter = recall_get(r, dict, "Filter");
    if (filter->kind == VALUE_ARRAY && filter->n == 1) filter = recall(r, &filter->items[0]);
    if (filter->kind == VALUE_NULL || (filter->kind == VALUE_ARRAY && filter->n == 0)) return raw;
    if (!value_is(filter, "FlateDecode")) return S("");
    return inflate_zlib(a, raw, STREAM_LIMIT).bytes;
}

/* Each row is undone by the one above it (7.4.4.4): only the predictor that all writers of such tables use. */
static Str unpredicted(Arena *a, Str s, ptrdiff_t width)
{
    Buf b = buf_new(a);
    for (ptrdiff_t at = 0; at + width + 1 <= s.n; at += width + 1)
        for (ptrdiff_t i = 0; i < width; i++) {
            unsigned above = b.n >= width && s.s[at] == 2 ? (unsigned char)b.s[b.n - width] : 0;
            buf_byte(&b, (char)((unsigned char)s.s[at + 1 + i] + above));
        }
    return buf_str(&b);
}

static int64_t field(Str rows, ptrdiff_t at, int64_t width, int64_t missing)
{
    int64_t value = width == 0 ? missing : 0;
    for (int64_t i = 0; i < width; i++) value = value << 8 | (unsigned char)rows.s[at + i];
    return value;
}

static void read_rows(Recall *r, Str rows, const int64_t *w, const Value *index, int64_t size)
{
    ptrdiff_t at = 0, row = (ptrdiff_t)(w[0] + w[1] + w[2]);
    for (ptrdiff_t k = 0; k == 0 || k + 1 < index->n; k += 2) {
        bool given = index->n > 1;
        int64_t number = given ? integer(&index->items[k]) : 0, n = given ? integer(&index->items[k + 1]) : size;
        for (; n > 0 && at + row <= rows.n; n--, number++, at += row) {
            int64_t type = field(rows, at, w[0], 1), two = field(rows, at + w[0], w[1], 0);
            int64_t three = field(rows, at + w[0] + w[1], w[2], 0);
            if (type == 1) place(r, number, (Entry){.at = two});
            else if (type == 2 && two > 0 && two < MOST_OBJECTS && three < MOST_MEMBERS)
                place(r, number, (Entry){.in = (int32_t)two, .index = (int32_t)three});
            else place(r, number, (Entry){0});
        }
    }
}

static bool read_rows_of(Recall *r, Parser *p, Value *trailer)
{
    parse_value(p);                                                /* its generation */
    parse_value(p);                                                /* "obj" */
    p->refs = true;
    *trailer = parse_value(p);
    const Value *widths = value_get(trailer, "W"), *parms = value_get(trailer, "DecodeParms");
    if (widths->n != 3) return false;
    int64_t w[3];
    for (int i = 0; i < 3; i++) {
        w[i] = integer(&widths->items[i]);
        if (w[i] < 0 || w[i] > 7) return false;
    }
    Str rows = decoded(r, r->a, trailer, raw_stream(r, trailer, p->at));
    if (integer(value_get(parms, "Predictor")) >= 10) rows = unpredicted(r->a, rows, (ptrdiff_t)(w[0] + w[1] + w[2]));
    read_rows(r, rows, w, value_get(trailer, "Index"), integer(value_get(trailer, "Size")));
    return true;
}

static bool read_tables(Recall *r, int64_t at)
{
    for (int i = 0; i < MOST_TABLES && at > 0; i++) {
        Value trailer = {0};
        Parser p = {.a = r->a, .s = r->file, .at = (ptrdiff_t)at};
        if (at >= r->file.n) return false;
        Value word = parse_value(&p);
        bool table = word.kind == VALUE_WORD && str_eq(word.s, S("xref"));
        if (table ? !read_table(r, &p, &trailer) : !read_rows_of(r, &p, &trailer)) return false;
        if (i == 0) r->trailer = trailer;
        at = integer(value_get(&trailer, "Prev"));
    }
    return r->trailer.kind == VALUE_DICT;
}

Recall *recall_open(Arena *a, Str file, Str *fault)
{
    Recall *r = new(a, Recall, 1);
    *r = (Recall){.a = a, .file = file};
    ptrdiff_t last = -1, end = file.n > 2048 ? file.n - 2048 : 0;
    for (ptrdiff_t step; (step = str_find(str_from(file, end), S("startxref"))) >= 0; end = last + 9) last = end + step;
    Parser p = {.a = a, .s = file, .at = last + 9};
    Value at = last < 0 ? (Value){0} : parse_value(&p);
    if (!str_starts(file, S("%PDF-1.")) || at.kind != VALUE_NUMBER || !read_tables(r, integer(&at))) {
        *fault = S("its table of objects cannot be read");
        return NULL;
    }
    r->values = new(a, const Value *, r->n + 1);
    r->packs = new(a, Packed *, r->n + 1);
    if (value_get(&r->trailer, "Encrypt")->kind == VALUE_NULL) return r;
    *fault = S("it is encrypted");
    return NULL;
}

const Value *recall_trailer(const Recall *r) { return &r->trailer; }

/* ---- objects */
static Packed *unpack(Recall *r, int32_t number)
{
    if (number >= r->n || r->entries[number].at <= 0) return NULL; /* no object stream in an object stream */
    if (r->packs[number]) return r->packs[number];
    Packed *k = r->packs[number] = new(r->a, Packed, 1);
    Value ref = {.kind = VALUE_REF, .number = number};
    const Value *dict = recall(r, &ref);
    int64_t n = integer(recall_get(r, dict, "N")), first = integer(recall_get(r, dict, "First"));
    k->bytes = recall_stream(r, r->a, &ref);
    if (n < 0 || n > MOST_MEMBERS || first < 0 || first > k->bytes.n) return k;
    k->starts = new(r->a, ptrdiff_t, n);
    k->numbers = new(r->a, int64_t, n);
    Parser p = {.a = r->a, .s = k->bytes};
    for (k->n = 0; k->n < n; k->n++) {
        Value number_of = parse_value(&p), start = parse_value(&p);
        k->numbers[k->n] = integer(&number_of);
        k->starts[k->n] = (ptrdiff_t)(first + integer(&start));
    }
    return k;
}

static Value parse_object(Recall *r, int64_t number)
{
    const Entry *e = &r->entries[number];
    if (e->in > 0) {
        Packed *k = unpack(r, e->in);
        if (!k || e->index >= k->n || k->numbers[e->index] != number || k->starts[e->index] < 0) return (Value){0};
        Parser p = {.a = r->a, .s = k->bytes, .at = k->starts[e->index], .refs = true};
        return parse_value(&p);
    }
    if (e->at <= 0 || e->at >= r->file.n) return (Value){0};
    Parser p = {.a = r->a, .s = r->file, .at = (ptrdiff_t)e->at};
    Value own = parse_value(&p), generation = parse_value(&p), obj = parse_value(&p);
    if (integer(&own) != number || generation.kind != VALUE_NUMBER || !str_eq(obj.s, S("obj"))) return (Value){0};
    p.refs = true;
    Value v = parse_value(&p);
    if (v.kind == VALUE_DICT) v.number = p.at;                     /* a stream would follow here */
    return v;
}

const Value *recall(Recall *r, const Value *v)
{
    static const Value none;
    for (int steps = 0; v->kind == VALUE_REF; steps++) {
        if (v->number <= 0 || v->number >= r->n || steps > 8) return &none;
        const Value **kept = &r->values[v->number];
        if (!*kept) {
            *kept = &none;                                         /* an object that needs itself is none */
            *kept = hold(r, parse_object(r, v->number));
        }
        v = *kept;
    }
    return v;
}

const Value *recall_get(Recall *r, const Value *dict, const char *key) { return recall(r, value_get(dict, key)); }

Str recall_stream(Recall *r, Arena *a, const Value *ref)
{
    const Value *dict = recall(r, ref);
    if (dict->kind != VALUE_DICT || dict->number <= 0) return S("");
    return decoded(r, a, dict, raw_stream(r, dict, (ptrdiff_t)dict->number));
}
