/* SPDX-License-Identifier: MIT */
/* diag - faults recorded, placed, sorted, merged and taken back. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "buf.h"
#include "diag.h"
#include "utf8.h"

static struct arena arena;
static struct diag dg;

static int
fresh(void **state)
{
	(void)state;
	arena_reset(&arena);
	diag_init(&dg, &arena, NULL);
	return 0;
}

static struct span
at(uint32_t from, uint32_t end)
{
	return (struct span){ from, end };
}

static const struct fault *
last(void)
{
	assert_true(dg.n > 0);
	return &dg.faults[dg.n - 1];
}

static void
test_recording(void **state)
{
	struct source src = source_of("v.yaml", S("a: 1\n户：三\n"));
	const struct fault *f;

	(void)state;
	assert_false(diag_error(&dg, "enum", &src, at(8, 11), "no '%.*s'",
	    STR(S("：\x1B[2J"))));
	assert_false(diag_cure(&dg, "%s\n", "户: 三"));
	assert_false(diag_more(&dg, S("-a\n+b\n")));
	f = last();
	assert_string_equal(f->rule, "enum");
	assert_true(str_is(f->text, "no '：\\u{1b}[2J'"));
	assert_true(str_is(f->cure, "户: 三\\u{0a}"));
	assert_true(str_is(f->more, "-a\n+b\n"));
	assert_true(str_is(f->path, "v.yaml"));
	assert_true(str_is(f->place.text, "户：三"));
	assert_int_equal(f->place.line, 2);
	assert_int_equal(f->place.column, 2);
	assert_int_equal(f->place.byte_column, 4);
	assert_int_equal(f->mark.at, 3);
	assert_int_equal(f->mark.end, 6);
	assert_int_equal(dg.nerrors, 1);

	diag_warn(&dg, "w", &src, DIAG_FILE, "all of it");
	assert_int_equal(last()->place.line, 0);
	assert_int_equal(last()->at, 0);
	assert_true(str_is(last()->path, "v.yaml"));
	diag_note(&dg, "n", NULL, at(0, 0), "nowhere");
	assert_int_equal(last()->path.n, 0);
	assert_int_equal(dg.nerrors, 1);
	assert_int_equal(dg.nwarnings, 1);
}

/* What is shown was copied: the source may be overwritten. */
static void
test_sources_may_die(void **state)
{
	char path[] = "v.yaml", bytes[] = "a: 1\nb: 2\n";
	struct source src = source_of(path, str_of(bytes));

	(void)state;
	diag_error(&dg, "r", &src, at(5, 6), "m");
	memset(path, 'x', 6);
	memset(bytes, 'x', 10);
	assert_true(str_is(last()->path, "v.yaml"));
	assert_true(str_is(last()->place.text, "b: 2"));

	/* another file in the same memory is counted afresh */
	memcpy(bytes, "\n\n\n\n\n\n\n\n\n\n", 10);
	memcpy(path, "w.yaml", 6);
	diag_error(&dg, "r", &src, at(5, 6), "m");
	assert_int_equal(last()->place.line, 6);
	assert_true(str_is(last()->path, "w.yaml"));
}

/* Forwards, backwards and across: as if each were counted from the start. */
static void
test_places_in_any_order(void **state)
{
	struct buf b;
	struct source src;
	struct place want;
	uint32_t i, to;

	(void)state;
	buf_init(&b, &arena);
	buf_puts(&b, "\xEF\xBB\xBF");
	for (i = 0; i < 3000; i++) {
		buf_puts(&b, "户：三组a ");
		if (i % 7 == 0 && (i < 500 || i > 2000))
			buf_puts(&b, i % 2 ? "\r\n" : "\n");
	}
	src = source_of("big.yaml", buf_str(&b));
	for (i = 0; i < 2000; i++) {
		to = (uint32_t)((uint64_t)i * 7919 * 31 % (b.n + 3));
		while (to < b.n && (b.p[to] & 0xC0) == 0x80)
			to++;
		want = source_place(&src, to);
		diag_error(&dg, "r", &src, at(to, to + 1), "m");
		assert_int_equal(last()->place.line, want.line);
		assert_int_equal(last()->place.column, want.column);
		assert_int_equal(last()->place.byte_column, want.byte_column);
	}
}

