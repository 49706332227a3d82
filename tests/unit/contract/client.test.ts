import { createDirectus, rest } from '@directus/sdk';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import * as client from '../../../src/client/index.ts';
import type { CoverageGapQuery, Page } from '../../../src/client/index.ts';
import type { CoverageSummary, GapCell, OwnershipDetail } from '../../../src/contract/answers/coverage.ts';
import { BASE_PATH, PLAN_WHAT_IF_PATH } from '../../../src/contract/paths.ts';
import { ROUTES } from '../../../src/contract/routes.ts';

describe('the client', () => {
  it('has a command for each route of the contract, with its path', () => {
    const paths = {
      ...Object.fromEntries(Object.entries(ROUTES).map(([name, { path }]) => [name, path])),
      planWhatIf: PLAN_WHAT_IF_PATH,
    };
    const commands = Object.entries<(query: never) => () => { path: string }>(client);
    expect(
      Object.fromEntries(
        commands.map(([name, command]) => [
          name,
          command(':code' as never)()
            .path.split('?')[0]
            ?.replace('%3A', ':'),
        ]),
      ),
    ).toEqual(
      Object.fromEntries(
        Object.entries(paths).map(([name, path]) => [
          `read${name.charAt(0).toUpperCase()}${name.slice(1)}`,
          `${BASE_PATH}${path}`,
        ]),
      ),
    );
  });

  it('repeats a parameter that is a list, and leaves out what is not given', () => {
    const asked = client.readWhatIf({ retire: ['GOV-A', 'scope:b & c'], move: [], limit: 5, cursor: undefined });
    expect(asked().path).toBe('/one-roof/v1/coverage/what-if?retire=GOV-A&retire=scope%3Ab+%26+c&limit=5');
  });

  // What the package ships of these types is compiled by `npm run check` (script/check/client-types.ts).
  it('answers what the contract says, and takes what it takes', () => {
    const directus = createDirectus('http://localhost').with(rest());
    const ask = () =>
      [directus.request(client.readCoverageSummary()), directus.request(client.readCoverageGaps())] as const;
    expectTypeOf(ask).returns.toEqualTypeOf<
      readonly [Promise<z.output<typeof CoverageSummary>>, Promise<Page<z.output<typeof GapCell>>>]
    >();
    expectTypeOf(client.readOwnershipDetail).parameters.toEqualTypeOf<[string]>();
    expectTypeOf(() => directus.request(client.readOwnershipDetail(''))).returns.toEqualTypeOf<
      Promise<z.output<typeof OwnershipDetail>[]>
    >();
    expectTypeOf<CoverageGapQuery>().toEqualTypeOf<{
      group?: string | undefined;
      scope?: string | undefined;
      search?: string | undefined;
      planned_owner?: string | undefined;
      sort?: 'object_ref' | 'scope' | 'since' | '-object_ref' | '-scope' | '-since' | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    }>();
  });
});
