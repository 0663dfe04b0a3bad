"""What every request of the API must hold, and what its description says of all of them."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile
from ninja.openapi.schema import OpenAPISchema

from hansa.chassis.actor import Actor, Role
from hansa.chassis.wire import PROBLEMS, SentIn
from hansa.kernel.errors import Forbidden
from hansa.kernel.text import text
from hansa.site.api import api
from hansa.site.api_frame import HansaAPI

KEY = {"Authorization": "Bearer k"}

router = Router()


class NoteIn(SentIn):
    """What is written."""

    words: str
    number: float = 0
    parts: tuple[dict[str, str], ...] = ()


class NotesAsked(Schema):
    """Which notes are asked for."""

    state: list[Role] = Field(default_factory=list)


class NoteOut(Schema):
    """What was written."""

    words: str


@router.get("/notes/{name}", response={200: NoteOut, **PROBLEMS})
def read(
    request: HttpRequest,
    name: str,
    limit: Annotated[int, Query(le=9)] = 1,
    league: str = "",
) -> Any:
    """Read a note."""
    return {"words": name}


@router.get("/found", response={200: NoteOut, **PROBLEMS})
def find(request: HttpRequest, asked: Query[NotesAsked], limit: int = 1) -> Any:
    """Find notes."""
    return {"words": " ".join(asked.state)}


@router.post("/notes", response={200: NoteOut, **PROBLEMS})
def write(request: HttpRequest, content: NoteIn) -> Any:
    """Write a note."""
    return {"words": content.words}


@router.post("/forms", response={200: NoteOut, **PROBLEMS})
def fill(request: HttpRequest, words: Form[str]) -> Any:
    """Fill in a form."""
    return {"words": words}


@router.post("/files", response={200: NoteOut, **PROBLEMS})
def bring(request: HttpRequest, file: File[UploadedFile], words: Form[str] = "") -> Any:
    """Bring a file."""
    return {"words": f"{file.name} {words}"}


@router.get("/secret", response={200: NoteOut, **PROBLEMS})
def secret(request: HttpRequest) -> Any:
    """Read what nobody may."""
    raise Forbidden("right-missing", text("No."), text("Ask."))


class SomebodyAsks:
    """Says who asks, as ``site.doors`` does."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = "Authorization" in request.headers
        request.actor = Actor(  # type: ignore[attr-defined]  # as site.doors
            person="x",
            authority="",
            member=None,
            roles=frozenset({Role.LEADER if known else Role.PUBLIC}),
            at=datetime(2026, 11, 24, tzinfo=UTC),
        )
        answer: HttpResponse = self.get_response(request)
        return answer


small = HansaAPI("small")
small.add_router("", router)
urlpatterns = [path("api/", small.urls)]


