"""What a signed PDF is worth: every signature looked at, every finding in words; and whether it is our own paper.

The rule is strict on purpose, because what passes here is sent to a citizen in the office's name: the last signature
covers the file to its last byte, every signature is intact, from a certificate that was valid then and leads to a root
this installation believes, and between two signatures nothing was added but a signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from feedback.foundation import words
from feedback.foundation.documents import DocumentError
from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.certificates import common_name, fingerprint_of, states_usage
from feedback.foundation.signatures.fields import check_added_fields
from feedback.foundation.signatures.trust import Trust

LARGEST = 20 * 1024 * 1024
MOST_ADDED = 4 * 1024 * 1024
"""Bytes behind the paper: a signature with a scanned seal, its chain and revocation lists has a fraction of that."""
MOST_SIGNATURES, MOST_REVISIONS = 8, 20
LIMITS = DecodeLimits(
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=512 * 1024),
        DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_output_size=4 * 1024 * 1024),
    },
    document_budget=DocumentDecodeBudget(base_allowance=32 * 1024 * 1024, max_ratio=1),
)
"""A few hundred bytes can be packed to unfold into gigabytes; whoever uploads must not stop the office's server."""
CLOCKS_DIFFER = timedelta(minutes=5)
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
ANY_USAGE = KeyUsageConstraints(key_usage=frozenset())
NOT_SIGNED = "Bản PDF này chưa có chữ ký số nào."
UNTRUSTED = "Chứng thư số của người ký không do cơ quan chứng thực được tin cậy cấp, hoặc không có hiệu lực lúc ký."
NOT_COMPARED = "Không so được tệp tải lên với phiếu gốc. Hãy tải phiếu về và ký lại."
REVOKED = "Chứng thư số của người ký đã bị thu hồi."


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who (common name, SHA-256 of the certificate), when, who vouches for the time, what is wrong."""

    signer: str
    issuer: str
    fingerprint: str
    signed_at: datetime | None
    time_authority: str
    covers_all: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All signatures in their order; `problems` also holds what is wrong with the file as a whole."""

    signatures: tuple[Signature, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return bool(self.signatures) and not self.problems


def verify_pdf(content: bytes, trust: Trust, *, now: datetime) -> Verdict:
    """The verdict about these bytes; never raises for what a file can contain."""
    try:
        reader = _read(content)
        embedded = list(reader.embedded_signatures)
    except Invalid as refusal:
        return Verdict((), (refusal.message,))
    except Exception:
        return Verdict((), ("Không đọc được chữ ký trong tệp PDF này: tệp hỏng hoặc bị sửa. Hãy lấy lại bản gốc.",))
    if not embedded:
        return Verdict((), (NOT_SIGNED,))
    if len(embedded) > MOST_SIGNATURES:
        return Verdict((), (f"Tệp PDF này có hơn {MOST_SIGNATURES} chữ ký số. Hãy tải phiếu về và ký lại.",))
    last = embedded[-1]
    signatures = tuple(_look(each, trust, now, is_last=each is last) for each in embedded)
    return Verdict(signatures, tuple(problem for each in signatures for problem in each.problems))


def _read(content: bytes) -> PdfFileReader:
    if len(content) > LARGEST:
        raise Invalid("Tệp PDF lớn hơn 20 MB. Hãy chọn đúng phiếu đã ký.")
    if not content.startswith(b"%PDF-"):
        raise Invalid("Tệp này không phải PDF. Hãy chọn phiếu PDF đã ký số.")
    try:
        reader = PdfFileReader(BytesIO(content), strict=True, decode_limits=LIMITS)
        hybrid = reader.xrefs.hybrid_xrefs_present
    except Exception as error:  # a broken file brings up whatever the library stumbles over, not only its own errors
        raise Invalid("Không đọc được tệp PDF này: tệp hỏng hoặc bị cắt. Hãy tải lại rồi ký lại.") from error
    if reader.encrypted or hybrid:
        raise Invalid("Tệp PDF này bị khóa hoặc có cấu trúc lạ nên không kiểm tra được. Hãy ký lại trên bản tải về.")
    return reader


def _look(embedded: EmbeddedPdfSignature, trust: Trust, now: datetime, *, is_last: bool) -> Signature:
    """One signature; a structure the library cannot follow is a problem, not a crash."""
    try:
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        signed_at, authority, covers, problems = _judged(embedded, trust, now, is_last=is_last)
    except Exception:  # whatever a forger writes into a signature may come up here
        return Signature("không rõ", "", "", None, "", False, ("Chữ ký có cấu trúc sai nên không công nhận được.",))
    dated = _dated(certificate, signed_at, now)
    told = [problem for problem in problems if not (dated and problem == UNTRUSTED)]  # the date says it better
    return Signature(
        signer=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        fingerprint=fingerprint_of(certificate),
        signed_at=signed_at,
        time_authority=authority,
        covers_all=covers,
        problems=(*dated, *told),
    )


Judged = tuple[datetime | None, str, bool, tuple[str, ...]]


def _judged(embedded: EmbeddedPdfSignature, trust: Trust, now: datetime, *, is_last: bool) -> Judged:
    claimed = embedded.self_reported_timestamp
    moment = claimed.astimezone(UTC) if claimed is not None else now
    context = ValidationContext(**trust.context(min(moment, now)))
    if embedded.sig_object_type == "/DocTimeStamp":
        stamped: Any = validate_pdf_timestamp(embedded, context)
        return stamped.timestamp, "", _covers(stamped), _problems(stamped, trust, is_last=is_last)
    usage = USAGE if states_usage(x509.load_der_x509_certificate(embedded.signer_cert.dump())) else ANY_USAGE
    status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
    signed_at, authority, wrong = _time(status, moment)
    if status.trusted and _is_revoked(status, trust, signed_at):
        wrong = (REVOKED, *wrong)
    return signed_at, authority, _covers(status), (*_problems(status, trust, is_last=is_last), *wrong)


def _is_revoked(status: PdfSignatureStatus, trust: Trust, moment: datetime) -> bool:
    """Whether a list in the folder names a certificate of the chain. The library asks the lists only for certificates
    that say where theirs is published; here one put into the folder always counts."""
    if status.validation_path is None:
        return False
    path = status.validation_path.iter_certs(include_root=True)
    chain = [x509.load_der_x509_certificate(each.dump()) for each in path]
    lists = [x509.load_der_x509_crl(each) for each in trust.revoked]
    for above, certificate in pairwise(chain):
        for each in lists:
            gone = each.get_revoked_certificate_by_serial_number(certificate.serial_number)
            is_its_own = each.issuer == above.subject and each.is_signature_valid(above.public_key())  # type: ignore[arg-type]
            if gone is not None and is_its_own and gone.revocation_date_utc <= moment:
                return True
    return False


def _time(status: PdfSignatureStatus, claimed: datetime) -> tuple[datetime, str, tuple[str, ...]]:
    """When it was signed: by a trusted time stamp where there is one, else what the signer's machine said."""
    stamped = status.timestamp_validity
    if stamped is None:
        return claimed, "", ()
    name = str(stamped.signing_cert.subject.native.get("common_name", stamped.signing_cert.subject.human_friendly))
    if not (stamped.valid and stamped.intact):
        return claimed, name, (f"Dấu thời gian của {name} không khớp với chữ ký.",)
    if not stamped.trusted:
        return claimed, name, (f"Dấu thời gian của {name} không thuộc cơ quan được tin cậy.",)
    return stamped.timestamp.astimezone(UTC), name, ()


def _covers(status: Any) -> bool:
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _problems(status: Any, trust: Trust, *, is_last: bool) -> tuple[str, ...]:
    found = []
    if not (status.intact and status.valid):
        found.append("Nội dung đã bị sửa sau khi ký: chữ ký không còn khớp với tệp.")
    if is_last and not _covers(status):
        later = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        found.append(
            "Tệp có phần được thêm vào sau chữ ký cuối cùng."
            if later
            else "Chữ ký chỉ phủ một phần tệp, không phủ toàn bộ."
        )
    elif not is_last and (status.coverage or SignatureCoverageLevel.UNCLEAR) < SignatureCoverageLevel.ENTIRE_REVISION:
        found.append("Một chữ ký chỉ phủ một phần tệp, không phủ toàn bộ phần trước nó.")
    if not is_last and not _only_signatures_after(status):
        found.append("Giữa hai chữ ký, tệp đã bị sửa ngoài việc ký.")
    if status.intact and status.valid and not status.trusted:
        found.append(_untrusted(status, trust))
    return tuple(found)


def _only_signatures_after(status: Any) -> bool:
    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING and status.docmdp_ok is not False


def _untrusted(status: Any, trust: Trust) -> str:
    if status.revoked:
        return REVOKED
    if not trust.roots:
        return "Máy chủ chưa có chứng thư gốc nào để tin. Quản trị viên đặt vào thư mục tin cậy (docs/signing.md)."
    reason = str(getattr(status.trust_problem_indic, "standard_name", "") or status.trust_problem_indic or "")
    if "TRY_LATER" in reason:
        return (
            "Danh sách thu hồi chứng thư (.crl) trên máy chủ đã quá hạn nên không biết chứng thư của người ký còn được "
            "dùng không. Quản trị viên đặt bản mới vào thư mục tin cậy (docs/signing.md) rồi thử lại."
        )
    if "CRYPTO_CONSTRAINTS" in reason:
        return (
            "Chữ ký hoặc chứng thư số dùng cách mã hóa đã cũ, không còn an toàn (SHA-1, khóa RSA dưới 2048 bit). "
            "Hãy chọn SHA-256 ở công cụ ký, hoặc xin cấp chứng thư mới."
        )
    issued_itself = status.signing_cert.self_issued
    if ("CHAIN_CONSTRAINTS" in reason or "KEY_USAGE" in reason) and not issued_itself:
        return "Chứng thư số của người ký không được cấp để ký văn bản."
    return UNTRUSTED


def _dated(certificate: x509.Certificate, signed_at: datetime | None, now: datetime) -> tuple[str, ...]:
    """What is wrong with the time: the certificate not in force then, or a time that has not come."""
    if signed_at is None:
        return ()
    if signed_at > now + CLOCKS_DIFFER:
        return (f"Giờ ký ({words.moment(signed_at)}) nằm sau giờ hiện tại: đồng hồ máy ký sai.",)
    if signed_at > certificate.not_valid_after_utc:
        return (f"Chứng thư số đã hết hạn lúc ký (hết hạn {words.moment(certificate.not_valid_after_utc)}).",)
    if signed_at < certificate.not_valid_before_utc:
        return (f"Chứng thư số chưa có hiệu lực lúc ký (từ {words.moment(certificate.not_valid_before_utc)}).",)
    return ()


def check_same_paper(content: bytes, original: bytes) -> None:
    """Invalid unless `content` is `original` byte for byte with nothing added behind it but signatures."""
    if not content.startswith(original):
        raise Invalid(
            "Tệp tải lên không phải bản phiếu đã tải về từ đây, hoặc phần mềm ký đã ghi lại cả tệp. "
            "Hãy tải phiếu về lần nữa và ký đúng tệp ấy, không in ra PDF khác."
        )
    if len(content) == len(original):
        raise Invalid("Tệp tải lên chưa được ký: giống hệt bản đã tải về. Hãy ký số rồi tải lên.")
    if len(content) > len(original) + MOST_ADDED:
        raise Invalid("Tệp tải lên nặng hơn phiếu quá nhiều. Hãy tải phiếu về lần nữa, chỉ ký, ảnh con dấu dưới 1 MB.")
    reader, first = _read(content), _read(original)
    if reader.xrefs.total_revisions > first.xrefs.total_revisions + MOST_REVISIONS:
        raise Invalid("Tệp tải lên đã được lưu thêm quá nhiều lần. Hãy tải phiếu về lần nữa và ký một lần.")
    _check_only_signed(reader, first)
    try:
        check_added_fields(reader, first, original)
    except (LookupError, TypeError, ValueError, AttributeError, DocumentError) as error:
        raise Invalid(NOT_COMPARED) from error


def _check_only_signed(reader: PdfFileReader, first: PdfFileReader) -> None:
    try:
        looked: Any = DEFAULT_DIFF_POLICY.review_file(reader, base_revision=first.xrefs.total_revisions - 1)
        certified = "/Perms" in reader.root and "/Perms" not in first.root
    except Exception as error:  # as when reading: nothing that a file can hold may be more than a refusal
        raise Invalid(NOT_COMPARED) from error
    if not isinstance(looked, SuspiciousModification) and looked.modification_level <= ModificationLevel.FORM_FILLING:
        return
    if certified:
        raise Invalid(
            "Phiếu được ký kiểu “chứng nhận tài liệu” (certify), kiểu này thêm điều kiện vào tệp nên không nhận. "
            "Hãy tải phiếu về lần nữa và ký kiểu thường (approval)."
        )
    raise Invalid("Phiếu đã bị thêm hoặc sửa nội dung trước khi ký. Hãy ký đúng tệp đã tải về, không sửa gì khác.")
