"""Nothing lost: the characters of the manuscript's reading text, of the EPUB and of the PDF are the same, in order.

usage: streams.py NAME BOOK.tei.xml BOOK.epub BOOK.pdf [placed]
Compared after NFKC, without white space and soft hyphens.  A note call is a token, its number in angle brackets.  Left
out as furniture: contents, the letters above an e-book's index, running heads and folios, labels of a source's pages, the marks and numbers of lists which the
editions count themselves.  Where the manuscript has a place for a page number, the EPUB has nothing, or page and line in
a list of emendations, and the PDF must have the label of the page on which its own destination lies, in a row of places once for all on it.  The pages of an index are taken from the EPUB,
and the PDF must have the same; whether they are right is for apparatus.py to say.
Where a book sets its notes at the foot of the page or behind chapters, `placed` as a fifth argument compares the PDF in two
parts: the text without its notes, calls and their headings, and the notes, each of which must be there once, whole.
Prints ok and FAIL lines, and for a difference what stands around it; exits 1 where there is one.
"""
import re, sys, unicodedata
from xml.etree import ElementTree as ET

sys.path.insert(0, __file__.rsplit('/', 1)[0])
import ebook, pdf

TEI, ID = '{http://www.tei-c.org/ns/1.0}', '{http://www.w3.org/XML/1998/namespace}id'
COUNTED = re.compile(r'\(?([0-9]{1,3}|[a-z]|[ivx]+)[.)]|[•◦▪–—]')
IGNORED = dict.fromkeys(map(ord, '\u00ad\u200b\u200c\u200d\u2060\ufeff'))
failed = 0
indexed, groups = [], iter(())


def say(good, text):
    global failed
    failed += not good
    print('ok' if good else 'FAIL', text)


def plain(text):
    """NFKC first: it takes compatibility spaces apart."""
    return re.sub(r'\s+', '', unicodedata.normalize('NFKC', text).translate(IGNORED))


def call(text):
    return f'⟨{plain(text)}⟩'


# ---- the manuscript: the reading view; the signs that an edition shows, [lost] and brackets, stand in it
OMITTED = {'surplus', 'sic', 'orig', 'figDesc', 'teiHeader'}


def reading(node, page):
    tag = node.tag.replace(TEI, '')
    if tag in OMITTED or tag == 'head' and node.get('type') == 'untitled':
        return
    if tag == 'seg' and node.get('type') == 'places':
        yield next(groups, '?')
        return
    inner = ''.join(words(node, page))
    if tag == 'ref' and node.get('type') == 'page':
        inner = page(node)
    if tag == 'ref' and node.get('type') == 'note':
        yield call(inner)
    elif tag == 'label' and COUNTED.fullmatch(plain(inner)):
        pass
    else:
        yield inner


def words(node, page):
    yield node.text or ''
    for child in node:
        if isinstance(child.tag, str):
            yield from reading(child, page)
        yield child.tail or ''


def manuscript(path, page=lambda ref: ''):
    global groups
    groups = iter(indexed)
    root = ET.parse(path).getroot()
    for block in root.iter(TEI + 'p'):                             # in a row a page stands behind the last place on it
        row = [r for r in block if r.get('subtype') == 'row']
        for this, after in zip(row, row[1:]):
            this.set('next', after.get('target'))
    return plain(''.join(words(root, page)))


# ---- the EPUB: documents in the order of the spine
def spoken(node):
    kinds = (node.get(ebook.TYPE) or '').split()
    classes = (node.get('class') or '').split()
    if 'pagebreak' in kinds or 'source-page' in classes or node.tag == ebook.HTML + 'nav':
        return
    inner = ''.join(said(node))
    if 'places' in classes:
        indexed.append(inner)
    if 'noteref' in kinds:
        yield call(inner)
    elif 'label' in classes and COUNTED.fullmatch(plain(inner)):
        pass
    else:
        yield inner


def said(node):
    yield node.text or ''
    for child in node:
        if isinstance(child.tag, str):
            yield from spoken(child)
        yield child.tail or ''


def book(path):
    indexed.clear()
    e = ebook.Ebook(path)
    bodies = (doc.find(ebook.HTML + 'body') for name, doc in e.docs.items() if name not in e.navs)
    return plain(''.join(''.join(spoken(body)) for body in bodies))


