/* SPDX-License-Identifier: MIT */
/*
 * base - slices of text, spans of bytes, and four macros
 *
 * Text is a slice: a pointer and a length, almost always into the bytes of a
 * file, never assumed to end in a NUL.  A span is a half-open range of byte
 * offsets in one source.
 */
#ifndef BASE_H
#define BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE	__attribute__((warn_unused_result))
#define NELEM(a)	(sizeof(a) / sizeof((a)[0]))
#define S(literal)	((struct str){ (literal), sizeof(literal) - 1 })
#define STR(s)		(int)(s).n, (s).p	/* for "%.*s" */

struct str {
	const char *p;
	size_t      n;
};

struct span {
	uint32_t at;	/* first byte */
	uint32_t end;	/* one past the last byte */
};

/* A growing list of slices; the array lives in some arena. */
struct strs {
	struct str *v;
	size_t      n, cap;
};

static inline struct str
str_of(const char *cstring)
{
	return (struct str){ cstring, cstring ? strlen(cstring) : 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_is(struct str a, const char *cstring)
{
	return str_eq(a, str_of(cstring));
}

/* Byte order, which for UTF-8 is code point order; a prefix sorts first. */
static inline int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 ||
	    memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The slice from `at` to `end`, cut to what there is. */
static inline struct str
str_sub(struct str s, size_t at, size_t end)
{
	if (end > s.n)
		end = s.n;
	if (at > end)
		at = end;
	return (struct str){ s.p + at, end - at };
}

/* Offset of the first `needle`, or haystack.n where there is none. */
static inline size_t
str_find(struct str haystack, struct str needle)
{
	const char *p;

	if (needle.n == 0)
		return 0;
	p = haystack.n ? memmem(haystack.p, haystack.n, needle.p, needle.n)
	    : NULL;
	return p ? (size_t)(p - haystack.p) : haystack.n;
}

/* Without blanks (space, tab, CR, LF) at either end. */
static inline struct str
str_trim(struct str s)
{
	while (s.n && strchr(" \t\r\n", s.p[0]) && s.p[0])
		s.p++, s.n--;
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]) && s.p[s.n - 1])
		s.n--;
	return s;
}

#endif
