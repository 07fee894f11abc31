import type { Locator } from "playwright-core";

/** What somebody clicks on the way from the start page of their role to the end of its main act, by name. */
export class Clicks {
  readonly #names: string[] = [];

  /** Filling in a form isn't counted: it is the work itself. */
  async on(locator: Locator, name: string): Promise<void> {
    await locator.first().click();
    this.#names.push(name);
  }

  get count(): number {
    return this.#names.length;
  }

  /** As docs/console.md writes it. */
  get words(): string {
    return this.#names.map((name) => `「${name}」`).join(" → ");
  }
}
