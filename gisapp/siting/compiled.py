"""Compilation of the kernels; without numba they run as they stand, a hundred times slower, with the same answers.

Kernels that call each other live in one file: numba keeps compiled code by the file that holds it, and
would not see a change in another.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., Any])


def _compile(function: _F, **options: Any) -> _F:
    """Let go of the interpreter's lock in a kernel, so that other requests go on while it runs."""
    if not find_spec("numba"):
        return function
    numba = import_module("numba")
    try:
        return cast(_F, numba.njit(nogil=True, cache=True, **options)(function))
    except RuntimeError:
        # Neither this folder nor the user's can be written to: compiled anew in every process, then.
        return cast(_F, numba.njit(nogil=True, **options)(function))


def compiled(function: _F) -> _F:
    """Compile a kernel to machine code on its first call, and keep the code beside its file."""
    return _compile(function)


def inlined(function: _F) -> _F:
    """Compile a step of a kernel into each place that calls it.

    Left to itself, the compiler calls the innermost steps as functions, which takes half as long again.
    """
    return _compile(function, forceinline=True)


def compiled_in_any_order(function: _F) -> _F:
    """Compile a kernel that may add up in any order, which takes many terms at a time; else as `compiled`.

    The last digits of a sum may differ between processors, not between runs.
    """
    return _compile(function, fastmath={"reassoc", "nsz"})
