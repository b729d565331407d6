/* SPDX-License-Identifier: MIT */
/*
 * faults - collected faults as text, gcc lines, JSON or SARIF
 *
 * Text form, a fault: place, level, message and [rule]; the source line; a
 * caret under the right column by display width; the cure.  In text form
 * more than twenty of one rule in one file are summed up in one line.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include "buf.h"
#include "diag.h"

enum faults_format { FAULTS_TEXT, FAULTS_GCC, FAULTS_JSON, FAULTS_SARIF };

struct faults_opts {
	enum faults_format format;
	bool               byte_columns;
	const char        *command;	/* names faults without a place */
};

void	faults_show(struct buf *, struct diag *, const struct faults_opts *);

#endif
