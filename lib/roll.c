/* SPDX-License-Identifier: MIT */
/* roll - the forms, a table each, and the one loop that fills them. */
#include "case.h"
#include "listing.h"
#include "roll.h"

#define ROLL_COLUMNS	20

/* What stands in a column: a field as it is, or what follows from it. */
enum roll_cell {
	ROLL_FIELD,	/* "satisfaction.value": a part of a mapping */
	ROLL_SEQ,
	ROLL_COUNT,	/* how many items the field has */
	ROLL_STATE,	/* of an issue */
	ROLL_LATE	/* working days past the field's day, today */
};

struct roll_column {
	const char    *key;	/* in JSON */
	const char    *field;	/* of the kind; NULL: as the key */
	const char    *label;	/* English literal; NULL: the schema's */
	enum roll_cell what;
};

struct form {
	const char *kind;
	const char *title;
	struct roll_column columns[ROLL_COLUMNS];
	const char *order[3];
	/* is the record one for the form? NULL: all in the period are */
	bool      (*fits)(const struct asked *, const struct record *);
};

struct filling {
	const struct form  *form;
	const struct asked *q;
	struct table       *t;
	const struct kind  *kind;
	const struct field *fields[ROLL_COLUMNS], *parts[ROLL_COLUMNS];
	size_t              n;
};

/* ---- which issues ----------------------------------------------------- */

static bool
is_open(const struct asked *q, const struct record *r)
{
	(void)q;
	return case_is_open(case_state(r));
}

/* Past what is to be solved, the limit does not run on. */
static bool
is_late(const struct asked *q, const struct record *r)
{
	enum case_state state = case_state(r);
	date_day due = record_day(r, "due_on");

	return due != DATE_NONE && due < q->led->env.today &&
	    case_is_open(state) && state != CASE_RESOLVED &&
	    state != CASE_FED_BACK;
}

static bool
is_assigned(const struct asked *q, const struct record *r)
{
	return is_open(q, r) && record_get(r, "lead_unit");
}

/* ---- the forms -------------------------------------------------------- */

static const struct form visits = {
	"visit", "visit book", {
		{ "seq", NULL, "no.", ROLL_SEQ },
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "date", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "visitors", NULL, NULL, ROLL_FIELD },
		{ "subject", NULL, NULL, ROLL_FIELD },
		{ "kind", NULL, NULL, ROLL_FIELD },
		{ "family_note", NULL, NULL, ROLL_FIELD },
		{ "needs", NULL, NULL, ROLL_FIELD },
		{ "opinions", NULL, NULL, ROLL_FIELD },
		{ "issues", NULL, NULL, ROLL_FIELD },
		{ "next_visit_on", NULL, NULL, ROLL_FIELD },
	}, { "date", "village", "id" }, NULL
};

static const struct form meetings = {
	"meeting", "meetings", {
		{ "seq", NULL, "no.", ROLL_SEQ },
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "date", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "kind", NULL, NULL, ROLL_FIELD },
		{ "title", NULL, NULL, ROLL_FIELD },
		{ "venue", NULL, NULL, ROLL_FIELD },
		{ "chair", NULL, NULL, ROLL_FIELD },
		{ "recorder", NULL, NULL, ROLL_FIELD },
		{ "due_count", NULL, NULL, ROLL_FIELD },
		{ "present_count", NULL, NULL, ROLL_FIELD },
		{ "quorum", "quorum.need", "quorum", ROLL_FIELD },
		{ "resolutions", NULL, NULL, ROLL_COUNT },
		{ "result_public_on", NULL, NULL, ROLL_FIELD },
	}, { "date", "village", "id" }, NULL
};

