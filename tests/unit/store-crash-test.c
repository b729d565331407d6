/* SPDX-License-Identifier: MIT */
/*
 * store - a change is made wholly or not at all, wherever it is interrupted
 *
 * The sweeps run one commit over and over, in a child, and let its first,
 * second, third ... system call fail or kill it, until none is left.
 */
#include <sys/wait.h>

#include "store-world.h"

enum { CHANGED, REFUSED, UNTOUCHED_BY_FAULT, BROKEN };	/* a child's exit */

/*
 * The change of the sweeps: two files replaced, one made in a new directory,
 * one removed.
 */
static void
plant(struct world *w)
{
	clear(w->at);
	mkdirat(w->at, "sub", 0755);
	put(w, "a", "old a");
	put(w, "sub/b", "old b");
	put(w, "gone", "old");
}

static bool
change(struct world *w, const char *spec, size_t n)
{
	struct store st;
	struct source a, b, gone, none = { 0 };
	struct store_write wr[] = {
		{ .path = S("sub/b"), .bytes = S("new b, longer"), .was = &b },
		{ .path = S("a"), .bytes = S("new a"), .was = &a },
		{ .path = S("gone"), .was = &gone },
		{ .path = S("x/y/c"), .bytes = S("new c"), .was = &none },
	};
	bool ok;

	if (!store_open(&st, &w->a, str_of(w->dir), &w->dg) ||
	    !store_lock(&st, 0, &w->dg) ||
	    !store_read(&b, &st, &w->a, wr[0].path, &w->dg) ||
	    !store_read(&a, &st, &w->a, wr[1].path, &w->dg) ||
	    !store_read(&gone, &st, &w->a, wr[2].path, &w->dg))
		_exit(BROKEN);
	fault_arm(spec);
	ok = store_commit(&st, wr, n, &w->dg);
	spec = fault_struck() ? "struck" : NULL;
	fault_arm(NULL);
	if (!spec)
		_exit(ok ? UNTOUCHED_BY_FAULT : BROKEN);
	if (!ok && w->dg.status != DIAG_SYSTEM)
		_exit(BROKEN);
	return ok;
}

/* In a child: its exit, or -1 where it was killed. */
static int
run(struct world *w, const char *spec, size_t n)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(change(w, spec, n) ? CHANGED : REFUSED);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What a reader sees, as one line. */
static const char *
view(struct world *w)
{
	static const char *const paths[] = { "a", "gone", "sub/b", "x/y/c" };
	struct store st;
	struct source src;
	struct strs names;
	struct buf b;
	size_t i;

	buf_init(&b, &w->a);
	opened(&st, w);
	for (i = 0; i < NELEM(paths); i++) {
		assert_true(store_read(&src, &st, &w->a, str_of(paths[i]),
		    &w->dg));
		buf_printf(&b, "%.*s|", STR(src.exists ? src.bytes : S("-")));
	}
	assert_true(store_list(&names, &st, &w->a, S(""), &w->dg));
	for (i = 0; i < names.n; i++)
		if (!str_is(names.v[i], "x/"))	/* may be there, empty */
			buf_printf(&b, "%.*s,", STR(names.v[i]));
	assert_true(store_list(&names, &st, &w->a, S("x/y"), &w->dg));
	for (i = 0; i < names.n; i++)
		buf_printf(&b, "x/y/%.*s,", STR(names.v[i]));
	store_close(&st);
	buf_char(&b, '\0');
	return buf_str(&b).p;
}

#define OLD_VIEW	"old a|old|old b|-|a,gone,sub/,"
#define NEW_VIEW	"new a|-|new b, longer|new c|a,sub/,x/y/c,"

static size_t
left_over(const struct world *w)
{
	static const char *const names[] = { "a.new", "sub/b.new",
		"x/y/c.new", "gone.new", ".taizhang/journal",
		".taizhang/journal.new" };
	size_t i, n = 0;

	for (i = 0; i < NELEM(names); i++)
		n += faccessat(w->at, names[i], F_OK, 0) == 0;
	return n;
}

/* Whoever writes next. */
static void
lock_once(struct world *w)
{
	struct store st;

	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	store_close(&st);
}

/* As run, and all that must hold whatever call was struck. */
static int
struck_at(struct world *w, const char *call, unsigned n, const char *what)
{
	char spec[SPEC];
	const char *seen;
	int result;
	bool is_new;

	snprintf(spec, sizeof(spec), "%s:%u%s", call, n, what);
	plant(w);
	result = run(w, spec, 4);
	if (result == BROKEN)
		fail_msg("%s: broken", spec);
	seen = view(w);
	is_new = strcmp(seen, NEW_VIEW) == 0;
	if (!is_new && strcmp(seen, OLD_VIEW) != 0)
		fail_msg("%s: a reader sees %s", spec, seen);
	if ((result == CHANGED || result == UNTOUCHED_BY_FAULT) && !is_new)
		fail_msg("%s: success, but nothing changed", spec);
	if (result >= 0 && !is_new && left_over(w) && !strchr(spec, '+'))
		fail_msg("%s: something left over", spec);
	lock_once(w);
	if (strcmp(view(w), seen) != 0)
		fail_msg("%s: after the next lock %s", spec, view(w));
	if (left_over(w))
		fail_msg("%s: something left over after the lock", spec);
	arena_reset(&w->a);
	return result;
}

