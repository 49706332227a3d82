import { mkdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startChromium } from '../hosts/chromium.ts';
import { DirectusClient } from '../hosts/directus-client.ts';
import { studioContext } from '../hosts/studio-context.ts';
import { startDemo } from './demo/start-demo.ts';
import type { Demo } from './demo/start-demo.ts';
import { step } from './setup/step.mjs';

// node script/screenshots.ts: pictures of the reference case in docs/screenshots/, each in light and in dark.

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

/** A picture in the documentation must not weigh more, in KB. */
const LIMIT = 200;

/** Sharp enough on a good screen, light enough for a repository. */
const SCALE = 1.25;

interface Picture {
  name: string;
  /** The page of the admin app. */
  path: string;
  /** What is there once the page is complete. */
  ready: string;
  width: number;
  height: number;
}

const demo = await startDemo({ major: 11, reset: false, port: undefined, snapshot: undefined });
try {
  await step('Scanning', () => demo.cli('scan'));
  const pictures = await picturesOf(demo);
  mkdirSync(FOLDER, { recursive: true });
  const browser = await startChromium();
  try {
    for (const appearance of ['light', 'dark'] as const)
      await step(`Taking pictures in ${appearance}`, () => takePictures(browser, demo, pictures, appearance));
  } finally {
    await browser.close();
  }
} finally {
  await demo.stop();
}

async function picturesOf({ directus }: Demo): Promise<Picture[]> {
  const admin = await DirectusClient.login(directus.url, directus.admin);
  const first = async (path: string): Promise<string> => {
    const { data } = (await admin.must('GET', `${path}?fields=id&limit=1`)) as { data: { id: string }[] };
    const [item] = data;
    if (item === undefined) throw new Error(`The demo has nothing in ${path}: start it once with \`npm run demo -- --reset\`.`);
    return item.id;
  };
  const agent = await first('/items/agents');
  const dashboard = await first('/dashboards');
  return [
    { name: 'overview', path: '/one-roof', ready: '[data-scan]', width: 1200, height: 1060 },
    { name: 'ownership', path: '/one-roof/ownership', ready: '[role=gridcell]', width: 1200, height: 800 },
    { name: 'gate-panel', path: `/insights/${dashboard}`, ready: '[data-blocker]', width: 960, height: 440 },
    { name: 'ownership-field', path: `/content/agents/${agent}`, ready: '.owned-scopes li', width: 960, height: 560 },
  ];
}

async function takePictures(
  browser: Browser,
  { directus: { url, admin: person } }: Demo,
  pictures: Picture[],
  appearance: 'light' | 'dark',
): Promise<void> {
  const admin = await DirectusClient.login(url, person);
  await admin.must('PATCH', '/users/me', { appearance, language: 'en-US' });
  for (const { name, path, ready, width, height } of pictures) {
    const context = await studioContext(browser, { url, person, width, height, appearance, scale: SCALE });
    const page = await context.newPage();
    await page.goto(`${url}/admin${path}`);
    await page.locator(ready).first().waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await page.evaluate('document.fonts.ready');
    const file = `${FOLDER}${name}-${appearance}.png`;
    await page.screenshot({ path: file, animations: 'disabled' });
    await context.close();

    const weight = statSync(file).size / 1024;
    if (weight > LIMIT) throw new Error(`${basename(file)} weighs ${weight.toFixed(0)} KB, expected at most ${LIMIT} KB`);
  }
}
