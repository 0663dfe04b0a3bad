"""Views of list pages that somebody keeps under a name."""

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.directory.models import SavedView
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import ViewDraft
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import text


def keep_view(actor: Actor, view: ViewDraft) -> None:
    """Keep the filters of a list under a name; the same name again replaces them.

    Args:
        actor: who keeps it.
        view: the filters, the list they belong to and their name.

    Raises:
        Forbidden: nobody signed in.
        Refused: the name, the list or the filters cannot be kept.
    """
    rules.refuse_words("view-name-unfit", view.name, rules.WORDS_LONGEST)
    fits = rules.is_slug(view.page) and (not view.league or rules.is_slug(view.league))
    if (
        not fits
        or len(view.query) > rules.QUERY_LONGEST
        or not view.query.isprintable()
    ):
        raise Refused(
            "view-unfit",
            text("These filters cannot be kept."),
            text("Keep them from the list itself, with fewer of them."),
        )
    with transaction.atomic():
        account = rows.own(actor)
        kept = SavedView.objects.filter(account=account)
        same = kept.filter(
            league=view.league, page=view.page, name=view.name.strip()
        ).first()
        if same is None and kept.count() >= rules.VIEWS_MOST:
            raise Refused(
                "views-too-many",
                text("You keep {most} views already.", most=rules.VIEWS_MOST),
                text("Drop those that you do not use, on the page of your account."),
            )
        row = same or SavedView(
            account=account,
            league=view.league,
            page=view.page,
            name=view.name.strip(),
        )
        row.query = view.query.lstrip("?")
        row.save()
        journal.record(
            actor,
            "accounts.keep_view",
            view.league,
            [rows.named(account), f"view:{row.pk}"],
            {"page": view.page},
        )


def drop_view(actor: Actor, view_id: int) -> None:
    """Drop a view that one keeps.

    Raises:
        Forbidden: nobody signed in.
        Missing: one keeps no such view.
    """
    with transaction.atomic():
        account = rows.own(actor)
        row = SavedView.objects.filter(pk=view_id, account=account).first()
        if row is None:
            raise Missing(
                "view-missing",
                text("You keep no such view."),
                text("The page of your account lists those you keep."),
            )
        row.delete()
        journal.record(
            actor,
            "accounts.drop_view",
            row.league,
            [rows.named(account), f"view:{view_id}"],
            {"page": row.page},
        )
