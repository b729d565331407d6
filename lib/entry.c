/* SPDX-License-Identifier: MIT */
/* entry - an act priced by the rulebook of its day. */
#include "entry.h"
#include "utf8.h"

struct work {
	struct ledger                 *led;
	struct value                  *rec;
	struct diag                   *dg;
	date_day                       day;
	const struct rulebook         *book;
	const struct rulebook_version *version;
	const struct rulebook_item    *item;
};

/* Where a fault about a field lies: where it was said, else the record. */
static const struct value *
place(const struct work *w, const char *key)
{
	const struct value *v = value_get(w->rec, str_of(key));

	return v && v->src ? v : w->rec;
}

static struct str
text(const struct work *w, const char *key)
{
	return value_str(w->rec, key);
}

static void
put(const struct work *w, const char *key, struct str s)
{
	struct value *old = value_get(w->rec, str_of(key)), *v;

	v = value_put(w->led->arena, w->rec, key, s);
	if (old) {
		v->src = old->src;
		v->at = old->at;
	}
}

/* ---- the item --------------------------------------------------------- */

static const struct rulebook_item *
by_name(const struct rulebook_version *v, struct str name)
{
	const struct rulebook_item *found = NULL;
	size_t i;

	for (i = 0; i < v->nitems; i++) {
		if (!str_eq(v->items[i].name, name))
			continue;
		if (found)
			return NULL;
		found = &v->items[i];
	}
	return found;
}

/* Without a rulebook= the item tells which one it is, or there is only one. */
static bool
guess_book(struct work *w)
{
	struct str item = text(w, "item");
	const struct rulebook_version *v;
	const struct books *all;
	size_t i;

	if (!books_all(&all, w->led, w->dg))
		return false;
	for (i = 0; i < all->n; i++) {
		v = rulebook_version_on(all->v[i], w->day);
		if (all->n == 1 || (v && (rulebook_item(v, item) ||
		    by_name(v, item)))) {
			w->book = all->v[i];
			return true;
		}
	}
	return diag_error(w->dg, "required", w->rec->src, w->rec->at,
	    "say which rulebook: rulebook=ID");
}

static bool
find_book(struct work *w)
{
	const struct value *at = place(w, "rulebook");
	struct str name = text(w, "rulebook");

	if (name.n == 0 ? !guess_book(w) : !books_get(&w->book, w->led, name,
	    at->src, at->at, w->dg))
		return false;
	w->version = rulebook_version_on(w->book, w->day);
	if (w->version)
		return true;
	at = place(w, "occurred_on");
	return diag_error(w->dg, "entry.not-in-force", at->src, at->at,
	    "rulebook %.*s has no version in force on %.*s",
	    STR(w->book->id), STR(text(w, "occurred_on")));
}

static bool
no_item(struct work *w, struct str typed)
{
	const struct value *at = place(w, "item");
	struct strs words = { 0 };
	struct str near;
	size_t i;

	diag_error(w->dg, "entry.item", at->src, at->at,
	    "%.*s has no item '%.*s'", STR(w->version->name), STR(typed));
	for (i = 0; i < w->version->nitems; i++) {
		strs_add(&words, w->led->arena, w->version->items[i].code);
		strs_add(&words, w->led->arena, w->version->items[i].name);
	}
	near = near_word(typed, words.v, words.n);
	return near.n ? diag_cure(w->dg, "%.*s", STR(near)) :
	    diag_advise(w->dg, "rules/%.*s.yaml lists the items",
	    STR(w->book->id));
}

/* The category is the item's; another one was meant for another item. */
static bool
category(struct work *w)
{
	struct str given = text(w, "category");
	const struct rulebook_category *c = w->item->category;
	const struct value *at = place(w, "category");

	if (given.n && !str_eq(given, c->code) && !str_eq(given, c->name))
		return diag_error(w->dg, "entry.category", at->src, at->at,
		    "item %.*s is of category %.*s, not %.*s",
		    STR(w->item->code), STR(c->code), STR(given));
	put(w, "category", c->code);
	return true;
}

