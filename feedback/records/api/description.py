"""The OpenAPI 3.1 document: addresses and replies listed here, every shape taken from the models that check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from feedback.accounts.rules.api_keys import IDEMPOTENCY_KEY, SCHEME
from feedback.foundation.problems import MEDIA_TYPE
from feedback.records.api import replying, shapes
from feedback.records.api.blueprint import BASE

VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{model}"
WRITE, READ = "gửi hồ sơ", "đọc hồ sơ"

REFUSALS: Mapping[int, str] = {
    400: "Yêu cầu không đọc được.",
    401: "Chưa ký, ký sai, lệch giờ quá 5 phút, Nonce đã dùng, hoặc khóa hết hạn hay bị thu hồi.",
    403: "Khóa không được làm việc này, không được ở đơn vị này, hoặc không được từ địa chỉ mạng này.",
    404: "Không có, hoặc không thuộc các đơn vị của khóa.",
    409: "Yêu cầu cùng Idempotency-Key đang làm, hoặc hồ sơ vừa bị thay đổi. Gửi lại sau Retry-After giây.",
    413: "Nội dung lớn hơn 8 MB.",
    415: "Không phải application/json, hoặc nội dung nén.",
    422: "Không đúng dạng: errors nêu dòng, trường và cách sửa; hoặc Idempotency-Key đã dùng cho lô khác.",
    429: "Đã hết số dòng của khóa trong ngày.",
    503: "Hệ thống đang bận. Gửi lại sau Retry-After giây; chưa có gì được ghi.",
}
LATER = (409, 429, 503)
ALWAYS = (400, 401, 403, 413, 422, 503)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a program can do. `reply` is the model of 200; `fails` come on top of what can always fail."""

    endpoint: str
    method: str
    path: str
    summary: str
    description: str
    verbs: Sequence[str]
    reply: type[BaseModel]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    fails: tuple[int, ...] = ()


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "send_records",
        "post",
        "/records",
        "Gửi một lô hồ sơ",
        "Từ 1 đến 1.000 hồ sơ. Mỗi dòng được xét riêng theo đúng quy tắc nhập bảng tính: dòng đúng được nhận, dòng sai "
        "được trả lại kèm lý do và được giữ để xem lại. Cả lô ghi trong một lần: hoặc trả lời 200 và đã ghi, hoặc chưa "
        "ghi gì. Gửi lại hồ sơ đã có là cập nhật; gửi y hệt thì không đổi gì.",
        (WRITE,),
        replying.BatchGiven,
        body=shapes.BatchSent,
        fails=(404, 409, 415, 429),
    ),
    Operation(
        "list_records",
        "get",
        "/records",
        "Danh sách hồ sơ",
        "Hồ sơ của các đơn vị khóa được đọc, theo trang. Không có dữ liệu cá nhân của người nộp.",
        (READ,),
        replying.RecordsGiven,
        query=shapes.RecordsQuery,
        fails=(404,),
    ),
    Operation(
        "one_record",
        "get",
        "/records/{code}",
        "Một hồ sơ",
        "Hạn và cách tính hạn, mọi thay đổi nguồn đã gửi, các lần bổ sung, các bước giải quyết.",
        (READ,),
        replying.RecordGiven,
        query=shapes.Query,
        fails=(404,),
    ),
    Operation(
        "units",
        "get",
        "/units",
        "Danh mục đơn vị",
        "Các đơn vị đang có, để ghi đúng tên hoặc mã.",
        (WRITE, READ),
        replying.UnitsGiven,
        query=shapes.ReferenceQuery,
    ),
    Operation(
        "procedures",
        "get",
        "/procedures",
        "Danh mục thủ tục",
        "Các thủ tục đang có hiệu lực và thời hạn giải quyết.",
        (WRITE, READ),
        replying.ProceduresGiven,
        query=shapes.ReferenceQuery,
    ),
)

SIGNING = (
    f"Mỗi yêu cầu có phần `Authorization: {SCHEME} Key=<tiền tố>, Time=<giây Unix>, Nonce=<16–64 chữ, số, _ hoặc ->, "
    "Signature=<64 chữ số hex>`. Signature là HMAC-SHA256, khóa là phần bí mật (sau dấu chấm của khóa API), của bảy "
    "dòng nối bằng xuống dòng (\\n): `lang-nghe-api-1`; phương thức (GET, POST); đường dẫn đã bỏ mã %; phần sau dấu "
    "hỏi đúng như gửi (trống nếu không có); SHA-256 dạng hex của nội dung gửi; Time; Nonce. Time lệch không quá 5 "
    "phút; mỗi Nonce chỉ dùng một lần."
)


