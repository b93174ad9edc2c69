"""Files: announced, uploaded, shared; refused where Slack would."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.playground.stage import fetch

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.playground.slack import LocalSlack

HERE = "C0ORDERS"


def announced(client: WebClient, name: str = "a.png", content: bytes = b"abc", alt: str = "a picture") -> str:
    """The id of a file that is announced and uploaded."""
    answer = client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=alt)
    status, said = fetch(answer["upload_url"], content)
    assert (status, said) == (200, f"OK - {len(content)}")
    return str(answer["file_id"])


def test_a_file_comes_into_a_thread_and_can_be_seen(slack: LocalSlack, client: WebClient) -> None:
    """Announced, uploaded and shared, it stands in the thread with its comment, title and words."""
    root = slack.say("olivia", "orders", "hello").ts
    file = announced(client)
    answer = client.files_completeUploadExternal(
        files=[{"id": file, "title": "A"}], channel_id=HERE, thread_ts=root, initial_comment="Here it is"
    )
    assert "shares" not in answer["files"][0], "Slack does not say where a file ended up"
    [_, message] = client.conversations_replies(channel=HERE, ts=root)["messages"]
    assert message["text"] == "Here it is"
    [shown] = message["files"]
    assert (shown["title"], shown["alt_txt"], shown["mimetype"]) == ("A", "a picture", "image/png")
    assert fetch(f"{slack.url}{shown['url_private']}") == (200, "abc")


def test_until_it_is_shared_nobody_sees_it(slack: LocalSlack, client: WebClient) -> None:
    """An upload alone shows nothing, and cannot be read."""
    file = announced(client)
    assert all(not message.files for message in slack.messages("orders"))
    assert fetch(f"{slack.url}/files/{file}/a.png")[0] == 404


def test_what_a_file_holds_cannot_act_on_the_page(slack: LocalSlack, client: WebClient) -> None:
    """A file that is no picture is handed over as a download, and nothing in it may run."""
    file = announced(client, "a.html", b"<script>1</script>")
    client.files_completeUploadExternal(files=[{"id": file}], channel_id=HERE)
    kept = slack.workspace.files[file]
    assert kept.shared
    host = slack.url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)
    connection.request("GET", f"/files/{file}/a.html")
    answer = connection.getresponse()
    assert answer.getheader("Content-Disposition") == 'attachment; filename="a.html"'
    assert "sandbox" in str(answer.getheader("Content-Security-Policy"))
    assert answer.getheader("Content-Type") == "application/octet-stream"
    connection.close()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("invalid_arguments", {"length": 3}),
        ("invalid_arguments", {"filename": "a.png"}),
        ("invalid_arguments", {"filename": "a.png", "length": 0}),
        ("invalid_arguments", {"filename": "a.png", "length": "many"}),
        ("alt_txt_too_large", {"filename": "a.png", "length": 3, "alt_txt": "x" * 1001}),
        ("file_upload_size_restricted", {"filename": "a.png", "length": 2**31}),
    ],
)
def test_what_cannot_be_announced(client: WebClient, code: str, arguments: dict[str, Any]) -> None:
    """Without a name or a length, with too long a description or too large, it is refused."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call("files.getUploadURLExternal", params=arguments)
    assert refused.value.response["error"] == code


def test_what_cannot_be_shared(slack: LocalSlack, client: WebClient) -> None:
    """A file that is unknown, not uploaded or shared already, and a channel without us: refused."""
    empty = client.files_getUploadURLExternal(filename="a.png", length=3)
    assert fetch(empty["upload_url"], b"four")[0] == 400
    shared = announced(client)
    client.files_completeUploadExternal(files=[{"id": shared}], channel_id=HERE)
    ready = announced(client)
    for code, file, place in (
        ("file_not_found", "F0NOTHING", HERE),
        ("file_not_found", str(empty["file_id"]), HERE),
        ("file_not_found", shared, HERE),
        ("channel_not_found", ready, "C0NOWHERE"),
        ("not_in_channel", ready, "C0GENERAL"),
    ):
        with pytest.raises(SlackApiError) as refused:
            client.files_completeUploadExternal(files=[{"id": file}], channel_id=place)
        assert refused.value.response["error"] == code
    with pytest.raises(SlackApiError) as refused:
        client.api_call("files.completeUploadExternal", params={"files": "no JSON"})
    assert refused.value.response["error"] == "invalid_arguments"
    slack.archive("orders")
    with pytest.raises(SlackApiError) as refused:
        client.files_completeUploadExternal(files=[{"id": ready}], channel_id=HERE)
    assert refused.value.response["error"] == "is_archived"
