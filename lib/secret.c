/* SPDX-License-Identifier: MIT */
/* secret - digits in groups, held against what such numbers are made of. */
#include "secret.h"

#define GROUPS	5	/* 6222 0212 3456 7890 123 */
#define DIGITS	20	/* of one group; a longer one is no such number */

/* Digits that stand together; a final X counts as one. */
struct group {
	char   v[DIGITS];
	size_t n;	/* more than DIGITS: too many */
	size_t from, end;	/* bytes of the text */
};

/* The digit at a byte, half or full width, or 0; *n is its length. */
static char
digit_at(struct str s, size_t i, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s.p + i;

	*n = 1;
	if (i >= s.n)
		return 0;
	if (*p >= '0' && *p <= '9')
		return (char)*p;
	if (i + 3 > s.n || p[0] != 0xEF || p[1] != 0xBC)
		return 0;
	*n = 3;
	return p[2] >= 0x90 && p[2] <= 0x99 ? (char)('0' + p[2] - 0x90) : 0;
}

/* The length of an X at a byte: X, x or their full-width forms. */
static size_t
x_at(struct str s, size_t i)
{
	s = str_sub(s, i, s.n);
	if (str_starts(s, S("X")) || str_starts(s, S("x")))
		return 1;
	return str_starts(s, S("Ｘ")) || str_starts(s, S("ｘ")) ? 3 : 0;
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Part of a code or of a decimal: V20260101, H-13800138000, 0.1380… */
static bool
tied_before(struct str s, size_t i)
{
	if (i == 0)
		return false;
	if (letter(s.p[i - 1]) || s.p[i - 1] == '.')
		return true;
	return i > 1 && s.p[i - 1] == '-' && letter(s.p[i - 2]);
}

static bool
tied_after(struct str s, size_t i)
{
	return i < s.n && (letter(s.p[i]) || (s.p[i] == '.' && i + 1 < s.n &&
	    s.p[i + 1] >= '0' && s.p[i + 1] <= '9'));
}

/* The group that begins at a byte; n is 0 where none does. */
static struct group
group_at(struct str s, size_t i)
{
	struct group g = { .from = i, .end = i };
	size_t n;
	char c;

	while ((c = digit_at(s, g.end, &n)) != 0) {
		if (g.n < DIGITS)
			g.v[g.n] = c;
		g.n++;
		g.end += n;
	}
	n = g.n ? x_at(s, g.end) : 0;
	if (n && (g.n == 17 || g.n == 3) && !tied_after(s, g.end + n)) {
		g.v[g.n++] = 'X';
		g.end += n;
	}
	return g;
}

/* ---- what the numbers are made of ------------------------------------- */

static int
two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* GB 11643-1999: region, birthday, serial, and a check digit modulo 11. */
static bool
identity(const char *v, size_t n)
{
	static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9,
	    10, 5, 8, 4, 2 };
	int sum = 0, century, month, day;
	size_t i;

	if (n != 18)
		return false;
	for (i = 0; i < NELEM(weights); i++) {
		if (v[i] == 'X')
			return false;
		sum += weights[i] * (v[i] - '0');
	}
	century = two(v + 6);
	month = two(v + 10);
	day = two(v + 12);
	return v[0] != '0' && century >= 18 && century <= 20 && month >= 1 &&
	    month <= 12 && day >= 1 && day <= 31 &&
	    v[17] == "10X98765432"[sum % 11];
}

/* With or without the country before it. */
static bool
phone(const char *v, size_t n)
{
	if (n == 15 && memcmp(v, "0086", 4) == 0)
		v += 4, n -= 4;
	else if (n == 13 && memcmp(v, "86", 2) == 0)
		v += 2, n -= 2;
	return n == 11 && v[0] == '1' && v[1] >= '3' && v[1] <= '9';
}

