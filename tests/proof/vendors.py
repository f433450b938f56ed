"""vendors.py CATCHWORD BOOKDIR WORK: builds the book for each printer that comes with the program, and measures what was
built by that printer's own file of rules: page counts and blanks, boxes, gutters and margins, the spine, words and bars
on the cover, ink.  Reads the rules with a reader of its own, and products only through poppler, Ghostscript and zbar."""
import pathlib, re, shlex, shutil, struct, subprocess, sys, zlib

tool, book, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
bad = 0


def say(good, what):
    global bad
    bad += not good
    print('ok' if good else 'FAIL', what)


def run(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, check=True).stdout


def points(word):
    number, unit = re.fullmatch(r'([\d.]+)(in|mm|pt)', word).groups()
    return float(number) * {'in': 72, 'mm': 72 / 25.4, 'pt': 1}[unit]


def rules(path):
    found = {}
    for line in path.read_text().splitlines():
        words = shlex.split(line, comments=True)
        if words and words[0] not in ('name', 'from', 'catchword-vendor'):
            found.setdefault(words[0], []).append(words[1:])
    return found


def one(found, name, otherwise=None):
    return found[name][0] if name in found else otherwise


def boxes(pdf):
    pages = {}
    for page, name, numbers in re.findall(r'Page +(\d+) (\w+): +([-\d. ]+)', run('pdfinfo', '-box', '-f', 1, '-l', 9999, pdf).decode()):
        if name.endswith('Box'):
            pages.setdefault(int(page), {})[name] = [float(n) for n in numbers.split()]
    return [pages[n] for n in sorted(pages)]


def texts(pdf):
    """of each page its words: left, top, right, bottom"""
    pages = []
    for line in run('pdftotext', '-bbox', pdf, '-').decode().splitlines():
        if '<page ' in line:
            pages.append([])
        word = re.search(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', line)
        if word:
            pages[-1].append([float(n) for n in word.groups()])
    return pages


def near(a, b, slack=0.02):
    return abs(a - b) <= slack


def interior(name, r, pdf):
    page_boxes, page_texts = boxes(pdf), texts(pdf)
    n = len(page_boxes)
    least, most = map(int, one(r, 'pages'))
    say(least <= n <= most and n % int(one(r, 'multiple', ['2'])[0]) == 0, f'{name}: {n} pages')
    end = int(one(r, 'blank-end', ['0'])[0])
    say(not any(page_texts[n - end:]) if end else True, f'{name}: {end} blank at the end')
    bleed, sides = points(one(r, 'bleed')[0]), one(r, 'bleed')[1]
    good = True
    for i, b in enumerate(page_boxes):
        media, trim, cut = b['MediaBox'], b['TrimBox'], b['BleedBox']
        inner = 0 if sides == 'outer' else bleed
        left, right = (inner, bleed) if i % 2 == 0 else (bleed, inner)
        edges = [trim[0] - cut[0], trim[1] - cut[1], cut[2] - trim[2], cut[3] - trim[3]]
        good &= all(near(e, w) for e, w in zip(edges, [left, bleed, right, bleed])) and (media == cut) != (r.get('marks') == [['may']])
        good &= near(trim[2] - trim[0], 432) and near(trim[3] - trim[1], 648)
    say(good, f'{name}: trim and bleed of {bleed:.2f} pt at {sides} edges')
    gutter = [points(g[2]) for g in r.get('gutter', []) if int(g[0]) <= n <= int(g[1])]
    nearest = min((w[0] - b['TrimBox'][0] if i % 2 == 0 else b['TrimBox'][2] - w[2])
                  for i, (b, words) in enumerate(zip(page_boxes, page_texts)) for w in words)
    say(len(gutter) == 1 and nearest >= gutter[0] - 0.25, f'{name}: nothing nearer to the spine than {nearest:.2f} pt')
    margin = points(one(r, 'margin')[0])
    nearest = min((b['TrimBox'][2] - w[2] if i % 2 == 0 else w[0] - b['TrimBox'][0])
                  for i, (b, words) in enumerate(zip(page_boxes, page_texts)) for w in words)
    say(nearest >= margin - 0.25, f'{name}: nothing nearer to the edge than {nearest:.2f} pt')
    return n


def dark(path):
    """a PNG of 400 x 600 gray pixels, none of them white"""
    chunk = lambda name, data: struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
    rows = b''.join(b'\0' + bytes([90]) * 400 for _ in range(600))
    path.write_bytes(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 400, 600, 8, 0, 0, 0, 0)) +
                     chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def bleeding(name, r, pdf):
    """the page that is a picture: ink up to the last dot of the bleed, at the spine up to the trim if it bleeds outwards
    only; and a sheet that is larger for the crop marks has none beyond"""
    page_boxes, page = boxes(pdf), None
    for n, words in enumerate(texts(pdf), 1):
        if not words and b' image ' in run('pdfimages', '-list', '-f', n, '-l', n, pdf):
            page = n
    if page is None:
        say(False, f'{name}: no page is a picture')
        return
    b = page_boxes[page - 1]
    raw = run('gs', '-q', '-dNOPAUSE', '-dBATCH', '-sDEVICE=pgmraw', '-r144', f'-dFirstPage={page}', f'-dLastPage={page}', '-sOutputFile=-', pdf)
    size = re.match(rb'P5\s+(?:#.*\s+)?(\d+) (\d+)\s+255\s', raw)
    width, height, data = int(size[1]), int(size[2]), raw[size.end():]
    cut = [2 * x for x in b['BleedBox']]
    ink = lambda x, y: data[int(y) * width + int(x)] < 200
    middle, half = (cut[0] + cut[2]) / 2, height / 2
    edges = [(cut[0] + 1, half), (cut[2] - 2, half), (middle, height - cut[3] + 1), (middle, height - cut[1] - 2)]
    beyond = [(x, half) for x in (cut[0] - 3, cut[2] + 2)] + [(middle, y) for y in (height - cut[3] - 3, height - cut[1] + 2)]
    spine = 0 if page % 2 else 2
    sides = one(r, 'bleed')[1]
    say(all(ink(x, y) for x, y in edges) and not any(ink(x, y) for x, y in beyond if 0 <= x < width and 0 <= y < height) and
        near(b['BleedBox'][spine], b['TrimBox'][spine]) == (sides == 'outer'),
        f'{name}: page {page} has ink to each edge of its bleed, and none beyond')


