/**
 * Settings that somebody has read already (Directus, a JSON or YAML file), as the text they would be in an environment
 * variable: a list is `a,b`. What is not set is left out.
 */
export function settingTexts(settings: Record<string, unknown>): Record<string, string> {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(set.map(([name, value]) => [name, settingText(value)]));
}

function settingText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(settingText).join(',') : JSON.stringify(value);
}
