"""Where the glyphs of a PDF stand, against the pages as they were set: each piece of a line begins where it should, and a
long one at the line's end ends there (what the white behind a last glyph lacks comes before the next piece, or is not
seen).

    places.py PAGES PDF...        PAGES: what `show pages` prints of the same book

Follows the text operators itself (ISO 32000-1, 9.3 and 9.4), with the widths of the file: character and word space, scale,
numbers between strings.  Ends with "N pieces" and the worst distance; exits 1 where one is off by more than LIMIT.
"""
import os, re, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdf import operations
from pdfmodel import File

LIMIT = .06                                                        # points: a glyph may be 3/1000 em off, by design
LONG = 100                                                         # points
PIECE = re.compile(r'  ([\d.]+) (-?[\d.]+)\+([\d.]+) .*"(.*)"$')


def pieces(path):
    """Page -> (baseline from the top, left, right) of each piece that is not all blank."""
    out = []
    for line in open(path, encoding='utf-8'):
        if re.match(r'page \d+ ', line):
            out.append([])
        m = PIECE.match(line)
        if m and out and m[4].strip() and float(m[3]) > 0:
            out[-1].append((float(m[1]), float(m[2]), float(m[2]) + float(m[3])))
    return out


def glyphs(file, page):
    """(baseline from the top, left, right) of each glyph; right: where the next would stand."""
    left, _, _, top = (float(file.get(v)) for v in file.list(page.node.get('/TrimBox', page.node.get('/MediaBox'))))
    fonts, data = file.dict(page.resources.get('/Font')), file.data(page.node['/Contents'])
    font = size = None
    space = word = x = y = 0.0
    scale, deep = 1.0, 0
    for operator, args in operations(data):
        n = [float(a) for a in args if isinstance(a, str) and re.fullmatch(r'[-+]?[\d.]+', a)]
        if operator in ('q', 'Q'):
            deep += 1 if operator == 'q' else -1                   # what is turned stands in one of its own
        elif operator == 'BT':
            x = y = 0.0
            at = x
        elif operator == 'Td':
            x, y = x + n[0], y + n[1]
            at = x
        elif operator == 'Tf':
            font, size = file.fonts[fonts[args[0]]], n[0]
        elif operator == 'Tc':
            space = n[0]
        elif operator == 'Tw':
            word = n[0]
        elif operator == 'Tz':
            scale = n[0] / 100
        elif operator in ('TJ', 'Tj'):
            for part in args[0] if operator == 'TJ' else args:
                if isinstance(part, str):
                    at -= float(part) / 1000 * size * scale
                    continue
                for code in font.split(part):
                    end = at + (font.width(code) / 1000 * size + space + (word if not font.wide and code == 32 else 0)) * scale
                    if deep == 0:
                        yield top - y, at - left, end - left
                    at = end


def main(pages, *paths):
    wrong = 0
    for path in paths:
        file, worst, n = File(path), 0.0, 0
        for number, (want, page) in enumerate(zip(pieces(pages), file.pages), 1):
            if '/Contents' not in page.node:
                continue
            lines = {}
            for y, low, high in glyphs(file, page):
                lines.setdefault(round(y * 50), []).append((low, high))
            for y, low, high in want:
                near = [g for k in (-1, 0, 1) for g in lines.get(round(y * 50) + k, []) if low - LIMIT <= g[0] < high - LIMIT]
                off = abs(min(g[0] for g in near) - low) if near else 99
                if near and high - low > LONG and not any(p[0] == y and abs(p[1] - high) < 1 for p in want):
                    off = max(off, abs(max(g[1] for g in near) - high))
                n, worst = n + 1, max(worst, off)
                if off > LIMIT:
                    wrong += 1
                    if wrong <= 5:
                        print(f'{path}, page {number}: the piece {low:.2f} to {high:.2f} at {y:.2f} is off by {off:.2f}')
        print('FAIL' if n == 0 or wrong else 'ok', f'{os.path.basename(path)}: {n} pieces, the worst is off by {worst:.3f} pt')
        wrong += n == 0
    return wrong > 0


sys.exit(main(*sys.argv[1:]))
