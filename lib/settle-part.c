/* SPDX-License-Identifier: MIT */
/*
 * settle-part - one village under one book: acts read, scored, checked
 *
 * Runs in a thread: it reads what is shared and writes only what is its own.
 */
#include <stdlib.h>

#include "buf.h"
#include "digest.h"
#include "settle-work.h"

struct work {
	const struct settle_ask *ask;
	struct par        *par;
	struct arena      *arena;	/* scratch */
	struct acts        acts;
	struct subject    *subjects;
	size_t             nsubjects;
	struct map         by_id;	/* subject id -> struct subject */
	struct map         member;	/* the same -> its settle_share */
	/* of the share at hand */
	const struct settle_share *share;
	struct score_row  *scores;
	struct settle_row *rows;
	size_t             nrows;
	struct map         row_of;	/* subject id -> struct settle_row */
	struct count      *counts;
	int32_t           *percent;	/* by act: the rate used, or -1 */
};

/* ---- subjects --------------------------------------------------------- */

/* Who stands in a frozen list is of it, whatever the register says now. */
static void
add_members(struct work *w)
{
	const struct settle_ask *ask = w->ask;
	const struct settle_share *share;
	size_t i, k, n = w->nsubjects;
	struct subject *v, *s;

	for (k = 0; k < ask->nshares; k++)
		n += ask->shares[k].members.n;
	v = arena_array(w->arena, n, sizeof(*v));
	for (i = 0; i < w->nsubjects; i++) {
		v[i] = w->subjects[i];
		*map_put(&w->by_id, v[i].id) = &v[i];
	}
	w->subjects = v;
	for (k = 0; k < ask->nshares; k++) {
		share = &ask->shares[k];
		for (i = 0; i < share->members.n; i++) {
			s = map_get(&w->by_id, share->members.v[i]);
			if (!s) {
				s = &v[w->nsubjects++];
				s->id = s->name = share->members.v[i];
				*map_put(&w->by_id, s->id) = s;
			}
			*map_put(&w->member, s->id) = (void *)
			    (uintptr_t)share;
		}
	}
}

static bool
load_subjects(struct work *w)
{
	const struct settle_ask *ask = w->ask;

	if (ask->itself) {
		w->subjects = (struct subject *)(uintptr_t)ask->itself;
		w->nsubjects = 1;
	} else if (ask->book->subject_type != SUBJECT_VILLAGE &&
	    !acts_subjects(&w->subjects, &w->nsubjects, ask->led, ask->book,
	    ask->village, ask->period, w->par->run, w->arena, w->par->diag)) {
		return false;
	}
	map_init(&w->by_id, w->arena);
	map_init(&w->member, w->arena);
	add_members(w);
	return true;
}

/* Is it one of this share's?  What nobody knows falls to the first share. */
static bool
ours(const struct work *w, struct str subject)
{
	const struct settle_share *share = map_get(&w->member, subject);
	const struct subject *s = map_get(&w->by_id, subject);

	if (share)
		return share == w->share;
	return s ? w->share->class.n == 0 ||
	    str_eq(s->class, w->share->class) : w->share == w->ask->shares;
}

static void
make_rows(struct work *w)
{
	struct arena *keep = w->par->keep;
	const struct subject *s;
	size_t i;

	w->nrows = 0;
	w->scores = arena_array(w->arena, w->nsubjects, sizeof(*w->scores));
	w->rows = arena_array(keep, w->nsubjects, sizeof(*w->rows));
	map_init(&w->row_of, w->arena);
	for (i = 0; i < w->nsubjects; i++) {
		s = &w->subjects[i];
		if (!ours(w, s->id))
			continue;
		w->rows[w->nrows] = (struct settle_row){
			.village = w->ask->village,
			.subject = arena_dup(keep, s->id),
			.name = arena_dup(keep, s->name),
		};
		w->scores[w->nrows].id = s->id;
		*map_put(&w->row_of, s->id) = &w->rows[w->nrows];
		w->nrows++;
	}
}

/* ---- scoring ---------------------------------------------------------- */

