const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("confirm"));

/** Ask before something that changes stored rows; resolves with whether it is to be done. */
export function confirmed(question, answer) {
  document.getElementById("confirm-text").textContent = question;
  document.getElementById("confirm-yes").textContent = answer;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
