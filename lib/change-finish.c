/* SPDX-License-Identifier: MIT */
/* change-finish - intents to byte ranges, new bytes checked, then the store. */
#include "change-work.h"
#include "points.h"
#include "splice.h"

/* ---- is it what was meant? -------------------------------------------- */

/* A touched record before and after. */
struct look {
	const struct change_touched *t;
	const struct kind           *kind;
	const struct doc            *old, *new;
};

/* A text after | or > that the end of the file cut short: with a line end
 * behind it, it reads otherwise, though no byte of it changed. */
static bool
open_ended(const struct doc *doc, uint32_t node)
{
	const struct node *last = &doc->nodes[doc->nodes[node].next - 1];

	return (last->style == STYLE_LITERAL || last->style == STYLE_FOLDED) &&
	    last->at.end == doc->src->bytes.n;
}

static bool
same_bytes(const struct doc *a, uint32_t i, const struct doc *b, uint32_t k)
{
	struct span x = a->nodes[i].at, y = b->nodes[k].at;

	return x.end - x.at == y.end - y.at && memcmp(a->src->bytes.p + x.at,
	    b->src->bytes.p + y.at, x.end - x.at) == 0 &&
	    (doc_same(a, i, b, k) || open_ended(a, i));
}

static bool
same_text(const struct value *v, const struct node *n)
{
	points a, b;

	if (n->kind != NODE_SCALAR)
		return false;
	if (v->bare && v->text.n == 0)
		return n->type == TYPE_NULL;
	return str_eq(v->text, n->text) || ((n->type == TYPE_INT ||
	    n->type == TYPE_FLOAT) && points_read(&a, v->text) &&
	    points_read(&b, n->text) && a == b);
}

/* Does the value stand there, whole and with nothing besides? */
static bool
stands(const struct value *v, const struct doc *doc, uint32_t node)
{
	const struct node *n = &doc->nodes[node];
	const struct value *c;
	uint32_t i;

	if (v->kind == VALUE_TEXT)
		return same_text(v, n);
	if (n->kind != (v->kind == VALUE_MAP ? NODE_MAP : NODE_SEQ) ||
	    n->n != value_count(v))
		return false;
	i = doc_first(doc, node);
	for (c = v->first; c; c = c->next) {
		if (v->kind == VALUE_MAP)
			i = doc_get(doc, node, c->key);
		if (!i || !stands(c, doc, i))
			return false;
		if (v->kind == VALUE_LIST)
			i = doc_after(doc, node, i);
	}
	return true;
}

static const struct change_op *
meant(const struct look *l, const struct field *f, const struct field *sub)
{
	const struct change_op *op;

	for (op = l->t->ops; op; op = op->next)
		if (op->field == f && op->sub == sub && !op->append)
			return op;
	return NULL;
}

/* The items there were, then those appended, and no more. */
static bool
appended(const struct look *l, const struct field *f, uint32_t i, uint32_t k)
{
	const struct change_op *op;
	uint32_t x = doc_first(l->old, i), y = doc_first(l->new, k);

	for (; x && y; x = doc_after(l->old, i, x), y = doc_after(l->new, k, y))
		if (!doc_same(l->old, x, l->new, y) && !open_ended(l->old, x))
			return false;
	for (op = l->t->ops; op; op = op->next) {
		if (op->field != f || !op->append)
			continue;
		if (!y || !stands(op->value, l->new, y))
			return false;
		y = doc_after(l->new, k, y);
	}
	return !x && !y;
}

static const struct field *
field_at(const struct look *l, const struct field *f, struct str key)
{
	size_t i;

	if (!f)
		return map_get(&l->kind->by_key, key);
	for (i = 0; i < f->nfields; i++)
		if (str_eq(f->fields[i].key, key))
			return &f->fields[i];
	return NULL;
}

static bool	as_meant(const struct look *, const struct field *, uint32_t,
		    uint32_t);

/* One key's value, which nobody set as a whole. */
static bool
value_as_meant(const struct look *l, const struct field *g, bool top,
    uint32_t i, uint32_t k)
{
	const struct change_op *op;

	for (op = l->t->ops; top && g && op; op = op->next) {
		if (op->field != g)
			continue;
		return op->append ? appended(l, g, i, k) :
		    as_meant(l, g, i, k);
	}
	return doc_same(l->old, i, l->new, k) || open_ended(l->old, i);
}

