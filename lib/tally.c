/* SPDX-License-Identifier: MIT */
/* tally - villages one by one, each from its acts; then the sums. */
#include "regions.h"
#include "tally.h"

enum { DECLARED, APPROVED, REJECTED, OPEN, LATE, NCOUNTS };

struct sums {
	int64_t n[NCOUNTS];
	points  plus, minus;
};

/* ---- what both the tally and the handbook need ------------------------ */

static bool
kinds(struct ledger *led, struct diag *dg)
{
	static const char *const names[] = { "entry", "review", "objection" };
	size_t i;

	for (i = 0; i < NELEM(names); i++)
		if (!ledger_need(led, names[i], dg))
			return false;
	return ledger_calendar(led, dg);
}

bool
tally_load(struct tally_work *w, const struct asked *q,
    const struct rulebook *book, struct str village, struct period period,
    struct arena *a, struct diag *dg)
{
	struct score_job job = { .book = book, .period = period,
	    .closes = acts_closes, .ctx = q->led };
	struct subject *subjects;
	size_t i;

	*w = (struct tally_work){ 0 };
	if (!kinds(q->led, dg) || !acts_load(&w->acts, q->led, book, village,
	    period, q->led->run, a, dg) || !acts_subjects(&subjects,
	    &w->nrows, q->led, book, village, period, q->led->run, a, dg))
		return false;
	w->rows = arena_array(a, w->nrows, sizeof(*w->rows));
	for (i = 0; i < w->nrows; i++)
		w->rows[i].id = subjects[i].id;
	job.acts = w->acts.v;
	job.nacts = w->acts.n;
	job.rates = w->acts.rates;
	job.nrates = w->acts.nrates;
	job.rows = w->rows;
	job.nrows = w->nrows;
	w->counts = score_run(&job, a);
	return true;
}

bool
tally_villages(struct strs *out, const struct asked *q, struct diag *dg)
{
	const struct ref *const *all;
	size_t i, n;

	*out = (struct strs){ 0 };
	if (q->village.n) {
		strs_add(out, q->led->arena, q->village);
		return true;
	}
	if (!refs_all(&all, &n, q->led, S("region"), S(""), dg))
		return false;
	for (i = 0; i < n; i++)
		if (!all[i]->voided && strcmp(regions_level(all[i]->id),
		    "village") == 0)
			strs_add(out, q->led->arena, all[i]->id);
	strs_sort(out);
	return true;
}

/* ---- counting --------------------------------------------------------- */

static bool
is_late(const struct ledger *led, const struct act *a)
{
	return a->recorded_on - a->occurred_on > led->policy.record_days;
}

static struct sums
count(const struct asked *q, const struct tally_work *w)
{
	struct sums s = { 0 };
	const struct act *a;
	size_t i;

	for (i = 0; i < w->acts.n; i++) {
		a = &w->acts.v[i];
		if (w->counts[i].in_period && w->counts[i].counted > 0)
			s.plus += w->counts[i].counted;
		else if (w->counts[i].in_period)
			s.minus += w->counts[i].counted;
		if (a->voided || !period_has(q->period, a->occurred_on))
			continue;
		s.n[DECLARED]++;
		s.n[LATE] += is_late(q->led, a);
		if (a->verdict == VERDICT_APPROVED)
			s.n[APPROVED]++;
		else if (a->verdict == VERDICT_REJECTED)
			s.n[REJECTED]++;
		else
			s.n[OPEN]++;
	}
	return s;
}

/* Counted act by act and summed by subject, the points must be the same. */
static bool
check(const struct tally_work *w, const struct sums *s, struct str village,
    struct diag *dg)
{
	points plus = 0, minus = 0;
	size_t i;

	for (i = 0; i < w->nrows; i++) {
		plus += w->rows[i].plus;
		minus += w->rows[i].minus;
	}
	if (s->n[DECLARED] == s->n[APPROVED] + s->n[REJECTED] + s->n[OPEN] &&
	    plus + minus == s->plus + s->minus)
		return true;
	return diag_error(dg, "report.total", NULL, (struct span){ 0, 0 },
	    "the parts of '%.*s' do not add up to its points", STR(village));
}

