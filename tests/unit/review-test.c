/* SPDX-License-Identifier: MIT */
/* review - who may say a word on an entry, and the record of an act. */
#include <stdlib.h>

#include "review.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct world {
	struct arena         a;
	struct diag          dg;
	const struct kind   *kind;
	struct ref           ref;
	struct review_person who;
};

/* Run from the top of the tree, or told where its share is. */
static struct str
schema(struct arena *a)
{
	const char *share = getenv("TAIZHANG_SHARE");

	return arena_printf(a, "%s/schemas/entry.yaml", share ? share :
	    "share");
}

static int
begin(void **state)
{
	struct world *w = test_calloc(1, sizeof(*w));
	struct schema_opts opts = { .assert_format = true };
	struct source *src;
	struct doc *doc;
	struct kind *kind;

	arena_init(&w->a);
	diag_init(&w->dg, &w->a, NULL);
	src = arena_alloc(&w->a, sizeof(*src));
	doc = arena_alloc(&w->a, sizeof(*doc));
	assert_true(store_slurp(src, &w->a, schema(&w->a), &w->dg));
	assert_true(doc_read(doc, src, &w->a, &w->dg));
	assert_true(kind_parse(&kind, S("entry"), doc, &opts, &w->a, &w->dg));
	w->kind = kind;
	w->ref = (struct ref){ .id = S("P-0001"), .name = S("方承先"),
	    .village = S("371603002200"), .household = S("H-00003") };
	w->who.ref = &w->ref;
	map_init(&w->who.homes, &w->a);
	*map_put(&w->who.homes, S("H-00003")) = w;
	*map_put(&w->who.homes, S("H-00007")) = w;
	*state = w;
	return 0;
}

static int
end(void **state)
{
	struct world *w = *state;

	arena_free(&w->a);
	test_free(w);
	return 0;
}

static struct review_item
item(struct world *w, const char *fields)
{
	struct source *src = arena_alloc(&w->a, sizeof(*src));
	struct doc *doc = arena_alloc(&w->a, sizeof(*doc));
	struct review_item it = { .verdict = VERDICT_UNREVIEWED };

	*src = source_of("entry.yaml", arena_printf(&w->a, "id: S-1\n"
	    "subject_type: household\n%s", fields));
	assert_true(doc_read(doc, src, &w->a, &w->dg));
	record_init(&it.record, w->kind, doc, 0);
	return it;
}

