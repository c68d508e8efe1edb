/* Brings the service worker when the page has had its time; not on a line that is to be spared. */
const LATER = 3000;

const root = document.querySelector("form[data-pi-search]")?.dataset.root;

async function bring() {
  const scope = new URL(root, location.href);
  await navigator.serviceWorker.register(new URL("service-worker.js", scope), { scope: scope.pathname });
  if (navigator.serviceWorker.controller) return;
  const { active } = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage({ keep: [...new Set([location.href, ...used])] });
}

if (root && "serviceWorker" in navigator && window.isSecureContext && !navigator.connection?.saveData) {
  // A browser that refuses (private windows of some do) shows the site as before.
  const begin = () => setTimeout(() => bring().catch(() => {}), LATER);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
