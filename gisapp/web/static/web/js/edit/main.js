import { config, text, textForCount } from "../config.js";
import { el, setFlag, showMessage } from "../dom.js";
import { confirmed } from "../imports/confirm.js";
import { attempt } from "../imports/message.js";
import { deleteFeature, fetchFeature, saveFeature, undoEdit } from "./api.js";
import { showConflict } from "./conflict.js";
import { showCornerList, startCornerList } from "./corner-list.js";
import { changesOf, fillForm, findingNote, readForm, startForm, tellFindings } from "./form.js";
import { clearHandles, drawHandles, focusHandle } from "./handles.js";
import { historyOf } from "./history.js";
import { drawNear, linesNear, loadNear, map, nearOf, startMap } from "./map.js";
import { added, corners, geometryOf, shapeOf } from "./shape.js";
import { snapTo } from "./snap.js";

const SNAP_PIXELS = 12;
const CLOSE_ZOOM = 14;
const part = (id) => document.getElementById(id);
const form = /** @type {HTMLFormElement} */ (part("form"));
const tools = { add: part("add"), snap: part("snap"), undo: part("undo"), redo: part("redo") };
const asked = new URLSearchParams(window.location.search);

/** @type {string} */
let kind = /** @type {HTMLInputElement} */ (document.querySelector("[name=edited-kind]:checked")).value;
/**
 * What is edited: a stored feature, or a new one without an id.
 *
 * @type {{stored: Partial<import("./api.js").Feature>, history: ReturnType<typeof historyOf>, typed: string}|null}
 */
let edited = null;
/** @type {string|null} */
let lastImport = null;
let lastTitle = "";

start();

async function start() {
  startForm();
  startCornerList({ add: (at) => addPoint(at, { isTyped: true }) });
  for (const input of document.querySelectorAll("[name=edited-kind]")) {
    input.addEventListener("change", () => switchKind(/** @type {HTMLInputElement} */ (input)));
  }
  part("new").addEventListener("click", () => edit({ properties: null }));
  part("cancel").addEventListener("click", async () => (await mayLeave()) && leave());
  part("delete").addEventListener("click", remove);
  part("saved-undo").addEventListener("click", undoLast);
  form.addEventListener("submit", save);
  tools.add.addEventListener("click", () => press(tools.add, !isPressed(tools.add)));
  tools.snap.addEventListener("click", () => press(tools.snap, !isPressed(tools.snap)));
  tools.undo.addEventListener("click", () => goBack("undo"));
  tools.redo.addEventListener("click", () => goBack("redo"));
  document.addEventListener("keydown", keyed);
  window.addEventListener("beforeunload", (event) => isChanged() && event.preventDefault());
  map.on("click", ({ latlng }) => clicked(latlng));
  map.on("moveend", draw);
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === map.getContainer()) {
      clicked(map.getCenter());
    }
  });
  await startMap({ onNear: showNear });
  if (asked.get("id")) {
    await choose(Number(asked.get("id")), { isFramed: true });
  }
  document.querySelector("[data-scripted]").classList.add("is-ready");
}

async function switchKind(input) {
  if (!(await mayLeave())) {
    /** @type {HTMLInputElement} */ (document.querySelector(`[name=edited-kind][value="${kind}"]`)).checked = true;
    return;
  }
  kind = input.value;
  leave();
}

function isPoint() {
  return config.kinds[kind].isPoint;
}

/** Show what is in view: on the map, and as a list that keys and readers come to. */
function showNear() {
  const found = nearOf(kind);
  const features = found?.features ?? [];
  part("near-count").textContent = features.length > 0 ? textForCount("in_view", features.length) : "";
  part("near").replaceChildren(
    ...features.map(({ id, properties }) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "link-button", onclick: () => choose(id, { isFramed: true }) },
          properties.title,
        ),
      ),
    ),
  );
  const whole = found && !found.is_whole ? text("not_all") : "";
  showMessage(part("near-note"), features.length === 0 ? text("none_near") : whole);
  draw();
}

async function choose(id, { isFramed = false } = {}) {
  if (edited) {
    return;
  }
  const feature = await attempt(() => fetchFeature(kind, id));
  if (feature) {
    edit(feature);
    if (isFramed) {
      frame();
    }
  }
}

/** Begin with a stored feature, or with a new one. */
function edit(feature) {
  tellSaved("", null);
  edited = { stored: feature, history: historyOf(shapeOf(feature.geometry)), typed: "" };
  fillForm(kind, feature.properties);
  edited.typed = JSON.stringify(readForm(kind));
  part("title").textContent = feature.title ?? text("new_title", { kind: config.kinds[kind].title });
  showConflict(null);
  part("delete").hidden = feature.id === undefined;
  press(tools.add, feature.id === undefined);
  show(true);
  part("title").focus();
}

function leave() {
  edited = null;
  clearHandles();
  show(false);
  showNear();
}

function show(isEditing) {
  form.hidden = !isEditing;
  part("tools").hidden = !isEditing;
  part("choose").hidden = isEditing;
  document.querySelector(".edit-page").classList.toggle("is-editing", isEditing);
  draw();
}

