import { sql } from 'kysely'
import t from 'tap'
import type { TSchema } from 'typebox'
import { openDatabase } from '../_support/db.ts'
import { type PlanNode, explain, nodesOf, statementsOf } from '../_support/explain.ts'
import { uuid } from '../_support/seed.ts'
import type { Db } from '../../src/db/database.ts'
import { type Listing, countRows, listRows } from '../../src/db/keyset.ts'
import { ActionPlanQuery } from '../../src/resources/action-plan/action-plan.schemas.ts'
import { actionPlanListing } from '../../src/resources/action-plan/action-plan.store.ts'
import { AssessmentQuery, CommitmentAssessmentQuery } from '../../src/resources/assessment/assessment.schemas.ts'
import { assessmentListing } from '../../src/resources/assessment/assessment.store.ts'
import { ChangeQuery } from '../../src/resources/change/change.schemas.ts'
import { changeListing, newestChangeListing } from '../../src/resources/change/change.store.ts'
import { CodeListQuery } from '../../src/resources/code-list/code-list.schemas.ts'
import { codeListListing } from '../../src/resources/code-list/code-list.store.ts'
import { CommitmentQuery } from '../../src/resources/commitment/commitment.query.ts'
import { commitmentListing } from '../../src/resources/commitment/commitment.store.ts'
import { byId } from '../../src/resources/export/export.service.ts'
import { DecisionQuery, ImportListQuery, RowQuery } from '../../src/resources/import/import.schemas.ts'
import { decisionListing, importListing } from '../../src/resources/import/import.store.ts'
import { ImportMappingQuery } from '../../src/resources/import/mapping/mapping.schemas.ts'
import { mappingListing } from '../../src/resources/import/mapping/mapping.store.ts'
import { rowListing } from '../../src/resources/import/table/table.store.ts'
import { InstitutionQuery } from '../../src/resources/institution/institution.schemas.ts'
import { institutionListing } from '../../src/resources/institution/institution.store.ts'
import { KeyQuery } from '../../src/resources/key/key.schemas.ts'
import { keyListing } from '../../src/resources/key/key.store.ts'
import { LogKeyQuery } from '../../src/resources/log/log-key.schemas.ts'
import { logKeyListing } from '../../src/resources/log/log-key.store.ts'
import { MemberQuery } from '../../src/resources/member/member.schemas.ts'
import { memberListing } from '../../src/resources/member/member.store.ts'
import { CommitmentMilestoneQuery, MilestoneQuery } from '../../src/resources/milestone/milestone.schemas.ts'
import { milestoneListing } from '../../src/resources/milestone/milestone.store.ts'
import { PolicyAreaQuery } from '../../src/resources/policy-area/policy-area.schemas.ts'
import { policyAreaListing } from '../../src/resources/policy-area/policy-area.store.ts'
import { ProcessAssessmentQuery } from '../../src/resources/process-assessment/process-assessment.schemas.ts'
import { processAssessmentListing } from '../../src/resources/process-assessment/process-assessment.store.ts'
import { CommitmentProgressUpdateQuery, ProgressUpdateQuery } from '../../src/resources/progress-update/progress-update.schemas.ts'
import { progressUpdateListing } from '../../src/resources/progress-update/progress-update.store.ts'
import { ReportClustersQuery } from '../../src/resources/report-clusters/report-clusters.schemas.ts'
import { reportClustersListing } from '../../src/resources/report-clusters/report-clusters.store.ts'
import { ReportQuery } from '../../src/resources/report/report.schemas.ts'
import { reportListing } from '../../src/resources/report/report.store.ts'
import { RedactionQuery } from '../../src/resources/redaction/redaction.schemas.ts'
import { redactionListing } from '../../src/resources/redaction/redaction.store.ts'
import { CommitmentReviewQuery, ReviewQuery } from '../../src/resources/review/review.schemas.ts'
import { reviewListing } from '../../src/resources/review/review.store.ts'
import { DeliveryQuery, OverseenWebhookQuery, WebhookQuery } from '../../src/resources/webhook/webhook.schemas.ts'
import { deliveryListing, overseenListing, webhookListing } from '../../src/resources/webhook/webhook.store.ts'
import { findHits } from '../../src/resources/search/search.store.ts'
import { type Wanted, findWanted } from '../../src/resources/search/wanted.store.ts'
import { LoggedRevisionQuery, RevisionQuery } from '../../src/resources/revision/revision.schemas.ts'
import { loggedRevisionListing, revisionListing } from '../../src/resources/revision/revision.store.ts'

