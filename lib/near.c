/* SPDX-License-Identifier: MIT */
/* near - edit distance over code points, a swap of neighbours counting 1. */
#include "near.h"
#include "utf8.h"

static size_t
codes(uint32_t out[NEAR_MAX], struct str s)
{
	size_t at = 0, n = 0;

	while (at < s.n)
		out[n++] = utf8_next(s, &at);
	return n;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Does a Chinese word say that something is not so? */
static bool
negated(const uint32_t *codes_of, size_t n)
{
	static const uint32_t nots[] = { 0x4E0D, 0x672A, 0x65E0, 0x975E,
	    0x5426 };	/* 不 未 无 非 否 */
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < sizeof(nots) / sizeof(nots[0]); k++)
			if (codes_of[i] == nots[k])
				return true;
	return false;
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* HH-ENV-77 never was meant as HH-ENV-01, nor P-3 as P-31. */
static bool
digits_only(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < na && is_digit(a[i]))
			i++;
		while (k < nb && is_digit(b[k]))
			k++;
		if (i == na || k == nb)
			return i == na && k == nb;
		if (a[i++] != b[k++])
			return false;
	}
}

/* Of two characters the first is another: another word (积分, 加分), where
 * another second one may be a slip (颜涩, 颜色). */
static bool
half_another(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	return na == 2 && nb == 2 && a[0] != b[0] && a[1] == b[1];
}

/* Optimal string alignment, three rows at a time. */
static size_t
distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t rows[3][NEAR_MAX + 1], *was = rows[0], *row = rows[1];
	size_t *before = rows[2], *spare, i, j;

	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		spare = before, before = was, was = row, row = spare;
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			row[j] = least(least(was[j], row[j - 1]) + 1,
			    was[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[nb];
}

struct str
near_word(struct str typed, const struct str *words, size_t n)
{
	uint32_t a[NEAR_MAX], b[NEAR_MAX];
	struct str best = { NULL, 0 };
	size_t na, nb, d, limit, i;

	if (typed.n == 0 || typed.n > NEAR_MAX)
		return best;
	na = codes(a, typed);
	limit = na / 3 ? na / 3 : 1;
	for (i = 0; i < n; i++) {
		if (str_eq(typed, words[i]))
			return words[i];
		if (words[i].n == 0 || words[i].n > NEAR_MAX)
			continue;
		nb = codes(b, words[i]);
		if (nb > na + limit || na > nb + limit)
			continue;
		if (negated(a, na) != negated(b, nb))
			continue;	/* 成立 never was meant as 不成立 */
		if (digits_only(a, na, b, nb) || half_another(a, na, b, nb))
			continue;
		d = distance(a, na, b, nb);
		/* nothing of the one is left in the other */
		if (d > limit || d >= (na > nb ? na : nb))
			continue;
		best = words[i];
		if (d == 0)	/* the same letters in other bytes */
			break;
		limit = d - 1;
	}
	return best;
}
