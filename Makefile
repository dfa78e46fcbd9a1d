# Hai lệnh là đủ: `make run` để chạy, `make test` để kiểm tra mọi thứ. Chi tiết: README.md, CONTRIBUTING.md.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check proof bench lock format clean

help:
	@echo "make run      cài đặt (lần đầu) và chạy; DEMO=0 để chạy bản thật, PORT=, HOST= để đổi địa chỉ"
	@echo "              TLS=1 HOST=0.0.0.0 để tự làm https cho máy tính bảng trong mạng cơ quan"
	@echo "make test     kiểm tra mọi thứ; tự cài phần còn thiếu khi là root trên Debian/Ubuntu"
	@echo "make check    như make test nhưng không cài gì"
	@echo "make format   sắp lại mã nguồn theo quy ước"
	@echo "make proof    các phép thử dài trước khi phát hành"
	@echo "make bench    đo tốc độ và bộ nhớ"
	@echo "make lock     chọn lại phiên bản thư viện và khóa bằng mã băm"
	@echo "make clean    xóa .venv và bộ nhớ tạm; không đụng tới dữ liệu trong var/"

run:
	@scripts/setup runtime
	@exec .venv/bin/feedback serve

test:
	@scripts/setup dev
	@scripts/pieces install
	@scripts/verify

check:
	@scripts/setup --check dev
	@scripts/pieces check
	@scripts/verify

proof:
	@scripts/setup dev
	@scripts/pieces install
	@FEEDBACK_PROOF=1 scripts/with-postgres .venv/bin/pytest -n 2 --dist loadscope

bench:
	@scripts/setup dev
	@.venv/bin/python -m tests.bench

format:
	@scripts/setup --check dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

lock:
	@scripts/lock

clean:
	@rm -rf .venv .cache .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
	@find feedback tests migrations scripts -name __pycache__ -type d -prune -exec rm -rf {} +
