/**
 * Put a text where it can be pasted from; tells whether that worked, as it may not on pages without TLS.
 *
 * @param {string} words
 * @returns {Promise<boolean>}
 */
export async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}
