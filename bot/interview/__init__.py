"""The use cases of a diagnosis, as plain functions: start, answer, go back, finish, stop. Knows no Slack payloads."""
