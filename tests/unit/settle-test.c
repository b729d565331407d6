/* SPDX-License-Identifier: MIT */
/*
 * settle - quarters and years from files, whatever the number of threads
 *
 * Run from the top of the tree, or told by $TAIZHANG_SHARE where schemas and
 * calendars are.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "settle-work.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define TOWN	"371603002000"
#define A	"371603002001"
#define B	"371603002002"
#define C	"371603002003"
#define D	"371603002004"

struct world {
	struct arena      a;
	struct diag       dg;
	struct ledger     led;
	struct settlement s;
	char              dir[64];
	bool              opened;
};

static void
put(const struct world *w, const char *path, const char *text)
{
	char full[256], *p;
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", w->dir, path);
	for (p = full + strlen(w->dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(full, 0750);
		*p = '/';
	}
	f = fopen(full, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

static const char household[] =
    "id: hh\ntitle: 家庭\nsubject_type: household\nsettle: accrue\n"
    "ranking_group: village\nversions:\n- from: 2026-01-01\n"
    "  base: 10.00\n  categories:\n  - {code: c, name: 类}\n  items:\n"
    "  - {code: UP, category: c, name: 加, points: 5.00,"
    " cap: {per: quarter, points: 15.00}}\n"
    "  - {code: DOWN, category: c, name: 减, points: -3.00}\n";

static const char simple[] =
    "id: simple\ntitle: 村级\nsubject_type: village\nsettle: hundred\n"
    "ranking_group: township\n"
    "annual: {weight: 0.60, other_weight: 0.40, clamp_high: 110,"
    " adjust_cap: 10}\nversions:\n- from: 2026-01-01\n"
    "  categories:\n  - {code: all, name: 全, weight: 100, mode: deduct}\n"
    "  items:\n  - {code: X, category: all, name: 扣, points: -1.00}\n"
    "  - {code: V, category: all, name: 否, veto: true}\n";

static void
regions(const struct world *w)
{
	static const char *const codes[] = { A, B, C, D };
	struct arena a;
	struct buf b;
	size_t i;

	arena_init(&a);
	buf_init(&b, &a);
	buf_puts(&b, "- code: \"" TOWN "\"\n  name: 镇\n  level: township\n");
	for (i = 0; i < NELEM(codes); i++)
		buf_printf(&b, "- code: \"%s\"\n  name: 村%zu\n  level: "
		    "village\n  parent: \"" TOWN "\"\n", codes[i], i);
	buf_char(&b, '\0');
	put(w, "registers/regions.yaml", buf_str(&b).p);
	arena_free(&a);
}

static int
begin(void **state)
{
	struct world *w = test_calloc(1, sizeof(*w));

	arena_init(&w->a);
	snprintf(w->dir, sizeof(w->dir), "/tmp/settle-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	put(w, "ledger.yaml", "format: 1\nregion: \"" TOWN "\"\nname: 镇\n"
	    "timezone: Asia/Shanghai\nlanguage: zh\n");
	regions(w);
	*state = w;
	return 0;
}

static int
end(void **state)
{
	struct world *w = *state;
	char line[128];

	if (w->opened)
		ledger_close(&w->led);
	snprintf(line, sizeof(line), "rm -rf '%s'", w->dir);
	assert_int_equal(system(line), 0);
	arena_free(&w->a);
	test_free(w);
	return 0;
}

static void
reopen(struct world *w, unsigned threads, const char *today)
{
	const char *share = getenv("TAIZHANG_SHARE");
	struct ledger_env env = { .dir = str_of(w->dir), .threads = threads,
	    .share = str_of(share ? share : "share"),
	    .today = date_iso(str_of(today)) };

	if (w->opened)
		ledger_close(&w->led);
	arena_reset(&w->a);
	diag_init(&w->dg, &w->a, NULL);
	w->opened = ledger_open(&w->led, &w->a, &env, &w->dg);
	if (!w->opened)
		print_error("%.*s\n", STR(w->dg.faults[0].text));
	assert_true(w->opened);
}

static void
run(struct world *w, const char *period, enum settle_source source)
{
	struct settle_scope scope = { .source = source };

	assert_true(period_parse(&scope.period, str_of(period), 0, NULL,
	    (struct span){ 0, 0 }, &w->dg));
	if (!settle_run(&w->s, &w->led, &scope, &w->dg)) {
		print_error("%.*s: %.*s\n", STR(w->dg.faults[0].path),
		    STR(w->dg.faults[0].text));
		fail();
	}
}

static const struct settle_row *
row(const struct world *w, const char *subject)
{
	size_t i, k;

	for (i = 0; i < w->s.ngroups; i++)
		for (k = 0; k < w->s.groups[i].nrows; k++)
			if (str_is(w->s.groups[i].rows[k].subject, subject))
				return &w->s.groups[i].rows[k];
	fail_msg("no row for %s", subject);
	return NULL;
}

/* ---- households ------------------------------------------------------- */

