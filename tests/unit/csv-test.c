/* SPDX-License-Identifier: MIT */
/* csv - cells, their places and what is refused; also on real files */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "charset.h"
#include "csv.h"
#include "store.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

/* Cells as [a][b], rows ended by their number and a slash. */
struct seen {
	const struct source *src;
	struct buf  text;
	size_t      rows, cells, stop_at;
	struct span last;	/* of the last cell */
	bool        misplaced;
};

/* The place must hold the cell: as it is, or in quotes. */
static bool
placed(const struct csv_cell *c, const struct source *src, struct arena *a)
{
	struct str raw = str_sub(src->bytes, c->at.at, c->at.end);
	struct buf b;
	size_t i;

	if (c->at.end > src->bytes.n || c->at.at > c->at.end)
		return false;
	if (raw.n == 0 || raw.p[0] != '"')
		return str_eq(raw, c->text);
	buf_init(&b, a);
	for (i = 1; i + 1 < raw.n; i++) {
		buf_char(&b, raw.p[i]);
		i += raw.p[i] == '"';
	}
	return str_eq(buf_str(&b), c->text);
}

static bool
see(void *ctx, const struct csv_row *row)
{
	struct seen *s = ctx;
	size_t i;

	s->rows++;
	s->cells += row->n;
	for (i = 0; i < row->n; i++) {
		buf_printf(&s->text, "[%.*s]", STR(row->cells[i].text));
		s->last = row->cells[i].at;
		if (!placed(&row->cells[i], s->src, s->text.arena))
			s->misplaced = true;
	}
	buf_printf(&s->text, "%zu/", row->number);
	if (row->at.at != row->cells[0].at.at || row->at.end != s->last.end)
		s->misplaced = true;
	return row->number != s->stop_at;
}

static const struct {
	const char *claim, *in, *want;
	char        separator;
} good[] = {
	{ "nothing gives no row", "", "", ',' },
	{ "two rows", "a,b\n1,2\n", "[a][b]1/[1][2]2/", ',' },
	{ "the last line end may be missing", "a,b\n1,2", "[a][b]1/[1][2]2/",
	    ',' },
	{ "CR LF ends one row", "a\r\nb\r\n", "[a]1/[b]2/", ',' },
	{ "CR ends a row", "a\rb\r", "[a]1/[b]2/", ',' },
	{ "blanks stay", " a ,\tb\t\n", "[ a ][\tb\t]1/", ',' },
	{ "a row of one empty quoted cell", "\"\"\n", "[]1/", ',' },
	{ "empty cells are cells", ",,\n,", "[][][]1/[][]2/", ',' },
	{ "quotes come off", "\"a,b\",\"c\"\"d\"\n", "[a,b][c\"d]1/", ',' },
	{ "only quotes", "\"\"\"\"\n", "[\"]1/", ',' },
	{ "line ends in quotes are text", "\"a\r\nb\rc\",d", "[a\r\nb\rc][d]1/",
	    ',' },
	{ "empty lines are counted, not reported",
	    "a\n\nb\r\n\r\nc\r\rd\n", "[a]1/[b]3/[c]5/[d]7/", ',' },
	{ "a mark is no text", "\xEF\xBB\xBF\"a\",b\n", "[a][b]1/", ',' },
	{ "semicolons", "a;b,c\n", "[a][b,c]1/", ';' },
	{ "tabs", "a\tb\n\t\n", "[a][b]1/[][]2/", '\t' },
	{ "Chinese", "户号,姓名\n1,\"王,二\"\n",
	    "[户号][姓名]1/[1][王,二]2/", ',' },
};

