import { type RawBuilder, sql } from 'kysely'
import * as share from './proportions.ts'

/** Statements that fill the tables with generated commitments; nothing in them depends on time or chance. */

const numbers = (values: readonly number[]) => sql`${sql.lit(`{${values.join(',')}}`)}::double precision[]`
const lengthOf = (u: RawBuilder<unknown>, quantiles: readonly number[]) =>
  sql`bench.quantile(${u}, ${numbers(quantiles)})`
const numberOf = (u: RawBuilder<unknown>, shares: readonly number[]) => sql`bench.number_of(${u}, ${numbers(shares)})`
const oneOf = (u: RawBuilder<unknown>, values: readonly string[]) =>
  sql`(${sql.lit(`{${values.join(',')}}`)}::text[])[1 + floor(${u} * ${sql.lit(values.length)})::integer]`

/** Six members of ten write English, three Spanish, one French. */
const LANGUAGE = sql`case when plan % 61 % 10 < 6 then 'en' when plan % 61 % 10 < 9 then 'es' else 'fr' end`
const narrative = (salt: number, n: RawBuilder<unknown>) =>
  sql`jsonb_build_object('en', bench.text(${sql.lit(salt)}, ${n},
  greatest(20, (${lengthOf(sql`bench.draw(${sql.lit(salt + 1)}, ${n})`, share.DESCRIPTION_LENGTH)}
    * ${sql.lit(share.NARRATIVE_SHARE)})::integer)))`
const updated = (n: RawBuilder<unknown>) => sql`timestamptz '2025-01-01 00:00:00Z' + ${n} * interval '1 second'`
const RATED = ['not_started', 'limited', 'substantial', 'complete']
const VALUES = ['access_to_information', 'civic_participation', 'public_accountability', 'technology_and_innovation']

/** The completion of the IRM, by cumulated shares. */
const irmCompletion = (u: RawBuilder<unknown>) => sql`case ${sql.join(share.IRM_COMPLETION.map(([value], index) =>
  sql`when ${u} < ${sql.lit(share.IRM_COMPLETION.slice(0, index + 1).reduce((sum, [, of]) => sum + of, 0) + 1e-9)}
    then ${value === null ? sql`null` : sql.lit(value)}`), sql` `)} end`

/** A row for each commitment: its number `c`, its id, and the number, id and year of its plan. */
const commitments = (count: number) => sql`(select c, bench.id('commitment', c, 0) as id, plan,
    'm' || plan % ${sql.lit(share.MEMBERS)} || '-' || 1 + plan / ${sql.lit(share.MEMBERS)} as plan_id,
    (2011 + plan / ${sql.lit(share.MEMBERS)} % 15)::integer as year
  from (select c, c / ${sql.lit(share.COMMITMENTS_OF_PLAN)} as plan from generate_series(0, ${sql.lit(count - 1)}::bigint) c) numbered)`

/** Each commitment with each of its milestones, `place` from 1 on. */
const milestones = (count: number) => sql`(select c, id, year, place from ${commitments(count)} c
  cross join lateral generate_series(1, ${numberOf(sql`bench.draw(30, c)`, share.MILESTONES_OF_COMMITMENT)}) place)`

