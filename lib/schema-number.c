/* SPDX-License-Identifier: MIT */
/*
 * schema-number - numbers compared as they are written, digit by digit
 *
 * No value is ever rounded: 12345678901234567890 is not its neighbour, and
 * 1e400 is neither infinite nor refused.  Up to 18 digits, one machine
 * word does; what is longer is compared as text.
 */
#include "schema-ops.h"

#define EXP_MAX	INT64_C(1000000000000)	/* of an exponent as written */

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
exponent(int64_t *e, struct str s)
{
	bool negative = s.n && s.p[0] == '-';

	*e = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s.p++, s.n--;
	if (s.n == 0)
		return false;
	for (; s.n; s.p++, s.n--) {
		if (!digit(s.p[0]))
			return false;
		if (*e < EXP_MAX)
			*e = *e * 10 + (s.p[0] - '0');
	}
	if (negative)
		*e = -*e;
	return true;
}

/* Digits with at most one point, at least one digit. */
static bool
mantissa(struct decimal *d, struct str s)
{
	size_t i, point = s.n, first = s.n, last = 0, ndigits = 0;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && point == s.n) {
			point = i;
			continue;
		}
		if (!digit(s.p[i]))
			return false;
		ndigits++;
		if (s.p[i] != '0') {
			first = first == s.n ? i : first;
			last = i;
		}
	}
	if (ndigits == 0)
		return false;
	if (first == s.n) {
		d->negative = false;
		return true;
	}
	d->p = s.p + first;
	d->n = last + 1 - first;
	d->digits = d->n - (first < point && point < last);
	/* digits between the first that counts and the point */
	d->exp = first < point ? (int64_t)(point - first)
	    : -(int64_t)(first - point - 1);
	return true;
}

/* 0x1F and 0o17 of the core schema, up to 60 bits. */
static bool
other_base(struct decimal *d, struct str s)
{
	unsigned shift = s.p[1] == 'x' ? 4 : 3;
	int64_t v = 0;
	int c, n;

	for (s = str_sub(s, 2, s.n); s.n; s.p++, s.n--) {
		c = s.p[0];
		c = digit((char)c) ? c - '0' : (c | 32) - 'a' + 10;
		if (c < 0 || c >= 1 << shift || v >> (60 - shift))
			return false;
		v = v << shift | c;
	}
	for (n = 0; v; v /= 10)
		d->own[22 - n++] = (char)('0' + v % 10);
	memmove(d->own, d->own + 23 - n, (size_t)n);
	d->exp = n;
	while (n && d->own[n - 1] == '0')
		n--;
	d->n = d->digits = (size_t)n;
	return true;
}

bool
decimal_parse(struct decimal *d, struct str s)
{
	size_t e;
	int64_t exp = 0;

	d->p = NULL;
	d->n = d->digits = 0;
	d->exp = 0;
	d->negative = s.n && s.p[0] == '-';
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s.p++, s.n--;
	if (s.n > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'o')) {
		if (!other_base(d, s))
			return false;
	} else {
		for (e = 0; e < s.n && (s.p[e] | 32) != 'e'; e++)
			;
		if (e < s.n && !exponent(&exp, str_sub(s, e + 1, s.n)))
			return false;
		if (!mantissa(d, str_sub(s, 0, e)))
			return false;
		if (d->n)
			d->exp += exp;
	}
	return true;
}

static int
sign(const struct decimal *d)
{
	return d->n == 0 ? 0 : d->negative ? -1 : 1;
}

/* Both start with a digit that is not 0; both end so. */
static int
cmp_digits(const struct decimal *a, const struct decimal *b)
{
	const char *p = a->p ? a->p : a->own, *q = b->p ? b->p : b->own;
	const char *p_end = p + a->n, *q_end = q + b->n;

	for (;; p++, q++) {
		p += p < p_end && *p == '.';
		q += q < q_end && *q == '.';
		if (p == p_end || q == q_end)
			return (p < p_end) - (q < q_end);
		if (*p != *q)
			return *p < *q ? -1 : 1;
	}
}

