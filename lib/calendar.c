/* SPDX-License-Identifier: MIT */
/* calendar - one byte a day and year: what its table says of the day. */
#include "calendar.h"

#define BEFORE	31		/* days of the December before */
#define DAYS	(BEFORE + 366)

enum mark { MARK_NONE, MARK_OFF, MARK_WORK };

struct off {
	date_day   from, to;	/* half-open */
	struct str name;
};

struct calendar_year {
	date_day    first;	/* 1 December of the year before */
	date_day    end;	/* past 31 December of the year */
	uint8_t     marks[DAYS];	/* enum mark */
	struct off *off;
	size_t      noff, off_cap;
};

void
calendar_init(struct calendar *c, struct arena *a)
{
	*c = (struct calendar){ .arena = a };
}

static struct calendar_year *
table_of(const struct calendar *c, int year)
{
	if (year < CALENDAR_FIRST || year >= CALENDAR_FIRST + CALENDAR_YEARS)
		return NULL;
	return c->years[year - CALENDAR_FIRST];
}

static enum mark
mark_in(const struct calendar_year *y, date_day d)
{
	if (!y || d < y->first || d >= y->end)
		return MARK_NONE;
	return y->marks[d - y->first];
}

/* The table that says something of the day, the newer one first. */
static const struct calendar_year *
speaks_of(const struct calendar *c, date_day d)
{
	int year = date_ymd(d).year;

	if (mark_in(table_of(c, year + 1), d) != MARK_NONE)
		return table_of(c, year + 1);
	return table_of(c, year);
}

bool
calendar_known(const struct calendar *c, date_day d)
{
	return table_of(c, date_ymd(d).year) != NULL;
}

bool
calendar_is_workday(const struct calendar *c, date_day d)
{
	switch (mark_in(speaks_of(c, d), d)) {
	case MARK_OFF:
		return false;
	case MARK_WORK:
		return true;
	case MARK_NONE:
		break;
	}
	return date_weekday(d) < 6;
}

struct str
calendar_holiday(const struct calendar *c, date_day d)
{
	const struct calendar_year *y = speaks_of(c, d);
	size_t i;

	if (mark_in(y, d) == MARK_OFF)
		for (i = 0; i < y->noff; i++)
			if (d >= y->off[i].from && d < y->off[i].to)
				return y->off[i].name;
	return S("");
}

static bool
in_range(date_day d)
{
	return d >= date_of(CALENDAR_FIRST, 1, 1) &&
	    d < date_of(CALENDAR_FIRST + CALENDAR_YEARS, 1, 1);
}

/* Is the day worked?  Notes where only the weekend rule says so. */
static bool
worked(const struct calendar *c, date_day d, bool *provisional)
{
	if (provisional && !calendar_known(c, d))
		*provisional = true;
	return calendar_is_workday(c, d);
}

date_day
calendar_add_workdays(const struct calendar *c, date_day d, int n,
    bool *provisional)
{
	int step = n < 0 ? -1 : 1;

	while (n != 0) {
		d += step;
		if (!in_range(d))
			return DATE_NONE;
		if (worked(c, d, provisional))
			n -= step;
	}
	return d;
}

date_day
calendar_roll(const struct calendar *c, date_day d, bool *provisional)
{
	for (; in_range(d); d++)
		if (worked(c, d, provisional))
			return d;
	return DATE_NONE;
}

int
calendar_workdays_between(const struct calendar *c, date_day from,
    date_day to, bool *provisional)
{
	int n = 0;

	for (; from < to && in_range(from); from++)
		n += worked(c, from, provisional);
	return n;
}

/* The value of a key, 0 where there is none or no mapping either. */
static uint32_t
under(const struct doc *doc, uint32_t map, struct str key)
{
	return doc->nodes[map].kind == NODE_MAP ? doc_get(doc, map, key) : 0;
}

static uint32_t
list_under(const struct doc *doc, struct str key)
{
	uint32_t i = under(doc, 0, key);

	return i && doc->nodes[i].kind == NODE_SEQ ? i : 0;
}

