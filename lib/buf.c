/* SPDX-License-Identifier: MIT */
/* buf - a growing run of bytes in an arena. */
#include <stdio.h>

#include "buf.h"

void
buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){ .arena = a };
}

static char *
room(struct buf *b, size_t n)
{
	while (b->cap - b->n < n)
		b->p = arena_grow(b->arena, b->p, b->cap, &b->cap, 1);
	return b->p + b->n;
}

void
buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(room(b, s.n), s.p, s.n);
	b->n += s.n;
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, str_of(s));
}

void
buf_char(struct buf *b, char c)
{
	*room(b, 1) = c;
	b->n++;
}

void
buf_fill(struct buf *b, char c, size_t times)
{
	memset(room(b, times ? times : 1), c, times);
	b->n += times;
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return;
	vsnprintf(room(b, (size_t)n + 1), (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

/*
 * The code of a control or of an invisible character that begins s, else 0.
 * The bytes are compared as they stand, for utf8 comes after this module.
 */
static unsigned
hidden(struct str s, size_t *length)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned c;

	*length = 1;
	if (p[0] < 0x20 || p[0] == 0x7F)
		return p[0];
	if (s.n >= 2 && p[0] == 0xC2 && (p[1] < 0xA0 || p[1] == 0xAD)) {
		*length = 2;
		return p[1];
	}
	if (s.n < 3 || (p[0] != 0xE2 && p[0] != 0xEF))
		return 0;
	c = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	*length = 3;
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	    (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ? c : 0;
}

void
buf_json(struct buf *b, struct str s)
{
	static const char named[] = "btn?fr";	/* 8 to 13 */
	size_t at, length;
	unsigned c;

	buf_char(b, '"');
	for (at = 0; at < s.n; at += length) {
		c = hidden(str_sub(s, at, s.n), &length);
		if (s.p[at] == '"' || s.p[at] == '\\') {
			buf_char(b, '\\');
			buf_char(b, s.p[at]);
		} else if (c >= 8 && c <= 13 && c != 11) {
			buf_char(b, '\\');
			buf_char(b, named[c - 8]);
		} else if (c || s.p[at] == '\0')
			buf_printf(b, "\\u%04x", c);
		else
			buf_add(b, str_sub(s, at, at + length));
	}
	buf_char(b, '"');
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}
