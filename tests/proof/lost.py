"""Defects are seeded into finished products, and `catchword check --products` must name each: its code, the product, the
block, and the line of the source where it stands.

usage: lost.py TOOL BOOKDIR TEXTS PRODUCTS [ROUNDS]
A defect of each kind goes into each product, ROUNDS times at different places (always the same ones): a word, a comma, a
letter or glyph, the blank at a line's end, a paragraph, a note call, an italic, the level of a heading, the boundary between two paragraphs; and in
the TEI a character that no edition shows.  The line is found here by a reading of the TEI of its own.  Products without a
defect must raise no message.  Prints ok and FAIL lines; exits 1 where there is one.
"""
import functools, os, random, re, shutil, subprocess, sys, tempfile, unicodedata, zipfile
from xml.etree import ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pdf

TEI, ID = '{http://www.tei-c.org/ns/1.0}', '{http://www.w3.org/XML/1998/namespace}id'
WORD = re.compile(r'(?<=[a-z] )([A-Za-z]{4,}) (?=[a-z])')
CODES = {'word': 'product-differs', 'comma': 'product-differs', 'letter': 'product-differs', 'paragraph': 'product-block-missing',
         'call': 'product-call', 'italic': 'product-emphasis', 'level': 'product-level', 'boundary': 'product-boundary',
         'left out': 'product-source', 'blank': 'product-differs'}


# ---- where things stand: the manuscript read by itself
class Manuscript:
    """For each block with @source: its reading text, and the line of the source for each of its characters."""

    def __init__(self, path):
        self.blocks, self.files = {}, {}
        root = ET.parse(path).getroot().find(TEI + 'text')
        for e in root.iter():
            if e.get('source') and e.get(ID) and e.tag.replace(TEI, '') in ('p', 'head', 'l', 'item', 'cell', 'bibl'):
                pointers = re.findall(r'(\S+)#line=(\d+),', e.get('source'))
                self.at, self.lines, self.text, self.where = 0, [int(n) + 1 for _, n in pointers], [], []
                self.walk(e, True)
                self.blocks[e.get(ID)] = ''.join(self.text), self.where
                self.files[e.get(ID)] = pointers[0][0]

    def walk(self, e, shown):
        self.put(e.text, shown)
        for c in e:
            tag = c.tag.replace(TEI, '')
            if tag == 'lb':
                self.at = min(self.at + 1, len(self.lines) - 1)
            if tag == 'ref' and c.get('type') == 'note' and shown:
                self.put(f'⟨{c.get("n")}⟩', True)
            self.walk(c, shown and tag not in ('surplus', 'sic', 'orig', 'note') and (tag != 'ref' or c.get('type') not in ('note', 'page')))
            self.put(c.tail, shown)

    def put(self, text, shown):
        if text and shown:
            self.text.append(text)
            self.where += [self.lines[self.at]] * len(text)

    def line(self, id, words):
        """Where `words` stand in a block, or where it begins; None: not there, or not once."""
        text, where = self.blocks.get(id, ('', []))
        if words is None:
            return where[0] if where else None
        return where[text.find(words)] if text.count(words) == 1 else None

    def touch(self, id, next):
        """Whether nothing but a blank line of the source stands between two blocks: no code, no table."""
        above, below = self.blocks[id][1], self.blocks[next][1]
        return bool(above and below) and 0 < below[0] - above[-1] <= 2

    def parted(self, id, words):
        """Whether they begin on one line of the source and end on another."""
        text, where = self.blocks.get(id, ('', []))
        at = text.find(words)
        return at < 0 or where[at] != where[at + len(words) - 1]


# ---- products that are markup: a change is an edit of the file's characters
def elements(text, name, key):
    """(start, content, content's end, end, id) of the elements without another of their name inside."""
    for m in re.finditer(rf'<{name}(?: [^<>]*)? {key}="([^"]+)"[^<>]*(?<!/)>|<{name} {key}="([^"]+)"[^<>]*(?<!/)>', text):
        end = text.find(f'</{name}>', m.end())
        if end >= 0 and not re.search(rf'<{name}[ >]', text[m.end():end]):
            yield m.start(), m.end(), end, end + len(name) + 3, m[1] or m[2]


