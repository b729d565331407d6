/* SPDX-License-Identifier: MIT */
/* check-ledger - the ledger as it lies there, or some files of it. */
#include <errno.h>
#include <stdlib.h>

#include "check-mode.h"

#define TRIES	3	/* where someone writes while we read */

/* ---- files named ------------------------------------------------------ */

/* The path without links, or empty with a fault. */
static struct str
real(struct cmd *c, struct str path)
{
	char *found = realpath(path.p, NULL);
	struct str s = S("");

	if (!found)
		diag_system(&c->diag, path, errno, "cannot open");
	else
		s = arena_dup(&c->arena, str_of(found));
	free(found);
	return s;
}

bool
check_mode_named(struct strs *only, struct cmd *c)
{
	struct str home = real(c, c->env.dir), path;
	size_t i;

	*only = (struct strs){ 0 };
	for (i = 0; home.n && i < c->words.n; i++) {
		path = real(c, c->words.v[i]);
		if (str_starts(path, home) && (path.n == home.n ||
		    path.p[home.n] == '/'))
			strs_add(only, &c->arena, str_sub(path, home.n + 1,
			    path.n));
		else if (path.n)
			cmd_usage(c, "'%.*s' does not lie in the ledger "
			    "'%.*s'; --schema checks files outside of one",
			    STR(c->words.v[i]), STR(c->env.dir));
	}
	return only->n == c->words.n && home.n;
}

/* ---- the ledger ------------------------------------------------------- */

/* A ledger.yaml with faults does not hide what is wrong with the rest. */
bool
check_mode_open(struct cmd *c, bool write)
{
	struct diag_mark mark = diag_mark(&c->diag);

	if (cmd_open(c, write))
		return true;
	if (c->diag.status != DIAG_DATA)
		return false;
	diag_back(&c->diag, mark);
	c->opened = check_open(&c->led, &c->arena, &c->env, &c->diag);
	c->diag.words = c->led.chinese ? c->chinese : NULL;
	return c->opened && (!write || store_lock(&c->led.store, c->env.wait,
	    &c->diag));
}

bool
check_mode_ledger(struct check_sum *sum, struct cmd *c)
{
	struct diag_mark mark = diag_mark(&c->diag);
	struct strs only = { 0 };
	bool ok;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (!check_mode_open(c, false) ||
		    (i == 0 && !check_mode_named(&only, c)))
			return false;
		ok = check_ledger(sum, &c->led, &only, &c->diag);
		if (ok || store_settled(&c->led.store) || i + 1 == TRIES)
			return ok;
		diag_back(&c->diag, mark);
		ledger_close(&c->led);
	}
	return false;
}
