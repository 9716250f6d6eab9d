// Cameras: clips turned into files that Chromium plays as its fake camera, kept between runs.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { binary, root, target } from './server.mjs';

const run = promisify(execFile);
const kept = path.join(target, 'test-cameras');

/** A recorded clip (IVF or WebM) as a y4m file. */
export async function recorded(clip, name = path.basename(clip, path.extname(clip))) {
  return keep(`${name}.y4m`, (file) => ['clip', clip, file]);
}

/** A clip of the drawn signer spelling `text`. */
export async function drawn(text) {
  return keep(`drawn-${text}.y4m`, (file) => ['signer', 'render', '--text', text, '--out', file]);
}

/** A clip of the drawn signer in a picture of this size, 30 frames a second. */
export async function sized(width, height) {
  const size = ['--width', width, '--height', height, '--fps', 30, '--seconds', 2].map(String);
  return keep(`drawn-${width}x${height}.y4m`, (file) => ['signer', 'render', '--silent', 'fidget', ...size, '--out', file]);
}

/** A clip of a drawn person who makes a sign of the dictionary, from rest to rest. */
export async function signed(name) {
  const size = ['--width', '640', '--height', '480'];
  return keep(`signed-${name}.y4m`, (file) => ['sign', 'show', name, '--out', file, ...size]);
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

/** A model folder like the bundled one, its numbers drawn at random. */
export async function randomModel() {
  const bundled = path.join(root, 'weights/fingerspelling-ase');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'glossa-random-'));
  const weights = await readFile(path.join(bundled, 'model.safetensors'));
  // safetensors: the length of a JSON header, the header, then the numbers.
  const start = 8 + Number(weights.readBigUInt64LE(0));
  const types = new Set(Object.values(JSON.parse(weights.subarray(8, start))).map((tensor) => tensor.dtype));
  types.delete(undefined);
  if (types.size !== 1) throw new Error(`one type of number is expected, not ${[...types]}`);
  const [width, draw] = {
    F32: [4, (at) => weights.writeFloatLE(Math.random() - 0.5, at)],
    // Sign, an exponent just below one, any fraction: half a number from -1 to 1.
    F16: [2, (at) => weights.writeUInt16LE((Math.random() < 0.5 ? 0x8000 : 0) | 0x3400 | Math.floor(Math.random() * 0x400), at)],
  }[[...types][0]];
  for (let at = start; at < weights.length; at += width) draw(at);
  await writeFile(path.join(folder, 'model.safetensors'), weights);
  await writeFile(path.join(folder, 'config.json'), await readFile(path.join(bundled, 'config.json')));
  return folder;
}