static unsigned
sweep(struct world *w, const char *call, const char *what)
{
	unsigned n, told = 0;
	int result;

	for (n = 1; n < CALLS; n++) {
		result = struck_at(w, call, n, what);
		if (result == UNTOUCHED_BY_FAULT)
			break;
		told += result != CHANGED;
	}
	assert_in_range(n, 2, CALLS - 1);
	/* a fault that no call is ever refused for is overlooked */
	assert_int_not_equal(told, 0);
	return n - 1;
}

static void
killed_anywhere(void **state)
{
	/* a sweep that struck less would not be one */
	assert_in_range(sweep(*state, "any", ":KILL"), 40, CALLS);
}

static void
any_call_fails(void **state)
{
	sweep(*state, "any", ":EIO");
}

static void
each_call_fails(void **state)
{
	static const char *const calls[] = { "write", "pwrite", "fsync",
		"rename", "unlink", "fchmod", "close", "open", "mkdir" };
	size_t i;

	for (i = 0; i < NELEM(calls); i++)
		sweep(*state, calls[i], ":ENOSPC");
}

static void
short_writes_go_on(void **state)
{
	struct world *w = *state;

	plant(w);
	assert_int_equal(run(w, "write:1+:SHORT", 4), CHANGED);
	assert_string_equal(view(w), NEW_VIEW);
}

/* A disk that stays full, or is gone: also tidying up fails. */
static void
everything_fails_from_there_on(void **state)
{
	sweep(*state, "any", "+:EIO");
	sweep(*state, "write", "+:ENOSPC");
	sweep(*state, "unlink", "+:EIO");
}

/* The first rename of a file fails: the old bytes, and nothing else. */
static void
a_failed_rename_is_taken_back(void **state)
{
	struct world *w = *state;

	plant(w);
	assert_int_equal(run(w, "rename:2:EIO", 4), REFUSED);
	assert_string_equal(view(w), OLD_VIEW);
	assert_int_equal(left_over(w), 0);
	/* later ones cannot be: the journal stands, and is finished */
	plant(w);
	assert_int_equal(run(w, "rename:3:EIO", 4), REFUSED);
	assert_string_equal(view(w), NEW_VIEW);
	assert_true(left_over(w) > 0);
	lock_once(w);
	assert_string_equal(raw(w, "x/y/c"), "new c");
	assert_int_equal(left_over(w), 0);
}

/* One file needs no journal, but the same promise. */
static void
one_file_alone(void **state)
{
	struct world *w = *state;
	char spec[SPEC];
	unsigned n, kill;
	int result;

	for (n = 1, kill = 0; n < CALLS; n += kill, kill = !kill) {
		plant(w);
		snprintf(spec, sizeof(spec), "any:%u:%s", n,
		    kill ? "KILL" : "EIO");
		result = run(w, spec, 1);
		assert_int_not_equal(result, BROKEN);
		if (strcmp(raw(w, "sub/b"), "old b") != 0)
			assert_string_equal(raw(w, "sub/b"), "new b, longer");
		else
			assert_int_not_equal(result, CHANGED);
		if (result == UNTOUCHED_BY_FAULT)
			break;
		lock_once(w);
		assert_int_equal(left_over(w), 0);
		arena_reset(&w->a);
	}
	assert_in_range(n, 10, CALLS - 1);
}

static void
lock_under_fault(struct world *w, const char *spec)
{
	struct store st;
	bool ok;

	if (!store_open(&st, &w->a, str_of(w->dir), &w->dg))
		_exit(BROKEN);
	fault_arm(spec);
	ok = store_lock(&st, 0, &w->dg);
	_exit(fault_struck() ? ok ? CHANGED : REFUSED : UNTOUCHED_BY_FAULT);
}

/* The one who mends is killed in turn. */
static void
killed_while_mending(void **state)
{
	struct world *w = *state;
	char spec[SPEC];
	int status = 0;
	unsigned n, kill;
	pid_t pid;

	for (n = 1, kill = 0; n < CALLS; n += kill, kill = !kill) {
		plant(w);
		assert_int_equal(run(w, "rename:3:KILL", 4), -1);
		assert_string_equal(raw(w, "a"), "new a");
		assert_string_equal(raw(w, "sub/b"), "old b");
		snprintf(spec, sizeof(spec), "any:%u:%s", n,
		    kill ? "KILL" : "EIO");
		pid = fork();
		if (pid == 0)
			lock_under_fault(w, spec);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_string_equal(view(w), NEW_VIEW);
		lock_once(w);
		assert_string_equal(view(w), NEW_VIEW);
		assert_string_equal(raw(w, "sub/b"), "new b, longer");
		assert_int_equal(left_over(w), 0);
		if (WIFEXITED(status) &&
		    WEXITSTATUS(status) == UNTOUCHED_BY_FAULT)
			break;
		arena_reset(&w->a);
	}
	assert_in_range(n, 8, CALLS - 1);
}

