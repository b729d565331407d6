/* SPDX-License-Identifier: MIT */
/* doc: what is read, what is refused and where, and the ways through it. */
#include <stdio.h>

#include "buf.h"
#include "doc.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct bench {
	struct arena  arena;
	struct diag   dg;
	struct source src;
	struct doc    doc;
};

static bool
read_text(struct bench *t, const char *path, struct str text)
{
	arena_init(&t->arena);
	diag_init(&t->dg, &t->arena, NULL);
	t->src = source_of(path, arena_dup(&t->arena, text));
	t->src.bytes.n = text.n;
	return doc_read(&t->doc, &t->src, &t->arena, &t->dg);
}

/* A tree in one line: {k:v}, [a,b], strings plain, others with their type. */
static void
show(struct buf *b, const struct doc *d, uint32_t i)
{
	static const char *const types[] = { "", "!n", "!b", "!i", "!f" };
	const struct node *x = &d->nodes[i];
	uint32_t k, n = 0;

	if (x->kind == NODE_SCALAR) {
		buf_add(b, x->text);
		buf_puts(b, types[x->type]);
		return;
	}
	buf_char(b, x->kind == NODE_MAP ? '{' : '[');
	for (k = doc_first(d, i); k; k = doc_after(d, i, k), n++) {
		if (n)
			buf_char(b, x->kind == NODE_MAP && n % 2 ? ':' : ',');
		show(b, d, k);
	}
	buf_char(b, x->kind == NODE_MAP ? '}' : ']');
	assert_int_equal(n, x->kind == NODE_MAP ? 2 * x->n : x->n);
}

static const struct {
	const char *claim, *text, *want;
} good[] = {
	{ "an empty file is an empty document", "", "" },
	{ "comments alone are an empty document", "# a\n\n  # b\n", "" },
	{ "a list of records", "- id: V1\n  n: 2\n- id: V2\n",
	    "[{id:V1,n:2!i},{id:V2}]" },
	{ "a list at the indent of its key", "items:\n- a\n- b\nx: 1\n",
	    "{items:[a,b],x:1!i}" },
	{ "a byte order mark and CR LF", "\xef\xbb\xbf- a: 1\r\n  b: x\r\n",
	    "[{a:1!i,b:x}]" },
	{ "an empty value is null", "a:\nb: ~\n", "{a:!n,b:~!n}" },
	{ "quoted scalars are strings", "- '1'\n- \"true\"\n- 'it''s'\n",
	    "[1,true,it's]" },
	{ "core types", "- 0x1F\n- 0o17\n- 1.50\n- -.inf\n- True\n- no\n",
	    "[0x1F!i,0o17!i,1.50!f,-.inf!f,True!b,no]" },
	{ "a folded and a literal text", "a: >-\n  x\n  y\nb: |\n  p\n  q\n",
	    "{a:x y,b:p\nq\n}" },
	{ "a plain text over two lines", "a: x\n  y\nb: z\n", "{a:x y,b:z}" },
	{ "an explicit single document", "---\na: 1\n...\n", "{a:1!i}" },
	{ "flow over lines", "a: [1,\n  {b: c}]\n", "{a:[1!i,{b:c}]}" },
	{ "Chinese keys and text", "村: 小房村\n人: [王, 李]\n",
	    "{村:小房村,人:[王,李]}" },
	{ "a tab behind a value", "a: 1\t# c\n", "{a:1!i}" },
	{ "an empty list", "[]\n", "[]" },
};

static void
reads_what_is_good(void **state)
{
	struct bench t;
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(good); i++) {
		bool ok = read_text(&t, "f.yaml", str_of(good[i].text));

		buf_init(&b, &t.arena);
		if (ok && t.doc.n)
			show(&b, &t.doc, 0);
		if (!ok || !str_is(buf_str(&b), good[i].want))
			fail_msg("%s: '%.*s'", good[i].claim,
			    STR(buf_str(&b)));
		arena_free(&t.arena);
	}
}

