// What build/sql-files.js makes of an import of SQL.
declare module '*.sql' {
  const text: string;
  export default text;
}

declare module '*?files' {
  const textByPath: Record<string, string>;
  export default textByPath;
}

declare module '*?tiers' {
  const tiers: readonly {
    readonly figures: readonly { readonly name: string; readonly label?: string }[];
  }[];
  export default tiers;
}
