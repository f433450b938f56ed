#include "read/yamlin.h"

#include <yaml.h>

/* Aliases are refused altogether, so a document cannot grow beyond its bytes; the other bounds keep these few. */
enum { MOST_BYTES = 1 << 20, MOST_VALUES = 100000, MOST_DEPTH = 32 };

typedef struct {
    yaml_parser_t parser;
    Arena *a;
    Diag *d;
    Str file;
    int values;
    Str bytes;
    bool failed;                                                   /* said once; every function then returns at once */
} Reader;

static Where place(const Reader *r, yaml_mark_t m)
{
    return (Where){r->file, (int)m.line + 1, (int)m.column + 1};
}

static void refuse(Reader *r, DiagCode code, yaml_mark_t at, const char *what)
{
    if (!r->failed)
        diag(r->d, code, place(r, at), "%s", what);
    r->failed = true;
}

/* libyaml decodes ahead of its marks, and gives only the byte of what it cannot decode. */
static yaml_mark_t mark_of(Str bytes, size_t at)
{
    yaml_mark_t m = {.index = at};
    for (ptrdiff_t i = 0, end = (ptrdiff_t)at < bytes.n ? (ptrdiff_t)at : bytes.n; i < end; i++) {
        bool ends = bytes.s[i] == '\n', follows = ((unsigned char)bytes.s[i] & 0xC0) == 0x80;
        m.line += ends;
        m.column = ends ? 0 : m.column + !follows;
    }
    return m;
}

static void complain(Reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "not YAML";
    if (p->error == YAML_MEMORY_ERROR)
        die("out of memory");
    if (p->error == YAML_READER_ERROR)
        refuse(r, YAML_SYNTAX, mark_of(r->bytes, p->problem_offset), problem);
    else if (p->context)
        refuse(r, YAML_SYNTAX, p->problem_mark, str_z(r->a, str_format(r->a, "%s: %s", p->context, problem)));
    else
        refuse(r, YAML_SYNTAX, p->problem_mark, problem);
}

static yaml_event_type_t next(Reader *r, yaml_event_t *e)
{
    if (r->failed || !yaml_parser_parse(&r->parser, e)) {
        if (!r->failed)
            complain(r);
        *e = (yaml_event_t){0};
        return YAML_STREAM_END_EVENT;
    }
    return e->type;
}

/* Anchors and tags are the doors through which YAML surprises; a book needs neither. */
static void forbid(Reader *r, const yaml_event_t *e)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (e->type == YAML_ALIAS_EVENT)
        anchor = e->data.alias.anchor;
    else if (e->type == YAML_SCALAR_EVENT)
        anchor = e->data.scalar.anchor, tag = e->data.scalar.tag;
    else if (e->type == YAML_SEQUENCE_START_EVENT)
        anchor = e->data.sequence_start.anchor, tag = e->data.sequence_start.tag;
    else if (e->type == YAML_MAPPING_START_EVENT)
        anchor = e->data.mapping_start.anchor, tag = e->data.mapping_start.tag;
    if (anchor)
        refuse(r, YAML_FORBIDDEN, e->start_mark, e->type == YAML_ALIAS_EVENT ? "an alias" : "an anchor");
    if (tag)
        refuse(r, YAML_FORBIDDEN, e->start_mark, "a tag");
}

static Value *new_value(Reader *r, ValueKind kind, yaml_mark_t at)
{
    if (++r->values > MOST_VALUES)
        refuse(r, YAML_BOUND, at, "more than 100000 values");
    Value *v = new(r->a, Value, 1);
    v->kind = kind;
    v->at = place(r, at);
    return v;
}

static Value *scalar(Reader *r, const yaml_event_t *e)
{
    Str raw = {(const char *)e->data.scalar.value, (ptrdiff_t)e->data.scalar.length};
    Value *v = new_value(r, VALUE_TEXT, e->start_mark);
    v->text = str_copy(r->a, raw);
    bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (plain && (raw.n == 0 || str_eq(raw, S("~")) || str_eq(raw, S("null"))))
        v->kind = VALUE_EMPTY;
    return v;
}

