const UNDER_WAY = new Set(["queued", "running"]);

/** Tell whether an import waits for a worker or is worked on. */
export function isUnderWay({ state }) {
  return UNDER_WAY.has(state);
}
