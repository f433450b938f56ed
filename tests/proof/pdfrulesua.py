"""ISO 14289-1, clause 7: what only PDF/UA asks.  The rules it shares with PDF/A stand in pdfrules.py."""
import re

from pdfrules import rule, told


@rule(ua1='5')
def part_of_pdfua_is_1(f):
    if told(f, 'pdfuaid', 'part') != '1':
        yield f'pdfuaid:part is {told(f, "pdfuaid", "part")}'


def mcids(f):
    """(page ref, mcid) -> the element that claims it, as the tree tells from above."""
    return {place: e for e in f.elements for place in e.mcids}


@rule(ua1='7.1')
def content_is_tagged_or_artifact(f):
    for page in f.pages:
        loose = [op for op, mark in page.painted
                 if not mark or not any(m.mcid is not None or m.tag == '/Artifact' for m in mark.chain())]
        if loose:
            yield f'{len(loose)} times untagged content on page object {page.ref}, {loose[0]} first'


@rule(ua1='7.1')
def tags_and_artifacts_do_not_mix(f):
    for page in f.pages:
        for mark in page.marks:
            outer = [m for m in mark.chain()][1:]
            inside = any(m.tag == '/Artifact' for m in outer) and mark.mcid is not None
            around = mark.tag == '/Artifact' and any(m.mcid is not None for m in outer)
            if inside or around:
                yield f'{mark.tag} on page object {page.ref}'


@rule(ua1='7.1')
def content_belongs_to_one_element(f):
    claimed = [place for e in f.elements for place in e.mcids]
    there = {(page.ref, m.mcid) for page in f.pages for m in page.marks if m.mcid is not None}
    for place in sorted({p for p in claimed if claimed.count(p) > 1} if len(claimed) != len(set(claimed)) else ()):
        yield f'content {place} belongs to several elements'
    for place in sorted(there ^ set(claimed), key=str):
        yield f'content {place} is in the {"page" if place in there else "tree"} only'


@rule(ua1='7.1')
def parent_tree_agrees_with_the_tree(f):
    tree = f.number_tree(f.dict(f.catalog.get('/StructTreeRoot')).get('/ParentTree'))
    above = mcids(f)
    for page in f.pages:
        parents = f.list(tree.get(page.node.get('/StructParents')))
        for m in page.marks:
            if m.mcid is None or (page.ref, m.mcid) not in above:
                continue
            if m.mcid >= len(parents) or parents[m.mcid] != above[page.ref, m.mcid].ref:
                yield f'content {m.mcid} of page object {page.ref} has another parent in the parent tree'


@rule(ua1='7.1')
def marks_are_named_as_their_elements(f):
    above = mcids(f)
    for page in f.pages:
        for m in page.marks:
            e = above.get((page.ref, m.mcid))
            if m.mcid is not None and e and m.tag not in (e.node.get('/S'), e.kind, '/Span'):
                yield f'{m.tag} on page object {page.ref} is {e.node.get("/S")} in the tree'


@rule(ua1='7.1')
def parents_are_as_the_tree_has_them(f):
    root = f.catalog.get('/StructTreeRoot')
    for e in f.elements:
        if e.node.get('/P') != (e.parent.ref if e.parent else root):
            yield f'element {e.ref} names another parent'


@rule(ua1='7.1')
def nothing_is_suspect(f):
    if f.dict(f.catalog.get('/MarkInfo')).get('/Suspects') is True:
        yield 'MarkInfo says Suspects'


@rule(ua1='7.1')
def title_is_told(f):
    if not told(f, 'dc', 'title'):
        yield 'the metadata has no dc:title'


@rule(ua1='7.1')
def title_is_shown(f):
    if f.dict(f.catalog.get('/ViewerPreferences')).get('/DisplayDocTitle') is not True:
        yield 'DisplayDocTitle is not true'


@rule(ua1='7.2')
def language_is_told(f):
    if not f.text(f.catalog.get('/Lang')):
        yield 'the catalog has no Lang'


# ---- 7.2: what may stand in what (ISO 32000-1, 14.8.4.3)

INSIDE = {'/TR': ('/Table', '/THead', '/TBody', '/TFoot'), '/THead': ('/Table',), '/TBody': ('/Table',), '/TFoot': ('/Table',),
          '/TH': ('/TR',), '/TD': ('/TR',), '/LI': ('/L',), '/LBody': ('/LI',), '/TOCI': ('/TOC',)}
