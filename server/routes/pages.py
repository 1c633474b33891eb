"""The pages, and the files that they are made of."""

import gzip

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from server.routes.assets import FALLBACK, Assets
from server.routes.headers import FOR_GOOD

PAGES = {
    "/": "join.html",
    "/start": "start.html",
    "/console": "facilitator.html",
    "/stage": "stage.html",
    "/play": "rep.html",
    "/manager": "manager.html",
    "/report": "report.html",
    "/cards": "cards.html",
    "/my-card": "my-card.html",
    "/my-page": "my-page.html",
    "/lines": "lines.html",
    "/upward": "upward.html",
    "/method": "method.html",
    "/kept": "kept.html",
    "/check": "check.html",
    "/editor": "editor.html",
}


def _packed(response: Response) -> Response:
    """A page, compressed for whoever takes it so."""
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def pages(assets: Assets) -> Blueprint:
    """Every page, in the reader's language as far as there is one."""
    blueprint = Blueprint("pages", __name__)

    def language() -> str:
        """The one that the link names, else the one that was chosen on this device, else the browser's."""
        browsers = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
        wishes = (request.args.get("lang"), request.cookies.get("language"), *browsers)
        return next((one for one in wishes if one in assets.languages), FALLBACK)

    def page(name: str) -> Response:
        response = _packed(Response(assets.page(name, language()), mimetype="text/html"))
        response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
        return response

    for path, name in PAGES.items():
        blueprint.add_url_rule(path, endpoint=name.removesuffix(".html"), view_func=lambda name=name: page(name))
    blueprint.add_url_rule("/<digits:_code>", endpoint="join-by-code", view_func=lambda _code: page("join.html"))

    @blueprint.get("/favicon.ico")
    def icon() -> AnyResponse:
        return redirect(f"/static/{assets.digest}/icon.svg")

    @blueprint.get("/static/<digest>/<path:name>")
    def static(digest: str, name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            abort(404)
        packed = asset.packed is not None and request.accept_encodings["gzip"] > 0
        # Without "charset": modules are read as UTF-8 by their definition, styles as the page that names them.
        response = Response(asset.packed if packed else asset.plain, content_type=asset.kind)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOR_GOOD if digest == assets.digest else "no-store"
        return response

    return blueprint
