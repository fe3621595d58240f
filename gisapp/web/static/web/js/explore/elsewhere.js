import { text } from "../config.js";
import { copyText } from "../copy-text.js";
import { el, icon } from "../dom.js";
import { ApiError } from "../run/api.js";
import { fetchFacts } from "./facts.js";
import { sourcesOnce } from "./sources.js";

/** Tell of a layer, and how other programs come by it; asked for when it is opened. */
export function elsewhere(name) {
  const body = el("div", { class: "elsewhere" });
  const details = el(
    "details",
    {
      class: "layer-about",
      ontoggle: () => {
        if (details.open && !body.hasChildNodes()) {
          fill(body, name);
        }
      },
    },
    el("summary", {}, text("layer_about")),
    body,
  );
  return details;
}

async function fill(body, name) {
  body.replaceChildren(el("p", { class: "quiet", role: "status" }, text("layers_loading")));
  try {
    body.replaceChildren(...about(await fetchFacts(name)));
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    body.replaceChildren(
      el("p", { class: "field-error", role: "alert" }, error.message),
      el("button", { type: "button", class: "button", onclick: () => fill(body, name) }, text("try_again")),
    );
  }
}

function about(facts) {
  const told = el("p", { class: "quiet", role: "status" });
  const list = (key, values) =>
    values.length ? [el("dt", {}, text(key)), ...values.map((value) => el("dd", {}, value))] : [];
  return [
    el("p", {}, facts.abstract),
    el(
      "dl",
      { class: "source" },
      ...list("layer_sources", sourcesOnce(facts.sources)),
      ...list("layer_licence", facts.licences),
    ),
    el(
      "p",
      { class: "elsewhere-links" },
      el("a", { class: "button", href: facts.qgis, download: "" }, icon("external-link"), text("open_in_qgis")),
      el("a", { class: "button", href: facts.download }, icon("download"), text("download_layer")),
    ),
    ...[{ name: text("layer_name"), address: facts.name }, ...facts.addresses].map((one) => addressRow(one, told)),
    told,
  ];
}

function addressRow({ name, address }, told) {
  const field = el("input", { type: "text", readonly: true, value: address, "aria-label": name });
  const copy = async () => {
    const isCopied = await copyText(address);
    told.textContent = text(isCopied ? "copied" : "copy_failed");
    field.select();
  };
  const label = text("copy", { name });
  return el(
    "div",
    { class: "address-row" },
    el("span", { class: "address-name" }, name),
    field,
    el(
      "button",
      { type: "button", class: "icon-button", title: label, "aria-label": label, onclick: copy },
      icon("copy"),
    ),
  );
}
