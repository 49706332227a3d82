import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plan } from '../../../../src/contract/plan.ts';
import { readPlan } from '../../../../src/governance/plan/read-plan.ts';
import type { LintFacts } from '../../../../src/governance/release/packet/lint/finding.ts';
import type { LintInput } from '../../../../src/governance/release/packet/lint/lint-packet.ts';
import type { PacketFacts } from '../../../../src/governance/release/packet/runbooks/packet-facts.ts';
import type { Deltas, TiersDocument } from '../../../../src/governance/release/packet/tiers-document.ts';

/** The figures of the reference case, from one tier to the next. */
export function figures(own: [number, number], gap: [number, number], effective: [number, number]): Deltas {
  const delta = ([from, to]: [number, number]) => ({ from, to });
  return {
    own: delta(own),
    gap: delta(gap),
    conflict: delta([0, 0]),
    effective: delta(effective),
    outbox: delta([0, 0]),
  };
}

/** The counts of the reference case, as its packet says them. */
export const COUNTS: PacketFacts['counts'] = {
  figures: [
    { label: 'owner rows', title: 'owner rows in force', from: 0, to: 30 },
    { label: 'gaps', title: 'required cells that nobody owns', from: 210, to: 0 },
  ],
  gap: { from: 210, to: 0 },
  objects: 35,
  scopes: 6,
  cells: 210,
  rows: 30,
};

const PLAN = readFileSync(new URL('../../../../demo/plan.yaml', import.meta.url), 'utf8');

/** A seed as a tier has it: the guard, the rows as data, what it must have come to. */
function seed(plan: Plan): string {
  const rows = Object.entries(plan.groups).flatMap(([group, { owner }]) =>
    Object.keys(plan.scopes).map((scope) => ({
      object_type: 'group',
      object_ref: group,
      scope,
      owner_gov_code: owner,
    })),
  );
  return `-- Owners of groups. DELETE and ACTIVATION in a comment are nobody's business.
select one_roof.assert_release_target();
insert into one_roof.governance_object_ownership (object_type, object_ref, scope, owner_gov_code)
  select r.* from jsonb_to_recordset('${JSON.stringify(rows)}'::jsonb)
    as r (object_type text, object_ref text, scope text, owner_gov_code text);
do $$
begin
  if (select count(*) from one_roof.governance_object_ownership) <> 30 then
    raise exception 'expected 30 owners; refused before any ACTIVATION';
  end if;
  raise notice 'tier 3: 30 owners';
end $$;
`;
}

const VERIFY = `select count(*) as own from one_roof.governance_object_ownership;
do $$ begin assert (select count(*) from one_roof.v_object_owner_gap) = 0, 'gaps'; end $$;`;

const GREEN: Readonly<Record<string, string>> = {
  'plan.yaml': PLAN,
  'README.md': 'A foundation. Nothing in it says DE_ACTIVATION_S or PRODUCTION_EXECUTIONS.\n',
  'release/00_preflight.sql': `do $$ begin if current_database() is null then raise exception 'nowhere'; end if; end $$;`,
  'release/30_ownership_seed.sql': seed(readPlan(PLAN).plan),
  'release/90_verify.sql': VERIFY,
  'release/99_run_all.sql': `\\set ON_ERROR_STOP on\nbegin;\n\\ir 00_preflight.sql\nsavepoint tier_3;\nselect :'reason';\ncommit;\n`,
  'release/rollback/99_rollback_full.sql': `begin;\nselect begin_rollback('REL-1') as is_applied \\gset\n\\if :is_applied\n\\ir a.sql\n\\endif\ncommit;\n`,
  'release/rollback/30_ownership_seed.sql': `delete from one_roof.governance_object_ownership where created_by = 'PROD_OWNERSHIP_SEED_REL-1';`,
};

const TIERS: TiersDocument = {
  version: 1,
  release: 'REL-1',
  kind: 'foundation',
  tiers: [
    tier(0, 'release/00_preflight.sql', figures([0, 0], [210, 210], [0, 0]), null),
    tier(
      3,
      'release/30_ownership_seed.sql',
      figures([0, 30], [210, 0], [0, 240]),
      'release/rollback/30_ownership_seed.sql',
    ),
    tier(8, 'release/90_verify.sql', figures([30, 30], [0, 0], [240, 240]), null),
  ],
};

function tier(number: number, file: string, expected: Deltas, rollback: string | null): TiersDocument['tiers'][number] {
  return {
    tier: number,
    title: 't',
    file,
    sha256: '',
    gate: 'g',
    expected,
    relations: [],
    stop_condition: 's',
    rollback,
  };
}

export const SEED = 'release/30_ownership_seed.sql';

/** A packet that nothing is wrong with, but for what is changed: files by path, tiers, what the database says. */
export function packet(
  files: Readonly<Record<string, string>> = {},
  change: (tiers: TiersDocument) => void = () => undefined,
  facts: Partial<LintFacts> = {},
): LintInput {
  const texts = { ...GREEN, ...files };
  const tiers = structuredClone(TIERS);
  for (const one of tiers.tiers)
    one.sha256 = createHash('sha256')
      .update(texts[one.file] ?? '')
      .digest('hex');
  change(tiers);
  const all = { 'tiers.json': JSON.stringify(tiers), ...texts };
  return {
    files: new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)])),
    plan: readPlan(texts['plan.yaml'] ?? ''),
    facts: { deadOwners: [], scopesWithoutOwner: [], ...facts },
  };
}

/** The seed of the reference case with something put before its end, where it is still followed by the assertions. */
export function seedWith(statement: string): Record<string, string> {
  return { [SEED]: seed(readPlan(PLAN).plan).replace('do $$\n', (check) => `${statement}\n${check}`) };
}
