/* SPDX-License-Identifier: MIT */
/*
 * change: whatever a person's file looks like, exactly what was asked for
 * changes, and every line that nobody meant is the same to the byte.
 */
#include "change-world.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define A	"T20260316-AAAAAAAA"
#define B	"T20260317-BBBBBBBB"
#define ACTS	4

static struct world w;

static int
setup(void **state)
{
	(void)state;
	return world_begin(&w);
}

static int
teardown(void **state)
{
	(void)state;
	world_end(&w);
	return 0;
}

/* ---- files as people leave them --------------------------------------- */

/* Each holds A and B, in March, at home. */
static const struct { const char *name, *text; } files[] = {
	{ "as our tools write",
	"- id: " A "\n  ref: \"007\"\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n  members: 6\n  points: 2.00\n"
	"  tags: [a, b]\n  visitors: [{person: P-1, role: 网格员}]\n"
	"  mark: {value: very, why: 快}\n  note: 甲\n  place: 院\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n" },
	{ "comments everywhere",
	"# 三月\n\n# 甲\n- id: " A "   # 编号\n  # 日期\n"
	"  date: 2026-03-16 # 周一\n\n  village: \"" HOME "\"  # 小房\n"
	"  # 标签\n  tags:   # 多选\n    # 第一\n    - a # 一\n    # 第二\n"
	"    - b # 二\n  # 评价\n  mark: # 满意\n    # 值\n"
	"    value: very # 很\n    # 因\n    why: 快 # 快\n  # 备\n"
	"  note: 甲 # 注\n  # 末\n\n# 乙\n- id: " B " # 乙\n"
	"  date: 2026-03-17\n  village: \"" HOME "\"\n# 完\n" },
	{ "odd indentation",
	"   -    id: " A "\n        date: 2026-03-16\n"
	"        village: '" HOME "'\n        tags:\n"
	"                - a\n                - b\n        mark:\n"
	"           value: very\n           why: 快\n"
	"        members:     6\n"
	"   - id: " B "\n     date:   2026-03-17\n"
	"     village:  \"" HOME "\"\n" },
	{ "items not indented below their key",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags:\n  - a\n  - b\n  visitors:\n  - person: P-1\n"
	"    role: 网格员\n  - person: P-2\n  mark:\n    value: very\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n" },
	{ "records in braces",
	"- {id: " A ", date: 2026-03-16, village: '" HOME "', tags: [a,b],"
	" mark: {value: very, why: 快}, note: 甲, members: 6}\n"
	"- { id: " B " , date: 2026-03-17 , village: \"" HOME "\" } # 乙\n" },
	{ "braces over several lines",
	"- {\n    id: " A ",   # 编号, 不改\n    date: 2026-03-16,\n"
	"    village: \"" HOME "\",\n    tags: [ a,   # 一, 二\n"
	"            b,  # 三\n          ],\n"
	"    mark: { value: very,  # 很, 很\n            why: 快 },\n"
	"    note: 甲,  # 末\n  }\n"
	"- {id: " B ",\n   date: 2026-03-17,\n   village: \"" HOME "\"\n  }\n" },
	{ "carriage returns",
	"# 三月\r\n- id: " A "\r\n  date: 2026-03-16\r\n"
	"  village: \"" HOME "\"\r\n  tags:\r\n    - a\r\n    - b\r\n"
	"  mark:\r\n    value: very # 很\r\n    why: 快\r\n  note: 甲\r\n"
	"- id: " B "\r\n  date: 2026-03-17\r\n  village: \"" HOME "\"\r\n" },
	{ "a byte order mark and carriage returns",
	"\xEF\xBB\xBF- id: " A "\r\n  date: 2026-03-16\r\n"
	"  village: \"" HOME "\"\r\n  mark: {value: very}\r\n"
	"- id: " B "\r\n  date: 2026-03-17\r\n  village: \"" HOME "\"\r\n" },
	{ "a byte order mark, no last line end",
	"\xEF\xBB\xBF- id: " B "\n  date: 2026-03-17\n"
	"  village: \"" HOME "\"\n- id: " A "\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n  tags: [a]\n  place: 院" },
	{ "no last line end, and a comment there",
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n"
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags:\n    - a\n    - b   # 完" },
	{ "texts in blocks before and after",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  ref: |\n    一\n    二\n\n  members: 6\n  note: >-\n    三\n\n"
	"    四\n\n\n  place: |+ # 留\n    五\n\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n"
	"  note: |\n\n    六\n    # 不是注\n    - 也不是\n" },
	{ "blank lines kept by a text before the next key",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  mark:\n    value: |+\n      一\n\n\n  place: 院\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n"
	"  note: |+\n    末\n\n\n" },
	{ "a text in a block ends the file without a line end",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n"
	"  note: |\n    六\n    七" },
	{ "quoted keys and values, blanks before colons",
	"- \"id\": '" A "'\n  'date' : \"2026-03-16\"\n"
	"  village :   \"" HOME "\"\n  \"tags\": ['a', \"b\"]\n"
	"  'note' : '甲''乙'\n  \"place\"   :   \"院\\t落\"\n"
	"- \"id\": " B "\n  date: 2026-03-17\n  village: '" HOME "'\n" },
	{ "texts over several lines",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note: 一\n    二\n\n    三\n  place: \"四\n\n    五\"\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n"
	"  note:\n    在下一行\n" },
	{ "empty values and trailing blanks",
	"- id: " A "   \n  date: 2026-03-16  \n  village: \"" HOME "\" \n"
	"  tags: []  # 无\n  visitors: [ ]\n  mark: {}   \n  note: \"\"\n"
	"  place: ''  # 空\n"
	"- id: " B "\n  date: 2026-03-17\n  village: \"" HOME "\"\n  \n \n" },
	{ "keys in another order",
	"- place: 院\n  # 注在前\n  note: 甲\n  mark: {why: 快, value: very}\n"
	"  tags: [b, a]\n  village: \"" HOME "\"\n  date: 2026-03-16\n"
	"  id: " A "\n"
	"- note: 乙\n  village: \"" HOME "\"\n  date: 2026-03-17\n"
	"  id: " B "\n" },
	{ "a document's start, and dashes on lines of their own",
	"%YAML 1.2\n---\n# 三月\n-\n  id: " A "\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n  visitors:\n  -\n    person: P-1\n"
	"    role: 网格员\n  - # 第二\n    person: P-2\n"
	"-   # 乙\n    id: " B "\n    date: 2026-03-17\n"
	"    village: \"" HOME "\"\n    tags:\n    -   a\n" },
};

/* ---- what is asked of them -------------------------------------------- */

enum what { SET, DROP, APPEND };

struct act {
	const char *id;
	enum what   what;
	const char *path, *yaml;
};

static const struct { const char *name; struct act acts[ACTS]; } asks[] = {
	{ "a text set", {{ A, SET, "note", "新" }} },
	{ "a text that needs quotes", {{ A, SET, "place",
	    "\"a: b # c, {d}\\n\\\"e\\\"\"" }} },
	{ "a number set", {{ A, SET, "members", "7" }} },
	{ "points set", {{ A, SET, "points", "-3.5" }} },
	{ "digits stay a text", {{ A, SET, "ref", "\"0012\"" }} },
	{ "a part of a mapping set", {{ A, SET, "mark.value", "satisfied" }} },
	{ "a new part of a mapping", {{ A, SET, "mark.day", "2026-04-01" }} },
	{ "all parts of a mapping", {{ A, SET, "mark.day", "2026-04-01" },
	    { A, SET, "mark.value", "basic" }, { A, SET, "mark.why", "慢" }} },
	{ "a whole mapping", {{ A, SET, "mark", "{value: no, day: 2026-04-02}" }} },
	{ "a short list", {{ A, SET, "tags", "[c, \"1\", \"d, e\"]" }} },
	{ "a list of mappings", {{ A, SET, "visitors",
	    "[{person: P-7, role: 包片领导}, {person: P-8}]" }} },
	{ "a long list", {{ A, SET, "visitors",
	    "[{person: P-70000000000000000000, role: 包片领导甲乙丙丁戊己庚辛},"
	    " {person: P-80000000000000000000, role: 包片领导甲乙丙丁戊己庚}]" }} },
	{ "one more item", {{ A, APPEND, "tags", "z" }} },
	{ "three more items", {{ A, APPEND, "tags", "x" },
	    { A, APPEND, "tags", "\"y, z\"" }, { A, APPEND, "tags", "\"1\"" }} },
	{ "one more mapping", {{ A, APPEND, "visitors",
	    "{person: P-9, role: \"甲: 乙\"}" }} },
	{ "a list set, then an item", {{ A, SET, "tags", "[q]" },
	    { A, APPEND, "tags", "r" }} },
	{ "an item, then the list set", {{ A, APPEND, "tags", "r" },
	    { A, SET, "tags", "[q]" }} },
	{ "a field dropped", {{ A, DROP, "note", NULL }} },
	{ "the last field dropped", {{ A, DROP, "place", NULL }} },
	{ "a list dropped", {{ A, DROP, "tags", NULL }} },
	{ "a mapping dropped", {{ A, DROP, "mark", NULL }} },
	{ "a part dropped", {{ A, DROP, "mark.why", NULL }} },
	{ "the first part dropped", {{ A, DROP, "mark.value", NULL }} },
	{ "all parts dropped", {{ A, DROP, "mark.value", NULL },
	    { A, DROP, "mark.why", NULL }, { A, DROP, "mark.day", NULL }} },
	{ "parts dropped and set", {{ A, DROP, "mark.value", NULL },
	    { A, SET, "mark.day", "2026-04-03" },
	    { A, DROP, "mark.why", NULL }} },
	{ "a neighbour dropped where a key comes", {{ A, DROP, "note", NULL },
	    { A, SET, "place", "新址" }, { A, DROP, "mark", NULL }} },
	{ "neighbours dropped", {{ A, DROP, "mark", NULL },
	    { A, DROP, "note", NULL }, { A, DROP, "place", NULL },
	    { A, DROP, "tags", NULL }} },
	{ "several new fields", {{ A, SET, "place", "p" },
	    { A, SET, "points", "1.00" }, { A, SET, "ref", "r-1" },
	    { A, SET, "members", "0" }} },
	{ "set twice: the last one holds", {{ A, SET, "note", "一" },
	    { A, SET, "note", "二" }, { A, SET, "mark.why", "一" },
	    { A, SET, "mark.why", "二" }} },
	{ "dropped, then set", {{ A, DROP, "note", NULL },
	    { A, SET, "note", "又" }, { A, DROP, "mark", NULL },
	    { A, SET, "mark.why", "又" }} },
	{ "two records at once", {{ A, SET, "note", "甲" },
	    { B, SET, "note", "乙" }, { B, SET, "tags", "[b]" },
	    { A, DROP, "tags", NULL }} },
	{ "the key of order changed in place", {{ A, SET, "date",
	    "2026-03-30" }, { B, SET, "date", "2026-03-01" }} },
};

/* ---- the law, by other means ------------------------------------------ */

static struct value *
records(struct str bytes, struct doc *doc)
{
	struct source *src = arena_alloc(&w.a, sizeof(*src));

	*src = source_of("again.yaml", bytes);
	if (!doc_read_yaml(doc, src, &w.a, &w.dg)) {
		print_message("%.*s\n", STR(w.dg.faults[w.dg.n - 1].text));
		fail_msg("does not parse: %.*s", STR(bytes));
	}
	return doc->n ? value_from_node(&w.a, doc, 0) :
	    value_new(&w.a, VALUE_LIST);
}

static struct value *
by_id(struct value *list, struct str id)
{
	struct value *v;

	for (v = list->first; v; v = v->next)
		if (str_eq(value_str(v, "id"), id))
			return v;
	return NULL;
}

/* The act on the plain tree. */
static void
model(struct value *rec, const struct act *act)
{
	struct str path = str_of(act->path), sub;
	size_t dot = str_find(path, S("."));
	struct value *v = act->yaml ? world_value(&w, act->yaml) : NULL, *in;

	sub = str_sub(path, dot + 1, path.n);
	path = str_sub(path, 0, dot);
	in = value_get(rec, path);
	if (act->what == APPEND) {
		if (!in || in->kind != VALUE_LIST)
			in = value_set(rec, path, value_new(&w.a, VALUE_LIST));
		value_append(in, v);
	} else if (sub.n == 0) {
		if (v)
			value_set(rec, path, v);
		else
			value_drop(rec, path);
	} else if (v) {
		if (!in)
			in = value_set(rec, path, value_new(&w.a, VALUE_MAP));
		value_set(in, sub, v);
	} else if (in) {
		if (!value_get(in, sub))
			return;
		value_drop(in, sub);
		if (!in->first)
			value_drop(rec, path);
	}
}

static bool
numbers_equal(struct str a, struct str b)
{
	points x, y;

	return points_read(&x, a) && points_read(&y, b) && x == y;
}

/* Equal but for the order of keys. */
static bool
equal(const struct value *a, const struct value *b)
{
	const struct value *x, *y;

	if (a->kind != b->kind || value_count(a) != value_count(b))
		return false;
	if (a->kind == VALUE_TEXT)
		return a->bare == b->bare && (str_eq(a->text, b->text) ||
		    (a->bare && numbers_equal(a->text, b->text)));
	for (x = a->first, y = b->first; x; x = x->next, y = y->next)
		if (a->kind == VALUE_MAP ? !value_get(b, x->key) ||
		    !equal(x, value_get(b, x->key)) : !equal(x, y))
			return false;
	return true;
}

static struct str
next_line(struct str *s)
{
	size_t n = str_find(*s, S("\n"));
	struct str line = str_sub(*s, 0, n);

	*s = str_sub(*s, n + 1, s->n);
	return line;
}

static struct act const *
touching(const struct act *acts, const struct doc *doc, uint32_t rec,
    uint32_t from, uint32_t to)
{
	struct str id = doc_text(doc, rec, "id"), path;
	bool flow = doc->nodes[rec].style == STYLE_FLOW;
	const struct act *a;
	uint32_t key;
	struct span at;

	for (a = acts; a < acts + ACTS && a->id; a++) {
		if (!str_is(id, a->id))
			continue;
		path = str_of(a->path);
		key = doc_key(doc, rec, str_sub(path, 0, str_find(path,
		    S("."))));
		at = doc->nodes[rec].at;
		if (!flow && !key)
			continue;
		if (!flow) {
			at = doc->nodes[key].at;
			if (doc->nodes[doc->nodes[key].next].at.end > at.end)
				at.end = doc->nodes[doc->nodes[key].next].at.end;
		}
		if (from <= at.end && to >= at.at)
			return a;
	}
	return NULL;
}

/* Lines that hold no part of a field asked about stand in the new file, the
 * same to the byte and in the same order. */
static void
check_lines(const char *name, const struct act *acts, struct str old,
    const struct doc *doc, struct str new)
{
	struct str rest = old, left = new, line, found;
	uint32_t from, rec;
	bool meant;

	while (rest.n) {
		from = (uint32_t)(rest.p - old.p);
		line = next_line(&rest);
		meant = false;
		for (rec = doc_first(doc, 0); rec && !meant;
		    rec = doc_after(doc, 0, rec))
			meant = touching(acts, doc, rec, from,
			    from + (uint32_t)line.n);
		if (meant)
			continue;
		/* a line that follows a dropped '- key' takes its dash */
		do {
			if (left.n == 0)
				fail_msg("%s: lost '%.*s' in\n%.*s", name,
				    STR(line), STR(new));
			found = next_line(&left);
		} while (!str_eq(found, line) && !(str_ends(found, S("\r")) &&
		    str_eq(str_sub(found, 0, found.n - 1), line)) &&
		    !(str_starts(found, S("- ")) && str_eq(str_sub(found, 2,
		    found.n), str_sub(line, 2, line.n))));
	}
}

static void
check_ends(const char *name, struct str old, struct str new)
{
	struct str bom = S("\xEF\xBB\xBF");
	bool crlf = str_find(old, S("\r\n")) < old.n;
	size_t i;

	if (str_starts(old, bom) != str_starts(new, bom) ||
	    str_find(str_sub(new, 3, new.n), bom) < str_sub(new, 3, new.n).n)
		fail_msg("%s: the byte order mark moved", name);
	if (str_ends(old, S("\n")) && new.n && !str_ends(new, S("\n")))
		fail_msg("%s: the last line end is gone:\n%.*s", name,
		    STR(new));
	for (i = 0; crlf && i < new.n; i++)
		if (new.p[i] == '\n' && new.p[i - 1] != '\r')
			fail_msg("%s: a line end of another sort", name);
	if (str_find(new, S(" \n")) < new.n && str_find(old, S(" \n")) == old.n)
		fail_msg("%s: blanks left at the end of a line\n%.*s", name,
		    STR(new));
}

/* ---- one case --------------------------------------------------------- */

static void
start(struct change *ch)
{
	change_init(ch, &w.led);
}

static bool
ask(struct change *ch, const char *kind, const char *path,
    const struct act *act)
{
	struct refs_record rec = { ledger_need(&w.led, kind, &w.dg),
	    str_of(act->id), str_of(path) };
	struct value *v = act->yaml ? world_value(&w, act->yaml) : NULL;

	if (act->what == APPEND)
		return change_append(ch, &rec, str_of(act->path), v, &w.dg);
	return change_set(ch, &rec, str_of(act->path), v, &w.dg);
}

static bool
ask_all(struct change *ch, const struct act *acts)
{
	const struct act *a;

	for (a = acts; a < acts + ACTS && a->id; a++)
		if (!ask(ch, "thing", MARCH, a))
			return false;
	return true;
}

static void
told(const char *name)
{
	size_t i;

	for (i = 0; i < w.dg.n; i++)
		print_message("%s\n", arena_printf(&w.a, "%.*s [%s]",
		    STR(w.dg.faults[i].text), w.dg.faults[i].rule).p);
	fail_msg("%s: refused", name);
}

static void
one(const char *file, const char *text, const char *name,
    const struct act *acts)
{
	struct str old = str_of(text), new;
	struct value *before, *after, *v;
	const struct act *a;
	struct change ch;
	struct doc was, is;

	name = arena_printf(&w.a, "%s: %s", file, name).p;
	world_put(&w, MARCH, old);
	start(&ch);
	if (!ask_all(&ch, acts) || !change_finish(&ch, &w.dg) ||
	    !change_commit(&ch, &w.dg))
		told(name);
	new = world_get(&w, MARCH);
	before = records(old, &was);
	after = records(new, &is);
	for (a = acts; a < acts + ACTS && a->id; a++)
		model(by_id(before, str_of(a->id)), a);
	/* a text in a block at the end may gain its line end */
	for (v = before->first; v; v = v->next)
		if ((!by_id(after, value_str(v, "id")) || !equal(v,
		    by_id(after, value_str(v, "id")))) &&
		    !str_ends(old, S("七")))
			fail_msg("%s: not what was asked:\n%.*s", name,
			    STR(new));
	assert_int_equal(value_count(before), value_count(after));
	check_lines(name, acts, old, &was, new);
	check_ends(name, old, new);
}

static void
bytes_outside_the_edits_survive(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(files); i++)
		for (k = 0; k < NELEM(asks); k++)
			one(files[i].name, files[i].text, asks[k].name,
			    asks[k].acts);
}

