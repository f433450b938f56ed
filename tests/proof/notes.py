"""Note calls of the finished products: how many of a text's own are numbered (not by asterisks, not by its editor), and
whether each leads to its note, or to its number, and back, which a PDF says in the language of the book.

usage: notes.py BOOK.tei.xml BOOK.epub BOOK.pdf [FILE-PREFIX=COUNT ...]
Prints ok and FAIL lines; exits 1 where one failed.
"""
import re, sys
from collections import Counter
from xml.etree import ElementTree as ET

sys.path.insert(0, __file__.rsplit('/', 1)[0])
import ebook, pdf

TEI, ID = '{http://www.tei-c.org/ns/1.0}', '{http://www.w3.org/XML/1998/namespace}id'
# What leads to a call: the way back, its page, its number in a list of emendations.  Any other language: English.
BACK = {'de': ('zurück zu', 'Seite ', 'Anmerkung '), 'fr': ('retour à ', 'page ', 'note '), 'es': ('volver a ', 'página ', 'nota '),
        'it': ('torna al', 'pagina ', 'nota '), 'nl': ('terug naar ', 'pagina ', 'noot ')}
failed = 0


def say(good, text):
    global failed
    failed += not good
    print('ok' if good else 'FAIL', text)


def sample(ids):
    return ' '.join(sorted(ids)[:5])


class Manuscript:
    def __init__(self, path):
        self.root = ET.parse(path).getroot()
        self.parent = {child: node for node in self.root.iter() for child in node}
        self.ids = {e.get(ID) for e in self.root.iter() if e.get(ID)}
        self.language = (self.root.find(TEI + 'text').get(ID.replace('id', 'lang')) or '').split('-')[0]
        self.calls = [e for e in self.root.iter(TEI + 'ref') if e.get('type') == 'note']

    def file(self, node):
        while node is not None and not node.get('source'):
            node = self.parent.get(node)
        return node.get('source').split('#')[0].rsplit('/', 1)[-1] if node is not None else ''

    def check(self, wanted):
        numbered = [c for c in self.calls if c.get('subtype') != 'ed' and (c.get('n') or '').isdigit()]
        counts = Counter(self.file(c)[:3] for c in numbered)
        for prefix, count in wanted.items():
            say(counts[prefix] == count, f'TEI: text {prefix} has {counts[prefix]} numbered note calls of its own, wanted {count}')
        lost = {c.get('target') for c in self.calls if (c.get('target') or '').lstrip('#') not in self.ids}
        say(not lost, f'TEI: targets of {len(self.calls)} note calls exist {sample(map(str, lost))}')
        without = [c for c in self.calls if not c.get(ID) or not c.get('n')]
        say(not without, f'TEI: every call has an id and a number ({len(without)} have not)')


class Ebook(ebook.Ebook):
    def check(self, calls):
        for name, info in ((n, self.zip.getinfo(n)) for n in self.docs):
            if info.file_size > 300 * 1024:
                say(False, f'EPUB: {name} has {info.file_size} bytes')
        links = list(self.links())
        broken = [to for _, _, to in links if to[1] and to not in self.elements or to[0] not in self.docs]
        say(not broken, f'EPUB: {len(links)} internal links lead somewhere {broken[:3]}')
        refs = [(n, a, to) for n, a, to in links if 'noteref' in (a.get(ebook.TYPE) or '').split()]
        own = {a.get('id') for _, a, _ in refs}
        say(own == calls, f'EPUB: has the {len(calls)} note calls of the manuscript, by id '
            f'(missing {sample(calls - own)} more {sample(map(str, own - calls))})')
        alone = [a.get('id') for name, a, to in refs if not self.back(name, a, to)]
        say(not alone, f'EPUB: {len(refs)} note calls lead to their note or number and back {sample(map(str, alone))}')

    def back(self, name, call, to):
        target = self.elements.get(to)
        if target is None:
            return False
        return any(self.goal(to[0], a) == (name, call.get('id')) for a in target.iter(ebook.HTML + 'a'))


class Print:
    def __init__(self, path):
        self.objects, self.pages = pdf.read(path)
        self.dests = pdf.Places(self.objects).dests

    def goals(self):
        for page in self.pages:
            for a in page.annots:
                action = self.objects.dict(a.get('/A'))
                goal = a.get('/Dest', action.get('/D') if action.get('/S') == '/GoTo' else None)
                if goal is not None:
                    yield (goal if isinstance(goal, list) else re.sub('^[bu]:|^/', '', str(self.objects(goal)))), a

    def check(self, calls, language):
        links = list(self.goals())
        goals = [goal for goal, _ in links]
        lost = {g for g in goals if isinstance(g, str) and g not in self.dests}
        say(bool(goals) and not lost, f'PDF: {len(goals)} internal links have a destination {sample(lost)}')
        missing = calls - {g for g in goals if isinstance(g, str)}
        say(not missing, f'PDF: of {len(calls)} note calls each is led back to ({len(missing)} are not) {sample(missing)}')
        words = BACK.get(language, ('back to ', 'page ', 'note '))
        said = [re.sub('^[bu]:', '', str(a.get('/Contents'))) for goal, a in links if goal in calls]
        other = {s for s in said if not s.startswith(words)}
        say(not other, f'PDF: {len(said)} links to calls are described in the language of the book {sample(other)}')


tei_path, epub_path, pdf_path, *rest = sys.argv[1:]
manuscript = Manuscript(tei_path)
manuscript.check({k: int(v) for k, v in (r.split('=') for r in rest)})
calls = {c.get(ID) for c in manuscript.calls}
Ebook(epub_path).check(calls)
Print(pdf_path).check(calls, manuscript.language)
sys.exit(failed > 0)
