/* SPDX-License-Identifier: MIT */
/* check - registers first, then village by village, then what is left. */
#include "check-work.h"

/* ---- kinds ------------------------------------------------------------ */

uint64_t
check_hash(const struct check *c, uint32_t kind, struct str id)
{
	uint64_t h = hash_str(id, c->seed + kind);

	return h ? h : 1;
}

static bool
has_refs(const struct field *f)
{
	size_t i;

	if (f->type == FIELD_REF)
		return true;
	for (i = 0; f->type == FIELD_MAP && i < f->nfields; i++)
		if (has_refs(&f->fields[i]))
			return true;
	return false;
}

static void
add_kind(struct check *c, const struct kind *kind)
{
	struct check_kind *k = &c->kinds[c->nkinds++];
	size_t i;

	k->kind = kind;
	k->wide = !kind->letter && (kind->list ||
	    str_find(kind->path, S("{village}")) == kind->path.n);
	for (i = 0; i < kind->nfields; i++)
		k->refs[i] = has_refs(&kind->fields[i]);
	*map_put(&c->by_name, kind->name) = k;
	check_rules(k);
}

uint32_t
check_kind_named(const struct check *c, struct str name)
{
	const struct check_kind *k = map_get(&c->by_name, name);

	return k ? (uint32_t)(k - c->kinds) : CHECK_NONE;
}

/* All there are; those whose schema does not hold are left out. */
static void
load_kinds(struct check *c, struct diag *dg)
{
	const struct strs *names = &c->led->kind_names;
	const struct kind *kind;
	size_t i;

	(void)ledger_has_kind(c->led, S(""));	/* lists them */
	map_init(&c->by_name, c->led->arena);
	c->kinds = arena_array(c->led->arena, names->n + 1,
	    sizeof(*c->kinds));
	c->all_kinds = names->n <= CHECK_KINDS;
	for (i = 0; i < names->n && c->nkinds < CHECK_KINDS; i++) {
		kind = ledger_need(c->led, names->v[i].p, dg);
		if (kind)
			add_kind(c, kind);
		else
			c->all_kinds = false;
	}
	c->entry = check_kind_named(c, S("entry"));
	c->region = check_kind_named(c, S("region"));
	c->rulebook = check_kind_named(c, S("rulebook"));
}

/* ---- what is wanted --------------------------------------------------- */

/* Is the path one that was named, or below one? */
static bool
below(struct str path, struct str named)
{
	return named.n == 0 || str_eq(path, named) || (path.n > named.n &&
	    str_starts(path, named) && path.p[named.n] == '/');
}

bool
check_wanted(const struct check *c, struct str path)
{
	size_t i;

	for (i = 0; i < c->only->n; i++)
		if (below(path, c->only->v[i]))
			return true;
	return c->only->n == 0;
}

/* Some of what was named lies in the item: in a village, or in none. */
static bool
item_named(const struct check *c, const struct check_item *it)
{
	struct str only;
	size_t i;

	for (i = 0; i < c->only->n; i++) {
		only = c->only->v[i];
		if (it->dir.n ? below(only, it->dir) || below(it->dir, only) :
		    only.n == 0 || !str_starts(only, S("villages/")))
			return true;
	}
	return c->only->n == 0;
}

static bool
make_items(struct check *c, struct diag *dg)
{
	struct arena *a = c->led->arena;
	struct strs villages;
	size_t i;

	if (!ledger_villages(&villages, c->led, dg))
		return false;
	c->nitems = villages.n + 1;
	c->items = arena_array(a, c->nitems, sizeof(*c->items));
	for (i = 0; i < villages.n; i++) {
		c->items[i + 1].village = villages.v[i];
		c->items[i + 1].dir = arena_printf(a, "villages/%.*s",
		    STR(villages.v[i]));
	}
	for (i = 0; i < c->nitems; i++)
		c->items[i].named = item_named(c, &c->items[i]);
	return true;
}

/* ---- registers -------------------------------------------------------- */

/* Of these the names are kept, too: they are referred to from everywhere. */
static bool
in_no_village(const struct check *c, const struct check_item *it)
{
	return it->dir.n == 0 || str_eq(it->village, c->led->region);
}

static void
take_ids(struct check *c, struct check_item *it, struct check_file *f,
    struct par *par)
{
	struct record r;
	struct check_id *id;
	uint32_t node;

	for (node = ledger_next(&f->f, 0); node;
	    node = ledger_next(&f->f, node)) {
		if (f->f.doc.nodes[node - 1].kind != NODE_MAP)
			continue;
		record_init(&r, f->kind->kind, &f->f.doc, node - 1);
		if (record_id(&r).n == 0)
			continue;
		it->ids = arena_grow(par->keep, it->ids, it->nids,
		    &it->ids_cap, sizeof(*it->ids));
		id = &it->ids[it->nids++];
		id->hash = check_hash(c, f->index, record_id(&r));
		id->file = (uint32_t)it->registers.n - 1;
		id->line = check_line(f, node - 1);
		if (in_no_village(c, it))
			check_names_add(&it->names, par->keep, f->index, &r);
	}
}

/* Reads one register; what is wrong with it is told later. */
static void
read_register(struct check *c, struct check_item *it, struct str path,
    uint32_t kind, struct par *par)
{
	struct check_file f = { .check = c, .kind = &c->kinds[kind],
	    .index = kind };
	struct arena a;
	struct diag quiet;

	arena_init(&a);
	diag_init(&quiet, &a, NULL);
	strs_add(&it->registers, par->keep, arena_dup(par->keep, path));
	if (check_parse(&f.f, c->led, f.kind->kind, path, &a, &quiet))
		take_ids(c, it, &f, par);
	else
		it->broken[kind] = true;
	arena_free(&a);
}

