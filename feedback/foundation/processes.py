"""Website and scheduler as one: started together, watched, restarted, stopped together.

`listen` and `take_over` are called by the command that starts the system; `take_over` then replaces that program,
which has the whole application loaded, by this small one, so that watching costs a few megabytes. Nothing here may
import the application. Signals are waited for, never handled in passing, so there is no race between them.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

from feedback.foundation.clock import monotonic
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.files import ROOT

PYTHON = (sys.executable, "-P", "-m")
"""`-P`: a folder called `feedback` where the person happens to stand must not be taken for ours."""

WATCHED = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
PATIENCE = 15.0
"""Seconds a part has to finish what it is doing before it is killed."""

QUICK_DEATH = 20.0
LONGEST_PAUSE = 30.0
GIVE_UP_AFTER = 5
"""A part that dies this often, each time within QUICK_DEATH seconds of its start, will not get better by itself."""

PR_SET_PDEATHSIG = 1


def listen(host: str, port: int, variable: str = "PORT") -> socket.socket:
    """The open door of the website, held by us so that nobody can take it between two starts of the website.

    Port 0 takes any free one. Conflict where the port is taken, Invalid where the address is not ours to use; both
    name the `variable` that chooses the port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except PermissionError:
        door.close()
        raise Invalid(
            f"Không được phép dùng cổng {port}. Hãy chọn cổng từ 1024 trở lên: make run {variable}=8000"
        ) from None
    except (OSError, OverflowError) as error:
        door.close()
        if getattr(error, "errno", None) in {98, 48}:
            raise Conflict(
                f"Cổng {port} đang có chương trình khác dùng (có thể Lắng Nghe đã chạy sẵn). "
                f"Hãy dừng chương trình đó, hoặc chạy ở cổng khác: make run {variable}={port + 1}"
            ) from None
        raise Invalid(f"Không mở được địa chỉ {host}:{port}. Hãy kiểm tra HOST và {variable}.") from None
    door.listen(2048)
    return door


@dataclass(frozen=True, slots=True)
class OwnTls:
    """https with a certificate of our own: its file, and the small door that hands out the authority behind it."""

    certificate: str
    door: socket.socket
    plan: Mapping[str, str | int]
    """What the program at that door is told, without its socket."""


def take_over(
    door: socket.socket, *, workers: int, threads: int, environment: Mapping[str, str], tls: OwnTls | None = None
) -> NoReturn:
    """Become the supervisor of website and scheduler; `environment` is added to theirs. Does not return."""
    door.set_inheritable(True)
    told: dict[str, object] = {"door": door.fileno(), "workers": workers, "threads": threads}
    if tls is not None:
        tls.door.set_inheritable(True)
        told["tls"] = {"certificate": tls.certificate, "plan": {**tls.plan, "door": tls.door.fileno()}}
    plan = json.dumps(told)
    sys.stdout.flush()
    sys.stderr.flush()
    command = [*PYTHON, "feedback.foundation.processes", plan]
    os.execve(sys.executable, command, {**os.environ, **environment})  # noqa: S606


