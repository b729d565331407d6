/* SPDX-License-Identifier: MIT */
/*
 * patch-diff - two texts as a unified diff
 *
 * The lines both begin and end with are left aside first, so that a small
 * change in a large file costs little; what remains goes through Myers'
 * greedy search (An O(ND) Difference Algorithm, 1986) as long as it differs
 * in fewer than STEPS lines, and is replaced as a whole beyond that.
 */
#include "patch.h"

#define CONTEXT	3
#define STEPS	1000	/* lines deleted and added that are searched for */

struct text {
	struct str *v;	/* lines with their ends */
	size_t      n;
};

/* Lines from a to a_end of the old become lines from b to b_end of the new. */
struct change { size_t a, a_end, b, b_end; };

struct diff {
	struct arena  *arena;	/* borrowed */
	struct text    a, b;
	struct change *v;
	size_t         n, cap;
};

static struct text
split(struct arena *a, struct str s)
{
	struct strs lines = { 0 };
	struct str line;

	while (s.n) {
		line = str_sub(s, 0, str_find(s, S("\n")) + 1);
		strs_add(&lines, a, line);
		s = str_sub(s, line.n, s.n);
	}
	return (struct text){ lines.v, lines.n };
}

/* The change that is next to the one noted last becomes part of it. */
static void
note(struct diff *d, struct change c)
{
	struct change *last = d->n ? &d->v[d->n - 1] : NULL;

	if (last && last->a_end == c.a && last->b_end == c.b) {
		last->a_end = c.a_end;
		last->b_end = c.b_end;
		return;
	}
	d->v = arena_grow(d->arena, d->v, d->n, &d->cap, sizeof(*d->v));
	d->v[d->n++] = c;
}

/* The part between the common ends, and the search within it. */
struct search {
	struct str *a, *b;
	int         n, m;
	int        *far;	/* by diagonal, STEPS in the middle */
	int        *trace[STEPS + 1];	/* far before each step */
};

/* Whether a path of d steps reaches diagonal k best by going down. */
static bool
goes_down(const int *far, int d, int k)
{
	return k == -d || (k != d && far[k - 1] < far[k + 1]);
}

/* One more step on all diagonals; true at the far corner. */
static bool
step(struct search *s, int d)
{
	int *far = s->far + STEPS + 1, k, x, y;

	for (k = -d; k <= d; k += 2) {
		x = goes_down(far, d, k) ? far[k + 1] : far[k - 1] + 1;
		y = x - k;
		while (x < s->n && y < s->m && y >= 0 &&
		    str_eq(s->a[x], s->b[y]))
			x++, y++;
		far[k] = x;
		if (x >= s->n && y >= s->m)
			return true;
	}
	return false;
}

/* The steps needed, or -1 beyond STEPS. */
static int
forward(struct search *s, struct arena *a)
{
	int d;

	s->far = arena_array(a, 2 * STEPS + 3, sizeof(*s->far));
	for (d = 0; d <= STEPS; d++) {
		/* what this step starts from: diagonals -d-1 to d+1 */
		s->trace[d] = arena_array(a, (size_t)(2 * d + 3),
		    sizeof(*s->far));
		memcpy(s->trace[d], s->far + STEPS - d,
		    (size_t)(2 * d + 3) * sizeof(*s->far));
		if (step(s, d))
			return d;
	}
	return -1;
}

/* From the corner back: which lines were deleted, which added. */
static void
backward(const struct search *s, int d, bool *gone, bool *come)
{
	int x = s->n, y = s->m, k;
	const int *far;

	for (; d > 0; d--) {
		far = s->trace[d] + d + 1;
		k = x - y;
		if (goes_down(far, d, k)) {
			x = far[k + 1];
			y = x - (k + 1);
			come[y] = true;
		} else {
			x = far[k - 1];
			y = x - (k - 1);
			gone[x] = true;
		}
	}
}

