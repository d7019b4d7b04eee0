"""The HTTP API, and who may call it."""

from __future__ import annotations

import json
import threading
import time
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError

from index.errors import IndexCorrupt, InvalidQuestion, InvalidRequest, ModelMismatch
from qa.consultant import Consultant
from qa.settings import Settings
from qa.web import access, server
from qa.web.desk import Busy, Desk
from qa.web.feedback import Feedback

WHERE = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"
UNANSWERABLE = "นายกรัฐมนตรีของฝรั่งเศสชื่ออะไร"
S2S = "000_ed9c4c4d1260d543.txt"
SECRET = "a-secret-of-the-proxy"
PORTAL = "https://portal.example"
JOIN = "/chat/gradio_api/queue/join"


class Empty:
    """An assistant without a model or an article, that fails as it is told to."""

    error = None

    def consult(self, *_, **__):
        raise self.error

    def listing(self, offset=0, limit=None):
        return self._or_fail([])

    def count_articles(self):
        return self._or_fail(0)

    def article(self, article_id):
        return self._or_fail(None)

    def _or_fail(self, value):
        if self.error:
            raise self.error
        return value


def opened(assistant, tmp_path, **changes):
    settings = Settings(feedback=tmp_path / "feedback.db", **changes)
    return TestClient(server.create_app(assistant, settings), "http://127.0.0.1", follow_redirects=False)


@pytest.fixture(scope="module")
def client(assistant, tmp_path_factory):
    with opened(assistant, tmp_path_factory.mktemp("api"), questions_per_minute=10_000) as client:
        yield client


def test_a_question_gets_its_answer(client, assistant):
    data = client.post("/api/ask", json={"question": WHERE}).json()
    expected = assistant.answer(WHERE).to_dict()
    assert {k: v for k, v in data.items() if k != "timings"} == {
        k: v for k, v in expected.items() if k != "timings"
    }
    assert data["text"] == "สำนักเลขาธิการอาเซียน กรุงจาการ์ตา ประเทศอินโดนีเซีย"
    assert "explanation" not in data


def test_a_follow_up_a_filter_and_an_explanation(client):
    asked = {"question": "แล้วจัดเมื่อไร", "history": [WHERE], "explain": True}
    data = client.post("/api/ask", json=asked).json()
    assert data["citations"][0]["article_id"] == S2S
    assert data["explanation"]["sides"][0]["kind"] == "date"
    none = client.post("/api/ask", json={"question": WHERE, "since": "2039-01-01"}).json()
    assert none["refused"]


def test_an_answer_comes_in_pieces(client):
    response = client.post("/api/ask", json={"question": WHERE, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [
        dict(line.split(": ", 1) for line in block.split("\n"))
        for block in response.text.strip().split("\n\n")
    ]
    names = [event["event"] for event in events]
    assert names[0] == "point"
    assert names[-1] == "done"
    assert {"quote", "citation"} <= set(names)
    assert json.loads(events[-1]["data"])["question"] == WHERE
    refusal = client.post("/api/ask", json={"question": UNANSWERABLE, "stream": True}).text
    assert refusal.startswith("event: refusal\n")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "?" * 99},
        {"question": "ก" * 100_000},
        {"question": 5},
        {"question": WHERE, "since": "yesterday"},
        {"question": WHERE, "since": "2020-01-02", "until": "2020-01-01"},
        {"question": WHERE, "history": ["x"] * 21},
        {"question": WHERE, "fn_index": 3},
        [],
        "text",
    ],
)
def test_what_is_no_question_is_told_in_both_languages(client, body):
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 422
    assert any("ก" <= letter <= "๙" for letter in problem["detail"])
    assert problem["detail_en"].isascii() or "“" in problem["detail_en"]


