"""What a signed paper is worth: the good one, and every forgery refused for its own reason."""

from __future__ import annotations

import subprocess
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.foundation.documents import compile_pdf
from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.trust import Trust
from feedback.foundation.signatures.verifying import (
    MOST_ADDED,
    MOST_REVISIONS,
    Verdict,
    check_same_paper,
    verify_pdf,
)
from tests.foundation.signatures import attacks
from tests.foundation.signatures.people import (
    EXPIRED,
    HEAD,
    NOW,
    OTHER,
    ROOT,
    TRUST,
    authority,
    paper,
    sign,
)


@cache
def original() -> bytes:
    return paper()


@cache
def signed() -> bytes:
    return sign(original())


def judged(content: bytes, trust: Trust = TRUST) -> Verdict:
    return verify_pdf(content, trust, now=NOW)


def refused(content: bytes, trust: Trust = TRUST) -> str:
    verdict = judged(content, trust)
    assert not verdict.ok
    return " ".join(verdict.problems)


def test_a_paper_signed_here_is_good():
    verdict = judged(signed())
    assert verdict.ok
    (only,) = verdict.signatures
    assert (only.signer, only.issuer) == ("Trần Văn Mẫu", "Cơ quan chứng thực mẫu")
    assert only.fingerprint == HEAD.fingerprint
    assert only.signed_at == NOW
    assert only.covers_all
    assert only.time_authority == ""
    check_same_paper(signed(), original())


def test_another_program_says_the_same(tmp_path: Path):
    file = tmp_path / "phieu.pdf"
    file.write_bytes(signed())
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Trần Văn Mẫu" in said
    file.write_bytes(attacks.flipped(signed(), 1500))
    assert (
        "Signature is Valid."
        not in subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True).stdout
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_not_one_bit_may_change(data: st.DataObject):
    before, behind = attacks.covered(signed())
    at = data.draw(st.sampled_from(before) | st.sampled_from(behind))
    assert not judged(attacks.flipped(signed(), at)).ok


def test_a_changed_byte_is_named_as_such():
    assert "đã bị sửa sau khi ký" in refused(attacks.flipped(signed(), original().index(b"stream") + 40))


def test_what_is_added_after_signing_is_refused_even_where_it_is_no_revision():
    assert "thêm vào sau chữ ký" in refused(attacks.redrawn(signed()))
    assert judged(signed() + b"\n% xin chao\n").ok is False


def test_a_signature_over_a_part_is_refused():
    part = attacks.signed_in_part(signed(), HEAD)
    (only,) = judged(part).signatures
    assert not only.covers_all
    assert "chỉ phủ một phần" in refused(part)


def test_a_paper_without_a_signature_or_no_paper_at_all():
    assert "chưa có chữ ký số" in refused(original())
    assert "không phải PDF" in refused(b"PK\x03\x04")
    assert "không phải PDF" in refused(b"")
    for cut in (100, 20_000, len(signed()) - 300):
        assert not judged(signed()[:cut]).ok


def test_a_certificate_that_was_over_or_not_yet_begun():
    assert "đã hết hạn lúc ký" in refused(sign(original(), EXPIRED))
    young = ROOT.issue("Người Mới", 2, since=NOW + timedelta(days=1))
    assert "chưa có hiệu lực lúc ký" in refused(sign(original(), young))


def test_a_signature_of_tomorrow_is_refused():
    assert "sau giờ hiện tại" in refused(sign(original(), at=NOW + timedelta(hours=2)))


def test_an_authority_nobody_trusts():
    stranger = authority("Cơ quan chứng thực mẫu", number=4).issue("Trần Văn Mẫu", 1)
    assert "không do cơ quan chứng thực được tin cậy" in refused(sign(original(), stranger))
    assert "chưa có chứng thư gốc nào" in refused(signed(), Trust())


def test_a_revoked_certificate_is_refused_once_the_list_is_there():
    assert judged(signed(), replace(TRUST, revoked=(ROOT.revoked(OTHER),))).ok
    assert "đã bị thu hồi" in refused(signed(), replace(TRUST, revoked=(ROOT.revoked(HEAD),)))


def test_a_list_put_there_counts_for_a_certificate_that_does_not_say_where_its_list_is():
    quiet = ROOT.issue("Trần Văn Mẫu", 1, listed=False)
    theirs = sign(original(), quiet)
    assert judged(theirs, replace(TRUST, revoked=(ROOT.revoked(OTHER),))).ok
    assert "đã bị thu hồi" in refused(theirs, replace(TRUST, revoked=(ROOT.revoked(quiet),)))
    forged = authority("Cơ quan chứng thực mẫu", number=4).revoked(quiet)
    assert judged(theirs, replace(TRUST, revoked=(forged,))).ok


