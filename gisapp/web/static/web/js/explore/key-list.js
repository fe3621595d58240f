import { text } from "../config.js";
import { el } from "../dom.js";
import { keyList, keysAreOn, turnKeys } from "../keys.js";

/** Show which keys there are, and let them be turned off. */
export function openKeyList() {
  const box = el("input", { type: "checkbox", checked: keysAreOn(), onchange: () => turnKeys(box.checked) });
  const dialog = el(
    "dialog",
    { class: "print-dialog key-dialog", "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    el("h2", { id: "keys-title" }, text("keys")),
    el(
      "dl",
      { class: "key-list" },
      // The nine of the sites are told as one.
      ...keyList()
        .filter(({ key }) => !/\d/.test(key))
        .flatMap(({ key, label }) => row(key.toUpperCase(), label)),
      ...row("1–9", text("key_sites")),
      ...row("Esc", text("key_close")),
      ...row("← ↑ → ↓", text("key_move")),
      ...row("+ −", text("key_zoom")),
      ...row("Enter", text("key_enter")),
    ),
    el("label", { class: "layer-switch" }, box, text("keys_on")),
    el("p", { class: "quiet" }, text("keys_help")),
    el(
      "div",
      { class: "print-buttons" },
      el("button", { type: "button", class: "button", onclick: () => dialog.close() }, text("close")),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function row(keys, label) {
  return [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, label)];
}
