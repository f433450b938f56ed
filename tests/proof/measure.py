"""What a reader sees of the setting of a finished PDF, from the places of its glyphs alone (mutool's stext).

usage: measure.py FILE.pdf                     prints the figures, and where each fault stands
       measure.py FILE.pdf NAME=MOST ...       prints ok or FAIL for each bar; exits 1 where one is missed
       measure.py --seeds DIR                  makes small PDFs whose faults are known, and finds exactly these

  turn_hyphens    pages that end in a divided word which goes on behind the leaf (from a recto to its verso)
  facing_hyphens  the same from a verso to its recto
  rivers          places where a gap between words stands below a gap, RIVER lines running (per hundred pages)
  runts           paragraphs of two lines and more that end with a line narrower than two ems (per thousand)
  broken_ends     paragraphs whose last line is but the rest of a divided word (per thousand)
  dash_starts     lines within a paragraph that begin with a dash or an ellipsis
  uneven_feet     spreads of two pages of text that go on overleaf, of which one ends higher (not notes, not columns of an
                  index, where entries keep together)
  stranded        headings with fewer than two lines below them at a foot

A line is body where most of its glyphs have the size that most glyphs of the file have.  A page goes on overleaf where
the next one begins at the usual height.  Heads and folios are what stands apart at the page's edges at a height that a
fifth of the pages use."""
import html, os, re, subprocess, sys
from collections import Counter

RIVER = 5
DASHES = '\u2012\u2013\u2014\u2015\u2026'
HYPHENS = '-\u2010\u00ad'


class Line:
    def __init__(self, y, glyphs, body):
        glyphs.sort(key=lambda g: g[0])
        self.y, self.x0, self.x1 = y, glyphs[0][0], max(g[1] for g in glyphs)
        self.size = Counter(g[2] for g in glyphs).most_common(1)[0][0]
        self.body = sum(abs(g[2] - body) < 0.03 * body for g in glyphs) * 2 > len(glyphs)
        self.words, self.gaps, end = [''], [], None
        for x0, x1, size, char in glyphs:
            if end is not None and x0 - end > 0.12 * body:
                self.gaps.append((end, x0))
                self.words.append('')
            self.words[-1] += char
            end = x1 if end is None else max(end, x1)
        self.starts = self.ends = False

    def hyphen(self):
        last = self.words[-1]
        return len(last) > 1 and last[-1] in HYPHENS and last[-2].isalpha()


def glyphs_of(path):
    """(width, [(x0, x1, size, baseline, character)]) of each page; white space is left out."""
    text = subprocess.run(['mutool', 'draw', '-q', '-F', 'stext', '-o', '-', path], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True).stdout.decode('utf-8', 'replace')
    for page in text.split('<page ')[1:]:
        width, size, found = float(re.search(r'width="([\d.]+)"', page)[1]), 0.0, []
        for m in re.finditer(r'<font [^>]*?size="([\d.]+)"|<char quad="([^"]*)" x="[^"]*" y="([^"]*)"[^>]*? c="([^"]*)"', page):
            if m[1]:
                size = round(float(m[1]), 1)
                continue
            char = html.unescape(m[4])
            if char.strip():
                quad = m[2].split()
                found.append((float(quad[0]), float(quad[2]), size, float(m[3]), char))
        yield width, found


def rows_of(glyphs):
    rows = {}
    for x0, x1, size, y, char in glyphs:
        at = round(y * 2)
        at = next((k for k in (at, at - 1, at + 1) if k in rows), at)
        rows.setdefault(at, []).append((x0, x1, size, char))
    return [(y / 2, rows[y]) for y in sorted(rows)]


def common(values, step=1.0):
    return Counter(round(v / step) * step for v in values).most_common(1)[0][0] if values else 0


def common_size(sizes):
    """Glyphs set a little wider or narrower seem a little larger or smaller: a size has those of its neighbours, too."""
    at = Counter(round(s * 10) for s in sizes)
    return max(sorted(at), key=lambda s: (sum(at[s + d] for d in (-2, -1, 0, 1, 2)), at[s])) / 10 if at else 0


