/* SPDX-License-Identifier: MIT */
/*
 * township - a quarter of 43 villages, to the cent
 *
 * The data and the result were made independently of this program; see
 * design.md section 9.  They are looked for in $TAIZHANG_SHARED.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csv.h"
#include "score.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct township {
	struct arena     arena;
	struct diag      dg;
	struct rulebook  book;
	struct map       reviewers;	/* village: the reviewer */
	struct act      *acts;
	struct score_row *rows;
	size_t           nacts, nrows, acts_cap, rows_cap;
	struct map       row_of;	/* subject: the row, once ranked */
	size_t           compared, wrong;
};

static const char *
shared(void)
{
	const char *dir = getenv("TAIZHANG_SHARED");

	return dir ? dir : "../shared";
}

static bool
slurp(struct township *t, const char *name, struct source *src)
{
	struct str path;
	struct stat st;
	char *p;
	int fd;

	path = arena_printf(&t->arena, "%s/data/township/%s", shared(), name);
	fd = open(path.p, O_RDONLY);
	if (fd < 0)
		return false;
	assert_int_equal(fstat(fd, &st), 0);
	p = arena_alloc(&t->arena, (size_t)st.st_size + 1);
	assert_int_equal(read(fd, p, (size_t)st.st_size), st.st_size);
	close(fd);
	*src = source_of(path.p, (struct str){ p, (size_t)st.st_size });
	return true;
}

static void
each_row(struct township *t, const char *name,
    bool (*fn)(void *, const struct csv_row *))
{
	struct source *src = arena_alloc(&t->arena, sizeof(*src));

	assert_true(slurp(t, name, src));
	assert_true(csv_each(src, ',', &t->arena, fn, t, &t->dg));
}

static struct str
cell(struct township *t, const struct csv_row *row, size_t i)
{
	return arena_dup(&t->arena, row->cells[i].text);
}

static points
number(const struct csv_row *row, size_t i)
{
	points p;

	assert_true(points_read(&p, row->cells[i].text));
	return p;
}

/* id,village,name,roles */
static bool
add_person(void *ctx, const struct csv_row *row)
{
	struct township *t = ctx;
	struct str *id;

	if (!str_is(row->cells[3].text, "reviewer"))
		return true;
	id = arena_alloc(&t->arena, sizeof(*id));
	*id = cell(t, row, 0);
	*map_put(&t->reviewers, cell(t, row, 1)) = id;
	return true;
}

/* id,village,group,head,members,type,color */
static bool
add_household(void *ctx, const struct csv_row *row)
{
	struct township *t = ctx;

	if (row->number == 1)
		return true;
	t->rows = arena_grow(&t->arena, t->rows, t->nrows, &t->rows_cap,
	    sizeof(*t->rows));
	t->rows[t->nrows++] = (struct score_row){ .id = cell(t, row, 0),
	    .group = cell(t, row, 1) };
	return true;
}

/* The day the month was reviewed: 02-05, 03-05, 04-08. */
static date_day
reviewed_on(date_day occurred)
{
	int month = date_ymd(occurred).month;

	return date_of(2026, month + 1, month == 3 ? 8 : 5);
}

/*
 * ref,occurred_on,recorded_on,village,subject_type,subject,rulebook,item,
 * quantity,unit_points,place,reason,evidence,source,recorder,event_ref
 */
static bool
add_entry(void *ctx, const struct csv_row *row)
{
	struct township *t = ctx;
	const struct str *reviewer;
	struct act *a;

	if (row->number == 1)
		return true;
	assert_int_equal(row->n, 16);
	t->acts = arena_grow(&t->arena, t->acts, t->nacts, &t->acts_cap,
	    sizeof(*t->acts));
	a = &t->acts[t->nacts++];
	*a = (struct act){ .id = cell(t, row, 0),
	    .occurred_on = date_iso(row->cells[1].text),
	    .recorded_on = date_iso(row->cells[2].text),
	    .subject = cell(t, row, 5), .item = cell(t, row, 7),
	    .quantity = number(row, 8), .unit_points = number(row, 9),
	    .event_ref = cell(t, row, 15), .approved_on = DATE_NONE };
	reviewer = map_get(&t->reviewers, row->cells[3].text);
	assert_non_null(reviewer);
	if (row->cells[12].text.n && !str_eq(row->cells[14].text, *reviewer)) {
		a->verdict = VERDICT_APPROVED;
		a->approved_on = reviewed_on(a->occurred_on);
	}
	return true;
}

