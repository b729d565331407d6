/* SPDX-License-Identifier: MIT */
/*
 * utf8 - decoding, and two scans that every byte of every file goes through
 *
 * The scans take eight ASCII bytes at a time and have a loop of their own
 * for runs of three-byte characters, which is what a Chinese ledger is.
 */
#include "utf8.h"
#include "utf8-table.h"

#define ONES	0x0101010101010101u
#define TOPS	0x8080808080808080u

static uint64_t
word_at(const unsigned char *p)
{
	uint64_t w;

	memcpy(&w, p, 8);
	return w;
}

static bool
follows(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* How many bytes the character at p has, 0 where it is ill-formed. */
static size_t
length_at(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4 || n < 2 || !follows(p[1]))
		return 0;
	if (c < 0xE0)
		return 2;
	if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ||
	    (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F))
		return 0;
	if (n < 3 || !follows(p[2]))
		return 0;
	if (c < 0xF0)
		return 3;
	return n > 3 && follows(p[3]) ? 4 : 0;
}

static uint32_t
decode(const unsigned char *p, size_t length)
{
	switch (length) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	case 3:
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 |
		    (p[2] & 0x3Fu);
	default:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 |
		    (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	}
}

uint32_t
utf8_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t n = length_at(p, s.n - *at);

	*at += n ? n : 1;
	return n ? decode(p, n) : UTF8_BAD;
}

void
utf8_put(struct buf *b, uint32_t code)
{
	char c[4];
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0x00, 0xC0, 0xE0, 0xF0 };
	size_t i;

	if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
		utf8_put(b, 0xFFFD);
		return;
	}
	for (i = n - 1; i > 0; i--, code >>= 6)
		c[i] = (char)(0x80 | (code & 0x3F));
	c[0] = (char)(lead[n] | code);
	buf_add(b, (struct str){ c, n });
}

size_t
utf8_check(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at = 0, length;

	while (at < s.n) {
		while (s.n - at >= 8 && !(word_at(p + at) & TOPS))
			at += 8;
		/* E1 to EC, E4 to E9 being Han: any two may follow */
		while (s.n - at >= 3 && p[at] - 0xE1u < 0xEC - 0xE0 &&
		    (((p[at + 1] ^ 0x80) | (p[at + 2] ^ 0x80)) & 0xC0) == 0)
			at += 3;
		if (at == s.n)
			break;
		length = length_at(p + at, s.n - at);
		if (length == 0)
			return at;
		at += length;
	}
	return s.n;
}

static bool
unsafe(uint32_t c)
{
	if (c < 0x300)
		return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
		    (c >= 0x7F && c < 0xA0) || c == 0xAD;
	if (c >= 0x2000 && c < 0x2070)
		return (c >= 0x200B && c <= 0x200F) ||
		    (c >= 0x2028 && c <= 0x202E) || c >= 0x2060;
	return c == 0x061C || c == 0x180E || c == 0xFEFF ||
	    (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c < 0xE0080);
}

/* Eight bytes of ASCII without a control. */
static bool
word_plain(uint64_t w)
{
	uint64_t low = (w - ONES * 0x20) & ~w;	/* below 0x20 */
	uint64_t del = (w ^ ONES * 0x7F) - ONES;

	return ((low | del | w) & TOPS) == 0;
}

size_t
utf8_unsafe(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at = 0, next;
	uint32_t c;

	if (str_starts(s, S("\xEF\xBB\xBF")))
		at = 3;
	while (at < s.n) {
		while (s.n - at >= 8 && word_plain(word_at(p + at)))
			at += 8;
		/* E3 to EE: Han, kana, Hangul, private use; all safe */
		while (s.n - at >= 3 && p[at] - 0xE3u < 0xEF - 0xE3)
			at += 3;
		while (at < s.n && p[at] >= 0x20 && p[at] < 0x7F)
			at++;
		if (at == s.n)
			break;
		next = at;
		c = utf8_next(s, &next);
		if (unsafe(c))
			return at;
		at = next;
	}
	return s.n;
}

size_t
utf8_count(struct str s)
{
	size_t at = 0, n;

	for (n = 0; at < s.n; n++)
		utf8_next(s, &at);
	return n;
}

static bool
within(const struct range *r, size_t n, uint32_t code)
{
	size_t low = 0, mid;

	while (n > low) {
		mid = low + (n - low) / 2;
		if (code > r[mid].last)
			low = mid + 1;
		else if (code < r[mid].first)
			n = mid;
		else
			return true;
	}
	return false;
}

int
utf8_width(uint32_t code)
{
	if (code < 0x300)
		return code >= 0x20 && (code < 0x7F || code > 0x9F) &&
		    code != 0xAD;
	if (code >= 0x4E00 && code <= 0x9FFF)
		return 2;
	if (within(zero, NELEM(zero), code))
		return 0;
	return within(wide, NELEM(wide), code) ? 2 : 1;
}

size_t
utf8_columns(struct str s)
{
	size_t at = 0, n = 0;

	while (at < s.n)
		n += (size_t)utf8_width(utf8_next(s, &at));
	return n;
}

struct str
utf8_fit(struct str s, size_t columns)
{
	size_t at = 0, fits = 0, n = 0;

	while (at < s.n) {
		n += (size_t)utf8_width(utf8_next(s, &at));
		if (n > columns)
			break;
		fits = at;
	}
	return str_sub(s, 0, fits);
}

void
utf8_safe(struct buf *b, struct str s)
{
	size_t at = 0, from = 0, next;
	uint32_t c;

	for (; at < s.n; at = next) {
		next = at;
		c = utf8_next(s, &next);
		if (c >= 0x20 && c != UTF8_BAD && !unsafe(c))
			continue;
		buf_add(b, str_sub(s, from, at));
		if (c == UTF8_BAD)
			buf_printf(b, "\\x{%02x}", (unsigned char)s.p[at]);
		else
			buf_printf(b, "\\u{%02x}", (unsigned)c);
		from = next;
	}
	buf_add(b, str_sub(s, from, s.n));
}

uint32_t
utf8_half(uint32_t code)
{
	if (code >= 0xFF01 && code <= 0xFF5E)
		return code - 0xFF01 + '!';
	return code == 0x3000 ? ' ' : code;
}

struct str
utf8_halved(struct str s, struct arena *a)
{
	struct buf b;
	size_t at = 0, from = 0, next;
	uint32_t c;

	buf_init(&b, a);
	for (; at < s.n; at = next) {
		next = at;
		c = utf8_next(s, &next);
		if (utf8_half(c) == c)
			continue;
		buf_add(&b, str_sub(s, from, at));
		buf_char(&b, (char)utf8_half(c));
		from = next;
	}
	if (from == 0)
		return s;
	buf_add(&b, str_sub(s, from, s.n));
	return buf_str(&b);
}