def bare(text, start, end):
    """The stretches of characters that stand in the element itself."""
    depth = 0
    for m in re.finditer(r'<(/?)[^<>]*?(/?)>|([^<]+)', text[start:end]):
        if m[3]:
            if depth == 0:
                yield start + m.start(), start + m.end()
        elif not m[2]:
            depth += -1 if m[1] else 1


class Markup:
    def __init__(self, name, book):
        self.name, self.book = name, book

    def inner(self, find):
        """A change in the characters of a paragraph: (edit, id, words that tell the line)."""
        for start, content, end, _, id in elements(self.text, 'p', self.key):
            for low, high in bare(self.text, content, end):
                for m in find.finditer(self.text, low, high):
                    yield m, id

    def word(self):
        for m, id in self.inner(WORD):
            yield (m.start(), m.end(), ''), id, m[1]

    def comma(self):
        for m, id in self.inner(re.compile(r'(?<=[a-z])(,) (?=[a-z]{3})')):
            back = re.search(r'[^<>,]{1,24}$', self.text[m.start(1) - 24:m.start(1)])
            yield (m.start(1), m.end(1), ''), id, back[0].split('\n')[-1].split(';')[-1] + ','

    def letter(self):
        for m, id in self.inner(WORD):
            yield (m.start(1) + 1, m.start(1) + 2, ''), id, m[1]

    def paragraph(self):
        for start, _, _, end, id in elements(self.text, 'p', self.key):
            yield (start, end, ''), id, None

    def boundary(self):
        for start, content, _, _, id in elements(self.text, 'p', self.key):
            before = self.text[start - 40:start].rstrip()
            if before.endswith('</p>') and id in self.book.blocks:
                yield (start - 40 + len(before) - 4, content, ' '), id, None

    def pick(self, kind, rounds, chance):
        places = []
        for edit, id, words in getattr(self, kind.replace(' ', '_'))():
            line = self.book.line(id, words)
            if line:
                places.append((edit, id, line))
        return chance.sample(places, min(rounds, len(places)))


class Tei(Markup):
    key = 'xml:id'

    def __init__(self, path, book):
        super().__init__(os.path.basename(path), book)
        self.text = open(path, encoding='utf-8').read()

    def call(self):
        for m in re.finditer(r'<ref [^<>]*type="note"[^<>]* n="(\d+)".*?</ref>', self.text):
            p = self.text.rfind('<p ', 0, m.start())
            id = re.match(r'<p xml:id="([^"]+)"', self.text[p:])
            if id and '</p>' not in self.text[p:m.start()]:
                yield (m.start(), m.end(), ''), id[1], f'⟨{m[1]}⟩'

    def italic(self):
        for start, content, end, _, id in elements(self.text, 'p', self.key):
            for m in re.finditer(r'<hi rend="italic">([^<>]+)</hi>', self.text[content:end]):
                yield (content + m.start(), content + m.end(), m[1]), id, m[1]

    def level(self):
        for start, content, end, stop, _ in elements(self.text, 'div', self.key):
            head = re.match(r'\s*<head xml:id="([^"]+)" source', self.text[content:end])
            if head and self.text[content:end].count('<head') == 1:
                yield (start, stop, '<div>' + self.text[start:stop] + '</div>'), head[1], None

    def left_out(self):
        for start, content, end, _, id in elements(self.text, 'p', self.key):
            for m in re.finditer(r'<surplus[^<>]*>([^<>]*[^\s<>][^<>]*)</surplus>', self.text[content:end]):
                before = re.search(r'([A-Za-z ]{12,})$', self.text[content + m.start() - 40:content + m.start()])
                if before:
                    yield (content + m.start(1), content + m.end(1), ''), id, before[1]

    def plant(self, edit, path):
        start, end, new = edit
        open(path, 'w', encoding='utf-8').write(self.text[:start] + new + self.text[end:])


