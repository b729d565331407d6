/* SPDX-License-Identifier: MIT */
/*
 * score-rules - same acts, caps and recoveries
 *
 * Each rule sorts pointers to the acts it concerns so that those which share
 * a limit lie together, in the order in which they use it up.
 */
#include <stdlib.h>

#include "score-work.h"

static int
order_num(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* By quarter, day and id: who comes first takes first. */
static int
in_time(const struct work *a, const struct work *b)
{
	int c = order_num(a->time, b->time);

	if (c == 0)
		c = a->back - b->back;
	if (c == 0)
		c = str_cmp(a->act->id, b->act->id);
	return c ? c : order_num(a->i, b->i);
}

static int
same_event(const struct work *a, const struct work *b)
{
	int c = order_num((uintptr_t)a->row, (uintptr_t)b->row);

	if (c == 0)
		c = str_cmp(a->act->event_ref, b->act->event_ref);
	if (c == 0)
		c = (a->count->counted > 0) - (b->count->counted > 0);
	return c;
}

static int
by_event(const void *x, const void *y)
{
	const struct work *a = *(struct work *const *)x;
	const struct work *b = *(struct work *const *)y;
	int c = same_event(a, b);

	if (c == 0)
		c = a->quarter - b->quarter;
	if (c == 0)
		c = order_num((uint64_t)llabs(b->count->counted),
		    (uint64_t)llabs(a->count->counted));
	if (c == 0)
		c = str_cmp(a->act->item, b->act->item);
	return c ? c : in_time(a, b);
}

/*
 * The first of a group counts in full.  Within its quarter it is the largest;
 * a larger one of a later quarter adds what it is larger by.
 */
void
score_same_act(struct works *w)
{
	struct work *best = NULL, *one;
	points most = 0, whole;
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		if (w->v[i].live && !w->v[i].back &&
		    w->v[i].act->event_ref.n && w->v[i].count->counted)
			w->order[n++] = &w->v[i];
	qsort(w->order, n, sizeof(struct work *), by_event);
	for (i = 0; i < n; i++) {
		one = w->order[i];
		if (i && same_event(w->order[i - 1], one) == 0) {
			whole = one->count->counted;
			one->count->why = WHY_SAME_ACT;
			one->count->other = best->i;
			one->count->counted = 0;
			if (llabs(whole) <= llabs(most))
				continue;
			one->count->counted = whole - most;
			most = whole;
			best = one;
		} else {
			best = one;
			most = one->count->counted;
		}
	}
}

static int
by_item(const void *x, const void *y)
{
	const struct work *a = *(struct work *const *)x;
	const struct work *b = *(struct work *const *)y;
	int c = order_num(a->subject_item, b->subject_item);

	return c ? c : in_time(a, b);
}

/*
 * What an item has counted in each of its windows: a list a kind of cap, by
 * number of the window from the first; one that an earlier item left behind
 * is told by its stamp.
 */
struct windows {
	struct window {
		uint32_t stamp;
		points   sum;
	}       *of[NCAPS];
	int32_t  first;		/* month, the first of a year */
	uint32_t stamp;
};

static const int months_in[NCAPS] = {
	[CAP_MONTH] = 1, [CAP_QUARTER] = 3, [CAP_HALF] = 6, [CAP_YEAR] = 12
};

static void
windows_init(struct windows *win, const struct works *w, size_t n)
{
	int32_t low = INT32_MAX, high = 0;
	size_t i;
	int per;

	for (i = 0; i < n; i++) {
		if (w->order[i]->month < low)
			low = w->order[i]->month;
		if (w->order[i]->month > high)
			high = w->order[i]->month;
	}
	*win = (struct windows){ .first = low / 12 * 12 };
	for (per = CAP_MONTH; per < NCAPS; per++)
		win->of[per] = arena_array(w->arena,
		    (size_t)(high - win->first) / months_in[per] + 1,
		    sizeof(struct window));
}

static points *
window_sum(struct windows *win, int per, int32_t month)
{
	struct window *x;

	x = &win->of[per][(month - win->first) / months_in[per]];
	if (x->stamp != win->stamp)
		*x = (struct window){ .stamp = win->stamp };
	return &x->sum;
}

/* What of p still fits under a cap that `used` has been taken from. */
static points
fitting(points p, points cap, points used)
{
	points room = cap - used;

	if (cap > 0)
		return p <= 0 || p <= room ? p : room > 0 ? room : 0;
	return p >= 0 || p >= room ? p : room < 0 ? room : 0;
}

static void
cut_to_caps(struct windows *win, const struct work *one)
{
	points p = one->count->counted, left;
	int per;

	for (per = CAP_MONTH; per < NCAPS; per++) {
		if (one->item->cap[per] == 0)
			continue;
		left = fitting(p, one->item->cap[per],
		    *window_sum(win, per, one->month));
		if (left != p)
			one->count->why = (enum why)(WHY_CAP_EVENT + per);
		p = left;
	}
	one->count->counted = p;
}

/* A correction takes no more than is left of what it corrects. */
static void
take_back(struct works *w, const struct work *one)
{
	struct count *of = w->v[one->original].count;
	points left = of->counted + of->taken, p = one->count->counted;

	p = left > 0 ? points_clamp(p, -left, 0) : points_clamp(p, 0, -left);
	if (p != one->count->counted)
		one->count->why = WHY_CORRECTED;
	one->count->counted = p;
	of->taken += p;
}

void
score_caps(struct works *w)
{
	struct windows win;
	struct work *one;
	size_t i, n = 0;
	int per;

	for (i = 0; i < w->n; i++)
		if (w->v[i].live && w->v[i].count->counted)
			w->order[n++] = &w->v[i];
	if (n == 0)
		return;
	qsort(w->order, n, sizeof(struct work *), by_item);
	windows_init(&win, w, n);
	for (i = 0; i < n; i++) {
		one = w->order[i];
		if (i == 0 ||
		    w->order[i - 1]->subject_item != one->subject_item)
			win.stamp++;
		if (one->back)
			take_back(w, one);
		else
			cut_to_caps(&win, one);
		for (per = CAP_MONTH; per < NCAPS; per++)
			*window_sum(&win, per, one->month) +=
			    one->count->counted;
	}
}

static int
same_loss(const struct work *a, const struct work *b)
{
	int c = order_num((uintptr_t)a->row, (uintptr_t)b->row);

	if (c == 0)
		c = a->quarter - b->quarter;
	if (c == 0)
		c = order_num(a->item->category->number,
		    b->item->category->number);
	return c;
}

/* What takes away before what gives back, so that the loss is known. */
static int
by_loss(const void *x, const void *y)
{
	const struct work *a = *(struct work *const *)x;
	const struct work *b = *(struct work *const *)y;
	int c = same_loss(a, b);

	if (c == 0)
		c = a->item->recovery - b->item->recovery;
	if (c == 0)
		c = a->back - b->back;
	return c ? c : in_time(a, b);
}

static bool
concerns_loss(const struct work *one)
{
	return one->live && one->count->counted &&
	    (one->item->recovery || rulebook_sign(one->item) < 0);
}

/* The part of a recovery that something is lost for. */
static points
give_back(struct count *c, points lost)
{
	if (lost < 0)
		lost = 0;
	if (c->counted > lost) {
		c->counted = lost;
		c->why = WHY_RECOVERED;
	}
	c->taken = 0;	/* its corrections follow, and see less to take */
	return c->counted;
}

void
score_recoveries(struct works *w)
{
	struct work *one;
	points lost = 0;
	size_t i, n = 0;
	bool any = false;

	for (i = 0; i < w->n; i++)
		if (concerns_loss(&w->v[i])) {
			w->order[n++] = &w->v[i];
			any |= w->v[i].item->recovery;
		}
	if (!any)
		return;
	qsort(w->order, n, sizeof(struct work *), by_loss);
	for (i = 0; i < n; i++) {
		one = w->order[i];
		if (i == 0 || same_loss(w->order[i - 1], one) != 0)
			lost = 0;
		if (!one->item->recovery)
			lost -= one->count->counted;
		else if (one->back)
			take_back(w, one);
		else
			lost -= give_back(one->count, lost);
	}
}
