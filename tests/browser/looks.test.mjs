// Pictures of every page, for people to look at, with an accessibility check of each.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { drawn } from './support/clips.mjs';
import { Person } from './support/person.mjs';
import { Server, target } from './support/server.mjs';

const pictures = path.join(target, 'screenshots');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// Nobody listens on port 9: what is asked for there waits until the server stops.
const mails = ['--smtp-url', 'smtp://127.0.0.1:9', '--mail-from', 'glossa@example.org', '--public-url', 'http://127.0.0.1'];
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

let server;
let mailing;
let ben;

before(async () => {
  await mkdir(pictures, { recursive: true });
  server = await Server.start();
  mailing = await Server.start({ args: mails });
  ben = await server.register('ben');
});

after(async () => {
  await server?.stop();
  await mailing?.stop();
});

async function look(person, name) {
  await person.page.waitForTimeout(400);
  await person.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  const { violations } = await person.page.evaluate(`${axe}; axe.run({ resultTypes: ['violations'] })`);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    [],
    `${name} has accessibility faults`,
  );
}

const forVisitors = {
  register: '/register',
  forgotten: '/forgotten',
  reset: '/reset#a-token',
  guest: '/g#a-token',
};

const forMembers = (code) => ({
  account: '/account',
  calls: `/r/${code}/calls`,
  'room-settings': `/r/${code}/settings`,
  search: '/search?q=everyone',
  'admin-users': '/admin/users',
  'admin-rooms': '/admin/rooms',
  'admin-sessions': '/admin/sessions',
  'admin-log': '/admin/log',
  'admin-invites': '/admin/invites',
  'admin-settings': '/admin/settings',
  'admin-models': '/admin/models',
  'admin-health': '/admin/health',
});

for (const [device, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every page can be looked at on a ${device} in ${colorScheme} colours`, async () => {
      const suffix = `${device}-${colorScheme}`;
      const code = await server.room(server.admin, 'Book club');
      const visitor = await Person.open(server, null, { viewport, colorScheme });
      const signer = await Person.open(server, ben, { camera: await drawn('CLAY') });
      const member = await Person.open(server, server.admin, { viewport, colorScheme });
      try {
        await visitor.page.goto(`${server.url}/`);
        await look(visitor, `log-in-${suffix}`);
        await visitor.page.goto(`${server.url}/setup?token=used`);
        await look(visitor, `setup-${suffix}`);
        await member.page.goto(`${server.url}/`);
        await member.button('New room').waitFor();
        await look(member, `rooms-${suffix}`);
        await member.page.goto(`${server.url}/r/${code}`);
        await member.button('Join call').waitFor();
        await look(member, `lobby-${suffix}`);
        await signer.join(code);
        await member.button('Join call').click();
        await member.button('Leave').waitFor();
        await signer.consent();
        await member.sees('ben');
        await signer.say('Hello everyone');
        await member.captions().locator('[data-segment]').first().waitFor({ timeout: 20_000 });
        await member.page.waitForTimeout(5_000);
        await look(member, `call-${suffix}`);
        const {
          items: [call],
        } = await server.json(`/api/v1/rooms/${code}/calls`, server.admin);
        await member.page.goto(`${server.url}/calls/${call.id}`);
        await member.page.getByText('Hello everyone').waitFor();
        await look(member, `transcript-${suffix}`);
      } finally {
        await Promise.all([visitor, signer, member].map((person) => person.close()));
      }
    });
  }
}

for (const [device, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`accounts and administration can be looked at on a ${device} in ${colorScheme} colours`, async () => {
      const code = await server.room(server.admin, 'Book club');
      const visitor = await Person.open(server, null, { viewport, colorScheme });
      const member = await Person.open(server, server.admin, { viewport, colorScheme });
      try {
        for (const [person, pages] of [
          [visitor, forVisitors],
          [member, forMembers(code)],
        ]) {
          for (const [name, address] of Object.entries(pages)) {
            await person.page.goto(server.url + address);
            await person.page.getByRole('heading', { level: 1 }).waitFor();
            await look(person, `${name}-${device}-${colorScheme}`);
          }
        }
      } finally {
        await Promise.all([visitor, member].map((person) => person.close()));
      }
    });

    test(`asking for a mail can be looked at on a ${device} in ${colorScheme} colours`, async () => {
      const suffix = `${device}-${colorScheme}`;
      const visitor = await Person.open(mailing, null, { viewport, colorScheme });
      try {
        await visitor.page.goto(`${mailing.url}/login`);
        await visitor.page.getByRole('link', { name: 'Forgot your password?' }).click();
        await visitor.page.getByLabel('Username or email').fill('ada');
        await look(visitor, `forgotten-mail-${suffix}`);
        await visitor.button('Send me a link').click();
        await visitor.page.getByRole('status').getByText('a mail is on its way').waitFor();
        await look(visitor, `forgotten-sent-${suffix}`);
      } finally {
        await visitor.close();
      }
    });

    test(`keeping order can be looked at on a ${device} in ${colorScheme} colours`, async () => {
      const suffix = `${device}-${colorScheme}`;
      const code = await server.room(server.admin, 'Book club');
      await server.change(`/api/v1/rooms/${code}`, server.admin, { lobby: true, history: false });
      const link = await server.guestLink(code, server.admin);
      const owner = await Person.open(server, server.admin, { viewport, colorScheme });
      const guest = await Person.open(server, null, { viewport, colorScheme });
      const member = await Person.open(server, ben, { viewport, colorScheme });
      try {
        await owner.join(code);
        await guest.comeAsGuest(link, 'Sam');
        await look(guest, `lobby-guest-${suffix}`);
        await guest.button('Join call').click();
        await guest.page.getByRole('heading', { name: 'Waiting to be let in' }).waitFor();
        await look(guest, `waiting-${suffix}`);
        await owner.button('Let in Sam').waitFor();
        await look(owner, `call-knock-${suffix}`);
        await owner.button('Let in Sam').click();
        await guest.button('Leave').waitFor();
        const people = await owner.keepOrder('Sam');
        await look(owner, `call-order-${suffix}`);
        await people.getByRole('button', { name: 'Mute microphone', exact: true }).click();
        await guest.notices().getByText('You were muted by ada').waitFor();
        await look(guest, `call-muted-${suffix}`);
        await owner.page.getByRole('button', { name: 'Room', exact: true }).click();
        await owner.page.getByRole('heading', { name: 'Door' }).waitFor();
        await owner.page.getByLabel('Locked: nobody new comes in').check();
        await guest.page.getByText('Locked', { exact: true }).waitFor();
        await look(owner, `call-room-${suffix}`);
        await member.page.goto(`${server.url}/r/${code}`);
        await member.button('Join call').click();
        await member.page.getByText('The room is locked').waitFor();
        await look(member, `refused-${suffix}`);
      } finally {
        await Promise.all([owner, guest, member].map((person) => person.close()));
      }
    });
  }
}