class Epub(Markup):
    key = 'id'

    def __init__(self, path, book):
        super().__init__(os.path.basename(path), book)
        with zipfile.ZipFile(path) as container:
            self.entries = {n: container.read(n) for n in container.namelist()}
        self.docs = {n: data.decode() for n, data in self.entries.items() if n.endswith('.xhtml') and 'nav' not in n}

    def pick(self, kind, rounds, chance):
        places = []
        for name, self.text in self.docs.items():
            places += [((name,) + edit, id, line) for edit, id, line in super().pick(kind, 9999, chance)]
        return chance.sample(places, min(rounds, len(places)))

    def call(self):
        for start, content, end, _, id in elements(self.text, 'p', self.key):
            for m in re.finditer(r'<a class="call"[^<>]*>([^<>]*)</a>', self.text[content:end]):
                yield (content + m.start(), content + m.end(), ''), id, f'⟨{m[1]}⟩'

    def italic(self):
        for start, content, end, _, id in elements(self.text, 'p', self.key):
            for m in re.finditer(r'<i>([^<>]+)</i>', self.text[content:end]):
                yield (content + m.start(), content + m.end(), m[1]), id, m[1]

    def level(self):
        for m in re.finditer(r'<h([2-5]) id="([^"]+)".*?</h[2-5]>', self.text):
            new = str(int(m[1]) - 1)
            yield (m.start(), m.end(), f'<h{new}' + m[0][3:-2] + new + '>'), m[2], None

    def plant(self, edit, path):
        name, start, end, new = edit
        text = self.docs[name]
        with zipfile.ZipFile(path, 'w') as out:
            for entry, data in self.entries.items():
                out.writestr(entry, (text[:start] + new + text[end:]).encode() if entry == name else data)


# ---- a PDF, as qpdf lays it open, all strings of its content streams in digits: two a glyph, of a wide font four
SIGNS = {b'n': 10, b'r': 13, b't': 9, b'b': 8, b'f': 12}


def digits(literal):
    """(as it is written) -> <68 65>."""
    out = re.sub(rb'\\([0-7]{1,3}|.)|.', lambda m: b'%02x' % (ord(m[0]) if not m[1] else int(m[1], 8) & 255 if m[1][:1] in b'01234567'
                 else SIGNS.get(m[1], ord(m[1]))), literal[1:-1], flags=re.S)
    return b'<' + out + b'>'


def in_digits(data):
    contents = {m[1] for m in re.finditer(rb'/Contents (\d+) 0 R', data)}

    def stream(m):
        body = re.sub(rb'\((?:\\.|[^\\()])*\)', lambda s: digits(s[0]), m[2], flags=re.S)
        return m[1] + body if re.match(rb'\d+', m[1])[0] in contents else m[0]
    return re.sub(rb'(?<=\n)(\d+ 0 obj\n<<(?:(?!endobj).)*?\nstream\n)(.*?\nendstream)', stream, data, flags=re.S)


