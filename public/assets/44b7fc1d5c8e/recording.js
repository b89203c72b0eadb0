const player = document.querySelector(".recording > *");
addEventListener("click", (event) => {
const link = event.target.closest?.("a.time");
if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
event.preventDefault();
player.currentTime = Number(link.hash.slice("#t=".length));
player.play().catch(() => location = link.href);
});
