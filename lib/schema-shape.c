/* SPDX-License-Identifier: MIT */
/*
 * schema-shape - rows of pieces, and the table they become
 *
 * A piece is a character or a class of ASCII with a count.  Where no later
 * piece can take what an earlier one may leave, taking as much as possible
 * is always right and nothing needs to be tried twice.  Groups of
 * alternatives are multiplied out into a few such rows; a text that fits any
 * row fits.  Small ones become a table of states, walked byte by byte.
 */
#include "schema-shape.h"

#define PIECES	24	/* in one row */
#define ROWS	8
#define GROUPS	4	/* within one another */
#define MANY	UINT32_MAX
#define SPOTS	256	/* in the rows, each repetition counted, */
#define STATES	128	/* of their automaton */

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

/*
 * The rows as one table: what follows a state at a byte's class.  State 0
 * is where nothing can fit any more.
 */
struct automaton {
	uint8_t  classes[256];
	uint32_t nclasses, nstates;
	uint16_t *next;		/* both as state times nclasses */
	bool     *good;		/* by such a state: the text may end here */
};

struct shape {
	struct row       *rows;
	uint32_t          nrows;
	struct automaton *automaton;	/* NULL where it would be large */
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

/* One character of a row; the text may go on behind it, or stay. */
struct spot {
	const struct piece *piece;	/* NULL: the row ends here */
	bool                skip, stay;
};

struct spots { uint64_t in[SPOTS / 64]; };

struct builder {
	struct automaton *a;
	struct spot      spots[SPOTS];
	uint32_t          nspots;
	struct spots     states[STATES];
	unsigned char     samples[128];	/* a byte of each class */
};

/* Is at the place, and at those behind it that may be skipped to. */
static void
arrive(const struct builder *b, struct spots *at, uint32_t place)
{
	at->in[place / 64] |= (uint64_t)1 << place % 64;
	while (b->spots[place].piece && b->spots[place].skip) {
		place++;
		at->in[place / 64] |= (uint64_t)1 << place % 64;
	}
}

/* Each count becomes as many places; false where they are too many. */
static bool
lay_out(struct builder *b, const struct row *row)
{
	const struct piece *p;
	uint32_t i, n;

	for (p = row->pieces; p < row->pieces + row->n; p++) {
		n = p->max == MANY ? p->min + 1 : p->max;
		if (n > SPOTS || b->nspots + n >= SPOTS)
			return false;
		for (i = 0; i < n; i++)
			b->spots[b->nspots++] = (struct spot){ p,
			    i >= p->min, p->max == MANY && i == p->min };
	}
	if (b->nspots == SPOTS)
		return false;
	b->spots[b->nspots++] = (struct spot){ NULL, false, false };
	return true;
}

static bool
alike(const struct builder *b, unsigned char x, unsigned char y)
{
	uint32_t i;

	for (i = 0; i < b->nspots; i++)
		if (b->spots[i].piece && has(b->spots[i].piece, x) !=
		    has(b->spots[i].piece, y))
			return false;
	return true;
}

/* Class 0 is what no place takes. */
static void
classify(struct builder *b)
{
	unsigned c;
	uint8_t k;

	b->a->nclasses = 1;
	b->samples[0] = 128;
	for (c = 0; c < 128; c++) {
		for (k = 0; k < b->a->nclasses; k++)
			if (alike(b, (unsigned char)c, b->samples[k]))
				break;
		b->a->classes[c] = k;
		if (k == b->a->nclasses)
			b->samples[b->a->nclasses++] = (unsigned char)c;
	}
}

/* The state that is at these places, made where it is new; STATES: too many. */
static uint32_t
state_at(struct builder *b, const struct spots *at)
{
	uint32_t i;

	for (i = 0; i < b->a->nstates; i++)
		if (memcmp(&b->states[i], at, sizeof(*at)) == 0)
			return i;
	if (i < STATES)
		b->states[b->a->nstates++] = *at;
	return i;
}

static struct spots
step_from(const struct builder *b, uint32_t state, unsigned char c)
{
	struct spots to = { { 0 } };
	uint32_t i;

	for (i = 0; i < b->nspots; i++)
		if (b->states[state].in[i / 64] >> i % 64 & 1 &&
		    b->spots[i].piece && has(b->spots[i].piece, c))
			arrive(b, &to, b->spots[i].stay ? i : i + 1);
	return to;
}

static bool
ends_in(const struct builder *b, uint32_t state)
{
	uint32_t i;

	for (i = 0; i < b->nspots; i++)
		if (!b->spots[i].piece &&
		    b->states[state].in[i / 64] >> i % 64 & 1)
			return true;
	return false;
}

/* False where it would be too large: the rows will do. */
static bool
build(struct builder *b, struct arena *arena)
{
	struct automaton *a = b->a;
	struct spots to;
	uint32_t i, k, at;

	a->next = arena_array(arena, (size_t)STATES * a->nclasses,
	    sizeof(*a->next));
	a->good = arena_array(arena, (size_t)STATES * a->nclasses, 1);
	for (i = 0; i < a->nstates; i++) {
		a->good[i * a->nclasses] = ends_in(b, i);
		for (k = 0; k < a->nclasses; k++) {
			to = step_from(b, i, b->samples[k]);
			at = state_at(b, &to);
			if (at == STATES)
				return false;
			a->next[i * a->nclasses + k] =
			    (uint16_t)(at * a->nclasses);
		}
	}
	return true;
}

static void
tabulate(struct shape *p, struct arena *arena)
{
	struct builder *b = arena_alloc(arena, sizeof(*b));
	struct spots start = { { 0 } };
	uint32_t i, first;

	b->a = arena_alloc(arena, sizeof(*b->a));
	for (i = 0; i < p->nrows; i++) {
		first = b->nspots;
		if (!lay_out(b, &p->rows[i]))
			return;
		arrive(b, &start, first);
	}
	classify(b);
	b->a->nstates = 1;	/* the one of no place */
	(void)state_at(b, &start);
	if (build(b, arena))
		p->automaton = b->a;
}

static bool
match_table(const struct automaton *a, struct str s)
{
	const unsigned char *p = (const unsigned char *)(s.n ? s.p : "");
	const unsigned char *end = p + s.n;
	uint32_t state = a->nclasses;

	for (; p < end && state; p++)
		state = a->next[state + a->classes[*p]];
	return a->good[state];
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

bool
shape_match(const struct shape *p, struct str s)
{
	uint32_t i;

	if (p->automaton)
		return match_table(p->automaton, s);
	for (i = 0; i < p->nrows; i++)
		if (match_row(&p->rows[i], s))
			return true;
	return false;
}

bool
shape_compile(struct shape **out, struct str s, struct arena *a)
{
	struct shape *p = arena_alloc(a, sizeof(*p));
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
	tabulate(p, a);
	*out = p;
	return true;
}
