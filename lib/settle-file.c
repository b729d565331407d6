/* SPDX-License-Identifier: MIT */
/* settle-file - groups as settlement records, and read back. */
#include "emit.h"
#include "settle-work.h"

/* ---- reading ---------------------------------------------------------- */

static date_day
day(const struct value *map, const char *key)
{
	return date_iso(value_str(map, key));
}

bool
settle_file_read(struct settle_file *file, struct ledger *led,
    struct str path, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "settlement", dg);
	struct ledger_file *f = arena_alloc(led->arena, sizeof(*f));
	const struct value *published;

	*file = (struct settle_file){ .path = path, .frozen_on = DATE_NONE,
	    .evaluated_on = DATE_NONE, .posted_on = DATE_NONE,
	    .from = DATE_NONE, .to = DATE_NONE };
	if (!kind || !ledger_read(f, led, kind, path, led->run, led->arena,
	    dg))
		return false;
	file->exists = f->src.exists;
	if (f->doc.n == 0)
		return true;
	f->doc.src = &f->src;
	file->value = value_from_node(led->arena, &f->doc, 0);
	if (value_get(file->value, S("voided"))) {
		file->value = NULL;
		return true;
	}
	published = value_get(file->value, S("published"));
	file->evaluated_on = day(published, "evaluated_on");
	file->posted_on = day(published, "posted_on");
	file->from = day(published, "from");
	file->to = day(published, "to");
	file->frozen_on = day(file->value, "frozen_on");
	return true;
}

static points
number(const struct value *map, const char *key)
{
	points p = 0;

	return points_read(&p, value_str(map, key)) ? p : 0;
}

static size_t
count_of(const struct value *map, const char *key)
{
	return (size_t)(number(map, key) / 100);
}

static bool
has(const struct value *map, const char *key)
{
	return value_get(map, str_of(key)) != NULL;
}

static struct settle_line *
lines(const struct value *row, const char *key, const char *code, size_t *n,
    struct arena *a)
{
	const struct value *list = value_get(row, str_of(key)), *v;
	struct settle_line *out;

	*n = 0;
	out = arena_array(a, value_count(list), sizeof(*out));
	for (v = list ? list->first : NULL; v; v = v->next)
		out[(*n)++] = (struct settle_line){ value_str(v, code),
		    number(v, "points") };
	return out;
}

static struct settle_row
row_of(const struct value *v, struct arena *a)
{
	struct settle_row row = {
		.subject = value_str(v, "subject"),
		.plus = number(v, "plus"),
		.minus = number(v, "minus"),
		.earned = number(v, "earned"),
		.base = number(v, "base"),
		.total = number(v, "total"),
		.has_year_total = has(v, "year_total"),
		.year_total = number(v, "year_total"),
		.rank = (uint32_t)count_of(v, "rank"),
		.vetoed = str_is(value_str(v, "vetoed"), "true"),
		.note = value_str(v, "note"),
		.has_mean = has(v, "mean"),
		.mean = number(v, "mean"),
		.bonus = number(v, "bonus"),
		.penalty = number(v, "penalty"),
		.governance = number(v, "governance"),
		.has_other = has(v, "other"),
		.other = number(v, "other"),
		.has_annual = has(v, "annual"),
		.annual = number(v, "annual"),
	};

	row.incomplete = row.rank == 0 && !row.vetoed;
	row.categories = lines(v, "categories", "code", &row.ncategories, a);
	row.quarters = lines(v, "quarters", "period", &row.nquarters, a);
	return row;
}

void
settle_file_rows(struct settle_group *g, struct arena *a)
{
	const struct value *list = value_get(g->file.value, S("rows")), *v;
	const struct value *names = value_get(g->file.value, S("versions"));

	g->versions = (struct strs){ 0 };
	for (v = names ? names->first : NULL; v; v = v->next)
		strs_add(&g->versions, a, v->text);
	g->nrows = 0;
	g->rows = arena_array(a, value_count(list), sizeof(*g->rows));
	for (v = list ? list->first : NULL; v; v = v->next)
		g->rows[g->nrows++] = row_of(v, a);
	g->counted = count_of(g->file.value, "counted");
	g->unreviewed = count_of(g->file.value, "unreviewed");
	g->digest = value_str(g->file.value, "digest");
	g->on_annual = g->nrows && g->rows[0].has_annual;
}

/* ---- writing ---------------------------------------------------------- */

static void
put_points(struct arena *a, struct value *map, const char *key, points p)
{
	value_set(map, str_of(key), value_bare(a, points_str(a, p)));
}

static void
put_count(struct arena *a, struct value *map, const char *key, size_t n)
{
	value_set(map, str_of(key), value_bare(a, arena_printf(a, "%zu", n)));
}

