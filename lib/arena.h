/* SPDX-License-Identifier: MIT */
/*
 * arena - memory for one run, or for one file of a run
 *
 * What is read, parsed or computed lives in an arena and dies with it; there
 * is no free for a single object.  A command owns one arena for the whole
 * run; work that goes file by file uses a second one and resets it between
 * files, so that memory follows the answer and not the ledger.
 *
 * Allocation does not fail: when memory is out, one line is printed and the
 * process exits 3.  No caller tests for NULL.
 */
#ifndef ARENA_H
#define ARENA_H

#include "base.h"

struct arena {
	struct chunk *first;	/* all chunks, kept over a reset */
	struct chunk *now;	/* the one allocated from */
	char         *p, *end;	/* what is left of it */
	struct arena_end *ends;	/* called before objects are forgotten */
};

void	arena_init(struct arena *);

/* Zeroed and aligned for any object; n may be 0. */
void	*arena_alloc(struct arena *, size_t n);

/* Room for n objects of `size` bytes each, zeroed. */
void	*arena_array(struct arena *, size_t n, size_t size);

/*
 * Makes room for one more in an array that grows: returns an array that can
 * hold at least n + 1 objects of `size` bytes, its first n those of `old`.
 * *cap is the caller's note of the capacity (0 with old NULL at the start).
 */
void	*arena_grow(struct arena *, void *old, size_t n, size_t *cap,
	    size_t size);

/* A copy, followed by a NUL that the length does not count. */
struct str	arena_dup(struct arena *, struct str);

struct str	arena_printf(struct arena *, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

/* One more slice at the end of a list; the slice is not copied. */
void	strs_add(struct strs *, struct arena *, struct str);

/* Sorts by bytes and drops what stands twice. */
void	strs_sort(struct strs *);

/*
 * For what hangs on an object and lies elsewhere: fn is called with it just
 * before the arena forgets its objects, last come first.
 */
void	arena_at_end(struct arena *, void (*fn)(void *), void *);

/* Forgets all objects; the memory is kept for the next ones. */
void	arena_reset(struct arena *);

/* Takes over all that another arena holds, which is then empty. */
void	arena_adopt(struct arena *, struct arena *from);

/* Gives the memory back. */
void	arena_free(struct arena *);

#endif
