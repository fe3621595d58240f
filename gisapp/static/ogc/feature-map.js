/* Show the features of a page on a map. */
const { features, basemap, attribution } = JSON.parse(document.getElementById("feature-map-data").textContent);
const MARGIN_PX = 16;
const MAX_ZOOM = 15;
const colour = getComputedStyle(document.documentElement).getPropertyValue("--teal-700").trim();
const style = { color: colour, weight: 1.5, fillOpacity: 0.15 };

const map = L.map("feature-map", { scrollWheelZoom: false });
map.attributionControl.setPrefix(false);
if (basemap) {
  L.tileLayer(basemap, { attribution }).addTo(map);
}
const layer = L.geoJSON(features, {
  style,
  pointToLayer: (_feature, place) => L.circleMarker(place, { ...style, radius: 6 }),
  onEachFeature: (feature, shape) => shape.bindTooltip(String(feature.properties.name || feature.id)),
}).addTo(map);
const bounds = layer.getBounds();
if (bounds.isValid()) {
  map.fitBounds(bounds, { padding: [MARGIN_PX, MARGIN_PX], maxZoom: MAX_ZOOM });
} else {
  document.getElementById("feature-map").hidden = true;
}
