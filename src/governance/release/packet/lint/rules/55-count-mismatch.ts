import type { Finding, Rule } from '../finding.ts';
import { findingAt, PLAN, TIERS } from '../finding.ts';
import { assertedRows, ownerRowsIn } from '../owner-rows.ts';

/** The numbers of a packet are said in several places: they have to be the same everywhere. */
const countMismatch: Rule = (packet) => [
  ...inThePlan(packet),
  ...fromTierToTier(packet),
  ...planAndTiers(packet),
  ...inTheData(packet),
];

/** Compares the plan with the totals that it expects. */
function inThePlan({ plan }: Parameters<Rule>[0]): Finding[] {
  const { expected, scopes } = plan.plan;
  const { objects, cells } = expected;
  const told = {
    scopes: Object.keys(scopes).length,
    anchors: assertedRows(plan.plan).anchors,
    cells: objects === undefined ? cells : objects * Object.keys(scopes).length,
  };
  return (['scopes', 'anchors', 'cells'] as const).flatMap((name) =>
    expected[name] === undefined || expected[name] === told[name]
      ? []
      : mismatch(
          PLAN,
          plan.problemAt(['expected', name], '').line,
          `expected.${name}`,
          String(told[name]),
          String(expected[name]),
        ),
  );
}

/** Each tier begins with the figures that the one before left. */
function fromTierToTier({ tiers: { tiers } }: Parameters<Rule>[0]): Finding[] {
  return tiers.slice(1).flatMap((tier, index) => {
    const before = tiers[index];
    const figures = new Set([...Object.keys(before?.expected ?? {}), ...Object.keys(tier.expected)]);
    return [...figures].flatMap((figure) => {
      const left = before?.expected[figure]?.to;
      const found = tier.expected[figure]?.from;
      return left === found
        ? []
        : mismatch(
            TIERS,
            null,
            `${figure} before tier ${tier.tier}`,
            `${String(left)}, which the tier before leaves`,
            String(found),
          );
    });
  });
}

/** Compares the first and last figures with the plan. A change begins where another release ended: only its data are compared. */
function planAndTiers({ plan, tiers: { tiers, kind } }: Parameters<Rule>[0]): Finding[] {
  const first = tiers[0]?.expected;
  const last = tiers.at(-1)?.expected;
  if (kind !== 'foundation' || first === undefined || last === undefined) return [];
  const { expected } = plan.plan;
  const { anchors, exceptions } = assertedRows(plan.plan);
  const compared: [string, number | undefined, number | undefined][] = [
    ['own at the beginning', 0, first['own']?.from],
    ['own at the end', anchors + exceptions, last['own']?.to],
    ['gap at the beginning', expected.gap ?? expected.cells, first['gap']?.from],
    ['gap at the end', expected.gap_after, last['gap']?.to],
    ['conflict at the end', 0, last['conflict']?.to],
    ['outbox at the end', 0, last['outbox']?.to],
  ];
  return compared.flatMap(([name, wanted, found]) =>
    wanted === undefined || wanted === found
      ? []
      : mismatch(TIERS, null, name, `${wanted}, as the plan says`, String(found)),
  );
}

/** The rows that a tier carries are as many as it says it writes. */
function inTheData({ plan, sql, tiers: { tiers, kind } }: Parameters<Rule>[0]): Finding[] {
  if (kind !== 'foundation') return [];
  return tiers.flatMap(({ tier, file, expected }) => {
    const read = sql.get(file);
    const own = expected['own'];
    if (read === undefined || own === undefined || own.from === own.to) return [];
    const rows = ownerRowsIn(read, plan.plan);
    return rows === own.to - own.from
      ? []
      : mismatch(file, null, `owner rows of tier ${tier}`, `${own.to - own.from}, as tiers.json says`, String(rows));
  });
}

function mismatch(file: string, line: number | null, what: string, expected: string, found: string): Finding {
  return findingAt('count_mismatch', file, line, {
    message: `The numbers do not add up: ${what}`,
    expected,
    found,
    fix: 'Build the packet again from the plan; where the plan expects something else than it says, correct the plan.',
  });
}

export default countMismatch;
