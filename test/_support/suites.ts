/** The suites and the folders or files of each, so that those that share much run in one process. See `suite.ts`. */

const resources = (...names: string[]): string[] => names.map(name => `test/resources/${name}`)

export const SUITES: Record<string, string[]> = {
  access: ['test/http', ...resources('key', 'service')],
  clients: ['test/cli', 'test/client', 'test/docs'],
  engine: [
    'test/architecture.test.ts',
    'test/bench',
    'test/config.test.ts',
    'test/db',
    'test/engines.test.ts',
    'test/every-source-file.test.ts',
    'test/loader.test.ts',
    'test/migrations',
    'test/scripts',
    'test/snapshot.test.ts',
    'test/starter',
    'test/suites.test.ts'
  ],
  imports: [...resources('import'), 'test/sheet'],
  pages: ['test/pages', 'test/examples'],
  plans: resources('action-plan', 'commitment', 'diff', 'milestone', 'plan-document', 'progress-update'),
  processes: ['test/process', 'test/races', ...resources('webhook')],
  reading: resources('code-list', 'export', 'feed', 'institution', 'member', 'policy-area', 'reference', 'search', 'stats'),
  record: ['test/log', 'test/verify', ...resources('change', 'log', 'redaction', 'revision')],
  voices: resources('assessment', 'process-assessment', 'reply', 'report', 'report-change', 'report-clusters', 'reporting-period', 'review', 'voices')
}
