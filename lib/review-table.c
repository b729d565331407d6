/* SPDX-License-Identifier: MIT */
/* review-table - what waits for a review, as a table. */
#include "review.h"
#include "rulebook.h"

struct making {
	struct table               *t;
	struct ledger              *led;
	const struct review_person *who;
	struct diag                *dg;
};

/* The columns that are fields of an entry. */
static const struct {
	const char    *key;
	enum cell_type type;
} columns[] = {
	{ "id", CELL_CODE }, { "village", CELL_CODE },
	{ "subject", CELL_TEXT }, { "occurred_on", CELL_DATE },
	{ "recorded_on", CELL_DATE }, { "rulebook", CELL_TEXT },
	{ "category", CELL_TEXT }, { "item", CELL_CODE },
	{ "item_name", CELL_TEXT }, { "unit_points", CELL_POINTS },
	{ "quantity", CELL_INT }, { "place", CELL_TEXT },
	{ "reason", CELL_TEXT }, { "evidence", CELL_INT },
	{ "source", CELL_TEXT }, { "recorder", CELL_TEXT },
	{ "event_ref", CELL_TEXT },
};

static struct str
subject_kind(const struct record *r)
{
	struct str type = record_text(r, "subject_type");

	return str_is(type, "village") ? S("region") : type;
}

static void
named(struct making *m, const struct record *r, struct str kind,
    const char *key)
{
	struct str id = record_text(r, key);

	if (id.n == 0)
		table_none(m->t);
	else
		table_named(m->t, id, refs_name(m->led, kind, id,
		    record_text(r, "village"), m->dg));
}

static void
number(struct table *t, const struct record *r, const char *key)
{
	points p;

	if (!points_read(&p, record_text(r, key)))
		table_int(t, 1);
	else if (p % QUANTITY_ONE)
		table_points(t, p);
	else
		table_int(t, p / QUANTITY_ONE);
}

static void
cell(struct making *m, const struct record *r, const char *key,
    enum cell_type type)
{
	struct str s = record_text(r, key);
	const struct field *f;

	if (strcmp(key, "subject") == 0)
		named(m, r, subject_kind(r), key);
	else if (strcmp(key, "recorder") == 0)
		named(m, r, S("person"), key);
	else if (strcmp(key, "village") == 0)
		named(m, r, S("region"), key);
	else if (strcmp(key, "evidence") == 0)
		table_int(m->t, (int64_t)record_count(r, kind_index(r->kind,
		    key)));
	else if (type == CELL_INT)
		number(m->t, r, key);
	else if (type == CELL_DATE)
		table_date(m->t, record_day(r, key));
	else if (type == CELL_POINTS)
		table_points(m->t, record_points(r, kind_index(r->kind, key)));
	else if (s.n == 0)
		table_none(m->t);
	else if (type == CELL_CODE)
		table_code(m->t, s);
	else if ((f = kind_field(r->kind, str_of(key)))->nchoices)
		table_named(m->t, s, field_choice_label(f, s,
		    m->led->chinese));
	else
		table_text(m->t, s);
}

static void
row(struct making *m, const struct review_item *it)
{
	struct review_bar bar = review_bar(it, m->who, m->led, m->dg);
	size_t i;

	for (i = 0; i < NELEM(columns); i++)
		cell(m, &it->record, columns[i].key, columns[i].type);
	if (it->verdict == VERDICT_RETURNED)
		table_named(m->t, S("returned"), diag_say(m->dg,
		    "given back"));
	else
		table_named(m->t, S("recorded"), diag_say(m->dg,
		    "recorded"));
	if (bar.rule)
		table_named(m->t, str_of(bar.rule), diag_say(m->dg, "%s",
		    diag_word(m->dg->words, bar.text)));
	else
		table_none(m->t);
}

static void
head(struct making *m, const struct kind *kind)
{
	const struct field *f;
	struct column *c;
	size_t i;

	for (i = 0; i < NELEM(columns); i++) {
		f = kind_field(kind, str_of(columns[i].key));
		c = table_column(m->t, f->key, field_label(f,
		    m->led->chinese), columns[i].type, f->privacy);
		c->is_name = strcmp(columns[i].key, "subject") == 0 ||
		    strcmp(columns[i].key, "recorder") == 0;
	}
	table_column(m->t, S("state"), diag_say(m->dg, "state"), CELL_TEXT,
	    AUDIENCE_DEPARTMENT);
	table_column(m->t, S("obstacle"), diag_say(m->dg,
	    "what stands in the way"), CELL_TEXT, AUDIENCE_DEPARTMENT);
}

bool
review_table(struct table *t, struct ledger *led,
    const struct review_month *months, size_t n,
    const struct review_person *who, struct diag *dg)
{
	struct making m = { .t = t, .led = led, .dg = dg };
	const struct kind *kind = ledger_need(led, "entry", dg);
	const struct review_item *it;
	size_t i, k;

	if (!kind)
		return false;
	table_init(t, led->arena, S("review"), diag_say(dg,
	    "entries that wait for review"));
	head(&m, kind);
	for (i = 0; i < n; i++) {
		m.who = who ? &who[i] : NULL;
		for (k = 0; k < months[i].n; k++) {
			it = &months[i].v[k];
			if (it->verdict == VERDICT_UNREVIEWED ||
			    it->verdict == VERDICT_RETURNED)
				row(&m, it);
		}
	}
	return true;
}
