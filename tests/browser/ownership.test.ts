import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { SCOPES, Studio } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

describe('the ownership matrix of the reference case', () => {
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

  const found = (page: Page, text: string) => page.locator('[data-found]').getByText(text, { exact: true }).waitFor();
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.getAttribute('title') ?? document.activeElement?.tagName);
  const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const choose = async (page: Page, filter: string, option: string) => {
    const select = page.locator('.matrix-filters .v-input').filter({ has: page.getByPlaceholder(`All ${filter}s`) });
    await select.click();
    await page.locator('.v-list').getByText(option, { exact: true }).click();
  };

  it('shows 35 collections by 6 scopes, all of them gaps, under their groups', async () => {
    const page = await studio.open('/one-roof/ownership', { height: 1700 });
    await found(page, '210 cells in 35 collections');
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toEqual(['Collection', ...SCOPES]);
    await expect.poll(() => page.locator('[data-row^="collection:"]').count()).toBe(35);
    await expect.poll(() => page.locator('[data-state="gap"][role="gridcell"]').count()).toBe(210);
    await expect
      .poll(() => page.locator('[data-row^="group:"] .text').allInnerTexts())
      .toEqual(['GRP-AI', 'GRP-BUSINESS', 'GRP-GOVERNANCE', 'GRP-REGISTRY', 'GRP-WORKFLOW']);
    await expect.poll(() => page.locator('[data-row="group:GRP-REGISTRY"]').innerText()).toContain('14 collections');
    await expect.poll(() => page.locator('[data-legend="gap"]').innerText()).toContain('210');
    await expect
      .poll(() => page.getByRole('gridcell', { name: 'agents, approval: Gap; planned: Tool Governance' }).count())
      .toBe(1);
  });

  it('searches, and keeps the search in the URL', async () => {
    const page = await studio.open('/one-roof/ownership');
    await page.getByPlaceholder('Search collections').fill('Workflow');
    await found(page, '12 cells in 2 collections');
    expect(query(page)).toEqual({ search: 'Workflow' });
    await page.reload();
    await found(page, '12 cells in 2 collections');
    await expect.poll(() => page.getByPlaceholder('Search collections').inputValue()).toBe('Workflow');
    await page.getByPlaceholder('Search collections').fill('nothing of this name');
    await page.getByRole('heading', { name: 'No cell matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await found(page, '210 cells in 35 collections');
  });

  it('filters by group, scope and state', async () => {
    const page = await studio.open('/one-roof/ownership');
    await found(page, '210 cells in 35 collections');
    await choose(page, 'group', 'GRP-BUSINESS');
    await found(page, '12 cells in 2 collections');
    await choose(page, 'scope', 'audit');
    await found(page, '2 cells in 2 collections');
    await page.locator('[data-legend="gap"]').click();
    await found(page, '2 cells in 2 collections');
    expect(query(page)).toEqual({ group: 'GRP-BUSINESS', scope: 'audit', state: 'gap' });
    await page.locator('[data-legend="gap"]').click();
    await page.locator('[data-legend="conflict"]').click();
    await page.getByRole('heading', { name: 'No cell matches' }).waitFor();
  });

  it('filters by owner: nobody owns anything yet', async () => {
    const page = await studio.open('/one-roof/ownership');
    await found(page, '210 cells in 35 collections');
    await choose(page, 'owner', 'Tool Governance');
    await page.getByRole('heading', { name: 'No cell matches' }).waitFor();
    expect(query(page)).toEqual({ owner: 'GOV-DOT' });
  });

  it('takes the groups away, and then sorts by name', async () => {
    const page = await studio.open('/one-roof/ownership', { height: 1700 });
    await found(page, '210 cells in 35 collections');
    await page.getByText('By group', { exact: true }).click();
    await expect.poll(() => page.locator('[data-row^="group:"]').count()).toBe(0);
    const names = await page.locator('[data-row] .text').allInnerTexts();
    expect(names).toHaveLength(35);
    expect(names).toEqual(names.toSorted());
    expect(query(page)).toEqual({ view: 'flat' });
  });

  it('is moved in by keys alone; Enter opens a cell, Escape comes back to it', async () => {
    const page = await studio.open('/one-roof/ownership?view=flat');
    await found(page, '210 cells in 35 collections');
    await page.getByPlaceholder('Search collections').focus();
    for (let presses = 0; presses < 20 && !(await focused(page))?.includes(': Gap'); presses++)
      await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toBe('agents, approval: Gap; planned: Tool Governance');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).toBe('agents, audit: Gap; planned: Tool Governance');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('approval_requests, audit: Gap; planned: Architecture Council');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('approval_requests, render: Gap; planned: Architecture Council');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).toBe('approval_requests, render: Gap; planned: Architecture Council');
    await page.keyboard.press('Control+End');
    await expect.poll(() => focused(page)).toBe('workflows, render: Gap; planned: Tool Governance');
    await page.keyboard.press('Control+Home');
    await expect.poll(() => focused(page)).toBe('agents, approval: Gap; planned: Tool Governance');
    await page.keyboard.press('PageDown');
    await expect.poll(() => focused(page)).not.toContain('agents');
    await page.keyboard.press('ArrowUp');
    const before = await focused(page);

    await page.keyboard.press('Enter');
    await page.locator('[data-why="approval"]').waitFor();
    await expect.poll(() => page.locator('[data-writes]').textContent()).toContain('No write is recorded');
    await page.keyboard.press('Escape');
    await page.locator('[data-why]').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe(before);
  });

  it('opens the why-chain of a cell under a URL of its own', async () => {
    const page = await studio.open('/one-roof/ownership');
    await page.getByRole('gridcell', { name: 'agents, policy: Gap' }).click();
    const why = page.locator('[data-why="policy"]');
    await why.waitFor();
    expect(query(page)).toEqual({ cell: 'collection:agents/policy' });
    await expect.poll(() => why.innerText()).toContain('Nobody is accountable. This is a gap.');
    await expect
      .poll(() => why.innerText())
      .toContain('No owner is stated on the collection agents, nor on any group that contains it.');
    await page.getByRole('button', { name: 'health' }).click();
    await page.locator('[data-why="health"]').waitFor();
    await page.reload();
    await page.locator('[data-why="health"]').waitFor();
    await page.goBack();
    await page.locator('[data-why]').waitFor({ state: 'detached' });
    await found(page, '210 cells in 35 collections');
  });

  it('says whom the plan names: outlined in the grid, with the anchor in the drawer', async () => {
    const page = await studio.open('/one-roof/ownership?group=GRP-AI');
    const planned = page.locator('[data-row="collection:agents"] .planned-initials');
    await planned.first().waitFor();
    await expect.poll(() => planned.allInnerTexts()).toEqual(Array(6).fill('TG'));
    await page.getByRole('gridcell', { name: 'GRP-AI, audit: passes nothing on; planned: Tool Governance' }).waitFor();
    await page.getByRole('gridcell', { name: 'agents, audit' }).click();
    await expect
      .poll(() => page.locator('[data-planned]').innerText())
      .toBe('The plan in force names Tool Governance (GOV-DOT), stated on the group GRP-AI.');
  });

  it('says of a group without owners that it passes nothing on', async () => {
    const page = await studio.open('/one-roof/ownership?cell=group:GRP-AI/audit');
    await page.locator('[data-why="audit"]').waitFor();
    await expect
      .poll(() => page.locator('.owned-scopes .state-mark').allInnerTexts())
      .toEqual(Array(6).fill(expect.stringContaining('Passes nothing on')));
  });

  it('begins a drawer at its heading, and leaves it to its cell, also where a link led to it', async () => {
    const page = await studio.open('/one-roof/ownership?cell=collection:workflows/health');
    await page.locator('[data-why="health"]').waitFor();
    await found(page, '210 cells in 35 collections');
    await expect.poll(() => page.locator(':focus').innerText()).toBe('Who answers for health?');
    await page.keyboard.press('Escape');
    await page.locator('[data-why]').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toContain('workflows, health: Gap');
    expect(query(page)).toEqual({});

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'audit' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toContain('workflows, audit: Gap');
    await page.goForward(); // closing it went back
    await page.locator('[data-why="audit"]').waitFor();
  });

  it('has a way out of filters that match nothing, and of any others', async () => {
    const page = await studio.open('/one-roof/ownership?scope=nope');
    await page.getByRole('heading', { name: 'No cell matches' }).waitFor();
    await expect.poll(() => page.getByRole('grid').count()).toBe(0);
    await expect.poll(() => page.getByText('Arrow keys move between cells').count()).toBe(0);
    await found(page, 'No cells');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await found(page, '210 cells in 35 collections');
    await expect.poll(() => page.getByRole('button', { name: 'Clear the filters' }).count()).toBe(0);
    await page.locator('[data-legend="gap"]').click();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect.poll(() => query(page)).toEqual({});
  });

  it('says so when a linked scope is unknown, and shows the others', async () => {
    const page = await studio.open('/one-roof/ownership?cell=collection:agents/nosuch');
    await page.getByText('There is no responsibility scope nosuch.').waitFor();
    await page.getByRole('button', { name: 'audit' }).click();
    await page.locator('[data-why="audit"]').waitFor();
  });

  it('says so when a linked object is unknown', async () => {
    const page = await studio.open('/one-roof/ownership?cell=collection:no_such/policy');
    await page.getByText('One-Roof does not know this object').waitFor();
  });

  describe('with 10,000 collections', () => {
    const COUNT = 10_000;
    const PAGE = 500;
    const name = (index: number) => `c${String(index).padStart(5, '0')}`;
    const cells = Object.fromEntries(
      SCOPES.map((scope) => [scope, { state: 'gap', owner: null, planned_owner: null }]),
    );

    /** Answers as the endpoint would, page by page. */
    async function serve(
      page: Page,
      beforeEach: (first: number) => Promise<void> = () => Promise.resolve(),
    ): Promise<void> {
      await page.route('**/coverage/by-object?*', async (route) => {
        const first = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
        await beforeEach(first);
        const data = Array.from({ length: PAGE }, (_, index) => ({
          object_type: 'collection',
          object_ref: name(first + index),
          group: `GRP-${Math.floor((first + index) / 100)}`,
          scopes_required: SCOPES.length,
          scopes_covered: 0,
          scopes_gap: SCOPES.length,
          cells,
        }));
        await route.fulfill({ json: { data, meta: { next: first + PAGE < COUNT ? String(first + PAGE) : null } } });
      });
    }

    it('keeps only what is in sight in the page, and reaches the last row', async () => {
      const page = await studio.open('/one-roof');
      await page.locator('[data-number]').first().waitFor();
      await serve(page);
      await page.getByRole('link', { name: 'Ownership' }).click();
      await found(page, '60,000 cells in 10,000 collections');
      const rows = () => page.getByRole('row').count();
      await expect.poll(() => rows()).toBeLessThan(60);
      await page.getByRole('grid').evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
      await page.locator(`[data-row="collection:${name(COUNT - 1)}"]`).waitFor();
      await expect.poll(() => rows()).toBeLessThan(60);
      await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(COUNT + 100 + 1));

      await page.getByPlaceholder('Search collections').fill('c07777');
      await found(page, '6 cells in 1 collection');
    });

    it('shows how far loading is, and what has come', async () => {
      const page = await studio.open('/one-roof');
      await page.locator('[data-number]').first().waitFor();
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      await serve(page, (first) => (first < 2 * PAGE ? Promise.resolve() : held));
      await page.getByRole('link', { name: 'Ownership' }).click();
      await page.getByText(/^Loading: 1,000 of \d+ collections$/).waitFor();
      await page.locator(`[data-row="collection:${name(0)}"]`).waitFor();
      goOn();
      await found(page, '60,000 cells in 10,000 collections');
    });

    it('keeps what has come when a page fails, and goes on when asked', async () => {
      const page = await studio.open('/one-roof');
      await page.locator('[data-number]').first().waitFor();
      await serve(page);
      await page.route('**/coverage/by-object?*cursor=1000*', (route) =>
        route.fulfill({ status: 500, json: { errors: [{ message: 'broken', extensions: {} }] } }),
      );
      await page.getByRole('link', { name: 'Ownership' }).click();
      await page.getByText('Not everything could be loaded.').waitFor();
      await page.locator(`[data-row="collection:${name(0)}"]`).waitFor();
      await page.unroute('**/coverage/by-object?*cursor=1000*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await found(page, '60,000 cells in 10,000 collections');
    });
  });
});
