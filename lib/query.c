/* SPDX-License-Identifier: MIT */
/*
 * query - columns found, values read, rows judged
 *
 * A value is read in every way it can be once, when the query is bound; a
 * cell then picks the reading that goes with what it is.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "near.h"
#include "query-work.h"
#include "utf8.h"

#define SHOWN_MAX	64	/* bytes a number or a day is shown in */

struct query *
query_new(struct arena *a)
{
	struct query *q = arena_alloc(a, sizeof(*q));

	q->arena = a;
	q->root.type = NODE_AND;
	return q;
}

/* ---- FIELD=VALUE ------------------------------------------------------ */

/* The length of what separates values at `at`, or 0. */
static size_t
separator(struct str s, size_t at, bool lines)
{
	static const struct str marks[] = {
		{ ",", 1 }, { ";", 1 }, { "，", 3 }, { "、", 3 }, { "；", 3 }
	};
	size_t i;

	if (lines)
		return s.p[at] == '\n' || s.p[at] == '\r';
	for (i = 0; i < NELEM(marks); i++)
		if (str_starts(str_sub(s, at, s.n), marks[i]))
			return marks[i].n;
	return 0;
}

/* One value trimmed, with its place; empty ones are none. */
static void
add_item(struct query *q, struct query_value ***end,
    const struct query_word *w, size_t from, size_t to, size_t *n)
{
	struct str item = str_trim(str_sub(w->value, from, to));
	uint32_t at = w->value_at.at;

	if (item.n == 0)
		return;
	at += (uint32_t)(item.p - w->value.p);
	query_value_add(q, end, item,
	    (struct span){ at, at + (uint32_t)item.n }, false);
	++*n;
}

static bool
add_items(struct query *q, struct query_test *t, const struct query_word *w,
    struct diag *dg)
{
	struct query_value **end = &t->values, **whole;
	size_t at, from, n = 0, skip;

	from = w->lines && str_starts(w->value, S("\xEF\xBB\xBF")) ? 3 : 0;
	for (at = from; at < w->value.n && n <= QUERY_VALUES; at++) {
		skip = separator(w->value, at, w->lines);
		if (skip == 0)
			continue;
		add_item(q, &end, w, from, at, &n);
		from = at + skip;
		at += skip - 1;
	}
	add_item(q, &end, w, from, w->value.n, &n);
	if (n > QUERY_VALUES)
		return diag_error(dg, "query", w->src, w->key_at,
		    "more than %d values", QUERY_VALUES);
	if (w->lines)
		return n || diag_error(dg, "query", w->src, w->value_at,
		    "no values in the file");
	if (n == 1)
		return true;
	/* a text may itself hold a comma; and no value asks for no text */
	whole = end;
	query_value_add(q, &end, n ? str_trim(w->value) : S(""), w->value_at,
	    false);
	(*whole)->loose = true;
	return true;
}

bool
query_field(struct query *q, const struct query_word *w, struct diag *dg)
{
	struct query_node *node = arena_alloc(q->arena, sizeof(*node));

	if (utf8_check(w->key) < w->key.n || utf8_check(w->value) < w->value.n)
		return diag_error(dg, "query", w->src, w->value_at,
		    "not UTF-8");
	node->test = query_test_new(q, QUERY_EQ, str_trim(w->key), w->key_at,
	    w->src);
	node->test->word = true;
	query_node_add(&q->root, node);
	return add_items(q, node->test, w, dg);
}

/* ---- binding ---------------------------------------------------------- */

static bool
unknown(const struct query_test *t, const struct table *table,
    struct diag *dg)
{
	struct strs known = { 0 };
	struct str near;
	struct buf b;
	size_t i;

	buf_init(&b, dg->arena);
	for (i = 0; i < table->ncolumns; i++) {
		const struct column *c = &table->columns[i];

		strs_add(&known, dg->arena, c->key);
		if (c->label.n)
			strs_add(&known, dg->arena, c->label);
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR(c->key));
		if (c->label.n)
			buf_printf(&b, " (%.*s)", STR(c->label));
	}
	diag_error(dg, "query", t->src, t->column_at,
	    "no such column: '%.*s'", STR(t->column));
	near = near_word(t->column, known.v, known.n);
	if (near.n)
		return diag_cure(dg, "%.*s", STR(near));
	return diag_cure(dg, "one of: %.*s", STR(buf_str(&b)));
}

static bool
is_among(struct str s, const struct strs *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (str_eq(all->v[i], s))
			return true;
	return false;
}

