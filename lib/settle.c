/* SPDX-License-Identifier: MIT */
/* settle - which groups there are, the villages' parts put together. */
#include "buf.h"
#include "digest.h"
#include "settle-work.h"

#define NO_GROUP	SIZE_MAX

/* A book and its groups: one, one a village, or one a class. */
struct shelf {
	const struct rulebook *book;
	size_t                 first, n;
	size_t                *of_village;	/* NO_GROUP: not asked for */
	struct map             villages;	/* code -> struct subject */
};

struct job {
	struct settlement   *s;
	struct shelf        *shelves;
	size_t               nshelves;
	struct strs          villages;
	struct settle_part **parts;	/* by village, linked */
	struct diag         *dg;
};

/* ---- which groups there are ------------------------------------------- */

static bool
in_force(const struct rulebook *book, struct period p)
{
	size_t i;

	for (i = 0; i < book->nversions; i++)
		if (book->versions[i].from < p.to &&
		    book->versions[i].end > p.from)
			return true;
	return false;
}

static bool
add_group(struct job *j, const struct rulebook *book, struct str village,
    struct str class)
{
	struct settlement *s = j->s;
	struct arena *a = s->led->arena;
	struct period p = s->scope.period;
	struct ymd last = date_ymd(p.to - 1);
	struct settle_group *g;
	struct str path;

	s->groups = arena_grow(a, s->groups, s->ngroups, &s->groups_cap,
	    sizeof(*s->groups));
	g = &s->groups[s->ngroups++];
	*g = (struct settle_group){ .book = book, .village = village,
	    .class = class, .cutoff = acts_closes(s->led, last.year,
	    last.month) };
	g->id = arena_printf(a, "%.*s-%.*s%s%.*s", STR(period_str(a, p)),
	    STR(book->id), class.n ? "-" : "", STR(class));
	path = arena_printf(a, "villages/%.*s/settlements/%.*s.yaml",
	    STR(village), STR(g->id));
	buf_init(&g->parts, a);
	return settle_file_read(&g->file, s->led, path, j->dg);
}

static bool
add_villages(struct job *j, struct shelf *shelf)
{
	struct str only = j->s->scope.village;
	size_t i;

	shelf->of_village = arena_array(j->s->led->arena, j->villages.n,
	    sizeof(*shelf->of_village));
	for (i = 0; i < j->villages.n; i++) {
		shelf->of_village[i] = NO_GROUP;
		if (only.n && !str_eq(only, j->villages.v[i]))
			continue;
		shelf->of_village[i] = j->s->ngroups;
		if (!add_group(j, shelf->book, j->villages.v[i], S("")))
			return false;
	}
	return true;
}

static bool
add_classes(struct job *j, struct shelf *shelf)
{
	const struct kind *kind = ledger_need(j->s->led, "person", j->dg);
	const struct field *f = kind ? kind_field(kind,
	    S("supervised_class")) : NULL;
	size_t i;

	for (i = 0; f && i < f->nchoices; i++)
		if (!add_group(j, shelf->book, j->s->led->region,
		    f->choices[i]))
			return false;
	return kind != NULL;
}

/* Villages that are subjects: read once, not once a village. */
static bool
add_regions(struct job *j, struct shelf *shelf)
{
	struct ledger *led = j->s->led;
	struct subject *v;
	size_t i, n;

	map_init(&shelf->villages, led->arena);
	if (shelf->book->subject_type != SUBJECT_VILLAGE)
		return true;
	if (!acts_subjects(&v, &n, led, shelf->book, led->region,
	    j->s->scope.period, led->run, led->arena, j->dg))
		return false;
	for (i = 0; i < n; i++) {
		*map_put(&shelf->villages, v[i].id) = &v[i];
		strs_add(&j->villages, led->arena, v[i].id);
	}
	return true;
}

static bool
add_shelf(struct job *j, const struct rulebook *book)
{
	struct shelf *shelf = &j->shelves[j->nshelves];

	if (!in_force(book, j->s->scope.period))
		return true;
	shelf->book = book;
	j->nshelves++;
	return add_regions(j, shelf);
}

static bool
add_shelf_groups(struct job *j, struct shelf *shelf)
{
	bool ok = true;

	shelf->first = j->s->ngroups;
	switch (shelf->book->ranking_group) {
	case RANKING_VILLAGE:
		ok = add_villages(j, shelf);
		break;
	case RANKING_TOWNSHIP:
		ok = add_group(j, shelf->book, j->s->led->region, S(""));
		break;
	case RANKING_CLASS:
		ok = add_classes(j, shelf);
		break;
	}
	shelf->n = j->s->ngroups - shelf->first;
	return ok;
}

