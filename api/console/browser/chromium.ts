import packed from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** The package's own arguments would switch web security off: what we test would be another browser than people have. */
const ARGUMENTS = ["--no-sandbox", "--headless=shell", "--disable-gpu"];

/** Unpacks the browser that comes as a package into `folder`; the package takes the place from TMPDIR alone. */
export async function unpackChromium(folder: string): Promise<string> {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    return await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

export function launchBrowser({ program, folder }: { program: string; folder: string }): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ARGUMENTS,
    artifactsDir: folder,
    env: { ...process.env, TMPDIR: folder },
  });
}
