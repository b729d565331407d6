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

static void
retell(const struct value *rec, const struct doc *doc, const struct fault *f,
    const struct source *src, struct span at, struct diag *dg)
{
	const struct value *v = said(rec, doc, f->at);

	if (v) {
		src = v->src;
		at = v->at;
	} else if (rec->src) {
		src = rec->src;
		at = rec->at;
	}
	diag_error(dg, f->rule, src, at, "%.*s", STR(f->text));
	if (f->cure.n && !v)
		diag_cure(dg, "%.*s", STR(f->cure));
}

bool
intake_check(const struct value *rec, struct ledger *led,
    const struct kind *kind, const struct source *src, struct span at,
    struct diag *dg)
{
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
		diag_merge(dg, &trial);
		return false;
	}
	node = kind->list ? doc_first(&doc, 0) : 0;
	if (schema_valid(kind->schema, led->run, &doc, node))
		return true;
	if (schema_check(kind->schema, led->run, &doc, node,
	    value_str(rec, kind->fields[kind->id].key.p), &trial))
		return true;
	for (i = 0; i < trial.n; i++)
		retell(rec, &doc, &trial.faults[i], src, at, dg);
	return false;
}
