import { config } from "../config.js";
import { emit, on } from "../events.js";
import { ApiError, ask } from "./api.js";
import { leaveRun } from "./session.js";

const FINAL = ["finished", "failed"];
const pause = () => new Promise((resolve) => setTimeout(resolve, config.limits.pollIntervalMs));

let current = 0;

// A calculation of one industry takes the place of a plan of a chain.
on("run", () => {
  current += 1;
});

/** Start a plan of a whole chain and report how it goes with `chain` events until it ends. */
export function startChain(parameters) {
  return follow(
    () =>
      ask(config.urls.chains, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(parameters),
      }),
    { isNew: true },
  );
}

/** Take up a plan of a chain by its number. */
export function openChain(id) {
  return follow(() => fetchChain(id), { isNew: false });
}

function fetchChain(id) {
  return ask(`${config.urls.chains}/${id}`);
}

async function follow(first, { isNew }) {
  leaveRun();
  current += 1;
  const mine = current;
  try {
    let plan = await first();
    while (!FINAL.includes(plan.status) && mine === current) {
      emit("chain", { ...plan, isNew });
      await pause();
      plan = await fetchChain(plan.id);
    }
    if (mine === current) {
      emit("chain", { ...plan, isNew });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (mine === current) {
      emit("run", { status: "failed", message: error.message, isNew });
    }
  }
}
