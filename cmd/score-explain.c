/* SPDX-License-Identifier: MIT */
/*
 * score-explain - why each entry of a subject counted what it did
 *
 * The entries are scored again, for this subject alone, and must add up to
 * the row of the list; else nothing is shown.
 */
#include <stdlib.h>

#include "audience.h"
#include "score-settle.h"

/* What an act's rate gives; nothing where there is none. */
struct figure {
	int32_t percent;	/* hundredths; read where full is not 0 */
	points  full, gives;
	bool    disputed;	/* another act says something else */
	bool    again;		/* an act before said the same */
	bool    after;		/* known after the evaluation only */
};

struct explain {
	struct cmd            *c;
	struct table           t;
	struct settle_scope    scope;
	struct str             kind, subject, name, village;
	/* of the book at hand */
	const struct rulebook *book;
	struct acts            acts;	/* of this subject alone */
	struct count          *counts;
	struct figure         *figures;	/* in step with the acts */
	date_day               bound;	/* rates known later do not count */
	struct score_row       row;
	bool                   scored;
	uint32_t              *order;
	size_t                 n;	/* that bear on the period */
};

/* ---- whom it is about ------------------------------------------------- */

static bool
has_book(const struct books *books, const struct rulebook *only,
    const char *kind)
{
	size_t i;

	for (i = 0; i < books->n; i++)
		if ((!only || only == books->v[i]) && strcmp(kind,
		    acts_subject_kind(books->v[i])) == 0)
			return true;
	return false;
}

/* A name may be a household's, a person's, a place's: the first that fits. */
static bool
find_subject(struct explain *x, const struct books *books)
{
	static const char *const kinds[] = { "household", "person", "region",
	    "grid" };
	struct source *src = arena_alloc(&x->c->arena, sizeof(*src));
	struct diag_mark before = diag_mark(&x->c->diag), first = before;
	struct str typed = cmd_word(x->c, 1);
	const struct ref *ref;
	bool any = false;
	size_t i;

	*src = source_of("SUBJECT", typed);
	for (i = 0; i < NELEM(kinds); i++) {
		if (!has_book(books, x->scope.book, kinds[i]))
			continue;
		x->kind = str_of(kinds[i]);
		if (refs_resolve(&x->subject, &x->c->led, x->kind, typed,
		    x->scope.village, src, (struct span){ 0,
		    (uint32_t)typed.n }, &x->c->diag)) {
			diag_back(&x->c->diag, before);
			ref = refs_get(&x->c->led, x->kind, x->subject,
			    x->scope.village, &x->c->diag);
			x->name = ref ? ref->name : x->subject;
			x->village = str_is(x->kind, "region") ? x->subject :
			    ref ? ref->village : S("");
			return ref != NULL;
		}
		if (any)	/* the first one's fault is the one to show */
			diag_back(&x->c->diag, first);
		first = diag_mark(&x->c->diag);
		any = true;
	}
	return any ? false : cmd_usage(x->c, "there is no rulebook to "
	    "explain points by");
}

/* ---- scoring ---------------------------------------------------------- */

static void
keep_own(struct explain *x)
{
	struct acts *a = &x->acts;
	uint32_t *at = arena_array(&x->c->arena, a->n, sizeof(*at)), n = 0;
	size_t i, k = 0;

	for (i = 0; i < a->n; i++)
		at[i] = str_eq(a->v[i].subject, x->subject) ? n++ :
		    SCORE_NONE;
	for (i = 0; i < a->n; i++) {
		if (at[i] == SCORE_NONE)
			continue;
		a->v[at[i]] = a->v[i];
		a->facts[at[i]] = a->facts[i];
	}
	a->n = n;
	for (i = 0; i < a->nrates; i++) {
		n = at[a->rate_acts[i]];
		if (n == SCORE_NONE)
			continue;
		a->rates[k] = a->rates[i];
		a->rate_acts[k++] = n;
	}
	a->nrates = k;
}