static const struct {
	const char *claim, *text, *rule;
	uint32_t    line, column;
	const char *cure;	/* part of it, NULL where there need be none */
} bad[] = {
	{ "a full-width colon, in the line where it is",
	    "- id: 1\n  points：3\n  x: 2\n", "fullwidth-colon", 2, 9,
	    "\"  points: 3\"" },
	{ "a full-width colon in the first line",
	    "- id：1\n  x: 2\n", "fullwidth-colon", 1, 5, "\"- id: 1\"" },
	{ "a full-width colon in the last line",
	    "a: 1\nb：2\n", "fullwidth-colon", 2, 2, "\"b: 2\"" },
	{ "a tab as indentation", "a:\n  b: 1\n\tc: 2\n", "tab-indent", 3, 1,
	    "\"  c: 2\"" },
	{ "a tab below a list entry", "- id: 1\n\tpoints: 2\n", "tab-indent",
	    2, 1, "\"  points: 2\"" },
	{ "a full-width space as indentation", "- b: 1\n　c: 2\n",
	    "fullwidth-space", 2, 1, "\"  c: 2\"" },
	{ "a second colon in a value", "note: time: 3\n", "colon-in-text",
	    1, 11, "note: \"time: 3\"" },
	{ "a colon without its space", "a: 1\nb:2\nc: 3\n", "colon-space",
	    2, 2, "\"b: 2\"" },
	{ "a Chinese quotation mark closes", "a: \"x”\nb: 1\n",
	    "fullwidth-quote", 1, 6, "a: \"x\"" },
	{ "a quotation mark left open", "a: \"x\nb: 1\n", "open-quote", 1, 4,
	    "a: \"x\"" },
	{ "a value that begins with @", "a: @x\n", "reserved-char", 1, 4,
	    "a: \"@x\"" },
	{ "wrong indentation", "a:\n    b: 1\n  c: 2\n", "indent", 3, 3,
	    "\"    c: 2\"" },
	{ "a bracket left open", "a: [1, 2\nb: 3\n", "open-bracket", 1, 4,
	    "a: [1, 2]" },
	{ "a duplicate key, at the second", "a: 1\nb: 2\na: 3\n", "dup-key",
	    3, 1, NULL },
	{ "a duplicate key in a flow mapping", "x: {a: 1, a: 2}\n",
	    "dup-key", 1, 11, NULL },
	{ "an anchor", "a: &x 1\n", "yaml-anchor", 1, 4, "" },
	{ "an alias", "a: *x\n", "yaml-alias", 1, 4, "" },
	{ "a tag", "a: !!str 1\n", "yaml-tag", 1, 4, "" },
	{ "a merge key", "a:\n  <<: 1\n", "merge-key", 2, 3, "" },
	{ "a second document", "a: 1\n---\nb: 2\n", "second-document", 2, 1,
	    NULL },
	{ "a complex key", "? [a]\n: 1\n", "complex-key", 1, 3, NULL },
	{ "a missing key", ": 1\n", "yaml-syntax", 1, 1, NULL },
	{ "a missing key, said so", "?\n: 1\n", "complex-key", 1, 2, NULL },
	{ "bytes that are GBK", "- \xb0\xd7\xd4\xc6\xca\xd0: 1\n",
	    "encoding", 1, 3, "iconv -f GB18030 -t UTF-8" },
	{ "a bidi control", "a: x\xe2\x80\xaey\n", "bidi-char", 1, 5, "" },
	{ "a zero-width space", "a: x\xe2\x80\x8by\n", "zero-width", 1, 5,
	    "" },
	{ "an inner byte order mark", "a: \xef\xbb\xbfy\n", "zero-width", 1,
	    4, "" },
	{ "a raw escape", "a: x\033[31m\n", "control-char", 1, 5, "" },
	{ "a line separator", "a: x\xe2\x80\xa8y\n", "control-char", 1, 5,
	    "" },
	{ "an escape that spells a control", "a: \"x\\e[31m\"\n",
	    "control-char", 1, 4, "" },
	{ "an escape that spells a bidi control", "a: \"\\u202e\"\n",
	    "bidi-char", 1, 4, "" },
	{ "no character at all", "a: \xef\xbf\xbf\n", "control-char", 1, 4,
	    NULL },
	{ "CR LF does not move the place", "a: 1\r\nb: 2\r\na: 3\r\n",
	    "dup-key", 3, 1, NULL },
	{ "nor does a byte order mark", "\xef\xbb\xbf村: 1\n村: 2\n",
	    "dup-key", 2, 1, NULL },
};

