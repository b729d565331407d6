/* SPDX-License-Identifier: MIT */
/* reread - all that is answered comes from one state of the ledger. */
#include "reread.h"

#define TRIES	5

bool
cmd_reread(struct cmd *c, bool (*make)(struct cmd *, void *), void *ctx)
{
	struct diag_mark mark = diag_mark(&c->diag);
	int i;
	bool ok;

	for (i = 0; i < TRIES; i++) {
		ok = make(c, ctx);
		if (store_settled(&c->led.store))
			return ok;
		diag_back(&c->diag, mark);
		ledger_close(&c->led);
		c->opened = false;
		if (!cmd_open(c, false))
			return false;
	}
	return diag_busy(&c->diag, "the ledger changes all the time; try "
	    "again");
}
