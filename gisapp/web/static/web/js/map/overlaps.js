/** Keep the first of any labels that would lie on each other. */
export function hideOverlaps(labels) {
  const kept = [];
  for (const label of labels) {
    const box = label.getBoundingClientRect();
    const free = kept.every((other) => !overlap(box, other));
    label.classList.toggle("is-hidden", !free);
    if (free) {
      kept.push(box);
    }
  }
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
