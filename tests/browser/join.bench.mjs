// How long it takes from asking to join to the first decoded picture, in a real browser.
import { appendFile } from 'node:fs/promises';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

const ROUNDS = 100;

const server = await Server.start();
const times = [];
try {
  const code = await server.room(server.admin);
  const ben = await server.register('ben');
  const publisher = await Person.open(server, server.admin);
  await publisher.join(code);
  const viewer = await Person.open(server, ben);
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await viewer.timedJoin(code, 'ada'));
    await viewer.button('Leave').click();
    await publisher.tile('ben').waitFor({ state: 'detached' });
  }
  await Promise.all([publisher.close(), viewer.close()]);
} finally {
  await server.stop();
}

times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
for (const [name, value, goal] of [
  ['join to first decoded frame, median', at(0.5), null],
  ['join to first decoded frame, p95', at(0.95), '<= 500'],
]) {
  console.log(`${name.padEnd(60)} ${value.toFixed(0)} ms ${goal ?? ''}`);
  if (process.env.BENCH_JSON) {
    await appendFile(process.env.BENCH_JSON, `${JSON.stringify({ name, value, unit: 'ms', goal })}\n`);
  }
}
