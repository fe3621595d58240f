import { showMessage } from "../dom.js";
import { ApiError } from "../run/api.js";

const place = document.getElementById("page-error");

/** Do something that the service may refuse, and say why if it does; returns null then. */
export async function attempt(work) {
  showMessage(place, "");
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    showMessage(place, error.message);
    place.scrollIntoView({ block: "nearest" });
    return null;
  }
}