/* ---- to the byte ------------------------------------------------------ */

static const struct {
	const char *name, *old;
	struct act  acts[ACTS];
	const char *new;
} exact[] = {
	{ "a comment behind a value stays there",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note:   甲   # 注\n",
	{{ A, SET, "note", "乙" }},
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note:   乙   # 注\n" },
	{ "an empty value is filled before its comment",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags:   # 多选\n    # 一\n    - a\n",
	{{ A, SET, "tags", "[b]" }},
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags: [b]   # 多选\n    # 一\n" },
	{ "a new key stands where the schema has it",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note: 甲\n",
	{{ A, SET, "members", "3" }, { A, SET, "ref", "r" },
	    { A, SET, "place", "院" }},
	"- id: " A "\n  ref: r\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n  members: 3\n  note: 甲\n  place: 院\n" },
	{ "the comment on the line of a block stays",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note: |   # 长\n    一\n    二\n  place: 院\n",
	{{ A, SET, "note", "短" }},
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  note: 短   # 长\n  place: 院\n" },
	{ "the key behind a dash goes, the comment below it stays",
	"- note: 甲 # 注\n  # 号\n  id: " A "\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n",
	{{ A, DROP, "note", NULL }},
	"-\n  # 号\n  id: " A "\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n" },
	{ "an item joins a list with a comma at its end",
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags: [ a, b, ]\n",
	{{ A, APPEND, "tags", "c" }},
	"- id: " A "\n  date: 2026-03-16\n  village: \"" HOME "\"\n"
	"  tags: [ a, b, c, ]\n" },
	{ "commas in comments are no commas",
	"- {id: " A ", date: 2026-03-16, # 一, 二\n"
	"   village: \"" HOME "\", note: 甲 }\n",
	{{ A, DROP, "note", NULL }},
	"- {id: " A ", date: 2026-03-16, # 一, 二\n"
	"   village: \"" HOME "\" }\n" },
};

static void
what_comes_out(void **state)
{
	struct change ch;
	struct str new;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(exact); i++) {
		world_put(&w, MARCH, str_of(exact[i].old));
		start(&ch);
		if (!ask_all(&ch, exact[i].acts) ||
		    !change_finish(&ch, &w.dg) || !change_commit(&ch, &w.dg))
			told(exact[i].name);
		new = world_get(&w, MARCH);
		if (!str_is(new, exact[i].new))
			fail_msg("%s:\n%.*s", exact[i].name, STR(new));
	}
}

/* ---- records at the end ----------------------------------------------- */

static struct value *
thing(const char *id, const char *date, const char *village)
{
	return world_value(&w, arena_printf(&w.a,
	    "{id: %s, date: %s, village: \"%s\", note: \"甲: 乙\"}", id, date,
	    village).p);
}

static void
a_record_joins_any_file(void **state)
{
	const struct kind *kind = ledger_need(&w.led, "thing", &w.dg);
	struct value *list, *v;
	struct change ch;
	struct doc doc;
	struct str old, new;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(files); i++) {
		old = str_of(files[i].text);
		world_put(&w, MARCH, old);
		start(&ch);
		if (!change_add(&ch, kind, thing("T20260318-CCCCCCCC",
		    "2026-03-18", HOME), &w.dg) ||
		    !change_add(&ch, kind, thing("T20260319-DDDDDDDD",
		    "2026-03-19", HOME), &w.dg) ||
		    !change_finish(&ch, &w.dg) || !change_commit(&ch, &w.dg))
			told(files[i].name);
		new = world_get(&w, MARCH);
		if (!str_starts(new, old))
			fail_msg("%s: bytes changed", files[i].name);
		assert_int_equal(str_ends(new, S("\n")),
		    str_ends(old, S("\n")));
		check_ends(files[i].name, old, new);
		list = records(new, &doc);
		v = by_id(list, S("T20260319-DDDDDDDD"));
		assert_true(v != NULL && v == list->last);
		assert_true(str_is(value_str(v, "note"), "甲: 乙"));
		assert_int_equal(value_count(list), 4);
	}
}

static void
what_holds_nothing_is_begun(void **state)
{
	static const struct { const char *old, *new; } empty[] = {
		{ "", "- id: T1\n" }, { "[]\n", "- id: T1\n" },
		{ "# 三月\n", "# 三月\n- id: T1\n" },
		{ "# 三月", "# 三月\n- id: T1\n" },
		{ "\xEF\xBB\xBF", "\xEF\xBB\xBF- id: T1\n" },
		{ "  [ ] # 无\n", "  - id: T1\n" },
		{ "---\n[]\n", "---\n- id: T1\n" },
	};
	const struct kind *kind = ledger_need(&w.led, "thing", &w.dg);
	struct change ch;
	struct doc doc;
	struct str new;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(empty); i++) {
		world_put(&w, MARCH, str_of(empty[i].old));
		start(&ch);
		if (!change_add(&ch, kind, thing("T1", "2026-03-18", HOME),
		    &w.dg) || !change_finish(&ch, &w.dg) ||
		    !change_commit(&ch, &w.dg))
			told(empty[i].old);
		new = world_get(&w, MARCH);
		assert_true(str_starts(new, str_sub(str_of(empty[i].new), 0,
		    str_of(empty[i].new).n - 1)));
		assert_int_equal(value_count(records(new, &doc)), 1);
	}
}

