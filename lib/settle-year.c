/* SPDX-License-Identifier: MIT */
/*
 * settle-year - the year from its quarters (domain.md C4.7 c and d)
 *
 * Frozen quarters count as they were frozen, others as the records stand
 * now.  A quarter in which a group had neither entries nor a list was not
 * evaluated and does not count.  Under a book that adds up the year is the
 * sum of the quarters; under a 100-point book their mean, moved by the
 * adjustments decided, and with the other assessment the annual total.
 */
#include <stdlib.h>

#include "buf.h"
#include "digest.h"
#include "settle-work.h"

#define QUARTERS	4

/* An adjustment or another assessment, of one subject. */
struct extra {
	struct str    id, subject;
	points        points;	/* below 0: a penalty */
	date_day      day;
	bool          other;	/* the other assessment */
	struct extra *next;	/* of the same subject */
};

struct year {
	struct settlement *s;
	struct settlement  quarters[QUARTERS];
	size_t             nquarters;	/* that have begun */
	struct map         extras;	/* subject -> the list of its extras */
	struct diag       *dg;
};

/* ---- what is decided about the year ----------------------------------- */

static void
add_extra(struct year *y, struct extra e)
{
	struct arena *a = y->s->led->arena;
	struct extra *kept = arena_alloc(a, sizeof(*kept)), **link, *old;

	*kept = e;
	kept->id = arena_dup(a, e.id);
	kept->subject = arena_dup(a, e.subject);
	old = map_get(&y->extras, kept->subject);
	for (link = &old; *link && str_cmp((*link)->id, kept->id) < 0;)
		link = &(*link)->next;
	kept->next = *link;
	*link = kept;
	*map_put(&y->extras, kept->subject) = old;
}

static bool
this_year(const struct year *y, const struct record *r)
{
	return record_int(r, kind_index(r->kind, "year")) ==
	    date_ymd(y->s->scope.period.from).year;
}

static bool
adjustment(void *ctx, const struct record *r, struct diag *dg)
{
	struct year *y = ctx;
	points p = record_points(r, kind_index(r->kind, "points"));

	(void)dg;
	if (this_year(y, r))
		add_extra(y, (struct extra){ .id = record_id(r),
		    .subject = record_text(r, "subject"),
		    .points = str_is(record_text(r, "direction"), "penalty") ?
		    -p : p, .day = record_day(r, "decided_on") });
	return true;
}

static bool
assessment(void *ctx, const struct record *r, struct diag *dg)
{
	struct year *y = ctx;

	(void)dg;
	if (this_year(y, r))
		add_extra(y, (struct extra){ .id = record_id(r),
		    .subject = record_text(r, "village"), .other = true,
		    .points = record_points(r, kind_index(r->kind, "score")),
		    .day = record_day(r, "day") });
	return true;
}

static bool
objection(void *ctx, const struct record *r, struct diag *dg)
{
	struct year *y = ctx;
	struct settlement *s = y->s;
	uint32_t decision = record_get(r, "decision");
	struct settle_group *g;
	size_t i;

	(void)dg;
	if (!str_eq(record_text(r, "period"), period_str(s->led->arena,
	    s->scope.period)))
		return true;
	for (i = 0; i < s->ngroups; i++) {
		g = &s->groups[i];
		if (!str_eq(g->book->id, record_text(r, "rulebook")) ||
		    (g->book->ranking_group == RANKING_VILLAGE &&
		    !str_eq(g->village, record_text(r, "village"))))
			continue;
		g->open += decision == 0;
		if (decision == 0)
			strs_add(&g->objections, s->led->arena,
			    arena_dup(s->led->arena, record_id(r)));
		else if (str_is(doc_text(r->doc, decision, "kind"),
		    "unfounded"))
			g->unfounded++;
		else
			g->founded++;
	}
	return true;
}

static bool
each(struct year *y, const char *name,
    bool (*fn)(void *, const struct record *, struct diag *))
{
	const struct kind *kind = ledger_need(y->s->led, name, y->dg);
	struct ledger_scope all = { 0 };

	return kind && ledger_each(y->s->led, kind, &all, fn, y, y->dg);
}

/* ---- groups and rows -------------------------------------------------- */

