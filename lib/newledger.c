/* SPDX-License-Identifier: MIT */
/* newledger - the first files of a ledger, gathered and checked. */
#include <errno.h>

#include "editors.h"
#include "emit.h"
#include "newledger.h"
#include "regions.h"
#include "rulebook.h"
#include "utf8.h"

#define COMMENT	32	/* the column where comments begin */

void
newledger_init(struct newledger *nl, struct ledger *led, struct str region,
    struct str name)
{
	*nl = (struct newledger){ .led = led, .region = region,
	    .name = name };
}

static struct store_write *
find(const struct newledger *nl, struct str path)
{
	size_t i;

	for (i = 0; i < nl->n; i++)
		if (str_eq(nl->files[i].path, path))
			return &nl->files[i];
	return NULL;
}

static void
put(struct newledger *nl, struct str path, struct str bytes)
{
	struct source *was = arena_alloc(nl->led->arena, sizeof(*was));

	*was = (struct source){ .path = path };
	nl->files = arena_grow(nl->led->arena, nl->files, nl->n, &nl->cap,
	    sizeof(*nl->files));
	nl->files[nl->n++] = (struct store_write){ path, bytes, was };
}

/* Does every record of a file hold?  The doc is left to look at. */
static bool
check(struct newledger *nl, const struct kind *kind, const struct source *src,
    struct doc *doc, struct diag *dg)
{
	struct ledger_file f = { .kind = kind };
	struct schema_run *run = nl->led->run;
	uint32_t node;
	bool ok = true;

	if (!doc_read(doc, src, nl->led->arena, dg))
		return false;
	if (doc->n == 0)
		return diag_error(dg, "empty-file", src,
		    (struct span){ 0, 0 }, "the file is empty");
	f.doc = *doc;
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node))
		if (!schema_valid(kind->schema, run, doc, node - 1) &&
		    !schema_check(kind->schema, run, doc, node - 1, S(""),
		    dg))
			ok = false;
	return ok;
}

/* A file of our own making, checked by those who will read it tomorrow. */
static bool
put_checked(struct newledger *nl, const struct kind *kind, struct str path,
    struct str bytes, struct diag *dg)
{
	struct source src = source_of(path.p, bytes);
	struct doc doc;

	if (!check(nl, kind, &src, &doc, dg))
		return false;
	put(nl, path, bytes);
	return true;
}

/* A shipped file; src->exists is false where there is none. */
static bool
shipped(struct source *src, struct newledger *nl, struct str path,
    struct diag *dg)
{
	if (!store_read(src, &nl->led->store, nl->led->arena, path, dg))
		return false;
	src->path = arena_printf(nl->led->arena, "%.*s/%.*s",
	    STR(nl->led->env.share), STR(path));
	return true;
}

/* ---- ledger.yaml ------------------------------------------------------ */

/* Has it a value to show, or anything below it? */
static bool
is_set(const struct field *f)
{
	size_t i;

	if (f->type != FIELD_MAP)
		return !f->list && (f->fallback.n || f->type == FIELD_TEXT);
	for (i = 0; i < f->nfields; i++)
		if (is_set(&f->fields[i]))
			return true;
	return false;
}

/* What the field is: its label, its description, its choices. */
static void
put_comment(struct buf *b, const struct field *f, size_t from)
{
	size_t width = utf8_columns(str_sub(buf_str(b), from, b->n)), i;

	buf_fill(b, ' ', width < COMMENT ? COMMENT - width : 1);
	buf_printf(b, "# %.*s", STR(f->label));
	for (i = 0; i < f->nchoices && f->labels && !f->list; i++)
		buf_printf(b, "%s%.*s %.*s", i ? "、" : "（",
		    STR(f->choices[i]), STR(f->labels[i]));
	if (i)
		buf_puts(b, "）");
	if (f->description.n)
		buf_printf(b, "：%.*s", STR(f->description));
	while (b->n && str_ends(buf_str(b), S("。")))
		b->n -= strlen("。");
	buf_char(b, '\n');
}

static void
put_setting(struct buf *b, struct arena *a, const struct field *f,
    struct str given, int indent)
{
	struct str value = given.n ? given : f->fallback;
	bool text = f->type == FIELD_TEXT || scalar_type(value) == TYPE_STR;
	bool set = given.n || is_set(f);
	size_t from = b->n;

	buf_fill(b, ' ', (size_t)indent);
	if (!set)
		buf_puts(b, "# ");
	buf_printf(b, "%.*s:", STR(f->key));
	if (set && f->type != FIELD_MAP) {
		buf_char(b, ' ');
		emit_scalar(b, f, text ? value_text(a, value) :
		    value_bare(a, value), false);
	}
	put_comment(b, f, from);
}

static void
put_settings(struct buf *b, struct newledger *nl, const struct field *fields,
    size_t n, int indent)
{
	const struct field *f;
	struct str given;
	size_t i;

	for (i = 0; i < n; i++) {
		f = &fields[i];
		given = S("");
		if (indent == 0 && str_is(f->key, "format"))
			given = S("1");
		if (indent == 0 && str_is(f->key, "region"))
			given = nl->region;
		if (indent == 0 && str_is(f->key, "name"))
			given = nl->name;
		put_setting(b, nl->led->arena, f, given, indent);
		if (f->type == FIELD_MAP && is_set(f))
			put_settings(b, nl, f->fields, f->nfields,
			    indent + 2);
	}
}

