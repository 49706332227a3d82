import { useApi } from '@directus/extensions-sdk';
import { BASE } from '../../../app/read-contract-paths.ts';
import type { CommandBody, CommandData, CommandName, COMMANDS } from '../../../contract/commands.ts';

/** The path of each command; the compiler compares it with the contract, which itself stays out of the app bundle. */
const PATHS: { [Name in CommandName]: (typeof COMMANDS)[Name]['path'] } = {
  createRequest: '/requests',
  vote: '/requests/:code/vote',
  challenge: '/requests/:code/challenge',
  sign: '/requests/:code/sign',
  confirm: '/requests/:code/confirm',
  withdraw: '/requests/:code/withdraw',
  supersede: '/requests/:code/supersede',
  enrolOptions: '/passkeys/options',
  enrol: '/passkeys',
  revokePasskey: '/passkeys/revoke',
  keyChallenge: '/keys/challenge',
  confirmKey: '/keys/confirm',
  withdrawKey: '/keys/withdraw',
  permitRun: '/requests/:code/permit',
};

/** The commands about requests and passkeys, typed by the contract. Every function rejects with the error of axios. */
export function useCommands() {
  const api = useApi();

  /** Sends a command; `code` is the request that it is about. */
  return async function send<Name extends CommandName>(name: Name, body: CommandBody<Name>, code = ''): Promise<CommandData<Name>> {
    const path = PATHS[name].replace(':code', encodeURIComponent(code));
    return (await api.post<{ data: CommandData<Name> }>(`${BASE}${path}`, body)).data.data;
  };
}
