/** A plan as the editor shows it: the owners of groups and objects, in the order of the file. */
export interface EditablePlan {
  scopes: { code: string; description: string }[];
  owners: PlanOwner[];
  groups: PlanGroup[];
  exceptions: { collection: string; scope: string; owner: string }[];
  waivers: { collection: string; scope: string; reason: string; until: string }[];
  /** True when the plan states expected numbers. */
  hasExpected: boolean;
}

export interface PlanOwner {
  code: string;
  name: string;
  /** The Directus role that it stands for, by name or id; empty for none. */
  role: string;
}

export interface PlanGroup {
  code: string;
  name: string;
  /** The owner of every scope that has no other. */
  owner: string | null;
  /** Owners of single scopes. */
  owners: ReadonlyMap<string, string>;
}

/** Reads what `plan.yaml` holds. The server checked its form when it was registered; what is not there is left empty. */
export function editablePlan(content: unknown): EditablePlan {
  const plan = record(content);
  return {
    scopes: entries(plan['scopes']).map(([code, description]) => ({ code, description: text(description) })),
    owners: entries(plan['owners']).map(([code, owner]) => ({
      code,
      name: text(record(owner)['name']),
      role: text(record(owner)['role']),
    })),
    groups: entries(plan['groups']).map(([code, group]) => {
      const { name, owner, owners } = record(group);
      return {
        code,
        name: text(name),
        owner: text(owner) === '' ? null : text(owner),
        owners: new Map(entries(owners).map(([scope, one]) => [scope, text(one)])),
      };
    }),
    exceptions: entries(plan['exceptions']).flatMap(([collection, owners]) =>
      entries(owners).map(([scope, owner]) => ({ collection, scope, owner: text(owner) })),
    ),
    waivers: (Array.isArray(plan['waivers']) ? plan['waivers'] : []).map((waiver: unknown) => {
      const { collection, scope, reason, until } = record(waiver);
      return { collection: text(collection), scope: text(scope), reason: text(reason), until: text(until) };
    }),
    hasExpected: entries(plan['expected']).length > 0,
  };
}

function record(value: unknown): Record<string, unknown> {
  return Object.fromEntries(entries(value));
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
