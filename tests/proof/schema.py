"""The schema of the manuscript is a subset of TEI's own, and its ODD says the same as its RELAX NG.

usage: schema.py CATCHWORD.rng CATCHWORD.odd TEI_ALL.rng
Each content model is taken as a language over the names of our elements.  A pair of machines is run side by side: where
ours may stop and TEI's may not, a shortest forbidden sequence is printed.  Attributes must be ours or TEI's by name and
by being required.  Prints ok and FAIL lines; exits 1 where one failed.
"""
import sys
from xml.etree import ElementTree as ET

R, T = '{http://relaxng.org/ns/structure/1.0}', '{http://www.tei-c.org/ns/1.0}'


class Machine:
    """A finite automaton without determinism: free moves and moves by name."""

    def __init__(self):
        self.free, self.moves = [], []
        self.start, self.end = self.state(), self.state()

    def state(self):
        self.free.append([])
        self.moves.append([])
        return len(self.free) - 1

    def loop(self, build, a, b, least, endless):
        i, j = self.state(), self.state()
        self.free[a].append(i)
        self.free[j].append(b)
        if endless:
            self.free[j].append(i)
        if least == 0:
            self.free[i].append(j)
        build(i, j)

    def row(self, builds, a, b):
        for k, build in enumerate(builds):
            c = b if k == len(builds) - 1 else self.state()
            build(a, c)
            a = c
        if not builds:
            self.free[a].append(b)

    def reach(self, states):
        todo, seen = list(states), set(states)
        while todo:
            for s in self.free[todo.pop()]:
                if s not in seen:
                    seen.add(s)
                    todo.append(s)
        return frozenset(seen)

    def step(self, states, name):
        return self.reach({b for s in states for n, b in self.moves[s] if n == name})

    def names(self, states):
        return {n for s in states for n, _ in self.moves[s]}


class Rng:
    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.defines = {d.get('name'): d for d in root.iter(R + 'define')}
        self.elements = {e.get('name'): e for d in self.defines.values() for e in d.findall(R + 'element') if e.get('name')}

    def machine(self, name, known):
        m = Machine()
        self.row(m, list(self.elements[name]), m.start, m.end, known)
        return m

    def row(self, m, parts, a, b, known):
        parts = [p for p in parts if p.tag.startswith(R)]
        m.row([lambda i, j, p=p: self.pattern(m, p, i, j, known) for p in parts], a, b)

    def pattern(self, m, p, a, b, known):
        kind, inside = p.tag[len(R):], lambda i, j: self.row(m, list(p), i, j, known)
        if kind == 'ref':
            whole = list(self.defines[p.get('name')])
            if any(e.tag == R + 'element' for e in whole):
                m.moves[a] += [(e.get('name'), b) for e in whole if e.get('name') in known]
            else:
                self.row(m, whole, a, b, known)
        elif kind in ('text', 'data', 'list', 'value'):
            m.moves[a].append(('characters', a))
            m.free[a].append(b)
        elif kind in ('attribute', 'empty'):
            m.free[a].append(b)
        elif kind == 'choice':
            for c in p:
                if c.tag.startswith(R):
                    self.pattern(m, c, a, b, known)
        elif kind in ('zeroOrMore', 'oneOrMore', 'optional'):
            m.loop(inside, a, b, kind == 'oneOrMore', kind != 'optional')
        elif kind == 'group':
            inside(a, b)
        elif kind != 'notAllowed':
            raise ValueError(kind)

    def attributes(self, name):
        found = {}

        def look(e, needed):
            for c in e:
                kind = c.tag[len(R):] if c.tag.startswith(R) else ''
                if kind == 'ref' and self.defines[c.get('name')].find(R + 'element') is None:
                    look(self.defines[c.get('name')], needed)
                elif kind == 'attribute':
                    found[('xml:' if c.get('ns') else '') + c.get('name')] = needed
                elif kind in ('optional', 'zeroOrMore', 'choice', 'group', 'oneOrMore'):
                    look(c, needed and kind in ('group', 'oneOrMore'))
        look(self.elements[name], True)
        return found


class Odd:
    def __init__(self, path):
        root = ET.parse(path).getroot()
        self.elements = {e.get('ident'): e for e in root.iter(T + 'elementSpec')}
        self.macros = {e.get('ident'): e.find(T + 'content') for e in root.iter(T + 'macroSpec')}
        self.classes = {e.get('ident'): e for e in root.iter(T + 'classSpec')}

    def machine(self, name, known):
        m = Machine()
        self.row(m, self.elements[name].find(T + 'content'), m.start, m.end)
        return m

    def row(self, m, parts, a, b):
        m.row([lambda i, j, p=p: self.times(m, p, i, j) for p in parts], a, b)

    def times(self, m, p, a, b):
        m.loop(lambda i, j: self.part(m, p, i, j), a, b, int(p.get('minOccurs', 1)), p.get('maxOccurs') == 'unbounded')

    def part(self, m, p, a, b):
        kind = p.tag[len(T):]
        if kind == 'textNode':
            m.moves[a].append(('characters', a))
        if kind in ('textNode', 'empty'):
            m.free[a].append(b)
        elif kind == 'elementRef':
            m.moves[a].append((p.get('key'), b))
        elif kind in ('macroRef', 'sequence'):
            self.row(m, self.macros[p.get('key')] if kind == 'macroRef' else p, a, b)
        elif kind == 'alternate':
            for c in p:
                self.times(m, c, a, b)
        else:
            raise ValueError(kind)

    def attributes(self, name):
        found = {}

        def look(spec):
            for a in spec.iter(T + 'attDef'):
                found[a.get('ident')] = a.get('usage') == 'req'
            for member in spec.iter(T + 'memberOf'):
                look(self.classes[member.get('key')])
        look(self.elements[name])
        return found


def counterexample(ours, theirs):
    first = (ours.reach({ours.start}), theirs.reach({theirs.start}))
    todo, words = [first], {first: ()}
    while todo:
        a, b = todo.pop(0)
        if ours.end in a and theirs.end not in b:
            return ' '.join(words[a, b]) or 'nothing'
        for name in sorted(ours.names(a)):
            pair = (ours.step(a, name), theirs.step(b, name))
            if pair not in words:
                words[pair] = words[a, b] + (name,)
                todo.append(pair)
    return None


def compare(ours, theirs, both):
    known, faults = set(ours.elements), []
    for name in sorted(known):
        if name not in theirs.elements:
            faults.append(f"'{name}' is not there")
            continue
        a, b = ours.machine(name, known), theirs.machine(name, known)
        for word in filter(None, (counterexample(a, b), both and counterexample(b, a))):
            faults.append(f"'{name}' may hold {word} in one of them only")
        mine, other = ours.attributes(name), theirs.attributes(name)
        faults += [f"'{name}' has '{x}' in one of them only" for x in mine if x not in other]
        faults += [f"'{name}' must have '{x}'" for x, needed in other.items() if needed and not mine.get(x)]
        if both and mine != other:
            faults.append(f"'{name}' has other attributes: {sorted(set(mine.items()) ^ set(other.items()))}")
    return faults


def main(rng, odd, tei):
    ours, failed = Rng(rng), 0
    for what, theirs, both in ("a subset of TEI's schema", Rng(tei), False), ('the same as its ODD', Odd(odd), True):
        faults = compare(ours, theirs, both)
        for f in faults[:20]:
            print('   ', f)
        print('FAIL' if faults else 'ok', f'the schema of the manuscript, {len(ours.elements)} elements, is {what}')
        failed += bool(faults)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
