/** Of the paths in the navigation the one that the page belongs to: the longest that leads to it. */
export function currentPath(pathname: string, paths: readonly string[]): string | undefined {
  return paths
    .filter((path) => pathname === path || (path !== "/" && pathname.startsWith(`${path}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