int
decimal_cmp(const struct decimal *a, const struct decimal *b)
{
	int c = sign(a) - sign(b);

	if (c || sign(a) == 0)
		return c;
	if (a->exp != b->exp)
		c = a->exp < b->exp ? -1 : 1;
	else
		c = cmp_digits(a, b);
	return a->negative ? -c : c;
}

bool
decimal_whole(const struct decimal *d)
{
	return d->n == 0 || d->exp >= (int64_t)d->digits;
}

/* m has at most 18 digits, so that ten times a rest fits 64 bits. */
static uint64_t
digits_mod(const struct decimal *d, uint64_t m)
{
	const char *p = d->p ? d->p : d->own;
	uint64_t r = 0;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (p[i] != '.')
			r = (r * 10 + (unsigned)(p[i] - '0')) % m;
	return r;
}

/* Numbers of SCHEMA_DIGITS digits and some more, the least limb first. */
#define LIMBS	(SCHEMA_DIGITS / 9 + 2)
#define LIMB	1000000000u

struct big { uint32_t v[LIMBS]; };

static bool
less(const struct big *a, const struct big *b)
{
	int i;

	for (i = LIMBS - 1; i >= 0; i--)
		if (a->v[i] != b->v[i])
			return a->v[i] < b->v[i];
	return false;
}

static void
subtract(struct big *a, const struct big *b)
{
	uint32_t i, borrow = 0, v;

	for (i = 0; i < LIMBS; i++) {
		v = b->v[i] + borrow;
		borrow = a->v[i] < v;
		a->v[i] += (borrow ? LIMB : 0) - v;
	}
}

/* Ten times a, and a digit. */
static void
append(struct big *a, char digit)
{
	uint64_t carry = (uint64_t)(digit - '0');
	uint32_t i;

	for (i = 0; i < LIMBS; i++) {
		carry += (uint64_t)a->v[i] * 10;
		a->v[i] = (uint32_t)(carry % LIMB);
		carry /= LIMB;
	}
}

static void
append_mod(struct big *a, char digit, const struct big *m)
{
	append(a, digit);
	while (!less(a, m))
		subtract(a, m);
}

static bool
big_multiple(const struct decimal *d, const struct decimal *by, int64_t up)
{
	const char *p = d->p ? d->p : d->own, *q = by->p ? by->p : by->own;
	struct big m = { { 0 } }, r = { { 0 } };
	uint32_t i, any = 0;
	size_t k;

	for (k = 0; k < by->n; k++)
		if (q[k] != '.')
			append(&m, q[k]);
	for (k = 0; k < d->n; k++)
		if (p[k] != '.')
			append_mod(&r, p[k], &m);
	for (; up > 0; up--)
		append_mod(&r, '0', &m);
	for (i = 0; i < LIMBS; i++)
		any |= r.v[i];
	return any == 0;
}

/*
 * v and d as whole numbers times powers of ten, both without a last 0: so
 * where v's power is the smaller one, v would need another factor ten.  A
 * power of ten brings twos and fives alone, and of neither has a number of
 * n digits more than 4 n.
 */
bool
decimal_multiple(const struct decimal *v, const struct decimal *by)
{
	int64_t up = (v->exp - (int64_t)v->digits) -
	    (by->exp - (int64_t)by->digits), most = 4 * (int64_t)by->digits;
	uint64_t m, r;

	if (v->n == 0)
		return true;
	if (up < 0)
		return false;
	if (up > most)
		up = most;
	if (by->digits > 18)
		return big_multiple(v, by, up);
	m = digits_mod(by, UINT64_MAX);
	if (m == 1)
		return true;
	for (r = digits_mod(v, m); up > 0 && r; up--)
		r = r * 10 % m;
	return r == 0;
}

uint64_t
decimal_hash(const struct decimal *d)
{
	const char *p = d->p ? d->p : d->own;
	uint64_t h = (uint64_t)d->exp * 0x9e3779b97f4a7c15u + d->negative;
	size_t i;

	for (i = 0; i < d->n; i++)
		if (p[i] != '.')
			h = (h ^ (unsigned char)p[i]) * 0x100000001b3u;
	return h;
}
