/* SPDX-License-Identifier: MIT */
/* case-show - issues to be read: a list, and the history of one. */
#include "audience.h"
#include "case-work.h"

/* ---- the list --------------------------------------------------------- */

struct listing {
	struct table             *t;
	struct ledger            *led;
	const struct kind        *kind;
	const struct case_filter *filter;
};

/* The fields of a row, before and after the state. */
static const char *const before[] = { "id", "village", "kind", "category",
    "content", "found_on" };
static const char *const after[] = { "lead_unit", "lead_person", "due_on" };

static struct str
copy(struct listing *l, struct str s)
{
	return arena_dup(l->t->arena, s);
}

static void
column(struct listing *l, const char *key)
{
	const struct field *f = kind_field(l->kind, str_of(key));

	table_column(l->t, str_of(key), f ? field_label(f, l->led->chinese) :
	    str_of(key), f && f->type == FIELD_DATE ? CELL_DATE : CELL_TEXT,
	    f ? f->privacy : AUDIENCE_INTERNAL);
}

static void
cell(struct listing *l, const struct record *r, const char *key,
    struct diag *dg)
{
	const struct field *f = kind_field(l->kind, str_of(key));
	struct str text = copy(l, record_text(r, key));

	if (!f || text.n == 0)
		table_none(l->t);
	else if (f->type == FIELD_DATE)
		table_date(l->t, date_iso(text));
	else if (f->type == FIELD_ENUM)
		table_named(l->t, text, field_choice_label(f, text,
		    l->led->chinese));
	else if (f->type == FIELD_REF)
		table_named(l->t, text, refs_name(l->led, f->ref, text,
		    record_text(r, "village"), dg));
	else
		table_text(l->t, text);
}

/* Working days past the limit: until it was resolved, or until today. */
static int
late_by(struct listing *l, const struct record *r)
{
	date_day due = record_day(r, "due_on"), end = l->led->env.today;
	enum case_state state = case_state(r);

	if (due == DATE_NONE || state == CASE_MERGED ||
	    state == CASE_WITHDRAWN || state == CASE_NOT_ACCEPTED)
		return 0;
	if (!case_is_open(state) || state == CASE_RESOLVED ||
	    state == CASE_FED_BACK)
		end = record_day(r, "resolved_on");
	return end == DATE_NONE || end <= due ? 0 :
	    calendar_workdays_between(&l->led->calendar, due + 1, end + 1,
	    NULL);
}

static bool
row(void *ctx, const struct record *r, struct diag *dg)
{
	struct listing *l = ctx;
	enum case_state state = case_state(r);
	date_day found = record_day(r, "found_on");
	const struct period *p = &l->filter->scope.period;
	int late = late_by(l, r);
	size_t i;

	if ((l->filter->open && !case_is_open(state)) ||
	    (l->filter->overdue && (late == 0 || !case_is_open(state))) ||
	    (p->from != p->to && !period_has(*p, found)))
		return true;
	for (i = 0; i < NELEM(before); i++)
		cell(l, r, before[i], dg);
	table_named(l->t, str_of(case_state_key(state)),
	    case_state_label(l->led, state, dg));
	for (i = 0; i < NELEM(after); i++)
		cell(l, r, after[i], dg);
	if (late)
		table_int(l->t, late);
	else
		table_none(l->t);
	return true;
}

bool
case_list(struct table *t, struct ledger *led,
    const struct case_filter *filter, struct diag *dg)
{
	struct listing l = { t, led, ledger_need(led, "issue", dg), filter };
	struct ledger_scope scope = { .village = filter->scope.village };
	size_t i;

	table_init(t, led->arena, S("issue-list"), diag_say(dg, "issues"));
	t->chinese = led->chinese;
	if (!l.kind || !ledger_calendar(led, dg))
		return false;
	for (i = 0; i < NELEM(before); i++)
		column(&l, before[i]);
	table_column(t, S("state"), diag_say(dg, "state"), CELL_TEXT,
	    AUDIENCE_TOWNSHIP);
	for (i = 0; i < NELEM(after); i++)
		column(&l, after[i]);
	table_column(t, S("days_overdue"), diag_say(dg,
	    "working days overdue"), CELL_INT, AUDIENCE_DEPARTMENT);
	return ledger_each(led, l.kind, &scope, row, &l, dg);
}

