/* SPDX-License-Identifier: MIT */
/* publicity - the notice of a group's points, after domain.md C5. */
#include "audience.h"
#include "publicity.h"

#define BLANK	"________"

struct notice {
	const struct asked        *q;
	struct table              *t;
	const struct settle_group *g;
	const struct rulebook     *book;
	const struct value        *published;	/* NULL: draft */
	struct settle_row         *rows;	/* as posted */
	size_t                     nrows;
	bool                       posted;	/* for a board, not the office */
	uint32_t                   last_rank;	/* that is shown */
	bool                       ties;	/* two ranks shown are equal */
	bool                       masked;	/* policy.publicity.mask_head */
	struct strs                columns;	/* policy.publicity.columns */
};

/* ---- the rows --------------------------------------------------------- */

static points
number(const struct value *row, const char *key)
{
	points p;

	return points_read(&p, value_str(row, key)) ? p : 0;
}

/* What this list is about: the sum of a household, the mark of a village. */
static points
figure(const struct notice *n, const struct settle_row *r)
{
	if (n->g->on_annual)
		return r->has_annual ? r->annual : r->governance;
	return n->book->settle == SETTLE_HUNDRED ? r->total : r->earned;
}

static struct settle_row
posted_row(const struct notice *n, const struct value *v)
{
	struct settle_row r = {
		.village = n->g->village, .subject = value_str(v, "subject"),
		.plus = number(v, "plus"), .minus = number(v, "minus"),
		.earned = number(v, "earned"), .base = number(v, "base"),
		.total = number(v, "total"),
		.has_year_total = value_get(v, S("year_total")) != NULL,
		.year_total = number(v, "year_total"),
		.rank = (uint32_t)(number(v, "rank") / 100),
		.vetoed = str_is(value_str(v, "vetoed"), "true"),
		.incomplete = !value_get(v, S("rank")) &&
		    !value_get(v, S("vetoed")),
		.governance = number(v, "governance"),
		.annual = number(v, "annual"),
		.has_annual = value_get(v, S("annual")) != NULL,
		.note = value_str(v, "note"),
	};

	return r;
}

/* As the file has them; a draft has those of the records. */
static void
take_rows(struct notice *n)
{
	struct value *list = value_get(n->g->file.value, S("rows")), *v;

	if (!n->published || n->g->as_frozen || !list) {
		n->rows = n->g->rows;
		n->nrows = n->g->nrows;
		return;
	}
	n->rows = arena_array(n->t->arena, value_count(list),
	    sizeof(*n->rows));
	for (v = list->first; v; v = v->next)
		n->rows[n->nrows++] = posted_row(n, v);
}

static bool
is_posted(const struct notice *n, const struct settle_row *r)
{
	return !n->posted || (!r->vetoed && figure(n, r) >= 0);
}

/* A third of those that take a rank, at least one. */
uint32_t
publicity_last_rank(const struct asked *q, const struct rulebook *book,
    uint32_t ranked)
{
	struct str which = q->led->policy.ranks_for;

	if (q->audience < AUDIENCE_VILLAGE ||
	    book->subject_type == SUBJECT_VILLAGE)
		return UINT32_MAX;
	if (str_is(which, "top-third"))
		return ranked < 3 ? 1 : ranked / 3;
	return str_is(which, "none") ? 0 : UINT32_MAX;
}

static void
find_ranks(struct notice *n)
{
	uint32_t ranked = 0, last = 0;
	size_t i;

	for (i = 0; i < n->nrows; i++)
		ranked += n->rows[i].rank > 0;
	n->last_rank = publicity_last_rank(n->q, n->book, ranked);
	for (i = 0; i < n->nrows; i++) {
		if (n->rows[i].rank == 0 || n->rows[i].rank > n->last_rank)
			continue;
		n->ties = n->ties || n->rows[i].rank == last;
		last = n->rows[i].rank;
	}
}