static const char act[] =
    "- id: S2026%s-%s\n  village: \"" A "\"\n"
    "  subject_type: household\n  subject: %s\n"
    "  rulebook: hh@2026-01-01\n  item: %s\n  item_name: 名\n"
    "  category: c\n  unit_points: %s\n  occurred_on: %s\n"
    "  recorded_on: %s\n  place: 村\n  reason: 事\n  source: inspection\n"
    "%s";

static void
one_act(struct buf *b, const char *tail, const char *day,
    const char *subject, const char *item, const char *unit,
    const char *more)
{
	char md[5] = { day[5], day[6], day[8], day[9], '\0' };

	buf_printf(b, act, md, tail, subject, item, unit, day, day, more);
}

static void
finish(struct world *w, struct buf *b, const char *path)
{
	buf_char(b, '\0');
	put(w, path, buf_str(b).p);
	b->n = 0;
}

/* C4.10 without its cap of three: H-1 has 5 + 5 - 3, and 5 left for April. */
static void
households(struct world *w, const char *name)
{
	struct arena a;
	struct buf b;

	arena_init(&a);
	buf_init(&b, &a);
	put(w, "rules/hh.yaml", household);
	put(w, "villages/" A "/households.yaml",
	    "- id: H-1\n  village: \"" A "\"\n  head: 甲\n"
	    "- id: H-2\n  village: \"" A "\"\n  head: 乙\n"
	    "- id: H-3\n  village: \"" A "\"\n  head: 丙\n"
	    "  left_on: 2026-02-01\n");
	put(w, "villages/" B "/households.yaml",
	    "- id: H-9\n  village: \"" B "\"\n  head: 丁\n");
	one_act(&b, "0000000A", "2026-01-06", "H-1", "UP", "5.00", "");
	one_act(&b, "0000000B", "2026-01-20", "H-1", "UP", "5.00", "");
	one_act(&b, "0000000C", "2026-01-21", "H-3", "UP", "5.00", "");
	finish(w, &b, "villages/" A "/scores/2026-01.yaml");
	buf_printf(&b, "# %s\n", name);
	one_act(&b, "0000000D", "2026-03-02", "H-1", "DOWN", "-3.00", "");
	one_act(&b, "0000000E", "2026-03-31", "H-1", "UP", "5.00", "");
	one_act(&b, "0000000F", "2026-03-31", "H-2", "UP", "5.00", "");
	finish(w, &b, "villages/" A "/scores/2026-03.yaml");
	put(w, "villages/" A "/reviews/2026-01.yaml",
	    "- id: R20260205-00000001\n  village: \"" A "\"\n"
	    "  month: 2026-01\n  reviewer: P-1\n  day: 2026-02-05\n"
	    "  approved: [S20260106-0000000A, S20260120-0000000B, "
	    "S20260121-0000000C]\n");
	put(w, "villages/" A "/reviews/2026-03.yaml",
	    "- id: R20260408-00000001\n  village: \"" A "\"\n"
	    "  month: 2026-03\n  reviewer: P-1\n  day: 2026-04-08\n"
	    "  approved: [S20260302-0000000D]\n"
	    "- id: R20260412-00000001\n  village: \"" A "\"\n"
	    "  month: 2026-03\n  reviewer: P-1\n  day: 2026-04-12\n"
	    "  approved: [S20260331-0000000E]\n");
	arena_free(&a);
}

static void
a_quarter_counts_what_was_approved_in_time(void **state)
{
	struct world *w = *state;

	households(w, "a");
	reopen(w, 1, "2026-04-13");
	run(w, "2026Q1", SETTLE_RECORDS);
	assert_int_equal(w->s.ngroups, 2);
	assert_int_equal(w->s.groups[0].nrows, 2);
	assert_int_equal(row(w, "H-1")->earned, 700);
	assert_int_equal(row(w, "H-1")->total, 1700);
	assert_int_equal(row(w, "H-1")->rank, 1);
	assert_int_equal(row(w, "H-2")->earned, 0);
	assert_int_equal(row(w, "H-9")->rank, 1);
	assert_int_equal(w->s.groups[0].counted, 3);
	assert_int_equal(w->s.groups[0].left[0].unreviewed, 1);
	assert_int_equal(w->s.groups[0].left[0].strays, 1);
	assert_int_equal(w->s.groups[0].cutoff, date_of(2026, 4, 10));
	run(w, "2026Q2", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 500);
	assert_int_equal(row(w, "H-1")->late, 1);
	assert_int_equal(row(w, "H-1")->year_total, 1200);
	run(w, "2026", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 1200);
	assert_int_equal(row(w, "H-1")->total, 2200);
	assert_int_equal(row(w, "H-1")->nquarters, 2);
}

