import type { Route } from "./route.ts";

interface Match {
  route: Route;
  params: { [name: string]: string };
}

/** Finds the route of a request; tells 404 from 405. Static segments win over parameters. */
export class Routing {
  readonly #routes: { route: Route; segments: string[] }[];

  constructor(routes: readonly Route[]) {
    const names = new Set<string>();
    for (const { spec } of routes) {
      for (const key of [spec.name, `${spec.method} ${spec.path.replace(/:\w+/g, ":")}`]) {
        if (names.has(key)) throw new Error(`two routes are declared as ${key}`);
        names.add(key);
      }
    }
    this.#routes = routes
      .map((route) => ({ route, segments: route.spec.path.split("/") }))
      .sort((a, b) => parameters(a.segments) - parameters(b.segments));
  }

  /** `allow` lists the methods of the path when the method is the only thing wrong; empty for an unknown path. */
  find(method: string, path: string): Match | { allow: string[] } {
    const wanted = method === "HEAD" ? "GET" : method;
    const segments = path.length > 1 && path.endsWith("/") ? path.slice(0, -1).split("/") : path.split("/");
    const allow = new Set<string>();
    for (const { route, segments: pattern } of this.#routes) {
      const params = matchSegments(pattern, segments);
      if (params === undefined) continue;
      if (route.spec.method === wanted) return { route, params };
      allow.add(route.spec.method);
      if (route.spec.method === "GET") allow.add("HEAD");
    }
    return { allow: [...allow] };
  }
}

function parameters(segments: string[]): number {
  return segments.filter((s) => s.startsWith(":")).length;
}

function matchSegments(pattern: string[], segments: string[]): { [name: string]: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (part.startsWith(":")) {
      try {
        params[part.slice(1)] = decodeURIComponent(segment);
      } catch {
        return undefined;
      }
      if (segment === "") return undefined;
    } else if (part !== segment) return undefined;
  }
  return params;
}
