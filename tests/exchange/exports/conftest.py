from tests.exchange.exporters.conftest import exported, furnished

__all__ = ["exported", "furnished"]
