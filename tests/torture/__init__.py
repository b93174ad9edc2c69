"""Many pilots, many weeks, a hostile Slack and a bot that dies all the time: what people get stays as promised."""
