/* SPDX-License-Identifier: MIT */
/*
 * settle-publish - the window opened, the window closed
 *
 * The review of the last month closes on its day; the list may be posted on
 * any working day after it, and hangs for policy.publicity.days calendar days,
 * the day of posting counted.  It may be frozen on the first working day
 * after its last one, unless an objection is open.
 */
#include "emit.h"
#include "intake.h"
#include "settle-work.h"

/* ---- when ------------------------------------------------------------- */

/* Of a quarter the day its last month's review closes; of a year likewise. */
static date_day
closing(const struct settlement *s)
{
	struct ymd last = date_ymd(s->scope.period.to - 1);

	return acts_closes(s->led, last.year, last.month);
}

static date_day
roll(const struct settlement *s, date_day d)
{
	return calendar_roll(&s->led->calendar, d, NULL);
}

date_day
settle_freeze_day(const struct settlement *s, const struct settle_group *g)
{
	return roll(s, g->file.to + 1);
}

bool
settle_may_publish(const struct settlement *s,
    const struct settle_evaluation *e, struct diag *dg)
{
	static const struct span all = { 0, 10 };
	char day[DATE_TEXT];
	struct source src = source_of("evaluated_on", str_of(date_text(day,
	    e->day)));
	struct str period = period_str(s->led->arena, s->scope.period);
	char text[DATE_TEXT];
	size_t i;

	if (s->led->env.today <= closing(s)) {
		diag_error(dg, "settlement.open-month", NULL, all, "the "
		    "review of the last month of %.*s closes on %s; nothing "
		    "can be published before", STR(period), date_text(text,
		    closing(s)));
		return diag_cure(dg, "publish on %s or later", date_text(text,
		    roll(s, closing(s) + 1)));
	}
	for (i = 0; i < s->ngroups; i++)
		if (s->groups[i].open_quarters.n)
			return diag_error(dg, "settlement.open-quarter", NULL,
			    all, "%.*s of villages/%.*s is not frozen yet",
			    STR(s->groups[i].open_quarters.v[0]),
			    STR(s->groups[i].village));
	if (e->day > s->led->env.today)
		return diag_error(dg, "settlement.evaluation", &src, all,
		    "the evaluation cannot lie in the future");
	if (e->day < s->scope.period.to)
		return diag_error(dg, "settlement.evaluation", &src, all,
		    "%.*s was not over yet on that day", STR(period));
	return e->day >= closing(s) || diag_error(dg,
	    "settlement.evaluation", &src, all, "evaluated before the review "
	    "of the last month closed on %s", date_text(text, closing(s)));
}

/* ---- the days of a file ----------------------------------------------- */

static struct span
at_day(const struct settle_group *g, const char *key)
{
	const struct value *map = value_get(g->file.value, S("published"));
	const struct value *v = map ? value_get(map, str_of(key)) : NULL;

	if (!v)
		v = value_get(g->file.value, str_of(key));
	return v ? v->at : DIAG_FILE;
}

static bool
evaluated(const struct settlement *s, const struct settle_group *g,
    struct diag *dg)
{
	const struct settle_file *f = &g->file;
	char first[DATE_TEXT], then[DATE_TEXT];

	if (f->evaluated_on != DATE_NONE && f->evaluated_on < closing(s))
		return diag_error(dg, "settlement.evaluation", f->value->src,
		    at_day(g, "evaluated_on"), "evaluated before the review "
		    "of the last month closed on %s", date_text(then,
		    closing(s)));
	return f->evaluated_on == DATE_NONE || f->posted_on == DATE_NONE ||
	    f->posted_on >= f->evaluated_on || diag_error(dg,
	    "settlement.evaluation", f->value->src, at_day(g, "posted_on"),
	    "posted on %s, before it was evaluated on %s", date_text(first,
	    f->posted_on), date_text(then, f->evaluated_on));
}

static bool
hung(const struct settlement *s, const struct settle_group *g,
    struct diag *dg)
{
	const struct settle_file *f = &g->file;
	int days = s->led->policy.publicity_days;
	char first[DATE_TEXT], then[DATE_TEXT];

