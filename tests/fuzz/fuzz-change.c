/* SPDX-License-Identifier: MIT */
/*
 * fuzz-change - whatever a file holds, an edit changes its record and no
 * other byte, or is refused (libFuzzer)
 *
 * The first four bytes say what is asked; the rest is the file.
 */
#include <assert.h>
#include <unistd.h>

#include "../unit/change-world.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct world w;

/* Built once: a ledger in /tmp that no input is written into but one file. */
static void
begin(void)
{
	static bool begun;

	if (!begun && world_begin(&w) != 0)
		abort();
	begun = true;
}

static bool
ask(struct change *ch, const struct refs_record *rec, uint8_t what,
    struct diag *dg)
{
	static const char *const paths[] = { "note", "members", "tags",
	    "mark", "mark.value", "ref", "visitors", "place" };
	static const char *const values[] = { "甲", "7", "[a, \"b, c\"]",
	    "{value: very}", "\"x: y # z\\n\"", "\"007\"",
	    "[{person: P-1, role: r}, {person: P-2}]", "\"\"" };
	static const char *const items[] = { "z", "{person: P-9}" };
	struct str path = str_of(paths[what % NELEM(paths)]);

	if (what & 0x40)
		return change_set(ch, rec, path, NULL, dg);
	if (what & 0x80)
		return change_append(ch, rec, what % 2 ? S("tags") :
		    S("visitors"), world_value(&w, items[!(what % 2)]), dg);
	return change_set(ch, rec, path, world_value(&w,
	    values[what % NELEM(paths)]), dg);
}

/* The first difference and the last lie within the records asked about. */
static void
check(const struct doc *old, struct str new, uint32_t rec)
{
	struct str s = old->src->bytes;
	struct span at = old->nodes[rec].at;
	size_t from = 0, back = 0;

	while (from < s.n && from < new.n && s.p[from] == new.p[from])
		from++;
	while (back < s.n - from && back < new.n - from &&
	    s.p[s.n - 1 - back] == new.p[new.n - 1 - back])
		back++;
	if (from == s.n && new.n == s.n)
		return;
	assert(from + 8 >= at.at);	/* its dash and indent */
	while (at.end < s.n && s.p[at.end] != '\n')
		at.end++;
	while (at.end < s.n && strchr(" \r\n", s.p[at.end]))
		at.end++;	/* blank lines that a text keeps */
	assert(s.n - back <= at.end);
}

static void
try(const uint8_t *data, size_t size, const struct kind *kind)
{
	const struct ledger_file *f;
	struct refs_record rec;
	struct diag dg;
	struct change ch;
	struct str new;
	uint32_t node;
	int i;

	world_put(&w, MARCH, (struct str){ (const char *)data + 4, size - 4 });
	diag_init(&dg, w.led.arena, NULL);
	change_init(&ch, &w.led);
	if (!change_file(&f, &ch, kind, S(MARCH), &dg) ||
	    !(node = ledger_next(f, 0)))
		return;
	for (i = data[3] % 4; i > 0 && ledger_next(f, node); i--)
		node = ledger_next(f, node);
	rec = (struct refs_record){ kind, doc_text(&f->doc, node - 1, "id"),
	    S(MARCH) };
	for (i = 0; i < 3; i++)
		if (!ask(&ch, &rec, data[i], &dg))
			return;
	if (!change_finish(&ch, &dg) || ch.paths.n != 1)
		return;
	if (!change_commit(&ch, &dg))
		abort();
	new = world_get(&w, MARCH);
	check(&f->doc, new, node - 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct kind *kind;
	struct arena a;

	if (size < 4)
		return 0;
	begin();
	kind = ledger_need(&w.led, "thing", &w.dg);
	arena_init(&a);
	w.led.arena = &a;	/* for this input alone */
	try(data, size, kind);
	w.led.arena = &w.a;
	arena_free(&a);
	return 0;
}