static void
good_ones(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct seen s;
	size_t i;

	(void)state;
	arena_init(&a);
	for (i = 0; i < NELEM(good); i++) {
		diag_init(&dg, &a, NULL);
		src = source_of("in.csv", str_of(good[i].in));
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		if (!csv_each(&src, good[i].separator, &a, see, &s, &dg) ||
		    !str_is(buf_str(&s.text), good[i].want) || s.misplaced)
			fail_msg("%s: %.*s%s", good[i].claim,
			    STR(buf_str(&s.text)),
			    s.misplaced ? " misplaced" : "");
	}
	arena_free(&a);
}

static const struct {
	const char *claim, *in, *before;	/* rows before the fault */
	uint32_t    line, column;
	const char *cure;
} bad[] = {
	{ "text after the closing quote", "a,b\n1,\"x\"y\n2,3\n", "[a][b]1/",
	    2, 6, "" },
	{ "a blank after the closing quote", "\"x\" ,y\n", "", 1, 4, "" },
	{ "a quote within a bare cell", "a\n1,7'8.8\"N\n", "[a]1/", 2, 8,
	    "\"7'8.8\"\"N\"" },
	{ "an opening quote never closed", "a,b\n1,\"x\ny\nz\n", "[a][b]1/",
	    2, 3, "close it, or write each quote within a cell twice" },
	{ "a lone quote", "\"", "", 1, 1,
	    "close it, or write each quote within a cell twice" },
	{ "columns are characters", "户,\"王\"二\n", "", 1, 6, "" },
};

static void
bad_ones(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct seen s;
	const struct fault *f;
	size_t i;

	(void)state;
	arena_init(&a);
	for (i = 0; i < NELEM(bad); i++) {
		diag_init(&dg, &a, NULL);
		src = source_of("in.csv", str_of(bad[i].in));
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		if (csv_each(&src, ',', &a, see, &s, &dg) || dg.n != 1)
			fail_msg("%s: taken", bad[i].claim);
		f = &dg.faults[0];
		if (strcmp(f->rule, "csv-quote") != 0 ||
		    f->place.line != bad[i].line ||
		    f->place.column != bad[i].column ||
		    !str_is(f->cure, bad[i].cure) ||
		    !str_is(buf_str(&s.text), bad[i].before))
			fail_msg("%s: %u:%u %.*s, after %.*s", bad[i].claim,
			    f->place.line, f->place.column, STR(f->cure),
			    STR(buf_str(&s.text)));
	}
	arena_free(&a);
}

static void
the_caller_may_stop(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src = source_of("in.csv", S("a\nb\nc\n\"x\"y"));
	struct seen s = { .src = &src, .stop_at = 2 };

	(void)state;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	buf_init(&s.text, &a);
	assert_true(csv_each(&src, ',', &a, see, &s, &dg));
	assert_true(str_is(buf_str(&s.text), "[a]1/[b]2/"));
	assert_int_equal(dg.n, 0);
	arena_free(&a);
}

static void
cells_are_bounded(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct buf b;
	struct seen s;
	int extra;

	(void)state;
	arena_init(&a);
	for (extra = 0; extra < 2; extra++) {
		diag_init(&dg, &a, NULL);
		buf_init(&b, &a);
		buf_fill(&b, ',', CSV_CELLS - 1 + (size_t)extra);
		src = source_of("in.csv", buf_str(&b));
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		assert_int_equal(csv_each(&src, ',', &a, see, &s, &dg),
		    !extra);
		assert_int_equal(dg.n, extra);
	}
	assert_string_equal(dg.faults[0].rule, "csv-cells");
	arena_free(&a);
}

