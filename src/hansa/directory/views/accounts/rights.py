"""The permission matrix: which role may do what, and through which doors."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.chassis.actor import ROLE_NAMES
from hansa.chassis.asked import actor_of
from hansa.chassis.rights import REACH_NAMES, Reach, Right
from hansa.directory.reads import accounts as reads
from hansa.directory.terms.accounts import DOOR_NAMES, Door

MARKS = {Reach.LEAGUE: "●", Reach.CITY: "◐", Reach.UNIT: "○"}
"""Shapes in place of words, so that every role fits beside every other."""


@require_safe
def matrix(
    request: HttpRequest, rights: Sequence[Right], doors: Sequence[Door]
) -> HttpResponse:
    """Show every right with the roles that have it and the endpoints it guards."""
    laid_out = reads.matrix(actor_of(request), rights, doors)
    return render(
        request,
        "directory/account_matrix.html",
        {
            "matrix": laid_out,
            "groups": [
                (
                    group.context,
                    [
                        (r, list(zip(laid_out.roles, r.reaches, strict=True)))
                        for r in group.rights
                    ],
                )
                for group in laid_out.groups
            ],
            "roles": ROLE_NAMES,
            "reaches": REACH_NAMES,
            "marks": MARKS,
            "kinds": DOOR_NAMES,
            "rights": len(rights),
            "doors": len(doors),
        },
    )
