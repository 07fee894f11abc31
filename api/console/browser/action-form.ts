import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { settled } from "./settled.ts";

/** What a form shows once its action is final, and how long that may take on a busy machine. */
export const DONE = "已办结，不可更改";
export const FINAL_MS = 30_000;

/** The form of an action, filled in as a person does: by its fields, by keyboard. */
export class ActionForm {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** The form that a page shows already. */
  static async on(page: Page): Promise<ActionForm> {
    await page.locator("main form").first().waitFor();
    await settled(page);
    return new ActionForm(page);
  }

  static async open(page: Page, type: string, given: Readonly<Record<string, string>> = {}) {
    await page.goto(`/actions/${type}?${new URLSearchParams(given)}`);
    await settled(page);
    return new ActionForm(page);
  }

  /** By its path within the payload: `members.0.restricted.birthDate`. */
  field(path: string): Locator {
    return this.page.locator(`main form [id$="-${path.replaceAll(".", "-")}"]`);
  }

  error(path: string): Locator {
    return this.field(`${path}.error`);
  }

  async type(path: string, text: string): Promise<void> {
    await this.field(path).fill(text);
  }

  /** Chooses from a list by typing what is looked for. */
  async choose(path: string, label: string): Promise<void> {
    await this.field(path).fill(label);
    await this.page.locator(`.ant-select-item-option[title="${label}"]`).first().waitFor();
    await this.field(path).press("Enter");
  }

  async tick(path: string, label: string): Promise<void> {
    await this.field(path).getByLabel(label, { exact: true }).check();
  }

  async press(name: string): Promise<void> {
    await this.page.locator("main").getByRole("button", { name, exact: true }).click();
  }

  /** Checks, signs and waits until it is final. Fails with what the form says is wrong. */
  async complete(): Promise<void> {
    await this.press("核对");
    await this.confirm();
  }

  /** The same for a form that has checked itself, since nothing was left to fill in. */
  async confirm(): Promise<void> {
    const sign = this.page.getByRole("button", { name: "签名并提交" });
    const wrong = this.page.locator("main .ant-alert-error");
    await sign.or(wrong).first().waitFor();
    expect(await wrong.allTextContents()).toEqual([]);
    await sign.click();
    const done = this.page.getByText(DONE);
    await done.or(wrong).first().waitFor({ timeout: FINAL_MS });
    expect(await wrong.allTextContents()).toEqual([]);
  }
}
