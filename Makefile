# Catchword.  `make help` lists the targets.  Everything that is built goes below dist/; nothing else is written.

mode   ?= release
TEXTS  ?= ../shared/texts
SHARED ?= ../shared
PREFIX ?= /usr/local
SETUPS := $(filter setup setup-test,$(MAKECMDGOALS))
REST   := $(filter-out setup setup-test,$(MAKECMDGOALS))

# ---- A bare machine has no pkg-config: packages come first, and a second make does the rest with what they brought.
ifneq ($(SETUPS),)

setup:
	sh assets/setup.sh build
setup-test:
	sh assets/setup.sh build test
ifneq ($(REST),)
$(firstword $(REST)): $(SETUPS)
	+$(MAKE) $(REST)
$(wordlist 2,99,$(REST)): $(firstword $(REST))
	@:
endif
.PHONY: setup setup-test $(REST)

else

OUT      := dist/obj/$(mode)
PKGS      = libxml-2.0 libzip harfbuzz harfbuzz-subset icu-uc icu-i18n yaml-0.1 libcmark-gfm libdeflate nettle libjpeg libpng cairo
# Of librsvg only what it promises: it is opened when a drawing asks for it.
PKGCFLAGS = $(shell pkg-config --cflags $(PKGS) librsvg-2.0 | sed 's/-I/-isystem /g')
PKGLIBS   = $(shell pkg-config --libs $(PKGS))

WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS    = -std=c17 -g $(OPT_$(mode)) $(WARN)
LDFLAGS   = $(SAN_$(mode))
OPT_release = -O3
OPT_debug   = -O0
OPT_asan    = -O1 -fno-omit-frame-pointer $(SAN_asan)
SAN_asan    = -fsanitize=address,undefined -fno-sanitize-recover=all

