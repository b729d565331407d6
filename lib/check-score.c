/* SPDX-License-Identifier: MIT */
/* check-score - entries against their rulebooks, reviews against entries. */
#include "check-work.h"
#include "near.h"

/* An entry held against the book of its day. */
struct priced {
	struct check_file             *f;
	const struct record           *r;
	const struct rulebook         *book;
	const struct rulebook_version *version;
	const struct rulebook_item    *item;
	date_day                       day;
};

static struct span
at_field(const struct record *r, const char *key)
{
	uint32_t node = record_get(r, key);

	return r->doc->nodes[node ? node : r->at[r->kind->id]].at;
}

/* ---- the book --------------------------------------------------------- */

static void
no_book(struct check_file *f, const struct record *r, struct str name)
{
	const struct books *all = f->check->books;
	struct strs ids = { 0 };
	struct str near;
	size_t i;

	diag_error(f->dg, "rulebook.unknown", &f->f.src,
	    at_field(r, "rulebook"), "there is no rulebook '%.*s'",
	    STR(name));
	for (i = 0; i < all->n; i++)
		strs_add(&ids, &f->v->scratch, all->v[i]->id);
	near = near_word(name, ids.v, ids.n);
	if (near.n)
		diag_cure(f->dg, "%.*s", STR(near));
}

/* One that is there and does not hold is told of in its own file. */
static bool
is_broken(const struct check *c, struct str id)
{
	return c->rulebook == CHECK_NONE || c->broken[c->rulebook] ||
	    check_set_get(&c->ids, check_hash(c, c->rulebook, id));
}

/* `named`: the entry says which version. */
static void
not_in_force(struct priced *p, struct str text, bool named)
{
	struct check_file *f = p->f;
	struct str day = record_text(p->r, "occurred_on");

	if (!named)
		diag_error(f->dg, "entry.not-in-force", &f->f.src,
		    at_field(p->r, "occurred_on"), "rulebook %.*s has no "
		    "version in force on %.*s", STR(text), STR(day));
	else if (p->version)
		diag_error(f->dg, "entry.not-in-force", &f->f.src,
		    at_field(p->r, "rulebook"),
		    "%.*s was not in force on %.*s", STR(text), STR(day));
	else
		diag_error(f->dg, "rulebook.unknown", &f->f.src,
		    at_field(p->r, "rulebook"),
		    "rulebook %.*s has no version '%.*s'", STR(p->book->id),
		    STR(str_sub(text, p->book->id.n + 1, text.n)));
}

static bool
find_book(struct priced *p)
{
	struct check_file *f = p->f;
	struct str text = record_text(p->r, "rulebook");
	struct str id = str_sub(text, 0, str_find(text, S("@")));

	if (text.n == 0)
		return false;
	p->book = books_find(f->check->books, id);
	if (!p->book) {
		if (!is_broken(f->check, id))
			no_book(f, p->r, id);
		return false;
	}
	p->version = id.n == text.n ? rulebook_version_on(p->book, p->day) :
	    rulebook_version_named(p->book, text);
	if (p->version && p->day >= p->version->from &&
	    p->day < p->version->end)
		return true;
	not_in_force(p, text, id.n < text.n);
	return false;
}

/* ---- the item and its points ------------------------------------------ */

static bool
find_item(struct priced *p)
{
	struct check_file *f = p->f;
	struct str code = record_text(p->r, "item"), near;
	struct strs codes = { 0 };
	size_t i;

	if (code.n == 0)
		return false;
	p->item = rulebook_item(p->version, code);
	if (p->item && rulebook_in_force(p->item, p->day))
		return true;
	if (p->item) {
		diag_error(f->dg, "entry.not-in-force", &f->f.src,
		    at_field(p->r, "item"),
		    "item %.*s was not in force on %.*s", STR(code),
		    STR(record_text(p->r, "occurred_on")));
		return false;
	}
	diag_error(f->dg, "entry.item", &f->f.src, at_field(p->r, "item"),
	    "%.*s has no item '%.*s'", STR(p->version->name), STR(code));
	for (i = 0; i < p->version->nitems; i++)
		strs_add(&codes, &f->v->scratch, p->version->items[i].code);
	near = near_word(code, codes.v, codes.n);
	if (near.n)
		diag_cure(f->dg, "%.*s", STR(near));
	return false;
}