	if (f->from == DATE_NONE || f->to == DATE_NONE)
		return true;	/* the schema says so */
	if (f->posted_on != DATE_NONE && f->from < f->posted_on)
		return diag_error(dg, "settlement.window", f->value->src,
		    at_day(g, "from"), "it hangs from %s, and was posted on "
		    "%s", date_text(first, f->from), date_text(then,
		    f->posted_on));
	if (f->to < f->from + days - 1)
		return diag_error(dg, "settlement.window", f->value->src,
		    at_day(g, "to"), "a list hangs for %d days: from %s to "
		    "%s at least", days, date_text(first, f->from),
		    date_text(then, f->from + days - 1));
	return f->frozen_on == DATE_NONE ||
	    f->frozen_on >= settle_freeze_day(s, g) || diag_error(dg,
	    "settlement.window", f->value->src, at_day(g, "frozen_on"),
	    "frozen on %s, and may be from %s on", date_text(first,
	    f->frozen_on), date_text(then, settle_freeze_day(s, g)));
}

bool
settle_dates(const struct settlement *s, const struct settle_group *g,
    struct diag *dg)
{
	bool ok = g->file.value == NULL || evaluated(s, g, dg);

	return g->file.value == NULL || (hung(s, g, dg) && ok);
}

/* ---- what is said of a row -------------------------------------------- */

struct str
settle_note(const struct settle_row *row, struct arena *a, struct diag *dg)
{
	const char *semicolon = diag_word(dg->words, "; ");
	struct buf b;

	if (row->note.n)
		return row->note;
	buf_init(&b, a);
	if (row->vetoed)
		buf_add(&b, diag_say(dg, "vetoed"));
	if (row->missing.n) {
		buf_puts(&b, b.n ? semicolon : "");
		buf_add(&b, diag_say(dg, "no figure for %.*s",
		    STR(row->missing)));
	}
	if (row->disputed.n) {
		buf_puts(&b, b.n ? semicolon : "");
		buf_add(&b, diag_say(dg, "two figures for one rate of %.*s, "
		    "so none counts", STR(row->disputed)));
	}
	if (row->late) {
		buf_puts(&b, b.n ? semicolon : "");
		buf_add(&b, diag_say(dg, "%zu counted late", row->late));
	}
	if (row->objected) {
		buf_puts(&b, b.n ? semicolon : "");
		buf_add(&b, diag_say(dg, "%zu under objection",
		    row->objected));
	}
	return buf_str(&b);
}

/* ---- publishing ------------------------------------------------------- */

static void
put_day(struct arena *a, struct value *map, const char *key, date_day d)
{
	value_put(a, map, key, date_str(a, d));
}

static void
put_text(struct arena *a, struct value *map, const char *key, struct str s)
{
	if (s.n)
		value_put(a, map, key, s);
}

static struct value *
posting(const struct settlement *s, const struct settle_evaluation *e,
    date_day posted, date_day from, date_day to)
{
	const struct policy *p = &s->led->policy;
	struct arena *a = s->led->arena;
	struct value *v = value_new(a, VALUE_MAP);

	put_day(a, v, "evaluated_on", e->day);
	value_put(a, v, "approved_by", e->approved_by);
	put_text(a, v, "meeting", e->meeting);
	put_day(a, v, "posted_on", posted);
	put_day(a, v, "from", from);
	put_day(a, v, "to", to);
	put_text(a, v, "place", p->publicity_place);
	put_text(a, v, "contact", p->publicity_contact);
	put_text(a, v, "supervision", p->publicity_supervision);
	return v;
}

/*
 * Has anybody moved whose own total did not?  Then the others must have a
 * window to look at the list again.
 */
static bool
moved(const struct settlement *s, const struct settle_group *g)
{
	struct settle_group old = { .book = g->book, .file = g->file };
	struct map by_id;
	const struct settle_row *was;
	size_t i;

	settle_file_rows(&old, s->led->arena);
	if (old.nrows != g->nrows)
		return true;
	map_init(&by_id, s->led->arena);
	for (i = 0; i < old.nrows; i++)
		*map_put(&by_id, old.rows[i].subject) = &old.rows[i];
	for (i = 0; i < g->nrows; i++) {
		was = map_get(&by_id, g->rows[i].subject);
		if (!was || (was->total == g->rows[i].total &&
		    was->annual == g->rows[i].annual &&
		    was->rank != g->rows[i].rank))
			return true;
	}
	return false;
}

