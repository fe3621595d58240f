/** Tell that the page answers now; until then it takes neither clicks nor entries, which would be lost. */
export function markReady() {
  document.getElementById("content").classList.add("is-ready");
  for (const form of document.querySelectorAll("form[inert]")) {
    form.removeAttribute("inert");
  }
}
