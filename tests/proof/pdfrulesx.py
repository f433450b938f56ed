"""PDF/X-1a:2001 (ISO 15930-1), as far as a book of text asks.  The clauses are named as ISO 15930-4 numbers the same
requirements: 6.1 data structure, 6.2 colour, 6.3 fonts, 6.4 file specifications, 6.5 compression, 6.6 trapping,
6.7 identification, 6.8 boxes, 6.9 graphics state, 6.10 PostScript, 6.11 encryption, 6.12 alternate images,
6.13 annotations, 6.14 actions, 6.15 compatibility operators, 6.16 transparency, 6.17 viewer preferences."""
import re

from pdfrules import rule, colour_spaces, filters


@rule(x1a='6.1')
def version_is_1_3(f):
    if not re.match(rb'%PDF-1\.[0-3][\r\n]', f.raw) or '/Version' in f.catalog:
        yield 'the file is later than PDF 1.3'


@rule(x1a='6.1')
def structure_is_of_1_3(f):
    for ref, d in f.streams.items():
        if d.get('/Type') in ('/ObjStm', '/XRef'):
            yield f'{d["/Type"]} {ref} is not of PDF 1.3'


@rule(x1a='6.2')
def one_output_intent(f):
    if sum(i.get('/S') == '/GTS_PDFX' for i in f.intents) != 1:
        yield 'there is not exactly one output intent of kind GTS_PDFX'


@rule(x1a='6.2')
def output_condition_is_named(f):
    for i in f.intents:
        if i.get('/S') == '/GTS_PDFX' and not f.text(i.get('/OutputConditionIdentifier')):
            yield 'the output intent names no condition'


@rule(x1a='6.2')
def output_condition_is_registered_or_told(f):
    for i in f.intents:
        registered = f.text(i.get('/RegistryName')) == 'http://www.color.org'
        if i.get('/S') == '/GTS_PDFX' and not registered and '/DestOutputProfile' not in i:
            yield 'the output condition is neither registered nor given as a profile'


@rule(x1a='6.2')
def output_intent_is_told_to_people(f):
    for i in f.intents:
        if i.get('/S') == '/GTS_PDFX' and not f.text(i.get('/Info')):
            yield 'the output intent has no Info'


@rule(only=True, x1a='6.2')
def colours_are_ink(f):
    for page in f.pages:
        for space in sorted(map(str, colour_spaces(f, page) - {'/DeviceGray', '/DeviceCMYK', '/Separation', '/DeviceN',
                                                                '/Indexed', '/Pattern'})):
            yield f'{space} on page object {page.ref}'


@rule(x1a='6.4')
def no_other_files(f):
    for ref, d in f.dicts:
        if d.get('/Type') in ('/Filespec', '/F', '/EmbeddedFile') or '/EF' in d:
            yield f'object {ref} is a file specification'


@rule(x1a='6.5')
def filters_are_of_pdfx(f):
    for ref, d in f.streams.items():
        for name in sorted(filters(f, d) & {'/LZWDecode', '/JBIG2Decode', '/JPXDecode', '/Crypt'}):
            yield f'stream {ref} has filter {name}'


@rule(x1a='6.6')
def trapping_is_told(f):
    if f.info.get('/Trapped') not in ('/True', '/False'):
        yield f'Trapped is {f.info.get("/Trapped")}'


@rule(x3='6.7')
def version_is_told_as_x3(f):
    if f.text(f.info.get('/GTS_PDFXVersion')) != 'PDF/X-3:2002' or '/GTS_PDFXConformance' in f.info:
        yield f'GTS_PDFXVersion is {f.text(f.info.get("/GTS_PDFXVersion"))}'


@rule(only=True, x1a='6.7')
def version_is_told(f):
    if f.text(f.info.get('/GTS_PDFXVersion')) != 'PDF/X-1:2001':
        yield f'GTS_PDFXVersion is {f.text(f.info.get("/GTS_PDFXVersion"))}'


@rule(only=True, x1a='6.7')
def conformance_is_told(f):
    if f.text(f.info.get('/GTS_PDFXConformance')) != 'PDF/X-1a:2001':
        yield f'GTS_PDFXConformance is {f.text(f.info.get("/GTS_PDFXConformance"))}'


