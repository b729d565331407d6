/* SPDX-License-Identifier: MIT */
/* schema-format-net - addresses: RFC 3986 and 3987, 4291, 5321, 6570. */
#include "schema-formats.h"
#include "utf8.h"

#define ADDRESS	45	/* the longest IPv6 address, in bytes */
#define LOCAL	64	/* of an e-mail address, before the '@' */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alpha(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool
is_hex(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool
is_one_of(char c, const char *these)
{
	return c && strchr(these, c);
}

bool
format_ipv4(struct str s)
{
	size_t i, parts = 0, from = 0;
	int v = 0;

	if (s.n > 15)
		return false;
	for (i = 0; i <= s.n; i++) {
		if (i < s.n && is_digit(s.p[i])) {
			v = v * 10 + (s.p[i] - '0');
			continue;
		}
		if ((i < s.n && s.p[i] != '.') || i == from || i - from > 3 ||
		    v > 255 || (i - from > 1 && s.p[from] == '0'))
			return false;
		parts++;
		v = 0;
		from = i + 1;
	}
	return parts == 4;
}

/* Groups of hex digits between colons; 100 where it is none. */
static unsigned
groups(struct str s, bool last)
{
	struct str part;
	unsigned n = 0;
	size_t end, i;

	if (s.n == 0)
		return 0;
	for (;; s = str_sub(s, end + 1, s.n)) {
		end = str_find(s, S(":"));
		part = str_sub(s, 0, end);
		if (last && end == s.n && str_find(part, S(".")) < part.n)
			return format_ipv4(part) ? n + 2 : 100;
		if (part.n == 0 || part.n > 4)
			return 100;
		for (i = 0; i < part.n; i++)
			if (!is_hex(part.p[i]))
				return 100;
		n++;
		if (end == s.n)
			return n;
	}
}

bool
format_ipv6(struct str s)
{
	size_t gap = str_find(s, S("::"));

	if (s.n > ADDRESS)
		return false;
	if (gap == s.n)
		return groups(s, true) == 8;
	return groups(str_sub(s, 0, gap), false) +
	    groups(str_sub(s, gap + 2, s.n), true) <= 7;
}

/* ---- e-mail ----------------------------------------------------------- */

static bool
is_atext(char c, bool idn)
{
	return is_alpha(c) || is_digit(c) || (idn && (c & 0x80)) ||
	    is_one_of(c, "!#$%&'*+-/=?^_`{|}~");
}

/* Words with single dots between them. */
static bool
dotted(struct str s, bool idn)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!is_atext(s.p[i], idn) && (s.p[i] != '.' || i == 0 ||
		    i + 1 == s.n || s.p[i - 1] == '.'))
			return false;
	return s.n > 0;
}

static bool
quoted(struct str s, bool idn)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || (s.p[i] == '\\' && ++i == s.n))
			return false;
		if ((s.p[i] & 0x80 && !idn) || (unsigned char)s.p[i] < 32 ||
		    s.p[i] == 127)
			return false;
	}
	return true;
}

static bool
domain(struct str s, bool idn)
{
	size_t i, from = 0;

	if (s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']') {
		s = str_sub(s, 1, s.n - 1);
		return str_starts(s, S("IPv6:")) ?
		    format_ipv6(str_sub(s, 5, s.n)) : format_ipv4(s);
	}
	for (i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '.') {
			if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) &&
			    s.p[i] != '-' && !(idn && s.p[i] & 0x80))
				return false;
			continue;
		}
		if (i == from || s.p[from] == '-' || s.p[i - 1] == '-')
			return false;
		from = i + 1;
	}
	return s.n <= 255;
}

bool
format_email(struct str s, bool idn)
{
	struct str local;
	size_t at = s.n;

	while (at > 0 && s.p[at - 1] != '@')
		at--;
	if (at < 2 || at > LOCAL + 1)
		return false;
	local = str_sub(s, 0, at - 1);
	if (local.n > 1 && local.p[0] == '"' && local.p[local.n - 1] == '"') {
		if (!quoted(str_sub(local, 1, local.n - 1), idn))
			return false;
	} else if (!dotted(local, idn)) {
		return false;
	}
	return domain(str_sub(s, at, s.n), idn);
}

/* ---- URI -------------------------------------------------------------- */

/* Private use counts in queries alone. */
static bool
is_ucs(uint32_t c, bool private)
{
	static const struct { uint32_t first, last; } open[] = {
		{ 0xA0, 0xD7FF }, { 0xF900, 0xFDCF }, { 0xFDF0, 0xFFEF },
	};
	size_t i;

	for (i = 0; i < NELEM(open); i++)
		if (c >= open[i].first && c <= open[i].last)
			return true;
	if (private && c >= 0xE000 && c <= 0xF8FF)
		return true;
	if (c < 0x10000 || (c & 0xFFFF) >= 0xFFFE || c == UTF8_BAD)
		return false;
	return c >= 0xF0000 ? private : c < 0xE0000 || c >= 0xE1000;
}

static bool
percent(struct str s, size_t i)
{
	return i + 2 < s.n && is_hex(s.p[i + 1]) && is_hex(s.p[i + 2]);
}

