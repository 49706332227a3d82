import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../docs/decisions/', import.meta.url));
const DECISIONS = readdirSync(FOLDER).filter((name) => !['README.md', 'template.md'].includes(name));
/** Reads a decision; a status that goes on in the next line is one line. */
const read = (name: string) => readFileSync(FOLDER + name, 'utf8').replaceAll(/\n {2}(?=\S)/g, ' ');

const HEAD = /^# (?<number>\d+) · \S.*\n\n- Status: (?<status>.+)\n- Date: (?<date>\d{4}-\d{2}-\d{2})\n\n/;
const LINK = /\[(\d+)\]\((\d{4}-[\w-]+\.md)\)/g;

describe.each(DECISIONS)('decision %s', (name) => {
  const { number, status = '', date = '' } = HEAD.exec(read(name))?.groups ?? {};

  it('begins with its number, its status and its date', () => {
    expect(number?.padStart(4, '0')).toBe(name.slice(0, 4));
    expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
  });

  it('is proposed, accepted, or names the later decisions that supersede it', () => {
    if (['proposed', 'accepted'].includes(status)) return;
    expect(status).toMatch(/^superseded (in part )?by \[/);
    const later = [...status.matchAll(LINK)].map(([, shown = '', file = '']) => ({ shown, file }));
    expect(status.replace(LINK, 'N')).toMatch(/by N(, N)*( and N)?$/);
    for (const { shown, file } of later) {
      expect(existsSync(FOLDER + file)).toBe(true);
      expect(Number(shown)).toBe(Number(file.slice(0, 4)));
      expect(Number(shown)).toBeGreaterThan(Number(number));
    }
  });
});

it('the table names each decision once, in order', () => {
  const rows = [...read('README.md').matchAll(/^\| \[(\d+)\]\(([\w-]+\.md)\)/gm)];
  expect(rows.map(([, , file]) => file)).toEqual([...DECISIONS].sort());
  expect(rows.map(([, shown]) => Number(shown))).toEqual(rows.map(([, , file = '']) => Number(file.slice(0, 4))));
});
