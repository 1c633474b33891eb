"""The pages and the files that they are made of."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest

from server import paths
from server.routes.assets import Assets
from server.routes.pages import PAGES
from tests.support.asking import Answer, ask
from tests.support.server import RunningServer

JOIN = ("/482913", "/48291377")
LINK = re.compile(r"""<link ([^>]*)>|<script ([^>]*)>""")
ATTRIBUTE = re.compile(r"""(\w+)="([^"]*)\"""")
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
IN_CSS = re.compile(r"""url\(["']?([^"')]+)["']?\)|@import\s+["']([^"']+)""")
PHONES = ("/", "/play", "/manager")
"""The pages that phones load, over a network that a whole room shares."""
LIGHT = 60_000
"""Bytes on the wire of all that a rep's first load needs, without fonts."""


def links(html: str) -> list[dict[str, str]]:
    """Every link and script of a page, as its attributes."""
    return [dict(ATTRIBUTE.findall(link or script)) for link, script in LINK.findall(html)]


def named(html: str) -> list[str]:
    """The addresses of every file that a page names, in its order."""
    return [one.get("href") or one["src"] for one in links(html) if "href" in one or "src" in one]


def resolve(address: str, relative: str) -> str:
    """Where a relative address leads from a file."""
    parts = list(PurePosixPath(address).parent.parts)
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/" + "/".join(parts).lstrip("/")


@pytest.fixture(scope="module")
def digest(shared_server: RunningServer) -> str:
    return re.findall(r"/static/([0-9a-f]+)/", ask(shared_server, "/play").text)[0]


# Headers


def directives(answer: Answer) -> dict[str, list[str]]:
    policy = answer.headers["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


EVERY_KIND = (
    *PAGES,
    *JOIN,
    "/nowhere",
    "/healthz",
    "/api/packs",
    "/api/me",
    "/api/nowhere",
    "/favicon.ico",
    "/socket.io/?EIO=4&transport=polling",
    "/static/0000/nowhere.js",
)


@pytest.mark.parametrize("path", [*PAGES, *JOIN])
def test_every_page_is_there(shared_server, path):
    answer = ask(shared_server, path)

    assert (200, "text/html; charset=utf-8", True) == (
        answer.status,
        answer.headers["content-type"],
        answer.text.startswith("<!doctype html>"),
    )


@pytest.mark.parametrize("path", ["/4829", "/48291", "/482913777", "/48291a", "/console/", "/index.html", "/rep.html"])
def test_no_other_page_is_there(shared_server, path):
    answer = ask(shared_server, path)

    assert (404, "not_found") == (answer.status, answer.reason)


@pytest.mark.parametrize("path", EVERY_KIND)
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-robots-tag", "noindex, nofollow"),
    ],
)
def test_every_answer_carries_its_headers(shared_server, path, header, value):
    assert value == ask(shared_server, path).headers.get(header)


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_lets_nothing_in_from_elsewhere(shared_server, path):
    policy = directives(ask(shared_server, path))

    assert {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "require-trusted-types-for": ["'script'"],
    }.items() <= policy.items()


@pytest.mark.parametrize("path", EVERY_KIND)
def test_no_answer_allows_anything_unsafe(shared_server, path):
    policy = ask(shared_server, path).headers["content-security-policy"]

    assert [] == [word for word in ("unsafe-", "http:", "https:", "*", "blob:") if word in policy]


def test_a_page_may_talk_to_its_own_host_only(shared_server):
    host = f"127.0.0.1:{shared_server.port}"

    assert ["'self'", f"ws://{host}", f"wss://{host}"] == directives(ask(shared_server, "/play"))["connect-src"]


@pytest.mark.parametrize("path", ["/nowhere", "/api/me", "/api/workshops/000000"])
def test_no_answer_tells_what_the_server_is_made_of(shared_server, path):
    answer = ask(shared_server, path)

    assert (None, None) == (answer.headers.get("server"), answer.headers.get("x-powered-by"))


# Files


def test_a_file_under_the_right_digest_is_kept_for_good(shared_server, digest):
    answer = ask(shared_server, f"/static/{digest}/styles/tokens.css")

    assert (200, "max-age=31536000, immutable") == (answer.status, answer.headers["cache-control"])


