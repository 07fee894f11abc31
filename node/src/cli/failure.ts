import { JzError } from "@jingzhun/ledger";
import { ConfigError, describeProblem } from "../config/index.ts";
import { fill, PROBLEM_TEXTS } from "./texts.ts";

/** Exit codes, after sysexits.h where it has one. */
export const EXIT = { failed: 1, usage: 64, unavailable: 69, internal: 70, config: 78 } as const;

/** Says what went wrong and what to do, Chinese first; returns the exit code. */
export function explainFailure(error: unknown, print: (line: string) => void = console.error): number {
  if (error instanceof ConfigError) {
    print("配置有误 / The configuration is wrong:");
    for (const problem of error.problems) print(`  ${describeProblem(problem)}`);
    return EXIT.config;
  }
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === "EADDRINUSE" && !(error instanceof JzError)) {
    return explainFailure(new JzError("port.taken", "", { address: address ?? "", port: port ?? 0 }), print);
  }
  if (error instanceof JzError) {
    const text = PROBLEM_TEXTS[error.code];
    if (text === undefined) {
      print(`${error.message} ${JSON.stringify(error.values)}`);
      return EXIT.failed;
    }
    const values = { ...error.values, path: error.path };
    print(fill(text.zh, values));
    print(fill(text.en, values));
    print(`→ ${fill(text.remedy.zh, values)}`);
    print(`→ ${fill(text.remedy.en, values)}`);
    return EXIT.failed;
  }
  // Of the file system: whoever started the program can mend it, and a stack wouldn't say how.
  const { path, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Error && code !== undefined && path !== undefined && syscall !== undefined) {
    print(`无法访问 ${path}（${syscall}：${code}）`);
    print(`can't use ${path} (${syscall}: ${code})`);
    print("→ 检查路径、权限和磁盘空间");
    print("→ check the path, its permissions and the space on the disk");
    return EXIT.failed;
  }
  // An error of a plug-in that says all there is to say.
  if (error instanceof Error && (error as { explained?: boolean }).explained === true) {
    print(error.message);
    return EXIT.failed;
  }
  print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.internal;
}
