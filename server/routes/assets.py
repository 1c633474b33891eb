"""The files of the web folder, read and named by their digest at the start, compressed when first asked for.

Every file lies under ``/static/<digest>/``, where the digest stands for all files together: so it can be cached for
good, and one reload after an update fetches everything anew. A page names its scripts as ``/static/...``; here the
digest is put in, and the scripts that they import are listed for the browser to fetch at the same time.
"""

import gzip
import html
import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
STATIC = re.compile(r"""(["'])/static/""")
SCRIPT = re.compile(r"""<script type="module" src="/static/([^"]+)">""")
TEXTS = re.compile(r"""<html lang="en" data-texts="([^"]*)">""")
WORDS = re.compile(r"\{(page\.\w+)\}")
"""A text by its key, in the page itself: there before any script runs."""
COMMENT = re.compile(rb"^[ \t]*(?://.*|/\*(?:(?!\*/)(?s:.))*\*/[ \t]*)\n", re.MULTILINE)
"""A comment on lines of its own in our own scripts and styles. Phones do not read them, so they are not sent."""
INDENT = re.compile(rb"^\s+", re.MULTILINE)
"""Of no meaning either: in templates, white space at the beginning of a line and empty lines do not count."""
COMPRESSED = frozenset({".js", ".mjs", ".css", ".json", ".svg", ".html"})
KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2", ".json": "application/json"}
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it goes over the wire. `packed` is its gzip form, None where that would not help."""

    kind: str
    plain: bytes
    packed: bytes | None


class Assets:
    def __init__(self, folder: Path, *, polls: bool = False) -> None:
        """`polls`: pages are told that they may do without a WebSocket."""
        self._marks = " data-polling" if polls else ""
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
        self._files = {name: body for name, body in files.items() if not name.endswith(".html")}
        self.digest = _digest(files)
        languages = {PurePosixPath(name).stem for name in files if name.startswith("i18n/")}
        self.languages = (FALLBACK, *sorted(languages - {FALLBACK}))
        texts = {one: json.loads(files[f"i18n/{one}.json"]) for one in self.languages}
        self._texts = {one: texts[FALLBACK] | texts[one] for one in self.languages}
        self._assets: dict[str, Asset] = {}
        self._imports = {name: _imported(name, body.decode()) for name, body in files.items() if name.endswith("js")}
        self._pages = {name: body.decode() for name, body in files.items() if name.endswith(".html")}

    def get(self, name: str) -> Asset | None:
        """A file by its path below the digest. Texts are cut to the groups that a page names."""
        if name not in self._assets:
            body = self._cut_texts(name) if name.startswith("texts/") else self._files.get(name)
            if body is None:
                return None
            self._assets[name] = _asset(name, body)
        return self._assets[name]

    def page(self, name: str, language: str) -> str:
        """A page in a language, with every file that it needs named at once."""
        language = language if language in self.languages else FALLBACK
        page = self._pages[name]
        scripts = {script for root in SCRIPT.findall(page) for script in self._all_imports(root)}
        groups = TEXTS.search(page)
        texts = f"/static/texts/{language}/{'+'.join(groups[1].split())}.json" if groups else ""
        links = [f'<link rel="modulepreload" href="/static/{script}">' for script in sorted(scripts)]
        if texts:
            there = " ".join(self.languages)
            links.append(
                f'<link rel="preload" as="fetch" crossorigin id="texts" data-languages="{there}" href="{texts}">'
            )
        page = TEXTS.sub(f'<html lang="{language}"{self._marks}>', page)
        page = WORDS.sub(lambda key: html.escape(self._texts[language][key[1]]), page)
        page = page.replace("</head>", "\n".join([*links, "</head>"]))
        return STATIC.sub(rf"\1/static/{self.digest}/", page)

    def texts(self, language: str) -> Mapping[str, str | Mapping[str, str]]:
        """All texts of a language that is there, by key."""
        held: Mapping[str, str | Mapping[str, str]] = self._texts[language]
        return held

    def reason(self, reason: str, language: str) -> str:
        """What people read for a refusal; in English where there is no such language."""
        texts = self._texts.get(language, self._texts[FALLBACK])
        return str(texts.get(f"reason.{reason}", reason))

    def _all_imports(self, root: str) -> Iterable[str]:
        """Everything that a script imports, whichever way round."""
        found, waiting = set[str](), [root]
        while waiting:
            script = waiting.pop()
            fresh = self._imports.get(script, frozenset()) - found
            found |= fresh
            waiting.extend(fresh)
        return found

    def _cut_texts(self, name: str) -> bytes | None:
        """``texts/<language>/<group>+<group>.json``: the texts whose key begins with one of the groups."""
        parts = name.removesuffix(".json").split("/")
        if len(parts) != 3 or parts[1] not in self._texts or len(self._assets) > 2000:
            return None
        groups = set(parts[2].split("+"))
        known = {key.partition(".")[0] for key in self._texts[FALLBACK]}
        if not groups or not groups <= known:
            return None
        texts = {key: text for key, text in self._texts[parts[1]].items() if key.partition(".")[0] in groups}
        return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".md", ".ts"))


def _digest(files: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name, body in sorted(files.items()):
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:16]


def _asset(name: str, body: bytes) -> Asset:
    suffix = PurePosixPath(name).suffix
    if suffix in (".js", ".css"):
        body = INDENT.sub(b"", COMMENT.sub(b"", body))
    kind = KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(body, 9, mtime=0) if suffix in COMPRESSED else None
    return Asset(kind, body, packed if packed is not None and len(packed) < len(body) else None)


def _imported(name: str, script: str) -> frozenset[str]:
    """The scripts that a script imports, as paths from the web folder."""
    return frozenset(_resolve(PurePosixPath(name).parent, one) for one in IMPORT.findall(script))


def _resolve(folder: PurePosixPath, relative: str) -> str:
    parts = list(folder.parts)
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
