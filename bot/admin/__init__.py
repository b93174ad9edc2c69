"""The commands of whoever runs this installation: the audit log, how long data stays, erasing, saving."""
