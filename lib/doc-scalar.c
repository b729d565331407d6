/* SPDX-License-Identifier: MIT */
/*
 * doc-scalar - what a plain scalar is by the core schema of YAML 1.2, and
 * whether a reader of YAML 1.1 would take it for something else
 */
#include "doc.h"

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
among(struct str s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

/* How many characters from `at` on are in `set`. */
static size_t
run(struct str s, size_t at, const char *set)
{
	size_t i = at;

	while (i < s.n && s.p[i] && strchr(set, s.p[i]))
		i++;
	return i - at;
}

static size_t
digits(struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n && digit(s.p[i]))
		i++;
	return i - at;
}

static struct str
unsigned_part(struct str s)
{
	return s.n && (s.p[0] == '-' || s.p[0] == '+') ? str_sub(s, 1, s.n) :
	    s;
}

/* (\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool
is_float(struct str s)
{
	size_t whole = digits(s, 0), part = 0, at = whole;

	if (at < s.n && s.p[at] == '.') {
		part = digits(s, at + 1);
		at += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
			at++;
		if (digits(s, at) == 0)
			return false;
		at += digits(s, at);
	}
	return at == s.n;
}

static enum node_type
number_type(struct str s)
{
	static const char *const inf[] = { ".inf", ".Inf", ".INF" };
	static const char *const nan[] = { ".nan", ".NaN", ".NAN" };
	struct str u = unsigned_part(s);

	if (u.n && digits(u, 0) == u.n)
		return TYPE_INT;
	if (s.n > 2 && s.p[0] == '0' && s.p[1] == 'o' &&
	    run(s, 2, "01234567") == s.n - 2)
		return TYPE_INT;
	if (s.n > 2 && s.p[0] == '0' && s.p[1] == 'x' &&
	    run(s, 2, "0123456789abcdefABCDEF") == s.n - 2)
		return TYPE_INT;
	if (is_float(u) || among(u, inf, NELEM(inf)) ||
	    among(s, nan, NELEM(nan)))
		return TYPE_FLOAT;
	return TYPE_STR;
}

enum node_type
scalar_type(struct str s)
{
	static const char *const null[] = { "~", "null", "Null", "NULL" };
	static const char *const boolean[] = { "true", "True", "TRUE",
	    "false", "False", "FALSE" };

	if (s.n == 0)
		return TYPE_NULL;
	switch (s.p[0]) {
	case '~': case 'n': case 'N':
		return among(s, null, NELEM(null)) ? TYPE_NULL : TYPE_STR;
	case 't': case 'T': case 'f': case 'F':
		return among(s, boolean, NELEM(boolean)) ? TYPE_BOOL :
		    TYPE_STR;
	case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
	case '-': case '+': case '.':
		return number_type(s);
	}
	return TYPE_STR;
}

/* A year, a month and a day of the calendar, all ten characters. */
static bool
real_day(struct str s)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	int year, month, day, leap;

	year = (s.p[0] - '0') * 1000 + (s.p[1] - '0') * 100 +
	    (s.p[2] - '0') * 10 + (s.p[3] - '0');
	month = (s.p[5] - '0') * 10 + (s.p[6] - '0');
	day = (s.p[8] - '0') * 10 + (s.p[9] - '0');
	leap = month == 2 && year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + leap;
}

/* [0-9]{4}-[0-9][0-9]?-[0-9][0-9]?([Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:... */
static bool
timestamp(struct str s)
{
	size_t at = 4, n, i;

	if (s.n < 10 || digits(s, 0) != 4)
		return false;
	for (i = 0; i < 2; i++, at += 1 + n) {
		n = at < s.n && s.p[at] == '-' ? digits(s, at + 1) : 0;
		if (n < 1 || n > 2)
			return false;
	}
	if (at == s.n)
		return s.n == 10 && !real_day(s);
	n = s.p[at] == 'T' || s.p[at] == 't' ? 1 : run(s, at, " \t");
	at += n;
	if (n == 0 || digits(s, at) < 1 || digits(s, at) > 2)
		return false;
	at += digits(s, at);
	return s.n - at >= 6 && s.p[at] == ':' && digits(s, at + 1) == 2 &&
	    s.p[at + 3] == ':' && digits(s, at + 4) == 2;
}

