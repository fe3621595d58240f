// What scripts of pages find in place: Leaflet, loaded by a script of its own, and what a page's inline scripts left.
declare const L: any;
declare const hilirTexts: Record<string, string>;

interface Window {
  L: any;
  hilir: { map: any; bounds: any; groups: Record<string, any>; basemap: any };
}
