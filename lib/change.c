/* SPDX-License-Identifier: MIT */
/* change - intents: what is to be added and set, noted file by file. */
#include "change-work.h"
#include "splice.h"

void
change_init(struct change *ch, struct ledger *led)
{
	*ch = (struct change){ .led = led, .arena = led->arena };
	map_init(&ch->by_path, led->arena);
	map_init(&ch->given, led->arena);
}

/* ---- files ------------------------------------------------------------ */

struct ledger_file
change_view(const struct change_file *cf)
{
	struct ledger_file f = cf->was;

	f.src = cf->src;
	f.doc = cf->doc;
	f.doc.src = &cf->src;
	return f;
}

struct str
change_id(const struct change_file *cf, uint32_t node)
{
	struct record r;

	record_init(&r, cf->kind, &cf->doc, node);
	return record_id(&r);
}

void
change_index(struct change_file *cf, struct arena *a)
{
	struct ledger_file f = change_view(cf);
	struct str id;
	uint32_t node;
	void **slot;

	map_init(&cf->ids, a);
	map_init(&cf->twice, a);
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node)) {
		id = change_id(cf, node - 1);
		slot = map_put(&cf->ids, id);
		if (*slot)
			*map_put(&cf->twice, id) = cf;
		*slot = (void *)(uintptr_t)node;
	}
}

struct change_file *
change_find(struct change *ch, const struct kind *kind, struct str path,
    struct diag *dg)
{
	struct change_file *cf = map_get(&ch->by_path, path);

	if (cf)
		return cf;
	cf = arena_alloc(ch->arena, sizeof(*cf));
	cf->kind = kind;
	path = arena_dup(ch->arena, path);
	if (!ledger_read(&cf->was, ch->led, kind, path, ch->led->run,
	    ch->arena, dg))
		return NULL;
	cf->src = cf->was.src;
	cf->doc = cf->was.doc;
	cf->doc.src = &cf->src;
	buf_init(&cf->added, ch->arena);
	map_init(&cf->by_id, ch->arena);
	change_index(cf, ch->arena);
	*map_put(&ch->by_path, path) = cf;
	ch->files = arena_grow(ch->arena, ch->files, ch->nfiles,
	    &ch->files_cap, sizeof(struct change_file *));
	ch->files[ch->nfiles++] = cf;
	return cf;
}

bool
change_file(const struct ledger_file **f, struct change *ch,
    const struct kind *kind, struct str path, struct diag *dg)
{
	struct change_file *cf = change_find(ch, kind, path, dg);

	*f = cf ? &cf->was : NULL;
	return cf != NULL;
}

/* ---- intents ---------------------------------------------------------- */

static struct str
value_layout(const void *ctx, struct str field)
{
	const struct value *v = value_get(ctx, field);

	return v && v->kind == VALUE_TEXT ? v->text : S("");
}

static bool
taken(struct change *ch, struct change_file *cf, const struct value *rec,
    struct str id, struct diag *dg)
{
	const struct ref *other;

	if (map_get(&cf->ids, id))
		return diag_error(dg, "dup-id", rec->src, rec->at,
		    "'%.*s' already stands in %.*s", STR(id),
		    STR(cf->was.path));
	if (cf->kind->letter || !cf->kind->list)
		return true;
	if (map_get(&ch->given, arena_printf(ch->arena, "%.*s %.*s",
	    STR(cf->kind->name), STR(id))))
		return diag_error(dg, "dup-id", rec->src, rec->at,
		    "'%.*s' is given twice", STR(id));
	other = refs_get(ch->led, cf->kind->name, id, value_str(rec,
	    "village"), dg);
	if (!other)
		return true;
	return diag_error(dg, "dup-id", rec->src, rec->at,
	    "'%.*s' already stands in %.*s as %.*s", STR(id),
	    STR(other->village), STR(other->name));
}