static const struct { const char *claim, *text; } broken[] = {
	{ "empty", "" },
	{ "no journal", "hello\n" },
	{ "cut off", "taizhang-journal-1 0000000000000001\nremove "
	    "0000000000000000 0000000000000000 a\n" },
	{ "a false sum", "taizhang-journal-1 0000000000000001\nremove "
	    "0000000000000000 0000000000000000 a\nend 0000000000000000\n" },
	{ "more steps than there are", "taizhang-journal-1 "
	    "ffffffffffffffff\nend 0000000000000000\n" },
};

static void
broken_journals_change_nothing(void **state)
{
	struct world *w = *state;
	size_t i;

	plant(w);
	lock_once(w);
	for (i = 0; i < NELEM(broken); i++) {
		put(w, ".taizhang/journal", broken[i].text);
		put(w, ".taizhang/journal.new", broken[i].text);
		put(w, "a.new", "new a");
		if (strcmp(view(w), OLD_VIEW) != 0)
			fail_msg("%s: %s", broken[i].claim, view(w));
		lock_once(w);
		assert_string_equal(view(w), OLD_VIEW);
		assert_string_equal(raw(w, ".taizhang/journal"), "-");
		assert_int_equal(unlinkat(w->at, "a.new", 0), 0);
	}
}

/*
 * A reader that began while a journal stood, and reads on while the next
 * change is being written, must not take that one's unfinished file.
 */
static void
a_later_changes_file_is_not_read(void **state)
{
	struct world *w = *state;
	struct store reader;
	struct source src;

	plant(w);
	assert_int_equal(run(w, "rename:2:KILL", 4), -1);
	opened(&reader, w);
	lock_once(w);
	put(w, "a.new", "half ");	/* as long as "new a" */
	assert_true(store_read(&src, &reader, &w->a, S("a"), &w->dg));
	assert_true(str_is(src.bytes, "new a"));
	assert_false(store_settled(&reader));
	store_close(&reader);
}

#define WRITERS	3
#define TURNS	25

/* Both files hold the same count, one more with every change. */
static void
count_up(struct world *w)
{
	struct store st;
	struct source one, two;
	struct store_write wr[2] = { { .path = S("one"), .was = &one },
		{ .path = S("sub/two"), .was = &two } };
	int i;

	for (i = 0; i < TURNS; i++) {
		if (!store_open(&st, &w->a, str_of(w->dir), &w->dg) ||
		    !store_lock(&st, 60, &w->dg) ||
		    !store_read(&one, &st, &w->a, wr[0].path, &w->dg) ||
		    !store_read(&two, &st, &w->a, wr[1].path, &w->dg) ||
		    !str_eq(one.bytes, two.bytes))
			_exit(BROKEN);
		wr[0].bytes = wr[1].bytes = arena_printf(&w->a, "%ld",
		    strtol(one.bytes.p, NULL, 10) + 1);
		if (!store_commit(&st, wr, 2, &w->dg))
			_exit(BROKEN);
		store_close(&st);
	}
	_exit(CHANGED);
}

/* Reads both; false where the store says that something came between. */
static bool
read_both(struct world *w)
{
	struct store st;
	struct source one, two;
	bool settled;

	opened(&st, w);
	assert_true(store_read(&one, &st, &w->a, S("one"), &w->dg));
	assert_true(store_read(&two, &st, &w->a, S("sub/two"), &w->dg));
	settled = store_settled(&st);
	if (settled && !str_eq(one.bytes, two.bytes))
		fail_msg("read %.*s and %.*s", STR(one.bytes),
		    STR(two.bytes));
	store_close(&st);
	return settled;
}

static void
writers_lose_nothing_and_readers_see_one_state(void **state)
{
	struct world *w = *state;
	int i, status, left = WRITERS;
	unsigned settled = 0;
	pid_t pid;

	put(w, "one", "0");
	assert_int_equal(mkdirat(w->at, "sub", 0755), 0);
	put(w, "sub/two", "0");
	for (i = 0; i < WRITERS; i++) {
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			count_up(w);
	}
	while (left > 0) {
		settled += read_both(w);
		arena_reset(&w->a);
		pid = waitpid(-1, &status, WNOHANG);
		if (pid <= 0)
			continue;
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), CHANGED);
		left--;
	}
	assert_true(settled > 0);
	assert_int_equal(strtol(raw(w, "one"), NULL, 10), WRITERS * TURNS);
	assert_string_equal(raw(w, "one"), raw(w, "sub/two"));
	assert_int_equal(left_over(w), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(killed_anywhere),
		CASE(any_call_fails),
		CASE(each_call_fails),
		CASE(short_writes_go_on),
		CASE(everything_fails_from_there_on),
		CASE(a_failed_rename_is_taken_back),
		CASE(one_file_alone),
		CASE(killed_while_mending),
		CASE(broken_journals_change_nothing),
		CASE(a_later_changes_file_is_not_read),
		CASE(writers_lose_nothing_and_readers_see_one_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
