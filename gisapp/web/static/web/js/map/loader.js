import { config, text } from "../config.js";
import { groups, map } from "./handles.js";
import { pictures } from "./pictures.js";
import { publishedName } from "./published.js";

const PADDING = 0.5;
// Where pictures of a layer lie, so that layers keep their order.
const PANES = {
  districts: "borders",
  subdistricts: "borders",
  source_areas: "source-areas",
  road_links: "roads",
  facilities: "facilities",
  exclusion_zones: "exclusion-zones",
};
// Up to this zoom a layer is asked for as a whole; further in, only what lies around the view.
const WHOLE_LAYER_UP_TO_ZOOM = 10;

/** A layer that is fetched again when the view leaves what it holds; too many features come as pictures. */
export class RemoteLayer {
  #name;
  #draw;
  #minZoom;
  #query;
  #drawnFor = "";
  #box = null;
  #pending = null;
  #pictured = "";

  /**
   * @param {string} name of the layer on the server
   * @param {(features: object) => void} draw what came
   * @param {{minZoom?: number, query?: () => object|null}} options `query` null means: nothing to draw
   */
  constructor(name, draw, { minZoom = 0, query = () => ({}) } = {}) {
    this.#name = name;
    this.#draw = draw;
    this.#minZoom = minZoom;
    this.#query = query;
    map.on("moveend", () => this.refresh());
  }

  async refresh() {
    const zoom = Math.ceil(map.getZoom());
    const query = this.#query();
    if (query === null || zoom < this.#minZoom) {
      this.#drawnFor = "";
      this.#show({ type: "FeatureCollection", features: [] });
      return;
    }
    const key = JSON.stringify([zoom, query]);
    if (key === this.#drawnFor && this.#holdsView()) {
      return;
    }
    const box = zoom > WHOLE_LAYER_UP_TO_ZOOM ? map.getBounds().pad(PADDING) : null;
    this.#drawnFor = key;
    this.#box = box;
    await this.#fetch({ zoom, ...query, ...(box && { bbox: box.toBBoxString() }) });
  }

  #show(features) {
    const published = features.truncated ? publishedName(this.#name) : "";
    if (published === "") {
      this.#draw(features);
    } else if (published !== this.#pictured) {
      groups[this.#name].clearLayers().addLayer(pictures(published, { pane: PANES[this.#name], opacity: 1 }));
    }
    this.#pictured = published;
  }

  #holdsView() {
    return this.#box === null || this.#box.contains(map.getBounds());
  }

  async #fetch(query) {
    this.#pending?.abort();
    this.#pending = new AbortController();
    const address = `${config.urls.layer.replace("NAME", this.#name)}?${new URLSearchParams(query)}`;
    try {
      const answer = await fetch(address, { signal: this.#pending.signal });
      if (!answer.ok) {
        throw new TypeError(`${answer.status} ${address}`);
      }
      const features = await answer.json();
      this.#show(features);
      this.#notice("");
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      this.#drawnFor = "";
      this.#notice("layer_failed");
    }
  }

  #notice(key) {
    const notice = document.getElementById("map-notice");
    notice.hidden = !key;
    notice.textContent = key ? text(key, { name: this.#name }) : "";
  }
}
