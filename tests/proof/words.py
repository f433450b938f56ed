"""No two words glued, no blank doubled, for those who hear a PDF: block by block, by xml:id, its structure tree says the words
of the manuscript with the blanks between them.

usage: words.py BOOK.tei.xml BOOK-archive.pdf

Compared after NFKC, without soft hyphens and the thin spaces that French sets; a note call is a token, for it may be a sign
on paper; page numbers that the text names may be any.  A label (a list's mark, a note's number), an entry of the contents
and its page, are parted from what follows.  Then blanks are lost and doubled on purpose, and each must be found where it is.
"""
import os, re, sys, unicodedata
from xml.etree import ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import aloud
from pdfmodel import File

TEI, ID = '{http://www.tei-c.org/ns/1.0}', '{http://www.w3.org/XML/1998/namespace}id'
LEAVES = {'p', 'ab', 'l', 'head', 'item', 'cell', 'bibl', 'stage', 'opener', 'closer', 'byline', 'dateline', 'salute', 'signed',
          'trailer', 'titlePart', 'docAuthor', 'docEdition', 'docImprint', 'docDate'}
OMITTED = {'surplus', 'sic', 'orig', 'figDesc', 'note'}
CALL, PAGE, PLACES = '⟨⟩', '\ue000', '\ue001'                    # tokens: a call; a page, and a list of them, of the edition's own
NUMBER = r'[0-9ivxlcdm]+(?:[.–-][0-9ivxlcdm]+)*n?'
# Taken whole or not at all: else a block with hundreds of them takes for ever where it differs.
TOKENS = {PAGE: rf'(?> ?(?:p[.] )?{NUMBER}\b(?: ·)?)?', PLACES: rf'(?> ?{NUMBER}\b(?:, {NUMBER}\b)*)?'}
IGNORED = dict.fromkeys(map(ord, '\u00ad\u200b\u200c\u200d\u2060\ufeff'))


def plain(text):
    text = ' '.join(unicodedata.normalize('NFKC', text).translate(IGNORED).split())
    text = re.sub(r' (?=[:;!?»])|(?<=«) ', '', text)
    while f' {CALL}' in text:                                       # the blank before a call stands after it
        text = text.replace(f' {CALL}', f'{CALL} ')
    return ' '.join(text.split())


# ---- the manuscript
def tag(node):
    return node.tag.replace(TEI, '') if isinstance(node.tag, str) else ''


def holds_blocks(node):
    return any(tag(n) in LEAVES | {'list', 'table', 'quote', 'lg', 'figure'} for n in node.iter() if n is not node)


def words(node, note=False):
    out = [node.text or '']
    for child in node:
        name, kind = tag(child), child.get('type')
        if name == 'lb' and child.get('break') != 'no':
            out.append(' ')
        if name == 'ref' and kind == 'note':
            out.append(CALL)
        elif name == 'ref' and kind == 'page' or name == 'seg' and kind == 'places':
            out.append(PAGE if name == 'ref' else PLACES)
        elif note and name == 'ref' and kind == 'back' and not ''.join(out).strip():
            pass                                                    # the number of a note: a label
        elif name and name not in OMITTED:
            out.append(words(child))
        out.append(child.tail or '')
    return ''.join(out)


def manuscript(path):
    """xml:id -> whether the block is a note's, and a pattern for its words."""
    out, root = {}, ET.parse(path).getroot()
    for parent in root.iter():
        speaker = ''
        for n in parent:
            if tag(n) == 'speaker':
                speaker = plain(words(n)) + ' '
            elif n.get(ID) and tag(n) in LEAVES and not holds_blocks(n):
                note = tag(parent) == 'note' and n.get('rend') != 'run-in'
                text, speaker = plain(speaker + words(n, note)), ''
                text = re.escape(text)
                for token, pattern in TOKENS.items():
                    text = text.replace(r'\ ' + token, token).replace(token, pattern)
                out[n.get(ID)] = note, text
    return out


# ---- the PDF
class Tree:
    def __init__(self, path):
        self.file = File(path)
        self.said = aloud.pieces(self.file)

    def text(self, e, label=True):
        """What the element says; notes that hang in it are no words of it."""
        if e.kind == '/Reference' and not any(up.kind == '/TOC' for up in above(e)):
            return CALL
        out = []
        for kid in e.order:
            if kid[0] == 'mcid':
                out.append(self.said.get(kid[1:], ''))
            elif kid[0] == 'element' and kid[1].kind not in ('/Note', '/TOC') and (label or kid[1].kind != '/Lbl' or
                                                                                  e.kind == '/Link'):
                out.append(self.text(kid[1], label))
        return ''.join(out)

    def pieces(self, e):
        """Where the element's words are, in order."""
        return [place for place in aloud.walk([e]) if self.said.get(place)]