static void
one_fault_at_its_place(void **state)
{
	struct bench t;
	const struct fault *f;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(bad); i++) {
		bool ok = read_text(&t, "f.yaml", str_of(bad[i].text));

		if (ok || t.dg.n != 1)
			fail_msg("%s: read %d, %zu faults", bad[i].claim, ok,
			    t.dg.n);
		f = &t.dg.faults[0];
		if (!str_is(str_of(f->rule), bad[i].rule) ||
		    f->place.line != bad[i].line ||
		    f->place.column != bad[i].column)
			fail_msg("%s: %u:%u %s", bad[i].claim, f->place.line,
			    f->place.column, f->rule);
		if (bad[i].cure && (f->cure.n == 0 ||
		    (bad[i].cure[0] && str_find(f->cure,
		    str_of(bad[i].cure)) == f->cure.n)))
			fail_msg("%s: cure '%.*s'", bad[i].claim,
			    STR(f->cure));
		assert_int_equal(t.doc.n, 0);
		arena_free(&t.arena);
	}
}

static void
duplicates_are_told_with_both_values(void **state)
{
	struct arena a = { 0 };
	struct bench t;
	struct buf b;
	int i;

	(void)state;
	buf_init(&b, &a);
	/* enough keys for the hash to take over, and three that repeat */
	for (i = 0; i < 40; i++)
		buf_printf(&b, "k%d: %d\n", i, i);
	buf_puts(&b, "k3: x\nk39: y\nz: 1\nz: [1]\n");
	assert_false(read_text(&t, "f.yaml", buf_str(&b)));
	assert_int_equal(t.dg.n, 3);
	assert_int_equal(t.dg.faults[0].place.line, 41);
	assert_int_equal(t.dg.faults[1].place.line, 42);
	assert_int_equal(t.dg.faults[2].place.line, 44);
	assert_true(str_is(t.dg.faults[0].text, "key 'k3' stands twice: "
	    "line 4 says '3', this one 'x'"));
	assert_true(str_is(t.dg.faults[2].text,
	    "key 'z' stands twice: first in line 43"));
	arena_free(&t.arena);
	arena_free(&a);
}

/* Text of n times `open`, once `inner`, n times `close`. */
static struct str
nest(struct buf *b, int n, const char *open, const char *inner,
    const char *close)
{
	int i;

	for (i = 0; i < n; i++)
		buf_puts(b, open);
	buf_puts(b, inner);
	for (i = 0; i < n; i++)
		buf_puts(b, close);
	return buf_str(b);
}

static void
nesting_is_bounded(void **state)
{
	static const struct {
		int n; const char *open, *inner, *close; bool ok;
	} t[] = {
		{ DOC_DEPTH, "[", "1", "]", true },
		{ DOC_DEPTH + 1, "[", "1", "]", false },
		{ DOC_DEPTH, "- ", "1\n", "", true },
		{ DOC_DEPTH + 1, "- ", "1\n", "", false },
		{ 100000, "[", "", "", false },
		{ 100000, "{a: ", "", "", false },
		{ 50000, "- ", "x", "", false },
		{ 100000, "[[\n", "", "", false },
	};
	struct arena a = { 0 };
	struct bench b;
	struct buf text;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(t); i++) {
		buf_init(&text, &a);
		nest(&text, t[i].n, t[i].open, t[i].inner, t[i].close);
		if (read_text(&b, "f.yaml", buf_str(&text)) != t[i].ok)
			fail_msg("%d of '%s'", t[i].n, t[i].open);
		if (!t[i].ok)
			assert_string_equal(b.dg.faults[0].rule, "depth");
		arena_free(&b.arena);
		if (read_text(&b, "f.json", buf_str(&text)) != (t[i].ok &&
		    t[i].open[0] == '['))
			fail_msg("JSON: %d of '%s'", t[i].n, t[i].open);
		arena_free(&b.arena);
	}
	arena_free(&a);
}

