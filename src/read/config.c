/* config.c - the folder of a book in, the Config of its book.yaml out. */
#include "read/configin.h"

#include <stdlib.h>

static Str folder_name(Arena *a, Str dir)
{
    while (dir.n > 1 && str_ends(dir, S("/")))
        dir.n--;
    Str name = path_base(dir);
    if (name.n && !str_eq(name, S(".")) && !str_eq(name, S("..")))
        return name;
    char *real = realpath(dir.n ? str_z(a, dir) : ".", NULL);
    if (!real)
        return S("book");
    name = str_copy(a, path_base(str_of(real)));
    free(real);
    return name.n ? name : S("book");
}

/* A date of the environment is for builders of packages; what the book says comes first. */
static void settle_modified(Reader *r)
{
    Config *c = r->c;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (c->modified.n) {
        c->modified = fact_moment(r->a, c->modified);
    } else if (epoch && *epoch) {
        Number n = str_number(str_of(epoch));
        if (n.ok && n.value >= 0 && n.value <= 253402300799)
            c->modified = fact_epoch(r->a, n.value);
        else
            diag(r->d, CONFIG_BAD_VALUE, c->at, "SOURCE_DATE_EPOCH is '%s': it must be seconds since 1970", epoch);
    }
    if (!c->modified.n)
        c->modified = fact_moment(r->a, c->date);
}

/* The language first: parts that say none have the book's. */
static void read_book(Reader *r, const Value *v)
{
    const Value *said = value_child(v, "language");
    if (said && said->kind == VALUE_TEXT && fact_is_lang(str_trim(said->text)))
        r->c->lang = str_trim(said->text);
    field_map(r, v, IN_BOOK, r->c);
}

const Config *config_read(Arena *a, Str dir, Diag *d)
{
    Config *c = new(a, Config, 1);
    Str path = path_join(a, dir, S("book.yaml"));
    Where at = {.file = path};
    *c = (Config){.dir = dir, .name = folder_name(a, dir), .at = at, .editions_at = at, .lang = S("en"),
        .design = S("default"), .page_source = S("source-of"), .want_epub = true, .want_archive = true,
        .want_print = true, .want_tei = true};
    Reader r = {a, d, c, table_new(a)};
    Loaded file = file_load(a, path, d, at);
    const Value *v = file.ok ? yaml_read(a, file.bytes, path, d) : NULL;
    if (v && v->kind == VALUE_MAP)
        read_book(&r, v);
    else if (v)
        diag(d, YAML_SYNTAX, v->at, "book.yaml must be a list of fields, each 'name: value'");
    settle_modified(&r);
    return c;
}
