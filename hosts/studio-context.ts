import type { Browser, BrowserContext } from 'playwright-core';

interface StudioOptions {
  /** Address of Directus. */
  url: string;
  person: { email: string; password: string };
  width: number;
  height: number;
  appearance: 'light' | 'dark';
  /** Pixels of the picture for each pixel of the page. */
  scale?: number;
}

/** A browser context in which somebody is logged in to Directus's admin app, as someone who has used it before. */
export async function studioContext(
  browser: Browser,
  { url, person, width, height, appearance, scale = 1 }: StudioOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: appearance,
    deviceScaleFactor: scale,
  });
  await context.request.post(`${url}/auth/login`, { data: { ...person, mode: 'session' }, failOnStatusCode: true });
  // What they have put off or folded away: the questions about licence and plan (the latter are Directus 12's), and the side bars.
  const putOff = ['license-banner-dismissed', 'license-onboarding-dismissed'];
  await context.addCookies(putOff.map((name) => ({ name, value: 'true', url })));
  await context.addInitScript(
    `localStorage.setItem('sidebar-collapsed', 'true'); if (innerWidth < 960) localStorage.setItem('nav-bar-collapsed', 'true');`,
  );
  return context;
}