/* Unreserved, escaped, sub-delims and `more`. */
static bool
made_of(struct str s, const char *more, bool iri, bool private)
{
	size_t i = 0;

	while (i < s.n) {
		if (s.p[i] & 0x80) {
			if (!iri || !is_ucs(utf8_next(s, &i), private))
				return false;
		} else if (s.p[i] == '%') {
			if (!percent(s, i))
				return false;
			i += 3;
		} else {
			if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) &&
			    !is_one_of(s.p[i], "-._~!$&'()*+,;=") &&
			    !is_one_of(s.p[i], more))
				return false;
			i++;
		}
	}
	return true;
}

/* v1.… within brackets. */
static bool
is_future(struct str s)
{
	size_t i;

	for (i = 1; i < s.n && is_hex(s.p[i]); i++)
		;
	return s.n > 3 && (s.p[0] | 32) == 'v' && i > 1 && i + 1 < s.n &&
	    s.p[i] == '.' && str_find(s, S("%")) == s.n &&
	    made_of(str_sub(s, i + 1, s.n), ":", false, false);
}

static bool
authority(struct str s, bool iri)
{
	size_t at = str_find(s, S("@")), end;
	struct str host;

	if (at < s.n) {
		if (!made_of(str_sub(s, 0, at), ":", iri, false))
			return false;
		s = str_sub(s, at + 1, s.n);
	}
	if (s.n && s.p[0] == '[') {
		end = str_find(s, S("]"));
		host = str_sub(s, 1, end);
		if (end == s.n || (!format_ipv6(host) && !is_future(host)))
			return false;
		s = str_sub(s, end + 1, s.n);
		if (s.n && s.p[0] != ':')
			return false;
	} else {
		end = str_find(s, S(":"));
		if (!made_of(str_sub(s, 0, end), "", iri, false))
			return false;
		s = str_sub(s, end, s.n);
	}
	for (end = 1; end < s.n; end++)
		if (!is_digit(s.p[end]))
			return false;
	return true;
}

static bool
scheme(struct str s)
{
	size_t i;

	if (s.n == 0 || !is_alpha(s.p[0]))
		return false;
	for (i = 1; i < s.n; i++)
		if (!is_alpha(s.p[i]) && !is_digit(s.p[i]) &&
		    !is_one_of(s.p[i], "+-."))
			return false;
	return true;
}

bool
format_uri(struct str s, bool iri, bool relative)
{
	size_t i = str_find(s, S("#"));

	if (i < s.n && !made_of(str_sub(s, i + 1, s.n), ":@/?", iri, false))
		return false;
	s = str_sub(s, 0, i);
	i = str_find(s, S("?"));
	if (i < s.n && !made_of(str_sub(s, i + 1, s.n), ":@/?", iri, true))
		return false;
	s = str_sub(s, 0, i);
	for (i = 0; i < s.n && s.p[i] != ':' && s.p[i] != '/'; i++)
		;
	if (i < s.n && s.p[i] == ':') {
		if (!scheme(str_sub(s, 0, i)))
			return false;
		s = str_sub(s, i + 1, s.n);
	} else if (!relative) {
		return false;
	}
	if (str_starts(s, S("//"))) {
		s = str_sub(s, 2, s.n);
		i = str_find(s, S("/"));
		if (!authority(str_sub(s, 0, i), iri))
			return false;
		s = str_sub(s, i, s.n);
	}
	return made_of(s, ":@/", iri, false);
}

/* ---- URI templates ---------------------------------------------------- */

static bool
variable(struct str s)
{
	size_t i, end = 0;

	if (s.n && s.p[s.n - 1] == '*') {
		s.n--;
	} else if ((end = str_find(s, S(":"))) < s.n) {
		if (s.n - end < 2 || s.n - end > 5 || s.p[end + 1] == '0')
			return false;
		for (i = end + 1; i < s.n; i++)
			if (!is_digit(s.p[i]))
				return false;
		s.n = end;
	}
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && percent(s, i))
			i += 2;
		else if (s.p[i] == '.' ? i == 0 || i + 1 == s.n ||
		    s.p[i - 1] == '.' : !is_alpha(s.p[i]) &&
		    !is_digit(s.p[i]) && s.p[i] != '_')
			return false;
	}
	return s.n > 0;
}

static bool
expression(struct str s)
{
	size_t end;

	if (s.n && is_one_of(s.p[0], "+#./;?&=,!@|"))
		s = str_sub(s, 1, s.n);
	for (;; s = str_sub(s, end + 1, s.n)) {
		end = str_find(s, S(","));
		if (!variable(str_sub(s, 0, end)))
			return false;
		if (end == s.n)
			return true;
	}
}

bool
format_uri_template(struct str s)
{
	size_t i = 0, end;

	while (i < s.n) {
		if (s.p[i] == '{') {
			end = i + str_find(str_sub(s, i, s.n), S("}"));
			if (end == s.n ||
			    !expression(str_sub(s, i + 1, end)))
				return false;
			i = end + 1;
		} else if (s.p[i] & 0x80) {
			if (!is_ucs(utf8_next(s, &i), true))
				return false;
		} else if (s.p[i] == '%') {
			if (!percent(s, i))
				return false;
			i += 3;
		} else {
			if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 127 ||
			    is_one_of(s.p[i], "\"<>\\^`|}"))
				return false;
			i++;
		}
	}
	return true;
}
