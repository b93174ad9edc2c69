"""Everything that is said: wording, messages, templates. May import `scoring`; knows no Slack, SQL or clock."""