/*
 * Of the mapping of a record (f is NULL) or of one of its fields: each key
 * is as it was, or as somebody asked.
 */
static bool
as_meant(const struct look *l, const struct field *f, uint32_t i, uint32_t k)
{
	const struct change_op *op;
	const struct field *g;
	struct str name;
	uint32_t key, was;

	for (key = doc_first(l->new, k); key;
	    key = doc_after(l->new, k, l->new->nodes[key].next)) {
		name = l->new->nodes[key].text;
		g = field_at(l, f, name);
		op = g ? meant(l, f ? f : g, f ? g : NULL) : NULL;
		was = doc_get(l->old, i, name);
		if (op ? !op->value || !stands(op->value, l->new,
		    l->new->nodes[key].next) : !was || !value_as_meant(l, g,
		    !f, was, l->new->nodes[key].next))
			return false;
	}
	for (key = doc_first(l->old, i); key;
	    key = doc_after(l->old, i, l->old->nodes[key].next)) {
		name = l->old->nodes[key].text;
		g = field_at(l, f, name);
		op = g ? meant(l, f ? f : g, f ? g : NULL) : NULL;
		if (!doc_get(l->new, k, name) && (!op || op->value))
			return false;
	}
	for (op = l->t->ops; op; op = op->next)
		if (op->value && !op->append && (f ? op->field == f :
		    !op->sub) && !doc_get(l->new, k, op->sub ? op->sub->key :
		    op->field->key))
			return false;
	return true;
}

static bool
spoils(const struct change_file *cf, struct diag *dg)
{
	return diag_error(dg, "edit-spoils", &cf->src, DIAG_FILE,
	    "the edit would change records that nobody asked to change; "
	    "nothing was written");
}

static bool
valid(struct change *ch, const struct change_file *cf, uint32_t node,
    struct diag *dg)
{
	const struct schema *s = cf->kind->schema;

	return schema_valid(s, ch->led->run, &cf->doc, node) ||
	    schema_check(s, ch->led->run, &cf->doc, node, change_id(cf, node),
	    dg);
}

/*
 * Old records against new ones, in order: what was not meant to change must
 * be the same to the byte; what was must say what was meant; that and what
 * is new must hold.
 */
static bool
compare(struct change *ch, const struct change_file *old,
    const struct change_file *new, size_t nnew, struct diag *dg)
{
	struct ledger_file a = change_view(old), b = change_view(new);
	uint32_t i = ledger_next(&a, 0), k = ledger_next(&b, 0);
	struct look l = { NULL, new->kind, &old->doc, &new->doc };
	bool ok = true;

	for (; i && k; i = ledger_next(&a, i), k = ledger_next(&b, k)) {
		l.t = map_get(&new->by_id, change_id(old, i - 1));
		if (l.t ? !as_meant(&l, NULL, i - 1, k - 1) :
		    !same_bytes(&old->doc, i - 1, &new->doc, k - 1))
			break;
		if (l.t && !valid(ch, new, k - 1, dg))
			ok = false;
	}
	for (; !i && k && nnew; k = ledger_next(&b, k), nnew--)
		if (!valid(ch, new, k - 1, dg))
			ok = false;
	return i || k || nnew ? spoils(new, dg) : ok;
}

/* ---- editing ---------------------------------------------------------- */

/* The file with a patch applied, parsed anew. */
static bool
apply(struct change *ch, struct change_file *cf, struct patch *p,
    struct diag *dg)
{
	if (p->n == 0)
		return true;
	if (!patch_apply(&cf->src.bytes, p, dg))
		return false;
	cf->doc = (struct doc){ 0 };
	if (!doc_read(&cf->doc, &cf->src, ch->arena, dg))
		return false;
	cf->doc.src = &cf->src;
	cf->changed = true;
	change_index(cf, ch->arena);
	return true;
}

/* The file as it stands, to look at when it has changed. */
static struct change_file *
kept(struct change *ch, const struct change_file *cf)
{
	struct change_file *old = arena_alloc(ch->arena, sizeof(*old));

	*old = *cf;
	old->doc.src = &old->src;
	return old;
}

