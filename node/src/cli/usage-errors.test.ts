import { Command, InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { sayMistakesInChinese } from "./usage-errors.ts";

/** What a program prints for these arguments, with commander's own sentences. */
function printed(...args: string[]): string {
  let out = "";
  const program = sayMistakesInChinese(new Command("jingzhun").exitOverride().showSuggestionAfterError());
  const number = (text: string) => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError("应为整数。 / expected a whole number.");
    return Number(text);
  };
  program
    .command("start")
    .argument("<i>", "index", number)
    .option("--port <n>", "port", number)
    .requiredOption("--dir <folder>", "folder")
    .action(() => {});
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: (text) => void (out += text) });
  expect(() => program.parse(args, { from: "user" })).toThrow();
  return out;
}

test.each<[string[], string, string]>([
  [
    ["strat"],
    "错误：未知命令 strat（是否指 start？）",
    "error: unknown command 'strat'\n(Did you mean start?)",
  ],
  [
    ["start", "1", "--dir", "x", "--prot", "1"],
    "错误：未知选项 --prot（是否指 --port？）",
    "error: unknown option '--prot'\n(Did you mean --port?)",
  ],
  [["start", "--dir", "x"], "错误：缺少参数 i", "error: missing required argument 'i'"],
  [
    ["start", "1", "--dir"],
    "错误：选项 --dir <folder> 缺少值",
    "error: option '--dir <folder>' argument missing",
  ],
  [
    ["start", "1"],
    "错误：必须给出选项 --dir <folder>",
    "error: required option '--dir <folder>' not specified",
  ],
  [
    ["start", "1", "--dir", "x", "--port", "y"],
    "错误：选项 --port <n> 的值“y”无效。应为整数。",
    "error: option '--port <n>' argument 'y' is invalid. expected a whole number.",
  ],
  [
    ["start", "one", "--dir", "x"],
    "错误：参数 i 的值“one”无效。应为整数。",
    "error: command-argument value 'one' is invalid for argument 'i'. expected a whole number.",
  ],
])("%j is refused in Chinese, then in English", (args, chinese, english) => {
  expect(printed(...args)).toBe(`${chinese}\n${english}\n`);
});

test("too many arguments are, too", () => {
  expect(printed("start", "1", "2", "--dir", "x")).toMatch(
    /^错误：“start”最多有 1 个参数，却给出了 2 个\nerror: too many/,
  );
});
