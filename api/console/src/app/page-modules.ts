import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { PageRoute } from "./area.ts";

/** Each page's module. One that couldn't be loaded is asked for again when its page is tried again. */
export class PageModules {
  readonly #components = new Map<PageRoute, LazyExoticComponent<ComponentType>>();

  component(route: PageRoute): LazyExoticComponent<ComponentType> {
    let component = this.#components.get(route);
    if (component === undefined) {
      component = lazy(async () => {
        try {
          return await route.load();
        } catch (error) {
          this.#components.delete(route);
          throw error;
        }
      });
      this.#components.set(route, component);
    }
    return component;
  }

  /**
   * Loads the others one by one while there is nothing else to do: the page's own node may stop, and then the console
   * goes on with the other nodes' data, but its parts come from that node alone. A line that should be spared is.
   */
  async loadAhead(routes: readonly PageRoute[]): Promise<void> {
    const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
    if (connection?.saveData === true || connection?.effectiveType?.includes("2g") === true) return;
    for (const route of routes) await route.load().catch(() => undefined);
  }
}
