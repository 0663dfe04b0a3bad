"""Tables of the directory: units, people, postings, systems; accounts and their keys."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Unit(models.Model):
    """An office, bureau or centre that owes and receives; its id outlives its names.

    ``member`` is its city, empty for the league's own; ``body`` is the body of the charter
    that it stands for, such as the joint office; ``domain`` the field it answers for.
    ``name_zh`` and ``name_en`` are what it was called when it was opened.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    member = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children"
    )
    body = models.CharField(max_length=60, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    mail = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    successor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("league", "member"), name="directory_unit_city"),
        )

    def __str__(self) -> str:
        return self.name_zh


class UnitName(models.Model):
    """What a unit is called from a day on; a renamed unit keeps its id and its duties."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    from_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "from_on"), name="directory_unit_name_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name_zh} {self.from_on}"


class Person(models.Model):
    """Somebody reachable, known by the post held.

    ``authority`` is the office in whose name the person was entered; it and
    ``recorded_at`` are empty of who was entered before they were kept.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    member = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="people"
    )
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    phone = models.CharField(max_length=60, blank=True)
    mail = models.CharField(max_length=200, blank=True)
    left_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.CharField(max_length=200, blank=True, default="")
    authority = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title_zh


class Posting(models.Model):
    """Who stands where from when to when; one table for every kind of post.

    ``kind`` is ``office`` (holds an office, so a seat), ``secondment`` (lent to a body),
    ``focal-point`` (answers for a city, ``domain`` empty for all fields), ``lead`` (a unit
    or person leads a body) or ``delegation`` (acts for ``delegated_by``). ``to_on`` is the
    first day after it, as it was stated when it was recorded; None where it was to last.
    ``withdrawn_at`` marks one entered in error or never taken up. ``evidence`` is the paper
    of an entry on behalf of the office in ``authority``.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=20)
    member = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="postings"
    )
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="postings"
    )
    office = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=60, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    full_time = models.BooleanField(default=True)
    delegated_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="delegations"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("league", "kind"), name="directory_posting_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.member} {self.office or self.body}"


class PostingEnd(models.Model):
    """A later word on when a posting ends; the latest one known counts.

    A row of its own, so that what was known at any time can be told. ``to_on`` None says
    that the posting lasts after all.
    """

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="ends")
    to_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.posting_id} {self.to_on}"


class SystemRecord(models.Model):
    """What is known of a platform that the text names; the latest row counts."""

    league = models.CharField(max_length=60, db_index=True)
    system = models.CharField(max_length=60)
    owner = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="systems"
    )
    service_level = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20)
    address = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.system} {self.status}"


class Accounts(BaseUserManager["Account"]):
    """What Django's sign-in asks of a table of accounts."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find an account by its name, whatever the case of its letters."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody's key to Hansa; its rights are its grants.

    ``person`` is whom the directory knows it as; None for machines.
    """

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="accounts"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=1)

    objects = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """A role of an account: in a league or, with an empty league, everywhere."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="grants"
    )
    league = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=30)
    member = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="grants"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    granted_by = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.league}"


class SignIn(models.Model):
    """A browser that is signed in; ended by whoever owns it, or by the administrator."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="sign_ins"
    )
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=200)
    network_address = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.started_at}"


class PasswordLink(models.Model):
    """A link that sets a password once; only its hash is kept. Spent ones are deleted.

    ``is_mailed`` marks one that went to the account's own address, unseen by anybody else.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    is_mailed = models.BooleanField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.expires_at}"


class ApiToken(models.Model):
    """A program's key: only its hash is kept. ``scopes`` are ``read`` and ``write``."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class FeedToken(models.Model):
    """The secret part of a calendar's address: only its hash is kept.

    ``scope`` is ``league``, ``body``, ``city``, ``unit`` or ``person`` and ``subject`` the
    id of which one; empty for the league.
    """

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feeds")
    league = models.CharField(max_length=60)
    scope = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.league} {self.scope} {self.subject}"


class SavedView(models.Model):
    """Filters of a list page that somebody keeps under a name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="views")
    league = models.CharField(max_length=60)
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "league", "page", "name"), name="directory_view_name"
            ),
        )

    def __str__(self) -> str:
        return self.name
