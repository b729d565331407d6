/* SPDX-License-Identifier: MIT */
/* objection - completion, the publicity window, and who may decide. */
#include "books.h"
#include "objection.h"
#include "review.h"

static const struct value *
place(const struct value *rec, const char *key)
{
	const struct value *v = value_get(rec, str_of(key));

	return v && v->src ? v : rec;
}

static void
put_unsaid(struct value *rec, struct ledger *led, const char *key,
    struct str text)
{
	const struct value *v = value_get(rec, str_of(key));

	if (!v || (!v->src && v->kind == VALUE_TEXT))
		value_put(led->arena, rec, key, text);
}

/* A record of the ledger by its exact id; the file lives in led's arena. */
static bool
read_record(struct record *r, struct ledger_file **out, struct ledger *led,
    const struct refs_record *at, struct diag *dg)
{
	struct ledger_file *f = arena_alloc(led->arena, sizeof(*f));
	uint32_t node;

	*out = f;
	if (!ledger_read(f, led, at->kind, at->path, led->run, led->arena,
	    dg))
		return false;
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		record_init(r, at->kind, &f->doc, node - 1);
		if (str_eq(record_id(r), at->id))
			return true;
	}
	return diag_error(dg, "unknown-ref", NULL, (struct span){ 0, 0 },
	    "no record '%.*s' here", STR(at->id));
}

/* ---- what it is about ------------------------------------------------- */

static bool
same_village(struct value *rec, struct ledger *led, struct str home,
    struct diag *dg)
{
	const struct value *at = place(rec, "village");

	put_unsaid(rec, led, "village", home);
	return str_eq(value_str(rec, "village"), home) || diag_error(dg,
	    "objection.village", at->src, at->at,
	    "that is of %.*s, not of %.*s", STR(home),
	    STR(value_str(rec, "village")));
}

static bool
of_entry(struct value *rec, struct ledger *led, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "entry", dg);
	const struct value *v = value_get(rec, S("entry"));
	struct ledger_file *f;
	struct refs_record at;
	struct record r;
	struct str book;

	if (!kind || !refs_find(&at, led, kind, v->text, v->src, v->at, dg) ||
	    !read_record(&r, &f, led, &at, dg))
		return false;
	book = record_text(&r, "rulebook");
	put_unsaid(rec, led, "rulebook", str_sub(book, 0, str_find(book,
	    S("@"))));
	put_unsaid(rec, led, "period", period_str(led->arena, period_of(
	    PERIOD_QUARTER, record_day(&r, "occurred_on"))));
	return same_village(rec, led, f->found.village, dg);
}

static struct str
home_of(struct ledger *led, struct str id, struct str village,
    struct diag *dg)
{
	static const char *const kinds[] = { "household", "person", "grid" };
	const struct ref *ref;
	size_t i;

	for (i = 0; i < NELEM(kinds); i++) {
		ref = refs_get(led, str_of(kinds[i]), id, village, dg);
		if (ref)
			return ref->village;
	}
	return id;	/* a village itself */
}

static bool
of_omission(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct str subject = value_str(rec, "subject");
	date_day day = date_iso(value_str(rec, "day"));
	const struct books *books;

	if (subject.n == 0 || !value_get(rec, S("claim")))
		return diag_error(dg, "objection.about", rec->src, rec->at,
		    "say what it is about: entry=ID, or what was left out: "
		    "subject= and claim=");
	if (!books_all(&books, led, dg))
		return false;
	if (books->n == 1)
		put_unsaid(rec, led, "rulebook", books->v[0]->id);
	if (day != DATE_NONE)
		put_unsaid(rec, led, "period", period_str(led->arena,
		    period_before(period_of(PERIOD_QUARTER, day))));
	return same_village(rec, led, home_of(led, subject, value_str(rec,
	    "village"), dg), dg);
}

/* A period as people write it (2026年第一季度) in its short form. */
static bool
period(struct value *rec, struct ledger *led, struct diag *dg)
{
	struct value *v = value_get(rec, S("period"));
	struct period p;

	if (!v || !v->src)
		return true;
	if (!period_parse(&p, v->text, led->env.today, v->src, v->at, dg))
		return false;
	v->text = period_str(led->arena, p);
	return true;
}

