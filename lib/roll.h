/* SPDX-License-Identifier: MIT */
/*
 * roll - forms that show some fields of one kind, a record a row
 *
 * The visit book, the issue book, the problem list and the like: which
 * fields, under which headings, of which records, is one table in roll.c.
 */
#ifndef ROLL_H
#define ROLL_H

#include "asked.h"

report_fn	roll_visits, roll_meetings;
report_fn	roll_issues, roll_problems, roll_responsibility, roll_overdue;

#endif