/* What an item by rate, or a category by level, gives at 100 %. */
static points
full_of(const struct explain *x, struct str code)
{
	const struct rulebook_version *v = NULL;
	const struct rulebook_category *c;
	const struct rulebook_item *item;
	size_t i;

	for (i = 0; i < x->book->nversions; i++)
		if (x->book->versions[i].from < x->scope.period.to)
			v = &x->book->versions[i];
	item = v ? rulebook_item(v, code) : NULL;
	if (item)
		return item->full;
	c = v ? rulebook_category(v, code) : NULL;
	return c && c->mode == MODE_LEVEL ? c->full : 0;
}

static void
one_figure(struct explain *x, size_t i, size_t n)
{
	const struct score_rate *v = x->acts.rates, *r = &v[i];
	struct figure *f = &x->figures[x->acts.rate_acts[i]];
	size_t k;

	f->percent = r->percent;
	f->full = full_of(x, r->code);
	f->gives = points_ratio(f->full, r->percent, 10000);
	f->after = i >= n;
	for (k = 0; k < n && !f->after; k++) {
		if (k == i || !str_eq(v[k].code, r->code))
			continue;
		f->disputed |= v[k].percent != r->percent;
		f->again |= k < i;
	}
}

/* Those known by the evaluation first: how many they are. */
static size_t
figures(struct explain *x)
{
	struct acts *a = &x->acts;
	struct score_rate rate;
	uint32_t act;
	size_t i, n = 0;

	x->figures = arena_array(&x->c->arena, a->n, sizeof(*x->figures));
	for (i = 0; i < a->nrates; i++) {
		rate = a->rates[i];
		act = a->rate_acts[i];
		if (x->bound != DATE_NONE &&
		    a->v[act].approved_on > x->bound)
			continue;
		a->rates[i] = a->rates[n];
		a->rate_acts[i] = a->rate_acts[n];
		a->rates[n] = rate;
		a->rate_acts[n++] = act;
	}
	for (i = 0; i < a->nrates; i++)
		one_figure(x, i, n);
	return n;
}

static bool
uses(const struct explain *x, size_t i)
{
	const struct figure *f = &x->figures[i];

	return x->scored && f->full && !f->disputed && !f->again &&
	    !f->after;
}

static bool
bears(const struct explain *x, size_t i)
{
	return x->counts[i].in_period || period_has(x->scope.period,
	    x->acts.v[i].occurred_on);
}

static int
by_day(const void *p, const void *q, void *ctx)
{
	const struct act *v = ctx;
	const struct act *a = &v[*(const uint32_t *)p];
	const struct act *b = &v[*(const uint32_t *)q];

	if (a->occurred_on != b->occurred_on)
		return a->occurred_on < b->occurred_on ? -1 : 1;
	if (a->recorded_on != b->recorded_on)
		return a->recorded_on < b->recorded_on ? -1 : 1;
	return str_cmp(a->id, b->id);
}

static bool
score(struct explain *x)
{
	struct cmd *c = x->c;
	struct subject *v;
	struct score_job job;
	size_t i, n;

	if (!acts_load(&x->acts, &c->led, x->book, x->village,
	    x->scope.period, c->led.run, &c->arena, &c->diag) ||
	    !acts_subjects(&v, &n, &c->led, x->book, x->village,
	    x->scope.period, c->led.run, &c->arena, &c->diag))
		return false;
	keep_own(x);
	x->acts.nrates = figures(x);
	for (i = 0; i < n && !str_eq(v[i].id, x->subject);)
		i++;
	x->scored = i < n;
	x->row = (struct score_row){ .id = x->subject };
	job = (struct score_job){ .book = x->book, .closes = acts_closes,
	    .period = x->scope.period, .ctx = &c->led, .acts = x->acts.v,
	    .nacts = x->acts.n, .rates = x->acts.rates,
	    .nrates = x->acts.nrates, .rows = &x->row, .nrows = x->scored };
	x->counts = score_run(&job, &c->arena);
	x->order = arena_array(&c->arena, x->acts.n, sizeof(*x->order));
	for (x->n = 0, i = 0; i < x->acts.n; i++)
		if (bears(x, i))
			x->order[x->n++] = (uint32_t)i;
	if (x->n)
		qsort_r(x->order, x->n, sizeof(*x->order), by_day, x->acts.v);
	return true;
}