/* ---- the window ------------------------------------------------------- */

static bool
in_window(const struct value *rec, const struct record *r, date_day day,
    struct diag *dg)
{
	uint32_t published = record_get(r, "published");
	const struct value *at = place(rec, "day");
	struct str from = doc_text(r->doc, published, "from");
	struct str to = doc_text(r->doc, published, "to");

	if (day >= date_iso(from) && day <= date_iso(to))
		return true;
	return diag_error(dg, "objection.window", at->src, at->at,
	    "%.*s hangs from %.*s to %.*s; an objection is made within that "
	    "time", STR(record_id(r)), STR(from), STR(to));
}

/* The list stands with the village, a township's with the township. */
static bool
window(const struct value *rec, struct ledger *led, date_day day,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "settlement", dg);
	struct str homes[2] = { value_str(rec, "village"), led->region };
	struct ledger_file f;
	struct record r;
	size_t i;

	for (i = 0; kind && i < NELEM(homes); i++) {
		if (!ledger_read(&f, led, kind, arena_printf(led->arena,
		    "villages/%.*s/settlements/%.*s-%.*s.yaml",
		    STR(homes[i]), STR(value_str(rec, "period")),
		    STR(value_str(rec, "rulebook"))), led->run, led->arena,
		    dg))
			return false;
		if (f.doc.n == 0)
			continue;
		record_init(&r, kind, &f.doc, 0);
		if (!record_voided(&r))
			return in_window(rec, &r, day, dg);
	}
	return kind != NULL;
}

bool
objection_complete(void *ctx, struct value *rec, struct diag *dg)
{
	struct ledger *led = ctx;
	date_day day = date_iso(value_str(rec, "day"));
	const struct kind *kind = ledger_need(led, "objection", dg);
	const struct value *at = place(rec, "day");

	if (!kind || !period(rec, led, dg) || !(value_get(rec, S("entry")) ?
	    of_entry(rec, led, dg) : of_omission(rec, led, dg)))
		return false;
	intake_order(rec, kind->fields, kind->nfields);
	if (day == DATE_NONE)
		return true;	/* the schema says what is wrong with it */
	if (day > led->env.today)
		return diag_error(dg, "objection.future", at->src, at->at,
		    "an objection cannot lie in the future");
	return window(rec, led, day, dg);
}

/* ---- the decision ----------------------------------------------------- */

/* Who had the last word on the entry; empty where nobody had. */
static bool
reviewer_of(struct str *who, struct ledger *led, struct str id,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "entry", dg);
	struct layout_found found;
	struct review_month m;
	struct refs_record at;
	struct period month;
	size_t i;

	*who = S("");
	if (!kind || !refs_find(&at, led, kind, id, NULL,
	    (struct span){ 0, 0 }, dg))
		return false;
	if (!layout_match(kind->path, at.path, &found) ||
	    !period_parse(&month, found.when, led->env.today, NULL,
	    (struct span){ 0, 0 }, dg) ||
	    !review_load(&m, led, found.village, month, led->arena, dg))
		return false;
	for (i = 0; i < m.n; i++)
		if (str_eq(record_id(&m.v[i].record), at.id))
			*who = m.v[i].reviewer;
	return true;
}

static bool
own(struct ledger *led, const struct record *r, const struct value *decision,
    struct diag *dg)
{
	const struct value *by = place(decision, "by");
	struct str who = value_str(decision, "by"), reviewer;
	struct str entry = record_text(r, "entry");
	uint32_t objector = record_get(r, "objector");

	if (objector && str_eq(doc_text(r->doc, objector, "person"), who))
		return diag_error(dg, "objection.own-decision", by->src,
		    by->at, "%.*s made the objection and cannot decide on it",
		    STR(who));
	if (entry.n == 0)
		return true;
	if (!reviewer_of(&reviewer, led, entry, dg))
		return false;
	return !str_eq(reviewer, who) || diag_error(dg,
	    "objection.own-decision", by->src, by->at,
	    "%.*s reviewed the entry; someone else decides", STR(who));
}

/* ---- what puts it right ----------------------------------------------- */

/* A year is put right by an adjustment; what counts in a quarter, by an
 * entry. */
static bool
of_quarter(const struct record *r)
{
	return str_find(record_text(r, "period"), S("Q")) <
	    record_text(r, "period").n;
}

