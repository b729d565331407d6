/* SPDX-License-Identifier: MIT */
/* quorum - the table of rules, and the arithmetic of fractions. */
#include <assert.h>

#include "quorum.h"

/* ---- arithmetic ------------------------------------------------------- */

bool
fraction_met(struct fraction f, int64_t have, int64_t base)
{
	assert(base >= 0 && base <= QUORUM_BASE);
	if (f.den == 0)
		return true;
	return f.strict ? have * f.den > base * f.num :
	    have * f.den >= base * f.num;
}

int64_t
fraction_need(struct fraction f, int64_t base)
{
	int64_t product = base * f.num;

	assert(base >= 0 && base <= QUORUM_BASE);
	if (f.den == 0)
		return 0;
	return f.strict ? product / f.den + 1 :
	    (product + f.den - 1) / f.den;
}

struct quorum
quorum_test(struct fraction f, int64_t have, int64_t base)
{
	return (struct quorum){ base, fraction_need(f, base), have,
	    fraction_met(f, have, base) };
}

struct str
fraction_say(struct fraction f, struct diag *dg)
{
	return f.strict ? diag_say(dg, "more than %d/%d", (int)f.num,
	    (int)f.den) : diag_say(dg, "at least %d/%d", (int)f.num,
	    (int)f.den);
}

/* ---- the table -------------------------------------------------------- */

struct reading {
	const struct doc *doc;
	struct diag      *dg;
	bool              ok;
};

static void
wrong(struct reading *r, uint32_t node, const char *text)
{
	r->ok = diag_error(r->dg, "quorum.table", r->doc->src,
	    r->doc->nodes[node].at, "%s", diag_word(r->dg->words, text));
}

static bool
whole(int64_t *out, struct str s, int64_t max)
{
	size_t i;

	*out = 0;
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || *out > max)
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return s.n > 0 && *out <= max;
}

/* {at_least: 2/3} or {more_than: 1/2, of: present}; absent is no rule. */
static struct fraction
fraction(struct reading *r, uint32_t rule, const char *key)
{
	uint32_t map = doc_get(r->doc, rule, str_of(key)), node;
	struct fraction f = { 0 };
	struct str s;
	size_t slash;

	if (!map)
		return f;
	node = doc_get(r->doc, map, S("at_least"));
	if (!node) {
		node = doc_get(r->doc, map, S("more_than"));
		f.strict = true;
	}
	s = node ? r->doc->nodes[node].text : S("");
	slash = str_find(s, S("/"));
	if (!whole(&f.num, str_sub(s, 0, slash), QUORUM_DEN) ||
	    !whole(&f.den, str_sub(s, slash + 1, s.n), QUORUM_DEN) ||
	    f.num == 0 || f.num > f.den || (f.strict && f.num == f.den)) {
		wrong(r, node ? node : map, "a fraction is at_least or "
		    "more_than, as in 2/3, and not over one");
		return (struct fraction){ 0 };
	}
	return f;
}

/* The index of a word among those allowed; 0 where it is not given. */
static int
word(struct reading *r, uint32_t map, const char *key,
    const char *const *words, size_t n, const char *fault)
{
	uint32_t node = map ? doc_get(r->doc, map, str_of(key)) : 0;
	size_t i;

	for (i = 0; node && i < n; i++)
		if (str_is(r->doc->nodes[node].text, words[i]))
			return (int)i;
	if (node)
		wrong(r, node, fault);
	return 0;
}

static date_day
day(struct reading *r, uint32_t rule, const char *key)
{
	uint32_t node = doc_get(r->doc, rule, str_of(key));
	date_day d = node ? date_iso(r->doc->nodes[node].text) : DATE_NONE;

	if (node && d == DATE_NONE)
		wrong(r, node, "a day is written as 2026-01-01");
	return d;
}

static int
days(struct reading *r, uint32_t rule)
{
	uint32_t node = doc_get(r->doc, rule, S("notice_days"));
	int64_t n = 0;

	if (node && !whole(&n, r->doc->nodes[node].text, 366))
		wrong(r, node, "notice_days is a number of days, 0 to 366");
	return (int)n;
}

