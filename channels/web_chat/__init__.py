"""The web chat: its public HTTP addresses and its page."""

from channels.web_chat.blueprint import web_chat

__all__ = ["web_chat"]
