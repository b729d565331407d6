/* SPDX-License-Identifier: MIT */
/* digest - published vectors of SHA-256, and base32 computed elsewhere. */
#include "digest.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *name, *in, *hex, *base32;
} cases[] = {
	{ "nothing", "",
	    "sha256:e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855",
	    "WERC8GMRZGE196QVYK49JVXS4G" },
	{ "the standard's own example", "abc",
	    "sha256:ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad",
	    "Q9W1DFWF077YMGA183F5VBH24E" },
	{ "Chinese text by its UTF-8 bytes", "积分公示",
	    "sha256:50b4a386935448b2edb598edcbce7a46"
	    "c0d7a0f6af3fcd68b6b430832994e136",
	    "A2TA71MKAH4B5VDNK3PWQKKT8V" },
	{ "the standard's example of two blocks",
	    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "sha256:248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1", NULL },
};

static void
hashes_are_those_published(void **state)
{
	struct arena arena;
	struct str got;
	size_t i;

	(void)state;
	arena_init(&arena);
	for (i = 0; i < NELEM(cases); i++) {
		got = digest_of(str_of(cases[i].in), &arena);
		if (!str_is(got, cases[i].hex))
			fail_msg("%s: %.*s", cases[i].name, STR(got));
	}
	arena_free(&arena);
}

static void
base32_takes_five_bits_from_the_front(void **state)
{
	struct arena arena;
	struct str got, want;
	size_t i, n;

	(void)state;
	arena_init(&arena);
	for (i = 0; i < NELEM(cases); i++) {
		if (!cases[i].base32)
			continue;
		want = str_of(cases[i].base32);
		for (n = 0; n <= want.n; n++) {
			got = digest_crockford(str_of(cases[i].in), n,
			    &arena);
			assert_true(str_eq(got, str_sub(want, 0, n)));
		}
	}
	arena_free(&arena);
}

static void
pieces_hash_as_their_whole(void **state)
{
	struct arena arena;
	struct digest *d;
	size_t cut;

	(void)state;
	arena_init(&arena);
	for (cut = 0; cut <= 12; cut++) {
		d = digest_new(&arena);
		digest_add(d, str_sub(S("积分公示"), 0, cut));
		digest_add(d, S(""));
		digest_add(d, str_sub(S("积分公示"), cut, 12));
		assert_true(str_is(digest_end(d, &arena), cases[2].hex));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_those_published),
		cmocka_unit_test(base32_takes_five_bits_from_the_front),
		cmocka_unit_test(pieces_hash_as_their_whole),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
