"""The report of a build: it names each product with its size and digest, each message of the run, and each page; it is
well formed, asks for nothing, runs nothing, and knows of no folder of this machine.

usage: report.py FOLDER MESSAGES [TITLE]
MESSAGES is a file with what the build said.  Exits 1, and says why, where something is not so.
"""
import hashlib, os, re, subprocess, sys
from xml.etree import ElementTree as ET

X = '{http://www.w3.org/1999/xhtml}'
folder, said = sys.argv[1:3]
report = os.path.join(folder, 'report.html')
html = open(report, encoding='utf-8').read()
root = ET.fromstring(html.split('\n', 1)[1])
wrong = []


def words(e):
    return ' '.join(''.join(e.itertext()).split())


def rows(section):
    for tr in section.iter(X + 'tr'):
        yield [words(c) for c in tr]


def section(name):
    for s in root.iter(X + 'section'):
        if s.get('aria-labelledby') == name:
            return s
    return ET.Element('none')


def is_there(good, text):
    if not good:
        wrong.append(text)


# ---- products
listed = {r[0].split()[0]: r for r in rows(section('out')) if r[0] != 'Product'}
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    if name == 'report.html':
        continue
    if os.path.isdir(path):
        row = listed.get(name + '/', [''] * 3)
        files = [os.path.join(d, f) for d, _, fs in os.walk(path) for f in fs]
        is_there(row[1:] == [f'{sum(map(os.path.getsize, files)):,}', f'{len(files)} files'], f'{name}/: {row[1:]}')
        continue
    data = open(path, 'rb').read()
    row = listed.get(name, [''] * 3)
    is_there(hashlib.sha256(data).hexdigest() in row[0] and row[1] == f'{len(data):,}', f'{name}: {row}')
    if name.endswith('.pdf') and not name.endswith('-sheets.pdf'):
        pages = re.search(r'Pages: *(\d+)', subprocess.run(['pdfinfo', path], capture_output=True, text=True).stdout)[1]
        is_there(row[2].replace(',', '') == pages, f'{name} has {pages} pages, it says {row[2]}')
        if name.endswith('-archive.pdf'):
            shown = sum(1 for _ in root.iter(X + 'svg'))
            is_there(shown == int(pages), f'{shown} of {pages} pages are shown')

# ---- messages: as many of each code as the build said
counts = {}
for line in open(said, encoding='utf-8'):
    code = re.search(r': (?:warning|style): .*\[([a-z-]+)\]$', line)
    if code:
        counts[code[1]] = counts.get(code[1], 0) + 1
told = {words(h.find(X + 'code')): int(re.search(r', (\d+)\)$', words(h))[1]) for h in section('messages').iter(X + 'h3')}
is_there(os.path.samefile(said, os.devnull) or counts == told, f'said {counts}, told {told}')

# ---- what must not be in it
is_there(not [e for e in root.iter() if e.tag in (X + 'script', X + 'img', X + 'link', X + 'iframe')], 'a foreign element')
is_there(not [e for e in root.iter() for a in e.attrib if a.startswith('on') or a == 'src'], 'a foreign attribute')
is_there(not [e.get('href') for e in root.iter(X + 'a') if not e.get('href').startswith('#')], 'a link out of the page')
is_there(not re.search(r'url\(|@import', words(root.find(f'.//{X}style'))), 'a style asks for something')
is_there(os.path.abspath(folder) not in html and os.getcwd() not in html, 'a folder of this machine')
ids = [e.get('id') for e in root.iter() if e.get('id')]
is_there(len(ids) == len(set(ids)), 'an id twice')
lost = [e.get('href') for e in root.iter(X + 'a') if e.get('href')[1:] not in ids]
is_there(not lost, f'a link to nothing: {lost[:3]}')
if len(sys.argv) > 3:
    title = words(next(root.iter(X + 'h1')))
    is_there(title == sys.argv[3], f'the title is {title}')
for w in wrong:
    print(w)
sys.exit(bool(wrong))
