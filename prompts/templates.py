"""What a template of ours can do: values escaped, numbers written as the reader writes them, words in the right form.

`{{ count }}` writes a number; `{{ count | plural(one="answer", other="answers") }}` the word beside it;
`{{ sum | money("USD") }}` and `{{ share | percent }}` speak for themselves.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from babel import Locale
from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context

from prompts import numbers
from prompts.mrkdwn import Mrkdwn, finalize

if TYPE_CHECKING:
    from io import StringIO

LOCALE = "_locale"  # under this name `say` hands the reader's locale to the template


class TemplateFault(Exception):  # noqa: N818 (it is told to whoever wrote the template, as one of several)
    """A template does not fit its id or its language; the message says how."""


@cache
def compile_template(source: str, names: frozenset[str], locale: Locale) -> Template:
    """The template of a message that takes `names`, in the language of `locale`. Raises TemplateFault."""
    try:
        tree = _ENVIRONMENT.parse(source)
        written = _Written(_ENVIRONMENT, None, None)
        written.visit(tree)
    except TemplateSyntaxError as error:
        raise TemplateFault(str(error.message)) from error
    if written.used != names:
        raise TemplateFault(f"uses {sorted(written.used)}, its id has {sorted(names)}")
    wanted = numbers.categories(locale)
    for forms in _plurals(tree):
        if forms != wanted:
            raise TemplateFault(f"plural() has {', '.join(sorted(forms))}; this language needs {_listed(wanted)}")
    code = compile(written.source, "<template>", "exec")
    return Template.from_code(_ENVIRONMENT, code, _ENVIRONMENT.make_globals(None))


class _Written(CodeGenerator):
    """Jinja's own code for a template, and on the way which names it looks up.

    `meta.find_undeclared_variables` would make all of it a second time, and a start waits for that.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.used: set[str] = set()

    @property
    def source(self) -> str:
        return cast("StringIO", self.stream).getvalue()

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        looked_up = {name for what, name in frame.symbols.loads.values() if what == "resolve" and name is not None}
        self.used |= looked_up - self.environment.globals.keys()


def _plurals(tree: nodes.Template) -> Iterator[set[str]]:
    for found in tree.find_all(nodes.Filter):
        if found.name == "plural":
            yield {argument.key for argument in cast("list[nodes.Keyword]", found.kwargs)}


def _listed(forms: frozenset[str]) -> str:
    return ", ".join(sorted(forms))


@pass_context
def _finalize(context: Context, value: Any) -> Mrkdwn:
    """What happens to each `{{ value }}`: numbers are written in the reader's way, all else is escaped."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Mrkdwn(numbers.number(context[LOCALE], value))
    return finalize(value)


@pass_context
def _plural(context: Context, value: int | Decimal, **forms: str) -> str:
    return numbers.plural(context[LOCALE], value, forms)


@pass_context
def _percent(context: Context, value: int) -> str:
    return numbers.percent(context[LOCALE], value)


@pass_context
def _money(context: Context, value: int, currency: str) -> str:
    return numbers.money(context[LOCALE], value, currency)


_ENVIRONMENT = Environment(  # noqa: S701 (mrkdwn is not HTML: `finalize` escapes every value for where it goes)
    undefined=StrictUndefined, finalize=_finalize, keep_trailing_newline=False, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters |= {"plural": _plural, "percent": _percent, "money": _money}
