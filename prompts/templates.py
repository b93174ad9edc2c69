"""What a template of ours can do: values escaped, numbers written as the reader writes them, words in the right form.

`{{ count }}` writes a number; `{{ count | plural(one="answer", other="answers") }}` the word beside it;
`{{ sum | money("USD") }}` and `{{ share | percent }}` speak for themselves.
"""

from decimal import Decimal
from functools import cache
from typing import Any, cast

from babel import Locale
from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, meta, nodes, pass_context
from jinja2.runtime import Context

from prompts import numbers
from prompts.mrkdwn import Mrkdwn, finalize

LOCALE = "_locale"  # under this name `say` hands the reader's locale to the template


class TemplateFault(Exception):  # noqa: N818 (it is told to whoever wrote the template, as one of several)
    """A template does not fit its id or its language; the message says how."""


def examine(source: str, names: frozenset[str], locale: Locale) -> None:
    """See that a message which takes `names` can be said in the language of `locale`. Raises TemplateFault."""
    try:
        tree = _ENVIRONMENT.parse(source)
        used = _looked_up(tree)
    except TemplateSyntaxError as error:
        raise TemplateFault(str(error.message)) from error
    if used != names:
        raise TemplateFault(f"uses {sorted(used)}, its id has {sorted(names)}")
    for found in tree.find_all((nodes.Filter, nodes.Test)):
        if found.name not in (_ENVIRONMENT.filters if isinstance(found, nodes.Filter) else _ENVIRONMENT.tests):
            raise TemplateFault(f"No {type(found).__name__.lower()} named '{found.name}'")
        if found.name == "plural":
            _examine_forms({argument.key for argument in cast("list[nodes.Keyword]", found.kwargs)}, locale)


@cache
def compile_template(source: str) -> Template:
    """What says a message that was examined.

    Made when it is first said: a conversation says a tenth of all, and making all took 0.4 s of a start.
    """
    return _ENVIRONMENT.from_string(source)


def _looked_up(tree: nodes.Template) -> set[str]:
    """The names that a template is to be given."""
    names = list(tree.find_all(nodes.Name))
    if any(name.ctx != "load" for name in names):  # it gives some itself: which of them hold where, only Jinja knows
        return meta.find_undeclared_variables(tree)
    return {name.name for name in names} - _ENVIRONMENT.globals.keys()


def _examine_forms(forms: set[str], locale: Locale) -> None:
    wanted = numbers.categories(locale)
    if forms != wanted:
        raise TemplateFault(f"plural() has {', '.join(sorted(forms))}; this language needs {_listed(wanted)}")


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
