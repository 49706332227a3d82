import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { SCOPES, Studio } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

const { objects, cells, groups } = inject('reference');

describe('the overview of the reference case', () => {
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

  const council = groups.filter(({ owner }) => owner === 'GOV-COUNCIL').flatMap(({ collections }) => collections);

  const numbers = async (page: Page) => {
    await page.locator('[data-number]').first().waitFor();
    const entries = await page
      .locator('[data-number]')
      .evaluateAll((links) =>
        links.map((link) => [link.getAttribute('data-number'), link.querySelector('.number')?.textContent]),
      );
    return Object.fromEntries(entries) as Record<string, string>;
  };

  it('says that the gate is closed, why in plain words, and what to do', async () => {
    const page = await studio.open('/one-roof');
    const blocker = page.locator('[data-blocker="ospa<1"]');
    await blocker.waitFor();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('Overview');
    await expect.poll(() => page.getByRole('heading', { name: 'The gate is closed' }).count()).toBe(1);
    await expect.poll(() => page.locator('[data-verdict]').innerText()).toContain('BLOCKED');
    expect(await page.locator('[data-blocker]').count()).toBe(2); // The other: no release was requested yet.
    await expect
      .poll(() => blocker.innerText())
      .toContain('The release is not signed: the signature of the president is missing.');
    await expect
      .poll(() => blocker.innerText())
      .toContain(
        'What to do: The council votes, then the president signs the release request. Only people can do this.',
      );
  });

  it('shows the conditions of the gate in a drawer that has a URL', async () => {
    const page = await studio.open('/one-roof');
    await page.getByRole('link', { name: 'All conditions' }).click();
    const conditions = page.locator('.gate-conditions li');
    await conditions.first().waitFor();
    expect(new URL(page.url()).searchParams.get('show')).toBe('conditions');
    await expect.poll(() => conditions.count()).toBe(11); // eight conditions, one of them in two parts and one in three
    const signature = conditions.filter({ hasText: 'The president has signed the release' });
    await expect.poll(() => signature.getAttribute('data-outcome')).toBe('notMet');
    await expect.poll(() => signature.locator('dd').allInnerTexts()).toEqual(['>= 1', '0']);
    await expect.poll(() => page.locator('.gate-conditions li[data-outcome="met"]').count()).toBe(9);
    await expect.poll(() => conditions.filter({ hasText: `all ${cells} cells are still gaps` }).count()).toBe(1);
    await expect.poll(() => page.locator(':focus').innerText()).toBe('The gate is closed');
    await page.keyboard.press('Escape');
    await conditions.first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('show')).toBeNull();
    await expect.poll(() => page.locator(':focus').innerText()).toBe('All conditions');
    await page.goForward(); // closing it went back
    await conditions.first().waitFor();
  });

  it('closes the drawer of a link that led to it, without a page to go back to', async () => {
    const page = await studio.open('/one-roof?show=conditions');
    await page.locator('.gate-conditions li').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.gate-conditions li').first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/admin/one-roof');
  });

  it('counts the gaps, by scope and by owner', async () => {
    const page = await studio.open('/one-roof');
    await expect
      .poll(() => numbers(page))
      .toEqual({ cells: String(cells), covered: '0', gaps: String(cells), conflicts: '0', waived: '0', dead: '0' });
    await expect.poll(() => page.locator('.percentage').innerText()).toBe('0 %');
    await page.locator('[data-scope]').first().waitFor();
    await expect.poll(() => page.locator('[data-scope] .name').allInnerTexts()).toEqual([...SCOPES]);
    await expect
      .poll(() => page.locator('[data-scope] .gaps').allInnerTexts())
      .toEqual(SCOPES.map(() => `${objects} gaps`));
    await expect.poll(() => page.locator('[data-owner]').count()).toBe(4);
    await expect
      .poll(() => page.locator('[data-owner="GOV-COUNCIL"]').innerText())
      .toMatch(new RegExp(`no cells[^]*planned for ${SCOPES.length * council.length} cells`));
  });

  it('leads from every number to its rows', async () => {
    const page = await studio.open('/one-roof');
    const counted = await numbers(page);
    const links = await page
      .locator('.one-roof a[href*="/one-roof/ownership"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(links.length).toBeGreaterThanOrEqual(6 + 3 * 6 + 2 * 4);
    for (const [name, number] of Object.entries(counted)) {
      await page.locator(`[data-number="${name}"]`).click();
      await page
        .locator('[data-found]')
        .filter({ hasText: number === '0' ? /^No cells$/ : new RegExp(`^${number} cells in ${objects} collections$`) })
        .waitFor();
      await page.goBack();
      await page.locator('[data-number]').first().waitFor();
    }
    await page.locator('[data-scope="audit"] .gaps').click();
    await page
      .locator('[data-found]')
      .filter({ hasText: `${objects} cells in ${objects} collections` })
      .waitFor();
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toEqual(['Collection', 'audit']);
  });

  it('says when the last scan ran, and that none has', async () => {
    const page = await studio.open('/one-roof');
    await page.getByText('No scan has run yet.').waitFor();
    expect(await stack.cli('scan')).toMatchObject({ exitCode: 0 });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.locator('[data-scan="completed"]').waitFor();
    const { run_id: run } = (await stack.db.sql('select run_id from one_roof.candidate_scan_run'))[0] ?? {};
    await expect.poll(() => page.locator('.last-scan').innerText()).toContain(String(run));
    await expect.poll(() => page.locator('.last-scan').innerText()).toMatch(/Took\s+([1-9][\d.]* ms|[\d.]+ sec)/);
  });

  it('speaks Vietnamese to whoever does, and English where there is no translation', async () => {
    const page = await studio.open('/one-roof', { language: 'vi-VN' });
    await page.getByRole('heading', { name: 'Cổng đang đóng' }).waitFor();
    await expect
      .poll(() => page.locator('[data-blocker="ospa<1"]').innerText())
      .toContain('Bản phát hành chưa được ký: còn thiếu chữ ký của chủ tịch.');
    await expect.poll(() => page.locator('[data-number="gaps"]').innerText()).toContain('Khoảng trống');
    const german = await studio.open('/one-roof', { language: 'de-DE' });
    await german.getByRole('heading', { name: 'The gate is closed' }).waitFor();
  });

  it('keeps what it showed when a refresh fails, and says so', async () => {
    const page = await studio.open('/one-roof');
    await numbers(page);
    await page.route('**/one-roof/v1/**', (route) => route.abort('connectionrefused'));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('This could not be refreshed. You are looking at an older version.').waitFor();
    expect((await numbers(page))['gaps']).toBe(String(cells));
    await page.unroute('**/one-roof/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-problem]').waitFor({ state: 'detached' });
  });

  it('shows the shape of what comes at once, and while it is waited for', async () => {
    const page = await studio.open('/one-roof/ownership');
    await page.clock.install();
    await page.reload();
    await page.getByRole('grid').waitFor();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/one-roof/v1/**', async (route) => {
      await held;
      await route.continue();
    });
    // The clock of the page stands still: no timer of the page may pass before, however long the machine takes.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect.poll(() => page.locator('.skeleton').count()).toBe(5);
    await page.clock.resume();
    answer();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  });
});
