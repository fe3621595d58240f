/** States that can be gone back to. Nothing here touches the page. */

/**
 * @template T
 * @param {T} first
 */
export function historyOf(first) {
  let states = [first];
  let at = 0;
  return {
    get now() {
      return states[at];
    },
    get canUndo() {
      return at > 0;
    },
    get canRedo() {
      return at < states.length - 1;
    },
    /** Go on to a new state; what was undone before is gone. */
    push(/** @type {T} */ state) {
      states = [...states.slice(0, at + 1), state];
      at += 1;
    },
    undo() {
      at = Math.max(0, at - 1);
    },
    redo() {
      at = Math.min(states.length - 1, at + 1);
    },
  };
}