/* [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?: minutes and seconds. */
static bool
sexagesimal(struct str s)
{
	size_t at = run(s, 0, "0123456789_"), n, groups = 0;

	if (at == 0 || s.p[0] == '_')
		return false;
	for (; at < s.n && s.p[at] == ':'; at += 1 + n, groups++) {
		n = digits(s, at + 1);
		if (n < 1 || n > 2 || (n == 2 && s.p[at + 1] > '5'))
			return false;
	}
	if (at < s.n && s.p[at] == '.')
		at += 1 + run(s, at + 1, "0123456789_");
	return groups > 0 && at == s.n;
}

/* Digits that underscores group: [0-9][0-9_]*(\.[0-9_]*)? */
static bool
grouped(struct str s)
{
	size_t at = run(s, 0, "0123456789_");

	if (at == 0 || s.p[0] == '_' || !memchr(s.p, '_', s.n))
		return false;
	if (at < s.n && s.p[at] == '.')
		at += 1 + run(s, at + 1, "0123456789_");
	return at == s.n;
}

/* 0b101, 0o17, +0x1F, 037030: bases that one of the two does not know. */
static bool
based(struct str s, struct str u)
{
	if (u.n < 2 || u.p[0] != '0')
		return false;
	switch (u.p[1]) {
	case 'b':
		return u.n > 2 && run(u, 2, "01_") == u.n - 2;
	case 'o':
		return u.n > 2 && run(u, 2, "01234567") == u.n - 2;
	case 'x':
		return u.n > 2 &&
		    run(u, 2, "0123456789abcdefABCDEF_") == u.n - 2 &&
		    (u.n < s.n || memchr(u.p, '_', u.n));
	}
	return digits(u, 0) == u.n;
}

/* A float to 1.2, but 1.1 wants the dot and the sign of the exponent. */
static bool
half_float(struct str s, struct str u)
{
	size_t e;

	if (!is_float(u))
		return false;
	if (u.n < s.n && u.p[0] == '.')
		return true;
	for (e = 0; e < u.n && u.p[e] != 'e' && u.p[e] != 'E'; e++)
		continue;
	return e < u.n && (!memchr(u.p, '.', e) || digit(u.p[e + 1]));
}

bool
scalar_disputed(struct str s)
{
	static const char *const words[] = { "y", "Y", "yes", "Yes", "YES",
	    "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off",
	    "OFF", "=", "<<" };
	struct str u = unsigned_part(s);

	if (u.n == 0)
		return false;
	if (!digit(u.p[0]) && u.p[0] != '.')
		return among(s, words, NELEM(words));
	return based(s, u) || grouped(u) || sexagesimal(u) ||
	    half_float(s, u) || timestamp(s);
}

static bool
is_ascii(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] & 0x80)
			return false;
	return true;
}

bool
scalar_wide(struct str s, bool alone)
{
	if (s.n == 0 || !((unsigned char)s.p[0] & 0x80 || alone))
		return false;
	if (str_starts(s, S("\u201c")) && s.n > 6 && str_ends(s, S("\u201d")))
		return is_ascii(str_sub(s, 3, s.n - 3));
	if (str_starts(s, S("\u201c")) && s.n > 4 && str_ends(s, S("\"")))
		return is_ascii(str_sub(s, 3, s.n - 1));
	if (str_starts(s, S("\uff3b")) && (str_ends(s, S("\uff3d")) ||
	    str_ends(s, S("]"))))
		return true;
	return alone && (str_find(s, S("\uff0c")) < s.n ||
	    str_find(s, S("\u3001")) < s.n);
}