static void
sizes_are_bounded(void **state)
{
	struct arena a = { 0 };
	struct bench t;
	struct buf b;
	int i;

	(void)state;
	buf_init(&b, &a);
	buf_puts(&b, "- a: ");
	buf_fill(&b, 'x', DOC_SCALAR);
	assert_true(read_text(&t, "f.yaml", buf_str(&b)));
	arena_free(&t.arena);
	buf_char(&b, 'x');
	assert_false(read_text(&t, "f.yaml", buf_str(&b)));
	assert_string_equal(t.dg.faults[0].rule, "scalar-size");
	arena_free(&t.arena);

	buf_init(&b, &a);
	for (i = 0; i < DOC_KEYS; i++)
		buf_printf(&b, "k%d: 1\n", i);
	assert_true(read_text(&t, "f.yaml", buf_str(&b)));
	arena_free(&t.arena);
	buf_puts(&b, "one: more\n");
	assert_false(read_text(&t, "f.yaml", buf_str(&b)));
	assert_string_equal(t.dg.faults[0].rule, "too-many-keys");
	arena_free(&t.arena);

	buf_init(&b, &a);
	buf_puts(&b, "[");
	for (i = 0; i < (int)DOC_NODES; i++)
		buf_puts(&b, "1,");
	buf_puts(&b, "1]");
	assert_false(read_text(&t, "f.json", buf_str(&b)));
	assert_string_equal(t.dg.faults[0].rule, "too-many-values");
	arena_free(&t.arena);

	/* hidden characters without end are told of only so often */
	buf_init(&b, &a);
	buf_fill(&b, '\001', 100000);
	assert_false(read_text(&t, "f.yaml", buf_str(&b)));
	assert_int_equal(t.dg.n, 100);
	arena_free(&t.arena);
	arena_free(&a);
}

static const struct {
	const char *claim, *text, *key, *want;
} spans[] = {
	{ "a quoted scalar has its quotes", "a: 'x y' # c\n", "a",
	    "'x y'" },
	{ "a plain scalar ends before blanks", "a: x y   # c\n", "a",
	    "x y" },
	{ "an empty value stands behind the colon", "a:   # c\nb: 1\n", "a",
	    "" },
	{ "a block ends with its last value",
	    "a:\n  b: 1\n  c: x  # c\n\n# d\ne: 2\n", "a",
	    "b: 1\n  c: x" },
	{ "a list begins with its dash", "a:\n  - x\n  # y\n  - z\n\nb: 1\n",
	    "a", "- x\n  # y\n  - z" },
	{ "a flow list has its brackets", "a: [1,\n 2 ] # c\n", "a",
	    "[1,\n 2 ]" },
	{ "a literal ends with its last line",
	    "a: |\n  x\n  y\n\n\n# c\nb: 1\n", "a", "|\n  x\n  y" },
	{ "a literal that keeps its ends", "a: |+ # c\n  x \n\nb: 1\n", "a",
	    "|+ # c\n  x " },
	{ "a literal without text", "a: |\nb: 1\n", "a", "|" },
	{ "a folded text with CR LF", "a: >\r\n  村\r\n  x\r\nb: 1\r\n", "a",
	    ">\r\n  村\r\n  x" },
	{ "Chinese before it", "村: 小房村 # 王\na: \"李\\n\" # 王\n", "a",
	    "\"李\\n\"" },
	{ "a byte order mark before it", "\xef\xbb\xbf村: |\n 王\na: 李\n",
	    "a", "李" },
};

static void
spans_are_exact(void **state)
{
	struct bench t;
	struct span at;
	struct str got;
	uint32_t i;
	size_t k;

	(void)state;
	for (k = 0; k < NELEM(spans); k++) {
		assert_true(read_text(&t, "f.yaml", str_of(spans[k].text)));
		i = doc_get(&t.doc, 0, str_of(spans[k].key));
		assert_true(i);
		at = t.doc.nodes[i].at;
		got = str_sub(t.src.bytes, at.at, at.end);
		if (!str_is(got, spans[k].want))
			fail_msg("%s: '%.*s'", spans[k].claim, STR(got));
		arena_free(&t.arena);
	}
}