static const struct settle_group *
of_quarter(const struct settlement *q, const struct settle_group *g)
{
	size_t i;

	for (i = 0; i < q->ngroups; i++)
		if (q->groups[i].book == g->book &&
		    str_eq(q->groups[i].village, g->village) &&
		    str_eq(q->groups[i].class, g->class))
			return &q->groups[i];
	return NULL;
}

static bool
evaluated(const struct settle_group *g)
{
	return g && (g->file.value || g->nacts || g->counted);
}

static void
add_up(struct settle_row *row, const struct settle_row *from)
{
	row->plus += from->plus;
	row->minus += from->minus;
	row->earned += from->earned;
	row->base = from->base;
	row->total = row->base + row->earned;
	row->vetoed |= from->vetoed;
	row->late += from->late;
	row->objected += from->objected;
}

/* One quarter of a group: into the rows of the year, by subject. */
static void
take_quarter(struct year *y, struct settle_group *g,
    const struct map *rows, const struct settlement *q)
{
	const struct settle_group *from = of_quarter(q, g);
	struct arena *a = y->s->led->arena;
	struct str name = period_str(a, q->scope.period);
	struct settle_row *row;
	size_t i;

	if (!evaluated(from))
		return;
	if (from->file.frozen_on == DATE_NONE)
		strs_add(&g->open_quarters, a, name);
	for (i = 0; i < from->versions.n; i++)
		strs_add(&g->versions, a, from->versions.v[i]);
	g->counted += from->counted;
	g->unreviewed += from->unreviewed;
	buf_printf(&g->parts, "%.*s %.*s\n", STR(name), STR(from->digest));
	for (i = 0; i < from->nrows; i++) {
		row = map_get(rows, from->rows[i].subject);
		if (!row)
			continue;
		add_up(row, &from->rows[i]);
		if (!from->rows[i].incomplete)
			row->quarters[row->nquarters++] =
			    (struct settle_line){ name, g->book->settle ==
			    SETTLE_HUNDRED ? from->rows[i].total :
			    from->rows[i].earned };
	}
}

static void
start_rows(struct settle_group *g, const struct settle_group *from,
    struct map *by_id, struct arena *a)
{
	struct settle_row *row;
	size_t i;

	map_init(by_id, a);
	g->rows = arena_array(a, from->nrows, sizeof(*g->rows));
	g->nrows = from->nrows;
	for (i = 0; i < g->nrows; i++) {
		row = &g->rows[i];
		row->village = from->rows[i].village;
		row->subject = from->rows[i].subject;
		row->name = from->rows[i].name;
		row->quarters = arena_array(a, QUARTERS,
		    sizeof(*row->quarters));
		*map_put(by_id, row->subject) = row;
	}
}

/* ---- a 100-point book ------------------------------------------------- */

static const struct extra *
latest_other(const struct extra *list)
{
	const struct extra *found = NULL;

	for (; list; list = list->next)
		if (list->other && (!found || list->day >= found->day))
			found = list;
	return found;
}

static void
spell_extra(struct buf *b, const struct extra *e)
{
	char text[POINTS_TEXT];

	buf_printf(b, "%.*s %.*s %s %s\n", STR(e->id), STR(e->subject),
	    e->other ? "other" : "adjustment", points_text(text, e->points));
}

static void
annual(struct year *y, struct settle_group *g, struct settle_row *row)
{
	struct arena *a = y->s->led->arena;
	const struct extra *list = map_get(&y->extras, row->subject), *e;
	const struct extra *other = g->book->subject_type == SUBJECT_VILLAGE ?
	    latest_other(list) : NULL;
	points quarters[QUARTERS], *adjust;
	struct score_year year = { .quarters = quarters };
	size_t i, n = 0;

	for (e = list; e; e = e->next)
		n++;
	adjust = arena_array(a, n, sizeof(*adjust));
	for (i = 0; i < row->nquarters; i++)
		quarters[i] = row->quarters[i].points;
	for (n = 0, e = list; e; e = e->next) {
		if (!e->other)
			adjust[n++] = e->points;
		if (!e->other || e == other)
			spell_extra(&g->parts, e);
	}
	year.nquarters = row->nquarters;
	year.adjustments = adjust;
	year.nadjustments = n;
	year.has_other = other != NULL;
	year.other = other ? other->points : 0;
	score_annual(&year, &g->book->annual);
	row->has_mean = row->nquarters > 0;
	row->mean = row->base = year.mean;
	row->bonus = row->plus = year.bonus;
	row->penalty = year.penalty;
	row->minus = -year.penalty;
	row->governance = row->total = year.governance;
	row->earned = row->total - row->base;
	row->has_other = other != NULL;
	row->other = year.other;
	row->has_annual = year.has_annual && row->has_mean;
	row->annual = year.annual;
	row->incomplete = row->nquarters == 0;
}

