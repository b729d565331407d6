/* SPDX-License-Identifier: MIT */
/*
 * score - the run: what each act is, the rules, and the sums
 *
 * score-rules.c holds the rules that acts share, score-rank.c the ranking.
 */
#include "score-work.h"

#define CHAIN_MAX	8	/* corrections of corrections */

struct run {
	const struct score_job *job;
	struct works  works;
	struct map    rows;		/* subject: its row */
	struct map    acts;		/* id: work; filled where needed */
	uint32_t     *line;		/* category number: line, plus one */
	const struct rulebook_category **categories;	/* of the lines */
	size_t        ncategories;
	const struct rulebook_version *version;	/* at the period's end */
	date_day     *closes;		/* by month from `first`, when asked */
	int32_t       first;
	size_t        nmonths;
};

static int32_t
month_of(date_day day)
{
	struct ymd d = date_ymd(day);

	return d.year * 12 + d.month - 1;
}

static date_day
quarter_day(int32_t quarter)
{
	return date_of(quarter / 4, quarter % 4 * 3 + 1, 1);
}

/* Asks the caller once a month of the run. */
static date_day
closing(struct run *r, int32_t month)
{
	const struct score_job *job = r->job;
	date_day *known = NULL;

	if (month >= r->first && (size_t)(month - r->first) < r->nmonths)
		known = &r->closes[month - r->first];
	if (known && *known != DATE_NONE)
		return *known;
	if (!known)
		return job->closes(job->ctx, month / 12, month % 12 + 1);
	*known = job->closes(job->ctx, month / 12, month % 12 + 1);
	return *known;
}

static void
closes_init(struct run *r)
{
	const struct score_job *job = r->job;
	date_day low = INT32_MAX, high = INT32_MIN;
	size_t i;

	for (i = 0; i < job->nacts; i++) {
		if (job->acts[i].occurred_on == DATE_NONE)
			continue;
		if (job->acts[i].occurred_on < low)
			low = job->acts[i].occurred_on;
		if (job->acts[i].occurred_on > high)
			high = job->acts[i].occurred_on;
	}
	if (low > high)
		return;
	r->first = month_of(low);
	r->nmonths = (size_t)(month_of(high) - r->first) + 3;
	r->closes = arena_array(r->works.arena, r->nmonths,
	    sizeof(*r->closes));
	for (i = 0; i < r->nmonths; i++)
		r->closes[i] = DATE_NONE;
}

/*
 * A quarter closes after its end, so what was approved in a quarter is in
 * time for that one at the latest, and for no earlier than the one before.
 */
static int32_t
counting_quarter(struct run *r, int32_t own, date_day approved)
{
	int32_t in;

	if (approved <= closing(r, own * 3 + 2))
		return own;
	in = month_of(approved) / 3;
	if (in - 1 > own && approved <= closing(r, (in - 1) * 3 + 2))
		return in - 1;
	return in > own ? in : own + 1;
}

/* The item in force on the day, of the version the act names, if any. */
static const struct rulebook_item *
item_of(const struct rulebook *book, const struct act *a, date_day day)
{
	const struct rulebook_version *v = rulebook_version_on(book, day);
	const struct rulebook_item *item;

	if (!v || (a->version.n && !str_eq(a->version, v->name) &&
	    !str_eq(a->version, book->id)))
		return NULL;
	item = rulebook_item(v, a->item);
	return item && item->category && rulebook_in_force(item, day) ? item
	    : NULL;
}

static points
raw_of(const struct rulebook_item *item, const struct act *a)
{
	static const struct rulebook_item plain;

	return rulebook_raw(item ? item : &plain, a->unit_points, a->quantity);
}

static void
take_up(struct run *r, struct work *w, uint32_t i, struct count *count)
{
	const struct act *a = &r->job->acts[i];

	*w = (struct work){ .act = a, .i = i, .original = SCORE_NONE,
	    .count = count, .row = map_get(&r->rows, a->subject),
	    .item = item_of(r->job->book, a, a->occurred_on),
	    .occurred_on = a->occurred_on, .recorded_on = a->recorded_on };
	if (a->occurred_on != DATE_NONE)
		w->own = w->month = month_of(a->occurred_on);
	*count = (struct count){ .raw = raw_of(w->item, a),
	    .quarter = DATE_NONE, .other = SCORE_NONE };
}

