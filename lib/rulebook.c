/* SPDX-License-Identifier: MIT */
/* rulebook - looking things up in a book; rulebook-read.c makes one. */
#include "rulebook.h"

const struct rulebook_version *
rulebook_version_on(const struct rulebook *book, date_day day)
{
	size_t low = 0, high = book->nversions, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (book->versions[mid].from <= day)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0 || day >= book->versions[low - 1].end)
		return NULL;
	return &book->versions[low - 1];
}

const struct rulebook_version *
rulebook_version_named(const struct rulebook *book, struct str name)
{
	size_t i;

	for (i = 0; i < book->nversions; i++)
		if (str_eq(book->versions[i].name, name))
			return &book->versions[i];
	return NULL;
}

const struct rulebook_item *
rulebook_item(const struct rulebook_version *version, struct str code)
{
	return map_get(&version->by_code, code);
}

const struct rulebook_category *
rulebook_category(const struct rulebook_version *version, struct str code)
{
	size_t i;

	for (i = 0; i < version->ncategories; i++)
		if (str_eq(version->categories[i].code, code))
			return &version->categories[i];
	return NULL;
}

int
rulebook_sign(const struct rulebook_item *item)
{
	points p = item->ntiers ? item->tiers[item->ntiers - 1].points
	    : item->high ? item->high : item->low;

	return (p > 0) - (p < 0);
}

static points
by_tier(const struct rulebook_item *item, int64_t quantity)
{
	points p = 0;
	size_t i;

	for (i = 0; i < item->ntiers && quantity >= item->tiers[i].from; i++)
		p = item->tiers[i].points;
	return p;
}

bool
rulebook_allows(const struct rulebook_item *item, points unit)
{
	size_t i;

	for (i = 0; i < item->ntiers; i++)
		if (item->tiers[i].points == unit)
			return true;
	return item->ntiers == 0 && unit >= item->low && unit <= item->high;
}

points
rulebook_raw(const struct rulebook_item *item, points unit, int64_t quantity)
{
	if (quantity > QUANTITY_MAX)
		quantity = QUANTITY_MAX;
	if (quantity < -QUANTITY_MAX)
		quantity = -QUANTITY_MAX;
	if (item->ntiers)
		return by_tier(item, quantity);
	unit = points_clamp(unit, -POINTS_MAX, POINTS_MAX);
	return points_clamp(points_ratio(unit, quantity, QUANTITY_ONE),
	    -POINTS_MAX, POINTS_MAX);
}

const char *
rulebook_subject_key(enum subject_type t)
{
	static const char *const keys[] = {
		"village", "grid", "household", "person"
	};

	return keys[t];
}

const char *
rulebook_group_key(enum ranking_group g)
{
	static const char *const keys[] = { "village", "township", "class" };

	return keys[g];
}

const char *
rulebook_tie_key(enum tie t)
{
	static const char *const keys[] = {
		"fewer_penalties", "higher_satisfaction", "higher_last_quarter"
	};

	return keys[t];
}

const char *
rulebook_mode_key(enum category_mode m)
{
	static const char *const keys[] = {
		"sum", "deduct", "accrue", "ratio", "level", "mixed"
	};

	return keys[m];
}

const char *
rulebook_cap_key(enum cap_per c)
{
	static const char *const keys[] = {
		"event", "month", "quarter", "half", "year"
	};

	return keys[c];
}
