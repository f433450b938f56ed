/* answer.c - what the rules say of a book of so many pages. */
#include "vendor/vendor.h"

const Rule *vendor_next(const Rule *r, RuleKind kind)
{
    for (r = r ? r->next : NULL; r && r->kind != kind; r = r->next)
        continue;
    return r;
}

const Rule *vendor_rule(const Vendor *v, RuleKind kind)
{
    const Rule *r = v ? v->rules : NULL;
    return r && r->kind != kind ? vendor_next(r, kind) : r;
}

const Rule *vendor_gutter(const Vendor *v, int pages)
{
    for (const Rule *r = vendor_rule(v, RULE_GUTTER); r; r = vendor_next(r, RULE_GUTTER))
        if (pages >= r->n[0] && pages <= r->n[1])
            return r;
    return NULL;
}

static bool is_paper(const Rule *r) { return r->kind == RULE_PAPER || r->kind == RULE_PAPER_INCH; }

const Rule *vendor_paper(const Vendor *v, Str name)
{
    for (const Rule *r = v ? v->rules : NULL; r; r = r->next)
        if (is_paper(r) && (name.n == 0 || str_eq(r->name, name)))
            return r;
    return NULL;
}

Str vendor_papers(Arena *a, const Vendor *v)
{
    Buf b = buf_new(a);
    for (const Rule *r = v->rules; r; r = r->next)
        if (is_paper(r))
            buf_format(&b, "%s%.*s", b.n > 0 ? ", " : "", STR(r->name));
    return buf_str(&b);
}

int vendor_bound(const Vendor *v, int pages, bool last_blank)
{
    const Rule *blank = vendor_rule(v, RULE_BLANK_END), *multiple = vendor_rule(v, RULE_MULTIPLE);
    int by = multiple && multiple->n[0] > 0 ? (int)multiple->n[0] : 2, more = blank ? (int)blank->n[0] - last_blank : 0;
    by += by % 2 * by;                                             /* a leaf has two sides */
    pages += more > 0 ? more : 0;
    return (pages + by - 1) / by * by;
}

Sp vendor_spine(const Vendor *v, const Rule *paper, int pages)
{
    const Rule *plus = vendor_rule(v, RULE_SPINE_PLUS);
    Sp block = paper->kind == RULE_PAPER ? paper->n[2] * pages : PT(72) * pages / (paper->n[2] ? paper->n[2] : 1);
    return block + (plus ? plus->n[0] : 0);
}

bool vendor_confirmed(const Vendor *v, const Rule *paper)
{
    const Rule *plus = vendor_rule(v, RULE_SPINE_PLUS);
    return paper->source->confirmed && (!plus || plus->source->confirmed);
}

Str vendor_says(Arena *a, const Rule *r)
{
    const Source *s = r->source;
    return str_format(a, "%.*s, read %.*s%s", STR(s->words), STR(s->date), s->confirmed ? "" : "; unconfirmed");
}
