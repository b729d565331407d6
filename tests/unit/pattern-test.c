/* SPDX-License-Identifier: MIT */
/* pattern - what is matched by hand agrees with PCRE2, and nothing explodes. */
#include "pattern.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *name, *pattern, *text;
	bool        by_hand, found;
} cases[] = {
	{ "twelve digits", "^[0-9]{12}$", "371603002000", true, true },
	{ "eleven are too few", "^[0-9]{12}$", "37160300200", true, false },
	{ "thirteen are too many", "^[0-9]{12}$", "3716030020001", true,
	    false },
	{ "the end is the very end", "^[0-9]{2}$", "12\n", true, false },
	{ "also in PCRE2", "^(ab)+$", "abab\n", false, false },
	{ "an id of ours", "^V[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}"
	    "([0-9A-HJKMNP-TV-Z]{2})?$", "V20260316-7QK4M2ZD", true, true },
	{ "with ten characters", "^V[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}"
	    "([0-9A-HJKMNP-TV-Z]{2})?$", "V20260316-7QK4M2ZD0A", true, true },
	{ "but not with nine", "^V[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}"
	    "([0-9A-HJKMNP-TV-Z]{2})?$", "V20260316-7QK4M2ZD0", true, false },
	{ "no I in an id", "^V[0-9]{8}-[0-9A-HJKMNP-TV-Z]{8}"
	    "([0-9A-HJKMNP-TV-Z]{2})?$", "V20260316-7QK4M2ZI", true, false },
	{ "alternatives", "^([01][0-9]|2[0-3]):[0-5][0-9]$", "23:59", true,
	    true },
	{ "none of them fits", "^([01][0-9]|2[0-3]):[0-5][0-9]$", "24:00",
	    true, false },
	{ "groups within groups", "^[0-9]{4}(Q[1-4]|H[12]|"
	    "-(0[1-9]|1[0-2]))?$", "2026-12", true, true },
	{ "the whole group is left out", "^[0-9]{4}(Q[1-4]|H[12]|"
	    "-(0[1-9]|1[0-2]))?$", "2026", true, true },
	{ "thirteenth month", "^[0-9]{4}(Q[1-4]|H[12]|"
	    "-(0[1-9]|1[0-2]))?$", "2026-13", true, false },
	{ "greed where it is right", "^[A-Z]+-[0-9]*$", "ABC-", true, true },
	{ "greed where it is wrong goes to PCRE2", "^[a-z]*z$", "xyzz",
	    false, true },
	{ "greed over a piece that may be empty", "^[a-z]+[0-9]?x$", "aax",
	    false, true },
	{ "a greedy row before a group", "^[A-Za-z0-9][A-Za-z0-9_-]*"
	    "(@[0-9]{4})?$", "household@2026", true, true },
	{ "a hyphen ends a class", "^[a-z_-]+$", "a-b_c", true, true },
	{ "escaped dot", "^[0-9]+\\.[0-9]{2}$", "3.50", true, true },
	{ "escaped dot is no other", "^[0-9]+\\.[0-9]{2}$", "3x50", true,
	    false },
	{ "empty shape", "^$", "", true, true },
	{ "empty shape, some text", "^$", "x", true, false },
	{ "an escaped dollar is no end", "^a\\$", "a$b", false, true },
	{ "a top-level alternative frees the anchors", "^a$|b$", "xb",
	    false, true },
	{ "lazy counts match the same", "^a+?$", "aaa", false, true },
	{ "nothing is anchored by itself", "b", "abc", false, true },
	{ "\\d is ASCII", "^\\d$", "\xdf\x80", true, false },
	{ "\\w is ASCII", "^\\w+$", "\xe6\x9d\x91", false, false },
	{ "\\s is Unicode", "^\\s$", "\xe3\x80\x80", false, true },
	{ "\\s in a class", "^[\\sx]+$", "x\xc2\xa0", false, true },
	{ "\\S is not", "^\\S$", "\xe3\x80\x80", false, false },
	{ "Han", "^\\p{Han}{2,4}$", "\xe7\x8e\x8b\xe4\xbc\x9f", false, true },
	{ "long names of categories", "^\\p{Letter}+$",
	    "\xce\xb1\xce\xb2", false, true },
	{ "a dot is one character", "^.{2}$", "\xe7\x8e\x8b\xe4\xbc\x9f",
	    false, true },
	{ "\\u escapes", "^\\u738b$", "\xe7\x8e\x8b", false, true },
	{ "\\s knows the byte order mark", "^\\s$", "\xef\xbb\xbf", false,
	    true },
	{ "\\S within a class", "^[\\S]$", "\xe3\x80\x80", false, false },
	{ "\\W within a class", "^[\\W]$", "\xe6\x9d\x91", false, true },
	{ "\\D within a class", "^[^\\D]$", "7", false, true },
	{ "$ is not before a last line break", "^a$", "a\n", true, false },
	{ "a dot is no line separator", "^.$", "\xe2\x80\xa8", false,
	    false },
	{ "but so is it with the flag s", "^(?s:.)$", "\xe2\x80\xa8", false,
	    true },
	{ "^ of every line with the flag m", "(?m:^b$)", "a\nb\nc", false,
	    true },
	{ "flags end with their group", "(?i:A)A", "aA", false, true },
	{ "and are those of no other", "(?i:A)A", "aa", false, false },
	{ "\\cJ is a line feed", "^\\cJ$", "\n", false, true },
	{ "two halves are one character", "^\\ud842\\udfb7$",
	    "\xf0\xa0\xae\xb7", false, true },
	{ "one half is found nowhere", "\\ud842", "\xf0\xa0\xae\xb7", false,
	    false },
	{ "\\u in braces", "^[\\u{20bb7}-\\u{20bb8}]$",
	    "\xf0\xa0\xae\xb7", false, true },
	{ "a script by name", "^\\p{Script=Han}+$", "\xe6\x9d\x91", false,
	    true },
	{ "what is in no category", "^\\P{Lu}$", "A", false, false },
	{ "digits of any script", "^\\p{digit}$", "\xe0\xa7\xaa", false,
	    true },
	{ "an empty class takes nothing", "[]", "a", false, false },
	{ "its opposite takes anything", "^[^]$", "\n", false, true },
	{ "a name to refer to", "^(?<c>.)\\k<c>$", "aa", false, true },
	{ "a bracket within a class is itself", "^[[:a]+$", "[:a", false,
	    true },
	{ "braces that count nothing are themselves", "^{a}{,2}$", "{a}{,2}",
	    false, true },
	{ "a hyphen may be escaped", "^[a\\-z]+\\-$", "-z-", false,
	    true },
	{ "a quantifier of a thousand", "^(ab){1000}$", "ab", false, false },
	{ "a state for each place", "^[a-c]{2,5}(x[0-9]?|y)z*$", "abcx7zz",
	    true, true },
	{ "but not one too many", "^[a-c]{2,5}(x[0-9]?|y)z*$", "abcabcx",
	    true, false },
	{ "counts too large for a table", "^[0-9]{300}-[a-z]{0,400}$", "1-",
	    true, false },
	{ "not these, Chinese among them", "^[^ ,\xef\xbc\x8c]+$",
	    "a\xef\xbc\x8c", false, false },
};

