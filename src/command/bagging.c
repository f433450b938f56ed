/* bagging.c - the archive bag: all that the book is made of, all that was made of it, and the record of how.

       NAME-bag/data/manuscript/NAME/book.yaml …    data/texts/…    data/assets/…    data/products/NAME.epub …

   `catchword build data/manuscript/NAME --texts data/texts --assets data/assets` makes the products again. */
#include "command/command.h"

static void add_inputs(Arena *a, Bag *bag, const Config *c, const Options *o, const Book *book, Diag *d)
{
    int n;
    const Input *inputs = inputs_list(a, c, o, book, &n);
    for (int i = 0; i < n; i++) {
        const Input *in = &inputs[i];
        bool own = str_eq(in->root, S("manuscript"));
        Str dir = own ? str_format(a, "manuscript/%.*s", STR(c->name)) : in->root;
        Arena *mine = arena_open();
        Loaded l = file_load(mine, in->path, d, (Where){.file = in->path});
        if (l.ok)
            bag_add(bag, path_join(a, dir, in->name), l.bytes);
        arena_close(mine);
    }
}

/* The products lie in the bag already, not yet committed; those that were asked for are copied out of it. */
static void list_products(Arena *a, Bag *bag, Str bag_dir, Str out_dir, Wanted *wanted, const void *by, Diag *d)
{
    Str base = path_join(a, bag_dir, S("data/products/")), path, part;
    for (ptrdiff_t i = 0, n = out_count(); i < n; i++) {
        out_pending(i, &path, &part);
        if (!str_starts(path, base))
            continue;
        Str name = str_from(path, base.n);
        Arena *mine = arena_open();
        Loaded l = file_load(mine, part, d, (Where){.file = part});
        bag_list(bag, path_join(a, S("products"), name), l.bytes);
        if (wanted(name, by)) {
            Out *copy = out_open(a, path_join(a, out_dir, name));
            out_put(copy, l.bytes);
            out_close(copy);
        }
        arena_close(mine);
    }
}

void bagging_write(Arena *a, const Config *c, const Options *o, const Book *book, Str bag_dir, Str out_dir,
    Wanted *wanted, const void *by, Diag *d)
{
    Bag *bag = bag_open(a, bag_dir);
    list_products(a, bag, bag_dir, out_dir, wanted, by, d);
    add_inputs(a, bag, c, o, book, d);
    bag_info(bag, "Source-Organization", c->publisher);
    bag_info(bag, "External-Description", c->title);
    bag_info(bag, "External-Identifier", c->identifier);
    bag_info(bag, "Bagging-Date", str_sub(c->modified, 0, 10));
    bag_info(bag, "Bag-Software-Agent", S("Catchword " BOOK_VERSION));
    bag_close(bag, d);
}