/* A correction takes back what the item gave. */
static void
price(struct priced *p)
{
	const struct rulebook_item *item = p->item;
	struct str text = record_text(p->r, "unit_points");
	char low[POINTS_TEXT], high[POINTS_TEXT];
	points unit;

	if (!points_read(&unit, text) || rulebook_allows(item, unit) ||
	    (record_get(p->r, "correction_of") &&
	    rulebook_allows(item, -unit)) ||
	    (item->full != 0 && unit == item->full))
		return;
	points_text(low, item->full ? item->full : item->low);
	points_text(high, item->full ? item->full : item->high);
	if (item->ntiers)
		diag_error(p->f->dg, "entry.points", &p->f->f.src,
		    at_field(p->r, "unit_points"),
		    "%.*s is none of the tiers of item %.*s", STR(text),
		    STR(item->code));
	else if (strcmp(low, high) == 0)
		diag_error(p->f->dg, "entry.points", &p->f->f.src,
		    at_field(p->r, "unit_points"),
		    "item %.*s is worth %s, not %.*s", STR(item->code), low,
		    STR(text));
	else
		diag_error(p->f->dg, "entry.points", &p->f->f.src,
		    at_field(p->r, "unit_points"),
		    "item %.*s is worth %s to %s, not %.*s", STR(item->code),
		    low, high, STR(text));
}

/* The category and the name were copied from the item. */
static void
copied(struct priced *p)
{
	struct str category = record_text(p->r, "category");
	struct str want = p->item->category->code;

	if (category.n && !str_eq(category, want))
		diag_error(p->f->dg, "entry.category", &p->f->f.src,
		    at_field(p->r, "category"),
		    "item %.*s is of category %.*s, not %.*s",
		    STR(p->item->code), STR(want), STR(category));
}

static void
subject(struct priced *p)
{
	struct str type = record_text(p->r, "subject_type");
	const char *want = rulebook_subject_key(p->book->subject_type);

	if (type.n && !str_is(type, want))
		diag_error(p->f->dg, "entry.subject-kind", &p->f->f.src,
		    at_field(p->r, "subject_type"),
		    "rulebook %.*s is for a %.*s, not a %.*s",
		    STR(p->book->id), STR(str_of(want)), STR(type));
}

/* ---- the entry -------------------------------------------------------- */

static uint64_t
hash_of(struct check_file *f, struct str text)
{
	return text.n ? check_hash(f->check, CHECK_NONE, text) : 0;
}

/* What a review will ask for. */
static void
remember(struct check_file *f, const struct record *r)
{
	struct check_village *v = f->v;
	uint32_t confirmed = record_get(r, "confirmed");
	struct check_seen *seen;
	struct check_entry *e;

	if (record_id(r).n == 0)
		return;
	seen = check_set_put(&v->entry_at, check_hash(f->check, f->index,
	    record_id(r)));
	seen->line = (uint32_t)v->nentries + 1;
	v->entries = arena_grow(v->keep, v->entries, v->nentries,
	    &v->entries_cap, sizeof(*v->entries));
	e = &v->entries[v->nentries++];
	*e = (struct check_entry){
		.recorder = hash_of(f, record_text(r, "recorder")),
		.typist = hash_of(f, record_text(r, "typed_by")),
		.declarer = hash_of(f, record_text(r, "declared_by")),
		.subject = hash_of(f, record_text(r, "subject")),
		.household = hash_of(f, record_text(r, "household")),
		.day = record_day(r, "occurred_on"),
		.evidence = f->faulty || record_get(r, "evidence"),
		.declared = str_starts(record_text(r, "source"),
		    S("self_")) && !record_get(r, "recorder") && !confirmed,
		.dropped = record_get(r, "revoked") != 0,
	};
	if (confirmed)
		e->confirmer = hash_of(f, doc_text(r->doc, confirmed, "by"));
}

