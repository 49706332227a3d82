import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = fileURLToPath(new URL('../../../.github/ISSUE_TEMPLATE/', import.meta.url));

const Text = z.string().trim().min(1);
const attributes = { label: Text, description: Text.optional(), placeholder: Text.optional() };
const question = {
  id: z.string().regex(/^[\w-]+$/),
  validations: z.strictObject({ required: z.boolean() }).optional(),
};

/** The form of an issue form, as far as ours use it: GitHub shows one that it cannot read to nobody. */
const IssueForm = z.strictObject({
  name: Text,
  description: Text,
  labels: z.array(Text),
  body: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: Text }) }),
      z.strictObject({ type: z.literal('input'), ...question, attributes: z.strictObject(attributes) }),
      z.strictObject({
        type: z.literal('textarea'),
        ...question,
        attributes: z.strictObject({ ...attributes, render: Text.optional() }),
      }),
      z.strictObject({
        type: z.literal('dropdown'),
        ...question,
        attributes: z.strictObject({ ...attributes, options: z.array(Text).min(2) }),
      }),
    ]),
  ),
});

// GitHub reads YAML 1.1, in which a bare No is no text.
const read = (name: string) => parse(readFileSync(FOLDER + name, 'utf8'), { version: '1.1' }) as unknown;

describe.each(readdirSync(FOLDER).filter((name) => name !== 'config.yml'))('the issue form %s', (name) => {
  it('is one that GitHub shows', () => {
    const { body } = IssueForm.parse(read(name));
    const questions = body.filter((one) => one.type !== 'markdown');
    for (const values of [questions.map(({ id }) => id), questions.map((one) => one.attributes.label)])
      expect(new Set(values).size).toBe(values.length);
    for (const one of questions)
      if (one.type === 'dropdown') expect(new Set(one.attributes.options).size).toBe(one.attributes.options.length);
  });
});

it('there is no issue without a form', () => {
  expect(read('config.yml')).toEqual({ blank_issues_enabled: false });
});