def test_a_file_under_another_digest_is_not_kept(shared_server, digest):
    answer = ask(shared_server, f"/static/{'0' * len(digest)}/styles/tokens.css")

    assert (200, "no-store") == (answer.status, answer.headers["cache-control"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("screens/rep/main.js", "text/javascript"),
        ("vendor/socket.io.mjs", "text/javascript"),
        ("styles/tokens.css", "text/css"),
        ("icon.svg", "image/svg+xml"),
        ("vendor/fonts/atkinson-latin.woff2", "font/woff2"),
        ("texts/en/common.json", "application/json"),
    ],
)
def test_a_file_comes_as_what_it_is(shared_server, digest, name, kind):
    answer = ask(shared_server, f"/static/{digest}/{name}")

    assert (200, kind, "nosniff") == (
        answer.status,
        answer.headers["content-type"].partition(";")[0],
        answer.headers["x-content-type-options"],
    )


@pytest.mark.parametrize("path", ["/play", "/static/{digest}/styles/base.css", "/static/{digest}/texts/en/common.json"])
@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br, zstd", "br;q=1, gzip;q=0.5", "*"])
def test_whoever_takes_gzip_gets_it(shared_server, digest, path, accepted):
    packed = ask(shared_server, path.format(digest=digest), accept_encoding=accepted)
    plain = ask(shared_server, path.format(digest=digest))

    assert ("gzip", None, plain.body) == (
        packed.headers.get("content-encoding"),
        plain.headers.get("content-encoding"),
        packed.plain,
    )


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br"])
def test_whoever_does_not_take_gzip_gets_the_plain_file(shared_server, digest, accepted):
    answer = ask(shared_server, f"/static/{digest}/styles/base.css", accept_encoding=accepted)

    assert "content-encoding" not in answer.headers


def test_a_cache_keeps_the_two_forms_apart(shared_server, digest):
    assert "Accept-Encoding" in ask(shared_server, f"/static/{digest}/styles/base.css").headers["vary"]


@pytest.mark.parametrize(
    "name",
    [
        "../server/cli.py",
        "..%2fserver%2fcli.py",
        "%2e%2e/server/cli.py",
        "....//server/cli.py",
        "..\\server\\cli.py",
        "..%5cserver%5ccli.py",
        "styles/../../pyproject.toml",
        "styles/tokens.css%00.js",
        "styles/",
        "styles",
        "",
        "rep.html",
        "README.md",
        "shared/protocol.d.ts",
        "i18n",
        "CON",
        "texts/en/../../x.json",
        "texts/xx/common.json",
        "texts/en/nowhere.json",
        "texts/en/common+nowhere.json",
        "texts/en/.json",
        "texts/en.json",
    ],
)
def test_nothing_but_the_files_of_the_web_folder_is_served(shared_server, digest, name):
    answer = ask(shared_server, f"/static/{digest}/{name}")

    assert (404, "not_found") == (answer.status, answer.reason)


@pytest.mark.parametrize("name", ["/etc/passwd", "%2fetc%2fpasswd"])
def test_a_path_from_the_root_leads_to_no_file(shared_server, digest, name):
    sent = ask(shared_server, f"/static/{digest}/{name}")

    assert (308, 404) == (
        sent.status,
        ask(shared_server, sent.headers["location"].partition(str(shared_server.port))[2]).status,
    )


@pytest.mark.parametrize("name", ["rep", "rep+round", "common+join+reason"])
def test_a_slice_of_the_texts_holds_the_named_groups_whole(shared_server, digest, name):
    every = json.loads((paths.WEB / "i18n" / "en.json").read_text(encoding="utf-8"))
    groups = set(name.split("+"))

    assert {key: text for key, text in every.items() if key.partition(".")[0] in groups} == ask(
        shared_server, f"/static/{digest}/texts/en/{name}.json"
    ).json


def test_the_icon_is_found_where_browsers_look_for_it(shared_server):
    sent = ask(shared_server, "/favicon.ico")

    assert (302, 200) == (sent.status, ask(shared_server, sent.headers["location"]).status)