static void
finds_its_way(void **state)
{
	struct bench t;
	const char *text = "entries:\n- id: S1\n  a/b~c: [x, {y: z}]\n"
	    "- id: S2\nnone: []\n";
	uint32_t list, second, i;

	(void)state;
	assert_true(read_text(&t, "f.yaml", str_of(text)));
	list = doc_get(&t.doc, 0, S("entries"));
	assert_int_equal(t.doc.nodes[list].n, 2);
	second = doc_after(&t.doc, list, doc_first(&t.doc, list));
	assert_true(str_is(doc_text(&t.doc, second, "id"), "S2"));
	assert_int_equal(doc_after(&t.doc, list, second), 0);
	assert_int_equal(doc_first(&t.doc, doc_get(&t.doc, 0, S("none"))),
	    0);
	assert_int_equal(doc_get(&t.doc, 0, S("id")), 0);
	assert_int_equal(doc_get(&t.doc, list, S("id")), 0);
	assert_int_equal(doc_text(&t.doc, 0, "entries").n, 0);
	assert_true(str_is(doc_pointer(&t.doc, 0, &t.arena), ""));
	assert_true(str_is(doc_pointer(&t.doc, list, &t.arena), "/entries"));
	assert_true(str_is(doc_pointer(&t.doc, list - 1, &t.arena),
	    "/entries"));
	i = doc_get(&t.doc, second, S("id"));
	assert_true(str_is(doc_pointer(&t.doc, i, &t.arena),
	    "/entries/1/id"));
	i = doc_get(&t.doc, doc_first(&t.doc, list), S("a/b~c"));
	i = doc_after(&t.doc, i, doc_first(&t.doc, i));
	assert_true(str_is(doc_pointer(&t.doc, i + 2, &t.arena),
	    "/entries/0/a~1b~0c/1/y"));
	assert_true(str_is(doc_pointer(&t.doc, i + 1, &t.arena),
	    "/entries/0/a~1b~0c/1/y"));
	arena_free(&t.arena);
}

static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ "a: 1\nb: [x]\n", "{a: 1, b: ['x']}\n", true },
	{ "a: 1\n", "a: '1'\n", false },
	{ "[[a], b]\n", "[[a, b]]\n", false },
	{ "a: 1\nb: 2\n", "b: 2\na: 1\n", false },
	{ "", "# none\n", true },
	{ "", "a: 1\n", false },
	{ "a: ''\n", "a:\n", false },
};

static void
sameness(void **state)
{
	struct bench x, y;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(pairs); i++) {
		assert_true(read_text(&x, "x.yaml", str_of(pairs[i].a)));
		assert_true(read_text(&y, "y.yaml", str_of(pairs[i].b)));
		if (doc_same(&x.doc, 0, &y.doc, 0) != pairs[i].same)
			fail_msg("'%s' and '%s'", pairs[i].a, pairs[i].b);
		arena_free(&x.arena);
		arena_free(&y.arena);
	}
}

static const struct {
	const char *claim, *text;
	uint32_t    item;
	const char *want;
} items[] = {
	{ "a record with its last comment",
	    "- a: 1\n# x\n- b: 2\n  c: 3 # y\n\n# z\n- d: 4\n", 1,
	    "- b: 2\n  c: 3 # y\n" },
	{ "the last without its newline", "- a\n- b", 1, "- b" },
	{ "an indented list", "x:\n  - a: 1\n    b: 2\n  - c\ny: 1\n", 0,
	    "  - a: 1\n    b: 2\n" },
	{ "a dash alone in its line", "- # who\n\n  a: 1\n  b: 2\n- c\n", 0,
	    "- # who\n\n  a: 1\n  b: 2\n" },
	{ "an empty item", "- a\n-\n- b\n", 1, "-\n" },
	{ "a byte order mark stays", "\xef\xbb\xbf- a\r\n- b\r\n", 0,
	    "- a\r\n" },
	{ "a literal", "- |\n  x\n  y\n\n- b\n", 0, "- |\n  x\n  y\n" },
	{ "a flow list has no lines of items", "[a,\n b]\n", 1, "" },
	{ "nor has a list within a line", "- - a\n  - b\n", 0,
	    "- - a\n  - b\n" },
	{ "a value that begins with a dash", "- -5\n- 6\n", 0, "- -5\n" },
};

