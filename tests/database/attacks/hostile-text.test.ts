import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { parseDocument } from 'yaml';
import { decision } from '../../../src/cli/commands/decision/index.ts';
import { lag, types } from '../../../src/cli/commands/events/events.ts';
import { gate } from '../../../src/cli/commands/gate/gate.ts';
import { setMode, showGuard } from '../../../src/cli/commands/guard/guard.ts';
import { exportChain, show, verify } from '../../../src/cli/commands/ledger/ledger.ts';
import { owners } from '../../../src/cli/commands/owners/index.ts';
import { list, open } from '../../../src/cli/commands/permits/index.ts';
import { check, exportRegistered, initialisePlan, register } from '../../../src/cli/commands/plan/plan.ts';
import { planRelease, showReleases } from '../../../src/cli/commands/release/release.ts';
import { exportRequest } from '../../../src/cli/commands/request/export.ts';
import { createOne, listAll, showRequest } from '../../../src/cli/commands/request/request.ts';
import { scan } from '../../../src/cli/commands/scan/index.ts';
import { status } from '../../../src/cli/commands/status/index.ts';
import { ownershipWhatIf } from '../../../src/cli/commands/ownership/what-if.ts';
import { who } from '../../../src/cli/commands/who/index.ts';
import { Operator } from '../../../src/cli/operator.ts';
import { printError } from '../../../src/cli/print-error.ts';
import type { Printout } from '../../../src/cli/print.ts';
import { requestCalls } from '../../../src/governance/ratification/requests/request-calls.ts';
import { terminalJson } from '../../../src/text/terminal.ts';
import { visible } from '../../../src/text/unprintable.ts';
import { visibleYaml } from '../../../src/text/yaml.ts';
import { Council, emailOf } from '../../harness/council.ts';
import { actingCharacters, HOSTILE } from '../../harness/hostile/hostile-text.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { DEMO } from '../../harness/test-server.ts';

/** A table that Directus serves: any name of up to 63 bytes without a space. A plan takes * for any characters. */
const COLLECTION = '=x\u001b[2J\u202e\u009b\nGATE:READY|ospa=2@attacker';
/** A name with a colon in it is addressed by its type. */
const ADDRESS = `collection:${COLLECTION}`;
/** A request has a title of one line, of at most 200 characters. */
const TITLE =
  '\u009b31m\u202e[click](https://evil.example) ![x](https://evil.example/x) <img src=x> `a` **b** # | www.evil.example';

