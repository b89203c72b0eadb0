// news.js — says what was done, and asks what is to be done, in the bar.

import { tell, untell } from "../bar.js";

export { tell, untell };

/** Says what was done; the bar shows by itself what can be taken back. */
export const tellDone = (text) => {
  tell(text);
  document.dispatchEvent(new Event("postil:done"));
};
