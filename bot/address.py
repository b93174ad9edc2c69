"""Addresses that requests go to: what is wrong with one, before anything is sent there."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def fault_of(url: str, *, has_key: bool) -> str | None:
    """What is wrong with an address to which people's words and a key go; None if nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in {"http", "https"} or not host:
        return "must be an address such as https://api.example.com/v1"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "must hold no name, no password and no #; a key belongs into UNSTICK_LLM_KEY"
    if parts.scheme == "http" and has_key and not _is_this_machine(parts):
        return "must begin with https:// where a key is sent; http:// does on this machine, or without a key"
    return None


def _is_this_machine(parts: SplitResult) -> bool:
    try:
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
