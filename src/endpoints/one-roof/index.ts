import type { EndpointConfig } from '@directus/types';
import { installationOf } from '../../governance/installation/current-installation.ts';
import { lent } from '../../governance/installation/lent.ts';
import type { DirectusServices } from './access.ts';
import type { NotificationServices } from './commands/notify.ts';
import type { AuthenticationServices } from './commands/reauthenticate.ts';
import { refuseUnreadablePaths } from './readable-path.ts';
import { packagedPlanReader, registerCommands } from './commands/register-commands.ts';
import { registerReadContract } from './reading/register-read-contract.ts';

type Services = DirectusServices & AuthenticationServices & NotificationServices;

/** The commands and the read contract below `/one-roof/v1`. */
const endpoint: EndpointConfig = {
  id: 'one-roof',
  handler: (router, { database, env, logger, services: theirs }) => {
    const services = lent(theirs as Services);
    const installation = installationOf({ database, env, logger });
    refuseUnreadablePaths(router);
    // First: the read contract answers every other verb with 405.
    registerCommands(router, installation, { services, logger, plans: packagedPlanReader() });
    registerReadContract(router, installation, services);
  },
};

export default endpoint;