static void
put_lines(struct arena *a, struct value *row, const char *key,
    const char *code, const struct settle_line *v, size_t n)
{
	struct value *list = value_new(a, VALUE_LIST), *line;
	size_t i;

	for (i = 0; i < n; i++) {
		line = value_append(list, value_new(a, VALUE_MAP));
		value_put(a, line, code, v[i].code);
		put_points(a, line, "points", v[i].points);
	}
	if (n)
		value_set(row, str_of(key), list);
}

static void
put_year(struct arena *a, struct value *v, const struct settle_row *row)
{
	put_points(a, v, "mean", row->mean);
	put_points(a, v, "bonus", row->bonus);
	put_points(a, v, "penalty", row->penalty);
	put_points(a, v, "adjustment", row->bonus - row->penalty);
	put_points(a, v, "governance", row->governance);
	if (row->has_other)
		put_points(a, v, "other", row->other);
	if (row->has_annual)
		put_points(a, v, "annual", row->annual);
}

static struct value *
row_value(const struct settle_row *row, struct arena *a)
{
	struct value *v = value_new(a, VALUE_MAP);

	value_put(a, v, "subject", row->subject);
	put_points(a, v, "plus", row->plus);
	put_points(a, v, "minus", row->minus);
	put_points(a, v, "earned", row->earned);
	put_points(a, v, "base", row->base);
	put_points(a, v, "total", row->total);
	if (row->has_year_total)
		put_points(a, v, "year_total", row->year_total);
	if (row->rank)
		put_count(a, v, "rank", row->rank);
	if (row->vetoed)
		value_set(v, S("vetoed"), value_bare(a, S("true")));
	put_lines(a, v, "categories", "code", row->categories,
	    row->ncategories);
	put_lines(a, v, "quarters", "period", row->quarters, row->nquarters);
	if (row->has_mean)
		put_year(a, v, row);
	return v;
}

/* What follows from the records, and from nothing else. */
static void
put_computed(struct value *rec, const struct settle_group *g,
    struct arena *a)
{
	struct value *list = value_new(a, VALUE_LIST);
	size_t i;

	for (i = 0; i < g->versions.n; i++)
		value_append(list, value_text(a, g->versions.v[i]));
	value_set(rec, S("versions"), list);
	value_put(a, rec, "cutoff", date_str(a, g->cutoff));
	value_put(a, rec, "digest", g->digest);
	put_count(a, rec, "counted", g->counted);
	list = value_new(a, VALUE_LIST);
	for (i = 0; i < g->nrows; i++)
		value_append(list, row_value(&g->rows[i], a));
	value_set(rec, S("rows"), list);
}

static void
put_objections(struct value *rec, const struct settle_group *g,
    struct arena *a)
{
	struct value *v = value_new(a, VALUE_MAP);

	value_drop(rec, S("objections"));
	if (g->open + g->founded + g->unfounded == 0)
		return;
	put_count(a, v, "received", g->open + g->founded + g->unfounded);
	put_count(a, v, "founded", g->founded);
	put_count(a, v, "unfounded", g->unfounded);
	value_set(rec, S("objections"), v);
}

static void
put_notes(struct value *rec, const struct settle_group *g, struct arena *a,
    struct diag *dg)
{
	struct value *list = value_get(rec, S("rows")), *v = list->first;
	struct str note;
	size_t i;

	for (i = 0; i < g->nrows; i++, v = v->next) {
		note = settle_note(&g->rows[i], a, dg);
		if (note.n)
			value_put(a, v, "note", note);
	}
}

struct value *
settle_record(const struct settlement *s, const struct settle_group *g,
    struct value *published, struct diag *dg)
{
	struct arena *a = s->led->arena;
	struct value *rec = g->file.value ? value_copy(a, g->file.value) :
	    value_new(a, VALUE_MAP);

	value_put(a, rec, "id", g->id);
	value_put(a, rec, "village", g->village);
	value_put(a, rec, "rulebook", g->book->id);
	value_put(a, rec, "ranking_group",
	    str_of(rulebook_group_key(g->book->ranking_group)));
	if (g->class.n)
		value_put(a, rec, "class", g->class);
	value_put(a, rec, "period", period_str(a, s->scope.period));
	value_set(rec, S("published"), published);
	put_computed(rec, g, a);
	put_notes(rec, g, a, dg);
	put_count(a, rec, "unreviewed", g->unreviewed);
	put_objections(rec, g, a);
	return rec;
}

/* ---- comparing -------------------------------------------------------- */

static const char *const computed[] = { "versions", "cutoff", "digest",
    "counted" };

static bool
same_value(const struct value *x, const struct value *y)
{
	if (!x || !y || x->kind != y->kind)
		return x == y;
	if (x->kind == VALUE_TEXT)
		return str_eq(x->text, y->text);
	for (x = x->first, y = y->first; x && y; x = x->next, y = y->next)
		if (!str_eq(x->key, y->key) || !same_value(x, y))
			return false;
	return !x && !y;
}

/* As we would write it; a person may have written 5 for 5.00. */
static struct value *
normal(const struct value *row, struct arena *a)
{
	struct settle_row r = row_of(row, a);

	return row_value(&r, a);
}

