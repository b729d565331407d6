/* SPDX-License-Identifier: MIT */
/* score-quarter - the quarter's list, one row a subject. */
#include "audience.h"
#include "publicity.h"
#include "score-settle.h"

static struct str
word(struct cmd *c, const char *english)
{
	return str_of(diag_word(c->diag.words, english));
}

static bool
adds_up(const struct settlement *s)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (s->groups[i].book->settle == SETTLE_ACCRUE)
			return true;
	return false;
}

static bool
is_year(const struct settlement *s)
{
	return s->scope.period.unit == PERIOD_YEAR;
}

static void
columns(struct cmd *c, struct table *t, const struct settlement *s)
{
	table_column(t, S("rulebook"), word(c, "rulebook"), CELL_TEXT,
	    AUDIENCE_PUBLIC);
	table_column(t, S("ranking_group"), word(c, "ranking group"),
	    CELL_TEXT, AUDIENCE_PUBLIC);
	table_column(t, S("village"), word(c, "village"), CELL_TEXT,
	    AUDIENCE_PUBLIC);
	table_column(t, S("subject"), word(c, "subject"), CELL_CODE,
	    AUDIENCE_VILLAGE);
	table_column(t, S("name"), word(c, "name of the subject"), CELL_TEXT,
	    AUDIENCE_VILLAGE)->is_name = true;
	table_column(t, S("plus"), word(c, "plus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	table_column(t, S("minus"), word(c, "minus"), CELL_POINTS,
	    AUDIENCE_INTERNAL);
	table_column(t, S("earned"), word(c, "earned"), CELL_POINTS,
	    AUDIENCE_VILLAGE);
	table_column(t, S("base"), word(c, "base"), CELL_POINTS,
	    AUDIENCE_VILLAGE);
	table_column(t, S("total"), word(c, "total points"), CELL_POINTS,
	    AUDIENCE_VILLAGE);
	if (is_year(s))
		settle_year_columns(c, t, s);
	else if (adds_up(s))
		table_column(t, S("year_total"), word(c, "year to date"),
		    CELL_POINTS, AUDIENCE_VILLAGE);
	table_column(t, S("rank"), word(c, "rank"), CELL_INT,
	    AUDIENCE_VILLAGE);
	table_column(t, S("state"), word(c, "state"), CELL_TEXT,
	    AUDIENCE_VILLAGE);
	table_column(t, S("note"), word(c, "remark"), CELL_TEXT,
	    AUDIENCE_INTERNAL);
}

/* draft: not published, or the records are asked for; published; frozen. */
static const char *
state(const struct settlement *s, const struct settle_group *g)
{
	if (g->as_frozen)
		return "frozen";
	return g->file.value && s->scope.source == SETTLE_STANDING ?
	    "published" : "draft";
}

static struct str
group_label(struct cmd *c, const struct settle_group *g)
{
	const struct kind *kind = ledger_need(&c->led, "settlement",
	    &c->diag);
	struct str key = str_of(rulebook_group_key(g->book->ranking_group));

	return kind ? field_choice_label(kind_field(kind,
	    S("ranking_group")), key, c->led.chinese) : key;
}

/* Of a year under a 100-point book there is nothing before a quarter is. */
static void
put(struct table *t, const struct settlement *s,
    const struct settle_group *g, const struct settle_row *row, points p)
{
	if (is_year(s) && g->book->settle == SETTLE_HUNDRED && !row->has_mean)
		table_none(t);
	else
		table_points(t, p);
}

static void
cells(struct cmd *c, struct table *t, const struct settlement *s,
    const struct settle_group *g, const struct settle_row *row,
    struct str place)
{
	const char *st = state(s, g);

	table_text(t, g->book->id);
	table_named(t, g->class.n ? g->class : str_of(rulebook_group_key(
	    g->book->ranking_group)), g->class.n ? g->class :
	    group_label(c, g));
	table_named(t, row->village, place);
	table_code(t, row->subject);
	table_text(t, row->name);
	put(t, s, g, row, row->plus);
	put(t, s, g, row, row->minus);
	put(t, s, g, row, row->earned);
	put(t, s, g, row, row->base);
	put(t, s, g, row, row->total);
	if (is_year(s))
		settle_year_cells(t, s, row);
	else if (row->has_year_total)
		table_points(t, row->year_total);
	else if (adds_up(s))
		table_none(t);
	if (row->rank)
		table_int(t, row->rank);
	else
		table_none(t);
	table_named(t, str_of(st), word(c, st));
	table_text(t, settle_note(row, &c->arena, &c->diag));
}

/* ---- what stands above the list --------------------------------------- */

static void
head_line(struct cmd *c, struct table *t, struct str line)
{
	strs_add(&t->head, &c->arena, line);
}

static void
head_states(struct cmd *c, struct table *t, const struct settlement *s)
{
	size_t i, frozen = 0, published = 0;
	char day[DATE_TEXT], to[DATE_TEXT];
	const struct settle_group *g;

	for (i = 0; i < s->ngroups; i++) {
		frozen += s->groups[i].as_frozen;
		published += !s->groups[i].as_frozen &&
		    s->groups[i].file.value;
	}
	head_line(c, t, diag_say(&c->diag, "%zu lists: %zu frozen, %zu "
	    "published, %zu not yet published", s->ngroups, frozen, published,
	    s->ngroups - frozen - published));
	if (s->ngroups != 1)
		return;
	g = &s->groups[0];
	if (g->as_frozen)
		head_line(c, t, diag_say(&c->diag, "frozen on %s",
		    date_text(day, g->file.frozen_on)));
	if (g->file.value)
		head_line(c, t, diag_say(&c->diag, "published from %s to %s",
		    date_text(day, g->file.from), date_text(to,
		    g->file.to)));
}

static struct str
tie_words(struct cmd *c, const struct rulebook *book)
{
	static const char *const words[] = {
		[TIE_PENALTIES] = "fewer penalty points",
		[TIE_SATISFACTION] = "higher satisfaction",
		[TIE_LAST_QUARTER] = "higher last quarter",
	};
	struct buf b;
	size_t i;

	buf_init(&b, &c->arena);
	for (i = 0; i < book->nties; i++)
		buf_printf(&b, "%s%s", i ? ", " : "",
		    diag_word(c->diag.words, words[book->ties[i]]));
	return buf_str(&b);
}

static void
head(struct cmd *c, struct table *t, const struct settlement *s)
{
	const struct rulebook *last = NULL;
	bool annual = false;
	size_t i;

	head_states(c, t, s);
	for (i = 0; i < s->ngroups; i++) {
		annual |= s->groups[i].on_annual;
		if (s->groups[i].book == last)
			continue;
		last = s->groups[i].book;
		if (last->nties)
			head_line(c, t, diag_say(&c->diag, "%.*s: between "
			    "equal totals counts %.*s", STR(last->id),
			    STR(tie_words(c, last))));
	}
	head_line(c, t, diag_say(&c->diag,
	    "subjects of the same rank stand in no order"));
	if (annual)
		head_line(c, t, diag_say(&c->diag, "ranked on the annual "
		    "total; who lacks the other assessment has no rank"));
}

/* ---- the list --------------------------------------------------------- */

static bool
shown(const struct settlement *s, const struct settle_row *row)
{
	struct str only = s->scope.village;

	return only.n == 0 || str_eq(only, s->led->region) ||
	    str_eq(only, row->village);
}

/* What may not be posted is not shown to the village, either. */
static bool
hidden(const struct asked *q, const struct settle_group *g,
    const struct settle_row *row)
{
	points p = g->book->settle == SETTLE_HUNDRED ? row->total :
	    row->earned;

	return q->audience >= AUDIENCE_VILLAGE &&
	    g->book->subject_type != SUBJECT_VILLAGE && (row->vetoed ||
	    p < 0);
}

/* The last rank the audience is told. */
static uint32_t
last_rank(const struct asked *q, const struct settle_group *g)
{
	uint32_t ranked = 0;
	size_t i;

	for (i = 0; i < g->nrows; i++)
		ranked += g->rows[i].rank > 0;
	return publicity_last_rank(q, g->book, ranked);
}

static void
group_rows(struct cmd *c, struct table *t, const struct settlement *s,
    const struct settle_group *g, const struct asked *q)
{
	uint32_t last = last_rank(q, g);
	struct str code = S(""), place = S("");
	struct settle_row row;
	size_t i;

	for (i = 0; i < g->nrows; i++) {
		row = g->rows[i];
		if (!shown(s, &row) || hidden(q, g, &row))
			continue;
		if (row.rank > last)
			row.rank = 0;
		if (!str_eq(code, row.village)) {
			code = row.village;
			place = settle_place(c, code);
		}
		cells(c, t, s, g, &row, place);
	}
}

bool
settle_print(struct cmd *c, const struct settlement *s)
{
	struct asked q = { .led = &c->led, .audience = AUDIENCE_INTERNAL };
	struct table t;
	size_t i;

	/* a word that is none is told of by cmd_table */
	if (!audience_parse(&q.audience, c->audience))
		q.audience = AUDIENCE_INTERNAL;
	table_init(&t, &c->arena, S("points"), diag_say(&c->diag,
	    "points of %.*s", STR(period_title(&c->arena, s->scope.period,
	    c->led.chinese))));
	head(c, &t, s);
	columns(c, &t, s);
	for (i = 0; i < s->ngroups; i++)
		group_rows(c, &t, s, &s->groups[i], &q);
	settle_say_left(c, s);
	return cmd_table(c, &t, AUDIENCE_INTERNAL);
}

bool
verb_quarter(struct cmd *c, const struct score_opts *o)
{
	return settle_verb(c, o, PERIOD_QUARTER);
}