/* The list as it hung before goes to `earlier`. */
static void
keep_earlier(struct value *rec, const struct settle_group *g,
    struct arena *a)
{
	struct value *list = value_get(rec, S("earlier"));

	if (!list)
		list = value_set(rec, S("earlier"), value_new(a, VALUE_LIST));
	value_append(list, value_copy(a, value_get(g->file.value,
	    S("published"))));
}

static bool
write_file(const struct settlement *s, const struct settle_group *g,
    const struct value *rec, struct change *ch, struct diag *dg)
{
	struct ledger *led = s->led;
	const struct kind *kind = ledger_need(led, "settlement", dg);
	struct source *src = arena_alloc(led->arena, sizeof(*src));
	struct buf b;

	*src = source_of(g->file.path.p, g->id);
	if (!kind || !intake_check(rec, led, kind, src, (struct span){ 0,
	    (uint32_t)g->id.n }, dg))
		return false;
	buf_init(&b, led->arena);
	emit_record(&b, kind, rec, "\n");
	if (!change_replace(ch, g->file.path, kind, buf_str(&b), dg))
		return false;
	strs_add(&ch->ids, led->arena, arena_printf(led->arena,
	    "%.*s/%.*s", STR(g->village), STR(g->id)));
	return true;
}

static bool
same_evaluation(const struct settle_group *g,
    const struct settle_evaluation *e)
{
	const struct value *p = value_get(g->file.value, S("published"));

	return g->file.evaluated_on == e->day &&
	    str_eq(value_str(p, "approved_by"), e->approved_by) &&
	    str_eq(value_str(p, "meeting"), e->meeting);
}

bool
settle_publish(enum settle_outcome *out, struct settlement *s,
    struct settle_group *g, const struct settle_evaluation *e,
    struct change *ch, struct diag *dg)
{
	date_day posted = roll(s, s->led->env.today), from = posted;
	date_day to = from + s->led->policy.publicity_days - 1;
	bool again = g->file.value != NULL;
	struct value *rec;
	bool anew;

	*out = SETTLE_FROZEN;
	if (g->file.frozen_on != DATE_NONE)
		return true;
	*out = SETTLE_SAME;
	if (again && settle_agrees(s, g) && same_evaluation(g, e))
		return true;
	*out = SETTLE_DONE;
	anew = again && (moved(s, g) || e->day > g->file.posted_on);
	if (again && !anew) {	/* the list hangs on */
		posted = g->file.posted_on;
		from = g->file.from;
		to = g->file.to;
	}
	rec = settle_record(s, g, posting(s, e, posted, from, to), dg);
	if (anew)
		keep_earlier(rec, g, s->led->arena);
	return write_file(s, g, rec, ch, dg);
}

/* ---- freezing --------------------------------------------------------- */

bool
settle_freeze(enum settle_outcome *out, struct settlement *s,
    struct settle_group *g, struct change *ch, struct diag *dg)
{
	struct arena *a = s->led->arena;
	struct value *rec;

	*out = SETTLE_FROZEN;
	if (g->file.frozen_on != DATE_NONE)
		return true;
	*out = SETTLE_UNPUBLISHED;
	if (!g->file.value)
		return true;
	*out = SETTLE_OBJECTED;
	if (g->open)
		return true;
	*out = SETTLE_WINDOW;
	if (s->led->env.today < settle_freeze_day(s, g))
		return true;
	*out = SETTLE_CHANGED;
	if (!settle_agrees(s, g))
		return true;
	*out = SETTLE_DONE;
	rec = settle_record(s, g, value_copy(a, value_get(g->file.value,
	    S("published"))), dg);
	put_day(a, rec, "frozen_on", s->led->env.today);
	return write_file(s, g, rec, ch, dg);
}
