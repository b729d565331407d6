/* SPDX-License-Identifier: MIT */
/*
 * rulebook-read - the nodes of rules/ID.yaml as a book
 *
 * The shape is the schema's business; where it is not what it should be, the
 * reader still records a fault rather than guess.  rulebook-check.c then
 * looks at what was read as a whole.
 */
#include <stdlib.h>

#include "rulebook-work.h"

static struct str
copy(struct reader *r, uint32_t map, const char *key)
{
	return arena_dup(r->arena, doc_text(r->doc, map, key));
}

static bool
is_null(const struct doc *d, uint32_t i)
{
	return i == 0 || d->nodes[i].type == TYPE_NULL;
}

/* The points under a key; 0 where it is absent. */
static points
points_at(struct reader *r, uint32_t node)
{
	const struct node *n = &r->doc->nodes[node];
	points p;

	if (is_null(r->doc, node))
		return 0;
	if (!points_parse(&p, n->text, r->doc->src, n->at, r->dg))
		return r->ok = false, 0;
	return p;
}

static points
points_of(struct reader *r, uint32_t map, const char *key)
{
	return points_at(r, doc_get(r->doc, map, str_of(key)));
}

static date_day
day_of(struct reader *r, uint32_t map, const char *key)
{
	uint32_t i = doc_get(r->doc, map, str_of(key));
	date_day day;

	if (is_null(r->doc, i))
		return DATE_NONE;
	day = date_iso(r->doc->nodes[i].text);
	if (day == DATE_NONE)
		r->ok = diag_error(r->dg, "date-range", r->doc->src,
		    r->doc->nodes[i].at, "no such day: '%.*s'",
		    STR(r->doc->nodes[i].text));
	return day;
}

static bool
bool_of(struct reader *r, uint32_t map, const char *key)
{
	return str_is(doc_text(r->doc, map, key), "true");
}

/* Which of the words of an enum stands there; `absent` if nothing does. */
static int
word_of(struct reader *r, uint32_t map, const char *key,
    const char *(*name)(int), int n, int absent)
{
	uint32_t node = doc_get(r->doc, map, str_of(key));
	int i;

	if (is_null(r->doc, node))
		return absent;
	for (i = 0; i < n; i++)
		if (str_is(r->doc->nodes[node].text, name(i)))
			return i;
	r->ok = diag_error(r->dg, "rulebook.value", r->doc->src,
	    r->doc->nodes[node].at, "not a value of '%s': '%.*s'", key,
	    STR(r->doc->nodes[node].text));
	return absent;
}

static const char *
subject_name(int i)
{
	return rulebook_subject_key((enum subject_type)i);
}

static const char *
group_name(int i)
{
	return rulebook_group_key((enum ranking_group)i);
}

static const char *
settle_name(int i)
{
	return i == SETTLE_ACCRUE ? "accrue" : "hundred";
}

static const char *
mode_name(int i)
{
	return rulebook_mode_key((enum category_mode)i);
}

static const char *
cap_name(int i)
{
	return rulebook_cap_key((enum cap_per)i);
}

/* The number of a code, the same in all versions. */
static uint32_t
number(struct map *numbers, struct str code)
{
	void **v = map_put(numbers, code);

	if (!*v)
		*v = (void *)(uintptr_t)numbers->n;
	return (uint32_t)(uintptr_t)*v - 1;
}

static uint32_t
count_of(const struct doc *d, uint32_t seq)
{
	return seq && d->nodes[seq].kind == NODE_SEQ ? d->nodes[seq].n : 0;
}

