import fc from 'fast-check';
import { wildText } from './wild-values.ts';

/** Methods that take the place of what an operation has, seldom. */
export const METHODS = ['', '', '', '', '', '', '', '', '', '', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];
/** Percent escapes that are none, or that stand for no UTF-8. */
export const BROKEN = ['%', '%zz', '%c3%28', '%ED%A0%80', '%00', '%2e%2e%2f', '%f0%9f', '+', ';', "'"];
/** Parameters that Directus reads by itself. */
export const THEIRS = [
  'access_token',
  'filter',
  'fields',
  'deep',
  'aggregate',
  'search',
  'limit',
  'page',
  'sort',
  'meta',
  'export',
  'version',
];
const HEADERS = [
  'accept',
  'if-none-match',
  'accept-language',
  'cookie',
  'origin',
  'x-forwarded-for',
  'range',
  'user-agent',
  'content-type',
  'if-modified-since',
];
const ODD_HEADERS: Record<string, string>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/json; charset=utf-99' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br' },
  { accept: 'text/csv' },
  { accept: 'application/xml' },
  { accept: 'text/csv, */*;q=0.1' },
  { 'if-none-match': '*' },
  { 'if-none-match': '"x", W/"y"' },
  { authorization: 'Bearer' },
  { authorization: 'Basic %%%' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
  { cookie: 'directus_session_token=%%%' },
  { 'x-http-method-override': 'DELETE' },
];

/** Draws headers that are odd, or made of anything. */
export function headers(): fc.Arbitrary<Record<string, string>> {
  const value = wildText.map((text) => text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '').slice(0, 2000));
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constantFrom<Record<string, string>>(...ODD_HEADERS) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...HEADERS), value, { maxKeys: 3 }) },
  );
}
