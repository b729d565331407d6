/* SPDX-License-Identifier: MIT */
/*
 * agenda - what is to be done today, of all kinds, in one table
 *
 * Issues due or overdue, hung-up ones to be looked at again, follow-ups,
 * objections without a decision, months whose entries nobody has reviewed,
 * lists whose time on the board ends, visits due (a sum a colour).
 */
#ifndef AGENDA_H
#define AGENDA_H

#include "asked.h"

#define AGENDA_SOON	3	/* days ahead that still count as today */
#define AGENDA_MONTHS	6	/* months back looked at for reviews */

report_fn	agenda_report;

#endif