def spine_of(r, n):
    if 'paper' in r:
        width = n * points(one(r, 'paper')[3])
    else:
        width = 72 * n / float(one(r, 'paper-inch')[3])
    return width + points(one(r, 'spine-plus', ['0pt'])[0])


def pixels(pdf, dpi):
    """the four inks of each pixel, and how many lie in a row"""
    pam = run('gs', '-q', '-dNOPAUSE', '-dBATCH', '-sDEVICE=pamcmyk32', f'-r{dpi}', '-sOutputFile=-', pdf)
    head, data = pam.split(b'ENDHDR\n', 1)
    size = dict(re.findall(rb'(WIDTH|HEIGHT|DEPTH) (\d+)', head))
    assert size[b'DEPTH'] == b'4' and len(data) == int(size[b'WIDTH']) * int(size[b'HEIGHT']) * 4
    return data, int(size[b'WIDTH'])


def cover(name, r, pdf, n):
    b, words = boxes(pdf)[0], texts(pdf)[0]
    spine, bleed = spine_of(r, n), points(one(r, 'cover-bleed')[0])
    trim, cut = b['TrimBox'], b['BleedBox']
    say(near(trim[2] - trim[0], 864 + spine, 0.05) and near(trim[3] - trim[1], 648), f'{name}: a spine of {spine:.2f} pt')
    say(all(near(e, bleed) for e in (trim[0] - cut[0], trim[1] - cut[1], cut[2] - trim[2], cut[3] - trim[3])) and
        b['MediaBox'] == cut, f'{name}: the cover bleeds {bleed:.2f} pt')
    say(b'The Catchword\nHandbook\n' in run('pdftotext', '-raw', pdf, '-'), f'{name}: no small word of the title stands alone')
    safe = points(one(r, 'cover-safety')[0])
    say(all(w[0] >= trim[0] + safe - 0.5 and w[1] >= bleed + safe - 0.5 and w[2] <= trim[2] - safe + 0.5 and
            w[3] <= bleed + 648 - safe + 0.5 for w in words if w[3] - w[1] < 300), f'{name}: words keep {safe:.2f} pt from the trim')
    fold = trim[0] + 432
    on_spine = [w for w in words if w[0] < fold + spine and w[2] > fold and w[2] - w[0] < spine + 20]
    allowed = n >= int(one(r, 'spine-text', ['0'])[0]) and spine >= points(one(r, 'spine-least', ['0pt'])[0])
    room = spine - 2 * points(one(r, 'spine-safety')[0])
    say(bool(on_spine) == (allowed and room >= 28 / 3), f'{name}: {len(on_spine)} words on the spine, allowed: {allowed}')
    data, row = pixels(pdf, 150)
    ground = data[(int((bleed + 2) * 150 / 72) * row + int((fold + spine / 2) * 150 / 72)) * 4:][:4]
    safe = points(one(r, 'spine-safety')[0]) - 0.5
    strips = [range(int(a * 150 / 72) + 1, int((a + safe) * 150 / 72)) for a in (fold, fold + spine - safe)]
    say(all(data[(j * row + i) * 4:][:4] == ground for strip in strips for i in strip
            for j in range(4, int(648 * 150 / 72), 2)), f'{name}: nothing on the folds')
    most = max(sum(data[i:i + 4]) for i in range(0, len(data), 4)) * 100 / 255
    limit = int(one(r, 'ink', ['240'])[0])
    say(most <= limit, f'{name}: {most:.0f} % of ink, at most {limit} %')
    width, height, edge = (points(x) for x in one(r, 'barcode'))
    x, y = (trim[0] + 432 - edge - width + 1) * 150 / 72, (bleed + 648 - edge - height + 1) * 150 / 72
    box = [data[(int(j) * row + int(x)) * 4:(int(j) * row + int(x + (width - 2) * 150 / 72)) * 4]
           for j in range(int(y), int(y + (height - 2) * 150 / 72))]
    inks = [max(line[k::4]) for line in box for k in range(3)]
    say(max(inks) == 0 and max(max(line[3::4]) for line in box) == 255, f'{name}: the bars are black ink alone')


