import { text, textForCount } from "../config.js";
import { emit, on } from "../events.js";
import { fixed, percent } from "../format.js";
import { rerank } from "../run/rerank.js";
import { chainView, isUnderWay } from "./chain.js";
import { siteList } from "./list.js";
import { oldResults } from "./old-results.js";
import { tweened } from "./score-bar.js";
import { siteExplanation } from "./site.js";
import { emptyState, refusedState, runningState, stoppedState } from "./states.js";

const FINAL_STATES = { refused: refusedState, failed: stoppedState, cancelled: stoppedState };
const PROGRESS_STEP = 10;

/** The panel of results: one state at a time, kept in step with the map. */
export class ResultsPanel {
  #body = document.getElementById("results-body");
  #run = null;
  /** @type {HTMLElement|null} the list of the last calculation, shown until there is another */
  #old = null;
  #sites = [];
  #selected = 0;
  #explained = false;
  #isChanged = false;
  #isReranked = false;
  #announced = -1;

  constructor() {
    on("run", (run) => this.#runChanged(run));
    on("chain", (plan) => this.#chainChanged(plan));
    on("select", ({ rank, reveal }) => this.#select(rank, reveal));
    on("explain", (asked) => this.#explain(asked));
    on("plan", () => this.#planChanged());
    on("weights", (weights) => this.#weightsChanged(weights));
    this.#body.addEventListener("keydown", (event) => this.#key(event));
    this.#body.replaceChildren(emptyState());
  }

  /** Number of the calculation shown and rank of the site selected, for the page's address. */
  get shown() {
    return { run: this.#run?.id ?? null, site: this.#selected || null };
  }

  /** The calculation shown, or null. */
  get run() {
    return this.#run;
  }

  #runChanged(run) {
    this.#keepOld(run);
    this.#run = run;
    this.#explained = false;
    this.#isChanged = false;
    this.#isReranked = false;
    if (run.status === "suggested") {
      this.#showSites(run);
    } else {
      this.#showState(run);
    }
  }

  #chainChanged(plan) {
    const isFirst = this.#body.querySelector(".chain-view") === null;
    this.#old = null;
    this.#run = null;
    this.#body.replaceChildren(chainView(plan));
    if (isFirst) {
      emit("sites", { sites: [], areas: { features: [] }, isNew: false });
    }
    if (isFirst || !isUnderWay(plan)) {
      this.#announce(this.#body.querySelector(".results-head").textContent);
      this.#arrive(plan);
    }
  }

  /** Keep the results that are shown while a new calculation has no answer. */
  #keepOld(run) {
    if (run.status === "suggested" || run.status === "refused") {
      this.#old = null;
    } else if (this.#run?.status === "suggested") {
      this.#old = oldResults(this.#listed());
    }
  }

  #showState(run) {
    const show = FINAL_STATES[run.status] ?? runningState;
    this.#body.replaceChildren(show(run), ...(this.#old ? [this.#old] : []));
    if (run.status in FINAL_STATES) {
      if (!this.#old) {
        emit("sites", { sites: [], areas: { features: [] }, isNew: false });
      }
      this.#announce(document.getElementById("results-title").textContent);
      this.#arrive(run);
      return;
    }
    const step = Math.floor(run.progress / PROGRESS_STEP);
    if (step !== this.#announced) {
      this.#announced = step;
      this.#announce(text("progress", { share: percent(run.progress / 100) }));
    }
  }

  #showSites(run) {
    this.#sites = run.sites;
    this.#selected = this.#sites[0]?.rank ?? 0;
    emit("sites", { sites: this.#sites, areas: run.areas, isNew: true });
    this.#render();
    emit("select", { rank: this.#selected, pan: false });
    const count = textForCount("sites", this.#sites.filter((site) => !site.isReserve).length);
    const [first] = this.#sites;
    this.#announce(first ? text("sites_announced", { count, name: first.name, score: fixed(first.score, 2) }) : count);
    this.#arrive(run);
  }

  #render() {
    const site = this.#sites.find(({ rank }) => rank === this.#selected);
    const isExplained = this.#explained && site !== undefined;
    const view = isExplained ? siteExplanation({ run: this.#run, site }) : this.#listed();
    tweened(this.#body, () => this.#body.replaceChildren(view));
    document.querySelector(".plan-page").classList.toggle("is-explaining", isExplained);
    emit("explained", isExplained ? { run: this.#run, site } : null);
  }

  #listed() {
    return siteList({
      run: this.#run,
      sites: this.#sites,
      selected: this.#selected,
      isChanged: this.#isChanged,
      isReranked: this.#isReranked,
    });
  }

  #select(rank, reveal) {
    if (this.#run?.status !== "suggested") {
      return;
    }
    const focused = this.#body.contains(document.activeElement) && document.activeElement.closest("[data-rank]");
    this.#selected = rank;
    this.#render();
    const row = this.#body.querySelector(`[data-rank="${rank}"]`);
    if (focused) {
      choiceIn(row)?.focus();
    }
    if (reveal) {
      emit("tab", "results");
      row?.scrollIntoView({ block: "nearest" });
    }
    emit("shown", this.shown);
  }

  #explain(asked) {
    this.#explained = asked !== null;
    if (asked) {
      this.#selected = asked.rank;
    }
    this.#render();
    document.getElementById("results").scrollTop = 0;
    if (asked) {
      this.#focusHeading();
    } else {
      choiceIn(this.#body.querySelector(`[data-rank="${this.#selected}"]`))?.focus();
    }
  }

  #planChanged() {
    if (this.#run?.status === "suggested" && !this.#isChanged) {
      this.#isChanged = true;
      this.#render();
    }
  }

  #weightsChanged(weights) {
    if (this.#run?.status !== "suggested" || !weights.isValid) {
      return;
    }
    this.#isReranked = true;
    this.#sites = rerank(this.#run.sites, weights.shares);
    emit("ranks", this.#sites);
    this.#render();
  }

  #key(event) {
    /** @type {HTMLElement[]} */
    const choices = Array.from(this.#body.querySelectorAll(".site-choice"));
    const here = choices.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (here >= 0 && step) {
      event.preventDefault();
      choices[here + step]?.focus();
    } else if (event.key === "Escape" && this.#explained) {
      this.#explain(null);
    }
  }

  #announce(words) {
    document.getElementById("announcements").textContent = words;
  }

  /** Bring the reader to a result: in view always, in focus only after a run of their own. */
  #arrive(run) {
    emit("tab", "results");
    if (run.isNew) {
      this.#focusHeading();
    }
  }

  #focusHeading() {
    document.getElementById("results-title")?.focus();
  }
}

/** @returns {HTMLElement|null} */
function choiceIn(row) {
  return row?.querySelector(".site-choice") ?? null;
}
