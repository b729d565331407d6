/* SPDX-License-Identifier: MIT */
/* par - threads that take the next item until there is none. */
#include <pthread.h>
#include <stdatomic.h>

#include "par.h"

struct crew {
	size_t               n;
	atomic_size_t        next;
	atomic_bool          failed;
	bool               (*fn)(void *, size_t, struct par *);
	void                *ctx;
	struct diag        **diags;	/* by item; NULL: nothing said */
	const struct words  *words;
};

struct worker {
	struct crew *crew;
	struct arena scratch, keep;
	struct par   par;
	pthread_t    thread;
};

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct crew *c = w->crew;
	size_t i;

	for (;;) {
		i = atomic_fetch_add(&c->next, 1);
		if (i >= c->n)
			return NULL;
		w->par.diag = arena_alloc(&w->keep, sizeof(struct diag));
		diag_init(w->par.diag, &w->keep, c->words);
		if (!c->fn(c->ctx, i, &w->par))
			atomic_store(&c->failed, true);
		if (w->par.diag->n || w->par.diag->nerrors)
			c->diags[i] = w->par.diag;
	}
}

static void
ready(struct worker *w, struct crew *c, unsigned thread)
{
	w->crew = c;
	arena_init(&w->scratch);
	arena_init(&w->keep);
	w->par = (struct par){ .arena = &w->scratch, .keep = &w->keep,
	    .run = schema_run_new(&w->keep), .thread = thread };
}

bool
par_each(size_t n, unsigned threads, bool (*fn)(void *, size_t, struct par *),
    void *ctx, struct arena *a, struct diag *dg)
{
	struct crew c = { .n = n, .fn = fn, .ctx = ctx, .words = dg->words };
	struct worker *w;
	unsigned i, started;
	size_t k;

	if (threads > PAR_THREADS)
		threads = PAR_THREADS;
	if (threads > n)
		threads = (unsigned)n;
	if (threads < 1)
		threads = 1;
	c.diags = arena_array(a, n, sizeof(struct diag *));
	w = arena_array(a, threads, sizeof(*w));
	for (i = 0; i < threads; i++)
		ready(&w[i], &c, i);
	for (started = 1; started < threads; started++)
		if (pthread_create(&w[started].thread, NULL, work,
		    &w[started]) != 0)
			break;	/* those there are do it all */
	work(&w[0]);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	for (k = 0; k < n; k++)
		if (c.diags[k])
			diag_merge(dg, c.diags[k]);
	for (i = 0; i < threads; i++) {
		arena_free(&w[i].scratch);
		arena_adopt(a, &w[i].keep);
	}
	return !atomic_load(&c.failed);
}
