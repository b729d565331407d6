/* SPDX-License-Identifier: MIT */
/* table - how every reader ends: filtered, cut to its audience, rendered */
#include "audience.h"
#include "cmd.h"
#include "query.h"
#include "render.h"

bool
cmd_period(struct period *p, struct cmd *c, struct str otherwise)
{
	struct str s = c->period.n ? c->period : otherwise;
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	*src = source_of("--period", s);
	return period_parse(p, s, c->env.today, src,
	    (struct span){ 0, (uint32_t)s.n }, &c->diag);
}

/* 村=小房村 is --village said in another way; several stay a condition. */
static void
village_field(struct cmd *c)
{
	struct cmd_group *g = &c->groups[0];
	struct strs items = { 0 };
	struct given *v;
	size_t i;

	for (i = 0; i < g->n && c->village.n == 0; i++) {
		v = &g->v[i];
		if (v->list || (!str_is(v->key, "village") &&
		    !str_is(v->key, "村")))
			continue;
		items = (struct strs){ 0 };
		intake_items(&items, &c->arena, v->value);
		if (items.n == 1)
			(void)cmd_take(&c->village, g, "village", "村");
	}
}

bool
cmd_village(struct str *code, struct cmd *c)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));

	*code = S("");
	village_field(c);
	if (c->village.n == 0)
		return true;
	*src = source_of("--village", c->village);
	return refs_resolve(code, &c->led, S("region"), c->village, S(""),
	    src, (struct span){ 0, (uint32_t)c->village.n }, &c->diag);
}

/* ---- which rows ------------------------------------------------------- */

bool
cmd_conditions(struct query **q, struct cmd *c)
{
	struct cmd_group *g = &c->groups[0];
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	size_t i;

	*q = query_new(&c->arena);
	if (c->where.p) {
		*src = source_of("--where", c->where);
		if (!query_parse(q, &c->arena, src, &c->diag))
			return false;
	}
	for (i = 0; i < g->n; i++) {
		struct query_word w = { .key = g->v[i].key,
		    .value = g->v[i].value, .src = g->v[i].src,
		    .key_at = g->v[i].key_at, .value_at = g->v[i].value_at,
		    .lines = g->v[i].list };

		if (!query_field(*q, &w, &c->diag))
			return false;
	}
	return true;
}

static bool
filter(struct cmd *c, struct table *t, enum audience who)
{
	struct query *q;

	if (!c->where.p && c->groups[0].n == 0)
		return true;
	if (!cmd_conditions(&q, c) ||
	    !query_filter(t, q, c->env.today, &c->diag))
		return false;
	return audience_sees(who, query_privacy(q, t)) ||
	    diag_error(&c->diag, "audience.column", NULL,
	    (struct span){ 0, 0 }, "the rows are chosen by a column that this "
	    "audience may not see");
}

/* ---- which columns, in which order ------------------------------------ */

static void
split(struct cmd *c, struct strs *out, struct str s)
{
	*out = (struct strs){ 0 };
	intake_items(out, &c->arena, s);
}

/* What rows are ordered, grouped or summed by shows through. */
static bool
may_use(struct cmd *c, const struct table *t, const struct strs *keys,
    enum audience who)
{
	struct str key;
	bool ok = true;
	size_t i;

	for (i = 0; i < keys->n; i++) {
		key = keys->v[i];
		if (str_starts(key, S("-")))
			key = str_sub(key, 1, key.n);
		if (!audience_may(t, key, who, &c->diag))
			ok = false;
	}
	return ok;
}

static bool
group(struct cmd *c, struct table *t, enum audience who)
{
	struct strs by, sums;
	struct table out;

	if (c->group_by.n == 0 && c->sum.n == 0 && !c->count)
		return true;
	split(c, &by, c->group_by);
	split(c, &sums, c->sum);
	if (!may_use(c, t, &by, who) || !may_use(c, t, &sums, who))
		return false;
	if (!table_group(&out, t, &(struct grouping){ by.v, by.n, sums.v,
	    sums.n, diag_say(&c->diag, "count") }, &c->diag))
		return false;
	*t = out;
	return true;
}

static bool
arrange(struct cmd *c, struct table *t, enum audience who)
{
	struct strs keys;

	split(c, &keys, c->sort);
	if (!may_use(c, t, &keys, who) || (keys.n &&
	    !table_sort(t, keys.v, keys.n, &c->diag)))
		return false;
	split(c, &keys, c->choose);
	return keys.n == 0 || table_choose(t, keys.v, keys.n, &c->diag);
}

/* ---- out -------------------------------------------------------------- */

static bool
format_of(const struct format **f, struct cmd *c)
{
	struct str name = c->format;
	struct buf b;
	size_t i;

	if (!cmd_ending_kept(c))
		return false;
	*f = name.n ? NULL : render_find(cmd_ending(c));
	if (*f)
		return true;
	*f = render_find(name.n ? name : S("text"));
	if (*f)
		return true;
	buf_init(&b, &c->arena);
	for (i = 0; render_formats[i].name; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", render_formats[i].name);
	return cmd_usage(c, "no format '%.*s'; there are: %.*s", STR(name),
	    STR(buf_str(&b)));
}

static bool
audience_of(enum audience *who, struct cmd *c, enum audience otherwise)
{
	*who = otherwise;
	return c->audience.n == 0 || audience_parse(who, c->audience) ||
	    cmd_usage(c, "no audience '%.*s'; it is internal, department, "
	    "village, township or public", STR(c->audience));
}

static bool
header_of(bool *keys, struct cmd *c)
{
	*keys = str_is(c->header, "keys");
	return *keys || c->header.n == 0 || str_is(c->header, "labels") ||
	    cmd_usage(c, "--header is labels or keys, not '%.*s'",
	    STR(c->header));
}

bool
cmd_table(struct cmd *c, struct table *t, enum audience otherwise)
{
	struct render_opts opts = { .excel = c->excel, .no_head = c->bare,
	    .words = c->diag.words };
	const struct format *f;
	enum audience who;
	struct buf out;

	t->chinese = c->led.chinese;
	if (!format_of(&f, c) || !audience_of(&who, c, otherwise) ||
	    !header_of(&opts.keys, c) || !filter(c, t, who) ||
	    !group(c, t, who) || !arrange(c, t, who) ||
	    !audience_cut(t, who, &c->arena, &c->diag))
		return false;
	buf_init(&out, &c->arena);
	if (!f->render(&out, t, &opts))
		return false;
	if (c->output.n && !str_is(c->output, "-"))
		return cmd_export(c, c->output, buf_str(&out));
	buf_add(&c->out, buf_str(&out));
	return true;
}
