/* SPDX-License-Identifier: MIT */
/*
 * ranking - who stands where in a quarter or a year, for the office
 *
 * Every group of a book with all ranks, categories and notes; the villages'
 * own book where there is one and no village is named, else households.
 */
#ifndef RANKING_H
#define RANKING_H

#include "asked.h"

report_fn	ranking_report;

#endif
