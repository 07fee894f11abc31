import { NAMED_ADDRESS_CHARACTERS, NAMED_NODES_MAX } from "./limits.ts";

/**
 * Which nodes take attachments: those that took some, and not those that refused. What describes a person is sent to
 * validators only (DESIGN §4), so a node that said that it isn't one gets no second attachment.
 */
export class AttachmentTakers {
  #takers: string[] = [];
  readonly #others = new Set<string>();

  took(url: string): void {
    this.#others.delete(url);
    if (!this.#takers.includes(url)) this.#takers = [url, ...this.#takers].slice(0, NAMED_NODES_MAX);
  }

  refused(url: string): void {
    this.#takers = this.#takers.filter((taker) => taker !== url);
    this.#others.add(url);
  }

  /** The caller's nodes that may take attachments, in their order, then those that took some though the caller doesn't name them. */
  among(urls: readonly string[]): string[] {
    const open = urls.filter((url) => !this.#others.has(url));
    const first = open.filter((url) => this.#takers.includes(url));
    const rest = open.filter((url) => !this.#takers.includes(url));
    return [...first, ...this.#takers.filter((taker) => !urls.includes(taker)), ...rest];
  }

  /**
   * The addresses that a refusal names, of nodes not known to refuse. A node reached over TLS leads to no other one in
   * the clear.
   */
  named(by: string, api: unknown): string[] {
    if (typeof api !== "string") return [];
    const allowed = by.startsWith("https:") ? ["https:"] : ["http:", "https:"];
    const origins = api
      .slice(0, NAMED_NODES_MAX * NAMED_ADDRESS_CHARACTERS)
      .split(" ")
      .filter((word) => word.length <= NAMED_ADDRESS_CHARACTERS && URL.canParse(word))
      .map((word) => new URL(word))
      .filter(({ protocol }) => allowed.includes(protocol))
      .map(({ origin }) => origin);
    return [...new Set(origins)].filter((origin) => !this.#others.has(origin)).slice(0, NAMED_NODES_MAX);
  }
}
