/* SPDX-License-Identifier: MIT */
/* report-each - one file a village: where it goes, and writing them all. */
#ifndef REPORT_EACH_H
#define REPORT_EACH_H

#include "cmd.h"

/* A report made: its table, and where it goes (empty: --output). */
struct report_out {
	struct table table;
	struct str   path;
};

/* The path for a village: {village} its code, {name}, {period}. */
struct str	report_path(struct cmd *, struct str code, struct str name,
		    struct period);

/* --each is village, and -o says where; else a fault. */
MUST_USE bool	report_each_usage(struct cmd *);

/* All are rendered before the first is written; prints the paths. */
MUST_USE bool	report_write(struct cmd *, struct report_out *, size_t n,
		    enum audience);

#endif
