import { expect } from "vitest";
import { roleName } from "../src/texts/roles.ts";
import { settled } from "./settled.ts";
import type { WatchedPage } from "./watched-page.ts";

/** The roles that the picker offers with one click. */
export const OFFERED_ROLES = [
  "village_clerk",
  "cadre",
  "township_officer",
  "county_officer",
  "finance_officer",
  "finance_approver",
  "auditor",
  "director",
  "household",
] as const;
export type OfferedRole = (typeof OFFERED_ROLES)[number];

/** Signs in with one click, as whoever holds the role. */
export async function signInAs({ page }: WatchedPage, role: OfferedRole, path = "/"): Promise<void> {
  await page.goto(path);
  const picker = page.locator(".role-picker");
  // By its name alone: what other roles may do names this one, too.
  await picker
    .locator("button", { has: page.getByText(roleName(role, "zh"), { exact: true }) })
    .first()
    .click();
  await page.getByRole("button", { name: "退出" }).waitFor();
  await settled(page);
  expect(await page.locator(".who").textContent()).toContain(roleName(role, "zh"));
}

/** Signs in as somebody whom the picker only lists, by name. */
export async function signInByName({ page }: WatchedPage, name: string, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("其他演示人员").fill(name);
  await page.locator(".ant-select-item-option", { hasText: name }).first().click();
  await page.getByRole("button", { name: "退出" }).waitFor();
  await settled(page);
}
