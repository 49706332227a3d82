import { useApi } from '@directus/extensions-sdk';
import type { CommandBody, CommandData, CommandName } from '../../../../../contract/commands.ts';
import { BASE_PATH, COMMAND_PATHS } from '../../../../../contract/paths.ts';

/** The commands about requests and passkeys, typed by the contract. Every function rejects with the error of axios. */
export function useCommands() {
  const api = useApi();

  /** Sends a command; `code` is the request that it is about. */
  return async function send<Name extends CommandName>(
    name: Name,
    body: CommandBody<Name>,
    code = '',
  ): Promise<CommandData<Name>> {
    const path = COMMAND_PATHS[name].replace(':code', encodeURIComponent(code));
    return (await api.post<{ data: CommandData<Name> }>(`${BASE_PATH}${path}`, body)).data.data;
  };
}
