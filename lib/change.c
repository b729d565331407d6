/* SPDX-License-Identifier: MIT */
/* change - intents to byte ranges, new bytes checked, then the store. */
#include "change.h"
#include "ident.h"
#include "splice.h"

/* One field of one record to be set, dropped or appended to. */
struct op {
	const struct field *field;	/* of the record's kind */
	const struct field *sub;	/* below it, for satisfaction.value */
	const struct value *value;	/* NULL: drop */
	bool                append;
	struct op          *next;
};

struct touched {
	struct str      id;
	struct op      *ops;	/* by field, then as they came */
	struct touched *next;
};

struct change_file {
	const struct kind *kind;
	struct ledger_file was;		/* as read */
	struct source      src;		/* as it stands now */
	struct doc         doc;
	struct touched    *touched;
	struct map         ids;		/* id -> record index + 1, with added */
	size_t             nrecords;	/* in doc */
	struct buf         added;	/* records to come at the end */
	size_t             nadded;
	bool               remove, changed;
};

void
change_init(struct change *ch, struct ledger *led)
{
	*ch = (struct change){ .led = led, .arena = led->arena };
	map_init(&ch->by_path, led->arena);
}

/* ---- files ------------------------------------------------------------ */

static struct ledger_file
view(const struct change_file *cf)
{
	struct ledger_file f = cf->was;

	f.src = cf->src;
	f.doc = cf->doc;
	f.doc.src = &cf->src;
	return f;
}

static struct str
id_at(const struct change_file *cf, uint32_t node)
{
	struct record r;

	record_init(&r, cf->kind, &cf->doc, node);
	return record_id(&r);
}

static void
index_ids(struct change_file *cf, struct arena *a)
{
	struct ledger_file f = view(cf);
	uint32_t node;

	map_init(&cf->ids, a);
	cf->nrecords = 0;
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node)) {
		*map_put(&cf->ids, id_at(cf, node - 1)) =
		    (void *)(uintptr_t)node;
		cf->nrecords++;
	}
}

/* The file of a path in this change, read the first time it is asked for. */
static struct change_file *
file(struct change *ch, const struct kind *kind, struct str path,
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
	index_ids(cf, ch->arena);
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
	struct change_file *cf = file(ch, kind, path, dg);

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
	cf = file(ch, kind, path, dg);
	if (!cf || !taken(ch, cf, rec, id, dg))
		return false;
	if (!kind->list && cf->was.src.exists)
		return diag_error(dg, "dup-id", rec->src, rec->at,
		    "'%.*s' already stands in %.*s", STR(id), STR(path));
	emit_record(&cf->added, kind, rec, cf->was.src.exists ?
	    splice_eol(cf->was.src.bytes) : "\n");
	cf->nadded++;
	*map_put(&cf->ids, id) = (void *)(uintptr_t)-1;
	strs_add(&ch->ids, ch->arena, id);
	return true;
}

static struct touched *
touch(struct change *ch, struct change_file *cf, struct str id)
{
	struct touched *t, **link;

	for (link = &cf->touched; (t = *link); link = &t->next)
		if (str_eq(t->id, id))
			return t;
	t = arena_alloc(ch->arena, sizeof(*t));
	t->id = arena_dup(ch->arena, id);
	return *link = t;
}

/* What is already meant to be put under a field that is not there yet. */
static struct op *
pending(const struct touched *t, const struct field *f)
{
	struct op *op;

	for (op = t->ops; op; op = op->next)
		if (op->field == f && !op->sub && !op->append && op->value)
			return op;
	return NULL;
}

static void
enlist(struct touched *t, struct op *op)
{
	struct op **link = &t->ops;

	while (*link && (*link)->field <= op->field)
		link = &(*link)->next;
	op->next = *link;
	*link = op;
}

static bool
present(const struct change_file *cf, struct str id, const struct field *f,
    enum node_kind kind)
{
	uint32_t node = (uint32_t)(uintptr_t)map_get(&cf->ids, id), at;

	at = node ? doc_get(&cf->doc, node - 1, f->key) : 0;
	return at && cf->doc.nodes[at].kind == kind;
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
	return *f || diag_error(dg, "field", NULL, (struct span){ 0, 0 },
	    "%.*s has no field '%.*s'", STR(kind->name), STR(path));
}

