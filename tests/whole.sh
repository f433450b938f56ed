#!/bin/sh
# whole.sh: each golden case and the handbook as finished products: built twice, the second time elsewhere, elsewhen and
# under another umask, and each edition alone; the manuscript gives back its raw texts; manuscript, EPUB and PDF say the
# same, character by character; note calls lead to their notes and back; an installed program makes a book.  Two
# processes share the cases, every second one each.
if [ -z "$SHARE" ]; then
    mkdir -p "$OUT"
    for share in 0 1; do SHARE=$share sh "$0" > "$OUT/whole.$share" 2>&1 & done
    wait
    grep -hv '^whole: ' "$OUT/whole.0" "$OUT/whole.1"
    cat "$OUT/whole.0" "$OUT/whole.1" | awk '/^whole: / { n++; passed += $2; failed += $4 }
        END { if (n < 2) failed++; print "whole: " passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }'
    exit
fi
passed=0; failed=0; nth=0
here_tool=$(realpath "$TOOL")
try() { # what, command...
    what=$1; shift
    if "$@" > "$OUT/whole.$SHARE.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "FAIL whole $what"; grep -v '^ok ' "$OUT/whole.$SHARE.log" | head -n 20
    fi
}
built() { timeout 300 "$TOOL" build "$1" --texts "$1" -o "$2" 2> "$2.said"; status=$?; cat "$2.said"; return $status; }
elsewhere() {
    rm -rf "$2.away"; mkdir -p "$2.away"; cp -R "$1" "$2.away/"
    (umask 077; TZ=Pacific/Kiritimati "$TOOL" build "$2.away/${1##*/}" --texts "$2.away/${1##*/}" -o "$2.away/out") &&
        diff -r "$2" "$2.away/out" && [ -z "$(find "$2.away/out" -type f ! -perm 644)" ]
}
alone() { # each edition built by itself is the one of the whole book
    for edition in epub archive print tei; do "$TOOL" build "$1" --texts "$1" --only $edition -o "$2.alone" || return 1; done
    for f in "$2.alone"/*; do cmp "$f" "$2/${f##*/}" || return 1; done
    [ "$(ls "$2.alone" | wc -l)" = 4 ]
}
bagged() { # a bag that is valid, and in which all lies that is needed to make it again, from the bag alone
    rm -rf "$2.bagged"; mkdir -p "$2.bagged"; cp -R "$1" "$2.bagged/"; name=${1##*/}; copy=$2.bagged/$name; out=$2.bagged/out
    sed -i 's/^editions:.*//' "$copy/book.yaml"; printf '%s\n' 'editions: [epub, archive, print, tei, web, cover, bag]' \
        'print: {vendor: offset, spine: reckoned}' >> "$copy/book.yaml"
    "$TOOL" build "$copy" --texts "$copy" -o "$out" || return 1
    bag=$out/$name-bag
    python3 -B tests/proof/bag.py "$bag" && python3 -B tests/proof/bag.py --seed "$bag" "$2.bagged/seed" || return 1
    python3 -B tests/proof/report.py "$out" /dev/null || return 1
    for f in "$out"/*; do                                                        # the report tells of the bag: it is not in it
        case $f in "$bag" | */report.html) continue ;; esac
        diff -r "$f" "$bag/data/products/${f##*/}" || return 1
    done
    (cd "$bag/data" && umask 077 && "$here_tool" build "manuscript/$name" --texts texts --assets assets -o ../../../again) &&
        diff -r "$out" "$2.bagged/again" || return 1
    sed -i 's/print, tei, web, cover, /tei, /' "$copy/book.yaml"                 # a smaller book: nothing of the larger one stays
    "$TOOL" build "$copy" --texts "$copy" -o "$out" --only bag && python3 -B tests/proof/bag.py "$bag"
}
# The report names each product and message; what a book is called cannot become markup; and an edition alone has none.
reported() {
    python3 -B tests/proof/report.py "$2" "$2.said" || return 1
    [ ! -e "$2.alone/report.html" ] || { echo "an edition alone has a report"; return 1; }
}
hostile() {
    rm -rf "$2.hostile"; mkdir -p "$2.hostile"; cp -R "$1" "$2.hostile/"; copy=$2.hostile/${1##*/}
    sed -i '/^title:/d' "$copy/book.yaml"
    echo "title: \"</title><script>alert('1')</script> & \\\"x\\\" <img src=//example.org/>\"" >> "$copy/book.yaml"
    "$TOOL" build "$copy" --texts "$copy" -o "$2.hostile/out" 2> "$2.hostile/said" &&
        python3 -B tests/proof/report.py "$2.hostile/out" "$2.hostile/said" \
            "</title><script>alert('1')</script> & \"x\" <img src=//example.org/>"
}
placed() { # the glyphs of each PDF stand where the pages have them
    "$TOOL" show pages "$1" --texts "$1" > "$2.pages" && python3 -B tests/proof/places.py "$2.pages" "$2"/*-archive.pdf \
        $(ls "$2"/*-print.pdf)
}
installed='catchword.odd catchword.rng conditions.registry designs epub.css search.js vendors web.css '
installed() ( # a program that is installed makes its first book far from here
    rm -rf "$1"; mkdir -p "$1"; root=$(realpath "$1")
    make -s install TOOL="$TOOL" DESTDIR="$root" PREFIX=/usr && cd "$root" && usr/bin/catchword new first &&
        usr/bin/catchword build first -o out && [ -s out/first.epub ] &&
        [ "$(ls usr/share/catchword | tr '\n' ' ')" = "$installed" ]
)
settles() { # what comes later knows in the first setting what stands before it
    "$TOOL" show pages "$1" --texts "$1" --passes 2 > "$2.settled"
}
gives_back() { "$TOOL" show roundtrip "$1" "${2##*/}" | cmp - "$2"; }

for case in manuscript/handbook tests/golden/*; do
    [ -f "$case/book.yaml" ] || continue
    [ -z "$T" ] || [ "$T" = "${case##*/}" ] || continue
    nth=$((nth + 1)); [ $((nth % 2)) = "$SHARE" ] || continue
    name=${case##*/}; at=$OUT/whole/$name
    rm -rf "$at"; mkdir -p "${at%/*}"
    try "$name: builds" built "$case" "$at"
    [ -f "$at/$name.tei.xml" ] || continue
    try "$name: the same bytes elsewhere" elsewhere "$case" "$at"
    try "$name: each edition alone is the same" alone "$case" "$at"
    try "$name: the report names each product and message" reported "$case" "$at"
    [ "$name" != handbook ] || try "installed, the program makes a book" installed "$at.root"
    case $name in a-raw-text*) try "$name: a hostile title stays a title" hostile "$case" "$at" ;; esac
    case $name in handbook | a-raw-text*) try "$name: the bag is whole, and makes itself again" bagged "$case" "$at" ;; esac
    for text in "$case"/*.txt; do
        if [ -f "$text" ]; then try "$name: gives back ${text##*/}" gives_back "$at/$name.tei.xml" "$text"; fi
    done
    set -- "$at/$name.tei.xml" "$at/$name.epub" "$at/$name-archive.pdf"
    placed=; grep -Eq '^notes: *(foot|chapter|signs|\{)' "$case/book.yaml" && placed=placed
    try "$name: the editions say the same" python3 -B tests/proof/streams.py "$name" "$@" $placed
    try "$name: the glyphs stand where they should" placed "$case" "$at"
    case $name in pages-settle-in-three-passes*) ;; *) try "$name: its pages settle in two settings" settles "$case" "$at" ;; esac
    try "$name: calls and notes" python3 -B tests/proof/notes.py "$@"
    try "$name: proof-read, the products say what the book says" "$TOOL" check "$case" --texts "$case" --products "$at"
    [ "$name" != what-each-edition-says-is-compared-with-the-book ] ||
        try "$name: each seeded defect is named" python3 -B tests/proof/lost.py "$TOOL" "$case" "$case" "$at" 3
done
echo "whole: $passed passed, $failed failed"
[ $failed = 0 ]