/**
 * Every filter and every sort that a list offers has its index. What is offered is read from the schemas of the queries, so
 * that a new filter is tested from its first day: a filter must reach an index that the list without it does not use, and a
 * sorted page must come from an index in its order. Flags count when true: most rows are the other ones.
 */

type Query = Record<string, unknown>

const TODAY = '2026-11-22'
const PAGE_MEMBERS = ['limit', 'cursor', 'fields', 'include', 'sort', 'knownAt']
const C = uuid(1)

const LISTS: Record<string, { schema: TSchema, of: (query: never) => Listing<object>, within?: boolean }> = {
  members: { schema: MemberQuery, of: memberListing },
  institutions: { schema: InstitutionQuery, of: institutionListing },
  'policy areas': { schema: PolicyAreaQuery, of: policyAreaListing },
  'code lists': { schema: CodeListQuery, of: codeListListing },
  'action plans': { schema: ActionPlanQuery, of: actionPlanListing },
  commitments: { schema: CommitmentQuery, of: query => commitmentListing(query, TODAY) },
  milestones: { schema: MilestoneQuery, of: query => milestoneListing(query, TODAY) },
  'progress updates': { schema: ProgressUpdateQuery, of: query => progressUpdateListing(query) },
  reviews: { schema: ReviewQuery, of: (query: ReviewQuery) => reviewListing(query, undefined, query.mine === true ? { organisation: null, alias: 'observer' } : null) },
  reports: { schema: ReportQuery, of: reportListing },
  assessments: { schema: AssessmentQuery, of: query => assessmentListing(query) },
  'process assessments': { schema: ProcessAssessmentQuery, of: processAssessmentListing },
  'report clusters': { schema: ReportClustersQuery, of: reportClustersListing },
  redactions: { schema: RedactionQuery, of: redactionListing },
  'log keys': { schema: LogKeyQuery, of: logKeyListing },
  changes: { schema: ChangeQuery, of: changeListing },
  'what is newest in the record': { schema: ChangeQuery, of: ({ after = 100 }: ChangeQuery) => ({ ...changeListing({}), filters: newestChangeListing(after).filters }) },
  'logged revisions': { schema: LoggedRevisionQuery, of: loggedRevisionListing },
  imports: { schema: ImportListQuery, of: () => importListing({ members: ['mexico'], plans: ['chile-1'] }) },
  keys: { schema: KeyQuery, of: keyListing },
  'webhooks of all keys': { schema: OverseenWebhookQuery, of: overseenListing },
  // Lists within one entity: the entity is found by index, and what is in it is few.
  'milestones of a commitment': { schema: CommitmentMilestoneQuery, of: query => milestoneListing(query, TODAY, C), within: true },
  'progress updates of a commitment': { schema: CommitmentProgressUpdateQuery, of: query => progressUpdateListing(query, C), within: true },
  'reviews of a commitment': { schema: CommitmentReviewQuery, of: (query: CommitmentReviewQuery) => reviewListing(query, C, query.mine === true ? { organisation: 'r3d', alias: null } : null), within: true },
  'assessments of a commitment': { schema: CommitmentAssessmentQuery, of: query => assessmentListing(query, C), within: true },
  'import mappings': { schema: ImportMappingQuery, of: mappingListing },
  'rows of an import': { schema: RowQuery, of: query => rowListing(C, query), within: true },
  'decisions of an import': { schema: DecisionQuery, of: query => decisionListing(C, query), within: true },
  'webhooks of a key': { schema: WebhookQuery, of: () => webhookListing('k3y0k3y0k3y0'), within: true },
  'deliveries of a webhook': { schema: DeliveryQuery, of: () => deliveryListing(C), within: true },
  'revisions of an entity': { schema: RevisionQuery, of: () => revisionListing('commitment', C), within: true }
}

/** Some value that the schema of a parameter takes. */
function sampleOf (schema: { type?: string, items?: object, enum?: string[], format?: string, minimum?: number }): unknown {
  if (schema.type === 'array') return [sampleOf(schema.items as object)]
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer') return schema.minimum
  const formats: Record<string, string> = { date: TODAY, 'date-time': `${TODAY}T00:00:00.000Z`, uuid: C }
  return formats[schema.format ?? ''] ?? 'some:thing'
}

