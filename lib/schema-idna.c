/* SPDX-License-Identifier: MIT */
/*
 * schema-idna - host names: RFC 1123, and IDNA2008 for what is beyond ASCII
 *
 * A label that begins with xn-- is decoded (RFC 3492), must encode to
 * itself, and must be one that RFC 5892 and 5893 allow.  That it is in
 * normal form is not looked at.
 */
#include "schema-formats.h"
#include "schema-idna-table.h"
#include "utf8.h"

#define LABEL	63	/* bytes of a label, as it goes over the wire */
#define NAME	253

struct label {
	uint32_t c[LABEL];	/* no label of more can be written */
	size_t   n;
	bool     beyond;	/* not ASCII alone */
};

static const struct idna_class *
class_of(uint32_t code)
{
	size_t low = 0, high = NELEM(idna_ranges), mid;

	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (idna_ranges[mid] >> 8 <= code)
			low = mid;
		else
			high = mid;
	}
	return &idna_classes[idna_ranges[low] & 255];
}

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72 };

static uint32_t
adapt(uint32_t delta, uint32_t n, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / n;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t
threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
}

static uint32_t
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 26;
	c |= 32;
	return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : BASE;
}

/* A number of variable length, from its least digit on. */
static bool
decode_one(uint32_t *i, struct str *s, uint32_t bias)
{
	uint32_t w = 1, k, digit, t;

	for (k = BASE;; k += BASE) {
		if (s->n == 0 || (digit = digit_of(s->p[0])) == BASE)
			return false;
		s->p++, s->n--;
		if (digit > (UINT32_MAX - *i) / w)
			return false;
		*i += digit * w;
		t = threshold(k, bias);
		if (digit < t)
			return true;
		if (w > UINT32_MAX / (BASE - t))
			return false;
		w *= BASE - t;
	}
}

/* What follows xn--. */
static bool
decode(struct label *l, struct str s)
{
	uint32_t n = 128, i = 0, bias = BIAS, old;
	size_t basic = s.n, at;

	while (basic > 0 && s.p[basic - 1] != '-')
		basic--;
	for (at = 0; at + 1 < basic; at++)
		l->c[l->n++] = (unsigned char)(s.p[at] >= 'A' &&
		    s.p[at] <= 'Z' ? s.p[at] | 32 : s.p[at]);
	for (s = str_sub(s, basic, s.n); s.n; i++) {
		old = i;
		if (l->n == LABEL || !decode_one(&i, &s, bias))
			return false;
		bias = adapt(i - old, (uint32_t)l->n + 1, old == 0);
		n += i / (uint32_t)(l->n + 1);
		i %= (uint32_t)(l->n + 1);
		if (n > 0x10ffff || i / (l->n + 1) > 0)
			return false;
		memmove(&l->c[i + 1], &l->c[i], (l->n - i) * sizeof(*l->c));
		l->c[i] = n;
		l->n++;
		l->beyond = true;
	}
	return l->beyond;
}

struct ace {
	char   p[LABEL + 1];
	size_t n;	/* LABEL + 1: too long */
};

static void
put(struct ace *a, uint32_t digit)
{
	if (a->n <= LABEL)
		a->p[a->n++] = (char)(digit < 26 ? 'a' + digit :
		    '0' + digit - 26);
}

static void
encode_one(struct ace *a, uint32_t delta, uint32_t bias)
{
	uint32_t k, t;

	for (k = BASE; a->n <= LABEL; k += BASE) {
		t = threshold(k, bias);
		if (delta < t)
			break;
		put(a, t + (delta - t) % (BASE - t));
		delta = (delta - t) / (BASE - t);
	}
	put(a, delta);
}

