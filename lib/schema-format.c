/* SPDX-License-Identifier: MIT */
/*
 * schema-format - the formats that are asserted where formats are
 *
 * A format that is not in the table only annotates.
 */
#include "date.h"
#include "schema-formats.h"
#include "schema-ops.h"
#include "schema-regex.h"

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

/* Minutes east of Greenwich; false where it is no offset. */
static bool
offset(int *minutes, struct str s)
{
	int h, m;

	*minutes = 0;
	if (s.n == 1)
		return (s.p[0] | 32) == 'z';
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return false;
	h = number(s.p + 1, 2);
	m = number(s.p + 4, 2);
	*minutes = (s.p[0] == '-' ? -1 : 1) * (h * 60 + m);
	return h >= 0 && h <= 23 && m >= 0 && m <= 59;
}

/* RFC 3339 full-time; second 60 only where it is 23:59 in Greenwich. */
static bool
is_time(struct str s)
{
	int h, m, sec, off;
	size_t i = 8;

	if (s.n < 9 || s.p[2] != ':' || s.p[5] != ':')
		return false;
	h = number(s.p, 2);
	m = number(s.p + 3, 2);
	sec = number(s.p + 6, 2);
	if (s.p[8] == '.') {
		for (i = 9; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			;
		if (i == 9)
			return false;
	}
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 60 ||
	    !offset(&off, str_sub(s, i, s.n)))
		return false;
	return sec < 60 || (h * 60 + m - off + 2880) % 1440 == 1439;
}

static bool
is_date_time(struct str s)
{
	return s.n > 11 && (s.p[10] | 32) == 't' &&
	    is_date(str_sub(s, 0, 10)) && is_time(str_sub(s, 11, s.n));
}

/* Numbers, each with one of the units, in their order, none left out. */
static bool
units(struct str *s, const char *names)
{
	const char *unit, *last = NULL;
	size_t i;

	while (s->n && s->p[0] != 'T') {
		for (i = 0; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
			;
		if (i == 0 || i == s->n || !s->p[i])
			return false;
		unit = strchr(names, s->p[i]);
		if (!unit || (last && unit != last + 1))
			return false;
		last = unit;
		*s = str_sub(*s, i + 1, s->n);
	}
	return last != NULL;
}

/* RFC 3339, appendix A. */
static bool
is_duration(struct str s)
{
	struct str weeks;

	if (s.n < 2 || s.p[0] != 'P')
		return false;
	weeks = s = str_sub(s, 1, s.n);
	if (units(&weeks, "W") && weeks.n == 0)
		return true;
	if (s.p[0] != 'T' && !units(&s, "YMD"))
		return false;
	if (s.n == 0)
		return true;
	s = str_sub(s, 1, s.n);
	return units(&s, "HMS") && s.n == 0;
}

static bool
is_uuid(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ?
		    s.p[i] != '-' : (s.p[i] < '0' || s.p[i] > '9') &&
		    ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'f'))
			return false;
	return s.n == 36;
}

static bool
is_pointer(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '~' && (i + 1 == s.n ||
		    (s.p[i + 1] != '0' && s.p[i + 1] != '1')))
			return false;
	return s.n == 0 || s.p[0] == '/';
}

static bool
is_relative_pointer(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == 0 || (i > 1 && s.p[0] == '0'))
		return false;
	s = str_sub(s, i, s.n);
	return str_is(s, "#") || is_pointer(s);
}

static bool
is_host(struct str s)
{
	return format_host(s, false);
}

static bool
is_idn_host(struct str s)
{
	return format_host(s, true);
}

static bool
is_email(struct str s)
{
	return format_email(s, false);
}

static bool
is_idn_email(struct str s)
{
	return format_email(s, true);
}

static bool
is_uri(struct str s)
{
	return format_uri(s, false, false);
}

static bool
is_uri_reference(struct str s)
{
	return format_uri(s, false, true);
}

static bool
is_iri(struct str s)
{
	return format_uri(s, true, false);
}

static bool
is_iri_reference(struct str s)
{
	return format_uri(s, true, true);
}

static const struct {
	const char *name;
	bool      (*ok)(struct str);
} formats[] = {
	{ "date", is_date }, { "time", is_time },
	{ "date-time", is_date_time }, { "duration", is_duration },
	{ "email", is_email }, { "idn-email", is_idn_email },
	{ "hostname", is_host }, { "idn-hostname", is_idn_host },
	{ "ipv4", format_ipv4 }, { "ipv6", format_ipv6 },
	{ "uri", is_uri }, { "uri-reference", is_uri_reference },
	{ "iri", is_iri }, { "iri-reference", is_iri_reference },
	{ "uri-template", format_uri_template }, { "uuid", is_uuid },
	{ "json-pointer", is_pointer },
	{ "relative-json-pointer", is_relative_pointer },
	{ "regex", regex_ok },
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
