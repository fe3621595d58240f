/**
 * Score sites anew by other weights and put them in that order; reserves stay behind the plants.
 * `value` of a part is 0 to 1 and does not depend on weights, so contributions still add up.
 *
 * @param {Array<{rank: number, isReserve: boolean, parts: Array<{criterion: string, value: number}>}>} sites
 * @param {Record<string, number>} shares weights by criterion, summing to 1
 */
export function rerank(sites, shares) {
  const scored = sites.map((site) => {
    const parts = site.parts.map((part) => {
      const weight = shares[part.criterion];
      return { ...part, weight, contribution: weight * part.value };
    });
    return { ...site, parts, score: parts.reduce((sum, part) => sum + part.contribution, 0) };
  });
  const ordered = scored.sort(
    (a, b) => Number(a.isReserve) - Number(b.isReserve) || b.score - a.score || a.rank - b.rank,
  );
  return ordered.map((site, index) => ({ ...site, shownRank: index + 1 }));
}
