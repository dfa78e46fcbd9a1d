"""Refusals: what the system declines to do, said in Vietnamese to the person who asked.

Every refusal is a `Refused`; one handler per door (web, command, job) turns it into a page, an exit
code or a visible failure. Anything else that is raised is a defect and shows as a generic error page.
"""

from __future__ import annotations


class Refused(Exception):
    """Something the system will not do. `message` is Vietnamese and says what to do next.

    `status` is the HTTP status of the web doors; commands exit with 1.
    """

    status = 422
    title = "Chưa thực hiện được"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(Refused):
    """The input is wrong: the message names the row or field and what to do."""

    status = 422
    title = "Dữ liệu chưa đúng"


class NotFound(Refused):
    status = 404
    title = "Không tìm thấy"


class Gone(Refused):
    """It existed and was withdrawn on purpose (a revoked code)."""

    status = 410
    title = "Không còn hiệu lực"


class SignInNeeded(Refused):
    """A program came without saying who it is (people are led to the sign-in page instead)."""

    status = 401
    title = "Cần đăng nhập"


class Forbidden(Refused):
    status = 403
    title = "Không có quyền"


class Conflict(Refused):
    """Somebody else changed it first, or it is no longer in the state this needs."""

    status = 409
    title = "Đã có thay đổi"


class Busy(Refused):
    """The store cannot take the write now (locked, full disk). Nothing was half-done; try again."""

    status = 503
    title = "Hệ thống đang bận"
