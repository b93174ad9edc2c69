"""Slack's side, translation only: a payload becomes a use case's call, a message becomes Block Kit, a letter a call."""