def test_articles_are_listed_and_shown(client, assistant):
    listed = client.get("/api/articles", params={"offset": 1, "limit": 2}).json()
    assert listed["total"] == len(assistant.articles())
    assert len(listed["articles"]) == 2
    assert listed["articles"][0].keys() == {"id", "title", "published", "source"}
    one = client.get(f"/api/articles/{S2S}").json()
    assert one["text"] == assistant.article(S2S).text
    assert one["published"] == "2019-05-07"
    for wrong in ("/api/articles/none.txt", "/api/articles/../../etc/passwd", "/api/nothing"):
        response = client.get(wrong)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_feedback_is_kept(assistant, tmp_path):
    with opened(assistant, tmp_path) as client:
        body = {"question": WHERE, "answer": "กรุงจาการ์ตา", "verdict": "bad", "reason": "ผิดเมือง"}
        assert client.post("/api/feedback", json=body).status_code == 204
        assert client.post("/api/feedback", json=body | {"verdict": "so so"}).status_code == 422
    (kept,) = Feedback(tmp_path / "feedback.db")
    assert (kept.question, kept.verdict, kept.reason, kept.user) == (WHERE, "bad", "ผิดเมือง", "")
    assert kept.time


def test_health_metrics_and_description(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").text == "ok"
    client.post("/api/ask", json={"question": UNANSWERABLE})
    metrics = client.get("/metrics").text
    assert 'thamtob_questions_total{outcome="refused"}' in metrics
    assert "thamtob_answer_seconds_bucket" in metrics
    described = client.get("/api/openapi.json").json()
    assert {"/api/ask", "/api/articles", "/api/articles/{article_id}", "/api/feedback"} <= set(
        described["paths"]
    )
    assert not any(path.startswith("/chat") for path in described["paths"])


ROUTES = [
    ("GET", "/"),
    ("GET", "/chat/"),
    ("GET", "/chat/config"),
    ("POST", JOIN),
    ("POST", "/api/ask"),
    ("GET", "/api/articles"),
    ("GET", "/static/page.js"),
    ("GET", "/healthz"),
    ("GET", "/metrics"),
    ("GET", "/no"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_with_a_sign_on_nothing_is_served_without_it(assistant, tmp_path, method, path):
    with opened(assistant, tmp_path, sso_secret=SecretStr(SECRET)) as client:
        forged = {"X-Forwarded-User": "minister"}
        for headers in ({}, forged, forged | {"X-Thamtob-Secret": "guess"}, {"X-Thamtob-Secret": SECRET}):
            assert client.request(method, path, headers=headers, json={}).status_code == 401
        true = forged | {"X-Thamtob-Secret": SECRET}
        assert client.request(method, path, headers=true, json={}).status_code != 401


def test_feedback_bears_the_signed_on_name(assistant, tmp_path):
    with opened(assistant, tmp_path, sso_secret=SecretStr(SECRET)) as client:
        headers = {"X-Forwarded-User": "somchai", "X-Thamtob-Secret": SECRET}
        client.post("/api/feedback", json={"question": WHERE, "verdict": "good"}, headers=headers)
    assert [each.user for each in Feedback(tmp_path / "feedback.db")] == ["somchai"]


def test_only_listed_portals_may_frame_and_call(assistant, tmp_path):
    with opened(assistant, tmp_path, portals=(PORTAL,), hosts=("qa.example",)) as client:
        policy = client.get("/chat/").headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors 'self' {PORTAL}")
        listed = client.post("/api/ask", json={"question": WHERE}, headers={"Origin": PORTAL})
        assert listed.headers["access-control-allow-origin"] == PORTAL
        assert listed.status_code == 200
        for origin in ("https://evil.example", "https://portal.example.evil.example", "null"):
            foreign = client.post(
                "/api/ask", json={"question": WHERE}, headers={"Origin": origin, "Host": "qa.example"}
            )
            assert foreign.status_code == 403
            assert "access-control-allow-origin" not in foreign.headers
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Host": "qa.example"}
            assert "access-control-allow-origin" not in client.options("/api/ask", headers=asked).headers


def test_another_site_can_not_ask_through_a_users_browser(client):
    for path in (JOIN, "/api/ask", "/api/feedback"):
        assert client.post(path, json={}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_who_asks_too_often_waits(assistant, tmp_path):
    with opened(assistant, tmp_path, questions_per_minute=3) as client:
        codes = [client.post("/api/ask", json={"question": "?"}).status_code for _ in range(5)]
        assert codes == [422] * 3 + [429] * 2
        polite = client.post("/api/ask", json={"question": WHERE})
        assert 1 <= int(polite.headers["retry-after"]) <= 61
        assert "รอสักครู่" in polite.json()["detail"]
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("base", ["", "/qa"])
@pytest.mark.parametrize("path", ["/api/articles", "/api/articles/none.txt"])
def test_who_reads_articles_too_often_waits(tmp_path, base, path):
    with opened(Empty(), tmp_path, questions_per_minute=3, base_path=base) as client:
        codes = [client.get(base + path).status_code for _ in range(5)]
        assert 429 not in codes[:3]
        assert codes[3:] == [429] * 2
        assert [client.get(f"{base}/static/page.js").status_code for _ in range(5)] == [200] * 5


def test_another_site_can_not_use_up_what_a_user_may_read(tmp_path):
    with opened(Empty(), tmp_path, questions_per_minute=3) as client:
        embedded = {"Sec-Fetch-Site": "cross-site"}
        assert [client.get("/api/articles", headers=embedded).status_code for _ in range(5)] == [403] * 5
        assert client.get("/api/articles").status_code == 200


def test_a_list_of_articles_is_short(tmp_path):
    with opened(Empty(), tmp_path) as client:
        codes = [client.get("/api/articles", params={"limit": most}).status_code for most in (100, 101)]
    assert codes == [200, 422]


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/ask"), ("GET", "/api/articles"), ("GET", "/api/articles/a.txt"), ("GET", "/readyz")],
)
def test_what_is_the_administrators_business_is_told_to_the_log_alone(tmp_path, caplog, method, path):
    assistant = Empty()
    with opened(assistant, tmp_path) as client:
        assistant.error = IndexCorrupt("ดัชนีที่ /srv/secret เสียหาย", "the index in /srv/secret is damaged")
        response = client.request(method, path, json={"question": WHERE})
    assert response.status_code == 503
    assert "ผู้ดูแลระบบ" in response.json()["detail"]
    assert "secret" not in response.text
    assert caplog.text.count("/srv/secret") == 1


def test_a_wrong_method_is_told_which_are_right(tmp_path):
    with opened(Empty(), tmp_path) as client:
        response = client.get("/api/ask")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("unix", "?"),
    ],
)
def test_an_address_is_counted_as_one_users(client, counted):
    assert access._address({"client": (client, 1)}) == counted


def test_the_page_asks_in_the_name_of_who_signed_on(tmp_path, monkeypatch):
    users = []
    monkeypatch.setattr(Desk, "consult", lambda *_, user, **__: users.append(user) or 1 / 0)
    headers = {"X-Forwarded-User": "somchai", "X-Thamtob-Secret": SECRET}
    with opened(Empty(), tmp_path, sso_secret=SecretStr(SECRET)) as client:
        events = client.get("/chat/config", headers=headers).json()["dependencies"]
        asking = next(event["id"] for event in events if len(event["inputs"]) == 4)
        body = {"fn_index": asking, "session_hash": "one", "data": [WHERE, [], "", ""]}
        assert client.post(JOIN, json=body, headers=headers).status_code == 200
        client.get("/chat/gradio_api/queue/data", params={"session_hash": "one"}, headers=headers)
    assert users == ["somchai"]


def test_what_is_too_large_is_refused_unread(client):
    assert client.post("/api/ask", headers={"Content-Length": str(10**9)}).status_code == 413
    both = {"Content-Length": "2", "Transfer-Encoding": "chunked"}
    assert client.post("/api/ask", headers=both, content=iter([b"{}"])).status_code == 411


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""])
def test_a_name_that_is_not_ours_is_refused(client, host):
    response = client.get("/api/articles", headers={"Host": host, "Origin": f"http://{host}"})
    assert response.status_code == 421
    assert "THAMTOB_HOSTS" in response.json()["detail"]


