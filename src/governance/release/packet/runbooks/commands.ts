/*
 * The commands that runbooks name. CODE stands for the code of the ratified request, which no text can know: it is asked for, and never made up.
 */

export const gate = (release: string) => `one-roof gate --release ${release}`;
export const showRequest = (request: string) => `one-roof request show ${request}`;
export const verifyRequest = (request: string) => `one-roof request verify ${request}`;
export const verifyPacket = (packet: string) => `one-roof-seal verify ${packet}`;
/** The permit of one run, by somebody who holds a seat: written, signed on their own machine, uploaded. */
export const permit = (release: string, request: string) =>
  [
    `one-roof request statement ${request} --act permit --as EMAIL --to operator:NAME > permit.txt`,
    'ssh-keygen -Y sign -n one-roof -f KEY permit.txt',
    `one-roof release permit ${release} --ssh permit.txt.sig --as EMAIL`,
  ].join('\n');
export const apply = (packet: string, request: string) => `one-roof release apply ${packet} --request ${request}`;
export const dryRun = (packet: string, request: string) => `${apply(packet, request)} --dry-run`;
export const verify = (release: string) => `one-roof release verify ${release}`;
export const status = (release: string) => `one-roof release status ${release}`;

/** How the program exits. Others are errors. */
export const EXIT = { done: 0, error: 1, refused: 3, blocked: 10, applied: 11 } as const;

/** The last line of a complete rollout. */
export const SUCCESS = 'ROLLOUT COMPLETE — ALL TIERS PASSED';
