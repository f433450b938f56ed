"""What a finished PDF says, taken from its page contents: text by way of ToUnicode and ActualText, furniture apart.

    objects, pages = read(FILE); page.runs, page.furniture, page.notdef, page.unmapped, page.annots
    run: (roles, text): the roles of its structure elements, innermost first; furniture: what is marked as an artifact

Speaks to qpdf for the objects; knows nothing of the program that wrote them.
"""
import base64, json, re, subprocess

TOKEN = re.compile(rb'''
    %[^\r\n]* | \s+ | (?P<hex><[0-9A-Fa-f\s]*>) | (?P<open><<|\[) | (?P<close>>>|\]) | (?P<name>/[^\s()<>\[\]{}/%]*) |
    (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)) | (?P<string>\() | (?P<word>[^\s()<>\[\]{}/%]+)''', re.X)
ESCAPES = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f'}


def literal(data, at):
    """The string whose opening bracket stands before `at`, and where it ends (ISO 32000-1, 7.3.4.2)."""
    out, depth = bytearray(), 1
    while True:
        c = data[at:at + 1]
        at += 1
        if c == b'\\':
            octal = re.compile(rb'[0-7]{1,3}').match(data, at)
            if octal:
                out.append(int(octal[0], 8) & 255)
                at = octal.end()
            else:
                c = data[at:at + 1]
                at += 1
                out += b'' if c in b'\r\n' else ESCAPES.get(c, c)
            continue
        depth += (c == b'(') - (c == b')')
        if depth == 0 or not c:
            return bytes(out), at
        out += c


def tokens(data):
    at = 0
    while at < len(data):
        m = TOKEN.match(data, at)
        at = m.end()
        kind = m.lastgroup
        if kind == 'hex':
            digits = re.sub(rb'\s', b'', m[0][1:-1])
            yield 'string', bytes.fromhex((digits + b'0' * (len(digits) % 2)).decode())
        elif kind == 'string':
            value, at = literal(data, at)
            yield 'string', value
        elif kind:
            yield kind, m[0].decode('latin-1')


def operations(data):
    """(operator, operands): a dictionary or array as a list of its tokens' values."""
    stack, nest = [], []
    for kind, value in tokens(data):
        if kind == 'open':
            nest.append([])
        elif kind == 'close':
            value = nest.pop()
            (nest[-1] if nest else stack).append(value)
        elif nest:
            nest[-1].append(value)
        elif kind == 'word':
            yield value, stack
            stack = []
        else:
            stack.append(value)


