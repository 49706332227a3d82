import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../hosts/chromium.ts';
import { DirectusClient } from '../hosts/directus-client.ts';
import { studioContext } from '../hosts/studio-context.ts';
import { draftRelease } from './demo/draft-release.ts';
import { startDemo } from './demo/start-demo.ts';
import type { Demo } from './demo/start-demo.ts';
import { step } from './setup/step.mjs';

// node script/screenshots.ts [NAME…]: pictures of the reference case in docs/screenshots/, each in light and in dark; all of
// them, or those that are named.

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

/** A picture in the documentation must not weigh more, in KB. */
const LIMIT = 200;

/** Sharp enough on a good screen, light enough for a repository. */
const SCALE = 1.25;

interface Picture {
  name: string;
  /** The page of the admin app. */
  path: string;
  /** Selector that is there once the page is complete. */
  ready: string;
  width: number;
  height: number;
  /** Person who looks at it, if not the administrator. */
  person?: { email: string; password: string };
  /** Acts on the page before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

const Built = z.object({ packet_tree_sha256: z.string(), facts: z.object({ changes: z.unknown() }) });
const Requests = z.array(z.object({ code: z.string() }));

const wanted = process.argv.slice(2);
const demo = await startDemo({ major: 11, reset: false, port: undefined, snapshot: undefined });
try {
  await step('Scanning', () => demo.cli('scan'));
  const pictures = (await picturesOf(demo)).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
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

async function picturesOf(demo: Demo): Promise<Picture[]> {
  const { directus } = demo;
  const admin = await DirectusClient.login(directus.url, directus.admin);
  const first = async (path: string): Promise<string> => {
    const { data } = (await admin.must('GET', `${path}?fields=id&limit=1`)) as { data: { id: string }[] };
    const [item] = data;
    if (item === undefined)
      throw new Error(`The demo has nothing in ${path}: start it once with \`npm run demo -- --reset\`.`);
    return item.id;
  };
  const agent = await first('/items/agents');
  const dashboard = await first('/dashboards');
  const [president, tools] = ['council@example.com', 'tools@example.com'].map((email) => ({
    email,
    password: directus.admin.password,
  }));
  if (president === undefined || tools === undefined) throw new Error('Nobody ratifies in this demo');
  const request = await askForOwners(demo);
  return [
    { name: 'overview', path: '/one-roof', ready: '[data-scan]', width: 1200, height: 900 },
    { name: 'ownership', path: '/one-roof/ownership', ready: '[role=gridcell]', width: 1200, height: 800 },
    { name: 'gaps', path: '/one-roof/gaps', ready: '[data-gap]', width: 1200, height: 700 },
    {
      name: 'responsibilities',
      path: '/one-roof/responsibilities',
      ready: '[data-object]',
      width: 1200,
      height: 840,
      person: tools,
    },
    {
      name: 'plan',
      path: '/one-roof/plan',
      ready: '.owner-grid [data-group]',
      width: 1420,
      height: 680,
      prepare: changeOwners,
    },
    {
      name: 'ratification',
      path: `/one-roof/ratification/${request}`,
      ready: '[data-vote]',
      width: 1200,
      height: 1180,
      person: president,
    },
    { name: 'gate-panel', path: `/insights/${dashboard}`, ready: '[data-blocker]', width: 960, height: 440 },
    { name: 'ownership-field', path: `/content/agents/${agent}`, ready: '.owned-scopes li', width: 960, height: 560 },
  ];
}

/** A request that waits for its votes; the one that is there, or a new one. */
async function askForOwners({ cli, directus }: Demo): Promise<string> {
  const code = 'APR-OWNERS-1';
  const requests = Requests.parse(await cli('request', 'list'));
  if (requests.some((request) => request.code === code)) return code;
  const folder = join(mkdtempSync(join(tmpdir(), 'one-roof-pictures-')), 'OWNERS-1');
  const { packet_tree_sha256: packet, facts } = Built.parse(await cli('release', 'build', 'OWNERS-1', folder));
  const proposed = `${folder}.json`;
  writeFileSync(proposed, JSON.stringify({ release: 'OWNERS-1', changes: facts.changes }));
  const what = ['--action', 'authorize_build_step', '--proposed', proposed];
  const digests = ['--packet', packet, '--plan', await draftRelease(directus.environment, folder, packet)];
  const about = [
    '--subject',
    'release:OWNERS-1',
    '--title',
    'Owners of 35 collections go live',
    '--reason',
    'a picture',
  ];
  await cli('request', 'create', '--code', code, '--as', directus.admin.email, ...about, ...what, ...digests);
  return code;
}

/** Names other owners in the plan, and waits for what that would change. */
async function changeOwners(page: Page): Promise<void> {
  await page.getByLabel('Owner of audit of GRP-AI').selectOption('GOV-COUNCIL');
  await page.getByLabel('Owner of all scopes of GRP-WORKFLOW').selectOption('GOV-KG-SYS');
  await page.locator('[data-total]').getByText('13 cells').waitFor();
}

async function takePictures(
  browser: Browser,
  { directus: { url, admin } }: Demo,
  pictures: Picture[],
  appearance: 'light' | 'dark',
): Promise<void> {
  const client = await DirectusClient.login(url, admin);
  for (const { name, path, ready, width, height, person = admin, prepare } of pictures) {
    await client.must('PATCH', '/users', {
      query: { filter: { email: { _eq: person.email } } },
      data: { appearance, language: 'en-US' },
    });
    const context = await studioContext(browser, { url, person, width, height, appearance, scale: SCALE });
    const page = await context.newPage();
    await page.goto(`${url}/admin${path}`);
    await page.locator(ready).first().waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await prepare?.(page);
    await page.evaluate('document.fonts.ready');
    const file = `${FOLDER}${name}-${appearance}.png`;
    await page.screenshot({ path: file, animations: 'disabled' });
    await context.close();

    const weight = statSync(file).size / 1024;
    if (weight > LIMIT)
      throw new Error(`${basename(file)} weighs ${weight.toFixed(0)} KB, expected at most ${LIMIT} KB`);
  }
}
