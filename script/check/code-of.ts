import { extname } from 'node:path';
import ts from 'typescript';

/** Matches the path of a relative import: a file that moves takes the names along that others import of it. */
const RELATIVE_IMPORT = /(?<=\b(?:from|import)\s*\(?\s*)(?<quote>["'])\.[^"'\n]*\k<quote>/g;

const SQL_WITHOUT_CODE = /^\s*(?:--|$)/;

/**
 * Reduces a source file to what runs: no comments, no layout, no types and no paths of relative imports in TypeScript; no
 * lines of comments and no layout in SQL. Other files stay as they are.
 */
export function codeOf(file: string, text: string): string {
  if (['.ts', '.js', '.mjs'].includes(extname(file))) return scriptOf(text).replaceAll(RELATIVE_IMPORT, "''");
  if (extname(file) !== '.sql') return text;
  return text
    .split('\n')
    .filter((line) => !SQL_WITHOUT_CODE.test(line))
    .join(' ')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=\() | (?=\))/g, '');
}

function scriptOf(text: string): string {
  const { ESNext: target } = ts.ScriptTarget;
  const { ESNext: module } = ts.ModuleKind;
  return ts.transpileModule(text, { compilerOptions: { target, module, removeComments: true } }).outputText;
}
