import type { OperationAppConfig } from '@directus/types';

/** The card and the form of *Scan coverage* in the flow editor. */
const scanCoverage: OperationAppConfig = {
  id: 'one-roof-scan-coverage',
  name: 'Scan coverage',
  icon: 'radar',
  description: 'Discover the collections, count who owns what, and record the run.',
  overview: ({ maximum_gaps: maximum }: { maximum_gaps?: number | null }) => [
    { label: 'Fails', text: typeof maximum === 'number' ? `with more than ${maximum} gaps` : 'never because of gaps' },
  ],
  options: [
    {
      field: 'maximum_gaps',
      name: 'Fail with more gaps than',
      type: 'integer',
      meta: {
        width: 'full',
        interface: 'input',
        note: 'A gap is a responsibility that nobody owns. Leave empty to never fail because of gaps.',
        options: { min: 0, placeholder: 'never' },
      },
    },
  ],
};

export default scanCoverage;