/* ---- one issue -------------------------------------------------------- */

struct showing {
	struct table  *t;
	struct ledger *led;
	struct str     village;
	enum audience  who;
	struct diag   *dg;
};

/* A person's name where the text is an id, else the text. */
static struct str
person(struct showing *s, struct str text)
{
	return refs_name(s->led, S("person"), text, s->village, s->dg);
}

static void
fact(struct buf *b, struct showing *s, const struct field *f,
    const struct value *v);

static void
parts(struct buf *b, struct showing *s, const struct field *f,
    const struct value *map)
{
	const struct field *sub;
	const struct value *v;
	struct str before_it = S("");

	for (v = map->first; v; v = v->next) {
		sub = field_sub(f, v->key);
		if (!sub || !audience_sees(s->who, sub->privacy))
			continue;
		buf_printf(b, "%.*s%.*s ", STR(before_it), STR(field_label(
		    sub, s->led->chinese)));
		fact(b, s, sub, v);
		before_it = s->led->chinese ? S("，") : S(", ");
	}
}

/* A value as people read it: labels for choices, names for ids. */
static void
fact(struct buf *b, struct showing *s, const struct field *f,
    const struct value *v)
{
	const struct value *item;
	struct str name;

	if (v->kind == VALUE_LIST) {
		for (item = v->first; item; item = item->next) {
			fact(b, s, f, item);
			if (item->next)
				buf_puts(b, s->led->chinese ? "；" : "; ");
		}
	} else if (v->kind == VALUE_MAP) {
		parts(b, s, f, v);
	} else if (f->type == FIELD_ENUM) {
		buf_add(b, field_choice_label(f, v->text, s->led->chinese));
	} else if (f->type == FIELD_BOOL) {
		buf_add(b, str_is(v->text, "true") ? diag_say(s->dg, "yes") :
		    diag_say(s->dg, "no"));
	} else if (f->type == FIELD_REF && f->ref.n) {
		name = refs_name(s->led, f->ref, v->text, s->village, s->dg);
		buf_add(b, name);
		if (!str_eq(name, v->text))
			buf_printf(b, " (%.*s)", STR(v->text));
	} else {
		buf_add(b, str_ends(f->key, S("_by")) ? person(s, v->text) :
		    v->text);
	}
}

/* What the rows below tell is not told above as well. */
static bool
told_below(struct str key)
{
	static const char *const list[] = { "id", "events", "progress",
	    "followups", "returns", "escalations", "extensions", "reopened",
	    "inspections" };
	size_t i;

	for (i = 0; i < NELEM(list); i++)
		if (str_is(key, list[i]))
			return true;
	return false;
}

static void
facts(struct showing *s, const struct kind *kind, const struct value *issue)
{
	struct arena *a = s->t->arena;
	const struct field *f;
	const struct value *v;
	struct buf b;
	size_t i;

	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		v = value_get(issue, f->key);
		if (!v || told_below(f->key) ||
		    !audience_sees(s->who, f->privacy))
			continue;
		buf_init(&b, a);
		buf_printf(&b, "%.*s%s", STR(field_label(f,
		    s->led->chinese)), s->led->chinese ? "：" : ": ");
		fact(&b, s, f, v);
		strs_add(&s->t->head, a, buf_str(&b));
	}
}

/* One thing that happened; `what` is a state or the label of a list. */
static void
happened(struct showing *s, const struct value *v, const char *day,
    struct str what, struct str text)
{
	struct str by = value_str(v, "by");

	if (by.n == 0)
		by = value_str(v, "unit").n ? refs_name(s->led, S("unit"),
		    value_str(v, "unit"), s->village, s->dg) :
		    value_str(v, "approved_by");
	table_date(s->t, date_iso(value_str(v, day)));
	table_text(s->t, what);
	table_text(s->t, person(s, by));
	table_text(s->t, text);
}

