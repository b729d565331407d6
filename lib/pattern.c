/* SPDX-License-Identifier: MIT */
/* pattern - PCRE2 for what is no plain shape. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "pattern.h"
#include "schema-regex.h"
#include "schema-shape.h"

struct pattern {
	struct shape *shape;	/* matched by hand, */
	pcre2_code   *code;	/* or so */
	bool          jit;
};

struct pattern_run {
	pcre2_match_data    *data;
	pcre2_match_context *limits;
	bool                 gave_up;
};

/* PCRE2's memory comes from the arena and dies with it. */
static void *
lend(size_t n, void *arena)
{
	return arena_alloc(arena, n);
}

static void
keep(void *p, void *arena)
{
	(void)p, (void)arena;
}

static void
let_go(void *code)
{
	pcre2_code_free(code);
}

/* *why: our own words, or NULL where PCRE2 has an error number. */
static bool
with_pcre2(struct pattern *p, struct str s, struct arena *a,
    const char **why, int *error)
{
	pcre2_general_context *general;
	pcre2_compile_context *cc;
	PCRE2_SIZE at;
	uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
	    PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
	    PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_UCP;

	if (!regex_translate(&s, why, s, a))
		return false;
	general = pcre2_general_context_create(lend, keep, a);
	cc = pcre2_compile_context_create(general);
	pcre2_set_parens_nest_limit(cc, REGEX_DEPTH);
	p->code = pcre2_compile((PCRE2_SPTR)(s.n ? s.p : ""), s.n, flags,
	    error, &at, cc);
	if (!p->code)
		return false;
	p->jit = pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE) == 0;
	if (p->jit)
		arena_at_end(a, let_go, p->code);
	return true;
}

bool
pattern_compile(struct pattern **out, struct str s, struct arena *a,
    const struct source *src, struct span at, struct diag *dg)
{
	struct pattern *p = arena_alloc(a, sizeof(*p));
	const char *why = NULL;
	PCRE2_UCHAR text[256];
	int error = 0;

	*out = p;
	if (s.n > PATTERN_MAX)
		return diag_error(dg, "pattern-form", src, at,
		    "pattern of %zu bytes, at most %d", s.n, PATTERN_MAX);
	if (s.n == 0)
		s = S("");
	if (shape_compile(&p->shape, s, a) || with_pcre2(p, s, a, &why, &error))
		return true;
	if (!why && pcre2_get_error_message(error, text, sizeof(text)) < 0)
		text[0] = '\0';
	return diag_error(dg, "pattern-form", src, at,
	    "no regular expression: '%.*s': %s", STR(s),
	    why ? diag_word(dg->words, why) : (char *)text);
}

struct pattern_run *
pattern_run_new(struct arena *a)
{
	struct pattern_run *r = arena_alloc(a, sizeof(*r));
	pcre2_general_context *general;

	general = pcre2_general_context_create(lend, keep, a);
	r->data = pcre2_match_data_create(1, general);
	r->limits = pcre2_match_context_create(general);
	pcre2_set_match_limit(r->limits, PATTERN_STEPS);
	pcre2_set_heap_limit(r->limits, PATTERN_HEAP);
	return r;
}

enum pattern_found
pattern_match(const struct pattern *p, struct pattern_run *r, struct str s)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(s.n ? s.p : "");
	int rc;

	if (p->shape)
		return shape_match(p->shape, s) ? PATTERN_YES : PATTERN_NO;
	rc = PCRE2_ERROR_JIT_STACKLIMIT;
	if (p->jit)
		rc = pcre2_jit_match(p->code, text, s.n, 0, 0, r->data,
		    r->limits);
	/* the interpreter has the heap where machine code has a stack */
	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(p->code, text, s.n, 0,
		    PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, r->data, r->limits);
	if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
		return rc >= 0 ? PATTERN_YES : PATTERN_NO;
	r->gave_up = true;
	return PATTERN_GAVE_UP;
}

bool
pattern_gave_up(struct pattern_run *r)
{
	bool gave_up = r->gave_up;

	r->gave_up = false;
	return gave_up;
}

bool
pattern_by_hand(const struct pattern *p)
{
	return p->shape != NULL;
}