/* ---- against the list ------------------------------------------------- */

static const struct settle_row *
listed(const struct settlement *s, struct str subject,
    const struct settle_group **group)
{
	size_t i, k;

	for (i = 0; i < s->ngroups; i++)
		for (k = 0; k < s->groups[i].nrows; k++)
			if (str_eq(s->groups[i].rows[k].subject, subject)) {
				*group = &s->groups[i];
				return &s->groups[i].rows[k];
			}
	return NULL;
}

static bool
adds_up(const struct explain *x, const struct settle_row *row)
{
	points sum = 0, rates = 0;
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->counts[x->order[i]].in_period)
			sum += x->counts[x->order[i]].counted;
	for (i = 0; i < x->n; i++)
		if (uses(x, x->order[i]))
			rates += x->figures[x->order[i]].gives;
	for (i = 0; i < x->row.nlines; i++)
		rates -= x->row.lines[i].rates;
	if (sum != x->row.plus + x->row.minus || rates)
		return false;
	if (!row || (x->scope.period.unit == PERIOD_YEAR &&
	    x->book->settle == SETTLE_HUNDRED))
		return true;
	return row->plus == x->row.plus && row->minus == x->row.minus &&
	    row->earned == x->row.earned && row->total == x->row.total;
}

/* ---- words ------------------------------------------------------------ */

static void
say_other(struct explain *x, struct buf *b, const struct count *n)
{
	const struct act *o;

	if (n->other == SCORE_NONE)
		return;
	o = &x->acts.v[n->other];
	buf_printf(b, " (%.*s %.*s)", STR(o->id),
	    STR(x->acts.facts[n->other].item_name));
}

/* 95.83 % of 14.00, and what became of it. */
static void
say_figure(struct explain *x, struct buf *b, const struct figure *f)
{
	const struct words *words = x->c->diag.words;
	char percent[POINTS_TEXT], full[POINTS_TEXT];

	buf_add(b, diag_say(&x->c->diag, "%s %% of %s",
	    points_text(percent, f->percent), points_text(full, f->full)));
	if (f->disputed || f->again || f->after)
		buf_printf(b, "%s%s", diag_word(words, "; "),
		    f->disputed ? diag_word(words,
		    "two figures for one rate, so none counts") : f->again ?
		    diag_word(words, "said before, and counts once") :
		    diag_word(words, "approved after the evaluation"));
}

static struct str
why(struct explain *x, uint32_t i)
{
	const struct count *n = &x->counts[i];
	struct arena *a = &x->c->arena;
	struct diag *dg = &x->c->diag;
	const char *semicolon = diag_word(dg->words, "; ");
	struct buf b;

	buf_init(&b, a);
	if (x->figures[i].full && n->why == WHY_COUNTED)
		say_figure(x, &b, &x->figures[i]);
	else
		buf_puts(&b, diag_word(dg->words, score_why_text(n->why)));
	say_other(x, &b, n);
	if (x->acts.facts[i].review_reason.n)
		buf_printf(&b, ": %.*s", STR(x->acts.facts[i].review_reason));
	if (n->quarter != DATE_NONE && !n->in_period)
		buf_printf(&b, "%s%.*s", semicolon, STR(diag_say(dg,
		    "counts in %.*s", STR(period_str(a, period_of(
		    PERIOD_QUARTER, n->quarter))))));
	else if (n->late)
		buf_printf(&b, "%s%s", semicolon, diag_word(dg->words,
		    "approved after its month closed"));
	if (n->taken)
		buf_printf(&b, "%s%.*s", semicolon, STR(diag_say(dg,
		    "a correction later took back %.*s", STR(points_str(a,
		    n->taken)))));
	return buf_str(&b);
}

