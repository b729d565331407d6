/* SPDX-License-Identifier: MIT */
/* acts-roll - the registers read for who is ranked. */
#include "acts.h"

struct roll {
	struct subject *v;
	size_t          n, cap;
	date_day        last;
	struct str      only;	/* the one village that is wanted */
	struct arena   *arena;
	const struct rulebook *book;
};

static bool
eligible(const struct record *r, date_day last)
{
	bool place = kind_index(r->kind, "valid_from") >= 0;
	date_day joined = record_day(r, place ? "valid_from" : "joined_on");
	date_day left = record_day(r, place ? "valid_to" : "left_on");

	return !str_is(record_text(r, "eligible"), "false") &&
	    (joined == DATE_NONE || joined <= last) &&
	    (left == DATE_NONE || left > last);
}

static void
enroll(struct roll *l, const struct record *r)
{
	struct subject *s;

	if (!eligible(r, l->last))
		return;
	if (l->book->subject_type == SUBJECT_VILLAGE &&
	    (!str_is(record_text(r, "level"), "village") ||
	    (l->only.n && !str_eq(l->only, record_id(r)))))
		return;
	if (l->book->ranking_group == RANKING_CLASS &&
	    record_text(r, "supervised_class").n == 0)
		return;
	l->v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof(*l->v));
	s = &l->v[l->n++];
	*s = (struct subject){
		.id = arena_dup(l->arena, record_id(r)),
		.name = arena_dup(l->arena, record_str(r,
		    r->kind->name_field)),
		.group = arena_dup(l->arena, record_text(r, "group")),
		.class = arena_dup(l->arena, record_text(r,
		    "supervised_class")),
	};
}

/* The only hole in the path of a register. */
static struct str
fill_village(const void *village, struct str field)
{
	return str_is(field, "village") ? *(const struct str *)village : S("");
}

static bool
enroll_village(struct roll *l, struct ledger *led, const struct kind *kind,
    struct str village, struct schema_run *run, struct diag *dg)
{
	struct str path = layout_path(kind->path, l->arena, fill_village,
	    &village);
	struct ledger_file f;
	struct record r;
	struct arena a;
	uint32_t node;
	bool ok;

	arena_init(&a);
	ok = ledger_read(&f, led, kind, path, run, &a, dg);
	for (node = ok ? ledger_next(&f, 0) : 0; node;
	    node = ledger_next(&f, node)) {
		record_init(&r, kind, &f.doc, node - 1);
		if (!record_voided(&r))
			enroll(l, &r);
	}
	arena_free(&a);
	return ok;
}

const char *
acts_subject_kind(const struct rulebook *book)
{
	static const char *const kinds[] = {
		[SUBJECT_VILLAGE] = "region", [SUBJECT_GRID] = "grid",
		[SUBJECT_HOUSEHOLD] = "household", [SUBJECT_PERSON] = "person",
	};

	return kinds[book->subject_type];
}

bool
acts_subjects(struct subject **out, size_t *n, struct ledger *led,
    const struct rulebook *book, struct str village, struct period period,
    struct schema_run *run, struct arena *a, struct diag *dg)
{
	struct roll l = { .last = period.to - 1, .arena = a, .book = book };
	const struct kind *kind = ledger_need(led, acts_subject_kind(book),
	    dg);
	struct strs villages = { 0 };
	size_t i;

	if (!kind)
		return false;
	if (book->subject_type == SUBJECT_VILLAGE &&
	    !str_eq(village, led->region))
		l.only = village;
	if (village.n || book->subject_type == SUBJECT_VILLAGE)
		strs_add(&villages, a, village);
	else if (!ledger_villages(&villages, led, dg))
		return false;
	for (i = 0; i < villages.n; i++)
		if (!enroll_village(&l, led, kind, villages.v[i], run, dg))
			return false;
	*out = l.v;
	*n = l.n;
	return true;
}
