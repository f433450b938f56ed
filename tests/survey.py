#!/usr/bin/env python3
"""Score what `catchword survey` proposes for a text against its finished marks, by what both make of the text.

usage: survey.py TOOL OUT CASE...            a case is a folder with text.txt and truth.marks
       survey.py TOOL OUT TEXT MARKS [...]   with --pairs: texts and their marks
       -v lists what is missed and what is wrong; T=NAME runs one case

Both marks are woven into a manuscript of one part; compared are the lines of headings, the calls (line and number), the
page markers (line and number) and the joins (line, next line) where more than a line's end is between the two.
Exits 1 where a figure is missed or the proposal does not weave."""
import collections, os, re, resource, subprocess, sys
from xml.etree import ElementTree as ET

T = '{http://www.tei-c.org/ns/1.0}'
FLOOR = {'headings': 90, 'calls': 97, 'pages': 99, 'joins': 90}


def lines(el):
    return [int(m[1]) for tok in (el.get('source') or '').split() if (m := re.search(r'#line=\d+,(\d+)$', tok))]


class Reading:
    def __init__(self, tei):
        self.headings, self.calls, self.pages, self.joins = set(), collections.Counter(), collections.Counter(), set()
        text = ET.fromstring(tei).find(f'.//{T}group')
        self.walk(text, 0, [], [0])

    def walk(self, el, line, inside, at):
        here, name = lines(el), el.tag.replace(T, '')
        if here:
            line, inside, at = here[0], here, [0]
            if name != 'head' and el.get('type') != 'left-out':
                self.joins |= {(a, b) for a, b in zip(here, here[1:]) if b > a + 1}
        if name == 'head' and here:
            self.headings.add(here[0])
        if name == 'lb' and inside:
            at[0] += 1
        now = inside[min(at[0], len(inside) - 1)] if inside else line
        if name == 'ref' and el.get('type') == 'note':
            self.calls[(now, el.get('n'))] += 1
        if name == 'pb' and el.get('n'):
            self.pages[(now, el.get('n'))] += 1
        for child in el:
            self.walk(child, line, inside, at)


def weave(tool, text, marks, out):
    """The manuscript of one text and its marks, and what was said."""
    os.makedirs(out, exist_ok=True)
    with open(marks) as f:
        sha = next(l for l in f if l.startswith('source ')).split()[-1]
    name = os.path.basename(text)
    with open(marks) as f, open(os.path.join(out, 'a.marks'), 'w') as g:
        g.writelines(l for l in f if not l.startswith('ednote '))   # an editor's notes are not of the text
    with open(os.path.join(out, 'book.yaml'), 'w') as f:
        f.write(f'title: A\nlanguage: en\nidentifier: urn:uuid:00000000-0000-4000-8000-000000000001\ndate: 2026\nkind: anthology\n'
                f'parts:\n- {{key: a, file: {name}, sha256: {sha}, marks: a.marks, title: A}}\n')
    run = subprocess.run([tool, 'show', 'tei', out, '--texts', os.path.dirname(text)], capture_output=True, text=True)
    faults = [l for l in run.stderr.splitlines() if ' error: ' in l]
    return (Reading(run.stdout) if run.stdout else None), faults


def f1(got, want):
    both = sum((collections.Counter(got) & collections.Counter(want)).values())
    n, m = sum(collections.Counter(got).values()), sum(collections.Counter(want).values())
    return 100 if n + m == 0 else 200 * both // (n + m)


def survey(tool, text, out):
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, 'proposed.marks')
    with open(path, 'w') as f:
        run = subprocess.run([tool, 'survey', text], stdout=f, stderr=subprocess.PIPE, text=True)
    return path, run.returncode, run.stderr


def score(tool, name, text, truth, out, verbose):
    path, status, said = survey(tool, text, out)
    if status:
        return [f'FAIL survey {name}: exit status {status}: {said.strip()}'], 1
    got, faults = weave(tool, text, path, os.path.join(out, 'proposed'))
    want, wrong = weave(tool, text, truth, os.path.join(out, 'truth'))
    if faults or wrong or not got or not want:
        return [f'FAIL survey {name}: does not weave'] + faults[:9] + wrong[:9], 1
    told, bad = [], 0
    for what, floor in FLOOR.items():
        g, w = getattr(got, what), getattr(want, what)
        n = f1(g, w)
        bad += n < floor
        told.append(f'{what} {n} ({len(g)}/{len(w)})' + (' BELOW' if n < floor else ''))
        if verbose or n < floor:
            told.append(f'    missed {sorted(set(w) - set(g), key=str)[:60]}\n    wrong  {sorted(set(g) - set(w), key=str)[:60]}\n')
    head = 'ok' if not bad else 'FAIL survey'
    return [f'{head} {name}: ' + ', '.join(t for t in told if not t.startswith('    '))] + [t for t in told if t.startswith('    ')], bad


def reads_long(tool, texts, out):
    """Runs over a long text, and says how long it took: a figure to read, not to pass or fail by."""
    os.makedirs(out, exist_ok=True)
    path, size = os.path.join(out, 'long.txt'), 0
    with open(path, 'w') as f:
        while size < 4 << 20:
            for text in texts:
                with open(text) as g:
                    size += f.write(g.read() + '\n')
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with open(path[:-4] + '.marks', 'w') as f:
        status = subprocess.run([tool, 'survey', path], stdout=f).returncode
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f'{"ok" if status == 0 else "FAIL survey"} a long text, at {1000 * spent * (1 << 20) / size:.0f} ms of processor time a megabyte')
    return status == 0


def main():
    args = sys.argv[1:]
    verbose, pairs = '-v' in args, '--pairs' in args
    args = [a for a in args if a not in ('-v', '--pairs')]
    tool, out, rest = args[0], args[1], args[2:]
    cases = list(zip(rest[::2], rest[1::2])) if pairs else [(os.path.join(c, 'text.txt'), os.path.join(c, 'truth.marks')) for c in rest]
    passed = failed = 0
    for text, truth in cases:
        name = os.path.basename(text)[:3] if pairs else os.path.basename(os.path.dirname(text))
        if os.environ.get('T') and os.environ['T'] != name:
            continue
        told, bad = score(tool, name, text, truth, os.path.join(out, name), verbose)
        print('\n'.join(told))
        passed, failed = passed + (not bad), failed + (bad > 0)
    if not os.environ.get('T'):
        quick = reads_long(tool, [text for text, _ in cases], out)
        passed, failed = passed + quick, failed + (not quick)
    print(f'survey: {passed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
