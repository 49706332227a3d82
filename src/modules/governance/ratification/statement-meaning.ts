/** The statement to sign, with what the signer lets it mean: a statement has a line for that, and nothing else depends on it. */
export function statementMeaning(statement: string, meaning: string): string {
  return statement.replace(/^meaning: .*$/m, () => `meaning: ${meaning}`);
}
