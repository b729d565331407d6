/* SPDX-License-Identifier: MIT */
/*
 * pattern - a hand matcher for plain shapes, and PCRE2 for the rest
 *
 * A plain shape is ^ then pieces then $, a piece being a character or a
 * class of ASCII with a count.  Where no later piece can take what an
 * earlier one may leave, taking as much as possible is always right and
 * nothing needs to be tried twice.  Groups of alternatives are multiplied
 * out into a few such rows; a text that fits any row fits.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "buf.h"
#include "pattern.h"
#include "schema-regex.h"

#define PIECES	24	/* in one row */
#define ROWS	8
#define GROUPS	4	/* within one another */
#define MANY	UINT32_MAX

struct piece {
	uint64_t set[2];	/* of ASCII */
	uint32_t min, max;
};

struct row {
	struct piece pieces[PIECES];
	uint32_t     n;
};

struct rows {
	struct row v[ROWS];
	uint32_t   n;
};

struct pattern {
	struct row   *rows;	/* matched by hand, */
	uint32_t      nrows;
	pcre2_code   *code;	/* or so */
	bool          jit;
};

struct pattern_run {
	pcre2_match_data    *data;
	pcre2_match_context *limits;
	bool                 gave_up;
};

static bool
has(const struct piece *p, unsigned char c)
{
	return c < 128 && (p->set[c >> 6] >> (c & 63) & 1);
}

static void
put(struct piece *p, unsigned char c)
{
	p->set[c >> 6] |= (uint64_t)1 << (c & 63);
}

static void
put_range(struct piece *p, unsigned char from, unsigned char to)
{
	unsigned c;

	for (c = from; c <= to; c++)
		put(p, (unsigned char)c);
}

/* \d, or a character that stands for itself after a backslash. */
static bool
escaped(struct piece *p, struct str *s)
{
	char c;

	if (s->n < 2)
		return false;
	c = s->p[1];
	s->p += 2, s->n -= 2;
	if (c == 'd') {
		put_range(p, '0', '9');
		return true;
	}
	if (c == '\0' || !strchr("^$\\.*+?()[]{}|/-", c))
		return false;
	put(p, (unsigned char)c);
	return true;
}

/* One character of a class, plain; false where it is none. */
static bool
class_char(unsigned char *c, struct str *s)
{
	if (s->n && s->p[0] == '\\') {
		if (s->n < 2 || !memchr("^$\\.*+?()[]{}|/-", s->p[1], 16))
			return false;
		s->p++, s->n--;
	} else if (s->n == 0 || s->p[0] == ']' || s->p[0] == '[') {
		return false;
	}
	*c = (unsigned char)s->p[0];
	s->p++, s->n--;
	return *c < 128;
}

/* After the '['. */
static bool
class(struct piece *p, struct str *s)
{
	unsigned char from, to;

	if (s->n == 0 || s->p[0] == '^' || s->p[0] == ']')
		return false;
	while (s->n && s->p[0] != ']') {
		if (str_starts(*s, S("\\d"))) {
			(void)escaped(p, s);
			if (s->n && s->p[0] == '-')
				return false;
			continue;
		}
		if (!class_char(&from, s))
			return false;
		to = from;
		if (s->n > 1 && s->p[0] == '-' && s->p[1] != ']') {
			s->p++, s->n--;
			if (!class_char(&to, s) || to < from)
				return false;
		}
		put_range(p, from, to);
	}
	if (s->n == 0)
		return false;
	s->p++, s->n--;
	return true;
}

static bool
number(uint32_t *n, struct str *s)
{
	*n = 0;
	if (s->n == 0 || s->p[0] < '0' || s->p[0] > '9')
		return false;
	while (s->n && s->p[0] >= '0' && s->p[0] <= '9') {
		*n = *n * 10 + (uint32_t)(s->p[0] - '0');
		if (*n > 65535)
			return false;
		s->p++, s->n--;
	}
	return true;
}

/* After the '{': n} n,} n,m} */
static bool
braces(struct piece *p, struct str *s)
{
	if (!number(&p->min, s) || s->n == 0)
		return false;
	p->max = p->min;
	if (s->p[0] == ',') {
		s->p++, s->n--;
		if (s->n && s->p[0] == '}')
			p->max = MANY;
		else if (!number(&p->max, s) || p->max < p->min)
			return false;
	}
	if (s->n == 0 || s->p[0] != '}')
		return false;
	s->p++, s->n--;
	return true;
}

