import { database, directus, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const HTTP_MUTANTS: readonly Mutant[] = [
  // The read contract.
  { guard: 'plans that are read where nobody waits for them', file: 'src/endpoints/one-roof/commands/register-commands.ts', find: 'await plans.with(plan, (written) =>', replace: "await ((work: any) => import('../../../governance/plan/read-plan.ts').then(({ readPlan }) => work(readPlan(String(plan)))))((written: any) =>", ...directus('http/read-contract') },
  { guard: 'cursors of another list', file: 'src/governance/ownership/keyset-page.ts', find: 'parsed.data[0] !== question || ', replace: '', ...database('http/read-lists') },
  { guard: 'pages that repeat a row', file: 'src/governance/ownership/keyset-page.ts', find: "${descending ? '<' : '>'}", replace: "${descending ? '<=' : '>='}", ...database('http/read-lists') },
  { guard: 'routes that reject', file: 'src/endpoints/one-roof/async-route.ts', find: 'next(error ?? thrown);', replace: 'throw thrown;', ...directus('http/read-contract') },
  { guard: 'an answer that was sent before the error', file: 'src/endpoints/one-roof/async-route.ts', find: 'if (response.headersSent) {', replace: 'if (false) {', ...unit('http/async-route') },
  { guard: 'an answer that was sent in part', file: 'src/endpoints/one-roof/async-route.ts', find: 'if (!response.writableEnded) response.destroy();', replace: '', ...unit('http/async-route') },
  { guard: 'an error that cannot be answered', file: 'src/endpoints/one-roof/async-route.ts', find: "    response.destroy();\n  }\n}\n\nfunction answerError", replace: "    throw new Error('rejected');\n  }\n}\n\nfunction answerError", ...unit('http/async-route') },
  { guard: 'readers who may not', file: 'src/endpoints/one-roof/access.ts', find: 'if (!accountability?.user) return false;', replace: 'return true;', ...directus('http/read-contract') },
  { guard: 'what is wrong with us', file: 'src/endpoints/one-roof/read-error.ts', find: 'isAdmin || ', replace: 'true || ', ...unit('http/read-error') },
  { guard: 'anonymous callers, before the database is asked', file: 'src/endpoints/one-roof/access.ts', find: 'if (!isOpen && !accountability?.user) throw', replace: 'if (false) throw', ...directus('starts/closed') },
  { guard: 'parameters that nobody knows', file: 'src/endpoints/one-roof/parse-query.ts', find: 'if (unknown !== undefined) {', replace: 'if (false) {', ...unit('http/parse-query') },
  { guard: 'text that PostgreSQL cannot hold', file: 'src/contract/vocabulary.ts', find: "!text.includes('\\0')", replace: 'true', ...unit('http/parse-query') },
  { guard: 'JSON that PostgreSQL cannot hold', file: 'src/contract/vocabulary.ts', find: "one.includes('\\0') || /\\p{Cs}/u.test(one)", replace: 'false', ...unit('contract/plain-json') },
  { guard: 'the limit on collections', file: 'demo/reference-case.ts', find: 'countOf(some) <= limit', replace: 'countOf(some) <= limit + 5', ...unit('plan/reference-case') },
  { guard: 'a doctor for administrators only', file: 'src/endpoints/one-roof/access.ts', find: 'if (access === \'administrators\') throw', replace: 'if (false) throw', ...directus('http/read-contract') },
  { guard: 'the remembered answer of another', file: 'src/endpoints/one-roof/reading/register-read-contract.ts', find: "              person,\n              seesPeople,\n", replace: '              seesPeople,\n', ...directus('http/read-contract') },

  // Answers for everybody are without people.
  { guard: 'who people are, for everybody', file: 'src/endpoints/one-roof/without-people.ts', find: "if (kind === 'person') return", replace: "if (kind === 'text') return", ...unit('http/without-people') },
  { guard: 'e-mail addresses in texts, for everybody', file: 'src/endpoints/one-roof/without-people.ts', find: '.replace(ADDRESS, STRUCK)', replace: '', ...unit('http/without-people') },
  { guard: 'paths of the server, for everybody', file: 'src/endpoints/one-roof/without-people.ts', find: 'rest.replaceAll(path, STRUCK)', replace: 'rest.concat(path.slice(path.length))', ...unit('http/without-people') },
  { guard: 'who did what, for everybody', file: 'src/endpoints/one-roof/access.ts', find: 'if (!trusted) throw forbidden(accountability);', replace: '', ...directus('http/access') },

  // The promises of the read contract.
  { guard: 'fields of answers that stay', file: 'script/check/contract-changes.ts', find: 'if (now === undefined) changes.push(`${place}.${name} is gone`);', replace: 'if (now === undefined) continue;', ...unit('check/contract-changes') },
  { guard: 'parameters that stay optional', file: 'script/check/contract-changes.ts', find: "at(kept, 'required') === true", replace: 'false', ...unit('check/contract-changes') },
  { guard: 'enumerations that do not narrow', file: 'script/check/contract-changes.ts', find: 'if (gone.length > 0)', replace: 'if (false)', ...unit('check/contract-changes') },
  { guard: 'a command for each path', file: 'src/client/index.ts', find: "return get('gate');", replace: "return get('health');", ...unit('contract/client') },

  // Requests that strangers send.
  { guard: 'paths that no parameter can be read from', file: 'src/endpoints/one-roof/readable-path.ts', find: 'isReadable(path) ? undefined : unreadable(path)', replace: '', ...directus('http/fuzz') },
];