static const struct {
	const char *claim;
	const char *fields;
	const char *word;	/* what bars any word; NULL: nothing */
	const char *approval;	/* what bars approving */
} cases[] = {
	{ "another's entry with evidence may be approved",
	    "subject: H-1\nrecorder: P-2\nsource: inspection\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, NULL },
	{ "without evidence it may be rejected, not approved",
	    "subject: H-1\nrecorder: P-2\nsource: inspection\n",
	    NULL, "entry.evidence" },
	{ "an empty list is no evidence",
	    "subject: H-1\nsource: inspection\nevidence: []\n",
	    NULL, "entry.evidence" },
	{ "who collected it says no word",
	    "subject: H-1\nrecorder: P-0001\nsource: inspection\n"
	    "evidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-approval", "entry.own-approval" },
	{ "who typed it in says no word, by id",
	    "subject: H-1\nrecorder: P-2\ntyped_by: P-0001\n"
	    "source: inspection\nevidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-approval", "entry.own-approval" },
	{ "who typed it in says no word, by name",
	    "subject: H-1\nrecorder: P-2\ntyped_by: 方承先\n"
	    "source: inspection\nevidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-approval", "entry.own-approval" },
	{ "who confirmed a declaration says no word",
	    "subject: H-1\nsource: self_online\n"
	    "confirmed: {by: P-0001, day: 2026-01-02}\n"
	    "evidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-approval", "entry.own-approval" },
	{ "who declared it says no word",
	    "subject: H-1\nrecorder: P-2\nsource: self_online\n"
	    "declared_by: 方承先\nevidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-approval", "entry.own-approval" },
	{ "his own household's is not his to review",
	    "subject: H-00003\nrecorder: P-2\nsource: inspection\n"
	    "evidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-household", "entry.own-household" },
	{ "nor another one that he is the head of",
	    "subject: H-00007\nrecorder: P-2\nsource: inspection\n"
	    "evidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-household", "entry.own-household" },
	{ "nor what is attributed to his household",
	    "subject: H-1\nhousehold: H-00003\nrecorder: P-2\n"
	    "source: inspection\nevidence: [{kind: photo, ref: 1}]\n",
	    "entry.own-household", "entry.own-household" },
	{ "a declaration that nobody checked is not approved",
	    "subject: H-1\nsource: self_offline\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, "entry.declared" },
	{ "with a recorder it was checked",
	    "subject: H-1\nrecorder: P-2\nsource: self_offline\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, NULL },
	{ "confirmed by someone else it was checked",
	    "subject: H-1\nsource: self_online\n"
	    "confirmed: {by: P-2, day: 2026-01-02}\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, NULL },
	{ "a name that only begins like his is another's",
	    "subject: H-1\nrecorder: P-00011\ntyped_by: 方承先生\n"
	    "source: inspection\nevidence: [{kind: photo, ref: 1}]\n",
	    NULL, NULL },
	{ "a rate over 100 % may be rejected, not approved",
	    "subject: H-1\nrecorder: P-2\nsource: inspection\n"
	    "rate: {num: 12, den: 10}\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, "entry.rate" },
	{ "one of 100 % may",
	    "subject: H-1\nrecorder: P-2\nsource: inspection\n"
	    "rate: {num: 10, den: 10}\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, NULL },
	{ "half a rate is none",
	    "subject: H-1\nrecorder: P-2\nsource: inspection\n"
	    "rate: {num: 10}\n"
	    "evidence: [{kind: photo, ref: 1}]\n", NULL, "entry.rate" },
};

static void
same(const char *claim, const char *want, const char *got)
{
	if ((want == NULL) != (got == NULL) ||
	    (want && strcmp(want, got) != 0))
		fail_msg("%s: %s, not %s", claim, got ? got : "nothing",
		    want ? want : "nothing");
}

static void
bars(void **state)
{
	struct world *w = *state;
	struct review_item it;
	size_t i;

	for (i = 0; i < NELEM(cases); i++) {
		it = item(w, cases[i].fields);
		same(cases[i].claim, cases[i].word, review_own(&it, &w->who,
		    NULL, &w->dg).rule);
		same(cases[i].claim, cases[i].approval, review_bar(&it,
		    &w->who, NULL, &w->dg).rule);
		assert_null(review_own(&it, NULL, NULL, &w->dg).rule);
	}
}

static void
record_says_who_and_what(void **state)
{
	struct world *w = *state;
	struct review_item items[4];
	struct review_month m = { .village = S("371603002200"), .v = items,
	    .n = 4, .month = period_of(PERIOD_MONTH, date_of(2026, 3, 1)) };
	enum review_word words[] = { REVIEW_APPROVE, REVIEW_LEAVE,
	    REVIEW_REJECT, REVIEW_APPROVE };
	enum review_word none[] = { REVIEW_NONE, REVIEW_LEAVE, REVIEW_NONE,
	    REVIEW_LEAVE };
	struct value *rec, *list;
	size_t i;

	for (i = 0; i < NELEM(items); i++)
		items[i] = item(w, "subject: H-1\n");
	rec = review_record(&m, words, S("P-0001"), date_of(2026, 4, 8),
	    S("照片不清"), &w->a);
	assert_true(str_is(value_str(rec, "month"), "2026-03"));
	assert_true(str_is(value_str(rec, "day"), "2026-04-08"));
	assert_true(str_is(value_str(rec, "reviewer"), "P-0001"));
	assert_int_equal(value_count(value_get(rec, S("approved"))), 2);
	list = value_get(rec, S("rejected"));
	assert_int_equal(value_count(list), 1);
	assert_true(str_is(value_str(list->first, "reason"), "照片不清"));
	assert_null(value_get(rec, S("returned")));
	assert_null(review_record(&m, none, S("P-0001"), 0, S(""), &w->a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(bars, begin, end),
		cmocka_unit_test_setup_teardown(record_says_who_and_what,
		    begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
