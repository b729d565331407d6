/* SPDX-License-Identifier: MIT */
/* intake-check - a record held against its schema before it is in a file. */
#include "emit.h"
#include "intake.h"
#include "utf8.h"

static bool
fallback(struct value *rec, struct ledger *led, const struct field *f,
    struct diag *dg)
{
	struct str text = S("");
	struct span none = { 0, 0 };

	if (str_is(f->fallback, "today"))
		text = date_str(led->arena, led->env.today);
	else if (str_is(f->fallback, "user"))
		text = led->env.user;
	if (text.n == 0)
		return true;
	if (str_is(f->fallback, "user") && f->type == FIELD_REF) {
		struct diag_mark mark = diag_mark(dg);

		if (!refs_resolve(&text, led, f->ref, text,
		    value_str(rec, "village"), NULL, none, dg)) {
			diag_back(dg, mark);	/* then it stays unsaid */
			return true;
		}
	}
	value_put(led->arena, rec, f->key.p, text);
	return true;
}

bool
intake_defaults(struct value *rec, struct ledger *led,
    const struct kind *kind, struct diag *dg)
{
	const struct field *f;
	bool ok = true;
	size_t i;

	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		if (f->fallback.n && !f->list && !value_get(rec, f->key) &&
		    !fallback(rec, led, f, dg))
			ok = false;
	}
	intake_order(rec, kind->fields, kind->nfields);
	return ok;
}

struct retold {
	struct ledger       *led;
	const struct kind   *kind;
	const struct source *src;	/* where no place was said */
	struct span          at;
	struct diag         *dg;
};

/* The value said for the part of the record that a byte lies in. */
static const struct value *
said(const struct value *rec, const struct doc *doc, uint32_t at)
{
	const struct value *v = rec, *found = NULL, *child;
	uint32_t map = 0, key, value;

	if (doc->nodes[0].kind == NODE_SEQ)
		map = doc_first(doc, 0);
	for (key = doc_first(doc, map); key; key = doc_after(doc, map, value)) {
		value = doc->nodes[key].next;
		if (at < doc->nodes[key].at.at || at > doc->nodes[value].at.end)
			continue;
		child = value_get(v, doc->nodes[key].text);
		if (child && child->src)
			found = child;
	}
	return found;
}

bool
intake_missing(struct ledger *led, const struct field *f,
    const struct source *src, struct span at, struct diag *dg)
{
	struct str label = field_label(f, led->chinese);
	struct str like = f->nchoices ? field_choice_label(f, f->choices[0],
	    led->chinese) : S("…");

	/* an argument is no place for what was not said */
	diag_error(dg, "required", src && src->exists ? src : NULL, at,
	    "'%.*s' (%.*s) is required", STR(label), STR(f->key));
	return diag_cure(dg, "%.*s=%.*s", STR(label), STR(like));
}

/* The record was made from words or cells: no line of YAML will mend it. */
static bool
is_yaml(const struct source *src)
{
	return src && (str_ends(src->path, S(".yaml")) ||
	    str_ends(src->path, S(".yml")));
}

/* The field of the key that a cure in YAML begins with: "  mode: offline" */
static const struct field *
field_of(const struct kind *kind, struct str cure)
{
	cure = str_trim(cure);
	return map_get(&kind->by_key, str_sub(cure, 0, str_find(cure,
	    S(":"))));
}

static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The message with the field's label where its key stands first. */
static struct str
labelled(struct str text, const struct field *f, struct ledger *led)
{
	struct str label = field_label(f, led->chinese);
	size_t at = 0, end;

	for (;; at = end) {
		at += str_find(str_sub(text, at, text.n), f->key);
		end = at + f->key.n;
		if (at >= text.n)
			return text;
		if ((at == 0 || !in_word(text.p[at - 1])) &&
		    (end == text.n || !in_word(text.p[end])))
			break;
	}
	return arena_printf(led->arena, "%.*s%.*s%.*s",
	    STR(str_sub(text, 0, at)), STR(label),
	    STR(str_sub(text, end, text.n)));
}

static void
retell(const struct value *rec, const struct doc *doc, const struct fault *f,
    const struct retold *to)
{
	const struct value *v = said(rec, doc, f->at);
	const struct source *src = v ? v->src : rec->src ? rec->src : to->src;
	struct span at = v ? v->at : rec->src ? rec->at : to->at;
	const struct field *field = v ? map_get(&to->kind->by_key, v->key) :
	    field_of(to->kind, f->cure);
	struct str text = f->text;

	if (!v && field && strcmp(f->rule, "required") == 0 &&
	    !is_yaml(src)) {
		(void)intake_missing(to->led, field, src, at, to->dg);
		return;
	}
	if (field && !is_yaml(src))
		text = labelled(text, field, to->led);
	diag_error(to->dg, f->rule, src, at, "%.*s", STR(text));
	if (f->cure.n && !v && is_yaml(src))
		diag_cure(to->dg, "%.*s", STR(f->cure));
}

bool
intake_check(const struct value *rec, struct ledger *led,
    const struct kind *kind, const struct source *src, struct span at,
    struct diag *dg)
{
	struct retold to = { led, kind, src, at, dg };
	struct source text = { 0 };
	struct diag trial;
	struct doc doc;
	struct buf b;
	uint32_t node;
	size_t i;

	buf_init(&b, led->arena);
	emit_record(&b, kind, rec, "\n");
	text = source_of("", buf_str(&b));
	diag_init(&trial, led->arena, dg->words);
	if (!doc_read(&doc, &text, led->arena, &trial)) {
		for (i = 0; i < trial.n; i++)
			diag_error(dg, trial.faults[i].rule, rec->src ?
			    rec->src : src, rec->src ? rec->at : at, "%.*s",
			    STR(trial.faults[i].text));
		return false;
	}
	node = kind->list ? doc_first(&doc, 0) : 0;
	if (schema_valid(kind->schema, led->run, &doc, node))
		return true;
	if (schema_check(kind->schema, led->run, &doc, node,
	    value_str(rec, kind->fields[kind->id].key.p), &trial))
		return true;
	for (i = 0; i < trial.n; i++)
		retell(rec, &doc, &trial.faults[i], &to);
	return false;
}
