/* SPDX-License-Identifier: MIT */
/* score-reviewer - who reviews, and whether that is expected of him. */
#include "score-review.h"

bool
review_user(struct review_job *j, struct str village, bool must)
{
	struct cmd *c = j->c;
	struct diag_mark mark = diag_mark(&c->diag);
	struct str id, user = c->env.user;
	struct span none = { 0, 0 };

	if (user.n && refs_resolve(&id, &c->led, S("person"), user, village,
	    NULL, none, &c->diag)) {
		j->user = refs_get(&c->led, S("person"), id, village,
		    &c->diag);
		return true;
	}
	if (c->diag.n > mark.n && must && strcmp(c->diag.faults[c->diag.n -
	    1].rule, "ambiguous-ref") == 0)
		return false;
	diag_back(&c->diag, mark);
	if (!must)
		return true;
	if (user.n == 0)
		diag_error(&c->diag, "review.reviewer", NULL, none,
		    "a review names who reviews");
	else
		diag_error(&c->diag, "review.reviewer", NULL, none,
		    "who reviews must be a registered person; '%.*s' is none",
		    STR(user));
	return diag_cure(&c->diag, "--user P-0003, or a name in people.yaml");
}

static bool
has_role(const struct ref *r)
{
	return str_find(r->roles, S("reviewer")) < r->roles.n ||
	    str_find(r->roles, S("审核")) < r->roles.n;
}

bool
review_check_role(struct review_job *j, struct str village)
{
	struct cmd *c = j->c;
	const struct ref *const *v;
	size_t i, n;

	if (has_role(j->user) && (str_eq(j->user->village, village) ||
	    str_eq(j->user->village, c->led.region)))
		return true;
	if (!refs_all(&v, &n, &c->led, S("person"), village, &c->diag))
		return false;
	for (i = 0; i < n && (v[i]->voided || !has_role(v[i])); i++)
		;
	if (i < n)
		diag_warn(&c->diag, "review.reviewer", NULL,
		    (struct span){ 0, 0 }, "%.*s %.*s is not the reviewer of "
		    "%.*s; that is %.*s %.*s", STR(j->user->id),
		    STR(j->user->name), STR(refs_name(&c->led, S("region"),
		    village, S(""), &c->diag)), STR(v[i]->id),
		    STR(v[i]->name));
	return true;
}
