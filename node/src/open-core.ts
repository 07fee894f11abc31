import { join } from "node:path";
import {
  type Attachment,
  attachmentId,
  chainIdOf,
  decodeGenesis,
  genesisSaltOf,
  registry,
  signBytes,
  suite,
} from "@jingzhun/ledger";
import { type LedgerStore, type Medium, openLedger } from "@jingzhun/ledger/storage";
import type { AttachmentStore } from "./attachments/index.ts";
import { type CoreParts, NodeCore, peersOf } from "./core.ts";
import { incidentFiles, openIncidents } from "./incidents.ts";
import { openWal, openWatch } from "./signing/index.ts";

export interface OpenCoreOptions
  extends Pick<
    CoreParts,
    "transport" | "signatures" | "bootstrapPeers" | "clock" | "logger" | "breathe" | "onFatal"
  > {
  /** encoded */
  readonly genesis: Uint8Array;
  /** The founders' attachments; undefined on a node that doesn't have them. */
  readonly genesisAttachments: readonly Attachment[] | undefined;
  readonly dataFolder: string;
  readonly keysFolder: string;
  /** undefined: no vote */
  readonly consensusSeed: Uint8Array | undefined;
  readonly networkSeed: Uint8Array;
  /** undefined: the host's disk */
  readonly medium?: Medium;
  readonly openAttachments: (folder: string) => Promise<AttachmentStore>;
  /** Each part that was opened, the first first; to be closed in the opposite order, also after a failure. */
  readonly onOpened: (close: () => Promise<unknown>) => void;
}

/**
 * Opens a node's folders and puts a core over what lies there, not started yet. The ledger's lock, taken first, is that
 * of the data folder (DESIGN §12).
 *
 * @throws JzError and StorageError of the parts: `storage.locked` when another process has the folder open
 */
export async function openCore(
  options: OpenCoreOptions,
): Promise<{ readonly core: NodeCore; readonly store: LedgerStore }> {
  const { genesis, genesisAttachments, dataFolder, keysFolder, consensusSeed, networkSeed, medium } = options;
  const { transport, signatures, bootstrapPeers, clock, logger, breathe, onFatal, onOpened } = options;
  const store = await openLedger({
    path: dataFolder,
    genesis,
    ...(genesisAttachments === undefined ? {} : { genesisAttachments }),
    registry,
    ...(medium === undefined ? {} : { medium }),
  });
  onOpened(() => store.close());
  const attachments = await options.openAttachments(join(dataFolder, "attachments"));
  onOpened(() => attachments.close());
  if (genesisAttachments !== undefined) {
    await attachments.put(
      genesisAttachments.map((attachment) => ({ id: attachmentId(attachment), attachment })),
    );
  }
  const { epoch } = store.head.header;
  const disk = medium === undefined ? {} : { disk: medium.disk };
  const copy = store.signerPosition;
  const watch = openWatch({ folder: keysFolder, seed: consensusSeed, copy, epoch, clock, logger, ...disk });
  onOpened(() => watch.close());
  const wal = openWal(join(dataFolder, "wal"), medium?.disk);
  onOpened(() => wal.close());
  if (wal.torn !== null) logger.warn({ ...wal.torn }, "cut the torn end of the WAL: nobody was told of it");
  const chainId = chainIdOf(genesis);
  const core = new NodeCore({
    chainId,
    epoch,
    registry,
    genesisSalt:
      genesisAttachments === undefined
        ? undefined
        : genesisSaltOf(decodeGenesis(genesis), genesisAttachments),
    store,
    attachments,
    transport,
    signatures,
    wal,
    watch,
    consensusKey: consensusSeed === undefined ? null : suite.publicKey(consensusSeed),
    signSystem:
      consensusSeed === undefined ? null : (body) => signBytes("system", chainId, body, consensusSeed),
    networkSeed,
    networkKey: suite.publicKey(networkSeed),
    bootstrapPeers,
    incidents: openIncidents(incidentFiles(keysFolder, dataFolder), medium?.disk),
    clock,
    logger: logger.child({ part: "core" }),
    breathe,
    onFatal,
  });
  transport.allow(peersOf([...core.chain.validators, ...core.chain.followers], core.parts));
  return { core, store };
}
