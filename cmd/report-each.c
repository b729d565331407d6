/* SPDX-License-Identifier: MIT */
/* report-each - {village} in a path, directories, and all files at once. */
#include <errno.h>
#include <sys/stat.h>

#include "report.h"

bool
report_each_usage(struct cmd *c)
{
	struct str o = c->output;

	if (!str_is(c->each, "village") && !str_is(c->each, "村"))
		return cmd_usage(c, "--each is village, not '%.*s'",
		    STR(c->each));
	if (str_find(o, S("{village}")) == o.n &&
	    str_find(o, S("{name}")) == o.n)
		return cmd_usage(c, "--each village wants -o with {village} "
		    "or {name} in it, as in -o 'out/{village}.html'");
	return true;
}

/* A name from the ledger is one part of a path and nothing more. */
static void
put_part(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		buf_char(b, s.p[i] == '/' || (unsigned char)s.p[i] < 0x20 ||
		    (s.p[i] == '.' && i == 0) ? '_' : s.p[i]);
}

struct str
report_path(struct cmd *c, struct str code, struct str name,
    struct period period)
{
	const struct { struct str hole, text; } holes[] = {
		{ S("{village}"), code }, { S("{name}"), name },
		{ S("{period}"), period.from == period.to ? S("") :
		    period_str(&c->arena, period) },
	};
	struct str rest = c->output;
	struct buf b;
	size_t i;

	buf_init(&b, &c->arena);
	while (rest.n) {
		for (i = 0; i < NELEM(holes); i++)
			if (str_starts(rest, holes[i].hole))
				break;
		if (i == NELEM(holes)) {
			buf_char(&b, rest.p[0]);
			rest = str_sub(rest, 1, rest.n);
			continue;
		}
		put_part(&b, holes[i].text);
		rest = str_sub(rest, holes[i].hole.n, rest.n);
	}
	return arena_dup(&c->arena, buf_str(&b));
}

static bool
make_parents(struct cmd *c, struct str path)
{
	struct str dir;
	size_t i;

	for (i = 1; i < path.n; i++) {
		if (path.p[i] != '/')
			continue;
		dir = arena_dup(&c->arena, str_sub(path, 0, i));
		if (mkdir(dir.p, 0777) != 0 && errno != EEXIST)
			return diag_system(&c->diag, dir, errno,
			    "cannot make the directory");
	}
	return true;
}

/* Rendered to bytes, by the format that the file's name says. */
static bool
render(struct cmd *c, struct report_out *r, struct str *bytes,
    enum audience who)
{
	struct buf out = c->out;
	struct str output = c->output;
	bool ok;

	c->format = report_format(c);
	c->output = S("");
	buf_init(&c->out, &c->arena);
	ok = cmd_table(c, &r->table, who);
	*bytes = buf_str(&c->out);
	c->out = out;
	c->output = output;
	return ok;
}

/* Each its own file, and none of them the ledger's: else none is written. */
static bool
may_write(struct cmd *c, const struct report_out *v, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < i; j++) {
			if (!str_eq(v[i].path, v[j].path))
				continue;
			cmd_usage(c, "two villages would be written to "
			    "'%.*s'", STR(v[i].path));
			return diag_advise(&c->diag, "{village} in the name, "
			    "which is the village's code");
		}
		if (!cmd_may_export(c, v[i].path))
			return false;
	}
	return true;
}

bool
report_write(struct cmd *c, struct report_out *v, size_t n,
    enum audience who)
{
	struct str *bytes = arena_array(&c->arena, n, sizeof(*bytes));
	size_t i;

	if (!cmd_ending_kept(c) || !may_write(c, v, n))
		return false;
	for (i = 0; i < n; i++)
		if (!render(c, &v[i], &bytes[i], who))
			return false;
	for (i = 0; i < n; i++) {
		if (!make_parents(c, v[i].path) ||
		    !cmd_export(c, v[i].path, bytes[i]))
			return false;
		buf_printf(&c->out, "%.*s\n", STR(v[i].path));
	}
	return true;
}
