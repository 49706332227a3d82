import type { Accountability, SchemaOverview } from '@directus/types';
import { isRefusal } from '../directus-refusal.ts';
import type { Reauthenticate } from '../../../governance/ratification/commands/sign-with-password.ts';

/** The part of Directus that takes passwords. */
export interface AuthenticationServices {
  AuthenticationService: new (options: { accountability: Accountability | null; schema: SchemaOverview }) => {
    login(
      provider: string,
      payload: { email: string; password: string },
      options: { otp?: string },
    ): Promise<{ refreshToken: string }>;
    logout(refreshToken: string): Promise<void>;
  };
}

/**
 * Takes the password of a person as Directus's own login does: with its limit of attempts, its second factor and its activity. The
 * session that this makes is ended at once.
 */
export function reauthenticateBy(
  { AuthenticationService }: AuthenticationServices,
  options: { accountability: Accountability | null; schema: SchemaOverview },
): Reauthenticate {
  return async (email, password, otp) => {
    try {
      const service = new AuthenticationService(options);
      const { refreshToken } = await service.login('default', { email, password }, otp === undefined ? {} : { otp });
      await service.logout(refreshToken);
      return { ok: true, why: '' };
    } catch (thrown) {
      // That Directus could not answer, its database being busy or away, says nothing of the password.
      if (!isRefusal(thrown)) throw thrown;
      return { ok: false, why: thrown.code };
    }
  };
}
