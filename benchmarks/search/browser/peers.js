/* The peers behind one door: `build` makes what would be shipped, `open` reads it in the page, `ask` gives ids. */

const FIELDS = ["title", "authors", "text"];
const escaped = (text) => text.replace(/[:~^+\-*]/g, " ");

export const peers = {
  lunr: {
    build(lunr, documents) {
      const index = lunr(function () {
        this.ref("id");
        for (const field of FIELDS) this.field(field, { boost: field === "title" ? 2 : 1 });
        for (const document of documents) this.add(document);
      });
      return JSON.stringify(index);
    },
    open: (lunr, shipped) => lunr.Index.load(JSON.parse(shipped)),
    ask: (index, text, most) => index.search(escaped(text)).slice(0, most).map((found) => found.ref),
  },
  minisearch: {
    options: { fields: FIELDS, searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 2 } } },
    build(MiniSearch, documents) {
      const index = new MiniSearch(this.options);
      index.addAll(documents);
      return JSON.stringify(index);
    },
    open(MiniSearch, shipped) {
      return MiniSearch.loadJSON(shipped, this.options);
    },
    ask: (index, text, most) => index.search(text).slice(0, most).map((found) => found.id),
  },
  flexsearch: {
    // Its own export comes in hundreds of parts; as most sites do, it is built in the page from the texts.
    build: (_, documents) => JSON.stringify(documents),
    open(FlexSearch, shipped) {
      const index = new FlexSearch.Document({ document: { id: "id", index: FIELDS }, tokenize: "forward" });
      for (const document of JSON.parse(shipped)) index.add(document);
      return index;
    },
    ask: (index, text, most) =>
      [...new Set(index.search(text, { limit: most, suggest: true }).flatMap((field) => field.result))].slice(0, most),
  },
};