@cache
def document() -> dict[str, Any]:
    """The whole document, as JSON holds it."""
    models, schemas = _schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lắng Nghe – API hồ sơ",
            "version": VERSION,
            "description": "Gửi và đọc hồ sơ một cửa bằng phần mềm. Mọi từ chối theo RFC 9457, lời tiếng Việt.",
        },
        "servers": [{"url": BASE}],
        "security": [{"signed": []}],
        "paths": _paths(models),
        "components": {
            "securitySchemes": {"signed": {"type": "http", "scheme": SCHEME, "description": SIGNING}},
            "schemas": schemas,
        },
    }


class _Plain(GenerateJsonSchema):
    """Schemas without titles made of field names: the Vietnamese descriptions say more."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


Models = dict[tuple[type[BaseModel], JsonSchemaMode], dict[str, Any]]


def _schemas() -> tuple[Models, dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(replying.ProblemGiven, "serialization")]
    for each in OPERATIONS:
        wanted.append((each.reply, "serialization"))
        if each.body is not None:
            wanted.append((each.body, "validation"))
    made, definitions = models_json_schema(wanted, ref_template=REFERENCE, schema_generator=_Plain)
    return {key: made[key] for key in wanted}, definitions["$defs"]


def _paths(models: Models) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method] = _operation(each, models)
    return paths


def _operation(each: Operation, models: Models) -> dict[str, Any]:
    answered = {"application/json": {"schema": models[each.reply, "serialization"]}}
    replies: dict[str, Any] = {"200": {"description": "Được.", "headers": _reply_headers(each), "content": answered}}
    if each.method == "get":
        replies["304"] = {"description": "Không đổi so với ETag đã gửi ở If-None-Match."}
    for status in sorted({*ALWAYS, *each.fails}):
        content = {MEDIA_TYPE: {"schema": models[replying.ProblemGiven, "serialization"]}}
        replies[str(status)] = {"description": REFUSALS[status], "content": content, **_refusal_headers(status)}
    operation: dict[str, Any] = {
        "operationId": each.endpoint,
        "summary": each.summary,
        "description": f"{each.description} Khóa cần được: {' hoặc '.join(each.verbs)}.",
        "parameters": [*_in_path(each), *_in_query(each), *_in_headers(each)],
        "responses": replies,
    }
    if each.body is not None:
        sent = {"application/json": {"schema": models[each.body, "validation"], "example": EXAMPLE}}
        operation["requestBody"] = {"required": True, "content": sent}
    return operation


def _refusal_headers(status: int) -> dict[str, Any]:
    if status not in LATER:
        return {}
    return {"headers": {"Retry-After": {"description": "Đợi bao nhiêu giây.", "schema": {"type": "integer"}}}}


def _in_path(each: Operation) -> list[dict[str, Any]]:
    if "{code}" not in each.path:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": r"^[A-Za-z0-9.-]+$"}
    return [{"name": "code", "in": "path", "required": True, "description": "Mã hồ sơ.", "schema": schema}]


def _in_query(each: Operation) -> list[dict[str, Any]]:
    if each.query is None:
        return []
    schema = each.query.model_json_schema(ref_template=REFERENCE, schema_generator=_Plain)
    found = []
    for name, told in schema.get("properties", {}).items():
        plain = _without_null(told)
        about = plain.pop("description", "")
        found.append({"name": name, "in": "query", "description": about, "schema": plain})
    return found


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in an address is there or not: it is never null."""
    kinds = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    return {**(kinds[0] if kinds else {}), **rest}


def _in_headers(each: Operation) -> list[dict[str, Any]]:
    if each.method == "get":
        about = "ETag của lần trả lời trước: không đổi thì trả 304."
        return [{"name": "If-None-Match", "in": "header", "description": about, "schema": {"type": "string"}}]
    about = (
        "Tên riêng của lô. Gửi lại cùng tên và cùng nội dung trong 24 giờ thì nhận lại đúng câu trả lời cũ, "
        "không làm lại."
    )
    schema = {"type": "string", "pattern": IDEMPOTENCY_KEY}
    return [{"name": "Idempotency-Key", "in": "header", "description": about, "schema": schema}]


def _reply_headers(each: Operation) -> dict[str, Any]:
    if each.method == "get":
        return {"ETag": {"description": "Dấu của nội dung.", "required": True, "schema": {"type": "string"}}}
    about = "true khi đây là câu trả lời cũ của cùng Idempotency-Key."
    return {"Idempotency-Replayed": {"description": about, "schema": {"type": "string"}}}


EXAMPLE: Mapping[str, Any] = {
    "rows": [
        {
            "code": "H50.41.01-261120-0001",
            "procedure_code": "1.004873",
            "received": "2026-11-20T08:15:00+07:00",
            "due": "2026-11-25T08:15:00+07:00",
            "status": "Đang xử lý",
            "solving_unit": "19702",
            "applicant": {"name": "Nguyễn Văn Mẫu", "phone": "0900000001"},
        }
    ]
}
