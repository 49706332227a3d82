import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { english } from '../words/en/index.ts';
import { vietnamese } from '../words/vi/index.ts';

const MESSAGES = { 'en-US': english, 'vi-VN': vietnamese };

/** Seconds in each unit of time, the longest first. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * Returns the texts of the app and the ways to write numbers and times, in the language of the user. Languages that the
 * app does not have get English.
 */
export function useWords() {
  const composer = useI18n({
    useScope: 'local',
    inheritLocale: true,
    fallbackLocale: 'en-US',
    missingWarn: false,
    fallbackWarn: false,
    messages: MESSAGES,
  });
  const language = computed(() => (composer.locale.value in MESSAGES ? composer.locale.value : 'en-US'));

  return {
    t: composer.t,
    /** Returns true when the text exists in English, and so in every language. */
    knows: (key: string): boolean => composer.te(key, 'en-US'),
    number: (value: number): string => new Intl.NumberFormat(language.value).format(value),
    percent: (value: number): string =>
      `${new Intl.NumberFormat(language.value, { maximumFractionDigits: 2 }).format(value)} %`,
    time: (iso: string): string =>
      new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso)),
    clock: (date: Date): string => new Intl.DateTimeFormat(language.value, { timeStyle: 'short' }).format(date),
    ago: (iso: string): string => ago(language.value, (Date.parse(iso) - Date.now()) / 1000),
    /** In milliseconds below a second. */
    duration: (milliseconds: number): string =>
      milliseconds < 1000
        ? inUnit(language.value, milliseconds, 'millisecond')
        : inUnit(language.value, milliseconds / 1000, 'second'),
  };
}

function inUnit(language: string, value: number, unit: 'millisecond' | 'second'): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

function ago(language: string, seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}