# What a page names


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_files_that_are_there(shared_server, path):
    addresses = named(ask(shared_server, path).text)

    assert [200] * len(addresses) == [ask(shared_server, one).status for one in addresses]
    assert 5 < len(addresses)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_file_twice(shared_server, path):
    addresses = named(ask(shared_server, path).text)

    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_files_of_this_server_only(shared_server, digest, path):
    assert [] == [one for one in named(ask(shared_server, path).text) if not one.startswith(f"/static/{digest}/")]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_script_or_a_style_of_its_own(shared_server, path):
    html = ask(shared_server, path).text

    assert ([], [], []) == (
        re.findall(r"<script[^>]*>[^<]", html),
        re.findall(r"<style", html),
        re.findall(r"\son\w+=|\sstyle=", html),
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_its_texts_at_once(shared_server, path):
    (texts,) = [one for one in links(ask(shared_server, path).text) if one.get("id") == "texts"]

    assert ("preload", "fetch") == (texts["rel"], texts["as"])
    assert ask(shared_server, texts["href"]).json


def scripts(shared_server: RunningServer, path: str) -> tuple[set[str], set[str]]:
    """The scripts that a page names, and those that they import: as the browser will find them."""
    html = ask(shared_server, path).text
    first = {one for one in named(html) if one.endswith(("js", "mjs"))}
    wanted = {resolve(one, to) for one in first for to in IMPORTED.findall(ask(shared_server, one).text)}
    return first, wanted


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_every_script_that_a_script_of_it_imports(shared_server, path):
    first, wanted = scripts(shared_server, path)

    assert set() == wanted - first


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_script_in_vain(shared_server, path):
    html = ask(shared_server, path).text
    (root,) = [one["src"] for one in links(html) if one.get("type") == "module"]
    first, wanted = scripts(shared_server, path)

    assert set() == first - wanted - {root}


@pytest.mark.parametrize("path", PAGES)
def test_a_style_names_files_that_are_there(shared_server, path):
    styles = [one for one in named(ask(shared_server, path).text) if one.endswith(".css")]
    inner = [resolve(one, "".join(to)) for one in styles for to in IN_CSS.findall(ask(shared_server, one).text)]

    assert [200] * len(inner) == [ask(shared_server, one).status for one in inner]


@pytest.mark.parametrize("path", PAGES)
def test_no_style_brings_further_styles(shared_server, path):
    styles = [one for one in named(ask(shared_server, path).text) if one.endswith(".css")]

    assert [] == [one for one in styles if "@import" in ask(shared_server, one).text]


@pytest.mark.parametrize("path", PHONES)
def test_a_phone_loads_no_code_of_the_console_or_the_stage(shared_server, path):
    names = named(ask(shared_server, path).text)

    assert [] == [one for one in names if "/screens/facilitator/" in one or "/screens/stage/" in one]


def wire_bytes(shared_server: RunningServer, path: str) -> dict[str, int]:
    """What a first load of a page costs on the wire, file by file, fonts left out."""
    page = ask(shared_server, path, accept_encoding="gzip")
    files = set(named(page.text))
    for one in tuple(files):
        if one.endswith(".css"):
            files |= {resolve(one, "".join(to)) for to in IN_CSS.findall(ask(shared_server, one).text)}
    weights = {one: len(ask(shared_server, one, accept_encoding="gzip").body) for one in files if ".woff" not in one}
    return {path: len(page.body), **weights}


@pytest.mark.parametrize("path", PHONES)
def test_the_first_load_of_a_phone_is_light(shared_server, path):
    weights = wire_bytes(shared_server, path)

    assert LIGHT >= sum(weights.values()), sorted(weights.items(), key=lambda one: -one[1])[:12]


# Languages


@pytest.mark.parametrize("query", ["", "?lang=en", "?lang=xx", "?lang=../../etc", "?lang=%22%3E%3Cscript%3E"])
def test_a_page_comes_in_a_language_that_there_is(shared_server, query):
    assert '<html lang="en">' in ask(shared_server, f"/play{query}").text


@pytest.mark.parametrize("accepted", ["en", "en-GB,en;q=0.9", "xx", "xx;q=1, en;q=0.1", "*", "", "\x01"])
def test_a_reader_of_any_language_gets_a_page(shared_server, accepted):
    assert 200 == ask(shared_server, "/play", accept_language=accepted).status


@pytest.mark.parametrize(
    ("query", "chosen", "accepted", "language"),
    [
        ("", None, "de-CH, en;q=0.5", "de"),
        ("", None, "*", "en"),
        ("", "fr", "de", "fr"),
        ("?lang=nl", "fr", "de", "nl"),
        ("?lang=xx", "xx", "de", "de"),
    ],
    ids=["the browser's", "any", "chosen", "in the link", "unknown"],
)
def test_a_link_comes_before_a_choice_and_a_choice_before_the_browser(shared_server, query, chosen, accepted, language):
    cookie = {"cookie": f"language={chosen}"} if chosen else {}

    answer = ask(shared_server, f"/play{query}", accept_language=accepted, **cookie)

    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(("language", "title"), [("en", "Play"), ("de", "Spielen"), ("fr", "Jouer")])
def test_the_title_of_a_page_is_in_its_language(shared_server, language, title):
    assert f"<title>{title} · Up to You</title>" in ask(shared_server, f"/play?lang={language}").text


# Making the files, without a server


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "en.json").write_text(
        '{"common.yes": "Yes", "rep.title": "Play", "reason.stale": "Too late."}'
    )
    (tmp_path / "i18n" / "de.json").write_text('{"common.yes": "Ja", "rep.title": "Spielen"}')
    (tmp_path / "page.html").write_text(
        '<!doctype html>\n<html lang="en" data-texts="common rep">\n<head>\n'
        '<script type="module" src="/static/a.js"></script>\n</head>\n</html>\n'
    )
    (tmp_path / "a.js").write_text('import { b } from "./deep/b.js";\nb();\n')
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.js").write_text('import { c } from "../c.mjs";\nexport const b = c;\n')
    (tmp_path / "c.mjs").write_text('import "./a.js";\nexport const c = 1;\n')
    return tmp_path


