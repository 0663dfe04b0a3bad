"""Signing in through an identity provider: a real one, small, on this machine."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import grants, keeping
from hansa.directory.terms.accounts import AccountDetails, GrantDraft
from hansa.directory.urls.accounts import routes
from hansa.site import urls

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

Staff = Callable[..., int]
Enter = Callable[..., Client]
MAIL = "liaison@example.org"
CLIENT, SECRET = "hansa", "client-secret"
KEY = generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Signs one person in, who has already said yes; each test says who it is.

    ``claims`` is what it signs, ``said`` what it tells besides; ``key`` signs.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-1",
            "exp": 4102444800,  # 2100: tests have no clock.
            "iat": 1700000000,
        }
        self.said: dict[str, Any] = {
            "sub": "person-1",
            "email": MAIL,
            "email_verified": True,
        }
        self.key: RSAPrivateKey = KEY
        self.algorithm = "RS256"
        self.asked: dict[str, dict[str, str]] = {}
        self.signs = True
        self.is_broken = False

    def token(self) -> str:
        """Sign the claims."""
        key: Any = self.key if self.algorithm == "RS256" else None
        return jwt.encode(
            self.claims, key, algorithm=self.algorithm, headers={"kid": "k1"}
        )


class Answers(BaseHTTPRequestHandler):
    """Answers as OpenID Connect says."""

    server: Provider

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _tell(self, told: object, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Describe, sign in, tell who it is, and give the key."""
        parts, issuer = urlsplit(self.path), self.server.issuer
        if self.server.is_broken:
            self._tell({"nothing": "useful"})
        elif parts.path == "/.well-known/openid-configuration":
            named = {
                f"{name}_endpoint": f"{issuer}/{name}"
                for name in ("authorization", "token", "userinfo")
            }
            self._tell({"issuer": issuer, "jwks_uri": f"{issuer}/keys", **named})
        elif parts.path == "/authorization":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = f"code-{len(self.server.asked)}"
            self.server.asked[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif parts.path == "/userinfo":
            assert self.headers["Authorization"] == "Bearer access"
            self._tell(self.server.said)
        else:
            public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            self._tell({"keys": [{**public, "kid": "k1", "alg": "RS256"}]})

    def do_POST(self) -> None:
        """Exchange a code, once, for whoever knows the secret and the verifier."""
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        given = {name: values[0] for name, values in form.items()}
        asked = self.server.asked.pop(given["code"], None)
        hashed = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if (
            asked is None
            or given["client_secret"] != SECRET
            or given["redirect_uri"] != asked["redirect_uri"]
            or asked.get("code_challenge_method") != "S256"
            or challenge != asked.get("code_challenge")
        ):
            self._tell({"error": "invalid_grant"}, 400)
            return
        told = {"access_token": "access", "token_type": "Bearer"}
        if self.server.signs:
            told["id_token"] = self.server.token()
        self._tell(told)


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A provider at work, and Hansa set up for it as the environment would."""
    server = Provider()
    # Asked often whether it should stop, so that no test waits for it.
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.HANSA_OIDC = True
    settings.HANSA_OIDC_NAME = "Provincial Gate"
    settings.HANSA_OIDC_ISSUER = server.issuer
    app = {
        "provider_id": server.issuer,
        "name": "Provincial Gate",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": server.issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    mounted = ModuleType("mounted")
    rest = [p for p in urls.urlpatterns if getattr(p, "namespace", "") != "accounts"]
    mounted.urlpatterns = [  # type: ignore[attr-defined]  # a module made here
        path("", include((routes((), (), str), "accounts"))),
        *rest,
    ]
    mounted.handler404 = urls.handler404  # type: ignore[attr-defined]  # as above
    settings.ROOT_URLCONF = mounted
    yield server
    server.shutdown()
    server.server_close()


def leave(browser: Client, onward: str = "/account/") -> str:
    """Go to the provider and give the address that it sends one back to."""
    led = browser.get(f"/account/identity/?next={quote(onward)}")
    assert led.status_code == 302
    back = httpx.get(led["location"])
    assert back.status_code == 302
    return back.headers["location"].removeprefix("http://testserver")


def pass_through(browser: Client, onward: str = "/account/") -> HttpResponse:
    """Go to the provider and come back."""
    answer: HttpResponse = browser.get(leave(browser, onward))  # type: ignore[assignment]  # a response all the same
    return answer


def test_an_account_is_entered_through_the_provider(
    provider: Provider, browser: Client, staff: Staff
) -> None:
    """The first time it is found by its mail; the link is in the journal."""
    staff("xuzhou-1", mail="Liaison@Example.org")
    assert "Provincial Gate" in browser.get("/account/sign-in/").content.decode()
    before = browser.session.session_key
    assert pass_through(browser)["location"] == "/account/"
    assert "xuzhou-1" in browser.get("/account/").content.decode()
    assert browser.session.session_key != before
    (act,) = journal.contents("accounts.link_identity")
    assert act == (["account:xuzhou-1"], {"issuer": provider.issuer})
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid) == (provider.issuer, "person-1")
    assert link.extra_data == {}


def test_a_link_outlasts_a_change_of_mail(
    provider: Provider, browser: Client, staff: Staff, shell: Actor
) -> None:
    """Whatever becomes of the address, here or there, the person stays the person."""
    account = staff("xuzhou-1", mail=MAIL)
    pass_through(browser)
    keeping.change_account(shell, account, AccountDetails(mail="", person=None), 1)
    provider.said["email"] = "renamed@example.org"
    again = Client()
    assert pass_through(again)["location"] == "/account/"
    assert again.get("/account/").status_code == 200


@pytest.mark.parametrize("mail", ["lıaison@example.org", "liaison@exampl\u0435.org"])
def test_an_address_with_signs_that_look_alike_brings_nothing(
    provider: Provider, browser: Client, staff: Staff, mail: str
) -> None:
    """No letter outside of ASCII leads to an account, not even to one that has it."""
    staff("xuzhou-1", mail=MAIL)
    staff("xuzhou-2", mail=mail)
    provider.said["email"] = mail
    assert pass_through(browser).status_code == 422
    assert not SocialAccount.objects.exists()


def test_an_address_that_went_to_somebody_else_brings_nothing(
    provider: Provider, browser: Client, staff: Staff
) -> None:
    """A second person with the first one's mail does not get the account."""
    staff("xuzhou-1", mail=MAIL)
    pass_through(browser)
    for told in (provider.claims, provider.said):
        told["sub"] = "person-2"
    assert pass_through(Client()).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": ""},
        {"email": None},
        {"email": "nobody@example.org"},
        {"email": "shared@example.org"},
        {"email": "out@example.org"},
        {"email": ["liaison@example.org"]},
        {"email": "%@example.org"},
    ],
)
def test_nobody_is_let_in_on_less(
    said: dict[str, Any],
    provider: Provider,
    browser: Client,
    staff: Staff,
    shell: Actor,
) -> None:
    """Unverified, missing, unknown, shared, deactivated: one answer, and no account."""
    staff("xuzhou-1", mail=MAIL)
    for name in ("office-1", "office-2"):
        staff(name, mail="shared@example.org")
    keeping.deactivate(shell, staff("put-out", mail="out@example.org"))
    provider.said.update(said)
    accounts = get_user_model().objects.count()
    answer = pass_through(browser)
    assert answer.status_code == 422
    assert browser.get("/account/").status_code == 302
    assert get_user_model().objects.count() == accounts
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR]
)
def test_the_three_keep_their_passwords(
    role: Role, provider: Provider, browser: Client, staff: Staff, shell: Actor
) -> None:
    """Neither by mail nor by a link from before; whoever runs the provider is none."""
    staff("keeper", role, mail=MAIL)
    assert pass_through(browser).status_code == 422
    provider.said["email"] = "other@example.org"
    account = staff("xuzhou-1", mail="other@example.org")
    assert pass_through(browser).status_code == 302
    grants.give_role(shell, account, GrantDraft(role=role))
    later = Client()
    assert pass_through(later).status_code == 422
    assert later.get("/account/").status_code == 302


