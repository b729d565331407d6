/* SPDX-License-Identifier: MIT */
/* handbook - one subject's acts, sorted, counted, summed. */
#include <stdlib.h>

#include "handbook.h"
#include "tally.h"

static const char *const kinds[] = {
	[SUBJECT_VILLAGE] = "region", [SUBJECT_GRID] = "grid",
	[SUBJECT_HOUSEHOLD] = "household", [SUBJECT_PERSON] = "person",
};

struct line {
	const struct act       *act;
	const struct act_facts *facts;
	const struct count     *count;
};

static int
line_cmp(const void *va, const void *vb)
{
	const struct act *a = ((const struct line *)va)->act;
	const struct act *b = ((const struct line *)vb)->act;

	if (a->occurred_on != b->occurred_on)
		return a->occurred_on < b->occurred_on ? -1 : 1;
	if (a->recorded_on != b->recorded_on)
		return a->recorded_on < b->recorded_on ? -1 : 1;
	return str_cmp(a->id, b->id);
}

/* His own that happened in the period, or count in it. */
static struct line *
lines(size_t *n, const struct tally_work *w, const struct asked *q,
    struct str subject, struct arena *a)
{
	struct line *v = arena_array(a, w->acts.n, sizeof(*v));
	const struct act *act;
	size_t i;

	for (*n = i = 0; i < w->acts.n; i++) {
		act = &w->acts.v[i];
		if (!str_eq(act->subject, subject) || act->voided ||
		    (!period_has(q->period, act->occurred_on) &&
		    !w->counts[i].in_period))
			continue;
		v[(*n)++] = (struct line){ act, &w->acts.facts[i],
		    &w->counts[i] };
	}
	if (*n)
		qsort(v, *n, sizeof(*v), line_cmp);
	return v;
}

static void
columns(struct table *t, struct diag *dg)
{
	const struct {
		const char *key;
		struct str label;
		enum cell_type type;
		enum audience privacy;
	} all[] = {
		{ "occurred_on", diag_say(dg, "day"), CELL_DATE,
		    AUDIENCE_DEPARTMENT },
		{ "place", diag_say(dg, "place"), CELL_TEXT,
		    AUDIENCE_DEPARTMENT },
		{ "reason", diag_say(dg, "reason for it"), CELL_TEXT,
		    AUDIENCE_INTERNAL },
		{ "item", diag_say(dg, "item"), CELL_TEXT,
		    AUDIENCE_DEPARTMENT },
		{ "raw", diag_say(dg, "points"), CELL_POINTS,
		    AUDIENCE_INTERNAL },
		{ "counted", diag_say(dg, "points counted"), CELL_POINTS,
		    AUDIENCE_INTERNAL },
		{ "evidence", diag_say(dg, "evidence"), CELL_TEXT,
		    AUDIENCE_INTERNAL },
		{ "recorder", diag_say(dg, "recorder"), CELL_TEXT,
		    AUDIENCE_DEPARTMENT },
		{ "reviewer", diag_say(dg, "reviewer"), CELL_TEXT,
		    AUDIENCE_DEPARTMENT },
		{ "sum", diag_say(dg, "sum so far"), CELL_POINTS,
		    AUDIENCE_INTERNAL },
		{ "why", diag_say(dg, "remark"), CELL_TEXT,
		    AUDIENCE_INTERNAL },
	};
	struct column *c;
	size_t i;

	for (i = 0; i < NELEM(all); i++) {
		c = asked_column(t, all[i].key, all[i].label, all[i].type,
		    all[i].privacy);
		c->is_name = str_is(c->key, "recorder") ||
		    str_is(c->key, "reviewer");
	}
}

/* The arena of the acts dies: what is shown is copied. */
static void
put(struct table *t, struct str s)
{
	if (s.n)
		table_text(t, arena_dup(t->arena, s));
	else
		table_none(t);
}

