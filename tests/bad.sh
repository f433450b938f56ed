#!/bin/sh
# bad.sh: a folder for each message of diag.def, named by its code (or CODE--VARIANT), with a tiny faulty book.
#   want.msg   what `catchword check` says of the book, paths relative to it
#   cmd        other arguments for catchword: @ stands for the folder, % for an empty folder for products
#   generate   shell commands that make what cannot be kept in the folder (run in a copy of it; $TOOL is catchword)
#   exit       the exit status, where it is not the natural one: 1 with an error, else 0
# A case raises its code, and no error of another code; one that fails leaves no product behind and touches none.
# BLESS=1 rewrites want.msg.  T=CODE runs one case.
case $TOOL in /*) ;; *) TOOL=$PWD/$TOOL ;; esac; export TOOL
passed=0; failed=0
fail() { failed=$((failed + 1)); echo "FAIL bad $1"; }

# A book with errors is not built, and what an earlier build has left stays as it was.
keeps() { # case, work
    echo "an earlier book" > "$2/products/case.epub"
    timeout 120 "$TOOL" build "$2/case" --texts "$2/case" -o "$2/products" > /dev/null 2>&1; status=$?
    [ "$status" = "$(cat "$1/exit" 2>/dev/null || echo 1)" ] || { echo "$1: build ends with status $status"; return 1; }
    [ "$(cd "$2/products" && find . -type f -exec cat {} +)" = "an earlier book" ] || { echo "$1: build touched products"; return 1; }
}

one() { # case
    name=${1##*/}; code=${name%%--*}; work=$OUT/bad/$name
    rm -rf "$work"; mkdir -p "$work/products"; cp -R "$1" "$work/case"
    [ ! -f "$1/generate" ] || (cd "$work/case" && sh ./generate) || { fail "$name: generate"; return; }
    args='check @ --texts @'; [ ! -f "$1/cmd" ] || args=$(cat "$1/cmd")
    case $args in build*-o*) ;; build*) args="$args -o %" ;; esac
    args=$(printf '%s' "$args" | sed "s|@|$work/case|g; s|%|$work/products|g")
    timeout 120 "$TOOL" $args > "$work/stdout" 2> "$work/stderr"; status=$?
    sed "s|$work/case/||g; s|$work/case|.|g; s|$work/products|%|g" "$work/stderr" > "$work/msg"
    [ ! "$BLESS" ] || cp "$work/msg" "$1/want.msg"
    ok=1
    diff -u "$1/want.msg" "$work/msg" || ok=0
    natural=0; grep -q ': error: .*\]$' "$work/msg" && natural=1
    [ "$status" = "$(cat "$1/exit" 2>/dev/null || echo $natural)" ] || { echo "$1: exit status $status"; ok=0; }
    grep -q "\[$code\]\$" "$work/msg" || { echo "$1: [$code] is not raised"; ok=0; }
    other=$(grep ': error: .*\]$' "$work/msg" | grep -v "\[$code\]\$")
    [ -z "$other" ] || { echo "$1: another error: $other"; ok=0; }
    [ "$status" = 0 ] || [ -z "$(find "$work/products" -type f)" ] || { echo "$1: products left behind"; ok=0; }
    [ -f "$1/cmd" ] || [ "$status" = 0 ] || keeps "$1" "$work" || ok=0
    if [ $ok = 1 ]; then passed=$((passed + 1)); else fail "$name"; fi
    find "$work" -size +1M -type f -delete
}

codes=$(sed -n 's/^DIAG(\([A-Z0-9_]*\),.*/\1/p' src/base/diag.def | tr 'A-Z_' 'a-z-')
for case in tests/bad/${T:-*}; do
    [ -d "$case" ] || continue
    code=${case##*/}; code=${code%%--*}
    case " $(echo $codes) " in *" $code "*) one "$case" ;; *) fail "$code is no code of diag.def" ;; esac
done
[ "$T" ] || for code in $codes; do
    [ -d "tests/bad/$code" ] || fail "$code has no folder in tests/bad"
done
echo "bad: $passed passed, $failed failed"
[ $failed = 0 ]
