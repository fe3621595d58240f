import { config, text } from "../config.js";
import { deleteImport } from "./api.js";
import { confirmed } from "./confirm.js";
import { loadMap } from "./map.js";
import { attempt } from "./message.js";
import { follow, run } from "./progress.js";
import { markReady } from "./ready.js";
import { isUnderWay } from "./states.js";

const { id, file } = config.import;

async function undo() {
  if ((await confirmed(text("undo_ask", { name: file.name }), text("undo"))) && (await run(id, "undo"))) {
    window.location.reload();
  }
}

async function remove() {
  if (!(await confirmed(text("delete_ask", { name: file.name }), text("delete")))) {
    return;
  }
  const isDeleted = await attempt(async () => {
    await deleteImport(id);
    return true;
  });
  if (isDeleted) {
    window.location.assign(config.urls.list);
  }
}

document.getElementById("undo")?.addEventListener("click", undo);
document.getElementById("delete")?.addEventListener("click", remove);
markReady();
if (isUnderWay(config.import) && (await follow(config.import))) {
  window.location.reload();
}
loadMap();