/* No fault, since it may well be asked whether there is one; but no row. */
static void
look_up(const struct query_value *v, const struct query_test *t,
    const struct column *c, struct diag *dg)
{
	struct str near;
	struct buf b;
	size_t i;

	if (c->choices.n == 0 || t->op > QUERY_NE || v->loose ||
	    v->text.n == 0 || is_among(v->text, &c->choices) ||
	    is_among(v->half, &c->choices))
		return;
	diag_warn(dg, "query.choice", t->src, v->at,
	    "'%.*s' can be '%.*s' in no record", STR(t->column),
	    STR(v->text));
	near = near_word(v->text, c->choices.v, c->choices.n);
	buf_init(&b, dg->arena);
	for (i = 0; i < c->choices.n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
		    STR(c->choices.v[i]));
	if (near.n)
		diag_cure(dg, "%.*s", STR(near));
	else
		diag_advise(dg, "one of these: %.*s", STR(buf_str(&b)));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits at *at, each a place more; a number too large for any cell stays. */
static size_t
digits(__int128 *n, struct str s, size_t *at, size_t most)
{
	const __int128 large = (__int128)INT64_MAX * INT32_MAX;
	size_t from = *at;

	for (; *at < s.n && *at - from < most && is_digit(s.p[*at]); ++*at)
		if (*n < large)
			*n = *n * 10 + (s.p[*at] - '0');
	return *at - from;
}

/*
 * A decimal in hundredths, rounded down, and whether anything was cut off:
 * 2.505 lies between the cells 2.50 and 2.51 and equals neither.
 */
static bool
read_number(struct query_value *v, bool percent)
{
	struct str s = v->half;
	size_t at, decimals = 0;
	bool minus = str_starts(s, S("-")), more = false;
	__int128 n = 0;

	if (percent && str_ends(s, S("%")))
		s.n--;
	at = minus || str_starts(s, S("+"));
	if (!digits(&n, s, &at, s.n))
		return false;
	if (at < s.n && s.p[at] == '.') {
		at++;
		decimals = digits(&n, s, &at, 2);
		if (decimals == 0)
			return false;
		for (; at < s.n && is_digit(s.p[at]); at++)
			more = more || s.p[at] != '0';
	}
	for (; decimals < 2; decimals++)
		n *= 10;
	v->n = minus ? -n - more : n;
	v->more = more;
	return at == s.n;
}

static bool
is_number(enum cell_type type)
{
	return type == CELL_INT || type == CELL_POINTS ||
	    type == CELL_PERCENT;
}

/* What goes with the column must be; the other reading is for odd cells. */
static bool
read_value(struct query_value *v, const struct query_test *t,
    enum cell_type type, date_day today, struct diag *dg)
{
	struct diag_mark before = diag_mark(dg);

	if (v->text.n == 0 && t->op <= QUERY_NE)
		return true;
	v->is_number = read_number(v, type == CELL_PERCENT);
	if (is_number(type) && !v->is_number && !v->loose)
		return diag_error(dg, "query", t->src, v->at,
		    "not a number: '%.*s'", STR(v->text));
	v->is_date = period_parse(&v->when, v->text, today, t->src, v->at, dg);
	if (v->is_date || (type == CELL_DATE && !v->loose))
		return v->is_date;
	diag_back(dg, before);
	return true;
}

/* Words for one column are one condition: any of their values will do. */
static void
join(struct query *q)
{
	struct query_test *t, *u;

	for (t = q->tests; t; t = t->next) {
		t->also = NULL;
		t->joined = false;
	}
	for (t = q->tests; t; t = t->next) {
		for (u = t->next; t->word && u; u = u->next)
			if (u->word && u->at == t->at)
				break;
		if (!t->word || !u)
			continue;
		t->joined = true;
		u->also = t;
	}
}

bool
query_bind(struct query *q, const struct table *table, date_day today,
    struct diag *dg)
{
	struct query_value *v;
	struct query_test *t;
	bool ok = true;

	assert(!table->cut && today != DATE_NONE);
	q->ncolumns = table->ncolumns;
	for (t = q->tests; t; t = t->next) {
		t->at = table_find(table, t->column);
		if (t->at == q->ncolumns)
			t->at = table_find(table, utf8_halved(t->column,
			    q->arena));
		if (t->at == q->ncolumns) {
			ok = unknown(t, table, dg);
			continue;
		}
		for (v = t->values; v && t->op != QUERY_LIKE; v = v->next)
			if (!read_value(v, t, table->columns[t->at].type,
			    today, dg))
				ok = false;
			else
				look_up(v, t, &table->columns[t->at], dg);
		if (t->pattern && !q->run)
			q->run = pattern_run_new(q->arena);
	}
	join(q);
	return ok;
}

/* ---- rows ------------------------------------------------------------- */

struct judging {
	const struct query      *q;
	const struct cell       *cells;	/* of the row */
	const struct query_test *stuck;	/* whose pattern gave up */
};

static int
order(__int128 a, __int128 b)
{
	return (a > b) - (a < b);
}

static bool
is_empty(const struct cell *c)
{
	return c->type == CELL_NONE || ((c->type == CELL_TEXT ||
	    c->type == CELL_CODE) && str_trim(c->text).n == 0);
}

static int
cell_order(const struct cell *c, const struct query_value *v, bool *known)
{
	__int128 n = (__int128)c->n * (c->type == CELL_INT ? 100 : 1);

	*known = true;
	if (c->type == CELL_TEXT || c->type == CELL_CODE)
		return str_cmp(c->text, v->text);
	if (is_number(c->type) && v->is_number)
		return n == v->n && v->more ? -1 : order(n, v->n);
	if (c->type == CELL_DATE && v->is_date)
		return c->n < v->when.from ? -1 : c->n >= v->when.to;
	*known = false;
	return 0;
}

static bool
equal(const struct cell *c, const struct query_value *v)
{
	bool known;

	if (v->text.n == 0)
		return is_empty(c);
	if (c->type == CELL_TEXT || c->type == CELL_CODE)
		return str_eq(c->text, v->text) || str_eq(c->text, v->half) ||
		    (c->id.n && (str_eq(c->id, v->text) ||
		    str_eq(c->id, v->half)));
	return cell_order(c, v, &known) == 0 && known;
}

static bool
any(const struct cell *c, const struct query_value *v)
{
	for (; v; v = v->next)
		if (equal(c, v))
			return true;
	return false;
}

static bool
compare(enum query_op op, const struct cell *c, const struct query_value *v)
{
	bool known;
	int d = cell_order(c, v, &known);

	if (!known)
		return false;
	return op == QUERY_LT ? d < 0 : op == QUERY_LE ? d <= 0 :
	    op == QUERY_GT ? d > 0 : d >= 0;
}

/* As cell_text has it, but in memory of ours: there may be many rows. */
static struct str
shown(char out[SHOWN_MAX], const struct cell *c)
{
	char text[POINTS_TEXT > DATE_TEXT ? POINTS_TEXT : DATE_TEXT];
	bool percent = c->type == CELL_PERCENT;

	if (c->type == CELL_TEXT || c->type == CELL_CODE)
		return c->text;
	if (c->type == CELL_NONE)
		return S("");
	if (c->type == CELL_INT)
		snprintf(out, SHOWN_MAX, "%" PRId64, c->n);
	else
		snprintf(out, SHOWN_MAX, "%s%s", c->type == CELL_DATE
		    ? date_text(text, (date_day)c->n)
		    : points_text(text, c->n), percent ? "%" : "");
	return str_of(out);
}

/* Text that came past the door unchecked is not given to PCRE2. */
static enum pattern_found
find(const struct query_test *t, struct pattern_run *run, struct str s)
{
	return utf8_check(s) < s.n ? PATTERN_NO
	    : pattern_match(t->pattern, run, s);
}

static bool
like(struct judging *j, const struct query_test *t, const struct cell *c)
{
	enum pattern_found found;
	char text[SHOWN_MAX];

	if (c->type == CELL_NONE)
		return false;
	found = find(t, j->q->run, shown(text, c));
	if (found == PATTERN_NO && c->id.n)
		found = find(t, j->q->run, c->id);
	if (found == PATTERN_GAVE_UP)
		j->stuck = t;
	return found == PATTERN_YES;
}

static bool
holds(struct judging *j, const struct query_test *t)
{
	const struct cell *c = &j->cells[t->at];

	if (t->joined)
		return true;
	if (t->op == QUERY_LIKE)
		return like(j, t, c);
	if (t->op == QUERY_NE)
		return !any(c, t->values);
	if (t->op != QUERY_EQ)
		return compare(t->op, c, t->values);
	for (; t; t = t->also)
		if (any(c, t->values))
			return true;
	return false;
}

/* No deeper than the parentheses were; a pattern that gave up ends it. */
static bool
judge(struct judging *j, const struct query_node *n)
{
	const struct query_node *e;
	bool yes;

	if (n->type == NODE_TEST)
		return holds(j, n->test) != n->not;
	yes = n->type == NODE_AND;
	for (e = n->first; e && !j->stuck; e = e->next)
		if (judge(j, e) != yes) {
			yes = !yes;
			break;
		}
	return yes != n->not;
}

bool
query_row(bool *wanted, const struct query *q, const struct table *table,
    size_t row, struct diag *dg)
{
	struct judging j = { .q = q };
	const struct query_test *t;

	assert(table->ncolumns == q->ncolumns && row < table_rows(table));
	j.cells = table->cells + row * table->ncolumns;
	*wanted = judge(&j, &q->root);
	t = j.stuck;
	if (!t)
		return true;
	*wanted = false;
	diag_error(dg, "pattern-limit", t->src, t->values->at,
	    "pattern '%.*s' needs too many steps (row %zu)",
	    STR(t->values->text), row + 1);
	return diag_cure(dg, "no repeat of a repeat, as in (a+)+");
}

bool
query_filter(struct table *table, struct query *q, date_day today,
    struct diag *dg)
{
	size_t r, nrows = table_rows(table);
	bool *keep = arena_array(q->arena, nrows, sizeof(*keep));

	if (!query_bind(q, table, today, dg))
		return false;
	for (r = 0; r < nrows; r++)
		if (!query_row(&keep[r], q, table, r, dg))
			return false;
	table_keep(table, keep);
	return true;
}

enum audience
query_privacy(const struct query *q, const struct table *table)
{
	enum audience who = AUDIENCE_PUBLIC;
	const struct query_test *t;

	assert(table->ncolumns == q->ncolumns);
	for (t = q->tests; t; t = t->next)
		if (table->columns[t->at].privacy < who)
			who = table->columns[t->at].privacy;
	return who;
}
