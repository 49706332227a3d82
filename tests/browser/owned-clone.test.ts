import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { applyPlanOnClone } from '../../src/governance/plan/apply-plan-on-clone.ts';
import { Studio } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';
import { insertOwners } from '../harness/ownership/ownership-rows.ts';
import { TestDatabase } from '../harness/test-database.ts';

const BY = { actor: 'operator:test', actorKind: 'operator', reason: 'test' } as const;

describe('a clone with the plan applied', () => {
  let stack: DirectusStack;
  let studio: Studio;
  beforeAll(async () => {
    const db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    await db.declare('clone');
    await db.writeClone((session) => applyPlanOnClone(session, BY));
    stack = await DirectusStack.on(db);
    await stack.directus.start();
    studio = await Studio.on(stack);
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await stack.stop();
  });

  const found = (page: Page, text: string) => page.locator('[data-found]').getByText(text, { exact: true }).waitFor();
  const number = (page: Page, name: string) => page.locator(`[data-number="${name}"] .number`).innerText();

  it('shows 0 gaps, 210 covered cells and how many each owner has', async () => {
    const page = await studio.open('/one-roof');
    await page.locator('[data-number]').first().waitFor();
    await expect.poll(() => Promise.all(['covered', 'gaps'].map((name) => number(page, name)))).toEqual(['210', '0']);
    await expect.poll(() => page.locator('.percentage').innerText()).toBe('100 %');
    await page.locator('[data-owner]').first().waitFor();
    await expect
      .poll(() => page.locator('[data-owner] .line').allInnerTexts())
      .toEqual([
        expect.stringMatching(/Architecture Council\s+102 cells/),
        expect.stringMatching(/Knowledge Graph\s+90 cells/),
        expect.stringMatching(/Tool Governance\s+30 cells/),
        expect.stringMatching(/Input Templates\s+18 cells/),
      ]);
  });

  it('leads from the cells of an owner to the rows, those of the groups included', async () => {
    const page = await studio.open('/one-roof');
    const owner = page.locator('[data-owner="GOV-COUNCIL"]');
    await owner.getByRole('link', { name: '102 cells' }).click();
    await found(page, '96 cells in 16 collections + 6 cells of groups themselves');
    await page.goBack();
    await page.waitForURL(/\/one-roof$/);
    await owner.getByRole('link', { name: '6 direct' }).click();
    await found(page, '6 cells of groups themselves');
    await expect
      .poll(() => page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row'))))
      .toEqual(['group:GRP-GOVERNANCE']);
    await page.goBack();
    await page.waitForURL(/\/one-roof$/);
    await owner.getByRole('link', { name: '96 inherited' }).click();
    await found(page, '96 cells in 16 collections');
  });

  it('shows the initials of the owner in each cell, and what the groups pass on', async () => {
    const page = await studio.open('/one-roof/ownership', { height: 1700 });
    await found(page, '210 cells in 35 collections');
    await expect
      .poll(() => page.locator('[data-row="group:GRP-AI"] [role=gridcell]').allInnerTexts())
      .toEqual(Array(6).fill(expect.stringContaining('TG')));
    await expect
      .poll(() => page.getByRole('gridcell', { name: 'agents, audit: Tool Governance, Inherited owner' }).innerText())
      .toContain('TG');
    await expect
      .poll(() =>
        page.getByRole('gridcell', { name: 'law_catalog, audit: Architecture Council, Inherited owner' }).innerText(),
      )
      .toContain('AC');
    await expect
      .poll(() => page.getByRole('gridcell', { name: 'GRP-BUSINESS, audit: passes Input Templates on' }).count())
      .toBe(1);
  });

  it('tells the why-chain of a cell: who, from which anchor, and every claim', async () => {
    await insertOwners(stack.db, { object: 'collection:workflows', scope: 'policy', owner: 'GOV-KG-SYS' });
    const page = await studio.open('/one-roof/ownership?cell=collection:workflows/policy');
    const why = page.locator('[data-why="policy"]');
    await why.waitFor();
    await expect
      .poll(() => why.innerText())
      .toContain('Knowledge Graph is accountable. This is stated on the collection workflows itself.');
    await expect
      .poll(() => why.locator('li').allInnerTexts())
      .toEqual([
        expect.stringMatching(
          /GOV-KG-SYS · accountable · collection workflows, on the object itself\s+Decides: it is the nearest\./,
        ),
        expect.stringMatching(/GOV-DOT · accountable · group GRP-WORKFLOW, one step up\s+A nearer owner decides\./),
      ]);
    await page.getByRole('button', { name: 'audit' }).click();
    await expect
      .poll(() => page.locator('[data-why="audit"]').innerText())
      .toContain('Tool Governance is accountable. This is inherited from the group GRP-WORKFLOW.');
  });

  it('shows the owners in the item form', async () => {
    const page = await studio.open('/content/agents/+');
    await page.locator('.owned-scopes li').first().waitFor();
    await expect
      .poll(() => page.locator('.owned-scopes li[data-scope="audit"]').innerText())
      .toMatch(/audit\s+Tool Governance\s+from the group GRP-AI\s+Inherited owner/);
    await page.locator('.owned-scopes').getByRole('button', { name: 'audit' }).click();
    await page.locator('[data-why="audit"]').waitFor();
    await page.getByRole('link', { name: 'Show in the ownership matrix' }).click();
    await found(page, '6 cells in 1 collection');
  });

  it('tells waived cells, conflicts and dead owners apart', async () => {
    await stack.db.sql(`
      insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
      values ('collection', 'agents', 'render', 'decided', 'CLONE-TEST-NO-RATIFICATION', now() + interval '1 day', 'TEST_CLONE_ROWS');
      insert into one_roof.governance_containment values ('collection', 'tasks', 'group', 'GRP-AI', now(), 'test')`);
    await stack.db.sql(
      `update one_roof.governance_object_ownership set lifecycle_status = 'revoked' where object_ref = 'GRP-AI' and scope = 'render'`,
    );
    await stack.db.sqlAsSuperuser(
      `update directus_users set status = 'suspended' where email = 'templates@example.com'`,
    );

    const page = await studio.open('/one-roof');
    await page.locator('[data-number]').first().waitFor();
    // tasks: five conflicts and, since GRP-AI passes no owner of render on any more, one cell of Input Templates; modules: six.
    await expect
      .poll(() => Promise.all(['waived', 'conflicts', 'dead'].map((name) => number(page, name))))
      .toEqual(['1', '5', '7']);
    await page.locator('[data-number="conflicts"]').click();
    await found(page, '5 cells in 1 collection');
    await page.getByRole('gridcell', { name: 'tasks, audit: Conflict' }).click();
    const why = page.locator('[data-why="audit"]');
    await why.waitFor();
    await expect.poll(() => why.innerText()).toContain('Several owners are equally near, so nobody is accountable.');
    await expect.poll(() => why.locator('li[data-verdict="conflicting"]').count()).toBe(2);
    // One step at a time: who goes back while the page is still going back ends up where nobody expects.
    await page.goBack();
    await why.waitFor({ state: 'detached' });
    await page.goBack();
    await page.waitForURL(/\/one-roof$/);
    await page.locator('[data-number="dead"]').click();
    // Groups are read after the objects: this is what the page says once it has read all of them.
    await found(page, '7 cells in 2 collections + 6 cells of groups themselves');
    await expect
      .poll(() => page.getByRole('gridcell', { name: 'modules, audit: Input Templates, Dead owner' }).count())
      .toBe(1);
    await page.getByRole('gridcell', { name: 'modules, audit: Input Templates, Dead owner' }).click();
    await why.waitFor();
    await expect
      .poll(() => why.innerText())
      .toContain('Give the role an active user, or name another owner in the plan.');
    await expect.poll(() => why.locator('li[data-verdict="wins"] [data-icon="check_circle"]').count()).toBe(0);
    await page.goBack();
    await why.waitFor({ state: 'detached' });

    // What the group of a dead owner passes on is no answer; its numbers lead to it all the same.
    await page.goto(page.url().replace(/\/ownership.*/, ''));
    await page.locator('[data-owner="GOV-MOIT"]').getByRole('link', { name: 'inherited' }).click();
    await found(page, '7 cells in 2 collections + 6 cells of groups themselves');
    await page.locator('[data-row="group:GRP-BUSINESS"] [data-state="owner_dead"]').first().click();
    await page
      .getByText(
        'Input Templates is named but retired, or has no active user. Nothing in the group gets an owner from it.',
      )
      .waitFor();

    const form = await studio.open('/content/tasks/+');
    await form.locator('.owned-scopes li').first().waitFor();
    await expect
      .poll(() => form.locator('.owned-scopes li[data-scope="audit"]').innerText())
      .toMatch(/audit\s+Several owners\s+Conflict/);
    await expect
      .poll(() => form.locator('.owned-scopes li[data-scope="render"]').innerText())
      .toMatch(/render\s+Input Templates\s+from the group GRP-BUSINESS\s+Dead owner/);
  });
});