static struct score_job
job(struct work *w, struct period period)
{
	const struct settle_ask *ask = w->ask;
	struct acts *acts = &w->acts;
	struct score_rate *rates = arena_array(w->arena, acts->nrates,
	    sizeof(*rates));
	size_t i, n = 0, act;

	w->percent = arena_array(w->arena, acts->n, sizeof(*w->percent));
	for (i = 0; i < acts->n; i++)
		w->percent[i] = -1;
	for (i = 0; i < acts->nrates; i++) {
		act = acts->rate_acts[i];
		if (w->share->bound != DATE_NONE &&
		    acts->v[act].approved_on > w->share->bound)
			continue;
		if (ours(w, acts->rates[i].subject))
			w->percent[act] = acts->rates[i].percent;
		rates[n++] = acts->rates[i];
	}
	return (struct score_job){ .book = ask->book, .period = period,
	    .closes = acts_closes, .ctx = ask->led, .acts = acts->v,
	    .nacts = acts->n, .rates = rates, .nrates = n,
	    .rows = w->scores, .nrows = w->nrows };
}

/* What was earned from January on, for the list's 年度累计. */
static void
year_totals(struct work *w)
{
	struct period to_date = period_of(PERIOD_YEAR, w->ask->period.from);
	struct score_job j;
	size_t i;

	if (w->ask->book->settle != SETTLE_ACCRUE ||
	    w->ask->period.unit != PERIOD_QUARTER)
		return;
	to_date.to = w->ask->period.to;
	to_date.unit = PERIOD_RANGE;
	if (to_date.from != w->ask->period.from) {
		j = job(w, to_date);
		score_run(&j, w->arena);
	}
	for (i = 0; i < w->nrows; i++) {
		w->rows[i].has_year_total = true;
		w->rows[i].year_total = w->scores[i].earned;
	}
}

/* The codes of the categories that lack a figure, or have two for one. */
static struct str
without_figure(struct work *w, const struct score_row *from, bool disputed)
{
	struct buf b;
	size_t i;

	buf_init(&b, w->arena);
	for (i = 0; i < from->nlines; i++)
		if (from->lines[i].missing &&
		    from->lines[i].disputed == disputed)
			buf_printf(&b, "%s%.*s", b.n ? " " : "",
			    STR(from->lines[i].category->code));
	return arena_dup(w->par->keep, buf_str(&b));
}

static void
take_lines(struct work *w, struct settle_row *row,
    const struct score_row *from)
{
	size_t i;

	row->missing = without_figure(w, from, false);
	row->disputed = without_figure(w, from, true);
	if (w->ask->book->settle != SETTLE_HUNDRED)
		return;
	row->ncategories = from->nlines;
	row->categories = arena_array(w->par->keep, from->nlines,
	    sizeof(*row->categories));
	for (i = 0; i < from->nlines; i++)
		row->categories[i] = (struct settle_line){
		    from->lines[i].category->code, from->lines[i].score };
}

static void
take_rows(struct work *w)
{
	const struct score_row *from;
	struct settle_row *row;
	size_t i;

	for (i = 0; i < w->nrows; i++) {
		from = &w->scores[i];
		row = &w->rows[i];
		row->plus = from->plus;
		row->minus = from->minus;
		row->earned = from->earned;
		row->base = from->base;
		row->total = from->total;
		row->vetoed = from->vetoed;
		row->incomplete = from->incomplete;
		take_lines(w, row, from);
	}
}

/* Of those who came since a list was frozen, whom something counts for. */
static void
drop_newcomers(struct work *w)
{
	bool *touched = arena_array(w->arena, w->nrows, sizeof(*touched));
	const struct settle_row *row;
	size_t i, n = 0;

	if (!w->share->frozen)
		return;
	for (i = 0; i < w->acts.n; i++) {
		row = map_get(&w->row_of, w->acts.v[i].subject);
		if (row && (w->counts[i].in_period || w->percent[i] >= 0))
			touched[row - w->rows] = true;
	}
	map_init(&w->row_of, w->arena);
	for (i = 0; i < w->nrows; i++) {
		if (!touched[i] && !map_get(&w->member, w->rows[i].subject))
			continue;
		w->rows[n] = w->rows[i];
		w->scores[n] = w->scores[i];
		*map_put(&w->row_of, w->rows[n].subject) = &w->rows[n];
		n++;
	}
	w->nrows = n;
}

