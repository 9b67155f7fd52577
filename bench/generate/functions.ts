import { type RawBuilder, sql } from 'kysely'

/** SQL functions and texts to draw from, in a schema of their own. Every draw depends on its number alone. */

/** Words of open government and of the language, the most frequent first; invented words follow. */
const WORDS = `the of and to in for a on by with public government information will data access open citizens national
 is system law as policy transparency be that participation ministry services from civil society institutions budget
 portal develop online implementation management publish process this which through local new project platform are
 standards reform accountability monitoring education health procurement corruption legislation council improve
 administration consultation electronic report`.split(/\s+/)

const VOCABULARY = 4000
/** Sentences that texts begin with; the last ones are left for the longest text to go on in. */
export const SENTENCES = 20_000
const RESERVE = 250

/** A number from 0 to 1 for each pair of salt and number; the same on every server of one major version. */
const draw = sql`
  create function bench.draw (salt integer, n bigint) returns double precision language sql immutable parallel safe
  return (hashint8extended(n, salt) & 9007199254740991) / 9007199254740992.0::double precision`

/** A value between the quantiles, which stand at equal steps. */
const quantile = sql`
  create function bench.quantile (u double precision, steps double precision[]) returns integer
  language sql immutable parallel safe
  return (select steps[i] + (steps[i + 1] - steps[i]) * (u * (cardinality(steps) - 1) - i + 1)
    from (select 1 + floor(u * (cardinality(steps) - 1))::integer as i) at)::integer`

/** A number of things: 0 for a draw below the first share, 1 below the first two together, and so on. */
const count = sql`
  create function bench.number_of (u double precision, shares double precision[]) returns integer
  language sql immutable parallel safe
  return (select count(*) from (select sum(share) over (order by at) as sum
    from unnest(shares) with ordinality as s (share, at)) sums where sum <= u + 1e-9)::integer`

/** An id of version 7 that grows with the number, as those that the service gives. */
const id = sql`
  create function bench.id (kind text, n bigint, part integer) returns uuid language sql immutable parallel safe
  return (select (lpad(to_hex(1500000000000 + n * 1000 + part), 12, '0') || '7' || left(hash, 3) || '8'
    || substr(hash, 4, 15))::uuid from (select md5(concat_ws('/', kind, n, part)) as hash) hashed)`

/** An id of version 4, as reviews have. */
const randomId = sql`
  create function bench.random_id (n bigint, part integer) returns uuid language sql immutable parallel safe
  return (select (left(hash, 12) || '4' || substr(hash, 13, 3) || '8' || substr(hash, 16, 15))::uuid
    from (select md5(concat_ws('/', 'review', n, part)) as hash) hashed)`

/** A text of at most a length, cut out of the corpus from the beginning of a sentence to the end of a word. */
const text = (sentences: number) => sql`
  create function bench.text (salt integer, key bigint, length integer) returns text language sql stable parallel safe
  return regexp_replace((select convert_from(substring(c.bytes from s.position for length), 'UTF8') from bench.corpus c, bench.sentence s
    where s.n = floor(bench.draw(salt, key) * ${sql.lit(sentences - RESERVE)})::integer), '\\s+\\S*$', '')`

/** Words by rank, drawn so that the second is half as frequent as the first, the third a third (Zipf's law). */
const word = (salt: number, n: RawBuilder<unknown>) => sql`(select word from bench.word
  where rank = floor(power(${sql.lit(VOCABULARY)}, bench.draw(${sql.lit(salt)}, ${n})))::integer)`

const syllables = sql`(select string_agg(substr('bcdfglmnprstvz', 1 + digit % 14, 1) || substr('aeiou', 1 + digit % 5, 1), '' order by place)
  from unnest(array[rank % 13, rank / 13 % 17 + 1, rank / 221 + 2]) with ordinality as s (digit, place))`

export const functionStatements = (sentences: number): RawBuilder<unknown>[] => [
  sql`create schema bench`, draw, quantile, count, id, randomId,
  sql`create table bench.word as select rank, coalesce((${sql.lit(`{${WORDS.join(',')}}`)}::text[])[rank], ${syllables} || rank % 7) as word
    from generate_series(1, ${sql.lit(VOCABULARY)}) rank`,
  sql`create unique index on bench.word (rank)`,
  sql`analyze bench.word`,
  sql`create table bench.sentence as select n, initcap(left(text, 1)) || substr(text, 2) || '. ' as text from (
    select n, string_agg(${word(1, sql`n::bigint * 32 + place`)}, ' ' order by place) as text
    from generate_series(0, ${sql.lit(sentences - 1)}) n
    cross join lateral generate_series(1, 8 + floor(bench.draw(2, n) * 12)::integer) place group by n) made`,
  sql`alter table bench.sentence add position integer`,
  sql`update bench.sentence set position = before.position from (
    select n, (1 + sum(length(text)) over (order by n) - length(text))::integer as position from bench.sentence) before where before.n = sentence.n`,
  sql`create unique index on bench.sentence (n)`,
  sql`analyze bench.sentence`,
  // Stored as it is, so that a piece is read without the rest.
  sql`create table bench.corpus (bytes bytea)`,
  sql`alter table bench.corpus alter bytes set storage external`,
  sql`insert into bench.corpus select convert_to(string_agg(text, '' order by n), 'UTF8') from bench.sentence`,
  text(sentences)
]
