"""`feedback verify-pdf`: what a signed paper is worth, in words or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from feedback.foundation import clock, words
from feedback.foundation.commands import needs_a_look, refusing, say_json, settings
from feedback.foundation.signatures.trust import Trust, load_trust
from feedback.foundation.signatures.verifying import Signature, Verdict, verify_pdf


@click.command("verify-pdf")
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def verify(file: Path, as_json: bool) -> None:
    """Kiểm tra chữ ký số của một tệp PDF: ai ký, lúc nào, có phủ hết tệp không, có bị sửa không.

    Tin các cơ quan chứng thực có chứng thư trong thư mục trust/ của thư mục dữ liệu (hoặc FEEDBACK_SIGN_TRUST).

    \b
    Ví dụ:
      feedback verify-pdf phieu-xin-loi-05-2026.pdf
      feedback verify-pdf phieu.pdf --json
    """
    trust = load_trust(settings().trust_folder)
    verdict = verify_pdf(file.read_bytes(), trust, now=clock.now())
    if as_json:
        say_json(_as_json(verdict))
    else:
        for line in lines(verdict, trust):
            click.echo(line)
    if not verdict.ok:
        needs_a_look()


def lines(verdict: Verdict, trust: Trust) -> list[str]:
    """The verdict in words, the conclusion last."""
    found = [f"Không đọc được tệp trong thư mục tin cậy: {name}." for name in trust.unreadable]
    for number, signature in enumerate(verdict.signatures, 1):
        found += [f"Chữ ký {number}: {signature.signer}", *(f"  {line}" for line in signature_lines(signature))]
    if not verdict.signatures:
        found += verdict.problems
    return [*found, "KẾT LUẬN: chữ ký hợp lệ." if verdict.ok else "KẾT LUẬN: KHÔNG công nhận."]


def signature_lines(signature: Signature) -> list[str]:
    """One signature in words."""
    by = f"theo dấu thời gian của {signature.time_authority}" if signature.time_authority else "theo máy người ký"
    return [
        f"Chứng thư do {signature.issuer} cấp, SHA-256 {signature.fingerprint}",
        f"Giờ ký: {words.moment(signature.signed_at)} ({by})",
        "Phủ toàn bộ tệp." if signature.covers_all else "Không phủ toàn bộ tệp.",
        *(f"Không đạt: {problem}" for problem in signature.problems),
    ]


def _as_json(verdict: Verdict) -> dict[str, Any]:
    names = ("signer", "issuer", "fingerprint", "signed_at", "time_authority", "covers_all")
    return {
        "ok": verdict.ok,
        "problems": list(verdict.problems),
        "signatures": [
            {name: getattr(each, name) for name in names} | {"problems": list(each.problems)}
            for each in verdict.signatures
        ],
    }


commands: list[click.Command] = [verify]