class Book:
    def __init__(self, path):
        raw = list(glyphs_of(path))
        self.body = common_size([g[2] for _, page in raw for g in page])
        self.pages = [[Line(y, row, self.body) for y, row in rows_of(page)] for _, page in raw]
        gaps = [b.y - a.y for p in self.pages for a, b in zip(p, p[1:]) if a.body and b.body and b.y - a.y > self.body]
        self.leading = common(gaps, 0.5) or 1.2 * self.body
        self.furniture = [0] * len(self.pages)
        for first in (True, False):
            self.strip(first)
        self.margins()
        self.paragraphs()

    def strip(self, first):
        """Takes away the line at a page's edge that stands apart at a height used on a fifth of the pages."""
        at = Counter()
        for lines in self.pages:
            ordered = lines if first else lines[::-1]
            if len(ordered) > 1 and abs(ordered[1].y - ordered[0].y) > 1.35 * self.leading:
                at[round(ordered[0].y)] += 1
        for i, lines in enumerate(self.pages):
            if len(lines) > 1:
                line = lines[0] if first else lines[-1]
                if sum(at[round(line.y) + d] for d in (-1, 0, 1)) >= max(2, 0.2 * len(self.pages)):
                    lines.remove(line)

    def margins(self):
        """The edges of the measure on a page: what long lines have on pages of its side."""
        side = {p: [l for lines in self.pages[p::2] for l in lines if l.body and len(l.words) > 4] for p in (0, 1)}
        self.left = {p: common([l.x0 for l in side[p]]) for p in side}
        self.right = {p: common([l.x1 for l in side[p]]) for p in side}
        for p in (0, 1):
            if not side[p]:
                self.left[p], self.right[p] = self.left[1 - p], self.right[1 - p]

    def paragraphs(self):
        """Marks first and last lines: by indent, by white, and where the next word would have had room."""
        self.lines = [(i, l) for i, lines in enumerate(self.pages) for l in lines]
        before = None
        for i, line in self.lines:
            left, right = self.left[i % 2], self.right[i % 2]
            new = before is None or not before[1].body or not line.body or abs(line.size - before[1].size) > 0.2
            if before and not new:
                j, last = before
                indent = line.x0 - left > 0.5 * self.body and line.x0 - left > last.x0 - self.left[j % 2] + 0.5 * self.body
                apart = i == j and line.y - last.y > 1.25 * self.leading
                word = line.gaps[0][0] - line.x0 if line.gaps else line.x1 - line.x0
                room = self.right[j % 2] - last.x1 > word + 0.8 * self.body
                new = indent or apart or room
            line.starts = new
            if before:
                before[1].ends = new
            before = (i, line)
        if before:
            before[1].ends = True

    def top(self):
        return common([lines[0].y for lines in self.pages if lines])

    def goes_on(self, i):
        """The next page is the continuation of page i: it begins at the usual height."""
        return i + 1 < len(self.pages) and bool(self.pages[i + 1]) and abs(self.pages[i + 1][0].y - self.top()) < 3


def text_foot(lines):
    body = [l for l in lines if l.body]
    return body[-1] if body else None


def turns(book, parity):
    """Pages, 1 the first, that end in a divided word and have that parity."""
    return [(i + 1, text_foot(lines).words[-1]) for i, lines in enumerate(book.pages)
            if text_foot(lines) and (i + 1) % 2 == parity and text_foot(lines).hyphen() and not text_foot(lines).ends]


def below(gap, above):
    narrow = min(gap[1] - gap[0], above[1] - above[0])
    return min(gap[1], above[1]) - max(gap[0], above[0]) >= narrow / 2


def rivers(book):
    found = []
    for i, lines in enumerate(book.pages):
        last, counts = None, []
        for line in lines + [None]:
            follows = line and last and line.body and abs(line.y - last.y - book.leading) < 1
            gaps = [g for g in line.gaps if g[1] - g[0] < 1.5 * book.body] if line else []
            fresh = [1 + max([n for g, n in zip(last_gaps, counts) if below(gap, g)], default=0) if follows else 1
                     for gap in gaps]
            for k, n in enumerate(counts):
                if n >= RIVER and not (follows and any(below(gap, last_gaps[k]) for gap in gaps)):
                    found.append((i + 1, f'{n} lines down to "{" ".join(last.words[-4:])}"'))
            last, last_gaps, counts = line, gaps, fresh
    return found