static struct str
word(struct explain *x, const char *english)
{
	return str_of(diag_word(x->c->diag.words, english));
}

static void
columns(struct explain *x)
{
	static const struct {
		const char *key, *label;
		enum cell_type type;
		enum audience privacy;
	} all[] = {
		{ "rulebook", "rulebook", CELL_TEXT, AUDIENCE_PUBLIC },
		{ "occurred_on", "day", CELL_DATE, AUDIENCE_DEPARTMENT },
		{ "id", "id", CELL_TEXT, AUDIENCE_DEPARTMENT },
		{ "item", "item", CELL_TEXT, AUDIENCE_DEPARTMENT },
		{ "item_name", "name of the item", CELL_TEXT,
		    AUDIENCE_DEPARTMENT },
		{ "raw", "points", CELL_POINTS, AUDIENCE_INTERNAL },
		{ "counted", "counted", CELL_POINTS, AUDIENCE_INTERNAL },
		{ "cumulative", "cumulative", CELL_POINTS,
		    AUDIENCE_INTERNAL },
		{ "reviewer", "reviewer", CELL_TEXT, AUDIENCE_DEPARTMENT },
		{ "reviewed_on", "reviewed on", CELL_DATE,
		    AUDIENCE_DEPARTMENT },
		/* long, so that nothing stands behind it */
		{ "why", "why", CELL_TEXT, AUDIENCE_INTERNAL },
	};
	size_t i;

	for (i = 0; i < NELEM(all); i++)
		table_column(&x->t, str_of(all[i].key), word(x, all[i].label),
		    all[i].type, all[i].privacy);
}

/* A step of a 100-point book that no act makes. */
static void
step(struct explain *x, points *sum, points p, const char *english)
{
	struct table *t = &x->t;
	size_t i;

	if (p == 0)
		return;
	*sum += p;
	table_text(t, x->book->id);
	for (i = 0; i < 4; i++)		/* day, id, item and its name */
		table_none(t);
	table_points(t, p);
	table_points(t, p);
	table_points(t, *sum);
	table_none(t);
	table_none(t);
	table_text(t, word(x, english));
}

static void
reviewed(struct explain *x, const struct act_facts *f)
{
	struct cmd *c = x->c;

	if (f->reviewer.n)
		table_named(&x->t, f->reviewer, refs_name(&c->led,
		    S("person"), f->reviewer, x->village, &c->diag));
	else
		table_none(&x->t);
	table_date(&x->t, f->reviewed_on);
}

static void
one_row(struct explain *x, points *sum, uint32_t i)
{
	const struct act *a = &x->acts.v[i];
	points counted = x->counts[i].in_period ? x->counts[i].counted : 0;

	if (uses(x, i))
		counted += x->figures[i].gives;
	*sum += counted;
	table_text(&x->t, x->book->id);
	table_date(&x->t, a->occurred_on);
	table_text(&x->t, a->id);
	table_text(&x->t, a->item);
	table_text(&x->t, x->acts.facts[i].item_name);
	table_points(&x->t, x->figures[i].full ? x->figures[i].gives :
	    x->counts[i].raw);
	table_points(&x->t, counted);
	table_points(&x->t, *sum);
	reviewed(x, &x->acts.facts[i]);
	table_text(&x->t, why(x, i));
}

/* From what there is to lose to what is earned. */
static void
rows(struct explain *x)
{
	points sum = 0, start = 0, cut = 0;
	size_t i;

	for (i = 0; i < x->row.nlines; i++) {
		start += x->row.lines[i].start;
		cut += x->row.lines[i].cut;
	}
	step(x, &sum, start, "what there is to lose");
	for (i = 0; i < x->n; i++)
		one_row(x, &sum, x->order[i]);
	step(x, &sum, cut, "the categories' bounds");
}

