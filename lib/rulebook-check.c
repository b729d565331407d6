/* SPDX-License-Identifier: MIT */
/* rulebook-check - what a schema cannot see in a book. */
#include <stdlib.h>

#include "rulebook-work.h"

#define HUNDRED		((points)10000)
#define OWN_ITEMS	5	/* of either sign, in one version */
#define OWN_POINTS	200	/* each: domain.md B1.2 */

static struct str
say(struct reader *r, points p)
{
	return points_str(r->arena, p);
}

static int
by_first_day(const void *a, const void *b)
{
	const struct rulebook_version *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->at.at > y->at.at) - (x->at.at < y->at.at);
}

/* In order of days; each ends where the next begins, if not before. */
static void
check_order(struct reader *r)
{
	struct rulebook *b = r->book;
	struct rulebook_version *v;
	char day[DATE_TEXT];
	size_t i;

	qsort(b->versions, b->nversions, sizeof(*b->versions), by_first_day);
	for (i = 0; i < b->nversions; i++) {
		v = &b->versions[i];
		if (v->from == DATE_NONE)
			continue;
		if (v->end <= v->from)
			r->ok = diag_error(r->dg, "rulebook.version-dates",
			    r->doc->src, v->at,
			    "a version ends before it begins");
		if (i + 1 == b->nversions)
			break;
		if (v[1].from == v->from ||
		    (v->end != RULEBOOK_EVER && v->end > v[1].from))
			r->ok = diag_error(r->dg, "rulebook.version-dates",
			    r->doc->src, v[1].at,
			    "two versions are in force on %s",
			    date_text(day, v[1].from));
		if (v->end > v[1].from)
			v->end = v[1].from;
	}
}

static void
check_categories(struct reader *r, const struct rulebook_version *v)
{
	const struct rulebook_category *c;
	points sum = 0;
	size_t i;

	for (i = 0; i < v->ncategories; i++) {
		c = &v->categories[i];
		sum += c->weight;
		if (rulebook_category(v, c->code) != c)
			r->ok = diag_error(r->dg, "rulebook.category-twice",
			    r->doc->src, c->at,
			    "category '%.*s' stands twice in one version",
			    STR(c->code));
		if (c->weight < 0 || (c->mode == MODE_MIXED &&
		    (c->full <= 0 || c->full >= c->weight)))
			r->ok = diag_error(r->dg, "rulebook.ratio",
			    r->doc->src, c->at, "the rates of a mixed "
			    "category give more than 0 and less than its "
			    "weight: '%.*s'", STR(c->code));
	}
	if (r->book->settle == SETTLE_HUNDRED && sum != HUNDRED)
		r->ok = diag_error(r->dg, "rulebook.weights", r->doc->src,
		    v->at, "the weights of '%.*s' add up to %.*s, not 100",
		    STR(v->name), STR(say(r, sum)));
}

/* The rates of a category give together what it keeps for them. */
static void
check_full(struct reader *r, const struct rulebook_version *v,
    const struct rulebook_category *c)
{
	points sum = 0;
	size_t i;

	for (i = 0; i < v->nitems; i++)
		if (v->items[i].category == c)
			sum += v->items[i].full;
	if ((c->mode == MODE_RATIO || c->mode == MODE_MIXED) &&
	    sum != c->full)
		r->ok = diag_error(r->dg, "rulebook.ratio", r->doc->src,
		    c->at, "the rates of category '%.*s' give %.*s together, "
		    "not %.*s", STR(c->code), STR(say(r, sum)),
		    STR(say(r, c->full)));
}

static void
check_tiers(struct reader *r, const struct rulebook_item *item)
{
	const struct tier *t = item->tiers;
	size_t i;
	bool good = true;

	for (i = 0; i < item->ntiers; i++) {
		if (t[i].points == 0 || (t[i].points > 0) != (t[0].points > 0))
			good = false;
		if (t[i].from < 0 || (i && t[i].from <= t[i - 1].from))
			good = false;
		if (i && llabs(t[i].points) <= llabs(t[i - 1].points))
			good = false;
	}
	if (!good)
		r->ok = diag_error(r->dg, "rulebook.tiers", r->doc->src,
		    item->at, "the tiers of item '%.*s' do not rise",
		    STR(item->code));
}

static void
check_worth(struct reader *r, const struct rulebook_item *item)
{
	bool priced = item->low != 0 || item->high != 0;
	int kinds = priced + (item->ntiers > 0) + (item->full != 0);

	if (kinds > 1 || (kinds == 0 && !item->veto))
		r->ok = diag_error(r->dg, "rulebook.points", r->doc->src,
		    item->at, "item '%.*s' has one of points, tiers or full",
		    STR(item->code));
	if (item->low > item->high || (item->low < 0 && item->high > 0) ||
	    (priced && (item->low == 0 || item->high == 0)))
		r->ok = diag_error(r->dg, "rulebook.points", r->doc->src,
		    item->at, "the points of item '%.*s' go from the lower "
		    "to the higher, both on one side of 0", STR(item->code));
	if (item->full < 0)
		r->ok = diag_error(r->dg, "rulebook.ratio", r->doc->src,
		    item->at, "a rate gives nothing below 0: '%.*s'",
		    STR(item->code));
	if (item->recovery && rulebook_sign(item) < 0)
		r->ok = diag_error(r->dg, "rulebook.recovery", r->doc->src,
		    item->at, "a recovery gives back, it does not take: "
		    "'%.*s'", STR(item->code));
	check_tiers(r, item);
}

