import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { bytePath } from './folder/byte-path.ts';
import { ReportBuilder } from './report.ts';
import type { Report } from './report.ts';
import { Root } from './folder/root.ts';
import { SealError, systemCode } from './seal-error.ts';
import { verifyBag } from './verify-bag.ts';
import { isSealManifest, verifySeal } from './verify-seal.ts';
import { walkFolder } from './folder/walk-folder.ts';

/** Options of a verification. */
export interface VerifyOptions {
  /** The `packet_tree_sha256` that the seal must have: what was signed, or written down elsewhere. */
  tree?: string | undefined;
  /** The folder of the files, where it is not that of the manifest. */
  root?: string | undefined;
  /** Treatment of files that are not listed. By default they differ in a folder that is sealed as a whole. */
  unlisted?: 'refuse' | 'allow' | undefined;
  /** A folder that may still have the sealed bytes: differences are explained by comparing with it. */
  against?: Root | undefined;
  /** The program of the second thread; without it, one thread does all. */
  worker?: string | undefined;
}

/**
 * Verifies a folder that is sealed (a packet, any bag, a folder with `manifest-….txt`), or the files that a manifest lists.
 * Reads raw bytes, writes nothing, follows no link, opens nothing outside the folder, asks no network.
 *
 * @param target the folder or the manifest.
 * @returns what was found; also where nothing can be judged (`malformed`).
 */
export async function verify(target: string, options: VerifyOptions = {}): Promise<Report> {
  const open: Root[] = [];
  const opened = (path: string): Root => {
    const root = new Root(path);
    open.push(root);
    return root;
  };
  try {
    const real = realOf(target);
    if (statSync(real).isDirectory()) return await verifyFolder(opened(real), options, opened);
    const name = bytePath(basename(real));
    const seat = opened(dirname(real));
    const inBag = /^(tag)?manifest-[^/]*\.txt$/.test(name) && seat.has('bagit.txt') && options.root === undefined;
    if (inBag) return await verifyBag(seat, options);
    return await verifySeal(options.root === undefined ? seat : opened(options.root), seat, [name], options);
  } catch (error) {
    const report = new ReportBuilder('manifest', target);
    report.problem(error);
    return report.finish();
  } finally {
    for (const root of open) root.close();
  }
}

function realOf(target: string): string {
  try {
    return realpathSync(target);
  } catch (error) {
    throw new SealError(`${target} cannot be read`, {
      subject: target,
      expected: 'a sealed folder or a manifest',
      found: systemCode(error),
    });
  }
}

async function verifyFolder(seat: Root, options: VerifyOptions, opened: (path: string) => Root): Promise<Report> {
  if (seat.has('bagit.txt')) return verifyBag(seat, options);
  const names = [...walkFolder(seat, () => false)].map(({ path }) => path).filter(isSealManifest);
  if (names.length > 0)
    return verifySeal(options.root === undefined ? seat : opened(options.root), seat, names.sort(), options);
  throw new SealError(`${seat.path} is not sealed`, {
    subject: seat.path,
    expected: 'bagit.txt, or manifest-<algorithm>.txt',
    found: 'neither',
    fix: 'one-roof-seal create makes a seal; a manifest of another name is given itself',
  });
}