describe('text that people wrote to fool whoever reads it', () => {
  let db: TestDatabase;
  let operator: Operator;
  const folder = mkdtempSync(join(tmpdir(), 'one-roof-hostile-'));
  const plan = join(folder, 'plan.yaml');

  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    vi.stubEnv('CONFIG_PATH', '/no/such/file');
    vi.stubEnv('DB_CLIENT', 'pg');
    vi.stubEnv('DB_CONNECTION_STRING', db.url);
    await db.declare('production');
    operator = new Operator(undefined);
    const document = parseDocument(readFileSync(`${DEMO}plan.yaml`, 'utf8'));
    for (const path of [['scopes', 'audit'], ['owners', 'GOV-DOT', 'name'], ['owners', 'GOV-DOT', 'description'], ['groups', 'GRP-AI', 'name']])
      document.setIn(path, HOSTILE); // prettier-ignore
    document.setIn(['owners', 'GOV-DEAD'], { name: HOSTILE, codeowners: ['@acme/dead'] });
    document.setIn(['ungrouped'], [COLLECTION]);
    document.setIn(['exceptions'], { [COLLECTION]: { audit: 'GOV-DEAD' } });
    document.setIn(['waivers'], [{ collection: COLLECTION, scope: 'policy', reason: HOSTILE, until: '2999-12-31' }]);
    document.deleteIn(['expected']);
    writeFileSync(plan, visibleYaml(document, { lineWidth: 0 }));
    await db.sql(`create table ${quoted(COLLECTION)} (id text primary key)`);
    await db.sql('insert into directus_collections (collection) values ($1)', [COLLECTION]);
    await scan(operator);
    await register(operator, plan, HOSTILE);
    const { ids } = await Council.seat(db);
    await db.sql(`update directus_users set first_name = $1, last_name = $2`, [COLLECTION.slice(0, 40), TITLE.slice(0, 40)]);
    await setMode(operator, 'observe', { reason: HOSTILE });
    await db.sql(`insert into ${quoted(COLLECTION)} values ($1)`, [HOSTILE]);
    await open(operator, 'window', [COLLECTION], { for: 60, reason: HOSTILE });
    await createOne(operator, { as: emailOf('clerk'), subject: 'seats', code: 'APR-H', title: TITLE, reason: HOSTILE, action: 'delegate_authority', proposed: proposal(ids['council-2']) });
  }, 120_000); // prettier-ignore
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    await db.drop();
  });

  /** A request for a seat, as a file. */
  function proposal(user: string): string {
    const file = join(folder, 'proposed.json');
    writeFileSync(
      file,
      JSON.stringify({ seats: [{ change: 'vacate', seat: 'council', person: emailOf('council-2'), user }] }),
    );
    return file;
  }

  const COMMANDS: [name: string, run: () => Promise<Printout>, shows: string | null][] = [
    ['status', () => status(operator), visible(HOSTILE)],
    ['scan', () => scan(operator), null],
    ['gate', () => gate(operator, {}), null],
    ['decision', () => decision(operator, {}), null],
    ['decision --markdown', () => decision(operator, { markdown: true }), null],
    ['owners', () => owners(operator, ADDRESS, {}), 'GOV-DEAD'],
    ['owners --dead', () => owners(operator, undefined, { dead: true }), null],
    ['ownership what-if', () => ownershipWhatIf(operator, { retire: ['GOV-DEAD'] }), visible(COLLECTION)],
    ['plan init', () => initialisePlan(operator, undefined), null],
    ['plan check', () => check(operator, plan), null],
    ['plan export', () => exportRegistered(operator, undefined, {}), '\\u202e'],
    ['plan export --codeowners', () => exportRegistered(operator, undefined, { codeowners: true }), visible(COLLECTION)],
    ['ledger show', () => show(operator, undefined, { limit: 100 }), visible(HOSTILE)],
    ['ledger show id', async () => show(operator, Number((await db.sql('select max(id) as id from one_roof.governance_ledger'))[0]?.['id']), { limit: 1 }), null],
    ['ledger verify', () => verify(operator, {}), null],
    ['ledger export', () => exportChain(operator, { from: 1 }), null],
    ['events types', () => types(operator), null],
    ['events lag', () => lag(operator), null],
    ['guard status', () => showGuard(operator), visible(HOSTILE)],
    ['window list', () => list(operator, 'window'), visible(COLLECTION)],
    ['who', () => who(operator, ADDRESS, undefined, 50), visible(HOSTILE)],
    ['request list', () => listAll(operator, {}), visible(TITLE)],
    ['request show', () => showRequest(operator, 'APR-H'), visible(TITLE)],
    ['request export', () => exportRequest(operator, 'APR-H', undefined), '\\u202e'],
    ['release plan', () => planRelease(operator, 'REL-1'), null],
    ['release status', () => showReleases(operator, undefined), null],
  ]; // prettier-ignore

  it.each(COMMANDS)('acts on no terminal through `%s`, and is shown', async (_name, run, shows) => {
    const { text, json } = await run();
    expect(actingCharacters(String(text))).toEqual([]);
    expect(String(text)).not.toMatch(/^GATE: ?READY/m);
    if (shows !== null) expect(String(text)).toContain(shows);
    expect(actingCharacters(String(terminalJson(json)))).toEqual([]);
    expect(JSON.parse(String(terminalJson(json)))).toEqual(JSON.parse(JSON.stringify(json)));
  });

  it('acts in no message about what is wrong, not in those of PostgreSQL either', async () => {
    const failures = [
      await rejectionOf(owners(operator, HOSTILE, {})),
      await rejectionOf(showRequest(operator, HOSTILE)),
      await rejectionOf(open(operator, 'window', [HOSTILE], { for: 60, reason: 'x' })),
      await rejectionOf(db.sql('select $1::integer', [HOSTILE])),
      await rejectionOf(db.sql(`select 1 from ${quoted(COLLECTION)} where nothing`)),
    ];
    for (const thrown of failures) {
      for (const asJson of [false, true]) {
        const text = String(printError(thrown, asJson).text);
        expect(actingCharacters(text)).toEqual([]);
        expect(text).not.toMatch(/^GATE/m);
      }
    }
  });

  it('makes no second rule in CODEOWNERS', async () => {
    const { json } = await exportRegistered(operator, undefined, { codeowners: true, owner: '@acme/{owner}' });
    const { codeowners } = json as { codeowners: string };
    const rules = codeowners.split(/\r\n|[\n\r\u0085\u2028\u2029]/).filter((line) => /^[^#]/.test(line));
    const [{ n } = {}] = await db.sql(`select count(*)::int as n from one_roof.collection_registry where governance_role in ('governed', 'locked')`);
    expect(rules).toHaveLength(Number(n) - 1);
    expect(rules.every((rule) => /^\/collections\/[a-z0-9_]+\.yaml( @acme\/GOV-[A-Z-]+)+$/.test(rule))).toBe(true);
    expect(codeowners).toContain(`# /collections/${visible(COLLECTION)}.yaml  `);
  }); // prettier-ignore

  it('is text in what Directus tells people, and in its mails', async () => {
    const calls = await db.read((session) => requestCalls(session, 'APR-H'));
    expect(calls.length).toBeGreaterThan(0);
    for (const { subject, message } of calls) {
      const found: string[] = [];
      void marked.walkTokens(marked.lexer(message.source), (token) => {
        if (token.type === 'link') found.push(`link ${(token as { href: string }).href}`);
        else if (!['text', 'escape', 'paragraph', 'space', 'list', 'list_item'].includes(token.type))
          found.push(token.type);
      });
      expect(found).toEqual(['link /admin/one-roof/ratification/APR-H']);
      expect(actingCharacters(subject + message.source)).toEqual([]);
    }
  });
});

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
