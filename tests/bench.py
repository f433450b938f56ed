"""What a book costs: CPU seconds (best of several runs), peak memory and bytes of each stage and edition, also as
multiples of what `gzip -6` needs for the same texts in the same run.

usage: bench.py TOOL TEXTS OUT
Exits 1 where a bar is missed: the pages of the five texts alone and of the anthology with its apparatus in 4 x gzip;
both its PDFs in 5 x beyond them and 64 MB, the EPUB in 2 x, all editions in 13 x and 80 MB; ten times the text
in 11 x the time; a book of ten thousand pages in 1.1 x the time a page of one of a thousand.
"""
import glob, os, random, re, shutil, subprocess, sys

tool, texts, out = sys.argv[1:]
RUNS = 5
MB = 1 << 20


def cost(command, runs=RUNS):
    """(CPU seconds, peak bytes): the best of each over the runs."""
    best = []
    for _ in range(runs):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        error = child.stderr.read()
        _, status, use = os.wait4(child.pid, 0)
        child.returncode = status
        if status:
            sys.exit(f'bench: {" ".join(command)}: {error.decode()}')
        best.append((use.ru_utime + use.ru_stime, use.ru_maxrss * 1024))
    return min(b[0] for b in best), min(b[1] for b in best)


def size(path):
    if os.path.isdir(path):
        return sum(os.path.getsize(f) for f in glob.glob(path + '/**', recursive=True) if os.path.isfile(f))
    return os.path.getsize(path) if os.path.exists(path) else 0


def row(name, cpu, peak, bytes_, unit, base):
    print(f'  {name:22s} {cpu:8.3f} s {cpu / unit[0]:7.1f} x {peak / MB:8.1f} MB {bytes_ / MB:8.2f} MB {bytes_ / base:6.2f} x')


def rivals(sources, unit, base):
    """The same texts through the tools that people use now, as plain paragraphs, where they are installed."""
    if shutil.which('pandoc'):
        to = f'{out}/pandoc.epub'
        row('pandoc, EPUB', *cost(['pandoc', '-f', 'markdown', '-o', to, *sources], 1), size(to), unit, base)
    if shutil.which('typst'):
        typ, to = f'{out}/typst.typ', f'{out}/typst.pdf'
        with open(typ, 'w') as f:
            f.write('#set par(justify: true)\n')
            for s in sources:
                f.write(re.sub(r'([\\#$*_`<>@~=/\[\]+-])', r'\\\1', open(s, errors='replace').read()))
        row('Typst, PDF', *cost(['typst', 'compile', typ, to], 1), size(to), unit, base)


def bench(name, book, sources, runs=RUNS):
    """Prints a table; returns the CPU time of each row as multiples of gzip's, and its peak."""
    packed, to = f'{out}/{name.split(",")[0].replace(" ", "-")}.txt', f'{out}/products'
    with open(packed, 'wb') as f:
        for s in sources:
            f.write(open(s, 'rb').read())
    base = size(packed)
    unit = cost(['gzip', '-6', '-c', packed], max(runs, 9))
    print(f'{name}: {base / MB:.2f} MB of text'
          f'\n  {"":22s} {"CPU":>10s} {"/gzip":>9s} {"peak":>11s} {"bytes":>11s} {"/text":>8s}')
    zipped = len(subprocess.run(['gzip', '-6', '-c', packed], stdout=subprocess.PIPE, check=True).stdout)
    row('gzip -6', *unit, zipped, unit, base)
    common, stem, costs = [book, '--texts', texts], os.path.basename(book), {}
    costs['check'] = cost([tool, 'check', *common], runs)
    row('check', *costs['check'], 0, unit, base)
    for edition, products in (('tei', ['.tei.xml']), ('epub', ['.epub']), ('archive,print', ['-archive.pdf', '-print.pdf'])):
        shutil.rmtree(to, ignore_errors=True)
        costs[edition] = cost([tool, 'build', *common, '--only', edition, '-o', to], runs)
        row('build --only ' + edition, *costs[edition], sum(size(f'{to}/{stem}{p}') for p in products), unit, base)
    shutil.rmtree(to, ignore_errors=True)
    costs['all'] = cost([tool, 'build', *common, '-o', to], runs)
    row('build', *costs['all'], size(to), unit, base)
    return {name: c[0] / unit[0] for name, c in costs.items()}, {name: c[1] / MB for name, c in costs.items()}


