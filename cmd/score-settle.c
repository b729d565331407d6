/* SPDX-License-Identifier: MIT */
/* score-settle - quarter and year: computed, published, frozen. */
#include "score-settle.h"

/* ---- what is asked for ------------------------------------------------ */

static bool
period_of_word(struct period *p, struct cmd *c, size_t at)
{
	struct str typed = cmd_word(c, at).p ? cmd_word(c, at) : c->period;
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	if (!typed.n)
		return cmd_usage(c, "say which period, as in 2026Q1");
	*src = source_of("PERIOD", typed);
	return period_parse(p, typed, c->env.today, src, (struct span){ 0,
	    (uint32_t)typed.n }, &c->diag);
}

bool
settle_scope_of(struct settle_scope *scope, struct cmd *c,
    const struct score_opts *o, size_t at)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	*scope = (struct settle_scope){ 0 };
	if (!period_of_word(&scope->period, c, at) ||
	    !cmd_village(&scope->village, c))
		return false;
	if (scope->period.unit != PERIOD_QUARTER &&
	    scope->period.unit != PERIOD_YEAR)
		return cmd_usage(c, "points are settled by quarters and years, "
		    "as in 2026Q1 or 2026");
	if (o->book.n == 0)
		return true;
	*src = source_of("--book", o->book);
	return books_get(&scope->book, &c->led, o->book, src,
	    (struct span){ 0, (uint32_t)o->book.n }, &c->diag);
}

bool
settle_meant(const struct settlement *s, const struct settle_group *g)
{
	return s->scope.village.n == 0 ||
	    str_eq(s->scope.village, g->village);
}

struct str
settle_place(struct cmd *c, struct str code)
{
	return refs_name(&c->led, S("region"), code, code, &c->diag);
}

/* ---- what is said beside ---------------------------------------------- */

/* All villages in one line, however many they are. */
static void
say_unreviewed(struct cmd *c, const struct settle_group *g)
{
	const struct settle_left *l;
	struct buf b;
	size_t i, n = 0;

	buf_init(&b, &c->arena);
	for (i = 0; i < g->nleft; i++) {
		l = &g->left[i];
		if (l->unreviewed == 0)
			continue;
		n += l->unreviewed;
		buf_printf(&b, "%s%.*s %zu", b.n ? ", " : "",
		    STR(settle_place(c, l->village)), l->unreviewed);
	}
	if (n == 0)
		return;
	diag_note(&c->diag, "settlement.unreviewed", NULL,
	    (struct span){ 0, 0 }, "%zu entries under %.*s are not reviewed "
	    "and count nothing: %.*s", n, STR(g->book->id),
	    STR(buf_str(&b)));
	diag_advise(&c->diag, "score-calc review MONTH --village VILLAGE "
	    "lists them");
}

static void
say_left(struct cmd *c, const struct settle_group *g)
{
	static const struct span none = { 0, 0 };
	const struct settle_left *l;
	size_t i;

	for (i = 0; i < g->nleft; i++) {
		l = &g->left[i];
		if (l->strays)
			diag_note(&c->diag, "settlement.not-scored", NULL,
			    none, "%.*s: %zu approved entries under %.*s are "
			    "of subjects that are not scored",
			    STR(settle_place(c, l->village)), l->strays,
			    STR(g->book->id));
	}
	for (i = 0; i < g->objections.n; i++)
		diag_note(&c->diag, "settlement.objected", NULL, none,
		    "%.*s: objection %.*s is open",
		    STR(settle_place(c, g->village)),
		    STR(g->objections.v[i]));
}

/* The groups of one book follow each other; their villages are one note. */
static void
say_book(struct cmd *c, const struct settlement *s, size_t first)
{
	struct settle_group all = { .book = s->groups[first].book };
	const struct settle_group *g;
	size_t i, k;

	for (i = first; i < s->ngroups; i++) {
		g = &s->groups[i];
		if (g->book != all.book)
			break;
		for (k = 0; k < g->nleft; k++) {
			all.left = arena_grow(&c->arena, all.left, all.nleft,
			    &all.left_cap, sizeof(*all.left));
			all.left[all.nleft++] = g->left[k];
		}
	}
	say_unreviewed(c, &all);
}

void
settle_say_left(struct cmd *c, const struct settlement *s)
{
	size_t i;

	for (i = 0; i < s->ngroups && !c->quiet; i++) {
		if (i == 0 || s->groups[i - 1].book != s->groups[i].book)
			say_book(c, s, i);
		say_left(c, &s->groups[i]);
	}
}