static void
item_lines(void **state)
{
	struct bench t;
	struct span at;
	struct str got;
	uint32_t list, i, k;
	size_t n;

	(void)state;
	for (n = 0; n < NELEM(items); n++) {
		assert_true(read_text(&t, "f.yaml", str_of(items[n].text)));
		list = t.doc.nodes[0].kind == NODE_MAP ? 2 : 0;
		i = doc_first(&t.doc, list);
		for (k = 0; k < items[n].item; k++)
			i = doc_after(&t.doc, list, i);
		at = doc_item_lines(&t.doc, i);
		got = str_sub(t.src.bytes, at.at, at.end);
		if (!str_is(got, items[n].want))
			fail_msg("%s: '%.*s'", items[n].claim, STR(got));
		arena_free(&t.arena);
	}
	/* the inner list of "- - a": its first item shares its line */
	assert_true(read_text(&t, "f.yaml", S("- - a\n  - b\n")));
	at = doc_item_lines(&t.doc, 2);
	assert_int_equal(at.at, at.end);
	at = doc_item_lines(&t.doc, 3);
	assert_true(str_is(str_sub(t.src.bytes, at.at, at.end), "  - b\n"));
	arena_free(&t.arena);
}

static const struct {
	const char    *text;
	enum node_type type;
	bool           disputed;
} scalars[] = {
	{ "", TYPE_NULL, false }, { "~", TYPE_NULL, false },
	{ "Null", TYPE_NULL, false }, { "nULL", TYPE_STR, false },
	{ "true", TYPE_BOOL, false }, { "FALSE", TYPE_BOOL, false },
	{ "yes", TYPE_STR, true }, { "No", TYPE_STR, true },
	{ "oFF", TYPE_STR, false }, { "y", TYPE_STR, true },
	{ "0", TYPE_INT, false }, { "-12", TYPE_INT, false },
	{ "+7", TYPE_INT, false }, { "-", TYPE_STR, false },
	{ "037030", TYPE_INT, true }, { "098765", TYPE_INT, true },
	{ "-007", TYPE_INT, true }, { "00", TYPE_INT, true },
	{ "0o17", TYPE_INT, true }, { "0o18", TYPE_STR, false },
	{ "0x1F", TYPE_INT, false }, { "+0x1F", TYPE_STR, true },
	{ "0xG", TYPE_STR, false }, { "0b101", TYPE_STR, true },
	{ "1_200", TYPE_STR, true }, { "_1", TYPE_STR, false },
	{ "1_200.5", TYPE_STR, true }, { "12:30:45", TYPE_STR, true },
	{ "18:30", TYPE_STR, true }, { "12:75", TYPE_STR, false },
	{ "-2.00", TYPE_FLOAT, false }, { "1.", TYPE_FLOAT, false },
	{ ".5", TYPE_FLOAT, false }, { ".", TYPE_STR, false },
	{ "1e3", TYPE_FLOAT, true }, { "1.5e+3", TYPE_FLOAT, false },
	{ "1.5e3", TYPE_FLOAT, true }, { "1e", TYPE_STR, false },
	{ "-.INF", TYPE_FLOAT, false }, { ".nan", TYPE_FLOAT, false },
	{ "-.nan", TYPE_STR, false }, { "1.2.3", TYPE_STR, false },
	{ "2025-03-01", TYPE_STR, false }, { "2024-02-29", TYPE_STR, false },
	{ "2025-02-30", TYPE_STR, true }, { "2025-3-1", TYPE_STR, false },
	{ "2025-03-01 08:30:00", TYPE_STR, true },
	{ "2025-03-01T08:30:00Z", TYPE_STR, true },
	{ "2025-03", TYPE_STR, false }, { "=", TYPE_STR, true },
	{ "<<", TYPE_STR, true }, { "H-00412", TYPE_STR, false },
	{ "13800138000", TYPE_INT, false }, { "\xe5\x90\xa6", TYPE_STR, false },
};

static void
core_types(void **state)
{
	struct str s;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(scalars); i++) {
		s = str_of(scalars[i].text);
		if (scalar_type(s) != scalars[i].type ||
		    scalar_disputed(s) != scalars[i].disputed)
			fail_msg("'%s': %d, %d", scalars[i].text,
			    scalar_type(s), scalar_disputed(s));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_good),
		cmocka_unit_test(one_fault_at_its_place),
		cmocka_unit_test(duplicates_are_told_with_both_values),
		cmocka_unit_test(nesting_is_bounded),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(spans_are_exact),
		cmocka_unit_test(finds_its_way),
		cmocka_unit_test(sameness),
		cmocka_unit_test(item_lines),
		cmocka_unit_test(core_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
