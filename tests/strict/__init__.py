"""What the strict local Slack refuses, as one table: tried by the tests, written down by `page`."""
