/* SPDX-License-Identifier: MIT */
/* ranking - groups side by side, each with its own ranks. */
#include "audience.h"
#include "publicity.h"
#include "ranking.h"

#define RANKING_CATEGORIES	64

struct ranking {
	const struct asked    *q;
	struct table          *t;
	const struct rulebook *book;
	struct strs            codes;	/* of the categories shown */
	uint32_t               last_rank;	/* of the group, to be told */
	bool                   ties;	/* two ranks shown are equal */
	bool                   less;	/* not all ranks are told */
};

/* ---- columns ---------------------------------------------------------- */

static void
add_categories(struct ranking *k)
{
	const struct rulebook_version *v = rulebook_version_on(k->book,
	    k->q->period.to - 1);
	struct str key;
	size_t i;

	if (!v || k->book->settle != SETTLE_HUNDRED ||
	    k->q->period.unit != PERIOD_QUARTER)
		return;
	for (i = 0; i < v->ncategories && i < RANKING_CATEGORIES; i++) {
		key = arena_printf(k->t->arena, "category_%.*s",
		    STR(v->categories[i].code));
		table_column(k->t, key, v->categories[i].name, CELL_POINTS,
		    AUDIENCE_INTERNAL);
		strs_add(&k->codes, k->t->arena, v->categories[i].code);
	}
}

