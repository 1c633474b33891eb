"""What may come in over HTTP, as marshmallow schemas, and the one shape of every refusal."""

from typing import Any, NoReturn, TypeVar

import msgspec
from flask import jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.exceptions import HTTPException

from server.game.errors import Rejected
from server.game.people import Role
from server.service.workshops import Outcome, Status

LARGEST = 16 * 1024
"""Bytes of any request body."""


class ApiError(Exception):
    """A refusal over HTTP. `status` is the HTTP status."""

    def __init__(self, status: int, reason: str, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.field = field
        self.hint = hint


class Body(Schema):
    class Meta:
        unknown = RAISE


def command_id() -> fields.String:
    return fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9_-]{16,64}\Z"))


class OpenBody(Body):
    pack = fields.String(required=True, validate=validate.Length(1, 60))
    title = fields.String(load_default="", validate=validate.Length(max=120))
    managers = fields.List(
        fields.String(validate=validate.Length(max=80)), required=True, validate=validate.Length(1, 8)
    )


class SeatBody(Body):
    id = command_id()
    name = fields.String(required=True, validate=validate.Length(max=200))
    role = fields.String(load_default=Role.REP.value, validate=validate.OneOf([Role.REP.value, Role.OBSERVER.value]))
    scan = fields.String(load_default="", validate=validate.Length(max=40))


class ClaimBody(Body):
    id = command_id()
    name = fields.String(required=True, validate=validate.Length(max=200))


class KeyBody(Body):
    id = command_id()
    role = fields.String(
        required=True,
        validate=validate.OneOf([role.value for role in Role if role not in (Role.DOOR, Role.CLOCK)]),
    )
    seat = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    fresh = fields.Boolean(load_default=False)


class RecoverBody(Body):
    code = fields.String(required=True, validate=validate.Length(max=60))


class AddressBody(Body):
    ip = fields.String(required=True, validate=validate.Length(max=60))


class QrBody(Body):
    text = fields.String(required=True, validate=validate.Length(1, 400))


BodyType = TypeVar("BodyType", bound=Body)


def body(schema: type[Body], largest: int = LARGEST) -> dict[str, Any]:
    """The JSON body of this request, checked; `largest` is in bytes."""
    if request.content_length is not None and request.content_length > largest:
        raise ApiError(413, "too_long")
    try:
        data = msgspec.json.decode(request.get_data() if request.is_json else b"")
    except (msgspec.DecodeError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ApiError(400, "bad_message")
    try:
        loaded: dict[str, Any] = schema().load(data)
    except ValidationError as error:
        faults = error.messages
        raise ApiError(400, "bad_message", next(iter(faults)) if isinstance(faults, dict) else None) from None
    return loaded


def granted(outcome: Outcome) -> Outcome:
    """The outcome of a command that came over HTTP, if it was accepted, now or before."""
    if outcome.status is Status.REJECTED:
        assert outcome.refusal is not None
        refuse(outcome.refusal)
    if outcome.status is Status.RETRY:
        raise ApiError(503, "retry")
    if outcome.status is Status.OTHER_BODY:
        raise ApiError(409, "bad_message", "id")
    return outcome


def refuse(refusal: Rejected) -> NoReturn:
    raise ApiError(409, refusal.reason.value, refusal.field, refusal.hint)


def answer(error: ApiError, text: str) -> ResponseReturnValue:
    """``{"error": {"reason", "text", "field"?, "hint"?}}``"""
    more = {name: value for name, value in (("field", error.field), ("hint", error.hint)) if value is not None}
    return jsonify({"error": {"reason": error.reason, "text": text, **more}}), error.status


def reason_of(error: HTTPException) -> str:
    """The reason code for what Flask itself refuses."""
    return {404: "not_found", 405: "not_found", 413: "too_long"}.get(error.code or 500, "server_error")
