"""Find background work that was lost with its worker."""

import json
from typing import Any

from django.db import connection

# A job is lost when it is being done by nobody: its worker has been removed, or is silent.
_LOST = """
SELECT job.id, job.args::text
FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND job.task_name = %(task)s
  AND (worker.id IS NULL OR worker.last_heartbeat < now() - %(silence_limit_s)s * interval '1 second')
FOR UPDATE OF job
"""


def lost_jobs_end(task: str, *, silence_limit_s: float) -> list[dict[str, Any]]:
    """Mark the jobs of a task that nobody does any more as failed, and return the arguments of each.

    Parameters
    ----------
    silence_limit_s
        A worker without a sign of life for longer than this is taken for dead.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOST, {"task": task, "silence_limit_s": silence_limit_s})
        lost = {job_id: json.loads(args) for job_id, args in cursor.fetchall()}
        for job_id in lost:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
    return list(lost.values())
