// How a person is drawn where there is no picture of them.

/** First letters of the first and last word; whole characters, whatever the script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].flatMap((word) =>
    word ? [[...word][0]] : [],
  );
  return letters.join('').toLocaleUpperCase();
}

/** One of six colours, always the same for the same participant. */
export function hue(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % 6;
}
