/* SPDX-License-Identifier: MIT */
/* score-redeem - credit spent on goods, and what of it expired unspent. */
#include "credit.h"
#include "score-calc.h"

bool
verb_redeem(struct cmd *c, const struct score_opts *o)
{
	struct change ch;
	struct add a;

	(void)o;
	return verb_add(c, &a, &ch, "redemption", "subject") &&
	    cmd_write(c, &ch, arena_printf(&c->arena, "%s: +%zu",
	    c->led.chinese ? "兑换" : "redemption", a.nnew));
}

/* ---- expire ----------------------------------------------------------- */

static void
head(struct table *t, struct cmd *c)
{
	struct diag *dg = &c->diag;

	table_init(t, &c->arena, S("expire"), diag_say(dg,
	    "points that expired unspent"));
	table_column(t, S("village"), diag_say(dg, "village"), CELL_CODE,
	    AUDIENCE_PUBLIC);
	table_column(t, S("subject"), diag_say(dg, "subject"), CELL_TEXT,
	    AUDIENCE_VILLAGE)->is_name = true;
	table_column(t, S("rulebook"), diag_say(dg, "rulebook"), CELL_TEXT,
	    AUDIENCE_PUBLIC);
	table_column(t, S("earned"), diag_say(dg, "earned"), CELL_POINTS,
	    AUDIENCE_VILLAGE);
	table_column(t, S("spent"), diag_say(dg, "spent"), CELL_POINTS,
	    AUDIENCE_DEPARTMENT);
	table_column(t, S("expired"), diag_say(dg, "expired"), CELL_POINTS,
	    AUDIENCE_DEPARTMENT);
	table_column(t, S("cleared_on"), diag_say(dg, "last cleared on"),
	    CELL_DATE, AUDIENCE_PUBLIC);
	table_column(t, S("cleared"), diag_say(dg, "cleared then"),
	    CELL_POINTS, AUDIENCE_DEPARTMENT);
	table_column(t, S("balance"), diag_say(dg, "balance"), CELL_POINTS,
	    AUDIENCE_DEPARTMENT);
}

static void
rows(struct table *t, struct cmd *c, const struct credit_book *b,
    struct str kind)
{
	struct credit credit;
	struct str id;
	size_t i;

	for (i = 0; i < b->subjects.n; i++) {
		id = b->subjects.v[i];
		credit = credit_on(b, id, c->env.today);
		if (credit.expired == 0)
			continue;
		table_named(t, b->village, refs_name(&c->led, S("region"),
		    b->village, S(""), &c->diag));
		table_named(t, id, refs_name(&c->led, kind, id, b->village,
		    &c->diag));
		table_text(t, b->book);
		table_points(t, credit.earned);
		table_points(t, credit.spent);
		table_points(t, credit.expired);
		table_date(t, credit.cleared_on);
		table_points(t, credit.cleared);
		table_points(t, credit.balance);
	}
}

static bool
of_village(struct table *t, struct cmd *c, const struct score_opts *o,
    struct str village)
{
	const struct rulebook *book;
	const struct books *all;
	struct credit_book b;
	size_t i;

	if (!books_all(&all, &c->led, &c->diag))
		return false;
	for (i = 0; i < all->n; i++) {
		book = all->v[i];
		if (book->settle != SETTLE_ACCRUE || (o->book.n &&
		    books_find(all, o->book) != book))
			continue;
		if (!credit_load(&b, &c->led, book, village, &c->arena,
		    &c->diag))
			return false;
		rows(t, c, &b, str_of(rulebook_subject_key(
		    book->subject_type)));
	}
	return true;
}

/* Nothing is written: what expired follows from the records. */
bool
verb_expire(struct cmd *c, const struct score_opts *o)
{
	struct strs villages = { 0 };
	const struct rulebook *book;
	struct table t;
	struct str one;
	struct span none = { 0, 0 };
	size_t i;

	if (!verb_words(c, 0) || !cmd_open(c, false) ||
	    !cmd_village(&one, c) || (o->book.n && !books_get(&book, &c->led,
	    o->book, NULL, none, &c->diag)))
		return false;
	if (one.n)
		strs_add(&villages, &c->arena, one);
	else if (!ledger_villages(&villages, &c->led, &c->diag))
		return false;
	head(&t, c);
	for (i = 0; i < villages.n; i++)
		if (!of_village(&t, c, o, villages.v[i]))
			return false;
	return cmd_table(c, &t, AUDIENCE_INTERNAL);
}