/* ---- moving ----------------------------------------------------------- */

#define APRIL	"villages/" HOME "/things/2026-04.yaml"
#define THERE	"villages/" AWAY "/things/2026-03.yaml"

/* A leaves each file for one in the other village with its own form. */
static void
a_record_moves_whole(void **state)
{
	static const char *const to[] = { NULL, "",
	    "# 北陈\r\n- id: T9\r\n  date: 2026-03-01\r\n"
	    "  village: \"" AWAY "\"\r\n",
	    "    - id: T9\n      date: 2026-03-01\n"
	    "      village: \"" AWAY "\"" };
	struct act act = { A, SET, "village", "\"" AWAY "\"" };
	struct value *before, *after, *left, *v;
	struct change ch;
	struct doc doc, was;
	struct str old, new;
	size_t i, k;

	(void)state;
	for (i = 0; i < NELEM(files) * NELEM(to); i++) {
		k = i / NELEM(to);
		world_remove(&w, THERE);
		if (to[i % NELEM(to)])
			world_put(&w, THERE, str_of(to[i % NELEM(to)]));
		old = str_of(files[k].text);
		world_put(&w, MARCH, old);
		start(&ch);
		if (!ask(&ch, "thing", MARCH, &act) ||
		    !change_finish(&ch, &w.dg) || !change_commit(&ch, &w.dg))
			told(files[k].name);
		before = records(old, &was);
		new = world_get(&w, THERE);
		after = records(new, &doc);
		v = by_id(before, S(A));
		model(v, &act);
		if (!by_id(after, S(A)) || !equal(v, by_id(after, S(A))))
			fail_msg("%s: arrived as\n%.*s", files[k].name,
			    STR(new));
		if (to[i % NELEM(to)])
			assert_true(str_starts(new,
			    str_of(to[i % NELEM(to)])));
		if (i % NELEM(to) == 2)
			check_ends(files[k].name, S("\r\n \n"), new);
		/* only lines that a text keeps may come between */
		if (str_find(old, S("|+")) == old.n)
			assert_int_equal(str_ends(new, S("\n")),
			    i % NELEM(to) != 3);
		new = world_get(&w, MARCH);
		left = records(new, &doc);
		assert_null(by_id(left, S(A)));
		assert_non_null(by_id(left, S(B)));
		assert_int_equal(value_count(left), 1);
	}
}

