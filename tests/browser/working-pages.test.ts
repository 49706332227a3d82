import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { readPlan } from '../../src/governance/plan/read-plan.ts';
import { accessibilityProblems, SCOPES, sidewaysScroll, Studio } from '../harness/browser/browser.ts';
import type { Person } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

const { objects, cells, plan } = inject('reference');

// My responsibilities, Gaps and Plan: one Directus for all of them.
describe('the pages to work with', () => {
  let stack: DirectusStack;
  let studio: Studio;
  let tools: Person;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
    studio = await Studio.on(stack);
    tools = await studio.editor(['agents', 'tasks']);
    // Whoever has this role acts for Tool Governance.
    await stack.db.sql(
      `update one_roof.governance_registry set directus_role = (select role from directus_users where email = $1) where code = 'GOV-DOT'`,
      [tools.email],
    );
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await stack.stop();
  });

  const found = (page: Page, text: string) => page.locator('[data-found]').getByText(text, { exact: true }).waitFor();
  const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const downloadOf = async (page: Page, press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  };

  describe('Gaps', () => {
    it('lists every gap with its group, its age and whom the plan names; each leads to its cell', async () => {
      const page = await studio.open('/one-roof/gaps');
      await found(page, `${cells} gaps`);
      await expect
        .poll(() => page.locator('.one-roof-navigation a').allInnerTexts())
        .toEqual(
          ['My responsibilities', 'Overview', 'Ownership', 'Gaps', 'Plan', 'Ratification', 'Releases'].map(
            (name) => expect.stringContaining(name) as string,
          ),
        );
      const first = page.locator('[data-gap="agents/approval"]');
      await expect.poll(() => first.innerText()).toMatch(/agents\s+GRP-AI\s+approval\s+.*ago\s+TG\s+Tool Governance/);
      await expect.poll(() => page.locator('[data-gap]').count()).toBeLessThan(60);
      await first.getByRole('link', { name: 'agents' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('[data-why="approval"]').waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/one-roof/ownership');
    });

    it('searches, filters and sorts, all of it in the URL, and finds the way out of nothing', async () => {
      const page = await studio.open('/one-roof/gaps?group=GRP-WORKFLOW&scope=audit');
      await found(page, '2 gaps');
      await page.getByPlaceholder('Search collections').fill('STEPS');
      await found(page, '1 gap');
      expect(query(page)).toEqual({ group: 'GRP-WORKFLOW', scope: 'audit', search: 'STEPS' });
      await page.getByPlaceholder('Search collections').fill('no such thing');
      await page.getByRole('heading', { name: 'No gap matches' }).waitFor();
      await page.getByRole('button', { name: 'Clear the filters' }).click();
      await found(page, `${cells} gaps`);
      const select = page.locator('.gap-filters .v-input').filter({ has: page.getByPlaceholder('All planned owners') });
      await select.click();
      await page.locator('.v-list').getByText('Input Templates', { exact: true }).click();
      await found(page, '12 gaps');
      await page.locator('[data-sort="scope"]').click();
      await expect.poll(() => page.locator('[role=columnheader].scope').getAttribute('aria-sort')).toBe('ascending');
      await page.locator('[data-sort="scope"]').click();
      await expect.poll(() => page.locator('[data-gap]').first().getAttribute('data-gap')).toBe('tasks/render');
      expect(query(page)).toEqual({ planned_owner: 'GOV-MOIT', sort: '-scope' });
    });

    it('gives what is shown as one CSV file, read in pages', async () => {
      const page = await studio.open('/one-roof/gaps?scope=audit');
      await found(page, `${objects} gaps`);
      await page.route('**/coverage/gaps?*limit=500*', (route) =>
        route.request().headers()['accept'] === 'text/csv'
          ? route.continue({ url: route.request().url().replace('limit=500', 'limit=20') })
          : route.continue(),
      );
      const { name, text } = await downloadOf(page, () =>
        page.getByRole('button', { name: 'Download as CSV' }).click(),
      );
      expect(name).toBe('gaps.csv');
      const lines = text.trimEnd().split('\r\n');
      expect(lines[0]).toBe('\uFEFFobject_type,object_ref,scope,group,since,planned_owner');
      expect(lines).toHaveLength(objects + 1);
      expect(new Set(lines).size).toBe(objects + 1);
    });

    it('stays fluid with 60,000 gaps: what is in sight is in the page, the rest comes as it is scrolled to', async () => {
      const page = await studio.open('/one-roof');
      await page.locator('[data-number]').first().waitFor();
      let asked = 0;
      await page.route('**/coverage/gaps?*', async (route) => {
        asked++;
        const first = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
        const data = Array.from({ length: 500 }, (_, index) => ({
          object_type: 'collection',
          object_ref: `c${String(first + index).padStart(5, '0')}`,
          scope: 'audit',
          group: null,
          since: '2026-01-01T00:00:00.000Z',
          planned_owner: null,
        }));
        await route.fulfill({ json: { data, meta: { next: first < 59_500 ? String(first + 500) : null } } });
      });
      await page.locator('.one-roof-navigation').getByRole('link', { name: 'Gaps' }).click();
      await page.locator('[data-gap="c00000/audit"]').waitFor();
      await expect.poll(() => asked).toBe(1);
      const table = page.getByRole('table', { name: 'Gaps' });
      await table.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await page.locator('[data-gap="c00500/audit"]').waitFor();
      await expect.poll(() => page.locator('[data-gap]').count()).toBeLessThan(70);
      expect(asked).toBe(2);
    });

    it.each([
      {
        title: 'nothing is left',
        numbers: { covered_cells: 208, waived_cells: 2 },
        heading: 'No gaps',
        links: ['208 covered cells', '2 waived cells'],
      },
      {
        title: 'owners are named and nobody answers',
        numbers: { covered_cells: 200, conflicts: 3, dead_cells: 7 },
        heading: 'No gaps, but not every cell has an answer',
        links: ['200 covered cells', '3 conflicts', '7 cells of dead owners'],
      },
    ])('says how much it is worth that there are no gaps: $title', async ({ numbers, heading, links }) => {
      const page = await studio.open('/one-roof');
      await page.locator('[data-number]').first().waitFor();
      const none = {
        total_cells: 210,
        covered_cells: 0,
        gap_cells: 0,
        waived_cells: 0,
        dead_cells: 0,
        conflicts: 0,
        planned_cells: 0,
      };
      const data = { ...none, coverage_pct: 100, objects: 35, scopes: 6, ownership_anchors: 30, ...numbers };
      await page.route('**/coverage/summary', (route) => route.fulfill({ json: { data, meta: {} } }));
      await page.route('**/coverage/gaps?*', (route) => route.fulfill({ json: { data: [], meta: { next: null } } }));
      await page.locator('.one-roof-navigation').getByRole('link', { name: 'Gaps' }).click();
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await expect.poll(() => page.locator('[data-no-gaps] a').allInnerTexts()).toEqual(links);
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  });

  describe('My responsibilities', () => {
    it('tells somebody without governance rights what is planned for them, in the collections they may read', async () => {
      const page = await studio.open('/one-roof', { as: tools });
      await page.getByRole('link', { name: 'See my responsibilities' }).click();
      await found(page, '6 cells in 1 collection');
      await expect.poll(() => page.locator('[data-own]').innerText()).toMatch(/Tool Governance\s+GOV-DOT/);
      await expect.poll(() => page.locator('[data-limited]').count()).toBe(1);
      await expect.poll(() => page.locator('[data-number="planned"] .number').innerText()).toBe('6');
      await expect
        .poll(() => page.locator('[data-object="collection:agents"] .scopes button').allInnerTexts())
        .toEqual([...SCOPES]);
      await expect.poll(() => page.locator('[data-relation]').innerText()).toContain('stated on the group GRP-AI');
      await expect.poll(() => page.locator('[data-waiting]').innerText()).toContain('Nothing waits for you');
      expect(await accessibilityProblems(page)).toEqual([]);

      await page.locator('[data-object="collection:agents"]').getByRole('button', { name: 'audit' }).click();
      await page.locator('[data-why="audit"]').waitFor();
      expect(query(page)).toEqual({ cell: 'collection:agents/audit' });
      await expect.poll(() => page.getByRole('link', { name: 'Show in the ownership matrix' }).count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.locator('[data-why]').waitFor({ state: 'detached' });
      await page.locator('[data-number="accountable"]').click();
      await found(page, 'No cells');
      await page.locator('[data-nothing="no-match"]').waitFor();
      await page.locator('[data-number="accountable"]').click();
      await found(page, '6 cells in 1 collection');
    });

    it('tells whoever acts for nobody how that would be otherwise', async () => {
      const page = await studio.open('/one-roof/responsibilities');
      await page.getByRole('heading', { name: 'You act for no owner' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    });
  });

  describe('Plan', () => {
    const cell = (page: Page, group: string, scope: string) =>
      page.getByLabel(new RegExp(`^Owner of ${scope} of ${group}`));

    it('shows before anything changes which cells would, and gives the file with its comments', async () => {
      const page = await studio.open('/one-roof/plan');
      await page.locator('[data-what-if-state="unchanged"]').waitFor();
      await expect.poll(() => page.locator('.owner-grid [data-group]').count()).toBe(5);
      await cell(page, 'GRP-WORKFLOW', 'audit').selectOption('GOV-COUNCIL');
      await expect.poll(() => page.locator('[data-total]').innerText()).toBe('2 cells would change');
      await expect
        .poll(() => page.locator('[data-changed-object="workflows"]').innerText())
        .toMatch(/workflows\s+Planned: Tool Governance\s*→\s*Architecture Council\s+audit/);
      await expect
        .poll(() => page.locator('[data-what-if="gaps"] td').allInnerTexts())
        .toEqual([String(cells), String(cells)]);
      await expect.poll(() => page.locator('[data-effect="at_once"]').count()).toBe(1);
      expect(await accessibilityProblems(page)).toEqual([]);

      const { name, text } = await downloadOf(page, () => page.locator('[data-download]').click());
      expect(name).toBe('plan.yaml');
      expect(text.split('\n').slice(0, 2)).toEqual(plan.split('\n').slice(0, 2));
      expect(readPlan(text).plan.groups['GRP-WORKFLOW']?.owners).toEqual({ audit: 'GOV-COUNCIL' });

      await page.reload();
      await expect.poll(() => page.locator('[data-total]').innerText()).toBe('2 cells would change');
      await page.getByRole('button', { name: 'Discard changes' }).click();
      await page.locator('[data-what-if-state="unchanged"]').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(1);
    });

    it('adds exceptions and owners, and undoes them', async () => {
      const page = await studio.open('/one-roof/plan');
      await page.getByLabel('Code of the new owner').fill('GOV-NEW');
      await page.getByLabel('Name', { exact: true }).fill('Newcomers');
      await page.locator('.plan-owners form').getByRole('button', { name: 'Add' }).click();
      await page.locator('[data-plan-owner="GOV-NEW"]').waitFor();
      const form = page.locator('.plan-exceptions form');
      await form.getByLabel('Collection').fill('tasks');
      await form.getByLabel('Owner of the new exception').selectOption('GOV-NEW');
      await form.getByRole('button', { name: 'Add' }).click();
      await page.locator('[data-exception="tasks"]').waitFor();
      await expect.poll(() => page.locator('[data-changed]').count()).toBe(1);
      await expect.poll(() => page.locator('[data-becomes]').innerText()).toMatch(/→\s*Newcomers/);
      await expect.poll(() => page.getByRole('button', { name: 'Remove GOV-NEW' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.locator('[data-what-if-state="unchanged"]').waitFor();
    });

    it('says what is wrong in the plan, and asks again only after a pause, for the last change', async () => {
      const page = await studio.open('/one-roof/plan');
      const questions: string[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/plan/what-if')) questions.push(request.postData() ?? '');
      });
      await cell(page, 'GRP-AI', 'audit').selectOption('GOV-COUNCIL');
      await cell(page, 'GRP-AI', 'audit').selectOption('GOV-MOIT');
      await expect.poll(() => page.locator('[data-total]').innerText()).toBe('1 cell would change');
      expect(questions).toHaveLength(1);
      expect(questions[0]).toContain('audit: GOV-MOIT');
      const form = page.locator('.plan-exceptions form');
      await form.getByLabel('Collection').fill('no_such_collection');
      await form.getByLabel('Owner of the new exception').selectOption('GOV-DOT');
      await form.getByRole('button', { name: 'Add' }).click();
      await page.locator('[data-what-if-state="mistakes"]').waitFor();
      await expect
        .poll(() => page.locator('[data-what-if-state="mistakes"]').innerText())
        .toContain('no_such_collection');

      const refusal = { message: 'You may not', extensions: { code: 'ONE_ROOF_FORBIDDEN' } };
      await page.route('**/plan/what-if', (route) => route.fulfill({ status: 403, json: { errors: [refusal] } }));
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.locator('[data-what-if-state="forbidden"]').waitFor();
      await page.unroute('**/plan/what-if');
      await page.route('**/plan/what-if', () => new Promise(() => undefined)); // an answer that never comes
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('[data-what-if-state="stopped"]').waitFor();
      await page.getByRole('button', { name: 'Discard changes' }).click();
      await page.locator('[data-what-if-state="unchanged"]').waitFor();
    });
  });

  it.each([
    { path: '/one-roof/gaps', ready: '[data-gap]' },
    { path: '/one-roof/responsibilities', ready: '[data-object]' },
    { path: '/one-roof/plan', ready: '.owner-grid [data-group]' },
  ])(
    '$path is accessible in the dark at 400 px in Vietnamese, and scrolls in one direction only',
    async ({ path, ready }) => {
      const as = path.endsWith('responsibilities') ? { as: tools } : {};
      const page = await studio.open(path, { width: 400, height: 800, language: 'vi-VN', appearance: 'dark', ...as });
      await page.locator(ready).first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
    },
  );
});
