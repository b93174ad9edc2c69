"""All that leaves or waits: the outbox and its delivery. Knows no Block Kit and no Slack; a `Sender` is handed in."""
