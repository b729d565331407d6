/* SPDX-License-Identifier: MIT */
/* csv-guard - text that a spreadsheet would take for a formula. */
#include "csv.h"
#include "utf8.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* -?[0-9]+(\.[0-9]+)? */
static bool
is_number(struct str s)
{
	size_t i = str_starts(s, S("-")), from = i;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	if (i == from || i == s.n)
		return i > from;
	if (s.p[i++] != '.')
		return false;
	for (from = i; i < s.n && is_digit(s.p[i]); i++)
		;
	return i == s.n && i > from;
}

/* Blanks, quotes and the unseen: a spreadsheet may look past them. */
static bool
is_passed_over(uint32_t c)
{
	return c <= 0x20 || c == '"' || c == '\'' || c == '`' ||
	    (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x061C ||
	    (c >= 0x2000 && c <= 0x200F) || (c >= 0x2018 && c <= 0x201F) ||
	    (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) ||
	    c == 0x3000 || c == 0xFEFF || c == 0xFF02 || c == 0xFF07 ||
	    c == UTF8_BAD;
}

bool
csv_needs_guard(struct str s)
{
	uint32_t c = 0;
	size_t at = 0;

	if (is_number(s) || str_is(s, "-"))
		return false;
	while (at < s.n) {
		c = utf8_next(s, &at);
		if (c == '\t' || c == '\r' || c == '\n')
			return true;
		if (!is_passed_over(c))
			break;
	}
	c = utf8_half(c);
	return c == '=' || c == '+' || c == '-' || c == '@';
}

struct str
csv_unguarded(struct str s)
{
	struct str rest = str_sub(s, 1, s.n);

	if (str_starts(s, S("'")) && csv_needs_guard(rest))
		return rest;
	if (s.n > 3 && str_starts(s, S("=\"")) && str_ends(s, S("\"")))
		return str_sub(s, 2, s.n - 1);
	return s;
}
