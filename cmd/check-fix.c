/* SPDX-License-Identifier: MIT */
/*
 * check-fix - what can be repaired without a guess is, and told of
 *
 * Under the lock: read, repaired in memory, read again, written in one
 * change.  Then the ledger is checked as ever, for what is left.
 */
#include "check-mode.h"
#include "fix.h"

static void
tell(struct cmd *c, const struct fix *fx)
{
	const struct fix_file *f;
	size_t i;

	for (f = fx->files; f < fx->files + fx->n && !c->quiet; f++)
		for (i = 0; i < f->ncounts; i++)
			diag_note(&c->diag, f->counts[i].rule, f->was,
			    DIAG_FILE, "repaired: %zu", f->counts[i].n);
}

static bool
repair(struct fix *fx, struct cmd *c, bool dry_run, bool lf)
{
	struct strs only;
	bool ok;

	if (!check_mode_open(c, !dry_run))
		return false;
	fix_init(fx, &c->led, lf);
	ok = check_mode_named(&only, c) && fix_ledger(fx, &only, &c->diag);
	if (ok && dry_run)
		fix_show(&c->out, fx);
	else
		ok = ok && fix_commit(fx, &c->diag);
	ledger_close(&c->led);
	c->opened = false;
	return ok;
}

bool
check_mode_fix(struct check_sum *sum, struct cmd *c, bool dry_run, bool lf)
{
	struct fix fx;
	bool ok;

	if (!repair(&fx, c, dry_run, lf))
		return false;
	if (dry_run)
		return true;
	ok = check_mode_ledger(sum, c);
	tell(c, &fx);
	return ok;
}
