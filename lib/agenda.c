/* SPDX-License-Identifier: MIT */
/* agenda - one small look into each kind, a row for what is due. */
#include "agenda.h"
#include "case.h"
#include "due.h"
#include "review.h"
#include "tally.h"

struct agenda {
	const struct asked *q;
	struct table       *t;
	date_day            today, soon;
};

static void
add(struct agenda *g, struct str sort, struct str what, struct str id,
    struct str whom, date_day due, struct str note)
{
	struct table *t = g->t;

	table_text(t, sort);
	table_named(t, id, what);
	table_text(t, whom);
	table_date(t, due);
	table_text(t, note);
}

static struct str
overdue_note(struct agenda *g, date_day due, struct diag *dg)
{
	int days = calendar_workdays_between(&g->q->led->calendar, due + 1,
	    g->today + 1, NULL);

	return diag_say(dg, "%d working days overdue", days);
}

/* ---- issues ----------------------------------------------------------- */

static struct str
place_of(struct agenda *g, const struct record *r, struct diag *dg)
{
	struct arena *a = g->t->arena;

	return asked_village(g->q, arena_dup(a, record_text(r, "village")),
	    dg);
}

static void
limit(struct agenda *g, const struct record *r, enum case_state state,
    struct diag *dg)
{
	date_day due = record_day(r, "due_on");
	struct str unit;

	if (due == DATE_NONE || due > g->soon || !case_is_open(state) ||
	    state == CASE_RESOLVED ||
	    state == CASE_FED_BACK)
		return;
	unit = refs_name(g->q->led, S("unit"), arena_dup(g->t->arena,
	    record_text(r, "lead_unit")), record_text(r, "village"), dg);
	unit = unit.n ? unit : diag_say(dg, "not assigned");
	if (due < g->today) {
		struct str late = overdue_note(g, due, dg);

		unit = diag_say(dg, "%.*s; %.*s", STR(unit), STR(late));
	}
	add(g, due < g->today ? diag_say(dg, "issue overdue") :
	    diag_say(dg, "issue due"), arena_dup(g->t->arena,
	    record_text(r, "content")), arena_dup(g->t->arena, record_id(r)),
	    place_of(g, r, dg), due, unit);
}

static void
followups(struct agenda *g, const struct record *r, struct diag *dg)
{
	uint32_t list = record_get(r, "followups"), i;
	date_day due;

	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i)) {
		due = date_iso(doc_text(r->doc, i, "due_on"));
		if (due == DATE_NONE || due > g->soon ||
		    doc_text(r->doc, i, "day").n)
			continue;
		add(g, diag_say(dg, "follow-up due"), arena_dup(g->t->arena,
		    record_text(r, "content")), arena_dup(g->t->arena,
		    record_id(r)), place_of(g, r, dg), due, S(""));
	}
}

static bool
issue(void *ctx, const struct record *r, struct diag *dg)
{
	struct agenda *g = ctx;
	enum case_state state = case_state(r);
	date_day review = record_day(r, "review_on");

	limit(g, r, state, dg);
	followups(g, r, dg);
	if (state == CASE_SUSPENDED && review != DATE_NONE &&
	    review <= g->soon)
		add(g, diag_say(dg, "hung-up issue to review"),
		    arena_dup(g->t->arena, record_text(r, "content")),
		    arena_dup(g->t->arena, record_id(r)),
		    place_of(g, r, dg), review, S(""));
	return true;
}

/* ---- objections ------------------------------------------------------- */

static bool
objection(void *ctx, const struct record *r, struct diag *dg)
{
	struct agenda *g = ctx;
	const struct ledger *led = g->q->led;
	date_day due = calendar_add_workdays(&led->calendar,
	    record_day(r, "day"), led->policy.objection_workdays, NULL);

	if (record_get(r, "decision"))
		return true;
	add(g, diag_say(dg, "objection undecided"), arena_dup(g->t->arena,
	    record_text(r, "content")), arena_dup(g->t->arena, record_id(r)),
	    place_of(g, r, dg), due, due < g->today ?
	    overdue_note(g, due, dg) : S(""));
	return true;
}

/* ---- reviews ---------------------------------------------------------- */