bool
change_add(struct change *ch, const struct kind *kind,
    const struct value *rec, struct diag *dg)
{
	struct str id = value_str(rec, kind->fields[kind->id].key.p);
	struct change_file *cf;
	struct str path;

	path = layout_path(kind->path, ch->arena, value_layout, rec);
	if (path.n == 0) {
		path = layout_needs(kind->path, value_layout, rec);
		return diag_error(dg, "required", rec->src, rec->at,
		    "the record says no %.*s, so it has no place in the "
		    "ledger", STR(path));
	}
	cf = change_find(ch, kind, path, dg);
	if (!cf || !taken(ch, cf, rec, id, dg))
		return false;
	if (!kind->list && cf->was.src.exists)
		return diag_error(dg, "dup-id", rec->src, rec->at,
		    "'%.*s' already stands in %.*s", STR(id), STR(path));
	emit_record(&cf->added, kind, rec, cf->was.src.exists ?
	    splice_eol(cf->was.src.bytes) : "\n");
	cf->nadded++;
	*map_put(&cf->ids, id) = (void *)(uintptr_t)-1;
	*map_put(&ch->given, arena_printf(ch->arena, "%.*s %.*s",
	    STR(kind->name), STR(id))) = cf;
	strs_add(&ch->ids, ch->arena, id);
	return true;
}

static struct change_touched *
touch(struct change *ch, struct change_file *cf, struct str id)
{
	struct change_touched *t = map_get(&cf->by_id, id), **link;

	if (t)
		return t;
	t = arena_alloc(ch->arena, sizeof(*t));
	t->id = arena_dup(ch->arena, id);
	*map_put(&cf->by_id, t->id) = t;
	for (link = &cf->touched; *link; link = &(*link)->next)
		;
	return *link = t;
}

/* What is already meant for a field as a whole. */
static struct change_op *
pending(const struct change_touched *t, const struct field *f)
{
	struct change_op *op;

	for (op = t->ops; op; op = op->next)
		if (op->field == f && !op->sub && !op->append)
			return op;
	return NULL;
}

/* By field and part, as the schema has them, then as they came. */
static void
enlist(struct change *ch, struct change_touched *t, struct change_op op)
{
	struct change_op **link = &t->ops, *new;

	while (*link && ((*link)->field < op.field ||
	    ((*link)->field == op.field && (*link)->sub <= op.sub)))
		link = &(*link)->next;
	new = arena_alloc(ch->arena, sizeof(*new));
	*new = op;
	new->next = *link;
	*link = new;
}

