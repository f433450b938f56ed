"""Folds the sheets of an imposed PDF as a binder does, and reads the pages off: they must be 1 … n, all upright.

    unfold.py FILE SHEETS FOLDS [PAGES]      SHEETS a signature; PAGES: how many the book has

Knows of the file only where each form /Pn is placed and whether it stands on its head; folding is done with paper that
has a place, a height in the pile and two faces.
"""
import os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdfmodel import File
from pdf import operations


def placed(page):
    """[(page number, x and y of its middle, upright)] on one side of a sheet."""
    width, height = None, None
    out, matrix = [], None
    for op, args in operations(page.content):
        if op == 'cm':
            matrix = [float(a) for a in args]
        elif op == 'Do':
            form = page.file.dict(page.file.dict(page.resources['/XObject'])[args[0]])
            width, height = form['/BBox'][2:]
            sign = 1 if matrix[0] > 0 else -1
            out.append((int(args[0][2:]), matrix[4] + sign * width / 2, matrix[5] + sign * height / 2, sign > 0))
    return out


class Leaf:
    def __init__(self, x, y, front, back, up):
        self.x, self.y, self.z, self.front, self.back, self.up = x, y, 0, front, back, up


def cut(sheet, front, back, cols, rows):
    """The leaves of a sheet: its back is seen when it is turned sideways."""
    left, low, right, high = front.box('/MediaBox')
    leaves = {}
    for side, page in ((0, front), (1, back)):
        for number, x, y, upright in placed(page):
            x = right - x if side else x
            at = int((x - left) * cols / (right - left)), int((y - low) * rows / (high - low))
            leaf = leaves.setdefault(at, Leaf(*at, None, None, upright))
            assert leaf.up == upright, f'sheet {sheet}: page {number} and the one behind it look different ways'
            setattr(leaf, 'back' if side else 'front', number)
    for x in range(cols):
        for y in range(rows):
            leaves.setdefault((x, y), Leaf(x, y, None, None, None))
    return list(leaves.values())


def turn(leaf):
    leaf.front, leaf.back = leaf.back, leaf.front


def fold(leaves, cols, rows):
    while cols * rows > 1:
        top = max(l.z for l in leaves)
        sideways = cols > rows
        for l in leaves:
            if sideways and l.x < cols // 2:
                l.x = cols - 1 - l.x
            elif not sideways and l.y >= rows // 2:
                l.y = rows - 1 - l.y
                l.up = None if l.up is None else not l.up
            else:
                continue
            l.z = 2 * top + 1 - l.z
            turn(l)
        if sideways:
            cols //= 2
            for l in leaves:
                l.x -= cols
        else:
            rows //= 2
    pile = sorted(leaves, key=lambda l: -l.z)
    assert all(l.up is not False for l in pile), 'a page stands on its head'
    return [number for l in pile for number in (l.front, l.back)]


def gather(sheets):
    """The first sheet of a signature lies outside; the others are in its middle."""
    if not sheets:
        return []
    outer = sheets[0]
    return outer[:len(outer) // 2] + gather(sheets[1:]) + outer[len(outer) // 2:]


def main(path, sheets, folds, pages=None):
    sheets, folds = int(sheets), int(folds)
    cols, rows = {1: (2, 1), 2: (2, 2), 3: (4, 2)}[folds]
    f = File(path)
    sides = f.pages
    folded = [fold(cut(i // 2, sides[i], sides[i + 1], cols, rows), cols, rows) for i in range(0, len(sides), 2)]
    book = [n for i in range(0, len(folded), sheets) for n in gather(folded[i:i + sheets])]
    while book and book[-1] is None:
        book.pop()
    n = int(pages or len(book))
    good = book == list(range(1, n + 1))
    print(f'{len(folded)} sheets fold to the pages 1 … {n}' if good else f'the sheets fold to {book}')
    return not good


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
