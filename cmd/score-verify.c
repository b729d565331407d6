/* SPDX-License-Identifier: MIT */
/* score-verify - does what is frozen still follow from its records? */
#include "score-settle.h"

static void
columns(struct cmd *c, struct table *t)
{
	static const struct {
		const char *key, *label;
		enum cell_type type;
	} columns[] = {
		{ "village", "village", CELL_TEXT },
		{ "settlement", "points list", CELL_TEXT },
		{ "frozen_on", "frozen on", CELL_DATE },
		{ "rows", "subjects", CELL_INT },
		{ "counted", "counted", CELL_INT },
		{ "result", "result", CELL_TEXT },
	};
	size_t i;

	for (i = 0; i < NELEM(columns); i++)
		table_column(t, str_of(columns[i].key), str_of(diag_word(
		    c->diag.words, columns[i].label)), columns[i].type,
		    AUDIENCE_TOWNSHIP);
}

static void
one(struct cmd *c, struct table *t, const struct settlement *s,
    const struct settle_group *g)
{
	bool dates = settle_dates(s, g, &c->diag);
	const char *result = settle_same(s, g, "settlement.differs",
	    &c->diag) && dates ? "ok" : "differs";

	table_named(t, g->village, settle_place(c, g->village));
	table_text(t, g->id);
	table_date(t, g->file.frozen_on);
	table_int(t, (int64_t)g->nrows);
	table_int(t, (int64_t)g->counted);
	table_named(t, str_of(result), str_of(diag_word(c->diag.words,
	    result)));
}

bool
verb_verify(struct cmd *c, const struct score_opts *o)
{
	struct settle_scope scope;
	struct settlement s;
	struct table t;
	size_t i, n = 0;

	if (o->draft || o->publish || o->freeze)
		return cmd_usage(c, "verify only looks: --draft, --publish "
		    "and --freeze are for quarter and year");
	if (!verb_words(c, 1) || !cmd_open(c, false) ||
	    !settle_scope_of(&scope, c, o, 1))
		return false;
	scope.source = SETTLE_BOUND;
	if (!settle_run(&s, &c->led, &scope, &c->diag))
		return false;
	table_init(&t, &c->arena, S("verify"), diag_say(&c->diag,
	    "frozen lists of %.*s against their records",
	    STR(period_title(&c->arena, scope.period, c->led.chinese))));
	columns(c, &t);
	for (i = 0; i < s.ngroups; i++)
		if (settle_meant(&s, &s.groups[i]) &&
		    s.groups[i].file.frozen_on != DATE_NONE) {
			one(c, &t, &s, &s.groups[i]);
			n++;
		}
	if (n == 0 && !c->quiet)
		diag_note(&c->diag, "settlement.nothing", NULL,
		    (struct span){ 0, 0 }, "nothing of %.*s is frozen",
		    STR(period_str(&c->arena, scope.period)));
	c->always_out = true;	/* the differences stand beside the list */
	return cmd_table(c, &t, AUDIENCE_INTERNAL);
}
