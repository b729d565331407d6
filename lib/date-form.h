/* SPDX-License-Identifier: MIT */
/*
 * date-form - typed dates against forms; shared by date and date-period
 *
 * In a form Y is a year of four digits, N a number of one or two digits, n
 * of exactly two, D and d likewise for the day, C one digit or a Chinese
 * numeral; every other byte stands for itself.
 */
#ifndef DATE_FORM_H
#define DATE_FORM_H

#include "date.h"

#define DATE_YEAR_MIN	1900
#define DATE_YEAR_MAX	2199
#define DATE_TYPED	64	/* bytes of a date or a period as typed */

/* n is a month, or the number of a quarter, half or week. */
struct date_parts { int year, n, day; };

/*
 * As typed, but half-width, in lower case and without blanks, save one where
 * digits would run together.  Longer than any form: empty.
 */
struct str	date_fold(struct str, char out[DATE_TYPED]);

/* Does the whole text fit?  Numbers the form lacks are left as they were. */
bool	date_match(struct date_parts *, struct str, const char *form);

/*
 * A folded day, by word or by form.  False where it is neither; numbers that
 * are no day are true, with *day DATE_NONE.
 */
bool	date_typed(date_day *day, struct date_parts *, struct str,
	    date_day today);

/* Says why a day that is well written does not exist. */
bool	date_impossible(const struct date_parts *, struct str typed,
	    const struct source *, struct span, struct diag *);

#endif
