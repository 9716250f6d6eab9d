// How far a text is from what was meant.

/** Levenshtein distances of `a` to the first 0, 1, 2 … characters of `b`. */
function distancesToStarts(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row;
}

/** Doubled letters are scored apart: a hard cut inside a joined clip hardly moves the hand. */
export function withoutDoubles(text) {
  return text.replace(/(.)\1+/g, '$1');
}

/**
 * How well `text` follows a looping word: watching begins and ends anywhere in it, so the least
 * distance to any stretch of the endless word counts, by pass.
 */
export function distancePerPass(text, word) {
  const read = withoutDoubles(text.replace(/\s+/g, ''));
  const meant = withoutDoubles(word);
  const endless = meant.repeat(Math.ceil((2 * read.length) / meant.length) + 2);
  let best = { distance: read.length, length: 0 };
  for (let start = 0; start < meant.length; start += 1) {
    for (const [length, distance] of distancesToStarts(read, endless.slice(start)).entries()) {
      // Of stretches that are equally far the longest counts: what was not read was signed all the same.
      const better = distance < best.distance || (distance === best.distance && length > best.length);
      if (better) best = { distance, length };
    }
  }
  const passes = best.length / meant.length;
  return { passes, distance: best.distance, perPass: best.distance / Math.max(passes, 1) };
}
