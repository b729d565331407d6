/* SPDX-License-Identifier: MIT */
/*
 * check-settle - does what was frozen still follow from its records?
 *
 * Each period is computed anew in memory of its own, so that a long history
 * costs time and no room.  What keeps it from being computed has been told
 * where it stands.
 */
#include "check-work.h"
#include "settle.h"

#define RULE	"settlement.differs"

/* A frozen list: its period is looked at when all villages are through. */
void
check_settlement(struct check_file *f, const struct record *r)
{
	struct check_item *it = f->v->item;
	struct str period = record_text(r, "period");

	if (f->wanted && period.n && record_get(r, "frozen_on"))
		strs_add(&it->periods, f->v->par->keep,
		    arena_dup(f->v->par->keep, period));
}

static bool
told(const char *rule)
{
	static const char *const rules[] = { RULE, "settlement.evaluation",
	    "settlement.window" };
	size_t i;

	for (i = 0; rule && i < NELEM(rules); i++)
		if (strcmp(rule, rules[i]) == 0)
			return true;
	return false;
}

/* Only what differs is kept, and of that what was asked for. */
static void
keep(const struct check *c, const struct diag *trial, struct diag *dg)
{
	struct diag out = *trial;
	const struct fault *fault;
	size_t i;

	out.faults = arena_array(trial->arena, trial->n + 1,
	    sizeof(*out.faults));
	out.n = out.nerrors = out.nwarnings = 0;
	out.status = 0;
	for (i = 0; i < trial->n; i++) {
		fault = &trial->faults[i];
		if (!told(fault->rule) || !check_wanted(c, fault->path))
			continue;
		out.faults[out.n++] = *fault;
		out.nerrors++;
		out.status = DIAG_DATA;
	}
	diag_merge(dg, &out);
}

static void
compare(struct ledger *led, struct str text, struct diag *trial)
{
	struct settle_scope scope = { .source = SETTLE_BOUND };
	struct source src = source_of("", text);
	struct settlement s;
	size_t i;

	if (!period_parse(&scope.period, text, led->env.today, &src,
	    (struct span){ 0, 0 }, trial) ||
	    !settle_run(&s, led, &scope, trial))
		return;
	for (i = 0; i < s.ngroups; i++) {
		if (s.groups[i].file.frozen_on == DATE_NONE)
			continue;
		(void)settle_dates(&s, &s.groups[i], trial);
		(void)settle_same(&s, &s.groups[i], RULE, trial);
	}
}

static void
one(struct check *c, struct str period, struct diag *dg)
{
	struct ledger_env env = c->led->env;
	struct ledger led;
	struct diag trial;
	struct arena a;

	arena_init(&a);
	diag_init(&trial, &a, dg->words);
	env.write = false;
	if (ledger_open(&led, &a, &env, &trial)) {
		compare(&led, period, &trial);
		ledger_close(&led);
		keep(c, &trial, dg);
	}
	arena_free(&a);
}

bool
check_settled(struct check *c, struct diag *dg)
{
	struct strs periods = { 0 };
	size_t i, k, errors = dg->nerrors;

	for (i = 0; i < c->nitems; i++)
		for (k = 0; k < c->items[i].periods.n; k++)
			strs_add(&periods, c->led->arena,
			    c->items[i].periods.v[k]);
	strs_sort(&periods);
	for (i = 0; i < periods.n; i++)
		one(c, periods.v[i], dg);
	return dg->nerrors == errors;
}
