/** Keys of the records that an event is about, by the ids and numbers that it names. */
export function recordsOf(type: string, data: { readonly [name: string]: unknown }): string[] {
  const id = (name: string) => (typeof data[name] === "string" ? (data[name] as string) : undefined);
  const keys: string[] = [];
  const [household, indicator, organisation] = [id("household"), id("indicator"), id("organisation")];
  if (household !== undefined) {
    const n = data["n"];
    const part = type.startsWith("service.") ? "services" : type.startsWith("fund.") ? "payments" : undefined;
    if (part !== undefined && typeof n === "number") keys.push(`household/${household}/${part}/${n}`);
    keys.push(`household/${household}`);
  }
  if (indicator !== undefined) keys.push(`indicator/${indicator}`);
  if (organisation !== undefined && household === undefined && indicator === undefined)
    keys.push(`organisation/${organisation}`);
  return keys;
}