static void
the_last_record_takes_its_file_along(void **state)
{
	static const struct { const char *old, *left; } alone[] = {
		{ "- id: " A "\n  date: 2026-03-16\n"
		  "  village: \"" HOME "\"\n", "-" },
		{ "\xEF\xBB\xBF- id: " A "\r\n  date: 2026-03-16\r\n"
		  "  village: \"" HOME "\"", "-" },
		{ "# 三月\n- id: " A " # 甲\n  date: 2026-03-16\n"
		  "  village: \"" HOME "\"\n# 完", "# 三月\n# 完" },
	};
	struct act act = { A, SET, "date", "2026-04-02" };
	struct change ch;
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < NELEM(alone); i++) {
		world_remove(&w, APRIL);
		world_put(&w, MARCH, str_of(alone[i].old));
		start(&ch);
		if (!ask(&ch, "thing", MARCH, &act) ||
		    !change_finish(&ch, &w.dg) || !change_commit(&ch, &w.dg))
			told(alone[i].old);
		assert_true(str_is(world_get(&w, MARCH), alone[i].left));
		assert_true(str_find(world_get(&w, APRIL), S(A)) <
		    world_get(&w, APRIL).n);
		buf_init(&b, &w.a);
		change_show(&b, &ch);
		assert_int_equal(str_find(buf_str(&b), S("+++ /dev/null")) <
		    b.n, alone[i].left[0] == '-');
	}
}