static bool
prepare(struct job *j)
{
	struct ledger *led = j->s->led;
	const struct books *books;
	bool ok = true;
	size_t i;

	if (!acts_ready(led, j->dg) || !books_all(&books, led, j->dg) ||
	    !ledger_need(led, "settlement", j->dg) ||
	    !ledger_villages(&j->villages, led, j->dg))
		return false;
	j->shelves = arena_array(led->arena, books->n, sizeof(*j->shelves));
	for (i = 0; i < books->n; i++)
		if (!j->s->scope.book || j->s->scope.book == books->v[i])
			ok = add_shelf(j, books->v[i]) && ok;
	strs_sort(&j->villages);
	for (i = 0; ok && i < j->nshelves; i++)
		ok = add_shelf_groups(j, &j->shelves[i]);
	j->parts = arena_array(led->arena, j->villages.n,
	    sizeof(struct settle_part *));
	return ok;
}

/* Who left or came since is asked of the list that was frozen. */
static void
take_members(struct job *j, struct settle_group *g)
{
	struct str kind = str_of(acts_subject_kind(g->book));
	struct settle_group old = { .book = g->book, .file = g->file };
	struct ledger *led = j->s->led;
	const struct ref *ref;
	struct settle_member *m;
	size_t i;

	if (j->s->scope.source != SETTLE_BOUND ||
	    g->file.frozen_on == DATE_NONE)
		return;
	settle_file_rows(&old, led->arena);
	g->nmembers = old.nrows;
	g->members = arena_array(led->arena, old.nrows, sizeof(*g->members));
	for (i = 0; i < old.nrows; i++) {
		m = &g->members[i];
		*m = (struct settle_member){ g->village,
		    old.rows[i].subject };
		if (g->book->subject_type == SUBJECT_VILLAGE) {
			m->village = m->subject;
		} else if (g->book->ranking_group != RANKING_VILLAGE) {
			ref = refs_get(led, kind, m->subject, S(""), j->dg);
			m->village = ref ? ref->village : g->village;
		}
	}
}

/* ---- one village ------------------------------------------------------ */

static void
members(struct settle_share *share, const struct settle_group *g,
    struct str village, struct arena *a)
{
	size_t i;

	share->frozen = g->members != NULL;
	for (i = 0; i < g->nmembers; i++)
		if (str_eq(g->members[i].village, village))
			strs_add(&share->members, a, g->members[i].subject);
}

static size_t
shares(struct settle_share *out, const struct job *j,
    const struct shelf *shelf, size_t village, struct arena *a)
{
	size_t i = shelf->first, end = shelf->first + shelf->n, n = 0;
	const struct settle_group *g;

	if (shelf->of_village) {
		i = shelf->of_village[village];
		end = i == NO_GROUP ? i : i + 1;
	}
	for (; i < end; i++) {
		g = &j->s->groups[i];
		if (g->as_frozen)
			continue;
		out[n] = (struct settle_share){ .group = i,
		    .class = g->class,
		    .bound = j->s->scope.source != SETTLE_BOUND ? DATE_NONE :
		    j->s->scope.bound ? j->s->scope.bound :
		    g->file.evaluated_on };
		members(&out[n++], g, j->villages.v[village], a);
	}
	return n;
}

static bool
village(void *ctx, size_t i, struct par *par)
{
	struct job *j = ctx;
	struct settle_share *v;
	struct settle_ask ask;
	bool ok = true;
	size_t k;

	for (k = 0; k < j->nshelves; k++) {
		v = arena_array(par->keep, j->shelves[k].n, sizeof(*v));
		ask = (struct settle_ask){ .led = j->s->led,
		    .book = j->shelves[k].book,
		    .period = j->s->scope.period,
		    .village = j->villages.v[i], .shares = v,
		    .itself = map_get(&j->shelves[k].villages,
		    j->villages.v[i]) };
		ask.nshares = shares(v, j, &j->shelves[k], i, par->keep);
		if (ask.nshares && !settle_parts(&j->parts[i], &ask, par))
			ok = false;
	}
	return ok;
}

/* ---- put together ----------------------------------------------------- */

static void
add_version(struct settle_group *g, struct str name, struct arena *a)
{
	size_t i;

	for (i = 0; i < g->versions.n; i++)
		if (str_eq(g->versions.v[i], name))
			return;
	strs_add(&g->versions, a, name);
}