static bool
card(const char *v, size_t n)
{
	int sum = 0, d;
	size_t i;

	if (n < 16 || n > 19 || v[0] < '4' || v[0] > '6' || v[n - 1] == 'X')
		return false;
	for (i = 0; i < n; i++) {
		d = v[n - 1 - i] - '0';
		d *= i % 2 ? 2 : 1;
		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0;
}

static enum secret
sort_of(const char *v, size_t n)
{
	return identity(v, n) ? SECRET_IDENTITY : phone(v, n) ? SECRET_PHONE :
	    card(v, n) ? SECRET_CARD : SECRET_NONE;
}

/* How people space them: 138 0013 8000, 110105 19491231 002X, card by fours. */
static bool
spaced(const struct group *g, size_t n)
{
	static const unsigned char forms[][GROUPS] = {
		{ 3, 4, 4 }, { 6, 8, 4 }, { 6, 4, 4, 4 }, { 4, 4, 4, 4 },
		{ 4, 4, 4, 4, 3 },
	};
	size_t i, k;

	for (i = 0; i < NELEM(forms); i++) {
		for (k = 0; k < n && g[k].n == forms[i][k]; k++)
			;
		if (k == n && (n == GROUPS || forms[i][n] == 0))
			return true;
	}
	return false;
}

/* The number that begins with the group at `at` alone, or spaced. */
static enum secret
number_at(struct str s, size_t at, struct span *where, size_t *next)
{
	struct group g[GROUPS];
	char v[GROUPS * DIGITS];
	size_t n, len = 0;
	enum secret what;

	for (n = 0; n < GROUPS; n++) {
		g[n] = group_at(s, at);
		if (n == 0)
			*next = g[0].end;
		if (g[n].n == 0 || g[n].n > DIGITS || (n && g[n].n > 8))
			return SECRET_NONE;
		memcpy(v + len, g[n].v, g[n].n);
		len += g[n].n;
		what = n == 0 || spaced(g, n + 1) ? sort_of(v, len) :
		    SECRET_NONE;
		at = g[n].end;
		if (what != SECRET_NONE && !tied_after(s, at)) {
			*where = (struct span){ (uint32_t)g[0].from,
			    (uint32_t)at };
			return what;
		}
		if (at >= s.n || (s.p[at] != ' ' && s.p[at] != '-'))
			return SECRET_NONE;
		at++;
	}
	return SECRET_NONE;
}

enum secret
secret_find(struct str s, struct span *where)
{
	enum secret what;
	size_t i, n;

	for (i = 0; i < s.n; i += n) {
		if (!digit_at(s, i, &n)) {
			n = 1;
			continue;
		}
		what = number_at(s, i, where, &n);
		n -= i;
		if (what != SECRET_NONE && !tied_before(s, i))
			return what;
	}
	return SECRET_NONE;
}

/* ---- fields ----------------------------------------------------------- */

bool
secret_allowed(const struct field *f)
{
	static const char *const ours[] = { "id", "ref", "code", "digest",
	    "sha256", "contact", "supervision", "source_ref" };
	size_t i;

	if (f->type != FIELD_TEXT)
		return true;
	for (i = 0; i < NELEM(ours); i++)
		if (str_is(f->key, ours[i]))
			return true;
	return false;
}

static const char *
rule_of(enum secret what)
{
	static const char *const rules[] = {
		[SECRET_NONE] = "", [SECRET_IDENTITY] = "secret.identity",
		[SECRET_PHONE] = "secret.phone", [SECRET_CARD] = "secret.card",
	};

	return rules[what];
}

static struct str
words_of(enum secret what, struct str label, struct diag *dg)
{
	switch (what) {
	case SECRET_IDENTITY:
		return diag_say(dg, "a citizen's identity number in %.*s: "
		    "the ledger is no place for it", STR(label));
	case SECRET_PHONE:
		return diag_say(dg, "a mobile telephone number in %.*s: "
		    "the ledger is no place for it", STR(label));
	default:
		return diag_say(dg, "what looks like a bank card's number in "
		    "%.*s: the ledger is no place for it", STR(label));
	}
}

static bool
advise(struct diag *dg)
{
	return diag_advise(dg, "leave it out; what must be kept goes under "
	    "private/, which git does not see");
}

/* Where in the source the number is, if the text is a part of it. */
static struct span
place(struct str text, struct span in, const struct source *src,
    struct span at)
{
	const char *base = src ? src->bytes.p : NULL;

	if (!base || text.p < base || text.p + text.n > base + src->bytes.n)
		return at;
	in.at += (uint32_t)(text.p - base);
	in.end += (uint32_t)(text.p - base);
	return in;
}

bool
secret_none(struct str text, struct str label, const struct source *src,
    struct span at, struct diag *dg)
{
	struct span in;
	enum secret what = secret_find(text, &in);
	struct str said;

	if (what == SECRET_NONE)
		return true;
	said = words_of(what, label, dg);
	diag_error(dg, rule_of(what), src, place(text, in, src, at), "%.*s",
	    STR(said));
	return advise(dg);
}

struct scan {
	const struct doc *doc;
	bool              chinese;
	struct diag      *dg;
};

static void	scan_map(const struct scan *, const struct field *, size_t,
		    uint32_t);

static void
scan_node(const struct scan *s, const struct field *f, uint32_t node)
{
	const struct node *n = &s->doc->nodes[node];
	struct span in;
	enum secret what;
	struct str said;
	uint32_t i;

	if (n->kind == NODE_SEQ) {
		for (i = doc_first(s->doc, node); i;
		    i = doc_after(s->doc, node, i))
			scan_node(s, f, i);
		return;
	}
	if (n->kind == NODE_MAP) {
		scan_map(s, f->fields, f->nfields, node);
		return;
	}
	what = secret_allowed(f) ? SECRET_NONE : secret_find(n->text, &in);
	if (what == SECRET_NONE)
		return;
	said = words_of(what, field_label(f, s->chinese), s->dg);
	diag_warn(s->dg, rule_of(what), s->doc->src, place(n->text, in,
	    s->doc->src, n->at), "%.*s", STR(said));
	(void)advise(s->dg);
}

static void
scan_map(const struct scan *s, const struct field *fields, size_t n,
    uint32_t map)
{
	uint32_t node;
	size_t i;

	for (i = 0; i < n; i++) {
		if (fields[i].type != FIELD_MAP && secret_allowed(&fields[i]))
			continue;
		node = doc_get(s->doc, map, fields[i].key);
		if (node)
			scan_node(s, &fields[i], node);
	}
}

void
secret_scan(const struct record *r, bool chinese, struct diag *dg)
{
	struct scan s = { .doc = r->doc, .chinese = chinese, .dg = dg };
	const struct field *f;
	size_t i;

	for (i = 0; i < r->kind->nfields; i++) {
		f = &r->kind->fields[i];
		if (r->at[i] && (f->type == FIELD_MAP || !secret_allowed(f)))
			scan_node(&s, f, r->at[i]);
	}
}
