/* SPDX-License-Identifier: MIT */
/* arena - chunks of memory that are filled from the front and kept. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"

#define CHUNK	((size_t)64 << 10)	/* the first; later ones double */
#define CHUNK_MAX	((size_t)4 << 20)
#define ALIGN	(sizeof(void *) * 2)

struct chunk {
	struct chunk *next;
	size_t        size;	/* of data */
	_Alignas(16) char data[];
};

struct arena_end {
	struct arena_end *next;
	void            (*fn)(void *);
	void             *object;
};

static void
out_of_memory(void)
{
	static const char line[] = "taizhang: out of memory\n";

	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(3);
	_exit(3);
}

void
arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

static void
use(struct arena *a, struct chunk *c)
{
	a->now = c;
	a->p = c->data;
	a->end = c->data + c->size;
}

/* A kept chunk that is large enough, or a new one after the current. */
static void
next_chunk(struct arena *a, size_t need)
{
	struct chunk *c, **link;
	size_t size = a->now ? a->now->size * 2 : CHUNK;

	link = a->now ? &a->now->next : &a->first;
	if (*link && (*link)->size >= need) {
		use(a, *link);
		return;
	}
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (size < need)
		size = need;
	c = malloc(sizeof(*c) + size);
	if (!c)
		out_of_memory();
	c->size = size;
	c->next = *link;
	*link = c;
	use(a, c);
}

static char *
take(struct arena *a, size_t n)
{
	char *p;

	if (n > SIZE_MAX / 2)
		out_of_memory();
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (!a->p || n > (size_t)(a->end - a->p))
		next_chunk(a, n);
	p = a->p;
	a->p += n;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	char *p = take(a, n);

	memset(p, 0, n);
	return p;
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		out_of_memory();
	return arena_alloc(a, n * size);
}

void *
arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap ? *cap * 2 : 16, had = *cap * size;
	char *p, *from = old;

	if (n < *cap)
		return old;
	if (want > SIZE_MAX / 4 / size)
		out_of_memory();
	/* the last object of a chunk grows where it stands */
	had = (had + ALIGN - 1) & ~(ALIGN - 1);
	if (from && from + had == a->p &&
	    want * size - had <= (size_t)(a->end - a->p)) {
		take(a, want * size - had);
		*cap = want;
		return old;
	}
	p = take(a, want * size);
	if (n)
		memcpy(p, old, n * size);
	*cap = want;
	return p;
}

struct str
arena_dup(struct arena *a, struct str s)
{
	char *p = take(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	p = take(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

void
strs_add(struct strs *l, struct arena *a, struct str s)
{
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = s;
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void
strs_sort(struct strs *l)
{
	size_t i, n = 0;

	if (l->n == 0)
		return;
	qsort(l->v, l->n, sizeof(*l->v), by_bytes);
	for (i = 0; i < l->n; i++)
		if (n == 0 || !str_eq(l->v[n - 1], l->v[i]))
			l->v[n++] = l->v[i];
	l->n = n;
}

void
arena_at_end(struct arena *a, void (*fn)(void *), void *object)
{
	struct arena_end *e = arena_alloc(a, sizeof(*e));

	*e = (struct arena_end){ a->ends, fn, object };
	a->ends = e;
}

static void
end(struct arena *a)
{
	const struct arena_end *e;

	for (e = a->ends; e; e = e->next)
		e->fn(e->object);
	a->ends = NULL;
}

void
arena_reset(struct arena *a)
{
	end(a);
	if (a->first)
		use(a, a->first);
}

/* In front of the first chunk, where nothing is allocated any more. */
void
arena_adopt(struct arena *a, struct arena *from)
{
	struct arena_end **ends;
	struct chunk *last;

	if (!from->first)
		return;
	if (!a->first)
		next_chunk(a, 1);
	for (last = from->first; last->next; last = last->next)
		;
	last->next = a->first;
	a->first = from->first;
	for (ends = &from->ends; *ends; ends = &(*ends)->next)
		;
	*ends = a->ends;
	a->ends = from->ends;
	arena_init(from);
}

void
arena_free(struct arena *a)
{
	struct chunk *c, *next;

	end(a);
	for (c = a->first; c; c = next) {
		next = c->next;
		free(c);
	}
	arena_init(a);
}
