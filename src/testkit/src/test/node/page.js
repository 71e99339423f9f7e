'use strict';
// Somebody at the operation page, in a real Chromium without a screen.
//   node page.js --scenario pause --url http://127.0.0.1:9876/ --token s3cret --shots target/page [--chromium /usr/bin/chromium]
// Ends with 0 if all was as it should be, else says on stderr what was not. Whatever it does: no request leaves for another
// address, and the page's script never fails.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { options } = require('./lib');

const args = options({ chromium: '/usr/bin/chromium', shots: '.' });
const PATIENCE = 60_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const scenarios = {
  /** What a person with a mouse, a phone, or the night shift sees. */
  async looks(open) {
    for (const [name, size, colorScheme] of [
      ['light', [1440, 1000], 'light'], ['dark', [1440, 1000], 'dark'], ['phone', [360, 780], 'light'],
      ['phone-dark', [360, 780], 'dark']]) {
      const page = await open({ viewport: { width: size[0], height: size[1] }, colorScheme });
      await page.locator('#in .card').first().waitFor();
      await page.locator('#agents .card').first().waitFor();
      await page.locator('#sessions tbody tr').first().waitFor();
      await page.getByRole('button', { name: 'Dry run' }).click();
      await page.locator('#letters td, #letters .empty').first().waitFor();
      // Two looks, so that there are rates.
      await until(() => page.evaluate(() => samples.length > 2));
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: path.join(args.shots, name + '.png'), fullPage: true });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      assert.ok(wide <= size[0], `${name}: the page is ${wide} wide`);
      await readable(page, name);
      await page.context().close();
    }
  },

  /** By keyboard alone, from no token to a road that is paused, and back. */
  async pause(open) {
    const page = await open();
    await page.getByRole('button', { name: 'Pause the road kafka' }).waitFor();
    await page.getByRole('button', { name: 'Pause the road kafka' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('operate.token').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the token.').waitFor();
    assert.deepStrictEqual(await page.evaluate('Object.keys(sessionStorage)'), []);
    await page.keyboard.type(args.token);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Resume the road kafka' }).waitFor();
    assert.strictEqual((await observe(page, 'roads')).roads.find((road) => road.road === 'kafka').paused, true);
    await page.locator('#in .card', { hasText: 'kafka' }).getByText('paused').waitFor();
    await page.screenshot({ path: path.join(args.shots, 'paused.png'), fullPage: true });
    await page.getByRole('button', { name: 'Resume the road kafka' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause the road kafka' }).waitFor();
    assert.strictEqual((await observe(page, 'roads')).roads.find((road) => road.road === 'kafka').paused, false);
    // The token is nowhere but in this tab.
    assert.deepStrictEqual(await page.evaluate('Object.keys(localStorage)'), []);
    assert.deepStrictEqual(await page.context().cookies(), []);
    assert.ok(!page.url().includes(args.token));
  },

  /** One of several is found by its key, and closed after a second thought. */
  async sessions(open) {
    const page = await open();
    await page.locator('#sessions tbody tr').nth(1).waitFor();
    await page.getByLabel('Session key, whole').fill(args.key);
    await page.keyboard.press('Enter');
    const rows = page.locator('#sessions tbody tr');
    await until(async () => await rows.count() === 1);
    await rows.first().getByRole('button').click();
    await giveToken(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    assert.strictEqual((await observe(page, 'sessions?key=' + encodeURIComponent(args.key))).total, 1);
    await rows.first().getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click();
    await page.getByText('No session has that key.').waitFor();
    assert.strictEqual((await observe(page, 'sessions?key=' + encodeURIComponent(args.key))).total, 0);
    await page.getByRole('button', { name: 'All' }).click();
    await rows.first().waitFor();
  },

  /** Counted, then sent again, and then there are none. */
  async letters(open) {
    const page = await open();
    await page.getByLabel('Reason').fill('COGNIGY-INVALID-JSON');
    await page.getByRole('button', { name: 'Dry run' }).click();
    const row = page.locator('#letters tbody tr');
    await row.waitFor();
    assert.deepStrictEqual(await row.locator('td').allTextContents(), ['kafka', 'COGNIGY-INVALID-JSON', args.letters]);
    await page.getByRole('button', { name: 'Replay' }).click();
    await giveToken(page);
    await page.getByRole('dialog').getByText('Send ' + args.letters + ' letters again?').waitFor();
    await page.screenshot({ path: path.join(args.shots, 'replay.png') });
    const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/replay?'));
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    // Those that were counted, and no others.
    assert.strictEqual(new URL((await asked).url()).searchParams.get('reason'), 'COGNIGY-INVALID-JSON');
    await page.getByText(args.letters + ' letters are replayed.').waitFor();
  },

  /** In the demonstration: one asks, and chooses from what the bot offers. */
  async chat(open) {
    const page = await open();
    await page.getByLabel('What you say').fill('<img src=x onerror=alert(1)>');
    await page.getByRole('button', { name: 'Send' }).click();
    await giveToken(page);
    await page.getByText('You said: <img src=x onerror=alert(1)>').waitFor();
    assert.strictEqual(await page.locator('#log img').count(), 0);
    await page.getByLabel('What you say').fill('menu');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Medium' }).click();
    await page.getByText('You said: size m').waitFor();
    await page.screenshot({ path: path.join(args.shots, 'chat.png'), fullPage: true });
  },

  /** As a bridge has it that is no demonstration. */
  async production(open) {
    const page = await open();
    await page.locator('#in .card').first().waitFor();
    assert.ok(await page.locator('#chat').isHidden());
    // What comes from outside is text, whatever it looks like.
    await page.getByText(args.key, { exact: true }).waitFor();
    assert.strictEqual(await page.locator('main b, main img, main script').count(), 0);
    await page.getByRole('button', { name: 'Read only' }).click();
    await page.getByLabel('operate.token').fill('any');
    await page.keyboard.press('Enter');
    await page.getByText('operate.token is not set').waitFor();
  },
};

async function giveToken(page) {
  await page.getByLabel('operate.token').fill(args.token);
  await page.keyboard.press('Enter');
  await page.getByLabel('operate.token').waitFor({ state: 'hidden' });
}

async function until(condition) {
  for (const end = Date.now() + PATIENCE; !await condition();) {
    assert.ok(Date.now() < end, 'waited in vain');
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Past the page: what the port says itself. */
function observe(page, what) {
  return page.evaluate((from) => fetch('observe/' + from).then((response) => response.json()), what);
}

/** Labels, contrast, roles: what axe-core finds wanting by WCAG 2, A and AA. */
async function readable(page, name) {
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})");
  const found = violations.flatMap((one) => one.nodes.map((node) => `${one.id} ${node.target} ${node.failureSummary}`));
  assert.deepStrictEqual(found, [], name);
}

(async () => {
  fs.mkdirSync(args.shots, { recursive: true });
  const browser = await chromium.launch({ executablePath: args.chromium, headless: true, args: FLAGS });
  const wrong = [];
  const open = async (how) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...how });
    context.setDefaultTimeout(PATIENCE);
    await context.route('**', (route) => {
      const { origin, protocol } = new URL(route.request().url());
      if (protocol === 'data:' || origin === new URL(args.url).origin) {
        return route.continue();
      }
      wrong.push('asked another host: ' + route.request().url());
      return route.abort();
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => wrong.push('the script failed: ' + error.stack));
    page.on('dialog', (dialog) => wrong.push('a dialog came up: ' + dialog.message()));
    page.on('console', (line) => {
      // What the port refuses, as it should, the browser calls an error, too.
      if (line.type() === 'error' && !line.text().startsWith('Failed to load resource: the server responded')) {
        wrong.push('the browser complains: ' + line.text());
      }
    });
    await page.goto(args.url);
    return page;
  };
  try {
    await scenarios[args.scenario](open);
    assert.deepStrictEqual(wrong, []);
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});
