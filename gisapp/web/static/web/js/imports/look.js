import { config, text } from "../config.js";
import { setFlag } from "../dom.js";
import { ApiError } from "../run/api.js";
import { changeImport, doStep } from "./api.js";
import { loadMap } from "./map.js";
import { attempt } from "./message.js";
import { hideProgress, showBusy } from "./progress.js";
import { markReady } from "./ready.js";

const { id, look, layer } = config.import;

/** Have the file looked at; a file that cannot be read is no mishap of the page, so it has a state of its own. */
async function startLook() {
  const unreadable = document.getElementById("unreadable");
  unreadable.hidden = true;
  showBusy(text("looking"));
  try {
    await doStep(id, "look");
    window.location.reload();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    hideProgress();
    document.getElementById("unreadable-reason").textContent = error.message;
    unreadable.hidden = false;
    document.getElementById("unreadable-title").focus();
  }
}

async function chooseLayer({ target }) {
  const next = document.getElementById("next");
  setFlag(next, "aria-disabled", true);
  if (await attempt(() => changeImport(id, { layer: target.value }))) {
    setFlag(next, "aria-disabled", false);
    loadMap();
  }
}

if (look) {
  for (const radio of document.querySelectorAll("input[name=layer]")) {
    radio.addEventListener("change", chooseLayer);
  }
  document.getElementById("next").addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.currentTarget).hasAttribute("aria-disabled")) {
      event.preventDefault();
    }
  });
  if (layer) {
    loadMap();
  }
} else {
  document.getElementById("look-again").addEventListener("click", startLook);
  startLook();
}
markReady();
