"""Judges a PDF by rules of our own reading of the standards, each named after its clause:

    pdfrules.py a3a,ua1 FILE...     ISO 19005-3 level A (PDF/A-3a), ISO 14289-1 (PDF/UA-1)
    pdfrules.py x1a FILE...         PDF/X-1a:2001 (x3: PDF/X-3:2002); clauses as ISO 15930-4 numbers the same requirements

They reach as far as a book of text, images, tables and notes does.  What they find is said in a line each, and then the
exit status is 1.  "Checked by these rules" is all that their silence means.
"""
import os, re, sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdfmodel import File, STANDARD, REF

RULES = []
NAMES = {'a3a': 'ISO 19005-3', 'ua1': 'ISO 14289-1', 'x1a': 'ISO 15930', 'x3': 'ISO 15930'}


def rule(only=False, **clauses):
    """@rule(a3a='6.1.3', ua1=...): the function yields what is wrong with a File.  PDF/X-3 asks what PDF/X-1a asks but
    for what is `only` the latter's."""
    def add(check):
        if 'x1a' in clauses and not only:
            clauses['x3'] = clauses['x1a']
        RULES.append((clauses, check))
        return check
    return add


def judge(file, standards):
    """[(clause as text, the rule's name, what is wrong)]"""
    found = []
    for clauses, check in RULES:
        mine = [s for s in standards if s in clauses]
        if mine:
            label = ', '.join(f'{NAMES[s]} {clauses[s]}' for s in mine)
            found += [(label, check.__name__, message) for message in dict.fromkeys(check(file))]
    return found


# ---- 6.1: the file

@rule(a3a='6.1.2')
def header_begins_the_file(f):
    if not re.match(rb'%PDF-1\.[0-7](\r\n|\r|\n)', f.raw):
        yield 'the file does not begin with %PDF-1.n and an end of line'


@rule(a3a='6.1.2')
def header_has_four_high_bytes(f):
    if not re.match(rb'%PDF-[^\r\n]*(\r\n|\r|\n)%[\x80-\xff]{4}', f.raw):
        yield 'no comment with four bytes above 127 follows the header'


@rule(a3a='6.1.3', x1a='6.1')
def trailer_has_an_id(f):
    ids = f.list(f.trailer.get('/ID'))
    if len(ids) != 2 or any(len(i) <= 2 for i in ids):
        yield 'the trailer has no ID of two strings'


@rule(a3a='6.1.3', ua1='7.16', x1a='6.11')
def trailer_does_not_encrypt(f):
    if '/Encrypt' in f.trailer or re.search(rb'trailer\s*<<[^>]*/Encrypt', f.raw):
        yield 'the file is encrypted'


@rule(a3a='6.1.3')
def nothing_follows_the_end(f):
    if not re.search(rb'%%EOF(\r\n|\r|\n)?\Z', f.raw):
        yield 'something follows the last %%EOF'


@rule(a3a='6.1.4')
def xref_keyword_stands_on_its_own_line(f):
    for m in re.finditer(rb'(?<![a-z])xref([\r\n \t]+)\d+ \d+', f.raw):
        if m[1] not in (b'\n', b'\r', b'\r\n'):
            yield 'xref and its first subsection are not parted by one end of line'


@rule(a3a='6.1.6')
def hexadecimal_strings_are_whole(f):
    for page in f.pages:
        for m in re.finditer(rb'(?<!<)<([0-9A-Za-z\s]*)>(?!>)', re.sub(rb'\((\\.|[^()\\])*\)', b'', page.content, flags=re.S)):
            digits = re.sub(rb'\s', b'', m[1])
            if len(digits) % 2 or not re.fullmatch(rb'[0-9A-Fa-f]*', digits):
                yield f'hexadecimal string <{m[1][:20].decode()}> on page object {page.ref}'


@rule(a3a='6.1.7.1')
def streams_have_the_length_they_tell(f):
    for m in re.finditer(rb'(?<![0-9])(\d+) 0 obj\s*<<(.{0,4000}?)>>\s*stream(\r\n|\n)', f.raw, re.S):
        length = re.search(rb'/Length (\d+)(?! \d+ R)', m[2])
        if length and not re.match(rb'(\r\n|\n|\r)endstream', f.raw[m.end() + int(length[1]):]):
            yield f'stream {m[1].decode()} does not end after its Length'


@rule(a3a='6.1.7.1', x1a='6.4')
def streams_are_in_the_file(f):
    for ref, d in f.streams.items():
        if {'/F', '/FFilter', '/FDecodeParms'} & d.keys():
            yield f'stream {ref} is in another file'


