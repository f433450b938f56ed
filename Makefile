# Catchword.  `make help` lists what there is to make.  Everything built goes below dist/, nothing else is written.

mode     ?= release
TEXTS    ?= ../shared/texts
SHARED   ?= ../shared
PREFIX   ?= /usr/local
OUT      := dist/obj/$(mode)

# Lazily expanded on purpose: on a bare machine pkg-config comes only with `make setup`.
PKGS      = libxml-2.0 libzip harfbuzz harfbuzz-subset icu-uc icu-i18n yaml-0.1 libcmark-gfm libdeflate nettle
PKGCFLAGS = $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
PKGLIBS   = $(shell pkg-config --libs $(PKGS))

WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS    = -std=c17 -g $(OPT_$(mode)) $(WARN)
LDFLAGS   = $(SAN_$(mode))
OPT_release = -O2
OPT_debug   = -O0
OPT_asan    = -O1 -fno-omit-frame-pointer $(SAN_asan)
SAN_asan    = -fsanitize=address,undefined -fno-sanitize-recover=all

SRC  := $(sort $(wildcard src/*.c src/*/*.c))
OBJ  := $(SRC:src/%.c=$(OUT)/%.o)
LIB  := $(OUT)/libcatchword.a
TOOL := $(if $(filter release,$(mode)),dist/bin/catchword,$(OUT)/catchword)

all: $(TOOL)

# The flags are asked for once, when something is compiled for the first time, and again after this file has changed.
$(OUT)/flags.mk: Makefile
	@mkdir -p $(@D)
	@pkg-config --exists $(PKGS) || { echo "libraries are missing: run 'make setup' first" >&2; exit 1; }
	@{ echo 'CPPFLAGS := -Isrc -D_GNU_SOURCE $(PKGCFLAGS)'; \
	   echo 'LDLIBS := $(PKGLIBS) -lcmark-gfm-extensions -lhpdf -lhyphen'; } > $@
BARE := setup setup-test clean help sizes layers
ifneq ($(filter-out $(BARE),$(or $(MAKECMDGOALS),all)),)
ifeq ($(filter setup setup-test,$(MAKECMDGOALS)),)
include $(OUT)/flags.mk
endif
endif

$(TOOL): $(OUT)/main.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)
$(LIB): $(filter-out $(OUT)/main.o,$(OBJ))
	@rm -f $@
	@ar rcsD $@ $^
$(OUT)/%.o: src/%.c $(OUT)/flags.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(OBJ:.o=.d)

headers:
	@for h in $$(find src -name '*.h'); do \
	  $(CC) $(CPPFLAGS) $(CFLAGS) -Wno-pragmas -fsyntax-only -x c $$h || exit 1; done
clean:
	rm -rf dist/bin dist/obj dist/test
.PHONY: all headers clean
