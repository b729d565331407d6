/* SPDX-License-Identifier: MIT */
/* check-walk - which files there are, and of what kind each is. */
#include <ctype.h>

#include "check-work.h"

/* ---- paths ------------------------------------------------------------ */

struct walk {
	struct check            *check;
	const struct check_item *item;
	struct arena            *arena;
	struct strs              found;
	struct diag             *dg;
};

/* What is in a village belongs to another item; private/ is nobody's. */
static bool
not_ours(const struct walk *w, struct str path)
{
	if (w->item->dir.n)
		return false;
	return str_is(path, "private") || (str_starts(path, S("villages/")) &&
	    path.n > 9);
}

static bool
walk(struct walk *w, struct str dir, int depth)
{
	struct strs names = { 0 };
	struct str name, path;
	bool is_dir;
	size_t i;

	if (!store_list(&names, &w->check->led->store, w->arena, dir, w->dg))
		return false;
	for (i = 0; i < names.n; i++) {
		name = names.v[i];
		is_dir = str_ends(name, S("/"));
		name.n -= is_dir;
		path = dir.n ? arena_printf(w->arena, "%.*s/%.*s", STR(dir),
		    STR(name)) : name;
		if (!is_dir)
			strs_add(&w->found, w->arena, path);
		else if (!not_ours(w, path) && depth < CHECK_DIRS &&
		    !walk(w, path, depth + 1))
			return false;
	}
	return true;
}

/* Registers know the names, and reviews look back at entries. */
static int
turn(const struct check *c, struct str path)
{
	struct layout_found found;
	uint32_t kind = check_kind_of(c, path, &found);

	if (kind == CHECK_NONE)
		return 2;
	return c->kinds[kind].wide ? 0 : kind == c->entry ? 1 : 2;
}

bool
check_walk(struct strs *out, struct check *c, const struct check_item *it,
    struct arena *a, struct diag *dg)
{
	struct walk w = { .check = c, .item = it, .arena = a, .dg = dg };
	size_t i;
	int now;

	*out = (struct strs){ 0 };
	if (!walk(&w, it->dir, 0))
		return false;
	strs_sort(&w.found);
	for (now = 0; now < 3; now++)
		for (i = 0; i < w.found.n; i++)
			if (turn(c, w.found.v[i]) == now)
				strs_add(out, a, w.found.v[i]);
	return true;
}

uint32_t
check_kind_of(const struct check *c, struct str path,
    struct layout_found *found)
{
	uint32_t i;

	for (i = 0; i < c->nkinds; i++)
		if (c->kinds[i].kind->path.n &&
		    layout_match(c->kinds[i].kind->path, path, found))
			return i;
	return CHECK_NONE;
}

/* ---- strangers -------------------------------------------------------- */

static struct str
file_name(struct str path)
{
	size_t i;

	for (i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
		;
	return str_sub(path, i, path.n);
}

/* Evidence, documents and what people print: no records, no surprise. */
static bool
is_document(struct str name, struct arena *a)
{
	static const char *const endings[] = { "md", "jpg", "jpeg", "png",
	    "gif", "webp", "heic", "mp4", "mov", "mp3", "m4a", "wav", "pdf",
	    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "html",
	    "zip" };
	struct str low = arena_dup(a, name);
	size_t i;

	for (i = 0; i < low.n; i++)
		((char *)low.p)[i] = (char)tolower((unsigned char)low.p[i]);
	for (i = 0; i < NELEM(endings); i++)
		if (str_ends(low, arena_printf(a, ".%s", endings[i])))
			return true;
	return false;
}

void
check_stranger(const struct check *c, struct str path, struct diag *dg)
{
	struct source src = { .path = path };
	struct str name = file_name(path), right;
	struct layout_found found;

	if (!c->all_kinds || str_starts(name, S("README")) ||
	    str_starts(name, S("LICENSE")) || is_document(name, dg->arena) ||
	    (str_starts(path, S("schemas/")) && str_ends(name, S(".yaml"))))
		return;
	diag_warn(dg, "unknown-file", &src, DIAG_FILE,
	    "no kind of record is kept in a file of this name: it is not "
	    "read");
	if (!str_ends(name, S(".yml")))
		return;
	right = arena_printf(dg->arena, "%.*s.yaml", (int)path.n - 4, path.p);
	if (check_kind_of(c, right, &found) != CHECK_NONE)
		diag_advise(dg, "rename it to %.*s", STR(file_name(right)));
}
