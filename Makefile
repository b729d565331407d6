# SPDX-License-Identifier: MIT
#
# taizhang.  The targets a person types:
#
#   make                    build everything below build/
#   make deps               install what is missing (Debian, apt)
#   make demo               a small township, from nothing to its points list
#   make check              all tests; SAN=1 under sanitizers, WERROR=1 for CI
#   make bench              what is fast and what is small, as ratios
#   make install PREFIX=/usr DESTDIR=stage
#   make clean

PREFIX   ?= /usr/local
CFLAGS   ?= -O2 -g
MODULES   = base arena buf map utf8 source diag words faults date date-period \
            points digest patch-diff patch charset csv-guard csv table near \
            schema-shape schema-regex-escape schema-regex pattern \
            query-parse query query-group audience render render-text \
            render-csv render-json render-md render-html store-file \
            store-journal store store-commit store-outside doc-scalar \
            doc-build doc-scan doc-mend doc-line doc-mistake doc-lint \
            doc-json doc-yaml doc-quick doc value \
            schema-number schema-equal schema-idna schema-format-net \
            schema-format schema-value schema-keyword-value \
            schema-keyword-child schema-keyword schema-ref schema-dialect \
            schema-scan schema-link schema-compile schema-say-value \
            schema-say schema-rest schema-quick schema-branch schema \
            kind emit calendar layout record secret \
            policy ledger par refs ident splice change change-finish intake intake-refs \
            intake-node intake-file intake-check add rulebook-read \
            rulebook-check rulebook score-rules score-rank score books entry \
            acts-roll acts review-table review settle-part settle-file \
            settle-publish settle-year settle adjustment objection credit \
            redemption visit case-guard case-open case-step case-show case \
            quorum gathering-count gathering-vote gathering gathering-file \
            complete asked listing-export listing roll regions publicity \
            tally ranking handbook due agenda editors newledger textconv fix-word fix-value fix-lines fix explain check-set \
            check-file check-refs check-score check-settle check-issue check-rules check-walk \
            check-outside check taizhang
COMMANDS  = ledger-init ledger-import ledger-set ledger-check ledger-textconv \
            register-add visit-add issue-track meeting-record score-calc \
            report

VERSION   = 0.1
SONAME    = libtaizhang.so.0
DEPS      = gcc make pkg-config libyaml-dev libpcre2-dev libcsv-dev \
            nettle-dev libcmocka-dev bats git mandoc gettext
SANFLAGS  = -fsanitize=address,undefined -fno-sanitize-recover=all
B         = build$(if $(SAN),-san)
LIBDIR    = $(PREFIX)/lib
SHARE     = $(PREFIX)/share/taizhang
MAN       = $(PREFIX)/share/man
PKGS      = yaml-0.1 libpcre2-8 nettle
LIBS     := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lpthread
override CPPFLAGS += -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Ilib -Icmd \
	$(shell pkg-config --cflags $(PKGS) 2>/dev/null)
override CFLAGS += -std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla \
	-fno-strict-aliasing -fPIC -fvisibility=hidden \
	$(if $(WERROR),-Werror) $(if $(SAN),$(SANFLAGS))

LIBSRC  := $(wildcard $(MODULES:%=lib/%.c))
LIBOBJ  := $(LIBSRC:%.c=$B/%.o)
CMDSRC  := $(filter-out $(COMMANDS:%=cmd/%.c),$(wildcard cmd/*.c))
CMDOBJ  := $(CMDSRC:%.c=$B/%.o)
BINS    := $(COMMANDS:%=$B/bin/%)
UNITS   := $(patsubst tests/%.c,$B/%,$(wildcard tests/unit/*-test.c))

all: $(BINS) $B/libtaizhang.so $B/share/taizhang

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/libtaizhang.a: $(LIBOBJ)
$B/libcmd.a: $(CMDOBJ)
$B/%.a:
	@rm -f $@
	$(AR) rcs $@ $^

$B/libtaizhang.so: $(LIBOBJ)
	$(CC) -shared -Wl,-soname,$(SONAME) $(if $(SAN),,-Wl,-z,defs) \
	    $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -ldl

$(BINS): $B/bin/%: $B/cmd/%.o $B/libcmd.a $B/libtaizhang.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/share/taizhang:
	@mkdir -p $(@D)
	ln -s $(CURDIR)/share $@

$(UNITS): $B/unit/%: tests/unit/%.c $B/libtaizhang.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< \
	    $B/libtaizhang.a $(LIBS) -lcmocka

$B/fault.so: tests/fault.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE -O1 -shared -fPIC -o $@ $< -ldl

deps:
	$(if $(filter 0,$(shell id -u)),,sudo )apt-get update -q
	$(if $(filter 0,$(shell id -u)),,sudo )env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -q $(DEPS)

demo: all
	@share/examples/demo.sh $B/bin $B/demo

check: all $(UNITS) $B/fault.so
	@tests/run $B

bench: all
	@tests/bench/run $B

install: all
	install -d $(addprefix $(DESTDIR),$(SHARE) $(LIBDIR)/pkgconfig)
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(BINS)
	install -m 755 $B/libtaizhang.so $(DESTDIR)$(LIBDIR)/$(SONAME).$(VERSION)
	ln -sf $(SONAME).$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libtaizhang.so
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/include lib/taizhang.h
	sed 's|@prefix@|$(PREFIX)|;s|@libdir@|$(LIBDIR)|;s|@version@|$(VERSION)|' \
	    lib/taizhang.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/taizhang.pc
	cp -R --no-preserve=ownership share/. $(DESTDIR)$(SHARE)
	for s in 1 3 5 7; do install -D -m 644 -t $(DESTDIR)$(MAN)/man$$s \
	    man/*.$$s || exit; done

print-modules:
	@echo $(MODULES)

clean:
	rm -rf build build-san

-include $(shell find $B -name '*.d' 2>/dev/null)
.PHONY: all deps demo check bench install print-modules clean
.PRECIOUS: $B/%.o
