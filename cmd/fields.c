/* SPDX-License-Identifier: MIT */
/* fields - the records a writer is given: words, files, answers, a template */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "complete.h"
#include "emit.h"

#define ANSWER	65536	/* bytes of one answer typed at a prompt */

struct str
cmd_word(const struct cmd *c, size_t i)
{
	return i < c->words.n ? c->words.v[i] : (struct str){ NULL, 0 };
}

bool
cmd_take(struct str *out, struct cmd_group *g, const char *key,
    const char *label)
{
	size_t i;

	for (i = 0; i < g->n; i++) {
		if (!str_is(g->v[i].key, key) && !str_is(g->v[i].key, label))
			continue;
		*out = str_trim(g->v[i].value);
		memmove(&g->v[i], &g->v[i + 1],
		    (g->n - i - 1) * sizeof(*g->v));
		g->n--;
		return true;
	}
	return false;
}

/* ---- --fields --------------------------------------------------------- */

static const char *
type_word(const struct field *f)
{
	static const char *const words[] = {
		[FIELD_TEXT] = "text", [FIELD_DATE] = "day",
		[FIELD_INT] = "whole number", [FIELD_NUMBER] = "number",
		[FIELD_POINTS] = "points", [FIELD_BOOL] = "yes or no",
		[FIELD_ENUM] = "one of", [FIELD_REF] = "reference",
		[FIELD_MAP] = "parts",
	};

	return words[f->type];
}

static void
list_fields(struct cmd *c, const struct field *fields, size_t n,
    struct str prefix)
{
	const struct words *w = c->diag.words;
	struct buf *b = &c->out;
	const struct field *f;
	size_t i, k;

	for (i = 0; i < n; i++) {
		f = &fields[i];
		buf_printf(b, "%.*s%.*s\t%.*s\t%s%s%s", STR(prefix),
		    STR(f->key), STR(field_label(f, c->led.chinese)),
		    words_get(w, type_word(f)), f->list ? "…" : "",
		    f->required ? "\t*" : "\t");
		for (k = 0; k < f->nchoices; k++)
			buf_printf(b, "%s%.*s %.*s", k ? ", " : "\t",
			    STR(f->choices[k]), STR(field_choice_label(f,
			    f->choices[k], c->led.chinese)));
		if (f->type == FIELD_REF)
			buf_printf(b, "\t→ %.*s", STR(f->ref));
		buf_char(b, '\n');
		if (f->type == FIELD_MAP)
			list_fields(c, f->fields, f->nfields, arena_printf(
			    &c->arena, "%.*s%.*s.", STR(prefix),
			    STR(f->key)));
	}
}

bool
cmd_list_fields(struct cmd *c, const struct kind *kind)
{
	size_t ours = kind->letter && kind->id == 0 ? 1 : 0;	/* the id */

	list_fields(c, kind->fields + ours, kind->nfields - ours, S(""));
	return true;
}

/* ---- questions on a terminal ------------------------------------------ */

static bool
given_for(const struct cmd_group *g, const struct kind *kind,
    const struct field *f)
{
	struct str key;
	size_t i;

	for (i = 0; i < g->n; i++) {
		key = g->v[i].key;
		if (kind_field(kind, str_sub(key, 0, str_find(key, S(".")))) ==
		    f)
			return true;
	}
	return false;
}

/* One question; false at the end of input. */
static bool
ask(struct cmd *c, struct cmd_group *g, const struct field *f)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct given *to;
	char *line = NULL;
	size_t cap = 0, i;
	ssize_t n;

	fprintf(stderr, "%.*s", STR(field_label(f, c->led.chinese)));
	for (i = 0; i < f->nchoices; i++)
		fprintf(stderr, "%s%.*s", i ? " / " : " (",
		    STR(field_choice_label(f, f->choices[i],
		    c->led.chinese)));
	fprintf(stderr, "%s: ", f->nchoices ? ")" : "");
	n = getline(&line, &cap, stdin);
	if (n <= 0 || n > ANSWER) {
		free(line);
		return false;
	}
	*src = source_of(arena_dup(&c->arena, field_label(f,
	    c->led.chinese)).p,
	    str_trim(arena_dup(&c->arena, (struct str){ line, (size_t)n })));
	free(line);
	g->v = arena_grow(&c->arena, g->v, g->n, &g->cap, sizeof(*g->v));
	to = &g->v[g->n++];
	*to = (struct given){ .key = f->key, .value = src->bytes, .src = src,
	    .value_at = { 0, (uint32_t)src->bytes.n } };
	return true;
}

