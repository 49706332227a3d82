/** Facts that the process that asks knows and the database does not. */
export interface DoctorHost {
  /** True if EXTENSIONS_MUST_LOAD is set in the settings that this process reads. */
  extensionsMustLoad: boolean;
  /** The roles of Directus that its settings name, by setting. */
  namedRoles?: Readonly<Record<string, readonly string[]>>;
  versions: {
    oneRoof: string;
    node: string;
    /** null: not known. */
    directus: string | null;
  };
}

/** Directus's own reading of a flag: whether EXTENSIONS_MUST_LOAD is set. */
export function isSet(value: unknown): boolean {
  return [true, 'true', 1, '1'].some((set) => set === value);
}
