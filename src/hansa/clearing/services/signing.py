"""Signs the head of a batch, and checks a signature: Ed25519, keys as PEM files."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text

OWNER_ONLY = 0o600
PUBLIC_KEY = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key at work."""

    key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The public key, in hexadecimal digits."""
        return self.key.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> str:
        """Sign, in hexadecimal digits."""
        return self.key.sign(content).hex()


def new_key(place: Path) -> Signer:
    """Make a key and keep it where only its owner reads it.

    Raises:
        Conflict: something lies there already; a key is never overwritten.
    """
    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise Conflict(
            "key-there",
            text("{file} is there already.", file=str(place)),
            text("Name another file; a key is never overwritten."),
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(written)
    return Signer(key)


def signer_from(place: Path) -> Signer:
    """Read a private key.

    Raises:
        Refused: the file holds none.
    """
    try:
        key = serialization.load_pem_private_key(place.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_key(place) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(place)
    return Signer(key)


def _no_key(place: Path) -> Refused:
    return Refused(
        "no-key",
        text("{file} holds no Ed25519 key.", file=str(place)),
        text("Make one with “hansa clearing key”."),
    )


def refuse_no_public_key(written: str) -> None:
    """Refuse what can be no public key, an empty word among others.

    Raises:
        Refused: it is not 64 hexadecimal digits.
    """
    if not PUBLIC_KEY.fullmatch(written):
        raise Refused(
            "no-public-key",
            text("“{key}” is no public key.", key=written[:80]),
            text("Give the 64 hexadecimal digits that “hansa clearing key” printed."),
        )


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Tell whether a signature holds; anything that is none does not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True
