// Marks where the words that were looked for stand in a text.

export interface Piece {
  text: string;
  hit: boolean;
}

export function highlight(text: string, query: string): Piece[] {
  const words = query.split(/[\s"*]+/).filter((word) => word !== '');
  if (words.length === 0) return [{ text, hit: false }];
  const pattern = new RegExp(
    `(${words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'giu',
  );
  // Every other piece is what the pattern caught.
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, hit: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
