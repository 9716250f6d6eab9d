// Turns the figures of a bench run into a table and one JSON file: name, value, unit, goal.
import { readFile, writeFile } from 'node:fs/promises';

const [from, to] = process.argv.slice(2);
const lines = (await readFile(from, 'utf8')).trim().split('\n').filter(Boolean);
const figures = lines.map((line) => JSON.parse(line));
await writeFile(to, `${JSON.stringify(figures, null, 2)}\n`);

/** Whether a figure fails its goal, written as `>= 85` or `<= 1.3`. */
function isMissed({ value, goal }) {
  if (!goal) return false;
  const [relation, bound] = goal.split(' ');
  return relation === '>=' ? value < Number(bound) : value > Number(bound);
}

const row = ({ name, value, unit, goal }) =>
  `${name.padEnd(64)} ${value.toFixed(3).padStart(10)} ${unit.padEnd(6)} ${goal ?? ''}`;
console.log(`\n${figures.map(row).join('\n')}`);
const missed = figures.filter(isMissed);
console.log(missed.length ? `\nmissed:\n${missed.map(row).join('\n')}` : '\nno goal was missed');
