/* Runs the site from a disk. Browsers load no modules and fetch no files from there, so the build turns every module
   into a function in MODULES and every file that modules fetch into a script that calls paperindexDisk. */
(() => {
  const script = document.currentScript;
  const site = new URL("../", script.src);
  const files = new Map();
  const scripts = new Map();
  const running = new Map();

  window.paperindexDisk = (found) => {
    for (const [address, content] of Object.entries(found)) files.set(address, content);
  };

  const inSite = (address) => address.replace(/[?#].*$/, "").slice(site.href.length);

  function load(address) {
    if (!scripts.has(address)) {
      const asked = new Promise((resolve) => {
        const element = document.createElement("script");
        element.src = new URL(`disk/${address}.js`, site).href;
        element.onload = element.onerror = () => resolve();
        document.head.append(element);
      });
      scripts.set(address, asked);
    }
    return scripts.get(address);
  }

  /* Everything of a paper lies in one script. */
  const holderOf = (address) => /^papers\/[a-z0-9-]+/.exec(address)?.[0] ?? address;

  const bytesOf = (content) => Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));

  async function fetchFromDisk(asked) {
    const address = inSite(new URL(asked, location.href).href).replace(/index\.html$/, "");
    if (!files.has(address)) await load(holderOf(address));
    if (!files.has(address)) return new Response("", { status: 404 });
    const content = files.get(address);
    return new Response(typeof content === "string" ? content : bytesOf(content[0]));
  }

  /* A module's exports, once it has run. */
  function need(address) {
    if (!running.has(address)) {
      const exported = {};
      const url = new URL(address, site).href;
      const loaded = (wanted) => need(inSite(new URL(wanted, url).href));
      running.set(address, MODULES[address](need, loaded, url, exported, fetchFromDisk).then(() => exported));
    }
    return running.get(address);
  }

  /* On a disk a folder's address shows its files, so links that scripts make name the page in it. */
  function completeLink(link) {
    // Links in drawings have an href of another kind, so the attribute is read.
    const given = link.getAttribute("href");
    if (!URL.canParse(given, document.baseURI)) return;
    const { href } = new URL(given, document.baseURI);
    if (href.startsWith(site.href) && /\/(?:[?#]|$)/.test(href)) link.setAttribute("href", href.replace(/\/(?=[?#]|$)/, "/index.html"));
  }

  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches?.("a[href]")) completeLink(target);
      for (const node of addedNodes) {
        if (node.matches?.("a[href]")) completeLink(node);
        for (const link of node.querySelectorAll?.("a[href]") ?? []) completeLink(link);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] });

  for (const address of script.dataset.run.split(" ")) need(address);
})();
