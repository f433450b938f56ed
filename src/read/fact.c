#include "read/yamlin.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* n digits at byte `at`, or -1 */
static int digits(Str s, ptrdiff_t at, int n)
{
    int v = 0;
    if (at + n > s.n)
        return -1;
    for (int i = 0; i < n; i++) {
        if (!digit(s.s[at + i]))
            return -1;
        v = v * 10 + (s.s[at + i] - '0');
    }
    return v;
}

/* ---- time ---- */

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool fact_is_date(Str s)
{
    int year = digits(s, 0, 4), month = digits(s, 5, 2), day = digits(s, 8, 2);
    if (year < 1 || (s.n != 4 && s.n != 7 && s.n != 10))
        return false;
    if (s.n > 4 && (s.s[4] != '-' || month < 1 || month > 12))
        return false;
    return s.n < 10 || (s.s[7] == '-' && day >= 1 && day <= days_in(year, month));
}

bool fact_is_span(Str s)
{
    Cut c = str_cut(s, '/');
    return fact_is_date(c.head) && (!c.ok || (fact_is_date(c.tail) && str_cmp(c.head, c.tail) <= 0));
}

bool fact_is_moment(Str s)
{
    if (s.n != 20)
        return fact_is_date(s);
    int h = digits(s, 11, 2), m = digits(s, 14, 2), sec = digits(s, 17, 2);
    return fact_is_date(str_sub(s, 0, 10)) && s.s[10] == 'T' && s.s[13] == ':' && s.s[16] == ':' && s.s[19] == 'Z'
        && h >= 0 && h < 24 && m >= 0 && m < 60 && sec >= 0 && sec < 60;
}

Str fact_moment(Arena *a, Str s)
{
    const char *rest = s.n == 4 ? "-01-01T00:00:00Z" : s.n == 7 ? "-01T00:00:00Z" : s.n == 10 ? "T00:00:00Z" : "";
    return s.n ? str_format(a, "%.*s%s", STR(s), rest) : s;
}

Str fact_epoch(Arena *a, int64_t seconds)
{
    int64_t day = seconds / 86400;
    int rest = (int)(seconds % 86400), year = 1970, month = 1;
    for (int n; (n = days_in(year, 2) + 337) <= day; year++)
        day -= n;
    for (int n; (n = days_in(year, month)) <= day; month++)
        day -= n;
    return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, (int)day + 1, rest / 3600, rest / 60 % 60,
        rest % 60);
}

/* ---- names of things ---- */

bool fact_is_lang(Str s)
{
    Cut c = {.tail = s, .ok = true};
    for (int i = 0; c.ok; i++) {
        c = str_cut(c.tail, '-');
        if (c.head.n < 1 || c.head.n > 8 || (c.head.n == 1 && !c.ok))
            return false;
        if (i == 0 && c.head.n == 1 && c.head.s[0] != 'x')
            return false;
        for (ptrdiff_t k = 0; k < c.head.n; k++)
            if (!letter(c.head.s[k]) && (i == 0 || !digit(c.head.s[k])))
                return false;
    }
    return s.n <= 35;
}

/* https://id.loc.gov/vocabulary/relators */
static const char relators[] =
    "abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud aui aus aut "
    "bdd bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr cli cll clr clt cmm cmp cmt cnd cng cns coe col com "
    "con cop cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt cur cwt dbd "
    "dbp dfd dfe dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edd edm edt egr "
    "elg elt eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fon fpy frg gdv gis grt his hnr hst ill ilu ins "
    "inv isb itr ive ivr jud jug kad lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc "
    "med mfp mfr mka mod mon mrb mrk msd mte mtk mup mus mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl "
    "pdr pfr pht plt pma pmn pop ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup "
    "rap rbr rcd rce rcp rdd red ren res rev rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl scr sde sds "
    "sec sfx sgd sgn sht sll sng spk spn spy srv std stg stl stm stn str swd tad tau tcd tch ths tld tlg tlh tlp trc "
    "trl tyd tyg uvp vac vdg vfx voc wac wal wam wat waw wdc wde wfs wft win wit wpr wst wts";

