/* node build_peer.mjs PEER DOCUMENTS OUT: builds what one peer ships. */
import fs from "node:fs";
import path from "node:path";
import { peers } from "./peers.js";

const [name, documentsFile, out] = process.argv.slice(2);
const documents = JSON.parse(fs.readFileSync(documentsFile, "utf8"));

if (name === "pagefind") {
  const pagefind = await import("pagefind");
  const { index } = await pagefind.createIndex();
  for (const document of documents) {
    await index.addCustomRecord({
      url: `/${document.id}`,
      content: `${document.title} ${document.title} ${document.authors} ${document.text}`,
      language: "en",
      meta: { title: document.title },
    });
  }
  await index.writeFiles({ outputPath: out });
  await pagefind.close();
} else {
  const library = name === "flexsearch" ? null : (await import(name)).default;
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, "index.json"), peers[name].build(library, documents));
}
process.exit(0);