struct fixture {
	struct arena        arena;
	struct diag         diag;
	struct pattern_run *run;
};

static int
begin(void **state)
{
	static struct fixture f;

	arena_init(&f.arena);
	diag_init(&f.diag, &f.arena, NULL);
	f.run = pattern_run_new(&f.arena);
	*state = &f;
	return 0;
}

static int
end(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	return 0;
}

static struct pattern *
compile(struct fixture *f, struct str s)
{
	struct pattern *p;

	if (!pattern_compile(&p, s, &f->arena, NULL, (struct span){ 0, 0 },
	    &f->diag))
		return NULL;
	return p;
}

static void
matches(void **state)
{
	struct fixture *f = *state;
	struct pattern *p;
	enum pattern_found found;
	size_t i;

	for (i = 0; i < NELEM(cases); i++) {
		p = compile(f, str_of(cases[i].pattern));
		if (!p)
			fail_msg("%s: does not compile", cases[i].name);
		if (pattern_by_hand(p) != cases[i].by_hand)
			fail_msg("%s: by hand: %d", cases[i].name,
			    pattern_by_hand(p));
		found = pattern_match(p, f->run, str_of(cases[i].text));
		if (found != (cases[i].found ? PATTERN_YES : PATTERN_NO))
			fail_msg("%s: %d", cases[i].name, found);
	}
}

/* The same pattern in a group that is not multiplied out goes to PCRE2. */
static void
by_hand_agrees(void **state)
{
	struct fixture *f = *state;
	struct pattern *hand, *other;
	struct str s, t;
	size_t i, j;

	for (i = 0; i < NELEM(cases); i++) {
		if (!cases[i].by_hand)
			continue;
		s = str_of(cases[i].pattern);
		hand = compile(f, s);
		other = compile(f, arena_printf(&f->arena, "(?=)%s",
		    cases[i].pattern));
		assert_non_null(other);
		assert_false(pattern_by_hand(other));
		for (j = 0; j < NELEM(cases); j++) {
			t = str_of(cases[j].text);
			if (pattern_match(hand, f->run, t) !=
			    pattern_match(other, f->run, t))
				fail_msg("'%s' on '%s'", cases[i].pattern,
				    cases[j].text);
		}
	}
}

static void
nothing_explodes(void **state)
{
	struct fixture *f = *state;
	struct pattern *p = compile(f, S("^(a+)+$"));
	struct str s = S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");

	assert_non_null(p);
	assert_int_equal(pattern_match(p, f->run, s), PATTERN_GAVE_UP);
}

static void
refusals_are_faults(void **state)
{
	static const char *const bad[] = { "(", "[a", "a{2,1}", "\\C", "*a",
	    "(?<x", "\\p{Nonsense}", "(?P<n>x)", "\\1", "\\k<z>",
	    "(?<a>x)(?<a>y)", "(?#c)", "a++", "(*NO_JIT)a", "[b-a]", "a)",
	    "(?i)a", "(?=a)*", "\\u{110000}", "[\\B]", "\\z" };
	struct fixture *f = *state;
	char *deep;
	size_t i;

	for (i = 0; i < NELEM(bad); i++) {
		f->diag.n = 0;
		if (compile(f, str_of(bad[i])))
			fail_msg("'%s' compiles", bad[i]);
		assert_int_equal(f->diag.n, 1);
		assert_string_equal(f->diag.faults[0].rule, "pattern-form");
	}
	deep = arena_alloc(&f->arena, PATTERN_MAX + 1);
	memset(deep, '(', PATTERN_MAX + 1);
	assert_null(compile(f, (struct str){ deep, PATTERN_MAX }));
	assert_null(compile(f, (struct str){ deep, PATTERN_MAX + 1 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(matches, begin, end),
		cmocka_unit_test_setup_teardown(by_hand_agrees, begin, end),
		cmocka_unit_test_setup_teardown(nothing_explodes, begin, end),
		cmocka_unit_test_setup_teardown(refusals_are_faults, begin,
		    end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