bool
change_set(struct change *ch, const struct refs_record *rec, struct str path,
    const struct value *value, struct diag *dg)
{
	struct change_file *cf = file(ch, rec->kind, rec->path, dg);
	const struct field *f, *sub;
	struct touched *t;
	struct op *op, *old;

	if (!cf || !resolve(rec->kind, path, &f, &sub, dg))
		return false;
	t = touch(ch, cf, rec->id);
	old = pending(t, f);
	op = arena_alloc(ch->arena, sizeof(*op));
	*op = (struct op){ .field = f, .sub = sub, .value = value };
	if (sub && !present(cf, rec->id, f, NODE_MAP)) {
		struct value *map = value_new(ch->arena, VALUE_MAP);

		if (!value)
			return true;
		if (old && old->value->kind == VALUE_MAP)
			map = (struct value *)old->value;
		value_set(map, sub->key, value_copy(ch->arena, value));
		if (map->first != map->last || old)
			return true;
		op->sub = NULL;
		op->value = map;
	} else if (old && !sub) {
		old->value = value;
		return true;
	}
	enlist(t, op);
	return true;
}

bool
change_append(struct change *ch, const struct refs_record *rec,
    struct str path, const struct value *item, struct diag *dg)
{
	struct change_file *cf = file(ch, rec->kind, rec->path, dg);
	const struct field *f, *sub;
	struct touched *t;
	struct value *list;
	struct op *op, *old;

	if (!cf || !resolve(rec->kind, path, &f, &sub, dg))
		return false;
	t = touch(ch, cf, rec->id);
	old = pending(t, f);
	if (old && old->value->kind == VALUE_LIST) {
		value_append((struct value *)old->value,
		    value_copy(ch->arena, item));
		return true;
	}
	op = arena_alloc(ch->arena, sizeof(*op));
	*op = (struct op){ .field = f, .value = item, .append = true };
	if (!present(cf, rec->id, f, NODE_SEQ)) {
		list = value_new(ch->arena, VALUE_LIST);
		value_append(list, value_copy(ch->arena, item));
		op->value = list;
		op->append = false;
	}
	enlist(t, op);
	return true;
}

bool
change_replace(struct change *ch, struct str path, const struct kind *kind,
    struct str bytes, struct diag *dg)
{
	struct change_file *cf = map_get(&ch->by_path, path);

	if (!cf) {
		cf = file(ch, kind, path, dg);
		if (!cf)
			return false;
	}
	cf->src.bytes = bytes;
	cf->changed = true;
	return doc_read(&cf->doc, &cf->src, ch->arena, dg);
}

/* ---- new bytes, checked ----------------------------------------------- */


static bool
is_touched(const struct change_file *cf, struct str id)
{
	const struct touched *t;

	for (t = cf->touched; t; t = t->next)
		if (str_eq(t->id, id))
			return true;
	return false;
}

static bool
valid(struct change *ch, const struct change_file *cf, uint32_t node,
    struct diag *dg)
{
	const struct schema *s = cf->kind->schema;

	return schema_valid(s, ch->led->run, &cf->doc, node) ||
	    schema_check(s, ch->led->run, &cf->doc, node, id_at(cf, node), dg);
}

static bool
same_bytes(const struct doc *a, uint32_t i, const struct doc *b, uint32_t k)
{
	struct span x = a->nodes[i].at, y = b->nodes[k].at;

	return x.end - x.at == y.end - y.at && memcmp(a->src->bytes.p + x.at,
	    b->src->bytes.p + y.at, x.end - x.at) == 0 && doc_same(a, i, b, k);
}

/*
 * Old records against new ones, in order: what was not meant to change must
 * be the same to the byte; what was, and what is new, must hold.
 */
static bool
compare(struct change *ch, const struct change_file *old,
    const struct change_file *new, size_t nnew, struct diag *dg)
{
	struct ledger_file a = view(old), b = view(new);
	uint32_t i = ledger_next(&a, 0), k = ledger_next(&b, 0);
	bool ok = true;

	for (; i && k; i = ledger_next(&a, i), k = ledger_next(&b, k)) {
		if (is_touched(old, id_at(old, i - 1))) {
			if (!valid(ch, new, k - 1, dg))
				ok = false;
		} else if (!same_bytes(&old->doc, i - 1, &new->doc, k - 1)) {
			break;
		}
	}
	for (; !i && k && nnew; k = ledger_next(&b, k), nnew--)
		if (!valid(ch, new, k - 1, dg))
			ok = false;
	if (i || k || nnew)
		return diag_error(dg, "edit-spoils", &new->src,
		    (struct span){ 0, 0 }, "the edit would change records "
		    "that nobody asked to change; nothing was written");
	return ok;
}

