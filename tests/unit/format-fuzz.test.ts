import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfiguration } from '../../src/cli/configuration.ts';
import { showWords } from '../../src/cli/commands/words/index.ts';
import { OneRoofError } from '../../src/contract/errors.ts';
import { Plan } from '../../src/contract/plan.ts';
import { readCheckpoints } from '../../src/governance/ledger/checkpoint.ts';
import { readPlan } from '../../src/governance/plan/read-plan.ts';
import { RequestBundle } from '../../src/governance/ratification/bundle/request-bundle.ts';
import { verifySshSignature } from '../../src/signing/ssh/ssh-signature.ts';
import { parseStatement } from '../../src/signing/statement.ts';
import { parseTrustFile } from '../../src/signing/trust/trust-file.ts';
import { verifyRequestBundle } from '../../src/governance/ratification/bundle/verify-request-bundle.ts';
import { readPacket } from '../../src/governance/release/packet/read-packet.ts';
import { CONTENTS } from '../../src/governance/release/packet/release-contents.ts';
import { readEnvelope } from '../../src/seal/attestation/dsse.ts';
import { makePacket } from '../../src/seal/make-packet.ts';
import { SealError } from '../../src/seal/seal-error.ts';
import { readStatement } from '../../src/seal/attestation/statement.ts';
import { verify } from '../../src/seal/verify.ts';
import { FuzzRuns } from '../harness/hostile/fuzz-runs.ts';
import { shaped } from '../harness/hostile/shaped-values.ts';
import type { JsonSchema } from '../harness/hostile/shaped-values.ts';
import { makeSecurityKey } from '../harness/councils/ssh-keys.ts';
import { damaged, wildJson, wildText } from '../harness/hostile/wild-values.ts';

// Every format of a file that somebody hands us: whatever is in it, the answer is a verdict or an error of ours.

const folder = mkdtempSync(join(tmpdir(), 'one-roof-format-fuzz-'));
const demo = (name: string) => readFileSync(new URL(`../../demo/${name}`, import.meta.url), 'utf8');
const key = makeSecurityKey('ed25519');

/** A text of a form that a schema has, in JSON, or damaged JSON. */
function json(schema: z.ZodType): fc.Arbitrary<string> {
  const form = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const good = fc.oneof({ weight: 3, arbitrary: shaped(form, {}) }, wildJson).map((value) => JSON.stringify(value));
  return fc.oneof({ weight: 3, arbitrary: good }, damaged(good), wildText);
}

