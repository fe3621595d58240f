import { config } from "../config.js";
import { L } from "./handles.js";

const TILE_PX = 512;

/**
 * A published layer as pictures of the server.
 *
 * @param {string} name
 * @param {{pane: string, opacity: number, year?: number|null}} look `opacity` from 0 to 1
 */
export function pictures(name, { pane, opacity, year = null }) {
  return L.tileLayer.wms(config.urls.wms, {
    layers: name,
    styles: "",
    format: "image/png",
    transparent: true,
    version: "1.3.0",
    pane,
    tileSize: TILE_PX,
    opacity,
    ...(year === null ? {} : { time: String(year) }),
  });
}