/* The part of a long line that is shown holds what it points at. */
static void
test_long_lines(void **state)
{
	struct buf b;
	struct source src;
	const struct fault *f;
	uint32_t i;

	(void)state;
	buf_init(&b, &arena);
	for (i = 0; i < 100000; i++)
		buf_puts(&b, i % 10 ? "户" : "=");
	buf_puts(&b, "\nnext\n");
	src = source_of("long.yaml", buf_str(&b));
	for (i = 0; i < 280000; i += 2800) {
		diag_error(&dg, "r", &src, at(i, i + 1), "m");
		f = last();
		assert_int_equal(f->place.line, 1);
		assert_int_equal(f->place.column, i / 28 * 10 + 1);
		assert_true(f->place.text.n <= 300);
		assert_int_equal(f->place.text.p[f->mark.at], '=');
		assert_int_equal(f->mark.end, f->mark.at + 1);
		assert_true(f->cut_right);
		assert_int_equal(f->cut_left, i > 0);
		assert_int_equal(utf8_check(f->place.text), f->place.text.n);
	}
	diag_error(&dg, "r", &src, at(279999, 400000), "m");
	assert_false(last()->cut_right);
	assert_true(last()->cut_left);
	assert_int_equal(last()->mark.end, last()->place.text.n);

	src = source_of("w", S("短 line"));
	diag_error(&dg, "r", &src, at(50, 60), "past the end");
	assert_false(last()->cut_left || last()->cut_right);
	assert_int_equal(last()->mark.at, last()->place.text.n);
}

static void
test_odd_places(void **state)
{
	struct source bom = source_of("b", S("\xEF\xBB\xBF")), bad, crlf;

	(void)state;
	diag_error(&dg, "r", &bom, at(0, 2), "m");
	assert_int_equal(last()->place.column, 1);
	assert_int_equal(last()->mark.end, 0);
	bad = source_of("c", S("\x80\x80\x80\x80\x80\x80"));
	diag_error(&dg, "r", &bad, at(4, 3), "m");
	assert_int_equal(last()->place.column, 5);
	assert_int_equal(last()->mark.end, last()->mark.at);
	crlf = source_of("d", S("ab\r\ncd"));
	diag_error(&dg, "r", &crlf, at(3, 4), "on the LF");
	assert_true(str_is(last()->place.text, "ab"));
	assert_int_equal(last()->mark.at, 2);
}

static void
test_long_messages(void **state)
{
	struct buf b;
	size_t i, n;

	(void)state;
	for (n = 0; n < 4; n++) {
		buf_init(&b, &arena);
		buf_fill(&b, 'x', n);
		for (i = 0; i < 5000; i++)
			buf_puts(&b, "村");
		diag_error(&dg, "r", NULL, at(0, 0), "%.*s", STR(buf_str(&b)));
		assert_true(last()->text.n < 2010);
		assert_true(last()->text.n > 1990);
		assert_true(str_ends(last()->text, S("村…")));
	}
}

static void
test_status_is_the_worst(void **state)
{
	(void)state;
	diag_warn(&dg, "r", NULL, at(0, 0), "w");
	assert_int_equal(dg.status, 0);
	diag_error(&dg, "r", NULL, at(0, 0), "e");
	assert_int_equal(dg.status, 1);
	assert_false(diag_usage(&dg, "u %d", 1));
	assert_int_equal(dg.status, 2);
	assert_null(last()->rule);
	assert_false(diag_busy(&dg, "b"));
	assert_int_equal(dg.status, 4);
	diag_usage(&dg, "u");
	assert_int_equal(dg.status, 4);
	assert_false(diag_system(&dg, S("a\nb"), ENOSPC, "cannot write"));
	assert_int_equal(dg.status, 3);
	assert_true(str_is(last()->text,
	    "cannot write 'a\\u{0a}b': No space left on device"));
	diag_system(&dg, S(""), 0, "no clock");
	assert_true(str_is(last()->text, "no clock"));
	diag_busy(&dg, "b");
	assert_int_equal(dg.status, 3);
}