def test_a_deactivated_account_stays_out_through_its_link(
    provider: Provider, browser: Client, staff: Staff, shell: Actor
) -> None:
    """The provider does not let anybody in again."""
    account = staff("xuzhou-1", mail=MAIL)
    pass_through(browser)
    keeping.deactivate(shell, account)
    assert pass_through(Client()).status_code == 422


def forge(provider: Provider, how: str) -> None:
    """Make the provider, or who stands between, tell something false."""
    match how:
        case "key":
            provider.key = OTHER_KEY
        case "none":
            provider.algorithm = "none"
        case "audience":
            provider.claims["aud"] = "another-client"
        case "issuer":
            provider.claims["iss"] = "https://another.example"
        case "expired":
            provider.claims["exp"] = 1700000001
        case "unsigned":
            provider.signs = False
        case "subject":
            provider.said["sub"] = "person-2"
        case "no subject":
            del provider.said["sub"]
        case "broken":
            provider.is_broken = True


FORGERIES = (
    "key",
    "none",
    "audience",
    "issuer",
    "expired",
    "unsigned",
    "subject",
    "no subject",
    "broken",
)


@pytest.mark.parametrize("how", FORGERIES)
def test_what_is_not_signed_for_us_is_not_believed(
    how: str, provider: Provider, browser: Client, staff: Staff
) -> None:
    """A false token lets nobody in, and is no fault of the program either."""
    staff("xuzhou-1", mail=MAIL)
    back = leave(browser)
    forge(provider, how)
    answer = browser.get(back)
    assert answer.status_code == 422
    assert "failed" in answer.content.decode()
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize("part", ["", "code=code-0", "state=x&code=code-0", "state=x"])
def test_a_return_that_was_never_begun_is_refused(
    part: str, provider: Provider, browser: Client, staff: Staff
) -> None:
    """Nobody is signed in by a link that somebody else sent."""
    staff("xuzhou-1", mail=MAIL)
    leave(Client())
    assert browser.get(f"/account/identity/return/?{part}").status_code == 422
    assert browser.get("/account/").status_code == 302


