"""One call of the Web API: who asks, what goes wrong on purpose, what the method answers; all of it in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.slack.methods import METHODS, Context, Method, Terms, scopes
from bot.playground.slack.model import TEAM_ID, Call, Json
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.slack.faults import Fault, Faults
    from bot.playground.slack.grants import Grants
    from bot.playground.slack.workspace import Workspace

_OF_THE_APP = frozenset({"oauth.v2.access", "apps.connections.open"})
_OK, _TOO_MANY, _BROKEN = 200, 429, 500
_SECRET = ("token", "client_secret", "code", "refresh_token", "redirect_uri")
_UNSHOWN = ("access_token", "refresh_token", "url")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What to answer. ``abort`` breaks the connection instead; ``delay`` is in seconds of real time."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    abort: bool = False


class Dispatcher:
    """Answers calls.

    Args:
        workspace: what the calls act on.
        faults: what goes wrong on purpose.
        terms: what the workspace takes.
        on_call: told of every call.
        grants: which tokens are good; several workspaces may share one.
    """

    def __init__(
        self,
        workspace: Workspace,
        faults: Faults,
        terms: Terms,
        on_call: Callable[[Call], None] | None = None,
        *,
        grants: Grants,
    ) -> None:
        self.workspace = workspace
        self.grants = grants
        self.beside: dict[str, Dispatcher] = {workspace.team.id: self}  # all that are answered for here, by team
        self.open_socket: Callable[[], str] | None = None
        self.faults = faults
        self.terms = terms
        self.on_call = on_call

    def call(self, method: str, arguments: Json, token: str) -> Result:
        """Answer one call, for whichever workspace the token is of."""
        try:
            other = self.beside.get(self.grants.owner(token).id, self) if method not in _OF_THE_APP else self
        except Refusal:
            other = self  # which refuses it, and notes that
        if other is not self:
            return other.call(method, arguments, token)
        fault = self.faults.take(method)
        result = self._faulty(method, arguments, token, fault) if fault else self._answer(method, arguments, token)
        self._note(method, arguments, result, fault)
        return result

    def _faulty(self, method: str, arguments: Json, token: str, fault: Fault) -> Result:
        if fault.kind == "429":
            return _too_many(fault.retry_after)
        if fault.kind == "500":
            return Result(status=_BROKEN, body={"ok": False, "error": "internal_error"})
        if fault.kind == "refuse":
            return Result(status=_OK, body=Refusal(fault.error).answer())
        if fault.kind == "drop":
            return Result(status=0, body={}, abort=True)
        done = self._answer(method, arguments, token)
        abort = fault.kind == "timeout_after"
        return Result(status=done.status, body=done.body, headers=done.headers, delay=fault.seconds, abort=abort)

    def _answer(self, method: str, arguments: Json, token: str) -> Result:
        try:
            if method in _OF_THE_APP:
                return Result(status=_OK, body={"ok": True, **self._of_the_app(method, arguments, token)})
            run = self._method(method, token)
            context = Context(workspace=self.workspace, arguments=arguments, terms=self.terms)
            with self.workspace.changed:
                if self.terms.scopes is not None:
                    scopes.require(method, context, self.terms.scopes)
                if seconds := self._wait(method, context):
                    return _too_many(seconds)
                body = self._under_its_id({"ok": True, **run(context)})
        except Refusal as refusal:
            body = refusal.answer()
        return Result(status=_OK, body=body, headers=self._granted(method) if body["ok"] else {})

    def _granted(self, method: str) -> dict[str, str]:
        """What the token may do, as Slack says with its answers; here only where somebody asks for it."""
        if method != "auth.test":
            return {}
        granted = scopes.ALL if self.terms.scopes is None else self.terms.scopes
        return {"x-oauth-scopes": ",".join(sorted(granted))}

    def _of_the_app(self, method: str, arguments: Json, token: str) -> Json:
        """What concerns the app and not one workspace."""
        if method == "oauth.v2.access":
            return self.grants.access(arguments)
        if token != self.grants.app_token:
            raise Refusal("invalid_auth" if token else "not_authed")
        if self.open_socket is None:
            raise Refusal("socket_mode_not_enabled")
        return {"url": self.open_socket()}

    def _method(self, name: str, token: str) -> Method:
        self.grants.owner(token)
        if name == "auth.revoke":
            return lambda _: self._revoke(token)
        if name not in METHODS:
            raise Refusal("unknown_method", req_method=name)
        return METHODS[name]

    def _revoke(self, token: str) -> Json:
        self.grants.revoke(token)
        return {"revoked": True}

    def _under_its_id(self, body: Json) -> Json:
        team = self.workspace.team.id
        changed: Json = json.loads(json.dumps(body).replace(TEAM_ID, team)) if team != TEAM_ID else body
        return changed

    def _wait(self, method: str, context: Context) -> int:
        pace = self.terms.pace
        return pace.wait(context.text("channel")) if pace and method == "chat.postMessage" else 0

    def _note(self, method: str, arguments: Json, result: Result, fault: Fault | None) -> None:
        workspace = self.workspace
        shown = {key: value for key, value in arguments.items() if key not in _SECRET}
        with workspace.changed:
            call = Call(
                seq=workspace.seq + 1,
                at=workspace.clock(),
                method=method,
                arguments=decoded(shown),
                status=result.status,
                answer={key: value for key, value in result.body.items() if key not in _UNSHOWN},
                fault=fault.kind if fault else None,
            )
            workspace.calls.append(call)
            workspace.record(
                "request",
                direction="from_app",
                what=method,
                status=call.status,
                fault=call.fault,
                arguments=call.arguments,
                answer=call.answer,
            )
        if self.on_call:
            self.on_call(call)


def _too_many(seconds: int) -> Result:
    body = {"ok": False, "error": "ratelimited"}
    return Result(status=_TOO_MANY, body=body, headers={"Retry-After": str(seconds)})


def decoded(arguments: Json) -> Json:
    """The arguments with JSON inside forms unpacked, so that a log reads the same however a call was sent."""
    return {
        key: _decoded(value) if key in {"blocks", "view", "metadata", "files"} else value
        for key, value in arguments.items()
    }


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