/* Of whom the objection is: the one left out, or the entry's. */
static bool
subject_of(struct str *subject, struct ledger *led, const struct record *r,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "entry", dg);
	struct str entry = record_text(r, "entry");
	struct ledger_file *f;
	struct refs_record at;
	struct record about;

	*subject = record_text(r, "subject");
	if (entry.n == 0)
		return true;
	if (!kind || !refs_find(&at, led, kind, entry, NULL,
	    (struct span){ 0, 0 }, dg) || !read_record(&about, &f, led, &at,
	    dg))
		return false;
	*subject = record_text(&about, "subject");
	return true;
}

static bool
same_subject(struct ledger *led, const struct record *r, struct str id,
    const struct value *decision, struct diag *dg)
{
	const struct kind *kind = ledger_need(led, "entry", dg);
	const struct value *at = place(decision, "entry");
	struct ledger_file *f;
	struct refs_record rec;
	struct record remedy;
	struct str subject;

	if (!kind || !refs_find(&rec, led, kind, id, at->src, at->at, dg) ||
	    !read_record(&remedy, &f, led, &rec, dg) ||
	    !subject_of(&subject, led, r, dg))
		return false;
	return subject.n == 0 || str_eq(record_text(&remedy, "subject"),
	    subject) || diag_error(dg, "objection.entry", at->src, at->at,
	    "%.*s is of %.*s, and the objection of %.*s", STR(rec.id),
	    STR(record_text(&remedy, "subject")), STR(subject));
}

/* Without an entry nothing would come of it. */
static bool
put_right(struct ledger *led, const struct record *r,
    const struct value *decision, struct diag *dg)
{
	struct str entry = value_str(decision, "entry");

	if (str_is(value_str(decision, "kind"), "unfounded") ||
	    !of_quarter(r))
		return true;
	if (entry.n)
		return same_subject(led, r, entry, decision, dg);
	diag_error(dg, "objection.entry", decision->src, decision->at,
	    "an objection that is founded is put right by an entry, and none "
	    "is named");
	return diag_advise(dg, "entry=ID: the entry recorded for it, or the "
	    "one that was wrong");
}

static bool
in_time(struct ledger *led, const struct record *r,
    const struct value *decision, struct diag *dg)
{
	const struct value *at = place(decision, "day");
	date_day from = record_day(r, "day");
	date_day day = date_iso(value_str(decision, "day"));
	int most = led->policy.objection_workdays, late;
	char text[DATE_TEXT];
	date_day due;

	if (day == DATE_NONE || from == DATE_NONE)
		return true;	/* the schema says so */
	if (day > led->env.today)
		return diag_error(dg, "objection.future", at->src, at->at,
		    "a decision cannot lie in the future");
	if (day < from)
		return diag_error(dg, "objection.before", at->src, at->at,
		    "decided before it was made on %s", date_text(text,
		    from));
	if (!ledger_calendar(led, dg))
		return false;
	due = calendar_add_workdays(&led->calendar, from, most, NULL);
	late = calendar_workdays_between(&led->calendar, due + 1, day + 1,
	    NULL);
	if (day > due)
		diag_warn(dg, "objection.late", at->src, at->at,
		    "an objection is decided within %d working days, by %s: "
		    "this is %d late", most, date_text(text, due), late);
	return true;
}

bool
objection_decidable(struct ledger *led, const struct refs_record *at,
    const struct value *decision, struct diag *dg)
{
	struct ledger_file *f;
	struct record r;
	uint32_t old;

	if (!read_record(&r, &f, led, at, dg))
		return false;
	old = record_get(&r, "decision");
	if (old) {
		diag_error(dg, "objection.decided", &f->src,
		    f->doc.nodes[old].at, "%.*s is decided already",
		    STR(at->id));
		return diag_advise(dg, "ledger-set objection %.*s "
		    "decision.FIELD=VALUE corrects it", STR(at->id));
	}
	if (record_voided(&r))
		return diag_error(dg, "objection.decided", &f->src,
		    f->doc.nodes[r.node].at, "%.*s is void", STR(at->id));
	return own(led, &r, decision, dg) && put_right(led, &r, decision,
	    dg) && in_time(led, &r, decision, dg);
}
