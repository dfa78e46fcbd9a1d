"""A time-stamp authority asked over http(s) (RFC 3161), where the installation names one."""

from __future__ import annotations

import asyncio
from urllib.error import URLError
from urllib.request import Request, urlopen

from asn1crypto import tsp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SECONDS = 10.0
LARGEST = 256 * 1024


class Authority(TimeStamper):
    """The authority at an address; asked twice for one paper: once for the size of its answer, once for the answer."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The authority's answer. TimestampRequestError when there is none in time, or one of another kind."""
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, query: bytes) -> tsp.TimeStampResp:
        request = Request(self.url, query, {"Content-Type": QUERY, "Accept": REPLY})  # noqa: S310
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # settings allow http and https only
                if answer.headers.get_content_type() != REPLY:
                    raise TimestampRequestError("not a time stamp")
                return tsp.TimeStampResp.load(answer.read(LARGEST))
        except (URLError, OSError, ValueError) as error:
            raise TimestampRequestError(str(error)) from error
