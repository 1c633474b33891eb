"""Pages that are made from the code, so that they cannot tell another story: ``python3 server docs``.

The wire (`server/PROTOCOL.md`), its types for editors (`web/shared/protocol.d.ts`), the columns of the exports
(`server/EXPORTS.md`), and what may stand in a pack (`game_content/README.md`). A page keeps its own words; only what
stands between its marks is made here.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema
from marshmallow import fields as m

from server.content import schema as content
from server.game import permissions
from server.game.errors import Reason
from server.game.people import Role
from server.game.plan import ROUND, Phase
from server.game.views.facilitator import ConsoleView
from server.game.views.manager import ManagerOwn, ManagerRoom
from server.game.views.rep import RepOwn, RepRoom
from server.game.views.stage import StageView
from server.realtime import messages
from server.reports import tables

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SCALARS = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
NEVER_SENT = (Role.READER, Role.DOOR, Role.CLOCK)


def pages() -> Mapping[Path, str]:
    """Every made page, as it should stand on the disk."""
    made = {
        "commands": _commands(),
        "permissions": _permissions(),
        "reasons": _reasons(),
        "pack": _pack_fields(),
        "tables": _tables(),
    }
    marked = [ROOT / "server" / "PROTOCOL.md", ROOT / "server" / "EXPORTS.md", ROOT / "game_content" / "README.md"]
    texts = {path: MARK.sub(lambda found: found[1] + made[found[2]] + found[3], path.read_text()) for path in marked}
    return {**texts, ROOT / "web" / "shared" / "protocol.d.ts": _types()}


def stale() -> list[Path]:
    """The pages that are not as the code would make them."""
    return [path for path, text in pages().items() if not path.exists() or path.read_text() != text]


def write() -> list[Path]:
    """Bring every page up to date; gives those that changed."""
    changed = stale()
    for path, text in pages().items():
        path.write_text(text)
    return changed


# The wire


def _commands() -> str:
    rows = ["| Kind | Fields | What it asks |", "|---|---|---|"]
    for kind, command in permissions.KINDS.items():
        if command in messages.FROM_THE_WIRE:
            rows.append(f"| `{kind}` | {_command_fields(command)} | {_first_sentence(command)} |")
    return "\n".join(rows) + "\n"


def _command_fields(command: type[Any]) -> str:
    hints = get_type_hints(command)
    parts = [field.name for field in fields(command) if field.name not in messages.BY_SERVER]
    return "<br>".join(f"`{name}`: {_type(hints[name])}".replace("|", "\\|") for name in parts) or "–"


def _permissions() -> str:
    rows = ["| Kind | Who | When |", "|---|---|---|"]
    for kind, command in permissions.KINDS.items():
        for permit in permissions.TABLE[command]:
            roles = ", ".join(sorted(role.value for role in permit.roles))
            rows.append(f"| `{kind}` | {roles} | {_phases(permit.phases)} |")
    return "\n".join(rows) + "\n"


def _phases(phases: frozenset[Phase]) -> str:
    if phases == frozenset(Phase):
        return "always"
    if len(phases) > len(Phase) // 2:
        return "not in " + ", ".join(phase.value for phase in Phase if phase not in phases)
    if phases == frozenset(ROUND):
        return "in a round"
    return ", ".join(phase.value for phase in Phase if phase in phases)


def _reasons() -> str:
    from server.routes.assets import FALLBACK, Assets  # noqa: PLC0415 (only this page needs the texts)

    texts = Assets(ROOT / "web")
    rows = ["| Reason | What people read |", "|---|---|"]
    rows += [f"| `{reason.value}` | {texts.reason(reason.value, FALLBACK)} |" for reason in Reason]
    return "\n".join(rows) + "\n"


def _first_sentence(about: type[Any]) -> str:
    text = " ".join((about.__doc__ or "").split())
    return "" if text.startswith(f"{about.__name__}(") else text


# Types for editors


def _types() -> str:
    """TypeScript types of all views, for editors. Nothing is compiled from them."""
    done: dict[str, str] = {}
    for role in Role:
        if role not in NEVER_SENT:
            for part in (_shared_of(role), _own_of(role)):
                if part is not None:
                    _collect(part, done)
    head = "// Made by `python3 server docs` from the views in server/game/views. Change those, not this.\n\n"
    parts = [head, *(done[name] + "\n" for name in sorted(done)), _frames()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _shared_of(role: Role) -> type[Any]:
    return {
        Role.FACILITATOR: ConsoleView,
        Role.STAGE: StageView,
        Role.MANAGER: ManagerRoom,
    }.get(role, RepRoom)


def _own_of(role: Role) -> type[Any] | None:
    return {Role.MANAGER: ManagerOwn, Role.REP: RepOwn, Role.OBSERVER: RepOwn}.get(role)


def _collect(hint: Any, done: dict[str, str]) -> None:
    for inner in get_args(hint):
        _collect(inner, done)
    if not isinstance(hint, type) or hint.__name__ in done:
        return
    if issubclass(hint, Enum):
        values = " | ".join(f'"{one.value}"' for one in hint)
        done[hint.__name__] = f"export type {hint.__name__} = {values};\n"
    elif is_dataclass(hint):
        done[hint.__name__] = ""
        hints = get_type_hints(hint)
        for name in hints.values():
            _collect(name, done)
        lines = "".join(f"  {name}: {_type(hints[name])};\n" for name in (field.name for field in fields(hint)))
        about = _first_sentence(hint)
        note = f"/** {about} */\n" if about else ""
        done[hint.__name__] = f"{note}export interface {hint.__name__} {{\n{lines}}}\n"


def _type(hint: Any) -> str:
    """A Python type as a TypeScript one."""
    hint = getattr(hint, "__supertype__", hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " | ".join(_type(one) for one in inner)
    if origin is tuple:
        return f"{_bracketed(_type(inner[0]))}[]" if Ellipsis in inner else f"[{', '.join(map(_type, inner))}]"
    if origin is not None:
        return f"Record<string, {_type(inner[1])}>"
    if hint in SCALARS:
        return SCALARS[hint]
    return str(hint.__name__)


def _bracketed(text: str) -> str:
    return f"({text})" if " | " in text else text


def _frames() -> str:
    return """\
