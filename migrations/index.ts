import type { Migration } from 'kysely/migration'
import * as m0001 from './0001_reference.ts'
import * as m0002 from './0002_plans.ts'
import * as m0003 from './0003_voices.ts'
import * as m0004 from './0004_record.ts'
import * as m0005 from './0005_status.ts'
import * as m0006 from './0006_access.ts'
import * as m0007 from './0007_idempotency.ts'
import * as m0008 from './0008_reviewer_alias.ts'
import * as m0009 from './0009_process_assessment.ts'
import * as m0010 from './0010_report_clusters.ts'
import * as m0011 from './0011_log.ts'
import * as m0012 from './0012_institution_kind.ts'
import * as m0013 from './0013_refusals.ts'
import * as m0014 from './0014_as_of.ts'
import * as m0015 from './0015_redaction.ts'
import * as m0016 from './0016_publication.ts'
import * as m0017 from './0017_table_import.ts'
import * as m0018 from './0018_import_mapping.ts'
import * as m0020 from './0020_change_scope.ts'
import * as m0021 from './0021_webhook.ts'
import * as m0022 from './0022_search.ts'
import * as m0023 from './0023_webhook_oversight.ts'
import * as m0025 from './0025_search_withdrawn.ts'
import * as m0026 from './0026_commitment_document.ts'
import * as m0027 from './0027_cheap_status.ts'
import * as m0028 from './0028_completion_count.ts'
import * as m0029 from './0029_search_titles.ts'

/** Explicit and ordered: a migration that has run on any database is never edited, only followed by another. */
export const migrations: Record<string, Migration> = {
  '0001_reference': m0001,
  '0002_plans': m0002,
  '0003_voices': m0003,
  '0004_record': m0004,
  '0005_status': m0005,
  '0006_access': m0006,
  '0007_idempotency': m0007,
  '0008_reviewer_alias': m0008,
  '0009_process_assessment': m0009,
  '0010_report_clusters': m0010,
  '0011_log': m0011,
  '0012_institution_kind': m0012,
  '0013_refusals': m0013,
  '0014_as_of': m0014,
  '0015_redaction': m0015,
  '0016_publication': m0016,
  '0017_table_import': m0017,
  '0018_import_mapping': m0018,
  '0020_change_scope': m0020,
  '0021_webhook': m0021,
  '0022_search': m0022,
  '0023_webhook_oversight': m0023,
  '0025_search_withdrawn': m0025,
  '0026_commitment_document': m0026,
  '0027_cheap_status': m0027,
  '0028_completion_count': m0028,
  '0029_search_titles': m0029
}
