#!/bin/sh
# layers.sh: the house rules of inclusion, checked (src/LAYERS gives each room its floor).
#  - a room includes rooms on lower floors only: never up, never sideways
#  - across rooms only the door: "tei/tei.h", never "tei/inside.h"
#  - each foreign library is spoken to in one room, named here, and a library that is not named is unknown
#  - a file name stands once in all of src; lines of code and of headers end at column 120
LC_ALL=C awk '
BEGIN {
    own["libxml"] = "tei"; own["hpdf"] = own["png"] = own["jpeglib"] = own["cairo"] = own["librsvg"] = "pdf"; own["zint"] = "print"; own["zip"] = own["libdeflate"] = own["nettle"] = "pack"
    own["hb"] = own["harfbuzz"] = own["hyphen"] = "type"; own["cmark"] = own["yaml"] = "read"; own["unicode"] = "base"
    own["sanitizer"] = own["malloc"] = "base"
    split("assert ctype errno fcntl float inttypes limits locale math setjmp signal stdalign stdarg stdbool stddef stdint stdio " \
          "stdlib string time unistd sys dirent dlfcn", c, " ")
    for (i in c) libc[c[i]] = 1
}
function bad(msg) { print FILENAME ":" FNR ":1: error: " msg; n++ }
FILENAME == "src/LAYERS" { floor[$2] = $1; next }
FNR == 1 {
    k = split(FILENAME, p, "/"); me = k > 2 ? p[2] : "."
    if (!(me in floor)) bad("room \047" me "\047 has no floor in src/LAYERS")
    if (p[k] != "inside.h" && p[k] in place) bad("a file of this name is already in \047" place[p[k]] "\047")
    place[p[k]] = me
}
/^ *# *include *"/ {
    split($0, q, "\""); k = split(q[2], t, "/"); to = t[1]
    if (k == 1 || !(to in floor)) bad("unknown room in \047" q[2] "\047")
    else if (to != me && floor[to] >= floor[me]) bad("\047" me "\047 may not include \047" to "\047")
    else if (to != me && t[2] != to ".h" && t[2] !~ /\.def$/) bad("only the door \047" to "/" to ".h\047 may be included from outside")
}
/^ *# *include *</ {
    lib = $0; sub(/.*</, "", lib); sub(/>.*/, "", lib); sub(/[\/._-].*/, "", lib)
    if (lib in libc) next
    if (!(lib in own)) bad("library \047" lib "\047 has no room")
    else if (own[lib] != me) bad("the door to \047" lib "\047 is in \047" own[lib] "\047, not in \047" me "\047")
}
FILENAME ~ /\.[ch]$/ && length($0) > 120 {
    u = $0; gsub(/[\200-\277]/, "", u)
    if (length(u) > 120) bad("line is longer than 120 columns")
}
END { exit n > 0 }' src/LAYERS $(find src -name '*.[ch]' -o -name '*.def' | sort)