static struct work *
original_of(struct run *r, const struct work *w)
{
	struct work *o = w->act->correction_of.n ?
	    map_get(&r->acts, w->act->correction_of) : NULL;

	return o && o != w && str_eq(o->act->subject, w->act->subject) ? o
	    : NULL;
}

/*
 * A correction is priced and capped as the act it goes back to, though that
 * item may have been retired since.
 */
static void
link_correction(struct run *r, struct work *w)
{
	struct work *o = original_of(r, w), *root = o, *up = o;
	int i;

	for (i = 0; up && i < CHAIN_MAX; i++) {
		root = up;
		up = original_of(r, up);
	}
	if (!root || up || !root->item)
		return;
	w->item = root->item;
	w->month = root->month;
	w->count->raw = raw_of(w->item, w->act);
	if (w->item->ntiers)
		w->count->raw = w->act->unit_points;
	w->back = w->count->raw && (w->count->raw < 0) != (o->count->raw < 0);
	if (w->back)
		w->original = w->count->other = o->i;
}

static void
link_corrections(struct run *r)
{
	size_t i;
	bool any = false;

	for (i = 0; i < r->works.n && !any; i++)
		any = r->job->acts[i].correction_of.n > 0;
	map_init(&r->acts, r->works.arena);
	if (!any)
		return;
	for (i = 0; i < r->works.n; i++)
		*map_put(&r->acts, r->job->acts[i].id) = &r->works.v[i];
	for (i = 0; i < r->works.n; i++)
		if (r->job->acts[i].correction_of.n)
			link_correction(r, &r->works.v[i]);
}

static enum why
why_not(const struct work *w)
{
	const struct act *a = w->act;

	if (a->voided)
		return WHY_VOIDED;
	if (!w->row)
		return WHY_NO_SUBJECT;
	if (!w->item)
		return WHY_NOT_IN_FORCE;
	if (a->verdict == VERDICT_REJECTED)
		return WHY_REJECTED;
	if (a->verdict == VERDICT_RETURNED)
		return WHY_RETURNED;
	if (a->verdict == VERDICT_UNREVIEWED || a->approved_on == DATE_NONE)
		return WHY_UNREVIEWED;
	return a->objected ? WHY_OBJECTED : WHY_COUNTED;
}

/* Whether it counts, and in which quarter; what one event may give. */
static void
place(struct run *r, struct work *w)
{
	points cap = w->item ? w->item->cap[CAP_EVENT] : 0;
	struct count *c = w->count;

	c->why = why_not(w);
	w->live = c->why == WHY_COUNTED;
	if (!w->live)
		return;
	w->quarter = counting_quarter(r, w->own / 3, w->act->approved_on);
	c->late = w->act->approved_on > closing(r, w->own);
	c->counted = c->raw;
	if (w->back || cap == 0 || (cap > 0) != (c->raw > 0))
		return;
	c->counted = cap > 0 ? points_clamp(c->raw, 0, cap)
	    : points_clamp(c->raw, cap, 0);
	if (c->counted != c->raw)
		c->why = WHY_CAP_EVENT;
}

/* A correction comes after what it corrects, whatever its own day. */
static void
place_after(struct run *r, struct work *w)
{
	struct work *o = w;
	int i;

	for (i = 0; i < CHAIN_MAX && o->original != SCORE_NONE; i++) {
		o = &r->works.v[o->original];
		if (!o->live && w->live) {
			w->live = false;
			w->count->counted = 0;
			w->count->why = WHY_CORRECTED;
		}
		if (o->quarter > w->quarter)
			w->quarter = o->quarter;
		if (o->occurred_on > w->occurred_on)
			w->occurred_on = o->occurred_on;
		if (o->recorded_on > w->recorded_on)
			w->recorded_on = o->recorded_on;
	}
}

/* A day in 24 bits, in order; what has none comes first. */
static uint64_t
packed(date_day day)
{
	return day == DATE_NONE ? 0 : (uint64_t)(day + (1 << 23)) & 0xffffff;
}

