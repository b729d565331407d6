/* SPDX-License-Identifier: MIT */
/* doc-json: RFC 8259, nothing more and nothing less. */
#include <stdio.h>

#include "doc.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *claim, *text;
	const char *want;	/* the text of the root's first scalar */
	enum node_type type;
} good[] = {
	{ "a lone number", " 12 ", "12", TYPE_INT },
	{ "minus nought", "[-0]", "-0", TYPE_INT },
	{ "a fraction", "[0.50]", "0.50", TYPE_FLOAT },
	{ "an exponent without a dot", "[1E+2]", "1E+2", TYPE_FLOAT },
	{ "null", "null", "null", TYPE_NULL },
	{ "true", "[ true ]", "true", TYPE_BOOL },
	{ "an empty string", "\"\"", "", TYPE_STR },
	{ "a string is a string", "[\"12\"]", "12", TYPE_STR },
	{ "all short escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	    "\"\\/\b\f\n\r\t", TYPE_STR },
	{ "a surrogate pair", "\"\\ud83d\\uDE00x\"", "\xf0\x9f\x98\x80x",
	    TYPE_STR },
	{ "an escaped Chinese character", "\"a\\u6751\"", "a村", TYPE_STR },
	{ "raw Chinese, and what a ledger refuses",
	    "\"村\xe2\x80\x8b\xe2\x80\xae\xc2\x85\x7f\"",
	    "村\xe2\x80\x8b\xe2\x80\xae\xc2\x85\x7f", TYPE_STR },
	{ "an escaped control", "\"\\u001b\"", "\033", TYPE_STR },
	{ "a byte order mark", "\xef\xbb\xbf[1]", "1", TYPE_INT },
	{ "tabs and CR LF between", "\t[\r\n1\r\n]\r\n", "1", TYPE_INT },
};

static bool
read_json(struct doc *doc, struct source *src, struct str text,
    struct arena *a, struct diag *dg)
{
	arena_init(a);
	diag_init(dg, a, NULL);
	*src = source_of("f.json", text);
	return doc_read(doc, src, a, dg);
}

static void
reads_what_is_json(void **state)
{
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(good); i++) {
		const struct node *x;

		if (!read_json(&doc, &src, str_of(good[i].text), &a, &dg))
			fail_msg("%s: %s", good[i].claim,
			    dg.faults[0].text.p);
		x = &doc.nodes[doc.nodes[0].kind != NODE_SCALAR];
		if (x->type != good[i].type ||
		    !str_is(x->text, good[i].want))
			fail_msg("%s: '%.*s'", good[i].claim, STR(x->text));
		arena_free(&a);
	}
}

static const struct {
	const char *claim, *text, *rule;
	uint32_t column;
} bad[] = {
	{ "an empty file", "", "json-syntax", 1 },
	{ "blanks alone", "  ", "json-syntax", 3 },
	{ "a comma before the end", "[1,]", "json-syntax", 4 },
	{ "a comma before the brace", "{\"a\":1,}", "json-syntax", 8 },
	{ "no comma", "[1 2]", "json-syntax", 4 },
	{ "two values", "1 2", "json-syntax", 3 },
	{ "a list left open", "[1", "json-syntax", 3 },
	{ "the wrong bracket", "[1}", "json-syntax", 3 },
	{ "a comment", "[1] // x", "json-syntax", 5 },
	{ "single quotes", "['a']", "json-syntax", 2 },
	{ "a bare key", "{a:1}", "json-syntax", 2 },
	{ "no colon", "{\"a\" 1}", "json-syntax", 6 },
	{ "no value", "{\"a\":}", "json-syntax", 6 },
	{ "a leading nought", "[01]", "json-syntax", 3 },
	{ "a leading plus", "[+1]", "json-syntax", 2 },
	{ "a dot without digits", "[1.]", "json-syntax", 4 },
	{ "a dot first", "[.5]", "json-syntax", 2 },
	{ "an exponent without digits", "[1e]", "json-syntax", 4 },
	{ "minus alone", "-", "json-syntax", 2 },
	{ "NaN", "[NaN]", "json-syntax", 2 },
	{ "a long true", "[trueish]", "json-syntax", 6 },
	{ "a string left open", "[\"a", "json-syntax", 2 },
	{ "an escape at the end", "\"\\", "json-syntax", 3 },
	{ "a raw newline in a string", "\"a\nb\"", "json-syntax", 3 },
	{ "an unknown escape", "\"\\x41\"", "json-syntax", 3 },
	{ "a short \\u", "\"\\u12\"", "json-syntax", 6 },
	{ "a lone high surrogate", "\"\\ud83d\"", "json-syntax", 4 },
	{ "a lone low surrogate", "\"\\ude00\"", "json-syntax", 4 },
	{ "a high one twice", "\"\\ud83d\\ud83d\"", "json-syntax", 4 },
	{ "a high one and a letter", "\"\\ud83d\\u0041\"", "json-syntax",
	    4 },
	{ "a full-width comma", "[1，2]", "json-syntax", 3 },
	{ "a duplicate key", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "dup-key",
	    14 },
	{ "bytes that are no UTF-8", "[\"\xff\"]", "encoding", 3 },
	{ "a form feed between", "[\f1]", "json-syntax", 2 },
};

static void
refuses_the_rest(void **state)
{
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(bad); i++) {
		const struct fault *f;

		if (read_json(&doc, &src, str_of(bad[i].text), &a, &dg))
			fail_msg("%s: read", bad[i].claim);
		assert_int_equal(dg.n, 1);
		f = &dg.faults[0];
		if (!str_is(str_of(f->rule), bad[i].rule) ||
		    f->place.column != bad[i].column)
			fail_msg("%s: column %u, %s, %.*s", bad[i].claim,
			    f->place.column, f->rule, STR(f->text));
		arena_free(&a);
	}
}

static void
a_nul_is_no_end(void **state)
{
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;

	(void)state;
	assert_false(read_json(&doc, &src, S("1\0"), &a, &dg));
	arena_free(&a);
	assert_false(read_json(&doc, &src, S("\"\0\""), &a, &dg));
	arena_free(&a);
	assert_true(read_json(&doc, &src, S("\"\\u0000x\""), &a, &dg));
	assert_int_equal(doc.nodes[0].text.n, 2);
	arena_free(&a);
}

static void
nodes_are_as_for_yaml(void **state)
{
	struct str text = S("{\"a\": [1, {\"b\": []}], \"c\": {}}");
	struct source src;
	struct arena a;
	struct diag dg;
	struct doc doc;
	uint32_t i;

	(void)state;
	assert_true(read_json(&doc, &src, text, &a, &dg));
	assert_int_equal(doc.n, 9);
	assert_int_equal(doc.nodes[0].n, 2);
	assert_int_equal(doc.nodes[0].next, 9);
	assert_int_equal(doc.nodes[0].at.end, text.n);
	i = doc_get(&doc, 0, S("a"));
	assert_int_equal(doc.nodes[i].n, 2);
	assert_true(str_is(str_sub(text, doc.nodes[i].at.at,
	    doc.nodes[i].at.end), "[1, {\"b\": []}]"));
	assert_int_equal(doc_get(&doc, 0, S("c")), doc.nodes[i].next + 1);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_json),
		cmocka_unit_test(refuses_the_rest),
		cmocka_unit_test(a_nul_is_no_end),
		cmocka_unit_test(nodes_are_as_for_yaml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
