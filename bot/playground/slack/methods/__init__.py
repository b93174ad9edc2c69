"""The methods of the Web API, one file for each family."""

from bot.playground.slack.methods import auth, chat, conversations, files, reactions, users, views
from bot.playground.slack.methods.call import Context, Method, Terms

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}

__all__ = ["METHODS", "Context", "Method", "Terms"]