static void
pack_keys(const struct run *r, struct work *w)
{
	w->subject_item = (uint64_t)(w->row - r->job->rows) << 32 |
	    w->item->number;
	w->time = (uint64_t)w->quarter << 48 | packed(w->occurred_on) << 24 |
	    packed(w->recorded_on);
}

static void
settle_periods(struct run *r)
{
	struct work *w;
	date_day day;
	size_t i;

	for (i = 0; i < r->works.n; i++) {
		w = &r->works.v[i];
		if (!w->live)
			continue;
		pack_keys(r, w);
		w->count->quarter = day = quarter_day(w->quarter);
		if (w->own / 3 == w->quarter)
			day = w->act->occurred_on;
		w->count->in_period = period_has(r->job->period, day);
		/* a 100-point book may have dropped the category since */
		if (w->count->in_period &&
		    !r->line[w->item->category->number]) {
			w->live = false;
			w->count->counted = 0;
			w->count->why = WHY_NOT_IN_FORCE;
		}
	}
}

static void
add_line(struct run *r, const struct rulebook_category *c)
{
	if (r->line[c->number])
		return;
	r->categories[r->ncategories++] = c;
	r->line[c->number] = (uint32_t)r->ncategories;
}

/*
 * The categories of the version at the period's end.  In a book that adds up,
 * earlier ones may still have something to count; in a 100-point book the
 * weights are those of one version.
 */
static void
choose_lines(struct run *r)
{
	const struct rulebook *b = r->job->book;
	size_t i, k;

	r->line = arena_array(r->works.arena, b->ncategories,
	    sizeof(*r->line));
	r->categories = arena_array(r->works.arena, b->ncategories,
	    sizeof(*r->categories));
	for (i = b->nversions; i-- > 0;) {
		if (b->versions[i].from >= r->job->period.to)
			continue;
		if (r->version && b->settle == SETTLE_HUNDRED)
			break;
		if (!r->version)
			r->version = &b->versions[i];
		for (k = 0; k < b->versions[i].ncategories; k++)
			add_line(r, &b->versions[i].categories[k]);
	}
}

static void
clear_rows(struct run *r)
{
	struct score_row *row;
	size_t i, k;

	map_init(&r->rows, r->works.arena);
	for (i = 0; i < r->job->nrows; i++) {
		row = &r->job->rows[i];
		*row = (struct score_row){ .id = row->id, .group = row->group,
		    .satisfaction = row->satisfaction,
		    .last_quarter = row->last_quarter,
		    .vetoed = row->vetoed };
		row->nlines = r->ncategories;
		row->lines = arena_array(r->works.arena, row->nlines,
		    sizeof(*row->lines));
		for (k = 0; k < row->nlines; k++)
			row->lines[k].category = r->categories[k];
		row->base = r->version ? r->version->base : 0;
		*map_put(&r->rows, row->id) = row;
	}
}

static void
add_up(struct run *r)
{
	const struct work *w;
	struct score_line *line;
	points p;
	size_t i;

	for (i = 0; i < r->works.n; i++) {
		w = &r->works.v[i];
		if (!w->live || !w->count->in_period)
			continue;
		p = w->count->counted;
		line = &w->row->lines[r->line[w->item->category->number] - 1];
		*(p > 0 ? &line->plus : &line->minus) += p;
		*(p > 0 ? &w->row->plus : &w->row->minus) += p;
		w->row->nacts++;
		w->row->vetoed |= w->item->veto;
	}
}

/* The bounds of a category: design.md section 9. */
static void
bound(struct score_line *l)
{
	const struct rulebook_category *c = l->category;
	points sum, moved = l->plus + l->minus, rest = c->weight - c->full;

	if (c->mode == MODE_DEDUCT || c->mode == MODE_MIXED)
		l->start = rest;
	sum = l->start + l->rates + moved;
	switch (c->mode) {
	case MODE_SUM:
		l->score = sum;
		break;
	case MODE_DEDUCT:
	case MODE_MIXED:
		l->score = points_clamp(l->rates, 0, c->full) +
		    points_clamp(rest + moved, 0, rest);
		break;
	case MODE_ACCRUE:
		l->score = points_clamp(moved, 0, c->weight);
		break;
	case MODE_RATIO:
	case MODE_LEVEL:
		l->score = points_clamp(l->rates + (moved < 0 ? moved : 0), 0,
		    c->weight);
		break;
	}
	l->cut = l->score - sum;
}