bool
newledger_settings(struct newledger *nl, struct diag *dg)
{
	const struct kind *kind = ledger_kind(nl->led, S("ledger"), dg);
	struct source head;
	struct buf b;

	if (!kind || !shipped(&head, nl, S("new/ledger-head.yaml"), dg))
		return false;
	buf_init(&b, nl->led->arena);
	buf_add(&b, head.bytes);
	put_settings(&b, nl, kind->fields, kind->nfields, 0);
	return put_checked(nl, kind, S("ledger.yaml"), buf_str(&b), dg);
}

/* ---- registers, calendars, rules -------------------------------------- */

bool
newledger_regions(struct newledger *nl, struct source *csv, struct diag *dg)
{
	const struct kind *kind = ledger_need(nl->led, "region", dg);
	struct str yaml;

	return kind && regions_read(&yaml, nl->led, kind, csv, nl->region,
	    nl->name, dg) && put_checked(nl, kind, kind->path, yaml, dg);
}

bool
newledger_calendar(struct newledger *nl, int year, struct diag *dg)
{
	struct str path = arena_printf(nl->led->arena, "calendars/%d.yaml",
	    year);
	struct source src;

	if (!shipped(&src, nl, path, dg))
		return false;
	if (src.exists) {
		put(nl, path, src.bytes);
		return true;
	}
	diag_warn(dg, "calendar.unknown", NULL, (struct span){ 0, 0 },
	    "the holidays of %d are not known yet: until '%.*s' is there, "
	    "Saturdays and Sundays alone count as days off", year, STR(path));
	return true;
}

bool
newledger_rulebook(struct newledger *nl, const struct source *src,
    struct diag *dg)
{
	const struct kind *kind = ledger_need(nl->led, "rulebook", dg);
	struct rulebook book;
	struct str path;
	struct doc doc;

	if (!kind || !check(nl, kind, src, &doc, dg) ||
	    !rulebook_parse(&book, &doc, nl->led->arena, dg))
		return false;
	path = arena_printf(nl->led->arena, "rules/%.*s.yaml",
	    STR(book.id));
	if (find(nl, path))
		return diag_error(dg, "dup-id", src, doc.nodes[doc_get(&doc,
		    0, S("id"))].at, "two rulebooks are called '%.*s'",
		    STR(book.id));
	put(nl, path, src->bytes);
	return true;
}

static bool
no_such_book(struct newledger *nl, struct str id, struct diag *dg)
{
	struct strs names = { 0 };
	struct str name;
	struct buf b;
	size_t i;

	if (!store_list(&names, &nl->led->store, nl->led->arena, S("rules"),
	    dg))
		return false;
	buf_init(&b, nl->led->arena);
	for (i = 0; i < names.n; i++) {
		name = names.v[i];
		if (str_ends(name, S(".yaml")))
			name.n -= strlen(".yaml");
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR(name));
	}
	return diag_usage(dg, "no rulebook '%.*s' is shipped; there are: "
	    "%.*s (a file of your own is named by its path)", STR(id),
	    STR(buf_str(&b)));
}

bool
newledger_shipped(struct newledger *nl, struct str id, struct diag *dg)
{
	struct source *src = arena_alloc(nl->led->arena, sizeof(*src));

	if (!shipped(src, nl, arena_printf(nl->led->arena, "rules/%.*s.yaml",
	    STR(id)), dg))
		return false;
	return src->exists ? newledger_rulebook(nl, src, dg) :
	    no_such_book(nl, id, dg);
}

/* ---- for git and editors ---------------------------------------------- */

/* Which text of new/ becomes which file, and whether schemas go into it. */
static const struct {
	const char *from, *to;
	bool        schemas;
} surroundings[] = {
	{ "new/gitattributes", ".gitattributes", false },
	{ "new/gitignore", ".gitignore", false },
	{ "new/editorconfig", ".editorconfig", false },
	{ "new/settings.json", ".vscode/settings.json", true },
	{ "new/extensions.json", ".vscode/extensions.json", false },
	{ "new/coc-settings.json", ".vim/coc-settings.json", true },
	{ "new/private.md", "private/README.md", false },
};

bool
newledger_surroundings(struct newledger *nl, struct diag *dg)
{
	struct source src;
	struct str bytes;
	size_t i;

	for (i = 0; i < NELEM(surroundings); i++) {
		if (!shipped(&src, nl, str_of(surroundings[i].from), dg))
			return false;
		if (!src.exists)
			return diag_system(dg, src.path, ENOENT,
			    "cannot read");
		bytes = src.bytes;
		if (surroundings[i].schemas &&
		    !editors_settings(&bytes, nl->led, bytes, dg))
			return false;
		put(nl, str_of(surroundings[i].to), bytes);
	}
	return true;
}
