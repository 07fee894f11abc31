/** The direct streams between two nodes (DESIGN §7). Each is a stream of its own, so that none waits for another. */
export const CHANNELS = ["consensus", "sync", "blob"] as const;
export type Channel = (typeof CHANNELS)[number];

export function protocolOf(chainId: string, channel: Channel): string {
  return `/jingzhun/${chainId}/${channel}/1`;
}

export function gossipTopicOf(chainId: string): string {
  return `jingzhun/${chainId}/tx/1`;
}

/** One of something for each channel. */
export function perChannel<T>(make: (channel: Channel) => T): Record<Channel, T> {
  return { consensus: make("consensus"), sync: make("sync"), blob: make("blob") };
}
