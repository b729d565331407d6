/* SPDX-License-Identifier: MIT */
/* score-year - the year's list: its quarters, and what moved their mean. */
#include "score-settle.h"

#define QUARTERS	4

static struct str
word(struct cmd *c, const char *english)
{
	return str_of(diag_word(c->diag.words, english));
}

static bool
any_hundred(const struct settlement *s)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (s->groups[i].book->settle == SETTLE_HUNDRED)
			return true;
	return false;
}

/* Beyond the quarters all is of 100-point books alone. */
void
settle_year_columns(struct cmd *c, struct table *t,
    const struct settlement *s)
{
	static const struct {
		const char *key, *label;
		enum audience privacy;
	} columns[] = {
		{ "q1", "first quarter", AUDIENCE_INTERNAL },
		{ "q2", "second quarter", AUDIENCE_INTERNAL },
		{ "q3", "third quarter", AUDIENCE_INTERNAL },
		{ "q4", "fourth quarter", AUDIENCE_INTERNAL },
		{ "mean", "mean", AUDIENCE_INTERNAL },
		{ "bonus", "bonus of the year", AUDIENCE_INTERNAL },
		{ "penalty", "penalty of the year", AUDIENCE_INTERNAL },
		{ "governance", "governance", AUDIENCE_VILLAGE },
		{ "other", "other assessment", AUDIENCE_INTERNAL },
		{ "annual", "annual", AUDIENCE_VILLAGE },
	};
	size_t i, n = any_hundred(s) ? NELEM(columns) : QUARTERS;

	for (i = 0; i < n; i++)
		table_column(t, str_of(columns[i].key), word(c,
		    columns[i].label), CELL_POINTS, columns[i].privacy);
}

static void
put(struct table *t, bool has, points p)
{
	if (has)
		table_points(t, p);
	else
		table_none(t);
}

void
settle_year_cells(struct table *t, const struct settlement *s,
    const struct settle_row *row)
{
	struct period q = period_of(PERIOD_QUARTER, s->scope.period.from);
	struct str name;
	size_t i, k;

	for (i = 0; i < QUARTERS; i++) {
		name = period_str(t->arena, q);
		for (k = 0; k < row->nquarters; k++)
			if (str_eq(row->quarters[k].code, name))
				break;
		put(t, k < row->nquarters, k < row->nquarters ?
		    row->quarters[k].points : 0);
		q = period_of(PERIOD_QUARTER, q.to);
	}
	if (!any_hundred(s))
		return;
	put(t, row->has_mean, row->mean);
	put(t, row->has_mean, row->bonus);
	put(t, row->has_mean, row->penalty);
	put(t, row->has_mean, row->governance);
	put(t, row->has_other, row->other);
	put(t, row->has_annual, row->annual);
}

bool
verb_year(struct cmd *c, const struct score_opts *o)
{
	return settle_verb(c, o, PERIOD_YEAR);
}