/** What comes over the socket. Each part has a version of its own; an older one than is known is dropped. */
export interface Frame<Shared, Own> {
  epoch: string;
  now: number;
  shared?: { version: number; body: Shared };
  own?: { version: number; body: Own };
}

/** The answer to a command. */
export interface Ack {
  ok: boolean;
  reason?: string;
  text?: string;
  field?: string;
  hint?: string;
}
"""


# What may stand in a pack


def _pack_fields() -> str:
    parts = ["### pack.yaml\n", *_table(content.PackSchema()), "\n### cases/*.yaml\n", *_table(content.CaseSchema())]
    return "\n".join(parts) + "\n"


def _table(schema: Schema) -> Iterator[str]:
    yield "| Field | Needed | What it is | Example |"
    yield "|---|---|---|---|"
    yield from _rows(schema, "")


def _rows(schema: Schema, prefix: str) -> Iterator[str]:
    for name, field in schema.fields.items():
        about = field.metadata
        many, inner = isinstance(field, m.List), field.inner if isinstance(field, m.List) else field
        label = f"{prefix}{name}{'[]' if many else ''}"
        choices = about.get("choices")
        doc = about["doc"] + (f" One of: {', '.join(choices)}." if choices else "")
        example = about.get("example") or inner.metadata.get("example", "")
        yield f"| `{label}` | {'yes' if field.required else 'no'} | {doc} | {f'`{example}`' if example else ''} |"
        if isinstance(inner, m.Nested):
            yield from _rows(inner.schema, f"{label}.")


# What leaves the room


def _tables() -> str:
    parts = []
    for table in tables.outlines():
        parts += [f"### {table.name}\n", f"{table.says}\n", "| Column | Kind | What it is |", "|---|---|---|"]
        parts += [f"| `{column.name}` | {column.kind} | {column.says} |" for column in table.columns] + [""]
    return "\n".join(parts)


def main(check: bool) -> int:
    """Write the pages, or only say which ones are stale. Gives the exit code."""
    if not check:
        for path in write():
            print(f"wrote {path.relative_to(ROOT)}")
        return 0
    old = stale()
    for path in old:
        print(f"{path.relative_to(ROOT)} is stale. Type: python3 server docs", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