@pytest.fixture
def door(settings: Any) -> None:
    """Serve the endpoints of this module behind the same door."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        "django.middleware.locale.LocaleMiddleware",
        f"{__name__}.SomebodyAsks",
    ]


def problem_of(got: Any, status: int) -> str:
    assert got.status_code == status, got.content
    assert got["Content-Type"].startswith("application/json")
    told = json.loads(got.content)
    assert set(told) == {"code", "message", "remedy", "findings"}
    assert told["message"]
    assert told["remedy"]
    return str(told["code"])


def post(content: str | bytes, content_type: str = "application/json") -> Any:
    return Client(headers=KEY).post("/api/notes", content, content_type=content_type)


def test_what_is_declared_passes(door: None) -> None:
    """The door is open for what an endpoint declares."""
    assert Client().get("/api/notes/a?limit=2&league=x").json() == {"words": "a"}
    assert post('{"words": "徐州"}').json() == {"words": "徐州"}
    assert post(b'\xef\xbb\xbf{"words": "a"}').status_code in {200, 400}
    form = {"words": "徐州"}
    assert Client().post("/api/files", form, headers=KEY).status_code == 422


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("?limt=2", "“limit”"),
        ("?leage=x", "“league”"),
        ("?%F0%9F%98%80=1", "limit, league"),
        ("?limit=1&x" + "y" * 500 + "=1", "limit, league"),
    ],
)
def test_an_unknown_parameter_is_refused(asked: str, remedy: str, door: None) -> None:
    """A misspelt parameter names the one that was meant, and is never ignored."""
    got = Client().get(f"/api/notes/a{asked}", headers={"accept-language": "en"})
    assert problem_of(got, 422) == "parameter-unknown"
    assert remedy in got.json()["remedy"]


def test_an_endpoint_without_parameters_takes_none(door: None) -> None:
    """Also an address that takes no parameter says so."""
    assert problem_of(post("{}"), 422) == "parameters-wrong"
    got = Client().post("/api/notes?x=1", "{}", "application/json", headers=KEY)
    assert problem_of(got, 422) == "parameter-unknown"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("", 422, "parameters-wrong"),
        ("{", 400, "body-unreadable"),
        ("[]", 422, "parameters-wrong"),
        ("null", 422, "parameters-wrong"),
        ('"x"', 422, "parameters-wrong"),
        ('{"words": NaN}', 400, "body-unreadable"),
        ('{"words": "a", "number": Infinity}', 400, "body-unreadable"),
        ('{"words": "a", "number": -Infinity}', 400, "body-unreadable"),
        ('{"words": "a\\u0000"}', 422, "character-impossible"),
        ('{"words": "\\ud800"}', 422, "character-impossible"),
        ('{"wo\\u0000rds": "a"}', 422, "character-impossible"),
        ('{"words": "a", "parts": [{"b": "\\udfff"}]}', 422, "character-impossible"),
        (b'{"words": "\xff"}', 400, "body-unreadable"),
        (b'{"words": "\xed\xa0\x80"}', 422, "character-impossible"),
        (b"\xff\xfe{", 400, "body-unreadable"),
        ("[" * 100_000, 400, "body-unreadable"),
        ('{"words": ' + "1" * 5000 + "}", 400, "body-unreadable"),
        ('{"words": "' + "x" * 3_000_000 + '"}', 413, "body-too-large"),
    ],
)
def test_a_body_that_cannot_be_read_is_told(
    content: str | bytes, status: int, code: str, door: None
) -> None:
    """Whatever comes as a body, the answer is a problem and no fault of the program."""
    assert problem_of(post(content), status) == code


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("?state=leader&state=nope", "state[1] has a wrong value"),
        (
            "?state=nope&limit=x",
            "state[0] has a wrong value, limit has a wrong value",
        ),
    ],
)
def test_a_wrong_parameter_is_named(asked: str, places: str, door: None) -> None:
    """One wrong value among several is named by its parameter and its place."""
    got = Client().get(f"/api/found{asked}", headers={"accept-language": "en"})
    assert problem_of(got, 422) == "parameters-wrong"
    assert got.json()["message"].endswith(f": {places}.")


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ('{"words": "a", "number": "x"}', "number has a wrong value"),
        ('{"words": "a", "parts": [{}, {"b": 1}]}', "parts[1].b has a wrong value"),
        ('{"parts": [1]}', "words is missing, parts[0] has a wrong value"),
        ("{}", "words is missing"),
        ('{"parts": [], "part": 1}', "words is missing, part is not known"),
        ("", "the content is missing"),
        ("null", "the content is no JSON object with fields"),
        ("[]", "the content is no JSON object with fields"),
    ],
)
def test_a_wrong_field_is_named(content: str, places: str, door: None) -> None:
    """A field is named with where it stands, and whether it is missing or wrong."""
    headers = {**KEY, "accept-language": "en"}
    client = Client(headers=headers)
    got = client.post("/api/notes", content, "application/json")
    assert problem_of(got, 422) == "parameters-wrong"
    assert got.json()["message"].endswith(f": {places}.")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "x",
    ],
)
def test_a_body_of_another_type_is_refused(content_type: str, door: None) -> None:
    """A browser can send plain text from anywhere; only JSON is read as JSON."""
    assert problem_of(post('{"words": "a"}', content_type), 415) == "content-type-wrong"


def test_forms_and_files_have_their_type(door: None) -> None:
    """Endpoints of forms and files take those, and nothing else."""
    client = Client(headers=KEY)
    coded = "application/x-www-form-urlencoded"
    assert client.post("/api/forms", "words=a", coded).json() == {"words": "a"}
    assert problem_of(client.post("/api/forms", "words=%00", coded), 422)
    assert problem_of(
        client.post("/api/forms", "words=%FF&x=1", f"{coded}; charset=gbk"), 400
    )
    assert problem_of(client.post("/api/forms", "{}", "application/json"), 415)
    assert problem_of(client.post("/api/files", "{}", "application/json"), 415)
    assert problem_of(client.post("/api/files", "x", "multipart/form-data"), 400)
    assert problem_of(
        client.post("/api/files", "x", "multipart/form-data; boundary=a"), 422
    )


@pytest.mark.parametrize("name", ["%00", "a%00b"])
def test_a_null_in_an_address_is_refused(name: str, door: None) -> None:
    """PostgreSQL fails on a null character; no endpoint sees one."""
    assert problem_of(Client().get(f"/api/notes/{name}"), 422) == "character-impossible"
    got = Client().get(f"/api/notes/a?league={name}")
    assert problem_of(got, 422) == "character-impossible"


def test_too_many_parameters_are_refused(door: None) -> None:
    """A flood of parameters is a request that cannot be read."""
    asked = "&".join(f"a{n}=1" for n in range(2000))
    assert (
        problem_of(Client().get(f"/api/notes/a?{asked}"), 400) == "request-unreadable"
    )


def test_a_write_needs_a_key(door: None) -> None:
    """A browser's session is no key: another site could use it."""
    got = Client().post("/api/notes", '{"words": "a"}', "application/json")
    assert problem_of(got, 401) == "key-needed"
    assert got["WWW-Authenticate"] == "Bearer"


