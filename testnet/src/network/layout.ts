import { join, resolve } from "node:path";

/** Where everything of a test network lies (DESIGN §12). */
export interface Layout {
  dir: string;
  genesis: string;
  genesisAttachments: string;
  clock: string;
  /** What `testnet start` decided: ports, number of nodes, seed. */
  network: string;
  demo: string;
  /** What the seeding has sent (generator/journal.ts). */
  demoJournal: string;
  operators: string;
  /** Process id of the supervisor, while it runs. */
  supervisor: string;
  node(index: number): NodeLayout;
}
interface NodeLayout {
  dir: string;
  config: string;
  pid: string;
  log: string;
  keys: string;
  data: string;
}

export function layoutOf(directory: string): Layout {
  const dir = resolve(directory);
  return {
    dir,
    genesis: join(dir, "genesis.bin"),
    genesisAttachments: join(dir, "genesis.attachments.bin"),
    clock: join(dir, "clock.json"),
    network: join(dir, "network.json"),
    demo: join(dir, "demo.json"),
    demoJournal: join(dir, "demo.ndjson"),
    operators: join(dir, "operators"),
    supervisor: join(dir, "supervisor.pid"),
    node(index) {
      const node = join(dir, `node${index}`);
      return {
        dir: node,
        config: join(node, "config.toml"),
        pid: join(node, "node.pid"),
        log: join(node, "node.log"),
        keys: join(node, "keys"),
        data: join(node, "data"),
      };
    },
  };
}
