"""The stage of a year: its clock, its accounts, and their ways in."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from conftest import ROOT, Hansa, Ran
from hansa.chassis.actor import Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.tests.people import browser

OFFICE = "office"


class Stage:
    """One league over a year; whatever happens there came through a command or a page."""

    def __init__(self, league: str, hansa: Hansa, settings: Any) -> None:
        self.league = league
        self._hansa, self._settings = hansa, settings
        self._ids: dict[str, int] = {}
        self._browsers: dict[str, Client] = {}
        self.now = datetime(2019, 1, 1, tzinfo=LEAGUE_ZONE)

    def on(self, day: str, hour: int = 9) -> None:
        """Go on to a day, on which nobody is signed in yet."""
        self.now = datetime.combine(date.fromisoformat(day), time(hour), LEAGUE_ZONE)
        self._settings.HANSA_CLOCK = self.now
        self._browsers.clear()

    def begins(self, day: str, since: str, members: Iterable[str]) -> None:
        """Put the charter in force and let everybody in who acts in it."""
        self.on(day)
        folder = ROOT / "charters" / self.league
        self.shell("charter", "apply", folder, "--in-service-since", since)
        self.lets_in(OFFICE, Role.SECRETARIAT)
        for member in members:
            self.lets_in(f"liaison-{member}", Role.CITY_LIAISON, "--member", member)
            self.lets_in(f"leader-{member}", Role.LEADER, "--member", member)
        self.shell("tick")

    def lets_in(self, name: str, role: Role, *where: str) -> None:
        """Make an account with a role in the league."""
        self._ids[name] = self.shell("account", "create", name)["id"]
        where = (*where, "--league", self.league)
        self.shell("account", "grant", name, role.value, *where)

    def unit(self, member: str, name: str, since: str, leads: str = "") -> str:
        """Open a department of a city, which may lead a body; give its id."""
        where = ("--city", member)
        opened = ("--kind", "department", "--on", since)
        words = ("directory", "open", self.league, name, *opened, *where)
        made: str = self.shell(*words)["id"]
        if leads:
            led = ("--unit", made, "--body", leads, "--from", since)
            self.shell("directory", "post", self.league, "lead", *led, *where)
        return made

    def shell(self, *words: str | Path) -> Any:
        """Run a command as whoever has the shell, and read its answer."""
        ran = self._ran(*words)
        assert ran.code == 0, ran.err or ran.out
        return json.loads(ran.out) if ran.out.strip() else None

    def does(self, name: str, *words: str | Path) -> Any:
        """Run a command with the rights of an account, and read its answer."""
        return self.shell(*self._with_league(words), "--as", name)

    def refuses(self, name: str, code: str, *words: str | Path) -> str:
        """Run a command that is refused for a reason, and give its words."""
        ran = self._ran(*self._with_league(words), "--as", name)
        assert ran.code == 1, ran.out
        told = json.loads(ran.out)
        assert told["code"] == code, told
        return f"{told['message']} → {told['remedy']}"

    def _with_league(self, words: tuple[str | Path, ...]) -> tuple[str | Path, ...]:
        return (*words[:2], self.league, *words[2:])

    def _ran(self, *words: str | Path) -> Ran:
        return self._hansa(*words, "--json", "--lang", "en")

    def page(self, name: str, *parts: object) -> str:
        """Give the address of a page of governance."""
        return reverse(f"governance:{name}", args=[self.league, *parts])

    def reads(self, name: str, page: str) -> str:
        """Read a page as an account, on one line."""
        answer = self._signed_in(name).get(page)
        assert answer.status_code == 200, answer.status_code
        return _on_one_line(answer)

    def fills_in(self, name: str, page: str, act: str = "", /, **typed: object) -> str:
        """Fill in a form of a page, send it, and read the page that it leads to."""
        answer = self._sent(name, page, act, typed)
        shown = _on_one_line(answer)
        assert answer.status_code == 200, (answer.status_code, _errors(shown))
        return shown

    def fills_in_vain(
        self, name: str, page: str, act: str = "", status: int = 422, /, **typed: object
    ) -> str:
        """Fill in a form that is refused, and read what is said."""
        answer = self._sent(name, page, act, typed)
        assert answer.status_code == status, answer.status_code
        return _on_one_line(answer)

    def _sent(self, name: str, page: str, act: str, typed: dict[str, object]) -> Any:
        client = self._signed_in(name)
        stem = f"{act}-" if act else ""
        shown = client.get(page).content.decode()
        hidden = dict(
            re.findall(rf'name="({stem}(?:revision|digest))" value="(.*?)"', shown)
        )
        body = {**hidden, **{f"{stem}{field}": value for field, value in typed.items()}}
        target = f"{page}{act}/" if act and not page.endswith(f"/{act}/") else page
        return client.post(target, body, follow=True)

    def _signed_in(self, name: str) -> Client:
        if name not in self._browsers:
            self._browsers[name] = browser(self._ids[name], self.now)
        return self._browsers[name]


def _on_one_line(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _errors(shown: str) -> list[str]:
    return re.findall(r'class="error[^>]*>(.*?)<', shown)
