import { createDirectus, rest } from '@directus/sdk';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import * as client from '../../src/client/index.ts';
import type { CoverageGapQuery, Page } from '../../src/client/index.ts';
import type { CoverageSummary, GapCell, OwnershipDetail } from '../../src/contract/coverage.ts';
import { BASE_PATH, ROUTES } from '../../src/contract/routes.ts';

describe('the client', () => {
  it('has a command for each route of the contract, with its path', () => {
    const commands = Object.values(client).map((command) => [command.name, command('articles')().path]);
    expect(Object.fromEntries(commands)).toEqual(
      Object.fromEntries(
        Object.entries(ROUTES).map(([name, { path }]) => [`read${name.charAt(0).toUpperCase()}${name.slice(1)}`, `${BASE_PATH}${path}`]),
      ),
    );
  });

  // What the package ships of these types is compiled by `npm run check` (script/check/client-types.ts).
  it('answers what the contract says, and takes what it takes', () => {
    const directus = createDirectus('http://localhost').with(rest());
    const ask = () => [directus.request(client.readCoverageSummary()), directus.request(client.readCoverageGaps())] as const;
    expectTypeOf(ask).returns.toEqualTypeOf<readonly [Promise<z.output<typeof CoverageSummary>>, Promise<Page<z.output<typeof GapCell>>>]>();
    expectTypeOf(client.readOwnershipDetail).parameters.toEqualTypeOf<[string]>();
    expectTypeOf(() => directus.request(client.readOwnershipDetail(''))).returns.toEqualTypeOf<
      Promise<z.output<typeof OwnershipDetail>[]>
    >();
    expectTypeOf<CoverageGapQuery>().toEqualTypeOf<{
      group?: string | undefined;
      scope?: string | undefined;
      sort?: 'object_ref' | 'scope' | 'since' | '-object_ref' | '-scope' | '-since' | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    }>();
  });
});
