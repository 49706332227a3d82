import type { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { registerCommands } from '../../../src/endpoints/one-roof/commands/register-commands.ts';
import type { CommandDependencies } from '../../../src/endpoints/one-roof/commands/register-commands.ts';
import type { Installation } from '../../../src/governance/installation/installation.ts';
import { PlanReader } from '../../../src/governance/plan/plan-reader.ts';

const READER = new PlanReader(new URL('../../../src/governance/plan/plan-worker.ts', import.meta.url));

/** Answer of the command to a request, without a server: the error it passes on, or that it went on to the database. */
function answerTo(request: { admin?: boolean; user?: string; type?: string; body?: unknown }): Promise<unknown> {
  return new Promise((resolve) => {
    const installation = { whatIf: () => Promise.reject(new Error('asked the database')) } as unknown as Installation;
    const handlers = new Map<string, (...args: unknown[]) => void>();
    const router = { post: handlers.set.bind(handlers) } as unknown as Router;
    registerCommands(router, installation, { plans: READER } as unknown as CommandDependencies);

    const handler = handlers.get('/v1/plan/what-if');
    if (handler === undefined) throw new Error('the what-if of a plan is not registered');
    const { admin = true, user = 'somebody', type = 'application/json', body } = request;
    const headers = { is: (wanted: string) => type === wanted && wanted, get: () => type };
    handler(
      { accountability: { admin, user }, body, originalUrl: '/', ...headers },
      { setHeader: () => undefined },
      resolve,
    );
  });
}

const PLAN = 'one_roof: 1\nscopes: { policy: p }\n';

describe('the what-if of a plan over HTTP', () => {
  it('asks the database for an administrator who sends a plan as JSON, as text or as an object', async () => {
    expect(await answerTo({ body: { plan: PLAN } })).toMatchObject({ message: 'asked the database' });
    expect(
      await answerTo({ body: { plan: { one_roof: 1, scopes: { policy: 'p' } }, move: ['a:GRP-A'] } }),
    ).toMatchObject({
      message: 'asked the database',
    });
  });

  it('is for administrators', async () => {
    expect(await answerTo({ admin: false, body: { plan: PLAN } })).toMatchObject({ code: 'ONE_ROOF_FORBIDDEN' });
  });

  it.each([
    [
      'a form, which another site could send',
      { type: 'application/x-www-form-urlencoded', body: { plan: PLAN } },
      'Content-Type',
    ],
    ['text, which another site could send', { type: 'text/plain', body: { plan: PLAN } }, 'Content-Type'],
    ['no body', {}, 'body'],
    ['no plan', { body: { retire: ['GOV-A'] } }, 'plan'],
    ['a plan that is too long', { body: { plan: 'x'.repeat(900_001) } }, 'plan'],
    ['what nobody knows', { body: { plan: PLAN, colour: 'red' } }, 'body'],
    ['a page of 501', { body: { plan: PLAN, limit: 501 } }, 'limit'],
  ])('refuses %s', async (_title, request, subject) => {
    expect(await answerTo(request)).toMatchObject({ code: 'ONE_ROOF_BAD_REQUEST', extensions: { subject } });
  });

  it('says what is wrong with the plan before the database is asked', async () => {
    expect(await answerTo({ body: { plan: 'one_roof: 2' } })).toMatchObject({ code: 'ONE_ROOF_PLAN_INVALID' });
  });
});
