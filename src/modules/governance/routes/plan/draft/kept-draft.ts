/** A plan that somebody is working on, and the registered plan that it began with. */
export interface KeptDraft {
  id: number;
  text: string;
}

const PLACE = 'one-roof-plan-draft';

/** The draft that this tab of the browser keeps, also over a reload; null if there is none. */
export function keptDraft(): KeptDraft | null {
  const kept = parsed(sessionStorage.getItem(PLACE) ?? 'null');
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('text' in kept)) return null;
  return typeof kept.id === 'number' && typeof kept.text === 'string' ? { id: kept.id, text: kept.text } : null;
}

/** Keeps a draft; null keeps none. */
export function keepDraft(draft: KeptDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(PLACE);
    else sessionStorage.setItem(PLACE, JSON.stringify(draft));
  } catch {
    // Too long for the browser: then it lasts as long as the page.
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // somebody else wrote it
  }
}
