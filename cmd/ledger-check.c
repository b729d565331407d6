/* SPDX-License-Identifier: MIT */
/*
 * ledger-check - every mistake of a ledger, each at its line and column
 *
 * Reads all files of the ledger, or those named, and writes none.  With
 * --schema it holds any YAML or JSON files against any schema instead, and
 * looks at no ledger.  Faults are the result: they go to standard output.
 */
#include <errno.h>
#include <stdlib.h>

#include "check.h"
#include "cmd.h"

#define MAPS	64	/* --map, in one call */
#define TRIES	3	/* where someone writes while we read */

static struct str format, column, schema, unused;
static bool assert_format;
static struct check_map maps[MAPS];
static size_t nmaps;

static const struct opt options[] = {
	{ 0, "format", "text|gcc|json|sarif", NULL, &format, NULL,
	    "how faults are printed" },
	{ 0, "column", "codepoint|byte", NULL, &column, NULL,
	    "what columns count; byte is for vim" },
	{ 0, "schema", "FILE", NULL, &schema, NULL,
	    "hold the files against this schema, outside any ledger" },
	{ 0, "map", "PREFIX=DIR", NULL, &unused, NULL,
	    "where schemas lie whose URI begins so; may be given again" },
	{ 0, "assert-format", NULL, &assert_format, NULL, NULL,
	    "with --schema: 'format' is a rule, not a remark" },
	{ 0 },
};

static const struct command command = {
	.name = "ledger-check",
	.synopsis = "[FILE…] | --schema SCHEMA [--map PREFIX=DIR] FILE…",
	.summary = "find all mistakes of a ledger in one run",
	.groups = CMD_NO_LEDGER,
	.options = options,
};

/* ---- options ---------------------------------------------------------- */

/* --map comes again and again and holds '=': taken out before the rest. */
static int
take_maps(int argc, char **argv)
{
	static const char name[] = "--map";
	size_t len = sizeof(name) - 1;
	struct str s;
	int i, n = 1;

	for (i = 1; i < argc; i++) {
		bool alone = strcmp(argv[i], name) == 0 && i + 1 < argc;

		if (nmaps == MAPS || (!alone && (strncmp(argv[i], name, len)
		    != 0 || argv[i][len] != '='))) {
			argv[n++] = argv[i];
			continue;
		}
		s = alone ? str_of(argv[++i]) : str_of(argv[i] + len + 1);
		maps[nmaps++].prefix = s;
	}
	argv[n] = NULL;
	return n;
}

static bool
split_maps(struct cmd *c)
{
	struct str s;
	size_t i, n;

	for (i = 0; i < nmaps; i++) {
		s = maps[i].prefix;
		for (n = s.n; n > 0 && s.p[n - 1] != '='; n--)
			;
		if (n < 2 || n == s.n)
			return cmd_usage(c, "--map wants PREFIX=DIR, not "
			    "'%.*s'", STR(s));
		maps[i] = (struct check_map){ str_sub(s, 0, n - 1),
		    str_sub(s, n, s.n) };
	}
	return true;
}

static bool
read_options(struct cmd *c)
{
	static const char *const names[] = { "text", "gcc", "json", "sarif" };
	size_t i;

	for (i = 0; i < NELEM(names); i++)
		if (format.n == 0 || str_is(format, names[i]))
			break;
	if (i == NELEM(names))
		return cmd_usage(c, "--format is text, gcc, json or sarif, "
		    "not '%.*s'", STR(format));
	c->faults.format = (enum faults_format)i;
	c->faults.byte_columns = str_is(column, "byte");
	if (column.n && !c->faults.byte_columns &&
	    !str_is(column, "codepoint"))
		return cmd_usage(c, "--column is codepoint or byte, not "
		    "'%.*s'", STR(column));
	if (schema.n == 0 && (nmaps || assert_format))
		return cmd_usage(c, "--map and --assert-format go with "
		    "--schema");
	if (schema.n && c->words.n == 0)
		return cmd_usage(c, "name the files to hold against the "
		    "schema");
	return split_maps(c);
}

/* ---- files named ------------------------------------------------------ */