FILTERS = {'/ASCIIHexDecode', '/ASCII85Decode', '/FlateDecode', '/RunLengthDecode', '/CCITTFaxDecode', '/JBIG2Decode',
           '/DCTDecode', '/JPXDecode'}


def filters(f, d):
    value = f.get(d.get('/Filter', []))
    return set(value if isinstance(value, list) else [value])


@rule(a3a='6.1.7.2')
def filters_are_permitted(f):
    for ref, d in f.streams.items():
        for name in filters(f, d) - FILTERS:
            yield f'stream {ref} has filter {name}'


@rule(a3a='6.1.8')
def names_are_utf8(f):
    for ref, v in f.every():
        names = list(v) if isinstance(v, dict) else [v] if isinstance(v, str) and v.startswith('/') else []
        if any('\udc80' <= c <= '\udcff' for name in names for c in name):
            yield f'a name in object {ref} is not UTF-8'


@rule(a3a='6.1.9')
def objects_begin_with_single_blanks(f):
    for m in re.finditer(rb'[\r\n](\d+)([ \t\r\n]+)(\d+)([ \t\r\n]+)obj(?=[\r\n<\[ ])', f.raw):
        if len(m[2]) > 1 or len(m[4]) > 1:
            yield f'object {m[1].decode()} has more than one blank in its head'


INLINE = {'AHx', 'A85', 'Fl', 'RL', 'CCF', 'DCT'} | {n[1:] for n in FILTERS}


@rule(a3a='6.1.10')
def inline_images_have_permitted_filters(f):
    for page in f.pages:
        for image in re.findall(rb'(?<![^\s])BI\s(.*?)\sID\s', page.content, re.S):
            value = re.search(rb'/(?:F|Filter)\s*(\[.*?\]|/\w+)', image, re.S)
            for name in re.findall(r'/(\w+)', value[1].decode('latin-1')) if value else []:
                if name not in INLINE:
                    yield f'an inline image on page object {page.ref} has filter {name}'


@rule(a3a='6.1.12')
def permissions_are_signatures_only(f):
    for key in f.dict(f.catalog.get('/Perms')).keys() - {'/UR3', '/DocMDP'}:
        yield f'permission {key}'


@rule(a3a='6.1.13')
def integers_are_32_bits(f):
    for ref, v in f.every():
        if isinstance(v, int) and not isinstance(v, bool) and not -2 ** 31 <= v < 2 ** 31:
            yield f'{v} in object {ref}'


@rule(a3a='6.1.13')
def reals_are_in_range(f):
    for ref, v in f.every():
        if isinstance(v, float) and v and not 1.175e-38 <= abs(v) <= 3.403e38:
            yield f'{v} in object {ref}'


@rule(a3a='6.1.13')
def strings_are_short(f):
    for ref, v in f.every():
        if isinstance(v, str) and v[:2] in ('u:', 'b:') and f.size(v) > 32767:
            yield f'a string of {f.size(v)} bytes in object {ref}'


@rule(a3a='6.1.13')
def names_are_short(f):
    for ref, v in f.every():
        names = list(v) if isinstance(v, dict) else [v] if isinstance(v, str) and v.startswith('/') else []
        for name in names:
            if len(re.sub('#..', '.', name)) - 1 > 127:
                yield f'a name of {len(name)} bytes in object {ref}'


@rule(a3a='6.1.13')
def states_nest_28_deep(f):
    for page in f.pages:
        if page.depth > 28:
            yield f'q nests {page.depth} deep on page object {page.ref}'


@rule(a3a='6.1.13')
def pages_are_of_human_size(f):
    for page in f.pages:
        for name in ('/MediaBox', '/CropBox', '/TrimBox', '/BleedBox', '/ArtBox'):
            box = page.box(name)
            if box and not all(3 <= abs(side) <= 14400 for side in (box[2] - box[0], box[3] - box[1])):
                yield f'{name} {box} of page object {page.ref}'


# ---- 6.2: graphics

@rule(a3a='6.2.2', x1a='6.15')
def operators_are_pdf(f):
    for page in f.pages:
        for op in sorted(page.unknown):
            yield f'operator {op} on page object {page.ref}'


@rule(a3a='6.2.2')
def pages_have_resources_of_their_own(f):
    for page in f.pages:
        if page.content and '/Resources' not in page.node:
            yield f'page object {page.ref} inherits its resources'


@rule(a3a='6.2.2')
def content_nests(f):
    for page in f.pages:
        if page.unbalanced:
            yield f'q, BT or BDC has no end on page object {page.ref}'


