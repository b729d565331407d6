/* SPDX-License-Identifier: MIT */
/* store - what is read, what is refused, and that nobody's change is lost */
#include "store-world.h"

/* The rule of the one fault there is. */
static const char *
rule(const struct world *w)
{
	return w->dg.n == 1 && w->dg.faults[0].rule ? w->dg.faults[0].rule :
	    "?";
}

static void
reads_and_lists(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source src;
	struct strs names;

	put(w, "b.yaml", "bb");
	put(w, "a.yaml", "");
	put(w, "a.yaml.new", "left by someone killed");
	put(w, ".hidden", "");
	assert_int_equal(mkdirat(w->at, "sub", 0755), 0);
	put(w, "sub/c.yaml", "c");
	opened(&st, w);
	assert_true(store_read(&src, &st, &w->a, S("b.yaml"), &w->dg));
	assert_true(src.exists && str_is(src.bytes, "bb"));
	assert_true(src.size == 2 && src.ino && src.mtime_ns);
	assert_true(store_read(&src, &st, &w->a, S("a.yaml"), &w->dg));
	assert_true(src.exists && src.bytes.p && src.bytes.n == 0);
	assert_true(store_read(&src, &st, &w->a, S("sub/c.yaml"), &w->dg));
	assert_true(str_is(src.bytes, "c") && str_is(src.path, "sub/c.yaml"));
	assert_true(store_read(&src, &st, &w->a, S("sub/no/d"), &w->dg));
	assert_false(src.exists);
	assert_true(store_list(&names, &st, &w->a, S(""), &w->dg));
	assert_int_equal(names.n, 3);
	assert_true(str_is(names.v[0], "a.yaml"));
	assert_true(str_is(names.v[1], "b.yaml"));
	assert_true(str_is(names.v[2], "sub/"));
	assert_true(store_list(&names, &st, &w->a, S("sub/"), &w->dg));
	assert_int_equal(names.n, 1);
	assert_true(store_list(&names, &st, &w->a, S("none"), &w->dg));
	assert_int_equal(names.n, 0);
	assert_true(store_settled(&st));
	store_close(&st);
	assert_string_equal(raw(w, ".taizhang"), "-");
}

static void
no_ledger_is_a_system_fault(void **state)
{
	struct world *w = *state;
	struct store st;

	assert_false(store_open(&st, &w->a, S("/nonexistent/x"), &w->dg));
	assert_int_equal(w->dg.status, DIAG_SYSTEM);
}

static const struct { const char *claim; struct str path; const char *rule; }
hostile[] = {
	{ "no name", { "", 0 }, "path-outside" },
	{ "the root", { "/", 1 }, "path-outside" },
	{ "an absolute path", { "/etc/passwd", 11 }, "path-outside" },
	{ "the parent", { "..", 2 }, "path-outside" },
	{ "a way up", { "sub/../../x", 11 }, "path-outside" },
	{ "a dot", { "./x", 3 }, "path-outside" },
	{ "an empty component", { "sub//x", 6 }, "path-outside" },
	{ "a slash at the end", { "sub/", 4 }, "path-outside" },
	{ "a NUL", { "x\0y", 3 }, "path-outside" },
	{ "a line end", { "x\ny", 3 }, "path-outside" },
	{ "a link to a file", { "link", 4 }, "store.symlink" },
	{ "a link to nothing", { "dangling", 8 }, "store.symlink" },
	{ "a link to a directory", { "away/x", 6 }, "store.symlink" },
	{ "a link within", { "self/x", 6 }, "store.symlink" },
	{ "a directory", { "sub", 3 }, "store.not-file" },
	{ "a fifo, without waiting", { "fifo", 4 }, "store.not-file" },
	{ "a file too large", { "large", 5 }, "file-size" },
};

/* Reading and writing alike, with openat2 and without. */
static void
hostile_paths(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source src;
	struct store_write wr;
	size_t i;
	int fd;

	assert_int_equal(mkdirat(w->at, "sub", 0755), 0);
	assert_int_equal(symlinkat("/etc/passwd", w->at, "link"), 0);
	assert_int_equal(symlinkat("nothing", w->at, "dangling"), 0);
	assert_int_equal(symlinkat("/tmp", w->at, "away"), 0);
	assert_int_equal(symlinkat("sub", w->at, "self"), 0);
	assert_int_equal(mkfifoat(w->at, "fifo", 0600), 0);
	put(w, "sub/x", "x");
	put(w, "large", "");
	fd = openat(w->at, "large", O_WRONLY);
	assert_int_equal(ftruncate(fd, (off_t)SOURCE_MAX + 1), 0);
	close(fd);
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	for (i = 0; i < 2 * NELEM(hostile); i++) {
		fault_arm(i < NELEM(hostile) ? NULL : "openat2:1+:ENOSYS");
		fresh(&w->dg, &w->a);
		if (store_read(&src, &st, &w->a,
		    hostile[i % NELEM(hostile)].path, &w->dg) ||
		    strcmp(rule(w), hostile[i % NELEM(hostile)].rule) != 0)
			fail_msg("reading %s: %s",
			    hostile[i % NELEM(hostile)].claim, rule(w));
		if (str_is(hostile[i % NELEM(hostile)].path, "large"))
			continue;
		wr = (struct store_write){
		    .path = hostile[i % NELEM(hostile)].path,
		    .bytes = S("x") };
		fresh(&w->dg, &w->a);
		if (store_commit(&st, &wr, 1, &w->dg) ||
		    strcmp(rule(w), hostile[i % NELEM(hostile)].rule) != 0)
			fail_msg("writing %s: %s",
			    hostile[i % NELEM(hostile)].claim, rule(w));
	}
	assert_true(fault_struck() > 0);
	fault_arm(NULL);
	store_close(&st);
}

