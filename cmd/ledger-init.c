/* SPDX-License-Identifier: MIT */
/*
 * ledger-init - a new ledger directory, ready for git and editors
 *
 * Reads the region table and the rulebooks, checks all of them, and only
 * then makes the directory and writes every file at once, or none.  A file
 * that is there already is never written over.
 */
#include <stdlib.h>

#include "git.h"
#include "newledger.h"
#include "site.h"

#define REGION_DIGITS	12

static struct str region, name, regions, rules;
static bool git, dry_run, commit;

static const struct opt options[] = {
	{ 0, "region", "CODE", NULL, &region, NULL,
	    "the township's code, 12 digits" },
	{ 0, "name", "NAME", NULL, &name, NULL, "the ledger's name" },
	{ 0, "regions", "FILE", NULL, &regions, NULL,
	    "the region tree: CSV with code, name, level, parent" },
	{ 0, "rules", "ID,…", NULL, &rules, NULL,
	    "rulebooks: shipped ones by id, your own by path" },
	{ 0, "git", NULL, &git, NULL, NULL, "make it a git work tree, too" },
	{ 0, "commit", NULL, &commit, NULL, NULL,
	    "one git commit of exactly the files changed" },
	{ 'n', "dry-run", NULL, &dry_run, NULL, NULL,
	    "list what would be written and write nothing" },
	{ 0 },
};

static const struct command command = {
	.name = "ledger-init",
	.synopsis = "DIR --region CODE --name NAME --regions FILE "
	    "[--rules ID,…] [--git]",
	.summary = "a new ledger directory, ready for git and editors",
	.groups = CMD_NO_LEDGER,
	.options = options,
};

/* ---- before anything is made ------------------------------------------ */

static bool
check_usage(struct cmd *c)
{
	size_t i;

	if (c->words.n != 1 || c->ngroups > 1 || c->groups[0].n ||
	    !region.n || !name.n || !regions.n)
		return cmd_usage(c, "say where, and of which region: %s %s",
		    command.name, command.synopsis);
	for (i = 0; i < region.n; i++)
		if (region.p[i] < '0' || region.p[i] > '9')
			break;
	return (i == region.n && i == REGION_DIGITS) || cmd_usage(c,
	    "--region wants the 12 digits of a region's code, not '%.*s'",
	    STR(region));
}

/* A ledger under construction: its kinds are the shipped ones. */
static bool
open_share(struct cmd *c)
{
	char *whole = realpath(c->share.p, NULL);

	if (whole && c->share.p[0] != '/')
		c->share = arena_dup(&c->arena, str_of(whole));
	free(whole);
	c->env.share = c->share;
	c->led = (struct ledger){ .arena = &c->arena, .env = c->env,
	    .region = region, .name = name, .chinese = c->diag.words };
	map_init(&c->led.kinds, &c->arena);
	map_init(&c->led.refs, &c->arena);
	c->led.run = schema_run_new(&c->arena);
	c->opened = store_open(&c->led.store, &c->arena, c->share, &c->diag);
	return c->opened;
}

/* ---- what it will hold ------------------------------------------------ */

static bool
gather_rules(struct newledger *nl, struct cmd *c)
{
	struct strs items = { 0 };
	struct source *src;
	struct str s;
	bool ok = true;
	size_t i;

	intake_items(&items, &c->arena, rules);
	for (i = 0; i < items.n; i++) {
		s = items.v[i];
		src = arena_alloc(&c->arena, sizeof(*src));
		if (str_find(s, S("/")) == s.n && !str_ends(s, S(".yaml")) ?
		    !newledger_shipped(nl, s, &c->diag) :
		    !store_slurp(src, &c->arena, s, &c->diag) ||
		    !newledger_rulebook(nl, src, &c->diag))
			ok = false;
	}
	return ok;
}

static bool
gather(struct newledger *nl, struct cmd *c)
{
	struct source csv;
	bool ok;

	newledger_init(nl, &c->led, region, name);
	ok = newledger_settings(nl, &c->diag);
	if (!store_slurp(&csv, &c->arena, regions, &c->diag) ||
	    !newledger_regions(nl, &csv, &c->diag))
		ok = false;
	return gather_rules(nl, c) && ok &&
	    newledger_calendar(nl, date_ymd(c->env.today).year, &c->diag) &&
	    newledger_surroundings(nl, &c->diag);
}

static bool
tell_paths(struct cmd *c, struct str dir, const struct newledger *nl,
    struct strs *paths)
{
	size_t i;

	for (i = 0; i < nl->n; i++) {
		if (dry_run)
			buf_printf(&c->out, "%.*s/%.*s\n", STR(dir),
			    STR(nl->files[i].path));
		if (!str_starts(nl->files[i].path, S("private/")))
			strs_add(paths, &c->arena, nl->files[i].path);
	}
	return !dry_run;
}

static bool
settle(struct cmd *c, const struct site *at, const struct strs *paths)
{
	buf_printf(&c->out, "%.*s\n%.*s\n", STR(at->dir),
	    STR(diag_say(&c->diag,
	    "state and work secrets must not be recorded here")));
	c->always_out = true;	/* what git says does not undo the ledger */
	if (!site_git(at, c, git))
		return false;
	return !commit || git_commit(&c->arena, at->dir, paths,
	    diag_say(&c->diag, "new ledger: %.*s", STR(name)), &c->diag);
}

static bool
init(struct cmd *c)
{
	struct strs paths = { 0 };
	struct newledger nl;
	struct site at;
	struct str dir;

	if (!check_usage(c))
		return false;
	dir = cmd_word(c, 0);
	while (dir.n > 1 && str_ends(dir, S("/")))
		dir.n--;
	if (!site_look(&at, c, arena_dup(&c->arena, dir)) ||
	    !open_share(c) || !gather(&nl, c) ||
	    !site_free(&at, c, nl.files, nl.n))
		return false;
	if (!tell_paths(c, at.dir, &nl, &paths))
		return true;
	return site_write(&at, c, nl.files, nl.n) &&
	    settle(c, &at, &paths);
}

int
main(int argc, char **argv)
{
	struct cmd c;

	cmd_begin(&c, argc, argv, &command);
	(void)init(&c);
	return cmd_end(&c);
}
