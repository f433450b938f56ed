#!/bin/sh
# whole.sh: each golden case and the handbook as finished products: built twice, the second time elsewhere, elsewhen and
# under another umask, and each edition alone; the manuscript gives back its raw texts; manuscript, EPUB and PDF say the same, character by
# character; note calls lead to their notes and back.
passed=0; failed=0
try() { # what, command...
    what=$1; shift
    if "$@" > "$OUT/whole.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "FAIL whole $what"; grep -v '^ok ' "$OUT/whole.log" | head -n 20
    fi
}
elsewhere() {
    rm -rf "$2.away"; mkdir -p "$2.away"; cp -R "$1" "$2.away/"
    (umask 077; TZ=Pacific/Kiritimati "$TOOL" build "$2.away/${1##*/}" --texts "$2.away/${1##*/}" -o "$2.away/out") &&
        diff -r "$2" "$2.away/out" && [ -z "$(find "$2.away/out" -type f ! -perm 644)" ]
}
alone() { # each edition built by itself is the one of the whole book
    for edition in epub archive tei; do "$TOOL" build "$1" --texts "$1" --only $edition -o "$2.alone" || return 1; done
    for f in "$2.alone"/*; do cmp "$f" "$2/${f##*/}" || return 1; done
    [ "$(ls "$2.alone" | wc -l)" = 3 ]
}
gives_back() { "$TOOL" show roundtrip "$1" "${2##*/}" | cmp - "$2"; }

for case in manuscript/handbook tests/golden/*; do
    [ -f "$case/book.yaml" ] || continue
    [ -z "$T" ] || [ "$T" = "${case##*/}" ] || continue
    name=${case##*/}; at=$OUT/whole/$name
    rm -rf "$at"; mkdir -p "${at%/*}"
    try "$name: builds" timeout 300 "$TOOL" build "$case" --texts "$case" -o "$at"
    [ -f "$at/$name.tei.xml" ] || continue
    try "$name: the same bytes elsewhere" elsewhere "$case" "$at"
    try "$name: each edition alone is the same" alone "$case" "$at"
    for text in "$case"/*.txt; do
        if [ -f "$text" ]; then try "$name: gives back ${text##*/}" gives_back "$at/$name.tei.xml" "$text"; fi
    done
    set -- "$at/$name.tei.xml" "$at/$name.epub" "$at/$name-archive.pdf"
    placed=; grep -Eq '^notes: *(foot|chapter|signs|\{)' "$case/book.yaml" && placed=placed
    try "$name: the editions say the same" python3 -B tests/proof/streams.py "$name" "$@" $placed
    try "$name: calls and notes" python3 -B tests/proof/notes.py "$@"
    try "$name: proof-read, the products say what the book says" "$TOOL" check "$case" --texts "$case" --products "$at"
    [ "$name" != what-each-edition-says-is-compared-with-the-book ] ||
        try "$name: each seeded defect is named" python3 -B tests/proof/lost.py "$TOOL" "$case" "$case" "$at" 3
done
echo "whole: $passed passed, $failed failed"
[ $failed = 0 ]