HOLDS = {'/Table': r'(/Caption)?(/TR|/THead|/TBody|/TFoot)*(/Caption)?', '/TR': r'(/TH|/TD)*', '/THead': r'(/TR)*',
         '/TBody': r'(/TR)*', '/TFoot': r'(/TR)*', '/L': r'(/Caption)?(/L|/LI)*', '/LI': r'(/Lbl|/LBody)*',
         '/TOC': r'(/Caption)?(/TOC|/TOCI)*'}


@rule(ua1='7.2')
def elements_stand_where_they_may(f):
    for e in f.elements:
        above = e.parent.kind if e.parent else None
        if e.kind in INSIDE and above not in INSIDE[e.kind]:
            yield f'{e.kind} {e.ref} stands in {above}'


@rule(ua1='7.2')
def elements_hold_what_they_may(f):
    for e in f.elements:
        kids = ''.join(k.kind or '?' for k in e.kids)
        if e.kind in HOLDS and not re.fullmatch(HOLDS[e.kind], kids):
            yield f'{e.kind} {e.ref} holds {kids}'


@rule(ua1='7.2')
def heads_have_bodies(f):
    for e in f.elements:
        kinds = [k.kind for k in e.kids]
        if e.kind == '/Table' and ('/THead' in kinds or '/TFoot' in kinds) and '/TBody' not in kinds:
            yield f'table {e.ref} has a head or foot and no body'
        if e.kind == '/Table' and (kinds.count('/THead') > 1 or kinds.count('/TFoot') > 1):
            yield f'table {e.ref} has two heads or feet'


def rows(table):
    for kid in table.kids:
        yield from [kid] if kid.kind == '/TR' else [r for r in kid.kids if r.kind == '/TR']


def grid(f, table):
    """(row, column) -> cells that lie there."""
    taken = {}
    for y, row in enumerate(rows(table)):
        x = 0
        for cell in row.kids:
            while (y, x) in taken:
                x += 1
            for dy in range(cell.attribute(f, '/RowSpan') or 1):
                for dx in range(cell.attribute(f, '/ColSpan') or 1):
                    taken.setdefault((y + dy, x + dx), []).append(cell)
    return taken


@rule(ua1='7.2')
def tables_are_rectangles(f):
    for e in f.elements:
        if e.kind == '/Table':
            taken, n = grid(f, e), sum(1 for _ in rows(e))
            widths = {sum(1 for at in taken if at[0] == y) for y in range(n)}
            if len(widths) > 1 or any(len(c) > 1 for c in taken.values()) or any(at[0] >= n for at in taken):
                yield f'rows of table {e.ref} have {sorted(widths)} cells'


# ---- 7.3 to 7.11

@rule(ua1='7.3')
def figures_are_described(f):
    for e in f.elements:
        if e.kind == '/Figure' and not f.text(e.node.get('/Alt')) and '/ActualText' not in e.node:
            yield f'figure {e.ref} has no Alt'


@rule(ua1='7.4.2')
def headings_skip_no_level(f):
    last = 0
    for e in f.elements:
        m = re.fullmatch('/H([1-6])', e.kind or '')
        if m and int(m[1]) > last + 1:
            yield f'heading {e.kind} {e.ref} follows a heading of level {last}'
        last = int(m[1]) if m else last


@rule(ua1='7.4.4')
def headings_are_of_one_kind(f):
    kinds = {e.kind for e in f.elements if re.fullmatch('/H[1-6]?', e.kind or '')}
    if '/H' in kinds and len(kinds) > 1:
        yield 'there are H and numbered headings'


@rule(ua1='7.5')
def cells_have_headers(f):
    for e in f.elements:
        if e.kind != '/Table':
            continue
        cells = [cell for row in rows(e) for cell in row.kids]
        named = {id for cell in cells for id in cell.attribute(f, '/Headers') or ()}
        for cell in cells:
            if cell.kind == '/TH' and cell.attribute(f, '/Scope') not in ('/Row', '/Column', '/Both') and \
                    cell.node.get('/ID') not in named:
                yield f'header cell {cell.ref} has no Scope, and no cell of its table names it'


@rule(ua1='7.6')
def lists_with_labels_tell_how_they_count(f):
    for e in f.elements:
        labels = e.kind == '/L' and any(k.kind == '/Lbl' for item in e.kids for k in item.kids)
        if labels and not e.attribute(f, '/ListNumbering'):
            yield f'list {e.ref} has labels and no ListNumbering'


@rule(ua1='7.7')
def formulas_are_described(f):
    for e in f.elements:
        if e.kind == '/Formula' and not f.text(e.node.get('/Alt')) and '/ActualText' not in e.node:
            yield f'formula {e.ref} has no Alt'