/* What ledger.yaml says of lists on a board. */
static bool
board(void *ctx, const struct record *r, struct diag *dg)
{
	struct notice *n = ctx;
	uint32_t policy = record_get(r, "policy"), map, list, i;

	(void)dg;
	map = policy ? doc_get(r->doc, policy, S("publicity")) : 0;
	if (!map)
		return true;
	n->masked = str_is(doc_text(r->doc, map, "mask_head"), "true");
	list = doc_get(r->doc, map, S("columns"));
	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i))
		strs_add(&n->columns, n->t->arena, arena_dup(n->t->arena,
		    r->doc->nodes[i].text));
	return true;
}

static bool
read_board(struct notice *n, struct diag *dg)
{
	const struct kind *kind = ledger_need(n->q->led, "ledger", dg);

	return kind && (!n->posted || ledger_each(n->q->led, kind, NULL,
	    board, n, dg));
}

/* Whom the list is about: a village, or the whole township. */
static struct str
village_or_all(const struct notice *n, struct diag *dg)
{
	return n->book->ranking_group == RANKING_VILLAGE ?
	    asked_village(n->q, n->g->village, dg) : n->q->led->name;
}

/* ---- head and foot ---------------------------------------------------- */

static struct str
month_day(const struct notice *n, date_day day)
{
	struct ymd d = date_ymd(day);

	return n->q->led->chinese ? arena_printf(n->t->arena, "%d月%d日",
	    d.month, d.day) : date_str(n->t->arena, day);
}

/* 家庭积分细则（2026年版）, where the title does not say it itself. */
static struct str
book_title(const struct notice *n, struct diag *dg)
{
	struct str title = n->book->title;
	const struct rulebook_version *v = rulebook_version_on(n->book,
	    n->q->period.to - 1);

	if (!v || str_find(title, S("年版")) < title.n ||
	    str_ends(title, S("）")))
		return title;
	return diag_say(dg, "%.*s (version of %d)", STR(title),
	    date_ymd(v->from).year);
}

static struct str
said(const struct notice *n, const char *key, struct str otherwise)
{
	struct str s = value_str(n->published, key);

	return s.n ? s : otherwise;
}

static void
opening(struct notice *n, struct diag *dg)
{
	struct str title = book_title(n, dg), who, day;
	struct str period = period_title(n->t->arena, n->q->period,
	    n->q->led->chinese);

	who = said(n, "approved_by", S(BLANK));
	day = n->published ? month_day(n, n->g->file.evaluated_on) :
	    n->q->led->chinese ? S("____月____日") : S(BLANK);
	asked_line(n->t, &n->t->head, diag_say(dg,
	    "under %.*s, after recording day by day, reviewing month by "
	    "month, and the evaluation by %.*s on %.*s, the points of the "
	    "%.*s are made public", STR(title), STR(who), STR(day),
	    STR(period)));
}

static void
window(struct notice *n, struct diag *dg)
{
	const struct settle_file *f = &n->g->file;
	struct str from, to;

	if (!n->published) {
		asked_line(n->t, &n->t->head, diag_say(dg,
		    "public from: (draft, not published)"));
		return;
	}
	from = asked_day(n->q, f->from);
	to = asked_day(n->q, f->to);
	asked_line(n->t, &n->t->head, diag_say(dg,
	    "public from: %.*s to %.*s (%d days)", STR(from), STR(to),
	    (int)(f->to - f->from + 1)));
}

static void
tie_rules(struct notice *n, struct diag *dg)
{
	const struct kind *kind = ledger_need(n->q->led, "rulebook", dg);
	const struct field *f = kind ? kind_field(kind, S("ties")) : NULL;
	struct buf b;
	size_t i;

	if (!f || !n->g->ties_used || n->book->nties == 0)
		return;
	buf_init(&b, n->t->arena);
	for (i = 0; i < n->book->nties; i++) {
		buf_puts(&b, i ? "; " : "");
		buf_add(&b, field_choice_label(f, str_of(rulebook_tie_key(
		    n->book->ties[i])), n->q->led->chinese));
	}
	asked_line(n->t, &n->t->head, diag_say(dg, "between equals: %.*s",
	    STR(buf_str(&b))));
}

