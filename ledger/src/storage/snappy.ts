import { varint } from "./level-files.ts";

/** Undoes snappy (google/snappy format_description.txt), as far as LevelDB's index blocks need. @throws RangeError */
export function unsnap(bytes: Uint8Array): Buffer {
  const { value: length, next } = varint(bytes, 0);
  const output = Buffer.alloc(length);
  let at = next;
  let to = 0;
  const little = (from: number, width: number) => {
    let value = 0;
    for (let i = 0; i < width; i++) value += (bytes[from + i] ?? 0) * 256 ** i;
    return value;
  };
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    if ((tag & 3) === 0) {
      const width = Math.max(0, (tag >> 2) - 59); // 60…63: the length stands in 1…4 bytes
      const size = 1 + (width === 0 ? tag >> 2 : little(at, width));
      at += width;
      if (at + size > bytes.length || to + size > length) throw new RangeError("snappy literal");
      output.set(bytes.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const short = (tag & 3) === 1;
    const size = short ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const width = short ? 1 : (tag & 3) === 2 ? 2 : 4;
    const back = little(at, width) + (short ? (tag >> 5) * 256 : 0);
    at += width;
    if (back === 0 || back > to || to + size > length) throw new RangeError("snappy copy");
    for (let i = 0; i < size; i++) output[to + i] = output[to + i - back]!;
    to += size;
  }
  if (to !== length) throw new RangeError("snappy length");
  return output;
}