bool fact_is_role(Str s) { return fact_in(s, relators); }

static bool is_uuid(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.s[i] != '-' : !hex(s.s[i]))
            return false;
    }
    return s.n == 36;
}

bool fact_is_uri(Str s)
{
    Cut c = str_cut(s, ':');
    if (!c.ok || c.head.n < 2 || c.tail.n == 0 || !letter(s.s[0]))
        return false;
    for (ptrdiff_t i = 0; i < c.head.n; i++)
        if (!letter(s.s[i]) && !digit(s.s[i]) && s.s[i] != '+' && s.s[i] != '-' && s.s[i] != '.')
            return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || strchr("<>\"{}|\\^`", s.s[i]))
            return false;
    return !str_starts(s, S("urn:uuid:")) || is_uuid(str_from(s, 9));
}

bool fact_is_key(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && (i == 0 || !digit(s.s[i])))
            return false;
    return s.n >= 1 && s.n <= 32;
}

bool fact_is_name(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && (i == 0 || (!digit(s.s[i]) && s.s[i] != '-')))
            return false;
    return s.n >= 1 && s.n <= 32;
}

bool fact_is_sha256(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!digit(s.s[i]) && !(s.s[i] >= 'a' && s.s[i] <= 'f'))
            return false;
    return s.n == 64;
}

/* ---- ISBN ---- */

static Str without_label(Str s)
{
    static const char *const labels[] = {
        "urn:isbn:", "URN:ISBN:", "ISBN-13:", "ISBN-10:", "ISBN-13", "ISBN-10", "ISBN:", "ISBN"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_starts(s, str_of(labels[i])))
            return str_trim(str_from(s, (ptrdiff_t)strlen(labels[i])));
    return s;
}

bool fact_like_isbn(Str s)
{
    Str bare = without_label(s);
    if (bare.n != s.n)
        return true;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!digit(s.s[i]) && !strchr("- xX", s.s[i]))
            return false;
    return s.n > 0;
}

/* Weights 1, 3, 1, 3, …; the sum with the check digit is a multiple of ten. */
static int check13(const char *d)
{
    int sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (d[i] - '0') * (i % 2 ? 3 : 1);
    return (10 - sum % 10) % 10;
}

static bool right10(const char *d)
{
    int sum = 0;
    for (int i = 0; i < 10; i++)
        sum += (10 - i) * (d[i] == 'X' ? 10 : d[i] - '0');
    return sum % 11 == 0;
}

Str fact_isbn(Arena *a, Str s)
{
    char d[16] = "";
    int n = 0;
    s = without_label(s);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i] == 'x' ? 'X' : s.s[i];
        if (c == '-' || c == ' ')
            continue;
        if (n == 13 || !(digit(c) || (c == 'X' && n == 9)))
            return (Str){0};
        d[n++] = c;
    }
    if (n == 13 && memchr(d, 'X', 13) == NULL && d[12] - '0' == check13(d)
            && (strncmp(d, "978", 3) == 0 || strncmp(d, "979", 3) == 0))
        return str_format(a, "%.13s", d);
    if (n != 10 || !right10(d))
        return (Str){0};
    char full[14] = "978";
    memcpy(full + 3, d, 9);
    return str_format(a, "%.12s%d", full, check13(full));
}

/* ---- words ---- */

bool fact_in(Str word, const char *words)
{
    Cut c = {.tail = str_of(words), .ok = true};
    while (c.ok) {
        c = str_cut(c.tail, ' ');
        if (word.n && str_eq(word, c.head))
            return true;
    }
    return false;
}

/* Levenshtein's distance, for names of at most 30 bytes. */
int fact_distance(Str a, Str b)
{
    int row[32];
    if (a.n > 30 || b.n > 30)
        return 99;
    for (int j = 0; j <= b.n; j++)
        row[j] = j;
    for (int i = 1; i <= a.n; i++) {
        int corner = row[0];
        row[0] = i;
        for (int j = 1; j <= b.n; j++) {
            int change = corner + (a.s[i - 1] != b.s[j - 1]);
            int least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            corner = row[j];
            row[j] = change < least ? change : least;
        }
    }
    return row[b.n];
}
