import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject } from "vitest";

export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;
export type Size = keyof typeof SIZES;
export type Scheme = "light" | "dark";

export interface PageOptions {
  size?: Size;
  scheme?: Scheme;
}

/**
 * A page in a browser context of its own that notes what must not happen: errors in the console, exceptions, requests
 * that fail, requests to anybody but the network's nodes. `problems` hands them over; `expect` names those that a
 * test causes.
 */
export class WatchedPage implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #expected: RegExp[] = [];
  #problems: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    const { urls } = inject("network");
    const note = (problem: string) => this.#problems.push(problem);
    page.on("console", (message) => {
      // A failed request is noted below, with its status.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        note(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => note(`exception: ${error.message}`));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (/^https?:$/.test(protocol) && !urls.includes(origin)) note(`request to ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // Whoever leaves a page breaks off what it waits for.
      if (why !== "net::ERR_ABORTED") note(`${request.method()} ${request.url()}: ${why}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400)
        note(`${response.request().method()} ${response.url()}: ${response.status()}`);
    });
  }

  static async open(browser: Browser, { size = "desktop", scheme = "light" }: PageOptions = {}) {
    const context = await browser.newContext({
      baseURL: inject("network").urls[0]!,
      viewport: SIZES[size],
      colorScheme: scheme,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(15_000);
    return new WatchedPage(context, await context.newPage());
  }

  /** From now on what matches is no problem. */
  expect(problem: RegExp): void {
    this.#expected.push(problem);
  }

  /** What went wrong since the last call and wasn't expected. */
  problems(): string[] {
    const all = this.#problems;
    this.#problems = [];
    return all.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