const planOf = async (db: Db, read: (db: Db) => Promise<unknown>, ...dear: 'enable_sort'[]): Promise<PlanNode> => {
  const [statement] = await statementsOf(read)
  return explain(db, statement as NonNullable<typeof statement>, ...dear)
}

t.test('has an index for every filter and every sort that a list offers', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const { rows } = await sql<{ name: string }>`select i.indexrelid::regclass::text as name from pg_index i where indpred is not null`.execute(db)
  const partial = new Set(rows.map(({ name }) => name))
  /** Which indexes are entered, and by what. */
  const entries = (plan: PlanNode): Set<string> => new Set(nodesOf(plan)
    .filter(node => node['Index Cond'] !== undefined || partial.has(node['Index Name'] ?? ''))
    .map(node => `${node['Index Name']}: ${node['Index Cond'] ?? 'its predicate'}`))

  for (const [name, { schema, of, within = false }] of Object.entries(LISTS)) {
    const { properties } = schema as unknown as { properties: Record<string, { enum?: string[] }> }
    const listing = (query: Query): Listing<object> => of(query as never)

    await t.test(`sorts ${name} by an index`, async (t) => {
      const offered = (properties.sort as { enum?: string[] }).enum ?? []
      t.strictSame(Object.keys(listing({}).sorts).sort(), [...offered].sort(), 'sorts by what the contract offers')
      for (const sort of offered) {
        const plan = await planOf(db, db => listRows(db, listing({}), { sort, limit: 50, after: null }), ...(within ? [] : ['enable_sort' as const]))
        const page = nodesOf(plan).find(node => node['Node Type'] === 'Limit') as PlanNode
        if (within) t.notSame(entries(page).size, 0, sort)
        else t.strictSame(nodesOf(page).filter(node => node['Node Type'] === 'Sort').length, 0, sort)
      }
    })

    if (!within) {
      await t.test(`exports ${name} by an index, page after page`, async (t) => {
        const plan = await planOf(db, db => listRows(db, byId(listing({})), { sort: 'id', limit: 200, after: null }), 'enable_sort')
        t.strictSame(nodesOf(nodesOf(plan).find(node => node['Node Type'] === 'Limit') as PlanNode).filter(node => node['Node Type'] === 'Sort').length, 0)
      })
    }

    await t.test(`filters ${name} by an index`, async (t) => {
      const without = entries(await planOf(db, db => countRows(db, listing({}))))
      for (const [filter, parameter] of Object.entries(properties)) {
        if (PAGE_MEMBERS.includes(filter)) continue
        const withIt = entries(await planOf(db, db => countRows(db, listing({ [filter]: sampleOf(parameter) }))))
        if (within) t.not(withIt.size, 0, filter)
        else t.not([...withIt].filter(entry => !without.has(entry)).length, 0, filter)
      }
      t.end()
    })
  }
})

t.test('finds what is searched for by indexes: all words, most of them, common ones in titles first, and what is near a misspelt one', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const clauses = [{ query: "'zebra'", worth: 2, documents: 9 }, { query: "'okapi'", worth: 1, documents: 9 }]
  const wanted: Wanted = {
    clauses,
    excluded: [],
    text: 'zebra okapi',
    phrase: '',
    codes: [],
    lacking: false,
    corrected: null,
    like: null,
    isCommon: false
  }
  const indexesOf = async (read: (db: Db) => Promise<unknown>) => nodesOf(await planOf(db, read)).map(node => node['Index Name'])
  for (const [name, more] of Object.entries({ all: {}, most: { lacking: true }, common: { isCommon: true } })) {
    const search = { wanted: { ...wanted, ...more }, filters: [sql<boolean>`true`] }
    const used = await indexesOf(db => findHits(db, search, { limit: 50, after: null, highlights: true, facets: [] }))
    for (const column of name === 'common' ? ['texts', 'names', 'titles'] : ['texts', 'names']) {
      t.ok(used.includes(`commitment_search_${column}_idx`), `${name}: ${column}`)
    }
  }
  t.ok((await indexesOf(db => findWanted(db, 'zebra'))).includes('commitment_search_texts_idx'), 'and counts')
  t.ok((await indexesOf(db => sql`select word from search_word order by word <-> ${'zebar'} limit 20`.execute(db))).includes('search_word_nearest_idx'))
})
