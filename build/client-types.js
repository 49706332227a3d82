import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Writes the types of the client as one file that stands by itself: what it infers from zod is written out, because the package does
 * not ship zod.
 *
 * @param {string} entry the module whose functions are declared
 * @param {string} answers the module whose types are written out
 * @param {string} output
 * @returns {import('vite').Plugin}
 */
export function clientTypes(entry, answers, output) {
  return {
    name: 'client-types',
    writeBundle() {
      mkdirSync(dirname(resolve(output)), { recursive: true });
      writeFileSync(output, declarations(entry, answers));
    },
  };
}

/**
 * @param {string} entry
 * @param {string} answers
 * @returns {string} the text of the declaration file
 */
function declarations(entry, answers) {
  const program = ts.createProgram([entry, answers], {
    ...options(),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    allowJs: false,
    checkJs: false,
  });
  let declared = '';
  program.emit(program.getSourceFile(entry), (_name, text) => (declared = text), undefined, true);
  const own = declared
    .replace(/^import type \{[^}]*\} from '\.[^']*';\n/gm, '')
    .replace(/^export type \* from '\.[^']*';\n/gm, '')
    .trim();
  return `${own}\n\n${writtenOut(program, answers).join('\n')}\n`;
}

/**
 * @param {ts.Program} program
 * @param {string} answers
 * @returns {string[]} every exported type of the module, with nothing in it that is imported
 */
function writtenOut(program, answers) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(answers);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${answers} is not a module`);
  const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias | ts.NodeBuilderFlags.MultilineObjectLiterals;
  const printer = ts.createPrinter();
  return checker.getExportsOfModule(module).map((symbol) => {
    const node = checker.typeToTypeNode(checker.getDeclaredTypeOfSymbol(symbol), undefined, flags);
    const text = node ? printer.printNode(ts.EmitHint.Unspecified, node, source) : 'any';
    if (/\bz\.|import\(|(?<!")\bany\b(?!")/.test(text)) throw new Error(`${symbol.name} cannot be written out: ${text}`);
    return `export type ${symbol.name} = ${text};`;
  });
}

/** @returns {ts.CompilerOptions} those of tsconfig.json */
function options() {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: ['src/client/index.ts'] }, ts.sys, process.cwd()).options;
}
