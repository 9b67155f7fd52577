import { createHash, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import { Kysely, PostgresDialect, type SelectQueryBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import pg from 'pg'
import type { Tables } from '../../src/db/database.ts'

/**
 * The same rows by hand: Fastify and Kysely as a good engineer would write them in a day, with a key for writing and a
 * revision of each review, but without what the service is about (the log, signed cursors, ETags, the past, redaction).
 */

type Region = { region: string, cycleYear?: number, code?: string, id?: string }

let db: Kysely<Tables>
const app = Fastify()

const commitments = () => db.selectFrom('commitment as c').innerJoin('commitment_status as s', 's.commitment', 'c.id')
  .select(['c.id', 'c.plan', 'c.code', 'c.number', 'c.title', 'c.short_title as shortTitle', 'c.description',
    'c.problem', 'c.causes',
    'c.status_quo as statusQuo', 'c.proposed_solution as proposedSolution', 'c.expected_results as expectedResults',
    'c.language', 'c.translations',
    'c.ogp_values as values', 's.policy_areas as policyAreas', 'c.grand_challenges as grandChallenges', 'c.sdgs',
    'c.budget', 'c.cluster',
    'c.starts_on as startsOn', 'c.starts_precision as startsPrecision', 'c.starts_text as startsText',
    'c.ends_on as endsOn',
    'c.ends_precision as endsPrecision', 'c.ends_text as endsText', 'c.lifecycle',
    'c.lifecycle_reason as lifecycleReason', 'c.revision',
    'c.updated_at as updatedAt', 's.government', 's.civil_society as civilSociety', 's.irm', 's.divergence',
    's.next_due_on as nextDueOn',
    's.last_reported_on as lastReportedOn'])
  .select(eb => jsonArrayFrom(eb.selectFrom('commitment_stakeholder as h').select(['h.institution', 'h.role'])
    .whereRef('h.commitment', '=', 'c.id').orderBy('h.position')).as('stakeholders'))
  .where('c.lifecycle', '<>', 'entered_in_error')

const milestones = (eb: any) => jsonArrayFrom((eb as SelectQueryBuilder<Tables & any, any,
  any> & { selectFrom: Kysely<Tables>['selectFrom'] })
  .selectFrom('milestone as m').innerJoin('milestone_status as ms', 'ms.milestone', 'm.id')
  .select(['m.id', 'm.commitment', 'm.number', 'm.title', 'm.expected_output as expectedOutput',
    'm.starts_on as startsOn',
    'm.due_on as dueOn', 'm.due_precision as duePrecision', 'm.due_text as dueText', 'm.weight', 'm.lifecycle',
    'ms.completion', 'm.revision',
    'm.updated_at as updatedAt'])
  .where(sql<boolean>`m.commitment = c.id`).orderBy('m.position').orderBy('m.id') as never).as('milestones')

const reviews = (eb: any) => jsonArrayFrom((eb as { selectFrom: Kysely<Tables>['selectFrom'] })
  .selectFrom('review as r')
  .select(['r.id', 'r.commitment', 'r.organisation', 'r.alias', 'r.kind', 'r.completion', 'r.endorsement',
    'r.reviewed_on as reviewedOn',
    'r.language', 'r.narrative', 'r.evidence', 'r.state', 'r.revision'])
  .where(sql<boolean>`r.commitment = c.id`).where('r.state', 'in', ['published',
    'retracted']).orderBy('r.reviewed_on', 'desc')).as('reviews')

const ORDER = sql<string>`coalesce(s.code, '~') collate "C"`

const page = ({ region, cycleYear, code = '', id = '00000000-0000-0000-0000-000000000000' }: Region) => {
  const query = commitments().where('s.region', '=', region)
    .where(sql<boolean>`(${ORDER}, s.commitment) > (${code}, ${id}::uuid)`)
    .orderBy(ORDER).orderBy('s.commitment').limit(50)
  return cycleYear === undefined ? query : query.where('s.cycle_year', '=', cycleYear)
}

app.get<{ Querystring: { id: string } }>('/one', async ({ query }) =>
  commitments().select(milestones).select(reviews).where('c.id', '=', query.id).executeTakeFirstOrThrow())
app.get<{ Querystring: Region }>('/nested',
  async ({ query }) => ({ items: await page(query).select(milestones).execute() }))
app.get<{ Querystring: Region }>('/list', async ({ query }) => ({ items: await page(query).execute() }))

app.get<{ Querystring: { q: string, region: string } }>('/search', async ({ query: { q, region } }) => {
  const { rows: items } = await sql`select s.commitment as id, s.code, s.plan, s.member, s.cycle_year as "cycleYear", s.title, s.lifecycle,
      s.government_completion as "governmentCompletion", s.irm_completion as "irmCompletion", ts_rank(d.document,
        query) as score
    from bench.document d join commitment_status s on s.commitment = d.commitment, websearch_to_tsquery('english',
      ${q}) query
    where d.document @@ query and s.region = ${region} order by score desc, s.commitment limit 20`.execute(db)
  return { items }
})

app.get('/completion', async () => {
  const { rows } = await sql`select member, area as "policyArea", voice, outcome, count(*)::integer as count from commitment_status s
    cross join unnest(s.policy_areas) area cross join lateral (select 'government' as voice,
      s.government_completion as outcome
      union all select 'irm', s.irm_completion union all select 'civilSociety',
        said from unnest(s.civil_society_completions) said) voices
    where lifecycle <> 'entered_in_error' group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db)
  return { rows }
})

interface NewReview {
  kind: string,
  completion: string,
  reviewedOn: string,
  language: string,
  narrative: object,
  evidence: object[]
}
const text = { type: 'string' }

app.post<{ Querystring: { commitment: string, organisation: string }, Body: NewReview }>('/review', {
  schema: {
    body: {
      type: 'object',
      required: ['kind', 'completion', 'reviewedOn', 'evidence'],
      properties: {
        kind: text,
        completion: text,
        reviewedOn: { type: 'string', format: 'date' },
        language: text,
        narrative: { type: 'object' },
        evidence: { type: 'array' }
      }
    }
  }
}, async ({ query, body, headers }, reply) => {
  // A look-up as of a key, by its hash.
  await db.selectFrom('api_key').selectAll().where('id', '=',
    createHash('sha256').update(String(headers.authorization)).digest('hex').slice(0, 12)).executeTakeFirst()
  const row = {
    id: randomUUID(),
    commitment: query.commitment,
    organisation: query.organisation,
    kind: body.kind,
    completion: body.completion,
    reviewed_on: body.reviewedOn,
    language: body.language,
    narrative: JSON.stringify(body.narrative),
    evidence: JSON.stringify(body.evidence),
    state: 'published'
  }
  const review = await db.transaction().execute(async (tx) => {
    await sql`select 1 from commitment where id = ${row.commitment} for share`.execute(tx)
    const { rows } = await sql<object>`insert into bench.review (${sql.join(Object.keys(row).map(name => sql.ref(name)))})
      values (${sql.join(Object.values(row))}) returning *`.execute(tx)
    await sql`insert into bench.revision values (${row.id}, 1, ${JSON.stringify(rows[0])})`.execute(tx)
    return rows[0]
  })
  return reply.code(201).send(review)
})

app.get<{ Params: { format: 'csv' | 'ndjson' } }>('/export/:format', ({ params: { format } }, reply) => {
  const cell = (value: unknown): string => {
    const plain = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
    return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
  async function * lines (): AsyncGenerator<string> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await commitments().where('c.id', '>', after).orderBy('c.id').limit(1000).execute()
      yield rows.map(row => format === 'ndjson'
        ? `${JSON.stringify(row)}\n`
        : `${Object.values(row).map(cell).join()}\n`).join('')
      if (rows.length < 1000) return
      after = rows.at(-1)?.id as string
    }
  }
  return reply.type(format === 'csv' ? 'text/csv' : 'application/x-ndjson').send(Readable.from(lines()))
})

process.on('message', ({ database }: { database: string }) => {
  db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({
        connectionString: database,
        max: 10
      })
    })
  })
  app.listen({ port: 0, host: '127.0.0.1' })
    .then(() => { process.send?.((app.server.address() as AddressInfo).port) }, (error: unknown) => { throw error })
})
process.on('disconnect', () => { process.exit() })
