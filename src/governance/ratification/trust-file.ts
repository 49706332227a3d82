/** The name of `../../signing/trust/trust-file.ts` for `tests/harness/council.ts`: a change of that file makes 200 mutants unproven. */
export { parseTrustFile } from '../../signing/trust/trust-file.ts';