static void
read_category(struct reader *r, struct rulebook_category *c, uint32_t node)
{
	bool hundred = r->book->settle == SETTLE_HUNDRED;

	c->at = r->doc->nodes[node].at;
	c->code = copy(r, node, "code");
	c->name = copy(r, node, "name");
	c->number = number(&r->categories, c->code);
	c->mode = (enum category_mode)word_of(r, node, "mode", mode_name,
	    MODE_MIXED + 1, MODE_SUM);
	c->weight = points_of(r, node, "weight");
	if (c->mode == MODE_MIXED)
		c->full = points_of(r, node, "ratio");
	else if (c->mode == MODE_RATIO || c->mode == MODE_LEVEL)
		c->full = c->weight;
	if (hundred && c->mode == MODE_SUM)
		r->ok = diag_error(r->dg, "rulebook.mode", r->doc->src, c->at,
		    "category '%.*s' of a 100-point book has no mode",
		    STR(c->code));
	if (!hundred && (c->mode != MODE_SUM || c->weight))
		r->ok = diag_error(r->dg, "rulebook.mode", r->doc->src, c->at,
		    "category '%.*s' has a weight or a mode, "
		    "but the book adds up", STR(c->code));
}

static void
read_categories(struct reader *r, struct rulebook_version *v, uint32_t seq)
{
	uint32_t i;

	v->categories = arena_array(r->arena, count_of(r->doc, seq),
	    sizeof(*v->categories));
	if (!count_of(r->doc, seq))
		return;
	for (i = doc_first(r->doc, seq); i; i = doc_after(r->doc, seq, i))
		read_category(r, &v->categories[v->ncategories++], i);
}

static void
read_worth(struct reader *r, struct rulebook_item *item, uint32_t map)
{
	uint32_t i = doc_get(r->doc, map, S("points"));

	if (!i)
		return;
	if (r->doc->nodes[i].kind == NODE_SCALAR) {
		item->low = item->high = points_at(r, i);
		return;
	}
	if (count_of(r->doc, i) != 2) {
		r->ok = diag_error(r->dg, "rulebook.points", r->doc->src,
		    r->doc->nodes[i].at, "a range of points has two ends");
		return;
	}
	map = doc_first(r->doc, i);
	item->low = points_at(r, map);
	item->high = points_at(r, doc_after(r->doc, i, map));
}

static void
read_tiers(struct reader *r, struct rulebook_item *item, uint32_t seq)
{
	uint32_t n = count_of(r->doc, seq), i, from;
	struct tier *tiers = arena_array(r->arena, n, sizeof(*tiers));

	for (i = n ? doc_first(r->doc, seq) : 0; i;
	    i = doc_after(r->doc, seq, i)) {
		if (count_of(r->doc, i) != 2) {
			r->ok = diag_error(r->dg, "rulebook.tiers",
			    r->doc->src, r->doc->nodes[i].at,
			    "a tier has a quantity and its points");
			continue;
		}
		from = doc_first(r->doc, i);
		tiers[item->ntiers++] = (struct tier){ points_at(r, from),
		    points_at(r, doc_after(r->doc, i, from)) };
	}
	item->tiers = tiers;
}

static void
read_cap(struct reader *r, struct rulebook_item *item, uint32_t map)
{
	int per = word_of(r, map, "per", cap_name, NCAPS, NCAPS);

	if (per == NCAPS)
		return;
	if (item->cap[per])
		r->ok = diag_error(r->dg, "rulebook.cap", r->doc->src,
		    r->doc->nodes[map].at, "item '%.*s' has two caps per %s",
		    STR(item->code), cap_name(per));
	item->cap[per] = points_of(r, map, "points");
	if (!item->cap[per])
		r->ok = diag_error(r->dg, "rulebook.cap", r->doc->src,
		    r->doc->nodes[map].at,
		    "a cap of 0 points: item '%.*s' could never count",
		    STR(item->code));
}

/* One cap, or a list of them. */
static void
read_caps(struct reader *r, struct rulebook_item *item, uint32_t node)
{
	uint32_t i;

	if (!node)
		return;
	if (r->doc->nodes[node].kind == NODE_MAP)
		read_cap(r, item, node);
	for (i = count_of(r->doc, node) ? doc_first(r->doc, node) : 0; i;
	    i = doc_after(r->doc, node, i))
		read_cap(r, item, i);
}

