/* SPDX-License-Identifier: MIT */
/* cmd - the world looked up once: arguments, clock, user, ledger, output. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "git.h"
#include "options.h"
#include "secret.h"

#define CHINA_SECONDS	(8 * 3600)	/* the ledgers' time zone, UTC+8 */
#define PATH_BYTES	4096
#define TRIES	5		/* of a reader that writers overtake */

static struct str
env(const char *name)
{
	return str_of(getenv(name));
}

/* ---- where things are ------------------------------------------------- */

/* $TAIZHANG_SHARE, else ../share/taizhang beside the binary. */
static void
find_share(struct cmd *c)
{
	char self[PATH_BYTES];
	ssize_t n;
	int i;

	c->share = env("TAIZHANG_SHARE");
	if (c->share.n)
		return;
	n = readlink("/proc/self/exe", self, sizeof(self));
	for (i = 0; n > 0 && i < 2; i++)
		while (n > 0 && self[--n] != '/')
			;
	c->share = arena_printf(&c->arena, "%.*s/share/taizhang",
	    (int)(n > 0 ? n : 0), self);
}

static void
load_words(struct cmd *c)
{
	struct source *src = arena_alloc(&c->arena, sizeof(*src));
	struct diag quiet;
	struct words *w = NULL;

	diag_init(&quiet, &c->arena, NULL);
	if (!store_slurp(src, &c->arena, arena_printf(&c->arena,
	    "%.*s/po/zh_CN.po", STR(c->share)), &quiet))
		return;
	/* of a damaged file the good entries are there all the same */
	if (words_parse(&w, &c->arena, src, &quiet) || w)
		c->chinese = w;
}

static bool
is_ledger(struct arena *a, struct str dir)
{
	struct str file = arena_printf(a, "%.*s/ledger.yaml", STR(dir));
	struct stat st;

	return stat(file.p, &st) == 0;
}

/* -C, else $TAIZHANG_LEDGER, else the nearest parent that is one. */
static bool
find_ledger(struct cmd *c)
{
	char here[PATH_BYTES];
	struct str dir;

	c->env.dir = c->dir.n ? c->dir : env("TAIZHANG_LEDGER");
	if (c->env.dir.n)
		return true;
	if (!getcwd(here, sizeof(here)))
		return diag_system(&c->diag, S("."), errno,
		    "cannot tell where we are");
	for (dir = str_of(here); dir.n; dir.n--) {
		if (dir.n < strlen(here) && here[dir.n] != '/')
			continue;
		if (is_ledger(&c->arena, dir)) {
			c->env.dir = arena_dup(&c->arena, dir);
			return true;
		}
	}
	return cmd_usage(c, "no ledger here or above (no ledger.yaml); "
	    "name one with -C DIR, or make one with ledger-init");
}

static bool
find_today(struct cmd *c)
{
	struct str s = c->today.n ? c->today : env("TAIZHANG_TODAY");
	struct source src;
	time_t now;

	c->env.today = (date_day)((time(&now) + CHINA_SECONDS) / 86400);
	if (s.n == 0)
		return true;
	src = source_of("--today", s);
	return date_parse(&c->env.today, s, c->env.today, &src,
	    (struct span){ 0, (uint32_t)s.n }, &c->diag);
}

static bool
find_wait(struct cmd *c)
{
	char *end;
	long n;

	c->env.wait = 10;
	if (c->wait.n == 0)
		return true;
	n = strtol(c->wait.p, &end, 10);
	if (*end || n < 0 || n > 3600)
		return cmd_usage(c, "--wait wants seconds, 0 to 3600");
	c->env.wait = (int)n;
	return true;
}

static bool
find_language(struct cmd *c)
{
	struct str lang = c->lang.n ? c->lang : env("TAIZHANG_LANG");

	if (lang.n && !str_is(lang, "zh") && !str_is(lang, "en"))
		return cmd_usage(c, "--lang is zh or en, not '%.*s'",
		    STR(lang));
	c->env.lang = lang;
	return true;
}