function isChanged() {
  return edited !== null && (edited.history.canUndo || JSON.stringify(readForm(kind)) !== edited.typed);
}

async function mayLeave() {
  return !isChanged() || (await confirmed(text("discard_ask"), text("discard")));
}

function frame() {
  const places = corners(shapeNow()).map(({ at: [lon, lat] }) => [lat, lon]);
  if (places.length > 0) {
    map.fitBounds(places, { maxZoom: CLOSE_ZOOM, padding: [40, 40], animate: false });
  }
}

/** @returns {import("./shape.js").Shape} */
function shapeNow() {
  return /** @type {import("./shape.js").Shape} */ (edited.history.now);
}

function change(shape, focus = 0) {
  edited.history.push(shape);
  draw();
  if (focus) {
    focusHandle(focus);
  }
}

function clicked(latlng) {
  if (edited && isPressed(tools.add)) {
    addPoint(snap(latlng));
  }
}

function addPoint(at, { isTyped = false } = {}) {
  change(added(shapeNow(), at, { isPoint: isPoint(), isNew: edited.stored.id === undefined }));
  if (isTyped && !map.getBounds().contains([at[1], at[0]])) {
    map.panTo([at[1], at[0]], { animate: false });
  }
}

/** @returns {[number, number]} the place, or what is near it */
function snap(latlng) {
  const place = map.latLngToContainerPoint(latlng);
  const near = isPressed(tools.snap)
    ? snapTo(place, linesNear({ kind, editedId: edited.stored.id }), SNAP_PIXELS)
    : null;
  part("drawing-status").textContent = near ? text("snapped") : "";
  const { lat, lng } = near ? map.containerPointToLatLng([near.x, near.y]) : latlng;
  return [lng, lat];
}

function goBack(step) {
  edited.history[step]();
  draw();
}

function draw() {
  drawNear({ kind, editedId: edited?.stored.id, onChoose: (id) => choose(id) });
  if (!edited) {
    return;
  }
  const options = { isPoint: isPoint(), snap, change };
  drawHandles(shapeNow(), options);
  showCornerList(shapeNow(), options);
  for (const [name, isPossible] of Object.entries({ undo: edited.history.canUndo, redo: edited.history.canRedo })) {
    setFlag(tools[name], "aria-disabled", !isPossible);
  }
}

function keyed(event) {
  const isField =
    event.target instanceof HTMLElement && event.target.matches("input:not([type=radio]), textarea, select");
  if (!edited || isField || !(event.ctrlKey || event.metaKey)) {
    return;
  }
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") {
    event.preventDefault();
    goBack(key === "y" || event.shiftKey ? "redo" : "undo");
  }
}

async function save(event) {
  event.preventDefault();
  if (part("save").hasAttribute("aria-disabled")) {
    return;
  }
  setFlag(part("save"), "aria-disabled", true);
  const { stored, history } = edited;
  const isNew = stored.id === undefined;
  const properties = isNew ? readForm(kind) : changesOf(kind, stored.properties);
  const geometry = isNew || history.canUndo ? { geometry: geometryOf(shapeNow(), { isPoint: isPoint() }) } : {};
  const answer = await attempt(() => saveFeature(kind, /** @type {any} */ (stored), { properties, ...geometry }));
  setFlag(part("save"), "aria-disabled", false);
  if (answer) {
    await told(answer);
  }
}

/** Show what came of saving: saved, refused with reasons, or that somebody else was first. */
async function told(answer) {
  if (answer.status === 422) {
    tellFindings(kind, answer.findings);
    showMessage(part("page-error"), answer.detail);
  } else if (answer.status === 412) {
    const { current } = answer;
    showConflict(answer, {
      stored: edited.stored,
      titles: config.kinds[kind].titles,
      take: () => edit(current),
      keep: () => {
        edited.stored = { ...edited.stored, version: current.version };
        form.requestSubmit();
      },
    });
  } else {
    const { feature } = answer;
    leave();
    tellSaved(answer.import ? text("saved", feature) : text("unchanged"), answer.import, answer.findings);
    lastTitle = feature.title;
    await loadNear(showNear);
  }
}

async function remove() {
  const { stored } = edited;
  if (!(await confirmed(text("delete_ask", { title: stored.title }), text("delete")))) {
    return;
  }
  const answer = await attempt(() => deleteFeature(kind, /** @type {any} */ (stored)));
  if (answer?.status === 200) {
    leave();
    tellSaved(text("deleted", { title: stored.title }), answer.import);
    lastTitle = stored.title;
    await loadNear(showNear);
  } else if (answer) {
    await told(answer);
  }
}

async function undoLast() {
  const done = await attempt(() => undoEdit(lastImport));
  if (done) {
    tellSaved(text("undone", { title: lastTitle }), null);
    await loadNear(showNear);
  }
}

function tellSaved(message, importId, findings = []) {
  lastImport = importId;
  part("saved-text").textContent = message;
  part("saved").hidden = !message;
  if (message) {
    part("saved").scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  part("saved-undo").hidden = !importId;
  part("saved-findings").replaceChildren(...findings.map(findingNote));
  showMessage(part("page-error"), "");
}

function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

function press(button, isOn) {
  button.setAttribute("aria-pressed", String(isOn));
}