/* The file with a patch applied, parsed anew; the old one stays for looks. */
static bool
apply(struct change *ch, struct change_file *cf, struct patch *p,
    size_t nnew, struct diag *dg)
{
	struct change_file *old = arena_alloc(ch->arena, sizeof(*old));

	*old = *cf;
	old->doc.src = &old->src;
	if (!patch_apply(&cf->src.bytes, p, dg))
		return false;
	cf->doc = (struct doc){ 0 };
	if (!doc_read(&cf->doc, &cf->src, ch->arena, dg))
		return false;
	cf->doc.src = &cf->src;
	cf->changed = true;
	return compare(ch, old, cf, nnew, dg);
}

static void
splice_op(const struct splice *s, const struct op *op)
{
	struct splice in = *s;

	if (op->sub) {
		in.map = doc_get(s->doc, s->map, op->field->key);
		in.fields = op->field->fields;
		in.nfields = op->field->nfields;
		if (op->value)
			splice_set(&in, op->sub, op->value);
		else
			splice_drop(&in, op->sub);
	} else if (op->append) {
		splice_append(s, op->field, op->value);
	} else if (op->value) {
		splice_set(s, op->field, op->value);
	} else {
		splice_drop(s, op->field);
	}
}

static bool
edit(struct change *ch, struct change_file *cf, struct diag *dg)
{
	const struct touched *t;
	const struct op *op;
	struct splice s;
	struct patch p;

	patch_init(&p, &cf->src, ch->arena);
	s = (struct splice){ .doc = &cf->doc, .patch = &p,
	    .eol = splice_eol(cf->src.bytes), .fields = cf->kind->fields,
	    .nfields = cf->kind->nfields };
	for (t = cf->touched; t; t = t->next) {
		uintptr_t at = (uintptr_t)map_get(&cf->ids, t->id);

		if (at == 0)
			return diag_error(dg, "unknown-ref", &cf->src,
			    (struct span){ 0, 0 }, "no record '%.*s' here",
			    STR(t->id));
		s.map = (uint32_t)at - 1;
		for (op = t->ops; op; op = op->next)
			splice_op(&s, op);
	}
	return apply(ch, cf, &p, 0, dg);
}

/* ---- records that belong elsewhere now -------------------------------- */

static bool
move_one(struct change *ch, struct change_file *cf, struct patch *cut,
    uint32_t node, struct str path, struct diag *dg)
{
	struct change_file *to = file(ch, cf->kind, path, dg);
	struct span lines;
	struct str text;
	uint32_t indent;

	if (!to)
		return false;
	if (!cf->kind->list) {
		if (to->was.src.exists)
			return diag_error(dg, "dup-id", &to->was.src,
			    (struct span){ 0, 0 }, "the file is already there");
		buf_add(&to->added, cf->src.bytes);
		to->nadded = 1;
		cf->remove = true;
		return true;
	}
	lines = doc_item_lines(&cf->doc, node);
	text = str_sub(cf->src.bytes, lines.at, lines.end);
	for (indent = 0; indent < text.n && text.p[indent] == ' '; indent++)
		;
	for (; text.n; text = str_sub(text, str_find(text, S("\n")) + 1,
	    text.n)) {
		struct str line = str_sub(text, 0, str_find(text, S("\n")));

		if (str_ends(line, S("\r")))
			line.n--;
		buf_add(&to->added, str_sub(line, line.n ? indent : 0, line.n));
		buf_puts(&to->added, "\n");
	}
	to->nadded++;
	patch_replace(cut, lines, S(""));
	return true;
}

/* Cuts moved records out: what is left must be the rest, to the byte. */
static bool
cut_out(struct change *ch, struct change_file *cf, struct patch *cut,
    const struct map *gone, struct diag *dg)
{
	struct change_file old = *cf;
	struct ledger_file a, b;
	uint32_t i, k;

	old.doc.src = &old.src;
	if (!patch_apply(&cf->src.bytes, cut, dg) ||
	    !doc_read(&cf->doc, &cf->src, ch->arena, dg))
		return false;
	cf->changed = true;
	a = view(&old);
	b = view(cf);
	i = ledger_next(&a, 0);
	k = ledger_next(&b, 0);
	for (; i; i = ledger_next(&a, i)) {
		if (map_get(gone, id_at(&old, i - 1)))
			continue;
		if (!k || !same_bytes(&old.doc, i - 1, &cf->doc, k - 1))
			break;
		k = ledger_next(&b, k);
	}
	return (!i && !k) || diag_error(dg, "edit-spoils", &cf->src,
	    (struct span){ 0, 0 }, "the edit would change records that "
	    "nobody asked to change; nothing was written");
}

