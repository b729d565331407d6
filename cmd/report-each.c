/* SPDX-License-Identifier: MIT */
/* report-each - {village} in a path, directories, and all files at once. */
#include <errno.h>
#include <sys/stat.h>

#include "render.h"
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
	size_t i;
	bool ok;

	for (i = output.n; c->format.n == 0 && i > 0; i--)
		if (output.p[i - 1] == '.' &&
		    render_find(str_sub(output, i, output.n)))
			c->format = str_sub(output, i, output.n);
	c->output = S("");
	buf_init(&c->out, &c->arena);
	ok = cmd_table(c, &r->table, who);
	*bytes = buf_str(&c->out);
	c->out = out;
	c->output = output;
	return ok;
}

bool
report_write(struct cmd *c, struct report_out *v, size_t n,
    enum audience who)
{
	struct str *bytes = arena_array(&c->arena, n, sizeof(*bytes));
	size_t i;

	for (i = 0; i < n; i++)
		if (!render(c, &v[i], &bytes[i], who))
			return false;
	for (i = 0; i < n; i++) {
		if (!make_parents(c, v[i].path) ||
		    !store_export(v[i].path, bytes[i], &c->diag))
			return false;
		buf_printf(&c->out, "%.*s\n", STR(v[i].path));
	}
	return true;
}
