/* SPDX-License-Identifier: MIT */
/* layout - path patterns matched part by part and filled from a record. */
#include "buf.h"
#include "layout.h"

struct hole {
	struct str field;	/* empty: literal text */
	struct str unit;	/* month, year or empty */
	struct str text;	/* the literal */
};

/* The next literal or placeholder of a pattern. */
static struct hole
next(struct str *pattern)
{
	struct hole h = { 0 };
	size_t n = str_find(*pattern, S("{")), end, colon;

	if (n > 0) {
		h.text = str_sub(*pattern, 0, n);
		*pattern = str_sub(*pattern, n, pattern->n);
		return h;
	}
	end = str_find(*pattern, S("}"));
	h.field = str_sub(*pattern, 1, end);
	colon = str_find(h.field, S(":"));
	h.unit = str_sub(h.field, colon + 1, h.field.n);
	h.field = str_sub(h.field, 0, colon);
	*pattern = str_sub(*pattern, end + 1, pattern->n);
	return h;
}

/* How much of a path a placeholder takes: up to the literal behind it. */
static size_t
reach(struct str path, struct str pattern)
{
	size_t slash = str_find(path, S("/")), n;
	struct str behind = str_sub(pattern, 0, str_find(pattern, S("{")));

	if (behind.n == 0)
		return slash;
	n = str_find(path, behind);
	return n > slash ? path.n + 1 : n;
}

bool
layout_match(struct str pattern, struct str path, struct layout_found *f)
{
	struct str p = path, slice;
	struct hole h;
	size_t n, i;

	*f = (struct layout_found){ 0 };
	while (pattern.n) {
		h = next(&pattern);
		if (h.field.n == 0) {
			if (!str_starts(p, h.text))
				return false;
			p = str_sub(p, h.text.n, p.n);
			continue;
		}
		n = reach(p, pattern);
		if (n == 0 || n > p.n)
			return false;
		slice = str_sub(p, 0, n);
		if (str_is(h.field, "village"))
			f->village = slice;
		else if (h.unit.n || str_is(h.field, "month") ||
		    str_is(h.field, "year"))
			f->when = slice;
		p = str_sub(p, n, p.n);
	}
	if (p.n)
		return false;
	for (i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
		;
	f->stem = str_sub(path, i, path.n);
	if (str_ends(f->stem, S(".yaml")))
		f->stem.n -= 5;
	return true;
}

bool
layout_within(struct str when, struct period p)
{
	struct str day = when;
	char text[DATE_TEXT];
	date_day from;

	if (when.n != 4 && when.n != 7)
		return true;
	memcpy(text, "0000-01-01", DATE_TEXT);
	memcpy(text, day.p, day.n);
	from = date_iso((struct str){ text, 10 });
	if (from == DATE_NONE)
		return true;
	return from < p.to && p.from <
	    period_of(when.n == 4 ? PERIOD_YEAR : PERIOD_MONTH, from).to;
}

/* What a placeholder stands for in a record; empty where it says nothing. */
static struct str
fill(struct hole h, struct str text)
{
	if (h.unit.n == 0)
		return text;
	if (str_is(h.field, "id"))	/* the year in I20260316-… */
		return text.n > 9 ? str_sub(text, 1, 5) : S("");
	if (date_iso(text) == DATE_NONE)
		return S("");
	return str_sub(text, 0, str_is(h.unit, "month") ? 7 : 4);
}

struct str
layout_path(struct str pattern, struct arena *a,
    struct str (*text)(const void *, struct str), const void *ctx)
{
	struct buf b;
	struct hole h;
	struct str s;

	buf_init(&b, a);
	while (pattern.n) {
		h = next(&pattern);
		s = h.field.n ? fill(h, text(ctx, h.field)) : h.text;
		if (s.n == 0 || (h.field.n && (memchr(s.p, '/', s.n) ||
		    s.p[0] == '.')))
			return S("");
		buf_add(&b, s);
	}
	return buf_str(&b);
}

struct str
layout_needs(struct str pattern, struct str (*text)(const void *, struct str),
    const void *ctx)
{
	struct hole h;

	while (pattern.n) {
		h = next(&pattern);
		if (h.field.n && fill(h, text(ctx, h.field)).n == 0)
			return h.field;
	}
	return S("");
}