static void
note_left(struct settle_group *g, const struct settle_part *p,
    struct arena *a)
{
	if (p->unreviewed == 0 && p->strays == 0)
		return;
	g->left = arena_grow(a, g->left, g->nleft, &g->left_cap,
	    sizeof(*g->left));
	g->left[g->nleft++] = (struct settle_left){ p->village,
	    p->unreviewed, p->strays };
}

static void
merge(struct settlement *s, const struct settle_part *p)
{
	struct settle_group *g = &s->groups[p->group];
	struct arena *a = s->led->arena;
	size_t i;

	for (i = 0; i < p->nrows; i++) {
		g->rows = arena_grow(a, g->rows, g->nrows, &g->rows_cap,
		    sizeof(*g->rows));
		g->rows[g->nrows++] = p->rows[i];
	}
	for (i = 0; i < p->versions.n; i++)
		add_version(g, p->versions.v[i], a);
	for (i = 0; i < p->objections.n; i++)
		strs_add(&g->objections, a, p->objections.v[i]);
	g->open += p->objections.n;
	g->founded += p->founded;
	g->unfounded += p->unfounded;
	g->counted += p->counted;
	g->nacts += p->nacts;
	g->unreviewed += p->unreviewed;
	note_left(g, p, a);
	buf_printf(&g->parts, "%.*s %zu %.*s\n", STR(p->village), p->counted,
	    STR(p->digest));
}

void
settle_pricing(struct buf *b, const struct rulebook_version *v)
{
	const struct rulebook_category *c;
	const struct rulebook_item *item;
	size_t i, k;

	buf_printf(b, "%.*s %d %d base %lld\n", STR(v->name), v->from, v->end,
	    (long long)v->base);
	for (i = 0; i < v->ncategories; i++) {
		c = &v->categories[i];
		buf_printf(b, "%.*s %d %lld %lld\n", STR(c->code),
		    (int)c->mode, (long long)c->weight, (long long)c->full);
	}
	for (i = 0; i < v->nitems; i++) {
		item = &v->items[i];
		buf_printf(b, "%.*s %.*s %lld %lld %lld %d %d %d %d",
		    STR(item->code), STR(item->category->code),
		    (long long)item->low, (long long)item->high,
		    (long long)item->full, item->from, item->end,
		    item->recovery, item->veto);
		for (k = 0; k < NCAPS; k++)
			buf_printf(b, " %lld", (long long)item->cap[k]);
		for (k = 0; k < item->ntiers; k++)
			buf_printf(b, " %lld:%lld",
			    (long long)item->tiers[k].from,
			    (long long)item->tiers[k].points);
		buf_char(b, '\n');
	}
}

static void
take_versions(struct settle_group *g, struct period p, struct arena *a)
{
	const struct rulebook *book = g->book;
	size_t i;

	for (i = 0; i < book->nversions; i++)
		if (book->versions[i].from < p.to &&
		    book->versions[i].end > p.from)
			add_version(g, book->versions[i].name, a);
	strs_sort(&g->versions);
}

/* Of the prices and of what every village counted. */
static void
take_digest(struct settle_group *g, struct arena *a)
{
	struct buf b;
	size_t i;

	buf_init(&b, a);
	for (i = 0; i < g->versions.n; i++)
		settle_pricing(&b, rulebook_version_named(g->book,
		    g->versions.v[i]));
	buf_add(&b, buf_str(&g->parts));
	g->digest = digest_of(buf_str(&b), a);
}

bool
settle_ties_used(const struct settle_group *g)
{
	const struct settle_row *a, *b;
	size_t i;

	for (i = 1; i < g->nrows; i++) {
		a = &g->rows[i - 1];
		b = &g->rows[i];
		if (b->rank && a->rank != b->rank && a->total == b->total &&
		    a->annual == b->annual)
			return true;
	}
	return false;
}

void
settle_rank(struct settle_group *g, struct arena *a)
{
	struct score_row *scores = arena_array(a, g->nrows, sizeof(*scores));
	struct settle_row *sorted = arena_array(a, g->nrows, sizeof(*sorted));
	const struct settle_row *row;
	size_t i;

	for (i = 0; i < g->nrows; i++) {
		row = &g->rows[i];
		scores[i] = (struct score_row){ .id = row->subject,
		    .satisfaction = row->satisfaction,
		    .last_quarter = row->last_quarter,
		    .vetoed = row->vetoed, .minus = row->minus,
		    .total = g->on_annual ? row->annual : row->total,
		    .incomplete = row->incomplete,
		    .nacts = i };	/* where the row stands */
	}
	score_rank(scores, g->nrows, g->book);
	for (i = 0; i < g->nrows; i++) {
		sorted[i] = g->rows[scores[i].nacts];
		sorted[i].rank = scores[i].rank;
	}
	g->rows = sorted;
	g->rows_cap = g->nrows;
	g->ties_used = settle_ties_used(g);
}

