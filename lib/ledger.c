/* SPDX-License-Identifier: MIT */
/* ledger - opening, kinds on demand, files one at a time. */
#include "buf.h"
#include "ledger.h"

#define SCHEMA_SUFFIX	S(".yaml")

/* ---- kinds ------------------------------------------------------------ */

/* LEDGER/schemas/NAME or SHARE/schemas/NAME, parsed; false: neither is. */
static bool
schema_doc(struct ledger *led, struct str file, struct doc *doc,
    struct diag *dg)
{
	struct source *src = arena_alloc(led->arena, sizeof(*src));
	struct str path = arena_printf(led->arena, "schemas/%.*s", STR(file));

	if (!store_read(src, &led->store, led->arena, path, dg))
		return false;
	if (!src->exists) {
		path = arena_printf(led->arena, "%.*s/schemas/%.*s",
		    STR(led->env.share), STR(file));
		if (!store_slurp(src, led->arena, path, dg))
			return false;
	}
	return doc_read(doc, src, led->arena, dg);
}

static bool
load_ref(void *ctx, struct str uri, struct doc *doc, struct diag *dg)
{
	return schema_doc(ctx, uri, doc, dg);
}

static struct kind *
compile(struct ledger *led, struct str name, struct diag *dg)
{
	struct schema_opts opts = { .assert_format = true,
	    .strict = true, .load = load_ref,
	    .ctx = led };
	struct doc *doc = arena_alloc(led->arena, sizeof(*doc));
	struct str file = arena_printf(led->arena, "%.*s.yaml", STR(name));
	struct kind *kind;

	if (!schema_doc(led, file, doc, dg) ||
	    !kind_parse(&kind, arena_dup(led->arena, name), doc, &opts,
	    led->arena, dg))
		return NULL;
	*map_put(&led->kinds, kind->name) = kind;
	return kind;
}

static bool
known(const struct ledger *led, struct str name)
{
	size_t i;

	for (i = 0; i < led->kind_names.n; i++)
		if (str_eq(led->kind_names.v[i], name))
			return true;
	return false;
}

static void
add_names(struct ledger *led, const struct strs *files)
{
	struct str f;
	size_t i;

	for (i = 0; i < files->n; i++) {
		f = files->v[i];
		if (!str_ends(f, SCHEMA_SUFFIX) || str_ends(f, S(".list.yaml")))
			continue;
		f.n -= SCHEMA_SUFFIX.n;
		if (!known(led, f))
			strs_add(&led->kind_names, led->arena,
			    arena_dup(led->arena, f));
	}
}

bool
ledger_kinds(struct ledger *led, struct diag *dg)
{
	struct store share = { 0 };
	struct strs own = { 0 }, shipped = { 0 };

	if (led->kind_names.n)
		return true;
	if (!store_list(&own, &led->store, led->arena, S("schemas"), dg) ||
	    !store_open(&share, led->arena, led->env.share, dg))
		return false;
	if (!store_list(&shipped, &share, led->arena, S("schemas"), dg)) {
		store_close(&share);
		return false;
	}
	store_close(&share);
	add_names(led, &own);
	add_names(led, &shipped);
	strs_sort(&led->kind_names);
	return true;
}

bool
ledger_has_kind(struct ledger *led, struct str name)
{
	struct diag quiet;

	diag_init(&quiet, led->arena, NULL);
	return map_get(&led->kinds, name) || (ledger_kinds(led, &quiet) &&
	    known(led, name));
}

static const struct kind *
by_title(struct ledger *led, struct str title, struct diag *dg)
{
	const struct kind *kind;
	size_t i;

	for (i = 0; i < led->kind_names.n; i++) {
		kind = ledger_need(led, led->kind_names.v[i].p, dg);
		if (kind && (str_eq(kind->title, title) ||
		    str_eq(kind->en, title)))
			return kind;
	}
	return NULL;
}

