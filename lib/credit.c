/* SPDX-License-Identifier: MIT */
/* credit - accounts of points, each a list of days on which it changed. */
#include <stdlib.h>

#include "acts.h"
#include "credit.h"

#define CLEARING	S("03-01")	/* where ledger.yaml says nothing */
#define QUARTERS	8	/* not yet settled that may be spent from */

struct event {
	date_day day;
	points   points;	/* above 0 earned, below 0 spent */
};

struct credit_account {
	struct event *v;
	size_t        n, cap;
};

struct load {
	struct credit_book    *out;
	struct ledger         *led;
	const struct rulebook *book;
	struct map             settled;	/* "2026Q1" -> something */
	struct diag           *dg;
};

static void
add(struct load *l, struct str subject, date_day day, points p)
{
	struct credit_book *b = l->out;
	struct credit_account *acc = map_get(&b->by_subject, subject);

	if (p == 0 || day == DATE_NONE)
		return;
	if (!acc) {
		acc = arena_alloc(b->arena, sizeof(*acc));
		subject = arena_dup(b->arena, subject);
		*map_put(&b->by_subject, subject) = acc;
		strs_add(&b->subjects, b->arena, subject);
	}
	acc->v = arena_grow(b->arena, acc->v, acc->n, &acc->cap,
	    sizeof(*acc->v));
	acc->v[acc->n++] = (struct event){ day, p };
}

/* ---- what was earned -------------------------------------------------- */

/* Quarters only: the year's settlement says the same once more. */
static bool
settlement(void *ctx, const struct record *r, struct diag *dg)
{
	struct load *l = ctx;
	const struct doc *doc = r->doc;
	struct str period = record_text(r, "period");
	date_day frozen = record_day(r, "frozen_on");
	uint32_t rows = record_get(r, "rows"), i;
	points p;

	(void)dg;
	if (frozen == DATE_NONE || str_find(period, S("Q")) == period.n ||
	    !str_eq(record_text(r, "rulebook"), l->book->id))
		return true;
	*map_put(&l->settled, arena_dup(l->out->arena, period)) = l;
	for (i = rows ? doc_first(doc, rows) : 0; i;
	    i = doc_after(doc, rows, i))
		if (points_read(&p, doc_text(doc, i, "earned")))
			add(l, doc_text(doc, i, "subject"), frozen, p);
	return true;
}

/* A quarter not settled yet, where policy.redeem_from says approved. */
static bool
approved(struct load *l, struct period quarter)
{
	struct arena *a = l->out->arena;
	struct score_job job = { .book = l->book, .period = quarter,
	    .closes = acts_closes, .ctx = l->led };
	date_day today = l->led->env.today;
	struct subject *subjects;
	struct acts acts;
	size_t i;

	if (!acts_load(&acts, l->led, l->book, l->out->village, quarter,
	    l->led->run, a, l->dg) || !acts_subjects(&subjects, &job.nrows,
	    l->led, l->book, l->out->village, quarter, l->led->run, a,
	    l->dg))
		return false;
	job.acts = acts.v;
	job.nacts = acts.n;
	job.rows = arena_array(a, job.nrows, sizeof(*job.rows));
	for (i = 0; i < job.nrows; i++)
		job.rows[i].id = subjects[i].id;
	score_run(&job, a);
	for (i = 0; i < job.nrows; i++)
		add(l, job.rows[i].id, today < quarter.to ? today :
		    quarter.to - 1, job.rows[i].earned);
	return true;
}

static bool
unsettled(struct load *l)
{
	struct period q = period_of(PERIOD_QUARTER, l->led->env.today);
	size_t i;

	if (!acts_ready(l->led, l->dg))
		return false;
	for (i = 0; i < QUARTERS; i++, q = period_before(q))
		if (!map_get(&l->settled, period_str(l->out->arena, q)) &&
		    !approved(l, q))
			return false;
	return true;
}

