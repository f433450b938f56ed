"""A PDF as the rules see it: objects from qpdf's JSON, pages with what their content does, fonts with the widths of
their programs, the structure tree.  Standard library and qpdf only; knows nothing of the program that wrote the file.
"""
import base64, json, re, struct, subprocess
from functools import cached_property

from pdf import operations, to_unicode, text_string

REF = re.compile(r'\d+ \d+ R$')
PAINT = {'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'EI', 'Tj', 'TJ', "'", '"'}
SHOW = {'Tj', 'TJ', "'", '"'}


class File:
    def __init__(self, path):
        self.path = path
        with open(path, 'rb') as f:
            self.raw = f.read()
        out = subprocess.run(['qpdf', '--json=2', '--json-key=qpdf', '--json-stream-data=inline',
                              '--decode-level=generalized', path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        objects = json.loads(out.decode('utf-8', 'surrogateescape'))['qpdf'][1]   # names may be any bytes
        self.trailer = objects.pop('trailer')['value']
        self.objects = {name[4:]: o for name, o in objects.items()}

    def get(self, value):
        for _ in range(32):
            if not (isinstance(value, str) and REF.match(value)):
                return value
            found = self.objects.get(value, {})
            value = found.get('value') if 'value' in found else found.get('stream')
        return None

    def dict(self, value):
        value = self.get(value)
        if not isinstance(value, dict):
            return {}
        return value['dict'] if 'dict' in value and 'data' in value else value

    def list(self, value):
        value = self.get(value)
        return value if isinstance(value, list) else []

    def data(self, value):
        value = self.get(value)
        return base64.b64decode(value['data']) if isinstance(value, dict) and 'data' in value else b''

    def text(self, value):
        """A string object as Unicode, None where it is none."""
        value = self.get(value)
        if not isinstance(value, str) or value[:2] not in ('u:', 'b:'):
            return None
        return value[2:] if value[0] == 'u' else text_string(bytes.fromhex(value[2:]))

    def size(self, value):
        """Bytes of a string object, as far as JSON tells: never more than the file has."""
        if value.startswith('b:'):
            return (len(value) - 2) // 2
        return len(value) - 2 if value.isascii() else 2 * len(value) - 2

    @cached_property
    def catalog(self):
        return self.dict(self.trailer.get('/Root'))

    @cached_property
    def info(self):
        return self.dict(self.trailer.get('/Info'))

    @cached_property
    def streams(self):
        return {ref: o['stream']['dict'] for ref, o in self.objects.items() if 'stream' in o}

    def every(self):
        """Each value in the file, once: (the object it is in, the value)."""
        for ref, o in self.objects.items():
            stack = [o.get('value') if 'value' in o else o['stream']['dict']]
            while stack:
                value = stack.pop()
                yield ref, value
                if isinstance(value, dict):
                    stack += value.values()
                elif isinstance(value, list):
                    stack += value

    @cached_property
    def dicts(self):
        return [(ref, v) for ref, v in self.every() if isinstance(v, dict)]

    @cached_property
    def pages(self):
        found, stack = [], [(self.catalog.get('/Pages'), {})]
        while stack:
            ref, inherited = stack.pop()
            node = self.dict(ref)
            inherited = inherited | {k: node[k] for k in ('/Resources', '/MediaBox', '/CropBox', '/Rotate') if k in node}
            if '/Kids' in node:
                stack += [(kid, inherited) for kid in reversed(self.list(node['/Kids']))]
            elif node:
                found.append(Page(self, ref, node, inherited))
        return found

    @cached_property
    def annotations(self):
        return [(page, ref, self.dict(ref)) for page in self.pages for ref in self.list(page.node.get('/Annots'))]

    @cached_property
    def elements(self):
        return read_elements(self)

    @cached_property
    def fonts(self):
        """Every font that some content shows text with: ref -> Font."""
        refs = {shown.font for page in self.pages for shown in page.shown if shown.font}
        return {ref: Font(self, ref) for ref in sorted(refs)}

    @cached_property
    def intents(self):
        return [self.dict(i) for i in self.list(self.catalog.get('/OutputIntents'))]

    @cached_property
    def xmp(self):
        return self.data(self.catalog.get('/Metadata'))

    def number_tree(self, value):
        """key -> value of a number tree."""
        out, stack = {}, [value]
        while stack:
            node = self.dict(stack.pop())
            nums = self.list(node.get('/Nums'))
            out.update(zip(nums[::2], nums[1::2]))
            stack += self.list(node.get('/Kids'))
        return out


# ---- pages and their content

class Mark:
    def __init__(self, tag, props, parent):
        self.tag, self.props, self.parent = tag, props, parent
        mcid = props.get('/MCID')
        self.mcid = int(mcid) if isinstance(mcid, str) and mcid.isdigit() else None

    def chain(self):
        mark = self
        while mark:
            yield mark
            mark = mark.parent


class Shown:
    def __init__(self, font, raw, mode, mark):
        self.font, self.raw, self.mode, self.mark = font, raw, mode, mark


class Page:
    def __init__(self, file, ref, node, inherited):
        self.file, self.ref, self.node, self.inherited = file, ref, node, inherited
        self.resources = file.dict(inherited.get('/Resources'))
        self.colours, self.intents, self.shown, self.marks, self.painted = set(), set(), [], [], []
        self.unknown, self.unbalanced, self.depth, self.xobjects, self.states = set(), False, 0, set(), set()
        contents = file.get(node.get('/Contents'))
        parts = contents if isinstance(contents, list) else [node['/Contents']] if '/Contents' in node else []
        self.content = b'\n'.join(file.data(p) for p in parts)
        self.unbalanced |= self.run(self.content, self.resources, None, 0)

    def box(self, name):
        box = self.file.list(self.node.get(name, self.inherited.get(name)))
        return [float(v) for v in map(self.file.get, box)] if len(box) == 4 else None

    def properties(self, resources, operand):
        if isinstance(operand, list):
            return dict(zip(operand[::2], operand[1::2]))
        return self.file.dict(self.file.dict(resources.get('/Properties')).get(operand))

    def run(self, content, resources, outer, level):
        """Follows content, and that of the forms in it; says whether something is left open."""
        fonts, xobjects = (self.file.dict(resources.get(k)) for k in ('/Font', '/XObject'))
        font, mode, mark, saved, text, wrong = None, 0, outer, [], False, False
        for op, args in operations(content):
            if op == 'q':
                saved.append((font, mode))
                self.depth = max(self.depth, len(saved))
            elif op == 'Q':
                font, mode = saved.pop() if saved else (font, mode)
            elif op in ('BT', 'ET'):
                wrong |= text == (op == 'BT')
                text = op == 'BT'
            elif op == 'Tf':
                font = fonts.get(args[0])
            elif op == 'Tr':
                mode = int(args[0])
            elif op in ('BMC', 'BDC'):
                mark = Mark(args[0], self.properties(resources, args[1]) if op == 'BDC' else {}, mark)
                self.marks.append(mark)
            elif op == 'EMC':
                wrong |= mark is outer
                mark = mark and mark.parent
            elif op in ('g', 'G', 'rg', 'RG', 'k', 'K'):
                self.colours.add({'g': '/DeviceGray', 'rg': '/DeviceRGB', 'k': '/DeviceCMYK'}[op.lower()])
            elif op in ('cs', 'CS'):
                self.colours.add(args[0])
            elif op == 'ri':
                self.intents.add(args[0])
            elif op == 'gs':
                self.states.add(args[0])
            elif op == 'Do':
                ref = xobjects.get(args[0])
                self.xobjects.add(ref)
                form = self.file.dict(ref)
                if form.get('/Subtype') == '/Form' and level < 8:
                    own = self.file.dict(form.get('/Resources')) or resources
                    wrong |= self.run(self.file.data(ref), own, mark, level + 1)
            elif op not in KNOWN:
                self.unknown.add(op)
            if op in PAINT:
                self.painted.append((op, mark))
                self.colours.add('/DeviceGray') if op not in ('Do', 'EI', 'sh') and not self.colours else None
            if op in SHOW and args:
                pieces = args[-1] if isinstance(args[-1], list) else [args[-1]]
                for piece in pieces:
                    if isinstance(piece, bytes):
                        self.shown.append(Shown(font, piece, mode, mark))
        return wrong or mark is not outer or text or bool(saved)


KNOWN = set('''b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q
    re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "'''.split())


# ---- the structure tree

class Element:
    def __init__(self, ref, node, parent, kind):
        self.ref, self.node, self.parent, self.kind = ref, node, parent, kind
        self.kids, self.mcids, self.objects = [], [], []            # elements; (page ref, mcid); object refs
        self.order = []                                             # all of them as they stand

    def attribute(self, file, name):
        a = file.get(self.node.get('/A'))
        for entry in a if isinstance(a, list) else [a]:
            entry = file.dict(entry)
            if name in entry:
                return file.get(entry[name])
        return None


def standard_type(file, kind, seen=()):
    """The standard type a structure type is mapped to; None where there is none or the map is a circle."""
    if kind in STANDARD:
        return kind
    roles = file.dict(file.dict(file.catalog.get('/StructTreeRoot')).get('/RoleMap'))
    return standard_type(file, roles[kind], seen + (kind,)) if kind in roles and kind not in seen else None


STANDARD = {'/' + n for n in '''Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4
    H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP
    Warichu WT WP Figure Formula Form'''.split()}


def read_elements(file):
    """All elements in the order of the tree."""
    root = file.dict(file.catalog.get('/StructTreeRoot'))
    found, stack = [], []

    def push(kids, parent):
        kids = kids if isinstance(kids, list) else [kids]
        stack.extend((kid, parent) for kid in reversed(kids) if kid is not None)
    push(file.get(root.get('/K')) if isinstance(file.get(root.get('/K')), list) else root.get('/K'), None)
    while stack:
        kid, parent = stack.pop()
        node = file.get(kid)
        if isinstance(node, int):
            parent.mcids.append((parent.node.get('/Pg'), node))
            parent.order.append(('mcid', parent.node.get('/Pg'), node))
        elif isinstance(node, dict) and node.get('/Type') == '/MCR':
            place = node.get('/Pg', parent.node.get('/Pg')), node.get('/MCID')
            parent.mcids.append(place)
            parent.order.append(('mcid', *place))
        elif isinstance(node, dict) and node.get('/Type') == '/OBJR':
            parent.objects.append(node.get('/Obj'))
            parent.order.append(('object', node.get('/Obj')))
        elif isinstance(node, dict):
            e = Element(kid if isinstance(kid, str) else None, node, parent, standard_type(file, node.get('/S')))
            found.append(e)
            if parent:
                parent.kids.append(e)
                parent.order.append(('element', e))
            kids = node.get('/K')
            push(file.get(kids) if isinstance(file.get(kids), list) else kids, e)
    return found


# ---- fonts

class Font:
    def __init__(self, file, ref):
        self.file, self.ref, self.node = file, ref, file.dict(ref)
        self.wide = self.node.get('/Subtype') == '/Type0'
        self.cid = file.dict((file.list(self.node.get('/DescendantFonts')) or [None])[0]) if self.wide else self.node
        self.descriptor = file.dict(self.cid.get('/FontDescriptor'))
        self.map = to_unicode(file.data(self.node['/ToUnicode'])) if '/ToUnicode' in self.node else None
        self.key = next((k for k in ('/FontFile', '/FontFile2', '/FontFile3') if k in self.descriptor), None)
        self.codes = set()
        for page in file.pages:
            for shown in page.shown:
                if shown.font == ref:
                    self.codes.update(self.split(shown.raw))

    def split(self, raw):
        return [int.from_bytes(raw[i:i + 2], 'big') for i in range(0, len(raw), 2)] if self.wide else list(raw)

    @cached_property
    def widths(self):
        """CID -> width as the dictionary has it (ISO 32000-1, 9.7.4.3)."""
        out, w, i = {}, self.file.list(self.cid.get('/W')), 0
        while i + 1 < len(w):
            second = self.file.get(w[i + 1])
            if isinstance(second, list):
                out.update((w[i] + k, self.file.get(v)) for k, v in enumerate(second))
                i += 2
            else:
                out.update((c, w[i + 2]) for c in range(w[i], second + 1))
                i += 3
        return out

    def width(self, code):
        """Of a simple font by its Widths (9.6.2), of another by W."""
        if self.wide:
            return self.widths.get(code, self.file.get(self.cid.get('/DW', 1000)))
        widths, at = self.file.list(self.node.get('/Widths')), code - self.node.get('/FirstChar', 0)
        return self.file.get(widths[at]) if 0 <= at < len(widths) else self.descriptor.get('/MissingWidth', 0)

    @cached_property
    def names(self):
        """Code -> glyph name, of a simple font's Encoding (9.6.6)."""
        out, code = {}, 0
        for v in self.file.list(self.file.dict(self.node.get('/Encoding')).get('/Differences')):
            if isinstance(v, int):
                code = v
            else:
                out[code], code = v[1:], code + 1
        return out

    def glyph(self, code):
        """The glyph id of the program that a code shows, or None."""
        return self.program.glyph(code) if self.wide else self.program.named(self.names.get(code))

    @cached_property
    def program(self):
        """Glyph id -> width in 1/1000 em, from the embedded program; None where it cannot be read."""
        data = self.file.data(self.descriptor.get(self.key)) if self.key else b''
        try:
            return Cff(data) if data[:1] == b'\x01' else TrueType(data)
        except (struct.error, IndexError, KeyError, ValueError):
            return None


class TrueType:
    def __init__(self, data):
        count, = struct.unpack_from('>H', data, 4)
        tables = {}
        for i in range(count):
            tag, _, at, n = struct.unpack_from('>4sIII', data, 12 + 16 * i)
            tables[tag] = data[at:at + n]
        self.upem, = struct.unpack_from('>H', tables[b'head'], 18)
        self.glyphs, = struct.unpack_from('>H', tables[b'maxp'], 4)
        self.long, = struct.unpack_from('>H', tables[b'hhea'], 34)
        self.hmtx = tables[b'hmtx']

    def named(self, name):
        return None                                                 # a simple font of this kind goes by its cmap

    def glyph(self, cid):
        return cid if cid < self.glyphs else None

    def width(self, gid):
        at = min(gid, self.long - 1) * 4
        return struct.unpack_from('>H', self.hmtx, at)[0] * 1000 / self.upem


def standard_strings():
    """The names of glyphs that every CFF program may call by number: those of Appendix A of Technical Note 5176 that a
    text font has, up to its superior letters; from 391 on a program's names are its own."""
    digits = 'zero one two three four five six seven eight nine'.split()
    capitals, small = (list(map(chr, range(a, a + 26))) for a in (65, 97))
    accented = ('Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex '
                'Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave '
                'Yacute Ydieresis Zcaron').split()
    return ['.notdef', *('space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus '
                         'comma hyphen period slash').split(), *digits,
            *'colon semicolon less equal greater question at'.split(), *capitals,
            *'bracketleft backslash bracketright asciicircum underscore quoteleft'.split(), *small,
            *('braceleft bar braceright asciitilde exclamdown cent sterling fraction yen florin section currency quotesingle '
              'quotedblleft guillemotleft guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph '
              'bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown grave acute '
              'circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash AE ordfeminine '
              'Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls onesuperior logicalnot mu trademark Eth '
              'onehalf plusminus Thorn onequarter divide brokenbar degree thorn threequarters twosuperior registered minus eth '
              'multiply threesuperior copyright').split(), *accented, *(a[0].lower() + a[1:] for a in accented),
            *('exclamsmall Hungarumlautsmall dollaroldstyle dollarsuperior ampersandsmall Acutesmall parenleftsuperior '
              'parenrightsuperior twodotenleader onedotenleader').split(), *(d + 'oldstyle' for d in digits),
            *'commasuperior threequartersemdash periodsuperior questionsmall'.split(),
            *(c + 'superior' for c in 'a b cent d e i l m n o r s t'.split()), 'ff', 'ffi', 'ffl']


class Cff:
    """As much of Adobe Technical Notes 5176 and 5177 as widths need."""

    def __init__(self, data):
        self.data = data
        _, at = self.index(data[2])
        tops, at = self.index(at)
        strings, at = self.index(at)
        self.gsubrs, _ = self.index(at)
        top = self.operands(tops[0])
        self.charstrings, _ = self.index(top[17][0])
        self.glyphs = len(self.charstrings)
        self.upem = round(1 / top[1207][0]) if 1207 in top else 1000
        self.is_cid = 1230 in top
        if self.is_cid:
            fonts, _ = self.index(top[1236][0])
            self.privates = [self.private(self.operands(f)) for f in fonts]
            self.select = self.fd_select(top[1237][0])
            self.cids = {cid: gid for gid, cid in enumerate(self.charset(top.get(15, [0])[0]))}
        else:
            self.privates, self.select = [self.private(top)], [0] * self.glyphs
            names = dict(enumerate(standard_strings()))
            names.update((391 + i, s.decode('latin-1')) for i, s in enumerate(strings))
            at = top.get(15, [0])[0]
            sids = self.charset(at) if at > 2 else range(self.glyphs)
            self.names = {names[sid]: gid for gid, sid in enumerate(sids) if sid in names}

    def index(self, at):
        count, = struct.unpack_from('>H', self.data, at)
        if count == 0:
            return [], at + 2
        size, base = self.data[at + 2], at + 3
        offsets = [int.from_bytes(self.data[base + i * size:base + (i + 1) * size], 'big') for i in range(count + 1)]
        start = base + (count + 1) * size - 1
        return [self.data[start + a:start + b] for a, b in zip(offsets, offsets[1:])], start + offsets[-1]

    def operands(self, data):
        out, stack, i = {}, [], 0
        while i < len(data):
            b = data[i]
            i += 1
            if b <= 21:
                if b == 12:
                    b = 1200 + data[i]
                    i += 1
                out[b], stack = stack, []
            elif b == 28:
                stack.append(struct.unpack_from('>h', data, i)[0])
                i += 2
            elif b == 29:
                stack.append(struct.unpack_from('>i', data, i)[0])
                i += 4
            elif b == 30:
                digits = ''
                while not digits.endswith('f'):
                    digits += f'{data[i]:02x}'
                    i += 1
                    if 'f' in digits[-2:]:
                        break
                digits = digits.split('f')[0]
                stack.append(float(''.join({'a': '.', 'b': 'E', 'c': 'E-', 'e': '-'}.get(c, c) for c in digits)))
            elif b <= 246:
                stack.append(b - 139)
            else:
                stack.append((b - 247) * 256 + data[i] + 108 if b <= 250 else -(b - 251) * 256 - data[i] - 108)
                i += 1
        return out

    def private(self, top):
        size, at = (int(v) for v in top[18])
        p = self.operands(self.data[at:at + size])
        subrs = self.index(at + int(p[19][0]))[0] if 19 in p else []
        return p.get(20, [0])[0], p.get(21, [0])[0], subrs

    def fd_select(self, at):
        if self.data[at] == 0:
            return list(self.data[at + 1:at + 1 + self.glyphs])
        count, = struct.unpack_from('>H', self.data, at + 1)
        ranges = [struct.unpack_from('>HB', self.data, at + 3 + 3 * i) for i in range(count)]
        ends = [r[0] for r in ranges[1:]] + [self.glyphs]
        return [fd for (first, fd), end in zip(ranges, ends) for _ in range(end - first)]

    def charset(self, at):
        kind, at, out = self.data[at], at + 1, [0]
        while len(out) < self.glyphs:
            first, = struct.unpack_from('>H', self.data, at)
            left = 0 if kind == 0 else self.data[at + 2] if kind == 1 else struct.unpack_from('>H', self.data, at + 2)[0]
            out += range(first, first + left + 1)
            at += (2, 3, 4)[kind]
        return out

    def named(self, name):
        return None if self.is_cid else self.names.get(name)

    def glyph(self, cid):
        gid = self.cids.get(cid) if self.is_cid else cid
        return gid if gid is not None and gid < self.glyphs else None

    def width(self, gid):
        default, nominal, subrs = self.privates[self.select[gid]]
        extra = self.first_operand(self.charstrings[gid], subrs)
        return (default if extra is None else nominal + extra) * 1000 / self.upem

    def first_operand(self, code, subrs):
        """The operand which a charstring has too many before its first operator that clears the stack: its width."""
        stack, calls, i = [], [], 0
        while True:
            if i >= len(code):
                return None
            b = code[i]
            i += 1
            if b == 28:
                stack.append(struct.unpack_from('>h', code, i)[0])
                i += 2
            elif b >= 32:
                if b <= 246:
                    stack.append(b - 139)
                elif b < 255:
                    stack.append((b - 247) * 256 + code[i] + 108 if b <= 250 else -(b - 251) * 256 - code[i] - 108)
                    i += 1
                else:
                    stack.append(struct.unpack_from('>i', code, i)[0] / 65536)
                    i += 4
            elif b in (10, 29):
                table = subrs if b == 10 else self.gsubrs
                bias = 107 if len(table) < 1240 else 1131 if len(table) < 33900 else 32768
                calls.append((code, i))
                code, i = table[int(stack.pop()) + bias], 0
            elif b == 11:
                code, i = calls.pop()
            else:
                want = {1: 'even', 3: 'even', 18: 'even', 23: 'even', 19: 'even', 20: 'even', 21: 2, 22: 1, 4: 1,
                        14: 4 if len(stack) >= 4 else 0}.get(b)
                odd = len(stack) % 2 == 1 if want == 'even' else want is not None and len(stack) > want
                return stack[0] if odd and stack else None