/* Asked before the options are read: what is wrong with them is said in the
 * language they ask for. */
static bool
wants_english(int argc, char **argv)
{
	bool english = str_is(env("TAIZHANG_LANG"), "en");
	int i;

	for (i = 1; i < argc; i++) {
		if (str_is(S("--lang=en"), argv[i]) ||
		    (str_is(S("--lang"), argv[i]) && i + 1 < argc &&
		    strcmp(argv[i + 1], "en") == 0))
			english = true;
		else if (str_is(S("--lang=zh"), argv[i]) ||
		    (str_is(S("--lang"), argv[i]) && i + 1 < argc &&
		    strcmp(argv[i + 1], "zh") == 0))
			english = false;
	}
	return english;
}

/* ---- begin ------------------------------------------------------------ */

static void
leave(struct cmd *c)
{
	exit(cmd_end(c));
}

void
cmd_begin(struct cmd *c, int argc, char **argv, const struct command *info)
{
	bool ok;

	*c = (struct cmd){ .info = info, .argv = argv, .faults_to = stderr,
	    .faults = { .command = info->name } };
	signal(SIGPIPE, SIG_IGN);	/* a closed pipe is a failed write */
	arena_init(&c->arena);
	diag_init(&c->diag, &c->arena, NULL);
	buf_init(&c->out, &c->arena);
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		buf_printf(&c->out, "%s (taizhang) %s\n", info->name,
		    VERSION);
		leave(c);
	}
	find_share(c);
	load_words(c);
	c->diag.words = wants_english(argc, argv) ? NULL : c->chinese;
	ok = options_parse(c, argc, argv);
	ok = find_language(c) && ok;
	if (c->help)
		options_help(c);
	if (c->version)
		buf_printf(&c->out, "%s (taizhang) %s\n", info->name,
		    VERSION);
	if (c->help || c->version || !ok || !find_today(c) || !find_wait(c))
		leave(c);
	c->env.share = c->share;
	c->env.user = c->user.n ? c->user : env("TAIZHANG_USER");
	c->env.threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
}

struct str
cmd_user(struct cmd *c)
{
	if (c->env.user.n == 0)
		c->env.user = git_user(&c->arena, c->env.dir);
	c->led.env.user = c->env.user;
	return c->env.user;
}

/* Reasons and notes are taken by verbs that ask no kind about them. */
static bool
remarks(struct cmd *c)
{
	static const char *const said[] = { "reason", "note", "理由", "原因",
	    "说明" };
	const struct given *g = c->groups[0].v, *end = g + c->groups[0].n;
	bool ok = true;
	size_t i;

	for (; g < end; g++)
		for (i = 0; i < NELEM(said); i++)
			if (str_is(g->key, said[i]) && !secret_none(g->value,
			    g->key, g->src, g->value_at, &c->diag))
				ok = false;
	return ok;
}

bool
cmd_open(struct cmd *c, bool write)
{
	if (!find_ledger(c))
		return false;
	c->env.write = write && !c->dry_run;
	if (write && !(c->info->groups & CMD_USER_LATER))
		(void)cmd_user(c);
	if (!ledger_open(&c->led, &c->arena, &c->env, &c->diag))
		return false;
	c->opened = true;
	c->diag.words = c->led.chinese ? c->chinese : NULL;
	return !write || remarks(c);
}

/* ---- end -------------------------------------------------------------- */

static bool
put(FILE *to, struct str s)
{
	return (s.n == 0 || fwrite(s.p, 1, s.n, to) == s.n) &&
	    fflush(to) == 0;
}

