"""`python -m bot` is `unstick`."""

from bot.cli import main

main()