# ---- the PDF: what is marked content and no artifact
def paper(path, sign):
    objects, pages = pdf.read(path)
    say(not any(p.notdef for p in pages), f'PDF: no glyph .notdef on {len(pages)} pages')
    say(not any(p.unmapped for p in pages), 'PDF: each glyph maps to Unicode')
    out, runs = [], [run for p in pages for run in p.runs]
    for roles, text in runs:
        if 'contents' in roles or 'Lbl' in roles and COUNTED.fullmatch(plain(text)):
            continue
        out.append(call(text) if 'Reference' in roles else text)
    places = pdf.Places(objects, pages)

    def page(ref):
        """What must stand where the manuscript refers to a page: with its line in a list of emendations."""
        goal = ref.get('target').lstrip('#')
        if ref.get('subtype') == 'line':
            return f'{places.label(goal)}.{places.line(goal)}'
        if ref.get('next'):
            same = places.label(goal) == places.label(ref.get('next').lstrip('#'))
            return '' if same else f'{sign} {places.label(goal)} ·'
        return f'{sign} {places.label(goal)}'
    return plain(''.join(out)), page


def compare(name, one, this, two, that):
    if this == that:
        say(True, f'{name}: {one} and {two} say the same {len(this)} characters')
        return
    at = next((i for i, (a, b) in enumerate(zip(this, that)) if a != b), min(len(this), len(that)))
    say(False, f'{name}: {one} ({len(this)}) and {two} ({len(that)}) differ at {at}')
    print(f'    {one:5s} …{this[max(0, at - 50):at + 70]}…\n    {two:5s} …{that[max(0, at - 50):at + 70]}…')


# ---- notes that do not stand where the manuscript has them
def apart(path):
    """The manuscript's text without notes, captions and headings of notes; the notes and captions; the headings."""
    root = ET.parse(path).getroot()
    notes, heads = [], {'Notes'}
    for div in (d for d in root.iter(TEI + 'div') if (d.get('type') or '').startswith('notes')):
        heads |= {plain(''.join(words(h, lambda ref: ''))) for h in div.findall(TEI + 'head')}
        for note in [n for n in div if n.tag == TEI + 'note']:
            numbered = note.get('type') != 'declaration'           # in these numbers are words like others
            for ref in [r for r in note.iter(TEI + 'ref') if r.get('type') == 'back' and numbered][:1]:
                ref.text, ref[:] = '', []
            notes.append(plain(''.join(words(note, lambda ref: ''))))
            div.remove(note)
    for figure in root.iter(TEI + 'figure'):                       # a plate has a page of its own, and so have its words
        for head in figure.findall(TEI + 'head'):
            notes.append(plain(''.join(words(head, lambda id: ''))))
            figure.remove(head)
    for parent in root.iter():
        for head in [h for h in parent if h.tag == TEI + 'head']:
            if plain(''.join(words(head, lambda ref: ''))) in heads:
                parent.remove(head)
    return re.sub('⟨[^⟩]*⟩', '⟨⟩', plain(''.join(words(root, lambda ref: '')))), notes, heads


def paper_apart(path, heads):
    """The same of the PDF, its notes as one string."""
    text, notes = [], []
    runs = [r for p in pdf.read(path)[1] for r in p.runs]
    for (roles, run), (after, _) in zip(runs, runs[1:] + [((), '')]):
        if 'Note' in roles or 'Figure' in roles:
            notes.append('' if 'Lbl' in roles else run)
        elif 'contents' in roles or 'Lbl' in roles and COUNTED.fullmatch(plain(run)):
            continue
        elif 'Reference' in after or not (any(re.fullmatch('H[1-6]?', r) for r in roles) and plain(run) in heads):
            text.append('⟨⟩' if 'Reference' in roles else run)
    return plain(''.join(text)), plain(''.join(notes))


def compare_apart(name, tei_path, pdf_path):
    global groups
    groups = iter(indexed)
    text, notes, heads = apart(tei_path)
    printed, below = paper_apart(pdf_path, heads)
    compare(f'{name}, without notes', 'TEI', text, 'PDF', printed)
    for note in sorted(notes, key=len, reverse=True):
        say(note in below, f'{name}: a note is in the PDF: {note[:40]}')
        below = below.replace(note, '', 1)
    say(not below, f'{name}: the PDF has no other notes {below[:40]}')


name, tei_path, epub_path, pdf_path, *placed = sys.argv[1:]
language = ET.parse(tei_path).getroot().find(TEI + 'text').get('{http://www.w3.org/XML/1998/namespace}lang', '').split('-')[0]
printed, label = paper(pdf_path, {'de': 'S.', 'nl': 'blz.'}.get(language, 'p.'))
electronic = book(epub_path)
compare(name, 'TEI', manuscript(tei_path, lambda ref: label(ref) if ref.get('subtype') == 'line' else ''), 'EPUB', electronic)
if placed:
    compare_apart(name, tei_path, pdf_path)
else:
    compare(name, 'TEI', manuscript(tei_path, label), 'PDF', printed)
sys.exit(failed > 0)
