/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module names types in no other way */
// Lists that build/module-lists.js makes out of folders: the default export of each file in them.
declare module '*/rules?modules' {
  const rules: readonly import('./governance/release/packet/lint/finding.ts').Rule[];
  export default rules;
}

declare module '*/actions?modules' {
  const handlers: readonly import('./governance/ratification/handlers/handler.ts').ActionHandler[];
  export default handlers;
}

declare module '*/checks?modules' {
  const checks: readonly import('./governance/doctor/check.ts').Check[];
  export default checks;
}
