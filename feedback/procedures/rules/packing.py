"""A file's text carried through a form between preview and confirmation: packed small, unpacked with a limit."""

import base64
import binascii
import zlib

from feedback.foundation.errors import Invalid

LARGEST = 8 * 1024 * 1024
"""Bytes of a catalogue file: some twenty thousand procedures."""

LARGEST_PACKED = 450_000
"""Characters; a form field may hold half a million bytes."""


def pack(text: str) -> str:
    """The text as letters a form can hold. Invalid when it stays too large."""
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()
    if len(packed) > LARGEST_PACKED:
        raise Invalid("File quá lớn để nạp trên trang. Hãy chia nhỏ, hoặc nạp bằng lệnh feedback load-procedures.")
    return packed


def unpack(packed: str) -> str:
    """What was packed. Invalid when it is damaged or unpacks to more than any catalogue."""
    try:
        opener = zlib.decompressobj()
        content = opener.decompress(base64.urlsafe_b64decode(packed), LARGEST)
        if opener.unconsumed_tail or not opener.eof:
            raise ValueError
        return content.decode()
    except (ValueError, binascii.Error, zlib.error):
        raise Invalid("Nội dung tệp bị hỏng trên đường gửi. Xin chọn lại tệp và xem trước lần nữa.") from None