static bool
differs(const struct settle_group *g, const struct value *now,
    const char *key)
{
	return !same_value(value_get(g->file.value, str_of(key)),
	    value_get(now, str_of(key)));
}

static const struct value *
rows_of(const struct value *rec)
{
	const struct value *list = value_get(rec, S("rows"));

	return list ? list->first : NULL;
}

bool
settle_agrees(const struct settlement *s, const struct settle_group *g)
{
	struct arena *a = s->led->arena;
	struct value *now = value_new(a, VALUE_MAP);
	const struct value *x, *y;
	size_t i;

	put_computed(now, g, a);
	for (i = 0; i < NELEM(computed); i++)
		if (differs(g, now, computed[i]))
			return false;
	x = rows_of(g->file.value);
	for (y = rows_of(now); x && y; x = x->next, y = y->next)
		if (!same_value(normal(x, a), y))
			return false;
	return !x && !y;
}

static struct str
flat(struct arena *a, const struct value *v)
{
	struct buf b;

	buf_init(&b, a);
	emit_flow(&b, NULL, v);
	return buf_str(&b);
}

/* "rank 1 is now 2, total …": what differs between two rows. */
static struct str
difference(const struct value *was, const struct value *now,
    struct arena *a)
{
	const struct value *v, *other;
	struct buf b;

	buf_init(&b, a);
	for (v = now->first; v; v = v->next) {
		other = value_get(was, v->key);
		if (same_value(other, v))
			continue;
		buf_printf(&b, "%s%.*s %.*s → %.*s", b.n ? ", " : "",
		    STR(v->key), STR(other ? flat(a, other) : S("-")),
		    STR(flat(a, v)));
	}
	for (v = was->first; v; v = v->next)
		if (!value_get(now, v->key))
			buf_printf(&b, "%s%.*s %.*s → -", b.n ? ", " : "",
			    STR(v->key), STR(flat(a, v)));
	return buf_str(&b);
}

static bool
row_fault(const struct settle_group *g, const struct value *was,
    const struct value *now, const char *rule, struct arena *a,
    struct diag *dg)
{
	struct str subject = value_str(was ? was : now, "subject");

	if (!now)
		return diag_error(dg, rule, was->src, was->at,
		    "%.*s stands here, and the records do not have it",
		    STR(subject));
	if (!was)
		return diag_error(dg, rule, g->file.value->src,
		    value_get(g->file.value, S("rows"))->at, "%.*s is "
		    "missing here; the records give %.*s", STR(subject),
		    STR(flat(a, now)));
	diag_error(dg, rule, was->src, was->at, "%.*s no longer follows from "
	    "the records below villages/%.*s: %.*s", STR(subject),
	    STR(g->village), STR(difference(normal(was, a), now, a)));
	return diag_cure(dg, "score-calc explain %.*s shows each entry; git "
	    "log shows what was changed since", STR(subject));
}

static bool
same_rows(const struct settle_group *g, const struct value *now,
    const char *rule, struct arena *a, struct diag *dg)
{
	const struct value *v, *other;
	struct map left;
	bool ok = true;

	map_init(&left, a);
	for (v = rows_of(now); v; v = v->next)
		*map_put(&left, value_str(v, "subject")) = (void *)
		    (uintptr_t)v;
	for (v = rows_of(g->file.value); v; v = v->next) {
		other = map_get(&left, value_str(v, "subject"));
		if (!other || !same_value(normal(v, a), other))
			ok = row_fault(g, v, other, rule, a, dg);
		if (other)
			*map_put(&left, value_str(v, "subject")) = NULL;
	}
	for (v = rows_of(now); v; v = v->next)
		if (map_get(&left, value_str(v, "subject")))
			ok = row_fault(g, NULL, v, rule, a, dg);
	return ok;
}

bool
settle_same(const struct settlement *s, const struct settle_group *g,
    const char *rule, struct diag *dg)
{
	struct arena *a = s->led->arena;
	struct value *now = value_new(a, VALUE_MAP);
	const struct value *was;
	bool ok = true;
	size_t i;

	put_computed(now, g, a);
	ok = same_rows(g, now, rule, a, dg);
	for (i = 0; ok && i < NELEM(computed); i++) {
		if (!differs(g, now, computed[i]))
			continue;
		was = value_get(g->file.value, str_of(computed[i]));
		ok = diag_error(dg, rule, g->file.value->src, was ? was->at :
		    DIAG_FILE, "the entries, reviews or prices this was "
		    "computed from are no longer the same: %s is now %.*s",
		    computed[i], STR(flat(a, value_get(now,
		    str_of(computed[i])))));
		diag_cure(dg, "they stand below villages/%.*s and rules/; git "
		    "log shows what was changed since", STR(g->village));
	}
	if (ok && !settle_agrees(s, g))
		ok = diag_error(dg, rule, g->file.value->src, DIAG_FILE,
		    "the rows are not in the order of their ranks");
	return ok;
}
