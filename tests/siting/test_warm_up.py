from pathlib import Path

from django.core.management import call_command
from numba.core.registry import CPUDispatcher

from gisapp.siting import near_kernels, search_kernels
from gisapp.siting.location import (
    facility_kernels,
    median_kernels,
    single_source_columns,
    single_source_kernels,
    single_source_plans,
)

MODULES = (
    near_kernels,
    search_kernels,
    facility_kernels,
    median_kernels,
    single_source_columns,
    single_source_kernels,
    single_source_plans,
)


def test_warm_up_leaves_no_kernel_to_compile(capsys):
    call_command("warm_up")
    assert "compiled searches are ready after" in capsys.readouterr().out
    kernels = [
        (Path(module.__file__).stem, name, kernel)
        for module in MODULES
        for name, kernel in vars(module).items()
        if isinstance(kernel, CPUDispatcher) and not name.startswith("_") and kernel.__module__ == module.__name__
    ]
    assert len(kernels) > len(MODULES)
    assert [f"{module}.{name}" for module, name, kernel in kernels if not kernel.signatures] == []
