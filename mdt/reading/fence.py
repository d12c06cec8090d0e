"""Bounds around the process that reads a stranger's file: so much memory, so much time, no file written, no core dump."""

from __future__ import annotations

import signal
import sys
from typing import Any, Final

from mdt.reading.bounds import MEMORY, SECONDS

PROCESS_MEMORY: Final = 0x100
"""JOB_OBJECT_LIMIT_PROCESS_MEMORY."""
ONE_PROCESS: Final = 0x8
"""JOB_OBJECT_LIMIT_ACTIVE_PROCESS."""
_EXTENDED: Final = 9


def fenced() -> bool:
    """Put the bounds up around this process; whether they stand."""
    if sys.platform == "win32":
        import ctypes

        return fenced_on_windows(getattr(ctypes, "windll"))  # noqa: B009 - absent where mypy runs
    return _fenced_elsewhere()


def _fenced_elsewhere() -> bool:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (OSError, ValueError):
        return sys.platform == "darwin"  # takes no bound on address space; the time bound and the size of a file remain
    return True


def fenced_on_windows(windll: Any) -> bool:
    """The same by a job that holds this process alone."""
    import ctypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("user_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32), ("least", ctypes.c_size_t),
            ("most", ctypes.c_size_t), ("processes", ctypes.c_uint32), ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t), ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    kernel = windll.kernel32
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p]
    kernel.SetInformationJobObject.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32]
    kernel.AssignProcessToJobObject.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    bound = Extended()
    bound.basic.flags, bound.basic.processes, bound.process_memory = PROCESS_MEMORY | ONE_PROCESS, 1, MEMORY
    job = kernel.CreateJobObjectW(None, None)
    if not job or not kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(bound), ctypes.sizeof(bound)):
        return False
    return bool(kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))
