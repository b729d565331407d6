/* SPDX-License-Identifier: MIT */
/* charset - what offices send, real files included, becomes UTF-8 or a fault */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "charset.h"
#include "store.h"
#include "utf8.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define B(s)	{ (s), sizeof(s) - 1 }

static const struct {
	const char *claim;
	struct str  in;
	const char *name;	/* NULL: refused */
	struct str  out;
	uint32_t    at;		/* of the fault */
} cases[] = {
	{ "no bytes are no fault", B(""), "UTF-8", B(""), 0 },
	{ "ASCII stays", B("a,b\n"), "UTF-8", B("a,b\n"), 0 },
	{ "UTF-8 stays", B("王,二\n"), "UTF-8", B("王,二\n"), 0 },
	{ "the mark goes", B("\xEF\xBB\xBF王"), "UTF-8", B("王"), 0 },
	{ "only a mark is an empty text", B("\xEF\xBB\xBF"), "UTF-8", B(""),
	    0 },
	{ "GBK becomes UTF-8", B("\xCD\xF5,\xB6\xFE\n"), "GB18030",
	    B("王,二\n"), 0 },
	{ "a rare name in GBK, second byte a letter",
	    B("\xD6\xEC\xE9\x46\xBB\xF9"), "GB18030", B("朱镕基"), 0 },
	{ "four bytes of GB18030", B("\xCD\xF5\x98\x30\xA8\x38"), "GB18030",
	    B("王\xF0\xA8\xAD\x8E"), 0 },
	{ "UTF-16LE by its mark", B("\xFF\xFE\x8B\x73\n\0"), "UTF-16LE",
	    B("王\n"), 0 },
	{ "UTF-16BE by its mark", B("\xFE\xFF\x73\x8B\0\n"), "UTF-16BE",
	    B("王\n"), 0 },
	{ "UTF-16LE without one", B("a\0,\0\x8B\x73\n\0"), "UTF-16LE",
	    B("a,王\n"), 0 },
	{ "UTF-16BE without one", B("\0a\0,\x73\x8B\0\n"), "UTF-16BE",
	    B("a,王\n"), 0 },
	{ "a surrogate pair", B("\xFF\xFE\x62\xD8\x4E\xDF"), "UTF-16LE",
	    B("\xF0\xA8\xAD\x8E"), 0 },
	{ "half a pair is refused", B("\xFF\xFE\x41\0\x62\xD8\x41\0"), NULL,
	    B(""), 4 },
	{ "an odd byte of UTF-16 is refused", B("\xFF\xFE\x41\0\x42"), NULL,
	    B(""), 4 },
	{ "bad bytes after the mark are no GBK", B("\xEF\xBB\xBF\xCD\xF5"),
	    NULL, B(""), 3 },
	{ "GBK cut off in a character", B("\xCD\xF5,\xB6"), NULL, B(""), 3 },
	{ "UTF-8 damaged late names that place", B("王二王二王二\xFF,王"),
	    NULL, B(""), 18 },
	{ "GBK damaged late names that place",
	    B("\xCD\xF5\xB6\xFE\xCD\xF5\xFF,\xCD\xF5"), NULL, B(""), 6 },
	{ "Western letters are not Chinese", B("D\xC9P\xD4T,caf\xE9s"), NULL,
	    B(""), 1 },
	{ "a lone 0x80 is not GB18030", B("a\x80"), NULL, B(""), 1 },
	{ "xlsx is a workbook", B("PK\x03\x04....."), NULL, B(""), 0 },
	{ "xls is a workbook", B("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), NULL,
	    B(""), 0 },
};

static void
cases_hold(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	const char *name;
	size_t i;
	bool ok;

	(void)state;
	arena_init(&a);
	for (i = 0; i < NELEM(cases); i++) {
		diag_init(&dg, &a, NULL);
		src = source_of("in.csv", cases[i].in);
		ok = charset_utf8(&src, &name, &a, &dg);
		if (ok != !!cases[i].name || (ok &&
		    (strcmp(name, cases[i].name) != 0 ||
		    !str_eq(src.bytes, cases[i].out))) || (!ok &&
		    (dg.n != 1 || strcmp(dg.faults[0].rule, "encoding") ||
		    dg.faults[0].at != cases[i].at)))
			fail_msg("%s: %s, fault at %u", cases[i].claim,
			    ok ? name : "refused", dg.n ? dg.faults[0].at :
			    0);
	}
	arena_free(&a);
}

static void
guesses(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(charset_guess(S("\xCD\xF5\xB6\xFE")), "GB18030");
	assert_string_equal(charset_guess(S("a\0b\0")), "UTF-16LE");
	assert_string_equal(charset_guess(S("\xFE\xFF\x73\x8B")), "UTF-16BE");
	assert_null(charset_guess(S("caf\xE9 \x80")));
	arena_free(&a);
}

/* Longer than one piece, so that a character falls on each of its ends. */
static void
long_texts_survive(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct buf gbk, utf;
	const char *name;
	size_t lead, i;

	(void)state;
	arena_init(&a);
	for (lead = 0; lead < 4; lead++) {
		buf_init(&gbk, &a);
		buf_init(&utf, &a);
		buf_fill(&gbk, 'x', lead);
		buf_fill(&utf, 'x', lead);
		for (i = 0; i < 5000; i++) {
			buf_puts(&gbk, "\xCD\xF5\xB6\xFE");
			buf_puts(&utf, "王二");
		}
		diag_init(&dg, &a, NULL);
		src = source_of("in.csv", buf_str(&gbk));
		assert_true(charset_utf8(&src, &name, &a, &dg));
		assert_true(str_eq(src.bytes, buf_str(&utf)));
		arena_reset(&a);
	}
	arena_free(&a);
}

/* As the MANIFEST.json beside the files has it; "-" is to be refused. */
static const struct { const char *file, *name; } real[] = {
	{ "gb18030_replies_4byte.csv", "GB18030" },
	{ "gbk_dict_one_column.csv", "GB18030" },
	{ "gbk_r_export_all_quoted.csv", "GB18030" },
	{ "gbk_tiny.csv", "GB18030" },
	{ "gbk_population.csv", "GB18030" },
	{ "derived_zhs_excel_gb18030_crlf.csv", "GB18030" },
	{ "bom_uk_spend_thousands_padded.csv", "UTF-8" },
	{ "bom_crlf_us.csv", "UTF-8" },
	{ "bom_crlf_weibo_xinfang_long_ids.csv", "UTF-8" },
	{ "bom_dquote_header.csv", "UTF-8" },
	{ "blanks.csv", "UTF-8" },
	{ "cn_contest_no_header_trailing_comma.csv", "UTF-8" },
	{ "csvkit_bad.csv", "UTF-8" },
	{ "derived_excel_utf8bom_semicolon_tab.csv", "UTF-8" },
	{ "empty_crlf.csv", "UTF-8" },
	{ "header_newline.csv", "UTF-8" },
	{ "json_in_cells.csv", "UTF-8" },
	{ "mac_newlines.csv", "UTF-8" },
	{ "quoted_crlf_truncated.csv", "UTF-8" },
	{ "quotes_and_newlines.csv", "UTF-8" },
	{ "ragged.csv", "UTF-8" },
	{ "us_edu_trailing_comma_crlf.csv", "UTF-8" },
	{ "utf16le_small.csv", "UTF-16LE" },
	{ "fr_cp1252.csv", "-" },
	{ "errors_visidata.csv", "-" },
};

static void
real_files(void **state)
{
	const char *name, *shared = getenv("TAIZHANG_SHARED");
	struct arena a;
	struct diag dg;
	struct source src;
	struct str path;
	size_t i;

	(void)state;
	if (!shared)
		shared = "../shared";
	arena_init(&a);
	path = arena_printf(&a, "%s/data/odd_csv/MANIFEST.json", shared);
	if (access(path.p, R_OK) != 0) {
		printf("SKIPPED: %s not there\n", path.p);
		arena_free(&a);
		skip();
	}
	for (i = 0; i < NELEM(real); i++) {
		diag_init(&dg, &a, NULL);
		path = arena_printf(&a, "%s/data/odd_csv/%s", shared,
		    real[i].file);
		assert_true(store_slurp(&src, &a, path, &dg));
		if (!charset_utf8(&src, &name, &a, &dg))
			name = "-";
		if (strcmp(name, real[i].name) != 0)
			fail_msg("%s is %s", real[i].file, name);
		assert_int_equal(dg.n, name[0] == '-');
		if (name[0] != '-')
			assert_int_equal(utf8_check(src.bytes), src.bytes.n);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_hold),
		cmocka_unit_test(guesses),
		cmocka_unit_test(long_texts_survive),
		cmocka_unit_test(real_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
