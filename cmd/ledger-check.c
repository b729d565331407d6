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
static struct check_map maps[MAPS + 1];
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
	int i, n = 1;

	for (i = 1; i < argc; i++) {
		if (nmaps < MAPS && i + 1 < argc &&
		    strcmp(argv[i], "--map") == 0)
			maps[nmaps++].prefix = str_of(argv[++i]);
		else if (nmaps < MAPS && strncmp(argv[i], "--map=", 6) == 0)
			maps[nmaps++].prefix = str_of(argv[i] + 6);
		else
			argv[n++] = argv[i];
	}
	argv[n] = NULL;
	return n;
}

static bool
read_options(struct cmd *c)
{
	static const char *const names[] = { "text", "gcc", "json", "sarif" };
	size_t i = 0;

	while (i < NELEM(names) && format.n && !str_is(format, names[i]))
		i++;
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
	for (i = 0; i < nmaps; i++)
		if (!check_map_parse(&maps[i], maps[i].prefix))
			return cmd_usage(c, "--map wants PREFIX=DIR, not "
			    "'%.*s'", STR(maps[i].prefix));
	/* the language's own schemas are shipped */
	maps[nmaps++] = (struct check_map){
	    S("https://json-schema.org/draft/2020-12/"), arena_printf(
	    &c->arena, "%.*s/metaschemas/draft2020-12", STR(c->share)) };
	return true;
}

/* ---- files named ------------------------------------------------------ */

/* The path without links, or empty with a fault. */
static struct str
real(struct cmd *c, struct str path)
{
	char *found = realpath(path.p, NULL);
	struct str s = S("");

	if (!found)
		diag_system(&c->diag, path, errno, "cannot open");
	else
		s = arena_dup(&c->arena, str_of(found));
	free(found);
	return s;
}

/* The files named, as the ledger sees them. */
static bool
named(struct strs *only, struct cmd *c)
{
	struct str home = real(c, c->env.dir), path;
	size_t i;

	for (i = 0; home.n && i < c->words.n; i++) {
		path = real(c, c->words.v[i]);
		if (str_starts(path, home) && (path.n == home.n ||
		    path.p[home.n] == '/'))
			strs_add(only, &c->arena, str_sub(path, home.n + 1,
			    path.n));
		else if (path.n)
			cmd_usage(c, "'%.*s' does not lie in the ledger "
			    "'%.*s'; --schema checks files outside of one",
			    STR(c->words.v[i]), STR(c->env.dir));
	}
	return only->n == c->words.n && home.n;
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
	    c.diag.status != DIAG_DATA && sum.files == 0)
		c.faults_to = stderr;
	else if (c.faults.format == FAULTS_TEXT &&
	    (c.diag.nerrors || !c.quiet))
		buf_printf(&c.out, "%.*s\n", STR(check_sum_text(&sum,
		    &c.diag)));
	return cmd_end(&c);
}
