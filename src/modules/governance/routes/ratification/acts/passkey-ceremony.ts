import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

type Options = Record<string, unknown>;

/** Makes a new passkey and proves that it can sign: two touches. @throws Error of WebAuthn; see passkeyFailure(). */
export async function makePasskey(
  options: Options,
  possession: Options,
): Promise<{ response: Record<string, unknown>; possession: Record<string, unknown> }> {
  if (!isCreation(options)) throw new Error('The server did not say what to make.');
  const response = await startRegistration({ optionsJSON: options });
  const made = { ...possession, allowCredentials: [{ id: response.id, type: 'public-key' }] };
  return { response: { ...response }, possession: await signWithPasskey(made) };
}

/** Answers the server's challenge with a passkey. @throws Error of WebAuthn; see passkeyFailure(). */
export async function signWithPasskey(options: Options | null): Promise<Record<string, unknown>> {
  if (options === null || !isRequest(options)) throw new Error('The server did not say what to sign.');
  return { ...(await startAuthentication({ optionsJSON: options })) };
}

// The rest of the options is checked by the browser.
function isRequest(options: object): options is PublicKeyCredentialRequestOptionsJSON {
  return 'challenge' in options && typeof options.challenge === 'string';
}

function isCreation(options: object): options is PublicKeyCredentialCreationOptionsJSON {
  return isRequest(options) && 'rp' in options && 'user' in options;
}
