"""The index tells the truth: each heading's pages are the pages on which one of its forms stands, no more and no fewer.

usage: apparatus.py NAME BOOK.epub BOOK.pdf FILE.terms...
Looked at are the headings whose forms are all certain and without exceptions.  Their numbers are read from the EPUB, which
has those of print; the words from the pages of the PDF.  A form that runs over the end of a page is on both.
"""
import re, sys, unicodedata

sys.path.insert(0, __file__.rsplit('/', 1)[0])
import ebook, pdf

name, epub_path, pdf_path, *terms = sys.argv[1:]
failed = 0


def say(good, text):
    global failed
    failed += not good
    print('ok' if good else 'FAIL', text)


def headings():
    """Heading -> its forms, nothing where blocks decide; and all forms of each."""
    found, every, heading = {}, {}, None
    for path in terms:
        for line in open(path, encoding='utf-8').read().split('\n')[1:]:
            if not line.strip() or line.strip().startswith('#'):
                continue
            if not line[0].isspace():
                heading = line.strip().replace('*', '')
                found[heading] = []
                every[heading] = []
            elif line.split()[0] == 'forms':
                every[heading] += re.findall('"([^"]+)"', line)
                if found[heading] is not None:
                    found[heading] = every[heading]
            elif line.split()[0] in ('maybe', 'yes', 'no'):
                found[heading] = None
    return found, every


def name_of(item):
    """What stands before its numbers, or before those of its first text."""
    words = item.text or ''
    for part in item:
        if part.tag == ebook.HTML + 'br' or part.get('class') == 'places':
            break
        words += ''.join(part.itertext()) + (part.tail or '')
    return words.split(' see ')[0].rstrip(' ,:\u00a0')


def entries(e):
    """Heading -> the numbers in the index of the e-book, those of all texts in a row."""
    for doc in e.docs.values():
        for section in doc.iter(ebook.HTML + 'section'):
            if 'index' not in (section.get('class') or '').split():
                continue
            for item in section.iter(ebook.HTML + 'li'):
                spans = [s for s in item.iter(ebook.HTML + 'span') if s.get('class') == 'places']
                yield name_of(item), ', '.join(''.join(s.itertext()) for s in spans)


def letters(e):
    """The row of letters above the index, and the letters with which its entries begin, each once."""
    for name, doc in e.docs.items():
        for section in doc.iter(ebook.HTML + 'section'):
            for row in section.findall(ebook.HTML + 'nav') if 'index' in (section.get('class') or '').split() else ():
                goals = [e.elements[e.goal(name, a)] for a in row]
                first = [unicodedata.normalize('NFD', re.search(r'[^\W\d_]', ''.join(i.itertext()))[0]).upper()[0]
                         for i in section.iter(ebook.HTML + 'li')]
                yield [a.text for a in row], [''.join(g.itertext()) for g in goals], list(dict.fromkeys(first))


def plain(text):
    text = unicodedata.normalize('NFKC', text).replace('\u00ad', '').replace('’', "'")
    return re.sub(r'\s+', ' ', text)


def pattern(form):
    words = [re.escape(w) for w in re.findall(r"[^\W_]+", plain(form))]
    shouted = [re.escape(w.upper()) for w in re.findall(r"[^\W_]+", plain(form))]
    close = r"[ .\-'–‐‑\xa0]{1,4}"
    end = '' if form.endswith('*') else r'(?![^\W\d_])'                  # a note call may touch it
    return re.compile(r'(?<![^\W_])(?:' + close.join(words) + '|' + close.join(shouted) + ')' + end)


def expand(numbers, order):
    pages = set()
    for piece in filter(None, numbers.split(', ')):
        first, _, last = piece.rstrip('n').partition('–')
        span = order[order.index(first):order.index(last or first) + 1]
        pages |= {p + ('n' if piece.endswith('n') else '') for p in span}
    return pages


objects, pages = pdf.read(pdf_path)
places = pdf.Places(objects, pages)
labels = [places.page_label(i) for i in range(len(pages))]


def page_of(dest):
    goal = places.dests.get(dest)
    goal = goal.get('/D') if isinstance(goal, dict) else goal
    return places.index[goal[0]] if goal else None


text, notes = [], []
for p in pages:
    own = [t for roles, t in p.runs if 'contents' not in roles and 'Note' not in roles]
    text.append(plain(' '.join(own)))
    notes.append(plain(' '.join(t for roles, t in p.runs if 'Note' in roles)))
first = min(i for i in (page_of(d) for d in ('notes', 'texts', 'emendations', 'index')) if i is not None)
(wanted, every), checked, wrong = headings(), 0, []
for heading, numbers in entries(ebook.Ebook(epub_path)):
    forms = wanted.get(heading.strip().rstrip('.'))
    if not forms:
        continue
    longer = [pattern(f) for h, fs in every.items() for f in fs if h != heading
              and any(g != f and g in f for g in forms)]
    found = set()
    for i, words in enumerate(text[:first]):
        for long in longer:
            words = long.sub('·', words)
        if any(pattern(f).search(words) for f in forms):
            found.add(labels[i])
    has = {p for p in expand(numbers, labels) if not p.endswith('n')}
    edge = {labels[i] for i in range(first - 1) if any(
        pattern(f).search(text[i][-60:] + text[i + 1][:60]) or pattern(f).search(text[i][-60:] + ' ' + text[i + 1][:60])
        for f in forms)}
    edge |= {labels[labels.index(p) + 1] for p in edge}
    front = {labels[i] for i in range(first) if labels[i] and not labels[i].isdigit()}
    checked += 1
    if (has ^ found) - edge - front:
        wrong.append(f'{heading}: listed only {sorted(has - found - edge)}, found only {sorted(found - has - edge)}')
say(not wrong, f'{name}: the pages of {checked} headings of the index are those on which their forms stand')
for row, goals, first in letters(ebook.Ebook(epub_path)):
    good = row == first and all(re.search(r'[^\W\d_]', g)[0].upper() == a for a, g in zip(row, goals))
    say(good, f'{name}: {len(row)} letters above the index lead to their first entries')
for line in wrong[:10]:
    print('   ', line)
sys.exit(failed > 0)
