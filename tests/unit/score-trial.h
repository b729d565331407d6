/* SPDX-License-Identifier: MIT */
/* score-trial - a book, some acts and a quarter, for the tests of score. */
#ifndef SCORE_TRIAL_H
#define SCORE_TRIAL_H

#include <stdio.h>

#include "score.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define MAX_ACTS	400

/* A book, some acts of a few subjects, one period. */
struct trial {
	struct arena     arena;
	struct diag      dg;
	struct source    src;
	struct rulebook  book;
	struct act       acts[MAX_ACTS];
	size_t           nacts;
	struct score_row rows[4];
	size_t           nrows;
	struct score_rate rates[8];
	size_t           nrates;
	struct period    period;
	struct count    *counts;
};

/* The tenth of the next month, on whatever weekday. */
static inline date_day
on_the_tenth(void *ctx, int year, int month)
{
	(void)ctx;
	return month == 12 ? date_of(year + 1, 1, 10)
	    : date_of(year, month + 1, 10);
}

static inline struct period
quarter(int year, int number)
{
	return (struct period){ date_of(year, number * 3 - 2, 1),
	    number == 4 ? date_of(year + 1, 1, 1)
	    : date_of(year, number * 3 + 1, 1), PERIOD_QUARTER };
}

static inline void
begin(struct trial *t, const char *book)
{
	struct doc doc;

	memset(t, 0, sizeof(*t));
	arena_init(&t->arena);
	diag_init(&t->dg, &t->arena, NULL);
	t->src = source_of("rules/book.yaml", str_of(book));
	assert_true(doc_read(&doc, &t->src, &t->arena, &t->dg));
	assert_true(rulebook_parse(&t->book, &doc, &t->arena, &t->dg));
	t->period = quarter(2026, 1);
	t->rows[0] = (struct score_row){ .id = S("H-1"), .group = S("V") };
	t->rows[1] = (struct score_row){ .id = S("H-2"), .group = S("V") };
	t->nrows = 2;
}

/* An act of H-1, recorded that day and approved on the fifth after. */
static inline struct act *
add(struct trial *t, const char *day, const char *item, points unit)
{
	struct act *a = &t->acts[t->nacts++];
	struct ymd d;

	assert_true(t->nacts <= MAX_ACTS);
	*a = (struct act){ .id = arena_printf(&t->arena, "S-%03zu", t->nacts),
	    .subject = S("H-1"), .item = str_of(item), .unit_points = unit,
	    .quantity = QUANTITY_ONE, .occurred_on = date_iso(str_of(day)),
	    .verdict = VERDICT_APPROVED };
	assert_int_not_equal(a->occurred_on, DATE_NONE);
	d = date_ymd(a->occurred_on);
	a->recorded_on = a->occurred_on;
	a->approved_on = d.month == 12 ? date_of(d.year + 1, 1, 5)
	    : date_of(d.year, d.month + 1, 5);
	return a;
}

static inline date_day
day(const char *text)
{
	date_day d = date_iso(str_of(text));

	assert_int_not_equal(d, DATE_NONE);
	return d;
}

static inline void
run(struct trial *t)
{
	struct score_job job = { .book = &t->book, .period = t->period,
	    .closes = on_the_tenth, .acts = t->acts, .nacts = t->nacts,
	    .rates = t->rates, .nrates = t->nrates, .rows = t->rows,
	    .nrows = t->nrows };

	t->counts = score_run(&job, &t->arena);
}

static inline void
counts_are(const struct trial *t, const char *claim, const points *want)
{
	size_t i;

	for (i = 0; i < t->nacts; i++) {
		if (t->counts[i].counted == want[i])
			continue;
		print_error("%s: act %zu counts %lld, not %lld (%s)\n", claim,
		    i + 1, (long long)t->counts[i].counted,
		    (long long)want[i], score_why_key(t->counts[i].why));
		fail();
	}
}

#define BOOK_HEAD \
	"id: household\ntitle: 家庭\nsubject_type: household\n" \
	"settle: accrue\nversions:\n"

/* One item for each rule. */
static const char household[] = BOOK_HEAD
    "- from: 2026-01-01\n"
    "  base: 100\n"
    "  categories: [{code: pub, name: 公益}, {code: env, name: 环境}]\n"
    "  items:\n"
    "  - {code: WORK, category: pub, name: 义务劳动, points: 5.00,"
    " cap: {per: quarter, points: 15.00}}\n"
    "  - {code: YARD, category: env, name: 环境不合格, points: -3.00}\n"
    "  - {code: FIRE-A, category: pub, name: 防火值守, points: 3.00}\n"
    "  - {code: FIRE-B, category: pub, name: 防火值守, points: 5.00}\n"
    "  - {code: FIRE-C, category: env, name: 防火值守, points: 5.00}\n"
    "  - {code: GOOD, category: pub, name: 好人好事, points: 20.00}\n"
    "  - {code: PEACE, category: pub, name: 协助调解, points: 10.00}\n"
    "  - {code: MEET, category: pub, name: 会议, points: 2.00,"
    " cap: {per: month, points: 3.00}}\n"
    "  - {code: HALF, category: pub, name: 半年, points: 2.00,"
    " cap: {per: half, points: 3.00}}\n"
    "  - {code: GIFT, category: pub, name: 捐款, points: 1.00,"
    " cap: {per: year, points: 10.00}}\n"
    "  - {code: ONCE, category: pub, name: 一次, points: 1.00,"
    " cap: {per: event, points: 4.00}}\n"
    "  - {code: TWO, category: pub, name: 两限, points: 2.00,"
    " cap: [{per: month, points: 3.00}, {per: quarter, points: 4.00}]}\n"
    "  - {code: LITTER, category: env, name: 乱倒, points: -2.00,"
    " cap: {per: quarter, points: -5.00}}\n"
    "  - {code: HEAL, category: env, name: 整改, points: [0.50, 9.00],"
    " recovery: true}\n"
    "  - {code: HOURS, category: pub, name: 时长, per: hours,"
    " tiers: [[4, 1.00], [20, 3.00]]}\n"
    "  - {code: SHAME, category: env, name: 事故, veto: true}\n"
    "  - {code: OLD, category: pub, name: 旧, points: 1.00,"
    " to: 2026-02-28}\n";

#endif
