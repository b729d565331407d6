/* SPDX-License-Identifier: MIT */
/*
 * par - the same work for many things, on all cores
 *
 * Items are handed to threads as these get free; what each records comes
 * out in the order of the items, so output never depends on the threads.
 */
#ifndef PAR_H
#define PAR_H

#include "diag.h"
#include "schema.h"

#define PAR_THREADS	64

/* What a thread has for itself. */
struct par {
	struct arena      *arena;	/* scratch: reset it between files */
	struct arena      *keep;	/* lives until par_each's arena dies */
	struct schema_run *run;
	struct diag       *diag;	/* of the item at hand */
	unsigned           thread;	/* 0 … threads - 1 */
};

/*
 * Calls fn for 0 … n - 1; false if one of them was.  What fn shares with
 * others it may only read, or must own by its index.  With threads <= 1
 * nothing is started.
 */
MUST_USE bool	par_each(size_t n, unsigned threads,
		    bool (*fn)(void *ctx, size_t i, struct par *), void *ctx,
		    struct arena *, struct diag *);

#endif