def above(e):
    while e:
        yield e
        e = e.parent


def faults(tree, want):
    """(kind, id or words): what is wrong with the words of a tree."""
    spoken, seen = [], 0
    for e in tree.file.elements:
        id = tree.file.text(e.node.get('/ID')) if '/ID' in e.node else None
        if id in want:
            seen += 1
            note, pattern = want[id]
            text = tree.text(e, label=not note)
            if not re.fullmatch(pattern, plain(text)):
                yield 'words', id, plain(text)
        if e.kind == '/TOCI' and not re.search(r'\S ' + NUMBER + '$', tree.text(e)):
            yield 'contents', None, tree.text(e)
        for place in tree.pieces(e) if e.parent is None else []:
            spoken.append(tree.said[place])
    for m in re.finditer('.{0,20}  .{0,20}', ''.join(spoken)):
        yield 'doubled', None, m[0]
    yield from glued_labels(tree)
    if seen < len(want) * 9 // 10:
        yield 'missing', None, f'{seen} of {len(want)} blocks are there'


def glued_labels(tree):
    """Labels, and what follows them in the same item or paragraph without a blank."""
    for e in tree.file.elements:
        if e.kind == '/Lbl' and e.parent.kind != '/Link':
            around, own = tree.pieces(e.parent), tree.pieces(e)
            after = around[around.index(own[-1]) + 1:] if own else []
            if after and ' ' not in (tree.said[own[-1]][-1], tree.said[after[0]][0]):
                yield 'label', None, tree.said[own[-1]] + tree.said[after[0]][:20]


def bookmarks(file):
    """Outline items that do not lead to an element of the structure."""
    stack = [file.dict(file.catalog.get('/Outlines')).get('/First')]
    while stack:
        item = file.dict(stack.pop())
        if '/SE' not in item:
            yield file.text(item.get('/Title'))
        stack += [item[k] for k in ('/First', '/Next') if k in item]


# ---- seeds: the words of a tree are changed, and one fault must be found
def seeds(tree, want):
    for e in tree.file.elements:
        inside, id = [up.kind for up in above(e)], e.parent and e.parent.node.get('/ID')
        for place in tree.pieces(e)[:1]:
            text = tree.said[place]
            if e.kind == '/Code' and id and re.search(r'\w \w', text) and len(tree.pieces(e)) == 1:
                yield 'words', 'in code', place, re.sub(r'(?<=\w) (?=\w)', '', text, count=1)
            if e.kind == '/P' and re.search(r'\w \w', text) and '/TOC' not in inside and '/Note' not in inside:
                yield 'doubled', 'in a paragraph', place, text.replace(' ', '  ', 1)
            if e.kind == '/TOCI' and text.rstrip()[-1:].isalpha() and text.endswith(' '):
                yield 'contents', 'before a page number', place, text.rstrip()
            if e.kind == '/Lbl' and text.endswith(' '):
                yield 'label', 'after a label', place, text.rstrip()


def say(good, text, *more):
    print('ok' if good else 'FAIL', text, *more, sep='\n    ' if more else ' ')
    return not good


def main(tei, pdf):
    name, want, tree = os.path.basename(pdf), manuscript(tei), Tree(pdf)
    found = list(faults(tree, want))
    failed = say(not found, f'{name}: {len(want)} blocks of the manuscript are heard word by word',
                 *(f'{kind} {id or ""} …{text[-70:]}' + (f'\n       {want[id][1][-90:]}' if id in want else '') for kind, id, text in found[:8]))
    lost = list(bookmarks(tree.file))
    failed += say(not lost, f'{name}: each bookmark leads to its section', *lost[:5])
    done = set()
    for kind, what, place, text in seeds(tree, want):
        if what in done or found:
            continue
        done.add(what)
        before, tree.said[place] = tree.said[place], text
        now = [f[0] for f in faults(tree, want)]
        tree.said[place] = before
        failed += say(now == [kind], f'{name}: a blank lost or doubled {what} is found', *([] if now == [kind] else [str(now)]))
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