/* ---- what was spent --------------------------------------------------- */

static bool
redemption(void *ctx, const struct record *r, struct diag *dg)
{
	struct load *l = ctx;
	struct str book = record_text(r, "rulebook");

	(void)dg;
	if (!record_get(r, "reversed") &&
	    str_eq(book.n ? book : S("household"), l->book->id))
		add(l, record_text(r, "subject"), record_day(r, "day"),
		    -record_points(r, kind_index(r->kind, "points_cost")));
	return true;
}

/* ---- the whole -------------------------------------------------------- */

static bool
clearing(struct load *l)
{
	const struct kind *kind = ledger_need(l->led, "ledger", l->dg);
	struct str text = CLEARING;
	struct ledger_file f;
	uint32_t policy;

	if (!kind || !ledger_read(&f, l->led, kind, S("ledger.yaml"),
	    l->led->run, l->out->arena, l->dg))
		return false;
	policy = f.doc.n ? doc_get(&f.doc, 0, S("policy")) : 0;
	if (policy && doc_get(&f.doc, policy, S("credit_expires")))
		text = doc_text(&f.doc, policy, "credit_expires");
	l->out->month = (text.p[0] - '0') * 10 + text.p[1] - '0';
	l->out->day = (text.p[3] - '0') * 10 + text.p[4] - '0';
	return true;
}

bool
credit_load(struct credit_book *out, struct ledger *led,
    const struct rulebook *book, struct str village, struct arena *a,
    struct diag *dg)
{
	struct load l = { .out = out, .led = led, .book = book, .dg = dg };
	const struct kind *settlements = ledger_need(led, "settlement", dg);
	const struct kind *redemptions = ledger_need(led, "redemption", dg);
	struct ledger_scope own = { .village = village };
	struct ledger_scope above = { .village = led->region };

	*out = (struct credit_book){ .arena = a, .book = book->id,
	    .village = village };
	map_init(&out->by_subject, a);
	map_init(&l.settled, a);
	if (!settlements || !redemptions || !clearing(&l))
		return false;
	if (!ledger_each(led, settlements, &own, settlement, &l, dg) ||
	    (!str_eq(village, led->region) &&
	    !ledger_each(led, settlements, &above, settlement, &l, dg)) ||
	    !ledger_each(led, redemptions, &own, redemption, &l, dg))
		return false;
	return !str_is(led->policy.redeem_from, "approved") || unsettled(&l);
}

/* By day; what was earned on a day before what was spent on it. */
static int
by_day(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->points < y->points) - (x->points > y->points);
}

/* The clearing days after `*last`, up to `day`, take what there is. */
static void
clear(const struct credit_book *b, struct credit *c, date_day *last,
    date_day day)
{
	int year = date_ymd(*last).year, most;
	date_day at;

	for (;; year++) {
		most = date_month_days(year, b->month);
		at = date_of(year, b->month, b->day < most ? b->day : most);
		if (at > day)
			return;
		if (at <= *last)
			continue;
		*last = at;
		c->cleared_on = at;
		c->cleared = c->balance > 0 ? c->balance : 0;
		c->expired += c->cleared;
		c->balance -= c->cleared;
	}
}

struct credit
credit_on(const struct credit_book *b, struct str subject, date_day day)
{
	struct credit_account *acc = map_get(&b->by_subject, subject);
	struct credit c = { .cleared_on = DATE_NONE };
	const struct event *e;
	date_day last;
	size_t i;

	if (!acc)
		return c;
	qsort(acc->v, acc->n, sizeof(*acc->v), by_day);
	last = acc->v[0].day;
	for (i = 0; i < acc->n && acc->v[i].day <= day; i++) {
		e = &acc->v[i];
		clear(b, &c, &last, e->day);
		*(e->points > 0 ? &c.earned : &c.spent) += e->points;
		c.balance += e->points;
	}
	clear(b, &c, &last, day);
	c.spent = -c.spent;
	return c;
}