static void
read_days(struct reader *r, const struct rulebook_version *v,
    struct rulebook_item *item, uint32_t map)
{
	date_day from = day_of(r, map, "from"), to = day_of(r, map, "to");

	if (from != DATE_NONE && to != DATE_NONE && from > to)
		r->ok = diag_error(r->dg, "rulebook.item-dates", r->doc->src,
		    item->at, "item '%.*s' ends before it begins",
		    STR(item->code));
	item->from = from == DATE_NONE || from < v->from ? v->from : from;
	item->end = to == DATE_NONE ? RULEBOOK_EVER : to + 1;
}

static void
read_item(struct reader *r, struct rulebook_version *v,
    struct rulebook_item *item, uint32_t map)
{
	struct str category = doc_text(r->doc, map, "category");

	item->at = r->doc->nodes[map].at;
	item->code = copy(r, map, "code");
	item->name = copy(r, map, "name");
	item->cadence = copy(r, map, "cadence");
	item->evidence = copy(r, map, "evidence");
	item->scope = copy(r, map, "scope");
	item->per = copy(r, map, "per");
	item->rate = copy(r, map, "rate");
	item->number = number(&r->items, item->code);
	item->category = rulebook_category(v, category);
	item->full = points_of(r, map, "full");
	item->recovery = bool_of(r, map, "recovery");
	item->veto = bool_of(r, map, "veto");
	if (!item->category)
		r->ok = diag_error(r->dg, "rulebook.category", r->doc->src,
		    item->at, "item '%.*s' names a category "
		    "that is not in this version: '%.*s'", STR(item->code),
		    STR(category));
	read_worth(r, item, map);
	read_tiers(r, item, doc_get(r->doc, map, S("tiers")));
	read_caps(r, item, doc_get(r->doc, map, S("cap")));
	read_days(r, v, item, map);
}

static void
read_items(struct reader *r, struct rulebook_version *v, uint32_t seq)
{
	struct rulebook_item *item;
	void **known;
	uint32_t i;

	map_init(&v->by_code, r->arena);
	v->items = arena_array(r->arena, count_of(r->doc, seq),
	    sizeof(*v->items));
	if (!count_of(r->doc, seq))
		return;
	for (i = doc_first(r->doc, seq); i; i = doc_after(r->doc, seq, i)) {
		item = &v->items[v->nitems++];
		read_item(r, v, item, i);
		known = map_put(&v->by_code, item->code);
		if (*known)
			r->ok = diag_error(r->dg, "rulebook.item-twice",
			    r->doc->src, item->at,
			    "item '%.*s' stands twice in one version",
			    STR(item->code));
		else
			*known = item;
	}
}

static void
read_version(struct reader *r, struct rulebook_version *v, uint32_t map)
{
	uint32_t adopted = doc_get(r->doc, map, S("adopted"));
	char day[DATE_TEXT];

	v->at = r->doc->nodes[map].at;
	v->from = day_of(r, map, "from");
	v->end = day_of(r, map, "to");
	v->end = v->end == DATE_NONE ? RULEBOOK_EVER : v->end + 1;
	v->base = points_of(r, map, "base");
	v->adopted = DATE_NONE;
	if (v->from == DATE_NONE) {
		r->ok = diag_error(r->dg, "rulebook.version-dates",
		    r->doc->src, v->at, "a version without its first day");
		return;
	}
	v->name = arena_printf(r->arena, "%.*s@%s", STR(r->book->id),
	    date_text(day, v->from));
	if (adopted && r->doc->nodes[adopted].kind == NODE_MAP) {
		v->adopted = day_of(r, adopted, "day");
		v->meeting = copy(r, adopted, "meeting");
	}
	read_categories(r, v, doc_get(r->doc, map, S("categories")));
	read_items(r, v, doc_get(r->doc, map, S("items")));
}

