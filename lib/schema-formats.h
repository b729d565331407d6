/* SPDX-License-Identifier: MIT */
/* schema-formats - the checks behind formats; for schema-format.c alone. */
#ifndef SCHEMA_FORMATS_H
#define SCHEMA_FORMATS_H

#include "base.h"

/* schema-idna.c */
bool	format_host(struct str, bool idn);

/* schema-format-net.c */
bool	format_ipv4(struct str);
bool	format_ipv6(struct str);
bool	format_email(struct str, bool idn);
/* With `iri`, characters beyond ASCII too; with `relative`, no scheme. */
bool	format_uri(struct str, bool iri, bool relative);
bool	format_uri_template(struct str);

#endif