static void
finish_rows(struct run *r)
{
	struct score_row *row;
	size_t i, k;

	for (i = 0; i < r->job->nrows; i++) {
		row = &r->job->rows[i];
		for (k = 0; k < row->nlines; k++) {
			bound(&row->lines[k]);
			row->earned += row->lines[k].score;
			row->incomplete |= row->lines[k].missing;
		}
		row->total = row->base + row->earned;
	}
}

/* What a figure is looked for: rate items, and categories by level. */
struct slot {
	struct str code;
	size_t     line;
	points     full;
};

static size_t
find_slots(const struct run *r, struct slot *slots)
{
	const struct rulebook_version *v = r->version;
	size_t i, n = 0;

	for (i = 0; v && i < v->ncategories; i++)
		if (v->categories[i].mode == MODE_LEVEL)
			slots[n++] = (struct slot){ v->categories[i].code,
			    r->line[v->categories[i].number] - 1,
			    v->categories[i].full };
	for (i = 0; v && i < v->nitems; i++)
		if (v->items[i].full && v->items[i].category &&
		    v->items[i].from < r->job->period.to &&
		    v->items[i].end > r->job->period.from)
			slots[n++] = (struct slot){ v->items[i].code,
			    r->line[v->items[i].category->number] - 1,
			    v->items[i].full };
	return n;
}

#define UNKNOWN		(-1)
#define DISPUTED	(-2)	/* two figures for one rate */

static void
note_rates(struct run *r, const struct slot *slots, size_t n, int32_t *known)
{
	const struct score_rate *rate;
	const struct score_row *row;
	int32_t *p;
	size_t i, k;

	for (i = 0; i < r->job->nrates; i++) {
		rate = &r->job->rates[i];
		row = map_get(&r->rows, rate->subject);
		for (k = 0; k < n && !str_eq(slots[k].code, rate->code);)
			k++;
		if (!row || k == n || rate->percent < 0)
			continue;
		p = &known[(size_t)(row - r->job->rows) * n + k];
		*p = *p == UNKNOWN || *p == rate->percent ? rate->percent
		    : DISPUTED;
	}
}

static void
add_rates(struct run *r)
{
	struct slot *slots = arena_array(r->works.arena, r->version ?
	    r->version->nitems + r->version->ncategories : 0, sizeof(*slots));
	size_t n = find_slots(r, slots), i, k;
	struct score_line *line;
	int32_t *known, percent;

	if (n == 0)
		return;
	known = arena_array(r->works.arena, r->job->nrows * n, sizeof(*known));
	for (i = 0; i < r->job->nrows * n; i++)
		known[i] = UNKNOWN;
	note_rates(r, slots, n, known);
	for (i = 0; i < r->job->nrows; i++)
		for (k = 0; k < n; k++) {
			line = &r->job->rows[i].lines[slots[k].line];
			percent = known[i * n + k];
			line->missing |= percent < 0;
			line->disputed |= percent == DISPUTED;
			line->rates += percent < 0 ? 0 :
			    points_ratio(slots[k].full, percent, 10000);
		}
}

struct count *
score_run(const struct score_job *job, struct arena *arena)
{
	struct run r = { .job = job, .works = { .arena = arena,
	    .n = job->nacts } };
	struct works *w = &r.works;
	struct count *counts;
	size_t i;

	counts = arena_array(arena, w->n, sizeof(*counts));
	w->v = arena_array(arena, w->n, sizeof(*w->v));
	w->order = arena_array(arena, w->n, sizeof(struct work *));
	choose_lines(&r);
	clear_rows(&r);
	closes_init(&r);
	for (i = 0; i < w->n; i++)
		take_up(&r, &w->v[i], (uint32_t)i, &counts[i]);
	link_corrections(&r);
	for (i = 0; i < w->n; i++)
		place(&r, &w->v[i]);
	for (i = 0; i < w->n; i++)
		if (w->v[i].original != SCORE_NONE)
			place_after(&r, &w->v[i]);
	settle_periods(&r);
	score_same_act(w);
	score_caps(w);
	score_recoveries(w);
	add_up(&r);
	add_rates(&r);
	finish_rows(&r);
	return counts;
}
