/* report.c - report.html: what went in, what came out, what was said, the pages at a glance.  One page without scripts
   that asks nothing of any network.  No time, machine or folder stands in it: the same book gives the same report. */
#include "command/inside.h"

typedef struct {
    Arena *a;
    Buf b;
    const Record *r;
    const Sketches *pages;                                         /* NULL where none were written */
    const PageMap *map;
    int bound;
    Str dir;                                                       /* of the products, with a slash at its end */
    Diag *d;
} Report;

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1d1c1a;--dim:#5d5850;--line:#d8d3c8;--page:#fff;--desk:#f3f0e9;"
    "--link:#1f4f8f;--warn:#8a4b00}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e4da;--dim:#aaa498;--line:#45413a;--page:#2b2926;--desk:#1b1a18;"
    "--link:#9cc3f5;--warn:#f0b060}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:64rem;background:var(--desk);color:var(--ink);"
    "font:1rem/1.5 Georgia,'Linux Libertine','Noto Serif',serif;overflow-wrap:break-word}\n"
    "a{color:var(--link)}\nh1{font-size:1.9rem;line-height:1.2;margin:.2em 0}\n"
    "h2{font-size:1.35rem;margin:2.2em 0 .6em;border-top:1px solid var(--line);padding-top:.7em}\n"
    "h3{font-size:1.05rem;margin:1.4em 0 .4em}h4{font-size:1rem;font-weight:400;font-style:italic;margin:.3em 0 0}\n"
    "p{margin:.4em 0;max-width:44rem}.dim,caption,h3 small{color:var(--dim)}.proof{color:var(--warn)}\n"
    "nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;padding:0}nav a{padding:.2rem 0}\n"
    "ul{padding-left:1.2em;margin:.3em 0}.else{color:var(--dim)}\n"
    /* tables: numbers to the right, digests below the names of their files */
    "table{border-collapse:collapse;width:100%;font-variant-numeric:lining-nums tabular-nums;margin:.6em 0 1.4em}\n"
    "caption{text-align:left;font-style:italic;padding:.3em 0}\n"
    "th,td{padding:.3em 0 .3em 1em;border-bottom:1px solid var(--line);vertical-align:top;text-align:right}\n"
    "th:first-child{padding-left:0}th{font-weight:600}tbody th{font-weight:400}"
    "th:first-child,.facts td{text-align:left}\n"
    ".facts{width:auto}.wide{overflow-x:auto}\n"
    "code{font:.8em/1.4 ui-monospace,'DejaVu Sans Mono',monospace;word-break:break-all;color:var(--dim)}"
    "th code{display:block}h3 code{font-size:.95em;color:inherit}\n"
    /* spreads: two pages side by side; one that stands alone keeps its side */
    ".spreads{list-style:none;padding:0;margin:1em 0;display:flex;flex-wrap:wrap;gap:1rem 1.1rem}\n"
    ".spreads li{width:8.5rem;scroll-margin-top:1rem;text-align:center;font-size:.8rem;color:var(--dim)}\n"
    ".spreads a,.spreads span{display:block}.spreads span{clear:both}\n"
    ".recto{padding-left:4.25rem}.verso{padding-right:4.25rem}\n"
    ".spreads svg{width:50%;display:block;float:left;background:var(--page);outline:1px solid var(--line);"
    "color:var(--ink)}.recto svg,.verso svg{width:100%}\n"
    ".spreads li:target svg{outline:2px solid var(--link)}path{fill:none;stroke:currentColor}\n"
    ".t{stroke-width:6;opacity:.42}.s{stroke-width:5;opacity:.42}.h{stroke-width:9}.f{stroke-width:4;opacity:.3}\n"
    ".r{stroke-width:1;opacity:.5}.p{fill:currentColor;fill-opacity:.2;stroke-width:3}\n"
    ".dones{columns:2 20rem;column-gap:2rem}.done{break-inside:avoid;padding-top:.9rem}.done h3{margin-top:0}\n"
    "h3:target{background:var(--page);outline:.3rem solid var(--page)}\n"
    "@media(max-width:30rem){body{font-size:.95rem}.spreads{gap:.8rem}.spreads li{width:calc(50% - .4rem)}"
    ".recto{padding-left:calc(25% - .2rem)}.verso{padding-right:calc(25% - .2rem)}}\n"
    "@media print{:root{color-scheme:light;--ink:#000;--dim:#444;--line:#999;--page:#fff;--desk:#fff;--link:#000;"
    "--warn:#000}body{font-size:9.5pt;max-width:none;padding:0}nav{display:none}a{text-decoration:none}"
    "h2,h3,h4{break-after:avoid}tr,.spreads li{break-inside:avoid}.spreads li{width:6rem}.recto{padding-left:3rem}"
    ".verso{padding-right:3rem}}\n";

