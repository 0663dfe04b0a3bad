"""A tree of hashes over the statements of a batch, and the path that proves one of them.

Whoever holds a statement, its path and the root can check that the statement is one of the
batch's without seeing any other. Leaves and nodes are hashed apart, so that no node can be
passed off as a leaf.

Source: RFC 6962, section 2.1.
"""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"
FEWEST = 2


def leaf_hash(content: bytes) -> str:
    """Hash a leaf, in hexadecimal digits."""
    return hashlib.sha256(LEAF + content).hexdigest()


def root_of(leaves: Sequence[str]) -> str:
    """Give the root over leaf hashes in their order; that of nothing for none."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    if len(leaves) == 1:
        return leaves[0]
    left = _left_count(len(leaves))
    return _node(root_of(leaves[:left]), root_of(leaves[left:]))


def path_to(leaves: Sequence[str], at: int) -> tuple[str, ...]:
    """Give the hashes that lead from one leaf to the root, nearest first."""
    if len(leaves) < FEWEST:
        return ()
    left = _left_count(len(leaves))
    if at < left:
        return (*path_to(leaves[:left], at), root_of(leaves[left:]))
    return (*path_to(leaves[left:], at - left), root_of(leaves[:left]))


def root_from(leaf: str, at: int, count: int, path: Sequence[str]) -> str | None:
    """Compute the root that a path leads to; None where the path has a wrong length."""
    if count < FEWEST:
        return leaf if not path else None
    if not path:
        return None
    left = _left_count(count)
    if at < left:
        inner = root_from(leaf, at, left, path[:-1])
        return None if inner is None else _node(inner, path[-1])
    inner = root_from(leaf, at - left, count - left, path[:-1])
    return None if inner is None else _node(path[-1], inner)


def _left_count(count: int) -> int:
    """Give the largest power of two below the count."""
    return 1 << ((count - 1).bit_length() - 1)


def _node(left: str, right: str) -> str:
    return hashlib.sha256(NODE + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