static void
a_file_of_one_record_moves_byte_for_byte(void **state)
{
	static const char here[] = "villages/" HOME "/cards/C1.yaml";
	static const char there[] = "villages/" AWAY "/cards/C1.yaml";
	struct act act[] = { { "C1", SET, "village", "\"" AWAY "\"" },
	    { "C1", DROP, "note", NULL }, { "C1", APPEND, "tags", "b" } };
	struct change ch;
	size_t i;

	(void)state;
	world_put(&w, here, S("# 卡\nnote: 甲\n# 号\nid: C1   # 一\n"
	    "date: 2026-03-16\nvillage: '" HOME "' # 村\ntags:\n- a\n"
	    "place: 院"));
	start(&ch);
	for (i = 0; i < NELEM(act); i++)
		assert_true(ask(&ch, "card", here, &act[i]));
	if (!change_finish(&ch, &w.dg) || !change_commit(&ch, &w.dg))
		told("card");
	assert_true(str_is(world_get(&w, here), "-"));
	assert_true(str_is(world_get(&w, there), "# 卡\n# 号\nid: C1   # 一\n"
	    "date: 2026-03-16\nvillage: \"" AWAY "\" # 村\ntags:\n- a\n- b\n"
	    "place: 院"));
}

/* ---- refused ---------------------------------------------------------- */

