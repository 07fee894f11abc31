// The network of a run, as a process: tells where it is on its first line, and ends when its standard input does.
import { startNetwork } from "@jingzhun/testnet";

export interface StartedNetwork {
  /** Addresses of the nodes. */
  urls: readonly string[];
  /** The network's folder, as the command line takes it. */
  folder: string;
}

/** 十八洞村: 136 households, enough for every page, seeded in some fifteen seconds. */
const VILLAGE = "433124110226";

if (import.meta.main) {
  await using network = await startNetwork({ demo: [VILLAGE] });
  const started: StartedNetwork = { urls: network.urls, folder: network.layout.dir };
  console.log(JSON.stringify(started));
  for await (const _ of process.stdin);
}
