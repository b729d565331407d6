/* SPDX-License-Identifier: MIT */
/*
 * client - what another program does with libtaizhang; see check-install
 *
 *	client faults LEDGER [PATH …]	as ledger-check --format gcc
 *	client csv LEDGER KIND AUDIENCE [NAME=VALUE …]
 *	client crowd LEDGER	many threads, each its own handle
 *	client wrong LEDGER	calls that are wrong; a line for each
 *	client again LEDGER	one handle, call after call
 *	client often LEDGER	handle after handle, in the same memory
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <taizhang.h>

#define TODAY	"2026-04-21"
#define CROWD	8
#define OFTEN	300
#define GROWTH	400	/* pages, from the hundredth handle to the last */

static const char *ledger;

static void
show(const struct taizhang *t)
{
	static const char *const levels[] = { "note", "warning", "error" };
	const struct taizhang_fault *f;
	size_t i;

	for (i = 0; (f = taizhang_fault(t, i)) != NULL; i++) {
		printf("%s", f->path.n ? f->path.p : "taizhang");
		if (f->line)
			printf(":%u:%u", f->line, f->column);
		printf(": %s: %s", levels[f->level], f->message.p);
		printf(f->rule.n ? " [%s]\n" : "%s\n", f->rule.p);
	}
}

static int
faults(struct taizhang *t, char **paths)
{
	struct taizhang_sum sum;
	int status = taizhang_check(t, (const char *const *)paths, &sum);

	show(t);
	fprintf(stderr, "%zu %zu\n", sum.errors, sum.warnings);
	return status;
}

static int
csv(struct taizhang *t, char **v)
{
	struct taizhang_choice choice = { 0 };
	const struct { const char *name; const char **at; } names[] = {
		{ "village=", &choice.village }, { "period=", &choice.period },
		{ "where=", &choice.where }, { "columns=", &choice.columns },
		{ "sort=", &choice.sort },
	};
	struct taizhang_text out;
	const char *kind = v[0], *audience = v[1];
	int status;
	size_t i;

	for (v += 2; *v; v++) {
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (!strncmp(*v, names[i].name, strlen(names[i].name)))
				*names[i].at = *v + strlen(names[i].name);
		choice.flags |= !strcmp(*v, "labels") ? TAIZHANG_LABELS :
		    !strcmp(*v, "excel") ? TAIZHANG_EXCEL :
		    !strcmp(*v, "export") ? TAIZHANG_EXPORT : 0;
	}
	status = taizhang_csv(t, kind, audience, &choice, &out);
	if (strlen(out.p) != out.n)
		return 9;
	printf("%s", out.p);
	show(t);
	return status;
}

static void *
one_of_many(void *wrong)
{
	struct taizhang_text one, same;
	struct taizhang *t;
	char *first;
	int i;

	*(int *)wrong = taizhang_open(&t, ledger, TODAY, NULL);
	for (i = 0; i < 4; i++) {
		*(int *)wrong |= taizhang_csv(t, "household", "village", NULL,
		    &one);
		first = strdup(one.p);
		*(int *)wrong |= taizhang_check(t, NULL, NULL);
		*(int *)wrong |= taizhang_csv(t, "household", "village", NULL,
		    &same);
		*(int *)wrong |= strcmp(first, same.p) != 0 || same.n < 100;
		free(first);
	}
	taizhang_close(t);
	return NULL;
}

static int
crowd(void)
{
	pthread_t threads[CROWD];
	int wrong[CROWD], i, all = 0;

	for (i = 0; i < CROWD; i++)
		if (pthread_create(&threads[i], NULL, one_of_many, &wrong[i]))
			return 9;
	for (i = 0; i < CROWD; i++) {
		pthread_join(threads[i], NULL);
		all |= wrong[i];
	}
	return all;
}

static void
say(const char *what, int status, struct taizhang *t)
{
	printf("%s: %d\n", what, status);
	show(t);
}

static void
wrong_open(const char *what, const char *dir, const char *today,
    const struct taizhang_setup *how)
{
	struct taizhang *t;
	int status = taizhang_open(&t, dir, today, how);

	say(what, status, t);
	taizhang_close(t);
}

