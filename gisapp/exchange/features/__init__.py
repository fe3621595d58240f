"""Draw, change and remove one feature by hand, as an import of one row does it.

Each change is an import (`gisapp.exchange.imports`) whose file is the one feature: the same checks, the same report,
noted row by row, so that it stands in the list of imports and is undone there or by `import_undo`.

Services (`gisapp.exchange.features.services`)::

    feature_create(kind, change, by) -> Edit
    feature_change(kind, feature_id, change, by, version=) -> Edit       a key of `change` that is None stays as it is
    feature_remove(kind, feature_id, by, version=) -> Edit

`version` is that which the caller has read (`features.reading`): where the row is not the same any more, nothing is
changed and `FeatureChangedError` tells what was.
"""