const planForm = z.toJSONSchema(Plan, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const configurations = fc.oneof(
  damaged(fc.constant('DB_CLIENT=pg\nDB_HOST="x"\nONE_ROOF_POOL_SHARE=0.3\n')).map((text) => ['.env', text] as const),
  fc
    .oneof(
      wildJson.map((value) => JSON.stringify(value)),
      wildText,
    )
    .map((text) => ['settings.json', text] as const),
  damaged(fc.constant('DB_CLIENT: pg\nDB_SSL:\n  ca: x\n')).map((text) => ['settings.yaml', text] as const),
);

/** Formats by name: what is written in each, and what reads it. */
const FORMATS: Record<string, [fc.Arbitrary<unknown>, (content: never) => unknown]> = {
  'plan, damaged': [damaged(fc.constant(demo('plan.yaml'))), readPlan],
  'plan, of its form': [shaped(planForm, {}).map((plan) => JSON.stringify(plan)), readPlan],
  'request bundle': [
    json(RequestBundle),
    async (text: string) => {
      const { verdict } = await verifyRequestBundle(parsed(text), new Date());
      expect(verdict).toBe('NO-GO');
      return verdict;
    },
  ],
  words: [
    json(RequestBundle),
    (text: string) => {
      writeFileSync(join(folder, 'bundle'), text);
      return showWords(join(folder, 'bundle'));
    },
  ],
  'trust file': [
    damaged(
      fc.constant(
        `# keys\nx@example.com namespaces="one-roof",valid-after="20300101Z" ${key.line}\n\ny@example.com ${key.line}\n`,
      ),
    ),
    (text: string) => parseTrustFile(text),
  ],
  'ssh signature': [
    damaged(fc.constant(key.sign('a statement'))),
    (text: string) => {
      expect(verifySshSignature(text, 'another').ok).toBe(false);
    },
  ],
  statement: [damaged(fc.constant(demo('plan.yaml').slice(0, 300))), parseStatement],
  checkpoints: [
    fc.oneof(
      wildText,
      wildJson.map((value) => JSON.stringify(value)),
    ),
    (text: string) => readCheckpoints(text, 'a file'),
  ],
  envelope: [
    json(
      z.object({ payload: z.string(), payloadType: z.string(), signatures: z.array(z.object({ sig: z.string() })) }),
    ),
    readEnvelope,
  ],
  attestation: [
    json(
      z.object({ _type: z.string(), predicateType: z.string(), subject: z.array(z.unknown()), predicate: z.unknown() }),
    ),
    (text: string) => readStatement(Buffer.from(text)),
  ],
  'sealed packet': [
    fc.tuple(
      fc.constantFrom('bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'data/a'),
      fc.tuple(wildText, fc.boolean()),
    ),
    async ([name, [text, after]]: [string, [string, boolean]]) => {
      const packet = await packetOf({ a: 'a\n' });
      const file = join(packet, name);
      try {
        writeFileSync(file, after ? readFileSync(file, 'utf8') + text : text);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
      return verify(packet);
    },
  ],
  'release packet': [
    fc.tuple(
      fc.oneof(
        wildJson,
        wildJson.map((value) => ({ release: 'REL-1', value })),
      ),
      wildText,
    ),
    async ([contents, plan]: [unknown, string]) =>
      readPacket(await packetOf({ [CONTENTS]: JSON.stringify(contents), 'plan.yaml': plan })),
  ],
  configuration: [
    fc.tuple(configurations, fc.dictionary(fc.constantFrom(...settingNames()), wildText, { maxKeys: 4 })),
    ([[name, text], settings]: [[string, string], Record<string, string>]) => {
      writeFileSync(join(folder, name), text);
      return readConfiguration({ DB_CLIENT: 'pg', ...settings, CONFIG_PATH: join(folder, name) });
    },
  ],
};

describe('every format of a file', () => {
  const runs = new FuzzRuns('file formats', Object.keys(FORMATS).length, 60);
  afterAll(() => {
    runs.report();
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(FORMATS))('%s', { timeout: runs.patience }, async (_name, [contents, read]) => {
    await runs.assert(contents, async (content) => {
      try {
        await read(content as never);
        return 'read';
      } catch (error) {
        if (error instanceof OneRoofError || error instanceof SealError) return 'refused';
        throw error;
      }
    });
  });
});

function settingNames(): string[] {
  const ours = [
    'POOL_SHARE',
    'READ_ROLES',
    'PUBLIC_READ',
    'CLONE_PATTERN',
    'TRUST_FILE',
    'READ_DATABASES',
    'KEEP_WRITES_DAYS',
    'EXCLUDED_TABLES',
  ];
  return [
    ...ours.map((name) => `ONE_ROOF_${name}`),
    'DB_PORT',
    'DB_HOST',
    'DB_CONNECTION_STRING',
    'DB_SSL__CA_FILE',
    'DB_PASSWORD_FILE',
    'DB_CLIENT',
    'EXTENSIONS_MUST_LOAD',
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A packet that is sealed as it should be, with whatever is in it. */
async function packetOf(contents: Record<string, string>): Promise<string> {
  const source = mkdtempSync(join(folder, 'source-'));
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(source, name), content);
  await makePacket(source, `${source}-packet`, { date: '2026-01-02', verifier: '// verify\n' });
  return `${source}-packet`;
}