static void
threads_do_not_matter(void **state)
{
	struct world *w = *state;
	char first[80];
	unsigned n;

	households(w, "a");
	for (n = 1; n <= 8; n *= 2) {
		reopen(w, n, "2026-04-13");
		run(w, "2026Q1", SETTLE_RECORDS);
		assert_int_equal(w->s.groups[0].digest.n, 71);
		if (n == 1)
			memcpy(first, w->s.groups[0].digest.p, 71);
		assert_memory_equal(first, w->s.groups[0].digest.p, 71);
		assert_true(str_is(w->s.groups[0].village, A));
		assert_true(str_is(w->s.groups[0].rows[0].subject, "H-1"));
	}
}

static const struct {
	const char *claim, *path, *from, *to;
	bool same;
} changes[] = {
	{ "a comment is no change", "scores/2026-03.yaml", "# a", "# b",
	    true },
	{ "nor is a name corrected", "scores/2026-03.yaml",
	    "item_name: 名", "item_name: 改", true },
	{ "nor a reason", "scores/2026-01.yaml", "reason: 事", "reason: 物",
	    true },
	{ "points are", "scores/2026-03.yaml", "unit_points: -3.00",
	    "unit_points: -2.00", false },
	{ "so is a day", "scores/2026-01.yaml", "occurred_on: 2026-01-06",
	    "occurred_on: 2026-01-07", false },
	{ "so is another day of approval", "reviews/2026-01.yaml",
	    "day: 2026-02-05", "day: 2026-02-06", false },
	{ "what does not count yet is not in it", "scores/2026-03.yaml",
	    "subject: H-2", "subject: H-1", true },
};

