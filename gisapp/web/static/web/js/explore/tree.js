/**
 * How a long list of layers is made short. Nothing here touches the page.
 *
 * @typedef {{name: string, title: string}} Listed
 * @typedef {{title: string, layers: Array<Listed & {label: string}>, subgroups: Subgroup[]}} Group
 * @typedef {{title: string, layers: Array<Listed & {label: string}>}} Subgroup
 */

const LEAST_IN_SUBGROUP = 3;
const SEPARATOR = ": ";

/**
 * Put layers whose titles begin alike ("Growth: farming", "Growth: mining") under that beginning.
 *
 * @param {{title: string, layers: Listed[]}} group
 * @returns {Group}
 */
export function arranged({ title, layers }) {
  const counts = new Map();
  for (const layer of layers) {
    counts.set(stem(layer), (counts.get(stem(layer)) ?? 0) + 1);
  }
  const isOfSubgroup = (layer) => stem(layer) !== "" && counts.get(stem(layer)) >= LEAST_IN_SUBGROUP;
  const stems = [...new Set(layers.filter(isOfSubgroup).map(stem))];
  return {
    title,
    layers: layers.filter((layer) => !isOfSubgroup(layer)).map((layer) => ({ ...layer, label: layer.title })),
    subgroups: stems.map((one) => ({
      title: one,
      layers: layers
        .filter((layer) => stem(layer) === one && isOfSubgroup(layer))
        .map((layer) => ({ ...layer, label: layer.title.slice(one.length + SEPARATOR.length) })),
    })),
  };
}

/** @param {Listed} layer */
function stem({ title }) {
  const end = title.indexOf(SEPARATOR);
  return end > 0 ? title.slice(0, end) : "";
}

/**
 * Keep the layers whose title, or that of their group, has every word.
 *
 * @template {{title: string, layers: Listed[]}} G
 * @param {G[]} groups
 * @param {string} query
 * @returns {G[]}
 */
export function matching(groups, query) {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = (group) => (layer) => {
    const described = `${group.title} ${layer.title}`.toLocaleLowerCase();
    return words.every((word) => described.includes(word));
  };
  return groups
    .map((group) => ({ ...group, layers: group.layers.filter(fits(group)) }))
    .filter((group) => group.layers.length > 0);
}