static void put(Report *p, const char *html) { buf_put(&p->b, str_of(html)); }

static void open_section(Report *p, const char *id, const char *title)
{
    buf_format(&p->b, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id, title);
}

/* ---- the book */
static const char *role_of(Str role)
{
    static const struct { const char *code, *word; } roles[] = {{"aut", "Author"}, {"edt", "Editor"},
        {"trl", "Translator"}, {"ill", "Illustrator"}, {"aui", "Introduction by"}, {"pbl", "Publisher"}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_eq(role, str_of(roles[i].code)))
            return roles[i].word;
    return "Contributor";
}

static const char *edition_of(Str edition)
{
    static const struct { const char *key, *word; } names[] = {{"epub", "Identifier of the e-book"},
        {"print", "Identifier of the printed book"}, {"archive", "Identifier of the archive PDF"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(edition, str_of(names[i].key)))
            return names[i].word;
    return "Identifier";
}

static void put_book(Report *p)
{
    const Config *c = p->r->config;
    open_section(p, "book", "The book");
    put(p, "<table class=\"facts\">\n<tbody>\n");
    html_row(&p->b, "Title", c->title);
    html_row(&p->b, "Subtitle", c->subtitle);
    for (int i = 0; i < c->npeople; i++)
        html_row(&p->b, role_of(c->people[i].role), c->people[i].name);
    html_row(&p->b, "Publisher", c->publisher);
    html_row(&p->b, "Edition", c->edition);
    html_row(&p->b, "Date", c->date);
    html_row(&p->b, "Language", c->lang);
    html_row(&p->b, "Identifier", c->identifier);
    for (int i = 0; i < c->nids; i++)
        html_row(&p->b, edition_of(c->ids[i].edition), c->ids[i].id);
    html_row(&p->b, "Design", c->design.n ? c->design : S("default"));
    put(p, "</tbody>\n</table>\n</section>\n");
}

/* ---- what went in */
typedef struct { ptrdiff_t calls, bodies; Tally t; } Sum;

/* As book.yaml calls it, or the contents do. */
static Str title_of(const Book *book, const Part *part)
{
    if (part->title.n > 0)
        return part->title;
    for (ptrdiff_t i = 0; i < book->nheadings; i++)
        if (str_eq(book->headings[i].part, part->key))
            return book->headings[i].title;
    return part->file;
}

static void put_part(Report *p, const Part *part, Sum *sum)
{
    const Book *book = p->r->book;
    Tally t = book_tally(p->a, book, part->key);
    ptrdiff_t calls = 0, bodies = 0;
    for (ptrdiff_t i = 0; i < book->nseries; i++)
        if (str_eq(book->series[i].part, part->key)) {
            calls += book->series[i].ncalls;
            bodies += book->series[i].nbodies;
        }
    put(p, "<tr><th scope=\"row\">");
    html_text(&p->b, title_of(book, part));
    put(p, " <code>");
    html_text(&p->b, part->key);
    put(p, "</code></th>");
    const int64_t cells[] = {t.words, t.blocks, calls, bodies, t.emendations, t.left_out};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        html_cell(&p->b, cells[i]);
    put(p, "</tr>\n");
    *sum = (Sum){sum->calls + calls, sum->bodies + bodies, {sum->t.words + t.words, sum->t.blocks + t.blocks,
        sum->t.emendations + t.emendations, sum->t.left_out + t.left_out}};
}

static void put_parts(Report *p)
{
    const Config *c = p->r->config;
    Sum sum = {0};
    put(p, "<div class=\"wide\" role=\"region\" aria-label=\"The parts\" tabindex=\"0\"><table>\n"
        "<caption>The parts of the book. Words and blocks are those that are read, without the notes; "
        "left out are lines of the source.</caption>\n"
        "<thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Words</th><th scope=\"col\">Blocks</th>"
        "<th scope=\"col\">Note calls</th><th scope=\"col\">Notes</th><th scope=\"col\">Emendations</th>"
        "<th scope=\"col\">Lines left out</th></tr></thead>\n<tbody>\n");
    for (int i = 0; i < c->nfront; i++)
        put_part(p, &c->front[i], &sum);
    for (int i = 0; i < c->nparts; i++)
        put_part(p, &c->parts[i], &sum);
    for (int i = 0; i < c->nback; i++)
        put_part(p, &c->back[i], &sum);
    put(p, "</tbody>\n<tfoot><tr><th scope=\"row\">All</th>");
    const int64_t cells[] = {sum.t.words, sum.t.blocks, sum.calls, sum.bodies, sum.t.emendations, sum.t.left_out};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        html_cell(&p->b, cells[i]);
    put(p, "</tr></tfoot>\n</table></div>\n");
}

static void put_series(Report *p)
{
    const Book *book = p->r->book;
    if (book->nseries == 0)
        return;
    put(p, "<div class=\"wide\" role=\"region\" aria-label=\"The notes\" tabindex=\"0\"><table>\n"
        "<caption>The series of notes</caption>\n<thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Series</th>"
        "<th scope=\"col\">Calls</th><th scope=\"col\">Notes</th><th scope=\"col\">Without a note</th></tr></thead>\n"
        "<tbody>\n");
    for (ptrdiff_t i = 0; i < book->nseries; i++) {
        const NoteSeries *s = &book->series[i];
        put(p, "<tr><th scope=\"row\">");
        html_text(&p->b, s->part);
        put(p, "</th><td>");
        html_text(&p->b, s->key);
        put(p, "</td>");
        html_cell(&p->b, s->ncalls);
        html_cell(&p->b, s->nbodies);
        html_cell(&p->b, s->ncalls > s->nbodies ? s->ncalls - s->nbodies : 0);
        put(p, "</tr>\n");
    }
    put(p, "</tbody>\n</table></div>\n");
}

static void put_file(Report *p, Str name, const char *slash, const char *sha256, int64_t bytes)
{
    put(p, "<tr><th scope=\"row\">");
    html_text(&p->b, name);
    put(p, slash);
    buf_format(&p->b, "%s%s%s</th>", *sha256 ? " <code>" : "", sha256, *sha256 ? "</code>" : "");
    html_cell(&p->b, bytes);
}

static void put_files(Report *p, const char *caption, const Input *files, int n)
{
    if (n == 0)
        return;
    buf_format(&p->b, "<table>\n<caption>%s, with their SHA-256</caption>\n"
        "<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Bytes</th></tr></thead>\n<tbody>\n", caption);
    for (int i = 0; i < n; i++) {
        put_file(p, files[i].name, "", files[i].of.sha256, files[i].of.bytes);
        put(p, "</tr>\n");
    }
    put(p, "</tbody>\n</table>\n");
}

static void put_in(Report *p)
{
    open_section(p, "in", "What went in");
    put_parts(p);
    put_series(p);
    put_files(p, "The files", p->r->inputs, p->r->ninputs);
    put_files(p, "Fonts and dictionaries of this machine", p->r->fonts, p->r->nfonts);
    put(p, "<h3>Made with</h3>\n<ul>\n<li>catchword " BOOK_VERSION "</li>\n");
    for (Cut k = str_line(record_versions(p->a)); k.head.n > 0; k = str_line(k.tail)) {
        put(p, "<li>");
        html_text(&p->b, k.head);
        put(p, "</li>\n");
    }
    put(p, "</ul>\n</section>\n");
}

/* ---- what came out: the files below the folder of the products, and what lies in a folder there as one */
typedef struct { Str name, part; int64_t bytes; ptrdiff_t files; } Made;

static Made *made_in(Report *p, Table *by_name, Str path)
{
    Str rest = str_from(path, p->dir.n);
    Str name = str_cut(rest, '/').head;
    Made *m = table_find(by_name, name);
    if (!m) {
        m = new(p->a, Made, 1);
        m->name = name;
        table_put(by_name, name, m);
    }
    return m;
}

static const Table *made(Report *p)
{
    Table *by_name = table_new(p->a);
    for (ptrdiff_t i = 0, n = out_count(); i < n; i++) {
        Str path, part;
        out_pending(i, &path, &part);
        if (!str_starts(path, p->dir))
            continue;
        Made *m = made_in(p, by_name, path);
        m->bytes += out_size(i);
        m->files++;
        m->part = str_find(str_from(path, p->dir.n), S("/")) < 0 ? part : S("");
    }
    return by_name;
}

static Digest digest_of(Report *p, const Made *m)
{
    for (int i = 0; i < p->r->nproducts; i++)
        if (str_eq(p->r->products[i].name, m->name))
            return p->r->products[i].of;
    return record_digest(p->a, m->part, m->name, p->d);
}

static int pages_of(const Report *p, Str name)
{
    if (str_ends(name, S("-archive.pdf")))
        return pages_count(p->map);
    if (str_ends(name, S("-print.pdf")))
        return p->bound;
    return str_ends(name, S("-cover.pdf"));
}

static void put_made(Report *p, const Made *m)
{
    Digest of = m->part.n > 0 ? digest_of(p, m) : (Digest){0};
    put_file(p, m->name, m->part.n > 0 ? "" : "/", of.sha256, m->bytes);
    int pages = pages_of(p, m->name);
    put(p, "<td>");
    if (m->part.n == 0)
        buf_format(&p->b, "%td files", m->files);
    else if (pages > 0)
        html_number(&p->b, pages);
    put(p, "</td></tr>\n");
}

static void put_out(Report *p)
{
    const Table *all = made(p);
    open_section(p, "out", "What came out");
    put(p, "<table>\n<caption>The products, with their SHA-256</caption>\n"
        "<thead><tr><th scope=\"col\">Product</th><th scope=\"col\">Bytes</th>"
        "<th scope=\"col\">Pages</th></tr></thead>\n"
        "<tbody>\n");
    for (ptrdiff_t i = 0; i < table_count(all); i++)
        put_made(p, table_at(all, i, NULL));
    put(p, "</tbody>\n</table>\n</section>\n");
}

/* ---- what was said: by code, warnings first.  A name of a file is told from the book's folder on. */
static Str without(Str s, Str dir)
{
    if (dir.n == 0 || !str_starts(s, dir))
        return s;
    if (str_ends(dir, S("/")))
        return str_from(s, dir.n);
    return s.n > dir.n && s.s[dir.n] == '/' ? str_from(s, dir.n + 1) : s;
}

static Str local(const Report *p, Str s)
{
    const Str dirs[] = {p->r->config->dir, p->r->options->texts, p->r->options->assets};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        Str rest = without(s, dirs[i]);
        if (rest.n < s.n)
            return rest;
    }
    return s;
}