def test_a_page_names_what_its_scripts_import_however_deep(web):
    assets = Assets(web)

    assert {"a.js", "deep/b.js", "c.mjs", "texts/en/common+rep.json"} == {
        one.removeprefix(f"/static/{assets.digest}/") for one in named(assets.page("page.html", "en"))
    }


def test_a_page_comes_in_the_language_of_its_texts(web):
    html = Assets(web).page("page.html", "de")

    assert ('<html lang="de">' in html, "texts/de/common+rep.json" in html) == (True, True)


def test_any_change_of_any_file_changes_the_digest(web):
    before = Assets(web).digest
    (web / "deep" / "b.js").write_text("export const b = 2;\n")

    assert before != Assets(web).digest


def test_the_same_files_have_the_same_digest(web):
    assert Assets(web).digest == Assets(web).digest


def test_a_reason_comes_in_the_language_of_the_screen_or_in_english(web):
    assets = Assets(web)

    assert ("Too late.", "Too late.") == (assets.reason("stale", "en"), assets.reason("stale", "xx"))


def test_a_text_that_a_language_lacks_is_in_english(web):
    assert "Too late." == Assets(web).reason("stale", "de")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("// gone\nlet a = 1;\n", "let a = 1;\n"),
        ("/* gone\n   too */\nlet a = 1;\n", "let a = 1;\n"),
        ("let a = 1; // stays\n", "let a = 1; // stays\n"),
        ("/** @type {X} */ (a).b();\nlet c = 1;\n/* gone */\n", "/** @type {X} */ (a).b();\nlet c = 1;\n"),
        ("const u = 'http://x';\n", "const u = 'http://x';\n"),
        ("if (a)\n  b();\n", "if (a)\nb();\n"),
    ],
    ids=["line", "block", "after code", "before code", "within a text", "indented"],
)
def test_nothing_but_comments_and_indents_is_left_out_of_a_script(web, written, sent):
    (web / "a.js").write_text(written)

    assert sent.encode() == Assets(web).get("a.js").plain


def _code(text: str) -> list[str]:
    """The lines of a script or style that are neither empty nor comments, by a reading of its own."""
    lines, inside = [], False
    for line in text.splitlines():
        bare = line.strip()
        if inside or bare.startswith("/*"):
            inside = "*/" not in bare
            rest = "" if inside else bare.partition("*/")[2].strip()
            if rest:
                lines.append(bare)
        elif bare and not bare.startswith("//"):
            lines.append(bare)
    return lines


@pytest.mark.parametrize("suffix", [".js", ".css"])
def test_every_line_of_our_scripts_and_styles_is_sent(suffix):
    assets = Assets(paths.WEB)
    files = [one for one in sorted(paths.WEB.rglob(f"*{suffix}")) if "vendor" not in one.parts]
    wrong = [
        one.name
        for one in files
        if _code(one.read_text(encoding="utf-8"))
        != _code(assets.get(one.relative_to(paths.WEB).as_posix()).plain.decode())
    ]

    assert files
    assert [] == wrong
