"""Commands of the local authority: what it holds, a renewal, the sheet for tablets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from feedback.foundation import clock, words
from feedback.foundation.commands import refusing, say_json, settings
from feedback.foundation.errors import Invalid
from feedback.foundation.files import write_atomic
from feedback.foundation.settings import Settings
from feedback.foundation.tls.keeping import Kept
from feedback.foundation.tls.paper import addresses_of, get_kept, keeper_of, setup_pdf


@click.command("tls")
@click.option("--renew", is_flag=True, help="Làm lại chứng chỉ của trang web ngay; chứng chỉ gốc giữ nguyên.")
@click.option("--names", metavar="TÊN,TÊN", help="Thêm tên miền hoặc địa chỉ IP mà máy tính bảng dùng để mở trang.")
@click.option("--new-authority", is_flag=True, help="Làm chứng chỉ gốc mới: phải cài lại trên mọi máy tính bảng.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def tls(renew: bool, names: str | None, new_authority: bool, as_json: bool) -> None:
    """Xem chứng chỉ https tự làm (TLS=1): tên, ngày hết hạn, mã để so. Trang web đang chạy tự nhận bản mới.

    \b
    Ví dụ:
      feedback tls
      feedback tls --renew
      feedback tls --names may-chu.xamau.gov.vn,192.168.1.20
    """
    keeper, kept = keeper_of(settings()), get_kept(settings())
    if names:
        try:
            keeper.add_names(names.split(","))
        except ValueError as error:
            raise Invalid(f"“{error}” không phải tên miền hay địa chỉ IP. Viết như may-chu.xamau.gov.vn.") from error
    if renew or names or new_authority:
        kept = keeper.look(clock.now(), again=renew, new_authority=new_authority)
    if as_json:
        say_json(_as_json(kept))
        return
    for line in lines(kept):
        click.echo(line)


def start_lines(site: Settings) -> list[str]:
    """What the terminal says of https when the system starts; nothing where it is not ours."""
    kept = keeper_of(site).find() if site.tls else None
    if kept is None:
        return []
    reached = addresses_of(site)
    return [
        f"  Máy tính bảng:      {reached.tablet_app}",
        f"  Tải chứng chỉ:      {reached.door}/  (mã để so: {kept.fingerprint[:19]}…)",
        *(f"  {line}" for line in left_out_words(kept)),
    ]


def lines(kept: Kept) -> list[str]:
    """The certificates in words."""
    reached = addresses_of(settings())
    found = [
        f"Trang web:          {reached.website}",
        f"Tải chứng chỉ gốc:  {reached.door}/",
        f"Tên phục vụ:        {', '.join(kept.names)}",
        f"Chứng chỉ đến:      {words.day(kept.server.not_valid_after_utc)} (tự làm mới trước 30 ngày)",
        f"Chứng chỉ gốc đến:  {words.day(kept.authority.not_valid_after_utc)}",
        f"Mã SHA-256 để so:   {kept.fingerprint}",
    ]
    return [*found, *left_out_words(kept)]


def left_out_words(kept: Kept) -> list[str]:
    """What to do about names the authority was not made for."""
    if not kept.left_out:
        return []
    names = ", ".join(kept.left_out)
    renew = "feedback tls --new-authority rồi cài lại trên mọi máy tính bảng"
    return [f"Chứng chỉ gốc không được phép phục vụ: {names}. Cần các tên ấy thì chạy {renew}."]


def _as_json(kept: Kept) -> dict[str, Any]:
    reached = addresses_of(settings())
    return {
        "website": reached.website,
        "door": reached.door,
        "names": list(kept.names),
        "left_out": list(kept.left_out),
        "expires_at": kept.server.not_valid_after_utc,
        "authority_expires_at": kept.authority.not_valid_after_utc,
        "sha256": kept.fingerprint.replace(" ", "").lower(),
    }


@click.command("tls-page")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp PDF sẽ ghi.")
@refusing
def tls_page(out: Path) -> None:
    """In tờ A4 hướng dẫn cài chứng chỉ cho máy tính bảng: mã QR, địa chỉ, mã để so, từng bước.

    \b
    Ví dụ:
      feedback tls-page --out cai-may-tinh-bang.pdf
    """
    write_atomic(out, setup_pdf(settings(), now=clock.now()))
    click.echo(f"Đã ghi {out}.")


commands: list[click.Command] = [tls, tls_page]
