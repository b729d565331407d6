/* SPDX-License-Identifier: MIT */
/* due - households, their last visits, the days on which the next fall. */
#include "due.h"
#include "listing.h"

struct target {
	struct str id, name, village, grid;
	struct str color, color_label;
	struct str what, label;		/* what sets the interval */
	int        days;
	bool       red;
	date_day   last;		/* DATE_NONE: none found */
};

struct due {
	const struct asked *q;
	struct target     **v;
	size_t              n, cap;
	struct map          by_id;
	struct map          workers;	/* grid -> its worker's id */
};

/* ---- who is to be visited --------------------------------------------- */

/* The shortest interval of what a field says of a household. */
static void
consider(struct due *d, struct target *t, const struct record *r,
    const char *key)
{
	const struct field *f = kind_field(r->kind, str_of(key));
	uint32_t node = record_get(r, key), i;
	struct str text;
	int days;

	if (!f || !node)
		return;
	for (i = f->list ? doc_first(r->doc, node) : node; i;
	    i = f->list ? doc_after(r->doc, node, i) : 0) {
		text = r->doc->nodes[i].text;
		days = policy_interval(&d->q->led->policy, text);
		if (days <= 0 || (t->days && t->days <= days))
			continue;
		t->days = days;
		t->what = arena_dup(d->q->led->arena, text);
		t->label = field_choice_label(f, t->what,
		    d->q->led->chinese);
	}
}

static bool
household(void *ctx, const struct record *r, struct diag *dg)
{
	struct due *d = ctx;
	struct arena *a = d->q->led->arena;
	struct target *t;
	struct target one = { .last = DATE_NONE,
	    .red = str_is(record_text(r, "color"), "red") };
	date_day left = record_day(r, "left_on");

	(void)dg;
	consider(d, &one, r, "color");
	one.color = one.what;
	one.color_label = one.label;
	consider(d, &one, r, "tags");
	if (one.days == 0 || (left != DATE_NONE &&
	    left <= d->q->led->env.today))
		return true;
	t = arena_alloc(a, sizeof(*t));
	*t = one;
	t->id = arena_dup(a, record_id(r));
	t->name = arena_dup(a, record_text(r, "head"));
	t->village = arena_dup(a, record_text(r, "village"));
	t->grid = arena_dup(a, record_text(r, "grid"));
	d->v = arena_grow(a, d->v, d->n, &d->cap, sizeof(*d->v));
	d->v[d->n++] = t;
	*map_put(&d->by_id, t->id) = t;
	return true;
}

/* ---- when they were last visited -------------------------------------- */

static bool
at_home(const struct record *r)
{
	struct str channel = record_text(r, "channel");

	return str_is(record_text(r, "kind"), "home") &&
	    (channel.n == 0 || str_is(channel, "face"));
}

static bool
visit(void *ctx, const struct record *r, struct diag *dg)
{
	struct due *d = ctx;
	uint32_t list = record_get(r, "subject"), i;
	date_day day = record_day(r, "date");
	struct target *t;

	(void)dg;
	if (!list || day > d->q->led->env.today)
		return true;
	for (i = doc_first(r->doc, list); i;
	    i = doc_after(r->doc, list, i)) {
		t = map_get(&d->by_id, r->doc->nodes[i].text);
		if (t && (!t->red || at_home(r)) &&
		    (t->last == DATE_NONE || day > t->last))
			t->last = day;
	}
	return true;
}

static bool
grid(void *ctx, const struct record *r, struct diag *dg)
{
	struct due *d = ctx;
	struct arena *a = d->q->led->arena;
	struct str *worker = arena_alloc(a, sizeof(*worker));

	(void)dg;
	*worker = arena_dup(a, record_text(r, "worker"));
	*map_put(&d->workers, arena_dup(a, record_id(r))) = worker;
	return true;
}

static bool
load(struct due *d, const struct asked *q, struct diag *dg)
{
	struct ledger *led = q->led;
	const struct kind *homes = ledger_need(led, "household", dg);
	const struct kind *visits = ledger_need(led, "visit", dg);
	const struct kind *grids = ledger_need(led, "grid", dg);
	struct ledger_scope place = { .village = q->village };
	struct ledger_scope back = { .village = q->village, .period = {
	    led->env.today - DUE_BACK, led->env.today + 1, PERIOD_RANGE } };

	*d = (struct due){ .q = q };
	map_init(&d->by_id, led->arena);
	map_init(&d->workers, led->arena);
	return homes && visits && grids &&
	    ledger_each(led, homes, &place, household, d, dg) &&
	    ledger_each(led, grids, &place, grid, d, dg) &&
	    ledger_each(led, visits, &back, visit, d, dg);
}

static bool
is_due(const struct target *t, date_day by)
{
	return t->last == DATE_NONE || t->last + t->days <= by;
}

/* ---- the table -------------------------------------------------------- */

