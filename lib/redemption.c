/* SPDX-License-Identifier: MIT */
/* redemption - what it costs, and whether it is covered. */
#include "credit.h"
#include "redemption.h"

static const struct value *
place(const struct value *rec, const char *key)
{
	const struct value *v = value_get(rec, str_of(key));

	return v && v->src ? v : rec;
}

static void
put_unsaid(struct value *rec, struct ledger *led, const char *key,
    struct str text)
{
	if (!value_get(rec, str_of(key)))
		value_put(led->arena, rec, key, text);
}

/* ---- the goods -------------------------------------------------------- */

struct goods {
	struct str id, name, kind, village;
	points     points;
	int64_t    stock;	/* as registered; below 0: nobody counts */
	date_day   valid_to;
	bool       found;
	struct arena *arena;
};

static bool
note_goods(void *ctx, const struct record *r, struct diag *dg)
{
	struct goods *g = ctx;
	int stock = kind_index(r->kind, "stock");

	(void)dg;
	if (!str_eq(record_id(r), g->id))
		return true;
	g->name = arena_dup(g->arena, record_text(r, "name"));
	g->kind = arena_dup(g->arena, record_text(r, "kind"));
	g->village = arena_dup(g->arena, record_text(r, "village"));
	g->points = record_points(r, kind_index(r->kind, "points"));
	g->stock = stock >= 0 && r->at[stock] ? record_int(r, stock) : -1;
	g->valid_to = record_day(r, "valid_to");
	g->found = true;
	return true;
}

static bool
find_goods(struct goods *g, struct ledger *led, struct str id,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "goods", dg);

	*g = (struct goods){ .id = id, .arena = led->arena };
	return kind && ledger_each(led, kind, NULL, note_goods, g, dg);
}

static bool
usable(const struct goods *g, const struct value *rec, date_day day,
    struct diag *dg)
{
	const struct value *at = place(rec, "goods");
	struct str village = value_str(rec, "village");
	char text[DATE_TEXT];

	if (!g->found)
		return diag_error(dg, "redemption.goods", at->src, at->at,
		    "there are no goods '%.*s' any more", STR(g->id));
	if (g->valid_to != DATE_NONE && day > g->valid_to)
		return diag_error(dg, "redemption.goods", at->src, at->at,
		    "%.*s could be had until %s", STR(g->name),
		    date_text(text, g->valid_to));
	return g->village.n == 0 || str_eq(g->village, village) ||
	    diag_error(dg, "redemption.goods", at->src, at->at,
	    "%.*s is only for %.*s", STR(g->name), STR(g->village));
}

/* What it costs is copied in, as the price may change. */
static bool
cost(struct value *rec, struct ledger *led, const struct goods *g,
    struct diag *dg)
{
	const struct value *at = place(rec, "points_cost");
	char text[POINTS_TEXT];
	points n, given, want;

	if (!value_get(rec, S("quantity")))
		value_set(rec, S("quantity"), value_bare(led->arena, S("1")));
	if (!points_read(&n, value_str(rec, "quantity")))
		return true;	/* the schema says so */
	want = points_ratio(g->points, n, 100);
	if (!value_get(rec, S("points_cost"))) {
		value_set(rec, S("points_cost"), value_bare(led->arena,
		    points_str(led->arena, want)));
		return true;
	}
	return (points_read(&given, value_str(rec, "points_cost")) &&
	    given == want) || diag_error(dg, "redemption.cost", at->src,
	    at->at, "that many of %.*s cost %s points", STR(g->name),
	    points_text(text, want));
}

/* ---- whose points ----------------------------------------------------- */

static const struct ref *
subject(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct str id = value_str(rec, "subject");
	struct str village = value_str(rec, "village");
	struct str type = value_str(rec, "subject_type");
	const struct value *at = place(rec, "subject");
	const struct ref *ref = NULL;

	if (!str_is(type, "person"))
		ref = refs_get(led, S("household"), id, village, dg);
	if (ref)
		put_unsaid(rec, led, "subject_type", S("household"));
	else if (!str_is(type, "household"))
		ref = refs_get(led, S("person"), id, village, dg);
	put_unsaid(rec, led, "subject_type", S("person"));
	if (!ref)
		diag_error(dg, "unknown-ref", at->src, at->at,
		    "the ledger has no '%.*s'", STR(id));
	return ref;
}