def profiles(f, kind):
    return [i for i in f.intents if i.get('/S') == kind]


def profile_space(f, intent):
    return f.data(intent.get('/DestOutputProfile'))[16:20]


@rule(a3a='6.2.3')
def output_profile_is_a_profile(f):
    for intent in profiles(f, '/GTS_PDFA1'):
        icc = f.data(intent.get('/DestOutputProfile'))
        count = f.dict(intent.get('/DestOutputProfile')).get('/N')
        good = (len(icc) > 128 and icc[36:40] == b'acsp' and icc[12:16] in (b'prtr', b'mntr') and icc[8] < 5 and
                {b'RGB ': 3, b'CMYK': 4, b'GRAY': 1}.get(icc[16:20]) == count)
        if not good:
            yield 'the output intent has no output profile that fits its N'


@rule(a3a='6.2.3')
def one_output_profile(f):
    if len({i['/DestOutputProfile'] for i in f.intents if '/DestOutputProfile' in i}) > 1:
        yield 'the output intents have different profiles'


def colour_spaces(f, page):
    """Device spaces and others that a page paints with, in words or by its images."""
    named = f.dict(page.resources.get('/ColorSpace'))
    found = {named.get(c, c) if isinstance(c, str) else c for c in page.colours}
    for ref in page.xobjects:
        image = f.dict(ref)
        if image.get('/Subtype') == '/Image' and not image.get('/ImageMask'):
            space = f.get(image.get('/ColorSpace'))
            found.add(space[0] if isinstance(space, list) else space)
    return {f.get(c)[0] if isinstance(f.get(c), list) else f.get(c) for c in found}


@rule(a3a='6.2.4.3')
def device_colours_are_the_profiles(f):
    spaces = {profile_space(f, i) for i in profiles(f, '/GTS_PDFA1')}
    for page in f.pages:
        for space in sorted(s for s in colour_spaces(f, page) if s in ('/DeviceGray', '/DeviceRGB', '/DeviceCMYK')):
            fits = {'/DeviceGray': bool(spaces), '/DeviceRGB': b'RGB ' in spaces, '/DeviceCMYK': b'CMYK' in spaces}[space]
            defaults = f.dict(page.resources.get('/ColorSpace'))
            if not fits and space.replace('Device', 'Default') not in defaults:
                yield f'{space} on page object {page.ref} without an output profile of its kind'


def spaces(f, family):
    """Colour spaces of a family that are written as arrays: (the object they are in, the array)."""
    for ref, v in f.every():
        if isinstance(v, list) and v and v[0] == family:
            yield ref, v


@rule(a3a='6.2.4.2')
def colour_profiles_are_profiles(f):
    for ref, space in spaces(f, '/ICCBased'):
        icc, count = f.data(space[1]), f.dict(space[1]).get('/N')
        good = (len(icc) > 128 and icc[36:40] == b'acsp' and icc[12:16] in (b'prtr', b'mntr', b'scnr', b'spac') and icc[8] < 5 and
                {b'RGB ': 3, b'CMYK': 4, b'GRAY': 1, b'Lab ': 3}.get(icc[16:20]) == count)
        if not good:
            yield f'an ICCBased colour space in object {ref} has no profile that fits its N'


@rule(a3a='6.2.4.4')
def separations_of_one_name_agree(f):
    seen = {}
    for ref, space in spaces(f, '/Separation'):
        if seen.setdefault(space[1], space) != space:
            yield f'separation {space[1]} in object {ref} is another one elsewhere'


@rule(a3a='6.2.4.5')
def indexed_colours_are_the_profiles(f):
    known = {profile_space(f, i) for i in profiles(f, '/GTS_PDFA1')}
    for ref, space in spaces(f, '/Indexed'):
        kind = {'/DeviceRGB': b'RGB ', '/DeviceCMYK': b'CMYK'}.get(f.get(space[1]) if isinstance(space[1], str) else None)
        if kind and kind not in known:
            yield f'an Indexed colour space in object {ref} is {space[1]} without an output profile of its kind'


@rule(a3a='6.2.5', x1a='6.9')
def graphics_states_do_not_transfer(f):
    for ref, d in f.dicts:
        if '/TR' in d or d.get('/TR2', '/Default') != '/Default' or '/HTP' in d:
            yield f'transfer function or halftone phase in object {ref}'


