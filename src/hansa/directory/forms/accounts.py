"""Forms of accounts: sign-in, passwords, keys, and what administrator and officer type."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MaxValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import ROLE_NAMES, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.directory.terms.accounts import (
    FEED_SCOPE_NAMES,
    GRANTED,
    SCOPE_NAMES,
    FeedScope,
    GrantDraft,
    KeyDraft,
    Scope,
)

PASSWORD_LONGEST = 1000  # Hashing takes time, and a page of letters is no password.
NAME_LONGEST = 150
MAIL_LONGEST = 254
Choices = Sequence[tuple[str, Any]]
"""Values with their labels, or headings with the values below them."""


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=PASSWORD_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


LAST_DAY = date(9998, 12, 31)
"""After it there is no day on which something could end."""


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MaxValueValidator(LAST_DAY)],
    )


class SignInForm(forms.Form):
    """Name and password; what is wrong with them is never said."""

    username = forms.CharField(
        label=_("Account name"),
        max_length=NAME_LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = _password(_("Password"), "current-password")

    def __init__(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        self.request = request
        self.account: AbstractBaseUser | None = None
        super().__init__(*args, **named)

    def clean(self) -> dict[str, Any]:
        """Check the two together."""
        given = super().clean() or {}
        if "username" in given and "password" in given:
            # Names are kept in small letters: else each way of writing one would have
            # five tries of its own.
            name = given["username"].lower()
            self.account = authenticate(
                self.request, username=name, password=given["password"]
            )
            if self.account is None:
                raise forms.ValidationError(_("Name or password is wrong."))
        return given


class AskResetForm(forms.Form):
    """Whose password is forgotten."""

    written = forms.CharField(
        label=_("Mail address or account name"),
        max_length=MAIL_LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = _password(
        _("New password"),
        "new-password",
        _("At least 8 characters; three words that nobody would guess are enough."),
    )
    again = _password(_("Repeat it"), "new-password")

    def clean_again(self) -> str:
        """Check that both are the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two are not the same."))
        return again


class ChangePasswordForm(NewPasswordForm):
    """A new password, beside the one that holds now."""

    old = _password(_("Current password"), "current-password")
    field_order = ("old", "password", "again")

    def __init__(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        self.request = request
        super().__init__(*args, **named)

    def clean_old(self) -> str:
        """Check it as at a sign-in, so that guessing here locks the account too."""
        old: str = self.cleaned_data["old"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=old) is None:
            raise forms.ValidationError(_("This is not the password that holds now."))
        return old


class KeyForm(forms.Form):
    """A program's key."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("Name the program, so that you know later what to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    last_on = _day(_("Last day"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]  # as a choice field has
            (scope.value, render(SCOPE_NAMES[scope])) for scope in Scope
        ]

    def draft(self) -> KeyDraft:
        """Give what was typed."""
        given = self.cleaned_data
        ends = None
        if given["last_on"]:
            midnight = datetime.combine(given["last_on"], time(), LEAGUE_ZONE)
            ends = midnight + timedelta(days=1)
        return KeyDraft(
            name=given["name"],
            scopes=frozenset(map(Scope, given["scopes"])),
            expires_at=ends,
        )


class FeedForm(forms.Form):
    """The secret address of a calendar."""

    league = forms.ChoiceField(label=_("League"))
    scope = forms.ChoiceField(label=_("Calendar of"))
    subject = forms.ChoiceField(
        label=_("Which one"),
        required=False,
        help_text=_("The body, city, unit or person; nothing for the whole league."),
    )

    def __init__(
        self, leagues: Choices, subjects: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        _offer(self, "league", leagues)
        _offer(self, "subject", [("", "–"), *subjects])
        _offer(
            self,
            "scope",
            [(scope.value, render(FEED_SCOPE_NAMES[scope])) for scope in FeedScope],
        )


class ViewForm(forms.Form):
    """A view of a list page, as the list sends it."""

    league = forms.CharField(required=False, max_length=60)
    page = forms.CharField(max_length=60)
    name = forms.CharField(max_length=60)
    query = forms.CharField(required=False, max_length=1000)


class AccountForm(forms.Form):
    """An account to be made."""

    username = forms.CharField(
        label=_("Account name"),
        max_length=60,
        help_text=_("Small letters, digits, dots, hyphens; name the office."),
    )
    mail = forms.CharField(label=_("Mail address"), required=False, max_length=254)
    person = forms.ChoiceField(
        label=_("Person of the directory"),
        required=False,
        help_text=_("Empty for a program."),
    )

    def __init__(self, people: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        _offer(self, "person", [("", _("nobody")), *people])


class AccountDetailsForm(forms.Form):
    """What can be changed of an account, and the state that was seen."""

    mail = forms.CharField(label=_("Mail address"), required=False, max_length=254)
    person = forms.ChoiceField(label=_("Person of the directory"), required=False)
    revision = forms.IntegerField(label=_("Revision"), widget=forms.HiddenInput)

    def __init__(self, people: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        _offer(self, "person", [("", _("nobody")), *people])


class GrantForm(forms.Form):
    """A role to be given."""

    role = forms.ChoiceField(label=_("Role"))
    league = forms.ChoiceField(label=_("League"), required=False)
    member = forms.ChoiceField(label=_("City"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    from_on = _day(_("First day"), _("Empty for today."))
    to_on = _day(
        _("Ended on"),
        _(
            "The first day without the role: for a last day of 12-31, write 01-01 of "
            "the next year. Empty while it lasts."
        ),
    )

    def __init__(
        self,
        leagues: Choices,
        members: Choices,
        units: Choices,
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        _offer(
            self, "role", [(role.value, render(ROLE_NAMES[role])) for role in GRANTED]
        )
        _offer(self, "league", [("", _("everywhere")), *leagues])
        _offer(self, "member", [("", _("none")), *members])
        _offer(self, "unit", [("", _("none")), *units])

    def draft(self) -> GrantDraft:
        """Give what was typed."""
        given = self.cleaned_data
        return GrantDraft(
            role=Role(given["role"]),
            league=given["league"] or None,
            member=given["member"] or None,
            unit=given["unit"] or None,
            from_on=given["from_on"],
            to_on=given["to_on"],
        )


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
