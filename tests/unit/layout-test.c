/* SPDX-License-Identifier: MIT */
/* layout: paths from records and back, and what a path can never be. */
#include "layout.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define VISITS	"villages/{village}/visits/{date:month}.yaml"
#define ISSUES	"villages/{village}/issues/{id:year}/{id}.yaml"
#define YEARLY	"villages/{village}/objections/{day:year}.yaml"
#define SETTLED	"settlements/{period}-{book}.yaml"

static const struct {
	const char *name, *pattern, *path;
	bool        fits;
	const char *village, *stem, *when;
} matches[] = {
	{ "a month of a village", VISITS,
	    "villages/371603002200/visits/2026-03.yaml", true,
	    "371603002200", "2026-03", "2026-03" },
	{ "one record a file", ISSUES,
	    "villages/371603002200/issues/2026/I20260316-7QK4M2ZD.yaml", true,
	    "371603002200", "I20260316-7QK4M2ZD", "2026" },
	{ "a year", YEARLY, "villages/1/objections/2026.yaml", true, "1",
	    "2026", "2026" },
	{ "two holes in one name", SETTLED, "settlements/2026Q1-household.yaml",
	    true, "", "2026Q1-household", "" },
	{ "no hole at all", "registers/units.yaml", "registers/units.yaml",
	    true, "", "units", "" },
	{ "another directory", VISITS, "villages/1/scores/2026-03.yaml", false,
	    "", "", "" },
	{ "a level too deep", VISITS, "villages/1/2/visits/2026-03.yaml",
	    false, "", "", "" },
	{ "a level too high", VISITS, "villages/visits/2026-03.yaml", false,
	    "", "", "" },
	{ "an empty hole", VISITS, "villages//visits/2026-03.yaml", false, "",
	    "", "" },
	{ "another ending", VISITS, "villages/1/visits/2026-03.yml", false, "",
	    "", "" },
	{ "something behind the ending", VISITS,
	    "villages/1/visits/2026-03.yaml~", false, "", "", "" },
	{ "what a killed writer left", VISITS,
	    "villages/1/visits/2026-03.yaml.new", false, "", "", "" },
	{ "nothing", VISITS, "", false, "", "", "" },
};

static void
paths_are_read(void **state)
{
	struct layout_found f;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(matches); i++) {
		bool fits = layout_match(str_of(matches[i].pattern),
		    str_of(matches[i].path), &f);

		if (fits != matches[i].fits || (fits &&
		    (!str_is(f.village, matches[i].village) ||
		    !str_is(f.stem, matches[i].stem) ||
		    !str_is(f.when, matches[i].when))))
			fail_msg("%s: '%.*s' '%.*s' '%.*s'", matches[i].name,
			    STR(f.village), STR(f.stem), STR(f.when));
	}
}

/* A record: key, text, key, text … */
static struct str
text(const void *ctx, struct str field)
{
	const char *const *pair;

	for (pair = ctx; *pair; pair += 2)
		if (str_is(field, *pair))
			return str_of(pair[1]);
	return S("");
}

static const struct {
	const char *name, *pattern, *record[7], *path, *needs;
} paths[] = {
	{ "a visit goes to its month", VISITS,
	    { "village", "371603002200", "date", "2026-03-16" },
	    "villages/371603002200/visits/2026-03.yaml", "" },
	{ "an issue stays in the year of its id", ISSUES,
	    { "village", "1", "id", "I20251231-7QK4M2ZD" },
	    "villages/1/issues/2025/I20251231-7QK4M2ZD.yaml", "" },
	{ "an objection goes to its year", YEARLY,
	    { "village", "1", "day", "2026-03-16" },
	    "villages/1/objections/2026.yaml", "" },
	{ "no village, no place", VISITS, { "date", "2026-03-16" }, "",
	    "village" },
	{ "no day, no place", VISITS, { "village", "1" }, "", "date" },
	{ "a day that is none", VISITS,
	    { "village", "1", "date", "2026-02-30" }, "", "date" },
	{ "a year of another age", VISITS,
	    { "village", "1", "date", "0226-02-03" }, "", "date" },
	{ "an id too short for a year", ISSUES,
	    { "village", "1", "id", "I2026" }, "", "id" },
	{ "a way out of the ledger", VISITS,
	    { "village", "..", "date", "2026-03-16" }, "", "" },
	{ "a way down", VISITS,
	    { "village", "1/2", "date", "2026-03-16" }, "", "" },
	{ "a hidden directory", VISITS,
	    { "village", ".git", "date", "2026-03-16" }, "", "" },
};

static void
records_find_their_place(void **state)
{
	struct arena a;
	struct str path, needs;
	size_t i;

	(void)state;
	arena_init(&a);
	for (i = 0; i < NELEM(paths); i++) {
		path = layout_path(str_of(paths[i].pattern), &a, text,
		    paths[i].record);
		needs = layout_needs(str_of(paths[i].pattern), text,
		    paths[i].record);
		if (!str_is(path, paths[i].path) ||
		    !str_is(needs, paths[i].needs))
			fail_msg("%s: '%.*s', needs '%.*s'", paths[i].name,
			    STR(path), STR(needs));
	}
	arena_free(&a);
}

static const struct {
	const char *when, *from, *to;	/* to: the day after */
	bool        within;
} dates[] = {
	{ "2026-03", "2026-03-31", "2026-04-01", true },
	{ "2026-03", "2026-04-01", "2026-05-01", false },
	{ "2026-03", "2026-02-01", "2026-03-01", false },
	{ "2026-03", "2026-01-01", "2027-01-01", true },
	{ "2026", "2026-12-31", "2027-01-01", true },
	{ "2026", "2027-01-01", "2027-02-01", false },
	{ "", "2026-01-01", "2026-02-01", true },
	{ "2026Q1", "2020-01-01", "2020-02-01", true },
	{ "abcd-ef", "2020-01-01", "2020-02-01", true },
};

static void
only_files_of_the_period_are_read(void **state)
{
	struct period p = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(dates); i++) {
		p.from = date_iso(str_of(dates[i].from));
		p.to = date_iso(str_of(dates[i].to));
		if (layout_within(str_of(dates[i].when), p) != dates[i].within)
			fail_msg("%s in %s..%s", dates[i].when, dates[i].from,
			    dates[i].to);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_read),
		cmocka_unit_test(records_find_their_place),
		cmocka_unit_test(only_files_of_the_period_are_read),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
