import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityProblems, cutOff, SCOPES, Studio } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

describe('in other parts of Directus', () => {
  let stack: DirectusStack;
  let studio: Studio;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
    studio = await Studio.on(stack);
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await stack.stop();
  });

  describe('the panel Gate status', () => {
    let dashboard: string;
    /** Width and height in grid units, and whether there is a header. The first ones are the least that Directus allows. */
    const SMALL: [number, number, boolean][] = [
      [12, 8, true],
      [12, 8, false],
      [24, 13, true],
      [18, 12, false],
    ];
    const LARGE: [number, number, boolean][] = [
      [24, 14, true],
      [24, 11, false],
      [18, 16, true],
      [18, 13, false],
    ];
    const COUNT = SMALL.length + LARGE.length;
    beforeAll(async () => {
      const admin = await stack.admin();
      dashboard = `/insights/${await admin.create('/dashboards', { name: 'Governance', icon: 'roofing' })}`;
      const panel = {
        dashboard: dashboard.replace('/insights/', ''),
        name: 'Gate',
        type: 'one-roof-gate-status',
        options: {},
      };
      let row = 1;
      for (const [width, height, header] of [...SMALL, ...LARGE]) {
        await admin.create('/panels', { ...panel, show_header: header, position_x: 1, position_y: row, width, height });
        row += height + 1;
      }
    });

    /** Counts how often the gate is asked from now on. */
    const countQuestions = (page: Page): (() => number) => {
      let count = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/one-roof/v1/gate')) count++;
      });
      return () => count;
    };

    it('says verdict, reason and next step where there is room', async () => {
      const page = await studio.open(dashboard);
      const panel = page.locator('.gate-status[data-size="large"]').first();
      await panel.locator('[data-blocker="no_release"]').waitFor();
      await expect
        .poll(() => page.locator('.gate-status[data-size="large"] .content').evaluateAll(cutOff))
        .toEqual(LARGE.map(() => 0));
      await expect.poll(() => panel.innerText()).toContain('The gate is closed');
      await expect.poll(() => panel.innerText()).toMatch(/BLOCKED\s+2 blockers/);
      await expect
        .poll(() => panel.innerText())
        .toContain(
          'Next step: Build a release and request a decision about it: one-roof release build, one-roof release request.',
        );
      expect(await accessibilityProblems(page, '.gate-status[data-size="large"]')).toEqual([]);
    });

    it('says verdict and number of blockers where there is little', async () => {
      const page = await studio.open(dashboard);
      const panels = page.locator('.gate-status[data-size="small"]');
      await panels.nth(SMALL.length - 1).waitFor();
      for (const panel of await panels.all()) {
        await panel.getByText('2 blockers').waitFor();
        await expect.poll(() => panel.innerText()).toMatch(/The gate is closed\s+BLOCKED/);
      }
      await expect.poll(() => panels.locator('[data-blocker]').count()).toBe(0);
      await expect.poll(() => panels.locator('.content').evaluateAll(cutOff)).toEqual(SMALL.map(() => 0));
      expect(await accessibilityProblems(page, '.gate-status[data-size="small"]')).toEqual([]);
    });

    it('asks again on demand and once a minute, but not while the page is out of sight', async () => {
      const page = await studio.open(dashboard);
      await page.clock.install();
      await page.reload();
      await page.locator('[data-blocker]').first().waitFor();
      const asked = countQuestions(page);
      await page.locator('.gate-status[data-size="large"]').first().getByRole('button', { name: 'Refresh' }).click();
      await expect.poll(asked).toBe(1);

      const hidden = (state: string) =>
        page.evaluate((visibility) => {
          Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }, state);
      await hidden('hidden');
      await page.clock.runFor(180_000);
      expect(asked()).toBe(1);
      await hidden('visible');
      await expect.poll(asked).toBe(1 + COUNT); // every panel had grown old
      await page.clock.runFor(61_000);
      await expect.poll(asked).toBe(1 + 2 * COUNT);
    });

    it('says that the gate is open when it is', async () => {
      const page = await studio.open('/content');
      await page.route('**/one-roof/v1/gate', (route) =>
        route.fulfill({
          json: {
            data: { verdict: 'READY', blockers: [], ospa: 1, gap: 210, database: null, conditions: [] },
            meta: {},
          },
        }),
      );
      await page.locator('a[href$="/admin/insights"]').first().click();
      await page
        .getByRole('link', { name: 'Governance' })
        .or(page.getByText('Governance', { exact: true }))
        .last()
        .click();
      await page.locator('.gate-status[data-size="large"]').first().getByText('The gate is open').waitFor();
      await expect.poll(() => page.locator('[data-verdict="READY"]').count()).toBe(COUNT);
    });
  });

  it('the ownership field shows gaps in the form of an item and of one to be created', async () => {
    const id = await (await stack.admin()).create('/items/agents', { code: 'AGT-1', title: 'Assistant' });
    for (const path of ['/content/agents/+', `/content/agents/${id}`]) {
      const page = await studio.open(path);
      await page.locator('.owned-scopes li').first().waitFor();
      await expect.poll(() => page.locator('.owned-scopes .scope').allInnerTexts()).toEqual([...SCOPES]);
      await expect.poll(() => page.locator('.owned-scopes [data-state="gap"]').count()).toBe(6);
      await expect
        .poll(() => page.locator('.owned-scopes .who').allInnerTexts())
        .toEqual(Array(6).fill('Nobody; planned: Tool Governance'));
      expect(await accessibilityProblems(page, '.ownership-interface')).toEqual([]);
    }
  });

  it('the flow editor shows the cards and forms of our operations in plain words', async () => {
    const admin = await stack.admin();
    const flow = await admin.create('/flows', {
      name: 'On request',
      status: 'active',
      trigger: 'webhook',
      accountability: 'all',
      options: {},
    });
    const gate = await admin.create('/operations', {
      flow,
      key: 'gate',
      name: 'Check gate',
      type: 'one-roof-check-gate',
      position_x: 37,
      position_y: 1,
      options: { on_blocked: 'reject' },
    });
    const scan = await admin.create('/operations', {
      flow,
      key: 'scan',
      name: 'Scan coverage',
      type: 'one-roof-scan-coverage',
      position_x: 19,
      position_y: 1,
      options: { maximum_gaps: 5 },
      resolve: gate,
    });
    await admin.must('PATCH', `/flows/${flow}`, { operation: scan });

    const page = await studio.open(`/settings/flows/${flow}`);
    await page.getByText('with more than 5 gaps').waitFor();
    await page.getByText('takes the failure path').waitFor();
    const card = page.locator('.gate-card');
    await card.locator('[data-verdict="BLOCKED"]').waitFor();
    await card.locator('[data-blocker="ospa<1"]').waitFor();

    await page.goto(`${stack.directus.url}/admin/settings/flows/${flow}/${scan}`);
    await page.getByText('Fail with more gaps than').waitFor();
    await expect.poll(() => page.getByPlaceholder('never').inputValue()).toBe('5');
    await page.goto(`${stack.directus.url}/admin/settings/flows/${flow}/${gate}`);
    await page.getByText('While the gate is blocked').waitFor();
    await page.getByText('Take the failure path').waitFor();
  });

  it('what every user of Directus downloads at once is small', async () => {
    const read = async (file: string): Promise<string> =>
      String((await stack.anonymous.ask('GET', `/extensions/sources/${file}`)).body);
    const wholes = new Map<string, string>();
    const queue = ['index.js'];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (wholes.has(file)) continue;
      const text = await read(file);
      wholes.set(file, text);
      for (const [, imported] of text.matchAll(/(?:from|import)\s*['"]\.\/([^'"]+)['"]/g))
        if (imported !== undefined) queue.push(imported);
    }
    expect(wholes.get('index.js')).toContain('one-roof-gate-status');
    expect(gzipSync([...wholes.values()].join('')).length).toBeLessThan(30 * 1024);
  });
});