const struct kind *
ledger_kind(struct ledger *led, struct str name, struct diag *dg)
{
	const struct kind *kind = map_get(&led->kinds, name);
	struct buf b;
	size_t i;

	if (kind)
		return kind;
	if (!ledger_kinds(led, dg))
		return NULL;
	if (known(led, name))
		return compile(led, name, dg);
	kind = by_title(led, name, dg);
	if (kind)
		return kind;
	buf_init(&b, led->arena);
	for (i = 0; i < led->kind_names.n; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
		    STR(led->kind_names.v[i]));
	diag_usage(dg, "no kind of record is called '%.*s'; there are: %.*s",
	    STR(name), STR(buf_str(&b)));
	return NULL;
}

const struct kind *
ledger_need(struct ledger *led, const char *name, struct diag *dg)
{
	const struct kind *kind = map_get(&led->kinds, str_of(name));

	return kind ? kind : compile(led, str_of(name), dg);
}

/* ---- opening ---------------------------------------------------------- */

/* Asked before the lock is taken: elsewhere not even that is left behind. */
static bool
is_ledger(struct ledger *led, struct diag *dg)
{
	struct source src;

	if (!store_read(&src, &led->store, led->arena, S("ledger.yaml"), dg))
		return false;
	return src.exists || diag_usage(dg, "'%.*s' is no ledger: it holds no "
	    "ledger.yaml (make one with ledger-init)", STR(led->store.path));
}

static bool
settings(struct ledger *led, struct diag *dg)
{
	struct ledger_file f;
	const struct kind *kind = ledger_need(led, "ledger", dg);
	const struct doc *doc;

	if (!kind || !ledger_read(&f, led, kind, S("ledger.yaml"), led->run,
	    led->arena, dg))
		return false;
	doc = &f.doc;
	led->name = doc_text(doc, 0, "name");
	led->region = doc_text(doc, 0, "region");
	led->commit = str_is(doc_text(doc, 0, "commit"), "true");
	led->chinese = !str_is(led->env.lang.n ? led->env.lang :
	    doc_text(doc, 0, "language"), "en");
	policy_read(&led->policy, doc, doc_get(doc, 0, S("policy")),
	    led->arena);
	return true;
}

bool
ledger_open(struct ledger *led, struct arena *a, const struct ledger_env *env,
    struct diag *dg)
{
	*led = (struct ledger){ .arena = a, .env = *env };
	map_init(&led->kinds, a);
	map_init(&led->refs, a);
	led->run = schema_run_new(a);
	if (!store_open(&led->store, a, env->dir, dg))
		return false;
	if (is_ledger(led, dg) && (!env->write || store_lock(&led->store, env->wait, dg)) &&
	    settings(led, dg))
		return true;
	store_close(&led->store);
	return false;
}

void
ledger_close(struct ledger *led)
{
	store_close(&led->store);
}

/* One year's table: the ledger's own, else the shipped one. */
static bool
add_year(struct ledger *led, struct str path, bool own, struct diag *dg)
{
	struct source *src = arena_alloc(led->arena, sizeof(*src));
	struct doc doc;

	if (own ? !store_read(src, &led->store, led->arena, path, dg)
	    : !store_slurp(src, led->arena, path, dg))
		return false;
	return doc_read(&doc, src, led->arena, dg) &&
	    calendar_add(&led->calendar, &doc, dg);
}

static bool
add_years(struct ledger *led, const struct store *in, struct str base,
    struct strs *seen, bool own, struct diag *dg)
{
	struct strs names = { 0 };
	struct str path;
	size_t i, k;

	if (!store_list(&names, in, led->arena, S("calendars"), dg))
		return false;
	for (i = 0; i < names.n; i++) {
		for (k = 0; k < seen->n; k++)
			if (str_eq(seen->v[k], names.v[i]))
				break;
		if (k < seen->n || !str_ends(names.v[i], S(".yaml")))
			continue;
		path = arena_printf(led->arena, "%.*s%scalendars/%.*s",
		    STR(base), base.n ? "/" : "", STR(names.v[i]));
		if (!add_year(led, path, own, dg))
			return false;
		strs_add(seen, led->arena, names.v[i]);
	}
	return true;
}

bool
ledger_calendar(struct ledger *led, struct diag *dg)
{
	struct store share = { 0 };
	struct strs seen = { 0 };
	bool ok;

	if (led->has_calendar)
		return true;
	calendar_init(&led->calendar, led->arena);
	if (!add_years(led, &led->store, S(""), &seen, true, dg) ||
	    !store_open(&share, led->arena, led->env.share, dg))
		return false;
	ok = add_years(led, &share, led->env.share, &seen, false, dg);
	store_close(&share);
	led->has_calendar = ok;
	return ok;
}