static void
head(struct notice *n, struct diag *dg)
{
	const struct policy *p = &n->q->led->policy;
	struct str place = said(n, "place", p->publicity_place);
	struct str contact = said(n, "contact", p->publicity_contact);
	struct str above = said(n, "supervision", p->publicity_supervision);
	struct str village;

	opening(n, dg);
	window(n, dg);
	asked_line(n->t, &n->t->head, diag_say(dg, "public at: %.*s",
	    STR(place)));
	tie_rules(n, dg);
	village = village_or_all(n, dg);
	asked_line(n->t, &n->t->head, diag_say(dg, "who objects, also to "
	    "what was left out, may do so in writing or by word of mouth "
	    "within this time to the points group of %.*s or the points "
	    "office of %.*s; a unit must put its seal, a person is "
	    "encouraged to give the real name", STR(village),
	    STR(n->q->led->name)));
	contact = contact.n ? contact : S(BLANK);
	above = above.n ? above : S(BLANK);
	asked_line(n->t, &n->t->head, diag_say(dg,
	    "objections: %.*s   supervision: %.*s", STR(contact),
	    STR(above)));
}

/* Who puts the seal to it: side by side, or on a page one below the other. */
static struct str
seal(const struct notice *n, struct str name, struct diag *dg)
{
	const char *gap = n->q->page ? "\n" : "　";
	struct str s = refs_short(name), branch, committee, above;

	if (n->book->ranking_group != RANKING_VILLAGE)
		return diag_say(dg, "%.*s (seal)", STR(name));
	branch = diag_say(dg, "Party branch of %.*s", STR(s));
	if (str_find(name, S("居")) < name.n) {
		committee = diag_say(dg, "residents' committee of %.*s",
		    STR(s));
		above = diag_say(dg, "residents' supervision committee of "
		    "%.*s (seal)", STR(s));
	} else {
		committee = diag_say(dg, "villagers' committee of %.*s",
		    STR(s));
		above = diag_say(dg, "village supervision committee of "
		    "%.*s (seal)", STR(s));
	}
	return arena_printf(n->t->arena, "%.*s%s%.*s%s%.*s", STR(branch),
	    gap, STR(committee), gap, STR(above));
}

static void
foot(struct notice *n, struct diag *dg)
{
	const struct ref *place = refs_get(n->q->led, S("region"),
	    n->g->village, S(""), dg);
	struct str name = place ? place->name : n->g->village;
	struct table *t = n->t;

	if (n->ties)
		asked_line(t, &t->foot, diag_say(dg,
		    "note: equal points, equal rank; the order among them "
		    "says nothing"));
	if (n->posted && str_is(n->q->led->policy.ranks_for, "top-third") &&
	    n->book->subject_type != SUBJECT_VILLAGE)
		asked_line(t, &t->foot, diag_say(dg,
		    "note: ranks are given for the first third"));
	asked_line(t, &t->foot, seal(n, name, dg));
	asked_line(t, &t->foot, n->published ? asked_day(n->q,
	    n->g->file.posted_on) : diag_say(dg, "(day of posting)"));
}

/* ---- the table -------------------------------------------------------- */

static const char *
figure_label(const struct notice *n)
{
	if (n->q->period.unit == PERIOD_YEAR)
		return "points of the year";
	return "points of the quarter";
}

