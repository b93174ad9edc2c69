"""Everything that is said: wording, messages and the templates behind them. May import `scoring`; knows no Slack, SQL or clock."""
