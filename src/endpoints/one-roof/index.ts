import type { EndpointConfig } from '@directus/types';
import { installationOf } from '../../governance/installation.ts';
import { registerCommands } from './register-commands.ts';
import { registerRatification } from './register-ratification.ts';
import { registerReadContract } from './register-read-contract.ts';

/** The commands and the read contract below `/one-roof/v1`. */
const endpoint: EndpointConfig = {
  id: 'one-roof',
  handler: (router, { database, env, logger, services }) => {
    const installation = installationOf({ database, env, logger });
    // First: the read contract answers every other verb with 405.
    registerCommands(router, installation);
    registerRatification(router, installation, { services, logger });
    registerReadContract(router, installation, services);
  },
};

export default endpoint;
