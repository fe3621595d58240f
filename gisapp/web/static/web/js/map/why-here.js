import { text } from "../config.js";
import { el } from "../dom.js";
import { emit, on } from "../events.js";
import { addCloser } from "../keys.js";
import { ApiError, fetchPlaceScore, fetchWhyNot } from "../run/api.js";
import { L, map } from "./handles.js";
import { addTool } from "./tools.js";
import { failedCard, lawCard, scoreCard, waitingCard } from "./why-card.js";

const WIDTH_PX = 240;
let run = null;
let process = null;
let marker = null;
let asked = 0;

/** Tell of any place that is clicked how it would do, or why it cannot be chosen. */
export function startWhyHere() {
  on("run", (changed) => {
    if (changed.status === "suggested") {
      run = changed;
    }
    close();
  });
  on("process", ({ code }) => {
    process = code;
  });
  addTool({ name: "why", icon: "circle-help", label: text("why_tool"), key: "m", click: ask, stop: close });
  addCloser(() => {
    const wasOpen = marker !== null;
    close();
    return wasOpen;
  });
}

function close() {
  asked += 1;
  marker?.remove();
  marker = null;
}

async function ask({ lng, lat }) {
  close();
  const mine = asked;
  marker = markerAt([lat, lng]);
  show(waitingCard());
  try {
    const card = run
      ? scoreCard(await fetchPlaceScore(run.id, { lon: lng, lat }), actions)
      : lawCard(await fetchWhyNot({ lon: lng, lat, process }));
    if (mine === asked) {
      show(card);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (mine === asked) {
      show(failedCard(error.message));
    }
  }
}

const actions = {
  force: ({ lon, lat }) => {
    close();
    emit("force", { lon, lat });
    emit("tab", "plan");
  },
  show: ({ lon, lat }) => {
    map.panInside([lat, lon], { padding: [60, 60] });
    ask({ lng: lon, lat });
  },
};

function markerAt(at) {
  const html = el("span", { class: "why-mark" });
  const icon = L.divIcon({ className: "pin-anchor", html, iconSize: null });
  return L.marker(at, { icon, pane: "sites", keyboard: false, interactive: false })
    .addTo(map)
    .bindPopup("", {
      className: "why-popup",
      minWidth: WIDTH_PX,
      maxWidth: WIDTH_PX,
      offset: [0, -8],
      autoClose: false,
      closeOnClick: false,
      autoPanPadding: [24, 72],
    });
}

function show(card) {
  marker.setPopupContent(card).openPopup();
  document.getElementById("announcements").textContent = card.textContent;
}