static void
person(struct table *t, const struct asked *q, struct str id,
    struct str village, struct diag *dg)
{
	if (id.n == 0) {
		table_none(t);
		return;
	}
	id = arena_dup(t->arena, id);
	table_named(t, id, refs_name(q->led, S("person"), id, village, dg));
}

static void
row(struct table *t, const struct asked *q, const struct line *l, points sum,
    struct str village, struct diag *dg)
{
	const struct act_facts *f = l->facts;
	points counted = l->count->in_period ? l->count->counted : 0;
	bool plain = l->count->why == WHY_COUNTED && l->count->in_period &&
	    !l->count->late;

	table_date(t, l->act->occurred_on);
	put(t, f->place);
	put(t, f->reason);
	table_named(t, arena_dup(t->arena, l->act->item),
	    arena_dup(t->arena, f->item_name));
	table_points(t, l->count->raw);
	table_points(t, counted);
	put(t, f->evidence);
	person(t, q, f->recorder, village, dg);
	person(t, q, f->reviewer, village, dg);
	table_points(t, sum);
	if (plain)
		table_none(t);
	else if (l->count->late && l->count->why == WHY_COUNTED)
		table_text(t, diag_say(dg, "approved late"));
	else
		table_named(t, str_of(score_why_key(l->count->why)),
		    diag_say(dg, "%s", diag_word(dg->words,
		    score_why_text(l->count->why))));
}

static const struct score_row *
own_row(const struct tally_work *w, struct str subject)
{
	size_t i;

	for (i = 0; i < w->nrows; i++)
		if (str_eq(w->rows[i].id, subject))
			return &w->rows[i];
	return NULL;
}

static bool
fill(struct table *t, const struct asked *q, const struct tally_work *w,
    const struct ref *who, struct str village, struct arena *a,
    struct diag *dg)
{
	const struct score_row *own = own_row(w, who->id);
	points sum = 0;
	struct line *v;
	size_t i, n;

	v = lines(&n, w, q, who->id, a);
	for (i = 0; i < n; i++) {
		sum += v[i].count->in_period ? v[i].count->counted : 0;
		row(t, q, &v[i], sum, village, dg);
	}
	if (sum != (own ? own->plus + own->minus : 0))
		return diag_error(dg, "report.total", NULL,
		    (struct span){ 0, 0 }, "the parts of '%.*s' do not add up "
		    "to its points", STR(who->id));
	return true;
}

static bool
find(const struct ref **who, const struct asked *q,
    const struct rulebook *book, struct diag *dg)
{
	struct str kind = str_of(kinds[book->subject_type]), id;

	if (q->word.n == 0)
		return diag_usage(dg, "say whose: handbook SUBJECT");
	if (!refs_resolve(&id, q->led, kind, q->word, q->village, q->src,
	    q->at, dg))
		return false;
	*who = refs_get(q->led, kind, id, q->village, dg);
	return *who != NULL;
}

bool
handbook_report(struct table *t, const struct asked *q, struct diag *dg)
{
	const struct rulebook *book;
	const struct ref *who = NULL;
	struct tally_work w;
	struct str village, place, period;
	struct arena a;
	bool ok;

	if (!asked_book(&book, q, false, dg) || !find(&who, q, book, dg))
		return false;
	village = book->subject_type == SUBJECT_VILLAGE ? who->id :
	    who->village;
	place = asked_village(q, village, dg);
	period = period_title(q->led->arena, q->period, q->led->chinese);
	table_init(t, q->led->arena, q->name, diag_say(dg,
	    "points handbook of %.*s (%.*s), %.*s", STR(who->name),
	    STR(who->id), STR(period)));
	t->title_privacy = AUDIENCE_DEPARTMENT;
	asked_line(t, &t->head, diag_say(dg, "%.*s   rulebook: %.*s",
	    STR(place), STR(book->title)));
	columns(t, dg);
	arena_init(&a);
	ok = tally_load(&w, q, book, village, q->period, &a, dg) &&
	    fill(t, q, &w, who, village, &a, dg);
	arena_free(&a);
	asked_foot(t, q, dg);
	return ok;
}