/* ---- parts against totals --------------------------------------------- */

static bool
line_adds_up(const struct score_line *l)
{
	return l->score == l->start + l->rates + l->plus + l->minus + l->cut;
}

static bool
row_adds_up(const struct score_row *row, const struct rulebook *book,
    points acts)
{
	points plus = 0, minus = 0, score = 0;
	size_t i;

	for (i = 0; i < row->nlines; i++) {
		plus += row->lines[i].plus;
		minus += row->lines[i].minus;
		score += row->lines[i].score;
		if (!line_adds_up(&row->lines[i]))
			return false;
	}
	return acts == row->plus + row->minus && plus == row->plus &&
	    minus == row->minus && score == row->earned &&
	    row->total == row->base + row->earned &&
	    (book->settle == SETTLE_HUNDRED || row->earned == acts);
}

/* What is counted of the acts is what the rows have, each and in all. */
static bool
check(struct work *w)
{
	points *sums = arena_array(w->arena, w->nrows, sizeof(*sums));
	const struct settle_row *row;
	bool ok = true;
	size_t i;

	for (i = 0; i < w->acts.n; i++) {
		row = map_get(&w->row_of, w->acts.v[i].subject);
		if (row && w->counts[i].in_period)
			sums[row - w->rows] += w->counts[i].counted;
	}
	for (i = 0; i < w->nrows; i++)
		if (!row_adds_up(&w->scores[i], w->ask->book, sums[i]))
			ok = diag_error(w->par->diag, "settlement.sum", NULL,
			    (struct span){ 0, 0 }, "the entries of %.*s in "
			    "%.*s do not add up to its total",
			    STR(w->rows[i].subject), STR(w->ask->village));
	return ok;
}

/* ---- what was counted ------------------------------------------------- */

static int
by_act_id(const void *x, const void *y)
{
	const struct act *const *a = x, *const *b = y;

	return str_cmp((*a)->id, (*b)->id);
}

static void
spell(struct buf *b, struct str s)
{
	buf_printf(b, "%zu:%.*s,", s.n, STR(s));
}

static void
spell_act(struct buf *b, const struct act *a, int32_t percent)
{
	char occurred[DATE_TEXT], recorded[DATE_TEXT], approved[DATE_TEXT];
	char unit[POINTS_TEXT];

	spell(b, a->id);
	spell(b, a->subject);
	spell(b, a->item);
	spell(b, a->version);
	spell(b, a->event_ref);
	spell(b, a->correction_of);
	buf_printf(b, "%s %s %s %lld approved %s", date_text(occurred,
	    a->occurred_on), date_text(recorded, a->recorded_on),
	    points_text(unit, a->unit_points), (long long)a->quantity,
	    date_text(approved, a->approved_on));
	if (percent >= 0)
		buf_printf(b, " rate %d", (int)percent);
	buf_char(b, '\n');
}

static void
take_version(struct work *w, struct settle_part *p, const struct act *a)
{
	const struct rulebook_version *v = rulebook_version_on(w->ask->book,
	    a->occurred_on);
	size_t i;

	if (!v)
		return;
	for (i = 0; i < p->versions.n; i++)
		if (str_eq(p->versions.v[i], v->name))
			return;
	strs_add(&p->versions, w->par->keep, v->name);
}

