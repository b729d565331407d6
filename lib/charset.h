/* SPDX-License-Identifier: MIT */
/*
 * charset - any encoding a Chinese office produces, as UTF-8
 *
 * UTF-8 with or without BOM, UTF-16 with BOM, GB18030 (GBK, GB2312 within
 * it), by strict trial in that order, through iconv.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "diag.h"

/*
 * Replaces src->bytes by UTF-8 without BOM.  *name is what it was, as iconv
 * calls it.  Fault "encoding", at the first bad byte, where nothing fits.
 */
MUST_USE bool	charset_utf8(struct source *src, const char **name,
		    struct arena *, struct diag *);

/* What bytes that are not UTF-8 look like: "GB18030", "UTF-16LE", NULL. */
const char	*charset_guess(struct str);

#endif
