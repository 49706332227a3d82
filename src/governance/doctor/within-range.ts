/**
 * Tells whether a version is within a range as our package.json writes them: `>=22`, `^11.10.0 || ^12.0.0`. False for a
 * version that cannot be read.
 */
export function withinRange(version: string, range: string): boolean {
  const found = numbers(version);
  return found !== null && range.split('||').some((part) => withinPart(found, part.trim()));
}

function withinPart(found: number[], part: string): boolean {
  const least = numbers(part.replace(/^(\^|>=)/, ''));
  if (least === null) return false;
  return compare(found, least) >= 0 && (part.startsWith('>=') || found[0] === least[0]);
}

function numbers(version: string): number[] | null {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  return match === null ? null : [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
}

function compare(one: number[], other: number[]): number {
  return one.map((part, index) => part - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
