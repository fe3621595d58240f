import { config } from "../config.js";
import { emit } from "../events.js";
import { ApiError, cancelRun, createRun, fetchCatchments, fetchRun, fetchSites } from "./api.js";
import { readSites } from "./read.js";

const FINAL = ["suggested", "refused", "failed", "cancelled"];
const pause = () => new Promise((resolve) => setTimeout(resolve, config.limits.pollIntervalMs));

let current = 0;

/** Start a calculation and report how it goes with `run` events until it ends. */
export async function startRun(parameters) {
  await follow(() => createRun(parameters), { isNew: true });
}

/** Take up a calculation by its number, such as one named in the page's address. */
export async function openRun(id) {
  await follow(() => fetchRun(id), { isNew: false });
}

/** Stop the calculation; whoever follows it hears of its end. */
export async function stopRun(id) {
  try {
    await cancelRun(id);
  } catch (error) {
    // Over before it could be stopped: its answer is on its way.
    if (!(error instanceof ApiError)) {
      throw error;
    }
  }
}

/** Follow no calculation any longer: something else is shown. */
export function leaveRun() {
  current += 1;
}

async function follow(first, { isNew }) {
  // A later calculation takes over from one that is still being followed.
  current += 1;
  const mine = current;
  const report = (detail) => mine === current && emit("run", { ...detail, isNew });
  try {
    if (isNew) {
      report({ status: "queued", progress: 0 });
    }
    let run = await first();
    while (!FINAL.includes(run.status) && mine === current) {
      report(run);
      await pause();
      run = await fetchRun(run.id);
    }
    report(await withSites(run));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    report({ status: "failed", message: error.message });
  }
}

async function withSites(run) {
  if (run.status !== "suggested") {
    return run;
  }
  const [sites, areas] = await Promise.all([fetchSites(run.id), fetchCatchments(run.id)]);
  return { ...run, sites: readSites(sites), areas };
}
