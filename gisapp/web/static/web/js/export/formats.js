import { config, text } from "../config.js";

/** Let only those formats be chosen that can hold the layers chosen; say why of the others. */
export function limitFormats(form) {
  const layers = [...form.querySelectorAll("input[name=layers]:checked")];
  const rasters = layers.filter((input) => input.dataset.kind === "raster").length;
  const radios = [...form.querySelectorAll("input[name=f]")];
  for (const radio of radios) {
    const reason = reasonAgainst(config.formats[radio.value], { layers: layers.length, rasters });
    radio.disabled = reason !== "";
    const note = document.getElementById(`note-${radio.value}`);
    note.textContent = reason;
    note.hidden = reason === "";
  }
  if (radios.every((radio) => radio.disabled || !radio.checked)) {
    const possible = radios.find((radio) => !radio.disabled);
    if (possible) {
      possible.checked = true;
    }
  }
}

/** Return why a format cannot hold so many layers, of which so many are rasters; empty where it can. */
export function reasonAgainst(format, { layers, rasters }) {
  if (format.is_raster && layers > rasters) {
    return text("rasters_only");
  }
  if (!format.is_raster && rasters > 0) {
    return text("features_only");
  }
  return !format.has_several_layers && layers > 1 ? text("one_layer") : "";
}