/* What is put is read back, whatever it is. */
static void
put_then_read(void **state)
{
	static const char bytes[] = "a\",; \t\n\r\xE7\x8E\x8B";
	struct arena a;
	struct diag dg;
	struct source src;
	struct buf b, want;
	struct seen s;
	char cell[6];
	size_t i, j, n;
	uint32_t x = 1;

	(void)state;
	arena_init(&a);
	for (i = 0; i < 3000; i++) {
		buf_init(&b, &a);
		buf_init(&want, &a);
		for (j = 0; j < 3; j++) {
			for (n = 0; n < 6; n++) {
				x = x * 1664525 + 1013904223;
				cell[n] = bytes[(x >> 20) % 11];
			}
			n = (x >> 12) % 7;
			csv_put(&b, (struct str){ cell, n }, ',');
			buf_puts(&b, j < 2 ? "," : "\r\n");
			buf_printf(&want, "[%.*s]", (int)n, cell);
		}
		buf_puts(&want, "1/");
		diag_init(&dg, &a, NULL);
		src = source_of("in.csv", buf_str(&b));
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		if (!csv_each(&src, ',', &a, see, &s, &dg) || s.misplaced ||
		    !str_eq(buf_str(&s.text), buf_str(&want)))
			fail_msg("%.*s was read as %.*s", STR(buf_str(&b)),
			    STR(buf_str(&s.text)));
		arena_reset(&a);
	}
	arena_free(&a);
}

static void
puts_no_needless_quotes(void **state)
{
	struct arena a;
	struct buf b;

	(void)state;
	arena_init(&a);
	buf_init(&b, &a);
	csv_put(&b, S("-5.00"), ',');
	buf_char(&b, ',');
	csv_put(&b, S(""), ',');
	buf_char(&b, ',');
	csv_put(&b, S("王 二"), ',');
	buf_char(&b, ',');
	csv_put(&b, S("a;b"), ',');
	buf_char(&b, ',');
	csv_put(&b, S("a,b"), ',');
	assert_true(str_is(buf_str(&b), "-5.00,,王 二,a;b,\"a,b\""));
	arena_free(&a);
}

/* csv-spectrum, whose json holds what each should give. */
static const struct { const char *file, *want; } spectrum[] = {
	{ "comma_in_quotes", "[first][last][address][city][zip]1/"
	    "[John][Doe][120 any st.][Anytown, WW][08123]2/" },
	{ "empty", "[a][b][c]1/[1][][]2/[2][3][4]3/" },
	{ "empty_crlf", "[a][b][c]1/[1][][]2/[2][3][4]3/" },
	{ "escaped_quotes", "[a][b]1/[1][ha \"ha\" ha]2/[3][4]3/" },
	{ "json", "[key][val]1/[1][{\"type\": \"Point\", \"coordinates\": "
	    "[102.0, 0.5]}]2/" },
	{ "newlines", "[a][b][c]1/[1][2][3]2/[Once upon \na time][5][6]3/"
	    "[7][8][9]4/" },
	{ "newlines_crlf", NULL },	/* checked out with LF or CR LF */
	{ "quotes_and_newlines", "[a][b]1/[1][ha \n\"ha\" \nha]2/[3][4]3/" },
	{ "simple", "[a][b][c]1/[1][2][3]2/" },
	{ "simple_crlf", "[a][b][c]1/[1][2][3]2/" },
	{ "utf8", "[a][b][c]1/[1][2][3]2/[4][5][\xCA\xA4]3/" },
	{ "location_coordinates", "-" },	/* no RFC 4180: bare quotes */
};