static void
test_sorting(void **state)
{
	struct source a = source_of("a", S("0123456789"));
	struct source b = source_of("b", S("0123456789"));
	static const char want[] = "U a2 a5 a5b a5 b0 b9 ";
	struct buf got;
	size_t i;

	(void)state;
	diag_error(&dg, "r", &b, at(9, 10), "b9");
	diag_error(&dg, "r", &a, at(5, 6), "a5");
	diag_error(&dg, "q", &a, at(5, 6), "a5b");
	diag_error(&dg, "r", &b, at(0, 1), "b0");
	diag_error(&dg, "r", &a, at(5, 6), "a5");	/* twice: goes */
	diag_warn(&dg, "r", &a, at(5, 6), "a5");	/* no error: stays */
	diag_usage(&dg, "U");
	diag_error(&dg, "r", &a, at(2, 3), "a2");
	diag_error(&dg, "r", &b, at(0, 1), "b0");
	diag_sort(&dg);
	buf_init(&got, &arena);
	for (i = 0; i < dg.n; i++)
		buf_printf(&got, "%.*s ", STR(dg.faults[i].text));
	assert_true(str_is(buf_str(&got), want));
	assert_int_equal(dg.nerrors, 6);
	assert_int_equal(dg.nwarnings, 1);
	diag_error(&dg, "r", &a, at(1, 1), "more");
	diag_sort(&dg);
	assert_true(str_is(dg.faults[1].text, "more"));
}

static void
test_merging(void **state)
{
	struct arena other;
	struct diag worker;
	struct source src = source_of("w", S("abc\ndef\n"));
	char rule[] = "kind.rule";

	(void)state;
	arena_init(&other);
	diag_init(&worker, &other, NULL);
	diag_error(&worker, rule, &src, at(4, 5), "from the worker");
	diag_cure(&worker, "a cure");
	diag_busy(&worker, "busy");
	diag_warn(&dg, "r", NULL, at(0, 0), "mine");
	diag_merge(&dg, &worker);
	memset(rule, 'x', sizeof(rule) - 1);
	arena_free(&other);
	assert_int_equal(dg.n, 3);
	assert_int_equal(dg.nerrors, 2);
	assert_int_equal(dg.nwarnings, 1);
	assert_int_equal(dg.status, DIAG_BUSY);
	assert_string_equal(dg.faults[1].rule, "kind.rule");
	assert_true(str_is(dg.faults[1].path, "w"));
	assert_true(str_is(dg.faults[1].text, "from the worker"));
	assert_true(str_is(dg.faults[1].cure, "a cure"));
	assert_true(str_is(dg.faults[1].place.text, "def"));
}

static void
test_going_back(void **state)
{
	struct diag_mark m;

	(void)state;
	diag_error(&dg, "r", NULL, at(0, 0), "stays");
	m = diag_mark(&dg);
	diag_system(&dg, S("x"), ENOENT, "goes");
	diag_warn(&dg, "r", NULL, at(0, 0), "goes");
	diag_back(&dg, m);
	assert_int_equal(dg.n, 1);
	assert_int_equal(dg.nerrors, 1);
	assert_int_equal(dg.nwarnings, 0);
	assert_int_equal(dg.status, DIAG_DATA);
}

static void
test_too_many(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < DIAG_MAX; i++)
		diag_warn(&dg, "r", NULL, at(0, 0), "%zu", i);
	diag_error(&dg, "r", NULL, at(0, 0), "one too many");
	diag_cure(&dg, "not for the one before");
	diag_more(&dg, S("nor these"));
	assert_int_equal(dg.n, DIAG_MAX);
	assert_int_equal(dg.nerrors, 1);
	assert_int_equal(dg.status, DIAG_DATA);
	assert_int_equal(last()->cure.n, 0);
	assert_int_equal(last()->more.n, 0);
}

static void
test_saying(void **state)
{
	(void)state;
	assert_true(str_is(diag_say(&dg, "%d of %s", 3, "四"), "3 of 四"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_recording, fresh),
		cmocka_unit_test_setup(test_sources_may_die, fresh),
		cmocka_unit_test_setup(test_places_in_any_order, fresh),
		cmocka_unit_test_setup(test_long_lines, fresh),
		cmocka_unit_test_setup(test_odd_places, fresh),
		cmocka_unit_test_setup(test_long_messages, fresh),
		cmocka_unit_test_setup(test_status_is_the_worst, fresh),
		cmocka_unit_test_setup(test_sorting, fresh),
		cmocka_unit_test_setup(test_merging, fresh),
		cmocka_unit_test_setup(test_going_back, fresh),
		cmocka_unit_test_setup(test_too_many, fresh),
		cmocka_unit_test_setup(test_saying, fresh),
	};

	arena_init(&arena);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