def test_the_public_is_asked_for_a_key(door: None) -> None:
    """Who is not known is asked for a key (401); who is known may not (403)."""
    assert problem_of(Client().get("/api/secret"), 401) == "right-missing"
    assert problem_of(Client(headers=KEY).get("/api/secret"), 403) == "right-missing"


def test_other_methods(door: None) -> None:
    """HEAD answers as GET, OPTIONS says what there is, and the rest is refused."""
    client = Client()
    got = client.head("/api/notes/a")
    assert (got.status_code, got.content) == (200, b"")
    assert client.head("/api/notes").status_code == 405
    got = client.options("/api/notes/a")
    assert (got.status_code, got["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert client.options("/api/notes")["Allow"] == "OPTIONS, POST"
    got = client.delete("/api/notes/a")
    assert problem_of(got, 405) == "method-unknown"
    assert got["Allow"] == "GET, HEAD, OPTIONS"
    assert problem_of(client.generic("徐州", "/api/notes/a"), 405)


def test_the_description_says_what_holds_for_all() -> None:
    """Keys, idempotency, paging and every problem are described for each operation."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for operations in described["paths"].values():
        for method, operation in operations.items():
            names = {p["name"] for p in operation.get("parameters", ())}
            assert {400, 401, 403, 404, 405, 409, 413, 415, 422, 429} <= set(
                operation["responses"]
            )
            reads = method == "get"
            assert ({} in operation["security"]) == reads
            assert ("Idempotency-Key" in names) != reads
            paged = {"limit", "cursor"} <= names
            answered = operation["responses"].get(200, {})
            assert ("Link" in answered.get("headers", {})) == paged


def test_every_list_is_paged() -> None:
    """Whatever answers an array takes a limit and a cursor."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    for address, operations in described["paths"].items():
        answered = operations.get("get", {}).get("responses", {}).get(200, {})
        schema = (
            answered.get("content", {}).get("application/json", {}).get("schema", {})
        )
        # The states of duties are a closed list of a dozen.
        if schema.get("type") == "array" and not address.endswith("/duty-states"):
            names = {p["name"] for p in operations["get"]["parameters"]}
            assert {"limit", "cursor"} <= names, address


def test_the_description_is_answered(client: Client, db: None) -> None:
    """The description stands where every remedy says."""
    got = client.get("/api/v1/openapi.json")
    assert got.status_code == 200
    assert got.json()["openapi"].startswith("3.1")
    assert isinstance(api, HansaAPI)


def test_the_description_is_made_once(rf: RequestFactory) -> None:
    """However often it is asked for, it is put together once."""

    class Counted(HansaAPI):
        made = 0

        def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
            del asked
            self.made += 1
            return super().get_openapi_schema(path_prefix=f"/{self.made}/")

    counted = Counted("counted")
    for _ in range(3):
        answered = counted.answer_description(rf.get("/"))
        assert json.loads(answered.content)["info"]["title"] == "Hansa"
    assert counted.made == 1


def test_the_description_is_sent_once(client: Client, db: None) -> None:
    """Whoever has it already is told so, whatever they may see."""
    address = "/api/v1/openapi.json"
    first = client.get(address)
    known = {"if-none-match": first["ETag"]}
    again = client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    head = client.head(address)
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])
    assert client.options(address)["Allow"] == "GET, HEAD, OPTIONS"
    assert problem_of(client.post(address), 405) == "method-unknown"
