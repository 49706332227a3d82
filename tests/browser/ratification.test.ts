import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { digestWords } from '../../src/signing/digest-words.ts';
import { accessibilityProblems, sidewaysScroll, Studio } from '../harness/browser/browser.ts';
import { emailOf } from '../harness/council.ts';
import { Ratifiers } from '../harness/councils/ratifiers.ts';
import { standInRelease } from '../harness/releases/stand-in-release.ts';
import { HAS_SSH_KEYGEN, SshKeygen } from '../harness/councils/ssh-keys.ts';
import { addVirtualAuthenticator } from '../harness/browser/virtual-authenticator.ts';
import { RELEASE } from '../harness/browser/release-detail.ts';

type Name = 'president' | 'council-1' | 'council-2';
const SIGNERS = ['council-1', 'council-2', 'president'] as const;

// Ratification and Releases: one Directus for both.
describe('people ratify', () => {
  let council: Ratifiers<Name>;
  let studio: Studio;
  beforeAll(async () => {
    council = await Ratifiers.start<Name>(
      { president: ['president'], council: ['council-1', 'council-2'] },
      { profile: 'council' },
    );
    const admin = await council.stack.admin();
    const { data } = (await admin.must('GET', '/roles?filter[name][_eq]=Ratifiers')) as { data: { id: string }[] };
    const policy = await admin.create('/policies', { name: 'Studio', app_access: true });
    await admin.must('POST', '/access', { role: data[0]?.id, policy });
    studio = await Studio.on(council.stack);
  });
  afterEach(() => studio.closePages());
  afterAll(async () => {
    await studio.stop();
    await council.stack.stop();
  });

  const text = (page: Page, selector: string) => page.locator(selector).first().innerText();
  const requestOf = (name: Name, look = {}) =>
    studio.open('/one-roof/ratification/APR-1', { as: council.people[name], ...look });
  /** Blockers of the gate, as the page of the overview shows them. */
  const blockersSeen = async (): Promise<string[]> => {
    const page = await studio.open('/one-roof');
    await page.locator('.gate-banner [data-verdict]').waitFor();
    const blockers = await page
      .locator('.gate-banner [data-blocker]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-blocker') ?? ''));
    await page.close();
    return blockers;
  };
  const trusted: string[] = [];
  /** Enrols a passkey on the page Ratification; the line for the trust file. */
  const enrol = async (page: Page, label: string): Promise<string> => {
    await addVirtualAuthenticator(page);
    await page.getByLabel('Name of the passkey').fill(label);
    await page.locator('[data-enrol] button').click();
    const passkey = page.locator(`[data-passkey="${label}"]`);
    await passkey.locator('[data-pinned="false"]').waitFor();
    return passkey.locator('[data-trust-line] pre').innerText();
  };
  const trust = (line: string) => {
    trusted.push(line);
    council.trust(...trusted);
  };
  const agree = async (page: Page) => {
    await page.locator('[data-sign]').waitFor();
    await page.getByLabel('I agree that this electronic signature').check();
  };

  it('the form is for whoever may file', async () => {
    const editor = await studio.open('/one-roof/ratification', { as: await studio.editor([]) });
    await editor.locator('[data-nothing="no-request"]').waitFor();
    await editor.waitForLoadState('networkidle');
    expect(await editor.locator('[data-file]').count()).toBe(0);
  });

  it('somebody files a request; what is wrong with it is said before it is sent', async () => {
    const empty = await studio.open('/one-roof/releases');
    await empty.locator('[data-nothing="no-release"]').waitFor();
    const page = await studio.open('/one-roof/ratification', { as: council.people.clerk });
    await page.locator('[data-file] button').click();
    await page.getByLabel('Code of the request').fill('APR-1');
    await page.getByLabel('About').fill('release:REL-1');
    await page.locator('[data-file-do] button').click();
    await page.getByText('Give it a title that people understand.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel('Title').fill('Owners go live');
    await page.getByLabel('Digest of the packet').fill('1'.repeat(64));
    await page.getByLabel('Digest of the plan').fill('2'.repeat(64));
    await page.locator('[data-file-do] button').click();
    await page.locator('[data-act-problem]').getByText('found no release REL-1').waitFor();
    await council.draft('REL-1');
    await page.locator('[data-file-do] button').click();
    await page.waitForURL('**/one-roof/ratification/APR-1');
    await page.locator('[data-digest]').waitFor();
  });

  it('a request waits for whoever can vote; a vote needs a decision and a reason, and is one touch of a passkey', async () => {
    expect(await blockersSeen()).toEqual(['no_release', 'ospa<1']);
    council.trust();
    await standInRelease(council.stack.db, { release: 'REL-1', request: 'APR-1' });
    await council.stack.db.sql(
      `update one_roof.governance_release set status = 'rehearsed' where release_code = 'REL-1'`,
    );
    expect(await blockersSeen()).toEqual(['ospa<1']);
    for (const name of SIGNERS) {
      const page = await studio.open('/one-roof/ratification', { as: council.people[name] });
      const entry = page.locator('[data-request="APR-1"]');
      if (name !== 'president') trust(await enrol(page, 'Phone'));
      await entry.locator('[data-waits]').waitFor();
      if (name === 'council-1') expect(await accessibilityProblems(page)).toEqual([]);
      await entry.getByRole('link', { name: 'Owners go live' }).click();
      await page.locator('[data-vote]').waitFor();
      const { words, revision_digest } = await council.read(name, '/requests/APR-1');
      expect([await text(page, '[data-words]'), await text(page, '[data-digest]')]).toEqual([words, revision_digest]);
      if (name === 'council-1') {
        expect(await accessibilityProblems(page)).toEqual([]);
        await page.locator('[data-prove-passkey] button').click();
        await page.getByText('Say why: a vote without a reason does not count.').waitFor();
        await page.getByText('Choose for, against or abstain.').waitFor();
      }
      // Without a passkey it is voted elsewhere, with an SSH key.
      if (name === 'president') {
        expect(await page.locator('[data-vote] [data-prove-passkey]').count()).toBe(0);
        expect((await council.vote('APR-1', name)).status).toBe(200);
        continue;
      }
      await page.getByLabel('For You want exactly this').check();
      await page.getByLabel('Why?').fill(`${name} has read it`);
      await page.locator('[data-prove-passkey] button').click();
      await page.locator('[data-event="voted"]').getByText(`${name} has read it`).waitFor();
      await page.locator('[data-vote]').waitFor({ state: 'detached' });
      expect(await page.locator('[data-event="voted"] [data-problem]').count()).toBe(0);
    }
    expect(await council.read('president', '/requests/APR-1')).toMatchObject({
      status: 'approved',
      votes: { approve: 3, reject: 0 },
    });
  });

  it('whoever filed it sees what is missing and can neither vote nor sign', async () => {
    const page = await studio.open('/one-roof/ratification/APR-1', { as: council.people.clerk });
    // Who the others are is for those who read governance.
    await page.locator('[data-missing="signature"]').waitFor();
    expect(await page.locator('[data-missing]').getByText(emailOf('president')).count()).toBe(0);
    await page.locator('[data-withdraw]').waitFor();
    expect(await page.locator('[data-vote], [data-sign]').count()).toBe(0);
  });

  it('the president enrols a passkey and signs with it; pinned, it opens the gate; another byte in the packet closes it', async () => {
    const page = await studio.open('/one-roof/ratification', { as: council.people.president });
    const line = await enrol(page, 'Laptop');
    expect(line).toMatch(/^president@example\.com namespaces="one-roof" sk-/);

    await page.locator('[data-request="APR-1"]').getByRole('link').click();
    await page.locator('[data-sign] [data-prove-passkey] button').click();
    await page.getByText('Agree first.').waitFor();
    await agree(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    // Two words of the packet, as another channel shows them.
    const enter = async (digest: string) => {
      await page.locator('[data-sign] [data-prove-passkey] button').click();
      await page.locator('[data-word]').first().waitFor();
      const fields = page.locator('[data-word]');
      expect(await fields.count()).toBe(2);
      for (const field of await fields.all()) {
        const place = Number(await field.getAttribute('data-word'));
        await field.locator('input').fill(digestWords(digest).split(' ')[place - 1] ?? '');
      }
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.locator('[data-touch] button').click();
    };
    await enter('e'.repeat(64));
    await page.locator('[data-act-problem]').getByText('words do not match').waitFor();
    await enter('1'.repeat(64));
    await page.locator('[data-event="signed"] [data-problem]').getByText('this key is not in the trust file').waitFor();
    expect(await blockersSeen()).toEqual(['ospa<1', 'key_unpinned']);

    trust(line);
    expect(await blockersSeen()).toEqual([]);
    await page.reload();
    await page.locator('[data-missing="nothing"]').waitFor();
    expect(await page.locator('[data-event="signed"] [data-problem]').count()).toBe(0);

    // One run is permitted, by a touch of somebody who will not run it.
    const other = await studio.open('/one-roof/ratification', { as: council.people['council-1'] });
    trust(await enrol(other, 'Tablet'));
    await other.locator('[data-request="APR-1"]').getByRole('link').click();
    await other.locator('[data-permit] [data-prove-passkey] button').click();
    await other.locator('[data-permitted]').getByText('operator:directus may carry it out once').waitFor();
    expect(await accessibilityProblems(other)).toEqual([]);

    await council.stack.db.sql(`set one_roof.request_roles = '["Clerks"]';
      update one_roof.approval_requests set title = 'Owners go live now' where code = 'APR-1'`);
    expect(await blockersSeen()).toEqual(['ospa<1']);
    await page.reload();
    await page.locator('[data-status="pending"]').waitFor();
    expect(await page.locator('[data-event="voted"], [data-event="signed"]').count()).toBe(0);
  });

  it.skipIf(!HAS_SSH_KEYGEN)('the president signs the next revision with ssh-keygen', async () => {
    for (const name of SIGNERS) expect(await council.vote('APR-1', name)).toMatchObject({ status: 200 });
    const keygen = new SshKeygen();
    const key = keygen.makeKey('ed25519');
    trust(`${emailOf('president')} namespaces="one-roof" ${key.line}`);

    const page = await requestOf('president');
    await agree(page);
    await page.locator('[data-sign]').getByLabel('SSH key').check();
    await page.getByLabel('What your signature means').fill('I let the owners go live');
    await page.locator('[data-sign] [data-prove-ssh] button').click();
    expect(await text(page, '[data-command] pre')).toMatch(/^ssh-keygen -Y sign -n one-roof -f .* APR-1-2\.statement$/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-save-statement] button').click(),
    ]);
    const statement = readFileSync(await download.path(), 'utf8');
    expect(statement).toContain('\nmeaning: I let the owners go live\n');
    expect(await accessibilityProblems(page)).toEqual([]);

    const send = async (signature: string) => {
      await page
        .getByLabel('Signature file')
        .setInputFiles({ name: 'a.sig', mimeType: 'text/plain', buffer: Buffer.from(signature) });
      await page.locator('[data-sign-ssh] button').click();
    };
    await send(key.sign(statement.replace('go live', 'stay')));
    await page.locator('[data-act-problem]').waitFor();
    await send(key.sign(statement));
    await page.locator('[data-event="signed"]').getByText('I let the owners go live').waitFor();
    keygen.remove();
    expect(await blockersSeen()).toEqual([]);
  });

  it('a request is withdrawn with a reason; a passkey is revoked', async () => {
    await council.file('APR-2', 'clerk', { subject: 'release:OTHER' });
    const page = await studio.open('/one-roof/ratification/APR-2', { as: council.people.clerk });
    await page.locator('[data-withdraw]').click();
    await page.getByLabel('Why do you withdraw it?').fill('Too early');
    await page.locator('[data-withdraw-sure] button').click();
    await page.getByText('Withdrawn: Too early').waitFor();

    const own = await studio.open('/one-roof/ratification?status=withdrawn', { as: council.people.president });
    await own.locator('[data-request="APR-2"]').waitFor();
    expect(await own.locator('[data-request]').count()).toBe(1);
    await own.locator('[data-revoke]').click();
    await own.locator('[data-revoke-sure] button').click();
    await own.locator('[data-passkey="Laptop"]').getByText('revoked').waitFor();
  });

  it('the pages are accessible and narrow, in the dark and in Vietnamese; a release shows its tiers and how it is taken back', async () => {
    for (const look of [{ appearance: 'dark' }, { width: 400, height: 800, language: 'vi-VN' }] as const) {
      for (const path of ['/one-roof/ratification', '/one-roof/ratification/APR-1', '/one-roof/releases/REL-1']) {
        const page = await studio.open('/one-roof', look);
        await page.route('**/v1/releases/REL-1', (route) => route.fulfill({ json: { data: RELEASE, meta: {} } }));
        await page.goto(`${council.stack.directus.url}/admin${path}`);
        await page.locator('[data-request], [data-holder], [data-tier]').first().waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(0);
        if (path.endsWith('REL-1') && 'appearance' in look) {
          expect(await text(page, '[data-rollback] pre')).toBe(RELEASE.rollback_command);
          expect(await page.locator('[data-tier="3"]').innerText()).toMatch(/Gaps: 210 → 0/);
          await page.locator('[data-same="true"]').waitFor();
        }
        await page.close();
      }
    }
  });
});
