/* SPDX-License-Identifier: MIT */
/* schema-word - text compared by two loads; for schema-*.c alone. */
#ifndef SCHEMA_WORD_H
#define SCHEMA_WORD_H

#include "schema-ops.h"

/* Up to eight bytes as a number, all of them counted. */
static inline uint64_t
word_head(const char *p, size_t n)
{
	uint64_t w = 0;
	uint32_t a, b;
	uint16_t c, d;

	if (n >= 8) {
		memcpy(&w, p, 8);
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		w = (uint64_t)a << 32 | b;
	} else if (n >= 2) {
		memcpy(&c, p, 2);
		memcpy(&d, p + n - 2, 2);
		w = (uint64_t)c << 16 | d;
	} else if (n == 1) {
		w = (unsigned char)p[0];
	}
	return w;
}

static inline struct word
word_load(struct str s)
{
	struct word w = { word_head(s.p, s.n), 0, s };

	if (s.n > 8)
		memcpy(&w.tail, s.p + s.n - 8, 8);
	return w;
}

static inline bool
word_same(const struct word *a, const struct word *b)
{
	return a->s.n == b->s.n && a->head == b->head &&
	    a->tail == b->tail &&
	    (a->s.n <= 16 || memcmp(a->s.p, b->s.p, a->s.n) == 0);
}

/* The same, for text that is not loaded yet: most differ in length. */
static inline bool
word_is(const struct word *w, struct str s)
{
	uint64_t first, last;

	if (w->s.n != s.n)
		return false;
	if (s.n < 8)
		return word_head(s.p, s.n) == w->head;
	memcpy(&first, s.p, 8);
	memcpy(&last, s.p + s.n - 8, 8);
	return first == w->head && (s.n == 8 || last == w->tail) &&
	    (s.n <= 16 || memcmp(s.p, w->s.p, s.n) == 0);
}

#endif