def copies(book, to, n):
    """The same book with its parts n times over, each under a key of its own.  Its parallel passages are not looked for:
    copies are parallel to each other from end to end, which no book is."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(book, to)
    lines = open(to + '/book.yaml', encoding='utf-8').read().splitlines(True)
    start = next(i for i, l in enumerate(lines) if re.match(r'parts:\s*(#.*)?$', l))
    end = next((i for i in range(start + 1, len(lines)) if re.match(r'[a-z]', lines[i])), len(lines))
    parts = ''.join(lines[start + 1:end])
    many = ''.join(re.sub(r'(\bkey:\s*)([a-z][a-z0-9]*)', rf'\g<1>\g<2>x{i}', parts) for i in range(n))
    with open(to + '/book.yaml', 'w', encoding='utf-8') as f:
        f.write(''.join(lines[:start + 1]).replace(' parallels,', '') + many + ''.join(lines[end:]))


def texts_alone(book, to):
    """Of the same book the texts and nothing else, in the default design: no preliminaries, headnotes, apparatus."""
    copies(book, to, 1)
    said = open(to + '/book.yaml', encoding='utf-8').read()
    said = re.sub(r'^(design|apparatus|terms):.*\n', '', said, flags=re.M)
    said = re.sub(r'^(front|back):\n(  .*\n|\n)*', '', said, flags=re.M)
    with open(to + '/book.yaml', 'w', encoding='utf-8') as f:
        f.write(re.sub(r'^ +headnote:.*\n', '', said, flags=re.M))


def long_book(to, chapters):
    """A Markdown book of invented words: chapters of about twenty pages, with sections, quotations and notes."""
    shutil.rmtree(to, ignore_errors=True)
    os.makedirs(to)
    draw = random.Random(7)
    parts = 'ba co den ter ing re pro men tal si o lan ver ka mi ra tion the al per st un for ly'.split()
    words = [''.join(draw.choice(parts) for _ in range(draw.choice((1, 1, 2, 2, 2, 3, 3, 4)))) for _ in range(8000)]
    small = 'the of and a in to was that it on for with as by his at'.split()

    def sentence():
        said = [draw.choice(small) if draw.random() < .4 else words[min(int(draw.expovariate(1 / 900)), 7999)]
                for _ in range(draw.randint(6, 26))]
        return ' '.join(said).capitalize() + '.'

    def paragraph(notes):
        text = ' '.join(sentence() for _ in range(draw.randint(2, 9)))
        if draw.random() < .25:
            notes.append(f'[^{len(notes) + 1}]: {sentence()}')
            text += f'[^{len(notes)}]'
        return ('> ' if draw.random() < .06 else '') + text

    for c in range(chapters):
        notes, text = [], [f'# Chapter {c + 1}']
        for _ in range(4):
            text += ['## ' + sentence()[:-1]] + [paragraph(notes) for _ in range(18)]
        with open(f'{to}/c{c}.md', 'w') as f:
            f.write('\n\n'.join(text + notes) + '\n')
    with open(f'{to}/book.yaml', 'w') as f:
        f.write('title: A long book\nlanguage: en\nidentifier: urn:uuid:00000000-0000-4000-8000-000000000009\n'
                'date: 2026\nparts:\n' + ''.join(f'  - {{key: c{c}, file: c{c}.md}}\n' for c in range(chapters)))


def per_page(chapters, runs):
    """CPU seconds of a page with all editions, the pages, and what the pages take above the manuscript, in bytes."""
    book, to = f'{out}/book/long{chapters}', f'{out}/products'
    long_book(book, chapters)
    cpu, peak = cost([tool, 'build', book, '-o', to], runs)
    pdf = f'{to}/long{chapters}-archive.pdf'
    pages = int(subprocess.run(['qpdf', '--show-npages', pdf], stdout=subprocess.PIPE, check=True).stdout)
    above = cost([tool, 'build', book, '--only', 'print', '-o', to], 1)[1] - cost([tool, 'check', book], 1)[1]
    print(f'{pages} pages: {cpu:.2f} s, {1000 * cpu / pages:.3f} ms a page, {peak / MB:.0f} MB in all,'
          f' {above / MB:.0f} MB for setting the pages')
    shutil.rmtree(to)
    return cpu / pages, pages, above


def bar(good, text):
    print('ok' if good else 'FAIL', text)
    return good


os.makedirs(out, exist_ok=True)
raw = sorted(glob.glob(texts + '/*.txt'))
if not raw:
    sys.exit(f'bench: no texts in {texts}')
bench('handbook', 'manuscript/handbook', sorted(glob.glob('manuscript/handbook/**/*.md', recursive=True)))
times, peaks = bench('anthology', 'manuscript/anthology', raw)
rivals(raw, cost(['gzip', '-6', '-c', f'{out}/anthology.txt'], 9), sum(map(size, raw)))
copies('manuscript/anthology', out + '/book/anthology', 1)
once, _ = bench('once, without parallel passages', out + '/book/anthology', raw)
copies('manuscript/anthology', out + '/book/anthology', 10)
texts_alone('manuscript/anthology', out + '/book/alone')
alone, _ = bench('the texts alone, without apparatus', out + '/book/alone', raw)
tenfold, _ = bench('ten times, without parallel passages', out + '/book/anthology', raw * 10, 2)
pdfs, epub = times['archive,print'] - times['check'], times['epub'] - times['check']
short, few, _ = per_page(60, RUNS)
long, many, above = per_page(610, 2)
good = [bar(long <= 1.1 * short, f'a page of {many} takes {long / short:.2f} x the time of one of {few}, the bar is 1.1'),
        bar(above <= 120 * MB, f'{many} pages take {above / MB:.0f} MB above their manuscript, the bar is 120'),
        bar(alone['check'] <= 4, f'the pages of the texts alone take {alone["check"]:.1f} x gzip, the bar is 4'),
        bar(times['check'] <= 4, f'the pages of the anthology take {times["check"]:.1f} x gzip, the bar is 4'),
        bar(peaks['archive,print'] <= 64, f'both its PDFs take {peaks["archive,print"]:.1f} MB, the bar is 64'),
        bar(pdfs <= 5, f'both PDFs of the anthology take {pdfs:.1f} x gzip beyond its pages, the bar is 5'),
        bar(epub <= 2, f'its EPUB takes {epub:.1f} x gzip beyond its pages, the bar is 2'),
        bar(times['all'] <= 13, f'the anthology takes {times["all"]:.1f} x gzip, the bar is 13'),
        bar(peaks['all'] <= 80, f'the anthology takes {peaks["all"]:.1f} MB, the bar is 80'),
        bar(tenfold['all'] <= 1.1 * once['all'], f'ten times the text takes {10 * tenfold["all"] / once["all"]:.1f} x the time, '
            'the bar is 11')]
sys.exit(not all(good))