/* In the words of a message a path stands behind an apostrophe. */
static void put_words(Report *p, Str words)
{
    for (Cut c = str_cut(words, '\''); ; c = str_cut(c.tail, '\'')) {
        html_text(&p->b, local(p, c.head));
        if (!c.ok)
            return;
        html_text(&p->b, S("'"));
    }
}

static void put_said(Report *p, Where at, Str words, const char *without_words)
{
    Str file = local(p, at.file);
    if (file.n > 0) {
        html_text(&p->b, file);
        if (at.line > 0)
            buf_format(&p->b, ":%d", at.line);
        if (at.line > 0 && at.col > 0)
            buf_format(&p->b, ":%d", at.col);
        put(p, ": ");
    }
    put_words(p, words.n ? words : str_of(without_words));
}

static void put_message(Report *p, ptrdiff_t i)
{
    const Message *m = diag_at(p->d, i);
    Where at;
    Str words;
    put(p, "<li>");
    put_said(p, m->at, m->text, diag_text(m->code));
    for (int k = 0; diag_second(p->d, i, k, &at, &words); k++) {
        put(p, "<br/>");
        put_said(p, at, words, "");
    }
    put(p, "</li>\n");
}

static void put_code(Report *p, DiagCode code, const ptrdiff_t *counts)
{
    const char *level = diag_level(code) == STYLE ? "style" : "warning";
    buf_format(&p->b, "<h3><code>%s</code> ", diag_name(code));
    html_text(&p->b, str_of(diag_text(code)));
    buf_format(&p->b, " <small>(%s, %td)</small></h3>\n", level, counts[code]);
    if (diag_remedy(code)[0]) {
        put(p, "<p class=\"dim\">What to do: ");
        html_text(&p->b, str_of(diag_remedy(code)));
        put(p, ".</p>\n");
    }
    put(p, "<ul>\n");
    for (ptrdiff_t i = 0; i < diag_total(p->d); i++)
        if (diag_at(p->d, i)->code == code)
            put_message(p, i);
    put(p, "</ul>\n");
}