static const char good[] = "- id: " A "\n  date: 2026-03-16\n"
	"  village: \"" HOME "\"\n";

static const struct {
	const char *name, *text;
	struct act  act;
	const char *rule;
} refused[] = {
	{ "a file that does not parse", "- id: " A "\n  date: [\n",
	    { A, SET, "note", "x" }, "yaml-syntax" },
	{ "a file that does not hold", "- id: " A "\n  dat: 2026-03-16\n",
	    { A, SET, "note", "x" }, NULL },
	{ "a value that breaks the schema", good,
	    { A, SET, "members", "many" }, "type" },
	{ "a required field taken away", good,
	    { A, DROP, "date", NULL }, "required" },
	{ "a record that is not there", good,
	    { "T20260316-ZZZZZZZZ", SET, "note", "x" }, "unknown-ref" },
	{ "a record that stands twice",
	    "- {id: " A ", date: 2026-03-16, village: \"" HOME "\"}\n"
	    "- {id: " A ", date: 2026-03-16, village: \"" HOME "\"}\n",
	    { A, SET, "note", "x" }, "dup-id" },
	{ "a field there is not", good, { A, SET, "color", "x" }, "field" },
	{ "a part there is not", good, { A, SET, "mark.x", "x" }, "field" },
	{ "an item for a part", good, { A, APPEND, "mark.why", "x" }, "field" },
	{ "moving out of a list in brackets",
	    "[{id: " A ", date: 2026-03-16, village: \"" HOME "\"}]\n",
	    { A, SET, "date", "2026-04-01" }, "not-block" },
};

