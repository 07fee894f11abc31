import { type Command, InvalidArgumentError } from "commander";
import { createLogger } from "../logging.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";

interface AdoptOptions extends ConfigOptions {
  lastSigned: Place;
  force?: string;
  json?: true;
}

interface Place {
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
}

export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("密钥与签名记录 / a node's keys and what they signed");
  addConfigOptions(keys.command("adopt"))
    .description(
      "设定签名记录（节点自己取不到时） / make a signer's record by your word, for a validator that can't get one by itself",
    )
    .requiredOption(
      "--last-signed <epoch/height/round>",
      "此密钥最后签名之处，其前不再签 / where this key signed last; nothing up to it is signed again",
      placeOf,
    )
    .option(
      "--force <reason>",
      "仍要执行，并记下理由 / do it although other validators could answer, or the place is far above the ledger; the reason is written down",
      reasonOf,
    )
    .option("--json", "输出一个 JSON 对象 / one JSON object")
    .addHelpText(
      "after",
      "\nA validator whose signer's record is lost or old watches: it votes again by itself when a quorum of others has told" +
        "\nits heads and made three blocks. A single validator has no others, so its operator says where it signed last: at" +
        "\nmost the height above its newest block, in the highest round that its log names for it. Too low a place lets it" +
        "\nsign twice; too high a one can't be taken back." +
        "\n\nStop the node first. The old record stays in the keys folder under a name with the date, and what was adopted" +
        "\nis appended to adoptions.jsonl there." +
        "\n\nExit code: 0 when it is done, 1 when it is refused, 64 for wrong arguments, 78 for a wrong configuration." +
        "\n\nExamples:\n  npx jingzhun keys adopt --config node/config.toml --last-signed 0/1287/2" +
        '\n  npx jingzhun keys adopt --config node/config.toml --last-signed 0/1287/2 --force "nodes 2 and 3 were restored together"',
    )
    .action(async ({ lastSigned, force, json, ...options }: AdoptOptions) => {
      const { config } = loadFrom(options);
      const { adoptOffline } = await import("../adoption.ts");
      const adoption = await adoptOffline(config, { lastSigned, force });
      const logger = createLogger({ level: "info" }, process.stderr);
      logger.warn({ adoption }, "the signer's record was made by the operator's word");
      if (json) console.log(JSON.stringify(adoption));
      else {
        console.log(`签名记录已设定：不再签署 ${adoption.lastSigned} 及之前的任何内容；现在可以启动节点`);
        console.log(
          `the signer's record is made: nothing up to ${adoption.lastSigned} is signed again; start the node now`,
        );
      }
    });
}

function placeOf(text: string): Place {
  const [epoch, height, round, ...more] = text
    .split("/")
    .map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : -1));
  if (
    epoch === undefined ||
    height === undefined ||
    round === undefined ||
    more.length > 0 ||
    Math.min(epoch, height, round) < 0
  ) {
    throw new InvalidArgumentError(
      "应为“纪元/区块/轮次”，例如 0/1287/2。 / expected epoch/height/round, for example 0/1287/2.",
    );
  }
  return { epoch, height, round };
}

function reasonOf(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("应写明理由。 / expected the reason, in words.");
  return text.trim();
}