static void put_messages(Report *p)
{
    ptrdiff_t counts[DIAG_MAX] = {0};
    int warnings = diag_count(p->d, WARN), styles = diag_count(p->d, STYLE);
    for (ptrdiff_t i = 0; i < diag_total(p->d); i++)
        counts[diag_at(p->d, i)->code]++;
    open_section(p, "messages", "What was said");
    if (warnings + styles == 0)
        put(p, "<p>Nothing: there were no messages.</p>\n");
    else
        buf_format(&p->b, "<p>%d %s, %d %s of style, no errors.</p>\n", warnings,
            warnings == 1 ? "warning" : "warnings", styles, styles == 1 ? "message" : "messages");
    if (warnings + styles > diag_total(p->d))
        put(p, "<p>Of one kind no more than a thousand are shown.</p>\n");
    for (int level = WARN; level >= STYLE; level--)
        for (int i = 0; i < DIAG_MAX; i++)
            if (counts[i] > 0 && (int)diag_level((DiagCode)i) == level)
                put_code(p, (DiagCode)i, counts);
    put(p, "</section>\n");
}

/* ---- the pages */
static void put_pages(Report *p)
{
    open_section(p, "setting", "The setting");
    glance_figures(p->a, &p->b, p->pages, p->map, p->r->config->want_print ? p->bound : 0);
    put(p, "</section>\n");
    open_section(p, "pages", "The pages at a glance");
    if (glance_done(p->pages))
        put(p, "<p>A spread that is a link leads to what was done to it so that its pages end well.</p>\n");
    glance_pages(&p->b, p->pages);
    put(p, "</section>\n");
    if (!glance_done(p->pages))
        return;
    open_section(p, "deeds", "What was done to the spreads, and why");
    put(p, "<p>First what a reader could see; behind “else”, what would be seen if it had not been done. "
        "Blocks are named as in the manuscript.</p>\n<div class=\"dones\">\n");
    glance_deeds(&p->b, p->pages);
    put(p, "</div>\n</section>\n");
}