static const struct form issues = {
	"issue", "issue book", {
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "found_on", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "source", NULL, NULL, ROLL_FIELD },
		{ "content", NULL, NULL, ROLL_FIELD },
		{ "category", NULL, NULL, ROLL_FIELD },
		{ "lead_unit", NULL, NULL, ROLL_FIELD },
		{ "lead_person", NULL, NULL, ROLL_FIELD },
		{ "due_on", NULL, NULL, ROLL_FIELD },
		{ "state", "id", "state", ROLL_STATE },
		{ "result", NULL, NULL, ROLL_FIELD },
		{ "followups", NULL, "follow-ups", ROLL_COUNT },
		{ "satisfaction", "satisfaction.value", "satisfaction",
		    ROLL_FIELD },
		{ "unresolved_reason", NULL, NULL, ROLL_FIELD },
		{ "adjusted_measure", NULL, NULL, ROLL_FIELD },
	}, { "found_on", "village", "id" }, NULL
};

static const struct form problems = {
	"issue", "problem list", {
		{ "seq", NULL, "no.", ROLL_SEQ },
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "content", NULL, "what the problem is", ROLL_FIELD },
		{ "source", NULL, "source of the problem", ROLL_FIELD },
		{ "evolution", NULL, NULL, ROLL_FIELD },
		{ "involved", NULL, NULL, ROLL_FIELD },
		{ "suggestion", NULL, NULL, ROLL_FIELD },
		{ "lead_unit", NULL, NULL, ROLL_FIELD },
		{ "due_on", NULL, NULL, ROLL_FIELD },
	}, { "village", "found_on", "id" }, is_open
};

static const struct form responsibility = {
	"issue", "responsibility list", {
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "content", NULL, "matter", ROLL_FIELD },
		{ "lead_unit", NULL, NULL, ROLL_FIELD },
		{ "lead_person", NULL, NULL, ROLL_FIELD },
		{ "assist_units", NULL, NULL, ROLL_FIELD },
		{ "due_on", NULL, NULL, ROLL_FIELD },
		{ "state", "id", "state", ROLL_STATE },
	}, { "lead_unit", "due_on", "id" }, is_assigned
};

static const struct form overdue = {
	"issue", "overdue issues under supervision", {
		{ "id", NULL, NULL, ROLL_FIELD },
		{ "village", NULL, NULL, ROLL_FIELD },
		{ "content", NULL, "matter", ROLL_FIELD },
		{ "lead_unit", NULL, NULL, ROLL_FIELD },
		{ "due_on", NULL, NULL, ROLL_FIELD },
		{ "late", "due_on", "working days overdue", ROLL_LATE },
		{ "supervise", NULL, NULL, ROLL_FIELD },
		{ "unresolved_reason", NULL, NULL, ROLL_FIELD },
		{ "adjusted_measure", NULL, NULL, ROLL_FIELD },
	}, { "-late", "lead_unit", "id" }, is_late
};

/* ---- filling one in --------------------------------------------------- */

static void
column(struct filling *f, const struct roll_column *c, struct diag *dg)
{
	struct str path = str_of(c->field ? c->field : c->key);
	size_t dot = str_find(path, S("."));
	const struct field *field = kind_field(f->kind, str_sub(path, 0, dot));
	const struct field *part = field && dot < path.n ?
	    field_sub(field, str_sub(path, dot + 1, path.n)) : NULL;
	struct column *head;

	f->fields[f->n] = field;
	f->parts[f->n++] = part;
	if (c->what == ROLL_SEQ || !field) {
		head = asked_column(f->t, c->key, S(""), CELL_INT,
		    AUDIENCE_PUBLIC);
	} else {
		head = listing_column(f->t, f->q, part ? part : field, dg);
		head->privacy = part && part->privacy > field->privacy ?
		    field->privacy : head->privacy;
	}
	if (c->what != ROLL_FIELD)
		head->choices = (struct strs){ 0 };
	head->key = str_of(c->key);
	if (c->label)
		head->label = diag_say(dg, "%s", diag_word(dg->words,
		    c->label));
	if (c->what == ROLL_STATE)
		head->type = CELL_TEXT;
	if (c->what == ROLL_LATE || c->what == ROLL_COUNT)
		head->type = CELL_INT;
}

