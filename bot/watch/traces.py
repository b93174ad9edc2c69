"""Traces, if somebody collects them: a span for each request and each delivery, with kinds and codes and no content.

OpenTelemetry is an extra (`pip install 'unstick[traces]'`) and is loaded only where an address for traces is set.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

Span = Callable[..., contextlib.AbstractContextManager[Any]]
NAME = "unstick"


class TracesMissingError(Exception):
    """Traces are asked for, and the packages for them are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages for traces are not installed: "
            "pip install 'unstick[traces]', or unset it."
        )


@contextlib.contextmanager
def _untraced(_name: str, **_traits: str | int) -> Iterator[None]:
    yield


_span: Span = _untraced


def span(name: str, **traits: str | int) -> contextlib.AbstractContextManager[Any]:
    """A stretch of work. `traits` are kinds and codes. It costs nothing where traces are off."""
    return _span(name, **traits)


def begin(endpoint: str) -> Callable[[], None]:
    """Send traces from now on, if there is an address; returns how to stop, which sends what is left.

    Raises TracesMissingError. The address and everything else (headers, sampling) is read by OpenTelemetry itself from
    its own variables.
    """
    global _span  # noqa: PLW0603 (like logging, it is one to a process)
    if not endpoint:
        return lambda: None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise TracesMissingError from error
    provider = TracerProvider(resource=Resource.create({"service.name": NAME}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracer = provider.get_tracer(NAME)

    @contextlib.contextmanager
    def traced(name: str, **traits: str | int) -> Iterator[None]:
        # An exception's text could hold what people wrote: only that there was one is kept.
        with tracer.start_as_current_span(
            name, attributes=traits, record_exception=False, set_status_on_exception=False
        ):
            yield

    def end() -> None:
        global _span  # noqa: PLW0603
        _span = _untraced
        provider.shutdown()

    _span = traced
    return end