def to_unicode(data):
    """code -> string, of a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    table, stack, nest = {}, [], None
    for kind, value in tokens(data):
        if kind == 'open':
            nest = []
        elif kind == 'close':
            if nest is not None:
                stack.append(nest)
            nest = None
        elif kind == 'string':
            (stack if nest is None else nest).append(value)
        elif kind == 'word' and value in ('beginbfchar', 'beginbfrange'):
            stack = []
        elif kind == 'word' and value == 'endbfchar':
            for code, text in zip(stack[::2], stack[1::2]):
                table[int.from_bytes(code, 'big')] = text.decode('utf-16-be')
        elif kind == 'word' and value == 'endbfrange':
            for low, high, text in zip(stack[::3], stack[1::3], stack[2::3]):
                low, high = int.from_bytes(low, 'big'), int.from_bytes(high, 'big')
                for code in range(low, high + 1):
                    if isinstance(text, list):
                        table[code] = text[code - low].decode('utf-16-be')
                    else:
                        last = int.from_bytes(text[-2:], 'big') + code - low
                        table[code] = (text[:-2] + last.to_bytes(2, 'big')).decode('utf-16-be')
    return table


def text_string(raw):
    return raw[2:].decode('utf-16-be') if raw[:2] == b'\xfe\xff' else raw.decode('latin-1')


class Objects:
    """The file's objects as qpdf's JSON has them: dictionaries with "/Keys", references "n g R"."""

    def __init__(self, path):
        out = subprocess.run(['qpdf', '--json=2', '--json-stream-data=inline', '--decode-level=generalized', path],
                             stdout=subprocess.PIPE, check=True).stdout
        self.all = json.loads(out)['qpdf'][1]

    def __call__(self, value):
        while isinstance(value, str) and re.fullmatch(r'\d+ \d+ R', value):
            found = self.all.get('obj:' + value, {})
            value = found.get('value', found.get('stream'))
        return value

    def dict(self, value):
        value = self(value)
        return value.get('dict', value) if isinstance(value, dict) else {}

    def data(self, value):
        return base64.b64decode(self(value)['data'])

    def pages(self, node=None, inherited=None):
        ref = node or self.dict(self.all['trailer']['value']['/Root'])['/Pages']
        node = self.dict(ref)
        resources = node.get('/Resources', inherited)
        if '/Kids' in node:
            for kid in self(node['/Kids']):
                yield from self.pages(kid, resources)
        else:
            yield ref, node, self.dict(resources)


class Font:
    def __init__(self, objects, ref):
        font = objects.dict(ref)
        self.wide = font.get('/Subtype') == '/Type0'
        self.map = to_unicode(objects.data(font['/ToUnicode'])) if '/ToUnicode' in font else {}

    def codes(self, raw):
        return [int.from_bytes(raw[i:i + 2], 'big') for i in range(0, len(raw), 2)] if self.wide else list(raw)


class Page:
    def __init__(self, roles):
        self.runs, self.furniture, self.unmapped, self.notdef, self.annots, self.roles = [], [], 0, 0, [], roles
        self.baselines = set()

    def show(self, font, raw, marks):
        for code in font.codes(raw):
            self.notdef += code == 0                                # no text has this code
            self.unmapped += code not in font.map
            if all(m.actual is None for m in marks):
                self.put(font.map.get(code, '\ufffd'), marks)

    def put(self, text, marks):
        if any(m.tag == '/Artifact' for m in marks):
            self.furniture.append(text)
        else:
            content = next((m.mcid for m in reversed(marks) if m.mcid is not None), None)
            roles = self.roles(content)
            if self.runs and self.runs[-1][0] is roles:
                self.runs[-1][1].append(text)
            else:
                self.runs.append((roles, [text]))


class Structure:
    """For a page: marked content id -> roles from the innermost structure element outwards (ISO 32000-1, 14.7.4.4)."""

    def __init__(self, objects):
        self.objects, self.cache = objects, {}
        root = objects.dict(objects.all['trailer']['value']['/Root'])
        tree = objects.dict(root.get('/StructTreeRoot'))
        self.parents = dict(self.leaves(objects.dict(tree.get('/ParentTree'))))

    def leaves(self, node):
        numbers = self.objects(node.get('/Nums', []))
        yield from zip(numbers[::2], numbers[1::2])
        for kid in self.objects(node.get('/Kids', [])):
            yield from self.leaves(self.objects.dict(kid))

    def chain(self, ref):
        if ref not in self.cache:
            node = self.objects.dict(ref)
            rest = self.chain(node['/P']) if '/S' in node and '/P' in node else ()
            own = (node['/S'].lstrip('/'),) if '/S' in node else ()
            self.cache[ref] = own + (('contents',) if self.lists(node) else ()) + rest
        return self.cache[ref]

    def lists(self, node):
        """A section that holds a table of contents holds its heading too."""
        kids = self.objects(node.get('/K', []))
        return any(isinstance(k, str) and self.objects.dict(k).get('/S') == '/TOC'
                   for k in (kids if isinstance(kids, list) else []))

    def roles_of(self, page):
        contents = self.objects(self.parents.get(page.get('/StructParents'), []))
        return lambda mcid: self.chain(contents[mcid]) if mcid is not None and mcid < len(contents) else ()


class Mark:
    def __init__(self, tag, actual=None, mcid=None):
        self.tag, self.actual, self.mcid = tag, actual, mcid


def mark(objects, resources, args, tagged):
    if not tagged:
        return Mark(args[0])
    facts = args[1]
    if isinstance(facts, list):
        facts = dict(zip(facts[::2], facts[1::2]))
    else:
        facts = objects.dict(objects.dict(resources.get('/Properties')).get(facts))
    actual, mcid = facts.get('/ActualText'), facts.get('/MCID')
    if isinstance(actual, bytes):
        actual = text_string(actual)
    elif isinstance(actual, str):
        actual = actual.removeprefix('u:')
    return Mark(args[0], actual, None if mcid is None else int(mcid))


def content(objects, node, resources, fonts, structure):
    page, marks, font, saved, y = Page(structure.roles_of(node)), [], None, [], 0
    parts = objects(node.get('/Contents', []))
    parts = parts if isinstance(parts, list) else [node['/Contents']]
    table = objects.dict(resources.get('/Font'))
    for op, args in operations(b'\n'.join(objects.data(p) for p in parts)):
        if op == 'Tf':
            ref = table[args[0]]
            if ref not in fonts:
                fonts[ref] = Font(objects, ref)
            font = fonts[ref]
        elif op == 'q':
            saved.append(font)
        elif op == 'Q':
            font = saved.pop()
        elif op == 'BT':
            y = 0
        elif op == 'Td':
            y += float(args[1])
        if op in ('Tj', 'TJ') and all(m.tag != '/Artifact' for m in marks):
            page.baselines.add(round(y))
        if op in ('Tj', "'", '"'):
            page.show(font, args[-1], marks)
        elif op == 'TJ':
            for piece in args[0]:
                if isinstance(piece, bytes):
                    page.show(font, piece, marks)
        elif op in ('BMC', 'BDC'):
            marks.append(mark(objects, resources, args, op == 'BDC'))
            if marks[-1].actual is not None:
                page.put(marks[-1].actual, marks)
        elif op == 'EMC':
            marks.pop()
    page.annots = [objects.dict(a) for a in objects(node.get('/Annots', []))]
    page.runs, page.furniture = [(roles, ''.join(text)) for roles, text in page.runs], ''.join(page.furniture)
    return page


class Places:
    """Named destinations, and the labels of the pages they are on (ISO 32000-1, 12.3.2.3 and 12.4.2)."""

    def __init__(self, objects, pages=()):
        self.objects, self.pages = objects, pages
        root = objects.dict(objects.all['trailer']['value']['/Root'])
        tree = objects.dict(objects.dict(root.get('/Names')).get('/Dests'))
        found = dict(self.leaves(tree, '/Names')) | objects.dict(root.get('/Dests'))
        self.dests = {re.sub('^[bu]:|^/', '', name): objects(goal) for name, goal in found.items()}
        self.index = {ref: i for i, (ref, _, _) in enumerate(objects.pages())}
        self.ranges = sorted(self.leaves(objects.dict(root.get('/PageLabels')), '/Nums'))

    def leaves(self, node, key):
        pairs = self.objects(node.get(key, []))
        yield from zip(pairs[::2], pairs[1::2])
        for kid in self.objects(node.get('/Kids', [])):
            yield from self.leaves(self.objects.dict(kid), key)

    def line(self, name):
        """Of the text of its page: as many baselines as are not below the place, which is the top of its line."""
        goal = self.dests.get(name)
        goal = goal.get('/D') if isinstance(goal, dict) else goal
        lines = sorted(self.pages[self.index[goal[0]]].baselines, reverse=True)
        return next((i + 1 for i, y in enumerate(lines) if y <= goal[3]), len(lines))

    def label(self, name):
        goal = self.dests.get(name)
        goal = goal.get('/D') if isinstance(goal, dict) else goal
        if not goal or goal[0] not in self.index:
            return '?'
        return self.page_label(self.index[goal[0]])

    def page_label(self, page):
        first, style = max(((n, s) for n, s in self.ranges if n <= page), key=lambda r: r[0], default=(0, {}))
        style = self.objects.dict(style)
        number = style.get('/St', 1) + page - first
        prefix = re.sub('^[bu]:', '', style.get('/P', ''))
        return prefix + {'/D': str, '/r': roman, '/R': lambda n: roman(n).upper()}.get(style.get('/S'), lambda n: '')(number)


def roman(n):
    out = ''
    for value, sign in ((1000, 'm'), (900, 'cm'), (500, 'd'), (400, 'cd'), (100, 'c'), (90, 'xc'), (50, 'l'), (40, 'xl'),
                        (10, 'x'), (9, 'ix'), (5, 'v'), (4, 'iv'), (1, 'i')):
        out += sign * (n // value)
        n %= value
    return out


def read(path):
    objects, fonts = Objects(path), {}
    structure = Structure(objects)
    return objects, [content(objects, node, resources, fonts, structure) for _, node, resources in objects.pages()]
