/* Re-ranking of longer queries by what their first papers are about, the twin of generator/search/meaning.py. */

const FEEDBACK = 12;
const SHARE = 1.3;
export const LEAST_WORDS = 4;
export const RERANKED = 40;

/* Gives the best papers, in their order, new scores above all others'. */
export function rerank(documents, scores, vectorOf) {
  const top = scores[documents[0]];
  if (!(top > 0)) return;
  const vectors = documents.map(vectorOf);
  const lengths = vectors.map((vector) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1);
  const subject = new Float64Array(vectors[0].length);
  for (let n = 0; n < Math.min(FEEDBACK, documents.length); n++) {
    const square = (scores[documents[n]] / top) * (scores[documents[n]] / top);
    const share = (square * square) / lengths[n];
    vectors[n].forEach((x, place) => (subject[place] += share * x));
  }
  const length = Math.sqrt(subject.reduce((sum, x) => sum + x * x, 0)) || 1;
  documents.forEach((document, n) => {
    const product = vectors[n].reduce((sum, x, place) => sum + subject[place] * x, 0);
    const cosine = product / (length * lengths[n]);
    scores[document] = top * (scores[document] / top + SHARE * cosine + 2);
  });
}