@rule(x1a='6.7')
def title_and_producer_are_told(f):
    for key in ('/Title', '/Producer', '/Creator'):
        if not f.text(f.info.get(key)):
            yield f'Info has no {key[1:]}'


@rule(x1a='6.7')
def dates_are_told(f):
    for key in ('/CreationDate', '/ModDate'):
        if not re.match(r'D:\d{14}', f.text(f.info.get(key)) or ''):
            yield f'Info has no {key[1:]}'


def within(inner, outer):
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


@rule(x1a='6.8')
def pages_have_one_trim(f):
    for page in f.pages:
        if ('/TrimBox' in page.node) == ('/ArtBox' in page.node):
            yield f'page object {page.ref} has not exactly one of TrimBox and ArtBox'


@rule(x1a='6.8')
def boxes_nest(f):
    for page in f.pages:
        media, bleed, crop = page.box('/MediaBox'), page.box('/BleedBox'), page.box('/CropBox')
        trim = page.box('/TrimBox') or page.box('/ArtBox')
        pairs = [(trim, bleed), (trim, crop), (trim, media), (bleed, media)]
        if not media or any(inner and outer and not within(inner, outer) for inner, outer in pairs):
            yield f'boxes of page object {page.ref} do not nest'


@rule(x1a='6.9')
def halftones_are_plain(f):
    for ref, d in f.dicts:
        if '/HalftoneType' in d and (d['/HalftoneType'] not in (1, 5) or '/HalftoneName' in d):
            yield f'halftone {ref}'


@rule(x1a='6.13')
def annotations_are_off_the_page(f):
    for page, ref, a in f.annotations:
        bleed = page.box('/BleedBox') or page.box('/TrimBox') or page.box('/MediaBox')
        rect = f.list(a.get('/Rect'))
        outside = len(rect) == 4 and (rect[2] <= bleed[0] or rect[0] >= bleed[2] or rect[3] <= bleed[1] or rect[1] >= bleed[3])
        if a.get('/Subtype') != '/TrapNet' and not outside:
            yield f'annotation {ref} lies on page object {page.ref}'


@rule(x1a='6.14')
def no_actions(f):
    if '/OpenAction' in f.catalog and isinstance(f.get(f.catalog['/OpenAction']), dict) or '/AA' in f.catalog or \
            '/JavaScript' in f.dict(f.catalog.get('/Names')):
        yield 'the catalog has actions'
    for ref, d in f.dicts:
        if d.get('/S') in ('/JavaScript', '/Launch', '/URI', '/Named') and ('/JS' in d or '/URI' in d or '/N' in d or '/F' in d):
            yield f'object {ref} is an action'


@rule(x1a='6.15')
def no_compatibility_sections(f):
    for page in f.pages:
        if re.search(rb'(?<![^\s\]>)])(BX|EX)(?!\S)', page.content):
            yield f'BX or EX on page object {page.ref}'


@rule(x1a='6.16')
def nothing_is_transparent(f):
    for ref, d in f.dicts:
        see_through = (f.get(d.get('/SMask', '/None')) != '/None' or d.get('/CA', 1) != 1 or d.get('/ca', 1) != 1 or
                       d.get('/BM', '/Normal') not in ('/Normal', '/Compatible') or d.get('/S') == '/Transparency')
        if see_through:
            yield f'transparency in object {ref}'


@rule(x1a='6.17')
def viewers_show_what_is_printed(f):
    wanted = f.dict(f.catalog.get('/ViewerPreferences'))
    for key in ('/ViewArea', '/ViewClip', '/PrintArea', '/PrintClip'):
        if wanted.get(key, '/MediaBox') not in ('/MediaBox', '/BleedBox'):
            yield f'{key} is {wanted[key]}'


@rule(x1a='6.1')
def nothing_but_print(f):
    for key in ('/StructTreeRoot', '/Outlines', '/AcroForm', '/OCProperties', '/Threads'):
        if key in f.catalog:
            yield f'the catalog has {key[1:]}: a print edition of ours has none'