static bool
index_item(void *ctx, size_t i, struct par *par)
{
	struct check *c = ctx;
	struct check_item *it = &c->items[i];
	struct layout_found found;
	struct strs paths;
	uint32_t kind;
	size_t k;

	arena_reset(par->arena);
	if (!check_walk(&paths, c, it, par->arena, par->diag))
		return false;
	for (k = 0; k < paths.n; k++) {
		kind = check_kind_of(c, paths.v[k], &found);
		if (kind != CHECK_NONE && c->kinds[kind].wide)
			read_register(c, it, paths.v[k], kind, par);
	}
	return true;
}

/* In the order of the items, so that the first place is always the same. */
static void
join_ids(struct check *c)
{
	struct check_item *it;
	struct check_seen *seen;
	uint32_t base, k;
	size_t i;

	for (it = c->items; it < c->items + c->nitems; it++) {
		base = (uint32_t)c->paths.n;
		for (i = 0; i < it->registers.n; i++)
			strs_add(&c->paths, c->led->arena,
			    it->registers.v[i]);
		for (i = 0; i < it->nids; i++) {
			seen = check_set_put(&c->ids, it->ids[i].hash);
			if (seen->line)
				continue;
			seen->file = base + it->ids[i].file;
			seen->line = it->ids[i].line;
		}
		for (k = 0; k < c->nkinds; k++)
			if (in_no_village(c, it) && it->broken[k])
				c->broken[k] = true;
	}
}

/* ---- villages --------------------------------------------------------- */

static bool
check_item(void *ctx, size_t i, struct par *par)
{
	struct check *c = ctx;
	struct check_item *it = &c->items[i];
	struct check_village v = { .check = c, .item = it, .par = par,
	    .keep = par->arena, .acts = { .arena = par->arena },
	    .entry_at = { .arena = par->arena } };
	struct layout_found found;
	struct strs paths;
	size_t errors = par->diag->nerrors, k;
	uint32_t kind;

	if (!it->named)
		return true;
	arena_reset(par->arena);
	arena_init(&v.scratch);
	if (!check_walk(&paths, c, it, par->arena, par->diag))
		return false;
	for (k = 0; k < paths.n; k++) {
		kind = check_kind_of(c, paths.v[k], &found);
		if (kind != CHECK_NONE)
			check_one(&v, paths.v[k], kind, &found);
		else if (check_wanted(c, paths.v[k]))
			check_stranger(c, paths.v[k], par->diag);
	}
	check_waits(&v);
	arena_free(&v.scratch);
	return par->diag->nerrors == errors;
}

/* Books that do not hold are told of where their files are checked. */
static void
load_books(struct check *c)
{
	struct diag quiet;

	diag_init(&quiet, c->led->arena, NULL);
	if (!books_all(&c->books, c->led, &quiet) && !c->books)
		c->books = arena_alloc(c->led->arena, sizeof(*c->books));
	/* what is wrong with a calendar is told there, too */
	if (!ledger_calendar(c->led, &quiet))
		c->led->has_calendar = false;
}

static void
add_up(struct check_sum *sum, const struct check *c)
{
	size_t i;

	*sum = (struct check_sum){ 0 };
	for (i = 0; i < c->nitems; i++) {
		sum->files += c->items[i].sum.files;
		sum->records += c->items[i].sum.records;
	}
}

bool
check_ledger(struct check_sum *sum, struct ledger *led,
    const struct strs *only, struct diag *dg)
{
	struct check c = { .led = led, .only = only,
	    .ids = { .arena = led->arena } };
	unsigned threads = led->env.threads;
	struct map seed;
	bool ok;

	map_init(&seed, led->arena);
	c.seed = seed.seed;
	load_kinds(&c, dg);
	load_books(&c);
	ok = c.all_kinds;
	if (!make_items(&c, dg) || !par_each(c.nitems, threads, index_item,
	    &c, led->arena, dg))
		return false;
	join_ids(&c);
	ok = par_each(c.nitems, threads, check_item, &c, led->arena, dg) &&
	    ok;
	add_up(sum, &c);
	ok = check_elsewhere(&c, dg) && ok;
	return check_settled(&c, dg) && ok;
}

bool
check_open(struct ledger *led, struct arena *a, const struct ledger_env *env,
    struct diag *dg)
{
	*led = (struct ledger){ .arena = a, .env = *env };
	map_init(&led->kinds, a);
	map_init(&led->refs, a);
	led->run = schema_run_new(a);
	led->chinese = !str_is(env->lang, "en");
	return store_open(&led->store, a, env->dir, dg);
}

/* ---- the last line ---------------------------------------------------- */

static size_t
faulty_files(const struct diag *dg)
{
	struct str last = { 0 };
	size_t i, n = 0;

	for (i = 0; i < dg->n; i++) {
		if (dg->faults[i].level != DIAG_ERROR ||
		    str_eq(dg->faults[i].path, last))
			continue;
		last = dg->faults[i].path;
		n++;
	}
	return n;
}

struct str
check_sum_text(const struct check_sum *sum, struct diag *dg)
{
	diag_sort(dg);
	if (dg->nerrors && dg->nwarnings)
		return diag_say(dg, "%zu errors, %zu warnings, %zu files",
		    dg->nerrors, dg->nwarnings, faulty_files(dg));
	if (dg->nerrors)
		return diag_say(dg, "%zu errors, %zu files", dg->nerrors,
		    faulty_files(dg));
	if (dg->nwarnings)
		return diag_say(dg, "no errors, %zu warnings: %zu files, %zu "
		    "records checked", dg->nwarnings, sum->files,
		    sum->records);
	return diag_say(dg, "no errors: %zu files, %zu records checked",
	    sum->files, sum->records);
}
