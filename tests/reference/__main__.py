"""`make reference`: writes the pages of docs/reference that are made from the code, and the README's figures."""

import sys

from tests.reference import figures
from tests.reference.pages import PAGES, path_of

if __name__ == "__main__":
    for name, page in PAGES.items():
        path_of(name).write_text(page(), "utf-8")
    readme, benchmarks = (path.read_text("utf-8") for path in (figures.README, figures.BENCHMARKS))
    figures.README.write_text(figures.page(readme, benchmarks), "utf-8")
    sys.stdout.write(f"{len(PAGES)} pages and the README's figures are up to date\n")
