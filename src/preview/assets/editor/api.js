// api.js — asks the server. `state` is what it told at first: token, kinds, ratings,
// editors. A new start of the preview has another token, which is fetched then.

export let state = {};

/** Returns what was answered; `problems` say what is wrong, if only that it was refused. */
const answerOf = async (asked) => {
  const answer = await asked;
  const told = await answer.json().catch(() => ({ error: `The preview answers ${answer.status}.` }));
  return of(answer, told);
};
const of = ({ ok, status }, told) =>
  ({ ok, status, told, problems: told.problems ?? (ok ? [] : [{ severity: "error", message: told.error, help: told.help }]) });
const away = () => of({ ok: false, status: 0 }, { error: "The preview does not answer." });
export const get = (what) => answerOf(fetch(`/_postil/api/${what}`)).catch(away);
/** `signal` takes a request back that nobody waits for any more. */
export const post = async (what, body, signal) => {
  const send = () => answerOf(fetch(`/_postil/api/${what}`, {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", "x-postil-token": state.token },
    body: JSON.stringify(body),
  })).catch(away);
  const { token } = state;
  let answer = await send();
  if (answer.status === 403) {
    // Another start of the preview has another token.
    await begin();
    if (state.token !== token) answer = await send();
  }
  const { told } = answer;
  // A step that can be undone, or done again: whoever shows those need not ask.
  if (answer.ok && (told.undo || told.redo)) document.dispatchEvent(new CustomEvent("postil:step", { detail: { asked: body, told } }));
  return answer;
};
/** Learns what forms need to know; returns whether there is something to edit. */
export const begin = async () => {
  const { ok, told } = await get("state");
  if (ok) state = told;
  return ok && told.editing;
};
/** Returns the address at which an entry is told. */
export const entryOf = (article, id) =>
  `entry?list=annotations&article=${encodeURIComponent(article)}&id=${encodeURIComponent(id)}`;
