"""The e-book's page list is the print edition's: for every page marker, the words after it are the first words of the page
of that label in the PDF; a page that begins inside a divided word is marked before the word.

usage: pagelist.py NAME BOOK.epub BOOK.pdf
Prints an ok or FAIL line for the markers, one for the list in the navigation document, one for their places; exits 1 where one failed.
"""
import re, sys
from xml.etree import ElementTree as ET

sys.path.insert(0, __file__.rsplit('/', 1)[0])
import ebook, pdf

LONG = 30                                            # letters that two beginnings are compared over
OTHER = {'Reference', 'contents', 'Lbl'}      # calls, contents, labels


def letters(text):
    """Without the "n" of an index's "37n" as without its number."""
    return re.sub(r'[\W\d_]+', '', re.sub(r'(?<=\d)\s*n(?![a-z])', '', text.replace('\u00ad', '')))


def beginnings(path):
    """Label of each page -> its first letters."""
    objects, pages = pdf.read(path)
    places = pdf.Places(objects, pages)
    return {places.page_label(i): letters(''.join(text for roles, text in page.runs if not OTHER & set(roles)))[:LONG]
            for i, page in enumerate(pages)}


def stream(node, out):
    """The text as pieces; a page marker is a tuple with its label."""
    kinds, classes = (node.get(ebook.TYPE) or '').split(), (node.get('class') or '').split()
    if 'pagebreak' in kinds:
        out.append((node.get('aria-label'),))
    elif 'source-page' in classes or 'call' in classes or 'back' in classes or 'label' in classes:
        out += [(e.get('aria-label'),) for e in node.iter() if 'pagebreak' in (e.get(ebook.TYPE) or '')]
    else:
        out.append(node.text or '')
        for child in node:
            stream(child, out)
            out.append(child.tail or '')


def markers(path):
    book, out = ebook.Ebook(path), []
    for name, doc in book.docs.items():
        if name not in book.navs:
            stream(doc.find(ebook.HTML + 'body'), out)
    for at, piece in enumerate(out):
        if isinstance(piece, tuple):
            after = ' '.join(p for p in out[at + 1:at + 60] if isinstance(p, str))
            yield piece[0], after


def agrees(after, page):
    """The page begins where the marker stands, or inside the first word after it."""
    first = letters(after.split()[0]) if after.split() else ''
    text = letters(after)
    return any(text[skip:skip + len(page)] == page[:len(text) - skip] for skip in range(len(first) + 1))


def misplaced(path):
    """Labels of the markers that would be heard as part of a name: at the beginning of a heading or a link."""
    for _, doc in ebook.Ebook(path).docs.items():
        for e in doc.iter():
            if re.fullmatch('(h[1-6]|a)', e.tag.replace(ebook.HTML, '')) and not (e.text or '').strip() and len(e):
                if 'pagebreak' in (e[0].get(ebook.TYPE) or ''):
                    yield e[0].get('aria-label')


def listed(path):
    book = ebook.Ebook(path)
    for name in book.navs:
        for nav in book.docs[name].iter(ebook.HTML + 'nav'):
            if nav.get(ebook.TYPE) == 'page-list':
                return [a.text for a in nav.iter(ebook.HTML + 'a')]
    return []


name, epub, paper = sys.argv[1:]
pages, found = beginnings(paper), list(markers(epub))
wrong = [(label, after.split()[:5], pages.get(label)) for label, after in found if not agrees(after, pages.get(label) or '?')]
print('FAIL' if wrong or not found else 'ok', f'{name}: {len(found)} page markers stand before the first words of their pages',
      *(f'\n    {w}' for w in wrong[:10]))
same = listed(epub) == [label for label, _ in found]
print('ok' if same else 'FAIL', f'{name}: the page list names each marker once, in order')
inside = list(misplaced(epub))
print('FAIL' if inside else 'ok', f'{name}: no page marker opens a heading or a link', *inside[:10])
sys.exit(bool(wrong) or not found or not same or bool(inside))