@rule(ua1='7.8')
def running_heads_are_told_apart(f):
    for page in f.pages:
        for m in page.marks:
            if m.tag == '/Artifact' and m.props.get('/Type') == '/Pagination' and \
                    m.props.get('/Subtype') not in ('/Header', '/Footer', '/Watermark'):
                yield f'a pagination artifact without Subtype on page object {page.ref}'


@rule(ua1='7.9')
def notes_have_ids(f):
    for e in f.elements:
        if e.kind == '/Note' and not f.text(e.node.get('/ID')):
            yield f'note {e.ref} has no ID'


@rule(ua1='7.9')
def ids_are_unique(f):
    seen = {}
    for e in f.elements:
        name = e.node.get('/ID')
        if name is not None and seen.setdefault(name, e) is not e:
            yield f'ID {f.text(name)!r} is on {seen[name].ref} and {e.ref}'


@rule(ua1='7.9')
def id_tree_leads_to_its_elements(f):
    tree = f.dict(f.catalog.get('/StructTreeRoot')).get('/IDTree')
    names, stack = {}, [tree] if tree else []
    while stack:
        node = f.dict(stack.pop())
        pairs = f.list(node.get('/Names'))
        names.update(zip(pairs[::2], pairs[1::2]))
        stack += f.list(node.get('/Kids'))
    for e in f.elements:
        if '/ID' in e.node and names.get(e.node['/ID']) != e.ref:
            yield f'ID {f.text(e.node["/ID"])!r} does not lead to {e.ref}'


# ---- 7.18: annotations

def owner(f, annotation):
    tree = f.number_tree(f.dict(f.catalog.get('/StructTreeRoot')).get('/ParentTree'))
    return tree.get(annotation.get('/StructParent'))


@rule(ua1='7.18.1')
def annotations_are_described(f):
    for _, ref, a in f.annotations:
        if a.get('/Subtype') not in ('/Widget', '/Link') and not f.text(a.get('/Contents')):
            yield f'annotation {ref} has no Contents'


@rule(ua1='7.18.1')
def annotations_are_in_the_structure(f):
    holders = {ref: e for e in f.elements for ref in e.objects}
    for _, ref, a in f.annotations:
        kind = {'/Widget': '/Form', '/Link': '/Link'}.get(a.get('/Subtype'), '/Annot')
        if a.get('/Subtype') in ('/Popup', '/Link', '/PrinterMark') or a.get('/F', 0) & 2:
            continue                                                # links have a clause of their own
        if ref not in holders or holders[ref].kind != kind:
            yield f'annotation {ref} is in {holders[ref].kind if ref in holders else "no element"}'


@rule(ua1='7.18.2')
def no_trap_networks(f):
    for _, ref, a in f.annotations:
        if a.get('/Subtype') == '/TrapNet':
            yield f'annotation {ref} is a trap network'


@rule(ua1='7.18.3')
def pages_with_annotations_are_in_structure_order(f):
    for page in f.pages:
        if f.list(page.node.get('/Annots')) and page.node.get('/Tabs') != '/S':
            yield f'page object {page.ref} has annotations and not Tabs S'


@rule(ua1='7.18.5')
def links_are_in_link_elements(f):
    holders = {ref: e for e in f.elements for ref in e.objects}
    tree = f.number_tree(f.dict(f.catalog.get('/StructTreeRoot')).get('/ParentTree'))
    for _, ref, a in f.annotations:
        e = holders.get(ref)
        if a.get('/Subtype') != '/Link':
            continue
        if not e or e.kind != '/Link':
            yield f'link {ref} is in {e.kind if e else "no element"}'
        elif tree.get(a.get('/StructParent')) != e.ref:
            yield f'link {ref} has another parent in the parent tree'


@rule(ua1='7.18.5')
def links_are_described(f):
    for _, ref, a in f.annotations:
        if a.get('/Subtype') == '/Link' and not f.text(a.get('/Contents')):
            yield f'link {ref} has no Contents'


@rule(ua1='7.17')
def links_lead_somewhere(f):
    names, stack = set(), [f.dict(f.catalog.get('/Names')).get('/Dests')]
    while stack:
        node = f.dict(stack.pop())
        names.update(f.list(node.get('/Names'))[::2])
        stack += f.list(node.get('/Kids'))
    wanted = [(ref, a.get('/Dest')) for _, ref, a in f.annotations] + \
             [(ref, d['/Dest']) for ref, d in f.dicts if '/Title' in d and '/Dest' in d]
    for ref, dest in wanted:
        if isinstance(dest, str) and dest not in names:
            yield f'{ref} leads to {dest}, which is nowhere'
