/* SPDX-License-Identifier: MIT */
/*
 * doc-mend - lines that others stand for, and places told through them
 *
 * The source never changes.  What stands for some of its lines makes a text
 * that can be read; a place in that text is led back by walking along both
 * forms of its line.
 */
#include <stdlib.h>

#include "buf.h"
#include "doc-build.h"

#define CURE_MAX	400	/* bytes of a line shown as a cure */
#define TIMES	3	/* a line is mended so often again */
#define MEET	3	/* bytes by which two lines are the same again */
#define SKIP	24	/* bytes that a mend changes in one place */

void
mend_init(struct doc_mender *m, const struct source *src, struct arena *a,
    struct diag *dg)
{
	*m = (struct doc_mender){ .src = src, .text = *src, .arena = a,
	    .dg = dg, .eol = source_start(src).eol };
	m->done = arena_alloc(a, sizeof(*m->done));
	m->done->src = src;
}

static bool
meets(struct str was, size_t i, struct str now, size_t j)
{
	size_t left = was.n - i < MEET ? was.n - i : MEET;

	if (left < MEET && now.n - j != left)
		return false;
	return now.n - j >= left && memcmp(was.p + i, now.p + j, left) == 0;
}

/* The least to skip in both, so that they are the same again. */
static bool
resync(struct str was, size_t i, struct str now, size_t j, size_t *di,
    size_t *dj)
{
	size_t k;

	for (k = 1; k <= SKIP; k++)
		for (*di = 0; *di <= k; (*di)++) {
			*dj = k - *di;
			if (i + *di <= was.n && j + *dj <= now.n &&
			    meets(was, i + *di, now, j + *dj))
				return true;
		}
	return false;
}

/* Where in the line as it was a place of the line as it is now comes from. */
static size_t
origin(struct str was, struct str now, size_t at, bool end)
{
	size_t i = 0, j = 0, di, dj, back;

	for (;;) {
		while (j < at && i < was.n && was.p[i] == now.p[j])
			i++, j++;
		if (j == at && (end || (i < was.n && j < now.n &&
		    was.p[i] == now.p[j])))
			return i;
		if (!resync(was, i, now, j, &di, &dj))
			break;
		if (j == at)
			return dj ? i : i + di;
		if (at < j + dj)
			return end ? i + di : i;
		i += di;
		j += dj;
	}
	back = now.n - at;
	return back < was.n - i ? was.n - back : i;
}

/* The last mend that begins at or before a place, or NULL. */
static const struct doc_mend *
mend_of(const struct doc_repairs *r, uint32_t at)
{
	size_t low = 0, high = r->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->v[mid].to <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &r->v[low - 1] : NULL;
}

static uint32_t
told(const struct doc_repairs *r, uint32_t at, bool end)
{
	const struct doc_mend *d = mend_of(r, at);
	struct str was;

	if (!d)
		return at;
	if (at - d->to > d->now.n)
		return d->at.end + (at - d->to - (uint32_t)d->now.n);
	was = str_sub(r->src->bytes, d->at.at, d->at.end);
	return d->at.at + (uint32_t)origin(was, d->now, at - d->to, end);
}

struct span
mend_told(const struct doc_repairs *r, struct span at)
{
	struct span s;

	if (!r || r->n == 0)
		return at;
	s.at = told(r, at.at, false);
	s.end = at.end > at.at ? told(r, at.end, true) : s.at;
	return s.end < s.at ? (struct span){ s.at, s.at } : s;
}

struct span
mend_at(const struct doc_mender *m, struct span at)
{
	return mend_told(m->done, at);
}

struct span
mend_around(const struct doc_mender *m, uint32_t at)
{
	struct str s = m->text.bytes;
	uint32_t begin = at, end = at;

	while (begin > m->scan.begin && s.p[begin - 1] != m->eol)
		begin--;
	while (end < s.n && s.p[end] != m->eol)
		end++;
	if (m->eol == '\n' && end < s.n && end > begin &&
	    s.p[end - 1] == '\r')
		end--;
	return (struct span){ begin, end };
}

bool
mend_line(struct doc_mender *m, struct span line, struct str now, bool sure)
{
	const struct doc_mend *d = mend_of(m->done, line.at);
	struct doc_mend x = { .sure = sure, .now = arena_dup(m->arena, now) };

	if (d && line.at - d->to <= d->now.n) {
		x.at = d->at;
		x.times = (uint8_t)(d->times + 1);
	} else {
		x.at.at = told(m->done, line.at, false);
	}
	d = mend_of(m->done, line.end);
	x.at.end = d && line.end - d->to <= d->now.n ? d->at.end :
	    told(m->done, line.end, true);
	if (x.times > TIMES)
		return false;
	m->due = arena_grow(m->arena, m->due, m->ndue, &m->due_cap,
	    sizeof(*m->due));
	m->due[m->ndue++] = x;
	return true;
}

bool
mend_is_due(const struct doc_mender *m, uint32_t line)
{
	uint32_t at = m->ndue ? told(m->done, line, false) : 0;
	size_t i;

	for (i = 0; i < m->ndue; i++)
		if (m->due[i].at.at == at)
			return true;
	return false;
}

bool
mend_cure(const struct doc_mender *m, struct str now)
{
	if (now.n <= CURE_MAX)
		diag_cure(m->dg, "\"%.*s\"", STR(now));
	return now.n <= CURE_MAX;
}

void
mend_lose(struct doc_mender *m, struct span at, bool whole)
{
	struct doc_repairs *r = m->done;

	r->lost = arena_grow(m->arena, r->lost, r->nlost, &r->lost_cap,
	    sizeof(*r->lost));
	r->lost[r->nlost++] = (struct doc_loss){ mend_told(r, at), whole };
}

/* By place; what was noted later goes first. */
static int
by_place(const void *va, const void *vb)
{
	const struct doc_mend *a = va, *b = vb;

	if (a->at.at != b->at.at)
		return a->at.at < b->at.at ? -1 : 1;
	if (a->at.end != b->at.end)
		return a->at.end > b->at.end ? -1 : 1;
	return (a->to < b->to) - (a->to > b->to);
}

/* What is due takes the place of what it covers. */
static void
merge(struct doc_mender *m)
{
	struct doc_repairs *r = m->done;
	struct doc_mend *v = arena_array(m->arena, r->n + m->ndue,
	    sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < m->ndue; i++)
		m->due[i].to = (uint32_t)i + 1;
	for (i = 0; i < r->n; i++)
		r->v[i].to = 0;
	if (r->n)
		memcpy(v, r->v, r->n * sizeof(*v));
	memcpy(v + r->n, m->due, m->ndue * sizeof(*v));
	qsort(v, r->n + m->ndue, sizeof(*v), by_place);
	r->n += m->ndue;
	for (i = 0; i < r->n; i++)
		if (n == 0 || v[i].at.at > v[n - 1].at.end)
			v[n++] = v[i];
	r->v = v;
	r->n = n;
	m->ndue = 0;
}

void
mend_apply(struct doc_mender *m, struct arena *a)
{
	struct str s = m->src->bytes;
	struct doc_mend *d;
	uint32_t at = 0;
	struct buf b;

	merge(m);
	buf_init(&b, a);
	for (d = m->done->v; d < m->done->v + m->done->n; d++) {
		buf_add(&b, str_sub(s, at, d->at.at));
		d->to = (uint32_t)b.n;
		buf_add(&b, d->now);
		at = d->at.end;
	}
	buf_add(&b, str_sub(s, at, s.n));
	m->text.bytes = b.n ? buf_str(&b) : S("");
}
