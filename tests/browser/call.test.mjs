// What people do in a call.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

let server;
const names = ['ada', 'ben', 'cleo', 'dov'];
const accounts = {};

before(async () => {
  server = await Server.start();
  accounts.ada = server.admin;
  for (const name of names.slice(1)) accounts[name] = await server.register(name);
});

after(() => server?.stop());

/** Opens browsers for `people`, runs `scene`, closes them whatever happens. */
async function withPeople(people, scene) {
  const opened = [];
  try {
    for (const name of people) opened.push(await Person.open(server, accounts[name]));
    await scene(...opened);
    for (const person of opened) {
      assert.deepEqual(person.errors, [], `${person.account.username}'s page reported errors`);
      assert.deepEqual(person.strangers, [], 'a page asked another server for something');
    }
  } finally {
    await Promise.all(opened.map((person) => person.close()));
  }
}

async function hears(person) {
  const before = await person.inbound('audio', 'totalAudioEnergy');
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await person.inbound('audio', 'totalAudioEnergy')) > before) return;
    await sleep(100);
  }
  assert.fail(`${person.account.username} hears nothing`);
}

test('a newcomer registers, makes a room and is let in', async () => {
  const person = await Person.open(server, null);
  try {
    await person.page.goto(server.url);
    await person.page.getByRole('link', { name: 'Create account' }).or(person.button('Create account')).first().click();
    await person.page.getByLabel('Username').fill('newcomer');
    await person.page.getByLabel('Email').fill('New@Example.org');
    await person.page.getByLabel('Password', { exact: false }).first().fill('correct horse');
    await person.button('Create account').click();
    await person.button('New room').waitFor();
    assert.deepEqual(person.strangers, []);
  } finally {
    await person.close();
  }
});

test('two people see and hear each other', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(['ada', 'ben'], async (ada, ben) => {
    await Promise.all([ada.join(code), ben.join(code)]);
    await Promise.all([ada.sees('ben'), ben.sees('ada')]);
    await Promise.all([hears(ada), hears(ben)]);
  });
});

test('four people see and hear each other', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(names, async (...people) => {
    for (const person of people) await person.join(code);
    for (const person of people) {
      for (const name of names) {
        if (name !== person.account.username) await person.sees(name, { count: 3 });
      }
      await hears(person);
    }
  });
});

test('a late joiner sees the others within a second of joining', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(['ada', 'ben'], async (ada, ben) => {
    await ada.join(code);
    await sleep(3_000);
    const milliseconds = await ben.timedJoin(code, 'ada');
    console.log(`first picture ${Math.round(milliseconds)} ms after the click`);
    assert.ok(milliseconds < 1_000, `${milliseconds} ms`);
  });
});

test('chat arrives in order and is shown as saved', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(['ada', 'ben'], async (ada, ben) => {
    await Promise.all([ada.join(code), ben.join(code)]);
    const lines = ['one', 'two', 'three <b>bold</b>', 'four'];
    for (const line of lines) await ada.say(line);
    const shown = ben.chat().locator('[data-saved]');
    await ben.chat().getByText('four').waitFor();
    const texts = await shown.allInnerTexts();
    assert.equal(texts.length, lines.length);
    lines.forEach((line, index) => assert.ok(texts[index].includes(line), texts[index]));
    await ada.chat().locator('[data-saved="true"]').nth(3).waitFor();
    const { items: [call] } = await server.json(`/api/v1/rooms/${code}/calls`, accounts.ada);
    const { chat } = await server.json(`/api/v1/calls/${call.id}`, accounts.ada);
    assert.deepEqual(chat.map((message) => message.text), lines);
  });
});

test('a camera goes off and on again', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(['ada', 'ben'], async (ada, ben) => {
    await Promise.all([ada.join(code), ben.join(code)]);
    await ben.sees('ada');
    await ada.button('Turn camera off').click();
    await ada.button('Turn camera on').waitFor();
    await sleep(1_500);
    const still = await ben.framesOf('ada');
    await sleep(1_500);
    assert.ok((await ben.framesOf('ada')) - still < 4, 'pictures kept coming from a camera that is off');
    await ada.button('Turn camera on').click();
    await ben.sees('ada');
  });
});

test('a reload comes back into the call, a leave takes the tile away', async () => {
  const code = await server.room(accounts.ada);
  await withPeople(['ada', 'ben'], async (ada, ben) => {
    await Promise.all([ada.join(code), ben.join(code)]);
    await ben.sees('ada');
    await ada.page.reload();
    if (await ada.button('Join call').isVisible().catch(() => false)) await ada.button('Join call').click();
    else await ada.button('Join call').or(ada.button('Leave')).first().waitFor();
    if (await ada.button('Join call').isVisible().catch(() => false)) await ada.button('Join call').click();
    await ada.button('Leave').waitFor();
    await ada.sees('ben');
    await ada.button('Leave').click();
    await ben.tile('ada').waitFor({ state: 'detached', timeout: 35_000 });
  });
});
