// A person at a Firefox with its own fake camera, driven by WebDriver BiDi.
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { keepErrors } from './errors.mjs';

export class FirefoxPerson {
  /** Opens a Firefox as its users have it, but for the camera, logged in as `account`. */
  static async open(server, account) {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
    });
    const person = new FirefoxPerson(browser, await browser.newPage(), server);
    keepErrors(person.page, person.errors);
    await browser.setCookie({ ...account.cookie, domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Lax' });
    await person.page.setViewport({ width: 1280, height: 800 });
    return person;
  }

  constructor(browser, page, server) {
    Object.assign(this, { browser, page, server, errors: [] });
  }

  /** Joins with camera and microphone on. */
  async join(code) {
    await this.page.goto(`${this.server.url}/r/${code}`);
    await this.page.locator('::-p-aria([name="Join call"][role="button"])').click();
  }

  async say(text) {
    await this.page.locator('::-p-aria([name="Message"][role="textbox"])').fill(text);
    await this.page.locator('::-p-aria([name="Send"][role="button"])').click();
  }

  /** Waits until a text is on the page. */
  reads(text) {
    return this.page.waitForFunction((text) => document.body.innerText.includes(text), { timeout: 10_000 }, text);
  }

  /** Waits until `count` pictures of somebody have been put on the screen. */
  async sees(name, { count = 10, patience = 20_000 } = {}) {
    // Firefox counts no pictures of a call in `getVideoPlaybackQuality`.
    const video = await this.page.waitForSelector(`article[data-participant][aria-label="${name}"] video`);
    const shown = video.evaluate(async (video, count) => {
      while (count--) await new Promise((shown) => video.requestVideoFrameCallback(shown));
    }, count);
    const late = sleep(patience, undefined, { ref: false }).then(() => {
      throw new Error(`Firefox sees no moving ${name}`);
    });
    await Promise.race([shown, late]);
  }

  close() {
    return this.browser.close();
  }
}
