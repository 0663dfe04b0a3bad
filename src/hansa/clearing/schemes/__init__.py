"""Clearing schemes: one module each, with the constant ``SCHEME``."""

import sys

from hansa.clearing.terms.schemes import Scheme
from hansa.kernel.registry import discover

SCHEMES = discover(sys.modules[__name__], "SCHEME", Scheme)
"""Every clearing scheme there is, by slug."""
