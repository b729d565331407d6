/* SPDX-License-Identifier: MIT */
/*
 * score-review - the monthly act: what was recorded is approved, rejected or
 * given back; without one of these, what waits for it is listed
 *
 * One act, one record in reviews/ for each village it touches.  What may not
 * be approved is told and left as it is.
 */
#include "acts.h"
#include "score-review.h"

static bool
acts(const struct score_opts *o)
{
	return o->approve_all || o->approve.n || o->reject.n ||
	    o->give_back.n;
}

/* ---- what month, whose, by whom --------------------------------------- */

static bool
month_of(struct review_job *j)
{
	struct cmd *c = j->c;
	struct str s = cmd_word(c, 1);
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	if (!s.p)
		return cmd_usage(c, "say which month: score-calc review "
		    "2026-03");
	*src = source_of("MONTH", s);
	if (!period_parse(&j->month, s, c->env.today, src,
	    (struct span){ 0, (uint32_t)s.n }, &c->diag))
		return false;
	return j->month.unit == PERIOD_MONTH || cmd_usage(c, "a review is of "
	    "one month, and '%.*s' is none", STR(s));
}

/* --village; else the reviewer's own, which for the township's is all. */
static bool
villages_of(struct review_job *j, struct str village, bool must)
{
	struct cmd *c = j->c;

	if (village.n == 0 && must && !str_eq(j->user->village,
	    c->led.region))
		village = j->user->village;
	if (village.n == 0)
		return ledger_villages(&j->villages, &c->led, &c->diag);
	strs_add(&j->villages, &c->arena, village);
	return true;
}

static bool
load(struct review_job *j)
{
	struct arena *a = &j->c->arena;
	size_t i, n = j->villages.n;
	bool ok = true;

	j->months = arena_array(a, n, sizeof(*j->months));
	j->who = arena_array(a, n, sizeof(*j->who));
	j->words = arena_array(a, n, sizeof(*j->words));
	for (i = 0; i < n; i++) {
		if (!review_load(&j->months[i], &j->c->led, j->villages.v[i],
		    j->month, a, &j->c->diag) || (j->user && !review_person(
		    &j->who[i], &j->c->led, j->user, j->villages.v[i], a,
		    &j->c->diag)))
			ok = false;
		j->words[i] = arena_array(a, j->months[i].n,
		    sizeof(**j->words));
	}
	return ok;
}

/* ---- what comes of it ------------------------------------------------- */

/* Approving after the month closed counts, but late. */
static bool
warn_late(struct review_job *j)
{
	struct cmd *c = j->c;
	struct ymd d = date_ymd(j->month.from);
	char text[DATE_TEXT];
	date_day closes;

	if (!ledger_calendar(&c->led, &c->diag))
		return false;
	closes = acts_closes(&c->led, d.year, d.month);
	if (c->env.today > closes)
		diag_warn(&c->diag, "review.late", NULL, (struct span){ 0, 0 },
		    "%.*s closed on %s; what is approved now is entered late "
		    "and counts in the first quarter that is still open",
		    STR(period_str(&c->arena, j->month)),
		    date_text(text, closes));
	return true;
}

static bool
approves(const struct review_job *j)
{
	size_t i, k;

	for (i = 0; i < j->villages.n; i++)
		for (k = 0; k < j->months[i].n; k++)
			if (j->words[i][k] == REVIEW_APPROVE)
				return true;
	return false;
}

static bool
add(struct review_job *j)
{
	struct cmd *c = j->c;
	const struct kind *kind = ledger_need(&c->led, "review", &c->diag);
	struct value *rec;
	struct change ch;
	struct add a;
	size_t i;

	if (!kind)
		return false;
	change_init(&ch, &c->led);
	add_init(&a, &ch);
	for (i = 0; i < j->villages.n; i++) {
		rec = review_record(&j->months[i], j->words[i], j->user->id,
		    c->env.today, j->reason, &c->arena);
		if (rec && (!review_check_role(j, j->villages.v[i]) || !add_all(&a,
		    kind, &rec, 1, NULL, NULL, &c->diag)))
			return false;
	}
	if (approves(j) && !warn_late(j))
		return false;
	return cmd_write(c, &ch, arena_printf(&c->arena, "%.*s %.*s: +%zu",
	    STR(kind->title), STR(period_str(&c->arena, j->month)), a.nnew));
}

static bool
list(struct review_job *j)
{
	struct table t;

	return review_table(&t, &j->c->led, j->months, j->villages.n,
	    j->user ? j->who : NULL, &j->c->diag) &&
	    cmd_table(j->c, &t, AUDIENCE_INTERNAL);
}

static bool
check_usage(struct review_job *j)
{
	const struct score_opts *o = j->o;
	struct cmd *c = j->c;

	if (o->except.n && !o->approve_all)
		return cmd_usage(c, "--except goes with --approve-all");
	if (!acts(o))
		return true;
	if ((o->reject.n || o->give_back.n) &&
	    !cmd_take(&j->reason, &c->groups[0], "reason", "理由"))
		return cmd_usage(c, "--reject and --return need a reason: "
		    "reason=TEXT");
	return true;
}

bool
verb_review(struct cmd *c, const struct score_opts *o)
{
	struct review_job j = { .c = c, .o = o };
	bool must = acts(o);
	struct str village;

	if (!verb_words(c, 1) || !check_usage(&j) || !cmd_open(c, must) ||
	    !month_of(&j) || !cmd_village(&village, c) ||
	    !review_user(&j, village, must) ||
	    !villages_of(&j, village, must) || !load(&j))
		return false;
	return must ? review_choose(&j) && add(&j) : list(&j);
}
