/* SPDX-License-Identifier: MIT */
/*
 * schema-dialect - which keywords are in force where a $schema stands
 *
 * The metaschema of 2020-12 and those of older drafts are known by name.
 * Any other is asked for its $vocabulary; where it is not to be had, what
 * refers to it is read as 2020-12.
 */
#include "schema-compile.h"

#define STANDARD	(VOCAB_CORE | VOCAB_APPLICATOR | VOCAB_UNEVALUATED | \
	VOCAB_VALIDATION | VOCAB_META | VOCAB_FORMAT | VOCAB_CONTENT | \
	VOCAB_DYNAMIC | VOCAB_PREFIX)
#define DRAFT_2019	((STANDARD & ~(VOCAB_DYNAMIC | VOCAB_PREFIX)) | \
	VOCAB_OLD)
#define DRAFT_7		(DRAFT_2019 | VOCAB_LONE_REF)

static const struct { const char *uri; unsigned vocabs; } drafts[] = {
	{ "https://json-schema.org/draft/2020-12/schema", STANDARD },
	{ "https://json-schema.org/draft/2019-09/schema", DRAFT_2019 },
	{ "http://json-schema.org/draft-07/schema", DRAFT_7 },
	{ "http://json-schema.org/draft-06/schema", DRAFT_7 },
	{ "http://json-schema.org/draft-04/schema", DRAFT_7 },
};

#define PREFIX	S("https://json-schema.org/draft/2020-12/vocab/")

static const struct { const char *name; unsigned vocabs; } vocabularies[] = {
	{ "core", VOCAB_CORE | VOCAB_DYNAMIC },
	{ "applicator", VOCAB_APPLICATOR | VOCAB_PREFIX },
	{ "unevaluated", VOCAB_UNEVALUATED },
	{ "validation", VOCAB_VALIDATION },
	{ "meta-data", VOCAB_META },
	{ "format-annotation", VOCAB_FORMAT },
	{ "format-assertion", VOCAB_FORMAT_ASSERTION },
	{ "content", VOCAB_CONTENT },
};

unsigned
dialect_default(void)
{
	return STANDARD;
}

static unsigned
vocabulary(struct str uri)
{
	size_t i;

	if (!str_starts(uri, PREFIX))
		return 0;
	uri = str_sub(uri, PREFIX.n, uri.n);
	for (i = 0; i < NELEM(vocabularies); i++)
		if (str_is(uri, vocabularies[i].name))
			return vocabularies[i].vocabs;
	return 0;
}

/* What the $vocabulary of a metaschema says; `at` is the $schema. */
static unsigned
read_vocabulary(struct compile *c, const struct doc *meta, uint32_t doc,
    uint32_t at)
{
	uint32_t list = meta->nodes[0].kind == NODE_MAP ?
	    doc_get(meta, 0, S("$vocabulary")) : 0, key;
	unsigned vocabs = 0, one;

	if (!list || meta->nodes[list].kind != NODE_MAP)
		return STANDARD;
	for (key = doc_first(meta, list); key; key = doc_after(meta, list,
	    key + 1)) {
		one = vocabulary(meta->nodes[key].text);
		vocabs |= one;
		if (!one && str_is(meta->nodes[key + 1].text, "true"))
			compile_fault_at(c, doc, at, "schema-vocabulary",
			    "this $schema needs the vocabulary '%.*s', which "
			    "is not known here",
			    STR(meta->nodes[key].text));
	}
	return vocabs | VOCAB_CORE;
}

static unsigned
ask(struct compile *c, struct str uri, uint32_t doc, uint32_t at)
{
	struct diag_mark mark = diag_mark(c->dg);
	struct doc *meta = arena_alloc(c->arena, sizeof(*meta));
	size_t i;

	for (i = 0; i < NELEM(drafts); i++)
		if (str_is(uri, drafts[i].uri))
			return drafts[i].vocabs;
	if (!c->opts->load || !c->opts->load(c->opts->ctx, uri, meta, c->dg)
	    || meta->n == 0) {
		diag_back(c->dg, mark);
		return STANDARD;
	}
	return read_vocabulary(c, meta, doc, at);
}

unsigned
dialect_of(struct compile *c, uint32_t doc, uint32_t value)
{
	const struct node *n = &c->s->docs[doc].doc->nodes[value];
	struct str uri;
	void **slot;
	unsigned vocabs;

	if (n->kind != NODE_SCALAR || n->text.n == 0)
		return STANDARD;
	uri = str_sub(n->text, 0, str_find(n->text, S("#")));
	slot = map_put(&c->dialects, uri);
	if (*slot)
		return (unsigned)(uintptr_t)*slot;
	vocabs = ask(c, uri, doc, value);
	*map_put(&c->dialects, uri) = (void *)(uintptr_t)vocabs;
	return vocabs;
}