static bool
find_item(struct work *w)
{
	struct str typed = str_trim(utf8_halved(text(w, "item"),
	    w->led->arena));
	const struct value *at = place(w, "item");

	if (typed.n == 0)
		return true;	/* the schema says that it is missing */
	w->item = rulebook_item(w->version, typed);
	if (!w->item)
		w->item = by_name(w->version, typed);
	if (!w->item)
		return no_item(w, typed);
	if (!rulebook_in_force(w->item, w->day))
		return diag_error(w->dg, "entry.not-in-force", at->src,
		    at->at, "item %.*s was not in force on %.*s",
		    STR(w->item->code), STR(text(w, "occurred_on")));
	put(w, "rulebook", w->version->name);
	put(w, "item", w->item->code);
	put(w, "item_name", w->item->name);
	return category(w);
}

/* A contra entry takes back what the entry it corrects was worth. */
static bool
contra(const struct work *w)
{
	return value_get(w->rec, S("correction_of")) != NULL;
}

static bool
allowed(const struct work *w, points p)
{
	return rulebook_allows(w->item, contra(w) ? -p : p);
}

static bool
wrong_price(struct work *w, struct str given)
{
	points low = w->item->low, high = w->item->high;
	char from[POINTS_TEXT], to[POINTS_TEXT];
	const struct value *at = place(w, "unit_points");

	if (contra(w)) {
		low = -w->item->high;
		high = -w->item->low;
	}
	points_text(from, low);
	points_text(to, high);
	if (given.n == 0)
		return diag_error(w->dg, "entry.points", at->src, at->at,
		    "item %.*s is judged case by case: say unit_points=%s "
		    "to %s", STR(w->item->code), from, to);
	if (low == high)
		return diag_error(w->dg, "entry.points", at->src, at->at,
		    "item %.*s is worth %s, not %.*s", STR(w->item->code),
		    from, STR(given));
	return diag_error(w->dg, "entry.points", at->src, at->at,
	    "item %.*s is worth %s to %s, not %.*s", STR(w->item->code), from,
	    to, STR(given));
}

static bool
price(struct work *w)
{
	struct value *given = value_get(w->rec, S("unit_points"));
	points p = contra(w) ? -w->item->low : w->item->low;

	if (!given && w->item->low == w->item->high) {
		value_set(w->rec, S("unit_points"), value_bare(w->led->arena,
		    points_str(w->led->arena, p)));
		return true;
	}
	if (!given)
		return wrong_price(w, S(""));
	return !points_read(&p, given->text) || allowed(w, p) ||
	    wrong_price(w, given->text);
}

/* ---- the rate --------------------------------------------------------- */

static struct str
part(const struct value *rate, const char *key)
{
	return rate && rate->kind == VALUE_MAP ? value_str(rate, key) : S("");
}

static bool
no_rate(struct work *w)
{
	const struct value *at = place(w, "rate");

	diag_error(w->dg, "entry.rate", at->src, at->at,
	    "item %.*s gives points by a rate, and there is none",
	    STR(w->item->code));
	return diag_advise(w->dg, "rate=95.83, or rate.num=23 rate.den=24");
}

/* Below one per cent it may be a fraction of one, written as the table does. */
static void
small_rate(struct work *w, points value)
{
	const struct value *at = place(w, "rate");
	char typed[POINTS_TEXT], meant[POINTS_TEXT];

	if (value > 0 && value < 100)
		diag_warn(w->dg, "entry.rate", at->src, at->at,
		    "a rate of %s per cent: was %s meant?",
		    points_text(typed, value), points_text(meant,
		    value * 100));
}

/* What a rate item asks for; a schema sees the bounds of each number. */
static bool
rate(struct work *w)
{
	const struct value *given = value_get(w->rec, S("rate"));
	const struct value *at = place(w, "rate");
	struct str text = part(given, "value");
	struct str num = part(given, "num"), den = part(given, "den");
	points value, above, below;

	if (text.n && (num.n || den.n))
		return diag_error(w->dg, "entry.rate", at->src, at->at,
		    "a rate is a percentage, or numerator and denominator, "
		    "not both");
	if (text.n && points_read(&value, text))
		small_rate(w, value);
	if (points_read(&above, num) && points_read(&below, den) &&
	    above > below)
		return diag_error(w->dg, "entry.rate", at->src, at->at,
		    "%.*s of %.*s is more than all", STR(num), STR(den));
	if (w->item->full == 0 || contra(w) || text.n || (num.n && den.n))
		return true;
	return no_rate(w);
}

/* ---- the subject ------------------------------------------------------ */

static bool
subject_kind(struct work *w)
{
	struct str want = str_of(rulebook_subject_key(w->book->subject_type));
	struct str given = text(w, "subject_type");
	const struct value *at = place(w, "subject_type");

	if (given.n && !str_eq(given, want))
		return diag_error(w->dg, "entry.subject-kind", at->src,
		    at->at, "rulebook %.*s is for a %.*s, not a %.*s",
		    STR(w->book->id), STR(want), STR(given));
	if (given.n == 0)
		put(w, "subject_type", want);
	return true;
}

