"""The web chat as one blueprint: register it on an application that has `extensions["heard"]`."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from channels.web_chat.api import api
from channels.web_chat.headers import add_headers
from channels.web_chat.page import page
from channels.web_chat.sse import Streams
from channels.web_chat.watcher import Watcher

web_chat = Blueprint(
    "web_chat",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/chat/static",
)
web_chat.register_blueprint(api)
web_chat.register_blueprint(page)
web_chat.after_request(add_headers)


@web_chat.record_once
def _prepare_streams(state: BlueprintSetupState) -> None:
    context = state.app.extensions["heard"].context
    state.app.extensions["heard_streams"] = Streams(Watcher(context))
