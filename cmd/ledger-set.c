/* SPDX-License-Identifier: MIT */
/*
 * ledger-set - correct or void a record
 *
 * Changes the fields named and no other byte.  A corrected day or village
 * moves the record to the file it now belongs to; its id stays.  Nothing is
 * deleted: --void marks the record with a reason.
 */
#include "cmd.h"
#include "complete.h"
#include "utf8.h"

static bool void_it;

static const struct opt options[] = {
	{ 0, "void", NULL, &void_it, NULL, NULL,
	    "mark the record as void; needs reason=" },
	{ 0 },
};

static const struct command command = {
	.name = "ledger-set",
	.synopsis = "KIND ID FIELD=VALUE … | KIND ID --void reason=TEXT",
	.summary = "correct or void any record",
	.groups = CMD_WRITES | CMD_USER_LATER,
	.options = options,
};

/* One record under correction. */
struct work {
	struct cmd               *c;
	struct change            *ch;
	const struct refs_record *rec;
	struct value             *was, *now;
	struct value             *given;	/* what was said, for the rules */
};

/* Meant for the file, and laid over the record that the rules look at. */
static bool
put(struct work *w, struct str path, const struct value *v)
{
	struct arena *a = &w->c->arena;
	size_t dot = str_find(path, S("."));
	struct str key = str_sub(path, 0, dot);
	struct value *in = w->now, *said;

	if (!change_set(w->ch, w->rec, path, v, &w->c->diag))
		return false;
	said = value_set(w->given, kind_field(w->rec->kind, key)->key,
	    v ? value_copy(a, v) : value_text(a, S("")));
	if (!v) {
		said->src = w->now->src;
		said->at = w->now->at;
	}
	if (dot < path.n) {
		in = value_get(w->now, key);
		if (!in && v)
			in = value_set(w->now, key, value_new(a, VALUE_MAP));
		key = str_sub(path, dot + 1, path.n);
	}
	if (in && v)
		value_set(in, key, value_copy(a, v));
	else if (in)
		value_drop(in, key);
	return true;
}

/* FIELD= with nothing behind it takes the field away. */
static bool
drop_empty(struct work *w)
{
	struct cmd *c = w->c;
	struct cmd_group *g = &c->groups[0];
	const struct field *f, *sub;
	struct str key;
	size_t i, dot;

	for (i = 0; i < g->n; i++) {
		if (str_trim(g->v[i].value).n)
			continue;
		key = str_trim(utf8_halved(g->v[i].key, &c->arena));
		dot = str_find(key, S("."));
		f = kind_field(w->rec->kind, str_sub(key, 0, dot));
		sub = f && dot < key.n ? field_sub(f, str_sub(key, dot + 1,
		    key.n)) : NULL;
		if (!f || (dot < key.n && !sub))
			return intake_no_field(&c->led, w->rec->kind,
			    &g->v[i], &c->diag);
		key = sub ? arena_printf(&c->arena, "%.*s.%.*s",
		    STR(f->key), STR(sub->key)) : f->key;
		if (!put(w, key, NULL))
			return false;
	}
	return true;
}

/* A part of a mapping (satisfaction.value=) leaves its other parts alone. */
static bool
set_one(struct work *w, const struct value *v)
{
	const struct value *part;
	struct str path;

	if (v->kind != VALUE_MAP)
		return put(w, v->key, v);
	for (part = v->first; part; part = part->next) {
		path = arena_printf(&w->c->arena, "%.*s.%.*s", STR(v->key),
		    STR(part->key));
		if (!put(w, path, part))
			return false;
	}
	return true;
}

/* The rules of the kind; and what follows from what was corrected. */
static bool
hold(struct work *w)
{
	struct value *before = value_copy(&w->c->arena, w->now);
	const struct value *v;

	if (!recheck(&w->c->led, w->rec->kind, w->was, w->now, w->given,
	    &w->c->diag))
		return false;
	for (v = w->now->first; v; v = v->next)
		if (!value_get(w->given, v->key) &&
		    !value_same(v, value_get(before, v->key)) &&
		    !change_set(w->ch, w->rec, v->key, v, &w->c->diag))
			return false;
	return true;
}

static bool
set_all(struct work *w, struct str village)
{
	struct cmd *c = w->c;
	const struct kind *kind = w->rec->kind;
	struct value *fields, *v;

	if (!cmd_group_record(&fields, c, kind, &c->groups[0], village))
		return false;
	for (v = fields->first; v; v = v->next) {
		if (str_eq(v->key, kind->fields[kind->id].key))
			return diag_error(&c->diag, "id-fixed", v->src, v->at,
			    "an id never changes; void the record and add "
			    "another");
		if (!set_one(w, v))
			return false;
	}
	return drop_empty(w) && hold(w);
}

static bool
set_void(struct work *w)
{
	struct cmd *c = w->c;
	struct value *mark = value_new(&c->arena, VALUE_MAP);
	struct str reason = S("");

	if (!cmd_take(&reason, &c->groups[0], "reason", "原因") ||
	    reason.n == 0)
		return cmd_usage(c, "--void needs a reason: reason=TEXT");
	if (c->groups[0].n)
		return cmd_usage(c, "--void takes reason= and nothing else");
	value_put(&c->arena, mark, "reason", reason);
	value_put(&c->arena, mark, "day", date_str(&c->arena,
	    c->env.today));
	if (cmd_user(c).n)
		value_put(&c->arena, mark, "by", cmd_user(c));
	return put(w, S("voided"), mark) && hold(w);
}

