"""Who may read a scenario, and who may change it."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser

from layers.models import Scenario
from layers.selectors.scenarios import scenario_readable


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks.

    Attributes
    ----------
    user_id
        None for whoever is not signed in.
    """

    user_id: int | None = None
    is_staff: bool = False
    is_superuser: bool = False

    def may_change(self, scenario: Scenario) -> bool:
        """Tell whether the reader may rename, share or delete it: who saved it, or an administrator."""
        return self.is_staff and (self.is_superuser or scenario.created_by_id == self.user_id)


def reader_of(user: AbstractBaseUser | AnonymousUser) -> Reader:
    """Return who asks, by the user of a request."""
    if not isinstance(user, AbstractUser) or not user.is_active:
        return Reader()
    return Reader(user.pk, is_staff=user.is_staff, is_superuser=user.is_superuser)


def scenario_find(scenario_id: uuid.UUID, reader: Reader) -> Scenario | None:
    """Return a scenario; None where there is none, or none that the reader may know of."""
    return scenario_readable(is_staff=reader.is_staff).filter(pk=scenario_id).first()
