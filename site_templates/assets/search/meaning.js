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
  const lengths = vectors.map(lengthOf);
  const subject = new Float64Array(vectors[0].length);
  for (let n = 0; n < Math.min(FEEDBACK, documents.length); n++) {
    const square = (scores[documents[n]] / top) * (scores[documents[n]] / top);
    const share = (square * square) / lengths[n];
    const vector = vectors[n];
    for (let place = 0; place < vector.length; place++) subject[place] += share * vector[place];
  }
  const length = lengthOf(subject);
  documents.forEach((document, n) => {
    const vector = vectors[n];
    let product = 0;
    for (let place = 0; place < vector.length; place++) product += subject[place] * vector[place];
    const cosine = product / (length * lengths[n]);
    scores[document] = top * (scores[document] / top + SHARE * cosine + 2);
  });
}

function lengthOf(vector) {
  let sum = 0;
  for (let place = 0; place < vector.length; place++) sum += vector[place] * vector[place];
  return Math.sqrt(sum) || 1;
}
