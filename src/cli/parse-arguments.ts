import { InvalidArgumentError, Option } from 'commander';

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** `30m`, `2h`, `1d` in seconds. */
export function parseDuration(text: string): number {
  const [, digits, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('Expected a time such as 30m, 2h or 1d.');
  return Number(digits) * SECONDS[unit as keyof typeof SECONDS];
}

/** A whole number of at least 1. */
export function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** A whole number from 1 on, of at most nine digits. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 on is needed.');
  return Number(text);
}

/** The option `--reason` of a command that the ledger records. It is mandatory and not blank. */
export function reasonOption(): Option {
  return new Option('--reason <text>', 'the reason, kept in the ledger').makeOptionMandatory().argParser((text) => {
    if (text.trim() === '') throw new InvalidArgumentError('A reason is needed.');
    return text;
  });
}