/* The book that is spent from, where only one will do. */
static bool
book(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct str type = value_str(rec, "subject_type");
	const struct value *at = place(rec, "rulebook");
	const struct rulebook *b, *found = NULL;
	const struct books *all;
	size_t i;

	if (!books_all(&all, led, dg))
		return false;
	if (value_get(rec, S("rulebook"))) {
		b = books_find(all, value_str(rec, "rulebook"));
		return !b || b->settle == SETTLE_ACCRUE || diag_error(dg,
		    "redemption.book", at->src, at->at,
		    "points of %.*s cannot be spent: they do not add up over "
		    "the quarters", STR(b->id));
	}
	for (i = 0; i < all->n; i++) {
		b = all->v[i];
		if (b->settle == SETTLE_ACCRUE && str_is(type,
		    rulebook_subject_key(b->subject_type)) &&
		    (!found || str_is(b->id, "household")))
			found = b;
	}
	if (!found)
		return diag_error(dg, "redemption.book", at->src, at->at,
		    "no rulebook gives points that can be spent");
	put_unsaid(rec, led, "rulebook", found->id);
	return true;
}

static bool
village(struct value *rec, struct ledger *led, const struct ref *ref,
    struct diag *dg)
{
	struct value *v = value_get(rec, S("village"));

	if (!v || !v->src)
		value_put(led->arena, rec, "village", ref->village);
	else if (!str_eq(v->text, ref->village))
		return diag_error(dg, "redemption.village", v->src, v->at,
		    "%.*s %.*s belongs to %.*s, not to %.*s", STR(ref->id),
		    STR(ref->name), STR(ref->village), STR(v->text));
	return true;
}

bool
redemption_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	const struct kind *kind = ledger_need(led, "redemption", dg);
	date_day day = date_iso(value_str(rec, "day"));
	const struct value *at = place(rec, "day");
	const struct ref *ref;
	struct goods g;
	bool ok;

	if (!kind || value_str(rec, "subject").n == 0 ||
	    value_str(rec, "goods").n == 0)
		return kind != NULL;	/* the schema says so */
	ref = subject(rec, led, dg);
	if (!ref || !village(rec, led, ref, dg) || !book(rec, led, dg) ||
	    !find_goods(&g, led, value_str(rec, "goods"), dg))
		return false;
	ok = usable(&g, rec, day, dg) && cost(rec, led, &g, dg);
	if (g.kind.n)
		put_unsaid(rec, led, "kind", g.kind);
	if (day != DATE_NONE && day > led->env.today)
		ok = diag_error(dg, "redemption.future", at->src, at->at,
		    "a redemption cannot lie in the future");
	intake_order(rec, kind->fields, kind->nfields);
	return ok;
}

/* ---- is it covered? --------------------------------------------------- */

struct cover {
	struct ledger *led;
	struct map     books;	/* "book/village" -> struct credit_book */
	struct map     spent;	/* "book/subject" -> points, by this batch */
	struct map     taken;	/* goods id -> number, likewise */
	struct map     issued;	/* goods id -> number, by the ledger */
	bool           counted;
	struct diag   *dg;
};

static struct credit_book *
accounts(struct cover *c, const struct value *rec)
{
	struct arena *a = c->led->arena;
	struct str village = value_str(rec, "village");
	const struct books *all;
	const struct rulebook *b;
	struct credit_book *out;
	struct str key;

	if (!books_all(&all, c->led, c->dg))
		return NULL;
	b = books_find(all, value_str(rec, "rulebook"));
	if (!b)
		return NULL;
	key = arena_printf(a, "%.*s/%.*s", STR(b->id), STR(village));
	out = map_get(&c->books, key);
	if (out)
		return out;
	out = arena_alloc(a, sizeof(*out));
	if (!credit_load(out, c->led, b, village, a, c->dg))
		return NULL;
	return *map_put(&c->books, key) = out;
}

static int64_t *
count_of(struct map *m, struct str key)
{
	int64_t *n = map_get(m, key);

	if (!n)
		*map_put(m, arena_dup(m->arena, key)) = n =
		    arena_alloc(m->arena, sizeof(*n));
	return n;
}

