import { patchAddress } from "./address.js";
import { on } from "./events.js";
import { startControls } from "./map/controls.js";
import { startExplore } from "./map/explore.js";
import { map } from "./map/handles.js";
import { startLabels } from "./map/labels.js";
import { startLayerPanel } from "./map/layer-panel.js";
import { startLayers } from "./map/layers.js";
import { startMoving } from "./map/move-site.js";
import { startSites } from "./map/sites.js";
import { startSuitability } from "./map/suitability.js";
import { startSurroundings } from "./map/surroundings.js";
import { addHatchPatterns } from "./map/symbols.js";
import { fitAll } from "./map/view.js";
import { fitAsked, hideGroups } from "./map/view-memory.js";
import { startWhyHere } from "./map/why-here.js";
import { PlanForm } from "./plan/form.js";
import { isUnderWay } from "./results/chain.js";
import { ResultsPanel } from "./results/panel.js";
import { startScenarios } from "./results/scenario-actions.js";
import { ApiError, fetchProcesses } from "./run/api.js";
import { openChain, startChain } from "./run/chain.js";
import { readProcesses } from "./run/read.js";
import { openRun, startRun, stopRun } from "./run/session.js";
import { startTabs } from "./tabs.js";

addHatchPatterns();
startControls();
startLayerPanel();
if (!fitAsked()) {
  fitAll({ animate: false });
}
hideGroups();
startLayers();
startLabels();
startSites();
startSurroundings();
startTabs();
startExplore();
startWhyHere();
startMoving();
startSuitability();
startScenarios();
new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());

const results = new ResultsPanel();
const form = await makeForm();

on("submit", startRun);
on("submit-chain", startChain);
on("chain", (plan) => {
  form.showState({ isRunning: isUnderWay(plan), isRepeat: false, isStale: false });
  patchAddress({ chain: plan.id, run: null, site: null });
});
on("retry", () => form.submit());
on("cancel", stopRun);
on("choose", (code) => {
  form.chooseProcess(code);
  form.submit();
});
on("run", (run) => {
  form.showState({
    isRunning: ["queued", "running"].includes(run.status),
    isRepeat: run.status === "suggested",
    isStale: Boolean(run.inputs_changed),
  });
  if (!run.isNew && run.parameters) {
    form.fill(run.parameters);
  }
  remember(results.shown);
  if (run.isNew) {
    patchAddress({ chain: null });
  }
});
on("shown", remember);

const named = new URLSearchParams(window.location.search);
if (named.get("run")) {
  openRun(named.get("run"));
} else if (named.get("chain")) {
  openChain(named.get("chain"));
} else if (named.get("process")) {
  form.chooseProcess(named.get("process"));
}

async function makeForm() {
  try {
    return new PlanForm(readProcesses(await fetchProcesses()));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    document.getElementById("process-error").textContent = error.message;
    document.getElementById("process-error").hidden = false;
    return new PlanForm([]);
  }
}

/** Keep the page's address leading back to what is shown. */
function remember({ run, site }) {
  patchAddress({ run, site });
}
