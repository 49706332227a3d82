import { isIP } from 'node:net';
import { OneRoofError } from '../../contract/errors.ts';

/**
 * Party that passkeys are made for (WebAuthn §4): the host of the Studio, and the origin whose pages may ask for one.
 */
export interface RelyingParty {
  id: string;
  origin: string;
}

/**
 * The relying party that PUBLIC_URL says.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where browsers would not make passkeys for it: no absolute URL, an IP address,
 *   plain http anywhere but on localhost.
 */
export function relyingParty(publicUrl: string | undefined): RelyingParty {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) {
    throw unusable(
      'https://HOST, or http://localhost:PORT',
      publicUrl ?? 'nothing',
      'Set PUBLIC_URL to where people open Directus.',
    );
  }
  const { origin, hostname } = new URL(publicUrl);
  const problem = originProblem(origin, hostname);
  if (problem === null) return { id: hostname, origin };
  throw unusable(
    problem,
    publicUrl,
    'Set PUBLIC_URL to a name, with https: (http: only for localhost), and open Directus by that name.',
  );
}

/** Tells whether browsers make passkeys of `id` on that origin. A subdomain may not speak for its parent here. */
export function isOriginOf(origin: string, id: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && url.hostname === id && originProblem(origin, id) === null;
}

/** Names what browsers expect instead; null if they accept it. */
function originProblem(origin: string, hostname: string): string | null {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    return 'the name of a host: no browser makes a passkey for an IP address, 127.0.0.1 included; localhost is a name';
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (origin.startsWith('https://') || (isLocal && origin.startsWith('http://'))) return null;
  return 'https: passkeys work in a secure context only';
}

function unusable(expected: string, found: string, fix: string): OneRoofError {
  const subject = 'PUBLIC_URL';
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'Passkeys cannot be used at PUBLIC_URL', {
    subject,
    expected,
    found,
    fix,
  });
}
