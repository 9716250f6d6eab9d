// Cameras: clips turned into files that Chromium plays as its fake camera, kept between runs.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { binary, target } from './server.mjs';

const run = promisify(execFile);
const kept = path.join(target, 'test-cameras');

/** A recorded clip (IVF or WebM) as a y4m file. */
export async function recorded(clip, name = path.basename(clip, path.extname(clip))) {
  return keep(`${name}.y4m`, (file) => ['clip', 'convert', clip, file]);
}

/** A clip of the drawn signer spelling `text`. */
export async function drawn(text) {
  return keep(`drawn-${text}.y4m`, (file) => ['signer', 'render', '--text', text, '--out', file]);
}

async function keep(name, command) {
  await mkdir(kept, { recursive: true });
  const file = path.join(kept, name);
  if (!existsSync(file)) {
    const fresh = path.join(kept, `fresh-${process.pid}-${name}`);
    await run(binary, command(fresh));
    await rename(fresh, file);
  }
  return file;
}

/** The recorded clips of a split, with their texts; none when the data is not there. */
export async function recordings(split) {
  const folder = process.env.SIGN_DATA && path.resolve(process.env.SIGN_DATA, 'clips');
  const table = folder && path.join(folder, 'clips.csv');
  if (!table || !existsSync(table)) {
    console.log(`left out: recorded signers of the ${split} split (SIGN_DATA names no data)`);
    return [];
  }
  const [head, ...rows] = (await readFile(table, 'utf8')).trim().split('\n').map((line) => line.split(','));
  const column = (name) => head.indexOf(name);
  return rows
    .filter((row) => row[column('split')] === split)
    .map((row) => ({ file: path.join(folder, row[column('file')]), text: row[column('expected_text')], signer: row[column('signer')] }));
}