static void
known_keys(struct reading *r, uint32_t rule)
{
	static const char *const keys[] = { "name", "kind", "region",
	    "count", "hold", "women", "pass", "notice_days", "from", "to" };
	uint32_t key;
	size_t i;

	for (key = doc_first(r->doc, rule); key;
	    key = doc_after(r->doc, rule, r->doc->nodes[key].next)) {
		for (i = 0; i < NELEM(keys); i++)
			if (str_is(r->doc->nodes[key].text, keys[i]))
				break;
		if (i == NELEM(keys))
			wrong(r, key, "a quorum rule has no such key");
	}
}

static struct quorum_rule
read_rule(struct reading *r, uint32_t at)
{
	static const char *const counts[] = { "voters", "households", "reps",
	    "members" };
	static const char *const ofs[] = { "present", "due", "all" };
	struct quorum_rule rule = {
		.name = doc_text(r->doc, at, "name"),
		.kind = doc_text(r->doc, at, "kind"),
		.region = doc_text(r->doc, at, "region"),
		.hold = fraction(r, at, "hold"),
		.women = fraction(r, at, "women"),
		.pass = fraction(r, at, "pass"),
		.notice_days = days(r, at),
		.from = day(r, at, "from"),
		.to = day(r, at, "to"),
	};

	known_keys(r, at);
	rule.count = (enum quorum_count)word(r, at, "count", counts,
	    NELEM(counts), "count is voters, households, reps or members");
	rule.of = (enum quorum_of)word(r, doc_get(r->doc, at, S("pass")),
	    "of", ofs, NELEM(ofs), "of is present, due or all");
	if (!rule.name.n || !rule.kind.n)
		wrong(r, at, "a quorum rule needs a name and a kind");
	if (rule.from != DATE_NONE && rule.to != DATE_NONE &&
	    rule.to < rule.from)
		wrong(r, at, "the rule ends before it begins");
	return rule;
}

bool
quorum_parse(struct quorum_rules *rules, const struct doc *doc,
    struct arena *a, struct diag *dg)
{
	struct reading r = { doc, dg, true };
	uint32_t list, i;

	*rules = (struct quorum_rules){ 0 };
	list = doc->n && doc->nodes[0].kind == NODE_MAP ?
	    doc_get(doc, 0, S("rules")) : 0;
	if (!list || doc->nodes[list].kind != NODE_SEQ ||
	    doc->nodes[list].n > QUORUM_RULES)
		return diag_error(dg, "quorum.table", doc->src, DIAG_FILE,
		    "a quorum table is a list 'rules' of at most %d",
		    QUORUM_RULES);
	for (i = doc_first(doc, list); i; i = doc_after(doc, list, i)) {
		if (doc->nodes[i].kind != NODE_MAP) {
			wrong(&r, i, "a quorum rule needs a name and a kind");
			continue;
		}
		rules->v = arena_grow(a, rules->v, rules->n, &rules->cap,
		    sizeof(*rules->v));
		rules->v[rules->n++] = read_rule(&r, i);
	}
	return r.ok;
}

/* How well a rule fits: 0 not at all. */
static size_t
fits(const struct quorum_rule *r, struct str kind, struct str region,
    bool by_household, date_day on)
{
	bool any = str_is(r->kind, "any");

	if ((!any && !str_eq(r->kind, kind)) || !str_starts(region, r->region))
		return 0;
	if ((r->from != DATE_NONE && on < r->from) ||
	    (r->to != DATE_NONE && on > r->to))
		return 0;
	if (!any && (r->count == QUORUM_HOUSEHOLDS) != by_household)
		return 0;
	return 1 + r->region.n + (any ? 0 : 100);
}

const struct quorum_rule *
quorum_find(const struct quorum_rules *rules, struct str kind,
    struct str region, bool by_household, date_day on)
{
	const struct quorum_rule *best = NULL;
	size_t i, fit, most = 0;

	for (i = 0; i < rules->n; i++) {
		fit = fits(&rules->v[i], kind, region, by_household, on);
		if (fit > most) {
			most = fit;
			best = &rules->v[i];
		}
	}
	return best;
}