static void
search(struct diff *d, size_t at, size_t a_end, size_t b_end)
{
	struct search *s = arena_alloc(d->arena, sizeof(*s));
	bool *gone = arena_array(d->arena, a_end - at + 1, sizeof(*gone));
	bool *come = arena_array(d->arena, b_end - at + 1, sizeof(*come));
	size_t i = at, j = at, from, to;
	int steps;

	s->a = d->a.v + at;
	s->b = d->b.v + at;
	s->n = (int)(a_end - at);
	s->m = (int)(b_end - at);
	steps = forward(s, d->arena);
	if (steps < 0) {
		note(d, (struct change){ at, a_end, at, b_end });
		return;
	}
	backward(s, steps, gone, come);
	while (i < a_end || j < b_end) {
		for (from = i; i < a_end && gone[i - at];)
			i++;
		for (to = j; j < b_end && come[j - at];)
			j++;
		if (i > from || j > to)
			note(d, (struct change){ from, i, to, j });
		else
			i++, j++;
	}
}

static void
compare(struct diff *d)
{
	size_t at = 0, a_end = d->a.n, b_end = d->b.n;

	while (at < a_end && at < b_end && str_eq(d->a.v[at], d->b.v[at]))
		at++;
	while (a_end > at && b_end > at &&
	    str_eq(d->a.v[a_end - 1], d->b.v[b_end - 1]))
		a_end--, b_end--;
	if (at < a_end && at < b_end)
		search(d, at, a_end, b_end);
	else if (at < a_end || at < b_end)
		note(d, (struct change){ at, a_end, at, b_end });
}

static void
put_line(struct buf *out, char sign, struct str line)
{
	buf_char(out, sign);
	buf_add(out, line);
	if (!str_ends(line, S("\n")))
		buf_puts(out, "\n\\ No newline at end of file\n");
}

static void
put_lines(struct buf *out, char sign, const struct text *t, size_t at,
    size_t end)
{
	for (; at < end; at++)
		put_line(out, sign, t->v[at]);
}

/* "12,3": lines from 1; an empty range names the line before it. */
static void
put_range(struct buf *out, size_t at, size_t end)
{
	buf_printf(out, "%zu", end > at ? at + 1 : at);
	if (end - at != 1)
		buf_printf(out, ",%zu", end - at);
}

/* The changes from i up to j, whose contexts touch. */
static void
put_hunk(struct buf *out, const struct diff *d, size_t i, size_t j)
{
	const struct change *c = &d->v[i], *last = &d->v[j - 1];
	size_t before = c->a < CONTEXT ? c->a : CONTEXT;
	size_t left = d->a.n - last->a_end;
	size_t after = left < CONTEXT ? left : CONTEXT, at = c->a - before;

	buf_puts(out, "@@ -");
	put_range(out, at, last->a_end + after);
	buf_puts(out, " +");
	put_range(out, c->b - before, last->b_end + after);
	buf_puts(out, " @@\n");
	for (; c <= last; at = c->a_end, c++) {
		put_lines(out, ' ', &d->a, at, c->a);
		put_lines(out, '-', &d->a, c->a, c->a_end);
		put_lines(out, '+', &d->b, c->b, c->b_end);
	}
	put_lines(out, ' ', &d->a, at, last->a_end + after);
}

void
patch_diff(struct buf *out, struct str old_path, struct str old,
    struct str new_path, struct str new_text)
{
	struct diff d = { .arena = out->arena };
	size_t i, j;

	d.a = split(d.arena, old);
	d.b = split(d.arena, new_text);
	compare(&d);
	if (d.n)
		buf_printf(out, "--- %.*s\n+++ %.*s\n", STR(old_path),
		    STR(new_path));
	for (i = 0; i < d.n; i = j) {
		for (j = i + 1; j < d.n &&
		    d.v[j].a - d.v[j - 1].a_end <= 2 * CONTEXT; j++)
			continue;
		put_hunk(out, &d, i, j);
	}
}