class Pdf:
    def __init__(self, path, book):
        self.name, self.book = os.path.basename(path), book
        self.data = in_digits(subprocess.run(['qpdf', '--qdf', '--object-streams=disable', path, '-'],
                                             stdout=subprocess.PIPE).stdout)
        self.objects = {int(m[1]): m for m in re.finditer(rb'^(\d+) 0 obj\n(.*?)\nendobj', self.data, re.S | re.M)}
        self.fonts = self.read_fonts()
        self.pages = {n: int(m[1]) for n, o in self.objects.items() if b'/Type /Page\n' in o[2]
                      for m in [re.search(rb'/Contents (\d+) 0 R', o[2])] if m}

    def body(self, number):
        return self.objects[number][2]

    def stream(self, number):
        m = re.search(rb'stream\n(.*)\nendstream', self.body(number), re.S)
        return self.objects[number].start(2) + m.start(1), m[1]

    def read_fonts(self):
        table, out = {}, {}
        for o in self.objects.values():
            m = re.search(rb'/Font <<(.*?)>>', o[2], re.S)
            table |= {f[1].decode(): int(f[2]) for f in re.finditer(rb'/(F\d+) (\d+) 0 R', m[1])} if m else {}
        for name, number in table.items():
            font = self.body(number)
            map = pdf.to_unicode(self.stream(int(re.search(rb'/ToUnicode (\d+) 0 R', font)[1]))[1])
            out[name] = map, re.search(rb'/BaseFont /\w+\+(\w+)', font)[1].decode(), 4 if b'/Subtype /Type0' in font else 2
        return out

    @functools.lru_cache(None)
    def glyphs(self, number):
        """(offset, font name, text, mcid, line, digits) of a content stream's glyphs."""
        base, data = self.stream(number)
        font, mcid, line, out = None, None, 0, []
        for m in re.finditer(rb'/(F\d+) [-\d.]+ Tf|/MCID (\d+)|\bEMC\b|/Artifact\b|(?<!<)<([0-9a-fA-F]{2,})>(?!>)|'
                             rb' -[\d.]+ Td\b', data):
            if m[0].endswith(b'Td'):
                line += 1
            elif m[1]:
                font = m[1].decode()
            elif m[2]:
                mcid = int(m[2])
            elif m[3]:
                map, _, wide = self.fonts[font]
                for k in range(0, len(m[3]), wide):
                    text = map.get(int(m[3][k:k + wide], 16), '?')
                    out.append((base + m.start(3) + k, font, text, mcid, line, wide))
            else:
                mcid = None
        return out

    @functools.lru_cache(None)
    def elements(self):
        return list(self.read_elements())

    def read_elements(self):
        """(object, id, role, page, its own pieces) of structure elements that stand on one page."""
        for number, o in self.objects.items():
            if b'/Type /StructElem' not in o[2]:
                continue
            id, role = re.search(rb'/ID \(([^)]*)\)', o[2]), re.search(rb'/S /(\w+)', o[2])[1].decode()
            page, kids = re.search(rb'/Pg (\d+) 0 R', o[2]), re.search(rb'/K \[(.*?)\]', o[2], re.S)
            if page and kids and b'MCR' not in kids[1]:
                own = [int(k) for k in re.findall(rb'^\s*(\d+)\s*$', kids[1], re.M)]
                yield number, id and id[1].decode(), role, int(page[1]), own

    @functools.lru_cache(None)
    def paragraphs(self):
        return list(self.read_paragraphs())

    @functools.lru_cache(None)
    def pieces(self, page):
        out = {}
        for g in self.glyphs(self.pages[page]):
            out.setdefault(g[3], []).append(g)
        return out

    def read_paragraphs(self):
        """(object, id, text, a glyph for each of its characters) of paragraphs of the manuscript on one page."""
        for number, id, role, page, own in self.elements():
            if role == 'P' and id in self.book.blocks:
                glyphs = [g for k in own for g in self.pieces(page).get(k, [])]
                yield number, id, ''.join(g[2] for g in glyphs), [g for g in glyphs for _ in g[2]]

    def without(self, glyphs):
        return [(g[0], g[0] + g[5], b'') for g in dict.fromkeys(glyphs)]

    def inner(self, find, group):
        for _, id, text, glyphs in self.paragraphs():
            for m in find.finditer(text):
                yield self.without(glyphs[m.start(group):m.end(group)]), id, m[1]

    def word(self):
        yield from self.inner(WORD, 0)

    def comma(self):
        yield from self.inner(re.compile(r'([a-z]+ [a-z]+(,))(?= [a-z]{3})'), 2)

    def letter(self):
        for _, id, text, glyphs in self.paragraphs():
            for m in WORD.finditer(text):
                yield self.without(glyphs[m.start(1) + 1:m.start(1) + 2]), id, m[1]

    def blank(self):
        """At a line's end, where nobody sees it."""
        for _, id, text, glyphs in self.paragraphs():
            for m in re.finditer(r'\b([A-Za-z]{4,})( )(?=[a-z])', text):
                if glyphs[m.end()][4] > glyphs[m.start(2)][4] and not self.book.parted(id, m[1]):
                    yield self.without(glyphs[m.start(2):m.end()]), id, m[1]

    def paragraph(self):
        for number, id, text, _ in self.paragraphs():
            o = self.objects[number]
            k = re.search(rb'/K \[.*?\]', o[2], re.S)
            if len(text) > 20 and self.book.blocks[id][0].strip().startswith(text[:10]):
                yield [(o.start(2) + k.start(), o.start(2) + k.end(), b'/K [ ]')], id, None

    def call(self):
        parents = {}
        for number, id, role, page, own in self.elements():
            o = self.objects[number]
            parents[number] = int(re.search(rb'/P (\d+) 0 R', o[2])[1]), role, id
        for number, id, role, page, own in self.elements():
            up = parents.get(number, (0,))[0]
            up = int(re.search(rb'/P (\d+) 0 R', self.body(up))[1]) if up in self.objects and b'/S /Reference' in self.body(up) else 0
            id = up in self.objects and re.search(rb'/ID \(([^)]*)\)', self.body(up))
            if role == 'Link' and id:
                glyphs = [g for k in own for g in self.pieces(page).get(k, [])]
                text = ''.join(g[2] for g in glyphs)
                yield self.without(glyphs), id[1].decode(), f'⟨{text}⟩'

    def italic(self):
        upright = {base: name for name, (_, base, _) in reversed(self.fonts.items())}
        for _, id, text, glyphs in self.paragraphs():
            for m in re.finditer(r'[A-Za-z]{4,}', text):
                word, fonts = glyphs[m.start():m.end()], {g[1] for g in glyphs[m.start():m.end()]}
                base = self.fonts[word[0][1]][1]
                other = upright.get(re.sub('I(talic)?$', '', base)) if re.search('I(talic)?$', base) and len(fonts) == 1 else None
                before = glyphs[m.start() - 1] if m.start() > 0 else None
                if other and before and before[1] != word[0][1]:
                    yield self.in_font(dict.fromkeys(word), other), id, m[0]

    def in_font(self, glyphs, name):
        """The same words in another font: a switch before, and back behind, each glyph of them."""
        codes, edits, wide = {t: c for c, t in self.fonts[name][0].items()}, [], self.fonts[name][2]
        for at, font, text, _, _, own in glyphs:
            if text not in codes:
                return None
            size = re.findall(rb'/F\d+ ([-\d.]+) Tf', self.data[at - 20000 if at > 20000 else 0:at])[-1].decode()
            edits.append((at, at + own, f'>]TJ /{name} {size} Tf [<{codes[text]:0{wide}x}>]TJ /{font} {size} Tf [<'.encode()))
        return edits

    def level(self):
        for number, id, role, _, _ in self.elements():
            if re.fullmatch('H[2-5]', role) and id in self.book.blocks:
                o = self.objects[number]
                s = re.search(rb'/S /H', o[2])
                yield [(o.start(2) + s.end(), o.start(2) + s.end() + 1, str(int(role[1]) - 1).encode())], id, None

    def boundary(self):
        last, order = None, {id: n for n, id in enumerate(self.book.blocks)}
        for number, id, text, _ in sorted(self.paragraphs(), key=lambda p: order[p[1]]):
            o = self.objects[number]
            k = re.search(rb'/K \[(.*?)\]', o[2], re.S)
            page = re.search(rb'/Pg (\d+)', o[2])[1]
            near = last and o[2].count(b'/P ') == 1 and last[1] == page and \
                re.search(rb'/P (\d+) 0 R', o[2])[1] == re.search(rb'/P (\d+) 0 R', last[0][2])[1]
            if near and order[id] == order[last[3]] + 1 and self.book.touch(last[3], id):
                at = last[0].start(2) + last[2].end(1)
                yield [(at, at, b' ' + k[1]), (o.start(2) + k.start(1), o.start(2) + k.end(1), b'')], id, None
            last = o, page, k, id

    def pick(self, kind, rounds, chance):
        places = []
        for edits, id, words in getattr(self, kind)():
            line = self.book.line(id, words)
            if edits and line:
                places.append((edits, id, line))
        return chance.sample(places, min(rounds, len(places)))

    def plant(self, edits, path):
        data = self.data
        for start, end, new in sorted(edits, reverse=True):
            data = data[:start] + new + data[end:]
        fixed = subprocess.run(['fix-qdf'], input=data, stdout=subprocess.PIPE, check=True).stdout
        open(path, 'wb').write(fixed)


