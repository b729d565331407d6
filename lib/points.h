/* SPDX-License-Identifier: MIT */
/*
 * points - scores as integers of a hundredth; no floating point
 *
 * From text to text every sum is exact.  Where a division rounds, it rounds
 * half away from zero, in points_ratio and nowhere else (domain.md C4.1:
 * once at each printed step; the printed value feeds the next step).
 */
#ifndef POINTS_H
#define POINTS_H

#include "diag.h"

typedef int64_t points;		/* hundredths of a point */

#define POINTS_MAX	((points)100000000000)	/* either way: 10^9 points */
#define POINTS_TEXT	24

/* -12, 3.5, +3.50: at most two decimals; no diag. */
MUST_USE bool	points_read(points *, struct str);

/* The same with a fault ("points-form", "points-range"). */
MUST_USE bool	points_parse(points *, struct str, const struct source *,
		    struct span, struct diag *);

/* Always two decimals: "-2.00", "0.00". */
char		*points_text(char out[POINTS_TEXT], points);
struct str	points_str(struct arena *, points);

/* p * num / den, half away from zero; den > 0; exact inside (128 bits). */
points		points_ratio(points p, int64_t num, int64_t den);

/* num / den as a percentage in hundredths of a per cent: 23/24 -> 9583. */
points		points_percent(int64_t num, int64_t den);

static inline points
points_clamp(points p, points low, points high)
{
	return p < low ? low : p > high ? high : p;
}

#endif
