import type { Command } from "commander";

/** What commander says of a command line that it doesn't take, and the same in Chinese. */
const MISTAKES: readonly [english: RegExp, chinese: string][] = [
  [/^error: unknown option '(.*)'$/, "未知选项 $1"],
  [/^error: unknown command '(.*)'$/, "未知命令 $1"],
  [/^error: missing required argument '(.*)'$/, "缺少参数 $1"],
  [/^error: option '(.*)' argument missing$/, "选项 $1 缺少值"],
  [/^error: required option '(.*)' not specified$/, "必须给出选项 $1"],
  [
    /^error: too many arguments for '(.*)'\. Expected (\d+) .* but got (\d+).*$/,
    "“$1”最多有 $2 个参数，却给出了 $3 个",
  ],
  [/^error: too many arguments\. Expected (\d+) .* but got (\d+).*$/, "最多有 $1 个参数，却给出了 $2 个"],
  [/^error: option '(.*)' argument '(.*)' is invalid\.$/, "选项 $1 的值“$2”无效。"],
  [
    /^error: option '(.*)' value '(.*)' from env '(.*)' is invalid\.$/,
    "环境变量 $3 给选项 $1 的值“$2”无效。",
  ],
  [/^error: command-argument value '(.*)' is invalid for argument '(.*)'\.$/, "参数 $2 的值“$1”无效。"],
  [/^error: (.*) cannot be used with (.*)$/, "$1 与 $2 不能同时使用"],
  [/^\(Did you mean one of (.*)\?\)$/, "（是否指 $1 之一？）"],
  [/^\(Did you mean (.*)\?\)$/, "（是否指 $1？）"],
];

/** Lets a program, and the commands that are added to it later, say its users' mistakes in Chinese before English. */
export function sayMistakesInChinese(program: Command): Command {
  return program.configureOutput({ outputError: (text, write) => write(bothLanguages(text)) });
}

/** A reason of our own stands behind commander's sentence, in both languages: `中文 / English`. */
function bothLanguages(text: string): string {
  const chinese: string[] = [];
  const english: string[] = [];
  for (const line of text.trimEnd().split("\n")) {
    const [, mistake = line, zh = "", en = ""] =
      /^(.* is invalid(?: for argument '.*')?\.) (?:(.*?) \/ )?(.*)$/.exec(line) ?? [];
    const known = MISTAKES.find(([pattern]) => pattern.test(mistake));
    if (known !== undefined) chinese.push(mistake.replace(...known) + zh);
    english.push(en === "" ? mistake : `${mistake} ${en}`);
  }
  const first = chinese.length === 0 ? [] : [`错误：${chinese.join("")}`];
  return `${[...first, ...english].join("\n")}\n`;
}
