#!/bin/sh
# unit.sh: runs the programs in $UNITS, each in a scratch folder of its own below $OUT, where assets/ and tests/ are at
# hand to be read.
here=$PWD; passed=0; failed=0
for u in $UNITS; do
    name=${u##*/}; scratch=$OUT/unit/$name
    rm -rf "$scratch"; mkdir -p "$scratch"
    ln -s "$here/assets" "$here/tests" "$scratch/"
    if (cd "$scratch" && timeout 300 "$here/$u"); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "FAIL unit $name"
    fi
done
echo "unit: $passed passed, $failed failed"
[ $failed = 0 ]
