"""Files: announced, uploaded, shared; refused where Slack would."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

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


def test_another_length_than_announced_is_not_taken(slack: LocalSlack, client: WebClient) -> None:
    """An upload of another length is refused, and can be made good."""
    place = client.files_getUploadURLExternal(filename="a.png", length=3)
    assert fetch(str(place["upload_url"]), b"four") == (400, "3 bytes were announced, 4 came")
    assert fetch(str(place["upload_url"]), b"abc")[0] == 200
    client.files_completeUploadExternal(files=[{"id": str(place["file_id"])}], channel_id=HERE)
    assert [len(message.files) for message in slack.messages("orders")] == [1]


def test_a_pdf_is_shown_and_a_table_is_handed_over(slack: LocalSlack, client: WebClient) -> None:
    """A browser may draw a PDF within this page and no other; a table comes as a download."""
    for name, kept in (("a.pdf", "inline"), ("a.csv", "attachment")):
        file = announced(client, name)
        client.files_completeUploadExternal(files=[{"id": file}], channel_id=HERE)
        connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=5)
        connection.request("GET", f"/files/{file}/{name}")
        answer = connection.getresponse()
        assert str(answer.getheader("Content-Disposition")).startswith(kept)
        assert ("frame-ancestors 'self'" in str(answer.getheader("Content-Security-Policy"))) == (kept == "inline")
        connection.close()
