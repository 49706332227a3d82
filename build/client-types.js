import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Writes the types of the client as one file that stands by itself: what it infers from zod is written out, because the package does
 * not ship zod.
 *
 * @param {string} entry the module of the client
 * @param {string} output
 * @returns {import('vite').Plugin}
 */
export function clientTypes(entry, output) {
  return {
    name: 'client-types',
    writeBundle() {
      mkdirSync(dirname(resolve(output)), { recursive: true });
      writeFileSync(output, declarations(entry));
    },
  };
}

/**
 * @param {string} entry
 * @returns {string} the text of the declaration file
 */
function declarations(entry) {
  const program = ts.createProgram([entry], {
    ...options(),
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    allowJs: false,
    checkJs: false,
  });
  let declared = '';
  program.emit(program.getSourceFile(entry), (_name, text) => (declared = text), undefined, true);
  const file = ts.createSourceFile('index.d.ts', declared, ts.ScriptTarget.Latest);
  const own = file.statements
    .filter((statement) => !isInferred(statement))
    .map((statement) => statement.getFullText(file).trim());
  return `${own.join('\n')}\n\n${writtenOut(program, entry).join('\n')}\n`;
}

/**
 * @param {ts.Statement} statement
 * @returns {boolean} whether it is a type that is written out instead, or an import that only such a type needs
 */
function isInferred(statement) {
  if (ts.isImportDeclaration(statement))
    return /^\.|^zod$/.test(/** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text);
  return ts.isTypeAliasDeclaration(statement) || ts.isExportDeclaration(statement);
}

/**
 * @param {ts.Program} program
 * @param {string} entry
 * @returns {string[]} every exported type of the module that is an alias, with nothing in it that is imported
 */
function writtenOut(program, entry) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry} is not a module`);
  const flags =
    ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias | ts.NodeBuilderFlags.MultilineObjectLiterals;
  const printer = ts.createPrinter();
  const aliases = checker.getExportsOfModule(module).filter((symbol) => symbol.flags & ts.SymbolFlags.TypeAlias);
  return aliases.map((symbol) => {
    const node = checker.typeToTypeNode(checker.getDeclaredTypeOfSymbol(symbol), undefined, flags);
    const text = node ? printer.printNode(ts.EmitHint.Unspecified, node, source) : 'any';
    if (/\bz\.|import\(|(?<!")\bany\b(?!")/.test(text))
      throw new Error(`${symbol.name} cannot be written out: ${text}`);
    return `export type ${symbol.name} = ${text};`;
  });
}

/** @returns {ts.CompilerOptions} those of tsconfig.json */
function options() {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['src/client/index.ts'] },
    ts.sys,
    process.cwd(),
  ).options;
}
