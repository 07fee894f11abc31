import type { ComponentType, ReactNode } from "react";
import type { Both } from "../texts/text.ts";

/** One page: its path, its title, a help text, and the module that holds it, loaded when it is first gone to. */
export interface PageRoute {
  /** As react-router writes it: `/households/:household`. */
  readonly path: string;
  readonly title: Both;
  /** What the page is for and how it is used: the help drawer shows it, one paragraph per entry. */
  readonly help: readonly Both[];
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** Stands in the side navigation, by `order`. */
  readonly navigation?: { readonly order: number; readonly icon: ReactNode; readonly label?: Both };
  /** Roles that have use for it (an admin key's is `admin_key`); absent: all. The node decides what they may read. */
  readonly roles?: readonly string[];
  /** Needs no signing in. */
  readonly open?: boolean;
}

/**
 * A part of the console: a folder of its own under `pages/`, whose `area.tsx` exports this by default. Areas are
 * found there by themselves; adding one touches nothing else.
 */
export interface Area {
  readonly routes: readonly PageRoute[];
}

export function defineArea(area: Area): Area {
  return area;
}
