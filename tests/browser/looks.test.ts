import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, sidewaysScroll, Studio, titlesRunTogether } from '../harness/browser/browser.ts';
import type { Look } from '../harness/browser/browser.ts';
import { DirectusStack } from '../harness/directus/directus-stack.ts';

const PAGES = [
  { path: '/one-roof', ready: '[data-scan], .last-scan, .scopes', part: '.one-roof' },
  { path: '/one-roof?show=conditions', ready: '.gate-conditions li', part: '.gate-conditions' },
  { path: '/one-roof/ownership', ready: '[role=gridcell]', part: '.one-roof' },
  { path: '/one-roof/ownership?cell=collection:agents/audit', ready: '[data-why]', part: '.cell-detail' },
  { path: '/content/agents/+', ready: '.owned-scopes li', part: '.ownership-interface' },
];

const LOOKS: { name: string; look: Look }[] = [
  { name: 'light', look: { appearance: 'light' } },
  { name: 'dark', look: { appearance: 'dark' } },
  { name: '400 px wide, in Vietnamese', look: { width: 400, height: 800, language: 'vi-VN' } },
];

let stack: DirectusStack;
let studio: Studio;
beforeAll(async () => {
  stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
  studio = await Studio.on(stack);
});
afterEach(() => studio.closePages());
afterAll(async () => {
  await studio.stop();
  await stack.stop();
});

describe.each(LOOKS)('in $name', ({ look }) => {
  it.each(PAGES)('$path is accessible and scrolls in one direction only', async ({ path, ready, part }) => {
    const page = await studio.open(path, look);
    await page.locator(ready).first().waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    expect(await accessibilityProblems(page, part)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await titlesRunTogether(page)).toEqual([]);
  });
});
