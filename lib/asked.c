/* SPDX-License-Identifier: MIT */
/* asked - the lines, names and defaults that all reports share. */
#include "asked.h"

bool
asked_all_time(const struct asked *q)
{
	return q->period.from == q->period.to;
}

struct ledger_scope
asked_scope(const struct asked *q)
{
	return (struct ledger_scope){ q->village, q->period };
}

struct str
asked_village(const struct asked *q, struct str code, struct diag *dg)
{
	return refs_name(q->led, S("region"), code, S(""), dg);
}

struct str
asked_place(const struct asked *q, struct diag *dg)
{
	return q->village.n ? asked_village(q, q->village, dg) :
	    q->led->name;
}

struct str
asked_day(const struct asked *q, date_day day)
{
	return period_title(q->led->arena, period_of(PERIOD_DAY, day),
	    q->led->chinese);
}

void
asked_line(struct table *t, struct strs *lines, struct str line)
{
	strs_add(lines, t->arena, line);
}

void
asked_head(struct table *t, const struct asked *q, struct diag *dg)
{
	struct str place = asked_place(q, dg);
	char from[DATE_TEXT], last[DATE_TEXT];

	if (asked_all_time(q))
		asked_line(t, &t->head, diag_say(dg, "unit: %.*s   as of: %s",
		    STR(place), date_text(last, q->led->env.today)));
	else
		asked_line(t, &t->head, diag_say(dg,
		    "unit: %.*s   counted: %s to %s", STR(place),
		    date_text(from, q->period.from),
		    date_text(last, q->period.to - 1)));
}

void
asked_foot(struct table *t, const struct asked *q, struct diag *dg)
{
	struct str day = asked_day(q, q->led->env.today);

	asked_line(t, &t->foot, diag_say(dg,
	    "reported by: ________   checked by: ________"));
	asked_line(t, &t->foot, diag_say(dg, "reported on: %.*s", STR(day)));
}

struct column *
asked_column(struct table *t, const char *key, struct str label,
    enum cell_type type, enum audience who)
{
	return table_column(t, str_of(key), label, type, who);
}

static struct str
category_name(const struct rulebook_version *v, struct str code)
{
	size_t i;

	for (i = 0; v && i < v->ncategories; i++)
		if (str_eq(v->categories[i].code, code))
			return v->categories[i].name;
	return code;
}

/* "dis eva": the codes of categories, or of items, which stay. */
static struct str
by_name(const struct asked *q, const struct rulebook_version *v,
    struct str codes)
{
	struct arena *a = q->led->arena;
	struct buf b;
	size_t end;

	buf_init(&b, a);
	for (; codes.n; codes = str_sub(codes, end + 1, codes.n)) {
		end = str_find(codes, S(" "));
		buf_puts(&b, b.n == 0 ? "" : q->led->chinese ? "、" : ", ");
		buf_add(&b, category_name(v, str_sub(codes, 0, end)));
	}
	return buf_str(&b);
}

struct str
asked_note(const struct asked *q, const struct rulebook *book,
    const struct settle_row *row, struct diag *dg)
{
	const struct rulebook_version *v = rulebook_version_on(book,
	    q->period.to - 1);
	struct settle_row named = *row;

	named.missing = by_name(q, v, row->missing);
	named.disputed = by_name(q, v, row->disputed);
	return settle_note(&named, q->led->arena, dg);
}

static const struct rulebook *
usual(const struct books *books, enum subject_type type)
{
	size_t i;

	for (i = 0; i < books->n; i++)
		if (books->v[i]->subject_type == type)
			return books->v[i];
	return NULL;
}

bool
asked_book(const struct rulebook **book, const struct asked *q, bool villages,
    struct diag *dg)
{
	const struct books *books;

	if (q->book.n)
		return books_get(book, q->led, q->book, q->book_src,
		    (struct span){ 0, (uint32_t)q->book.n }, dg);
	if (!books_all(&books, q->led, dg))
		return false;
	*book = villages ? usual(books, SUBJECT_VILLAGE) : NULL;
	if (!*book)
		*book = usual(books, SUBJECT_HOUSEHOLD);
	if (!*book && books->n == 1)
		*book = books->v[0];
	return *book || diag_error(dg, "rulebook.unknown", NULL,
	    (struct span){ 0, 0 }, "say which rulebook with --book: the "
	    "ledger has %zu", books->n);
}
