"""What a book costs: CPU seconds (best of several runs), peak memory and bytes of each stage and edition, also as
multiples of what `gzip -6` needs for the same texts in the same run.

usage: bench.py TOOL TEXTS OUT
Exits 1 where a bar is missed: all editions of the anthology in 13 x gzip and 100 MB, ten times the text in 11 x the time.
"""
import glob, os, re, shutil, subprocess, sys

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
    """Prints a table; returns CPU seconds and peak of all editions, and gzip's."""
    packed, to = f'{out}/{name}.txt', f'{out}/products'
    with open(packed, 'wb') as f:
        for s in sources:
            f.write(open(s, 'rb').read())
    base = size(packed)
    unit = cost(['gzip', '-6', '-c', packed], max(runs, 9))
    print(f'{name}: {base / MB:.2f} MB of text'
          f'\n  {"":22s} {"CPU":>10s} {"/gzip":>9s} {"peak":>11s} {"bytes":>11s} {"/text":>8s}')
    zipped = len(subprocess.run(['gzip', '-6', '-c', packed], stdout=subprocess.PIPE, check=True).stdout)
    row('gzip -6', *unit, zipped, unit, base)
    common = [book, '--texts', texts]
    row('check', *cost([tool, 'check', *common], runs), 0, unit, base)
    stem = os.path.basename(book)
    for edition, product in (('tei', '.tei.xml'), ('epub', '.epub'), ('archive', '-archive.pdf')):
        shutil.rmtree(to, ignore_errors=True)
        c = cost([tool, 'build', *common, '--only', edition, '-o', to], runs)
        row('build --only ' + edition, *c, size(f'{to}/{stem}{product}'), unit, base)
    shutil.rmtree(to, ignore_errors=True)
    whole = cost([tool, 'build', *common, '-o', to], runs)
    row('build', *whole, size(to), unit, base)
    return whole, unit


def ten_times(book, to):
    """The same book with its parts ten times over, each under a key of its own; everything else as it is."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(book, to)
    lines = open(to + '/book.yaml', encoding='utf-8').read().splitlines(True)
    start = next(i for i, l in enumerate(lines) if re.match(r'parts:\s*(#.*)?$', l))
    end = next((i for i in range(start + 1, len(lines)) if re.match(r'[a-z]', lines[i])), len(lines))
    parts = ''.join(lines[start + 1:end])
    many = ''.join(re.sub(r'(\bkey:\s*)([a-z][a-z0-9]*)', rf'\g<1>\g<2>x{i}', parts) for i in range(10))
    with open(to + '/book.yaml', 'w', encoding='utf-8') as f:
        f.write(''.join(lines[:start + 1]) + many + ''.join(lines[end:]))


def bar(good, text):
    print('ok' if good else 'FAIL', text)
    return good


os.makedirs(out, exist_ok=True)
raw = sorted(glob.glob(texts + '/*.txt'))
if not raw:
    sys.exit(f'bench: no texts in {texts}')
bench('handbook', 'manuscript/handbook', sorted(glob.glob('manuscript/handbook/**/*.md', recursive=True)))
(cpu, peak), unit = bench('anthology', 'manuscript/anthology', raw)
rivals(raw, unit, sum(map(size, raw)))
ten_times('manuscript/anthology', out + '/book/anthology')
(cpu10, peak10), _ = bench('tenfold', out + '/book/anthology', raw * 10, 2)
good = [bar(cpu <= 13 * unit[0], f'the anthology takes {cpu / unit[0]:.1f} x gzip, the bar is 13'),
        bar(peak <= 100 * MB, f'the anthology takes {peak / MB:.1f} MB, the bar is 100'),
        bar(cpu10 <= 11 * cpu, f'ten times the text takes {cpu10 / cpu:.1f} x the time, the bar is 11')]
sys.exit(not all(good))