/* Takes back what was meant for a field, or for one part of it. */
static void
forget(struct change_touched *t, const struct field *f,
    const struct field *sub)
{
	struct change_op **link = &t->ops;

	while (*link) {
		if ((*link)->field == f && (!sub || (*link)->sub == sub))
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
}

/* The node of a record's field that is a collection with something in it. */
static uint32_t
filled(const struct change_file *cf, struct str id, const struct field *f,
    enum node_kind kind)
{
	uint32_t node = (uint32_t)(uintptr_t)map_get(&cf->ids, id), at;

	at = node ? doc_get(&cf->doc, node - 1, f->key) : 0;
	return at && cf->doc.nodes[at].kind == kind &&
	    cf->doc.nodes[at].n > 0 ? at : 0;
}

static bool
no_field(const struct kind *kind, struct str path, struct diag *dg)
{
	return diag_error(dg, "field", NULL, (struct span){ 0, 0 },
	    "%.*s has no field '%.*s'", STR(kind->name), STR(path));
}

/* Of a path "satisfaction.value": the field and, below it, the other. */
static bool
resolve(const struct kind *kind, struct str path, const struct field **f,
    const struct field **sub, struct diag *dg)
{
	size_t dot = str_find(path, S("."));

	*f = kind_field(kind, str_sub(path, 0, dot));
	*sub = NULL;
	if (*f && dot < path.n) {
		*sub = field_sub(*f, str_sub(path, dot + 1, path.n));
		if (!*sub)
			*f = NULL;
	}
	return *f || no_field(kind, path, dg);
}

static void
set_whole(struct change *ch, struct change_touched *t, const struct field *f,
    const struct value *value)
{
	forget(t, f, NULL);
	enlist(ch, t, (struct change_op){ .field = f, .value = value });
}

/* Would the mapping be left with nothing in it? */
static bool
all_dropped(const struct change_touched *t, const struct field *f,
    const struct doc *doc, uint32_t map)
{
	const struct change_op *op;
	uint32_t key;

	for (key = doc_first(doc, map); key;
	    key = doc_after(doc, map, doc->nodes[key].next)) {
		for (op = t->ops; op; op = op->next)
			if (op->field == f && op->sub && !op->value &&
			    str_eq(op->sub->key, doc->nodes[key].text))
				break;
		if (!op)
			return false;
	}
	for (op = t->ops; op; op = op->next)
		if (op->field == f && op->value)
			return false;
	return true;
}

/* A part of a mapping: of the one that is there, or of the one meant. */
static void
set_part(struct change *ch, struct change_touched *t, const struct field *f,
    const struct field *sub, const struct value *value,
    const struct doc *doc, uint32_t there)
{
	struct change_op *whole = pending(t, f);
	struct value *map;

	if (!whole && there) {
		forget(t, f, sub);
		enlist(ch, t, (struct change_op){ .field = f, .sub = sub,
		    .value = value });
		if (!value && all_dropped(t, f, doc, there))
			set_whole(ch, t, f, NULL);
		return;
	}
	if (whole && whole->value && whole->value->kind == VALUE_MAP)
		map = value_copy(ch->arena, whole->value);
	else
		map = value_new(ch->arena, VALUE_MAP);
	if (value)
		value_set(map, sub->key, value_copy(ch->arena, value));
	else
		value_drop(map, sub->key);
	if (map->first || there)
		set_whole(ch, t, f, map->first ? map : NULL);
	else
		forget(t, f, NULL);
}

bool
change_set(struct change *ch, const struct refs_record *rec, struct str path,
    const struct value *value, struct diag *dg)
{
	struct change_file *cf = change_find(ch, rec->kind, rec->path, dg);
	const struct field *f, *sub;
	struct change_touched *t;

	if (!cf || !resolve(rec->kind, path, &f, &sub, dg))
		return false;
	t = touch(ch, cf, rec->id);
	if (sub)
		set_part(ch, t, f, sub, value, &cf->doc, filled(cf, rec->id,
		    f, NODE_MAP));
	else
		set_whole(ch, t, f, value);
	return true;
}

bool
change_append(struct change *ch, const struct refs_record *rec,
    struct str path, const struct value *item, struct diag *dg)
{
	struct change_file *cf = change_find(ch, rec->kind, rec->path, dg);
	const struct field *f;
	struct change_touched *t;
	struct change_op *whole;
	struct value *list;

	f = kind_field(rec->kind, path);
	if (!f)
		return no_field(rec->kind, path, dg);
	if (!cf)
		return false;
	t = touch(ch, cf, rec->id);
	whole = pending(t, f);
	if (!whole && filled(cf, rec->id, f, NODE_SEQ)) {
		enlist(ch, t, (struct change_op){ .field = f, .value = item,
		    .append = true });
		return true;
	}
	if (whole && whole->value && whole->value->kind == VALUE_LIST)
		list = value_copy(ch->arena, whole->value);
	else
		list = value_new(ch->arena, VALUE_LIST);
	value_append(list, value_copy(ch->arena, item));
	set_whole(ch, t, f, list);
	return true;
}

/* Every record of the file as it stands now, held against its schema. */
static bool
holds(struct change *ch, const struct change_file *cf, struct diag *dg)
{
	struct ledger_file f = change_view(cf);
	const struct schema *s = cf->kind->schema;
	uint32_t node;
	bool ok = true;

	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node))
		if (!schema_valid(s, ch->led->run, &cf->doc, node - 1) &&
		    !schema_check(s, ch->led->run, &cf->doc, node - 1,
		    S(""), dg))
			ok = false;
	return ok;
}

bool
change_replace(struct change *ch, struct str path, const struct kind *kind,
    struct str bytes, struct diag *dg)
{
	struct change_file *cf = change_find(ch, kind, path, dg);

	if (!cf)
		return false;
	cf->src.bytes = bytes;
	cf->changed = true;
	cf->doc = (struct doc){ 0 };
	if (!doc_read(&cf->doc, &cf->src, ch->arena, dg) ||
	    !holds(ch, cf, dg))
		return false;
	change_index(cf, ch->arena);
	return true;
}
