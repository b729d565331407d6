/* SPDX-License-Identifier: MIT */
/* books - rules/ read once. */
#include "books.h"
#include "buf.h"

static bool
read_book(struct rulebook *book, struct ledger *led, const struct kind *kind,
    struct str path, struct diag *dg)
{
	struct ledger_file *f = arena_alloc(led->arena, sizeof(*f));

	return ledger_read(f, led, kind, path, led->run, led->arena, dg) &&
	    rulebook_parse(book, &f->doc, led->arena, dg);
}

bool
books_all(const struct books **out, struct ledger *led, struct diag *dg)
{
	const struct kind *kind;
	struct rulebook *book;
	struct books *b = led->books;
	struct strs paths;
	bool ok = true;
	size_t i;

	*out = b;
	if (b)
		return true;
	kind = ledger_need(led, "rulebook", dg);
	if (!kind || !ledger_paths(&paths, led, kind, NULL, dg))
		return false;
	b = arena_alloc(led->arena, sizeof(*b));
	for (i = 0; i < paths.n; i++) {
		book = arena_alloc(led->arena, sizeof(*book));
		if (!read_book(book, led, kind, paths.v[i], dg)) {
			ok = false;
			continue;
		}
		b->v = arena_grow(led->arena, b->v, b->n, &b->cap,
		    sizeof(*b->v));
		b->v[b->n++] = book;
	}
	*out = led->books = b;
	return ok;
}

const struct rulebook *
books_find(const struct books *b, struct str name)
{
	struct str id = str_sub(name, 0, str_find(name, S("@")));
	size_t i;

	for (i = 0; i < b->n; i++)
		if (str_eq(b->v[i]->id, id) || str_eq(b->v[i]->title, name))
			return b->v[i];
	return NULL;
}

bool
books_get(const struct rulebook **book, struct ledger *led, struct str name,
    const struct source *src, struct span at, struct diag *dg)
{
	const struct books *all;
	struct buf b;
	size_t i;

	if (!books_all(&all, led, dg))
		return false;
	*book = books_find(all, name);
	if (*book)
		return true;
	buf_init(&b, led->arena);
	for (i = 0; i < all->n; i++)
		buf_printf(&b, "%s%.*s %.*s", i ? ", " : "",
		    STR(all->v[i]->id), STR(all->v[i]->title));
	return diag_error(dg, "rulebook.unknown", src, at,
	    "no rulebook '%.*s'; there are: %.*s", STR(name),
	    STR(buf_str(&b)));
}
