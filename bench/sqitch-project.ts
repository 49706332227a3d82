import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ReadyRelease } from './release-production.ts';

const Baseline = z.object({ from: z.json(), to: z.json() });

/**
 * Writes the tiers of a packet as a Sqitch project of three changes, each with a script that deploys, one that verifies and one that
 * reverts, and returns its folder.
 *
 * Sqitch commits change by change, and a tier of ours runs only in the transaction of its release. So the seed, which is all that
 * writes, is the change that begins and completes the release; the tiers that only read leave out the one line that asks whose
 * transaction it is.
 */
export function writeSqitchProject({ release, folder }: ReadyRelease): string {
  const tier = (path: string) => readFileSync(join(folder, 'data', path), 'utf8');
  const reading = (path: string) => tier(path).replace(/^select one_roof\.assert_release_target\(.*\n/m, '');
  const { from, to } = Baseline.parse(JSON.parse(tier('baseline.json')));
  const figures = (expected: unknown) =>
    `select one_roof.assert_release_figures('verify', '${JSON.stringify(expected).replaceAll("'", "''")}'::jsonb);`;

  const changes: Record<string, { deploy: string; verify: string; revert: string }> = {
    '00_preflight': {
      deploy: inTransaction(release, `select one_roof.check_release('${release}');\n${reading('00_preflight.sql')}`),
      verify: inTransaction(release, figures(from)),
      revert: inTransaction(release, figures(from)),
    },
    '30_ownership_seed': {
      deploy: inTransaction(
        release,
        `select one_roof.begin_release('${release}');
${tier('30_ownership_seed.sql')}
select one_roof.end_tier();
select one_roof.complete_release('${release}');`,
      ),
      verify: inTransaction(release, figures(to)),
      revert: inTransaction(
        release,
        `select one_roof.begin_rollback('${release}');
${tier('rollback/30_ownership_seed.sql')}
select one_roof.end_tier();
select one_roof.complete_rollback('${release}');`,
      ),
    },
    '90_verify': {
      deploy: inTransaction(release, reading('90_verify.sql')),
      verify: inTransaction(release, figures(to)),
      revert: inTransaction(release, figures(to)),
    },
  };

  const project = mkdtempSync(join(tmpdir(), 'one-roof-bench-sqitch-'));
  const write = (path: string, text: string) => {
    writeFileSync(join(project, path), text);
  };
  write('sqitch.conf', '[core]\n  engine = pg\n[user]\n  name = Bench\n  email = bench@example.com\n');
  const plan = Object.keys(changes).map((name) => `${name} 2026-01-02T00:00:00Z Bench <bench@example.com> # ${name}\n`);
  write('sqitch.plan', `%syntax-version=1.0.0\n%project=release\n\n${plan.join('')}`);
  for (const script of ['deploy', 'verify', 'revert'] as const) {
    mkdirSync(join(project, script));
    for (const [name, texts] of Object.entries(changes)) write(`${script}/${name}.sql`, texts[script]);
  }
  return project;
}

function inTransaction(release: string, statements: string): string {
  return `begin;
set local search_path = one_roof, pg_temp;
select set_config('one_roof.actor', 'operator:' || session_user, true), set_config('one_roof.actor_kind', 'operator', true),
  set_config('one_roof.action', 'release.apply', true), set_config('one_roof.reason', 'release ${release}', true);
${statements}
commit;
`;
}
