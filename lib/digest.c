/* SPDX-License-Identifier: MIT */
/* digest - nettle's SHA-256, spelled in hexadecimal or in base32. */
#include <assert.h>
#include <nettle/sha2.h>

#include "digest.h"

#define CROCKFORD_MAX	26

struct digest {
	struct sha256_ctx ctx;
};

struct digest *
digest_new(struct arena *a)
{
	struct digest *d = arena_alloc(a, sizeof(*d));

	sha256_init(&d->ctx);
	return d;
}

void
digest_add(struct digest *d, struct str s)
{
	if (s.n)
		sha256_update(&d->ctx, s.n, (const uint8_t *)s.p);
}

struct str
digest_end(struct digest *d, struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	static const char prefix[] = "sha256:";
	uint8_t hash[SHA256_DIGEST_SIZE];
	size_t n = sizeof(prefix) - 1, i;
	char *p = arena_alloc(a, n + 2 * sizeof(hash) + 1);

	sha256_digest(&d->ctx, sizeof(hash), hash);
	memcpy(p, prefix, n);
	for (i = 0; i < sizeof(hash); i++) {
		p[n++] = hex[hash[i] >> 4];
		p[n++] = hex[hash[i] & 15];
	}
	return (struct str){ p, n };
}

struct str
digest_of(struct str s, struct arena *a)
{
	struct digest *d = digest_new(a);

	digest_add(d, s);
	return digest_end(d, a);
}

struct str
digest_crockford(struct str s, size_t n, struct arena *a)
{
	static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	struct digest *d = digest_new(a);
	uint8_t hash[SHA256_DIGEST_SIZE];
	char *p = arena_alloc(a, n + 1);
	unsigned two;
	size_t i;

	assert(n <= CROCKFORD_MAX);
	digest_add(d, s);
	sha256_digest(&d->ctx, sizeof(hash), hash);
	for (i = 0; i < n; i++) {
		/* the five bits lie in one byte or in two */
		two = (unsigned)hash[i * 5 / 8] << 8 | hash[i * 5 / 8 + 1];
		p[i] = base32[two >> (11 - i * 5 % 8) & 31];
	}
	return (struct str){ p, n };
}
