/* SPDX-License-Identifier: MIT */
/*
 * fuzz-patch - bytes outside the edits survive, and a diff, applied to the
 * old text, gives the new (libFuzzer)
 */
#include <assert.h>

#include "patch.h"

#define EDITS	8

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The lines of a hunk that are in one of the two texts, at its place. */
static size_t
next_line(struct str s, size_t at)
{
	return at + str_find(str_sub(s, at, s.n), S("\n")) +
	    (at + str_find(str_sub(s, at, s.n), S("\n")) < s.n);
}

static size_t
number(struct str s, size_t *at)
{
	size_t n = 0;

	while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9')
		n = n * 10 + (size_t)(s.p[(*at)++] - '0');
	return n;
}

/* Where the hunk begins in the old text: lines before it. */
static size_t
lines_before(struct str head)
{
	size_t at = 4, line = number(head, &at), n = 1;

	if (head.p[at] == ',') {
		at++;
		n = number(head, &at);
	}
	return n ? line - 1 : line;
}

/* Applies a unified diff the plain way. */
static struct str
apply(struct str old, struct str diff, struct arena *a)
{
	size_t from = 0, line = 0, at, end, skip;
	struct buf out;
	struct str l;

	buf_init(&out, a);
	/* past the two names; a line like them may come later */
	at = next_line(diff, next_line(diff, 0));
	for (; at < diff.n; at = end) {
		end = next_line(diff, at);
		l = str_sub(diff, at, end);
		if (str_starts(l, S("@@ -"))) {
			for (skip = lines_before(l); line < skip; line++) {
				buf_add(&out, str_sub(old, from,
				    next_line(old, from)));
				from = next_line(old, from);
			}
			continue;
		}
		if (str_starts(l, S("\\ ")))
			continue;
		/* a line the old text ends in has no end of its own */
		if (str_starts(str_sub(diff, end, diff.n), S("\\ ")))
			l.n--;
		if (l.p[0] != '-')
			buf_add(&out, str_sub(l, 1, l.n));
		if (l.p[0] != '+') {
			assert(str_eq(str_sub(l, 1, l.n), str_sub(old, from,
			    next_line(old, from))));
			from = next_line(old, from);
			line++;
		}
	}
	buf_add(&out, str_sub(old, from, old.n));
	return buf_str(&out);
}

/* The plain way: each edit by itself, from the last to the first. */
static void
check_splice(struct str old, const struct span *at, size_t n,
    struct str text, struct str got)
{
	size_t i, from = 0, to = 0;

	for (i = 0; i < n; i++) {
		assert(at[i].at >= from);
		assert(str_eq(str_sub(old, from, at[i].at), str_sub(got, to,
		    to + at[i].at - from)));
		to += at[i].at - from;
		assert(str_eq(str_sub(got, to, to + text.n), text));
		to += text.n;
		from = at[i].end;
	}
	assert(str_eq(str_sub(old, from, old.n), str_sub(got, to, got.n)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span at[EDITS];
	struct source src;
	struct arena a;
	struct patch p;
	struct diag dg;
	struct buf d;
	struct str s = { (const char *)data, size }, text, got;
	size_t i, n = 0, from = 0;

	if (size < 2 * EDITS + 2)
		return 0;
	arena_init(&a);
	diag_init(&dg, &a, NULL);
	text = str_sub(s, 2 * EDITS, 2 * EDITS + 1 + data[0] % 4u);
	s = str_sub(s, 2 * EDITS + text.n, s.n);
	src = source_of("f", s);
	patch_init(&p, &src, &a);
	for (i = 0; i < EDITS && from + data[2 * i] <= s.n; i++, n++) {
		at[n].at = (uint32_t)(from + data[2 * i]);
		from = at[n].at + data[2 * i + 1] % 8u;
		at[n].end = (uint32_t)(from > s.n ? s.n : from);
		from = at[n].end + 1;
	}
	/* the other way round: order of adding does not matter */
	for (i = n; i > 0; i--)
		patch_replace(&p, at[i - 1], text);
	if (!patch_apply(&got, &p, &dg))
		assert(0);
	check_splice(s, at, n, text, got);
	buf_init(&d, &a);
	patch_diff(&d, S("old"), s, S("new"), got);
	assert((d.n == 0) == str_eq(s, got));
	assert(str_eq(apply(s, buf_str(&d), &a), got));
	arena_free(&a);
	return 0;
}
