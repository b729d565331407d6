/* SPDX-License-Identifier: MIT */
/*
 * digest - SHA-256, and the eight characters of an id
 */
#ifndef DIGEST_H
#define DIGEST_H

#include "arena.h"

struct digest;

struct digest	*digest_new(struct arena *);
void		digest_add(struct digest *, struct str);
/* "sha256:" and 64 lower-case hexadecimal digits. */
struct str	digest_end(struct digest *, struct arena *);

struct str	digest_of(struct str, struct arena *);

/* The first n (at most 26) characters of the hash, 5 bits each from the
 * front, in Crockford's base32 (0-9 A-Z without I L O U). */
struct str	digest_crockford(struct str, size_t n, struct arena *);

#endif
