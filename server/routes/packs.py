"""For the host: packs of one's own. What the editor and the spreadsheet ask for."""

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from server.content import archive, draft, loader, sheet
from server.content.apart import Busy, Intake, Refused
from server.content.draft import File
from server.content.errors import ContentError, Problem
from server.content.fields import described
from server.content.own import ID, SavedMeanwhile, TooMany
from server.content.specimen import MOMENTS, specimen
from server.game.ids import CaseId
from server.game.plan import Phase
from server.routes.bodies import ApiError, Body, body
from server.routes.context import Context, as_json

LARGEST = 4 * 1024 * 1024
"""Bytes of a body that holds a whole pack as JSON."""
DEEPEST = 20
Native = Callable[..., Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where packs are worked on: who reads what is sent, and who computes for long."""

    intake: Intake
    native: Native


def _id() -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, 60))


class CopyBody(Body):
    of = fields.String(required=True, validate=validate.Length(1, 60))
    id = _id()
    title = fields.String(load_default="", validate=validate.Length(max=60))


class LookBody(Body):
    case = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))
    moment = fields.String(required=True, validate=validate.OneOf([phase.value for phase in MOMENTS]))
    language = fields.String(load_default="", validate=validate.Length(max=12))


class DraftBody(Body):
    id = _id()
    files = fields.List(fields.Raw(), required=True, validate=validate.Length(1, loader.MOST_FILES))
    look = fields.Nested(LookBody, load_default=None, allow_none=True)


class SaveBody(Body):
    after = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    files = fields.List(fields.Raw(), required=True, validate=validate.Length(1, loader.MOST_FILES))
    note = fields.String(load_default="", validate=validate.Length(max=200))


class BackBody(Body):
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    after = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    note = fields.String(load_default="", validate=validate.Length(max=200))


class FileBody(Body):
    """A file that was chosen, in base64."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    raw = fields.String(required=True)


class UploadBody(FileBody):
    id = fields.String(load_default="", validate=validate.Length(max=60))


class SheetBody(FileBody):
    files = fields.List(fields.Raw(), required=True, validate=validate.Length(1, loader.MOST_FILES))


class NothingBody(Body):
    pass


def packs(context: Context, bench: Bench) -> Blueprint:
    blueprint = Blueprint("packs", __name__)
    blueprint.before_request(context.host_only)
    _editing(blueprint, context, bench.native)
    _files(blueprint, context, bench)
    return blueprint


def _editing(blueprint: Blueprint, context: Context, native: Native) -> None:
    """Opening, copying, checking and saving packs."""
    own = context.shelf.own

    @blueprint.get("/api/packs/fields")
    def form() -> ResponseReturnValue:
        """What may stand in a pack, for the editor to draw its forms from."""
        return as_json({**described(), "moments": MOMENTS})

    @blueprint.get("/api/packs/<pack>")
    @blueprint.get("/api/packs/<pack>/versions/<int:number>")
    def whole(pack: str, number: int | None = None) -> ResponseReturnValue:
        """A pack to work on, and its versions. One that came with the program has none."""
        with told():
            is_own = pack in own.names()
            files = native(draft.opened, held(context, native, pack, number))
            versions = own.versions(pack) if is_own else ()
        return as_json({"id": pack, "own": is_own, "files": files, "versions": versions})

    @blueprint.post("/api/packs")
    def copy() -> ResponseReturnValue:
        """A pack of one's own, which begins as a copy of another."""
        wish = body(CopyBody)
        with told():
            new_id(context, wish["id"])
            base = held(context, native, wish["of"])
            files = native(draft.copied, base, wish["id"], wish["title"])
            own.save(wish["id"], 0, files, "", context.now())
        return {"id": wish["id"], "version": 1}, 201

    @blueprint.post("/api/packs/check")
    def check() -> ResponseReturnValue:
        """What is wrong with a pack as it stands in the editor, and what it looks like on the screens."""
        wish = body(DraftBody, LARGEST)
        return as_json(native(_checked, wish["id"], given(wish["files"]), wish["look"]))

    @blueprint.post("/api/packs/<pack>/versions")
    def save(pack: str) -> ResponseReturnValue:
        """A further version. What nobody edited stays as it was, to the last comment."""
        wish = body(SaveBody, LARGEST)
        files = given(wish["files"])
        with told():
            texts = native(draft.written, files, held(context, native, pack, wish["after"]))
            number = native(own.save, pack, wish["after"], texts, wish["note"], context.now())
            saved = native(draft.opened, texts)
        return as_json({"version": number, "versions": own.versions(pack), "files": saved}), 201

    @blueprint.post("/api/packs/<pack>/back")
    def back(pack: str) -> ResponseReturnValue:
        """An older version, saved anew as the latest."""
        wish = body(BackBody)
        with told():
            texts = held(context, native, pack, wish["version"])
            native(own.save, pack, wish["after"], texts, wish["note"], context.now())
        return whole(pack)

    @blueprint.post("/api/packs/<pack>/delete")
    def delete(pack: str) -> ResponseReturnValue:
        """Take a pack of one's own away, with all its versions. Workshops that play it go on."""
        body(NothingBody)
        with told():
            native(own.delete, pack)
        return {"deleted": True}


def _files(blueprint: Blueprint, context: Context, bench: Bench) -> None:
    """Packs as files, out and in."""
    own, native = context.shelf.own, bench.native

    @blueprint.get("/api/packs/<pack>/zip")
    def as_zip(pack: str) -> ResponseReturnValue:
        with told():
            return Response(archive.packed(pack, held(context, native, pack)), content_type="application/zip")

    @blueprint.get("/api/packs/<pack>/xlsx")
    def as_workbook(pack: str) -> ResponseReturnValue:
        with told():
            return Response(native(_workbook, held(context, native, pack)), content_type=XLSX)

    @blueprint.post("/api/packs/upload")
    def upload() -> ResponseReturnValue:
        """A pack as one file: a new pack of one's own, or a further version of the one that is there."""
        wish = body(UploadBody, LARGEST)
        with told():
            read = bench.intake.read("zip", wish["name"], raw_of(wish))
            pack = wish["id"] or _id_of(read["files"])
            if pack not in own.names():
                new_id(context, pack)
            texts = {name: text.encode() for name, text in read["texts"].items()}
            files = native(draft.copied, texts, pack)
            latest = own.versions(pack)[0].number if pack in own.names() else 0
            number = native(own.save, pack, latest, files, wish["name"], context.now())
        return {"id": pack, "version": number}, 201

    @blueprint.post("/api/packs/sheet")
    def from_sheet() -> ResponseReturnValue:
        """What a spreadsheet would make of the pack in the editor, with its faults at their cells. Saves nothing."""
        wish = body(SheetBody, LARGEST)
        with told():
            return as_json(bench.intake.read("sheet", wish["name"], raw_of(wish), given(wish["files"])))


def held(context: Context, native: Native, pack: str, number: int | None = None) -> Mapping[str, bytes]:
    """The files of a pack; of a version of one's own, where a number is given. Raises KeyError."""
    shelf = context.shelf
    folder = shelf.own.folder(pack, number) if number is not None else shelf.folder(pack)
    files: Mapping[str, bytes] = native(loader.held, folder)
    return files


def new_id(context: Context, pack: str) -> None:
    """Refuses a name that no pack can have, or that one has."""
    if not ID.match(pack):
        raise ApiError(400, "bad_pack_id", "id")
    if pack in {offer.id for offer in context.shelf.offers()}:
        raise ApiError(409, "pack_exists", "id")


@contextmanager
def told() -> Iterator[None]:
    """What may go wrong with packs, as refusals that say what to do."""
    try:
        yield
    except KeyError:
        raise ApiError(404, "unknown_pack", "pack") from None
    except ContentError as error:
        raise ApiError(409, "broken_pack", "pack", str(error.problems[0])) from None
    except SavedMeanwhile:
        raise ApiError(409, "saved_meanwhile", "after") from None
    except TooMany:
        raise ApiError(409, "too_many_packs") from None
    except Refused as refused:
        raise ApiError(409, "not_taken_in", "raw", str(refused)) from None
    except Busy:
        raise ApiError(503, "reading_others", "raw") from None
    except OSError:
        raise ApiError(503, "cannot_save") from None


def given(files: list[Any]) -> list[File]:
    """The files of a draft as they came in."""
    try:
        held = msgspec.convert(files, list[File])
    except msgspec.ValidationError:
        raise ApiError(400, "bad_message", "files") from None
    if not draft.fit(held) or any(_depth(file.data) > DEEPEST for file in held):
        raise ApiError(400, "bad_message", "files")
    return held


def raw_of(wish: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(wish["raw"], validate=True)
    except ValueError:
        raise ApiError(400, "bad_message", "raw") from None


def _depth(value: Any, at: int = 0) -> int:
    if at > DEEPEST:
        return at
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(one, at + 1) for one in inner), default=at)


def _checked(id: str, files: list[File], look: dict[str, Any] | None) -> dict[str, Any]:
    loaded, problems = draft.checked(id, files)
    answer: dict[str, Any] = {"problems": list(map(_problem, problems)), "views": None}
    if loaded is not None and look is not None:
        pack, _ = loaded.said_in(look["language"])
        with suppress(KeyError):  # a case that is left out is not played
            answer["views"] = specimen(pack, look["case"] and CaseId(look["case"]), Phase(look["moment"]))
    return answer


def _problem(problem: Problem) -> dict[str, Any]:
    about = ("file", "path", "field", "sentence", "warning")
    return {name: getattr(problem, name) for name in about}


def _workbook(base: Mapping[str, bytes]) -> bytes:
    return sheet.write(draft.opened(base))


def _id_of(files: list[dict[str, Any]]) -> str:
    head: dict[str, Any] = next((file["data"] for file in files if file["name"] == loader.HEAD), {})
    about = head.get("pack")
    return str(about.get("id", "")) if isinstance(about, dict) else ""
