import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, cutOff, Studio } from '../harness/browser/browser.ts';
import type { Person } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

/** The pages of whoever may read governance. */
const PAGES = ['/one-roof', '/one-roof/ownership', '/one-roof/gaps', '/one-roof/plan'];

describe('a project without a plan', () => {
  let stack: DirectusStack;
  let studio: Studio;
  let editor: Person;
  beforeAll(async () => {
    stack = await DirectusStack.start('directus_reference');
    studio = await Studio.on(stack);
    editor = await studio.editor(['agents']);
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await stack.stop();
  });

  it('reads n/a and says what to do', async () => {
    const page = await studio.open('/one-roof');
    await page.locator('[data-first-steps]').waitFor();
    await expect.poll(() => page.locator('[data-blocker]').getAttribute('data-blocker')).toBe('no_plan');
    await expect.poll(() => page.locator('[data-first-steps]').innerText()).toContain('one-roof plan init');
    await expect.poll(() => page.locator('.percentage').innerText()).toBe('n/a');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'All conditions' }).click();
    await page.locator('[data-outcome="notJudged"]').first().waitFor();
  });

  it.each(['ownership', 'gaps', 'plan'])('has on the page %s nothing but the first steps', async (name) => {
    const page = await studio.open(`/one-roof/${name}`);
    await page.locator('[data-first-steps]').waitFor();
    await expect.poll(() => page.locator('[role=grid], [role=table]').count()).toBe(0);
    await page.close();
  });

  it('has an ownership field that says why it is empty', async () => {
    const page = await studio.open('/content/agents/+');
    await page.locator('[data-remark]').waitFor();
    await expect
      .poll(() => page.locator('[data-remark]').innerText())
      .toContain('One-Roof has not seen this collection yet. The next scan finds it.');
  });

  it('shows somebody without governance rights that they have none: on every page, and no blank one', async () => {
    for (const path of PAGES) {
      const page = await studio.open(path, { as: editor });
      await page.getByRole('heading', { name: 'You may not see governance' }).waitFor();
      await expect
        .poll(() => page.locator('[data-problem]').innerText())
        .toContain('Ask an administrator to add your role to ONE_ROOF_READ_ROLES.');
      await expect
        .poll(() => page.locator('[data-problem]').innerText())
        .toContain('You can still see who owns a collection in its item form.');
      await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });

  it('shows why it is closed once the schema is gone, and that Directus is not affected', async () => {
    expect(await stack.cli('uninstall', '--yes')).toMatchObject({ exitCode: 0 });
    for (const path of [...PAGES, '/one-roof/responsibilities']) {
      const page = await studio.open(path);
      await page.getByRole('heading', { name: 'One-Roof is closed' }).waitFor();
      await expect
        .poll(() => page.locator('[data-problem="closed"]').innerText())
        .toContain('The rest of Directus is not affected.');
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    const form = await studio.open('/content/agents/+');
    await form.locator('.ownership-interface [data-problem="closed"]').waitFor();
  });

  it('says so when the endpoint itself is missing', async () => {
    const page = await studio.open('/content/agents');
    await page.route('**/one-roof/v1/**', (route) =>
      route.fulfill({
        status: 404,
        json: { errors: [{ message: 'Route does not exist.', extensions: { code: 'ROUTE_NOT_FOUND' } }] },
      }),
    );
    await page.locator('a[href$="/admin/one-roof"]').first().click();
    await page.getByRole('heading', { name: 'One-Roof does not answer' }).waitFor();
  });
});

describe('an editor in a governed project', () => {
  let stack: DirectusStack;
  let studio: Studio;
  let editor: Person;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
    studio = await Studio.on(stack);
    editor = await studio.editor(['agents']);
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await stack.stop();
  });

  it('sees who owns the collections they can read', async () => {
    const page = await studio.open('/content/agents/+', { as: editor });
    await page.locator('.owned-scopes li').first().waitFor();
    await expect.poll(() => page.locator('.owned-scopes li').count()).toBe(6);
    await expect
      .poll(() => page.locator('.owned-scopes li[data-scope="audit"]').innerText())
      .toMatch(/audit\s+Nobody; planned: Tool Governance\s+from the group GRP-AI\s+Gap/);

    const refused = page.waitForResponse('**/coverage/summary');
    await page.getByRole('button', { name: 'audit' }).click();
    await page.locator('[data-why="audit"]').waitFor();
    expect((await refused).status()).toBe(403);
    await expect.poll(() => page.getByRole('link', { name: 'Show in the ownership matrix' }).count()).toBe(0);
    expect(await accessibilityProblems(page, '.cell-detail')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('[data-why]').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/admin/content/agents/+');
  });

  it('sees no gate on a dashboard', async () => {
    const admin = await stack.admin();
    const dashboard = await admin.create('/dashboards', { name: 'Gate', icon: 'roofing' });
    const panel = {
      dashboard,
      name: 'Gate',
      type: 'one-roof-gate-status',
      show_header: true,
      position_y: 1,
      options: {},
    };
    await admin.create('/panels', { ...panel, position_x: 1, width: 24, height: 14 });
    await admin.create('/panels', { ...panel, position_x: 26, width: 12, height: 8 });
    const policies = (await admin.must('GET', '/policies?filter[name][_starts_with]=Editor')) as {
      data: { id: string }[];
    };
    for (const collection of ['directus_dashboards', 'directus_panels'])
      await admin.must('POST', '/permissions', {
        policy: policies.data[0]?.id,
        collection,
        action: 'read',
        fields: ['*'],
      });
    const page = await studio.open(`/insights/${dashboard}`, { as: editor });
    await page.locator('[data-size="large"] [data-problem="forbidden"]').waitFor();
    await page.locator('[data-size="small"] [data-problem="forbidden"]').waitFor();
    await expect.poll(() => page.locator('[data-size="small"]').innerText()).toContain('You may not see governance');
    await expect.poll(() => page.locator('.gate-status .content').evaluateAll(cutOff)).toEqual([0, 0]);
    await expect.poll(() => page.locator('.gate-status').getByRole('button').count()).toBe(0);
  });
});