SRC   := $(sort $(wildcard src/*.c src/*/*.c))
OBJ   := $(SRC:src/%.c=$(OUT)/%.o)
ROOMS := $(sort $(filter-out .,$(patsubst src/%/,%,$(dir $(wildcard src/*/*.c)))))
TOOL  := $(if $(filter release,$(mode)),dist/bin/catchword,$(OUT)/catchword)

all: $(TOOL)

# A line for each file; V=1 shows the whole command.
quiet := $(if $(V),,@)
say    = $(if $(V),,@echo "  $@")

# pkg-config is asked once, before the first file is compiled, and all is compiled again only
# when flags have changed, not whenever this file has; unit.mk says which rooms each unit test is linked with.
ifneq ($(filter-out clean help sizes layers,$(or $(MAKECMDGOALS),all)),)
include $(OUT)/flags.mk $(OUT)/unit.mk
endif
$(OUT)/flags.mk: Makefile
	@mkdir -p $(@D)
	@pkg-config --exists $(PKGS) librsvg-2.0 || { echo "libraries are missing: run 'make setup' first" >&2; exit 1; }
	@{ echo 'CPPFLAGS := -Isrc -Itests/unit -D_GNU_SOURCE $(PKGCFLAGS)'; \
	   echo 'LDLIBS := $(PKGLIBS) -lcmark-gfm-extensions -lhpdf -lhyphen -lzint -lz'; \
	   echo '# $(CC) $(CFLAGS) $(LDFLAGS)'; } > $@.new
	@cmp -s $@.new $(OUT)/flags.seen || cp $@.new $(OUT)/flags.seen
	@mv $@.new $@
$(OUT)/unit.mk: src/LAYERS Makefile tests/unit.awk $(wildcard tests/unit/*_test.c) $(wildcard src/*)
	@mkdir -p $(@D)
	@awk -v out=$(OUT) -v rooms='$(ROOMS)' -f tests/unit.awk src/LAYERS tests/unit/*_test.c > $@

# Archives, in a circle: what main does not need, in rooms that are being built, need not be complete.
$(TOOL): $(OUT)/main.o $(ROOMS:%=$(OUT)/%.a)
	@mkdir -p $(@D)
	$(say)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LDLIBS)
$(OUT)/flags.seen: $(OUT)/flags.mk
	@:
$(OUT)/%.o: src/%.c $(OUT)/flags.seen
	@mkdir -p $(@D)
	$(say)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
define archive
$(OUT)/$(1).a: $$(filter $(OUT)/$(1)/%,$$(OBJ))
	@rm -f $$@ && ar rcsD $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call archive,$(r))))
$(OUT)/unit/%: tests/unit/%.c
	@mkdir -p $(@D)
	$(say)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(filter %.a,$^) $(LDLIBS)
-include $(OBJ:.o=.d) $(wildcard $(OUT)/unit/*.d)

# ---- the two books
book: $(TOOL)
	$(TOOL) build manuscript/handbook -o dist/handbook
anthology: $(TOOL)
	$(TOOL) build manuscript/anthology --texts $(TEXTS) -o dist/anthology

# ---- tests: all of them, or one kind, or one: make unit T=str, make golden T=a-case, make bad T=mark-past-end
UNITS := $(if $(T),$(OUT)/unit/$(T)_test,$(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*_test.c)))
RUN    = LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 TOOL=$(TOOL) OUT=dist/test/$(mode) T=$(T) sh tests/
test: $(TOOL) $(UNITS)
	@CC='$(CC)' FLAGS='$(CPPFLAGS) $(CFLAGS)' UNITS='$(UNITS)' $(RUN)all.sh
layers:
	@sh tests/layers.sh
headers:
	@CC='$(CC)' FLAGS='$(CPPFLAGS) $(CFLAGS)' sh tests/headers.sh
unit: $(UNITS)
	@UNITS='$(UNITS)' $(RUN)unit.sh
golden: $(TOOL)
	@$(RUN)golden.sh
bad: $(TOOL)
	@$(RUN)bad.sh
whole: $(TOOL)
	@$(RUN)whole.sh
survey: $(TOOL)
	@$(RUN)survey.sh
bless: $(TOOL)
	@BLESS=1 $(RUN)golden.sh
	@BLESS=1 $(RUN)bad.sh
	@echo "blessed; now read 'git diff tests' as carefully as code"
proof: $(TOOL)
	@TOOL=$(TOOL) SHARED=$(SHARED) OUT=dist/test/proof bash tests/proof/run.sh
bench: $(TOOL)
	@python3 -B tests/bench.py $(TOOL) $(TEXTS) dist/bench

# ---- care of the house
tidy:
	clang-tidy --quiet --checks='-*,clang-analyzer-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-assignment-in-if-condition,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-clang-analyzer-valist.Uninitialized,-bugprone-narrowing-conversions,-bugprone-sizeof-expression,-bugprone-implicit-widening-of-multiplication-result,-clang-analyzer-optin.performance.Padding' $(SRC) -- -std=c17 $(CPPFLAGS)
sizes:
	@sh tests/sizes.sh
install: $(TOOL)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/catchword
	install -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/catchword
	cp -R $(filter-out assets/setup.sh assets/readme,$(wildcard assets/*)) $(DESTDIR)$(PREFIX)/share/catchword/
clean:
	find dist -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
help:
	@echo "make setup             install what the build needs (Debian 12; as root or with sudo)"
	@echo "make setup-test        install what the tests and the proof need, too"
	@echo "make                   the tool, dist/bin/catchword; mode=debug and mode=asan are built below dist/obj"
	@echo "make book              the handbook, into dist/handbook"
	@echo "make anthology         the anthology, into dist/anthology; TEXTS=DIR says where its raw texts lie"
	@echo "make test              everything that needs nothing from outside; mode=asan too"
	@echo "make unit golden bad survey whole layers headers  one kind of tests; T=NAME runs one of them"
	@echo "make bless             rewrite what the tests expect, for you to review"
	@echo "make proof             both books and a test book through all validators; SHARED=DIR holds texts and schemas"
	@echo "make bench             time, memory and size of both books"
	@echo "make install           into PREFIX=$(PREFIX)"
	@echo "make tidy sizes clean  static analysis; the longest functions and files; remove what was built"

.PHONY: all book anthology test layers headers unit golden bad survey whole bless proof bench tidy sizes install clean help
endif