static void
ask_missing(struct cmd *c, struct cmd_group *g, const struct kind *kind)
{
	const struct field *f;
	size_t i;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return;
	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		if (!f->required || f->fallback.n || ((int)i == kind->id &&
		    kind->letter) || given_for(g, kind, f))
			continue;
		if (!ask(c, g, f))
			return;
	}
}

/* ---- --edit ----------------------------------------------------------- */

/* What the command line said of a field already, as YAML; false: nothing. */
static bool
prefill(struct buf *b, struct cmd *c, const struct kind *kind,
    const struct field *f)
{
	const struct cmd_group *g = &c->groups[0];
	struct strs items = { 0 };
	size_t i;

	for (i = 0; i < g->n; i++)
		if (kind_field(kind, g->v[i].key) == f)
			intake_items(&items, &c->arena, g->v[i].value);
	if (items.n == 0)
		return false;
	buf_printf(b, "%.*s: %s", STR(f->key), f->list ? "[" : "");
	for (i = 0; f->list && i < items.n; i++) {
		buf_puts(b, i ? ", " : "");
		buf_json(b, items.v[i]);
	}
	for (i = 0; !f->list && i < g->n; i++)
		if (kind_field(kind, g->v[i].key) == f)
			buf_json(b, str_trim(g->v[i].value));
	buf_puts(b, f->list ? "]\n" : "\n");
	return true;
}

static struct str
template(struct cmd *c, const struct kind *kind)
{
	const struct field *f;
	struct buf b;
	size_t i, k;

	buf_init(&b, &c->arena);
	for (i = 0; i < kind->nfields; i++) {
		f = &kind->fields[i];
		if ((int)i == kind->id && kind->letter)
			continue;
		buf_printf(&b, "# %.*s%s", STR(field_label(f,
		    c->led.chinese)), f->required ? " *" : "");
		for (k = 0; k < f->nchoices; k++)
			buf_printf(&b, "%s%.*s %.*s", k ? ", " : ": ",
			    STR(f->choices[k]), STR(field_choice_label(f,
			    f->choices[k], c->led.chinese)));
		buf_char(&b, '\n');
		if (!prefill(&b, c, kind, f))
			buf_printf(&b, "%s%.*s:\n", f->required ? "" : "# ",
			    STR(f->key));
	}
	return buf_str(&b);
}

static bool
run_editor(struct cmd *c, const char *path)
{
	const char *editor = getenv("EDITOR");
	struct str line;
	int status;

	line = arena_printf(&c->arena, "%s '%s'",
	    editor && *editor ? editor : "vi", path);
	status = system(line.p);
	return status == 0 || cmd_usage(c, "the editor '%s' failed; nothing "
	    "was recorded", editor && *editor ? editor : "vi");
}

static bool
edited(struct intake_list *out, struct cmd *c, const struct kind *kind)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct str text = template(c, kind);
	char path[] = "/tmp/taizhang-XXXXXX.yaml";
	int fd = mkstemps(path, 5);

	if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n ||
	    close(fd) != 0)
		return diag_system(&c->diag, str_of(path), errno,
		    "cannot write the template");
	c->edited = arena_dup(&c->arena, str_of(path));
	return run_editor(c, path) &&
	    store_slurp(src, &c->arena, c->edited, &c->diag) &&
	    intake_file(out, &c->led, kind, src, NULL, &c->diag);
}

/* ---- records ---------------------------------------------------------- */

/* Is it about something said in this record that no fault lies in yet? */
static bool
is_news(const struct fault *f, const struct value *rec,
    const struct diag *dg, struct diag_mark before)
{
	size_t i;

	if (f->level != DIAG_ERROR || f->path.n == 0 || !rec->src ||
	    (str_eq(f->path, rec->src->path) && f->at == rec->at.at))
		return false;
	for (i = before.n; i < dg->n; i++)
		if (str_eq(dg->faults[i].path, f->path) &&
		    dg->faults[i].at == f->at)
			return false;
	return true;
}

/*
 * What else is wrong with records that have a fault already: what they lack,
 * and what the domain says of the fields that could be read.
 */
static void
look_again(struct cmd *c, const struct kind *kind,
    const struct intake_list *l, struct diag_mark before)
{
	complete_fn *complete = complete_of(kind->name);
	struct diag trial;
	size_t i, k;

	for (i = 0; i < l->nbad; i++) {
		diag_init(&trial, &c->arena, c->diag.words);
		if (complete && intake_defaults(l->bad[i], &c->led, kind,
		    &trial))
			(void)complete(&c->led, l->bad[i], &trial);
		for (k = trial.n; k-- > 0; )
			if (!is_news(&trial.faults[k], l->bad[i], &c->diag,
			    before))
				trial.faults[k] = trial.faults[--trial.n];
		trial.nerrors = trial.n;
		trial.nwarnings = 0;
		diag_merge(&c->diag, &trial);
	}
}

