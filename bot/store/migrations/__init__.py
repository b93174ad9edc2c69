"""Migrations, forward only; `python -m bot.store.migrations.new "what changes"` drafts the next one."""
