/* SPDX-License-Identifier: MIT */
/* check-rules - what the domain asks, kind by kind. */
#include "check-work.h"
#include "gathering-work.h"
#include "regions.h"

/* ---- small words ------------------------------------------------------ */

static bool
number(points *p, const struct doc *doc, uint32_t map, const char *key)
{
	return points_read(p, doc_text(doc, map, key));
}

static struct span
at_node(const struct record *r, uint32_t node)
{
	return r->doc->nodes[node].at;
}

/* ---- ledger.yaml ------------------------------------------------------ */

/* The township that the ledger is of stands in the register. */
static void
settings(struct check_file *f, const struct record *r)
{
	struct check *c = f->check;
	uint32_t node = r->at[r->kind->id];
	struct str code = record_id(r);

	if (code.n && c->region != CHECK_NONE && !check_set_get(&c->ids,
	    check_hash(c, c->region, code)))
		check_unknown(f, c->region, node);
}

/* ---- regions ---------------------------------------------------------- */

struct region {
	uint32_t       node, parent;	/* the record, the field */
	struct str     code;
	struct region *up;
	uint32_t       seen;	/* by which walk upwards, from 1 */
};

static void
inside(struct check_file *f, const struct region *one)
{
	struct str root = f->check->led->region, stem = regions_stem(root);
	const struct doc *doc = &f->f.doc;

	if (root.n == 0 || str_starts(one->code, stem) ||
	    str_starts(root, regions_stem(one->code)))
		return;
	diag_error(f->dg, "region.outside", &f->f.src,
	    doc->nodes[doc_get(doc, one->node, S("code"))].at,
	    "'%.*s' does not lie in %.*s: its code must begin with %.*s",
	    STR(one->code), STR(root), STR(stem));
}

/* Walks upwards; a walk that meets itself is a cycle, told once. */
static void
climb(struct check_file *f, struct region *one, uint32_t walk)
{
	struct region *up;

	for (up = one; up && up->seen == 0; up = up->up)
		up->seen = walk;
	if (up && up->seen == walk)
		diag_error(f->dg, "region.cycle", &f->f.src,
		    f->f.doc.nodes[up->parent].at,
		    "'%.*s' lies above itself: following the regions above "
		    "it leads back to it", STR(up->code));
}

static void
regions(struct check_file *f)
{
	const struct doc *doc = &f->f.doc;
	struct arena *a = &f->v->scratch;
	struct region *v;
	struct map by_code;
	uint32_t node, n = 0, i;

	if (doc->n == 0)
		return;
	map_init(&by_code, a);
	v = arena_array(a, (size_t)doc->nodes[0].n + 1, sizeof(*v));
	for (node = ledger_next(&f->f, 0); node;
	    node = ledger_next(&f->f, node)) {
		v[n] = (struct region){ .node = node - 1,
		    .parent = doc_get(doc, node - 1, S("parent")),
		    .code = doc_text(doc, node - 1, "code") };
		*map_put(&by_code, v[n].code) = &v[n];
		n++;
	}
	for (i = 0; i < n; i++)
		if (v[i].parent)
			v[i].up = map_get(&by_code,
			    doc->nodes[v[i].parent].text);
	for (i = 0; i < n; i++) {
		inside(f, &v[i]);
		climb(f, &v[i], i + 1);
	}
}

/* ---- rulebooks and calendars ------------------------------------------ */

static void
rulebook(struct check_file *f)
{
	struct rulebook book;

	if (f->f.doc.n && rulebook_parse(&book, &f->f.doc, &f->v->scratch,
	    f->dg))
		rulebook_lint(&book, &f->f.src, f->dg);
}

static void
calendar(struct check_file *f)
{
	struct calendar *c = arena_alloc(&f->v->scratch, sizeof(*c));

	calendar_init(c, &f->v->scratch);
	if (f->f.doc.n && !calendar_add(c, &f->f.doc, f->dg))
		f->sound = false;
}

/* ---- visits ----------------------------------------------------------- */

static void
visit(struct check_file *f, const struct record *r)
{
	static const char *const counted[] = { "reception", "monday_night",
	    "down_petition" };
	uint32_t persons = record_get(r, "persons");
	struct str kind = record_text(r, "kind");
	points b, p;
	size_t i;

	if (number(&b, r->doc, r->node, "batches") && persons &&
	    number(&p, r->doc, r->node, "persons") && p < b)
		diag_error(f->dg, "visit.persons", &f->f.src,
		    at_node(r, persons),
		    "persons cannot be fewer than batches");
	if (f->faulty || (persons && record_get(r, "batches")))
		return;
	for (i = 0; i < NELEM(counted); i++)
		if (str_is(kind, counted[i]))
			diag_error(f->dg, "visit.batches", &f->f.src,
			    at_node(r, record_get(r, "kind")),
			    "a reception, night visit or down-visit needs "
			    "both batches and persons");
}

/* ---- meetings --------------------------------------------------------- */