static struct str
kind_of(enum subject_type type)
{
	return type == SUBJECT_VILLAGE ? S("region") : type == SUBJECT_GRID ?
	    S("grid") : type == SUBJECT_PERSON ? S("person") : S("household");
}

/* What the book scores, by its id or by its name; NULL with a fault. */
static const struct ref *
find_subject(struct work *w, struct str village)
{
	struct str kind = kind_of(w->book->subject_type);
	struct str typed = text(w, "subject"), id;
	const struct value *at = place(w, "subject");
	const struct ref *ref = refs_get(w->led, kind, typed, village, w->dg);

	if (ref)
		return ref;
	if (!refs_resolve(&id, w->led, kind, typed, village, at->src, at->at,
	    w->dg))
		return NULL;
	put(w, "subject", id);
	return refs_get(w->led, kind, id, village, w->dg);
}

static bool
subject_village(struct work *w)
{
	struct str village = text(w, "village"), subject = text(w, "subject");
	const struct value *at = place(w, "subject");
	const struct ref *ref;
	struct str home;

	if (subject.n == 0)
		return true;	/* the schema says that it is missing */
	ref = find_subject(w, village);
	if (!ref)
		return false;
	subject = ref->id;
	if (ref->voided)
		return diag_error(w->dg, "entry.subject-kind", at->src,
		    at->at, "%.*s %.*s is void", STR(subject),
		    STR(ref->name));
	home = w->book->subject_type == SUBJECT_VILLAGE ? subject :
	    ref->village;
	if (village.n == 0)
		put(w, "village", home);
	else if (!str_eq(village, home))
		return diag_error(w->dg, "entry.subject-village", at->src,
		    at->at, "%.*s %.*s belongs to %.*s, not to %.*s",
		    STR(subject), STR(ref->name), STR(home), STR(village));
	return true;
}

/* ---- days and evidence ------------------------------------------------ */

static bool
days(struct work *w)
{
	const struct value *at = place(w, "occurred_on");
	date_day recorded = date_iso(text(w, "recorded_on"));

	if (w->day > w->led->env.today)
		return diag_error(w->dg, "entry.future", at->src, at->at,
		    "an act cannot lie in the future");
	at = place(w, "recorded_on");
	if (recorded != DATE_NONE && recorded < w->day)
		return diag_error(w->dg, "entry.recorded-before", at->src,
		    at->at, "recorded on %.*s, before it happened on %.*s",
		    STR(text(w, "recorded_on")), STR(text(w, "occurred_on")));
	return true;
}

/* Who acts has collected it, unless its subject declared it; one who is in
 * no register has only typed it in. */
static void
recorder(struct work *w)
{
	struct diag_mark mark = diag_mark(w->dg);
	struct span none = { 0, 0 };
	struct str user = w->led->env.user, id;

	if (user.n == 0 || value_get(w->rec, S("recorder")) ||
	    str_starts(text(w, "source"), S("self_")))
		return;
	if (refs_resolve(&id, w->led, S("person"), user, text(w, "village"),
	    NULL, none, w->dg))
		put(w, "recorder", id);
	else
		diag_back(w->dg, mark);
}

static void
evidence(struct work *w)
{
	if (!value_get(w->rec, S("evidence")))
		diag_warn(w->dg, "entry.evidence", w->rec->src, w->rec->at,
		    "no evidence: it is recorded, but cannot be approved "
		    "before there is some");
}

bool
entry_complete(void *led, struct value *rec, struct diag *dg)
{
	const struct kind *kind;
	struct work w = { .led = led, .rec = rec, .dg = dg };
	bool ok;

	w.day = date_iso(value_str(rec, "occurred_on"));
	if (w.day == DATE_NONE)
		return true;	/* the schema says what is wrong with it */
	kind = ledger_need(led, "entry", dg);
	if (!kind || !find_book(&w))
		return false;
	ok = find_item(&w);
	if (w.item)
		ok = price(&w) && rate(&w) && ok;
	ok = subject_kind(&w) && subject_village(&w) && ok;
	ok = days(&w) && ok;
	recorder(&w);
	evidence(&w);
	intake_order(rec, kind->fields, kind->nfields);
	return ok;
}