/* The path as the ledger sees it. */
static bool
inside(struct str *out, struct cmd *c, struct str home, struct str word)
{
	char *real = realpath(word.p, NULL);
	struct str path;

	if (!real)
		return diag_system(&c->diag, word, errno, "cannot open");
	path = arena_dup(&c->arena, str_of(real));
	free(real);
	if (str_starts(path, home) && (path.n == home.n ||
	    path.p[home.n] == '/')) {
		*out = str_sub(path, home.n + 1, path.n);
		return true;
	}
	return cmd_usage(c, "'%.*s' does not lie in the ledger '%.*s'; "
	    "--schema checks files outside of one", STR(word),
	    STR(c->env.dir));
}

static bool
named(struct strs *only, struct cmd *c)
{
	char *home = realpath(c->env.dir.p, NULL);
	struct str dir, path;
	bool ok = true;
	size_t i;

	if (!home)
		return diag_system(&c->diag, c->env.dir, errno,
		    "cannot open");
	dir = arena_dup(&c->arena, str_of(home));
	free(home);
	for (i = 0; i < c->words.n; i++) {
		if (inside(&path, c, dir, c->words.v[i]))
			strs_add(only, &c->arena, path);
		else
			ok = false;
	}
	return ok;
}

/* ---- the last line ---------------------------------------------------- */

static size_t
faulty_files(const struct diag *dg)
{
	struct str last = { 0 };
	size_t i, n = 0;

	for (i = 0; i < dg->n; i++) {
		if (dg->faults[i].level != DIAG_ERROR ||
		    str_eq(dg->faults[i].path, last))
			continue;
		last = dg->faults[i].path;
		n++;
	}
	return n;
}

static void
summary(struct cmd *c, const struct check_sum *sum)
{
	struct diag *dg = &c->diag;
	struct str s;

	diag_sort(dg);
	if (dg->nerrors && dg->nwarnings)
		s = diag_say(dg, "%zu errors, %zu warnings, %zu files",
		    dg->nerrors, dg->nwarnings, faulty_files(dg));
	else if (dg->nerrors)
		s = diag_say(dg, "%zu errors, %zu files", dg->nerrors,
		    faulty_files(dg));
	else if (dg->nwarnings)
		s = diag_say(dg, "no errors, %zu warnings: %zu files, %zu "
		    "records checked", dg->nwarnings, sum->files,
		    sum->records);
	else
		s = diag_say(dg, "no errors: %zu files, %zu records checked",
		    sum->files, sum->records);
	if (c->faults.format == FAULTS_TEXT && (dg->nerrors || !c->quiet))
		buf_printf(&c->out, "%.*s\n", STR(s));
}

/* ---- the two ways ----------------------------------------------------- */

static bool
outside(struct check_sum *sum, struct cmd *c)
{
	struct check_outside job = { schema, maps, nmaps, assert_format };

	return check_outside(sum, &job, &c->words, &c->arena, &c->diag);
}

/* A ledger.yaml with faults does not hide what is wrong with the rest. */
static bool
open_any(struct cmd *c)
{
	struct diag_mark mark = diag_mark(&c->diag);

	if (cmd_open(c, false))
		return true;
	if (c->diag.status != DIAG_DATA)
		return false;
	diag_back(&c->diag, mark);
	c->opened = check_open(&c->led, &c->arena, &c->env, &c->diag);
	c->diag.words = c->led.chinese ? c->chinese : NULL;
	return c->opened;
}

static bool
ledger(struct check_sum *sum, struct cmd *c)
{
	struct diag_mark mark = diag_mark(&c->diag);
	struct strs only = { 0 };
	bool ok;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (!open_any(c) || (i == 0 && !named(&only, c)))
			return false;
		ok = check_ledger(sum, &c->led, &only, &c->diag);
		if (ok || store_settled(&c->led.store) || i + 1 == TRIES)
			return ok;
		diag_back(&c->diag, mark);
		ledger_close(&c->led);
	}
	return false;
}

int
main(int argc, char **argv)
{
	struct check_sum sum = { 0 };
	struct cmd c;

	argc = take_maps(argc, argv);
	cmd_begin(&c, argc, argv, &command);
	if (!read_options(&c))
		return cmd_end(&c);
	c.faults_to = stdout;
	if (!(schema.n ? outside(&sum, &c) : ledger(&sum, &c)) &&
	    c.diag.status != DIAG_DATA)
		c.faults_to = stderr;
	else
		summary(&c, &sum);
	return cmd_end(&c);
}