/* As xn--…; false where that is longer than a label may be. */
static bool
encode(struct ace *a, const struct label *l)
{
	uint32_t n = 128, delta = 0, bias = BIAS, done, next, basic;
	size_t i;

	*a = (struct ace){ "xn--", 4 };
	for (i = 0; i < l->n && a->n <= LABEL; i++)
		if (l->c[i] < 128)
			a->p[a->n++] = (char)l->c[i];
	done = basic = (uint32_t)a->n - 4;
	if (basic && a->n <= LABEL)
		a->p[a->n++] = '-';
	while (done < l->n && a->n <= LABEL) {
		next = UINT32_MAX;
		for (i = 0; i < l->n; i++)
			if (l->c[i] >= n && l->c[i] < next)
				next = l->c[i];
		delta += (next - n) * (done + 1);
		n = next;
		for (i = 0; i < l->n; i++) {
			delta += l->c[i] < n;
			if (l->c[i] != n)
				continue;
			encode_one(a, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++, n++;
	}
	return a->n <= LABEL;
}

static bool
between(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

static bool
has_script(const struct label *l, size_t i, uint8_t script)
{
	return i < l->n && class_of(l->c[i])->script == script;
}

/* RFC 5892, A.1: joined on both sides, over what is transparent. */
static bool
joins(const struct label *l, size_t at)
{
	size_t i = at;
	char c = 'T';

	while (i > 0 && c == 'T')
		c = class_of(l->c[--i])->joining;
	if (c != 'L' && c != 'D')
		return false;
	for (i = at + 1, c = 'T'; i < l->n && c == 'T'; i++)
		c = class_of(l->c[i])->joining;
	return c == 'R' || c == 'D';
}

static bool
holds(const struct label *l, uint32_t first, uint32_t last)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (between(l->c[i], first, last))
			return true;
	return false;
}

/* The rules of RFC 5892, appendix A, for characters that need a context. */
static bool
context_ok(const struct label *l, size_t i)
{
	uint32_t c = l->c[i];
	size_t j;

	if (c == 0x200C || c == 0x200D)
		return (i && class_of(l->c[i - 1])->flags & IS_VIRAMA) ||
		    (c == 0x200C && joins(l, i));
	if (c == 0xB7)
		return i && i + 1 < l->n && l->c[i - 1] == 'l' &&
		    l->c[i + 1] == 'l';
	if (c == 0x375)
		return has_script(l, i + 1, SCRIPT_GREEK);
	if (c == 0x5F3 || c == 0x5F4)
		return i && has_script(l, i - 1, SCRIPT_HEBREW);
	if (between(c, 0x660, 0x669))
		return !holds(l, 0x6F0, 0x6F9);
	if (between(c, 0x6F0, 0x6F9))
		return !holds(l, 0x660, 0x669);
	for (j = 0; j < l->n; j++)
		if (has_script(l, j, SCRIPT_JAPANESE))
			return true;
	return false;
}

/* The label in its own characters. */
static bool
label_ok(const struct label *l)
{
	const struct idna_class *k;
	size_t i;

	if (l->n == 0 || l->c[0] == '-' || l->c[l->n - 1] == '-' ||
	    (l->n > 3 && l->c[2] == '-' && l->c[3] == '-'))
		return false;
	if (class_of(l->c[0])->flags & IS_MARK)
		return false;
	for (i = 0; i < l->n; i++) {
		k = class_of(l->c[i]);
		if (k->status == IDNA_NEVER ||
		    (k->status == IDNA_CONTEXT && !context_ok(l, i)))
			return false;
	}
	return true;
}

/* RFC 5893, 2. */
static bool
bidi_ok(const struct label *l)
{
	const unsigned either = BIDI_EN | BIDI_ES | BIDI_CS | BIDI_ET |
	    BIDI_ON | BIDI_BN | BIDI_NSM;
	unsigned all = 0, last = BIDI_NSM, first = class_of(l->c[0])->bidi;
	size_t i;

	for (i = 0; i < l->n; i++)
		all |= class_of(l->c[i])->bidi;
	for (i = l->n; i > 0 && last == BIDI_NSM; i--)
		last = class_of(l->c[i - 1])->bidi;
	if (first == BIDI_L)
		return !(all & ~(either | BIDI_L)) &&
		    last & (BIDI_L | BIDI_EN);
	return first & (BIDI_R | BIDI_AL) &&
	    !(all & ~(either | BIDI_R | BIDI_AL | BIDI_AN)) &&
	    last & (BIDI_R | BIDI_AL | BIDI_EN | BIDI_AN) &&
	    (all & (BIDI_EN | BIDI_AN)) != (BIDI_EN | BIDI_AN);
}

static bool
right_to_left(const struct label *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (class_of(l->c[i])->bidi & (BIDI_R | BIDI_AL | BIDI_AN))
			return true;
	return false;
}

/* Letters, digits and hyphens, as host names always were. */
static bool
ldh_ok(struct str s)
{
	size_t i;

	if (s.n == 0 || s.n > LABEL || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (i = 0; i < s.n; i++)
		if (digit_of(s.p[i]) == BASE && s.p[i] != '-')
			return false;
	return true;
}

static bool
is_ace(struct str s)
{
	return s.n >= 4 && (s.p[0] | 32) == 'x' && (s.p[1] | 32) == 'n' &&
	    s.p[2] == '-' && s.p[3] == '-';
}

static bool
same_ace(const struct ace *a, struct str s)
{
	size_t i;

	if (a->n != s.n)
		return false;
	for (i = 0; i < s.n; i++)
		if (a->p[i] != (s.p[i] >= 'A' && s.p[i] <= 'Z' ?
		    (s.p[i] | 32) : s.p[i]))
			return false;
	return true;
}

/* Adds to *wire the bytes it takes on the wire. */
static bool
read_label(struct label *l, struct str s, size_t *wire)
{
	struct ace ace;
	size_t at = 0;

	*l = (struct label){ .n = 0 };
	if (is_ace(s)) {
		*wire += s.n;
		return ldh_ok(s) && decode(l, str_sub(s, 4, s.n)) &&
		    label_ok(l) && encode(&ace, l) && same_ace(&ace, s);
	}
	while (at < s.n) {
		if (l->n == LABEL)
			return false;
		l->c[l->n] = utf8_next(s, &at);
		l->beyond |= l->c[l->n++] >= 128;
	}
	if (!l->beyond) {
		for (at = 0; at < l->n; at++)
			l->c[at] |= between(l->c[at], 'A', 'Z') ? 32 : 0;
		*wire += s.n;
		return ldh_ok(s);
	}
	if (!label_ok(l) || !encode(&ace, l))
		return false;
	*wire += ace.n;
	return true;
}

/* Bytes of the separator at i: '.', or one of its wide forms. */
static size_t
dot(struct str s, size_t i, bool idn)
{
	static const char *const dots[] = { "\xe3\x80\x82", "\xef\xbc\x8e",
	    "\xef\xbd\xa1" };
	size_t k;

	if (s.p[i] == '.')
		return 1;
	for (k = 0; idn && k < NELEM(dots); k++)
		if (s.n - i >= 3 && memcmp(s.p + i, dots[k], 3) == 0)
			return 3;
	return 0;
}

bool
format_host(struct str s, bool idn)
{
	struct label l;
	bool rtl = false, straight = true;
	size_t wire = 0, i, from = 0, sep;

	/* no character takes more than four bytes, no dot more than three */
	if (s.n == 0 || s.n > NAME * 4)
		return false;
	for (i = 0; i <= s.n; i++) {
		sep = i < s.n ? dot(s, i, idn) : 1;
		if (sep == 0)
			continue;
		if (!read_label(&l, str_sub(s, from, i), &wire) ||
		    (l.beyond && !idn && !is_ace(str_sub(s, from, i))))
			return false;
		rtl |= right_to_left(&l);
		straight &= bidi_ok(&l);
		wire += i < s.n;
		from = i + sep;
		i += sep - 1;
	}
	return wire <= NAME && (!rtl || straight);
}
