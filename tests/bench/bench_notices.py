"""A thousand notices as PDF/A-2a and PDF/UA-1 on two processes. Target ≤ 30 s.

Each has another applicant, number and QR code. Beside it, in the same run, empty pages of the same typesetter, so
that the machine's own speed can be taken out.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from feedback.apologies.documents import notice_pdf
from feedback.apologies.queries import forms
from feedback.apologies.rules import Applicant
from feedback.foundation.documents import compile_pdf
from tests.apologies.samples import MADE, PLAIN

NOTICES, PROCESSES, ROUNDS, TARGET_SECONDS = 1000, 2, 3, 30.0


def notice(number: int) -> int:
    """The size in bytes of one notice."""
    applicant = Applicant(f"Nguyễn Văn Mẫu {number}", f"{45_000_000_000 + number:012d}")
    url = f"https://danhgia.example.gov.vn/q/{number:08d}"
    facts = replace(
        PLAIN, number=number + 1, applicant=applicant, survey_url=url, code=f"H50.41.01-261102-{number:04d}"
    )
    return len(notice_pdf(forms()["mau-04-2025"], facts))


def empty(number: int) -> int:
    return len(compile_pdf("probe", {"text": str(number)}, timestamp=MADE))


def seconds(pool: ProcessPoolExecutor, make, count: int) -> tuple[float, int]:
    start = perf_counter()
    sizes = list(pool.map(make, range(count), chunksize=25))
    return perf_counter() - start, sum(sizes)


def main() -> int:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        seconds(pool, notice, 20)
        runs = [(seconds(pool, notice, NOTICES), seconds(pool, empty, 200)) for _ in range(ROUNDS)]
    took = median(run[0][0] for run in runs)
    ratio = median(run[0][0] / NOTICES / (run[1][0] / 200) for run in runs)
    kilobytes = runs[0][0][1] / NOTICES / 1000
    print(
        f"{NOTICES} phiếu, {PROCESSES} tiến trình: {took:.1f} s (mục tiêu ≤ {TARGET_SECONDS:.0f} s), "
        f"{NOTICES / took:.0f} phiếu/s, {kilobytes:.0f} kB/phiếu, gấp {ratio:.1f} lần một trang trống"
    )
    return int(took > TARGET_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