static void
splice_op(const struct splice *s, const struct change_op *op)
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

/* The nth key of a record to go: two at once could meet in one comma. */
static const struct change_op *
nth_drop(const struct change_touched *t, size_t n)
{
	const struct change_op *op;

	for (op = t->ops; op; op = op->next)
		if (!op->value && n-- == 0)
			return op;
	return NULL;
}

/* Round 0 sets and appends everywhere; round n drops the nth key of each. */
static bool
edit_round(struct change *ch, struct change_file *cf, size_t round,
    bool *more, struct diag *dg)
{
	const struct change_touched *t;
	const struct change_op *op;
	struct splice s;
	struct patch p;

	patch_init(&p, &cf->src, ch->arena);
	s = (struct splice){ .doc = &cf->doc, .patch = &p,
	    .eol = splice_eol(cf->src.bytes), .fields = cf->kind->fields,
	    .nfields = cf->kind->nfields };
	for (t = cf->touched; t; t = t->next) {
		s.map = (uint32_t)(uintptr_t)map_get(&cf->ids, t->id) - 1;
		op = round ? nth_drop(t, round - 1) : t->ops;
		if (round && op)
			splice_op(&s, op);
		for (; !round && op; op = op->next)
			if (op->value)
				splice_op(&s, op);
		*more = *more || nth_drop(t, round);
	}
	return apply(ch, cf, &p, dg);
}

static bool
there_once(const struct change_file *cf, struct str id, struct diag *dg)
{
	if (!map_get(&cf->ids, id))
		return diag_error(dg, "unknown-ref", &cf->src, DIAG_FILE,
		    "no record '%.*s' here", STR(id));
	return !map_get(&cf->twice, id) || diag_error(dg, "dup-id", &cf->src,
	    DIAG_FILE, "'%.*s' stands here more than once; mend that first",
	    STR(id));
}

static bool
edit(struct change *ch, struct change_file *cf, struct diag *dg)
{
	struct change_file *old = kept(ch, cf);
	const struct change_touched *t;
	bool more = true;
	size_t round;

	for (t = cf->touched; t; t = t->next)
		if (!there_once(cf, t->id, dg))
			return false;
	for (round = 0; more; round++) {
		more = false;
		if (!edit_round(ch, cf, round, &more, dg))
			return false;
	}
	return compare(ch, old, cf, 0, dg);
}

/* ---- records that belong elsewhere now -------------------------------- */

/* The lines of a record without the indent of their list. */
static void
outdented(struct buf *b, struct str text, const char *eol)
{
	size_t indent, n, have;
	struct str line;

	for (indent = 0; indent < text.n && text.p[indent] == ' '; indent++)
		;
	for (; text.n; text = str_sub(text, n + 1, text.n)) {
		n = str_find(text, S("\n"));
		line = str_sub(text, 0, n);
		if (str_ends(line, S("\r")))
			line.n--;
		for (have = 0; have < indent && have < line.n &&
		    line.p[have] == ' '; have++)
			;
		buf_add(b, str_sub(line, have, line.n));
		buf_puts(b, eol);
	}
}

static bool
move_item(struct change *ch, struct change_file *cf, struct change_file *to,
    struct patch *cut, uint32_t node, struct diag *dg)
{
	struct span lines = doc_item_lines(&cf->doc, node);
	struct change_moved *m = arena_alloc(ch->arena, sizeof(*m));
	struct str text;
	uint32_t bom = 0, end = splice_below(&cf->doc, node);

	if (lines.at == lines.end)
		return diag_error(dg, "not-block", &cf->src,
		    cf->doc.nodes[node].at, "the list is written in brackets; "
		    "write each record below its own '- ' before moving one");
	while (end < cf->src.bytes.n && cf->src.bytes.p[end++] != '\n')
		;
	lines.end = end > lines.end ? end : lines.end;
	text = str_sub(cf->src.bytes, lines.at, lines.end);
	if (str_starts(text, S("\xEF\xBB\xBF")))
		bom = 3;
	outdented(&to->added, str_sub(text, bom, text.n),
	    splice_eol(to->src.bytes));
	to->nadded++;
	*m = (struct change_moved){ .from = kept(ch, cf), .node = node,
	    .id = change_id(cf, node), .next = to->moved };
	to->moved = m;
	patch_replace(cut, (struct span){ lines.at + bom, lines.end }, S(""));
	return true;
}