def ends(book):
    """(paragraphs of two lines and more, [runts], [broken ends])"""
    total, runts, broken = 0, [], []
    for (i, last), (j, line) in zip(book.lines, book.lines[1:]):
        if not (line.body and line.ends and not line.starts and last.body):
            continue
        total += 1
        if line.x1 - line.x0 < 2 * book.body:
            runts.append((j + 1, ' '.join(line.words)))
        if last.hyphen() and len(line.words) == 1:
            broken.append((j + 1, last.words[-1] + line.words[0]))
    return total, runts, broken


def dash_starts(book):
    return [(i + 1, ' '.join(l.words[:3])) for i, l in book.lines
            if l.body and not l.starts and (l.words[0][0] in DASHES or l.words[0].startswith(('...', '--')) or l.words[0] == '-')]


def uneven_feet(book):
    found = []
    for i in range(1, len(book.pages) - 1, 2):
        verso, recto = book.pages[i], book.pages[i + 1]
        text = verso and recto and verso[-1].body and recto[-1].body
        if text and book.goes_on(i) and book.goes_on(i + 1) and abs(verso[-1].y - recto[-1].y) > book.leading / 2:
            found.append((i + 1, f'{verso[-1].y:.1f} and {recto[-1].y:.1f}'))
    return found


def stranded(book):
    """A line larger than the text, or one apart in another size, with fewer than two lines below it at the foot."""
    found = []
    for i, lines in enumerate(book.pages):
        for k in (-1, -2):
            if len(lines) >= 3 and book.goes_on(i) and lines[k].size > 1.06 * book.body and lines[k].x1 - lines[k].x0 > book.body:
                found.append((i + 1, ' '.join(lines[k].words)))
                break
    return found


def measure(path):
    """name -> (figure, [(page, what)])"""
    book = Book(path)
    total, runts, broken = ends(book)
    flows = rivers(book)
    pages = sum(sum(l.body for l in lines) > 4 for lines in book.pages) or 1
    lists = {'turn_hyphens': turns(book, 1), 'facing_hyphens': turns(book, 0), 'dash_starts': dash_starts(book),
             'uneven_feet': uneven_feet(book), 'stranded': stranded(book)}
    figures = {name: (len(found), found) for name, found in lists.items()}
    figures['rivers'] = (round(100 * len(flows) / pages, 1), flows)
    figures['runts'] = (round(1000 * len(runts) / (total or 1), 1), runts)
    figures['broken_ends'] = (round(1000 * len(broken) / (total or 1), 1), broken)
    return figures


# ---- seeds: pages of Courier, 10 pt, six points a character, so that each word stands where it is put