/* for + against + abstain = those present with a vote. */
static void
votes(struct check_file *f, const struct record *r, uint32_t res)
{
	static const char *const keys[] = { "for", "against", "abstain" };
	const struct doc *doc = r->doc;
	long long said[NELEM(keys)], sum = 0;
	points p, there;
	uint32_t at = 0, node;
	size_t i;

	for (i = 0; i < NELEM(keys); i++) {
		node = doc_get(doc, res, str_of(keys[i]));
		said[i] = node && points_read(&p, doc->nodes[node].text) ?
		    p / 100 : 0;
		sum += said[i];
		at = at ? at : node;
	}
	if (!at || (!points_read(&there, record_text(r, "voting_present")) &&
	    !points_read(&there, record_text(r, "present_count"))) ||
	    sum == there / 100)
		return;
	diag_error(f->dg, "meeting.votes", &f->f.src, doc->nodes[at].at,
	    "%lld for + %lld against + %lld abstained = %lld, but %lld "
	    "with a vote were present", said[0], said[1], said[2], sum,
	    (long long)(there / 100));
}

static void
agenda(struct check_file *f, const struct record *r, uint32_t res)
{
	const struct doc *doc = r->doc;
	uint32_t list = record_get(r, "agenda"), i;
	uint32_t node = doc_get(doc, res, S("agenda_no"));

	if (!node || (f->faulty && !list))
		return;
	for (i = list ? doc_first(doc, list) : 0; i;
	    i = doc_after(doc, list, i))
		if (str_eq(doc_text(doc, i, "seq"), doc->nodes[node].text))
			return;
	diag_error(f->dg, "meeting.agenda", &f->f.src, doc->nodes[node].at,
	    "there is no agenda item %.*s", STR(doc->nodes[node].text));
}

/* What is given as a number is what the attendance list has. */
static void
present(struct check_file *f, const struct record *r)
{
	uint32_t node = record_get(r, "present_count");
	struct gathering_count c;
	points given;

	if (!node || f->faulty || !number(&given, r->doc, r->node,
	    "present_count"))
		return;
	gathering_count(&c, value_from_node(&f->v->scratch, r->doc,
	    r->node));
	if (c.settled && given / 100 != c.present)
		diag_error(f->dg, "meeting.counts", &f->f.src,
		    at_node(r, node),
		    "%.*s is given as %.*s, but the attendance list has %lld",
		    STR(field_label(&r->kind->fields[kind_index(r->kind,
		    "present_count")], f->check->led->chinese)),
		    STR(r->doc->nodes[node].text), (long long)c.present);
}

/* By a rule of more than half; and whatever the rule, nothing passes that
 * has as many votes against it as for it. */
static void
passed(struct check_file *f, const struct record *r, uint32_t res)
{
	uint32_t node = doc_get(r->doc, res, S("passed"));
	struct str rule = doc_text(r->doc, res, "rule");
	bool half = str_find(rule, S("过半数")) < rule.n, said, more;
	points yes, no = 0, there;

	if (!node || !number(&yes, r->doc, res, "for") ||
	    (!points_read(&there, record_text(r, "voting_present")) &&
	    !points_read(&there, record_text(r, "present_count"))))
		return;
	if (!number(&no, r->doc, res, "against"))
		no = 0;
	said = str_is(r->doc->nodes[node].text, "true");
	more = 2 * yes > there;
	if (said ? yes > no : !half || !more)
		return;
	diag_error(f->dg, "meeting.passed", &f->f.src, at_node(r, node),
	    said ? "%lld of %lld in favour: it did not pass; %lld were "
	    "needed" : "%lld of %lld in favour: it passed; %lld were "
	    "needed", (long long)(yes / 100), (long long)(there / 100),
	    (long long)(there / 200 + 1));
}

static void
meeting(struct check_file *f, const struct record *r)
{
	uint32_t list = record_get(r, "resolutions"), i;

	present(f, r);
	for (i = list ? doc_first(r->doc, list) : 0; i;
	    i = doc_after(r->doc, list, i)) {
		agenda(f, r, i);
		votes(f, r, i);
		passed(f, r, i);
	}
}

/* ---- the table -------------------------------------------------------- */

void
check_rules(struct check_kind *k)
{
	static const struct {
		const char *kind;
		void (*record)(struct check_file *, const struct record *);
		void (*file)(struct check_file *);
	} rules[] = {
		{ "calendar", NULL, calendar },
		{ "entry", check_entry, NULL },
		{ "issue", check_issue, NULL },
		{ "ledger", settings, NULL },
		{ "meeting", meeting, NULL },
		{ "region", NULL, regions },
		{ "review", check_review, NULL },
		{ "rulebook", NULL, rulebook },
		{ "settlement", check_settlement, NULL },
		{ "visit", visit, NULL },
	};
	size_t i;

	for (i = 0; i < NELEM(rules); i++)
		if (str_is(k->kind->name, rules[i].kind)) {
			k->record = rules[i].record;
			k->file = rules[i].file;
		}
}