/* The record as it stands; false where its file cannot be read. */
static bool
stands(struct record *r, struct cmd *c, struct change *ch,
    const struct refs_record *rec)
{
	const struct ledger_file *f;
	uint32_t node;

	if (!change_file(&f, ch, rec->kind, rec->path, &c->diag))
		return false;
	for (node = ledger_next(f, 0); node; node = ledger_next(f, node)) {
		record_init(r, rec->kind, &f->doc, node - 1);
		if (str_eq(record_id(r), rec->id))
			return true;
	}
	return diag_error(&c->diag, "unknown-ref", &f->src, DIAG_FILE,
	    "no record '%.*s' here", STR(rec->id));
}

/* What is void already stays so, with the reason it has. */
static bool
void_already(struct cmd *c, const struct refs_record *rec)
{
	diag_warn(&c->diag, "same-act", NULL, (struct span){ 0, 0 },
	    "'%.*s' is void already; nothing was changed", STR(rec->id));
	return true;
}

static bool
change(struct cmd *c, struct change *ch, const struct refs_record *rec)
{
	struct work w = { .c = c, .ch = ch, .rec = rec };
	struct layout_found found;
	struct record r;
	bool voided;

	if (!stands(&r, c, ch, rec) ||
	    !layout_match(rec->kind->path, rec->path, &found))
		return false;
	w.was = value_from_node(&c->arena, r.doc, r.node);
	w.now = value_copy(&c->arena, w.was);
	w.given = value_new(&c->arena, VALUE_MAP);
	voided = record_voided(&r);
	if (void_it)
		return voided ? void_already(c, rec) : set_void(&w);
	if (voided)
		diag_warn(&c->diag, "voided", NULL,
		    (struct span){ 0, 0 }, "'%.*s' is void; what is corrected "
		    "there counts nowhere", STR(rec->id));
	/* names are looked up in the record's own village */
	return set_all(&w, found.village.n ? found.village :
	    record_text(&r, "village"));
}

/* ---- which record ------------------------------------------------------ */

static bool
several(struct cmd *c, const struct strs *places, struct str id)
{
	struct str village;
	struct buf b;
	size_t i;

	buf_init(&b, &c->arena);
	for (i = 0; i < places->n; i++) {
		village = places->v[i];
		buf_printf(&b, "%s%.*s/%.*s %.*s", i ? "; " : "",
		    STR(village), STR(id), STR(refs_name(&c->led,
		    S("region"), village, S(""), &c->diag)));
	}
	diag_error(&c->diag, "ambiguous-ref", NULL, (struct span){ 0, 0 },
	    "'%.*s' could be any of %zu: %.*s", STR(id), places->n,
	    STR(buf_str(&b)));
	return diag_advise(&c->diag, "write VILLAGE/ID");
}

/*
 * Of some kinds (settlements) an id is told apart by its village only:
 * VILLAGE/ID names one, and an id alone must be of one village.
 */
static bool
find_in_village(struct refs_record *rec, struct cmd *c,
    const struct kind *kind, struct str text, const struct source *src)
{
	size_t slash = str_find(text, S("/")), i;
	struct span all = { 0, (uint32_t)slash };
	struct ledger_scope scope = { 0 };
	struct strs paths, places = { 0 };
	struct layout_found found;

	if (slash < text.n && !refs_resolve(&scope.village, &c->led,
	    S("region"), str_sub(text, 0, slash), S(""), src, all, &c->diag))
		return false;
	if (slash < text.n)
		text = str_sub(text, slash + 1, text.n);
	if (!ledger_paths(&paths, &c->led, kind, &scope, &c->diag))
		return false;
	for (i = 0; i < paths.n; i++) {
		if (!layout_match(kind->path, paths.v[i], &found) ||
		    !str_eq(found.stem, text))
			continue;
		*rec = (struct refs_record){ kind, text, paths.v[i] };
		strs_add(&places, &c->arena, arena_dup(&c->arena,
		    found.village));
	}
	if (places.n > 1)
		return several(c, &places, text);
	return places.n == 1 || diag_error(&c->diag, "unknown-ref", NULL,
	    (struct span){ 0, 0 }, "the ledger has no %.*s '%.*s'",
	    STR(c->led.chinese ? kind->title : kind->en), STR(text));
}

static bool
find(struct refs_record *rec, struct cmd *c, const struct kind *kind)
{
	struct str text = cmd_word(c, 1);
	struct source src = source_of("ID", text);

	if (!kind->letter && !kind->list && kind->village >= 0)
		return find_in_village(rec, c, kind, text, &src);
	return refs_find(rec, &c->led, kind, text, &src,
	    (struct span){ 0, (uint32_t)text.n }, &c->diag);
}

static bool
set(struct cmd *c)
{
	struct refs_record rec;
	const struct kind *kind;
	struct change ch;

	if (c->from_path.n || c->edit || c->columns.n || c->again ||
	    c->update)
		return cmd_usage(c, "%s corrects one record; many at once: "
		    "ledger-import --update", command.name);
	if (c->fields && c->words.n > 0) {
		kind = ledger_kind(&c->led, cmd_word(c, 0), &c->diag);
		return kind && cmd_list_fields(c, kind);
	}
	if (c->words.n != 2 || (!void_it && c->groups[0].n == 0))
		return cmd_usage(c, "say what to correct: %s %s",
		    command.name, command.synopsis);
	kind = ledger_kind(&c->led, cmd_word(c, 0), &c->diag);
	if (!kind || !find(&rec, c, kind))
		return false;
	change_init(&ch, &c->led);
	if (!change(c, &ch, &rec))
		return false;
	strs_add(&ch.ids, &c->arena, rec.id);
	return cmd_write(c, &ch, void_it ?
	    diag_say(&c->diag, "void %.*s", STR(rec.id)) :
	    diag_say(&c->diag, "correct %.*s", STR(rec.id)));
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)(cmd_open(&c, true) && set(&c));
	return cmd_end(&c);
}
