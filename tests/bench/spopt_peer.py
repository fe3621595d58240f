"""Solve one p-median with spopt, in an interpreter that has it: ``python spopt_peer.py COST.npy P SECONDS``.

Prints the version, the seconds of making and of solving the model, and the objective, as JSON.
"""

import json
import sys
import time

import numpy as np
import pulp
import spopt
from spopt.locate import PMedian

cost = np.load(sys.argv[1])
begin = time.perf_counter()
model = PMedian.from_cost_matrix(cost, np.ones(len(cost)), p_facilities=int(sys.argv[2]))
made = time.perf_counter()
try:
    model = model.solve(pulp.PULP_CBC_CMD(timeLimit=float(sys.argv[3]), msg=False))
    status, objective = pulp.LpStatus[model.problem.status], pulp.value(model.problem.objective)
except RuntimeError as error:
    status, objective = str(error), None
answer = {
    "version": spopt.__version__,
    "making_s": made - begin,
    "solving_s": time.perf_counter() - made,
    "status": status,
    "objective": objective,
}
sys.stdout.write(json.dumps(answer))
