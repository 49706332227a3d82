import { lazyChunks } from './build/lazy-chunks.js';
import { moduleLists } from './build/module-lists.js';
import { sqlFiles } from './build/sql-files.js';
import { thirdPartyLicences } from './build/third-party.js';
import { verifierText } from './build/verifier-text.js';

// Directus's build makes dist/app.js and dist/api.js one after the other, each with these plugins.
export default {
  plugins: [
    sqlFiles(),
    moduleLists(),
    verifierText(),
    lazyChunks(),
    thirdPartyLicences('dist/third-party-licences.txt'),
  ],
};
