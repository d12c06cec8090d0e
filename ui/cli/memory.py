"""Keeps the memory of this process from others: no core dump, no crash report with it, no other program of the same user reads it.

Quietly absent where the system has no such thing. An administrator, and root, may still look: nothing a program does keeps them out.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

PR_SET_DUMPABLE = 4
NO_CRASH_BOX = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX."""
NO_HEAP = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP."""
DACL = 0x80000004
"""DACL_SECURITY_INFORMATION, protected: nothing is inherited beside it."""
ALLOWED = 0x101001
"""PROCESS_TERMINATE, PROCESS_QUERY_LIMITED_INFORMATION, SYNCHRONIZE; PROCESS_VM_READ is not among them."""
RULE = f"D:P(A;;0x{ALLOWED:x};;;OW)(A;;0x{ALLOWED:x};;;WD)"
"""For the owner as for everybody: 'OW' also takes from the owner the right to change the rule."""


def shut_memory() -> None:
    """Once, before anything secret is typed."""
    with suppress(ImportError, OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            shut_on_windows(getattr(ctypes, "windll"))  # noqa: B009 - absent where mypy runs
        else:
            _shut_elsewhere()


def shut_on_windows(windll: Any) -> bool:
    """No crash report holds memory, and no other process of this user may read it; whether the rule was taken."""
    import ctypes

    windll.kernel32.SetErrorMode(NO_CRASH_BOX)
    with suppress(OSError, AttributeError):
        windll.wer.WerSetFlags(NO_HEAP)
    convert = windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW
    convert.argtypes = [ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p]
    put = windll.advapi32.SetKernelObjectSecurity
    put.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
    here = windll.kernel32.GetCurrentProcess
    here.restype = ctypes.c_void_p
    rule = ctypes.c_void_p()
    if not convert(RULE, 1, ctypes.byref(rule), None):
        return False
    done = bool(put(here(), DACL, rule))
    free = windll.kernel32.LocalFree
    free.argtypes = [ctypes.c_void_p]
    free(rule)
    return done


def _shut_elsewhere() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
