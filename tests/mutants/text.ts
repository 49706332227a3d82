import { unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const TEXT_MUTANTS: readonly Mutant[] = [
  // Text that people wrote is shown as it is, and acts nowhere.
  { guard: 'controls and marks of direction on a terminal', file: 'src/text/unprintable.ts', find: '\\p{Cc}\\p{Cs}', replace: '\\p{Cs}', ...unit('text/terminal') },
  { guard: 'marks of direction on a terminal', file: 'src/text/unprintable.ts', find: '\\u202a-\\u202e', replace: '', ...unit('text/terminal') },
  { guard: 'texts that look like escapes of ours', file: 'src/text/unprintable.ts', find: 'text.replace(FALSE_ESCAPE, escape(\'\\\\\'))', replace: 'text', ...unit('text/terminal') },
  { guard: 'plain strings as lines of a terminal', file: 'src/text/terminal.ts', find: 'line.toString() : visible(line)', replace: 'line.toString() : line', ...unit('text/terminal') },
  { guard: 'documents on a terminal', file: 'src/text/terminal.ts', find: 'document.replace(/[^\\n\\t]+/g, (part) => replaceUnprintable(part, escape))', replace: 'document', ...unit('text/terminal') },
  { guard: 'documents that are printed byte for byte', file: 'src/text/terminal.ts', find: '(part) => replaceUnprintable(part, escape)', replace: 'visible', ...unit('text/terminal') },
  { guard: 'what nobody sees at the end of a table', file: 'src/cli/print.ts', find: ".replace(/ +$/, '')", replace: '.trimEnd()', ...unit('text/terminal') },
  { guard: 'what JSON.stringify() leaves in JSON', file: 'src/text/terminal.ts', find: "character === '\\n' ?", replace: 'true ?', ...unit('text/terminal') },
  { guard: 'markup in values of Markdown', file: 'src/text/markdown.ts', find: "value.toString() : escapeMarkdown(String(value))", replace: 'value.toString() : String(value)', ...unit('text/markdown') },
  { guard: 'links that Markdown makes of an address', file: 'src/text/markdown.ts', find: '|:(?=\\/\\/)', replace: '', ...unit('text/markdown') },
  { guard: 'values that begin a list', file: 'src/text/markdown.ts', find: ".replace(/^[-+=:]/, '\\\\$&')", replace: '', ...unit('text/markdown') },
  { guard: 'code that ends its block', file: 'src/text/markdown.ts', find: "'`'.repeat(longest + 1)", replace: "'`'.repeat(3)", ...unit('text/markdown') },
  { guard: 'a second rule in the name of a collection', file: 'src/text/codeowners.ts', find: 'if (findUnprintable(path) !== null)', replace: 'if (false)', ...unit('text/tables') },
  { guard: 'patterns that mean more than their path', file: 'src/text/codeowners.ts', find: "path.replace(/[\\\\\\s#*?![\\]]/g, '\\\\$&')", replace: 'path', ...unit('text/tables') },
  { guard: 'owners that are several, or none', file: 'src/text/codeowners.ts', find: '!OWNER.test(owner) ||', replace: '', ...unit('text/tables') },
  { guard: 'what PostgreSQL says to gate_check.sh', file: 'release/gate_check.sh', find: '{ shown < "$work/said" >&2; return 1; }', replace: '{ cat "$work/said" >&2; return 1; }', ...unit('text/gate-check') },
  { guard: 'formulas in CSV', file: 'src/text/csv.ts', find: "FORMULA.test(shown) ? `'${shown}` : shown", replace: 'shown', ...unit('text/tables') },
  { guard: 'what nobody sees in CSV', file: 'src/text/csv.ts', find: 'text.replace(/[^\\n\\t]+/g, visible)', replace: 'text', ...unit('text/tables') },
  { guard: 'characters of a plan that nobody sees', file: 'src/governance/plan/read-plan.ts', find: '...unseenCharacters(source), ', replace: '', ...unit('text/plans') },
  { guard: 'plans that are written with characters that nobody sees', file: 'src/text/yaml.ts', find: "node.type = 'QUOTE_DOUBLE'", replace: 'node.flow = false', ...unit('text/plans') },
  { guard: 'cells of a release on lines of their own', file: 'src/governance/release/packet/release-changes.ts', find: "replaceUnprintable(text.replaceAll('\\\\', '\\\\\\\\'), (sign) => visibleJson(sign).slice(1, -1))", replace: 'text', ...unit('text/plans') },
  { guard: 'SQL of a packet in which something cannot be seen', file: 'src/governance/release/packet/release-source.ts', find: ': visibleJson(value);', replace: ': JSON.stringify(value);', ...unit('text/plans') },
];
