import type { Command } from "commander";
import { EXIT } from "./failure.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";

export function addDoctorCommand(program: Command): void {
  addConfigOptions(program.command("doctor"))
    .description(
      "体检：找出影响运行的问题与处理办法 / look for what keeps a node from running well, with remedies",
    )
    .option("--json", "输出一个 JSON 对象 / one JSON object")
    .addHelpText(
      "after",
      "\nLooks at versions, configuration, genesis, disk, file limits, clock, keys, ports or the running node, and peers." +
        "\nExit code: 0 only if there is no problem; warnings are none." +
        "\n\nExample:\n  npx jingzhun doctor --config node/config.toml",
    )
    .action(async (options: ConfigOptions & { json?: true }) => {
      const { diagnose } = await import("../doctor/doctor.ts");
      const findings = await diagnose(() => loadFrom(options));
      const healthy = findings.every(({ level }) => level !== "problem");
      if (options.json) console.log(JSON.stringify({ healthy, findings }));
      else {
        const marks = { ok: "✓", warning: "!", problem: "✗" } as const;
        for (const { level, check, zh, en, remedy } of findings) {
          console.log(`${marks[level]} ${check.padEnd(18)} ${zh === en ? en : `${zh} / ${en}`}`);
          if (remedy !== undefined) console.log(`    → ${remedy.zh}\n    → ${remedy.en}`);
        }
        console.log(healthy ? "健康 / healthy" : "有问题 / there are problems");
      }
      if (!healthy) process.exitCode = EXIT.failed;
    });
}
