import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { z } from 'zod';
import { Plan } from '../../contract/plan.ts';
import { contradictions } from './contradictions.ts';
import { excessOf } from './plan-limits.ts';
import { invalidPlan } from './plan-problem.ts';
import type { PlanProblem } from './plan-problem.ts';
import { codePoint, findUnprintable } from '../../text/unprintable.ts';

/** Says that something is wrong at a place of the document. */
export type ProblemAt = (path: readonly PropertyKey[], message: string) => PlanProblem;

/** A plan as it was written, with the way back from a place in it to a line of the file. */
export interface WrittenPlan {
  source: string;
  plan: Plan;
  problemAt: ProblemAt;
}

/**
 * Reads `plan.yaml`: syntax, form, and that it does not contradict itself. Whether it fits the project, checkPlan() tells.
 *
 * @throws OneRoofError ONE_ROOF_PLAN_INVALID with every problem and its line.
 */
export function readPlan(source: string): WrittenPlan {
  const lines = new LineCounter();
  const at = (offset: number, path: readonly PropertyKey[], message: string): PlanProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: path.map(String).join('.'), message };
  };
  const excess = excessOf(source);
  if (excess !== null) {
    parseLines(source, lines);
    throw invalidPlan([at(excess.offset, [], excess.message)]);
  }
  // That no key stands twice is looked at below: the parser compares each key with each other.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  if (document.errors.length > 0)
    throw invalidPlan(document.errors.map((error) => at(error.pos[0], [], error.message)));

  const unstorable = [...unseenCharacters(source), ...unstorableTexts(document), ...repeatedKeys(document)].map(
    ({ offset, message }) => at(offset, [], message),
  );
  if (unstorable.length > 0) throw invalidPlan(unstorable);

  const children = new Children();
  const problemAt: ProblemAt = (path, message) => at(offsetOf(document, children, path), path, message);
  const parsed = Plan.safeParse(contentOf(document, problemAt), { reportInput: true });
  if (!parsed.success) throw invalidPlan(parsed.error.issues.flatMap((issue) => problemsOf(issue, problemAt)));

  const problems = contradictions(parsed.data, problemAt);
  if (problems.length > 0) throw invalidPlan(problems);
  return { source, plan: parsed.data, problemAt };
}

/** Characters of the file that nobody who reads it would see, the first of each line: what people ratify is what they read. */
function unseenCharacters(source: string): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  let offset = 0;
  for (const line of source.split('\n')) {
    const unseen = findUnprintable(
      offset === 0 ? line.replace(/^\ufeff/, ' ') : line,
      line.endsWith('\r') ? '\t\r' : '\t',
    );
    if (unseen !== null) {
      const written = `\\u${(unseen.character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
      const message = `${codePoint(unseen.character)} cannot be seen: expected "${written}" within double quotes, or nothing`;
      found.push({ offset: offset + unseen.index, message });
    }
    offset += line.length + 1;
  }
  return found;
}

/** Texts that PostgreSQL cannot store, and the one name that JavaScript gives another meaning. */
function unstorableTexts(document: Document.Parsed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Scalar(key, node) {
      const { value } = node;
      if (typeof value !== 'string') return;
      const offset = startOf(node) ?? 0;
      if (/[\0\p{Surrogate}]/u.test(value))
        found.push({ offset, message: 'a text contains a character that cannot be stored' });
      if (key === 'key' && value === '__proto__')
        found.push({ offset, message: '__proto__ cannot be a name in a plan' });
    },
  });
  return found;
}

function contentOf(document: Document.Parsed, problemAt: ProblemAt): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // Aliases that are not defined, or so many that the document would explode.
    throw invalidPlan([problemAt([], error instanceof Error ? error.message : String(error))]);
  }
}

function problemsOf(issue: z.core.$ZodIssue, problemAt: ProblemAt): PlanProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problemAt([...issue.path, key], `unknown key ${key}`));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => problemAt(issue.path, inner.message));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [problemAt(issue.path, `${String(issue.path.at(-1))} is missing`)];
  }
  return [problemAt(issue.path, issue.message)];
}

/** Offset of `path` in the file: of its key, its list item, or the nearest thing around it that exists. */
function offsetOf(document: Document.Parsed, children: Children, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const next = children.of(node, step);
    if (next === undefined) return offset;
    offset = startOf(isPair(next) ? next.key : next) ?? offset;
    node = isPair(next) ? next.value : next;
  }
  return offset;
}

/** Index of the contents of maps and lists by key. It goes through each map once. */
class Children {
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair>>();

  of(node: unknown, step: PropertyKey): Pair | Node | undefined {
    if (isMap(node)) return this.#pairsOf(node).get(String(step));
    if (isSeq(node)) return node.items[Number(step)] as Node | undefined;
    return undefined;
  }

  #pairsOf(map: YAMLMap): Map<string, Pair> {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map(
        map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
      );
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }
}

/** Keys that stand twice in one map: YAML has them once. */
function repeatedKeys(document: Document.Parsed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const value: unknown = isScalar(key) ? key.value : key;
        if (seen.has(value)) found.push({ offset: startOf(key) ?? 0, message: 'Map keys must be unique' });
        seen.add(value);
      }
    },
  });
  return found;
}

/** Counts the lines of a text that is not parsed. */
function parseLines(source: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
