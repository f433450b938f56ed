#!/bin/sh
# headers.sh: each header compiles alone, so that whoever includes it needs to know of no other.
bad=0
for h in $(find src -name '*.h' | sort); do
    $CC $FLAGS -Wno-pragmas -fsyntax-only -x c "$h" || bad=1
done
exit $bad
