import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const SIGNATURES = 'src/governance/ratification';

// prettier-ignore
export const SIGNATURES_MUTANTS: readonly Mutant[] = [
  // Passkeys, SSH keys, and the trust file.
  { guard: 'challenges of another round', file: 'src/signing/passkey/passkey-assertion.ts', find: 'expectedChallenge: passkeyChallenge(stored),', replace: 'expectedChallenge: () => true,', ...unit('signing/passkeys') },
  { guard: 'passkeys of people who were not verified', file: 'src/signing/passkey/passkey-assertion.ts', find: 'requireUserVerification: true,', replace: 'requireUserVerification: false,', ...unit('signing/passkeys') },
  { guard: 'counters that go back', file: 'src/signing/passkey/passkey-assertion.ts', find: 'counter: counterBefore }', replace: 'counter: 0 }', ...unit('signing/passkeys') },
  { guard: 'passkeys used on another origin', file: 'src/signing/passkey/relying-party.ts', find: 'url.hostname === id && ', replace: '', ...unit('signing/passkeys') },
  { guard: 'pages inside pages of others', file: 'src/signing/passkey/passkey-assertion.ts', find: 'if (isCrossOrigin(stored))', replace: 'if (false)', ...unit('signing/passkeys') },
  { guard: 'enrolment by people who were not verified', file: 'src/signing/passkey/passkey-registration.ts', find: 'requireUserVerification: true,', replace: 'requireUserVerification: false,', ...unit('signing/passkeys') },
  { guard: 'SSH signatures for something else', file: 'src/signing/ssh/ssh-signature.ts', find: 'if (namespace !== wanted) {', replace: 'if (false) {', ...unit('signing/ssh-signatures') },
  { guard: 'security keys that nobody touched', file: 'src/signing/ssh/ssh-signature.ts', find: 'if ((flagsAndCounter.readUInt8() & USER_PRESENT) === 0)', replace: 'if (false)', ...unit('signing/ssh-signatures') },
  { guard: 'short RSA keys', file: 'src/signing/ssh/ssh-public-key.ts', find: 'modulusLength < MIN_RSA_BITS ||', replace: '', ...unit('signing/ssh-signatures') },
  { guard: 'keys that are pinned', file: 'src/signing/trust/pinned-key.ts', find: 'if (ofPerson.length === 0) {', replace: 'if (false) {', ...unit('signing/trust-file') },
  { guard: 'keys of one person', file: 'src/signing/trust/pinned-key.ts', find: 'if (people.length > 1)', replace: 'if (false)', ...unit('signing/trust-file') },
  { guard: 'keys that are not valid any more', file: 'src/signing/trust/pinned-key.ts', find: '(validBefore === null || at <= validBefore)', replace: 'true', ...unit('signing/trust-file') },
  { guard: 'trust files that everybody may write', file: `${SIGNATURES}/read-trust.ts`, find: 'if ((status.mode & WORLD_WRITABLE) !== 0)', replace: 'if (false)', ...unit('signing/trust-file') },
  { guard: 'a trust file that the setting names', file: 'src/governance/settings/settings.ts', find: "trustFile: trustFile === '' ?", replace: 'trustFile: true ?', ...unit('settings') },
  { guard: 'a trust file that is a path, not a value', file: 'src/cli/configuration-values.ts', find: "new Set(['DB_SSL__CA_FILE', 'ONE_ROOF_TRUST_FILE'])", replace: "new Set(['DB_SSL__CA_FILE'])", ...unit('cli/configuration') },
  { guard: 'one signature in several forms', file: 'src/signing/passkey/passkey-assertion.ts', find: "key.algorithm.kind === 'ecdsa' && !isDerSignature", replace: "key.algorithm.kind !== 'ecdsa' && !isDerSignature", ...unit('signing/passkeys') },

  // Words of a statement.
  { guard: 'words of other bytes than the sealed ones', file: 'src/cli/commands/words/index.ts', find: "verdict !== 'equal' || ", replace: '', ...unit('cli/words-command') },
  { guard: 'words of what a bundle claims', file: 'src/cli/commands/words/index.ts', find: 'if (sha256 !== claimed)', replace: 'if (false)', ...unit('cli/words-command') },
  { guard: 'trust asked of every signature', file: 'src/signing/verify-act.ts', find: 'if (problem !== null) return problem;', replace: '', ...unit('signing/verify-act') },
  { guard: 'statements that say something else', file: 'src/signing/verify-act.ts', find: 'if (mismatch !== null) return mismatch;', replace: '', ...unit('signing/verify-act') },
  { guard: 'passkeys of another user', file: 'src/signing/verify-act.ts', find: "['user', row.signer_user, round.user],", replace: '', ...unit('signing/verify-act') },
  { guard: 'lines hidden in a statement', file: 'src/signing/statement-lines.ts', find: '!HIDDEN.test(text)', replace: 'true', ...unit('signing/statements') },
  { guard: 'statements of another act', file: 'src/signing/verify-act.ts', find: "['act', row.act, said.act],", replace: '', ...unit('signing/verify-act') },
  { guard: 'statements for another database', file: 'src/signing/verify-act.ts', find: "['environment', row.environment, said.environment],", replace: '', ...unit('signing/verify-act') },
  { guard: 'statements of another choice', file: 'src/signing/verify-act.ts', find: "['choice', row.choice, said.choice],", replace: '', ...unit('signing/verify-act') },
  { guard: 'statements with another reason', file: 'src/signing/verify-act.ts', find: "['rationale', row.rationale === null ? null : textDigest(row.rationale), said.rationale],", replace: '', ...unit('signing/verify-act') },
  { guard: 'permits of something else', file: 'src/signing/verify-act.ts', find: "['covers', row.covers, said.covers],", replace: '', ...unit('signing/verify-act') },
  { guard: 'statements of somebody else', file: 'src/signing/verify-act.ts', find: "['signer', row.signer, said.signer],", replace: '', ...unit('signing/verify-act') },
  { guard: 'acts received after the request expired', file: 'src/signing/verify-act.ts', find: 'if (received > new Date(said.expires))', replace: 'if (false)', ...unit('signing/verify-act') },
  { guard: 'keys judged by the time of receipt', file: 'src/signing/verify-act.ts', find: 'const problem = unpinned(trust, act.signer, verified.key, received);', replace: 'const problem = unpinned(trust, act.signer, verified.key, at);', ...unit('signing/verify-act') },
  { guard: 'statements of the future', file: 'src/signing/verify-act.ts', find: '<= received.getTime() + CLOCK_SKEW_MS', replace: '<= Infinity', ...unit('signing/verify-act') },
  { guard: 'the words of what is signed', file: `${SIGNATURES}/commands/sign-with-passkey.ts`, find: 'if (asked.every(', replace: 'if (true || asked.every(', ...unit('ratification/words-asked') },

  // Bundles of a request.
  { guard: 'bundles judged by keys of their maker', file: 'src/governance/ratification/bundle/verify-request-bundle.ts', find: "check === 'V3' && trust === undefined && found.length === 0", replace: 'false', ...unit('ratification/request-bundle') },
  { guard: 'the digest of what people decided about', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: '...(digest === request.revision_digest\n', replace: '...(digest.length > 0\n', ...unit('ratification/request-bundle') },
  { guard: 'sessions and passwords taken for proof outside the server', file: `${SIGNATURES}/bundle/verify-request-bundle.ts`, find: "if (verdict.proof === 'key' || bySession)", replace: 'if (true)', ...unit('ratification/request-bundle') },
  { guard: 'votes of a bundle that do not verify', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: 'why: why ?? castProblem(bundle, act)', replace: 'why: castProblem(bundle, act)', ...unit('ratification/request-bundle') },
  { guard: 'votes that the database does not count', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: 'if (vote.problem !== null && !request.carried_out) return vote.problem;', replace: '', ...unit('ratification/request-bundle') },
  { guard: 'voters who left since it was carried out', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: 'if (vote.problem !== null && !request.carried_out)', replace: 'if (vote.problem !== null)', ...unit('ratification/request-bundle') },
  { guard: 'votes of a bundle twice', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: '.map(({ signer }) => signer),\n    ).size', replace: '.map((act) => act),\n    ).size', ...unit('ratification/request-bundle') },
  { guard: 'rejections whose key the server did not know', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: "[null, 'not_verified'].includes(act.problem)", replace: 'act.problem === null', ...unit('ratification/request-bundle') },
  { guard: 'the confirmation of two people in a bundle', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: "if (request === undefined || policy.profile !== 'two_person') return [];", replace: 'return [];', ...unit('ratification/request-bundle') },
  { guard: 'confirmations of a bundle that do not verify', file: `${SIGNATURES}/bundle/bundle-rules.ts`, find: 'if (confirmed && said.some(({ why }) => why === null)) return [];', replace: 'if (confirmed) return [];', ...unit('ratification/request-bundle') },
  { guard: 'acts of a bundle that were tampered with', file: `${SIGNATURES}/bundle/verify-request-bundle.ts`, find: 'isTampered(problem) ?', replace: 'problem === undefined ?', ...unit('ratification/request-bundle') },
  { guard: 'what the gate asks of people, in a bundle', file: `${SIGNATURES}/bundle/verify-request-bundle.ts`, find: "...factProblems(bundle.ratified, 'nobody asked who ratified it'),", replace: '', ...unit('ratification/request-bundle') },
  { guard: 'a bundle that counts what does not verify', file: `${SIGNATURES}/bundle/make-request-bundle.ts`, find: 'await countVerified(session, trust);', replace: "await countVerified(session, trust); await session.query(`select set_config('one_roof.verified', '', true)`);", ...database('signatures/verify-agrees') },
  { guard: 'acts about the same packet that were tampered with', file: `${SIGNATURES}/bundle/make-request-bundle.ts`, find: 'isAbout(act, packet) && isTampered(problem)', replace: 'packet === undefined && isAbout(act, packet) && isTampered(problem)', ...database('signatures/verify-agrees') },
  { guard: 'rules that nobody ratified, for request verify', file: `${SIGNATURES}/bundle/request-bundle.sql`, find: "coalesce(a.rules, 'ratified')", replace: "'ratified'", ...database('signatures/verify-agrees') },
  { guard: 'a request judged by the policy of then', file: `${SIGNATURES}/bundle/request-bundle.sql`, find: "request_is_applied(r) or coalesce(l.status = 'applied', false) as carried_out", replace: 'false as carried_out', ...database('signatures/verify-agrees') },
  { guard: 'bundles of a request whose row says something else', file: `${SIGNATURES}/bundle/request-bundle.sql`, find: "coalesce(request_difference(a.request), 'what was signed')", replace: "'what was signed'", ...database('attacks/carried-out-otherwise') },

  // With `pinning: enrolled` a key counts once the other person confirmed it.
  { guard: 'confirmations of one’s own keys', file: `${SQL}/objects/09_requests/keys/key_confirmation_problem.sql`, find: 'or same_human(p_confirmation.signer_user, c.user_id)', replace: '', ...database('signatures/enrolled-keys') },
  { guard: 'confirmations of keys without a seat', file: `${SQL}/objects/09_requests/keys/key_confirmation_guard.sql`, find: "problem := coalesce(key_confirmation_problem(new),\n    seat_problem(new.signer_user, array['president', 'council'], new.signed_at));", replace: "problem := nullif(key_confirmation_problem(new), 'not_seated');", ...database('signatures/enrolled-keys') },
  { guard: 'confirmations of keys in a session of somebody else', file: `${SQL}/objects/09_requests/keys/key_confirmation_guard.sql`, find: "if here is distinct from new.signer_user and (here is not null or new.method <> 'ssh') then", replace: 'if false then', ...database('signatures/enrolled-keys') },
  { guard: 'confirmations of keys where the policy has the trust file', file: `${SQL}/objects/09_requests/keys/key_confirmation_guard.sql`, find: "if not exists (select from current_policy() p where p.pinning = 'enrolled') then", replace: 'if false then', ...database('signatures/enrolled-keys') },
  { guard: 'confirmed keys of a council', file: `${SQL}/schema/0005_ratification/015_governance_policy.sql`, find: "check (pinning = 'file' or profile = 'two_person')", replace: 'check (true)', ...database('signatures/enrolled-keys') },
  { guard: 'when a key was given up', file: `${SQL}/objects/09_requests/keys/credential_guard.sql`, find: 'new.revoked_at := clock_timestamp();', replace: 'null;', ...database('signatures/enrolled-keys') },
  { guard: 'the policy that a request was decided by', file: `${SQL}/objects/09_requests/policy/pinning_of_request.sql`, find: "select coalesce((select p.pinning from policy_before(p_code) p), ", replace: 'select coalesce(', ...database('signatures/enrolled-keys') },
  { guard: 'a second pair of people who confirm each other', file: 'src/signing/trust/confirmed-keys.ts', find: 'if (earlier !== undefined) return [earlier, later];', replace: 'if (earlier !== undefined && index === sound.length - 1) return [earlier, later];', ...database('signatures/enrolled-keys') },
  { guard: 'a first pair that the database objects to', file: 'src/signing/trust/confirmed-keys.ts', find: 'const pair = startsWithPair ? firstPair(sound) : [];', replace: 'const pair = startsWithPair ? firstPair(sound.filter(({ problem }) => problem === null)) : [];', ...database('signatures/enrolled-keys') },
  { guard: 'keys that the trust file begins with', file: `${SIGNATURES}/council/enrolled-trust.ts`, find: 'confirmedKeys(named, !startsInFile, verified)', replace: 'confirmedKeys(named, true, verified)', ...database('signatures/enrolled-keys') },
  { guard: 'confirmations that do not verify', file: `${SIGNATURES}/council/enrolled-trust.ts`, find: 'if (!verified.ok) return null;', replace: 'if (!verified.ok) return { holder: row.holder, key, revoked: null, signer: row.signer, by: readKey(row.public_key) ?? key, at: new Date(row.signed_at), withdrawn: null, problem: row.problem };', ...database('signatures/enrolled-keys') },
  { guard: 'withdrawn confirmations of keys', file: 'src/signing/trust/confirmed-keys.ts', find: 'const ends = [revoked, withdrawn].filter((end) => end !== null);', replace: 'const ends = [revoked].filter((end) => end !== null);', ...database('signatures/enrolled-keys') },
  { guard: 'a trust file that cannot be used, beside confirmed keys', file: `${SIGNATURES}/council/enrolled-trust.ts`, find: 'if (file.fault !== null && file.absent !== true) return file;', replace: '', ...database('signatures/enrolled-keys') },
];