def test_a_list_newer_than_the_signature_leaves_it_good():
    newer = ROOT.revoked(OTHER, since=timedelta(minutes=10))
    assert verify_pdf(signed(), replace(TRUST, revoked=(newer,)), now=NOW + timedelta(hours=1)).ok
    years_later = ROOT.revoked(OTHER, since=timedelta(days=800))
    assert verify_pdf(signed(), replace(TRUST, revoked=(years_later,)), now=NOW + timedelta(days=801)).ok


def test_a_list_that_is_over_is_told_as_that():
    old = ROOT.revoked(OTHER, since=timedelta(days=-60))
    assert "(.crl) trên máy chủ đã quá hạn" in refused(signed(), replace(TRUST, revoked=(old,)))


def test_old_cryptography_and_a_certificate_of_ones_own_are_told_as_such():
    from_himself = authority("Trần Văn Mẫu", number=4).person
    assert "không do cơ quan chứng thực được tin cậy" in refused(attacks.signed_plainly(original(), from_himself))
    assert "SHA-1" in refused(attacks.signed_plainly(original(), HEAD, digest="sha1"))
    (over,) = judged(sign(original(), EXPIRED)).problems
    assert "đã hết hạn lúc ký" in over


def test_a_certificate_that_states_no_usage_signs_as_it_may_be_registered():
    assert judged(sign(original(), ROOT.issue("Trần Văn Mẫu", 1, states_usage=False))).ok


def test_a_certificate_for_servers_signs_nothing():
    server = ROOT.issue("may-chu.example.vn", 2, signs=False)
    with pytest.raises(Invalid):
        sign(original(), server)


def test_a_second_signature_may_follow_and_only_that():
    twice = attacks.signed_again(signed(), OTHER)
    verdict = verify_pdf(twice, TRUST, now=NOW)
    assert verdict.ok, verdict.problems
    assert [each.signer for each in verdict.signatures] == ["Trần Văn Mẫu", "Lê Thị Khác"]
    assert [each.covers_all for each in verdict.signatures] == [False, True]
    check_same_paper(twice, original())
    redrawn = attacks.signed_again(attacks.redrawn(signed()), OTHER)
    assert "đã bị sửa ngoài việc ký" in " ".join(verify_pdf(redrawn, TRUST, now=NOW).problems)


def test_only_our_own_paper_with_signatures_behind_it_is_the_same_paper():
    another = compile_pdf("probe", {"text": "Phiếu khác"}, timestamp=NOW)
    with pytest.raises(Invalid, match="không phải bản phiếu đã tải về"):
        check_same_paper(signed(), another)
    with pytest.raises(Invalid, match="chưa được ký"):
        check_same_paper(original(), original())
    with pytest.raises(Invalid, match="thêm hoặc sửa nội dung trước khi ký"):
        check_same_paper(sign(attacks.redrawn(original())), original())
    with pytest.raises(Invalid, match="thêm hoặc sửa nội dung"):
        check_same_paper(attacks.redrawn(signed()), original())


def test_a_program_that_brings_its_own_field_signs_the_same_paper():
    elsewhere = attacks.signed_again(original(), HEAD)
    check_same_paper(elsewhere, original())
    assert verify_pdf(elsewhere, TRUST, now=NOW).ok


def test_a_certification_is_refused_with_what_to_choose_instead():
    with pytest.raises(Invalid, match="ký kiểu thường"):
        check_same_paper(attacks.certified(original(), HEAD), original())


@pytest.mark.parametrize(
    "behind",
    [b"startxref\n-5\n%%EOF\n", b"trailer\n<<\nstartxref\n0x\n%%EOF\n", b"[" * 9000 + b"\nstartxref\n9\n%%EOF\n"],
)
def test_whatever_a_broken_file_brings_up_is_a_refusal(behind: bytes):
    broken = signed() + behind
    assert not judged(broken).ok
    with pytest.raises(Invalid):
        check_same_paper(broken, original())


def test_a_file_that_unfolds_without_end_is_not_unfolded():
    bomb = attacks.unfolding(signed(), 4_000_000)
    assert len(bomb) < len(signed()) + 60_000
    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match="hỏng"):
            check_same_paper(bomb, original())
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_nobody_adds_without_end():
    with pytest.raises(Invalid, match="nặng hơn phiếu quá nhiều"):
        check_same_paper(signed() + bytes(MOST_ADDED), original())
    many = original()
    for _ in range(MOST_REVISIONS + 1):
        many = attacks.saved_again(many)
    with pytest.raises(Invalid, match="quá nhiều lần"):
        check_same_paper(many, original())