/* A day of the table from a node; a fault where it is none. */
static bool
read_day(date_day *d, const struct calendar_year *y, const struct doc *doc,
    uint32_t node, struct diag *dg)
{
	const struct node *n = &doc->nodes[node];

	*d = n->kind == NODE_SCALAR ? date_iso(n->text) : DATE_NONE;
	if (*d == DATE_NONE && n->kind == NODE_SCALAR &&
	    !date_parse(d, n->text, y->first, doc->src, n->at, dg))
		return false;
	if (*d == DATE_NONE || date_iso(n->text) == DATE_NONE)
		return diag_error(dg, "date-form", doc->src, n->at,
		    "not a date: '%.*s'; write it like 2026-03-16",
		    STR(n->text));
	if (*d < y->first || *d >= y->end)
		return diag_error(dg, "calendar.year", doc->src, n->at,
		    "'%.*s' is not in the year of this calendar (nor in the "
		    "December before it)", STR(n->text));
	return true;
}

static bool
put_mark(struct calendar_year *y, date_day d, enum mark mark,
    const struct doc *doc, uint32_t node, struct diag *dg)
{
	char text[DATE_TEXT];
	uint8_t *m = &y->marks[d - y->first];

	if (*m != MARK_NONE && *m != mark)
		return diag_error(dg, "calendar.both", doc->src,
		    doc->nodes[node].at,
		    "%s is given both as a day off and as a workday",
		    date_text(text, d));
	*m = (uint8_t)mark;
	return true;
}

/* {from: 2026-01-01, to: 2026-01-03, name: 元旦}; `to` may be left out. */
static bool
add_off(struct calendar_year *y, struct arena *a, const struct doc *doc,
    uint32_t item, struct diag *dg)
{
	uint32_t from = under(doc, item, S("from"));
	uint32_t to = under(doc, item, S("to"));
	date_day d, last;

	if (!from)
		return diag_error(dg, "date-form", doc->src,
		    doc->nodes[item].at, "holidays without 'from'");
	if (!read_day(&d, y, doc, from, dg))
		return false;
	last = d;
	if (to && !read_day(&last, y, doc, to, dg))
		return false;
	if (last < d)
		return diag_error(dg, "calendar.order", doc->src,
		    doc->nodes[to].at, "the holidays end before they begin");
	y->off = arena_grow(a, y->off, y->noff, &y->off_cap,
	    sizeof(*y->off));
	y->off[y->noff++] = (struct off){ d, last + 1,
	    arena_dup(a, doc_text(doc, item, "name")) };
	for (; d <= last; d++)
		if (!put_mark(y, d, MARK_OFF, doc, to ? to : from, dg))
			return false;
	return true;
}

static bool
add_days(struct calendar_year *y, struct arena *a, const struct doc *doc,
    struct diag *dg)
{
	uint32_t off = list_under(doc, S("holidays"));
	uint32_t work = list_under(doc, S("workdays")), i;
	bool ok = true;
	date_day d;

	for (i = off ? doc_first(doc, off) : 0; i; i = doc_after(doc, off, i))
		ok &= add_off(y, a, doc, i, dg);
	for (i = work ? doc_first(doc, work) : 0; i;
	    i = doc_after(doc, work, i))
		ok &= read_day(&d, y, doc, i, dg) &&
		    put_mark(y, d, MARK_WORK, doc, i, dg);
	return ok;
}

/* The year of a table: four digits under id, within what we can date. */
static int
year_of(const struct doc *doc)
{
	struct str id = S("");
	int year = 0;
	size_t i;

	if (doc->n && doc->nodes[0].kind == NODE_MAP)
		id = doc_text(doc, 0, "id");
	if (id.n != 4)
		return 0;
	for (i = 0; i < id.n; i++) {
		if (id.p[i] < '0' || id.p[i] > '9')
			return 0;
		year = year * 10 + (id.p[i] - '0');
	}
	return year >= CALENDAR_FIRST &&
	    year < CALENDAR_FIRST + CALENDAR_YEARS ? year : 0;
}

bool
calendar_add(struct calendar *c, const struct doc *doc, struct diag *dg)
{
	struct calendar_year *y;
	int year = year_of(doc);

	if (year == 0)
		return diag_error(dg, "calendar.year", doc->src,
		    doc->n ? doc->nodes[0].at : (struct span){ 0 },
		    "this calendar does not say its year; write it like "
		    "id: \"2026\"");
	y = arena_alloc(c->arena, sizeof(*y));
	y->first = date_of(year - 1, 12, 1);
	y->end = date_of(year + 1, 1, 1);
	if (!add_days(y, c->arena, doc, dg))
		return false;
	c->years[year - CALENDAR_FIRST] = y;
	return true;
}
