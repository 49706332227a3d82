import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../../package.json' with { type: 'json' };
import { DIRECTUS_MAJORS, POSTGRES_MAJORS } from '../../../script/test/parts.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, unknown> };
  steps: Step[];
}

interface Workflow {
  permissions?: unknown;
  jobs: Record<string, Job>;
}

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = `${PROJECT}.github/workflows/`;
const read = (name: string) => parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as Workflow;

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
  const workflow = read(name);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('may read the sources, and nothing else', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.filter((job) => 'permissions' in job)).toEqual([]);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('ends by itself', () => {
    expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  it('pins what it uses by a version', () => {
    const pinned = /^(\.\/|[\w-]+\/[\w-]+@v\d+|docker:\/\/[\w/-]+:\d+\.\d+\.\d+$)/;
    expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !pinned.test(uses))).toEqual([]);
  });

  it('runs what is here, and no text that comes from outside', () => {
    for (const run of steps.flatMap((step) => step.run ?? [])) {
      const [, script] = /^npm (?:run )?([\w:]+)/.exec(run) ?? [];
      if (script !== undefined) expect(Object.keys(packageJson.scripts)).toContain(script);
      else expect([run, existsSync(PROJECT + (run.split(' ')[0] ?? ''))]).toEqual([run, true]);
      expect(run).not.toMatch(/\$\{\{ *(github|inputs)\./);
    }
  });
});

describe('CI', () => {
  const jobs = read('ci.yml').jobs;

  it('has a cell for each pair of versions that the tests of Directus take', () => {
    expect(jobs['directus']?.strategy?.matrix).toEqual({ directus: DIRECTUS_MAJORS, postgres: POSTGRES_MAJORS });
  });

  it('runs the tests without Directus, those with it, and the checks', () => {
    const commands = Object.values(jobs).flatMap((job) => job.steps.flatMap((step) => step.run ?? []));
    expect(commands).toEqual(
      expect.arrayContaining([
        'npm run test:fast',
        'npm test -- --directus ${{ matrix.directus }} --postgres ${{ matrix.postgres }}',
        'npm run check',
      ]),
    );
  });

  it('has the Node of .nvmrc, which is one that the package names', () => {
    const versions = Object.values(jobs).flatMap((job) =>
      job.steps
        .filter(({ uses }) => uses?.startsWith('actions/setup-node@'))
        .map((step) => step.with?.['node-version-file']),
    );
    expect(new Set(versions)).toEqual(new Set(['.nvmrc']));
    expect(packageJson.engines.node).toBe(`>=${readFileSync(`${PROJECT}.nvmrc`, 'utf8').trim()}`);
  });
});
