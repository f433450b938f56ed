#!/bin/sh
# golden.sh: a case is a folder with a tiny book and want.STAGE files; each is compared with what `show STAGE` prints of
# the book, want.dossier with the notes files that `notes dossier` writes for it.  want.msg, where there is one, is what is said meanwhile; else nothing may be said.  A case has no errors.
# BLESS=1 rewrites the wants.  T=CASE runs one case.
passed=0; failed=0
fail() { failed=$((failed + 1)); echo "FAIL golden $1"; }

one() { # case, stage
    got=$OUT/golden/${1##*/}; mkdir -p "$got"
    timeout 120 "$TOOL" show "$2" "$1" --texts "$1" > "$got/$2" 2> "$got/msg.$2"; status=$?
    sed -i "s|$1/||g" "$got/msg.$2"
    [ $status = 0 ] || { fail "${1##*/} $2: exit status $status"; cat "$got/msg.$2"; return; }
    if [ "$BLESS" ]; then cp "$got/$2" "$1/want.$2"; fi
    if [ "$BLESS" ] && [ -s "$got/msg.$2" ]; then cp "$got/msg.$2" "$1/want.msg"; fi
    want=/dev/null; [ -f "$1/want.msg" ] && want=$1/want.msg
    if diff -u "$1/want.$2" "$got/$2" && diff -u "$want" "$got/msg.$2"; then passed=$((passed + 1)); else fail "${1##*/} $2"; fi
}

# Notes files to fill in, one after the other; asked for a second time, there is nothing to add.
dossier() { # case
    got=$OUT/golden/${1##*/}/dossier.d; rm -rf "$got"; mkdir -p "$got"
    timeout 120 "$TOOL" notes dossier "$1" --texts "$1" -o "$got" > "$got.said" 2>&1 || { fail "${1##*/} dossier"; return; }
    cat "$got"/*.md > "$got.all"
    if [ "$BLESS" ]; then cp "$got.all" "$1/want.dossier"; fi
    again=$(timeout 120 "$TOOL" notes dossier "$1" --texts "$1" -o "$got" 2>&1)
    if diff -u "$1/want.dossier" "$got.all" && [ -z "$again" ]; then passed=$((passed + 1)); else fail "${1##*/} dossier $again"; fi
}

for case in tests/golden/${T:-*}; do
    [ -d "$case" ] || continue
    n=0
    for want in "$case"/want.*; do
        stage=${want##*/want.}
        case $stage in msg | '*') continue ;; dossier) dossier "$case"; n=1; continue ;; esac
        one "$case" "$stage"; n=1
    done
    [ $n = 1 ] || fail "${case##*/} has no want.STAGE"
done
echo "golden: $passed passed, $failed failed"
[ $failed = 0 ]
