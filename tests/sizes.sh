#!/bin/sh
# sizes.sh: the ten longest functions and the ten longest files, and the middle of both.
find src -name '*.c' | sort | xargs awk '
FNR == 1 { name = "" }
/^[A-Za-z_].*\(/ && !/;[ \t]*$/ && !/^(typedef|struct|enum|#)/ { name = $0; start = FNR; if (/}$/) { print 1, FILENAME ":" FNR, name; name = "" } }
/^}/ && name != "" { print FNR - start + 1, FILENAME ":" start, name; name = "" }' | sort -rn |
awk '{ n[NR] = $1; if (NR <= 10) print } END { print "functions:", NR, "median", n[int((NR + 1) / 2)], "lines, nine of ten within", n[int(NR / 10) + 1] }'
find src -name '*.[ch]' | xargs wc -l | grep -v total | sort -rn  |
awk '{ n[NR] = $1; s += $1; if (NR <= 10) print } END { print "files:", NR, "median", n[int((NR + 1) / 2)], "lines, all", s }'
