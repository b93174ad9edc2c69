"""What is remembered: tables, migrations and the unit of work. Imports no other room of `bot` but `settings`."""
