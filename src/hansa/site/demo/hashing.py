"""How passwords of the demonstration are kept: they stand on its sign-in page."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class ShownPasswordHasher(PBKDF2PasswordHasher):
    """Hash with fewer rounds: no work makes a password secret that is shown to all.

    Without the demonstration's settings the same hashes are read, and made anew with all
    rounds when somebody signs in.
    """

    iterations = 20_000
