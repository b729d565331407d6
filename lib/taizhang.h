/* SPDX-License-Identifier: MIT */
/*
 * taizhang - the ledger for other programs: check it, read it as CSV
 *
 * A handle is a ledger's place, a day and a language.  Every call reads the
 * files as they then are, from one state of the ledger, writes none, and
 * leaves none open.  What went wrong is told by the status and by faults
 * that are walked; nothing is printed, and nothing exits but a process that
 * has no memory left (one line to standard error, status 3).
 *
 * Text is UTF-8, with a length, and a NUL after it that is not counted.
 * What a call hands out belongs to the handle and lives until the next
 * check or CSV of it, or its close.  What the caller hands in is copied or
 * read during the call only.
 *
 * A handle is used by one thread at a time; different handles by as many as
 * there are.  No environment, clock or locale is looked at.  See taizhang(3).
 */
#ifndef TAIZHANG_H
#define TAIZHANG_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TAIZHANG_API	__attribute__((visibility("default")))

/* As the commands exit. */
enum taizhang_status {
	TAIZHANG_OK,		/* warnings there may be */
	TAIZHANG_DATA,		/* the data break a rule */
	TAIZHANG_USAGE,		/* the call was wrong */
	TAIZHANG_SYSTEM,	/* I/O, permission */
	TAIZHANG_BUSY		/* someone kept writing */
};

enum taizhang_level { TAIZHANG_NOTE, TAIZHANG_WARNING, TAIZHANG_ERROR };

struct taizhang_text {
	const char *p;		/* never NULL */
	size_t      n;
};

/* How a handle differs from the usual; members not set are 0. */
struct taizhang_setup {
	const char *share;	/* NULL: what was installed beside the library */
	const char *lang;	/* "zh", "en"; NULL: as the ledger says */
	unsigned    threads;	/* for a check; 0 and 1 start none */
};

struct taizhang_fault {
	enum taizhang_level  level;
	struct taizhang_text rule;	/* its name for good, or empty */
	struct taizhang_text path;	/* below the ledger; empty: no place */
	unsigned             line;	/* from 1; 0: the whole file */
	unsigned             column;	/* from 1, in code points */
	unsigned             byte_column;	/* the same in bytes */
	struct taizhang_text message;
	struct taizhang_text cure;	/* may be empty; what to write there, */
	int                  advice;	/* ... or, if not 0, what to do */
};

struct taizhang_sum {
	size_t files, records;		/* looked at */
	size_t errors, warnings;	/* all, also beyond those kept */
};

/* Which part of a listing; members not set are NULL and 0: all of it. */
struct taizhang_choice {
	const char *village;	/* a code or a name */
	const char *period;	/* 2026Q1, 2026-03, last-month, 上季度 … */
	const char *where;	/* a condition, as --where has it */
	const char *columns;	/* these, in this order: "id,head" */
	const char *sort;	/* "village,-points" */
	unsigned    flags;
};

#define TAIZHANG_LABELS	1u	/* headings for people, not keys */
#define TAIZHANG_EXCEL	2u	/* for spreadsheets: BOM, CR LF, ="037030" */
#define TAIZHANG_EXPORT	4u	/* cells that ledger-import reads back */

struct taizhang;

/*
 * `today` is "2026-04-21".  *out is a handle whatever the status, to ask
 * for faults and to close; TAIZHANG_OK says that its ledger can be read.  A
 * ledger whose ledger.yaml breaks a rule can still be checked.
 */
TAIZHANG_API enum taizhang_status
taizhang_open(struct taizhang **out, const char *dir, const char *today,
    const struct taizhang_setup *);	/* NULL: as usual */

/* All of it, or the files and directories of a list that ends in NULL. */
TAIZHANG_API enum taizhang_status
taizhang_check(struct taizhang *, const char *const *paths,
    struct taizhang_sum *);		/* may be NULL */

/*
 * The records of a kind ("household", 户) as CSV, cut to who will see it:
 * internal, department, village, township or public.  On any other status
 * than TAIZHANG_OK *csv is empty.
 */
TAIZHANG_API enum taizhang_status
taizhang_csv(struct taizhang *, const char *kind, const char *audience,
    const struct taizhang_choice *, struct taizhang_text *csv);

/* Of the last call, by path and place; NULL at the end. */
TAIZHANG_API const struct taizhang_fault *
taizhang_fault(const struct taizhang *, size_t i);

TAIZHANG_API void	taizhang_close(struct taizhang *);	/* or NULL */
TAIZHANG_API const char	*taizhang_version(void);	/* "0.1" */

#ifdef __cplusplus
}
#endif

#endif
