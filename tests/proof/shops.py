"""shops.py MESSAGE EPUB...: an ONIX 3.0 message by rules of our own, as EDItEUR's schema may not be passed on: the order of
elements in each composite, the codes that may stand in each list that we use, and that neither the message nor the e-book
claims of accessibility what the other denies.
shops.py --seeds MESSAGE EPUB: spoils the message in each way that is ruled out, and wants each spoiling to be found."""
import re, sys, zipfile
import xml.etree.ElementTree as ET

NS = '{http://ns.editeur.org/onix/3.0/reference}'

# Order within each composite; * any number, ? at most one, + at least one; a|b either.
ORDER = {
    'ONIXMessage': 'Header Product+',
    'Header': 'Sender SentDateTime',
    'Sender': 'SenderName',
    'Product': 'RecordReference NotificationType ProductIdentifier+ DescriptiveDetail CollateralDetail? PublishingDetail RelatedMaterial?',
    'ProductIdentifier': 'ProductIDType IDTypeName? IDValue',
    'DescriptiveDetail': 'ProductComposition ProductForm ProductFormDetail* ProductFormFeature* PrimaryContentType? Measure* '
                         'EpubTechnicalProtection? Collection* TitleDetail+ Contributor* NoContributor? EditionStatement? Language* Extent* Subject*',
    'ProductFormFeature': 'ProductFormFeatureType ProductFormFeatureValue? ProductFormFeatureDescription?',
    'Measure': 'MeasureType Measurement MeasureUnitCode',
    'Collection': 'CollectionType TitleDetail+',
    'TitleDetail': 'TitleType TitleElement+',
    'TitleElement': 'TitleElementLevel PartNumber? TitleText Subtitle?',
    'Contributor': 'SequenceNumber? ContributorRole+ PersonName? PersonNameInverted? CorporateName? CorporateNameInverted?',
    'Language': 'LanguageRole LanguageCode',
    'Extent': 'ExtentType ExtentValue ExtentUnit',
    'Subject': 'MainSubject? SubjectSchemeIdentifier SubjectCode? SubjectHeadingText?',
    'CollateralDetail': 'TextContent+',
    'TextContent': 'TextType ContentAudience+ Text+',
    'PublishingDetail': 'Publisher+ CityOfPublication* PublishingStatus? PublishingDate*',
    'Publisher': 'PublishingRole PublisherName',
    'PublishingDate': 'PublishingDateRole Date',
    'RelatedMaterial': 'RelatedProduct+',
    'RelatedProduct': 'ProductRelationCode+ ProductIdentifier+',
}
# The codes that we use, by the name of their element, after EDItEUR's lists.
CODES = {
    'NotificationType': '02 03', 'ProductIDType': '01 03 15', 'ProductComposition': '00', 'ProductForm': 'EA BC',
    'ProductFormDetail': 'E101', 'ProductFormFeatureType': '09 12', 'PrimaryContentType': '10', 'MeasureType': '01 02',
    'MeasureUnitCode': 'mm', 'EpubTechnicalProtection': '00', 'CollectionType': '10', 'TitleType': '01',
    'TitleElementLevel': '01 02', 'ContributorRole': 'A01 A11 A12 A13 A15 A19 A20 A24 A32 A36 B01 B06 C01 Z99',
    'LanguageRole': '01', 'ExtentType': '00 02 03 04 05 06 08 10', 'ExtentUnit': '02 03',
    'SubjectSchemeIdentifier': '20 93 94 95 96 97 98 99', 'TextType': '03', 'ContentAudience': '00', 'PublishingRole': '01',
    'PublishingStatus': '02 04', 'PublishingDateRole': '01', 'ProductRelationCode': '13 27',
}
FEATURES = {'09': '00 04 10 11 12 13 14 19 22 25 29 30 32 36 52 82 85 90', '12': '00'}      # of lists 196 and 143
DATES = {'00': 8, '01': 6, '05': 4}
# What the package document says where the message has a code, and the other way round.
CLAIMS = {'12': ('accessibilityFeature', 'index'), '13': ('accessibilityFeature', 'readingOrder'),
          '14': ('accessibilityFeature', 'alternativeText'), '19': ('accessibilityFeature', 'pageNavigation'),
          '29': ('accessibilityFeature', 'structuralNavigation'), '36': ('accessibilityFeature', 'displayTransformability'),
          '52': ('accessModeSufficient', 'textual'), '04': ('conformsTo', 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA')}

name = lambda e: e.tag.removeprefix(NS)
child = lambda e, n: e.findtext(NS + n, '')


def pattern(order):
    return '^' + ''.join(f'(?:{re.sub("[*?+]$", "", w)} ){w[-1] if w[-1] in "*?+" else ""}' for w in order.split()) + '$'


def codes_of(product):
    return {child(f, 'ProductFormFeatureValue') for f in product.iter(NS + 'ProductFormFeature') if child(f, 'ProductFormFeatureType') == '09'}


def form_faults(root):
    for e in root.iter():
        kids = ''.join(name(k) + ' ' for k in e)
        if kids and (name(e) not in ORDER or not re.match(pattern(ORDER[name(e)]), kids)):
            yield f'{name(e)}: {kids}'
        if name(e) in CODES and e.text not in CODES[name(e)].split():
            yield f'{name(e)}: {e.text}'
        if not kids and name(e) not in ('MainSubject', 'NoContributor') and not (e.text or '').strip():
            yield f'{name(e)}: empty'


def fact_faults(product):
    ebook = product.findtext(f"{NS}DescriptiveDetail/{NS}ProductForm") == "EA"
    for f in product.iter(NS + 'ProductFormFeature'):
        if child(f, 'ProductFormFeatureValue') not in FEATURES.get(child(f, 'ProductFormFeatureType'), '').split():
            yield f'feature {child(f, "ProductFormFeatureValue")}'
    n = {child(x, 'ExtentType'): int(child(x, 'ExtentValue')) for x in product.iter(NS + 'Extent')}
    if ebook and ('00' in n or '06' in n or {'08', '10'} <= n.keys()):
        yield f'extents of an e-book: {n}'
    if not ebook and n and (n.get('00', 0) + n.get('03', 0) + n.get('04', 0) != n.get('05') or n.get('06', 0) < n['05'] or '08' in n):
        yield f'extents of a printed book: {n}'
    for s in product.iter(NS + 'Subject'):
        code, scheme, main = child(s, 'SubjectCode'), child(s, 'SubjectSchemeIdentifier'), s.find(NS + 'MainSubject') is not None
        want = '20' if not code else str(93 + int(code[0])) if code[0].isdigit() else '93'
        if scheme != want or (main and scheme != '93') or ' -- ' in child(s, 'SubjectHeadingText'):
            yield f'subject {code}: {scheme}'
    if [child(s, 'SubjectSchemeIdentifier') for s in product.iter(NS + 'Subject')].count('20') > 1:
        yield 'keywords in several elements'
    for r in product.iter(NS + 'RelatedProduct'):
        if child(r, 'ProductRelationCode') != ('13' if ebook else '27'):
            yield 'related product'
    for d in product.iter(NS + 'Date'):
        if len(d.text) != DATES.get(d.get('dateformat'), 0):
            yield f'date {d.text}'
    for c in product.iter(NS + 'Contributor'):
        if (c.find(NS + 'PersonName') is None) == (c.find(NS + 'CorporateName') is None):
            yield 'contributor without one name'


def claim_faults(product, opf):
    said = codes_of(product)
    meta = {(m.group(1), m.group(2)) for m in re.finditer(r'<meta property="\w+:(\w+)"[^>]*>([^<]*)</meta>', opf)}
    for code, claim in CLAIMS.items():
        if (code in said) != (claim in meta):
            yield f'{code} is {"" if code in said else "not "}said, {claim[1]} is {"" if claim in meta else "not "}'
    if len(said & {'04', '82', '85'}) not in (0, 3) or ('90' in said) != ('04' in said):
        yield 'half a claim'


def faults(root, opf):
    found = list(form_faults(root))
    if not re.fullmatch(r'\d{8}(T\d{4}Z)?', root.findtext(f'{NS}Header/{NS}SentDateTime', '')):
        found.append('SentDateTime')
    for product in root.iter(NS + 'Product'):
        found += fact_faults(product)
        if product.findtext(f'{NS}DescriptiveDetail/{NS}ProductForm') == 'EA':
            found += claim_faults(product, opf)
    return found


def package(epub):
    with zipfile.ZipFile(epub) as z:
        return z.read('OEBPS/content.opf').decode()


SEEDS = [('>52<', '>51<'), ('<ProductFormFeatureValue>52</ProductFormFeatureValue>', '<ProductFormFeatureValue>14</ProductFormFeatureValue>'),
         ('<ExtentType>08<', '<ExtentType>00<'), ('<ExtentType>06<', '<ExtentType>07<'), ('<ProductRelationCode>13<', '<ProductRelationCode>27<'),
         ('<PublishingStatus>04</PublishingStatus>\n', '<PublishingStatus/>\n'), ('<SubjectSchemeIdentifier>20<', '<SubjectSchemeIdentifier>93<'),
         ('; ', ' -- '), ('<NotificationType>03</NotificationType>\n', ''), ('CorporateName>', 'Name>'), ('dateformat="05"', 'dateformat="00"'),
         ('T0000Z', 'T000000'), ('<ProductFormFeatureType>12<', '<ProductFormFeatureType>11<'),
         ('<ProductFormFeatureValue>29</ProductFormFeatureValue>', '<ProductFormFeatureValue>85</ProductFormFeatureValue>')]


def main():
    seeds, (message, epub) = sys.argv[1] == '--seeds', sys.argv[-2:]
    text, opf = open(message, encoding='utf-8').read(), package(epub)
    if not seeds:
        found = faults(ET.fromstring(text), opf)
        print('\n'.join(found))
        return bool(found)
    missed = [old for old, new in SEEDS if old not in text or not faults(ET.fromstring(text.replace(old, new)), opf)]
    print('\n'.join(missed))
    return bool(missed)


sys.exit(main())
