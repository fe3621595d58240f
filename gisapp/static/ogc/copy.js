/* Copy addresses. Without scripts the buttons stay hidden, and the addresses can be selected. */
const SHOWN_MS = 2000;
const said = document.getElementById("copied");

/* Browsers give pages without TLS no clipboard. */
function copyBySelection(address) {
  const field = document.createElement("textarea");
  field.value = address;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

async function copy(address) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(address);
  } else {
    copyBySelection(address);
  }
}

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("button.copy");
for (const button of buttons) {
  const word = button.querySelector(".copy-word");
  const before = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(button.dataset.address);
    button.focus();
    word.textContent = button.dataset.copied;
    said.textContent = `${button.dataset.copied}: ${button.dataset.address}`;
    setTimeout(() => {
      word.textContent = before;
    }, SHOWN_MS);
  });
}
