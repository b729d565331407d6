/* SPDX-License-Identifier: MIT */
/*
 * schema-format - the formats that are asserted where formats are
 *
 * A format that is not in the table only annotates.
 */
#include "date.h"
#include "schema-ops.h"

static int
number(const char *p, int n)
{
	int v = 0;

	for (; n > 0; n--, p++) {
		if (*p < '0' || *p > '9')
			return -1;
		v = v * 10 + (*p - '0');
	}
	return v;
}

/* RFC 3339 full-date, years 0000 to 9999. */
static bool
is_date(struct str s)
{
	int year, month, day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	year = number(s.p, 4);
	month = number(s.p + 5, 2);
	day = number(s.p + 8, 2);
	return year >= 0 && month >= 1 && month <= 12 && day >= 1 &&
	    (day <= 28 || day <= date_month_days(year, month));
}

static const struct {
	const char *name;
	bool      (*ok)(struct str);
} formats[] = {
	{ "date", is_date },
};

uint8_t
format_find(struct str name)
{
	size_t i;

	for (i = 0; i < NELEM(formats); i++)
		if (str_is(name, formats[i].name))
			return (uint8_t)(i + 1);
	return 0;
}

bool
format_ok(uint8_t format, struct str s)
{
	return formats[format - 1].ok(s);
}

bool
format_is_date(uint8_t format)
{
	return format && formats[format - 1].ok == is_date;
}
