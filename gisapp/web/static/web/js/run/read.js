import { config } from "../config.js";

/** Turn the service's sites into what list, map and explanation need; parts in their fixed order. */
export function readSites(collection) {
  return collection.features.map(({ geometry, properties }) => ({
    ...properties,
    lon: geometry.coordinates[0],
    lat: geometry.coordinates[1],
    name: properties.subdistrict || properties.district,
    place: properties.subdistrict ? properties.district : "",
    isReserve: properties.is_reserve,
    shownRank: properties.rank,
    parts: config.criteria.map(({ code }) => properties.parts.find((part) => part.criterion === code)).filter(Boolean),
  }));
}

/** Turn the service's processes into what the picker needs. */
export function readProcesses(answer) {
  return answer.processes.map((process) => ({
    code: process.code,
    name: process.name,
    chain: process.chain,
    kbli: process.kbli,
    feed: process.feed,
    feedName: process.feed_name,
    colour: config.chainColours[process.chain],
    unit: process.feed_unit,
    sizes: process.sizes_per_year,
    needsSize: process.needs_size,
    defaultMinutes: process.default_max_minutes,
    supply: process.supply,
  }));
}
