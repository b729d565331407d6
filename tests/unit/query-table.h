/* SPDX-License-Identifier: MIT */
/* query-table - the table that query-test and query-group-test ask. */
#include "buf.h"
#include "query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena arena;
static struct diag diag;
static struct table table;

/*
 * no id    name village(id) colour(id) points rate    day         note
 * 1  037030 王明  小房村(v1)  红(red)     2.50   95.83% 2026-03-01
 * 2  37030  李明  大房村(v2)  黄(yellow) -1.00    -     2026-03-31  修路…
 * 3  A-3    王芳  小房村(v1)  绿(green)   0.00  100.00% 2026-04-01  a b
 * 4  A-4    王明  大房村(v2)  红(red)      -      0.00%  -          (a|b)
 */
static void
fill(void)
{
	static const struct {
		const char *id, *name, *village, *code, *colour, *key;
		points      p;
		int64_t     rate;	/* of 2400 */
		int         month, day;
		const char *note;
	} rows[] = {
		{ "037030", "王明", "小房村", "v1", "红", "red", 250, 2300,
		    3, 1, "" },
		{ "37030", "李明", "大房村", "v2", "黄", "yellow", -100, -1,
		    3, 31, "修路、清沟" },
		{ "A-3", "王芳", "小房村", "v1", "绿", "green", 0, 2400, 4, 1,
		    "a b" },
		{ "A-4", "王明", "大房村", "v2", "红", "red", INT64_MIN, 0,
		    0, 0, "(a|b)" },
	};
	struct table *t = &table;
	size_t i;

	table_init(t, &arena, S("list"), S("List"));
	table_column(t, S("no"), S("序号"), CELL_INT, AUDIENCE_PUBLIC);
	table_column(t, S("id"), S("编号"), CELL_CODE, AUDIENCE_INTERNAL);
	table_column(t, S("name"), S("姓名"), CELL_TEXT, AUDIENCE_TOWNSHIP)
	    ->is_name = true;
	table_column(t, S("village"), S("村"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("colour"), S("颜色"), CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("points"), S("积分"), CELL_POINTS,
	    AUDIENCE_VILLAGE);
	table_column(t, S("rate"), S("率"), CELL_PERCENT, AUDIENCE_PUBLIC);
	table_column(t, S("day"), S("日期"), CELL_DATE, AUDIENCE_PUBLIC);
	table_column(t, S("note"), S("备注"), CELL_TEXT, AUDIENCE_PUBLIC);
	for (i = 0; i < NELEM(rows); i++) {
		table_int(t, (int64_t)i + 1);
		table_code(t, str_of(rows[i].id));
		table_text(t, str_of(rows[i].name));
		table_named(t, str_of(rows[i].code), str_of(rows[i].village));
		table_named(t, str_of(rows[i].key), str_of(rows[i].colour));
		if (rows[i].p == INT64_MIN)
			table_none(t);
		else
			table_points(t, rows[i].p);
		table_rate(t, rows[i].rate, rows[i].rate < 0 ? 0 : 2400);
		table_date(t, rows[i].day ? date_of(2026, rows[i].month,
		    rows[i].day) : DATE_NONE);
		table_text(t, str_of(rows[i].note));
	}
}

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena);
	diag_init(&diag, &arena, NULL);
	fill();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static bool
holds(struct str s, const char *part)
{
	return str_find(s, str_of(part)) < s.n || !*part;
}