/* ---- the frame */
static void put_head(Report *p)
{
    const Config *c = p->r->config;
    put(p, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
        "<meta charset=\"utf-8\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>");
    html_text(&p->b, c->title);
    put(p, ": report of the build</title>\n<style>\n");
    put(p, style);
    put(p, "</style>\n</head>\n<body>\n<header>\n<p class=\"dim\">Report of the build</p>\n<h1 lang=\"");
    html_text(&p->b, c->lang.n ? c->lang : S("en"));
    put(p, "\" dir=\"auto\">");
    html_text(&p->b, c->title);
    put(p, "</h1>\n");
    if (c->proof)
        put(p, "<p class=\"proof\">Editorial proof, not for sale</p>\n");
    put(p, "<nav aria-label=\"Sections\"><ul>\n<li><a href=\"#book\">The book</a></li>\n"
        "<li><a href=\"#in\">What went in</a></li>\n<li><a href=\"#out\">What came out</a></li>\n"
        "<li><a href=\"#messages\">What was said</a></li>\n");
    if (p->pages)
        put(p, "<li><a href=\"#setting\">The setting</a></li>\n"
            "<li><a href=\"#pages\">The pages at a glance</a></li>\n");
    if (p->pages && glance_done(p->pages))
        put(p, "<li><a href=\"#deeds\">What was done to the spreads</a></li>\n");
    put(p, "</ul></nav>\n</header>\n<main>\n");
}

void report_write(Arena *a, const Record *r, const PageMap *map, Str out_dir, Diag *d)
{
    const Press *press = r->press;
    const Sketches *pages = press ? print_sketches(press) : NULL;
    Arena *mine = arena_open();
    Report p = {.a = a, .b = buf_new(mine), .r = r, .map = map, .d = d, .bound = press ? bind_pages(press) : 0};
    p.pages = pages && pages->npages > 0 ? pages : NULL;
    p.dir = str_format(a, "%.*s%s", STR(out_dir), str_ends(out_dir, S("/")) ? "" : "/");
    put_head(&p);
    put_book(&p);
    put_in(&p);
    put_out(&p);
    put_messages(&p);
    if (p.pages)
        put_pages(&p);
    put(&p, "</main>\n</body>\n</html>\n");
    Out *out = out_open(a, path_join(a, out_dir, S("report.html")));
    out_put(out, buf_str(&p.b));
    out_close(out);
    arena_close(mine);
}
