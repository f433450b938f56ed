#!/bin/sh
# all.sh: what `make test` runs: the rules of the house once; the programs, goldens, bad books and whole products in the plain locale and
# in one with a decimal comma.  Ends with the sum of what passed and failed.
passed=0; failed=0; log=$OUT/log
mkdir -p "$OUT"
tally() { # name, command...
    name=$1; shift
    "$@" > "$log" 2>&1; status=$?
    cat "$log"
    last=$(grep -E '^[a-z]+: [0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    if [ -n "$last" ]; then
        set -- $last; passed=$((passed + $2)); failed=$((failed + $4))
        [ $status = 0 ] || [ "$4" != 0 ] || failed=$((failed + 1))
    elif [ $status = 0 ]; then
        passed=$((passed + 1)); echo "ok $name"
    else
        failed=$((failed + 1)); echo "FAIL $name"
    fi
}
tally layers sh tests/layers.sh
tally headers sh tests/headers.sh
for locale in C de_DE.UTF-8; do
    export LC_ALL=$locale
    if [ "$(env printf '%.1f' 1 2>&1)" != "$([ $locale = C ] && echo 1.0 || echo 1,0)" ]; then
        failed=$((failed + 1)); echo "FAIL locale $locale is missing: run 'make setup-test'"; continue
    fi
    echo "in locale $locale:"
    tally unit sh tests/unit.sh
    tally golden sh tests/golden.sh
    tally bad sh tests/bad.sh
    tally survey sh tests/survey.sh
    tally whole sh tests/whole.sh
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
