import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../../../hosts/chromium.ts';
import { studioContext } from '../../../hosts/studio-context.ts';
import type { DirectusStack } from '../directus/directus-stack.ts';

/** The responsibility scopes of the reference case, in their order. */
export const SCOPES = ['approval', 'audit', 'execution', 'health', 'policy', 'render'] as const;

export interface Person {
  email: string;
  password: string;
}

/** How somebody looks at a page. */
export interface Look {
  as?: Person;
  width?: number;
  height?: number;
  appearance?: 'light' | 'dark';
  /** A language as Directus names it. */
  language?: string;
}

/** Directus's admin app in a browser. */
export class Studio {
  readonly #stack: DirectusStack;
  readonly #browser: Browser;
  /** One for each person and look, so that what was loaded once is in its cache. */
  readonly #contexts = new Map<string, BrowserContext>();
  #complaints: string[] = [];

  private constructor(stack: DirectusStack, browser: Browser) {
    this.#stack = stack;
    this.#browser = browser;
  }

  /** Starts a browser for a running Directus, with the module in its module bar. */
  static async on(stack: DirectusStack): Promise<Studio> {
    const admin = await stack.admin();
    await admin.must('PATCH', '/settings', {
      module_bar: ['content', 'insights', 'one-roof', 'settings'].map((id) => ({ type: 'module', id, enabled: true })),
    });
    return new Studio(stack, await startChromium());
  }

  /** Opens a page of the app, logged in. */
  async open(path: string, look: Look = {}): Promise<Page> {
    const {
      as = this.#stack.directus.admin,
      width = 1280,
      height = 900,
      appearance = 'light',
      language = 'en-US',
    } = look;
    const { url } = this.#stack.directus;
    const context = await this.#contextOf(as, width, height, appearance);
    const admin = await this.#stack.admin();
    await admin.must('PATCH', '/users', {
      query: { filter: { email: { _eq: as.email } } },
      data: { appearance, language },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.#complaints.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(url))
        this.#complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${url}/admin${path}`);
    return page;
  }

  async #contextOf(as: Person, width: number, height: number, appearance: 'light' | 'dark'): Promise<BrowserContext> {
    const key = JSON.stringify([as.email, width, height, appearance]);
    const known = this.#contexts.get(key);
    if (known !== undefined) return known;

    const context = await studioContext(this.#browser, {
      url: this.#stack.directus.url,
      person: as,
      width,
      height,
      appearance,
    });
    this.#contexts.set(key, context);
    return context;
  }

  /** Creates somebody who may use the app and read some collections, but has no part in governance. */
  async editor(reads: readonly string[]): Promise<Person> {
    const admin = await this.#stack.admin();
    const name = `Editor ${randomBytes(4).toString('hex')}`;
    const permissions = reads.flatMap((collection) =>
      ['read', 'create'].map((action) => ({ collection, action, fields: ['*'] })),
    );
    const policy = await admin.create('/policies', {
      name,
      app_access: true,
      permissions: { create: permissions, update: [], delete: [] },
    });
    const role = await admin.create('/roles', {
      name,
      policies: { create: [{ policy: { id: policy } }], update: [], delete: [] },
    });
    const person = {
      email: `${randomBytes(6).toString('hex')}@example.com`,
      password: randomBytes(12).toString('base64url'),
    };
    await admin.create('/users', { ...person, role, status: 'active' });
    return person;
  }

  /** Closes every page. @throws Error if one of them failed in a way that nobody saw, or asked another machine. */
  async closePages(): Promise<void> {
    for (const context of this.#contexts.values()) for (const page of context.pages()) await page.close();
    const complaints = this.#complaints;
    this.#complaints = [];
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }
}

/** Objections of axe-core to our parts of a page. Directus's own parts are left out. */
export async function accessibilityProblems(page: Page, selector = '.one-roof'): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ include: [[${JSON.stringify(selector)}]] }, { resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}

/** How much of each element lies below its edge, in pixels. */
export function cutOff(elements: Element[]): number[] {
  return elements.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
}

/** How far a page can be scrolled sideways, in pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrolling = document.querySelector('.scrolling-container') ?? document.documentElement;
    return Math.max(scrolling.scrollWidth - scrolling.clientWidth, document.documentElement.scrollWidth - innerWidth);
  });
}

/** Titles that run together with what leads to them, where both stand in one line. */
export function titlesRunTogether(page: Page): Promise<string[]> {
  return page.locator('.title-lead').evaluateAll((leads) =>
    leads.flatMap((lead) => {
      const title = lead.closest('header')?.querySelector('h1');
      if (!title) return [`${lead.textContent} leads to no title`];
      const [before, after] = [lead.getBoundingClientRect(), title.getBoundingClientRect()];
      const inOneLine = Math.abs(before.top + before.bottom - after.top - after.bottom) < before.height; // of their middles
      return inOneLine && after.left - before.right < 4 ? [`${lead.textContent}${title.textContent}`] : [];
    }),
  );
}