/* ---- the table -------------------------------------------------------- */

static void
columns(struct table *t, struct diag *dg)
{
	const struct { const char *key; struct str label; } ints[] = {
		{ "declared", diag_say(dg, "number declared") },
		{ "approved", diag_say(dg, "number approved") },
		{ "rejected", diag_say(dg, "number rejected") },
	};
	size_t i;

	asked_column(t, "village", diag_say(dg, "village"), CELL_TEXT,
	    AUDIENCE_TOWNSHIP);
	for (i = 0; i < NELEM(ints); i++)
		asked_column(t, ints[i].key, ints[i].label, CELL_INT,
		    AUDIENCE_TOWNSHIP);
	asked_column(t, "plus", diag_say(dg, "plus"), CELL_POINTS,
	    AUDIENCE_TOWNSHIP);
	asked_column(t, "minus", diag_say(dg, "minus"), CELL_POINTS,
	    AUDIENCE_TOWNSHIP);
	asked_column(t, "unreviewed", diag_say(dg, "not yet reviewed"),
	    CELL_INT, AUDIENCE_TOWNSHIP);
	asked_column(t, "late", diag_say(dg, "recorded late"), CELL_INT,
	    AUDIENCE_TOWNSHIP);
}

static void
cells(struct table *t, const struct sums *s)
{
	table_int(t, s->n[DECLARED]);
	table_int(t, s->n[APPROVED]);
	table_int(t, s->n[REJECTED]);
	table_points(t, s->plus);
	table_points(t, s->minus);
	table_int(t, s->n[OPEN]);
	table_int(t, s->n[LATE]);
}

static bool
village(struct table *t, const struct asked *q, const struct rulebook *book,
    struct str code, struct sums *all, struct diag *dg)
{
	struct tally_work w;
	struct arena a;
	struct sums s;
	size_t i;
	bool ok;

	arena_init(&a);
	ok = tally_load(&w, q, book, code, q->period, &a, dg);
	if (ok) {
		s = count(q, &w);
		ok = check(&w, &s, code, dg);
		table_named(t, code, asked_village(q, code, dg));
		cells(t, &s);
		for (i = 0; i < NCOUNTS; i++)
			all->n[i] += s.n[i];
		all->plus += s.plus;
		all->minus += s.minus;
	}
	arena_free(&a);
	return ok;
}

static bool
total(struct table *t, const struct sums *all, struct diag *dg)
{
	const int64_t want[] = { all->n[DECLARED], all->n[APPROVED],
	    all->n[REJECTED], all->plus, all->minus, all->n[OPEN],
	    all->n[LATE] };
	size_t i, k, rows = table_rows(t);
	int64_t have;

	for (k = 0; k < NELEM(want); k++) {
		for (have = 0, i = 0; i < rows; i++)
			have += table_cell(t, i, k + 1)->n;
		if (have != want[k])
			return diag_error(dg, "report.total", NULL,
			    (struct span){ 0, 0 }, "the column '%.*s' does not "
			    "add up to its total", STR(t->columns[k + 1].key));
	}
	table_text(t, diag_say(dg, "total"));
	cells(t, all);
	return true;
}

bool
tally_report(struct table *t, const struct asked *q, struct diag *dg)
{
	const struct rulebook *book;
	struct strs codes;
	struct sums all = { 0 };
	struct str place = asked_place(q, dg), period;
	size_t i;

	period = period_title(q->led->arena, q->period, q->led->chinese);
	table_init(t, q->led->arena, q->name, diag_say(dg,
	    "%.*s: monthly points tally, %.*s", STR(place), STR(period)));
	if (!asked_book(&book, q, false, dg) ||
	    !tally_villages(&codes, q, dg))
		return false;
	asked_head(t, q, dg);
	asked_line(t, &t->head, diag_say(dg, "rulebook: %.*s",
	    STR(book->title)));
	columns(t, dg);
	for (i = 0; i < codes.n; i++)
		if (!village(t, q, book, codes.v[i], &all, dg))
			return false;
	asked_foot(t, q, dg);
	return !q->totals || total(t, &all, dg);
}
