// A validator that misbehaves, as a process: `hostile-node.ts <configuration> <seed>`. A real node runs behind it.
import { encodeMessage, type Message, unsignedRoundChange } from "@jingzhun/consensus";
import { chainIdOf, decodeGenesis, hex, signatureInput, suite } from "@jingzhun/ledger";
import { configuredPassphrase, createNode, loadConfig, openNodeKeys, type RunningNode } from "@jingzhun/node";
import { createLogger, encodeConsensusMessage, readGenesis } from "@jingzhun/node/parts";
import { createRandom } from "../random.ts";
import { Byzantine } from "../simulation/network/byzantine.ts";
import { type HostileTransport, hostileTransport } from "./hostile-transport.ts";

/** ms for which it has one nature; then its log says what it did */
const NATURE_MS = 4_000;
/** ms between two things that nobody asked for */
const PESTER_MS = 100;
/** Bits of a round; no clock comes to such a one. */
const HUGE_ROUNDS = [1_000, 65_535, 2 ** 31 - 1, 2 ** 32 - 1];

const [file, seed] = process.argv.slice(2);
if (file === undefined || seed === undefined) {
  console.error("用法 usage: hostile-node.ts <config.toml> <seed>");
  process.exit(2);
}
const { config } = loadConfig({ file, environment: process.env });
const logger = createLogger({ level: config.log.level });
const genesisBytes = readGenesis(config.network.genesis);
const genesis = decodeGenesis(genesisBytes);
const chainId = chainIdOf(genesisBytes);
const keys = await openNodeKeys(config.keys, configuredPassphrase(config.keys));
const { consensus } = keys;
if (consensus === undefined) throw new Error("only a validator has something to betray");
const own = hex(consensus.publicKey);
const signer = genesis.validators.findIndex(({ consensusKey }) => hex(consensusKey) === own);
const random = createRandom(`hostile/${seed}`);

const peers = genesis.validators.map(({ networkKey }) => hex(networkKey));
let turn = 0;
const natureOf = () =>
  new Byzantine({
    index: signer,
    seed: consensus.seed,
    chainId,
    peers,
    random: random.stream(`nature ${turn++}`),
  });
let nature = natureOf();
logger.warn({ nature: nature.nature }, "a hostile validator");
setInterval(() => {
  const misdeeds = Object.fromEntries(nature.counts);
  nature = natureOf();
  logger.warn({ misdeeds, nature: nature.nature }, "another nature");
}, NATURE_MS).unref();

let node: RunningNode | undefined;
function hugeRound(): Uint8Array | undefined {
  if (node === undefined) return undefined;
  const { height, epoch } = node.core.chain.head.header;
  const claim = {
    chainId,
    epoch,
    height: height + random.int(0, 2),
    round: random.pick(HUGE_ROUNDS),
    preparedRound: null,
    preparedHash: null,
  };
  const unsigned = unsignedRoundChange(signer, claim);
  const signature = suite.sign(signatureInput("consensus", chainId, unsigned.payload), consensus!.seed);
  const message: Message = { ...unsigned, type: "roundChange", signature, prepares: [] };
  return encodeConsensusMessage(encodeMessage(message));
}

let hostile: HostileTransport | undefined;
node = await createNode(config, {
  logger,
  throughNetwork: (transport) => (hostile = hostileTransport(transport, () => nature, random, hugeRound)),
});
setInterval(() => hostile?.pester(), PESTER_MS).unref();
process.on("SIGTERM", () => void node?.stop().then(() => process.exit(0)));
