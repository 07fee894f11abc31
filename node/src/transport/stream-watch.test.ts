import { utf8 } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { type Expected, StreamBreach, StreamWatch } from "./stream-watch.ts";

const GREETING = "\x13/multistream/1.0.0\n";
const asked: Expected = {
  ends: (name) => name === "/ours/1" || name === "/framed/1",
  allows: () => true,
  framesOf: (name) => (name === "/framed/1" ? 70_000 : undefined),
};
const answered: Expected = { ...asked, allows: () => false };
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...utf8(part)] : part)));

/** In pieces of every small size, so that no state is lost between two. */
function see(expected: Expected, data: Uint8Array): void {
  for (const size of [1, 2, 3, 7, data.length]) {
    const watch = new StreamWatch(expected);
    for (let at = 0; at < data.length; at += size) watch.see(data.subarray(at, at + size));
  }
}

describe("a stream's watch", () => {
  it.each<[string, Expected, Uint8Array]>([
    ["a protocol at once, then anything", asked, bytes(GREETING, "\x08/ours/1\n", [0xff, 0xff, 0xff, 0, 0])],
    ["a protocol after others", asked, bytes(GREETING, "\x09/newer/1\n", "\x08/ours/1\n", [0xff])],
    ["a refusal, then the answer", answered, bytes(GREETING, "\x03na\n", "\x08/ours/1\n", [0xff])],
    ["frames", asked, bytes(GREETING, "\x0a/framed/1\n", [2, 0xff, 0xff], [40], Array(40).fill(0xff))],
    ["a length of three bytes", asked, bytes(GREETING, "\x0a/framed/1\n", [0xf0, 0xa2, 0x04], [0xff])],
  ])("lets pass %s", (_, expected, data) => {
    see(expected, data);
  });

  it.each<[string, Expected, Uint8Array]>([
    ["a length of three bytes before there is a protocol", asked, bytes(GREETING, [0x80, 0x80, 0x01])],
    ["a name longer than libp2p takes", asked, bytes([0x81, 0x08])],
    ["a length in more bytes than it takes", asked, bytes([0x93, 0x00])],
    ["an empty name", asked, bytes([0])],
    ["a name without its end", asked, bytes("\x03abc")],
    ["a name with a blank, which libp2p would cut off", asked, bytes("\x09/ours/1 \n")],
    ["17 names", asked, bytes(...Array.from({ length: 17 }, () => "\x03ls\n"))],
    ["another answer than was asked for", answered, bytes(GREETING, "\x03xx\n")],
    ["a frame beyond the protocol's bound", asked, bytes(GREETING, "\x0a/framed/1\n", [0xf1, 0xa2, 0x04])],
    ["a length that never ends", asked, bytes(GREETING, "\x0a/framed/1\n", [0xff, 0xff, 0xff])],
    ["many frames without content", asked, bytes(GREETING, "\x0a/framed/1\n", Array(65).fill(0))],
  ])("refuses %s", (_, expected, data) => {
    expect(() => see(expected, data)).toThrow(StreamBreach);
  });
});