def test_a_return_is_taken_once_and_by_its_browser_only(
    provider: Provider, browser: Client, staff: Staff
) -> None:
    """Replayed, or in another browser, it opens nothing."""
    staff("xuzhou-1", mail=MAIL)
    back = leave(browser)
    assert Client().get(back).status_code == 422
    assert browser.get(back).status_code == 302
    assert browser.get(back).status_code == 422


def test_whoever_says_no_there_is_back_at_the_door(
    provider: Provider, browser: Client
) -> None:
    """Cancelling is an answer too."""
    back = leave(browser).replace("code=code-0", "error=access_denied")
    assert browser.get(back).status_code == 422


def test_a_provider_that_is_down_is_said(provider: Provider, browser: Client) -> None:
    """The page says to try again or to use a password."""
    provider.is_broken = True
    answer = browser.get("/account/identity/")
    assert answer.status_code == 422
    assert "sign in with a password" in answer.content.decode()


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/"])
def test_the_way_back_leads_to_no_other_site(
    onward: str, provider: Provider, browser: Client, staff: Staff
) -> None:
    """As at the door itself."""
    staff("xuzhou-1", mail=MAIL)
    assert pass_through(browser, onward)["location"] == "/start/"


def test_no_parameter_of_a_link_reaches_the_provider(
    provider: Provider, browser: Client
) -> None:
    """Neither another return address nor a wider scope can be slipped in."""
    slipped = urlencode(
        {
            "auth_params": "redirect_uri=https://evil.example/&prompt=none",
            "scope": "offline_access",
            "process": "connect",
        }
    )
    led = browser.get(f"/account/identity/?{slipped}")
    asked = parse_qs(urlsplit(led["location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/account/identity/return/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert "prompt" not in asked


def test_another_account_takes_the_place_of_the_first(
    provider: Provider, staff: Staff, enter: Enter, shell: Actor
) -> None:
    """The session before it ends, and is listed no longer."""
    staff("xuzhou-1", mail=MAIL)
    client = enter(staff("office-1"))
    assert pass_through(client).status_code == 302
    assert "xuzhou-1" in client.get("/account/").content.decode()
    assert reads.list_sign_ins(shell, "office-1", None) == ()


def test_without_a_provider_nothing_is_mounted(browser: Client) -> None:
    """Neither the way out nor the way back is there."""
    for page in ("/account/identity/", "/account/identity/return/"):
        assert browser.get(page).status_code == 404
    page = browser.get("/account/sign-in/").content.decode()
    main = page.split("<main")[1].split("</main")[0]
    assert "through" not in main