static void
columns(struct notice *n, struct diag *dg)
{
	static const char *const whom[] = {
		[SUBJECT_VILLAGE] = "village", [SUBJECT_GRID] = "grid",
		[SUBJECT_HOUSEHOLD] = "head of household",
		[SUBJECT_PERSON] = "name",
	};
	bool villages = n->book->subject_type == SUBJECT_VILLAGE;
	enum audience wide = villages ? AUDIENCE_PUBLIC : AUDIENCE_VILLAGE;
	struct table *t = n->t;

	asked_column(t, "seq", diag_say(dg, "no."), CELL_INT, wide);
	if (n->book->subject_type == SUBJECT_HOUSEHOLD)
		asked_column(t, "group", diag_say(dg, "villagers' group"),
		    CELL_CODE, wide);
	asked_column(t, "subject", diag_say(dg, "%s", diag_word(dg->words,
	    whom[n->book->subject_type])), CELL_TEXT, wide)->is_name =
	    n->book->subject_type == SUBJECT_HOUSEHOLD ||
	    n->book->subject_type == SUBJECT_PERSON;
	asked_column(t, "points", diag_say(dg, "%s", diag_word(dg->words,
	    figure_label(n))), CELL_POINTS, wide);
	asked_column(t, "plus", diag_say(dg, "plus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	asked_column(t, "minus", diag_say(dg, "minus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	if (!villages)
		asked_column(t, "year_total", diag_say(dg, "year to date"),
		    CELL_POINTS, wide);
	asked_column(t, "rank", diag_say(dg, "rank"), CELL_INT, wide);
	asked_column(t, "note", diag_say(dg, "note"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
}

static void
row(struct notice *n, const struct settle_row *r, size_t seq,
    struct diag *dg)
{
	static const char *const kinds[] = {
		[SUBJECT_VILLAGE] = "region", [SUBJECT_GRID] = "grid",
		[SUBJECT_HOUSEHOLD] = "household", [SUBJECT_PERSON] = "person",
	};
	enum subject_type type = n->book->subject_type;
	const struct ref *ref = refs_get(n->q->led, str_of(kinds[type]),
	    r->subject, type == SUBJECT_VILLAGE ? S("") : n->g->village, dg);
	struct str name = ref && ref->name.n ? ref->name : r->subject;
	struct str note = asked_note(n->q, n->book, r, dg);

	table_int(n->t, (int64_t)seq);
	if (type == SUBJECT_HOUSEHOLD)
		table_text(n->t, ref ? ref->group : S(""));
	if (n->masked && type != SUBJECT_VILLAGE)
		name = audience_mask_name(name, AUDIENCE_TOWNSHIP,
		    n->t->arena);
	table_named(n->t, r->subject, type == SUBJECT_VILLAGE ?
	    refs_short(name) : name);
	if (r->incomplete)
		table_none(n->t);	/* a part of a mark is no mark */
	else
		table_points(n->t, figure(n, r));
	table_points(n->t, r->plus);
	table_points(n->t, r->minus);
	if (type != SUBJECT_VILLAGE && r->has_year_total)
		table_points(n->t, r->year_total);
	else if (type != SUBJECT_VILLAGE)
		table_none(n->t);
	if (r->rank && r->rank <= n->last_rank)
		table_int(n->t, r->rank);
	else
		table_none(n->t);
	table_text(n->t, note);
}

/* The last row: what stands above it, added up once more by column. */
static bool
total_row(struct notice *n, const struct settle_row *sum, struct diag *dg)
{
	struct table *t = n->t;
	size_t i, at, rows = table_rows(t);
	static const char *const keys[] = { "points", "plus", "minus",
	    "year_total" };
	points want[4] = { sum->total, sum->plus, sum->minus,
	    sum->year_total }, have;
	size_t k;

	for (k = 0; k < NELEM(keys); k++) {
		at = table_find(t, str_of(keys[k]));
		for (have = 0, i = 0; at < t->ncolumns && i < rows; i++)
			have += table_cell(t, i, at)->n;
		if (at < t->ncolumns && have != want[k])
			return diag_error(dg, "report.total", NULL,
			    (struct span){ 0, 0 }, "the column '%s' does not "
			    "add up to its total", keys[k]);
	}
	table_text(t, diag_say(dg, "total"));
	if (n->book->subject_type == SUBJECT_HOUSEHOLD)
		table_none(t);
	table_none(t);
	table_points(t, sum->total);
	table_points(t, sum->plus);
	table_points(t, sum->minus);
	table_points(t, sum->year_total);
	table_none(t);
	table_none(t);
	return true;
}

static bool
fill(struct notice *n, struct diag *dg)
{
	struct settle_row sum = { 0 };
	size_t i, seq = 0;
	bool whole = true;

	for (i = 0; i < n->nrows; i++) {
		const struct settle_row *r = &n->rows[i];

		if (!is_posted(n, r))
			continue;
		row(n, r, ++seq, dg);
		whole = whole && r->has_year_total;
		sum.total += r->incomplete ? 0 : figure(n, r);
		sum.plus += r->plus;
		sum.minus += r->minus;
		sum.year_total += r->year_total;
	}
	if (!n->q->totals || n->book->settle == SETTLE_HUNDRED || !whole ||
	    seq == 0)
		return true;
	return total_row(n, &sum, dg);
}

/* What was posted and what the records say by now may differ; say so. */
static void
compare(const struct notice *n, const struct settlement *s, struct diag *dg)
{
	struct diag quiet;

	if (!n->published || n->g->as_frozen)
		return;
	diag_init(&quiet, n->t->arena, NULL);
	if (!settle_same(s, n->g, "publicity.changed", &quiet))
		diag_warn(dg, "publicity.changed", NULL, (struct span){ 0, 0 },
		    "%.*s: the records have changed since this was posted; "
		    "shown is what was posted", STR(n->g->file.path));
}

/* ---- which group ------------------------------------------------------ */

bool
publicity_settle(struct settlement *s, const struct asked *q, struct diag *dg)
{
	struct settle_scope scope = { .village = q->village,
	    .period = q->period, .source = SETTLE_STANDING };

	if (q->period.unit != PERIOD_QUARTER && q->period.unit != PERIOD_YEAR)
		return diag_usage(dg, "points are settled by the quarter or "
		    "the year: --period 2026Q1 or 2026");
	return asked_book(&scope.book, q, false, dg) &&
	    settle_run(s, q->led, &scope, dg);
}

static const struct settle_group *
pick(const struct settlement *s, const struct asked *q)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (q->village.n == 0 || str_eq(s->groups[i].village,
		    q->village) || s->groups[i].book->ranking_group ==
		    RANKING_TOWNSHIP)
			return &s->groups[i];
	return NULL;
}

static bool
may_be_posted(const struct notice *n, struct diag *dg)
{
	if (n->book->ranking_group == RANKING_CLASS)
		return diag_usage(dg, "%.*s ranks persons by class, and "
		    "that is not posted; see report ranking",
		    STR(n->book->id));
	if (n->book->subject_type != SUBJECT_VILLAGE &&
	    n->q->audience > AUDIENCE_VILLAGE)
		return diag_error(dg, "audience.column", NULL,
		    (struct span){ 0, 0 }, "a list of households is for its "
		    "own village; '%s' is wider",
		    audience_name(n->q->audience));
	return true;
}

static struct str
title(const struct notice *n, struct diag *dg)
{
	struct str place = village_or_all(n, dg);
	struct str period = period_title(n->t->arena, n->q->period,
	    n->q->led->chinese);

	if (n->published)
		return diag_say(dg, "public notice: points of %.*s, %.*s",
		    STR(place), STR(period));
	return diag_say(dg, "public notice: points of %.*s, %.*s\n(draft, "
	    "not published)", STR(place), STR(period));
}

bool
publicity_list(struct table *t, const struct asked *q, struct diag *dg)
{
	struct notice n = { .q = q, .t = t };
	const struct settlement *s = q->kept;
	struct settlement own;

	if (!s && !publicity_settle(&own, q, dg))
		return false;
	s = s ? s : &own;
	n.g = pick(s, q);
	table_init(t, q->led->arena, q->name, S(""));
	if (!n.g)
		return q->kept || diag_error(dg, "publicity.none", NULL,
		    (struct span){ 0, 0 }, "nobody is scored here in this "
		    "period");
	n.book = n.g->book;
	if (!may_be_posted(&n, dg))
		return false;
	if (s->ngroups > 1 && q->village.n == 0)
		return diag_usage(dg, "each village has its own list: name "
		    "one with --village, or write all with --each village -o "
		    "'{village}.html'");
	n.posted = q->audience >= AUDIENCE_VILLAGE;
	if (n.g->file.exists)
		n.published = value_get(n.g->file.value, S("published"));
	if (!read_board(&n, dg))
		return false;
	take_rows(&n);
	find_ranks(&n);
	t->title = title(&n, dg);
	head(&n, dg);
	columns(&n, dg);
	foot(&n, dg);
	compare(&n, s, dg);
	return fill(&n, dg) && (n.columns.n == 0 || table_choose(t,
	    n.columns.v, n.columns.n, dg));
}
