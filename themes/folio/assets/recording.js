// recording.js — plays the recording in place from the times of a text and of its notes.
// Optional: without it their links open the file at the time. Loaded where there is a player.
const player = document.querySelector(".recording > *");
addEventListener("click", (event) => {
  const link = event.target.closest?.("a.time");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  player.currentTime = Number(link.hash.slice("#t=".length));
  player.play().catch(() => location = link.href);
});