static bool
count(struct piece *p, struct str *s)
{
	static const struct { char c; uint32_t min, max; } marks[] = {
		{ '*', 0, MANY }, { '+', 1, MANY }, { '?', 0, 1 },
	};
	size_t i;

	p->min = p->max = 1;
	if (s->n && s->p[0] == '{') {
		s->p++, s->n--;
		if (!braces(p, s))
			return false;
	} else {
		for (i = 0; s->n && i < NELEM(marks); i++)
			if (s->p[0] == marks[i].c) {
				p->min = marks[i].min;
				p->max = marks[i].max;
				s->p++, s->n--;
				break;
			}
	}
	/* lazy, possessive, or a count of a count */
	return s->n == 0 || !strchr("*+?{", s->p[0]) || s->p[0] == '\0';
}

static bool
piece(struct piece *p, struct str *s)
{
	unsigned char c = (unsigned char)s->p[0];

	if (c == '\\') {
		if (!escaped(p, s))
			return false;
	} else if (c == '[') {
		s->p++, s->n--;
		if (!class(p, s))
			return false;
	} else if (c >= 128 || c == '\0' || strchr("^$.*+?()]{}|", c)) {
		return false;
	} else {
		put(p, c);
		s->p++, s->n--;
	}
	return count(p, s);
}

/* No later piece may want what an earlier one took greedily. */
static bool
greed_is_right(const struct row *row)
{
	const struct piece *p = row->pieces;
	uint32_t i, j;

	for (i = 0; i < row->n; i++) {
		if (p[i].min == p[i].max)
			continue;
		for (j = i + 1; j < row->n; j++) {
			if ((p[i].set[0] & p[j].set[0]) ||
			    (p[i].set[1] & p[j].set[1]))
				return false;
			if (p[j].min > 0)
				break;
		}
	}
	return true;
}

/* Every row so far followed by every row of the group. */
static bool
multiply(struct rows *all, const struct rows *group, bool maybe)
{
	struct rows before = *all, *product = all;
	const struct row *a, *b;
	struct row *r;

	product->n = maybe ? before.n : 0;
	for (a = before.v; a < before.v + before.n; a++)
		for (b = group->v; b < group->v + group->n; b++) {
			if (product->n == ROWS || a->n + b->n > PIECES)
				return false;
			r = &product->v[product->n++];
			*r = *a;
			memcpy(r->pieces + r->n, b->pieces,
			    b->n * sizeof(*b->pieces));
			r->n += b->n;
		}
	return true;
}

static bool	alternatives(struct rows *, struct str *, int depth);

/* A group, after its '('. */
static bool
group(struct rows *all, struct str *s, int depth)
{
	struct rows inner;
	bool maybe;

	if (str_starts(*s, S("?:")))
		s->p += 2, s->n -= 2;
	else if (s->n && s->p[0] == '?')
		return false;
	if (depth == GROUPS || !alternatives(&inner, s, depth + 1) ||
	    s->n == 0)
		return false;
	s->p++, s->n--;
	maybe = s->n && s->p[0] == '?';
	if (maybe)
		s->p++, s->n--;
	if (s->n && s->p[0] && strchr("*+?{", s->p[0]))
		return false;
	return multiply(all, &inner, maybe);
}

/* Up to '|', ')' or the end. */
static bool
sequence(struct rows *all, struct str *s, int depth)
{
	struct piece p;
	uint32_t i;

	all->n = 1;
	all->v[0].n = 0;
	while (s->n && s->p[0] != '|' && s->p[0] != ')') {
		if (s->p[0] == '(') {
			s->p++, s->n--;
			if (!group(all, s, depth))
				return false;
			continue;
		}
		p = (struct piece){ 0 };
		if (!piece(&p, s))
			return false;
		for (i = 0; i < all->n; i++) {
			if (all->v[i].n == PIECES)
				return false;
			all->v[i].pieces[all->v[i].n++] = p;
		}
	}
	return true;
}

/* Up to the ')' or the end; the '|' must stand within a group. */
static bool
alternatives(struct rows *all, struct str *s, int depth)
{
	struct rows one;
	uint32_t i;

	if (!sequence(all, s, depth))
		return false;
	while (s->n && s->p[0] == '|') {
		s->p++, s->n--;
		if (depth == 0 || !sequence(&one, s, depth) ||
		    all->n + one.n > ROWS)
			return false;
		for (i = 0; i < one.n; i++)
			all->v[all->n++] = one.v[i];
	}
	return true;
}

