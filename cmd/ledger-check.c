/* SPDX-License-Identifier: MIT */
/*
 * ledger-check - every mistake of a ledger, each at its line and column
 *
 * Reads all files of the ledger, or those named, and writes none, unless
 * --fix is to repair some.  With --schema it holds any YAML or JSON files
 * against any schema instead, and looks at no ledger.  Faults are the
 * result: they go to standard output.
 */
#include "check-mode.h"

#define MAPS	64	/* --map, in one call */

static struct str format, column, schema, unused, explain, crlf;
static bool assert_format, fix, staged, dry_run;
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
	{ 0, "explain", "RULE", NULL, &explain, NULL,
	    "what a rule is about and what to do" },
	{ 0, "fix", NULL, &fix, NULL, NULL,
	    "repair what can mean one thing only, then check" },
	{ 'n', "dry-run", NULL, &dry_run, NULL, NULL,
	    "with --fix: show the exact change and write nothing" },
	{ 0, "crlf", "lf|keep", NULL, &crlf, NULL,
	    "with --fix: what becomes of CR LF; kept if not said" },
	{ 0, "staged", NULL, &staged, NULL, NULL,
	    "what is staged in git, as it is staged" },
	{ 0 },
};

static const struct command command = {
	.name = "ledger-check",
	.synopsis = "[--fix [-n]] [FILE…] | --staged | --explain RULE | "
	    "--schema SCHEMA [--map PREFIX=DIR] FILE…",
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
read_format(struct cmd *c)
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
	return column.n == 0 || c->faults.byte_columns ||
	    str_is(column, "codepoint") || cmd_usage(c,
	    "--column is codepoint or byte, not '%.*s'", STR(column));
}

static bool
read_ways(struct cmd *c)
{
	if ((schema.n > 0) + (explain.n > 0) + fix + staged > 1)
		return cmd_usage(c, "--schema, --explain, --fix and --staged "
		    "exclude each other");
	if (!fix && (dry_run || crlf.n))
		return cmd_usage(c, "-n and --crlf go with --fix");
	return crlf.n == 0 || str_is(crlf, "lf") || str_is(crlf, "keep") ||
	    cmd_usage(c, "--crlf is lf or keep, not '%.*s'", STR(crlf));
}

static bool
read_options(struct cmd *c)
{
	size_t i;

	if (!read_format(c) || !read_ways(c))
		return false;
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

/* ---- the ways --------------------------------------------------------- */

static bool
outside(struct check_sum *sum, struct cmd *c)
{
	struct check_outside job = { schema, maps, nmaps, assert_format };

	return check_outside(sum, &job, &c->words, &c->arena, &c->diag);
}

static bool
check(struct check_sum *sum, struct cmd *c)
{
	if (schema.n)
		return outside(sum, c);
	if (fix)
		return check_mode_fix(sum, c, dry_run, str_is(crlf, "lf"));
	return staged ? check_mode_staged(sum, c) : check_mode_ledger(sum, c);
}

int
main(int argc, char **argv)
{
	struct check_sum sum = { 0 };
	struct cmd c;
	bool ok;

	argc = take_maps(argc, argv);
	cmd_begin(&c, argc, argv, &command);
	ok = read_options(&c);
	if (ok && explain.n)
		ok = check_mode_explain(&c, explain);
	if (!ok || explain.n)
		return cmd_end(&c);
	c.faults_to = stdout;
	if (!check(&sum, &c) && c.diag.status != DIAG_DATA && sum.files == 0)
		c.faults_to = stderr;
	else if (c.faults.format == FAULTS_TEXT && !dry_run &&
	    (c.diag.nerrors || !c.quiet))
		buf_printf(&c.out, "%.*s\n", STR(check_sum_text(&sum,
		    &c.diag)));
	return cmd_end(&c);
}
