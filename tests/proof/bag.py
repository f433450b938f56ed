"""bag.py BAG...: is each folder a bag that is complete and valid by RFC 8493?  Reads nothing but the bag; knows SHA-512
only, and asks for what a new bag should have: bag-info.txt with its Payload-Oxum, a tag manifest.
A seeded fault in a copy must be found: bag.py --seed BAG WORK tries ten of them."""
import hashlib, pathlib, re, shutil, sys, urllib.parse


def lines(path):
    data = path.read_bytes().decode('utf-8')
    if data and not data.endswith('\n'):
        yield ''
    yield from re.split(r'\r\n|\r|\n', data)[:-1]


def manifest(bag, name, faults):
    listed = {}
    for line in lines(bag / name):
        found = re.fullmatch(r'([0-9a-fA-F]{128}) +[*]?(\S.*)', line)
        if not found:
            faults.append(f'{name}: a line is no checksum and path: {line[:60]!r}')
            continue
        path = found[2].replace('%0D', '\r').replace('%0A', '\n').replace('%25', '%')
        if path in listed:
            faults.append(f'{name}: {path} is listed twice')
        if path.startswith(('/', '~')) or '..' in path.split('/') or '\\' in path:
            faults.append(f'{name}: {path} leaves the bag')
            continue
        listed[path] = found[1].lower()
    return listed


def compare(bag, name, listed, there, faults):
    for path in sorted(set(listed) - there):
        faults.append(f'{name}: {path} is not there')
    for path in sorted(set(listed) & there):
        if hashlib.sha512((bag / path).read_bytes()).hexdigest() != listed[path]:
            faults.append(f'{name}: {path} has another checksum')


def check(bag):
    faults = []
    declaration = bag / 'bagit.txt'
    if not declaration.is_file() or declaration.read_bytes() != \
            b'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n':
        faults.append('bagit.txt is not the declaration of version 1.0')
    for name in ('manifest-sha512.txt', 'tagmanifest-sha512.txt', 'bag-info.txt'):
        if not (bag / name).is_file():
            return faults + [f'{name} is not there']
    files = {p.relative_to(bag).as_posix() for p in bag.rglob('*') if p.is_file()}
    links = [p for p in bag.rglob('*') if p.is_symlink()]
    if links:
        faults.append(f'{links[0]} is a link')
    payload = {f for f in files if f.startswith('data/')}
    listed = manifest(bag, 'manifest-sha512.txt', faults)
    compare(bag, 'manifest-sha512.txt', listed, payload, faults)
    for path in sorted(payload - set(listed)):
        faults.append(f'{path} is not listed')
    tags = manifest(bag, 'tagmanifest-sha512.txt', faults)
    compare(bag, 'tagmanifest-sha512.txt', tags, files - payload, faults)
    for path in sorted(files - payload - set(tags) - {'tagmanifest-sha512.txt'}):
        faults.append(f'{path} is not in the tag manifest')
    info = dict(re.fullmatch(r'([^:\s][^:]*):\s*(.*)', line).groups() for line in lines(bag / 'bag-info.txt'))
    oxum = f'{sum((bag / p).stat().st_size for p in payload)}.{len(payload)}'
    if info.get('Payload-Oxum') != oxum:
        faults.append(f'Payload-Oxum is {info.get("Payload-Oxum")}, the payload has {oxum}')
    if not re.fullmatch(r'\d{4}(-\d\d(-\d\d)?)?', info.get('Bagging-Date', '')):
        faults.append('Bagging-Date is no date')
    return faults


def edit(path, change):
    path.write_bytes(change(path.read_bytes()))


def first(bag, pattern):
    return sorted(p for p in bag.glob(pattern) if p.is_file())[0]


SEEDS = {
    'a file changed': lambda b: edit(first(b, 'data/products/*.epub'), lambda s: s[:-1] + bytes([s[-1] ^ 1])),
    'a file lost': lambda b: first(b, 'data/products/*.tei.xml').unlink(),
    'a file added': lambda b: (b / 'data' / 'more').write_bytes(b'more'),
    'a line lost': lambda b: edit(b / 'manifest-sha512.txt', lambda s: s.split(b'\n', 1)[1]),
    'a line twice': lambda b: edit(b / 'manifest-sha512.txt', lambda s: s + s.split(b'\n', 1)[0] + b'\n'),
    'a path outside': lambda b: edit(b / 'manifest-sha512.txt', lambda s: s.replace(b'  data/', b'  data/../data/', 1)),
    'another version': lambda b: edit(b / 'bagit.txt', lambda s: s.replace(b'1.0', b'0.97')),
    'a tag changed': lambda b: edit(b / 'bag-info.txt', lambda s: s.replace(b'Date', b'date', 1)),
    'another oxum': lambda b: edit(b / 'bag-info.txt', lambda s: re.sub(rb'Oxum: \d', b'Oxum: 0', s)),
    'no manifest': lambda b: (b / 'manifest-sha512.txt').unlink(),
}


def seed(bag, work):
    missed = []
    for name, change in SEEDS.items():
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(bag, work)
        change(work)
        if not check(work):
            missed.append(name)
    return [f'not found: {name}' for name in missed]


if __name__ == '__main__':
    if sys.argv[1] == '--seed':
        found = seed(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        found = [f'{bag}: {fault}' for bag in sys.argv[1:] for fault in check(pathlib.Path(bag))]
    print('\n'.join(found))
    sys.exit(bool(found))