static void
days(struct check_file *f, const struct record *r, date_day day)
{
	date_day recorded = record_day(r, "recorded_on");

	if (day != DATE_NONE && recorded != DATE_NONE && recorded < day)
		diag_error(f->dg, "entry.recorded-before", &f->f.src,
		    at_field(r, "recorded_on"),
		    "recorded on %.*s, before it happened on %.*s",
		    STR(record_text(r, "recorded_on")),
		    STR(record_text(r, "occurred_on")));
}

void
check_entry(struct check_file *f, const struct record *r)
{
	struct priced p = { .f = f, .r = r,
	    .day = record_day(r, "occurred_on") };

	remember(f, r);
	days(f, r, p.day);
	if (p.day != DATE_NONE && find_book(&p)) {
		subject(&p);
		if (find_item(&p)) {
			price(&p);
			copied(&p);
		}
	}
	if (!f->faulty && !record_get(r, "evidence") &&
	    !record_get(r, "revoked"))
		diag_warn(f->dg, "entry.evidence", &f->f.src,
		    at_field(r, "id"),
		    "no evidence: it is recorded, but cannot be approved "
		    "before there is some");
}

/* ---- the review ------------------------------------------------------- */

struct reviewer {
	uint64_t id, name;
};

static struct reviewer
reviewer_of(struct check_file *f, const struct record *r)
{
	struct str id = record_text(r, "reviewer");
	struct reviewer who = { .id = hash_of(f, id) };
	const struct check_names *l = &f->v->names;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (str_eq(l->v[i].id, id))
			who.name = hash_of(f, l->v[i].name);
	return who;
}

static bool
is_he(struct reviewer who, uint64_t hash)
{
	return hash && (hash == who.id || hash == who.name);
}

static const struct check_entry *
entry_of(struct check_file *f, struct str id)
{
	const struct check_seen *seen;

	if (f->check->entry == CHECK_NONE)
		return NULL;
	seen = check_set_get(&f->v->entry_at, check_hash(f->check,
	    f->check->entry, id));
	return seen ? &f->v->entries[seen->line - 1] : NULL;
}

/* Nobody has a word on what he brought, or on what is his. */
static const char *
own(const struct check_entry *e, struct reviewer who)
{
	if (is_he(who, e->recorder) || is_he(who, e->confirmer))
		return "the reviewer collected it";
	if (is_he(who, e->typist))
		return "the reviewer typed it in";
	if (is_he(who, e->declarer) || is_he(who, e->subject))
		return "it is the reviewer's own";
	return NULL;
}

static void
word_on(struct check_file *f, struct reviewer who, uint32_t node,
    bool approved, date_day day)
{
	const struct node *n = &f->f.doc.nodes[node];
	const struct check_entry *e = entry_of(f, n->text);
	const char *why = e ? own(e, who) : NULL;
	const char *rule = "entry.own-approval";

	if (!e)
		return;	/* voided, elsewhere, or unknown: told of by refs */
	if (e->day != DATE_NONE && day != DATE_NONE && day < e->day)
		diag_error(f->dg, "review.early", &f->f.src, n->at,
		    "%.*s happened after the day of this review",
		    STR(n->text));
	if (!why && approved && e->declared) {
		rule = "entry.declared";
		why = "it is declared, but nobody has checked it";
	} else if (!why && approved && !e->evidence) {
		rule = "entry.evidence";
		why = "there is no evidence";
	}
	if (why)
		diag_error(f->dg, rule, &f->f.src, n->at,
		    "%.*s cannot be decided by this review: %s",
		    STR(n->text), diag_word(f->dg->words, why));
}

static void
words_on(struct check_file *f, const struct record *r, struct reviewer who,
    const char *key)
{
	uint32_t list = record_get(r, key), i, node;
	const struct doc *doc = r->doc;

	if (!list || doc->nodes[list].kind != NODE_SEQ)
		return;
	for (i = doc_first(doc, list); i; i = doc_after(doc, list, i)) {
		node = doc->nodes[i].kind == NODE_MAP ?
		    doc_get(doc, i, S("id")) : i;
		if (node)
			word_on(f, who, node, strcmp(key, "approved") == 0,
			    record_day(r, "day"));
	}
}

void
check_review(struct check_file *f, const struct record *r)
{
	struct reviewer who = reviewer_of(f, r);

	words_on(f, r, who, "approved");
	words_on(f, r, who, "rejected");
	words_on(f, r, who, "returned");
}