/* ---- files ------------------------------------------------------------ */

struct walk {
	struct ledger             *led;
	const struct kind         *kind;
	const struct ledger_scope *scope;
	struct strs               *out;
	struct diag               *dg;
};

static bool
wanted(const struct walk *w, struct str path)
{
	struct layout_found f;

	if (!layout_match(w->kind->path, path, &f))
		return false;
	if (w->scope && w->scope->village.n && f.village.n &&
	    !str_eq(f.village, w->scope->village))
		return false;
	return !w->scope || w->scope->period.from == w->scope->period.to ||
	    layout_within(f.when, w->scope->period);
}

/* Could a path below this directory still fit the pattern and the scope? */
static struct str
narrow(const struct walk *w, struct str part)
{
	if (str_is(part, "{village}") && w->scope && w->scope->village.n)
		return w->scope->village;
	return part;
}

/* Walks the pattern part by part; `done` is the path so far. */
static bool
walk(const struct walk *w, struct str done, struct str rest)
{
	size_t slash = str_find(rest, S("/"));
	struct str part = narrow(w, str_sub(rest, 0, slash));
	bool last = slash == rest.n, hole = str_find(part, S("{")) < part.n;
	struct strs names = { 0 };
	struct str path;
	size_t i;

	rest = str_sub(rest, slash + 1, rest.n);
	if (!hole && !last) {
		path = done.n ? arena_printf(w->led->arena, "%.*s/%.*s",
		    STR(done), STR(part)) : part;
		return walk(w, path, rest);
	}
	if (!store_list(&names, &w->led->store, w->led->arena, done, w->dg))
		return false;
	for (i = 0; i < names.n; i++) {
		bool dir = str_ends(names.v[i], S("/"));

		if (dir == last || names.v[i].p[0] == '.')
			continue;
		path = arena_printf(w->led->arena, "%.*s%s%.*s", STR(done),
		    done.n ? "/" : "", (int)(names.v[i].n - dir),
		    names.v[i].p);
		if (!last && !walk(w, path, rest))
			return false;
		if (last && wanted(w, path))
			strs_add(w->out, w->led->arena, path);
	}
	return true;
}

bool
ledger_paths(struct strs *out, struct ledger *led, const struct kind *kind,
    const struct ledger_scope *scope, struct diag *dg)
{
	struct walk w = { led, kind, scope, out, dg };

	*out = (struct strs){ 0 };
	return kind->path.n == 0 || walk(&w, S(""), kind->path);
}

/* Ten characters such as 0226-03-16: a day that the schema lets pass, of a
 * year that no record here can be of. */
static bool
strange_year(const struct node *n)
{
	struct str s = n->text;

	return n->kind == NODE_SCALAR && s.n == 10 && s.p[4] == '-' &&
	    s.p[7] == '-' && date_iso(s) == DATE_NONE;
}

/* Is it a day to the schema?  Told by its place: /3/events/0/at. */
static bool
is_day(const struct ledger_file *f, uint32_t node, struct arena *a)
{
	struct str path = doc_pointer(&f->doc, node, a), part;
	const struct field *field = NULL, *next;
	size_t n;

	for (path = str_sub(path, 1, path.n); path.n;
	    path = str_sub(path, n + 1, path.n)) {
		n = str_find(path, S("/"));
		part = str_sub(path, 0, n);
		next = field ? field_sub(field, part) :
		    kind_field(f->kind, part);
		field = next ? next : field;	/* a number: of a list */
	}
	return field && field->type == FIELD_DATE;
}

static bool
days(const struct ledger_file *f, uint32_t rec, struct arena *a,
    struct diag *dg)
{
	const struct node *n = f->doc.nodes;
	bool ok = true;
	uint32_t i;

	for (i = rec; i < n[rec].next; i++)
		if (strange_year(&n[i]) && is_day(f, i, a))
			ok = diag_error(dg, "date-range", &f->src, n[i].at,
			    "the year of '%.*s' is not within 1900 to 2199",
			    STR(n[i].text));
	return ok;
}

