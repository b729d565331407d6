/* SPDX-License-Identifier: MIT */
/* export - an output file, kept off what the ledger itself holds. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cmd.h"
#include "render.h"

/* One part more, and where that leads: links followed, if it is there. */
static bool
step(char path[PATH_MAX], struct str part)
{
	char next[PATH_MAX], real[PATH_MAX];
	char *end = strrchr(path, '/');
	int n;

	if (part.n == 0 || str_is(part, "."))
		return true;
	if (str_is(part, "..")) {
		end[end == path] = '\0';
		return true;
	}
	n = snprintf(next, sizeof(next), "%s/%.*s", path[1] ? path : "",
	    STR(part));
	if (n < 0 || (size_t)n >= sizeof(next))
		return false;
	snprintf(path, PATH_MAX, "%s", realpath(next, real) ? real : next);
	return true;
}

/* Where a path will lead once the directories it lacks have been made. */
static bool
resolve(char out[PATH_MAX], struct str path)
{
	size_t end;

	if (!realpath(str_starts(path, S("/")) ? "/" : ".", out))
		return false;
	for (; path.n; path = str_sub(path, end + 1, path.n)) {
		end = str_find(path, S("/"));
		if (!step(out, str_sub(path, 0, end)))
			return false;
	}
	return true;
}

/* Is it, seen from the ledger's directory, one of the ledger's own? */
static bool
is_own(struct str path)
{
	static const char *const own[] = { "ledger.yaml", "registers",
	    "villages", "rules", "calendars", "schemas" };
	struct str first = str_sub(path, 0, str_find(path, S("/")));
	size_t i;

	for (i = 0; i < NELEM(own); i++)
		if (str_is(first, own[i]))
			return true;
	return str_starts(first, S(".")) || str_ends(path, S(".yaml")) ||
	    str_ends(path, S(".yml"));
}

static bool
in_ledger(const struct cmd *c, struct str path)
{
	char root[PATH_MAX], real[PATH_MAX];
	size_t n;

	if (!realpath(c->env.dir.p, root) || !resolve(real, path))
		return false;
	n = strlen(root);
	return strncmp(real, root, n) == 0 && real[n] == '/' &&
	    is_own(str_of(real + n + 1));
}

bool
cmd_may_export(struct cmd *c, struct str path)
{
	struct str name = arena_dup(&c->arena, path);
	struct stat sb;

	if (memchr(name.p, '\0', name.n))
		return cmd_usage(c, "a file name cannot hold a NUL");
	if (in_ledger(c, name)) {
		cmd_usage(c, "'%.*s' is where the ledger keeps its own files",
		    STR(name));
		return diag_advise(&c->diag, "write to another file");
	}
	if (lstat(name.p, &sb) != 0 || !S_ISLNK(sb.st_mode) ||
	    (stat(name.p, &sb) == 0 && !S_ISREG(sb.st_mode)))
		return true;
	cmd_usage(c, "'%.*s' is a symbolic link", STR(name));
	return diag_advise(&c->diag, "name the file itself");
}

bool
cmd_export(struct cmd *c, struct str path, struct str bytes)
{
	return cmd_may_export(c, path) &&
	    store_export(path, bytes, &c->diag);
}

/* ---- what the name promises ------------------------------------------- */

struct str
cmd_ending(const struct cmd *c)
{
	struct str o = c->output;
	size_t i;

	for (i = o.n; i > 0 && o.p[i - 1] != '.' && o.p[i - 1] != '/'; i--)
		;
	return i && o.p[i - 1] == '.' ? str_sub(o, i, o.n) : S("");
}

bool
cmd_ending_kept(struct cmd *c)
{
	static const char *const others[] = { "xlsx", "xls", "et", "ods",
	    "docx", "doc", "wps", "odt", "pdf" };
	struct str ending = cmd_ending(c);
	size_t i;

	for (i = 0; i < NELEM(others); i++)
		if (c->format.n == 0 && str_is(ending, others[i])) {
			cmd_usage(c, "no format '%.*s'; for a spreadsheet "
			    "write CSV with --excel, for paper HTML",
			    STR(ending));
			return diag_cure(&c->diag, "-o %.*s.%s",
			    STR(str_sub(c->output, 0, c->output.n -
			    ending.n - 1)), i < 4 ? "csv --excel" : "html");
		}
	return true;
}