static void
late(struct filling *f, const struct record *r, uint32_t node)
{
	date_day due = node ? date_iso(r->doc->nodes[node].text) : DATE_NONE;

	if (due == DATE_NONE)
		table_none(f->t);
	else
		table_int(f->t, calendar_workdays_between(
		    &f->q->led->calendar, due + 1, f->q->led->env.today + 1,
		    NULL));
}

static void
fill(struct filling *f, const struct record *r, size_t i, struct diag *dg)
{
	const struct field *field = f->fields[i];
	uint32_t node = field ? r->at[field - f->kind->fields] : 0;
	enum case_state state;

	switch (f->form->columns[i].what) {
	case ROLL_SEQ:
		table_int(f->t, (int64_t)table_rows(f->t) + 1);
		return;
	case ROLL_COUNT:
		table_int(f->t, node ? (int64_t)record_count(r,
		    (int)(field - f->kind->fields)) : 0);
		return;
	case ROLL_STATE:
		state = case_state(r);
		table_named(f->t, str_of(case_state_key(state)),
		    case_state_label(f->q->led, state, dg));
		return;
	case ROLL_LATE:
		late(f, r, node);
		return;
	case ROLL_FIELD:
		break;
	}
	if (f->parts[i] && node)
		node = doc_get(r->doc, node, f->parts[i]->key);
	listing_cell(f->t, f->q, r, f->parts[i] ? f->parts[i] : field, node,
	    dg);
}

static bool
row(void *ctx, const struct record *r, struct diag *dg)
{
	struct filling *f = ctx;
	date_day day = record_date(r, f->kind->day);
	size_t i;

	if ((!asked_all_time(f->q) && !period_has(f->q->period, day)) ||
	    (f->form->fits && !f->form->fits(f->q, r)))
		return true;
	for (i = 0; i < f->n; i++)
		fill(f, r, i, dg);
	return true;
}

/* Once the rows are in their order. */
static void
number(struct table *t)
{
	size_t i, at = table_find(t, S("seq"));

	if (at == t->ncolumns)
		return;
	for (i = 0; i < table_rows(t); i++)
		t->cells[i * t->ncolumns + at].n = (int64_t)i + 1;
}

static bool
sort(struct filling *f, struct diag *dg)
{
	struct strs keys = { 0 };
	struct str key;
	size_t i;

	for (i = 0; i < NELEM(f->form->order) && f->form->order[i]; i++) {
		key = str_of(f->form->order[i]);
		if (table_find(f->t, str_starts(key, S("-")) ?
		    str_sub(key, 1, key.n) : key) < f->t->ncolumns)
			strs_add(&keys, f->t->arena, key);
	}
	return table_sort(f->t, keys.v, keys.n, dg);
}

static bool
make(struct table *t, const struct asked *q, const struct form *form,
    struct diag *dg)
{
	struct filling f = { .form = form, .q = q, .t = t };
	struct ledger_scope scope = asked_scope(q);
	struct str place = asked_place(q, dg);
	size_t i;

	f.kind = ledger_need(q->led, form->kind, dg);
	if (!f.kind || !ledger_calendar(q->led, dg))
		return false;
	table_init(t, q->led->arena, q->name, diag_say(dg, "%.*s, %s",
	    STR(place), diag_word(dg->words, form->title)));
	asked_head(t, q, dg);
	for (i = 0; i < ROLL_COLUMNS && form->columns[i].key; i++)
		column(&f, &form->columns[i], dg);
	if (!ledger_each(q->led, f.kind, &scope, row, &f, dg) ||
	    !sort(&f, dg))
		return false;
	number(t);
	asked_foot(t, q, dg);
	return true;
}

bool
roll_visits(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &visits, dg);
}

bool
roll_meetings(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &meetings, dg);
}

bool
roll_issues(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &issues, dg);
}

bool
roll_problems(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &problems, dg);
}

bool
roll_responsibility(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &responsibility, dg);
}

bool
roll_overdue(struct table *t, const struct asked *q, struct diag *dg)
{
	return make(t, q, &overdue, dg);
}
