import { expect, test, vi } from "vitest";
import type { PageRoute } from "./area.ts";
import { PageModules } from "./page-modules.ts";

const route = (load: PageRoute["load"]): PageRoute => ({
  path: "/x",
  title: { zh: "一", en: "x" },
  help: [],
  load,
});
/** What React does with a lazy component: starts it, and throws what to wait for. */
async function start(component: unknown): Promise<void> {
  const { _init, _payload } = component as { _init: (payload: unknown) => unknown; _payload: unknown };
  try {
    _init(_payload);
  } catch (thrown) {
    await thrown;
  }
}

test("a page's module is asked for once; one that failed is asked for again", async () => {
  const load = vi.fn<PageRoute["load"]>().mockRejectedValueOnce(new TypeError("Failed to fetch"));
  load.mockResolvedValue({ default: () => null });
  const modules = new PageModules();
  const page = route(load);
  await expect(start(modules.component(page))).rejects.toThrow("Failed to fetch");
  await start(modules.component(page));
  await start(modules.component(page));
  expect(load).toHaveBeenCalledTimes(2);
});

test("modules are loaded ahead, but not over a line that should be spared", async () => {
  const load = vi.fn<PageRoute["load"]>().mockResolvedValue({ default: () => null });
  vi.stubGlobal("navigator", { connection: { saveData: true } });
  await new PageModules().loadAhead([route(load)]);
  expect(load).not.toHaveBeenCalled();
  vi.stubGlobal("navigator", {});
  await new PageModules().loadAhead([route(load)]);
  expect(load).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});
