"""The strict local Slack with a page and a clock one can turn, and the real bot behind it over real HTTP."""