/* Replaces the first text in a file of village A by one as long. */
static void
replace(struct world *w, const char *path, const char *from, const char *to)
{
	char full[256], text[8192];
	size_t n;
	char *p;
	FILE *f;

	snprintf(full, sizeof(full), "%s/villages/" A "/%s", w->dir, path);
	f = fopen(full, "r+");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	p = strstr(text, from);
	assert_non_null(p);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(p, to, strlen(to));
	rewind(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void
the_digest_is_of_what_was_counted(void **state)
{
	struct world *w = *state;
	char first[80];
	bool same;
	size_t i;

	for (i = 0; i < NELEM(changes); i++) {
		households(w, "a");
		reopen(w, 2, "2026-04-13");
		run(w, "2026Q1", SETTLE_RECORDS);
		memcpy(first, w->s.groups[0].digest.p, 71);
		replace(w, changes[i].path, changes[i].from, changes[i].to);
		reopen(w, 2, "2026-04-13");
		run(w, "2026Q1", SETTLE_RECORDS);
		same = memcmp(first, w->s.groups[0].digest.p, 71) == 0;
		if (same != changes[i].same)
			print_error("%s\n", changes[i].claim);
		assert_int_equal(same, changes[i].same);
	}
}

/* ---- what an objection put right -------------------------------------- */

static void
remedy(struct world *w, const char *frozen)
{
	struct arena a;
	struct buf b;

	arena_init(&a);
	buf_init(&b, &a);
	households(w, "a");
	one_act(&b, "0000000G", "2026-04-15", "H-1", "DOWN", "3.00",
	    "  correction_of: S20260302-0000000D\n");
	finish(w, &b, "villages/" A "/scores/2026-04.yaml");
	put(w, "villages/" A "/reviews/2026-04.yaml",
	    "- id: R20260416-00000001\n  village: \"" A "\"\n"
	    "  month: 2026-04\n  reviewer: P-1\n  day: 2026-04-16\n"
	    "  approved: [S20260415-0000000G]\n");
	put(w, "villages/" A "/objections/2026.yaml",
	    "- id: O20260414-00000001\n  village: \"" A "\"\n"
	    "  day: 2026-04-14\n  rulebook: hh\n  period: 2026Q1\n"
	    "  entry: S20260302-0000000D\n  content: 不实\n"
	    "  decision:\n    kind: founded\n    day: 2026-04-15\n"
	    "    by: P-2\n    reason: 属实\n"
	    "    entry: S20260415-0000000G\n");
	buf_printf(&b, "id: 2026Q1-hh\nvillage: \"" A "\"\nrulebook: hh\n"
	    "ranking_group: village\nperiod: 2026Q1\n"
	    "versions: [hh@2026-01-01]\npublished:\n"
	    "  evaluated_on: 2026-04-10\n  approved_by: 镇\n"
	    "  posted_on: 2026-04-13\n  from: 2026-04-13\n"
	    "  to: 2026-04-19\n%srows: []\n", frozen);
	finish(w, &b, "villages/" A "/settlements/2026Q1-hh.yaml");
	arena_free(&a);
}

static void
a_founded_objection_is_put_right_before_the_freeze(void **state)
{
	struct world *w = *state;

	remedy(w, "");
	reopen(w, 1, "2026-04-20");
	run(w, "2026Q1", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 1000);
	assert_int_equal(w->s.groups[0].founded, 1);
	assert_int_equal(w->s.groups[0].open, 0);
	run(w, "2026Q2", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 500);
	remedy(w, "frozen_on: 2026-04-15\n");
	reopen(w, 1, "2026-04-20");
	run(w, "2026Q1", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 700);
	run(w, "2026Q2", SETTLE_RECORDS);
	assert_int_equal(row(w, "H-1")->earned, 800);
}

/* ---- domain.md C4.9 --------------------------------------------------- */

static const struct {
	const char *code, *quarters[4];
	const char *adjustments[3];
	const char *other, *annual;
	bool vetoed;
	uint32_t rank;
} villages[] = {
	{ A, { "94.92", "93.40", "95.10", "96.00" }, { "5", "8", "-3" },
	    "88.50", "96.52", false, 1 },
	{ B, { "94.92", "95.20", "94.10", "95.20" }, { "7" }, "88.50",
	    "96.52", false, 1 },
	{ C, { "91.30", "90.00", "92.40", "93.10" }, { "2", "-6", "-7" },
	    "95.00", "88.22", false, 3 },
	{ D, { "95.00", "95.00", "95.00", "95.00" }, { NULL }, "92.00",
	    "93.80", true, 0 },
};

static void
year_files(struct world *w, size_t i, struct buf *b)
{
	char path[128];
	const char *p;
	size_t k;

	for (k = 0; k < 3 && (p = villages[i].adjustments[k]); k++)
		buf_printf(b, "- id: A20261220-0000000%zu\n  village: "
		    "\"%s\"\n  subject_type: village\n  subject: \"%s\"\n"
		    "  year: 2026\n  direction: %s\n  reason_kind: %s\n"
		    "  points: %s.00\n  basis: 文\n  decided_by: 镇\n"
		    "  decided_on: 2026-12-20\n", k, villages[i].code,
		    villages[i].code, *p == '-' ? "penalty" : "bonus",
		    *p == '-' ? "notice" : "honor", p + (*p == '-'));
	snprintf(path, sizeof(path), "villages/%s/adjustments/2026.yaml",
	    villages[i].code);
	if (k)
		finish(w, b, path);
	buf_printf(b, "- id: K20270105-0000000%zu\n  village: \"%s\"\n"
	    "  year: 2026\n  score: %s\n  source: 考核办\n"
	    "  day: 2027-01-05\n", i, villages[i].code, villages[i].other);
	snprintf(path, sizeof(path), "villages/%s/assessments.yaml",
	    villages[i].code);
	finish(w, b, path);
}

static void
quarter_files(struct world *w, struct buf *b)
{
	char path[128];
	size_t q, i;

	for (q = 0; q < 4; q++) {
		buf_printf(b, "id: 2026Q%zu-simple\nvillage: \"" TOWN "\"\n"
		    "rulebook: simple\nranking_group: township\n"
		    "period: 2026Q%zu\nversions: [simple@2026-01-01]\n"
		    "published:\n  evaluated_on: 2027-01-11\n"
		    "  approved_by: 镇\n  posted_on: 2027-01-12\n"
		    "  from: 2027-01-12\n  to: 2027-01-18\n"
		    "frozen_on: 2027-01-20\nrows:\n", q + 1, q + 1);
		for (i = 0; i < NELEM(villages); i++)
			buf_printf(b, "- {subject: \"%s\", plus: 0, minus: 0, "
			    "earned: %s, base: 0, total: %s, %s}\n",
			    villages[i].code, villages[i].quarters[q],
			    villages[i].quarters[q], villages[i].vetoed &&
			    q == 3 ? "vetoed: true" : "rank: 1");
		snprintf(path, sizeof(path), "villages/" TOWN
		    "/settlements/2026Q%zu-simple.yaml", q + 1);
		finish(w, b, path);
	}
}

static void
the_year_example_holds(void **state)
{
	struct world *w = *state;
	const struct settle_row *r;
	struct arena a;
	struct buf b;
	points annual;
	size_t i;

	arena_init(&a);
	buf_init(&b, &a);
	put(w, "rules/simple.yaml", simple);
	for (i = 0; i < NELEM(villages); i++)
		year_files(w, i, &b);
	quarter_files(w, &b);
	reopen(w, 2, "2027-02-01");
	run(w, "2026", SETTLE_STANDING);
	assert_int_equal(w->s.ngroups, 1);
	assert_int_equal(w->s.groups[0].open_quarters.n, 0);
	assert_true(w->s.groups[0].on_annual);
	for (i = 0; i < NELEM(villages); i++) {
		r = row(w, villages[i].code);
		assert_true(points_read(&annual, str_of(villages[i].annual)));
		assert_int_equal(r->annual, annual);
		assert_int_equal(r->rank, villages[i].rank);
		assert_int_equal(r->nquarters, 4);
		assert_int_equal(r->total, r->base + r->earned);
	}
	assert_int_equal(row(w, A)->mean, 9486);
	assert_int_equal(row(w, C)->governance, 8370);
	arena_free(&a);
}

static void
a_year_waits_for_its_quarters(void **state)
{
	struct settle_evaluation e = { .approved_by = S("镇") };
	struct world *w = *state;

	households(w, "a");
	reopen(w, 1, "2027-02-01");
	run(w, "2026", SETTLE_BOUND);
	e.day = date_of(2027, 1, 20);
	assert_false(settle_may_publish(&w->s, &e, &w->dg));
	assert_string_equal(w->dg.faults[0].rule, "settlement.open-quarter");
}

static const struct {
	const char *claim, *today;
	const char *from, *to, *freeze;
} windows[] = {
	{ "posted on a working day as it is", "2026-04-14", "2026-04-14",
	    "2026-04-20", "2026-04-21" },
	{ "a weekend rolls to Monday", "2026-04-11", "2026-04-13",
	    "2026-04-19", "2026-04-20" },
	{ "a window over a holiday ends when it ends, and is frozen after",
	    "2026-04-27", "2026-04-27", "2026-05-03", "2026-05-06" },
};

static void
days_roll(void **state)
{
	struct settle_evaluation e = { .approved_by = S("镇"),
	    .day = date_of(2026, 4, 10) };
	struct world *w = *state;
	enum settle_outcome out;
	struct settle_group *g;
	struct change ch;
	size_t i;

	households(w, "a");
	for (i = 0; i < NELEM(windows); i++) {
		reopen(w, 1, windows[i].today);
		run(w, "2026Q1", SETTLE_BOUND);
		assert_true(settle_may_publish(&w->s, &e, &w->dg));
		change_init(&ch, &w->led);
		g = &w->s.groups[0];
		assert_true(settle_publish(&out, &w->s, g, &e, &ch, &w->dg));
		assert_int_equal(out, SETTLE_DONE);
		assert_true(change_finish(&ch, &w->dg));
		put(w, "villages/" A "/settlements/2026Q1-hh.yaml", "");
		g->file.to = date_iso(str_of(windows[i].to));
		if (settle_freeze_day(&w->s, g) != date_iso(str_of(
		    windows[i].freeze)))
			print_error("%s\n", windows[i].claim);
		assert_int_equal(settle_freeze_day(&w->s, g),
		    date_iso(str_of(windows[i].freeze)));
		assert_int_equal(unlinkat(AT_FDCWD, arena_printf(&w->a,
		    "%s/villages/" A "/settlements/2026Q1-hh.yaml",
		    w->dir).p, 0), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define	TEST(f)	cmocka_unit_test_setup_teardown(f, begin, end)
		TEST(a_quarter_counts_what_was_approved_in_time),
		TEST(threads_do_not_matter),
		TEST(the_digest_is_of_what_was_counted),
		TEST(a_founded_objection_is_put_right_before_the_freeze),
		TEST(the_year_example_holds),
		TEST(a_year_waits_for_its_quarters),
		TEST(days_roll),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
