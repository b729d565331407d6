/* SPDX-License-Identifier: MIT */
/* points - hundredths in 64 bits; products and quotients in 128. */
#include <assert.h>
#include <stdio.h>

#include "points.h"

enum reading { READ_OK, READ_FORM, READ_RANGE };

/* How many digits there are at *at; *n stops growing past POINTS_MAX. */
static size_t
digits(int64_t *n, struct str s, size_t *at, size_t most)
{
	size_t begin = *at;

	for (; *at < s.n && *at - begin < most; ++*at) {
		if (s.p[*at] < '0' || s.p[*at] > '9')
			break;
		if (*n <= POINTS_MAX)
			*n = *n * 10 + (s.p[*at] - '0');
	}
	return *at - begin;
}

static enum reading
read_points(points *out, struct str s)
{
	size_t at = 0, decimals = 0;
	int64_t n = 0;
	bool minus = s.n && s.p[0] == '-';

	*out = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		at++;
	if (!digits(&n, s, &at, s.n))
		return READ_FORM;
	if (at < s.n && s.p[at] == '.') {
		at++;
		decimals = digits(&n, s, &at, 2);
		if (decimals == 0)
			return READ_FORM;
	}
	if (at != s.n)
		return READ_FORM;
	for (; decimals < 2; decimals++)
		if (n <= POINTS_MAX)
			n *= 10;
	if (n > POINTS_MAX)
		return READ_RANGE;
	*out = minus ? -n : n;
	return READ_OK;
}

bool
points_read(points *out, struct str s)
{
	return read_points(out, s) == READ_OK;
}

bool
points_parse(points *out, struct str s, const struct source *src,
    struct span at, struct diag *dg)
{
	switch (read_points(out, s)) {
	case READ_FORM:
		return diag_error(dg, "points-form", src, at,
		    "not a number of points: '%.*s'; write it with at most "
		    "two decimals, like 2.50 or -3", STR(s));
	case READ_RANGE:
		return diag_error(dg, "points-range", src, at,
		    "too many points: '%.*s'; at most %lld either way",
		    STR(s), (long long)(POINTS_MAX / 100));
	case READ_OK:
		break;
	}
	return true;
}

char *
points_text(char out[POINTS_TEXT], points p)
{
	uint64_t n = p < 0 ? -(uint64_t)p : (uint64_t)p;

	snprintf(out, POINTS_TEXT, "%s%llu.%02u", p < 0 ? "-" : "",
	    (unsigned long long)(n / 100), (unsigned)(n % 100));
	return out;
}

struct str
points_str(struct arena *a, points p)
{
	char text[POINTS_TEXT];

	return arena_dup(a, str_of(points_text(text, p)));
}

points
points_ratio(points p, int64_t num, int64_t den)
{
	__int128 n = (__int128)p * num, q;
	bool minus = n < 0;

	assert(den > 0);
	if (minus)
		n = -n;
	q = n / den;
	if (n % den * 2 >= den)
		q++;
	if (q > INT64_MAX)
		q = INT64_MAX;
	return minus ? -(points)q : (points)q;
}

points
points_percent(int64_t num, int64_t den)
{
	return points_ratio(10000, num, den);
}
