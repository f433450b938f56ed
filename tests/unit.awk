# unit.awk: for each unit test, the archives it is linked with: the rooms it includes and all rooms on lower floors,
# highest first.  So a test of one room needs no other room beside or above it to compile.
FILENAME ~ /LAYERS$/ { floor[$2] = $1; next }
FNR == 1 { name = FILENAME; sub(/.*\//, "", name); sub(/\.c$/, "", name); tests[name] = 1 }
/^#include "[a-z0-9]+\// { split($2, q, /["\/]/); if (q[2] in floor) has[name, q[2]] = 1 }
END {
    n = split(rooms, room, " ")
    for (t in tests) {
        top = 0
        for (i = 1; i <= n; i++) if (((t, room[i]) in has) && floor[room[i]] > top) top = floor[room[i]]
        line = ""
        for (f = top; f >= 0; f--)
            for (i = 1; i <= n; i++)
                if (floor[room[i]] == f && (f < top || f == 0 || ((t, room[i]) in has))) line = line " " out "/" room[i] ".a"
        print out "/unit/" t ":" line
    }
}