static bool
month(struct agenda *g, struct str village, struct period p, struct diag *dg)
{
	struct ymd d = date_ymd(p.from);
	date_day closes = acts_closes(g->q->led, d.year, d.month);
	struct review_month m;
	struct arena a;
	size_t i, open = 0;
	struct str what;
	bool ok;

	arena_init(&a);
	ok = review_load(&m, g->q->led, village, p, &a, dg);
	for (i = 0; ok && i < m.n; i++)
		open += m.v[i].verdict == VERDICT_UNREVIEWED ||
		    m.v[i].verdict == VERDICT_RETURNED;
	arena_free(&a);
	if (!ok || open == 0)
		return ok;
	what = period_title(g->t->arena, p, g->q->led->chinese);
	what = diag_say(dg, "%.*s: %zu entries unreviewed", STR(what), open);
	add(g, closes < g->today ? diag_say(dg, "review overdue") :
	    diag_say(dg, "review due"), what, period_str(g->t->arena, p),
	    asked_village(g->q, village, dg), closes, closes < g->today ?
	    diag_say(dg, "closed; what is approved now counts later") :
	    S(""));
	return true;
}

static bool
reviews(struct agenda *g, struct diag *dg)
{
	struct period p = period_of(PERIOD_MONTH, g->today);
	struct strs villages;
	size_t i, k;

	if (!tally_villages(&villages, g->q, dg))
		return false;
	for (k = 0; k < AGENDA_MONTHS; k++) {
		p = period_before(p);
		for (i = 0; i < villages.n; i++)
			if (!month(g, villages.v[i], p, dg))
				return false;
	}
	return true;
}

/* ---- lists on the board ----------------------------------------------- */

static bool
settlement(void *ctx, const struct record *r, struct diag *dg)
{
	struct agenda *g = ctx;
	uint32_t map = record_get(r, "published");
	date_day to = map ? date_iso(doc_text(r->doc, map, "to")) : DATE_NONE;

	if (to == DATE_NONE || to > g->soon || record_get(r, "frozen_on"))
		return true;
	add(g, to < g->today ? diag_say(dg, "list to freeze") :
	    diag_say(dg, "list comes off the board"), arena_dup(g->t->arena,
	    record_text(r, "rulebook")), arena_dup(g->t->arena,
	    record_id(r)), place_of(g, r, dg), to, to < g->today ?
	    diag_say(dg, "the time on the board is over") : S(""));
	return true;
}

/* ---- visits ----------------------------------------------------------- */

static bool
visits(struct agenda *g, struct diag *dg)
{
	struct due_sum *v;
	struct str place = asked_place(g->q, dg);
	size_t i, n;

	if (!due_sums(&v, &n, g->q, g->today, dg))
		return false;
	for (i = 0; i < n; i++)
		add(g, diag_say(dg, "visits due"), v[i].label, v[i].what,
		    place, g->today, diag_say(dg,
		    "%zu households, %zu of them overdue", v[i].due,
		    v[i].late));
	return true;
}

/* ---- the whole -------------------------------------------------------- */

static bool
each(struct agenda *g, const char *name,
    bool (*fn)(void *, const struct record *, struct diag *),
    struct diag *dg)
{
	const struct kind *kind = ledger_need(g->q->led, name, dg);
	struct ledger_scope scope = { .village = g->q->village };

	return kind && ledger_each(g->q->led, kind, &scope, fn, g, dg);
}

bool
agenda_report(struct table *t, const struct asked *q, struct diag *dg)
{
	struct agenda g = { q, t, q->led->env.today,
	    q->led->env.today + AGENDA_SOON };
	struct str place = asked_place(q, dg), day;

	day = asked_day(q, g.today);
	table_init(t, q->led->arena, q->name, diag_say(dg,
	    "%.*s: to do on %.*s", STR(place), STR(day)));
	asked_column(t, "sort", diag_say(dg, "sort"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
	asked_column(t, "what", diag_say(dg, "matter"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
	asked_column(t, "whom", diag_say(dg, "whom"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
	asked_column(t, "due_on", diag_say(dg, "limit"), CELL_DATE,
	    AUDIENCE_INTERNAL);
	asked_column(t, "note", diag_say(dg, "remark"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
	return ledger_calendar(q->led, dg) && each(&g, "issue", issue, dg) &&
	    each(&g, "objection", objection, dg) && reviews(&g, dg) &&
	    each(&g, "settlement", settlement, dg) && visits(&g, dg);
}
