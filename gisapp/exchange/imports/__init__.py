"""Bring a file in, step by step: upload -> look -> map -> check -> commit -> undo. Each step can be come back to.

Services (`gisapp.exchange.imports.services`); all take the import, most return it as it then stands::

    import_upload(files, *, kind, user_id, language) -> DataImport      state uploaded
    import_look(data_import)  -> DataImport                               state looked; `look` filled
    import_map(data_import, changes: ImportChanges) -> DataImport         state looked; the report is dropped
    import_check(data_import) -> DataImport                               state checked, or queued; nothing is written
    import_commit(data_import) -> DataImport                              state committed, or queued; all or nothing
    import_undo(data_import) -> DataImport                                state undone, or queued; exactly as before
    import_cancel(data_import) -> DataImport                              state cancelled, at once or soon
    import_delete(data_import) -> None                                    with its file; not while it counts
    `documents`: import_document(data_import), import_list_document(...), findings_document(...), kinds_document()

States: uploaded | looked | checked | queued | running | committed | undone | failed | cancelled. `step` says which
step (check | commit | undo) waits, runs or was the last. Work of more than `conf.IMPORT_ROWS_AT_ONCE` rows or
`conf.IMPORT_BYTES_AT_ONCE` bytes is queued for a worker: ask the import again until its state is neither queued nor
running; `progress` (0 to 1) and `stage` (words) tell how far it is. After failed or cancelled, `message` says why, and
any step may be tried again.

`mapping` (all keys optional)::

    {"columns": {"code": "KODE_BPS"},            our field: column of the file
     "constants": {"year": "2024"},              our field: one value for all rows
     "conditions": {"PROVINSI": ["Kalsel"]},     rows count whose column has one of these values; case does not matter
     "units": {"area_ha": "m2"},                 our field: unit of its column (KINDS[kind].units says which)
     "crs": "EPSG:32750",                        null: as the file states
     "coordinates": {"x": "BUJUR", "y": "LINTANG"},   columns of positions, as the look guesses them; null: geometry
     "key": "code",                              the field by which stored rows are known again
     "is_replacing": false, "is_repairing": true,
     "takes": "valid",                           all valid rows; "none": nothing while an error stands
     "extras": {"rule": "R23"}}                  what only this kind takes: KINDS[kind].extras

`look`::

    {"format": "GeoPackage",
     "layers": [{"name", "geometry_type", "count", "fields": [{"name", "type", "samples", "empty_count"}],
                 "crs": {"srid", "stated", "reasons": [...]}, "bbox": [w, s, e, n], "coordinates", "is_swapped",
                 "guess": {mapping}, "is_remembered": false}]}

API (staff, by session and CSRF token; problem+json; described in /api/openapi.json)::

    GET    /api/imports?state=&kind=&offset=&limit=   {"imports": [...], "total": n}
    POST   /api/imports            multipart: file, kind; look=1 to have it looked at as well    201, Location
    GET    /api/imports/{id}       the import
    PATCH  /api/imports/{id}       JSON: layer, mapping (the keys given), source, source_date, licence
    DELETE /api/imports/{id}       204; 409 while it counts (undo it first) or is under way
    POST   /api/imports/{id}/look | check | commit | undo | cancel     200 done, 202 queued, 409 not now
    GET    /api/imports/{id}/findings?level=&code=&offset=&limit=
           {"total", "counts": {"error", "warning", "repaired"}, "codes": [{"level", "code", "count"}],
            "findings": [{"row", "name", "level", "code", "field", "value", "limit", "fix", "lon", "lat"}]}
    GET    /api/imports/{id}/rejected          rows with an error in the file's own format, with a column of reasons
    GET    /api/imports/{id}/preview           GeoJSON: the geometries of the chosen layer, simplified
    GET    /api/import-kinds                   the kinds: fields, synonyms, required, units, extras, columns of a sample
    GET    /api/import-kinds/{kind}/sample     a CSV to fill in

The import::

    {"id", "kind", "kind_title", "file": {"name", "size_bytes", "sha256"}, "layer", "mapping", "source",
     "source_date", "licence", "state", "state_label", "step", "progress", "stage", "message", "look", "report",
     "created_by", "created_at", "changed_at", "committed_at", "undone_at",
     "same_file": [{"id", "committed_at", "created_by"}],      committed before, with the same file and kind
     "actions": ["look", "map", "check", "commit", "undo", "cancel", "delete"]}     those that are possible now

`report` is what `Report.as_dict` says of the last check or commit, without the findings, which have their own pages,
and with `counts` of them by level.
"""