static void
old_kernels_read_and_write(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source src;
	struct store_write wr = { .path = S("a/b/c.yaml"), .bytes = S("1") };

	fault_arm("openat2:1+:ENOSYS");
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_commit(&st, &wr, 1, &w->dg));
	assert_true(store_read(&src, &st, &w->a, wr.path, &w->dg));
	assert_true(str_is(src.bytes, "1"));
	fault_arm(NULL);
	store_close(&st);
}

static mode_t
mode_of(const struct world *w, const char *path)
{
	struct stat sb;

	assert_int_equal(fstatat(w->at, path, &sb, AT_SYMLINK_NOFOLLOW), 0);
	return sb.st_mode & 07777;
}

static void
modes_are_kept(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source src;
	struct store_write wr[2] = {
		{ .path = S("old"), .bytes = S("2"), .was = &src },
		{ .path = S("made"), .bytes = S("3") },
	};
	mode_t mask = umask(027);

	put(w, "old", "1");
	assert_int_equal(fchmodat(w->at, "old", 0604, 0), 0);
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_read(&src, &st, &w->a, S("old"), &w->dg));
	assert_true(store_commit(&st, wr, 2, &w->dg));
	store_close(&st);
	umask(mask);
	assert_string_equal(raw(w, "old"), "2");
	assert_int_equal(mode_of(w, "old"), 0604);
	assert_int_equal(mode_of(w, "made"), 0640);
	assert_int_equal(mode_of(w, ".taizhang"), mode_of(w, "."));
}

static void
others_changes_are_seen(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source a, none;
	struct store_write wr = { .path = S("a"), .bytes = S("ours") };

	put(w, "a", "1");
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_read(&a, &st, &w->a, S("a"), &w->dg));
	assert_true(store_read(&none, &st, &w->a, S("b"), &w->dg));
	put(w, "a", "theirs");
	wr.was = &a;
	assert_false(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(rule(w), "store.changed");
	assert_string_equal(raw(w, "a"), "theirs");
	/* removed meanwhile, and made meanwhile */
	assert_int_equal(unlinkat(w->at, "a", 0), 0);
	fresh(&w->dg, &w->a);
	assert_false(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(rule(w), "store.changed");
	put(w, "b", "theirs");
	wr = (struct store_write){ .path = S("b"), .bytes = S("ours"),
	    .was = &none };
	fresh(&w->dg, &w->a);
	assert_false(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(rule(w), "store.changed");
	assert_string_equal(raw(w, "b"), "theirs");
	store_close(&st);
}

static void
hard_links_are_not_parted(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source a;
	struct store_write wr = { .path = S("a"), .bytes = S("2"),
	    .was = &a };

	put(w, "a", "1");
	assert_int_equal(linkat(w->at, "a", w->at, "other", 0), 0);
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_read(&a, &st, &w->a, S("a"), &w->dg));
	assert_false(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(rule(w), "store.hardlink");
	assert_string_equal(raw(w, "a"), "1");
	store_close(&st);
}

static void
what_would_not_change_is_left_alone(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source a, again;
	struct store_write wr[2] = {
		{ .path = S("a"), .bytes = S("same"), .was = &a },
		{ .path = S("gone") },
	};

	put(w, "a", "same");
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_read(&a, &st, &w->a, S("a"), &w->dg));
	fault_arm("rename:1+:EIO");
	assert_true(store_commit(&st, wr, 2, &w->dg));
	assert_int_equal(fault_struck(), 0);
	fault_arm(NULL);
	assert_true(store_read(&again, &st, &w->a, S("a"), &w->dg));
	assert_true(again.ino == a.ino && again.mtime_ns == a.mtime_ns);
	store_close(&st);
}

/* A planted NAME.new is not written through. */
static void
planted_links_are_not_followed(void **state)
{
	struct world *w = *state;
	struct store st;
	struct source a;
	struct store_write wr = { .path = S("a"), .bytes = S("2"),
	    .was = &a };

	put(w, "a", "1");
	put(w, "victim", "precious");
	put(w, "linked", "precious");
	assert_int_equal(symlinkat("victim", w->at, "a.new"), 0);
	opened(&st, w);
	assert_true(store_lock(&st, 0, &w->dg));
	assert_true(store_read(&a, &st, &w->a, S("a"), &w->dg));
	assert_true(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(raw(w, "a"), "2");
	assert_string_equal(raw(w, "victim"), "precious");
	assert_int_equal(linkat(w->at, "linked", w->at, "a.new", 0), 0);
	assert_true(store_read(&a, &st, &w->a, S("a"), &w->dg));
	wr.bytes = S("3");
	assert_true(store_commit(&st, &wr, 1, &w->dg));
	assert_string_equal(raw(w, "linked"), "precious");
	store_close(&st);
}

static void
a_second_writer_waits(void **state)
{
	struct world *w = *state;
	struct store one, two;

	opened(&one, w);
	assert_true(store_lock(&one, 0, &w->dg));
	opened(&two, w);
	assert_false(store_lock(&two, 0, &w->dg));
	assert_int_equal(w->dg.status, DIAG_BUSY);
	store_close(&one);
	fresh(&w->dg, &w->a);
	assert_true(store_lock(&two, 0, &w->dg));
	store_close(&two);
}

static void
readers_notice_a_change(void **state)
{
	struct world *w = *state;
	struct store reader, writer;
	struct store_write wr = { .path = S("a"), .bytes = S("1") };

	opened(&reader, w);
	opened(&writer, w);
	assert_true(store_lock(&writer, 0, &w->dg));
	assert_true(store_settled(&reader));
	assert_true(store_commit(&writer, &wr, 1, &w->dg));
	assert_true(store_settled(&writer));
	assert_false(store_settled(&reader));
	store_close(&reader);
	opened(&reader, w);
	assert_true(store_settled(&reader));
	store_close(&reader);
	store_close(&writer);
}

static struct str
in_world(struct world *w, const char *name)
{
	return arena_printf(&w->a, "%s/%s", w->dir, name);
}

static void
slurps_what_a_user_names(void **state)
{
	struct world *w = *state;
	struct source src;
	int ends[2], keep;

	put(w, "in.csv", "a,b\n");
	assert_int_equal(symlinkat("in.csv", w->at, "link"), 0);
	assert_true(store_slurp(&src, &w->a, in_world(w, "link"), &w->dg));
	assert_true(str_is(src.bytes, "a,b\n") && src.exists);
	assert_false(store_slurp(&src, &w->a, in_world(w, "no"), &w->dg));
	assert_int_equal(w->dg.status, DIAG_SYSTEM);
	assert_false(store_slurp(&src, &w->a, in_world(w, "."), &w->dg));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "from a pipe", 11), 11);
	close(ends[1]);
	keep = dup(STDIN_FILENO);
	dup2(ends[0], STDIN_FILENO);
	assert_true(store_slurp(&src, &w->a, S("-"), &w->dg));
	dup2(keep, STDIN_FILENO);
	close(keep);
	close(ends[0]);
	assert_true(str_is(src.bytes, "from a pipe"));
}