static void append(Value *to, Value *v)
{
    if (to->last)
        to->last->next = v;
    else
        to->first = v;
    to->last = v;
    to->count++;
}

static Value *value(Reader *r, const yaml_event_t *e, int depth);

static void fill_list(Reader *r, Value *list, int depth)
{
    yaml_event_t e;
    while (next(r, &e) != YAML_SEQUENCE_END_EVENT && !r->failed) {
        append(list, value(r, &e, depth));
        yaml_event_delete(&e);
    }
    yaml_event_delete(&e);
}

static Str key_of(Reader *r, const yaml_event_t *e)
{
    if (e->type != YAML_SCALAR_EVENT) {
        if (e->type != YAML_ALIAS_EVENT)
            refuse(r, YAML_FORBIDDEN, e->start_mark, "a field name that is no plain word");
        return (Str){0};
    }
    return str_copy(r->a, (Str){(const char *)e->data.scalar.value, (ptrdiff_t)e->data.scalar.length});
}

static void add_pair(Reader *r, Value *map, Table *seen, Str key, Where at, Value *v)
{
    v->key = key;
    v->key_at = at;
    Value *former = table_put(seen, key, v);
    if (!former) {
        append(map, v);
        return;
    }
    table_put(seen, key, former);
    diag(r->d, CONFIG_DUPLICATE, at, "'%.*s'", STR(key));
    diag_note(r->d, former->key_at, "the first one is here, and holds");
}

static void fill_map(Reader *r, Value *map, int depth)
{
    Table *seen = table_new(r->a);
    yaml_event_t e, of;
    while (next(r, &e) != YAML_MAPPING_END_EVENT && !r->failed) {
        forbid(r, &e);
        Str key = key_of(r, &e);
        Where at = place(r, e.start_mark);
        next(r, &of);
        if (!r->failed)
            add_pair(r, map, seen, key, at, value(r, &of, depth));
        yaml_event_delete(&of);
        yaml_event_delete(&e);
    }
    yaml_event_delete(&e);
}

static Value *value(Reader *r, const yaml_event_t *e, int depth)
{
    forbid(r, e);
    if (depth > MOST_DEPTH)
        refuse(r, YAML_BOUND, e->start_mark, "nested deeper than 32");
    if (e->type == YAML_SCALAR_EVENT)
        return scalar(r, e);
    Value *v = new_value(r, e->type == YAML_MAPPING_START_EVENT ? VALUE_MAP : VALUE_LIST, e->start_mark);
    if (r->failed)
        return v;
    if (v->kind == VALUE_MAP)
        fill_map(r, v, depth + 1);
    else
        fill_list(r, v, depth + 1);
    return v;
}

/* stream start, document start, one value, document end, stream end */
static const Value *document(Reader *r)
{
    yaml_event_t e;
    next(r, &e);
    yaml_event_delete(&e);
    if (next(r, &e) == YAML_STREAM_END_EVENT && !r->failed)
        refuse(r, YAML_SYNTAX, e.start_mark, "nothing is in it");
    else if (!r->failed && (e.data.document_start.version_directive
            || e.data.document_start.tag_directives.start != e.data.document_start.tag_directives.end))
        refuse(r, YAML_FORBIDDEN, e.start_mark, "a directive");
    yaml_event_delete(&e);
    next(r, &e);
    const Value *v = r->failed ? NULL : value(r, &e, 1);
    yaml_event_delete(&e);
    next(r, &e);
    yaml_event_delete(&e);
    if (next(r, &e) != YAML_STREAM_END_EVENT)
        refuse(r, YAML_FORBIDDEN, e.start_mark, "a second document");
    yaml_event_delete(&e);
    return v;
}

const Value *yaml_read(Arena *a, Str bytes, Str file, Diag *d)
{
    if (bytes.n > MOST_BYTES) {
        diag(d, YAML_BOUND, (Where){.file = file}, "it has more than 1 MB");
        return NULL;
    }
    Reader r = {.a = a, .d = d, .file = file, .bytes = bytes};
    if (!yaml_parser_initialize(&r.parser))
        die("out of memory");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.s, (size_t)bytes.n);
    const Value *v = document(&r);
    yaml_parser_delete(&r.parser);
    return r.failed ? NULL : v;
}