def bars(name, pdf, stem):
    run('pdftoppm', '-r', 300, '-png', '-singlefile', pdf, stem)
    read = subprocess.run(['zbarimg', '-q', '--nodbus', '--raw', f'{stem}.png'], capture_output=True).stdout.decode().split()
    say(read == ['9783161484100'], f'{name}: the bars read {" ".join(read)}')


def build(vendor, r):
    copy, out = work / vendor, work / f'{vendor}.out'
    shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(book, copy)
    yaml = (copy / 'book.yaml').read_text()
    yaml = re.sub(r'^editions:.*', 'editions: [print, cover]', yaml, flags=re.M)
    marks = ', marks: yes' if r.get('marks') == [['may']] else ''
    yaml += f'print: {{vendor: {vendor}, spine: reckoned{marks}}}\nidentifiers: {{print: 978-3-16-148410-0}}\n'
    (copy / 'book.yaml').write_text(yaml)
    dark(copy / 'dark.png')
    with (copy / 'markdown.md').open('a') as more:
        more.write('\n\n![Darkness](dark.png){bleed}\n')
    run(tool, 'build', copy, '-o', out)
    return out


for path in sorted(pathlib.Path('assets/vendors').glob('*.vendor')):
    r, vendor = rules(path), path.stem
    if 'pages' not in r:
        continue
    out = build(vendor, r)
    n = interior(vendor, r, out / f'{vendor}-print.pdf')
    bleeding(vendor, r, out / f'{vendor}-print.pdf')
    cover(vendor, r, out / f'{vendor}-cover.pdf', n)
    for product, rule in (('print', one(r, 'profile')[0]), ('cover', one(r, 'profile')[0])):
        kept = subprocess.run(['python3', '-B', 'tests/proof/pdfrules.py', 'x3' if rule == 'x3' else 'x1a',
                               out / f'{vendor}-{product}.pdf'], capture_output=True)
        say(kept.returncode == 0, f'{vendor}: {product} keeps the rules of PDF/X {kept.stdout.decode()[:300]}')
    bars(vendor, out / f'{vendor}-cover.pdf', work / vendor / 'cover')
sys.exit(bad > 0)
