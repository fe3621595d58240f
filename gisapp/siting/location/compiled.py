"""Compilation of the kernels.

Kernels that call each other live in one file: numba keeps compiled code by the file that holds it, and
would not see a change in another.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_F = TypeVar("_F", bound=Callable[..., Any])


def compiled(function: _F) -> _F:
    """Compile a kernel to machine code on its first call, and keep the code beside its file.

    A kernel holds no lock of the interpreter, so that other requests go on while it runs.
    """
    return cast(_F, numba.njit(nogil=True, cache=True)(function))


def compiled_in_any_order(function: _F) -> _F:
    """Compile a kernel that may add up in any order, which takes many terms at a time; else as `compiled`.

    The last digits of a sum may differ between processors, not between runs.
    """
    return cast(_F, numba.njit(nogil=True, cache=True, fastmath={"reassoc", "nsz"})(function))