static void
read_ties(struct reader *r, uint32_t seq)
{
	struct rulebook *b = r->book;
	const struct node *n;
	uint32_t i;
	int t;

	for (i = count_of(r->doc, seq) ? doc_first(r->doc, seq) : 0; i;
	    i = doc_after(r->doc, seq, i)) {
		n = &r->doc->nodes[i];
		for (t = 0; t < NTIES; t++)
			if (str_is(n->text, rulebook_tie_key((enum tie)t)))
				break;
		if (t < NTIES && b->nties < NTIES)
			b->ties[b->nties++] = (enum tie)t;
		else
			r->ok = diag_error(r->dg, "rulebook.value",
			    r->doc->src, n->at,
			    "not a value of '%s': '%.*s'", "ties",
			    STR(n->text));
	}
}

static void
read_annual(struct reader *r, uint32_t map)
{
	struct rulebook_annual *a = &r->book->annual;

	*a = (struct rulebook_annual){ .clamp_high = 11000,
	    .adjust_cap = 1000 };
	if (is_null(r->doc, map))
		return;
	a->given = true;
	a->weight = (int)points_of(r, map, "weight");
	a->other_weight = (int)points_of(r, map, "other_weight");
	if (doc_get(r->doc, map, S("clamp_high")))
		a->clamp_high = points_of(r, map, "clamp_high");
	if (str_is(doc_text(r->doc, map, "adjust_cap"), "none"))
		a->adjust_cap = 0;
	else if (doc_get(r->doc, map, S("adjust_cap")))
		a->adjust_cap = points_of(r, map, "adjust_cap");
	if ((a->weight || a->other_weight) &&
	    (a->weight < 0 || a->other_weight < 0 ||
	    a->weight + a->other_weight != 100))
		r->ok = diag_error(r->dg, "rulebook.annual", r->doc->src,
		    r->doc->nodes[map].at,
		    "the weights of the year do not add up to 1");
}

static void
read_head(struct reader *r)
{
	struct rulebook *b = r->book;
	int group;

	b->id = copy(r, 0, "id");
	b->title = copy(r, 0, "title");
	b->subject_type = (enum subject_type)word_of(r, 0, "subject_type",
	    subject_name, SUBJECT_PERSON + 1, SUBJECT_HOUSEHOLD);
	b->settle = (enum settle)word_of(r, 0, "settle", settle_name, 2,
	    SETTLE_ACCRUE);
	group = b->subject_type == SUBJECT_HOUSEHOLD ? RANKING_VILLAGE :
	    b->subject_type == SUBJECT_PERSON ? RANKING_CLASS :
	    RANKING_TOWNSHIP;
	b->ranking_group = (enum ranking_group)word_of(r, 0, "ranking_group",
	    group_name, RANKING_CLASS + 1, group);
	read_ties(r, doc_get(r->doc, 0, S("ties")));
	read_annual(r, doc_get(r->doc, 0, S("annual")));
}

bool
rulebook_parse(struct rulebook *book, const struct doc *doc,
    struct arena *arena, struct diag *dg)
{
	struct reader r = { .doc = doc, .arena = arena, .dg = dg,
	    .book = book, .ok = true };
	uint32_t versions, i;

	*book = (struct rulebook){ 0 };
	if (doc->n == 0 || doc->nodes[0].kind != NODE_MAP)
		return diag_error(dg, "rulebook.value", doc->src,
		    (struct span){ 0 }, "not a rulebook: no keys");
	map_init(&r.items, arena);
	map_init(&r.categories, arena);
	read_head(&r);
	versions = doc_get(doc, 0, S("versions"));
	if (count_of(doc, versions) == 0)
		return diag_error(dg, "rulebook.version-dates", doc->src,
		    (struct span){ 0 }, "a rulebook without a version");
	book->versions = arena_array(arena, count_of(doc, versions),
	    sizeof(*book->versions));
	for (i = doc_first(doc, versions); i; i = doc_after(doc, versions, i))
		read_version(&r, &book->versions[book->nversions++], i);
	book->nitems = r.items.n;
	book->ncategories = r.categories.n;
	rulebook_check(&r);
	return r.ok;
}