static void
row(struct table *t, const struct due *d, const struct target *x,
    struct diag *dg)
{
	date_day today = d->q->led->env.today, due = x->last + x->days;
	const struct str *worker = map_get(&d->workers, x->grid);

	table_named(t, x->village, asked_village(d->q, x->village, dg));
	table_named(t, x->id, x->name);
	if (x->color.n)
		table_named(t, x->color, x->color_label);
	else
		table_none(t);
	if (str_eq(x->what, x->color))
		table_none(t);
	else
		table_named(t, x->what, x->label);
	table_int(t, x->days);
	table_date(t, x->last);
	table_date(t, x->last == DATE_NONE ? DATE_NONE : due);
	if (x->last == DATE_NONE)
		table_none(t);
	else
		table_int(t, due < today ? today - due : 0);
	if (worker && worker->n)
		table_named(t, *worker, refs_name(d->q->led, S("person"),
		    *worker, x->village, dg));
	else
		table_none(t);
}

/* Who falls due is told by colours and tags: all of it is internal. */
static void
columns(struct table *t, const struct asked *q, struct diag *dg)
{
	const struct kind *kind = ledger_need(q->led, "household", dg);
	const struct field *f = kind ? kind_field(kind, S("color")) : NULL;
	const struct {
		const char *key;
		struct str label;
		enum cell_type type;
	} all[] = {
		{ "village", diag_say(dg, "village"), CELL_TEXT },
		{ "subject", diag_say(dg, "whom"), CELL_TEXT },
		{ "color", diag_say(dg, "color"), CELL_TEXT },
		{ "tag", diag_say(dg, "special group"), CELL_TEXT },
		{ "interval", diag_say(dg, "interval (days)"), CELL_INT },
		{ "last", diag_say(dg, "last visit"), CELL_DATE },
		{ "due_on", diag_say(dg, "due on"), CELL_DATE },
		{ "late", diag_say(dg, "days overdue"), CELL_INT },
		{ "contact", diag_say(dg, "contact"), CELL_TEXT },
	};
	struct column *c;
	size_t i;

	for (i = 0; i < NELEM(all); i++) {
		c = asked_column(t, all[i].key, all[i].label, all[i].type,
		    AUDIENCE_INTERNAL);
		c->is_name = str_is(c->key, "subject") ||
		    str_is(c->key, "contact");
		if (f && str_is(c->key, "color"))
			listing_choices(c, t->arena, f, q->led->chinese);
	}
}

bool
due_report(struct table *t, const struct asked *q, struct diag *dg)
{
	static const struct str order[] = {
		{ "-late", 5 }, { "due_on", 6 }
	};
	struct str place = asked_place(q, dg);
	struct due d;
	size_t i;

	table_init(t, q->led->arena, q->name, diag_say(dg,
	    "%.*s: visits due", STR(place)));
	if (!load(&d, q, dg))
		return false;
	asked_head(t, q, dg);
	columns(t, q, dg);
	for (i = 0; i < d.n; i++)
		if (is_due(d.v[i], q->period.to - 1))
			row(t, &d, d.v[i], dg);
	asked_foot(t, q, dg);
	return table_sort(t, order, NELEM(order), dg);
}

/* ---- the sums --------------------------------------------------------- */

static struct due_sum *
sum_of(struct due_sum *v, size_t *n, const struct target *t)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (str_eq(v[i].what, t->what))
			return &v[i];
	v[*n] = (struct due_sum){ .what = t->what, .label = t->label };
	return &v[(*n)++];
}

/* In the order in which the schema has colours and tags. */
static void
known(struct due_sum *v, size_t *n, const struct kind *kind, const char *key,
    bool chinese)
{
	const struct field *f = kind_field(kind, str_of(key));
	size_t i;

	for (i = 0; f && i < f->nchoices; i++)
		v[(*n)++] = (struct due_sum){ .what = f->choices[i],
		    .label = field_choice_label(f, f->choices[i], chinese) };
}

bool
due_sums(struct due_sum **out, size_t *n, const struct asked *q, date_day by,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(q->led, "household", dg);
	struct due_sum *v, *s;
	struct due d;
	size_t i, kept = 0;

	if (!kind || !load(&d, q, dg))
		return false;
	v = arena_array(q->led->arena, d.n + 64, sizeof(*v));
	known(v, &kept, kind, "color", q->led->chinese);
	known(v, &kept, kind, "tags", q->led->chinese);
	for (i = 0; i < d.n; i++) {
		if (!is_due(d.v[i], by))
			continue;
		s = sum_of(v, &kept, d.v[i]);
		s->due++;
		s->late += d.v[i]->last != DATE_NONE &&
		    d.v[i]->last + d.v[i]->days < q->led->env.today;
	}
	for (*n = i = 0; i < kept; i++)
		if (v[i].due)
			v[(*n)++] = v[i];
	*out = v;
	return true;
}