@pytest.mark.parametrize("origin", ["http://[", "null", "", "://"])
def test_an_odd_origin_is_a_foreign_one(client, origin):
    assert client.post("/api/ask", json={"question": WHERE}, headers={"Origin": origin}).status_code == 403


def test_a_forged_address_gives_no_new_allowance(assistant, tmp_path):
    with opened(assistant, tmp_path, questions_per_minute=3) as client:
        codes = [
            client.post(
                "/api/ask", json={"question": "?"}, headers={"X-Forwarded-For": f"any-{n}"}
            ).status_code
            for n in range(5)
        ]
    assert codes == [422] * 3 + [429] * 2


def test_what_nobody_expected_is_a_problem_with_all_headers(assistant, tmp_path, monkeypatch):
    with opened(assistant, tmp_path) as client:
        monkeypatch.setattr(Desk, "consult", lambda *_, **__: 1 / 0)
        response = client.post("/api/ask", json={"question": WHERE})
    assert response.status_code == 500
    assert "ระบบขัดข้อง" in response.json()["detail"]
    assert "default-src" in response.headers["content-security-policy"]


def test_half_a_character_is_no_question(client):
    body = b'{"question": "\\ud800 \\u0e01"}'
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


def test_a_question_that_grows_in_its_normal_form_costs_no_more(client, assistant, monkeypatch):
    grown = "\u0958" * 501
    assert client.post("/api/ask", json={"question": grown, "history": [grown] * 20}).status_code == 422
    calls = []
    consult = Consultant.consult
    monkeypatch.setattr(Consultant, "consult", lambda self, *given: calls.append(1) or consult(self, *given))
    data = client.post("/api/ask", json={"question": WHERE, "history": [grown] * 20}).json()
    assert data["text"]
    assert len(calls) < 10