static void
exports_whole_or_not_at_all(void **state)
{
	struct world *w = *state;
	struct stat sb;
	char spec[SPEC];
	unsigned n;
	bool ok = false;

	put(w, "out", "old");
	assert_int_equal(fchmodat(w->at, "out", 0600, 0), 0);
	assert_int_equal(symlinkat("out", w->at, "link"), 0);
	for (n = 1; n < CALLS; n++) {
		put(w, "out", "old");
		snprintf(spec, sizeof(spec), "any:%u:EIO", n);
		fresh(&w->dg, &w->a);
		fault_arm(spec);
		ok = store_export(in_world(w, "link"), S("new"), &w->dg);
		if (!fault_struck())
			break;
		fault_arm(NULL);
		assert_string_equal(raw(w, "out"), ok ? "new" : "old");
		assert_string_equal(raw(w, "out.0.new"), "-");
	}
	fault_arm(NULL);
	assert_true(ok && n > 5);
	assert_string_equal(raw(w, "out"), "new");
	assert_int_equal(mode_of(w, "out"), 0600);
	assert_int_equal(fstatat(w->at, "link", &sb, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISLNK(sb.st_mode));
	assert_true(store_export(in_world(w, "made"), S("x"), &w->dg));
	assert_string_equal(raw(w, "made"), "x");
	assert_true(store_export(S("/dev/null"), S("x"), &w->dg));
	assert_int_equal(stat("/dev/null", &sb), 0);
	assert_true(S_ISCHR(sb.st_mode));
	fresh(&w->dg, &w->a);
	assert_false(store_export(S("/dev/full"), S("x"), &w->dg));
	assert_int_equal(w->dg.status, DIAG_SYSTEM);
	assert_false(store_export(in_world(w, "no/x"), S("x"), &w->dg));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(reads_and_lists),
		CASE(no_ledger_is_a_system_fault),
		CASE(hostile_paths),
		CASE(old_kernels_read_and_write),
		CASE(modes_are_kept),
		CASE(others_changes_are_seen),
		CASE(hard_links_are_not_parted),
		CASE(what_would_not_change_is_left_alone),
		CASE(planted_links_are_not_followed),
		CASE(a_second_writer_waits),
		CASE(readers_notice_a_change),
		CASE(slurps_what_a_user_names),
		CASE(exports_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
