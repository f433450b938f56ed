/* registry.c - what a PDF/X may say that it was made for: the registered names, and what else they are called. */
#include "vendor/vendor.h"

/* Letters and digits only, small: "GRACoL2006 Coated 1 v2" is what people write. */
static Str loosely(Arena *a, Str s)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_byte(&b, c);
    }
    return buf_str(&b);
}

/* The registered name that was meant; empty: nobody knows. */
static Str meant(Arena *a, const Vendor *registry, Str name)
{
    Str like = loosely(a, name), last = S("");
    for (const Rule *r = registry->rules; r && like.n > 0; r = r->next) {
        last = r->kind == RULE_CONDITION ? r->name : last;
        if (str_eq(loosely(a, r->name), like))
            return last;
    }
    return S("");
}

void registry_check(Arena *a, Str name, Str book_dir, Str assets_dir, Diag *d, Where at)
{
    const Vendor *registry = vendor_registry(a, book_dir, assets_dir, d, at);
    for (const Rule *r = vendor_rule(registry, RULE_CONDITION); r; r = vendor_next(r, RULE_CONDITION))
        if (str_eq(r->name, name))
            return;
    Str other = meant(a, registry, name);
    if (other.n > 0)
        diag(d, CONDITION_UNREGISTERED, at, "'%.*s' is registered as '%.*s'", STR(name), STR(other));
    else
        diag(d, CONDITION_UNREGISTERED, at, "'%.*s'", STR(name));
}
