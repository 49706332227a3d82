/**
 * The ways in which the policy in force lets people act that prove nothing outside the server, and so to nobody who does not trust it:
 * `vote_proof: session`, the method `password`, and, unless somebody was both people from the start, `pinning: enrolled`.
 */
export const GATE_WARNINGS = {
  votes_by_session:
    'A session is enough here for a vote, a confirmation and a run permit. It does not prove that the person acted: an administrator of Directus, or anybody who can write its tables, can act as any other user.',
  signature_by_password:
    'A password is enough here for the sovereign signature. It proves nothing outside this server, and anybody who controls the server or knows the password can sign as that person.',
  keys_enrolled:
    'Keys count here that the two people confirmed to each other, without a trust file outside the database. It does not stop somebody who was both of them from the start, nor the owner of these tables: see who confirmed which key, and compare the fingerprints with each other.',
};
