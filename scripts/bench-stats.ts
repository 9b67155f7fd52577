import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { postgresDialect } from '../src/db/postgres.ts'
import type { Tables } from '../src/db/database.ts'
import { freePort } from './free-port.ts'

/**
 * How long statistics, the search and the pages take with many commitments, beside a plain list in the same run: of the empty
 * database that DATABASE_URL names, which it fills. Run `npm run build` first.
 */
const url = process.env.DATABASE_URL
const main = join(import.meta.dirname, '../dist/main.js')
if (url === undefined || !existsSync(main)) throw new Error('Run `npm run build` first, then `DATABASE_URL=postgres://.../empty npx tsx scripts/bench-stats.ts [COMMITMENTS]`.')
const count = Number(process.argv[2] ?? 100_000)
const TIMES = 30
const folder = mkdtempSync(join(tmpdir(), 'oc-bench-'))
const port = await freePort()
const child = spawn(process.execPath, [main], { env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error', STARTER_DATA: 'off', RATE_LIMIT_PER_MINUTE: '1000000', SECRET: randomBytes(32).toString('hex') }, stdio: ['ignore', 'pipe', 'inherit'] })
process.on('exit', () => { child.kill() })
await once(child.stdout, 'data')

/** 100 members with 5 plans each; texts of 60 words out of 5,000, the frequent ones often, as words are. */
const db = new Kysely<Tables>({ dialect: postgresDialect(url, 3_600_000) })
const WORDS = sql`(select string_agg(array_to_string(array(select substr('bcdfglmnprst', 1 + d, 1) || substr('aeiou', 1 + d % 5, 1)
  from unnest(array[w % 12, w / 12 % 12, w / 144 % 12, w / 1728]) d), ''), ' ') from (select (5000 * power(random(), 3))::integer as w from generate_series(1, 60) where c is not null) drawn)`
for (const statement of [
  sql`insert into member (id, name, kind, region, status, updated_at) select 'm' || n, jsonb_build_object('en', 'Member ' || n), 'national', 'region ' || n % 6, 'active', now() from generate_series(1, 100) n`,
  sql`insert into institution (id, name, kind, updated_at) select 'i' || n, jsonb_build_object('en', 'Ministry ' || n), 'civil_society', now() from generate_series(1, 500) n`,
  sql`insert into policy_area (id, name, kind, taxonomy, updated_at) select 'p' || n, jsonb_build_object('en', 'Area ' || n), 'policy_area', 'bench', now() from generate_series(1, 60) n`,
  sql`insert into action_plan (id, member, number, title, cycle_year, starts_on, starts_precision, ends_on, ends_precision, lifecycle, updated_at)
    select 'm' || m || '-' || n, 'm' || m, n, '{"en":"Plan"}', 2010 + 3 * n, make_date(2010 + 3 * n, 1, 1), 'day', make_date(2012 + 3 * n, 12, 31), 'day', case when n = 5 then 'in_implementation' else 'closed' end, now()
    from generate_series(1, 100) m cross join generate_series(1, 5) n`,
  sql`insert into commitment (id, plan, position, title, description, language, ends_on, ends_precision, lifecycle, updated_at)
    select gen_random_uuid(), 'm' || 1 + c % 100 || '-' || 1 + c / 100 % 5, c, jsonb_build_object('en', left(${WORDS}, 60)), jsonb_build_object('en', ${WORDS}), 'en', make_date(2012 + c % 15, 6, 30), 'day', 'active', now()
    from generate_series(1, ${count}::integer) c`,
  sql`insert into commitment_policy_area (commitment, policy_area) select id, 'p' || 1 + position % 60 from commitment union all select id, 'p' || 1 + (position + 7) % 60 from commitment where position % 3 = 0`,
  sql`insert into milestone (id, commitment, position, title, due_on, due_precision, lifecycle, updated_at)
    select gen_random_uuid(), id, n, '{"en":"A step"}', make_date(2012 + position % 15, 3 * n, 28), 'day', 'active', now() from commitment cross join generate_series(1, 2) n`,
  sql`insert into progress_update (id, commitment, institution, period, reported_on, completion, challenges, updated_at)
    select gen_random_uuid(), id, 'i' || 1 + position % 500, '2020-H' || n, make_date(2020, 6 * n, 1), (array['not_started', 'limited', 'substantial', 'complete'])[1 + (position + n) % 4], '{"en":"Time"}', now() from commitment cross join generate_series(1, 2) n`,
  sql`insert into review (id, commitment, organisation, kind, completion, reviewed_on, evidence, state)
    select gen_random_uuid(), id, 'i' || 1 + position % 400, 'progress', (array['not_started', 'limited', 'substantial', 'complete'])[1 + position / 7 % 4], '2021-01-01', '[{"url": "https://example.org/"}]', 'published' from commitment where position % 3 = 0`,
  sql`insert into report (id, plan, type, author_kind, stage, published_on, published_precision, updated_at) select gen_random_uuid(), id, 'progress_midterm', 'irm', 'final', '2021-06-01', 'day', now() from action_plan`,
  sql`insert into assessment (id, commitment, report, indicators, updated_at)
    select gen_random_uuid(), c.id, r.id, jsonb_build_object('completion', jsonb_build_object('value', (array['not_started', 'limited', 'substantial', 'complete'])[1 + position / 5 % 4])), now() from commitment c join report r on r.plan = c.plan`
]) await statement.execute(db)
await sql`analyze`.execute(db)
const { rows: plans } = await sql<{ id: string }>`select id from action_plan`.execute(db)
for (const { id } of plans) {
  await sql`select refresh_commitment_status(array(select id from commitment where plan = ${id}))`.execute(db)
  await sql`select refresh_commitment_search(array(select id from commitment where plan = ${id}))`.execute(db)
}
await sql`vacuum analyze`.execute(db)
const { rows: [one] } = await sql<{ id: string, title: string }>`select id, title ->> 'en' as title from commitment order by position limit 1`.execute(db)
const { id, title } = one as { id: string, title: string }
const words = title.split(' ')
await db.destroy()

/** The median and the 95th percentile of the time to the first byte, in milliseconds; always asked anew. */
async function time (path: string): Promise<[number, number]> {
  const taken: number[] = []
  for (let n = 0; n < TIMES; n++) {
    const began = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    taken.push(performance.now() - began)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    await response.arrayBuffer()
  }
  taken.sort((a, b) => a - b)
  return [taken[TIMES / 2] as number, taken[Math.floor(TIMES * 0.95)] as number]
}

const PATHS = [
  '/v1/commitments?limit=50', '/v1/commitments?member=m1&limit=50',
  '/v1/stats/completion?groupBy=cycleYear', '/v1/stats/completion?groupBy=region&groupBy=policyArea', '/v1/stats/completion?groupBy=era', '/v1/stats/completion?groupBy=member&groupBy=policyArea', '/v1/stats/completion?member=m1', '/v1/stats/indicators?indicator=completion',
  '/v1/stats/divergence?groupBy=cycleYear', '/v1/stats/freshness', '/v1/stats/timeline', '/v1/stats/burndown', '/v1/stats/burndown?plan=m1-1',
  `/v1/search?q=${words[0]}`, `/v1/search?q=${words.slice(0, 3).join('+')}`, `/v1/search?q=${words[0]}x${words[1]}`, `/v1/search?q=%22${words.slice(0, 2).join('+')}%22`, `/v1/search?q=${words[0]}&member=m1`, `/v1/search?similarTo=${id}`,
  '/en', '/en/members', '/en/members/m1', '/en/plans/m1-1', `/en/commitments/${id}`, `/en/search?q=${words[0]}`, '/en/changes'
]
const [plain] = await time(PATHS[0] as string)
for (const path of PATHS) {
  const [half, most] = await time(path)
  process.stdout.write(`${path}: p50 ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms, ${(half / plain).toFixed(1)} times a plain list\n`)
}
child.kill('SIGTERM')
await once(child, 'close')
rmSync(folder, { recursive: true })
