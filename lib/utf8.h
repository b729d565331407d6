/* SPDX-License-Identifier: MIT */
/*
 * utf8 - decode, validate, measure and make safe to print
 *
 * Width is that of a terminal: 2 columns for East Asian wide and full-width
 * characters, 0 for combining ones, by our own table (Unicode, UAX #11), so
 * that a report aligns the same on every machine and under every locale.
 */
#ifndef UTF8_H
#define UTF8_H

#include "buf.h"

#define UTF8_BAD	0xFFFFFFFFu	/* no code point: ill-formed bytes */

/*
 * The code point at *at, which moves past it.  Ill-formed bytes (overlong,
 * surrogate, cut off) give UTF8_BAD and move one byte.  *at < s.n.
 */
uint32_t	utf8_next(struct str s, size_t *at);

void	utf8_put(struct buf *, uint32_t code);

/* Offset of the first byte that is not well-formed UTF-8, or s.n. */
size_t	utf8_check(struct str);

/*
 * Offset of the first character a ledger never holds, or s.n: C0 and C1
 * controls but tab, LF and CR; U+0085, U+2028, U+2029; the bidi controls;
 * zero-width characters and the soft hyphen; U+FEFF but at offset 0.
 * The text must be well-formed.  (CVE-2021-42574, CWE-1007)
 */
size_t	utf8_unsafe(struct str);

size_t	utf8_count(struct str);		/* code points */
int	utf8_width(uint32_t code);	/* columns: 0, 1 or 2 */
size_t	utf8_columns(struct str);	/* of the whole text */

/* The longest prefix of at most `columns` columns. */
struct str	utf8_fit(struct str, size_t columns);

/*
 * Adds the text with everything that could move a cursor or hide (controls,
 * bidi, zero-width, ill-formed bytes) written as \u{1b} or \x{ff}.
 */
void	utf8_safe(struct buf *, struct str);

/* Full-width ASCII (U+FF01-FF5E, U+3000) to half-width; else the same. */
uint32_t	utf8_half(uint32_t code);

/* The whole text so; the same slice where nothing was full-width. */
struct str	utf8_halved(struct str, struct arena *);

#endif