static void
columns(struct ranking *k, struct diag *dg)
{
	bool villages = k->book->subject_type == SUBJECT_VILLAGE;
	enum audience wide = villages ? AUDIENCE_PUBLIC : AUDIENCE_VILLAGE;
	bool people = k->book->subject_type == SUBJECT_HOUSEHOLD ||
	    k->book->subject_type == SUBJECT_PERSON;
	struct table *t = k->t;

	asked_column(t, "rank", diag_say(dg, "rank"), CELL_INT, wide);
	asked_column(t, "village", diag_say(dg, "village"), CELL_TEXT, wide);
	if (k->book->ranking_group == RANKING_CLASS)
		asked_column(t, "class", diag_say(dg, "class"), CELL_TEXT,
		    AUDIENCE_INTERNAL);
	if (k->book->subject_type == SUBJECT_HOUSEHOLD)
		asked_column(t, "group", diag_say(dg, "villagers' group"),
		    CELL_TEXT, wide);
	if (!villages)
		asked_column(t, "subject", people ? k->book->subject_type ==
		    SUBJECT_HOUSEHOLD ? diag_say(dg, "head of household") :
		    diag_say(dg, "name") : diag_say(dg, "grid"), CELL_TEXT,
		    wide)->is_name = people;
	add_categories(k);
	asked_column(t, "plus", diag_say(dg, "plus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	asked_column(t, "minus", diag_say(dg, "minus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	asked_column(t, "points", diag_say(dg, "points earned"), CELL_POINTS,
	    wide);
	if (!villages)
		asked_column(t, "year_total", diag_say(dg, "year to date"),
		    CELL_POINTS, wide);
	asked_column(t, "note", diag_say(dg, "note"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
}

/* ---- rows ------------------------------------------------------------- */

static const struct ref *
who(const struct ranking *k, const struct settle_row *r, struct diag *dg)
{
	static const char *const kinds[] = {
		[SUBJECT_VILLAGE] = "region", [SUBJECT_GRID] = "grid",
		[SUBJECT_HOUSEHOLD] = "household", [SUBJECT_PERSON] = "person",
	};

	return refs_get(k->q->led, str_of(kinds[k->book->subject_type]),
	    r->subject, r->village, dg);
}

static points
figure(const struct ranking *k, const struct settle_group *g,
    const struct settle_row *r)
{
	if (g->on_annual)
		return r->has_annual ? r->annual : r->governance;
	return k->book->settle == SETTLE_HUNDRED ? r->total : r->earned;
}

static struct str
class_label(const struct ranking *k, struct str class, struct diag *dg)
{
	const struct kind *kind = ledger_need(k->q->led, "person", dg);
	const struct field *f = kind ? kind_field(kind,
	    S("supervised_class")) : NULL;

	return f ? field_choice_label(f, class, k->q->led->chinese) : class;
}

static void
category(struct ranking *k, const struct settle_row *r, struct str code)
{
	size_t i;

	for (i = 0; i < r->ncategories; i++) {
		if (!str_eq(r->categories[i].code, code))
			continue;
		table_points(k->t, r->categories[i].points);
		return;
	}
	table_none(k->t);
}

static void
row(struct ranking *k, const struct settle_group *g,
    const struct settle_row *r, struct diag *dg)
{
	const struct ref *ref = who(k, r, dg);
	struct str village = k->book->subject_type == SUBJECT_VILLAGE ?
	    r->subject : r->village.n ? r->village : g->village;
	struct table *t = k->t;
	size_t i;

	if (r->rank && r->rank <= k->last_rank)
		table_int(t, r->rank);
	else
		table_none(t);
	table_named(t, village, asked_village(k->q, village, dg));
	if (k->book->ranking_group == RANKING_CLASS)
		table_named(t, g->class, class_label(k, g->class, dg));
	if (k->book->subject_type == SUBJECT_HOUSEHOLD)
		table_text(t, ref ? ref->group : S(""));
	if (k->book->subject_type != SUBJECT_VILLAGE)
		table_named(t, r->subject, ref && ref->name.n ? ref->name :
		    r->subject);
	for (i = 0; i < k->codes.n; i++)
		category(k, r, k->codes.v[i]);
	table_points(t, r->plus);
	table_points(t, r->minus);
	table_points(t, figure(k, g, r));
	if (k->book->subject_type != SUBJECT_VILLAGE && r->has_year_total)
		table_points(t, r->year_total);
	else if (k->book->subject_type != SUBJECT_VILLAGE)
		table_none(t);
	table_text(t, asked_note(k->q, k->book, r, dg));
}

/* What may not be posted is not shown to the board, either. */
static bool
hidden(const struct ranking *k, const struct settle_group *g,
    const struct settle_row *r)
{
	return k->q->audience >= AUDIENCE_VILLAGE &&
	    k->book->subject_type != SUBJECT_VILLAGE &&
	    (r->vetoed || figure(k, g, r) < 0);
}

/* A village that is asked for by itself in a township's ranking. */
static bool
wanted(const struct ranking *k, const struct settle_group *g,
    const struct settle_row *r)
{
	if (hidden(k, g, r))
		return false;
	return k->q->village.n == 0 ||
	    str_eq(k->book->subject_type == SUBJECT_VILLAGE ? r->subject :
	    r->village.n ? r->village : k->q->village, k->q->village);
}

/* The parts of a mark make the mark. */
static bool
adds_up(const struct ranking *k, const struct settle_row *r,
    struct diag *dg)
{
	points sum = 0;
	size_t i;

	if (k->codes.n == 0 && k->book->settle == SETTLE_ACCRUE)
		sum = r->plus + r->minus;
	else if (k->codes.n == 0 || r->ncategories == 0)
		return true;
	for (i = 0; i < r->ncategories && k->codes.n; i++)
		sum += r->categories[i].points;
	return sum == r->earned || diag_error(dg, "report.total", NULL,
	    (struct span){ 0, 0 }, "the parts of '%.*s' do not add up to its "
	    "points", STR(r->subject));
}

static void
state_line(struct ranking *k, const struct settlement *s, struct diag *dg)
{
	size_t i, drafts = 0, frozen = 0;

	for (i = 0; i < s->ngroups; i++) {
		frozen += s->groups[i].as_frozen;
		drafts += !s->groups[i].file.exists;
	}
	asked_line(k->t, &k->t->head, diag_say(dg, "rulebook: %.*s   groups: "
	    "%zu, of which %zu frozen, %zu drafts", STR(k->book->title),
	    s->ngroups, frozen, drafts));
}

static bool
settle_all(struct settlement *s, const struct asked *q, bool villages,
    struct diag *dg)
{
	struct settle_scope scope = { .village = q->village,
	    .period = q->period, .source = SETTLE_STANDING };

	if (q->period.unit != PERIOD_QUARTER && q->period.unit != PERIOD_YEAR)
		return diag_usage(dg, "points are settled by the quarter or "
		    "the year: --period 2026Q1 or 2026");
	return asked_book(&scope.book, q, villages, dg) &&
	    settle_run(s, q->led, &scope, dg);
}

static void
find_last_rank(struct ranking *k, const struct settle_group *g)
{
	uint32_t ranked = 0;
	size_t i;

	for (i = 0; i < g->nrows; i++)
		ranked += g->rows[i].rank > 0;
	k->last_rank = publicity_last_rank(k->q, k->book, ranked);
	k->less = k->less || k->last_rank < ranked;
}

static bool
fill(struct ranking *k, const struct settle_group *g, struct diag *dg)
{
	const struct settle_row *r;
	size_t i;

	find_last_rank(k, g);
	for (i = 0; i < g->nrows; i++) {
		r = &g->rows[i];
		if (!wanted(k, g, r))
			continue;
		if (!adds_up(k, r, dg))
			return false;
		k->ties = k->ties || (i && r->rank && r->rank == r[-1].rank &&
		    r->rank <= k->last_rank);
		row(k, g, r, dg);
	}
	return true;
}

static void
notes(struct ranking *k, struct diag *dg)
{
	if (k->ties)
		asked_line(k->t, &k->t->foot, diag_say(dg, "note: equal "
		    "points, equal rank; the order among them says nothing"));
	if (k->less && str_is(k->q->led->policy.ranks_for, "top-third"))
		asked_line(k->t, &k->t->foot, diag_say(dg,
		    "note: ranks are given for the first third"));
}

/* Who stands in a class tells of what is known of him. */
static bool
may_be_told(const struct ranking *k, struct diag *dg)
{
	return k->book->ranking_group != RANKING_CLASS ||
	    k->q->audience < AUDIENCE_VILLAGE || diag_error(dg,
	    "audience.column", NULL, (struct span){ 0, 0 }, "a list of "
	    "persons by class is for the office; '%s' is wider",
	    audience_name(k->q->audience));
}

bool
ranking_report(struct table *t, const struct asked *q, struct diag *dg)
{
	struct ranking k = { .q = q, .t = t };
	struct str place, period;
	struct settlement s;
	size_t i;

	if (!settle_all(&s, q, q->village.n == 0, dg) ||
	    !asked_book(&k.book, q, q->village.n == 0, dg) ||
	    !may_be_told(&k, dg))
		return false;
	place = asked_place(q, dg);
	period = period_title(q->led->arena, q->period, q->led->chinese);
	table_init(t, q->led->arena, q->name, diag_say(dg,
	    "%.*s: ranking, %.*s", STR(place), STR(period)));
	asked_head(t, q, dg);
	state_line(&k, &s, dg);
	columns(&k, dg);
	for (i = 0; i < s.ngroups; i++)
		if (!fill(&k, &s.groups[i], dg))
			return false;
	notes(&k, dg);
	asked_foot(t, q, dg);
	return true;
}
