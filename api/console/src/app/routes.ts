import type { Area, PageRoute } from "./area.ts";

const found = import.meta.glob<Area>("../pages/*/area.tsx", { eager: true, import: "default" });

/** Every page of every area. */
export const PAGES: readonly PageRoute[] = Object.values(found).flatMap((area) => area.routes);
