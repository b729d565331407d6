/* SPDX-License-Identifier: MIT */
/*
 * handbook - a subject's entries one by one, with the sum so far
 *
 * What the household keeps in its hand.  Entries stand in the order in which
 * the caps see them; each counts what the ledger lets it count and says why
 * where that is not what it was worth.  The last sum is the ledger's.  It
 * goes to the office and to the household itself, never to a wider audience.
 */
#ifndef HANDBOOK_H
#define HANDBOOK_H

#include "asked.h"

report_fn	handbook_report;

#endif
