/** What the folium script of the page made: the map, its first view, its groups by name, and a base map or null. */
export const { map, bounds, groups, basemap } = window.hilir;

/** Leaflet, loaded by a script of its own. */
export const L = window.L;