/* The parts of a list element that say more than who and when. */
static struct str
rest(struct showing *s, const struct field *f, const struct value *v)
{
	static const char *const known[] = { "day", "at", "by", "unit",
	    "approved_by", "from", "to_state" };
	struct value *copy = value_copy(s->t->arena, v);
	struct str text = value_str(v, "text");
	struct buf b;
	size_t i;

	if (text.n)
		return text;
	for (i = 0; i < NELEM(known); i++)
		value_drop(copy, str_of(known[i]));
	buf_init(&b, s->t->arena);
	parts(&b, s, f, copy);
	return buf_str(&b);
}

/* What an event leads to, of those that end an issue (`last`) or of the
 * others; what has a list of its own is told from there. */
static void
steps(struct showing *s, const struct kind *kind, const struct value *issue,
    bool last)
{
	static const char *const ends[] = { "closed", "withdrawn",
	    "archived" };
	static const char *const lists[][2] = { { "returned", "returns" },
	    { "escalated", "escalations" }, { "reopened", "reopened" } };
	const struct value *list = value_get(issue, S("events")), *v;
	const struct field *f = kind_field(kind, S("events"));
	const struct field *to = f ? field_sub(f, S("to")) : NULL;
	struct str state;
	bool end, told;
	size_t i;

	for (v = list && to ? list->first : NULL; v; v = v->next) {
		state = value_str(v, "to");
		for (end = false, i = 0; i < NELEM(ends); i++)
			end = end || str_is(state, ends[i]);
		for (told = false, i = 0; i < NELEM(lists); i++)
			told = told || (str_is(state, lists[i][0]) &&
			    value_get(issue, str_of(lists[i][1])));
		if (end == last && !told)
			happened(s, v, "at", field_choice_label(to, state,
			    s->led->chinese), value_str(v, "note"));
	}
}

/* Of one day: the steps, what was done besides, and what ended it. */
static void
events(struct showing *s, const struct kind *kind, const struct value *issue)
{
	static const char *const lists[] = { "returns", "escalations",
	    "extensions", "progress", "inspections", "followups",
	    "reopened" };
	const struct value *list = value_get(issue, S("acknowledged_on")), *v;
	const struct field *f = kind_field(kind, S("acknowledged_on"));
	size_t i;

	steps(s, kind, issue, false);
	if (list && f)
		happened(s, issue, "acknowledged_on", field_label(f,
		    s->led->chinese), S(""));
	for (i = 0; i < NELEM(lists); i++) {
		list = value_get(issue, str_of(lists[i]));
		f = kind_field(kind, str_of(lists[i]));
		for (v = list && f ? list->first : NULL; v; v = v->next)
			happened(s, v, "day", field_label(f,
			    s->led->chinese), rest(s, f, v));
	}
	steps(s, kind, issue, true);
}

static void
columns(struct showing *s)
{
	static const struct {
		const char    *key, *label;
		enum cell_type type;
	} list[] = {
		{ "day", "day", CELL_DATE },
		{ "step", "step", CELL_TEXT },
		{ "by", "by", CELL_TEXT },
		{ "text", "details", CELL_TEXT },
	};
	size_t i;

	for (i = 0; i < NELEM(list); i++)
		table_column(s->t, str_of(list[i].key), str_of(diag_word(
		    s->dg->words, list[i].label)), list[i].type,
		    AUDIENCE_DEPARTMENT);
}

bool
case_show(struct table *t, struct ledger *led, const struct refs_record *rec,
    enum audience who, struct diag *dg)
{
	struct showing s = { .t = t, .led = led, .who = who, .dg = dg };
	static const struct str by_day[] = { { "day", 3 } };
	struct value *issue;
	struct str state;

	if (!case_load(&issue, led, rec, dg))
		return false;
	s.village = value_str(issue, "village");
	state = case_state_label(led, case_state_of(issue), dg);
	table_init(t, led->arena, S("issue"), arena_printf(led->arena,
	    "%.*s  %.*s", STR(rec->id), STR(state)));
	t->chinese = led->chinese;
	columns(&s);
	facts(&s, rec->kind, issue);
	events(&s, rec->kind, issue);
	return table_sort(t, by_day, 1, dg);
}