static void
check_caps(struct reader *r, const struct rulebook_item *item)
{
	int sign = rulebook_sign(item), per;
	points cap;

	for (per = 0; per < NCAPS; per++) {
		cap = item->cap[per];
		if (cap == 0 || sign * cap > 0)
			continue;
		r->ok = diag_error(r->dg, "rulebook.cap", r->doc->src,
		    item->at, "the cap of item '%.*s' has not the sign of "
		    "its points", STR(item->code));
		if (sign)
			diag_cure(r->dg, "points: %.*s", STR(say(r, -cap)));
	}
}

/* A rate where there are rates, and nothing but the level with a level. */
static void
check_mode(struct reader *r, const struct rulebook_item *item)
{
	enum category_mode mode;

	if (!item->category)
		return;
	mode = item->category->mode;
	if (item->full && mode != MODE_RATIO && mode != MODE_MIXED)
		r->ok = diag_error(r->dg, "rulebook.mode", r->doc->src,
		    item->at, "item '%.*s' is a rate, but its category '%.*s' "
		    "has none", STR(item->code), STR(item->category->code));
	if (mode == MODE_LEVEL && !item->veto)
		r->ok = diag_error(r->dg, "rulebook.mode", r->doc->src,
		    item->at, "item '%.*s' would never count: its category "
		    "'%.*s' goes by level", STR(item->code),
		    STR(item->category->code));
}

/* What an item is, for comparing two versions: a code keeps its meaning. */
static int
nature(const struct rulebook_item *item)
{
	return item->full ? 2 : rulebook_sign(item);
}

static void
check_reuse(struct reader *r, const struct rulebook_item **first,
    const struct rulebook_item *item)
{
	if (!first[item->number])
		first[item->number] = item;
	if (nature(first[item->number]) != nature(item))
		r->ok = diag_error(r->dg, "rulebook.item-reused",
		    r->doc->src, item->at, "code '%.*s' meant something else "
		    "in another version; retire it and add a new one",
		    STR(item->code));
}

static void
finish_item(struct rulebook_item *item, const struct rulebook_version *v)
{
	if (item->end > v->end)
		item->end = v->end;
	if (item->full && item->rate.n == 0)
		item->rate = S("manual");
}

void
rulebook_check(struct reader *r)
{
	const struct rulebook_item **first;
	struct rulebook_version *v;
	size_t i, k;

	check_order(r);
	first = arena_array(r->arena, r->book->nitems, sizeof(void *));
	for (i = 0; i < r->book->nversions; i++) {
		v = &r->book->versions[i];
		if (v->from == DATE_NONE)
			continue;
		check_categories(r, v);
		for (k = 0; k < v->ncategories; k++)
			check_full(r, v, &v->categories[k]);
		for (k = 0; k < v->nitems; k++) {
			check_worth(r, &v->items[k]);
			check_caps(r, &v->items[k]);
			check_mode(r, &v->items[k]);
			check_reuse(r, first, &v->items[k]);
			finish_item(&v->items[k], v);
		}
	}
}

/* domain.md, Amendments 9: what a household's points should not touch. */
static const char *const touchy[] = {
	"信访", "上访", "越级",		/* petitioning, higher levels */
	"让地", "退地", "承包费",	/* land given up, arrears */
	"辍学", "失学", "赡养", "抚养",	/* schooling, support */
	"毒", "赌", "邪教",		/* drugs, gambling, cults */
};

static void
lint_words(const struct rulebook_item *item, const struct source *src,
    struct diag *dg)
{
	size_t i;

	for (i = 0; i < NELEM(touchy); i++) {
		if (str_find(item->name, str_of(touchy[i])) == item->name.n)
			continue;
		diag_warn(dg, "rulebook.lawful", src, item->at,
		    "item '%.*s' touches '%s': points must not stand for "
		    "what the law decides", STR(item->code), touchy[i]);
		return;
	}
}

/* A village's own items are few and small. */
static void
lint_own(const struct rulebook_version *v, const struct source *src,
    struct diag *dg)
{
	const struct rulebook_item *item;
	int n[2] = { 0, 0 };
	size_t i;

	for (i = 0; i < v->nitems; i++) {
		item = &v->items[i];
		if (!str_is(item->scope, "own"))
			continue;
		n[rulebook_sign(item) < 0]++;
		if (item->high > OWN_POINTS || item->low < -OWN_POINTS)
			diag_warn(dg, "rulebook.own-items", src, item->at,
			    "the village's own item '%.*s' is worth more "
			    "than 2 points", STR(item->code));
	}
	if (n[0] > OWN_ITEMS || n[1] > OWN_ITEMS)
		diag_warn(dg, "rulebook.own-items", src, v->at,
		    "more than 5 own items that give, or that take, in "
		    "'%.*s'", STR(v->name));
}

/* A code is looked at once, where it first stands. */
void
rulebook_lint(const struct rulebook *b, const struct source *src,
    struct diag *dg)
{
	const struct rulebook_version *v;
	size_t i, k;

	for (i = 0; i < b->nversions; i++) {
		v = &b->versions[i];
		lint_own(v, src, dg);
		for (k = 0; k < v->nitems; k++)
			if (i == 0 || !rulebook_item(&b->versions[i - 1],
			    v->items[k].code))
				lint_words(&v->items[k], src, dg);
	}
}