@dataclass
class Part:
    """One program we keep running."""

    name: str
    command: Sequence[str]
    keep_open: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again_at: float | None = None
    quick_deaths: int = 0

    def start(self) -> None:
        self.start_again_at = None
        self.started = monotonic()
        # Its own session: Ctrl-C in the terminal reaches us alone, and we stop the parts in good order.
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            pass_fds=self.keep_open,
            start_new_session=True,
            preexec_fn=_be_a_good_child,  # noqa: PLW1509  (this process has one thread)
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> float:
        """Note a death; seconds to wait before the next start: none at first, longer when it keeps dying."""
        self.sweep()
        quick = monotonic() - self.started < QUICK_DEATH
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        pause = min(LONGEST_PAUSE, float(2**self.quick_deaths)) if quick else 0.0
        self.process = None
        self.start_again_at = monotonic() + pause
        return pause

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def sweep(self) -> None:
        """Kill the part, if it still runs, and whatever it started and left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _be_a_good_child() -> None:
    """In the new process: hear signals again, and stop when the supervisor is gone, however it went."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Supervisor:
    """Keeps the parts running until told to stop."""

    parts: Sequence[Part]
    code: int = 0
    _stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        """Exit code: 0 after a stop that was asked for, 1 when a part would not stay up."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        for part in self.parts:
            part.start()
        while not self._stopping:
            self._wait_for_news()
        self._stop_all()
        return self.code

    def _wait_for_news(self) -> None:
        times = [part.start_again_at for part in self.parts if part.start_again_at is not None]
        news = (
            signal.sigtimedwait(WATCHED, max(0.0, min(times) - monotonic())) if times else signal.sigwaitinfo(WATCHED)
        )
        if news is not None and news.si_signo != signal.SIGCHLD:
            self._stopping = True
            return
        for part in self.parts:
            self._look_after(part)

    def _look_after(self, part: Part) -> None:
        if part.has_died():
            self._report_death(part)
        if part.start_again_at is not None and monotonic() >= part.start_again_at and not self._stopping:
            part.start()

    def _report_death(self, part: Part) -> None:
        code = part.process.returncode if part.process else None
        pause = part.plan_restart()
        if part.quick_deaths >= GIVE_UP_AFTER:
            say(f"{part.name} không chạy được ({GIVE_UP_AFTER} lần liền, mã {code}). Dừng tất cả; xem lỗi ở trên.")
            self.code = 1
            self._stopping = True
            return
        when = f"sau {pause:.0f} giây" if pause else "ngay"
        say(f"{part.name} vừa dừng ngoài ý muốn (mã {code}); khởi động lại {when}.")

    def _stop_all(self) -> None:
        say("Đang dừng…")
        for part in self.parts:
            part.ask_to_stop()
        deadline = monotonic() + PATIENCE
        while any(part.process is not None and not part.has_died() for part in self.parts):
            news = signal.sigtimedwait(WATCHED, max(0.0, deadline - monotonic()))
            if news is None or news.si_signo == signal.SIGINT:  # out of patience, ours or the person's
                for part in self.parts:
                    part.sweep()
                deadline = monotonic() + PATIENCE
        for part in self.parts:
            part.sweep()
        say("Đã dừng.")


def say(sentence: str) -> None:
    """One line in the terminal; a terminal that went away must not stop the stopping."""
    try:
        print(sentence, flush=True)  # noqa: T201
    except OSError:
        return


def website(door: int, workers: int, threads: int, certificate: str = "") -> Part:
    """Gunicorn on the door we hold: no control socket (it would need a writable home), no log of who asked what.

    With a certificate (one file with its key) it speaks https, TLS 1.2 or newer.
    """
    https = ("--certfile", certificate, "--config", "python:feedback.foundation.tls.serving") if certificate else ()
    return Part(
        "Trang web",
        [
            *PYTHON,
            "gunicorn",
            *("--bind", f"fd://{door}"),
            *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
            *("--timeout", "120", "--graceful-timeout", "10", "--keep-alive", "5"),
            *("--no-control-socket", "--log-level", "warning"),
            *https,
            "feedback.web:create_app()",
        ],
        keep_open=(door,),
    )


def scheduler() -> Part:
    return Part("Bộ hẹn giờ", [*PYTHON, "feedback", "schedule"])


def authority_door(plan: Mapping[str, Any]) -> Part:
    """The small door without https: hands out the authority's certificate, and renews ours in time."""
    command = [*PYTHON, "feedback.foundation.tls.door", json.dumps(plan)]
    return Part("Cổng phát chứng chỉ", command, keep_open=(plan["door"],))


def parts_of(plan: Mapping[str, Any]) -> list[Part]:
    """The programs of an installation: two, and a third where it makes its own https."""
    tls = plan.get("tls")
    parts = [website(plan["door"], plan["workers"], plan["threads"], tls["certificate"] if tls else ""), scheduler()]
    return [*parts, authority_door(tls["plan"])] if tls else parts


def main(arguments: Sequence[str]) -> int:
    """`python -m feedback.foundation.processes PLAN`, as `take_over` starts it."""
    return Supervisor(parts_of(json.loads(arguments[0]))).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
