import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { EnrolledKey } from '../../src/contract/answers/ratification.ts';
import { digestWords } from '../../src/signing/digest-words.ts';
import { accessibilityProblems, sidewaysScroll, Studio } from '../harness/browser/browser.ts';
import { emailOf } from '../harness/council.ts';
import { Ratifiers } from '../harness/councils/ratifiers.ts';
import { HAS_SSH_KEYGEN, SshKeygen } from '../harness/councils/ssh-keys.ts';
import { standInRelease } from '../harness/releases/stand-in-release.ts';
import { addVirtualAuthenticator } from '../harness/browser/virtual-authenticator.ts';

type Name = 'president' | 'council-1';

// The journey of two people, as many as the three seats of Directus 12 Core have room for beside the administrator: each with a passkey in
// a browser of their own, and then with ssh-keygen at the command line.
describe('two people ratify with keys', () => {
  let two: Ratifiers<Name>;
  let studio: Studio;
  const pages = {} as Record<Name, Page>;
  beforeAll(async () => {
    two = await Ratifiers.start<Name>(
      { president: ['president'], council: ['council-1'] },
      { profile: 'two_person', app: true, pinning: 'enrolled', methods: ['passkey', 'ssh'] },
    );
    studio = await Studio.on(two.stack);
    // Each with a device of their own, which stays while the page does.
    for (const name of ['president', 'council-1'] as const) {
      pages[name] = await studio.open('/one-roof/ratification', { as: two.people[name] });
      await addVirtualAuthenticator(pages[name]);
    }
  });
  afterAll(async () => {
    await studio.stop();
    await two.stack.stop();
  });

  const key = (page: Page, name: Name) => page.locator(`[data-key^="${emailOf(name)} "]`);
  const refresh = (page: Page) => page.getByRole('button', { name: 'Refresh' }).click();
  const overview = async () => {
    const page = await studio.open('/one-roof');
    await page.locator('.gate-banner [data-verdict]').waitFor();
    return page;
  };
  const openRequest = async (page: Page, code: string) => {
    await page.goto(`${two.stack.directus.url}/admin/one-roof/ratification/${code}`);
    await page.locator('[data-digest]').first().waitFor();
  };

  it('each enrols a passkey and confirms the key of the other with a touch; then both count', async () => {
    for (const name of ['president', 'council-1'] as const) {
      await pages[name].getByLabel('Name of the passkey').fill('Laptop');
      await pages[name].locator('[data-enrol] button').click();
      await pages[name].locator('[data-passkey="Laptop"] [data-pinned="false"]').waitFor();
    }
    const { president, 'council-1': other } = pages;
    await refresh(president);
    await key(president, 'council-1').locator('[data-confirm-passkey] button').waitFor();
    // Nobody is asked about a key of their own.
    expect(await key(president, 'president').locator('[data-confirm-key]').count()).toBe(0);
    expect(await accessibilityProblems(president)).toEqual([]);
    // Both see the same words, which one of them says on another channel.
    await refresh(other);
    await key(other, 'council-1').waitFor();
    expect(await key(other, 'council-1').locator('[data-key-words]').innerText()).toBe(
      await key(president, 'council-1').locator('[data-key-words]').innerText(),
    );
    await key(president, 'council-1').locator('[data-confirm-passkey] button').click();
    await key(president, 'council-1').locator('[data-confirmed-by]').getByText(emailOf('president')).waitFor();
    await key(president, 'council-1').locator('[data-counts="false"]').waitFor();
    await key(other, 'president').locator('[data-confirm-passkey] button').click();
    await key(other, 'president').locator('[data-counts="true"]').waitFor();
    await key(other, 'council-1').locator('[data-counts="true"]').waitFor();
    await other.locator('[data-passkey="Laptop"] [data-pinned="true"]').waitFor();
    await other.locator('[data-keys] [data-warning="keys_enrolled"]').waitFor();
  });

  it('one files and confirms with a touch, the other votes and signs with a touch; the gate opens, and says what that does not stop', async () => {
    const { president, 'council-1': other } = pages;
    await president.locator('[data-file] button').click();
    await president.getByLabel('Code of the request').fill('APR-1');
    await president.getByLabel('About').fill('release:REL-1');
    await president.getByLabel('Title').fill('Owners go live');
    await president.getByLabel('Digest of the packet').fill('1'.repeat(64));
    await president.getByLabel('Digest of the plan').fill('2'.repeat(64));
    await two.draft('REL-1');
    await president.locator('[data-file-do] button').click();
    await president.locator('[data-status="pending"]').waitFor();
    await standInRelease(two.stack.db, { release: 'REL-1', request: 'APR-1' });
    await president.locator('[data-confirm] [data-prove-passkey] button').click();
    await president.locator('[data-status="approved"]').waitFor();
    expect(await accessibilityProblems(president)).toEqual([]);

    await openRequest(other, 'APR-1');
    await other.getByText('It must not happen. One rejection ends this request.').waitFor();
    await other.getByLabel('For You want exactly this').check();
    await other.getByLabel('Why?').fill('I have read it');
    await other.locator('[data-vote] [data-prove-passkey] button').click();
    await other.locator('[data-event="voted"]').getByText('I have read it').waitFor();
    await other.getByLabel('I agree that this electronic signature').check();
    await other.locator('[data-sign] [data-prove-passkey] button').click();
    await other.locator('[data-word]').first().waitFor();
    const words = digestWords('1'.repeat(64)).split(' ');
    for (const field of await other.locator('[data-word]').all()) {
      await field.locator('input').fill(words[Number(await field.getAttribute('data-word')) - 1] ?? '');
    }
    await other.locator('[data-touch] button').click();
    await other.locator('[data-missing="nothing"]').waitFor();
    expect(await other.locator('[data-problem]').count()).toBe(0);

    const gate = await overview();
    await gate.locator('.gate-banner [data-verdict="READY"]').waitFor();
    await gate
      .locator('.gate-banner [data-warning="keys_enrolled"]')
      .getByText('somebody who was both of them from the start')
      .waitFor();
    const vietnamese = await studio.open('/one-roof/ratification', {
      as: two.people.president,
      language: 'vi-VN',
      width: 400,
      height: 800,
    });
    await vietnamese.locator('[data-keys]').getByText('Khoá mà hai người xác nhận cho nhau').waitFor();
    await key(vietnamese, 'council-1').waitFor();
    expect(await accessibilityProblems(vietnamese)).toEqual([]);
    expect(await sidewaysScroll(vietnamese)).toBe(0);
  });

  it('the page says how many rejections end a request: two about seats', async () => {
    const { data } = (await (await two.stack.admin()).must('GET', '/users/me?fields=id,email')) as {
      data: { id: string; email: string };
    };
    const seats = [{ change: 'fill', seat: 'council', person: data.email, user: data.id }];
    const more = { packet_tree_sha256: undefined, plan_digest: undefined, proposed_action_code: 'delegate_authority' };
    await two.file('SEATS-1', 'president', { ...more, subject: 'seats', proposed_action: { seats } });
    await openRequest(pages['council-1'], 'SEATS-1');
    await pages['council-1'].getByText('It must not happen. 2 rejections end this request.').waitFor();
  });

  it.skipIf(!HAS_SSH_KEYGEN)(
    'the same with ssh-keygen at the command line: confirmation, vote and signature, with a trust file',
    async () => {
      await two.done('president', '/requests/APR-1/withdraw', { reason: 'done with' });
      const folder = mkdtempSync(join(tmpdir(), 'one-roof-acts-'));
      const keygen = new SshKeygen();
      const keys = { president: keygen.makeKey('ed25519'), 'council-1': keygen.makeKey('ecdsa') };
      const cli = async (...args: string[]) => {
        const { exitCode, stdout, stderr } = await two.stack.cli(...args);
        if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${String(exitCode)} ${stdout}${stderr}`);
        return stdout;
      };
      // Who writes a trust file puts the keys that count into it.
      const enrolled = JSON.parse(await cli('--json', 'key', 'list')) as EnrolledKey[];
      expect(enrolled.map(({ pinned }) => pinned)).toEqual([true, true]);
      const own = (['president', 'council-1'] as const).map(
        (name) => `${emailOf(name)} namespaces="one-roof" ${keys[name].line}`,
      );
      two.trust(...enrolled.map(({ trust_line }) => trust_line), ...own);

      await two.file('APR-2', 'president');
      await standInRelease(two.stack.db, { release: 'APR-2', request: 'APR-2' });
      const act = async (name: Name, verb: string, statement: string[], upload: string[] = []) => {
        const file = join(folder, `${verb}.txt`);
        const written = await cli('request', 'statement', 'APR-2', '--as', emailOf(name), '--act', verb, ...statement);
        writeFileSync(file, written);
        writeFileSync(`${file}.sig`, keys[name].sign(written));
        return cli('request', verb, 'APR-2', '--ssh', `${file}.sig`, '--as', emailOf(name), ...upload);
      };
      expect(await act('president', 'confirm', [])).toContain('APR-2 approved');
      const rationale = ['--rationale', 'I have read it'];
      expect(await act('council-1', 'vote', ['--choice', 'approve', ...rationale], rationale)).toContain(
        'I have read it',
      );
      await act('council-1', 'sign', []);
      expect(await cli('gate', '--quiet', '--release', 'APR-2')).toBe('READY\n');
      expect(await cli('gate', '--release', 'APR-2')).toContain(
        'Warning: Keys count here that the two people confirmed',
      );
      keygen.remove();
      rmSync(folder, { recursive: true });
    },
  );
});
