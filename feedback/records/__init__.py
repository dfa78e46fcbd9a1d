"""Records (hồ sơ): what the one-stop software exports, and which of them are or will be late.

Owns files with their receipt, due and result times, the imports they came from, and every change of a fact. Words:
*record* (hồ sơ), *record code* (mã hồ sơ), *stated due* (hẹn trả, as the source says; the first one stays for ever),
*computed due* (hạn tính toán), *solving unit* (cơ quan giải quyết: lateness and apologies follow it), *receiving unit*
(nơi tiếp nhận: attitude follows it), *as of* (tính đến thời điểm).
"""