static void
say_incomplete(struct cmd *c, const struct settle_group *g)
{
	struct str missing = S("");
	size_t i, n = 0;

	for (i = 0; i < g->nrows; i++)
		if (g->rows[i].incomplete) {
			missing = g->rows[i].missing.n ? g->rows[i].missing :
			    g->rows[i].disputed;
			n++;
		}
	if (n)
		diag_warn(&c->diag, "settlement.incomplete", NULL,
		    (struct span){ 0, 0 }, "%.*s: %zu of %zu have no rank, as "
		    "figures are missing (%.*s)", STR(g->id), n, g->nrows,
		    STR(missing));
}

/* ---- publishing ------------------------------------------------------- */

static bool
evaluation(struct settle_evaluation *e, struct str *meeting, struct cmd *c)
{
	struct cmd_group *g = &c->groups[0];
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct str day = S("");
	bool ok;

	*e = (struct settle_evaluation){ 0 };
	cmd_take(&day, g, "evaluated_on", "评议日期");
	cmd_take(&e->approved_by, g, "approved_by", "评议机关");
	cmd_take(meeting, g, "meeting", "评议会议");
	if (day.n == 0 || e->approved_by.n == 0)
		return cmd_usage(c, "a list is published after it was "
		    "evaluated: say %s%s%s", day.n ? "" : "evaluated_on=DAY",
		    day.n || e->approved_by.n ? "" : ", ",
		    e->approved_by.n ? "" : "approved_by=WHO");
	*src = source_of("evaluated_on", day);
	ok = date_parse(&e->day, day, c->env.today, src, (struct span){ 0,
	    (uint32_t)day.n }, &c->diag);
	return ok;
}

static bool
find_meeting(struct settle_evaluation *e, struct str meeting, struct cmd *c)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	if (meeting.n == 0)
		return true;
	*src = source_of("meeting", meeting);
	return refs_resolve(&e->meeting, &c->led, S("meeting"), meeting,
	    S(""), src, (struct span){ 0, (uint32_t)meeting.n }, &c->diag);
}

static bool
finish(struct cmd *c, struct change *ch, const struct settlement *s,
    const char *zh, const char *en)
{
	return cmd_write(c, ch, arena_printf(&c->arena, "%.*s %s: %zu",
	    STR(period_str(&c->arena, s->scope.period)),
	    c->led.chinese ? zh : en, ch->ids.n));
}

static bool
nothing(struct cmd *c, const struct settlement *s)
{
	return diag_error(&c->diag, "settlement.nothing", NULL,
	    (struct span){ 0, 0 }, "%.*s has no points list here",
	    STR(period_str(&c->arena, s->scope.period)));
}

/* A rulebook that lies in rules/ and is not used yet is not published, unless
 * it is asked for by name. */
static bool
in_use(const struct settlement *s, const struct rulebook *book)
{
	const struct settle_group *g;
	size_t i;

	for (i = 0; i < s->ngroups; i++) {
		g = &s->groups[i];
		if (g->book == book && (s->scope.book || g->nacts ||
		    g->counted || g->file.value))
			return true;
	}
	return false;
}

static bool
publish(struct cmd *c, struct settlement *s,
    const struct settle_evaluation *e)
{
	size_t i, n = 0, frozen = 0;
	enum settle_outcome out;
	struct change ch;

	if (!settle_may_publish(s, e, &c->diag))
		return false;
	change_init(&ch, &c->led);
	for (i = 0; i < s->ngroups; i++) {
		if (!settle_meant(s, &s->groups[i]) ||
		    !in_use(s, s->groups[i].book))
			continue;
		if (!settle_publish(&out, s, &s->groups[i], e, &ch, &c->diag))
			return false;
		frozen += out == SETTLE_FROZEN;
		n++;
		if (out == SETTLE_DONE)
			say_incomplete(c, &s->groups[i]);
	}
	if (n == 0)
		return nothing(c, s);
	if (frozen == n)
		return diag_error(&c->diag, "settlement.frozen", NULL,
		    (struct span){ 0, 0 }, "%.*s is frozen; what is frozen "
		    "never changes", STR(period_str(&c->arena,
		    s->scope.period)));
	settle_say_left(c, s);
	return finish(c, &ch, s, "公示", "published");
}

/* ---- freezing --------------------------------------------------------- */

