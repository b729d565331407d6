/* SPDX-License-Identifier: MIT */
/* report-ask - from options and words to what a report is asked for. */
#include "audience.h"
#include "render.h"
#include "report.h"

struct str
report_format(const struct cmd *c)
{
	struct str ending = cmd_ending(c);

	return c->format.n || !render_find(ending) ? c->format : ending;
}

bool
report_chosen(const struct cmd *c)
{
	return c->where.n || c->groups[0].n || c->sort.n || c->group_by.n ||
	    c->sum.n || c->count;
}

bool
report_ask(struct asked *q, struct cmd *c, const struct report *r,
    struct str book)
{
	struct source *src = arena_alloc(&c->arena, 2 * sizeof(*src));
	struct str format = report_format(c);

	*q = (struct asked){ .led = &c->led, .name = str_of(r->name),
	    .word = cmd_word(c, 1), .src = src, .book = book,
	    .book_src = src + 1, .audience = r->audience };
	q->at = (struct span){ 0, (uint32_t)q->word.n };
	src[0] = source_of(r->name, q->word);
	src[1] = source_of("--book", book);
	q->page = str_is(format, "html");
	if (c->audience.n && !audience_parse(&q->audience, c->audience))
		return cmd_usage(c, "no audience '%.*s'; it is internal, "
		    "department, village, township or public",
		    STR(c->audience));
	if (!cmd_village(&q->village, c))
		return false;
	q->totals = !report_chosen(c) && !str_is(format, "json") &&
	    !str_is(format, "jsonl");
	return (!r->period && c->period.n == 0) ||
	    cmd_period(&q->period, c, str_of(r->period));
}

/* Is the column named anywhere on the command line? */
static bool
spoken_of(const struct cmd *c, const struct column *col)
{
	const struct str texts[] = { c->where, c->sort, c->group_by, c->sum };
	size_t i;

	for (i = 0; i < NELEM(texts); i++)
		if (str_find(texts[i], col->key) < texts[i].n ||
		    str_find(texts[i], col->label) < texts[i].n)
			return true;
	for (i = 0; i < c->groups[0].n; i++)
		if (str_eq(c->groups[0].v[i].key, col->key) ||
		    str_eq(c->groups[0].v[i].key, col->label))
			return true;
	return false;
}

void
report_thin(struct cmd *c, struct table *t)
{
	size_t *kept = arena_array(&c->arena, t->ncolumns, sizeof(*kept));
	struct str format = report_format(c);
	size_t i, r, n = 0, rows = table_rows(t);

	if (str_is(format, "csv") || str_is(format, "tsv") ||
	    str_is(format, "json") || str_is(format, "jsonl") ||
	    c->choose.n || rows == 0)
		return;
	for (i = 0; i < t->ncolumns; i++) {
		for (r = 0; r < rows; r++)
			if (table_cell(t, r, i)->type != CELL_NONE)
				break;
		if (r < rows || spoken_of(c, &t->columns[i]))
			kept[n++] = i;
	}
	table_take(t, kept, n);
}