/* What was done stays done: whoever does not get the ids is told them. */
static bool
ids_lost(struct cmd *c, int error)
{
	struct str ids = str_trim(buf_str(&c->out));
	struct buf line;
	size_t i;

	buf_init(&line, &c->arena);
	for (i = 0; i < ids.n; i++)
		buf_char(&line, ids.p[i] == '\n' ? ' ' : ids.p[i]);
	return diag_system(&c->diag, S(""), error, "the ledger was written, "
	    "but standard output was not (%.*s)", STR(buf_str(&line)));
}

/* A reader that has seen enough (head) closes the pipe: no word of that. */
static bool
print(struct cmd *c)
{
	int error;

	if (put(stdout, buf_str(&c->out)) && fclose(stdout) == 0)
		return true;
	error = errno;
	if (c->written)
		return ids_lost(c, error);
	if (error == EPIPE) {
		c->diag.status = DIAG_SYSTEM;
		return false;
	}
	return diag_system(&c->diag, S(""), error,
	    "cannot write to standard output");
}

static int
digit(struct str s)
{
	return s.n == 1 && s.p[0] >= '0' && s.p[0] <= '9' ? s.p[0] - '0' : 0;
}

/* What was read is of two states: the whole command once more. */
static void
begin_again(struct cmd *c)
{
	int tries = digit(env("TAIZHANG_TRIES"));
	char next[2] = { (char)('1' + tries), '\0' };

	if (tries < TRIES && setenv("TAIZHANG_TRIES", next, 1) == 0)
		execv("/proc/self/exe", c->argv);
	diag_busy(&c->diag, "the ledger changes all the time; try again");
}

/* A line of JSON lines is read by itself, as FILE#N: told as FILE:N. */
static void
place_lines(struct cmd *c)
{
	struct str all = c->from.bytes, rest;
	struct fault *f = c->diag.faults, *end = f + c->diag.n;
	size_t at, number, n;

	for (; c->from.path.n && f < end; f++) {
		n = c->from.path.n;
		if (!str_starts(f->path, c->from.path) || f->path.n <= n ||
		    f->path.p[n] != '#')
			continue;
		rest = str_sub(f->path, n + 1, f->path.n);
		for (number = 0; rest.n; rest = str_sub(rest, 1, rest.n))
			number = number * 10 + (size_t)(rest.p[0] - '0');
		f->path = c->from.path;
		f->place.line = (unsigned)number;
		for (at = 0; number > 1 && at < all.n; number--)
			at += str_find(str_sub(all, at, all.n), S("\n")) + 1;
		f->at += (uint32_t)at;
		f->end += (uint32_t)at;
	}
}

/* Nobody types it twice: on a fault the file stays, and where is told. */
static void
keep_edited(struct cmd *c)
{
	if (c->edited.n == 0)
		return;
	if (c->diag.status == 0)
		(void)unlink(c->edited.p);
	else
		diag_note(&c->diag, NULL, NULL, (struct span){ 0, 0 },
		    "what was typed is kept; correct it and give it with "
		    "--from %.*s", STR(c->edited));
}

int
cmd_end(struct cmd *c)
{
	struct buf faults;
	size_t told;
	int status;

	if (c->opened && !c->env.write && !c->dry_run &&
	    !store_settled(&c->led.store))
		begin_again(c);
	if (c->opened)
		ledger_close(&c->led);
	place_lines(c);
	keep_edited(c);
	diag_sort(&c->diag);
	buf_init(&faults, &c->arena);
	if (c->faults_to != stdout) {
		if (c->diag.status == 0 || c->always_out)
			(void)print(c);
		faults_show(&faults, &c->diag, &c->faults);
		(void)put(stderr, buf_str(&faults));
	} else {
		faults_show(&faults, &c->diag, &c->faults);
		buf_add(&faults, buf_str(&c->out));
		c->out = faults;
		told = c->diag.n;
		if (!print(c) && c->diag.n > told)
			fprintf(stderr, "%s: %.*s\n", c->info->name,
			    STR(c->diag.faults[c->diag.n - 1].text));
	}
	status = (int)c->diag.status;
	arena_free(&c->arena);
	return status;
}