/* For the tie-breaker: what the quarter before was published with. */
static bool
take_last_quarter(struct job *j, struct settle_group *g)
{
	struct ledger *led = j->s->led;
	struct settle_group last = { .book = g->book };
	struct map totals;
	struct str path;
	points *total;
	size_t i;

	for (i = 0; i < g->book->nties; i++)
		if (g->book->ties[i] == TIE_LAST_QUARTER)
			break;
	if (i == g->book->nties || j->s->scope.period.unit != PERIOD_QUARTER)
		return true;
	path = arena_printf(led->arena, "villages/%.*s/settlements/%.*s"
	    "-%.*s%s%.*s.yaml", STR(g->village), STR(period_str(led->arena,
	    period_before(j->s->scope.period))), STR(g->book->id),
	    g->class.n ? "-" : "", STR(g->class));
	if (!settle_file_read(&last.file, led, path, j->dg))
		return false;
	settle_file_rows(&last, led->arena);
	map_init(&totals, led->arena);
	for (i = 0; i < last.nrows; i++)
		*map_put(&totals, last.rows[i].subject) = &last.rows[i].total;
	for (i = 0; i < g->nrows; i++) {
		total = map_get(&totals, g->rows[i].subject);
		g->rows[i].last_quarter = total ? *total : 0;
	}
	return true;
}

void
settle_frozen_rows(struct settlement *s, struct settle_group *g,
    struct diag *dg)
{
	struct str kind = str_of(acts_subject_kind(g->book));
	struct settle_row *row;
	const struct ref *ref;
	size_t i;

	settle_file_rows(g, s->led->arena);
	g->ties_used = settle_ties_used(g);
	for (i = 0; i < g->nrows; i++) {
		row = &g->rows[i];
		ref = refs_get(s->led, kind, row->subject, g->village, dg);
		row->name = ref ? ref->name : row->subject;
		row->village = g->book->subject_type == SUBJECT_VILLAGE ?
		    row->subject : ref ? ref->village : g->village;
	}
}

static bool
finish(struct job *j, struct settle_group *g)
{
	struct arena *a = j->s->led->arena;

	if (g->as_frozen) {
		settle_frozen_rows(j->s, g, j->dg);
		return true;
	}
	take_versions(g, j->s->scope.period, a);
	take_digest(g, a);
	if (!take_last_quarter(j, g))
		return false;
	settle_rank(g, a);
	return true;
}

/* Groups without anybody in them are none. */
static void
drop_empty(struct settlement *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->ngroups; i++)
		if (s->groups[i].nrows || s->groups[i].nleft ||
		    s->groups[i].file.value)
			s->groups[n++] = s->groups[i];
	s->ngroups = n;
}

static bool
quarter(struct settlement *s, struct diag *dg)
{
	struct job j = { .s = s, .dg = dg };
	const struct settle_part *p;
	bool ok = true;
	size_t i;

	if (!prepare(&j))
		return false;
	for (i = 0; i < s->ngroups; i++)
		s->groups[i].as_frozen = s->scope.source == SETTLE_STANDING &&
		    s->groups[i].file.frozen_on != DATE_NONE;
	for (i = 0; i < s->ngroups; i++)
		take_members(&j, &s->groups[i]);
	if (!par_each(j.villages.n, s->led->env.threads, village, &j,
	    s->led->arena, dg))
		return false;
	for (i = 0; i < j.villages.n; i++)
		for (p = j.parts[i]; p; p = p->next)
			merge(s, p);
	for (i = 0; i < s->ngroups; i++)
		ok = finish(&j, &s->groups[i]) && ok;
	drop_empty(s);
	return ok;
}

bool
settle_run(struct settlement *s, struct ledger *led,
    const struct settle_scope *scope, struct diag *dg)
{
	*s = (struct settlement){ .led = led, .scope = *scope };
	return scope->period.unit == PERIOD_YEAR ? settle_year(s, dg) :
	    quarter(s, dg);
}
