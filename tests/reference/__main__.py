"""`make reference`: writes the pages of docs/reference that are made from the code."""

import sys

from tests.reference.pages import PAGES, path_of

if __name__ == "__main__":
    for name, page in PAGES.items():
        path_of(name).write_text(page(), "utf-8")
    sys.stdout.write(f"{len(PAGES)} pages are up to date\n")