@rule(a3a='6.2.6')
def rendering_intents_are_the_four(f):
    four = {'/RelativeColorimetric', '/AbsoluteColorimetric', '/Perceptual', '/Saturation'}
    named = {i for page in f.pages for i in page.intents} | {d['/Intent'] for _, d in f.dicts
                                                             if d.get('/Subtype') == '/Image' and '/Intent' in d}
    for intent in sorted(named - four):
        yield f'rendering intent {intent}'


def xobjects(f, kind):
    return [(ref, d) for ref, d in f.streams.items() if d.get('/Subtype') == kind]


@rule(a3a='6.2.8', x1a='6.12')
def images_have_no_alternates(f):
    for ref, d in xobjects(f, '/Image'):
        if '/Alternates' in d or '/OPI' in d:
            yield f'image {ref} has alternates'


@rule(a3a='6.2.8')
def images_are_not_interpolated(f):
    for ref, d in xobjects(f, '/Image'):
        if d.get('/Interpolate') is True:
            yield f'image {ref} is interpolated'


@rule(a3a='6.2.8')
def images_have_whole_bits(f):
    for ref, d in xobjects(f, '/Image'):
        if d.get('/BitsPerComponent', 8) not in ((1,) if d.get('/ImageMask') else (1, 2, 4, 8, 16)):
            yield f'image {ref} has {d["/BitsPerComponent"]} bits a component'


@rule(a3a='6.2.8.3')
def jpeg_2000_has_plain_channels(f):
    for ref, d in xobjects(f, '/Image'):
        if '/JPXDecode' in filters(f, d):
            data = f.data(ref)
            at = data.find(b'ihdr')
            if at < 0 or int.from_bytes(data[at + 12:at + 14], 'big') not in (1, 3, 4):
                yield f'image {ref} is JPEG 2000 without one, three or four channels'


@rule(a3a='6.2.9', ua1='7.20', x1a='6.10')
def forms_are_complete(f):
    for ref, d in xobjects(f, '/Form'):
        if '/Ref' in d or '/PS' in d or '/OPI' in d or d.get('/Subtype2') == '/PS':
            yield f'form {ref} refers to something outside or is PostScript'


@rule(a3a='6.2.9', x1a='6.10')
def no_postscript(f):
    for ref, _ in xobjects(f, '/PS'):
        yield f'PostScript in object {ref}'


MODES = {'/' + m for m in '''Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight
    Difference Exclusion Hue Saturation Color Luminosity'''.split()}


@rule(a3a='6.2.10')
def blend_modes_are_pdf(f):
    for ref, d in f.dicts:
        modes = d.get('/BM', [])
        for mode in modes if isinstance(modes, list) else [modes]:
            if mode not in MODES:
                yield f'blend mode {mode} in object {ref}'


@rule(a3a='6.2.10')
def transparent_pages_have_a_colour_space(f):
    """Where the file has an output intent for PDF/A, that is the one to blend in."""
    for page in f.pages if not profiles(f, '/GTS_PDFA1') else []:
        states = [f.dict(f.dict(page.resources.get('/ExtGState')).get(name)) for name in page.states]
        veiled = any(s.get('/ca', 1) != 1 or s.get('/CA', 1) != 1 or s.get('/BM', '/Normal') not in ('/Normal', '/Compatible') or
                     f.get(s.get('/SMask', '/None')) != '/None' for s in states)
        veiled |= any('/SMask' in f.dict(ref) for ref in page.xobjects)
        if veiled and '/CS' not in f.dict(page.node.get('/Group')):
            yield f'page object {page.ref} is transparent, and its group has no colour space'


# ---- 6.2.11: fonts

@rule(a3a='6.2.11.2')
def font_dictionaries_are_whole(f):
    for font in f.fonts.values():
        kinds = ('/Type0', '/Type1', '/MMType1', '/TrueType', '/Type3')
        if font.node.get('/Type') != '/Font' or font.node.get('/Subtype') not in kinds or '/BaseFont' not in font.node:
            yield f'font {font.ref} lacks Type, Subtype or BaseFont'


@rule(a3a='6.2.11.2')
def font_files_are_of_their_kind(f):
    kinds = {'/CIDFontType0': '/CIDFontType0C', '/Type1': '/Type1C'}
    for font in f.fonts.values():
        if font.key == '/FontFile3':
            kind = f.dict(font.descriptor['/FontFile3']).get('/Subtype')
            if kind not in (kinds.get(font.cid.get('/Subtype')), '/OpenType'):
                yield f'font {font.ref} is {font.cid.get("/Subtype")} with a program of type {kind}'


@rule(a3a='6.2.11.2')
def font_names_agree(f):
    for font in f.fonts.values():
        if font.descriptor and font.descriptor.get('/FontName') != font.cid.get('/BaseFont'):
            yield f'font {font.ref} is {font.cid.get("/BaseFont")} and {font.descriptor.get("/FontName")}'


