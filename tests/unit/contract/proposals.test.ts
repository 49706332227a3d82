import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { addRequestCommands } from '../../../src/cli/commands/request/index.ts';
import { openApiDocument } from '../../../src/contract/openapi.ts';
import { Ratification } from '../../../src/contract/plan.ts';
import { proposalOf, PROPOSALS } from '../../../src/contract/proposals.ts';
import type { Proposal } from '../../../src/contract/proposals.ts';

const DOCS = readFileSync(new URL('../../../docs/ratification.md', import.meta.url), 'utf8');
const fences = (language: string) =>
  [...DOCS.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text ?? '');
const forms: [string, Proposal][] = Object.entries(PROPOSALS);

describe('what a request may propose', () => {
  it.each(forms)('%s: its example has its form, and nothing besides', (_kind, { subject, schema, example }) => {
    expect(schema.parse(example)).toEqual(example);
    expect(proposalOf(subject)?.schema).toBe(schema);
    expect(schema.safeParse({ ...example, further: 1 }).success).toBe(false);
    expect(schema.safeParse({}).success).toBe(false);
  });

  it.each([
    { policy: { profile: 'council', methods: ['passkey', 'password'], cooling_hours: 72 } },
    { policy: { profile: 'council', methods: ['passkey'], cooling_hours: 72, vote_proof: 'session' } },
    { policy: { profile: 'council', methods: ['passkey'], cooling_hours: 72, pinning: 'enrolled' } },
    { policy: { profile: 'observe', methods: ['passkey'], cooling_hours: 72 } },
    { policy: { profile: 'two_person', methods: [], cooling_hours: 72 } },
    { policy: { profile: 'two_person', methods: ['ssh'], cooling_hours: 0 } },
  ])('a policy that none could be in force: %j', (proposed) => {
    expect(PROPOSALS.policy.schema.safeParse(proposed).success).toBe(false);
  });

  it('is in docs/ratification.md with each form, which parses', () => {
    const shown = fences('json').map((text) => JSON.parse(text) as unknown);
    for (const [, { example, action }] of forms) {
      expect(shown).toContainEqual(example);
      expect(DOCS).toContain(`\`${action}\``);
    }
  });

  it('is in `one-roof request --help` and `one-roof request create --help`', () => {
    const program = new Command();
    addRequestCommands(program, { asksForJson: false, run: () => () => Promise.resolve(), finish: () => undefined });
    const request = program.commands.find((command) => command.name() === 'request');
    const create = request?.commands.find((command) => command.name() === 'create');
    for (const command of [request, create]) {
      let help = '';
      command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      for (const [, { subject, action, example }] of forms) {
        expect(help).toContain(`--subject ${subject} --action ${action}`);
        expect(help).toContain(JSON.stringify(example));
      }
    }
  });

  it('is in the OpenAPI document, with its schema and its example', () => {
    const Document = z.object({
      paths: z.record(
        z.string(),
        z.record(z.string(), z.looseObject({ 'x-proposals': z.record(z.string(), z.unknown()).optional() })),
      ),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    });
    const { paths, components } = Document.parse(openApiDocument('1.0.0'));
    const shown = paths['/one-roof/v1/requests']?.['post']?.['x-proposals'];
    expect(Object.keys(shown ?? {})).toEqual(Object.keys(PROPOSALS));
    for (const [kind, { id, subject, action, example }] of forms) {
      expect(shown?.[kind]).toMatchObject({ subject, action, schema: { $ref: `#/components/schemas/${id}` }, example });
      expect(components.schemas[id]).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });
});

it('shows the part `ratification` of a plan in docs/ratification.md, which parses', () => {
  const [block = ''] = /^ {4}ratification:\n(?: {6}.*\n)+/m.exec(DOCS) ?? [];
  const { ratification } = z.object({ ratification: Ratification }).parse(parse(block));
  expect(ratification).toMatchObject({ profile: 'council', seats: { president: ['president@example.org'] } });
});
