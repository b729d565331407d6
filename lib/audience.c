/* SPDX-License-Identifier: MIT */
/*
 * audience - cutting a table to those who will read it
 *
 * Masks (domain.md C2.6): the village knows its people and reads full
 * names; the township's other villages read the first and the last
 * character, the public the first only.  The number of stars does not tell
 * the length of a name.
 */
#include "audience.h"
#include "utf8.h"

static const char *const names[] = {
	[AUDIENCE_INTERNAL] = "internal",
	[AUDIENCE_DEPARTMENT] = "department",
	[AUDIENCE_VILLAGE] = "village",
	[AUDIENCE_TOWNSHIP] = "township",
	[AUDIENCE_PUBLIC] = "public",
};

bool
audience_parse(enum audience *who, struct str s)
{
	size_t i;

	for (i = 0; i < NELEM(names); i++)
		if (str_is(s, names[i])) {
			*who = (enum audience)i;
			return true;
		}
	return false;
}

const char *
audience_name(enum audience who)
{
	return names[who];
}

bool
audience_sees(enum audience who, enum audience privacy)
{
	return who <= privacy;
}

static void
mask(struct buf *b, struct str name, enum audience who)
{
	size_t first = 0, last, at = 0, n = 0;

	name = str_trim(name);
	if (name.n == 0)
		return;
	utf8_next(name, &first);
	for (; at < name.n; n++) {
		last = at;
		utf8_next(name, &at);
	}
	if (n > 1)
		buf_add(b, str_sub(name, 0, first));
	buf_char(b, '*');
	if (who == AUDIENCE_PUBLIC && n > 1)
		buf_char(b, '*');
	else if (n > 2)
		buf_add(b, str_sub(name, last, name.n));
}

static bool
between_names(uint32_t c)
{
	switch (c) {
	case ',': case ';': case '/': case '\n':
	case 0x3001:		/* 、 */
	case 0xFF0C:		/* ， */
	case 0xFF1B:		/* ； */
		return true;
	}
	return false;
}

struct str
audience_mask_name(struct str name, enum audience who, struct arena *a)
{
	size_t at = 0, from = 0, end;
	struct buf b;

	if (who <= AUDIENCE_VILLAGE)
		return name;
	buf_init(&b, a);
	while (at < name.n) {
		end = at;
		if (!between_names(utf8_next(name, &at)))
			continue;
		mask(&b, str_sub(name, from, end), who);
		buf_add(&b, str_sub(name, end, at));
		from = at;
	}
	mask(&b, str_sub(name, from, name.n), who);
	return buf_str(&b);
}

static bool
may_see(const struct column *c, enum audience who, struct diag *dg)
{
	if (audience_sees(who, c->privacy))
		return true;
	diag_error(dg, "audience.column", NULL, (struct span){ 0 },
	    "column '%.*s' may not be shown to the audience '%s'",
	    STR(c->label.n ? c->label : c->key), audience_name(who));
	return diag_cure(dg, "leave it out, or write for '%s'",
	    audience_name(c->privacy));
}

bool
audience_may(const struct table *t, struct str key, enum audience who,
    struct diag *dg)
{
	size_t at = table_find(t, key);

	return at == t->ncolumns || may_see(&t->columns[at], who, dg);
}

/* What the title names cannot be cut out of it: all or nothing. */
static bool
may_see_title(const struct table *t, enum audience who, struct diag *dg)
{
	if (audience_sees(who, t->title_privacy))
		return true;
	diag_error(dg, "audience.title", NULL, (struct span){ 0 },
	    "the title tells whom this is about, and may not be shown to the "
	    "audience '%s'", audience_name(who));
	return diag_advise(dg, "write for '%s'",
	    audience_name(t->title_privacy));
}

/* One fault for each column that was asked for and may not be seen. */
static bool
may_see_wanted(const struct table *t, enum audience who, struct diag *dg)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < t->ncolumns; i++)
		if (t->columns[i].wanted && !may_see(&t->columns[i], who, dg))
			ok = false;
	return ok;
}

static void
mask_column(struct table *t, size_t column, enum audience who,
    struct arena *a)
{
	size_t r, nrows = table_rows(t);
	struct cell *c;

	for (r = 0; r < nrows; r++) {
		c = &t->cells[r * t->ncolumns + column];
		c->text = audience_mask_name(c->text, who, a);
		/* the register would give the name away */
		if (who >= AUDIENCE_VILLAGE)
			c->id = S("");
	}
}

bool
audience_cut(struct table *t, enum audience who, struct arena *a,
    struct diag *dg)
{
	size_t *seen = arena_array(a, t->ncolumns, sizeof(*seen)), i, n = 0;

	/* what one cut took away a second one does not bring back */
	if (t->cut && t->audience > who)
		who = t->audience;
	if (!may_see_title(t, who, dg) || !may_see_wanted(t, who, dg))
		return false;
	for (i = 0; i < t->ncolumns; i++)
		if (audience_sees(who, t->columns[i].privacy))
			seen[n++] = i;
	table_take(t, seen, n);
	for (i = 0; i < n; i++)
		if (t->columns[i].is_name)
			mask_column(t, i, who, a);
	t->cut = true;
	t->audience = who;
	return true;
}