export function entityStatements (count: number): RawBuilder<unknown>[] {
  const plans = Math.ceil(count / share.COMMITMENTS_OF_PLAN)
  const institutions = Math.min(share.MAX_INSTITUTIONS, Math.ceil(count * share.INSTITUTIONS_OF_COMMITMENT))
  const institution = (u: RawBuilder<unknown>) => sql`'i' || floor(${u} * ${sql.lit(institutions)})::integer`
  // Every fifth institution is an organisation of civil society.
  const organisation = (u: RawBuilder<unknown>) =>
    sql`'i' || 5 * floor(${u} * ${sql.lit(Math.ceil(institutions / 5))})::integer`
  return [
    sql`insert into member (id, name, kind, region, status, code_prefixes, updated_at)
      select 'm' || m, jsonb_build_object('en', 'Member ' || m), 'national',
        (array['africa', 'americas', 'asia-pacific', 'europe', 'middle-east', 'central-asia'])[1 + m % 6], 'active',
        array['X' || chr(65 + m / 26) || chr(65 + m % 26)], ${updated(sql`m`)}
      from generate_series(0, ${sql.lit(share.MEMBERS - 1)}) m`,
    sql`insert into institution (id, name, kind, updated_at)
      select 'i' || n, jsonb_build_object('en', bench.text(10, n, ${lengthOf(sql`bench.draw(11, n)`, share.INSTITUTION_NAME_LENGTH)})),
        case when n % 5 = 0 then 'civil_society' else 'government' end, ${updated(sql`n`)}
      from generate_series(0::bigint, ${sql.lit(institutions - 1)}) n`,
    sql`insert into policy_area (id, name, kind, taxonomy, updated_at)
      select 'area-' || n, jsonb_build_object('en', bench.text(12, n, (12 + n % 20)::integer)), 'policy_area', 'bench', ${updated(sql`n`)}
      from generate_series(1::bigint, ${sql.lit(share.POLICY_AREAS)}) n`,
    sql`insert into action_plan (id, member, number, title, language, cycle_year, starts_on, starts_precision, ends_on,
        ends_precision, lifecycle, updated_at)
      select 'm' || member || '-' || number, 'm' || member, number, jsonb_build_object('en', 'Action plan ' || number), 'en', year,
        make_date(year, 7, 1), 'day', make_date(year + 2, 6, 30), 'day',
        case when year >= 2024 then 'in_implementation' else 'closed' end, ${updated(sql`plan`)}
      from (select plan, plan % ${sql.lit(share.MEMBERS)} as member, 1 + plan / ${sql.lit(share.MEMBERS)} as number,
        2011 + plan / ${sql.lit(share.MEMBERS)} % 15 as year from generate_series(0, ${sql.lit(plans - 1)}) plan) p`,
    sql`insert into commitment (id, plan, position, code, title, description, language, ogp_values, starts_on, starts_precision,
        ends_on, ends_precision, lifecycle, lifecycle_reason, revision, updated_at)
      select id, plan_id, c % ${sql.lit(share.COMMITMENTS_OF_PLAN)} + 1,
        -- A code has four digits: whoever has more commitments has some without.
        case when of_member < 10000 then 'X' || chr(65 + (plan % 61 / 26)::integer) || chr(65 + (plan % 61 % 26)::integer)
          || lpad(of_member::text, 4, '0') end,
        jsonb_build_object(${LANGUAGE}, bench.text(20, c, ${lengthOf(sql`bench.draw(21, c)`, share.TITLE_LENGTH)})),
        jsonb_build_object(${LANGUAGE}, bench.text(22, c, ${lengthOf(sql`bench.draw(23, c)`, share.DESCRIPTION_LENGTH)})), ${LANGUAGE},
        (${sql.lit(`{${[...VALUES, ...VALUES].join(',')}}`)}::text[])[(1 + c % 4)::integer:(c % 4)::integer + ${numberOf(sql`bench.draw(24, c)`, share.VALUES_OF_COMMITMENT)}],
        make_date(year, 7, 1), 'day', case when dated then make_date(year + 1, 1 + (c % 12)::integer, 28) end,
        case when dated then 'day' else 'unknown' end, case when year >= 2024 then 'active' else 'inactive' end,
        case when year < 2024 then 'plan_ended' end, case when bench.draw(25, c) < ${sql.lit(share.CHANGED)} then 2 else 1 end, ${updated(sql`c`)}
      from (select *, plan / 61 * 19 + c % 19 as of_member, bench.draw(26, c) < ${sql.lit(share.DATED)} as dated from ${commitments(count)} all_of_them) c`,
    sql`insert into commitment_policy_area (commitment, policy_area)
      select id, 'area-' || 1 + (floor(power(bench.draw(27, c), 1.5) * ${sql.lit(share.POLICY_AREAS)})::integer + 7 * place) % ${sql.lit(share.POLICY_AREAS)}
      from ${commitments(count)} c cross join lateral generate_series(1, ${numberOf(sql`bench.draw(28, c)`, share.POLICY_AREAS_OF_COMMITMENT)}) place`,
    sql`insert into commitment_stakeholder (commitment, institution, role, position)
      select id, ${institution(sql`bench.draw(29, c * 8 + place)`)}, case place when 1 then 'lead' else 'supporting' end, place
      from ${commitments(count)} c cross join lateral generate_series(1, ${numberOf(sql`bench.draw(31, c)`, share.STAKEHOLDERS_OF_COMMITMENT)}) place
      on conflict do nothing`,
    sql`insert into milestone (id, commitment, position, number, title, due_on, due_precision, lifecycle, updated_at)
      select bench.id('milestone', c, place), id, place, place::text,
        jsonb_build_object('en', bench.text(32, c * 16 + place, ${lengthOf(sql`bench.draw(33, c * 16 + place)`, share.TITLE_LENGTH)})),
        make_date(year + place / 6, 1 + 2 * (place % 6), 28), 'day', 'active', ${updated(sql`c`)} from ${milestones(count)} m`,
    sql`insert into progress_update (id, commitment, milestone, institution, period, reported_on, completion, schedule, narrative,
        challenges, updated_at)
      select bench.id('update', c, place), id, milestone, ${institution(sql`bench.draw(35, c)`)}, period, reported_on, completion,
        case when bench.draw(36, n) < 0.3 then 'behind' else 'on_schedule' end, ${narrative(37, sql`n`)},
        case when completion in ('not_started', 'limited') then ${narrative(39, sql`n`)} end, ${updated(sql`c`)}
      from (
        select c, id, place, c * 32 + place as n, null::uuid as milestone, year + (place - 1) / 2 || '-H' || 1 + (place - 1) % 2 as period,
          make_date(year, 12, 1) + 180 * (place - 1) as reported_on, ${oneOf(sql`bench.draw(41, c * 32 + place)`, RATED)} as completion
        from ${commitments(count)} c cross join lateral generate_series(1, ${numberOf(sql`bench.draw(42, c)`, share.UPDATES_OF_COMMITMENT)}) place
        union all
        select c, id, 10 + place, c * 32 + 10 + place, bench.id('milestone', c, place), year || '-H2', make_date(year, 12, 15),
          ${oneOf(sql`bench.draw(41, c * 32 + 10 + place)`, RATED)}
        from ${milestones(count)} m where bench.draw(43, c * 16 + place) < ${sql.lit(share.UPDATED_MILESTONES)}) u`,
    sql`insert into review (id, commitment, organisation, kind, completion, endorsement, reviewed_on, language, narrative, evidence, state)
      select bench.random_id(c, place), id, ${organisation(sql`bench.draw(50, c * 8 + place)`)}, 'progress',
        ${oneOf(sql`bench.draw(51, c * 8 + place)`, RATED)}, ${oneOf(sql`bench.draw(52, c * 8 + place)`, ['endorsed', 'contested', 'not_addressed'])},
        make_date(year + 1, 3, 1) + place, 'en', ${narrative(53, sql`c * 8 + place`)},
        jsonb_build_array(jsonb_build_object('url', 'https://example.org/' || c || '/' || place)), 'published'
      from ${commitments(count)} c cross join lateral generate_series(1, ${numberOf(sql`bench.draw(55, c)`, share.REVIEWS_OF_COMMITMENT)}) place`,
    sql`insert into report (id, plan, type, author_kind, stage, published_on, published_precision, updated_at)
      select bench.id('report', row_number() over (order by id), 0), id, 'progress_midterm', 'irm', 'final', make_date(cycle_year + 1, 9, 1), 'day', updated_at from action_plan`,
    sql`insert into assessment (id, commitment, report, indicators, starred, computed_star, star_rule, updated_at)
      select bench.id('assessment', c, 0), c.id, r.id, jsonb_strip_nulls(jsonb_build_object(
          'completion', case when completion is not null then jsonb_build_object('value', completion) end,
          'specificity', jsonb_build_object('value', ${oneOf(sql`bench.draw(60, c)`, ['none', 'low', 'medium', 'high'])}),
          'potentialImpact', jsonb_build_object('value', ${oneOf(sql`bench.draw(61, c)`, ['none', 'minor', 'moderate', 'transformative'])}),
          'relevance', jsonb_build_object('value', to_jsonb((${sql.lit(`{${VALUES.join(',')}}`)}::text[])[:(1 + c % 3)::integer])))),
        starred, starred, 1, ${updated(sql`c`)}
      from (select *, ${irmCompletion(sql`bench.draw(62, c)`)} as completion, bench.draw(63, c) < ${sql.lit(share.STARRED)} as starred
        from ${commitments(count)} all_of_them) c join report r on r.plan = c.plan_id`
  ]
}
