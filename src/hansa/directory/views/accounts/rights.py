"""The permission matrix: which role may do what, and through which doors."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.chassis.actor import ROLE_NAMES
from hansa.chassis.asked import actor_of
from hansa.chassis.rights import REACH_NAMES, Reach, Right
from hansa.directory.reads import accounts as reads
from hansa.directory.terms.accounts import DOOR_NAMES, Door, DoorKind

MARKS = {Reach.LEAGUE: "●", Reach.CITY: "◐", Reach.UNIT: "○"}
"""Shapes in place of words, so that every role fits beside every other."""


def _by_kind(doors: Sequence[Door]) -> list[tuple[DoorKind, str]]:
    """Put the addresses of each kind on lines of one text: markup is most of the page."""
    kinds = dict.fromkeys(door.kind for door in doors)
    return [
        (kind, "\n".join(door.address for door in doors if door.kind is kind))
        for kind in kinds
    ]


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
                        (
                            r,
                            list(zip(laid_out.roles, r.reaches, strict=True)),
                            _by_kind(r.doors),
                        )
                        for r in group.rights
                    ],
                )
                for group in laid_out.groups
            ],
            "open_doors": _by_kind(laid_out.open_doors),
            "roles": ROLE_NAMES,
            "reaches": REACH_NAMES,
            "marks": MARKS,
            "kinds": DOOR_NAMES,
            "rights": len(rights),
            "doors": len(doors),
        },
    )
