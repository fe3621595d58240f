from collections.abc import Iterator

import pytest

from tests.e2e.service import Service, running_service
from tests.interop.layers import Layer, Truth, layers_of


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """One Hilir for all clients, with the demonstration province and one calculation."""
    with running_service(purpose="interop") as started:
        started.manage("suggest", "--process", "palm_oil_mill", "--plants", "2", "--cell-size-m", "1000")
        yield started


@pytest.fixture(scope="session")
def truth(service: Service) -> Truth:
    return Truth(service)


@pytest.fixture(scope="session")
def layers(truth: Truth) -> tuple[Layer, ...]:
    [(run,)] = truth.rows("SELECT id FROM layers_sitingrun")
    return layers_of(str(run))