static void
say_not_frozen(struct cmd *c, struct settlement *s,
    const struct settle_group *g, enum settle_outcome why)
{
	static const struct span none = { 0, 0 };
	struct str place = settle_place(c, g->village);
	char to[DATE_TEXT], day[DATE_TEXT];

	switch (why) {
	case SETTLE_UNPUBLISHED:
		diag_note(&c->diag, "settlement.unpublished", NULL, none,
		    "%.*s: %.*s is not published, so not frozen", STR(place),
		    STR(g->id));
		break;
	case SETTLE_WINDOW:
		diag_note(&c->diag, "settlement.window", NULL, none,
		    "%.*s: the window of %.*s ends on %s; it may be frozen "
		    "from %s on", STR(place), STR(g->id), date_text(to,
		    g->file.to), date_text(day, settle_freeze_day(s, g)));
		break;
	case SETTLE_OBJECTED:
		diag_note(&c->diag, "settlement.objected", NULL, none,
		    "%.*s: %.*s is not frozen, as objection %.*s is open",
		    STR(place), STR(g->id), STR(g->objections.v[0]));
		break;
	case SETTLE_CHANGED:
		diag_warn(&c->diag, "settlement.changed", NULL, none,
		    "%.*s: %.*s is not frozen, as the records no longer give "
		    "what was published; publish it again", STR(place),
		    STR(g->id));
		break;
	case SETTLE_DONE:
	case SETTLE_SAME:
	case SETTLE_FROZEN:
		break;
	}
}

/* Nothing could be: then each difference is named, not only where. */
static bool
none_frozen(struct cmd *c, struct settlement *s,
    const enum settle_outcome *out)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (out[i] == SETTLE_CHANGED && settle_meant(s,
		    &s->groups[i]))
			settle_same(s, &s->groups[i], "settlement.changed",
			    &c->diag);
	return diag_error(&c->diag, "settlement.not-frozen", NULL,
	    (struct span){ 0, 0 }, "nothing of %.*s could be frozen",
	    STR(period_str(&c->arena, s->scope.period)));
}

static bool
freeze(struct cmd *c, struct settlement *s)
{
	enum settle_outcome *out = arena_array(&c->arena, s->ngroups,
	    sizeof(*out));
	size_t i, n = 0, done = 0, frozen = 0;
	struct change ch;

	change_init(&ch, &c->led);
	for (i = 0; i < s->ngroups; i++) {
		if (!settle_meant(s, &s->groups[i]))
			continue;
		if (!settle_freeze(&out[i], s, &s->groups[i], &ch, &c->diag))
			return false;
		n++;
		done += out[i] == SETTLE_DONE;
		frozen += out[i] == SETTLE_FROZEN;
		if (!c->quiet || out[i] == SETTLE_CHANGED)
			say_not_frozen(c, s, &s->groups[i], out[i]);
	}
	if (n == 0)
		return nothing(c, s);
	if (done == 0 && frozen < n)
		return none_frozen(c, s, out);
	return finish(c, &ch, s, "冻结", "frozen");
}

/* ---- the verb --------------------------------------------------------- */

static bool
usage(struct cmd *c, const struct score_opts *o)
{
	if (o->draft + o->publish + o->freeze > 1)
		return cmd_usage(c, "--draft, --publish and --freeze exclude "
		    "each other");
	return verb_words(c, 1);
}

static bool
no_fields(struct cmd *c)
{
	const struct cmd_group *g = &c->groups[0];

	return g->n == 0 || cmd_usage(c, "'%.*s' is not known here; "
	    "publishing takes evaluated_on, approved_by and meeting, freezing "
	    "takes none", STR(g->v[0].key));
}

bool
settle_verb(struct cmd *c, const struct score_opts *o, enum period_unit unit)
{
	bool writes = o->publish || o->freeze;
	struct settle_evaluation e = { 0 };
	struct str meeting = S("");
	struct settle_scope scope;
	struct settlement s;

	if (!usage(c, o) || (o->publish && !evaluation(&e, &meeting, c)) ||
	    (writes && !no_fields(c)) || !cmd_open(c, writes) ||
	    !settle_scope_of(&scope, c, o, 1) || !find_meeting(&e, meeting, c))
		return false;
	if (scope.period.unit != unit)
		return cmd_usage(c, unit == PERIOD_YEAR ? "a year is wanted "
		    "here, as in 2026" : "a quarter is wanted here, as in "
		    "2026Q1");
	scope.source = writes ? SETTLE_BOUND : o->draft ? SETTLE_RECORDS :
	    SETTLE_STANDING;
	scope.bound = o->publish ? e.day : 0;
	if (!settle_run(&s, &c->led, &scope, &c->diag))
		return false;
	if (o->publish)
		return publish(c, &s, &e);
	if (o->freeze)
		return freeze(c, &s);
	return settle_print(c, &s);
}