static void
wrong_csv(struct taizhang *t, const char *what, const char *kind,
    const char *audience, struct taizhang_choice choice)
{
	struct taizhang_text out;
	int status = taizhang_csv(t, kind, audience, &choice, &out);

	say(what, status, t);
	if (out.p == NULL || out.n)
		printf("there is CSV\n");
}

static int
wrong(struct taizhang *t)
{
	struct taizhang_setup french = { .lang = "fr" },
	    nowhere = { .share = "/nowhere", .lang = "en" },
	    english = { .lang = "en" };

	wrong_open("no ledger", "/", TODAY, &english);
	wrong_open("no directory", NULL, TODAY, &english);
	wrong_open("no day", ledger, "2026-02-30", &english);
	wrong_open("no such language", ledger, TODAY, &french);
	wrong_open("no share", ledger, TODAY, &nowhere);
	wrong_csv(t, "no kind", "hamster", "public",
	    (struct taizhang_choice){ 0 });
	wrong_csv(t, "no audience", "person", NULL,
	    (struct taizhang_choice){ 0 });
	wrong_csv(t, "no village", "person", "internal",
	    (struct taizhang_choice){ .village = "桃花源" });
	wrong_csv(t, "not for them", "household", "public",
	    (struct taizhang_choice){ .columns = "id,head" });
	wrong_csv(t, "nor to choose by", "household", "public",
	    (struct taizhang_choice){ .where = "head = 王建国" });
	wrong_csv(t, "nor to sort by", "household", "public",
	    (struct taizhang_choice){ .sort = "village,-head" });
	wrong_csv(t, "no condition", "household", "internal",
	    (struct taizhang_choice){ .where = "head = = 王" });
	taizhang_close(NULL);
	return 0;
}

/* What the last answer handed out may be handed in. */
static int
again(struct taizhang *t)
{
	struct taizhang_text out;
	const struct taizhang_fault *f;
	const char *paths[] = { NULL, NULL };

	taizhang_check(t, NULL, NULL);
	f = taizhang_fault(t, 0);
	if (!f || !f->path.n)
		return 9;
	paths[0] = f->path.p;
	taizhang_check(t, paths, NULL);
	show(t);
	if (taizhang_csv(t, "person", "internal", NULL, &out) ==
	    TAIZHANG_OK && taizhang_fault(t, 0))
		return 9;
	return 0;
}

static long
pages(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long all, resident = 0;

	if (f && fscanf(f, "%ld %ld", &all, &resident) != 2)
		resident = 0;
	if (f)
		fclose(f);
	return resident;
}

static int
often(void)
{
	struct taizhang_text out;
	struct taizhang *t;
	long from = 0;
	int i, status = 0;

	for (i = 0; i < OFTEN; i++) {
		status |= taizhang_open(&t, ledger, TODAY, NULL);
		status |= taizhang_check(t, NULL, NULL);
		status |= taizhang_csv(t, "household", "village", NULL, &out);
		taizhang_close(t);
		if (i == 100)
			from = pages();
	}
	return status | (pages() - from > GROWTH ? 8 : 0);
}

int
main(int argc, char **argv)
{
	struct taizhang_setup english = { .lang = "en", .threads = 2 };
	struct taizhang *t;
	int status;

	if (argc < 3)
		return 9;
	ledger = argv[2];
	if (!strcmp(argv[1], "crowd"))
		return crowd();
	if (!strcmp(argv[1], "often"))
		return often();
	status = taizhang_open(&t, ledger, TODAY, &english);
	if (!strcmp(argv[1], "faults"))
		status = faults(t, argc > 3 ? argv + 3 : NULL);
	else if (status)
		show(t);
	else if (!strcmp(argv[1], "csv") && argc > 4)
		status = csv(t, argv + 3);
	else if (!strcmp(argv[1], "wrong"))
		status = wrong(t);
	else if (!strcmp(argv[1], "again"))
		status = again(t);
	taizhang_close(t);
	return status;
}