static bool
move_one(struct change *ch, struct change_file *cf, struct patch *cut,
    uint32_t node, struct str path, struct diag *dg)
{
	struct change_file *to = change_find(ch, cf->kind, path, dg);
	struct str id = change_id(cf, node);

	if (!to)
		return false;
	if (map_get(&to->ids, id) || (!cf->kind->list && to->was.src.exists))
		return diag_error(dg, "dup-id", &to->was.src, DIAG_FILE,
		    "'%.*s' already stands in %.*s", STR(id), STR(path));
	*map_put(&to->ids, id) = (void *)(uintptr_t)-1;
	if (cf->kind->list)
		return move_item(ch, cf, to, cut, node, dg);
	buf_add(&to->added, cf->src.bytes);
	to->nadded = 1;
	cf->remove = true;
	return true;
}

/* Cuts moved records out: what is left must be the rest, to the byte. */
static bool
cut_out(struct change *ch, struct change_file *cf, struct patch *cut,
    const struct map *gone, struct diag *dg)
{
	struct change_file *old = kept(ch, cf);
	struct ledger_file a, b;
	uint32_t i, k;

	if (!apply(ch, cf, cut, dg))
		return false;
	a = change_view(old);
	b = change_view(cf);
	i = ledger_next(&a, 0);
	k = ledger_next(&b, 0);
	for (; i; i = ledger_next(&a, i)) {
		if (map_get(gone, change_id(old, i - 1)))
			continue;
		if (!k || !same_bytes(&old->doc, i - 1, &cf->doc, k - 1))
			break;
		k = ledger_next(&b, k);
	}
	cf->emptied = cf->doc.n == 0;
	return (!i && !k) || spoils(cf, dg);
}

static bool
move(struct change *ch, struct change_file *cf, struct diag *dg)
{
	struct ledger_file f = change_view(cf);
	struct record r;
	struct patch cut;
	struct map gone;
	struct str path;
	uint32_t node;

	patch_init(&cut, &cf->src, ch->arena);
	map_init(&gone, ch->arena);
	for (node = ledger_next(&f, 0); node; node = ledger_next(&f, node)) {
		record_init(&r, cf->kind, &cf->doc, node - 1);
		if (!map_get(&cf->by_id, record_id(&r)))
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

/* ---- records at the end ----------------------------------------------- */

/* What came from elsewhere must say here what it said there. */
static bool
arrived(const struct change_file *cf, struct diag *dg)
{
	const struct change_moved *m;
	uint32_t node;

	for (m = cf->moved; m; m = m->next) {
		node = (uint32_t)(uintptr_t)map_get(&cf->ids, m->id);
		if (!node || (!doc_same(&m->from->doc, m->node, &cf->doc,
		    node - 1) && !open_ended(&m->from->doc, m->node)))
			return spoils(cf, dg);
	}
	return true;
}

static bool
append(struct change *ch, struct change_file *cf, struct diag *dg)
{
	struct change_file *old = kept(ch, cf);
	struct patch p;
	struct buf b;
	struct span at;

	map_init(&cf->by_id, ch->arena);	/* edited already: they stay */
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
	return apply(ch, cf, &p, dg) && compare(ch, old, cf, cf->nadded, dg) &&
	    arrived(cf, dg);
}

/* ---- the whole -------------------------------------------------------- */

/* A file that no record is left in goes, unless somebody wrote into it. */
static void
settle(struct change *ch, struct change_file *cf)
{
	struct str b = cf->src.bytes;

	if (str_starts(b, S("\xEF\xBB\xBF")))
		b = str_sub(b, 3, b.n);
	if (cf->emptied && !cf->nadded && str_trim(b).n == 0)
		cf->remove = true;
	if (cf->changed && !cf->remove && cf->was.src.exists &&
	    str_eq(cf->src.bytes, cf->was.src.bytes))
		cf->changed = false;
	if (cf->changed || cf->remove)
		strs_add(&ch->paths, ch->arena, cf->was.path);
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
		settle(ch, ch->files[i]);
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
