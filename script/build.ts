import { packedExtension } from '../hosts/packed-extension.ts';

// npm run build: builds and packs the extension; prints where the unpacked package is.
process.stdout.write(`${await packedExtension()}\n`);
