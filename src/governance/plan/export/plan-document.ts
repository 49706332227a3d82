import { isCollection, isMap, isScalar, isSeq } from 'yaml';
import type { Document } from 'yaml';
import { visibleYaml } from '../../../text/yaml.ts';

type Path = readonly (string | number)[];

/**
 * The YAML of a plan while it is brought up to date. What is as it should be is not touched, so that comments, order and style
 * of what people wrote stay.
 */
export class PlanDocument {
  readonly #document: Document.Parsed;
  #changed = false;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  get changed(): boolean {
    return this.#changed;
  }

  /** The text. */
  toString(): string {
    return visibleYaml(this.#document, { lineWidth: 0 });
  }

  /** A scalar, or undefined. */
  value(path: Path): unknown {
    return this.#document.getIn(path);
  }

  /** The keys of a map, none where there is no map. */
  keys(path: Path): string[] {
    const node = this.#document.getIn(path, true);
    return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  }

  /** The texts of a list, none where there is no list. */
  list(path: Path): string[] {
    const node = this.#document.getIn(path, true);
    return isSeq(node) ? node.items.map((item) => String(isScalar(item) ? item.value : item)) : [];
  }

  /** How many items a list or map has. */
  size(path: Path): number {
    const node = this.#document.getIn(path, true);
    return isCollection(node) ? node.items.length : 0;
  }

  /** Sets a value; null and undefined: removes it. */
  set(path: Path, value: unknown): void {
    if (value === null || value === undefined) {
      this.remove(path);
      return;
    }
    if (this.#document.getIn(path) === value) return;
    const node: unknown = typeof value === 'object' ? this.#document.createNode(value) : value;
    this.#document.setIn(path, node);
    this.#changed = true;
  }

  remove(path: Path): void {
    if (!this.#document.hasIn(path)) return;
    this.#document.deleteIn(path);
    this.#changed = true;
  }

  /** Makes a list hold exactly these texts: others go, missing ones come last. */
  setList(path: Path, texts: readonly string[]): void {
    const present = this.list(path);
    for (const text of present) if (!texts.includes(text)) this.removeFrom(path, text);
    for (const text of texts) this.addTo(path, text);
  }

  addTo(path: Path, text: string): void {
    if (this.list(path).includes(text)) return;
    if (isSeq(this.#document.getIn(path, true))) this.#document.addIn(path, text);
    else this.#document.setIn(path, this.#document.createNode([text]));
    this.#changed = true;
  }

  removeFrom(path: Path, text: string): void {
    const index = this.list(path).indexOf(text);
    if (index >= 0) this.remove([...path, index]);
  }

  /** Puts the keys of a map into an order. */
  order(path: Path, keys: readonly string[]): void {
    const node = this.#document.getIn(path, true);
    if (!isMap(node) || this.keys(path).join('\n') === keys.join('\n')) return;
    const place = (key: unknown) => keys.indexOf(String(isScalar(key) ? key.value : key));
    node.items.sort((one, other) => place(one.key) - place(other.key));
    this.#changed = true;
  }
}
