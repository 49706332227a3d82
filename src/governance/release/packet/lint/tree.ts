/** A node of a parsed statement, as PostgreSQL's parser hands it out, with the properties that rules look at. */
export interface Tree {
  readonly [property: string]: unknown;
  readonly A_Const?: unknown;
  readonly Constraint?: unknown;
  readonly PLpgSQL_expr?: unknown;
  readonly RangeVar?: unknown;
  readonly String?: unknown;
  readonly TypeCast?: unknown;
  readonly arg?: unknown;
  readonly args?: unknown;
  readonly cmds?: unknown;
  readonly commandType?: unknown;
  readonly concurrent?: unknown;
  readonly contype?: unknown;
  readonly cursorPosition?: unknown;
  readonly defname?: unknown;
  readonly elog_level?: unknown;
  readonly filename?: unknown;
  readonly if_not_exists?: unknown;
  readonly into?: unknown;
  readonly intoClause?: unknown;
  readonly is_program?: unknown;
  readonly items?: unknown;
  readonly lineno?: unknown;
  readonly location?: unknown;
  readonly message?: unknown;
  readonly mode?: unknown;
  readonly name?: unknown;
  readonly options?: unknown;
  readonly rel?: unknown;
  readonly relation?: unknown;
  readonly relations?: unknown;
  readonly relname?: unknown;
  readonly relpersistence?: unknown;
  readonly rels?: unknown;
  readonly replace?: unknown;
  readonly schemaname?: unknown;
  readonly sqlDetails?: unknown;
  readonly subtype?: unknown;
  readonly sval?: unknown;
  readonly table?: unknown;
  readonly targetList?: unknown;
  readonly tgenabled?: unknown;
  readonly usingClause?: unknown;
  readonly val?: unknown;
  readonly valuesLists?: unknown;
  readonly view?: unknown;
  readonly whereClause?: unknown;
}

/** Tells whether a value is a node, or something else that has properties. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every node of a type at or below a value, in the order of the text. */
export function* nodes(value: unknown, type: string): Generator<Tree> {
  for (const [name, node] of nodesBelow(value)) if (name === type) yield node;
}

/** Every typed node below a value: its type and itself. */
export function* nodesBelow(value: unknown): Generator<[type: string, node: Tree]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesBelow(item);
  } else if (isTree(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (/^[A-Z]/.test(key) && isTree(inner)) yield [key, inner];
      yield* nodesBelow(inner);
    }
  }
}

/** The name of a relation as it was written: `schema.table`. null where it is no relation. */
export function relationName(value: unknown): string | null {
  const range = isTree(value) && isTree(value.RangeVar) ? value.RangeVar : value;
  if (!isTree(range) || typeof range.relname !== 'string') return null;
  return typeof range.schemaname === 'string' ? `${range.schemaname}.${range.relname}` : range.relname;
}

/** The text of a constant, or null. */
export function constantText(value: unknown): string | null {
  if (!isTree(value)) return null;
  if (isTree(value.TypeCast)) return constantText(value.TypeCast.arg);
  const constant = isTree(value.A_Const) ? value.A_Const.sval : isTree(value.String) ? value : null;
  if (!isTree(constant)) return null;
  const text = isTree(constant.String) ? constant.String.sval : constant.sval;
  return typeof text === 'string' ? text : '';
}

/** The functions that are called at or below a value: the name without its schema, and the arguments. */
export function calls(value: unknown): { name: string; arguments: readonly unknown[] }[] {
  return [...nodes(value, 'FuncCall')].map(({ funcname, args }) => ({
    name: (Array.isArray(funcname) ? constantText(funcname.at(-1)) : null) ?? '',
    arguments: Array.isArray(args) ? args : [],
  }));
}