static bool
check(const struct ledger_file *f, uint32_t node, struct schema_run *run,
    struct arena *a, struct diag *dg)
{
	struct str who;

	if (schema_valid(f->kind->schema, run, &f->doc, node))
		return days(f, node, a, dg);
	who = f->doc.nodes[node].kind == NODE_MAP && f->kind->id >= 0 ?
	    doc_text(&f->doc, node, f->kind->fields[f->kind->id].key.p) :
	    S("");
	return schema_check(f->kind->schema, run, &f->doc, node, who, dg);
}

bool
ledger_read(struct ledger_file *f, const struct ledger *led,
    const struct kind *kind, struct str path, struct schema_run *run,
    struct arena *a, struct diag *dg)
{
	static const struct node none;
	uint32_t node;
	bool ok = true;

	*f = (struct ledger_file){ .kind = kind, .path = path };
	layout_match(kind->path, path, &f->found);
	if (!store_read(&f->src, &led->store, a, path, dg))
		return false;
	f->doc = (struct doc){ .src = &f->src,
	    .nodes = (struct node *)&none };
	if (!f->src.exists)
		return true;
	if (!doc_read(&f->doc, &f->src, a, dg))
		return false;
	if (f->doc.n == 0)
		return kind->list || diag_error(dg, "empty-file", &f->src,
		    (struct span){ 0, 0 }, "the file is empty");
	if (kind->list && f->doc.nodes[0].kind != NODE_SEQ)
		return diag_error(dg, "not-list", &f->src, f->doc.nodes[0].at,
		    "a list is expected here: every record begins with '- '");
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		if (!check(f, node - 1, run, a, dg))
			ok = false;
	}
	return ok;
}

/* Nodes are handed out as index + 1, as 0 says none and a file may be one. */
uint32_t
ledger_next(const struct ledger_file *f, uint32_t node)
{
	if (f->doc.n == 0)
		return 0;
	if (!f->kind->list)
		return node ? 0 : 1;
	if (node == 0)
		return f->doc.nodes[0].n ? 2 : 0;
	node = f->doc.nodes[node - 1].next;
	return node < f->doc.n ? node + 1 : 0;
}

static bool
each(struct ledger *led, const struct kind *kind,
    const struct ledger_scope *scope, bool voided,
    bool (*fn)(void *, const struct record *, struct diag *), void *ctx,
    struct diag *dg)
{
	struct ledger_file f;
	struct record r;
	struct arena a;
	struct strs paths;
	uint32_t node;
	size_t i;
	bool ok;

	if (!ledger_paths(&paths, led, kind, scope, dg))
		return false;
	arena_init(&a);
	for (i = 0, ok = true; i < paths.n; i++) {
		arena_reset(&a);
		if (!ledger_read(&f, led, kind, paths.v[i], led->run, &a, dg)) {
			ok = false;
			continue;
		}
		for (node = ledger_next(&f, 0); node;
		    node = ledger_next(&f, node)) {
			record_init(&r, kind, &f.doc, node - 1);
			if (!voided && record_voided(&r))
				continue;
			if (!fn(ctx, &r, dg))
				ok = false;
		}
	}
	arena_free(&a);
	return ok;
}

bool
ledger_each(struct ledger *led, const struct kind *kind,
    const struct ledger_scope *scope,
    bool (*fn)(void *, const struct record *, struct diag *), void *ctx,
    struct diag *dg)
{
	return each(led, kind, scope, false, fn, ctx, dg);
}

bool
ledger_every(struct ledger *led, const struct kind *kind,
    const struct ledger_scope *scope,
    bool (*fn)(void *, const struct record *, struct diag *), void *ctx,
    struct diag *dg)
{
	return each(led, kind, scope, true, fn, ctx, dg);
}

bool
ledger_villages(struct strs *out, struct ledger *led, struct diag *dg)
{
	struct strs names = { 0 };
	size_t i;

	*out = (struct strs){ 0 };
	if (!store_list(&names, &led->store, led->arena, S("villages"), dg))
		return false;
	for (i = 0; i < names.n; i++)
		if (str_ends(names.v[i], S("/")))
			strs_add(out, led->arena,
			    str_sub(names.v[i], 0, names.v[i].n - 1));
	return true;
}
