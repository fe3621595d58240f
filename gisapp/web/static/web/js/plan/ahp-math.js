/**
 * Weights from pairwise comparisons, as the server draws them (gisapp/siting/ahp.py). Nothing here touches the page.
 *
 * @typedef {number[][]} Rows comparisons above the diagonal: how many times as important a thing is as each later one
 * @typedef {{i: number, j: number, k: number, ij: number, jk: number, ik: number, error: number}} Triad
 */

const ROUNDS = 200;
const CLOSE = 1e-12;

/**
 * @param {Rows} rows
 * @returns {number[][]} the whole reciprocal matrix
 */
export function reciprocal(rows) {
  const n = rows.length + 1;
  const at = (i, j) => rows[i][j - i - 1];
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      if (i === j) {
        return 1;
      }
      return i < j ? at(i, j) : 1 / at(j, i);
    }),
  );
}

/**
 * Return the principal eigenvector, summing to 1, and the consistency ratio, by repeated multiplication.
 *
 * @param {Rows} rows
 * @param {number} randomIndex of matrices of this order
 */
export function priorities(rows, randomIndex) {
  const matrix = reciprocal(rows);
  const n = matrix.length;
  let weights = Array(n).fill(1 / n);
  let largest = n;
  for (let round = 0; round < ROUNDS; round += 1) {
    const product = matrix.map((row) => row.reduce((sum, cell, j) => sum + cell * weights[j], 0));
    const sum = product.reduce((total, value) => total + value, 0);
    const isSettled = Math.abs(sum - largest) < CLOSE;
    largest = sum;
    weights = product.map((value) => value / sum);
    if (isSettled) {
      break;
    }
  }
  return { weights, ratio: Math.max(0, (largest - n) / (n - 1)) / randomIndex };
}

/**
 * Return the three comparisons that contradict each other most; the first of equals.
 *
 * @param {Rows} rows
 * @returns {Triad}
 */
export function worstTriad(rows) {
  const matrix = reciprocal(rows);
  const found = triads(matrix.length).map(([i, j, k]) => {
    const [ij, jk, ik] = [matrix[i][j], matrix[j][k], matrix[i][k]];
    const ratio = (ij * jk) / ik;
    return { i, j, k, ij, jk, ik, error: Math.max(ratio, 1 / ratio) };
  });
  return found.reduce((worst, triad) => (triad.error > worst.error + CLOSE ? triad : worst));
}

/** @param {number} n @returns {number[][]} */
function triads(n) {
  const numbers = [...Array(n).keys()];
  return numbers.flatMap((i) => numbers.slice(i + 1).flatMap((j) => numbers.slice(j + 1).map((k) => [i, j, k])));
}

/** The comparisons that a reader can choose, from ninth to nine times, by the step of a slider: -8 to 8. */
export function ratioOfStep(step) {
  return step >= 0 ? step + 1 : 1 / (1 - step);
}

/** Return the step of the slider that is nearest to a comparison. */
export function stepOfRatio(ratio) {
  const step = ratio >= 1 ? ratio - 1 : 1 - 1 / ratio;
  return Math.min(8, Math.max(-8, Math.round(step)));
}
