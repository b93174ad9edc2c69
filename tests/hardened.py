"""Run a command under the filter of system calls that deploy/unstick.service names: `python -m tests.hardened …`.

systemd has the kernel refuse whole groups of calls. What that does to our process is seen only with them refused, so
the filter is put up here as systemd would: what the unit refuses is refused, and with the outcome that it names. The
calls stand here by number, since no library that we have knows them, and not every machine has systemd to ask. On a
system without systemd (macOS, Windows) there is nothing to put up, and the command runs as it is.
"""

import ctypes
import errno
import os
import platform
import re
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

UNIT = Path(__file__).parents[1] / "deploy" / "unstick.service"

# What `systemd-analyze syscall-filter` lists for the groups, by its number on x86_64 and on aarch64; None: not there.
GROUPS: Mapping[str, Mapping[str, tuple[int | None, int | None]]] = MappingProxyType(
    {
        "@resources": {
            "ioprio_set": (251, 30),
            "mbind": (237, 235),
            "migrate_pages": (256, 238),
            "move_pages": (279, 239),
            "sched_setaffinity": (203, 122),
            "sched_setattr": (314, 274),
            "sched_setparam": (142, 118),
            "sched_setscheduler": (144, 119),
            "set_mempolicy": (238, 237),
            "set_mempolicy_home_node": (450, 450),
            "setpriority": (141, 140),
            "setrlimit": (160, 164),
        },
        "@privileged": {
            "acct": (163, 89),
            "bpf": (321, 280),
            "capset": (126, 91),
            "chown": (92, None),
            "chroot": (161, 51),
            "fanotify_init": (300, 262),
            "fchown": (93, 55),
            "fchownat": (260, 54),
            "lchown": (94, None),
            "open_by_handle_at": (304, 265),
            "pivot_root": (155, 41),
            "quotactl": (179, 60),
            "setfsuid": (122, 151),
            "setgroups": (116, 159),
            "sethostname": (170, 161),
            "setresuid": (117, 147),
            "setreuid": (113, 145),
            "setuid": (105, 146),
            "vhangup": (153, 58),
        },
    }
)
MACHINES = ("x86_64", "aarch64")  # in the order of the numbers

# The kernel's own numbers: linux/filter.h, linux/seccomp.h, linux/prctl.h.
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NO_NEW_PRIVILEGES, _SECCOMP, _BY_FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def is_here() -> bool:
    """Whether this is a machine on which the unit could run, and whose calls are known here."""
    return sys.platform == "linux" and platform.machine() in MACHINES


def outcome(unit: str) -> int:
    """What a refused call ends in: an error, if the unit names one; else the process is killed."""
    named = re.search(r"^SystemCallErrorNumber=(\w+)$", unit, re.MULTILINE)
    return _ERRNO | int(getattr(errno, named[1])) if named else _KILL


def refused(unit: str, machine: str) -> list[int]:
    """The numbers of the calls in the groups that the unit takes away from those it allows."""
    groups = [group for line in re.findall(r"^SystemCallFilter=~(.+)$", unit, re.MULTILINE) for group in line.split()]
    at = MACHINES.index(machine)
    return [number[at] for group in groups for number in GROUPS[group].values() if number[at] is not None]


def put_up(unit: str) -> None:
    """Have the kernel refuse, from here on, what the unit refuses: to this process and to what it becomes."""
    steps = [struct.pack("HBBI", _LOAD, 0, 0, 0)]
    for number in refused(unit, platform.machine()):
        steps += [struct.pack("HBBI", _IS, 0, 1, number), struct.pack("HBBI", _RETURN, 0, 0, outcome(unit))]
    steps.append(struct.pack("HBBI", _RETURN, 0, 0, _ALLOW))
    written = ctypes.create_string_buffer(b"".join(steps))
    program = _Program(len(steps), ctypes.addressof(written))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    for call in ((_NO_NEW_PRIVILEGES, 1, None, 0, 0), (_SECCOMP, _BY_FILTER, ctypes.addressof(program), 0, 0)):
        if prctl(*call):
            raise OSError(ctypes.get_errno(), "the kernel takes no filter")


if __name__ == "__main__":
    if is_here():
        put_up(UNIT.read_text("utf-8"))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 (the command is a test's)
