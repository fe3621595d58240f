"""Write the stored indices of districts."""

from collections.abc import Sequence

from django.db import transaction

from layers.models import DistrictIndex

BATCH_ROWS = 2_000


@transaction.atomic
def district_indices_replace(rows: Sequence[DistrictIndex]) -> int:
    """Make the stored indices equal to the rows; readers see the old ones or the new, never a mixture."""
    DistrictIndex.objects.all().delete()
    DistrictIndex.objects.bulk_create(rows, batch_size=BATCH_ROWS)
    return len(rows)
