import { startKeys } from "../keys.js";
import { startSearch } from "./box.js";

startKeys();
startSearch();
