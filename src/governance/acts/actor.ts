/** Actor of something that the ledger records. */
export interface Actor {
  /** `directus:<user id>` for a Directus user, `operator:<name>` for a person at the command line. */
  actor: string;
  actorKind: 'human' | 'service' | 'operator';
}