static void
what_does_not_hold_is_not_written(void **state)
{
	struct change ch;
	size_t i;
	bool ok;

	(void)state;
	world_remove(&w, APRIL);
	for (i = 0; i < NELEM(refused); i++) {
		world_put(&w, MARCH, str_of(refused[i].text));
		diag_init(&w.dg, &w.a, NULL);
		start(&ch);
		ok = ask(&ch, "thing", MARCH, &refused[i].act) &&
		    change_finish(&ch, &w.dg);
		if (ok || w.dg.nerrors == 0)
			fail_msg("%s: taken", refused[i].name);
		if (refused[i].rule &&
		    strcmp(w.dg.faults[0].rule, refused[i].rule) != 0)
			fail_msg("%s: %s", refused[i].name,
			    w.dg.faults[0].rule);
		assert_true(str_is(world_get(&w, MARCH), refused[i].text));
	}
	diag_init(&w.dg, &w.a, NULL);
}

static void
an_id_is_never_there_twice(void **state)
{
	const struct kind *kind = ledger_need(&w.led, "thing", &w.dg);
	struct act act = { A, SET, "date", "2026-04-01" };
	struct change ch;

	(void)state;
	world_put(&w, MARCH, str_of(good));
	start(&ch);
	assert_false(change_add(&ch, kind, thing(A, "2026-03-16", HOME),
	    &w.dg));
	assert_string_equal(w.dg.faults[w.dg.n - 1].rule, "dup-id");
	start(&ch);
	assert_true(change_add(&ch, kind, thing("T1", "2026-03-16", HOME),
	    &w.dg));
	assert_false(change_add(&ch, kind, thing("T1", "2026-03-16", HOME),
	    &w.dg));
	world_put(&w, APRIL, str_of(good));
	start(&ch);
	assert_true(ask(&ch, "thing", MARCH, &act));
	assert_false(change_finish(&ch, &w.dg));
	assert_string_equal(w.dg.faults[w.dg.n - 1].rule, "dup-id");
	diag_init(&w.dg, &w.a, NULL);
}