def pdf(path, pages):
    """pages: lists of (x, y from the top, size, text)."""
    objects = ['<</Type/Catalog/Pages 2 0 R>>',
               '<</Type/Pages/Kids[%s]/Count %d>>' % (' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages))), len(pages)),
               '<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>']
    for i, words in enumerate(pages):
        stream = ''.join(f'BT /F {s} Tf 1 0 0 1 {x} {400 - y} Tm ({t}) Tj ET\n' for x, y, s, t in words)
        objects.append(f'<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * i} 0 R>>')
        objects.append(f'<</Length {len(stream)}>>stream\n{stream}endstream')
    out, places = b'%PDF-1.4\n', []
    for n, body in enumerate(objects):
        places.append(len(out))
        out += f'{n + 1} 0 obj\n{body}\nendobj\n'.encode('latin-1')
    end = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode()
    out += b''.join(b'%010d 00000 n \n' % p for p in places)
    out += f'trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{end}\n%%EOF\n'.encode()
    with open(path, 'wb') as f:
        f.write(out)


# Fifty characters a line; the gaps of a line stand where those of its neighbours do not.
FULL = ['aaaaa bbbbbbbbb cccc dddddddddd eeeeee ffffff gggg', 'aaaaaaaa bbbbbbb ccccccccc dddd eeeeeeeee ffff ggg',
        'aaa bbbbbbb cccccccc dddddd eeeeeeeee fffff gggggg']


def text(lines, at=0, sizes={}):
    """Lines of Courier from line `at` of the grid on; a leading blank indents."""
    return [(50 + 6 * (len(l) - len(l.lstrip())), 60 + 14 * (at + i), sizes.get(i, 10), l.strip())
            for i, l in enumerate(lines)]


def whole_page(changes={}, n=20):
    """A page in the middle of a paragraph, with some lines changed; a head and a folio stand apart."""
    lines = [changes.get(i, FULL[i % 3]) for i in range(n)]
    sizes = {i: 14 for i, l in changes.items() if l.startswith('Heading')}
    return [(50, 30, 8, 'A running head')] + text(lines, 0, sizes) + [(200, 380, 8, '7')]


def seeds():
    hyphen = FULL[1][:-1] + '-'
    river = {i: ('x' * 23 + ' ' + 'y' * (26 - i % 2)) for i in range(4, 9)}
    plain = whole_page()
    runt = {9: 'aaaaa bbbbbbbbb cccc dddddddddd eeeeee ffffff gg-', 10: 'it.', 11: '  ' + FULL[0][2:]}
    short = {9: FULL[0], 10: 'it.', 11: '  ' + FULL[0][2:]}
    return {'nothing': ([plain] * 4, {}),
            'hyphen-behind-the-leaf': ([whole_page({19: hyphen})] + [plain] * 3, {'turn_hyphens': 1}),
            'hyphen-to-the-facing-page': ([plain, whole_page({19: hyphen}), plain, plain], {'facing_hyphens': 1}),
            'river': ([plain, whole_page(river), plain, plain], {'rivers': 25.0}),
            'river-of-four-is-none': ([plain, whole_page(dict(list(river.items())[:4])), plain, plain], {}),
            'runt': ([plain, whole_page(short), plain, plain], {'runts': 500.0}),
            'rest-of-a-word': ([plain, whole_page(runt), plain, plain], {'runts': 500.0, 'broken_ends': 500.0}),
            'dash': ([plain, whole_page({7: '\x97 ' + FULL[1][2:]}), plain, plain], {'dash_starts': 1}),
            'ellipsis': ([plain, whole_page({7: '... ' + FULL[1][4:]}), plain, plain], {'dash_starts': 1}),
            'foot-of-one-page-higher': ([plain, whole_page(n=19), plain, plain, plain], {'uneven_feet': 1}),
            'heading-at-a-foot': ([plain, whole_page({18: 'Heading', 19: FULL[0]}), plain, plain], {'stranded': 1})}


def prove_seeds(folder):
    os.makedirs(folder, exist_ok=True)
    bad = 0
    for name, (pages, want) in seeds().items():
        path = os.path.join(folder, name + '.pdf')
        pdf(path, pages)
        got = {k: v for k, (v, _) in measure(path).items() if v}
        if name == 'runt':
            got.pop('broken_ends', None)
        print('ok' if got == want else 'FAIL', f'measure: {name}', '' if got == want else f'got {got}, want {want}')
        bad += got != want
    return bad


def main(args):
    if args[0] == '--seeds':
        return 1 if prove_seeds(args[1]) else 0
    figures, missed = measure(args[0]), 0
    if len(args) == 1:
        for name, (figure, found) in sorted(figures.items()):
            print(f'{name:15s} {figure}')
            for page, what in found[:12]:
                print(f'    p. {page}: {what}')
        return 0
    for bar in args[1:]:
        name, most = bar.split('=')
        figure, found = figures[name]
        over = figure > float(most)
        missed += over
        print('FAIL' if over else 'ok', f'{os.path.basename(args[0])}: {name} {figure}, at most {most}',
              '; '.join(f'p. {p}: {w}' for p, w in found[:5]) if over else '')
    return 1 if missed else 0


sys.exit(main(sys.argv[1:]))
