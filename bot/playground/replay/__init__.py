"""Scripted conversations through the real bot and the strict local Slack, on a movable clock."""
