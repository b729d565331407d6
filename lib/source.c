/* SPDX-License-Identifier: MIT */
/* source - lines and columns, counted on from a place already known. */
#include "source.h"
#include "utf8.h"

#define BOM	S("\xEF\xBB\xBF")

struct source
source_of(const char *path, struct str bytes)
{
	return (struct source){ .path = str_of(path), .bytes = bytes };
}

struct source_mark
source_start(const struct source *src)
{
	struct str s = src->bytes;
	uint32_t begin = str_starts(s, BOM) ? 3 : 0;
	bool lf = s.n == 0 || memchr(s.p, '\n', s.n);

	return (struct source_mark){ .at = begin, .line = 1, .begin = begin,
	    .eol = lf || !memchr(s.p, '\r', s.n) ? '\n' : '\r' };
}

struct source_mark
source_walk(const struct source *src, struct source_mark m, uint32_t at)
{
	struct str s = src->bytes;
	const char *p;

	if (at > s.n)
		at = (uint32_t)s.n;
	while (m.at < at &&
	    (p = memchr(s.p + m.at, m.eol, at - m.at)) != NULL) {
		m.line++;
		m.at = m.begin = (uint32_t)(p + 1 - s.p);
		m.column = 0;
	}
	if (m.at < at) {
		m.column += (uint32_t)utf8_count(str_sub(s, m.at, at));
		m.at = at;
	}
	return m;
}

struct place
source_place_at(const struct source *src, struct source_mark m)
{
	struct str rest = str_sub(src->bytes, m.begin, src->bytes.n);
	const char *end = rest.n ? memchr(rest.p, m.eol, rest.n) : NULL;
	struct str line = end ? str_sub(rest, 0, (size_t)(end - rest.p)) : rest;

	if (end && m.eol == '\n' && str_ends(line, S("\r")))
		line.n--;
	return (struct place){ .line = m.line, .column = m.column + 1,
	    .byte_column = m.at - m.begin + 1, .text = line };
}

struct place
source_place(const struct source *src, uint32_t at)
{
	return source_place_at(src, source_walk(src, source_start(src), at));
}
