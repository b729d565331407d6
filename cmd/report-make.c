/* SPDX-License-Identifier: MIT */
/* report-make - the table made, or one a village; then printed or written. */
#include "listing.h"
#include "publicity.h"
#include "report.h"
#include "tally.h"

struct job {
	const struct report *report;
	struct str         book;
	struct report_out *v;
	size_t             n, cap;
	struct buf         whole;	/* export as JSON lines */
};

static bool
make_one(struct cmd *c, struct job *j, const struct asked *q, struct str path)
{
	struct report_out *r;

	j->v = arena_grow(&c->arena, j->v, j->n, &j->cap, sizeof(*j->v));
	r = &j->v[j->n++];
	r->path = path;
	if (!j->report->make(&r->table, q, &c->diag))
		return false;
	if (path.n && table_rows(&r->table) == 0)
		j->n--;
	if (j->report->flags & REPORT_THIN)
		report_thin(c, &r->table);
	return true;
}

static bool
make_each(struct cmd *c, struct job *j, struct asked *q)
{
	struct settlement *all = arena_alloc(&c->arena, sizeof(*all));
	struct strs codes;
	size_t i;

	if (!tally_villages(&codes, q, &c->diag))
		return false;
	if (j->report->flags & REPORT_SETTLED) {
		if (!publicity_settle(all, q, &c->diag))
			return false;
		q->kept = all;
	}
	for (i = 0; i < codes.n; i++) {
		q->village = codes.v[i];
		if (!make_one(c, j, q, report_path(c, q->village,
		    asked_village(q, q->village, &c->diag), q->period)))
			return false;
	}
	return true;
}

/* Records as JSON lines: they are no table, so nothing is chosen of them. */
static bool
whole(struct cmd *c, struct job *j, const struct asked *q)
{
	if (report_chosen(c) || c->choose.n || c->each.n)
		return cmd_usage(c, "JSON lines are exported whole: no "
		    "conditions, no columns, no --each");
	return listing_json(&j->whole, q, &c->diag);
}

/* Under the head of a notice stands all of it. */
static bool
is_whole(struct cmd *c, const struct job *j)
{
	if (!(j->report->flags & REPORT_WHOLE) || !(c->where.n ||
	    c->groups[0].n || c->group_by.n || c->sum.n || c->count))
		return true;
	cmd_usage(c, "%s is posted whole: no conditions, no groups",
	    j->report->name);
	return diag_cure(&c->diag, "report ranking");
}

static bool
make(struct cmd *c, struct job *j)
{
	struct asked q;

	j->n = 0;
	buf_init(&j->whole, &c->arena);
	if (!report_ask(&q, c, j->report, j->book) || !is_whole(c, j))
		return false;
	if ((j->report->flags & REPORT_EXPORT) &&
	    str_is(report_format(c), "jsonl"))
		return whole(c, j, &q);
	return c->each.n ? make_each(c, j, &q) : make_one(c, j, &q, S(""));
}

bool
report_run(struct cmd *c, const struct report *report, struct str book)
{
	struct job j = { .report = report, .book = book };

	if ((report->flags & REPORT_EXPORT) && c->header.n == 0)
		c->header = S("keys");
	if ((report->flags & REPORT_EXPORT) && report_format(c).n == 0)
		c->format = S("csv");
	if (!make(c, &j))
		return false;
	if (c->each.n)
		return report_write(c, j.v, j.n, report->audience);
	if (j.n)
		return cmd_table(c, &j.v[0].table, report->audience);
	if (c->output.n && !str_is(c->output, "-"))
		return cmd_export(c, c->output, buf_str(&j.whole));
	buf_add(&c->out, buf_str(&j.whole));
	return true;
}
