"""Passwords of the demonstration: kept with less work, and read by every installation."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from hansa.site.demo.hashing import ShownPasswordHasher

SHOWN, SALT = "three words shown", "saltsaltsaltsaltsaltsa"


def test_an_installation_reads_and_renews_hashes_of_the_demonstration() -> None:
    """A database of a demonstration is signed in to, and hashed with all rounds then."""
    kept = ShownPasswordHasher().encode(SHOWN, SALT)
    ordinary = PBKDF2PasswordHasher()
    assert ordinary.verify(SHOWN, kept)
    assert not ordinary.verify("other words", kept)
    assert ordinary.must_update(kept)