/* The digest of the acts that count here, in the order of their ids. */
static void
take_digest(struct work *w, struct settle_part *p)
{
	const struct act **v = arena_array(w->arena, w->acts.n,
	    sizeof(struct act *));
	struct digest *d = digest_new(w->arena);
	struct buf b;
	size_t i, n = 0;

	for (i = 0; i < w->acts.n; i++)
		if (map_get(&w->row_of, w->acts.v[i].subject) &&
		    (w->counts[i].in_period || w->percent[i] >= 0)) {
			take_version(w, p, &w->acts.v[i]);
			v[n++] = &w->acts.v[i];
		}
	qsort(v, n, sizeof(*v), by_act_id);
	buf_init(&b, w->arena);
	for (i = 0; i < n; i++) {
		b.n = 0;
		spell_act(&b, v[i], w->percent[v[i] - w->acts.v]);
		digest_add(d, buf_str(&b));
	}
	p->counted = n;
	p->digest = digest_end(d, w->par->keep);
}

static void
take_counts(struct work *w, struct settle_part *p)
{
	struct period period = w->ask->period;
	struct settle_row *row;
	const struct act *a;
	size_t i;

	for (i = 0; i < w->acts.n; i++) {
		a = &w->acts.v[i];
		row = map_get(&w->row_of, a->subject);
		if (row)
			row->late += w->counts[i].in_period &&
			    w->counts[i].late;
		if (!period_has(period, a->occurred_on) || a->voided ||
		    !ours(w, a->subject))
			continue;
		p->nacts++;
		p->unreviewed += a->verdict == VERDICT_UNREVIEWED;
		p->strays += a->verdict == VERDICT_APPROVED && !row;
		if (row)
			row->objected += w->counts[i].why == WHY_OBJECTED;
	}
}

/* ---- objections ------------------------------------------------------- */

static struct str
concerned(const struct work *w, const struct act_objection *o)
{
	size_t i;

	for (i = 0; o->subject.n == 0 && i < w->acts.n; i++)
		if (str_eq(w->acts.v[i].id, o->entry))
			return w->acts.v[i].subject;
	return o->subject;
}

/* What was found right counts when what puts it right has been reviewed. */
static bool
unsettled(const struct work *w, const struct act_objection *o)
{
	size_t i;

	if (o->open || !o->founded)
		return o->open;
	for (i = 0; i < w->acts.n; i++)
		if (str_eq(w->acts.v[i].id, o->remedy))
			return !w->acts.v[i].voided &&
			    w->acts.v[i].verdict == VERDICT_UNREVIEWED;
	return false;
}

static void
take_objections(struct work *w, struct settle_part *p)
{
	struct str period = period_str(w->arena, w->ask->period);
	const struct act_objection *o;
	size_t i;

	for (i = 0; i < w->acts.nobjections; i++) {
		o = &w->acts.objections[i];
		if (!str_eq(o->period, period) ||
		    (w->share->class.n && map_get(&w->by_id, concerned(w,
		    o)) && !ours(w, concerned(w, o))))
			continue;
		if (unsettled(w, o))
			strs_add(&p->objections, w->par->keep,
			    arena_dup(w->par->keep, o->id));
		else if (o->founded)
			p->founded++;
		else
			p->unfounded++;
	}
}

static bool
one_share(struct work *w, struct settle_part **list)
{
	struct settle_part *p = arena_alloc(w->par->keep, sizeof(*p));
	struct score_job j;
	bool ok;

	p->group = w->share->group;
	p->village = w->ask->village;
	make_rows(w);
	j = job(w, w->ask->period);
	w->counts = score_run(&j, w->arena);
	drop_newcomers(w);
	ok = check(w);
	take_rows(w);
	take_counts(w, p);
	take_digest(w, p);
	take_objections(w, p);
	year_totals(w);
	p->rows = w->rows;
	p->nrows = w->nrows;
	p->next = *list;
	*list = p;
	return ok;
}

bool
settle_parts(struct settle_part **list, const struct settle_ask *ask,
    struct par *par)
{
	struct work w = { .ask = ask, .par = par, .arena = par->arena };
	bool ok = true;
	size_t i;

	arena_reset(par->arena);
	if (!load_subjects(&w) || !acts_load(&w.acts, ask->led, ask->book,
	    ask->village, ask->period, par->run, par->arena, par->diag))
		return false;
	for (i = 0; i < ask->nshares; i++) {
		w.share = &ask->shares[i];
		if (!one_share(&w, list))
			ok = false;
	}
	return ok;
}