/* Rows and cells as Python's csv module counts them; 0 rows: refused. */
static const struct { const char *file; size_t rows, cells; } real[] = {
	{ "gb18030_replies_4byte.csv", 1445, 11560 },
	{ "gbk_dict_one_column.csv", 620, 620 },
	{ "gbk_r_export_all_quoted.csv", 857, 5999 },
	{ "gbk_tiny.csv", 11, 33 },
	{ "gbk_population.csv", 217, 868 },
	{ "bom_uk_spend_thousands_padded.csv", 190, 1520 },
	{ "bom_crlf_us.csv", 71, 426 },
	{ "bom_crlf_weibo_xinfang_long_ids.csv", 56, 952 },
	{ "utf16le_small.csv", 3, 9 },
	{ "csvkit_bad.csv", 4, 12 },
	{ "mac_newlines.csv", 3, 9 },
	{ "header_newline.csv", 2, 6 },
	{ "blanks.csv", 2, 12 },
	{ "us_edu_trailing_comma_crlf.csv", 54, 540 },
	{ "quoted_crlf_truncated.csv", 3, 9 },
	{ "bom_dquote_header.csv", 3, 9 },
	{ "ragged.csv", 4, 12 },
	{ "quotes_and_newlines.csv", 3, 6 },
	{ "json_in_cells.csv", 2, 4 },
	{ "empty_crlf.csv", 3, 9 },
	{ "cn_contest_no_header_trailing_comma.csv", 30, 210 },
	{ "derived_zhs_excel_gb18030_crlf.csv", 348, 696 },
	{ "derived_excel_utf8bom_semicolon_tab.csv", 200, 400 },
	{ "errors_visidata.csv", 0, 0 },
	{ "fr_cp1252.csv", 4, 12 },
};

static const char *
shared(struct arena *a, const char *probe)
{
	const char *dir = getenv("TAIZHANG_SHARED");
	struct str path;

	dir = dir ? dir : "../shared";
	path = arena_printf(a, "%s/%s", dir, probe);
	if (access(path.p, R_OK) == 0)
		return dir;
	printf("SKIPPED: %s not there\n", path.p);
	arena_free(a);
	skip();
	return NULL;
}

static void
spectrum_files(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct seen s;
	const char *dir;
	size_t i;
	bool ok;

	(void)state;
	arena_init(&a);
	dir = shared(&a, "suites/csv/csv-spectrum/csvs/simple.csv");
	for (i = 0; i < NELEM(spectrum); i++) {
		diag_init(&dg, &a, NULL);
		assert_true(store_slurp(&src, &a, arena_printf(&a,
		    "%s/suites/csv/csv-spectrum/csvs/%s.csv", dir,
		    spectrum[i].file), &dg));
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		ok = csv_each(&src, ',', &a, see, &s, &dg);
		if (spectrum[i].want && spectrum[i].want[0] == '-')
			assert_false(ok);
		else if (!spectrum[i].want)
			assert_true(ok && s.rows == 4 && s.cells == 12);
		else if (!ok || s.misplaced ||
		    !str_is(buf_str(&s.text), spectrum[i].want))
			fail_msg("%s: %.*s", spectrum[i].file,
			    STR(buf_str(&s.text)));
	}
	arena_free(&a);
}

static void
real_files(void **state)
{
	struct arena a;
	struct diag dg;
	struct source src;
	struct seen s;
	const char *dir, *name;
	size_t i;
	bool ok;

	(void)state;
	arena_init(&a);
	dir = shared(&a, "data/odd_csv/MANIFEST.json");
	for (i = 0; i < NELEM(real); i++) {
		diag_init(&dg, &a, NULL);
		assert_true(store_slurp(&src, &a, arena_printf(&a,
		    "%s/data/odd_csv/%s", dir, real[i].file), &dg));
		/* what is no text at all must still do no harm here */
		ok = charset_utf8(&src, &name, &a, &dg);
		s = (struct seen){ .src = &src };
		buf_init(&s.text, &a);
		ok = csv_each(&src, strstr(real[i].file, "semicolon") ? ';' :
		    ',', &a, see, &s, &dg);
		if (ok != (real[i].rows > 0) || s.misplaced ||
		    (ok && (s.rows != real[i].rows ||
		    s.cells != real[i].cells)))
			fail_msg("%s: %zu rows, %zu cells", real[i].file,
			    s.rows, s.cells);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_ones),
		cmocka_unit_test(bad_ones),
		cmocka_unit_test(the_caller_may_stop),
		cmocka_unit_test(cells_are_bounded),
		cmocka_unit_test(put_then_read),
		cmocka_unit_test(puts_no_needless_quotes),
		cmocka_unit_test(spectrum_files),
		cmocka_unit_test(real_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
