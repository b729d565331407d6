/* SPDX-License-Identifier: MIT */
/* reread - a reader that was overtaken by a writer reads again. */
#ifndef REREAD_H
#define REREAD_H

#include "cmd.h"

/*
 * Calls `make`, which reads and prints nothing yet.  Where a writer changed
 * a file meanwhile, what it found is forgotten, the ledger is opened anew
 * and it is called again; after a few times in vain, a fault (busy).
 */
MUST_USE bool	cmd_reread(struct cmd *, bool (*make)(struct cmd *, void *),
		    void *ctx);

#endif