@rule(a3a='6.2.11.3.1', ua1='7.21.3.1')
def character_collections_agree(f):
    for font in f.fonts.values():
        own = f.dict(font.cid.get('/CIDSystemInfo'))
        other = f.dict(f.dict(font.node.get('/Encoding')).get('/CIDSystemInfo')) or own
        keys = '/Registry', '/Ordering'
        if font.wide and (not {*keys, '/Supplement'} <= own.keys() or any(own[k] != other.get(k) for k in keys)):
            yield f'font {font.ref} has the character collection {own}, its CMap {other}'


@rule(a3a='6.2.11.3.2', ua1='7.21.3.2')
def truetype_cidfonts_map_to_glyphs(f):
    for font in f.fonts.values():
        if font.cid.get('/Subtype') == '/CIDFontType2' and '/CIDToGIDMap' not in font.cid:
            yield f'font {font.ref} has no CIDToGIDMap'


@rule(a3a='6.2.11.3.3', ua1='7.21.3.3')
def cmaps_are_known(f):
    for font in f.fonts.values():
        encoding = f.get(font.node.get('/Encoding'))
        if font.wide and not isinstance(encoding, dict) and encoding not in ('/Identity-H', '/Identity-V'):
            yield f'font {font.ref} has encoding {encoding}'


@rule(a3a='6.2.11.4.1', ua1='7.21.4.1', x1a='6.3')
def fonts_are_embedded(f):
    for font in f.fonts.values():
        if font.node.get('/Subtype') != '/Type3' and (not font.key or font.program is None and font.key != '/FontFile'):
            yield f'font {font.ref} {font.node.get("/BaseFont")} is not embedded'


@rule(a3a='6.2.11.4.1', ua1='7.21.4.1', x1a='6.3')
def glyphs_are_in_the_program(f):
    for font in f.fonts.values():
        if font.program:
            for code in sorted(font.codes):
                if font.glyph(code) is None:
                    yield f'code {code} of font {font.ref} has no glyph'


