import type { BytePath } from './folder/byte-path.ts';
import { showPath } from './folder/byte-path.ts';
import { SealError } from './seal-error.ts';

/** Every way in which bytes can differ from their seal. */
export const DRIFT_CLASSES = {
  edited_content: 'the content was edited',
  same_length_change: 'the content changed, its length did not',
  truncated: 'the file was cut off',
  trailing_newline: 'line breaks at the end were added or removed',
  bom_prefix: 'a byte-order mark was added or removed',
  crlf_drift: 'line endings were converted',
  emdash_unicode_drift: 'characters were replaced by others that look alike',
  json_ensure_ascii_drift: 'characters in JSON were escaped or unescaped',
  json_reformatted: 'JSON was written anew with other white space or another order',
  missing_file: 'the file is missing',
  unlisted_file: 'the file is not in the manifest',
  renamed: 'the file has another name',
  symlink: 'a symbolic link is in its place',
  special_file: 'something that is not a regular file is in its place',
  case_or_normal_form_clash: 'two names are the same for a file system without case or with one Unicode normal form',
  permission: 'the file may not be read, or its permissions differ',
  changed_while_read: 'the file changed while it was being read',
  metadata_mismatch: 'a statement of the packet about itself is wrong',
} as const;

export type DriftClass = keyof typeof DRIFT_CLASSES;

/** Place where two texts part: the first byte that differs, from 0; line and column (in characters) from 1. */
export interface Place {
  byte: number;
  line: number;
  column: number;
}

/** One difference between bytes and their seal. */
export interface Difference {
  class: DriftClass;
  /** The path, as people read it. */
  path: string;
  /** Sentence that says what happened. */
  message: string;
  /** False where the seal alone cannot tell: the class is then the likeliest one. */
  proven: boolean;
  expected?: string;
  found?: string;
  place?: Place;
}

/** Something that cannot be judged. */
export interface Problem {
  message: string;
  subject?: string;
  line?: number;
  expected?: string;
  found?: string;
  fix?: string;
}

export type Verdict = 'equal' | 'different' | 'malformed';

/** Findings of a verification. */
export interface Report {
  verdict: Verdict;
  /** Kind of what was verified: a seal or packet of ours, any BagIt bag, any manifest. */
  kind: 'seal' | 'packet' | 'bag' | 'manifest';
  root: string;
  /** How many files were compared with a digest, and how many bytes they have. */
  files: number;
  bytes: number;
  /** sha256 of `manifest-sha256.txt`; null where there is none. */
  packet_tree_sha256: string | null;
  differences: Difference[];
  /** How many differences were found, also those that are not listed. */
  differences_found: number;
  problems: Problem[];
  warnings: string[];
}

/** More than this many differences are counted, not listed. */
const LISTED = 1000;

/** Collects what a verification finds. */
export class ReportBuilder {
  readonly report: Report;

  constructor(kind: Report['kind'], root: string) {
    this.report = {
      verdict: 'malformed',
      kind,
      root,
      files: 0,
      bytes: 0,
      packet_tree_sha256: null,
      differences: [],
      differences_found: 0,
      problems: [],
      warnings: [],
    };
  }

  differs(difference: Difference): void {
    this.report.differences_found++;
    if (this.report.differences.length < LISTED) this.report.differences.push(difference);
  }

  /** A difference that needs no more words than those of its class. */
  differsBy(kind: DriftClass, path: BytePath, further: Partial<Difference> = {}): void {
    this.differs({ class: kind, path: showPath(path), message: DRIFT_CLASSES[kind], proven: true, ...further });
  }

  warn(message: string): void {
    if (this.report.warnings.length < LISTED) this.report.warnings.push(message);
  }

  /** @throws whatever is not about what is verified. */
  problem(error: unknown): void {
    if (!(error instanceof SealError)) throw error;
    this.report.problems.push({ message: error.message, ...error.detail });
  }

  /** The report with its verdict. Nothing checked is never equal. */
  finish(): Report {
    const { report } = this;
    if (report.files === 0 && report.problems.length === 0 && report.differences_found === 0) {
      this.problem(new SealError('nothing was checked', { expected: 'at least one file', found: 'none' }));
    }
    report.verdict = report.problems.length > 0 ? 'malformed' : report.differences_found > 0 ? 'different' : 'equal';
    return report;
  }
}

/** 0 equal, 1 different, 2 malformed. */
export const EXIT_CODES: Readonly<Record<Verdict, 0 | 1 | 2>> = { equal: 0, different: 1, malformed: 2 };
