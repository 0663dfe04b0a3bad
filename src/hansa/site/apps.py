"""Hands the tables of ``wiring`` to the contexts when Django starts."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The composition root."""

    name = "hansa.site"
    label = "site"

    def ready(self) -> None:
        """Hand out the tables; models can be imported only from here on."""
        from hansa.casework.reads import links  # noqa: PLC0415 -- needs models
        from hansa.charter import reads as charter_reads  # noqa: PLC0415 -- as above
        from hansa.chassis import journal  # noqa: PLC0415 -- as above
        from hansa.directory.reads import places, posts, remarks  # noqa: PLC0415 -- as above
        from hansa.duties.reads import claims, notices  # noqa: PLC0415 -- as above
        from hansa.site import wiring  # noqa: PLC0415 -- as above

        links.use_links(wiring.LINKS)
        charter_reads.use_sections(wiring.SECTIONS)
        journal.use_checks(wiring.CHECKS)
        journal.use_inside(wiring.INSIDE)
        places.use_bodies(wiring.bodies_of)
        places.use_nouns(wiring.nouns_of)
        posts.use_others(wiring.institutions_of)
        remarks.use_remarks(wiring.remarks_on)
        claims.use_claims(wiring.claims_of)
        notices.use_office(wiring.office_of)
