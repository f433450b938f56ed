/* length.c - lengths as people write them: "0.125in", "3 mm", "11pt", "-1.5 lines"; and as messages show them. */
#include "type/type.h"

static const struct { const char *name; Sp many; int64_t are; } units[] = {
    {"pt", PT(1), 1}, {"mm", PT(720), 254}, {"in", PT(72), 1},
};

/* The digits before the unit, in millionths; *at moves behind them. */
static Number decimal(Str v, ptrdiff_t *at)
{
    int64_t value = 0;
    int places = -1;
    ptrdiff_t i = 0, digits = 0;
    for (; i < v.n && digits < 12 && places < 6; i++) {
        if (v.s[i] == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (v.s[i] < '0' || v.s[i] > '9')
            break;
        value = value * 10 + (v.s[i] - '0');
        digits++;
        places += places >= 0;
    }
    for (int k = places < 0 ? 0 : places; k < 6; k++)
        value *= 10;
    *at = i;
    return (Number){value, digits > 0 && value < (int64_t)5000 * 1000000};
}

/* Of typesetting a length is a multiple of its unit, and what is less than an Sp is cut off: 10mm are twice 5mm, and
   22.8pt two lines of 11.4pt, so that they stay on the grid. */
static Sp multiple(int64_t millionths, Sp unit) { return millionths * unit / 1000000; }

static Sp nearest(int64_t millionths, Sp many, int64_t are) { return (millionths * many / are + 500000) / 1000000; }

/* `set`: lines of `line` are a unit, too.  No line is higher than any page, so that nothing runs over. */
static Length measure(Str v, bool set, Sp line)
{
    ptrdiff_t at = 0;
    Number n = decimal(v, &at);
    Str unit = str_trim(str_from(v, at));
    if (n.ok && n.value == 0 && unit.n == 0)
        return (Length){0, true};
    for (size_t i = 0; n.ok && i < sizeof units / sizeof *units; i++)
        if (str_eq(unit, str_of(units[i].name)))
            return (Length){set ? multiple(n.value, units[i].many / units[i].are)
                                : nearest(n.value, units[i].many, units[i].are), true};
    bool lines = set && line > -PT(5000) && line < PT(5000);
    if (n.ok && lines && (str_eq(unit, S("lines")) || str_eq(unit, S("line"))))
        return (Length){multiple(n.value, line), true};
    return (Length){0, false};
}

Length length_read(Str v) { return measure(v, false, 0); }

Length length_set(Str v, Sp line)
{
    bool minus = str_starts(v, S("-"));
    Length l = measure(minus ? str_from(v, 1) : v, true, line);
    return (Length){minus ? -l.value : l.value, l.ok};
}

Str length_text(Arena *a, Sp v)
{
    const int64_t inch = PT(72);
    int64_t size = v < 0 ? -v : v, hundredths = (size * 2540 + inch / 2) / inch;
    return str_format(a, "%s%d.%02d mm", v < 0 ? "-" : "", (int)(hundredths / 100), (int)(hundredths % 100));
}
