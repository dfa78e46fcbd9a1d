"""The app's own small decisions, asked in the browser they are made for, against the server's where both decide."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from random import Random
from typing import Any
from uuid import UUID

import pytest

from feedback.collection_points.rules.signatures import Claim, canonical, is_signed, unpad
from feedback.collection_points.rules.tablets import digits_of, hash_pin, pin_for_tablet
from tests.kiosk.hall import Glass

HALF_A_MINUTE, QUARTER = 30_000, 15 * 60_000


def ask(tablet: Glass, module: str, body: str, argument: Any = None) -> Any:
    """Runs `body` with the module's exports as `m` and the argument as `x`."""
    script = f"async (x) => {{ const m = await import('/may/{module}.js'); {body} }}"
    return tablet.page.evaluate(script, argument)


def test_it_waits_longer_after_each_failure_and_never_in_step_with_its_neighbours(tablet: Glass):
    longest = ask(tablet, "sync", "return [1, 2, 3, 7, 60].map((n) => m.waitAfter(n, 1));")
    assert longest == [5000, 10_000, 20_000, 300_000, 300_000]
    shortest = ask(tablet, "sync", "return [1, 2, 60].map((n) => m.waitAfter(n, 0));")
    assert shortest == [2500, 5000, 150_000]


def test_wrong_pins_cost_more_and_more_time(tablet: Glass):
    assert ask(tablet, "pin", "return [1, 2, 3, 4, 5, 50].map(m.waitFor);") == [
        *(0, 0, HALF_A_MINUTE, 2 * HALF_A_MINUTE, 4 * HALF_A_MINUTE),
        QUARTER,
    ]


def test_the_pin_is_checked_as_the_server_hashed_it(tablet: Glass):
    stored = pin_for_tablet(hash_pin("975310", bytes(range(16)), 1000))
    body = "const right = await m.checkPin(x[0], x[1]); await m.checkPin('975310', x[1]); return right;"
    assert ask(tablet, "pin", body, ["975310", stored]) is True
    assert ask(tablet, "pin", body, ["975311", stored]) is False


def test_both_sides_work_out_the_same_six_digits(tablet: Glass):
    chance = Random(3)
    for _ in range(20):
        key, tablet_id = b"\x04" + chance.randbytes(64), UUID(bytes=chance.randbytes(16))
        text = urlsafe_b64encode(key).rstrip(b"=").decode()
        assert ask(tablet, "device", "return m.digitsFor(...x);", [text, str(tablet_id)]) == digits_of(key, tablet_id)


def test_a_request_is_signed_as_the_server_reads_it_and_its_number_is_used_once(tablet: Glass):
    """What the tablet really sends, caught in the page."""
    script = """async () => {
      const real = window.fetch, caught = [];
      window.fetch = (address, options) => { caught.push([address, options]); return real(address, options); };
      const { syncNow } = await import("/may/sync.js");
      await syncNow();
      await syncNow();
      window.fetch = real;
      return caught
        .filter(([, options]) => options?.headers?.["X-Tablet"])
        .map(([address, { method, headers, body, ...rest }]) =>
          [address, method, headers, body || "", rest.credentials, rest.redirect]);
    }"""
    sent = tablet.page.evaluate(script)
    assert len(sent) >= 2
    key = tablet.hall.tablet(tablet.id).public_key
    assert key
    for address, method, headers, body, credentials, redirect in sent:
        claim = Claim(
            UUID(headers["X-Tablet"]), int(headers["X-Counter"]), int(headers["X-Time"]), unpad(headers["X-Signature"])
        )
        assert is_signed(key, canonical(method, address, body.encode(), claim), claim.signature)
        assert (credentials, redirect) == ("omit", "error")
    counters = [int(headers["X-Counter"]) for _, _, headers, *_ in sent]
    assert counters == sorted(set(counters))


@pytest.mark.parametrize(
    ("receipt", "good"),
    [
        ({"id": "a", "seq": 1, "state": "counted", "receipt": "R"}, True),
        ({"id": "a", "seq": 1, "state": "quarantined", "receipt": "R", "why": "revoked"}, True),
        ({"id": "a", "seq": 1, "state": "refused", "receipt": ""}, True),
        ({"id": "b", "seq": 1, "state": "counted", "receipt": "R"}, False),
        ({"id": "a", "seq": 2, "state": "counted", "receipt": "R"}, False),
        ({"id": "a", "seq": 1, "state": "lost", "receipt": "R"}, False),
        ({"id": "a", "seq": 1, "state": "counted"}, False),
        (None, False),
        ("counted", False),
    ],
)
def test_only_a_whole_receipt_of_its_own_lets_an_answer_go(tablet: Glass, receipt: Any, good: bool):
    body = "return m.genuine({ receipts: [x] }, [{ id: 'a', seq: 1 }]).length;"
    assert ask(tablet, "sync", body, receipt) == int(good)


@pytest.mark.parametrize("receipts", [None, "x", 7, {}])
def test_receipts_that_are_no_list_are_none(tablet: Glass, receipts: Any):
    assert ask(tablet, "sync", "return m.genuine({ receipts: x }, [{ id: 'a', seq: 1 }]);", receipts) == []


def test_a_day_ends_at_midnight_in_viet_nam(tablet: Glass):
    body = "return x.map((each) => m.dayOf(Date.parse(each)));"
    assert ask(tablet, "hours", body, ["2026-11-20T16:59:59Z", "2026-11-20T17:00:00Z"]) == ["2026-11-20", "2026-11-21"]


def test_addresses_made_by_code_are_no_scripts(tablet: Glass):
    """Trusted Types: the one policy gives out one address, and nobody makes another."""
    refused = """() => {
      try { trustedTypes.createPolicy("other", { createHTML: (text) => text }); } catch { return "refused"; }
    }"""
    assert tablet.page.evaluate(refused) == "refused"
    markup = "() => { try { document.body.innerHTML = '<b>x</b>'; } catch { return 'refused'; } }"
    assert tablet.page.evaluate(markup) == "refused"