class Print(Pdf):
    """Without structure: a word that stands once in the book tells its block."""

    def places(self, group):
        whole = ' '.join(text for text, _ in self.book.blocks.values())
        for number in list(self.pages.values())[4:]:
            glyphs = self.glyphs(number)
            text, spread = ''.join(g[2] for g in glyphs), [g for g in glyphs for _ in g[2]]
            for m in WORD.finditer(text):
                if whole.count(m[1]) == 1:
                    id = next(id for id, (words, _) in self.book.blocks.items() if m[1] in words)
                    yield self.without(spread[m.start(group):m.end(group)][:1 if group else None]), id, None

    def word(self):
        yield from self.places(0)

    def letter(self):
        yield from self.places(1)


# ---- the trial
def check(tool, book, texts, products):
    out = subprocess.run([tool, 'check', book, '--texts', texts, '--products', products], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE).stderr.decode()
    return [line for line in out.splitlines() if re.search(r'\[product-[a-z-]+\]$|\[tei-[a-z-]+\]$|fatal', line)]


def judge(said, kind, product, id, where):
    """What is wrong with the messages; nothing: they are right."""
    if len(said) != 1:
        return f'{len(said)} messages'
    place = re.match(r'(.*?):(\d+)(?::\d+)?: error: ', said[0])
    if not said[0].endswith(f'[{CODES[kind]}]') or product not in said[0]:
        return 'another code or product'
    if kind != 'left out' and f"'{id}'" not in said[0]:
        return 'another block'
    if not place or (os.path.basename(place[1]), int(place[2])) != where:
        return f'another line than {where[0]}:{where[1]}'
    return ''


