import { lstatSync } from 'node:fs';
import { SHA256 } from './digests/algorithms.ts';
import type { BytePath } from './folder/byte-path.ts';
import { explainMismatches } from './explain-mismatches.ts';
import { hashFiles } from './digests/hash-files.ts';
import { ReportBuilder } from './report.ts';
import type { Report } from './report.ts';
import { asPath, Root } from './folder/root.ts';
import { verifyFiles } from './verify-files.ts';
import { walkFolder } from './folder/walk-folder.ts';

/**
 * Compares two folders, sealed or not, as if the first were the seal of the second, and explains every difference by comparing
 * bytes. Permissions differ where one may be executed and the other not.
 *
 * @param worker the program of the second thread.
 */
export async function diffFolders(before: string, after: string, worker?: string): Promise<Report> {
  const report = new ReportBuilder('seal', after);
  const open: Root[] = [];
  try {
    const [one, other] = [new Root(before), new Root(after)];
    open.push(one, other);
    const entries = new Map<BytePath, string>();
    const lengths = new Map<BytePath, number>();
    const paths: BytePath[] = [];
    for (const { path, kind } of walkFolder(one)) {
      if (kind === 'file') paths.push(path);
      else
        report.differsBy(kind === 'special' ? 'special_file' : kind, path, {
          message: `${kind} in ${before}: it cannot be compared`,
        });
    }
    await hashFiles(
      one,
      [SHA256],
      paths.sort(),
      (path, result) => {
        if (typeof result === 'string') {
          report.differsBy('changed_while_read', path, { message: `${result} in ${before}` });
          return;
        }
        entries.set(path, result.digests[0] ?? '');
        lengths.set(path, result.length);
      },
      worker,
    );
    const expectation = {
      manifests: [{ algorithm: SHA256, entries }],
      lengths,
      covers: () => true,
      inEveryManifest: true,
      formOfName: null,
      clashesDiffer: false,
    };
    const mismatches = await verifyFiles(other, expectation, report, worker);
    explainMismatches(other, mismatches, report, one);
    for (const path of paths) comparePermissions(one, other, path, report);
  } catch (error) {
    report.problem(error);
  } finally {
    for (const root of open) root.close();
  }
  return report.finish();
}

function comparePermissions(one: Root, other: Root, path: BytePath, report: ReportBuilder): void {
  const [before, after] = [modeOf(one, path), modeOf(other, path)];
  if (before === null || after === null || (before & 0o111) === (after & 0o111)) return;
  report.differsBy('permission', path, {
    message: 'who may execute the file differs',
    expected: octal(before),
    found: octal(after),
  });
}

function modeOf(root: Root, path: BytePath): number | null {
  const slash = path.lastIndexOf('/');
  const entered = root.enter(slash === -1 ? '' : path.slice(0, slash));
  if (typeof entered === 'string') return null;
  const stat = lstatSync(asPath(entered.prefix + path.slice(slash + 1)), { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.mode & 0o777 : null;
}

const octal = (mode: number): string => mode.toString(8).padStart(3, '0');