static void
foot(struct explain *x, const struct settle_row *row)
{
	struct arena *a = &x->c->arena;
	struct diag *dg = &x->c->diag;
	const struct score_line *l;
	size_t i;

	for (i = 0; x->book->settle == SETTLE_HUNDRED && i < x->row.nlines;
	    i++) {
		l = &x->row.lines[i];
		strs_add(&x->t.foot, a, diag_say(dg, "%.*s: %.*s to begin "
		    "with, rates %.*s, plus %.*s, minus %.*s, bounds %.*s; "
		    "makes %.*s%s", STR(l->category->name),
		    STR(points_str(a, l->start)), STR(points_str(a,
		    l->rates)), STR(points_str(a, l->plus)),
		    STR(points_str(a, l->minus)), STR(points_str(a, l->cut)),
		    STR(points_str(a, l->score)), l->missing ? " …" : ""));
	}
	strs_add(&x->t.foot, a, diag_say(dg, "%.*s: plus %.*s, minus %.*s, "
	    "earned %.*s, base %.*s, total %.*s", STR(x->book->id),
	    STR(points_str(a, x->row.plus)), STR(points_str(a,
	    x->row.minus)), STR(points_str(a, x->row.earned)),
	    STR(points_str(a, x->row.base)), STR(points_str(a,
	    x->row.total))));
	if (row && row->rank)
		strs_add(&x->t.foot, a, diag_say(dg, "rank %u",
		    (unsigned)row->rank));
	if (!x->scored)
		strs_add(&x->t.foot, a, diag_say(dg, "%.*s is not scored in "
		    "this period", STR(x->subject)));
}

/* ---- the verb --------------------------------------------------------- */

static bool
one_book(struct explain *x)
{
	const struct settle_group *g = NULL;
	const struct settle_row *row = NULL;
	struct settle_scope scope = x->scope;
	struct settlement s;

	scope.book = x->book;
	scope.village = x->village;
	if (!settle_run(&s, &x->c->led, &scope, &x->c->diag))
		return false;
	row = listed(&s, x->subject, &g);
	x->bound = g && g->as_frozen ? g->file.evaluated_on : DATE_NONE;
	if (!score(x))
		return false;
	if (x->n == 0 && !row)
		return true;
	if (!adds_up(x, row))
		return diag_error(&x->c->diag, "settlement.sum", NULL,
		    (struct span){ 0, 0 }, "the entries of %.*s do not add "
		    "up to its row in the list; score-calc verify tells more",
		    STR(x->subject));
	rows(x);
	foot(x, row);
	return true;
}

bool
verb_explain(struct cmd *c, const struct score_opts *o)
{
	struct explain x = { .c = c };
	const struct books *books;
	size_t i;

	if (c->words.n < 3)
		return cmd_usage(c, "say whom and when: score-calc explain "
		    "SUBJECT PERIOD");
	if (!verb_words(c, 2) || !cmd_open(c, false) ||
	    !settle_scope_of(&x.scope, c, o, 2) ||
	    !books_all(&books, &c->led, &c->diag) || !find_subject(&x, books))
		return false;
	table_init(&x.t, &c->arena, S("explain"), diag_say(&c->diag,
	    "points of %.*s (%.*s), %.*s", STR(x.name), STR(x.subject),
	    STR(period_title(&c->arena, x.scope.period, c->led.chinese))));
	x.t.title_privacy = AUDIENCE_DEPARTMENT;
	columns(&x);
	for (i = 0; i < books->n; i++) {
		x.book = books->v[i];
		if ((x.scope.book && x.scope.book != x.book) || !str_is(
		    x.kind, acts_subject_kind(x.book)))
			continue;
		if (!one_book(&x))
			return false;
	}
	return cmd_table(c, &x.t, AUDIENCE_INTERNAL);
}
