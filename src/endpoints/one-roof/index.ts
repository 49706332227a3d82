import type { EndpointConfig } from '@directus/types';
import { installationOf } from '../../governance/installation.ts';
import { registerReadContract } from './register-read-contract.ts';

/** The read contract below `/one-roof/v1`. */
const endpoint: EndpointConfig = {
  id: 'one-roof',
  handler: (router, { database, env, logger, services }) => {
    registerReadContract(router, installationOf({ database, env, logger }), services);
  },
};

export default endpoint;
