import { useWords } from '../../../../../app/composables/use-words.ts';

/** Returns what went wrong between the browser and the device, in words; null for anything else. */
export function usePasskeyFailure(): (thrown: unknown) => string | null {
  const { t } = useWords();

  return (thrown) => {
    const kind = passkeyFailure(thrown);
    return kind === null ? null : t(`ratification.passkeyFailed.${kind}`);
  };
}

/** Which of the failures that people can do something about this is. The names are WebAuthn's. */
function passkeyFailure(thrown: unknown): 'cancelled' | 'enrolled' | 'unable' | null {
  if (!(thrown instanceof Error)) return null;
  switch (thrown.name) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'cancelled';
    case 'InvalidStateError':
      return 'enrolled';
    case 'ConstraintError':
    case 'NotSupportedError':
      return 'unable';
    default:
      return null;
  }
}
