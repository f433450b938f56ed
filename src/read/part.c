/* part.c - the lists of a book's parts in, a Part for each that can be read out. */
#include "read/configin.h"

void part_key(Reader *r, const Value *v, const Field *f, void *to)
{
    Part *p = to;
    value_checked(r, v, f, to, fact_is_key, "a key is a small letter, then small letters and digits, at most 32");
    const Value *former = p->key.n ? table_find(r->keys, p->key) : NULL;
    if (former) {
        diag(r->d, KEY_DUPLICATE, v->at, "'%.*s'", STR(p->key));
        diag_note(r->d, former->at, "the first part with this key");
    } else if (p->key.n) {
        table_put(r->keys, p->key, (void *)(uintptr_t)v);
    }
}

void part_file(Reader *r, const Value *v, const Field *f, void *to)
{
    ((Part *)to)->file_at = v->at;
    value_inside(r, v, f, to);
}

void part_sha(Reader *r, const Value *v, const Field *f, void *to)
{
    ((Part *)to)->sha_at = v->at;
    value_checked(r, v, f, to, fact_is_sha256, "a SHA-256 is 64 digits from 0 to 9 and a to f");
}

void part_rights(Reader *r, const Value *v, const Field *f, void *to)
{
    (void)f;
    if (value_is_map(r, v))
        field_map(r, v, IN_RIGHTS, to);
}

/* Markdown has its structure in itself; a raw text has it in marks, and its digest makes it evidence. */
static void settle_kind(Reader *r, const Value *v, Part *p)
{
    if (p->file.n == 0)
        return;
    p->kind = str_ends(p->file, S(".md")) ? PART_MARKDOWN : PART_RAW;
    if (p->kind == PART_RAW && !value_given(v, "sha256"))
        diag(r->d, CONFIG_MISSING_FIELD, v->at, "'sha256' of '%.*s'", STR(p->file));
    if (p->kind == PART_RAW)
        return;
    if (value_given(v, "sha256"))
        value_bad(r, value_child(v, "sha256"), "only a raw text has a digest");
    if (value_given(v, "marks"))
        value_bad(r, value_child(v, "marks"), "only a raw text has marks");
    if (value_given(v, "notes"))
        value_bad(r, value_child(v, "notes"), "only a raw text has a file of notes; Markdown holds its own");
}

static bool read_part(Reader *r, const Value *v, Part *p)
{
    *p = (Part){.at = v->at, .file_at = v->at, .sha_at = v->at, .cleared = true};
    field_map(r, v, IN_PART, p);
    settle_kind(r, v, p);
    r->c->proof |= !p->cleared;
    if (!p->lang.n)
        p->lang = r->c->lang;
    return p->key.n && p->file.n && (p->kind == PART_MARKDOWN || p->sha256.n);
}

void part_list(Reader *r, const Value *v, const Field *f, void *to)
{
    Part *list = new(r->a, Part, v->count);
    int n = 0;
    if (!value_is_list(r, v))
        return;
    for (Value *e = v->first; e; e = e->next) {
        e->key = v->key;
        if (value_is_map(r, e))
            n += read_part(r, e, &list[n]);
    }
    if (v->count == 0)
        value_bad(r, v, "the list is empty");
    Config *c = to;
    *(Part **)field_slot(f, to) = list;
    *(f->at == offsetof(Config, front) ? &c->nfront : f->at == offsetof(Config, back) ? &c->nback : &c->nparts) = n;
}
