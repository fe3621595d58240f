/** Show the features of a layer in a group of the map; what a feature tells opens at a click. */
function hilirLayer(group, layer) {
  group._map?.attributionControl.setPrefix(false);
  L.geoJSON(layer.features, {
    pane: layer.pane,
    renderer: hilirCanvas(layer.pane),
    style: (feature) => layer.looks[feature.properties.s],
    pointToLayer: (feature, place) =>
      L.marker(place, { pane: "markerPane", icon: hilirIcon(layer, feature), alt: layer.name }),
    onEachFeature: (feature, shape) => shape.bindPopup(() => hilirPopup(layer, feature), { maxWidth: 340 }),
  }).addTo(group);
}

const hilirCanvases = {};

function hilirCanvas(pane) {
  hilirCanvases[pane] ??= L.canvas({ pane });
  return hilirCanvases[pane];
}

function hilirIcon(layer, feature) {
  const look = layer.looks[feature.properties.s];
  const box = document.createElement("div");
  const picture = document.createElement("img");
  picture.src = `data:image/svg+xml;utf8,${encodeURIComponent(look.svg)}`;
  picture.alt = "";
  picture.width = look.size;
  box.append(picture);
  if (look.numbered) {
    // The upper half of the picture is the pin, its tip the middle.
    const rank = document.createElement("b");
    rank.textContent = feature.properties.p[layer.written] ?? "";
    box.append(rank);
  }
  const height = look.numbered ? look.size * 2 : look.size;
  return L.divIcon({
    className: "symbol",
    html: box,
    iconSize: [look.size, height],
    iconAnchor: [look.size / 2, height / 2],
    popupAnchor: [0, -look.size / 2],
  });
}

function hilirPopup(layer, feature) {
  const table = document.createElement("table");
  table.className = "popup";
  const caption = document.createElement("caption");
  caption.textContent = layer.name;
  table.append(caption);
  layer.titles.forEach((title, number) => {
    const row = table.insertRow();
    const head = document.createElement("th");
    head.textContent = title;
    row.append(head);
    row.insertCell().textContent = feature.properties.p[number] ?? hilirTexts.unknown;
  });
  return table;
}
