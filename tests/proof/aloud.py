"""What a screen reader says, the structure tree from its first to its last leaf, is what stands on the pages:

    aloud.py FILE            the two are the same, character for character; else where they part
    aloud.py --placed FILE   the same pieces, each once, in any order: of a book that has notes at the foot of its pages
    aloud.py --say FILE      prints it, a line an element that has words of its own

Content that comes elsewhere on the page than in the text, as a note at the foot, is what the tree is for: there the two
may differ, and --say shows the order of the tree.
"""
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdfmodel import File
from pdf import text_string


def pieces(f):
    """(page ref, mcid) -> its text, in the order of the pages."""
    out = {}
    for page in f.pages:
        told = set()
        for shown in page.shown:
            mark = next((m for m in shown.mark.chain() if m.mcid is not None), None) if shown.mark else None
            if mark is None:
                continue
            place, actual = (page.ref, mark.mcid), shown.mark.props.get('/ActualText')
            font = f.fonts[shown.font]
            text = ''.join(font.map.get(code, '\ufffd') for code in font.split(shown.raw))
            if isinstance(actual, bytes):
                text = '' if shown.mark in told else text_string(actual)
                told.add(shown.mark)
            out[place] = out.get(place, '') + text
    return out


def aloud(f):
    said = pieces(f)
    for place in walk([e for e in f.elements if e.parent is None]):
        yield said.get(place, '')


def walk(elements):
    stack = [('element', e) for e in reversed(elements)]
    while stack:
        kid = stack.pop()
        if kid[0] == 'mcid':
            yield kid[1:]
        elif kid[0] == 'element':
            stack += reversed(kid[1].order)


def main(path, options):
    f = File(path)
    spoken, printed = list(aloud(f)), pieces(f).values()
    if '--say' in options:
        print('\n'.join(s for s in spoken if s))
        return False
    if '--placed' in options:
        spoken, printed = sorted(s for s in spoken if s), sorted(s for s in printed if s)
    spoken, printed = ''.join(spoken), ''.join(printed)
    if spoken == printed:
        print(f'the same {len(spoken)} characters')
        return False
    at = next((i for i, (a, b) in enumerate(zip(spoken, printed)) if a != b), min(len(spoken), len(printed)))
    print(f'the tree says {len(spoken)} characters, the pages {len(printed)}; they part at {at}')
    print(f'    tree  …{spoken[max(0, at - 50):at + 70]}…\n    pages …{printed[max(0, at - 50):at + 70]}…')
    return True


if __name__ == '__main__':
    sys.exit(main(sys.argv[-1], sys.argv[1:-1]))
