"""An EPUB as its package document tells: documents of the spine in order, ids, internal links."""
import posixpath, zipfile
from xml.etree import ElementTree as ET

HTML, OPF = '{http://www.w3.org/1999/xhtml}', '{http://www.idpf.org/2007/opf}'
TYPE = '{http://www.idpf.org/2007/ops}type'


class Ebook:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        container = ET.fromstring(self.zip.read('META-INF/container.xml'))
        opf = next(e.get('full-path') for e in container.iter() if e.tag.endswith('rootfile'))
        package = ET.fromstring(self.zip.read(opf))
        items = {i.get('id'): i for i in package.iter(OPF + 'item')}
        self.docs, self.navs = {}, set()
        for ref in package.iter(OPF + 'itemref'):
            item = items[ref.get('idref')]
            name = posixpath.join(posixpath.dirname(opf), item.get('href'))
            self.docs[name] = ET.fromstring(self.zip.read(name))
            if 'nav' in (item.get('properties') or '').split():
                self.navs.add(name)
        self.elements = {(n, e.get('id')): e for n, d in self.docs.items() for e in d.iter() if e.get('id')}

    @staticmethod
    def goal(name, a):
        """(document, fragment) that a link in document `name` leads to; None: out of the book."""
        href = a.get('href') or ''
        if ':' in href.split('/')[0]:
            return None
        path, _, fragment = href.partition('#')
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name, fragment

    def links(self):
        for name, doc in self.docs.items():
            for a in doc.iter(HTML + 'a'):
                if a.get('href') and self.goal(name, a):
                    yield name, a, self.goal(name, a)