static bool
plain_shape(struct pattern *p, struct str s, struct arena *a)
{
	struct rows all;
	uint32_t i;

	if (s.n < 2 || s.p[0] != '^' || s.p[s.n - 1] != '$' ||
	    s.p[s.n - 2] == '\\')
		return false;
	s = str_sub(s, 1, s.n - 1);
	if (!alternatives(&all, &s, 0) || s.n)
		return false;
	for (i = 0; i < all.n; i++)
		if (!greed_is_right(&all.v[i]))
			return false;
	p->rows = arena_array(a, all.n, sizeof(*p->rows));
	memcpy(p->rows, all.v, all.n * sizeof(*p->rows));
	p->nrows = all.n;
	return true;
}

static bool
match_row(const struct row *row, struct str s)
{
	const struct piece *e;
	size_t at = 0, from, end;

	for (e = row->pieces; e < row->pieces + row->n; e++) {
		from = at;
		end = e->max < s.n - at ? at + e->max : s.n;
		while (at < end && has(e, (unsigned char)s.p[at]))
			at++;
		if (at - from < e->min)
			return false;
	}
	return at == s.n;
}

static bool
match_rows(const struct pattern *p, struct str s)
{
	uint32_t i;

	for (i = 0; i < p->nrows; i++)
		if (match_row(&p->rows[i], s))
			return true;
	return false;
}

/* PCRE2's memory comes from the arena and dies with it. */
static void *
lend(size_t n, void *arena)
{
	return arena_alloc(arena, n);
}

static void
keep(void *p, void *arena)
{
	(void)p, (void)arena;
}

/* *why: our own words, or NULL where PCRE2 has an error number. */
static bool
with_pcre2(struct pattern *p, struct str s, struct arena *a,
    const char **why, int *error)
{
	pcre2_general_context *general;
	pcre2_compile_context *cc;
	PCRE2_SIZE at;
	uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
	    PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
	    PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_UCP;

	if (!regex_translate(&s, why, s, a))
		return false;
	general = pcre2_general_context_create(lend, keep, a);
	cc = pcre2_compile_context_create(general);
	pcre2_set_parens_nest_limit(cc, REGEX_DEPTH);
	p->code = pcre2_compile((PCRE2_SPTR)(s.n ? s.p : ""), s.n, flags,
	    error, &at, cc);
	if (!p->code)
		return false;
	p->jit = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0;
	return true;
}

bool
pattern_compile(struct pattern **out, struct str s, struct arena *a,
    const struct source *src, struct span at, struct diag *dg)
{
	struct pattern *p = arena_alloc(a, sizeof(*p));
	const char *why = NULL;
	PCRE2_UCHAR text[256];
	int error = 0;

	*out = p;
	if (s.n > PATTERN_MAX)
		return diag_error(dg, "pattern-form", src, at,
		    "pattern of %zu bytes, at most %d", s.n, PATTERN_MAX);
	if (s.n == 0)
		s = S("");
	if (plain_shape(p, s, a) || with_pcre2(p, s, a, &why, &error))
		return true;
	if (!why && pcre2_get_error_message(error, text, sizeof(text)) < 0)
		text[0] = '\0';
	return diag_error(dg, "pattern-form", src, at,
	    "no regular expression: '%.*s': %s", STR(s),
	    why ? diag_word(dg->words, why) : (char *)text);
}

struct pattern_run *
pattern_run_new(struct arena *a)
{
	struct pattern_run *r = arena_alloc(a, sizeof(*r));
	pcre2_general_context *general;

	general = pcre2_general_context_create(lend, keep, a);
	r->data = pcre2_match_data_create(1, general);
	r->limits = pcre2_match_context_create(general);
	pcre2_set_match_limit(r->limits, PATTERN_STEPS);
	pcre2_set_heap_limit(r->limits, PATTERN_HEAP);
	return r;
}

enum pattern_found
pattern_match(const struct pattern *p, struct pattern_run *r, struct str s)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(s.n ? s.p : "");
	int rc;

	if (p->rows)
		return match_rows(p, s) ? PATTERN_YES : PATTERN_NO;
	rc = PCRE2_ERROR_JIT_STACKLIMIT;
	if (p->jit)
		rc = pcre2_jit_match(p->code, text, s.n, 0, 0, r->data,
		    r->limits);
	/* the interpreter has the heap where machine code has a stack */
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(p->code, text, s.n, 0,
		    PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, r->data, r->limits);
	if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
		return rc >= 0 ? PATTERN_YES : PATTERN_NO;
	r->gave_up = true;
	return PATTERN_GAVE_UP;
}

bool
pattern_gave_up(struct pattern_run *r)
{
	bool gave_up = r->gave_up;

	r->gave_up = false;
	return gave_up;
}

bool
pattern_by_hand(const struct pattern *p)
{
	return p->rows != NULL;
}