/* village,subject,plus,minus,earned,rank */
static bool
compare(void *ctx, const struct csv_row *row)
{
	struct township *t = ctx;
	const struct score_row *r;
	struct str rank;

	if (row->number == 1)
		return true;
	r = map_get(&t->row_of, row->cells[1].text);
	assert_non_null(r);
	rank = arena_printf(&t->arena, "%u", r->rank);
	t->compared++;
	if (str_eq(r->group, row->cells[0].text) &&
	    r->plus == number(row, 2) && r->minus == number(row, 3) &&
	    r->earned == number(row, 4) && str_eq(rank, row->cells[5].text))
		return true;
	if (t->wrong++ < 10)
		print_error("row %zu: %.*s has %.*s %.*s %.*s, rank %u\n",
		    row->number, STR(r->id),
		    STR(points_str(&t->arena, r->plus)),
		    STR(points_str(&t->arena, r->minus)),
		    STR(points_str(&t->arena, r->earned)), r->rank);
	return true;
}

static date_day
on_the_tenth(void *ctx, int year, int month)
{
	(void)ctx;
	return month == 12 ? date_of(year + 1, 1, 10)
	    : date_of(year, month + 1, 10);
}

static bool
load(struct township *t)
{
	struct source src;
	struct doc doc;

	arena_init(&t->arena);
	diag_init(&t->dg, &t->arena, NULL);
	map_init(&t->reviewers, &t->arena);
	map_init(&t->row_of, &t->arena);
	if (!slurp(t, "rules/household.yaml", &src))
		return false;
	assert_true(doc_read(&doc, &src, &t->arena, &t->dg));
	assert_true(rulebook_parse(&t->book, &doc, &t->arena, &t->dg));
	each_row(t, "people.csv", add_person);
	each_row(t, "households.csv", add_household);
	each_row(t, "entries_2026Q1.csv", add_entry);
	return true;
}

/* What is counted of the acts adds up to what the subjects have. */
static void
check_sums(struct township *t, const struct count *counts)
{
	points of_acts = 0, of_rows = 0, of_lines = 0;
	size_t i, k;

	for (i = 0; i < t->nacts; i++)
		of_acts += counts[i].in_period ? counts[i].counted : 0;
	for (i = 0; i < t->nrows; i++) {
		of_rows += t->rows[i].plus + t->rows[i].minus;
		for (k = 0; k < t->rows[i].nlines; k++)
			of_lines += t->rows[i].lines[k].score;
	}
	assert_int_equal(of_acts, of_rows);
	assert_int_equal(of_acts, of_lines);
}

static void
every_household_is_right(void **state)
{
	struct township t = { 0 };
	struct score_job job;
	size_t i;

	(void)state;
	if (!load(&t)) {
		print_message("SKIPPED: %s/data/township not there\n",
		    shared());
		arena_free(&t.arena);
		skip();
	}
	job = (struct score_job){ .book = &t.book,
	    .period = { date_of(2026, 1, 1), date_of(2026, 4, 1),
	    PERIOD_QUARTER }, .closes = on_the_tenth, .acts = t.acts,
	    .nacts = t.nacts, .rows = t.rows, .nrows = t.nrows };
	check_sums(&t, score_run(&job, &t.arena));
	score_rank(t.rows, t.nrows, &t.book);
	for (i = 0; i < t.nrows; i++)
		*map_put(&t.row_of, t.rows[i].id) = &t.rows[i];
	each_row(&t, "expected_2026Q1.csv", compare);
	assert_int_equal(t.nacts, 9000);
	assert_int_equal(t.compared, 4300);
	assert_int_equal(t.wrong, 0);
	arena_free(&t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_household_is_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