static bool
move(struct change *ch, struct change_file *cf, struct diag *dg)
{
	struct ledger_file f = view(cf);
	struct record r;
	struct patch cut;
	struct map gone;
	struct str path;
	uint32_t node;

	patch_init(&cut, &cf->src, ch->arena);
	map_init(&gone, ch->arena);
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node)) {
		record_init(&r, cf->kind, &cf->doc, node - 1);
		if (!is_touched(cf, record_id(&r)))
			continue;
		path = layout_path(cf->kind->path, ch->arena, record_layout,
		    &r);
		if (path.n == 0 || str_eq(path, cf->was.path))
			continue;
		if (!move_one(ch, cf, &cut, node - 1, path, dg))
			return false;
		*map_put(&gone, record_id(&r)) = cf;
	}
	return gone.n == 0 || cf->remove || cut_out(ch, cf, &cut, &gone, dg);
}

static bool
append(struct change *ch, struct change_file *cf, struct diag *dg)
{
	struct patch p;
	struct buf b;
	struct span at;

	cf->touched = NULL;	/* checked already: now they must stay */
	if (!cf->kind->list) {
		cf->src.bytes = buf_str(&cf->added);
		cf->changed = true;
		return doc_read(&cf->doc, &cf->src, ch->arena, dg) &&
		    valid(ch, cf, 0, dg);
	}
	if (cf->doc.n && cf->doc.nodes[0].style == STYLE_FLOW &&
	    cf->doc.nodes[0].n)
		return diag_error(dg, "not-block", &cf->src,
		    cf->doc.nodes[0].at, "the list is written in brackets; "
		    "write each record below its own '- ' before adding");
	buf_init(&b, ch->arena);
	at = splice_tail(&b, &cf->doc, buf_str(&cf->added));
	patch_init(&p, &cf->src, ch->arena);
	patch_replace(&p, at, buf_str(&b));
	return apply(ch, cf, &p, cf->nadded, dg);
}

bool
change_finish(struct change *ch, struct diag *dg)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < ch->nfiles; i++)
		if (ch->files[i]->touched && !edit(ch, ch->files[i], dg))
			ok = false;
	for (i = 0; ok && i < ch->nfiles; i++)
		if (ch->files[i]->touched && !move(ch, ch->files[i], dg))
			ok = false;
	for (i = 0; ok && i < ch->nfiles; i++)
		if (ch->files[i]->nadded && !append(ch, ch->files[i], dg))
			ok = false;
	for (i = 0; ok && i < ch->nfiles; i++)
		if (ch->files[i]->changed || ch->files[i]->remove)
			strs_add(&ch->paths, ch->arena,
			    ch->files[i]->was.path);
	ch->finished = ok;
	return ok;
}

void
change_show(struct buf *b, const struct change *ch)
{
	const struct change_file *cf;
	struct str old, none = S("/dev/null");
	size_t i;

	for (i = 0; i < ch->nfiles; i++) {
		cf = ch->files[i];
		if (!cf->changed && !cf->remove)
			continue;
		old = cf->was.src.exists ? cf->was.src.bytes : S("");
		patch_diff(b, cf->was.src.exists ? cf->was.path : none, old,
		    cf->remove ? none : cf->was.path,
		    cf->remove ? S("") : cf->src.bytes);
	}
}

bool
change_commit(struct change *ch, struct diag *dg)
{
	struct store_write *w;
	const struct change_file *cf;
	size_t i, n = 0;

	w = arena_array(ch->arena, ch->nfiles, sizeof(*w));
	for (i = 0; i < ch->nfiles; i++) {
		cf = ch->files[i];
		if (!cf->changed && !cf->remove)
			continue;
		w[n] = (struct store_write){ .path = cf->was.path,
		    .bytes = cf->src.bytes, .was = &cf->was.src };
		if (cf->remove)
			w[n].bytes = (struct str){ NULL, 0 };
		else if (!w[n].bytes.p)
			w[n].bytes = S("");
		n++;
	}
	return store_commit(&ch->led->store, w, n, dg);
}
