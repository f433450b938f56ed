/* bind.c - the pages as a bound book: how many there are with the blanks that the binder wants, and how far from the
   spine the text stands.  The measure is fixed; the gutter moves it towards the outer edge. */
#include "print/inside.h"

static Str mm(Press *p, Sp length) { return length_text(p->a, length); }

/* The margin at the spine: what book.yaml says, or the design's, if the vendor does not ask for more. */
static void settle_gutter(Press *p)
{
    const Config *c = p->book->config;
    Design *d = &p->design;
    const Rule *gutter = vendor_gutter(p->vendor, p->bound), *margin = vendor_rule(p->vendor, RULE_MARGIN);
    Sp hang = d->protrude ? d->looks[LOOK_TEXT].face.size * 2 / 5 : 0;     /* punctuation stands out of the measure */
    Sp asked = gutter ? gutter->n[2] : 0, least = gutter ? asked + hang : 0, said = c->print.gutter;
    Sp safe = margin ? margin->n[0] + hang : 0;
    if (said > 0 && said < asked) {
        diag(p->d, GUTTER_TOO_NARROW, c->print.gutter_at, "%.*s at %d pages: %.*s asks for %.*s (%.*s)",
            STR(mm(p, said)), p->bound, STR(p->vendor->key), STR(mm(p, asked)), STR(vendor_says(p->a, gutter)));
        return;
    }
    Sp inner = said > 0 ? said : d->inner > least ? d->inner : least, outer = d->width - inner - d->measure;
    if (outer < safe)
        diag(p->d, GUTTER_TOO_NARROW, said > 0 ? c->print.gutter_at : c->print.vendor_at,
            "a gutter of %.*s at %d pages leaves %.*s at the outer edge, less than %.*s", STR(mm(p, inner)), p->bound,
            STR(mm(p, outer)), STR(mm(p, safe)));
    else
        d->inner = inner;
}

void bind_book(Press *p, const PageMap *map, const Vendor *v)
{
    int n = pages_count(map);
    p->vendor = v;
    p->bound = vendor_bound(v, n, n > 0 && pages_at(map, n - 1)->blank);
    if (v || p->book->config->print.gutter > 0)
        settle_gutter(p);
}

int bind_pages(const Press *p) { return p->bound; }

Sp bind_bleed(const Press *p)
{
    const Rule *rule = vendor_rule(p->vendor, RULE_BLEED);
    Sp said = p->book->config->print.bleed;
    return said > 0 ? said : rule ? rule->n[0] : PT(72) * 30 / 254;         /* the custom of the trade is 3 mm */
}

/* What the press is told of every page. */
void bind_facts(const Press *p, PdfFacts *f)
{
    const Config *c = p->book->config;
    const Rule *bleed = vendor_rule(p->vendor, RULE_BLEED), *profile = vendor_rule(p->vendor, RULE_PROFILE);
    const Rule *condition = vendor_rule(p->vendor, RULE_CONDITION);
    bool only_x3 = profile && str_starts(profile->name, S("x3"));
    f->bleed = p->bleeds ? bind_bleed(p) : c->print.bleed;
    f->outer = bleed && str_eq(bleed->name, S("outer"));
    f->x3 = c->print.profile.n > 0 ? str_eq(c->print.profile, S("x3")) : only_x3;
    f->marks = c->print.marks;
    f->condition = c->print.condition.n > 0 ? c->print.condition : condition ? condition->name : S("");
}