@rule(a3a='6.2.11.4.2', ua1='7.21.4.2')
def cidsets_are_complete(f):
    for font in f.fonts.values():
        if '/CIDSet' in font.descriptor:
            bits = f.data(font.descriptor['/CIDSet'])
            if font.wide and any(c // 8 >= len(bits) or not bits[c // 8] >> 7 - c % 8 & 1 for c in font.codes):
                yield f'CIDSet of font {font.ref} lacks a glyph in use'


@rule(a3a='6.2.11.5', ua1='7.21.5')
def widths_are_the_programs(f):
    for font in f.fonts.values():
        for code in sorted(font.codes) if font.program else []:
            gid = font.glyph(code)
            if gid is not None and abs(font.program.width(gid) - font.width(code)) > 1:
                yield f'code {code} of font {font.ref}: {font.width(code)}, in the program {font.program.width(gid):.1f}'


@rule(a3a='6.2.11.6', ua1='7.21.6')
def simple_truetype_fonts_have_an_encoding(f):
    for ref, d in f.dicts:
        if d.get('/Type') != '/Font' or d.get('/Subtype') != '/TrueType':
            continue
        encoding = f.get(d.get('/Encoding'))
        encoding = encoding.get('/BaseEncoding') if isinstance(encoding, dict) else encoding
        symbolic = f.dict(d.get('/FontDescriptor')).get('/Flags', 0) & 4
        if bool(symbolic) == (encoding in ('/MacRomanEncoding', '/WinAnsiEncoding')):
            yield f'font {ref} is {"" if symbolic else "not "}symbolic with encoding {encoding}'


@rule(a3a='6.2.11.7.2', ua1='7.21.7')
def codes_have_unicode(f):
    for font in f.fonts.values():
        for code in sorted(font.codes):
            if not (font.map or {}).get(code):
                yield f'code {code} of font {font.ref} has no Unicode value'


@rule(a3a='6.2.11.7.2', ua1='7.21.7')
def unicode_values_are_characters(f):
    for font in f.fonts.values():
        for code in sorted(font.codes):
            if set((font.map or {}).get(code, '')) & {'\0', '\ufeff', '\ufffe'}:
                yield f'code {code} of font {font.ref} is U+0000, U+FEFF or U+FFFE'


@rule(a3a='6.2.11.7.3')
def private_characters_are_explained(f):
    for page in f.pages:
        for shown in page.shown:
            font = f.fonts.get(shown.font)
            actual = any('/ActualText' in m.props for m in shown.mark.chain()) if shown.mark else False
            for code in font.split(shown.raw) if font and font.map and not actual else []:
                if any('\ue000' <= c <= '\uf8ff' or c >= '\U000f0000' for c in font.map.get(code, '')):
                    yield f'code {code} of font {shown.font} is private, on page object {page.ref}'


@rule(a3a='6.2.11.8', ua1='7.21.8')
def notdef_is_not_shown(f):
    for font in f.fonts.values():
        if 0 in font.codes if font.wide else any(font.names.get(code) == '.notdef' for code in font.codes):
            yield f'font {font.ref} shows .notdef'


# ---- 6.3 to 6.5: annotations, forms, actions

@rule(a3a='6.3.1')
def annotations_are_permitted(f):
    for _, ref, a in f.annotations:
        if a.get('/Subtype') in ('/3D', '/Sound', '/Screen', '/Movie') or '/Subtype' not in a:
            yield f'annotation {ref} is {a.get("/Subtype")}'


@rule(a3a='6.3.2')
def annotations_print(f):
    for _, ref, a in f.annotations:
        if a.get('/Subtype') != '/Popup' and (a.get('/F', 0) & 0b100100111) != 4:
            yield f'annotation {ref} has flags {a.get("/F")}'


@rule(a3a='6.3.3')
def annotations_have_an_appearance(f):
    for _, ref, a in f.annotations:
        ap = f.dict(a.get('/AP'))
        if a.get('/Subtype') not in ('/Popup', '/Link') and '/N' not in ap or ap.keys() - {'/N'}:
            yield f'annotation {ref} has appearances {sorted(ap)}'


@rule(a3a='6.4.1', ua1='7.15')
def no_forms_that_compute(f):
    form = f.dict(f.catalog.get('/AcroForm'))
    if form.get('/NeedAppearances') is True or '/XFA' in form:
        yield 'a form that a reader must compute'


ACTIONS = {'/GoTo', '/GoToR', '/GoToE', '/Thread', '/URI', '/Named', '/SubmitForm'}


def actions(f):
    for ref, d in f.dicts:
        a = f.dict(d.get('/A')) if d.get('/Type') == '/Annot' or '/Title' in d else {}
        for action in [a, f.dict(d.get('/OpenAction'))]:
            if '/S' in action:
                yield ref, action


@rule(a3a='6.5.1')
def actions_are_harmless(f):
    for ref, action in actions(f):
        if action['/S'] not in ACTIONS:
            yield f'action {action["/S"]} of object {ref}'


@rule(a3a='6.5.1')
def named_actions_are_the_four(f):
    for ref, action in actions(f):
        if action['/S'] == '/Named' and action.get('/N') not in ('/NextPage', '/PrevPage', '/FirstPage', '/LastPage'):
            yield f'action {action.get("/N")} of object {ref}'


@rule(a3a='6.5.2')
def nothing_happens_of_itself(f):
    for ref, d in f.dicts:
        if '/AA' in d:
            yield f'additional actions in object {ref}'


# ---- 6.6: metadata

NS = {'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'dc': 'http://purl.org/dc/elements/1.1/',
      'xmp': 'http://ns.adobe.com/xap/1.0/', 'pdf': 'http://ns.adobe.com/pdf/1.3/',
      'pdfaid': 'http://www.aiim.org/pdfa/ns/id/', 'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/',
      'ext': 'http://www.aiim.org/pdfa/ns/extension/', 'schema': 'http://www.aiim.org/pdfa/ns/schema#',
      'property': 'http://www.aiim.org/pdfa/ns/property#', 'mm': 'http://ns.adobe.com/xap/1.0/mm/'}
PREDEFINED = {NS['dc']: 'contributor coverage creator date description format identifier language publisher relation rights '
                        'source subject title type',
              NS['xmp']: 'Advisory BaseURL CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Nickname Rating '
                         'Thumbnails',
              NS['pdf']: 'Keywords PDFVersion Producer', NS['pdfaid']: 'part conformance amd corr', NS['ext']: 'schemas',
              NS['mm']: 'DocumentID InstanceID VersionID RenditionClass DerivedFrom History'}


def xmp(f):
    """property in Clark notation -> its text, '' where it has none of its own; None where the packet cannot be read."""
    try:
        root = ElementTree.fromstring(re.sub(rb'<\?xpacket.*?\?>', b'', f.xmp, flags=re.S).strip())
    except ElementTree.ParseError:
        return None
    out = {}
    for description in root.iter(f'{{{NS["rdf"]}}}Description'):
        out.update({k: v for k, v in description.attrib.items() if not k.startswith(f'{{{NS["rdf"]}}}')})
        for e in description:
            items = [i.text or '' for i in e.iter(f'{{{NS["rdf"]}}}li')]
            out[e.tag] = items[0] if items else e.text or ''
    return out


def told(f, prefix, name):
    return (xmp(f) or {}).get(f'{{{NS[prefix]}}}{name}')


@rule(a3a='6.6.2.1', ua1='7.1')
def metadata_is_there(f):
    d = f.dict(f.catalog.get('/Metadata'))
    if not f.xmp or d.get('/Type') != '/Metadata' or d.get('/Subtype') != '/XML':
        yield 'the catalog has no metadata stream'


@rule(a3a='6.6.2.1')
def metadata_is_well_formed(f):
    if f.xmp and xmp(f) is None:
        yield 'the metadata is not well-formed XML'


@rule(a3a='6.6.2.1')
def packet_says_only_what_it_may(f):
    m = re.search(rb'<\?xpacket begin=.*?\?>', f.xmp)
    if f.xmp and (not m or b'bytes=' in m[0] or b'encoding=' in m[0]):
        yield 'the packet has no header, or one with bytes or encoding'


def described(f):
    """The properties of the extension schemas."""
    try:
        root = ElementTree.fromstring(re.sub(rb'<\?xpacket.*?\?>', b'', f.xmp, flags=re.S).strip())
    except ElementTree.ParseError:
        return
    for li in root.iter(f'{{{NS["rdf"]}}}li'):
        uri = li.findtext(f'schema:namespaceURI', None, NS)
        for p in li.iterfind('schema:property/rdf:Seq/rdf:li', NS) if uri else []:
            yield uri, p


@rule(a3a='6.6.2.3.1')
def properties_are_of_known_schemas(f):
    own = {f'{{{uri}}}{p.findtext("property:name", None, NS)}' for uri, p in described(f)}
    for name in (xmp(f) or {}):
        uri, local = name[1:].split('}')
        if local not in PREDEFINED.get(uri, '').split() and name not in own:
            yield f'property {name} is of no known schema'


TYPES = {'Alt': {'dc': 'title description rights'}, 'Seq': {'dc': 'creator date'},
         'Bag': {'dc': 'contributor language publisher relation subject type'}}
DATE = re.compile(r'\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d))?)?)?')


@rule(a3a='6.6.2.3.1')
def properties_have_their_types(f):
    kinds = {f'{{{NS[p]}}}{name}': kind for kind, by in TYPES.items() for p, names in by.items() for name in names.split()}
    try:
        root = ElementTree.fromstring(re.sub(rb'<\?xpacket.*?\?>', b'', f.xmp, flags=re.S).strip())
    except ElementTree.ParseError:
        return
    for e in (e for d in root.iter(f'{{{NS["rdf"]}}}Description') for e in d):
        held = [k.tag.replace(f'{{{NS["rdf"]}}}', '') for k in e]
        uri, local = e.tag[1:].split('}')
        if uri in (NS['dc'], NS['xmp'], NS['pdf'], NS['pdfaid']) and held != ([kinds[e.tag]] if e.tag in kinds else []):
            yield f'{local} is {held or "plain"}'
        if uri == NS['xmp'] and local.endswith('Date') and not DATE.fullmatch(e.text or ''):
            yield f'{local} is {e.text!r}'


@rule(a3a='6.6.2.3.3')
def schemas_are_described_whole(f):
    for uri, p in described(f):
        for field in ('name', 'valueType', 'category', 'description'):
            if not p.findtext(f'property:{field}', None, NS):
                yield f'a property of {uri} has no {field}'


@rule(a3a='6.6.3')
def info_and_metadata_agree(f):
    pairs = (('/Title', 'dc', 'title'), ('/Author', 'dc', 'creator'), ('/Subject', 'dc', 'description'),
             ('/Keywords', 'pdf', 'Keywords'), ('/Creator', 'xmp', 'CreatorTool'), ('/Producer', 'pdf', 'Producer'))
    for key, prefix, name in pairs:
        if key in f.info and f.text(f.info[key]) != told(f, prefix, name):
            yield f'{key} is {f.text(f.info[key])!r}, {prefix}:{name} is {told(f, prefix, name)!r}'
    for key, name in (('/CreationDate', 'CreateDate'), ('/ModDate', 'ModifyDate')):
        if key in f.info and re.sub(r'\D', '', f.text(f.info[key]))[:14] != re.sub(r'\D', '', told(f, 'xmp', name) or '')[:14]:
            yield f'{key} and xmp:{name} differ'


@rule(a3a='6.6.4')
def part_is_3(f):
    if told(f, 'pdfaid', 'part') != '3':
        yield f'pdfaid:part is {told(f, "pdfaid", "part")}'


@rule(a3a='6.6.4')
def conformance_is_a(f):
    if told(f, 'pdfaid', 'conformance') != 'A':
        yield f'pdfaid:conformance is {told(f, "pdfaid", "conformance")}'


# ---- 6.7: structure

@rule(a3a='6.7.2.2', ua1='7.1')
def file_is_marked(f):
    if f.dict(f.catalog.get('/MarkInfo')).get('/Marked') is not True:
        yield 'MarkInfo does not say Marked'


@rule(a3a='6.7.3.3', ua1='7.1')
def structure_is_there(f):
    if not f.elements:
        yield 'there is no structure tree'


@rule(a3a='6.7.3.4', ua1='7.1')
def structure_types_are_standard(f):
    for e in f.elements:
        if e.kind is None:
            yield f'structure type {e.node.get("/S")} of {e.ref} is mapped to none of the standard'


@rule(a3a='6.7.3.4', ua1='7.1')
def standard_types_are_not_remapped(f):
    for name in f.dict(f.dict(f.catalog.get('/StructTreeRoot')).get('/RoleMap')):
        if name in STANDARD:
            yield f'{name} is mapped to another type'


@rule(a3a='6.7.4', ua1='7.2')
def languages_are_well_formed(f):
    for ref, d in f.dicts:
        lang = f.text(d.get('/Lang')) if '/Lang' in d else 'en'
        if not re.fullmatch(r'[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*', lang or ''):
            yield f'language {lang!r} of object {ref}'


# ---- 6.8 to 6.11: embedded files, and what must not be there

def filespecs(f):
    return [(ref, d) for ref, d in f.dicts if '/EF' in d]


@rule(a3a='6.8')
def embedded_files_tell_their_type(f):
    for _, spec in filespecs(f):
        for ref in f.dict(spec['/EF']).values():
            kind = str(f.dict(ref).get('/Subtype'))[1:]
            if not re.fullmatch(r'[-\w+.]+/[-\w+.]+', re.sub('#([0-9A-Fa-f]{2})', lambda m: chr(int(m[1], 16)), kind)):
                yield f'embedded file {ref} has type {kind}'


@rule(a3a='6.8', ua1='7.11')
def embedded_files_have_two_names(f):
    for ref, spec in filespecs(f):
        if not f.text(spec.get('/F')) or not f.text(spec.get('/UF')):
            yield f'file specification {ref} lacks F or UF'


@rule(a3a='6.8')
def embedded_files_tell_their_relation(f):
    for ref, spec in filespecs(f):
        if spec.get('/AFRelationship') not in ('/Source', '/Data', '/Alternative', '/Supplement', '/Unspecified'):
            yield f'file specification {ref} has relation {spec.get("/AFRelationship")}'


@rule(a3a='6.8')
def embedded_files_are_associated(f):
    known = {ref for _, d in f.dicts for ref in f.list(d.get('/AF'))}
    for ref, _ in filespecs(f):
        if ref not in known:
            yield f'file specification {ref} belongs to nothing'


@rule(a3a='6.9', ua1='7.10')
def layers_are_named(f):
    layers = f.dict(f.catalog.get('/OCProperties'))
    for d in [f.dict(layers.get('/D'))] * bool(layers) + [f.dict(c) for c in f.list(layers.get('/Configs'))]:
        if not f.text(d.get('/Name')) or '/AS' in d:
            yield 'an optional content configuration without a name, or with AS'


@rule(a3a='6.10')
def no_other_presentations(f):
    if '/AlternatePresentations' in f.dict(f.catalog.get('/Names')) or any('/PresSteps' in p.node for p in f.pages):
        yield 'there are alternate presentations'


@rule(a3a='6.11')
def no_requirements(f):
    if '/Requirements' in f.catalog:
        yield 'the catalog has requirements'


def main(standards, paths):
    import pdfrulesua, pdfrulesx                                    # each adds its rules
    failed = False
    for path in paths:
        for clause, name, message in judge(File(path), standards):
            print(f'{path}: {clause}: {message} [{name.replace("_", "-")}]')
            failed = True
    return failed


if __name__ == '__main__':
    sys.modules['pdfrules'] = sys.modules['__main__']
    sys.exit(main(sys.argv[1].split(','), sys.argv[2:]))
