/* The page that stands in for one that is not kept: what was asked for, and what there is. */
const place = document.getElementById("pi-offline");
const scope = new URL(place.dataset.root, location.href);

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function wanted() {
  let path = "";
  try {
    path = decodeURIComponent(location.hash.slice(1));
  } catch {
    // A broken address is no page to try again.
  }
  const address = new URL(path, scope);
  return path && address.href.startsWith(scope.href) ? address : null;
}

/* Address and title of each page that this browser keeps. */
async function keptPages() {
  const store = await caches.open(`paperindex:${scope.pathname}:visited`);
  const pages = [];
  for (const request of await store.keys()) {
    const response = await store.match(request);
    if (!request.url.endsWith("/") || !response.headers.get("content-type")?.startsWith("text/html")) continue;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    pages.push([request.url, page.querySelector("h1")?.textContent ?? page.title]);
  }
  return pages.sort(([, one], [, other]) => one.localeCompare(other, "en"));
}

async function show() {
  const parts = [];
  const address = wanted();
  if (address) {
    const again = element("a", "", "Try again");
    again.href = address.href;
    parts.push(element("p", "", "Not kept in this browser: ", element("code", "", address.pathname.slice(scope.pathname.length)), ". ", again));
  }
  const pages = "caches" in window ? await keptPages() : [];
  if (pages.length) {
    const items = pages.map(([href, title]) => {
      const link = element("a", "", title);
      link.href = href;
      return element("li", "", link);
    });
    parts.push(element("h2", "", `Pages you have visited (${pages.length})`), element("ul", "pi-titles", ...items));
  }
  place.replaceChildren(...parts);
}

show();
