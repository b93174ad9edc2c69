"""From the plan to daily work and on: gates, the handover, monthly reviews, the end."""
