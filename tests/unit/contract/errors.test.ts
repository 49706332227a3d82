import { describe, expect, it } from 'vitest';
import { ERRORS, OneRoofError, SQLSTATES } from '../../../src/contract/errors.ts';
import { definitions, gateway } from '../../../src/database/migrations.ts';
import { DatabaseRefusal } from '../../../src/database/refusal.ts';
import { asOneRoofError } from '../../../src/governance/errors/as-one-roof-error.ts';

describe('the errors', () => {
  it('are recognised by Directus by their name, and carry status, exit code and detail', () => {
    const error = new OneRoofError('ONE_ROOF_NOT_FOUND', 'no', { subject: 'x' });
    expect(error).toMatchObject({
      name: 'DirectusError',
      code: 'ONE_ROOF_NOT_FOUND',
      status: 404,
      exitCode: 1,
      extensions: { subject: 'x' },
    });
  });

  it('have an entry for every SQLSTATE that our SQL raises, and none besides', () => {
    const raised = [...gateway, ...definitions].flatMap((text) =>
      [...text.matchAll(/errcode = '(OR\d{3})'/g)].map(([, code]) => code),
    );
    expect([...new Set(raised)].sort()).toEqual(Object.keys(SQLSTATES).sort());
  });

  it('translate refusals of the database layer and of our triggers, and nothing else', () => {
    const refusal = new DatabaseRefusal('not_a_clone', { message: 'm', expected: 'e', found: 'f', fix: 'x' });
    expect(asOneRoofError(refusal)).toMatchObject({
      code: 'ONE_ROOF_GUARD_REFUSED',
      exitCode: 3,
      extensions: { expected: 'e', found: 'f', fix: 'x', reason: 'not_a_clone' },
    });
    expect(asOneRoofError(Object.assign(new Error('refused'), { code: 'OR001', hint: 'do this' }))).toMatchObject({
      code: 'ONE_ROOF_GUARD_REFUSED',
      message: 'refused',
      extensions: { fix: 'do this' },
    });
    for (const other of [new Error('x'), Object.assign(new Error('x'), { code: '23505' }), null, undefined, 'text', 7])
      expect(asOneRoofError(other)).toBeNull();
  });

  it('never have the exit codes of success, and 10 only for the gate', () => {
    for (const [code, { exitCode }] of Object.entries(ERRORS)) {
      expect(exitCode).toBeGreaterThan(0);
      expect(exitCode === 10).toBe(code === 'ONE_ROOF_GATE_BLOCKED');
    }
  });
});