static void
nothing_changed_names_no_file(void **state)
{
	struct act act[] = { { A, SET, "date", "2026-03-16" },
	    { A, DROP, "note", NULL } };
	struct change ch;
	struct buf b;

	(void)state;
	world_put(&w, MARCH, str_of(good));
	start(&ch);
	assert_true(ask(&ch, "thing", MARCH, &act[0]));
	assert_true(ask(&ch, "thing", MARCH, &act[1]));
	assert_true(change_finish(&ch, &w.dg));
	assert_int_equal(ch.paths.n, 0);
	buf_init(&b, &w.a);
	change_show(&b, &ch);
	assert_int_equal(b.n, 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_outside_the_edits_survive),
		cmocka_unit_test(what_comes_out),
		cmocka_unit_test(a_record_joins_any_file),
		cmocka_unit_test(what_holds_nothing_is_begun),
		cmocka_unit_test(a_record_moves_whole),
		cmocka_unit_test(the_last_record_takes_its_file_along),
		cmocka_unit_test(a_file_of_one_record_moves_byte_for_byte),
		cmocka_unit_test(what_does_not_hold_is_not_written),
		cmocka_unit_test(an_id_is_never_there_twice),
		cmocka_unit_test(nothing_changed_names_no_file),
	};

	return cmocka_run_group_tests_name("change", tests, setup, teardown);
}
