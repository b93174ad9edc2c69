"""The playground: a strict local Slack, and what is shown with it."""
