"""What one address turns out to be, whatever the other side does."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from generator.visiting.doors import Doors
from generator.visiting.outcome import Outcome, Verdict
from generator.visiting.question import _path
from tests.visiting.odd_hosts import Reply, Web, endless, odd_hosts


@pytest.fixture
def web() -> Iterator[Web]:
    with odd_hosts() as web:
        yield web


def verdict(web: Web, *replies: Reply) -> Outcome:
    return web.visitor().visit(web.at("/page", *replies))


def methods(web: Web) -> list[str]:
    return [asked.method for asked in web.asked]


def test_a_page_that_answers_is_alive_after_one_small_question(web: Web) -> None:
    assert verdict(web, Reply()).verdict is Verdict.ALIVE
    (asked,) = web.asked
    assert asked.method == "HEAD"
    assert asked.headers["User-Agent"] == "paperindex/test"
    assert asked.headers["Host"] == f"www.example.org:{web.port}"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_site_that_knows_no_head_is_asked_for_a_range(status: int, web: Web) -> None:
    assert verdict(web, Reply(status=206, only_get=status)).verdict is Verdict.ALIVE
    assert methods(web) == ["HEAD", "GET"]
    assert web.asked[1].headers["Range"] == "bytes=0-1023"


def test_a_site_that_hangs_up_on_head_is_asked_again(web: Web) -> None:
    assert verdict(web, Reply(resets_head=True)).verdict is Verdict.ALIVE
    assert methods(web) == ["HEAD", "GET"]


def test_a_huge_body_is_never_read(web: Web) -> None:
    started = time.monotonic()
    assert verdict(web, Reply(only_get=405, body=endless)).verdict is Verdict.ALIVE
    assert time.monotonic() - started < 1
    time.sleep(0.2)
    sent = web.sent
    time.sleep(0.2)
    # The other side noticed that nobody listens; what left sits in the buffers of the system.
    assert web.sent == sent


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_its_site_says_is_gone_is_dead(status: int, web: Web) -> None:
    outcome = verdict(web, Reply(status=status))
    assert (outcome.verdict, outcome.status) == (Verdict.DEAD, status)
    assert methods(web) == ["HEAD", "GET"]


def test_a_host_that_does_not_exist_is_dead(web: Web) -> None:
    outcome = web.visitor().visit("https://nowhere.example.org/")
    assert (outcome.verdict, outcome.reason) == (Verdict.DEAD, "there is no host nowhere.example.org")


def test_a_name_that_nobody_could_look_up_says_nothing(web: Web) -> None:
    web.without_names = True
    assert web.visitor().visit("https://www.example.org/").verdict is Verdict.BLOCKED


@pytest.mark.parametrize("status", [401, 402, 403, 406, 418, 451, 999])
def test_a_refusal_is_no_death(status: int, web: Web) -> None:
    assert verdict(web, Reply(status=status)).verdict is Verdict.BLOCKED


@pytest.mark.parametrize("header", ["cf-mitigated: challenge", "x-amzn-waf-action: captcha"])
@pytest.mark.parametrize("status", [200, 202, 403, 404, 503])
def test_a_wall_against_programs_is_no_answer_of_the_site(header: str, status: int, web: Web) -> None:
    name, _, value = header.partition(": ")
    outcome = verdict(web, Reply(status=status, headers={name: value}))
    assert (outcome.verdict, outcome.reason) == (Verdict.BLOCKED, "lets only people in, not programs")
    assert len(web.asked) <= 2


@pytest.mark.parametrize("target", ["/login?next=/page", "http://sso.example.org:{web}/", "/user/sign-in"])
def test_a_wall_that_asks_for_a_login_is_no_page(target: str, web: Web) -> None:
    outcome = verdict(web, Reply(status=302, to=target))
    assert (outcome.verdict, outcome.reason) == (Verdict.BLOCKED, "asks for a login")


@pytest.mark.parametrize("status", [500, 502, 503, 522])
def test_a_fault_of_the_site_is_asked_about_three_times(status: int, web: Web) -> None:
    outcome = verdict(web, Reply(status=status))
    assert (outcome.verdict, outcome.status) == (Verdict.BLOCKED, status)
    assert methods(web) == ["HEAD", "GET"] * 3


def test_a_fault_that_passes_is_forgiven(web: Web) -> None:
    assert verdict(web, Reply(status=503), Reply()).verdict is Verdict.ALIVE


def test_pauses_grow(web: Web) -> None:
    web.visitor(first_pause=0.2).visit(web.at("/page", Reply(status=503)))
    times = [asked.at for asked in web.asked if asked.method == "HEAD"]
    assert times[1] - times[0] >= 0.2
    assert times[2] - times[1] >= 0.4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_pause_that_is_asked_for_is_kept(form: str, web: Web) -> None:
    wanted = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
    outcome = web.visitor(longest_pause=2.5).visit(
        web.at("/page", Reply(status=429, headers={"Retry-After": wanted}), Reply())
    )
    assert outcome.verdict is Verdict.ALIVE
    assert web.asked[1].at - web.asked[0].at >= 0.9


def test_who_asks_for_a_long_pause_is_left_alone(web: Web) -> None:
    outcome = verdict(web, Reply(status=429, headers={"Retry-After": "86400"}))
    assert outcome.verdict is Verdict.BLOCKED
    assert outcome.reason == "www.example.org has been asked too often and asks to wait 86,400 seconds"
    assert outcome.wants_rest
    assert len(web.asked) == 1


@pytest.mark.parametrize("value", ["soon", "-1", "9" * 40, "Fri, 99 Foo 2026 00:00:00 GMT", "\xff"])
def test_a_pause_that_cannot_be_read_ends_nothing(value: str, web: Web) -> None:
    assert verdict(web, Reply(status=503, headers={"Retry-After": value})).verdict is Verdict.BLOCKED


def test_a_slow_site_is_not_waited_for_for_ever(web: Web) -> None:
    started = time.monotonic()
    outcome = web.visitor(connecting=0.2).visit(web.at("/page", Reply(delay=5)))
    assert (outcome.verdict, outcome.reason) == (Verdict.BLOCKED, "www.example.org does not answer in time")
    assert time.monotonic() - started < 3


def test_a_head_that_trickles_is_cut_off(web: Web) -> None:
    started = time.monotonic()
    outcome = web.visitor(whole=0.3).visit(web.at("/page", Reply(trickle=0.1)))
    assert outcome.reason == "www.example.org does not answer in time"
    assert time.monotonic() - started < 3


def test_a_connection_that_breaks_off_is_no_death(web: Web) -> None:
    outcome = verdict(web, Reply(resets=True))
    assert (outcome.verdict, outcome.reason) == (Verdict.BLOCKED, "www.example.org hangs up")


def test_a_site_that_speaks_no_tls_is_no_death(web: Web) -> None:
    web.at("/page", Reply())
    outcome = web.visitor().visit(f"https://www.example.org:{web.port}/page")
    assert outcome.verdict is Verdict.BLOCKED


class TestRedirects:
    def test_a_chain_of_lasting_ones_leads_to_the_new_address(self, web: Web) -> None:
        web.at("/second", Reply(status=308, to="//new.example.org:{web}/third"))
        web.at("/third", Reply())
        outcome = verdict(web, Reply(status=301, to="/second"))
        assert outcome.verdict is Verdict.MOVED
        assert outcome.new_address == f"http://new.example.org:{web.port}/third"

    def test_what_follows_a_passing_one_is_no_new_address(self, web: Web) -> None:
        web.at("/second", Reply(status=302, to="/third"))
        web.at("/third", Reply(status=301, to="/fourth"))
        web.at("/fourth", Reply())
        outcome = verdict(web, Reply(status=301, to="/second"))
        assert outcome.new_address == f"http://www.example.org:{web.port}/second"

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_passing_ones_leave_the_address_as_it_is(self, status: int, web: Web) -> None:
        web.at("/second", Reply())
        assert verdict(web, Reply(status=status, to="/second")).verdict is Verdict.ALIVE

    def test_one_to_a_page_that_is_gone_is_dead(self, web: Web) -> None:
        assert verdict(web, Reply(status=301, to="/nothing")).verdict is Verdict.DEAD

    def test_one_to_a_host_that_is_gone_is_dead(self, web: Web) -> None:
        outcome = verdict(web, Reply(status=301, to="https://nowhere.example.org/"))
        assert outcome.verdict is Verdict.DEAD

    def test_a_circle_ends(self, web: Web) -> None:
        web.at("/second", Reply(status=301, to="/page"))
        outcome = verdict(web, Reply(status=301, to="/second"))
        assert (outcome.verdict, outcome.reason) == (Verdict.BLOCKED, "sends us in a circle")
        assert len(web.asked) == 2

    def test_an_endless_way_ends(self, web: Web) -> None:
        for number in range(20):
            web.at(f"/{number}", Reply(status=302, to=f"/{number + 1}"))
        outcome = web.visitor().visit(web.at("/0", Reply(status=302, to="/1")))
        assert outcome.verdict is Verdict.BLOCKED
        assert len(web.asked) == 9

    def test_one_without_a_target_says_nothing(self, web: Web) -> None:
        assert verdict(web, Reply(status=302)).verdict is Verdict.BLOCKED

    def test_a_registrar_s_answer_is_enough(self, web: Web) -> None:
        address = web.at("/10.1000/182", Reply(status=302, to="https://inside.example.org/"), host="doi.org")
        assert web.visitor().visit(address).verdict is Verdict.ALIVE
        assert web.looked_up == ["doi.org"]


class TestPrivatePlaces:
    """A stranger's link must never make this machine knock at doors that only it can reach."""

    @pytest.mark.parametrize("name", ["inside", "metadata", "loop", "mapped", "split"])
    def test_a_name_that_stands_for_one_is_not_called_at(self, name: str, web: Web) -> None:
        outcome = web.visitor().visit(f"http://{name}.example.org:{web.port}/")
        assert (outcome.verdict, web.asked) == (Verdict.UNSAFE, [])

    @pytest.mark.parametrize("name", ["inside", "metadata", "loop", "mapped", "split"])
    def test_a_redirect_to_such_a_name_is_not_followed(self, name: str, web: Web) -> None:
        outcome = verdict(web, Reply(status=302, to=f"http://{name}.example.org:{{web}}/"))
        assert outcome.verdict is Verdict.UNSAFE
        assert {asked.host for asked in web.asked} == {"www.example.org"}

    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1:{web}/",
            "http://[::1]:{web}/",
            "http://localhost:{web}/",
            "http://2130706433:{web}/",
            "http://0x7f.1:{web}/",
            "http://169.254.169.254/latest/meta-data/",
            "https://user@www.example.org/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "gopher://www.example.org/",
            "http://[broken/",
        ],
    )
    def test_a_redirect_to_an_address_of_another_sort_is_not_followed(self, target: str, web: Web) -> None:
        outcome = verdict(web, Reply(status=301, to=target))
        assert outcome.verdict is Verdict.UNSAFE
        assert outcome.new_address is None
        assert len(web.asked) == 1

    def test_without_the_tests_own_door_this_machine_is_closed(self) -> None:
        doors = Doors(lambda host, port: ["127.0.0.1"])
        with odd_hosts() as web:
            visitor = web.visitor()
            visitor.doors = doors
            assert visitor.visit(web.at("/page", Reply())).verdict is Verdict.UNSAFE
            assert web.asked == []

    def test_a_name_is_looked_up_once_for_each_question_and_never_by_the_connection(self, web: Web) -> None:
        assert verdict(web, Reply()).verdict is Verdict.ALIVE
        assert web.looked_up == ["www.example.org"]


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "172.16.0.1", "100.64.0.1", "fe80::1", "fd00::1", "0.0.0.0", "224.0.0.1"]
)
def test_the_doors_judge_addresses(address: str) -> None:
    assert not Doors().is_open(ipaddress.ip_address(address))
    assert Doors().is_open(ipaddress.ip_address("2606:4700::1111"))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org", "/"),
        ("https://example.org/a%20b?c=d%26e", "/a%20b?c=d%26e"),
        ("https://example.org/Erdős#part", "/Erd%C5%91s"),
    ],
)
def test_what_is_asked_for_is_what_a_browser_asks_for(address: str, path: str) -> None:
    assert _path(address) == path
