import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, realpathSync } from 'node:fs';
import { pathBytes, showPath, whyRefused } from './byte-path.ts';
import type { BytePath } from './byte-path.ts';
import { SealError, systemCode } from '../seal-error.ts';

/** Why a file was not opened: what stands in its place. */
export type NotOpened = 'missing' | 'symlink' | 'folder' | 'special' | 'permission';

const OPEN_FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const OPEN_FOLDER = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY;

/** Linux opens `/proc/self/fd/N/name` relative to the open folder N: nobody can swap a folder for a link on the way. */
const BY_DESCRIPTOR = existsSync('/proc/self/fd/0') || existsSync('/proc/self/fd');

/**
 * A folder that is being verified, and the only way to anything in it. No symbolic link is followed, in no part of a path;
 * what is not a regular file is not read; opening a FIFO does not wait. One folder below it is kept open at a time.
 */
export class Root {
  /** The path of the folder itself, links resolved. */
  readonly path: string;
  /** The open folder. Descriptors belong to the process: another thread can make a root of the same one. */
  readonly descriptor: number;
  readonly #base: string;
  readonly #shared: boolean;
  #entered: { folder: BytePath; descriptor: number | null; prefix: string };

  /**
   * @param descriptor of the same folder, where another root has it open already; that one closes it.
   * @throws SealError where the folder cannot be opened.
   */
  constructor(path: string, descriptor?: number) {
    this.#shared = descriptor !== undefined;
    try {
      this.path = realpathSync(path);
      this.descriptor = descriptor ?? openSync(this.path, constants.O_RDONLY | constants.O_DIRECTORY);
    } catch (error) {
      throw new SealError(`${path} cannot be opened`, {
        subject: path,
        expected: 'a readable folder',
        found: systemCode(error),
      });
    }
    this.#base = BY_DESCRIPTOR ? `/proc/self/fd/${this.descriptor}/` : Buffer.from(`${this.path}/`).toString('latin1');
    this.#entered = { folder: '', descriptor: null, prefix: this.#base };
  }

  /**
   * Opens a file. The caller closes it.
   *
   * @returns its descriptor, or what is in its place.
   */
  open(path: BytePath): number | NotOpened {
    const slash = path.lastIndexOf('/');
    const entered = this.enter(slash === -1 ? '' : path.slice(0, slash));
    if (typeof entered === 'string') return entered;
    const full = asPath(entered.prefix + path.slice(slash + 1));
    let descriptor: number;
    try {
      descriptor = openSync(full, OPEN_FILE);
    } catch (error) {
      return whyNot(error);
    }
    const stat = fstatSync(descriptor);
    if (stat.isFile()) return descriptor;
    closeSync(descriptor);
    return stat.isDirectory() ? 'folder' : 'special';
  }

  /** Tells whether there is anything of that name. */
  has(path: BytePath): boolean {
    const slash = path.lastIndexOf('/');
    const entered = this.enter(slash === -1 ? '' : path.slice(0, slash));
    if (typeof entered === 'string') return false;
    return lstatSync(asPath(entered.prefix + path.slice(slash + 1)), { throwIfNoEntry: false }) !== undefined;
  }

  /**
   * Goes into a folder, part by part.
   *
   * @returns what to put before the name of something in it, a byte string; or, where there is no such folder, why.
   * @throws SealError for a path that leads out: whoever asks has to refuse it first.
   */
  enter(folder: BytePath): { prefix: string } | NotOpened {
    if (this.#entered.folder === folder) return this.#entered;
    this.#leave();
    if (folder === '') return this.#entered;
    const refused = whyRefused(folder);
    if (refused !== null) throw new SealError(`${showPath(folder)} is ${refused}`, { subject: this.path });
    let prefix = this.#base;
    let descriptor: number | null = null;
    for (const part of folder.split('/')) {
      const parent = descriptor;
      const full = asPath(prefix + part);
      try {
        descriptor = openSync(full, OPEN_FOLDER);
      } catch (error) {
        descriptor = null;
        return isLink(full) ? 'symlink' : whyNot(error);
      } finally {
        if (parent !== null) closeSync(parent);
      }
      prefix = BY_DESCRIPTOR ? `/proc/self/fd/${descriptor}/` : `${prefix}${part}/`;
    }
    this.#entered = { folder, descriptor, prefix };
    return this.#entered;
  }

  close(): void {
    this.#leave();
    if (!this.#shared) closeSync(this.descriptor);
  }

  #leave(): void {
    if (this.#entered.descriptor !== null) closeSync(this.#entered.descriptor);
    this.#entered = { folder: '', descriptor: null, prefix: this.#base };
  }
}

/** A byte string as Node takes a path: names that are not ASCII as their bytes. */
export function asPath(path: string): string | Buffer {
  return /^[\x01-\x7f]*$/.test(path) ? path : pathBytes(path);
}

function isLink(path: string | Buffer): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function whyNot(error: unknown): NotOpened {
  const code = systemCode(error);
  if (code === 'ELOOP') return 'symlink';
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'permission';
  if (code === 'ENXIO' || code === 'ENODEV') return 'special';
  throw error;
}