/* All faults in one run: where some rows are bad, the good ones go on to be
 * held against the rules, and nothing is written in the end. */
static bool
from_file(struct intake_list *out, struct cmd *c, const struct kind *kind)
{
	struct diag_mark before = diag_mark(&c->diag);
	struct source *columns = NULL;

	if (c->columns.n) {
		columns = arena_alloc(&c->arena, sizeof(*columns));
		if (!store_slurp(columns, &c->arena, c->columns, &c->diag))
			return false;
	}
	if (!store_slurp(&c->from, &c->arena, c->from_path, &c->diag))
		return false;
	if (intake_file(out, &c->led, kind, &c->from, columns, &c->diag))
		return true;
	look_again(c, kind, out, before);
	return out->n > 0;
}

bool
cmd_group_record(struct value **out, struct cmd *c, const struct kind *kind,
    const struct cmd_group *g, struct str village)
{
	return intake_given(out, &c->led, kind, g->v, g->n, village,
	    &c->diag);
}

/* The argument that names several where one record takes one: its index. */
static size_t
spread_at(struct cmd *c, const struct kind *kind, const char *spread,
    struct strs *items)
{
	const struct field *f = spread ? kind_field(kind, str_of(spread))
	    : NULL;
	struct cmd_group *g = &c->groups[0];
	size_t i, n;
	struct str s;

	for (i = 0; f && i < g->n; i++) {
		if (kind_field(kind, g->v[i].key) != f)
			continue;
		for (s = g->v[i].value; g->v[i].list && s.n;
		    s = str_sub(s, n + 1, s.n)) {
			n = str_find(s, S("\n"));
			if (str_trim(str_sub(s, 0, n)).n)
				strs_add(items, &c->arena,
				    str_trim(str_sub(s, 0, n)));
		}
		if (!g->v[i].list)
			intake_items(items, &c->arena, g->v[i].value);
		return i;
	}
	return g->n;
}

/* What the tool itself sets cannot be given. */
static bool
ours(struct cmd *c, const struct kind *kind, const struct cmd_group *g)
{
	const struct field *f;
	size_t i;

	for (i = 0; i < g->n; i++) {
		f = kind_field(kind, str_sub(g->v[i].key, 0, str_find(
		    g->v[i].key, S("."))));
		if (f && ((f == &kind->fields[kind->id] && kind->letter) ||
		    str_is(f->key, "voided")))
			return cmd_usage(c, "'%.*s' is not given: the tool "
			    "sets it itself", STR(g->v[i].key));
	}
	return true;
}

static bool
from_words(struct intake_list *out, struct cmd *c, const struct kind *kind,
    const char *spread)
{
	struct cmd_group *g = &c->groups[0];
	struct strs items = { 0 };
	struct diag_mark before;
	struct value *rec;
	size_t at, i = 0;
	bool ok = true;

	if (!ours(c, kind, g))
		return false;
	ask_missing(c, g, kind);
	at = spread_at(c, kind, spread, &items);
	do {
		if (at < g->n && items.n) {
			const char *base = g->v[at].src->bytes.p;

			g->v[at].value = items.v[i];
			g->v[at].value_at.at = (uint32_t)(items.v[i].p - base);
			g->v[at].value_at.end = g->v[at].value_at.at +
			    (uint32_t)items.v[i].n;
			g->v[at].list = false;
		}
		before = diag_mark(&c->diag);
		if (!cmd_group_record(&rec, c, kind, g, S(""))) {
			struct intake_list bad = { .bad = &rec, .nbad = 1 };

			ok = intake_lacking(&c->led, kind, g->v, g->n, NULL,
			    (struct span){ 0, 0 }, &c->diag);
			look_again(c, kind, &bad, before);
		}
		out->v = arena_grow(&c->arena, out->v, out->n, &out->cap,
		    sizeof(*out->v));
		out->v[out->n++] = rec;
	} while (++i < items.n);
	return ok;
}

/* Git is asked who acts only where a record of the kind says it. */
static void
who_acts(struct cmd *c, const struct kind *kind)
{
	size_t i;

	for (i = 0; i < kind->nfields; i++)
		if (str_is(kind->fields[i].fallback, "user"))
			(void)cmd_user(c);
}

bool
cmd_records(struct intake_list *out, struct cmd *c, const struct kind *kind,
    const char *spread)
{
	*out = (struct intake_list){ 0 };
	if (c->fields) {
		(void)cmd_list_fields(c, kind);
		exit(cmd_end(c));
	}
	who_acts(c, kind);
	if (c->from_path.n)
		return from_file(out, c, kind);
	if (c->edit)
		return edited(out, c, kind);
	return from_words(out, c, kind, spread);
}
