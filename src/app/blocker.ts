/** A blocker token of the gate, taken apart: which sentence it has, and the value in it. */
export interface Blocker {
  token: string;
  /** Key of its texts below `blocker` and `fix`; there may be none for a token that came later than this app. */
  key: string;
  value: string;
}

/** Tokens that carry a value, and the keys of their texts. */
const COMPARISONS: Readonly<Record<string, string>> = {
  db: 'db_other',
  ospa: 'ospa',
  own: 'own',
  gap: 'gap',
  conflict: 'conflict',
  emit: 'emit',
};

/** Reads a token: `no_plan`, `ospa<1`, `gap<>210`, `db<>directus`. */
export function parseBlocker(token: string): Blocker {
  const [, name = '', value = ''] = /^([a-z]+)(?:<>|<|>)(.*)$/.exec(token) ?? [];
  return { token, key: COMPARISONS[name] ?? token, value };
}
