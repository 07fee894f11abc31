/** Values without labels in the text that a node gives Prometheus, by their names. */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^([a-zA-Z_:][\w:]*) (\S+)$/.exec(line);
    if (match === null) continue;
    const value = Number(match[2]);
    if (!Number.isNaN(value)) values.set(match[1] as string, value);
  }
  return values;
}
