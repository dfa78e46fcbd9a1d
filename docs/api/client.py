"""Chương trình mẫu gọi API hồ sơ của Lắng Nghe. Chỉ dùng thư viện chuẩn của Python (3.9 trở lên).

Dùng trong chương trình của ông/bà:

    client = Client("https://danhgia.xamau.gov.vn", "TIỀN-TỐ.BÍ-MẬT")
    result = client.send([{"code": "H50.41.01-261120-0001", "procedure_code": "1.004873", ...}])
    for row in result.rejected:
        print(row.row, row.code, row.reasons)

Hoặc chạy thử: python client.py https://danhgia.xamau.gov.vn TIỀN-TỐ.BÍ-MẬT units
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

SCHEME = "LangNghe-HMAC-SHA256"
MOST_ROWS = 1_000
TRY_AGAIN = (409, 429, 503)
LONGEST_WAIT = 60


class ApiError(Exception):
    """API từ chối: `detail` là câu tiếng Việt nói sai gì và làm gì, `errors` nêu từng dòng, từng trường."""

    def __init__(self, status: int, title: str, detail: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status, self.title, self.detail, self.errors = status, title, detail, list(errors)


@dataclass(frozen=True)
class Row:
    """Kết quả của một dòng. `outcome`: accepted, accepted_with_warning, rejected."""

    row: int
    code: str
    outcome: str
    effect: str
    reasons: list[str]


@dataclass(frozen=True)
class Result:
    """Kết quả của một hay nhiều lô, theo thứ tự dòng đã đưa vào (đánh số từ 1)."""

    rows: list[Row] = field(default_factory=list)

    @property
    def rejected(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == "rejected"]


class Client:
    """Một khóa API ở một máy chủ. An toàn khi gọi lại: mỗi lô có tên riêng, gửi lại không ghi hai lần.

    Tám lần thử là khoảng hai phút: đủ cho máy chủ vừa khởi động lại giữa lúc đang nhận một lô.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 60, tries: int = 8) -> None:
        self.url = url.rstrip("/")
        self.prefix, _, self._secret = key.partition(".")
        self.timeout, self.tries = timeout, tries

    # ── gửi ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def send(self, rows: Sequence[dict[str, Any]], *, unit: str | None = None, as_of: str | None = None) -> Result:
        """Gửi bao nhiêu hồ sơ cũng được: tự chia lô. Dòng sai nằm trong `rejected`, không hỏng dòng khác."""
        done: list[Row] = []
        for start in range(0, len(rows), MOST_ROWS):
            batch: dict[str, Any] = {"rows": list(rows[start : start + MOST_ROWS])}
            if unit is not None:
                batch["unit"] = unit
            if as_of is not None:
                batch["as_of"] = as_of
            told = self._call("POST", "/records", body=batch)
            done += [_row(each, start) for each in told["rows"]]
        return Result(done)

    # ── đọc ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def record(self, code: str) -> dict[str, Any]:
        """Một hồ sơ với hạn, cách tính hạn, các thay đổi, bổ sung và bước giải quyết."""
        return self._call("GET", "/records/" + urllib.parse.quote(code, safe=""))

    def records(self, **filters: str) -> Iterator[dict[str, Any]]:
        """Mọi hồ sơ, tự sang trang. Lọc: unit="19702", state="received", changed_since="2026-11-20T08:00:00+07:00"."""
        return self._pages("/records", "records", filters)

    def units(self) -> Iterator[dict[str, Any]]:
        """Danh mục đơn vị."""
        return self._pages("/units", "units", {})

    def procedures(self) -> Iterator[dict[str, Any]]:
        """Danh mục thủ tục."""
        return self._pages("/procedures", "procedures", {})

    def _pages(self, path: str, name: str, filters: dict[str, str]) -> Iterator[dict[str, Any]]:
        cursor: int | None = 0
        while cursor is not None:
            page = self._call("GET", path, query=urllib.parse.urlencode({**filters, "cursor": cursor}))
            yield from page[name]
            cursor = page["next_cursor"]

    # ── ký và gọi ────────────────────────────────────────────────────────────────────────────────────────────────

    def _call(self, method: str, path: str, *, query: str = "", body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Gọi một lần; mất mạng hoặc máy chủ bận thì gọi lại với chữ ký mới, cùng Idempotency-Key."""
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        name = secrets.token_hex(16)
        for attempt in range(1, self.tries + 1):
            request = self._request(method, "/api/v1" + path, query, content, name)
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    told: dict[str, Any] = json.load(answer)
                    return told
            except urllib.error.HTTPError as refusal:
                wait = max(float(refusal.headers.get("Retry-After") or 0), min(2**attempt, LONGEST_WAIT))
                if refusal.code not in TRY_AGAIN or attempt == self.tries or wait > LONGEST_WAIT:
                    raise _refused(refusal) from None  # hết số dòng trong ngày thì phải đợi tới ngày mai
            except OSError:
                if attempt == self.tries:
                    raise
                wait = 2**attempt
            time.sleep(min(wait, LONGEST_WAIT))
        raise AssertionError("unreachable")

    def _request(self, method: str, path: str, query: str, content: bytes, name: str) -> urllib.request.Request:
        request = urllib.request.Request(
            self.url + path + ("?" + query if query else ""), data=content if method == "POST" else None, method=method
        )
        request.add_header("Authorization", self.sign(method, path, query, content))
        request.add_header("Accept", "application/json")
        if method == "POST":
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", name)
        return request

    def sign(self, method: str, path: str, query: str, content: bytes) -> str:
        """Phần Authorization: bảy dòng, băm bằng phần bí mật của khóa."""
        now, nonce = str(int(time.time())), secrets.token_urlsafe(18)
        digest = hashlib.sha256(content).hexdigest()
        lines = ("lang-nghe-api-1", method, urllib.parse.unquote(path), query, digest, now, nonce)
        signature = hmac.new(self._secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        return f"{SCHEME} Key={self.prefix}, Time={now}, Nonce={nonce}, Signature={signature}"


def _row(told: dict[str, Any], start: int) -> Row:
    reasons = [reason["message"] for reason in told["reasons"]]
    return Row(start + told["row"], told["code"], told["outcome"], told["effect"], reasons)


def _refused(refusal: urllib.error.HTTPError) -> ApiError:
    try:
        told = json.load(refusal)
        return ApiError(refusal.code, told["title"], told["detail"], told.get("errors") or ())
    except (ValueError, KeyError):
        return ApiError(refusal.code, refusal.reason, "")


def main(arguments: Sequence[str]) -> int:
    """client.py ĐỊA-CHỈ KHÓA units | procedures | records | record MÃ | send TỆP.json"""
    if len(arguments) < 3:
        print(main.__doc__, file=sys.stderr)
        return 2
    url, key, what, *more = arguments
    client = Client(url, key)
    try:
        if what == "send":
            with open(more[0], encoding="utf-8") as file:
                result = client.send(json.load(file)["rows"])
            for row in result.rows:
                print(row.row, row.code, row.outcome, row.effect, *row.reasons, sep="\t")
            return 3 if result.rejected else 0
        if what == "record":
            print(json.dumps(client.record(more[0]), ensure_ascii=False, indent=2))
            return 0
        for each in {"units": client.units, "procedures": client.procedures, "records": client.records}[what]():
            print(json.dumps(each, ensure_ascii=False))
    except ApiError as error:
        print(error)
        for each in error.errors:
            print(f"dòng {each.get('row', '')} {each['field']}: {each['message']}")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