def test_when_too_many_wait_one_is_told_at_once():
    class Slow:
        def consult(self, *_, **__):
            entered.set()
            assert leave.wait(10)
            raise InterruptedError

    entered, leave = threading.Event(), threading.Event()
    desk = Desk(Slow(), waiting=0)

    def first():
        with pytest.raises(InterruptedError):
            desk.consult("ก")

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with pytest.raises(Busy):
        desk.consult("ข")
    leave.set()
    thread.join()
    assert b'outcome="busy"} 1.0' in desk.metrics()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (InvalidQuestion("", ""), "invalid"),
        (InvalidRequest("", ""), "invalid"),
        (IndexCorrupt("", ""), "failed"),
        (ModelMismatch("", ""), "failed"),
        (ValueError(), "failed"),
    ],
)
def test_only_the_askers_mistakes_count_as_invalid(error, outcome):
    assistant = Empty()
    assistant.error = error
    desk = Desk(assistant, waiting=1)
    with pytest.raises(type(error)):
        desk.consult(WHERE)
    assert f'outcome="{outcome}"}} 1.0'.encode() in desk.metrics()


def test_one_user_can_not_take_every_place():
    class Waiting:
        def consult(self, *_, **__):
            assert leave.wait(10)
            return SimpleNamespace(answer=SimpleNamespace(refused=True))

    leave = threading.Event()
    desk = Desk(Waiting(), waiting=50)
    threads = [threading.Thread(target=desk.consult, args=("ก",), kwargs={"user": "one"}) for _ in range(4)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 10
    while desk.metrics().count(b"thamtob_questions_present 4.0") == 0:
        assert time.monotonic() < deadline
    with pytest.raises(Busy):
        desk.consult("ข", user="one")
    leave.set()
    for thread in threads:
        thread.join()
    desk.assistant = type(
        "Quick", (), {"consult": lambda *_, **__: SimpleNamespace(answer=SimpleNamespace(refused=True))}
    )()
    desk.consult("ค", user="one")


@pytest.mark.parametrize(
    "wrong", ["portal.example", "https://portal.example/", "*", "https://*.example", "javascript:x"]
)
def test_a_portal_is_an_origin(wrong):
    with pytest.raises(ValidationError):
        Settings(portals=(wrong,))


@pytest.mark.parametrize(
    "wrong", ["", "https://portal.example", "portal.example:8443", "portal.example/qa", "*.example"]
)
def test_a_host_is_a_name_alone(wrong):
    with pytest.raises(ValidationError):
        Settings(hosts=(wrong,))


def test_hosts_and_portals_are_written_as_browsers_send_them():
    settings = Settings(hosts=("Portal.Example", "[2001:DB8::1]"), portals=("HTTPS://Portal.Example:8443",))
    assert settings.hosts == ("portal.example", "[2001:db8::1]")
    assert settings.portals == ("https://portal.example:8443",)


def test_a_misspelt_setting_is_no_silence(monkeypatch):
    monkeypatch.setenv("THAMTOB_SSO_SECERT", SECRET)
    with pytest.raises(ValidationError, match="THAMTOB_SSO_SECERT"):
        Settings()