/* Who has no other assessment has no rank among those who have one. */
static void
choose_total(struct settle_group *g)
{
	size_t i;

	for (i = 0; i < g->nrows; i++)
		g->on_annual |= g->rows[i].has_annual;
	for (i = 0; g->on_annual && i < g->nrows; i++)
		if (!g->rows[i].has_annual) {
			g->rows[i].incomplete = true;
			g->rows[i].missing = S("other_assessment");
		}
}

/* ---- the whole -------------------------------------------------------- */

static bool
add_group(struct year *y, const struct settle_group *from)
{
	struct settlement *s = y->s;
	struct arena *a = s->led->arena;
	struct settle_group *g;
	struct str year = period_str(a, s->scope.period);
	struct str path;

	s->groups = arena_grow(a, s->groups, s->ngroups, &s->groups_cap,
	    sizeof(*s->groups));
	g = &s->groups[s->ngroups++];
	*g = (struct settle_group){ .book = from->book, .nacts = from->nacts,
	    .village = from->village, .class = from->class,
	    .left = from->left, .nleft = from->nleft };
	g->cutoff = acts_closes(s->led, date_ymd(s->scope.period.from).year,
	    12);
	g->id = arena_printf(a, "%.*s-%.*s%s%.*s", STR(year),
	    STR(from->book->id), from->class.n ? "-" : "", STR(from->class));
	path = arena_printf(a, "villages/%.*s/settlements/%.*s.yaml",
	    STR(g->village), STR(g->id));
	buf_init(&g->parts, a);
	if (!settle_file_read(&g->file, s->led, path, y->dg))
		return false;
	g->as_frozen = s->scope.source == SETTLE_STANDING &&
	    g->file.frozen_on != DATE_NONE;
	return true;
}

static void
fill_group(struct year *y, struct settle_group *g,
    const struct settle_group *last)
{
	struct arena *a = y->s->led->arena;
	struct map rows;
	size_t i;

	if (g->as_frozen) {
		settle_frozen_rows(y->s, g, y->dg);
		return;
	}
	start_rows(g, last, &rows, a);
	for (i = 0; i < y->nquarters; i++)
		take_quarter(y, g, &rows, &y->quarters[i]);
	strs_sort(&g->versions);
	for (i = 0; g->book->settle == SETTLE_HUNDRED && i < g->nrows; i++)
		annual(y, g, &g->rows[i]);
	if (g->book->settle == SETTLE_HUNDRED)
		choose_total(g);
	g->digest = digest_of(buf_str(&g->parts), a);
	settle_rank(g, a);
}

static bool
run_quarters(struct year *y)
{
	struct settle_scope scope = y->s->scope;
	date_day day = scope.period.from;
	size_t i;

	scope.source = SETTLE_STANDING;
	for (i = 0; i < QUARTERS; i++, day = scope.period.to) {
		scope.period = period_of(PERIOD_QUARTER, day);
		if (i && day > y->s->led->env.today)
			return true;
		if (!settle_run(&y->quarters[i], y->s->led, &scope, y->dg))
			return false;
		y->nquarters++;
	}
	return true;
}

bool
settle_year(struct settlement *s, struct diag *dg)
{
	struct year y = { .s = s, .dg = dg };
	const struct settlement *last;
	size_t i;

	map_init(&y.extras, s->led->arena);
	if (!run_quarters(&y) || !each(&y, "adjustment", adjustment) ||
	    !each(&y, "other_assessment", assessment))
		return false;
	last = &y.quarters[y.nquarters - 1];
	for (i = 0; i < last->ngroups; i++)
		if (!add_group(&y, &last->groups[i]))
			return false;
	for (i = 0; i < last->ngroups; i++)
		fill_group(&y, &s->groups[i], &last->groups[i]);
	return each(&y, "objection", objection);
}
