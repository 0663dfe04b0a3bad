"""Tables of applied charters: leagues, versions, their files and attached texts."""

from django.db import models


class League(models.Model):
    """A league whose charter was applied at least once."""

    slug = models.CharField(max_length=60, primary_key=True)
    in_service_since = models.DateField()

    def __str__(self) -> str:
        return self.slug


class CharterVersion(models.Model):
    """One applied content of a charter; rows never change."""

    league = models.ForeignKey(League, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    recorded_at = models.DateTimeField()
    content_hash = models.CharField(max_length=160)
    decision = models.CharField(max_length=400, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="charter_version_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league_id} {self.number}"


class CharterFile(models.Model):
    """One file of a version, as it was applied."""

    version = models.ForeignKey(
        CharterVersion, on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "name"), name="charter_file_name"
            ),
        )

    def __str__(self) -> str:
        return self.name


class DocumentText(models.Model):
    """The full text of a document, attached locally by an operator."""

    league = models.ForeignKey(League, on_delete=models.CASCADE)
    document = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    attached_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "document"), name="charter_document_text"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league_id} {self.document}"