static bool
balance(struct cover *c, const struct value *rec)
{
	struct credit_book *b = accounts(c, rec);
	struct str subject_id = value_str(rec, "subject");
	const struct value *at = place(rec, "points_cost");
	char has[POINTS_TEXT], needs[POINTS_TEXT];
	struct credit credit;
	points *spent, p;

	if (!b || !points_read(&p, value_str(rec, "points_cost")))
		return b != NULL;
	spent = count_of(&c->spent, arena_printf(c->led->arena, "%.*s/%.*s",
	    STR(b->book), STR(subject_id)));
	credit = credit_on(b, subject_id, c->led->env.today);
	*spent += p;
	if (credit.balance >= *spent)
		return true;
	return diag_error(c->dg, "redemption.balance", at->src, at->at,
	    "%.*s has %s points to spend, and this takes %s",
	    STR(subject_id), points_text(has, credit.balance - *spent + p),
	    points_text(needs, p));
}

static bool
note_issued(void *ctx, const struct record *r, struct diag *dg)
{
	struct cover *c = ctx;

	(void)dg;
	if (!record_get(r, "reversed"))
		*count_of(&c->issued, record_text(r, "goods")) +=
		    record_int(r, kind_index(r->kind, "quantity"));
	return true;
}

/* Goods are the township's: all villages take from one stock. */
static bool
stock(struct cover *c, const struct value *rec)
{
	const struct kind *kind = ledger_need(c->led, "redemption", c->dg);
	const struct value *at = place(rec, "goods");
	struct ledger_scope all = { 0 };
	struct goods g;
	int64_t left;
	points n;

	if (!kind || !find_goods(&g, c->led, value_str(rec, "goods"), c->dg))
		return false;
	if (g.stock < 0 || !points_read(&n, value_str(rec, "quantity")))
		return true;
	if (!c->counted && !ledger_each(c->led, kind, &all, note_issued, c,
	    c->dg))
		return false;
	c->counted = true;
	left = g.stock - *count_of(&c->issued, g.id) -
	    *count_of(&c->taken, g.id);
	*count_of(&c->taken, g.id) += n / 100;
	return left >= n / 100 || diag_error(c->dg, "redemption.stock",
	    at->src, at->at, "of %.*s there are %lld left, and this takes "
	    "%lld", STR(g.name), (long long)left, (long long)(n / 100));
}

/* ---- was it handed out already? ---------------------------------------- */

struct twice {
	const struct value *rec;
	struct str          id;		/* of the one that stands */
	struct arena       *arena;
};

static bool
note_same(void *ctx, const struct record *r, struct diag *dg)
{
	static const char *const same[] = { "day", "subject", "goods" };
	struct twice *t = ctx;
	points a, b;
	size_t i;

	(void)dg;
	for (i = 0; i < NELEM(same); i++)
		if (!str_eq(record_text(r, same[i]), value_str(t->rec,
		    same[i])))
			return true;
	if (!record_get(r, "reversed") &&
	    points_read(&a, record_text(r, "quantity")) &&
	    points_read(&b, value_str(t->rec, "quantity")) && a == b)
		t->id = arena_dup(t->arena, record_id(r));
	return true;
}

/* An outside number (ref) tells two of a day apart. */
static bool
once(struct ledger *led, const struct value *rec, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "redemption", dg);
	date_day day = date_iso(value_str(rec, "day"));
	struct ledger_scope scope = { .village = value_str(rec, "village"),
	    .period = { day, day + 1, PERIOD_DAY } };
	struct twice t = { .rec = rec, .arena = led->arena };

	if (value_str(rec, "ref").n || day == DATE_NONE)
		return true;
	if (!kind || !ledger_each(led, kind, &scope, note_same, &t, dg))
		return false;
	return t.id.n == 0 || diag_error(dg, "same-act", rec->src, rec->at,
	    "this is already recorded as %.*s; --again records it once more",
	    STR(t.id));
}

bool
redemption_covered(struct ledger *led, const struct value *const *recs,
    size_t n, bool again, struct diag *dg)
{
	struct cover c = { .led = led, .dg = dg };
	bool ok = true;
	size_t i;

	map_init(&c.books, led->arena);
	map_init(&c.spent, led->arena);
	map_init(&c.taken, led->arena);
	map_init(&c.issued, led->arena);
	for (i = 0; i < n; i++) {
		if (!balance(&c, recs[i]))
			ok = false;
		if (!stock(&c, recs[i]))
			ok = false;
		if (!again && !once(led, recs[i], dg))
			ok = false;
	}
	return ok;
}
