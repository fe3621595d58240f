/** What the folium script of the page made: the map, its first view and its groups by name. */
export const { map, bounds, groups } = window.hilir;

/** Leaflet, loaded by a script of its own. */
export const L = window.L;
