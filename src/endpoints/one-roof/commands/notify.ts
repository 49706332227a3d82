import type { Filter, SchemaOverview } from '@directus/types';
import type { Installation } from '../../../governance/installation/installation.ts';
import { requestCalls } from '../../../governance/ratification/requests/request-calls.ts';
import { logLine } from '../../../text/terminal.ts';
import type { LineLog, LogLine } from '../../../text/terminal.ts';
import type { MarkdownSource } from '../../../text/markdown.ts';

/** The part of Directus that notifies users. */
export interface NotificationServices {
  NotificationsService: new (options: { schema: SchemaOverview }) => {
    readByQuery(query: { filter: Filter; fields: string[]; limit: number }): Promise<Record<string, unknown>[]>;
    createMany(notifications: { recipient: string; subject: LogLine; message: MarkdownSource }[]): Promise<unknown>;
  };
}

/**
 * Notifies, in Directus, the people whom a request waits for now: once for each revision and each thing to do. Called after what
 * was done is committed; that it fails is logged, and undoes nothing.
 */
export async function notifyWhomItWaitsFor(
  code: string,
  installation: Installation,
  { NotificationsService }: NotificationServices,
  { schema, logger }: { schema: SchemaOverview; logger: Pick<LineLog, 'error'> },
): Promise<void> {
  try {
    const calls = await installation.read((session) => requestCalls(session, code));
    if (calls.length === 0) return;
    const service = new NotificationsService({ schema });
    for (const { subject, message, recipients } of calls) {
      const filter: Filter = { subject: { _eq: subject }, recipient: { _in: recipients } };
      const told = new Set(
        (await service.readByQuery({ filter, fields: ['recipient'], limit: -1 })).map(({ recipient }) => recipient),
      );
      const untold = recipients.filter((recipient) => !told.has(recipient));
      if (untold.length > 0)
        await service.createMany(untold.map((recipient) => ({ recipient, subject, message: message.source })));
    }
  } catch (thrown) {
    logger.error(
      logLine(
        `One-Roof could not notify anybody of request ${code}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      ),
    );
  }
}
