/* SPDX-License-Identifier: MIT */
/* options - the option tables all commands share, and how they are read. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "cmd.h"

/* Reads argv into the command: options to their targets, the rest to words
 * and groups.  Wrong usage is recorded. */
MUST_USE bool	options_parse(struct cmd *, int argc, char **argv);

/* The text of --help. */
void	options_help(struct cmd *);

#endif
