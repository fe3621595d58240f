/** What every reading page can do with scripts: print, and choose without a button. */
document.documentElement.classList.add("has-script");

/** @type {NodeListOf<HTMLButtonElement>} */
const printers = document.querySelectorAll("[data-print]");
for (const button of printers) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** @type {NodeListOf<HTMLSelectElement>} */
const choices = document.querySelectorAll("[data-submit]");
for (const select of choices) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