def main(tool, book, texts, products, rounds=1):
    name = os.path.basename(book.rstrip('/'))
    files = {'.tei.xml': Tei, '.epub': Epub, '-archive.pdf': Pdf, '-print.pdf': Print}
    manuscript, failed, chance = Manuscript(os.path.join(products, name + '.tei.xml')), 0, random.Random(3)
    said = check(tool, book, texts, products)
    print('FAIL' if said else 'ok', 'products without a defect raise no message', *said[:3], sep='\n    ' if said else ' ')
    failed += bool(said)
    for suffix, kind_of in files.items():
        path = os.path.join(products, name + suffix)
        if not os.path.exists(path):
            continue
        product = kind_of(path, manuscript)
        for kind in CODES:
            if not hasattr(product, kind.replace(' ', '_')) or (kind_of is Print and kind not in ('word', 'letter')):
                continue
            places = product.pick(kind, int(rounds), chance)
            if not places and kind == 'left out' and not any(f.endswith('.txt') for f in manuscript.files.values()):
                continue                                       # a book without raw texts leaves nothing out
            faults = [] if places else ['no place for it']
            for edit, id, line in places:
                with tempfile.TemporaryDirectory() as folder:
                    for file in os.listdir(products):
                        if file != product.name and os.path.isfile(os.path.join(products, file)):
                            os.symlink(os.path.abspath(os.path.join(products, file)), os.path.join(folder, file))
                    product.plant(edit, os.path.join(folder, product.name))
                    said = check(tool, book, texts, folder)
                fault = judge(said, kind, product.name, id, (os.path.basename(manuscript.files[id]), line))
                if fault:
                    faults.append('\n    '.join([f'{id}: {fault}'] + said[:4]))
            failed += len(faults) > 0
            print('FAIL' if faults else 'ok', f'{product.name}: {kind} lost, {len(places)} times', *faults, sep='\n  ' if faults else ' ')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
