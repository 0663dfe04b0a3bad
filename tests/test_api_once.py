"""A write of the API that is sent twice with one key is done once."""

from typing import Any

from django.test import Client

from hansa.chassis import journal

STAGES = "/api/v1/leagues/huaihai/works/PRJ-07/stages"
REACHED = {"stage": "approval", "reached_on": "2026-11-20"}


def send(secret: str, key: str | None, content: Any = REACHED) -> Any:
    headers = {"Authorization": f"Bearer {secret}"}
    if key:
        headers["Idempotency-Key"] = key
    return Client().post(STAGES, content, "application/json", headers=headers)


def acts() -> int:
    return sum(
        1 for entry in journal.entries("huaihai", 50) if "stage" in entry.service
    )


def test_a_write_with_a_key_is_done_once(key_of_every_role: str) -> None:
    """One act, one entry in the journal, and the same answer twice."""
    first, second = (send(key_of_every_role, "k-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotent-Replay"] == "true"
    assert acts() == 1
    assert send(key_of_every_role, "k-2").status_code in {201, 409, 422}


def test_a_key_is_for_one_request(key_of_every_role: str) -> None:
    """Another request with the same key is refused and changes nothing."""
    send(key_of_every_role, "k-1")
    other = send(key_of_every_role, "k-1", {**REACHED, "stage": "building"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert acts() == 1


def test_a_closed_door_keeps_no_key(key_of_every_role: str) -> None:
    """A request with a wrong key of the API claims nothing."""
    assert send("wrong", "k-1").status_code == 401
    assert send(key_of_every_role, "k-1").status_code == 201
