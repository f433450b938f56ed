"""Bad PDFs, each made of a good one by one change, and the one rule that must object to it:

    pdfseeds.py ARCHIVE.pdf PRINT.pdf

The good files must pass, and every seed must be caught by exactly its rule: a rule that never fires, or that fires for
its neighbour's fault, is no rule.
"""
import base64, copy, json, multiprocessing, os, re, shutil, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pdfrules, pdfrulesua, pdfrulesx
from pdfmodel import File

ARCHIVE, PRINT = ('a3a', 'ua1'), ('x1a',)
SEEDS = []


def seed(catcher, base=ARCHIVE, also=()):
    """@seed('rule'): the function changes a Book.  `also`: rules which the same fault breaks by nature."""
    def add(change):
        SEEDS.append((change.__name__.replace('_', ' '), base, {catcher, *also}, change))
        return change
    return add


class Book:
    """A PDF as qpdf's JSON, to be changed and written again."""

    def __init__(self, path, text=None):
        command = ['qpdf', '--json-output', '--json-stream-data=inline', '--decode-level=generalized', path, '-']
        self.json = json.loads(text or subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        self.objects = self.json['qpdf'][1]

    def write(self, path):
        with tempfile.NamedTemporaryFile('w', suffix='.json') as f:
            json.dump(self.json, f)
            f.flush()
            subprocess.run(['qpdf', '--json-input', f.name, path, '--object-streams=preserve',
                            '--newline-before-endstream'], check=True)

    def at(self, ref):
        o = self.objects['obj:' + ref]
        return o['value'] if 'value' in o else o['stream']['dict']

    def deref(self, v):
        return self.at(v) if isinstance(v, str) and re.fullmatch(r'\d+ \d+ R', v) else v

    @property
    def catalog(self):
        return self.at(self.objects['trailer']['value']['/Root'])

    @property
    def info(self):
        return self.at(self.objects['trailer']['value']['/Info'])

    @property
    def root(self):
        return self.deref(self.catalog['/StructTreeRoot'])

    def where(self, **keys):
        """The first object whose dictionary has these values: where(Type='/Page')."""
        for name, o in sorted(self.objects.items(), key=lambda i: int(re.search(r'\d+|$', i[0])[0] or 0)):
            if name == 'trailer':
                continue
            d = self.at(name[4:])
            if isinstance(d, dict) and all(('/' + k in d) if v is None else d.get('/' + k) == v for k, v in keys.items()):
                return name[4:]
        raise LookupError(f'the good file has no object with {keys}')

    def find(self, **keys):
        return self.at(self.where(**keys))

    def add(self, value):
        n = max(int(re.search(r'\d+', k)[0]) for k in self.objects if k != 'trailer') + 1
        self.objects[f'obj:{n} 0 R'] = {'value': value}
        return f'{n} 0 R'

    def stream(self, ref, change):
        s = self.objects['obj:' + ref]['stream']
        s['data'] = base64.b64encode(change(base64.b64decode(s['data']))).decode()

    def content(self, change):
        """Of the first page that has some."""
        self.stream(self.find(Type='/Page', Contents=None)['/Contents'], change)

    def xmp(self, old, new):
        def change(data):
            assert re.search(old, data), f'{old} is not in the metadata'
            return re.sub(old, new, data, count=1)
        self.stream(self.catalog['/Metadata'], change)

    def leaf(self, parent='/Sect'):
        """An element of the tree with nothing in it, to be made into something bad: a new last kid."""
        above = self.where(S=parent)
        ref = self.add({'/Type': '/StructElem', '/S': '/P', '/P': above, '/K': []})
        self.kids(above).append(ref)
        return self.at(ref)

    def kids(self, ref):
        k = self.at(ref).get('/K', [])
        self.at(ref)['/K'] = k if isinstance(k, list) else [k]
        return self.at(ref)['/K']


def rewrite(path, change):
    with open(path, 'rb') as f:
        data = f.read()
    new = change(data)
    assert new != data, 'the change changed nothing'
    with open(path, 'wb') as f:
        f.write(new)


# ---- the file as bytes: these get a path

def raw(change):
    change.raw = True
    return change


@seed('header_begins_the_file')
@raw
def something_stands_before_the_header(path):
    rewrite(path, lambda d: d.replace(b'%PDF-1.7\n', b'%PDF-1.7 \n', 1))


@seed('header_has_four_high_bytes')
@raw
def the_second_line_is_plain(path):
    rewrite(path, lambda d: re.sub(rb'\A(%PDF-1\.7\n)%....', rb'\1%abcd', d, flags=re.S))


@seed('nothing_follows_the_end')
@raw
def something_follows_the_end(path):
    rewrite(path, lambda d: d + b'\n% more\n')


@seed('objects_begin_with_single_blanks')
@raw
def an_object_has_two_blanks_in_its_head(path):
    rewrite(path, lambda d: re.sub(rb'\n(\d\d+) 0 obj\n', lambda m: b'\n%s  0 obj\n' % m[1], d, count=1))


@seed('streams_have_the_length_they_tell')
@raw
def a_stream_is_longer_than_it_tells(path):
    rewrite(path, lambda d: re.sub(rb'/Length (\d\d)(\d)', lambda m: b'/Length %s%d' % (m[1], int(m[2]) ^ 1), d, count=1))


@seed('xref_keyword_stands_on_its_own_line')
@raw
def xref_is_followed_by_a_blank(path):
    def change(d):
        at = d.rfind(b'xref\n0 ', 0, d.rfind(b'trailer'))
        return d[:at] + b'xref\n\n0 ' + d[at + 7:] if at >= 0 else d
    subprocess.run(['qpdf', '--object-streams=disable', '--newline-before-endstream', '--replace-input', path], check=True)
    rewrite(path, change)


@seed('trailer_does_not_encrypt')
@raw
def the_file_is_encrypted(path):
    subprocess.run(['qpdf', '--encrypt', '', '', '128', '--use-aes=y', '--', '--object-streams=disable',
                    '--newline-before-endstream', '--replace-input', path], check=True)


@seed('structure_is_of_1_3', PRINT, also=('version_is_1_3',))
@raw
def objects_in_streams(path):
    subprocess.run(['qpdf', '--object-streams=generate', '--newline-before-endstream', '--replace-input', path], check=True)


# ---- objects

@seed('trailer_has_an_id', PRINT)
@raw
def the_trailer_has_no_id(path):
    rewrite(path, lambda d: re.sub(rb'/ID ?\[ ?<[^>]*> ?<[^>]*> ?\]', lambda m: b' ' * len(m[0]), d))


@seed('hexadecimal_strings_are_whole')
def a_hexadecimal_string_is_odd(b):
    b.content(lambda d: d + b'/Artifact<</Type/Layout/X<123> >>BDC EMC\n')


@seed('filters_are_permitted')
@raw
def a_stream_has_another_filter(path):
    rewrite(path, lambda d: re.sub(rb'(/EmbeddedFile.{0,300}?)/Filter/FlateDecode', rb'\1/Filter/LZWDecode  ', d, flags=re.S))


@seed('names_are_utf8', also=('structure_types_are_standard',))
def a_structure_type_in_latin_1(b):
    b.leaf()['/S'] = '/Abs#e4tze'


@seed('inline_images_have_permitted_filters')
def an_inline_image_in_lzw(b):
    b.content(lambda d: b'/Artifact BMC BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID h EI EMC\n' + d)


@seed('reals_are_in_range')
@raw
def a_real_is_too_near_to_nothing(path):
    book = Book(path)
    book.info['/Small'] = 'u:' + 'x' * 60
    book.write(path)
    subprocess.run(['qpdf', '--object-streams=disable', '--newline-before-endstream', '--replace-input', path], check=True)
    rewrite(path, lambda d: d.replace(b'(' + b'x' * 60 + b')', b'0.' + b'0' * 59 + b'1'))


@seed('streams_are_in_the_file')
def a_stream_is_elsewhere(b):
    b.find(Type='/EmbeddedFile')['/FFilter'] = '/FlateDecode'


@seed('permissions_are_signatures_only')
def a_permission_of_another_kind(b):
    b.catalog['/Perms'] = {'/UR4': {}}


@seed('integers_are_32_bits')
def an_integer_is_too_large(b):
    b.info['/Large'] = 2 ** 31


@seed('strings_are_short')
def a_string_is_too_long(b):
    b.find(Type='/Filespec')['/Desc'] = 'u:' + 'x' * 32768


@seed('names_are_short')
def a_name_is_too_long(b):
    b.info['/' + 'x' * 128] = True


@seed('states_nest_28_deep')
def states_nest_29_deep(b):
    b.content(lambda d: b'q ' * 29 + b'Q ' * 29 + d)


@seed('pages_are_of_human_size')
def a_page_is_too_small(b):
    b.find(Type='/Page')['/CropBox'] = [0, 0, 2, 2]


@seed('operators_are_pdf')
def an_operator_is_unknown(b):
    b.content(lambda d: b'BX 1 frob EX\n' + d)


@seed('pages_have_resources_of_their_own')
def a_page_inherits_its_resources(b):
    page = b.find(Type='/Page', Contents=None)
    b.at(page['/Parent'])['/Resources'] = page.pop('/Resources')


@seed('content_nests')
def a_state_is_left_open(b):
    b.content(lambda d: b'q\n' + d)


@seed('output_profile_is_a_profile')
def the_output_profile_is_none(b):
    b.stream(b.find(S='/GTS_PDFA1')['/DestOutputProfile'], lambda d: d[:36] + b'xxxx' + d[40:])


@seed('one_output_profile')
def two_output_profiles(b):
    intent = b.deref(b.deref(b.catalog['/OutputIntents'])[0])
    other = b.add(None)
    b.objects['obj:' + other] = copy.deepcopy(b.objects['obj:' + intent['/DestOutputProfile']])
    b.catalog['/OutputIntents'] = [b.add(intent), b.add({**intent, '/S': '/GTS_PDFX', '/DestOutputProfile': other})]


@seed('device_colours_are_the_profiles')
def a_page_is_in_cmyk(b):
    b.content(lambda d: b'0 0 0 1 k\n' + d)


def add_space(b, *spaces):
    b.find(Font=None)['/ColorSpace'] = {f'/C{i}': s for i, s in enumerate(spaces)}


@seed('colour_profiles_are_profiles')
def a_colour_profile_that_is_none(b):
    ref = b.add(None)
    b.objects['obj:' + ref] = {'stream': {'dict': {'/N': 3}, 'data': 'AA=='}}
    add_space(b, ['/ICCBased', ref])


@seed('separations_of_one_name_agree')
def a_separation_of_two_kinds(b):
    tint = {'/FunctionType': 2, '/Domain': [0, 1], '/N': 1}
    add_space(b, ['/Separation', '/Rust', '/DeviceRGB', tint], ['/Separation', '/Rust', '/DeviceGray', tint])


@seed('indexed_colours_are_the_profiles')
def an_index_into_inks(b):
    add_space(b, ['/Indexed', '/DeviceCMYK', 0, 'b:00000000'])


@seed('graphics_states_do_not_transfer')
def a_transfer_function(b):
    b.find(Font=None)['/ExtGState'] = {'/G0': {'/TR': '/Identity'}}


@seed('rendering_intents_are_the_four')
def a_rendering_intent_of_its_own(b):
    b.content(lambda d: b'/Pretty ri\n' + d)


def add_image(b, **keys):
    ref = b.add(None)
    d = {'/Type': '/XObject', '/Subtype': '/Image', '/Width': 1, '/Height': 1, '/BitsPerComponent': 8, '/ColorSpace': '/DeviceGray'}
    d.update({'/' + k: v for k, v in keys.items()})
    b.objects['obj:' + ref] = {'stream': {'dict': d, 'data': 'AA=='}}
    b.find(Font=None)['/XObject'] = {'/X0': ref}
    return ref


@seed('images_have_no_alternates')
def an_image_has_alternates(b):
    add_image(b, Alternates=[])


@seed('images_are_not_interpolated')
def an_image_is_interpolated(b):
    add_image(b, Interpolate=True)


@seed('images_have_whole_bits')
def an_image_has_three_bits(b):
    add_image(b, BitsPerComponent=3)


@seed('jpeg_2000_has_plain_channels')
def an_image_in_jpeg_2000_of_nothing(b):
    add_image(b, Filter='/JPXDecode')


@seed('forms_are_complete')
def a_form_refers_outside(b):
    ref = add_image(b)
    b.objects['obj:' + ref]['stream']['dict'] = {'/Type': '/XObject', '/Subtype': '/Form', '/BBox': [0, 0, 1, 1], '/Ref': {}}


@seed('no_postscript')
def a_postscript_object(b):
    ref = add_image(b)
    b.objects['obj:' + ref]['stream']['dict'] = {'/Type': '/XObject', '/Subtype': '/PS'}


@seed('blend_modes_are_pdf')
def a_blend_mode_of_its_own(b):
    b.find(Font=None)['/ExtGState'] = {'/G0': {'/BM': '/Glow'}}


@seed('transparent_pages_have_a_colour_space', also=('device_colours_are_the_profiles',))
def a_veil_without_a_colour_space(b):
    del b.catalog['/OutputIntents']
    b.find(Font=None)['/ExtGState'] = {'/G0': {'/ca': 0.5}}
    b.content(lambda d: b'/G0 gs\n' + d)


# ---- fonts

def wide(b, change):
    """Changes what the book's wide font shows first."""
    name = next('/' + n.strip('/') for n, ref in b.find(Font=None)['/Font'].items() if b.deref(ref)['/Subtype'] == '/Type0')
    for key, o in sorted(b.objects.items()):
        page = o.get('value')
        if not isinstance(page, dict) or page.get('/Type') != '/Page' or '/Contents' not in page:
            continue
        data = base64.b64decode(b.objects['obj:' + page['/Contents']]['stream']['data'])
        at = data.find(name.encode() + b' ')
        if at >= 0:
            return b.stream(page['/Contents'], lambda d: d[:at] + change(d[at:]))
    raise LookupError('no page shows a wide font')


@seed('character_collections_agree')
def a_font_without_a_character_collection(b):
    del b.find(Subtype='/CIDFontType2')['/CIDSystemInfo']


@seed('simple_truetype_fonts_have_an_encoding')
def a_truetype_font_without_an_encoding(b):
    flags = b.add({'/Type': '/FontDescriptor', '/FontName': '/Mine', '/Flags': 32})
    b.find(Font=None)['/Font']['/T0'] = {'/Type': '/Font', '/Subtype': '/TrueType', '/BaseFont': '/Mine', '/FontDescriptor': flags}


@seed('font_dictionaries_are_whole')
def a_font_has_no_type(b):
    del b.find(Type='/Font', Subtype='/Type0')['/Type']


@seed('font_files_are_of_their_kind')
def a_font_program_of_another_kind(b):
    b.find(Subtype='/Type1C')['/Subtype'] = '/CIDFontType0C'


@seed('font_names_agree')
def a_font_has_two_names(b):
    b.find(Type='/FontDescriptor')['/FontName'] = '/ABCDEF+Other'


@seed('truetype_cidfonts_map_to_glyphs')
def a_cidfont_without_a_map(b):
    del b.find(Subtype='/CIDFontType2')['/CIDToGIDMap']


@seed('cmaps_are_known')
def a_font_with_an_unknown_cmap(b):
    b.find(Type='/Font', Subtype='/Type0')['/Encoding'] = '/Mine-H'


@seed('fonts_are_embedded')
def a_font_is_not_embedded(b):
    del b.find(Type='/FontDescriptor')['/FontFile3']


@seed('glyphs_are_in_the_program', also=('codes_have_unicode',))
def a_code_beyond_the_program(b):
    wide(b, lambda d: d.replace(b'[(', b'[<FFF0>(', 1))


@seed('glyphs_are_in_the_program')
def a_code_whose_glyph_the_program_lacks(b):
    names = b.find(Type='/Font', Subtype='/Type1')['/Encoding']['/Differences']
    names[names.index('/e')] = '/Scedilla'


@seed('glyphs_are_in_the_program', also=('codes_have_unicode',))
def a_byte_that_stands_for_nothing(b):
    b.content(lambda d: d.replace(b'[(', b'[<FE>(', 1))


@seed('cidsets_are_complete')
def a_cidset_lacks_glyphs(b):
    ref = b.add(None)
    b.objects['obj:' + ref] = {'stream': {'dict': {}, 'data': 'gAAA'}}
    b.deref(b.find(Subtype='/CIDFontType2')['/FontDescriptor'])['/CIDSet'] = ref


@seed('widths_are_the_programs')
def a_width_is_wrong(b):
    w = b.find(Subtype='/CIDFontType2')['/W']
    runs = [v for v in w if isinstance(v, list)]
    for run in runs:
        run[0] += 2


@seed('widths_are_the_programs')
def a_width_of_a_simple_font_is_wrong(b):
    font = b.find(Type='/Font', Subtype='/Type1')
    font['/Widths'][ord('e') - font['/FirstChar']] += 2


@seed('codes_have_unicode')
def a_code_without_unicode(b):
    used = b.find(Type='/Font', Subtype='/Type1')['/ToUnicode']
    b.stream(used, lambda d: re.sub(rb'<[0-9A-F]{2}> <0065>\n', b'', d))


@seed('unicode_values_are_characters')
def a_code_that_says_nothing(b):
    used = b.find(Type='/Font', Subtype='/Type1')['/ToUnicode']
    b.stream(used, lambda d: re.sub(rb'<0065>\n', b'<0000>\n', d))


@seed('private_characters_are_explained')
def a_code_that_is_private(b):
    used = b.find(Type='/Font', Subtype='/Type1')['/ToUnicode']
    b.stream(used, lambda d: re.sub(rb'<0065>\n', b'<E123>\n', d))


@seed('notdef_is_not_shown', also=('codes_have_unicode',))
def a_glyph_is_missing(b):
    wide(b, lambda d: d.replace(b'[(', b'[<0000>(', 1))


@seed('notdef_is_not_shown', also=('widths_are_the_programs',))
def a_letter_is_the_missing_glyph(b):
    names = b.find(Type='/Font', Subtype='/Type1')['/Encoding']['/Differences']
    names[names.index('/e')] = '/.notdef'


# ---- annotations and actions

def link(b):
    return b.find(Subtype='/Link')


@seed('annotations_are_permitted', also=('annotations_have_an_appearance', 'annotations_are_in_the_structure'))
def an_annotation_that_sounds(b):
    link(b)['/Subtype'] = '/Sound'


@seed('annotations_print')
def an_annotation_is_hidden(b):
    link(b)['/F'] = 6


@seed('annotations_have_an_appearance', also=('annotations_are_in_the_structure',))
def an_annotation_without_appearance(b):
    link(b)['/Subtype'] = '/Highlight'


@seed('no_forms_that_compute')
def a_form_to_compute(b):
    b.catalog['/AcroForm'] = {'/Fields': [], '/NeedAppearances': True}


@seed('actions_are_harmless')
def an_action_that_runs_a_script(b):
    a = link(b)
    a.pop('/Dest', None)
    a['/A'] = {'/S': '/JavaScript', '/JS': 'u:app.beep()'}


@seed('named_actions_are_the_four')
def an_action_of_another_name(b):
    a = link(b)
    a.pop('/Dest', None)
    a['/A'] = {'/S': '/Named', '/N': '/Print'}


@seed('nothing_happens_of_itself')
def a_page_acts_when_opened(b):
    b.find(Type='/Page')['/AA'] = {'/O': {'/S': '/Named', '/N': '/NextPage'}}


# ---- metadata

@seed('metadata_is_there', also=('part_is_3', 'conformance_is_a', 'info_and_metadata_agree', 'part_of_pdfua_is_1', 'title_is_told'))
def there_is_no_metadata(b):
    del b.catalog['/Metadata']


@seed('metadata_is_well_formed', also=('part_is_3', 'conformance_is_a', 'info_and_metadata_agree', 'part_of_pdfua_is_1', 'title_is_told'))
def the_metadata_is_broken(b):
    b.xmp(rb'</rdf:RDF>', b'')


@seed('packet_says_only_what_it_may')
def the_packet_tells_its_bytes(b):
    b.xmp(rb'<\?xpacket begin', b'<?xpacket bytes="1" begin')
    b.xmp(rb'<\?xpacket bytes="1" begin=("[^"]*")', rb'<?xpacket begin=\1 bytes="1"')


@seed('properties_are_of_known_schemas')
def a_property_of_no_schema(b):
    b.xmp(rb'<dc:format>', b'<dc:flavour>sweet</dc:flavour><dc:format>')


@seed('properties_have_their_types')
def a_title_in_no_language(b):
    b.xmp(rb'(?s)<dc:title><rdf:Alt>(.*?)</rdf:Alt>', rb'<dc:title><rdf:Bag>\1</rdf:Bag>')


@seed('schemas_are_described_whole')
def a_schema_is_half_described(b):
    b.xmp(rb'<pdfaProperty:category>[^<]*</pdfaProperty:category>', b'')


@seed('info_and_metadata_agree')
def the_title_differs(b):
    b.info['/Title'] = 'u:Another book'


@seed('part_is_3')
def another_part_of_pdfa(b):
    b.xmp(rb'<pdfaid:part>3', b'<pdfaid:part>2')


@seed('conformance_is_a')
def another_level_of_pdfa(b):
    b.xmp(rb'<pdfaid:conformance>A', b'<pdfaid:conformance>B')


@seed('part_of_pdfua_is_1')
def another_part_of_pdfua(b):
    b.xmp(rb'<pdfuaid:part>1', b'<pdfuaid:part>2')


@seed('title_is_told', also=('info_and_metadata_agree',))
def there_is_no_title(b):
    b.xmp(rb'(?s)<dc:title>.*?</dc:title>', b'')


# ---- structure

@seed('file_is_marked')
def the_file_is_not_marked(b):
    b.catalog['/MarkInfo'] = {'/Marked': False}


@seed('nothing_is_suspect')
def the_file_is_suspect(b):
    b.catalog['/MarkInfo'] = {'/Marked': True, '/Suspects': True}


@seed('structure_is_there', also=('content_belongs_to_one_element', 'links_are_in_link_elements'))
def there_is_no_structure(b):
    del b.catalog['/StructTreeRoot']


@seed('structure_types_are_standard')
def a_structure_type_of_its_own(b):
    b.leaf()['/S'] = '/Stanza'


@seed('standard_types_are_not_remapped')
def a_standard_type_is_remapped(b):
    b.root['/RoleMap'] = {'/P': '/Div'}


@seed('languages_are_well_formed')
def a_language_is_misspelt(b):
    b.leaf()['/Lang'] = 'u:en_GB'


@seed('language_is_told')
def the_language_is_untold(b):
    del b.catalog['/Lang']


@seed('title_is_shown')
def the_file_name_is_shown(b):
    b.catalog['/ViewerPreferences'] = {'/DisplayDocTitle': False}


@seed('content_is_tagged_or_artifact')
def content_is_untagged(b):
    b.content(lambda d: b'0 0 1 1 re f\n' + d)


@seed('tags_and_artifacts_do_not_mix')
def an_artifact_in_tagged_content(b):
    b.content(lambda d: re.sub(rb'(/MCID 0[^>]*>>BDC\n)', rb'\1/Artifact BMC EMC\n', d, count=1))


@seed('content_belongs_to_one_element')
def content_is_in_no_element(b):
    b.content(lambda d: d + b'/P<</MCID 999>>BDC EMC\n')


@seed('parents_are_as_the_tree_has_them')
def an_element_names_another_parent(b):
    b.leaf()['/P'] = b.where(S='/Document')


@seed('parent_tree_agrees_with_the_tree')
def the_parent_tree_lies(b):
    def rows(node):
        node = b.deref(node)
        yield from [n for n in node.get('/Nums', []) if isinstance(n, list)]
        for kid in node.get('/Kids', []):
            yield from rows(kid)
    row = next(r for r in rows(b.root['/ParentTree']) if len(set(r)) > 1)
    row.reverse()


@seed('marks_are_named_as_their_elements')
def a_mark_has_another_name(b):
    b.content(lambda d: re.sub(rb'/(P|H1|Sect|Span|Link|LBody|Lbl)<</MCID 0', b'/Quote<</MCID 0', d, count=1))


@seed('elements_stand_where_they_may')
def a_row_outside_a_table(b):
    b.leaf()['/S'] = '/TR'


@seed('elements_hold_what_they_may')
def a_list_of_paragraphs(b):
    b.leaf()['/S'] = '/L'
    above = next(k for k, o in b.objects.items() if k != 'trailer' and b.at(k[4:]) and isinstance(b.at(k[4:]), dict) and
                 b.at(k[4:]).get('/S') == '/L' and b.at(k[4:]).get('/K') == [])[4:]
    b.kids(above).append(b.add({'/Type': '/StructElem', '/S': '/P', '/P': above, '/K': []}))


def table(b, rows, part=None):
    """A table of rows of cell types, optionally in one part; its rows' elements."""
    t = b.leaf()
    t['/S'] = '/Table'
    ref = next(k[4:] for k in b.objects if k != 'trailer' and b.at(k[4:]) is t)
    if part:
        t['/K'] = [b.add({'/Type': '/StructElem', '/S': part, '/P': ref, '/K': []})]
        ref = t['/K'][0]
    for row in rows:
        tr = b.add({'/Type': '/StructElem', '/S': '/TR', '/P': ref, '/K': []})
        b.kids(ref).append(tr)
        for cell in row:
            scope = {'/A': {'/O': '/Table', '/Scope': '/Column'}} if cell == '/TH' else {}
            b.kids(tr).append(b.add({'/Type': '/StructElem', '/S': cell, '/P': tr, '/K': [], **scope}))
    return t


@seed('heads_have_bodies')
def a_table_of_heads(b):
    table(b, [['/TH']], '/THead')


@seed('tables_are_rectangles')
def a_ragged_table(b):
    table(b, [['/TD', '/TD'], ['/TD']])


@seed('cells_have_headers')
def a_header_cell_without_scope(b):
    t = table(b, [['/TH'], ['/TD']])
    del b.at(b.at(b.kids(next(k[4:] for k in b.objects if k != 'trailer' and b.at(k[4:]) is t))[0])['/K'][0])['/A']


@seed('cells_have_headers')
def a_header_cell_that_another_table_names(b):
    a_header_cell_without_scope(b)
    t = table(b, [['/TH'], ['/TD']])
    row = b.kids(next(k[4:] for k in b.objects if k != 'trailer' and b.at(k[4:]) is t))[1]
    b.at(b.at(row)['/K'][0])['/A'] = {'/O': '/Table', '/Headers': ['u:no-such-cell']}


@seed('lists_with_labels_tell_how_they_count')
def a_list_that_counts_in_silence(b):
    del b.find(S='/L', A=None)['/A']


@seed('figures_are_described')
def a_figure_without_words(b):
    b.leaf()['/S'] = '/Figure'


@seed('formulas_are_described')
def a_formula_without_words(b):
    b.leaf()['/S'] = '/Formula'


@seed('headings_skip_no_level')
def a_heading_skips_levels(b):
    b.leaf()['/S'] = '/H6'


@seed('headings_are_of_one_kind')
def two_kinds_of_headings(b):
    b.leaf()['/S'] = '/H'


@seed('running_heads_are_told_apart')
def a_running_head_of_no_kind(b):
    b.content(lambda d: d + b'/Artifact<</Type/Pagination>>BDC EMC\n')


@seed('notes_have_ids')
def a_note_without_an_id(b):
    b.leaf()['/S'] = '/Note'


@seed('ids_are_unique', also=('id_tree_leads_to_its_elements',))
def two_elements_with_one_id(b):
    b.leaf()['/ID'] = b.find(Type='/StructElem', ID=None)['/ID']


@seed('id_tree_leads_to_its_elements')
def an_id_that_is_in_no_tree(b):
    b.leaf()['/ID'] = 'u:no-such-id'


@seed('pages_with_annotations_are_in_structure_order')
def tabs_go_by_rows(b):
    b.find(Type='/Page', Annots=None)['/Tabs'] = '/R'


@seed('links_are_in_link_elements')
def a_link_in_a_paragraph(b):
    def objects(e):
        kids = e.get('/K') if isinstance(e, dict) and e.get('/S') == '/Link' else None
        return [k for k in kids if isinstance(k, dict) and '/Obj' in k] if isinstance(kids, list) else []
    e = next(d for d in map(b.at, (k[4:] for k in b.objects if k != 'trailer')) if objects(d))
    kid = objects(e)[0]
    e['/K'].remove(kid)
    b.leaf()['/K'] = [{**kid, '/Pg': kid.get('/Pg', e.get('/Pg'))}]


@seed('links_are_described')
def a_link_without_words(b):
    del link(b)['/Contents']


@seed('annotations_are_in_the_structure')
def a_pop_up_note_outside_the_structure(b):
    ref, seen = b.add(None), {'/Type': '/XObject', '/Subtype': '/Form', '/BBox': [0, 0, 9, 9]}
    b.objects['obj:' + ref] = {'stream': {'dict': seen, 'data': ''}}
    b.find(Type='/Page', Annots=None)['/Annots'].append(b.add({
        '/Type': '/Annot', '/Subtype': '/Text', '/Rect': [0, 0, 9, 9], '/F': 4, '/Contents': 'u:A word', '/AP': {'/N': ref}}))


@seed('no_trap_networks', also=('annotations_have_an_appearance', 'annotations_are_in_the_structure'))
def a_trap_network(b):
    link(b)['/Subtype'] = '/TrapNet'


@seed('annotations_are_described', also=('annotations_have_an_appearance', 'annotations_are_in_the_structure'))
def an_annotation_without_words(b):
    page = b.find(Type='/Page', Annots=None)
    page['/Annots'].append(b.add({'/Type': '/Annot', '/Subtype': '/Text', '/Rect': [0, 0, 9, 9], '/F': 4}))


@seed('links_lead_somewhere')
def a_link_leads_nowhere(b):
    link(b)['/Dest'] = 'u:no-such-place'
    link(b).pop('/A', None)


# ---- embedded files and the rest

@seed('embedded_files_tell_their_type')
def an_embedded_file_of_no_type(b):
    del b.find(Type='/EmbeddedFile')['/Subtype']


@seed('embedded_files_have_two_names')
def an_embedded_file_with_one_name(b):
    del b.find(Type='/Filespec')['/UF']


@seed('embedded_files_tell_their_relation')
def an_embedded_file_of_no_relation(b):
    del b.find(Type='/Filespec')['/AFRelationship']


@seed('embedded_files_are_associated')
def an_embedded_file_belongs_to_nothing(b):
    del b.catalog['/AF']


@seed('layers_are_named')
def a_layer_without_a_name(b):
    b.catalog['/OCProperties'] = {'/OCGs': [], '/D': {}}


@seed('no_other_presentations')
def a_page_with_steps(b):
    b.find(Type='/Page')['/PresSteps'] = {}


@seed('no_requirements')
def a_file_that_requires(b):
    b.catalog['/Requirements'] = []


# ---- the print file

@seed('version_is_1_3', PRINT)
def a_later_version(b):
    b.catalog['/Version'] = '/1.7'


@seed('one_output_intent', PRINT)
def no_output_intent(b):
    del b.catalog['/OutputIntents']


def intent(b):
    return b.deref(b.deref(b.catalog['/OutputIntents'])[0])


@seed('output_condition_is_named', PRINT)
def an_output_condition_without_a_name(b):
    del intent(b)['/OutputConditionIdentifier']


@seed('output_condition_is_registered_or_told', PRINT)
def an_output_condition_of_nobody(b):
    del intent(b)['/RegistryName']


@seed('output_intent_is_told_to_people', PRINT)
def an_output_intent_without_words(b):
    del intent(b)['/Info']


@seed('colours_are_ink', PRINT)
def a_page_is_in_rgb(b):
    b.content(lambda d: b'0 0 0 rg\n' + d)


@seed('no_other_files', PRINT)
def a_file_in_the_print_file(b):
    b.info['/X'] = {'/Type': '/Filespec', '/F': 'u:a.txt'}


@seed('trapping_is_told', PRINT)
def trapping_is_unknown(b):
    b.info['/Trapped'] = '/Unknown'


@seed('version_is_told', PRINT)
def the_version_is_untold(b):
    del b.info['/GTS_PDFXVersion']


@seed('version_is_told_as_x3', ('x3',))
def a_print_file_of_another_part(b):
    b.info['/GTS_PDFXVersion'] = 'u:PDF/X-1:2001'


@seed('conformance_is_told', PRINT)
def the_conformance_is_untold(b):
    del b.info['/GTS_PDFXConformance']


@seed('title_and_producer_are_told', PRINT)
def a_print_file_without_a_title(b):
    del b.info['/Title']


@seed('dates_are_told', PRINT)
def a_print_file_without_dates(b):
    del b.info['/ModDate']


@seed('pages_have_one_trim', PRINT)
def a_page_with_two_trims(b):
    page = b.find(Type='/Page')
    page['/ArtBox'] = page['/TrimBox']


@seed('boxes_nest', PRINT)
def a_trim_beyond_the_paper(b):
    b.find(Type='/Page')['/TrimBox'] = [-9, 0, 400, 500]


@seed('halftones_are_plain', PRINT)
def a_halftone_with_a_name(b):
    b.find(Font=None)['/ExtGState'] = {'/G0': {'/HT': {'/Type': '/Halftone', '/HalftoneType': 1, '/HalftoneName': 'u:x'}}}


@seed('annotations_are_off_the_page', PRINT)
def a_link_on_a_printed_page(b):
    b.find(Type='/Page')['/Annots'] = [b.add({'/Type': '/Annot', '/Subtype': '/Link', '/Rect': [50, 50, 90, 90]})]


@seed('no_actions', PRINT)
def a_print_file_that_acts(b):
    b.catalog['/OpenAction'] = {'/S': '/GoTo', '/D': []}


@seed('no_compatibility_sections', PRINT)
def a_compatibility_section(b):
    b.content(lambda d: b'BX EX\n' + d)


@seed('nothing_is_transparent', PRINT)
def a_veil_over_the_page(b):
    b.find(Font=None)['/ExtGState'] = {'/G0': {'/ca': 0.5}}


@seed('viewers_show_what_is_printed', PRINT)
def a_viewer_that_shows_less(b):
    b.catalog['/ViewerPreferences'] = {'/ViewArea': '/CropBox'}


@seed('filters_are_of_pdfx', PRINT)
def a_print_stream_in_jpeg_2000(b):
    add_image(b, Filter='/JPXDecode')


@seed('fonts_are_embedded', PRINT)
def a_printed_font_is_not_embedded(b):
    del b.find(Type='/FontDescriptor')['/FontFile3']


@seed('nothing_but_print', PRINT)
def a_print_file_with_an_outline(b):
    b.catalog['/Outlines'] = {'/Count': 0}


def caught(path, standards):
    return {name: message for _, name, message in pdfrules.judge(File(path), standards)}


def plant(task):
    """Makes one bad file and says what is wrong with the outcome, and which rules fired."""
    n, good, path = task
    name, base, want, change = SEEDS[n]
    with tempfile.TemporaryDirectory() as folder:
        bad = os.path.join(folder, 'seed.pdf')
        if getattr(change, 'raw', False):
            shutil.copyfile(path, bad)
            change(bad)
        else:
            book = Book(path, good)
            change(book)
            book.write(bad)
        got = caught(bad, base)
    fault = '' if set(got) == want else f': want {sorted(want)}, got {got}'
    return f'{"FAIL" if fault else "ok"} {name}{fault}', set(got) & want


def main(archive, printed):
    paths = {ARCHIVE: archive, PRINT: printed, ('x3',): printed}
    failed, fired = 0, set()
    for base, path in ((ARCHIVE, archive), (PRINT, printed)):
        for name, message in caught(path, base).items():
            failed += 1
            print(f'FAIL the good file is objected to: {name}: {message}')
    good = {base: json.dumps(Book(path).json) for base, path in paths.items()}
    with multiprocessing.Pool() as pool:
        tasks = [(n, good[base], paths[base]) for n, (_, base, _, _) in enumerate(SEEDS)]
        for line, rules in pool.imap(plant, tasks):
            print(line)
            failed += line.startswith('FAIL')
            fired |= rules
    for clauses, check in pdfrules.RULES:
        if check.__name__ not in fired:
            failed += 1
            print(f'FAIL no bad file for the rule {check.__name__} {clauses}')
    print(f'{len(SEEDS)} bad files, {len(pdfrules.RULES)} rules, {failed} failures')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:3]))
