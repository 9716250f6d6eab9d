// How far a text is from what was meant.

/** Levenshtein distance. */
export function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Doubled letters are scored apart: a hard cut inside a joined clip hardly moves the hand. */
export function withoutDoubles(text) {
  return text.replace(/(.)\1+/g, '$1');
}

/** The least distance of `text` to `times` or more passes of a looping word, by pass. */
export function distancePerPass(text, word) {
  const read = withoutDoubles(text.replace(/\s+/g, ''));
  const meant = withoutDoubles(word);
  let best = { passes: 1, distance: Infinity };
  for (let passes = 1; passes <= Math.ceil(read.length / meant.length) + 1; passes += 1) {
    const distance = editDistance(read, meant.repeat(passes));
    if (distance < best.distance) best = { passes, distance };
  }
  return { ...best, perPass: best.distance / best.passes };
}
