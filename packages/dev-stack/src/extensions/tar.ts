const block = 512;

/** Regular files of an uncompressed tar archive, by path. Names are those of plain (ustar) headers. */
export function* filesOfTar(archive: Buffer): Generator<[path: string, content: Buffer]> {
  let offset = 0;
  while (offset + block <= archive.length) {
    const header = archive.subarray(offset, offset + block);
    const name = text(header, 0, 100);
    if (name === '') return;
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!Number.isInteger(size)) throw new Error(`tar archive: no size for ${name}`);
    const type = text(header, 156, 1);
    const prefix = text(header, 345, 155);
    const start = offset + block;
    if (type === '0' || type === '') {
      yield [prefix === '' ? name : `${prefix}/${name}`, archive.subarray(start, start + size)];
    }
    offset = start + Math.ceil(size / block) * block;
  }
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end).trim();
}
