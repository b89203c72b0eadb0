// news.js — says what was done, and asks what is to be done, in the bar.

import { tell } from "../bar.js";

export { tell };

/** Asks something of whoever is in the middle of something else. */
export const ask = (text, ...buttons) => {
  tell(text, ...buttons);
  buttons[0].focus();
};
/** Says what was done; the bar shows by itself what can be taken back. */
export const tellDone = (text) => {
  tell(text);
  document.dispatchEvent(new Event("postil:done"));
};
