import { type KeyObject, createHash, randomBytes } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { privateKeyOf } from './log/note.ts'

const onOff = () => Type.Unsafe<'on' | 'off'>({ type: 'string', enum: ['on', 'off'] })

/** The environment, read once. The README has the same table. */
const Environment = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000 }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://[^/]+$' })),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  MIGRATION_DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  DATA_DIR: Type.String({ minLength: 1, default: './data' }),
  LOG_LEVEL: Type.Unsafe<string>({ type: 'string', enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], default: 'info' }),
  STARTER_DATA: Type.Optional(onOff()),
  STATEMENT_TIMEOUT_MS: Type.Integer({ minimum: 100, maximum: 600000, default: 30000 }),
  PREPARED_STATEMENTS: Type.Unsafe<'on' | 'off'>({ ...onOff(), default: 'on' }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({ minimum: 1, maximum: 10000000, default: 600 }),
  PUBLICATION_WINDOW_HOURS: Type.Integer({ minimum: 1, maximum: 24, default: 24 }),
  PUBLICATION_WINDOW_LEAST: Type.Integer({ minimum: 1, maximum: 1000, default: 3 }),
  RESPONSE_CACHE_MB: Type.Integer({ minimum: 0, maximum: 16384, default: 64 }),
  CHANGE_STREAMS: Type.Integer({ minimum: 0, maximum: 10000, default: 100 }),
  EXPORT_STREAMS: Type.Integer({ minimum: 0, maximum: 1000, default: 10 }),
  EXPORT_SECONDS: Type.Integer({ minimum: 1, maximum: 86400, default: 900 }),
  EXPORT_STALL_SECONDS: Type.Integer({ minimum: 1, maximum: 3600, default: 30 }),
  DUMP_DAYS: Type.Integer({ minimum: 0, maximum: 31, default: 7 }),
  DATA_LICENSE_NAME: Type.Optional(Type.String({ pattern: '^[-a-zA-Z0-9._]{1,40}$' })),
  DATA_LICENSE_TITLE: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  DATA_LICENSE_URL: Type.Optional(Type.String({ pattern: '^https?://[^\\s<>"]+$', maxLength: 2000 })),
  CONTACT_EMAIL: Type.Optional(Type.String({ pattern: '^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$' })),
  WEBHOOKS_ALLOW_PRIVATE: Type.Unsafe<'on' | 'off'>({ ...onOff(), default: 'off' }),
  TRUST_PROXY: Type.Integer({ minimum: 0, maximum: 10, default: 0 }),
  ADMIN_KEY: Type.Optional(Type.String({ minLength: 32 })),
  SECRET: Type.Optional(Type.String({ minLength: 32 })),
  LOG_KEY: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  LOG_KEY_PREVIOUS: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' }))
})

/** What the data may be used for. */
export interface License {
  /** As SPDX or the Open Definition call it. */
  readonly name: string
  readonly title: string
  readonly url: string
}

/** That of the starter data and of what OGP publishes (LICENSE-DATA). */
const CC_BY: License = { name: 'CC-BY-4.0', title: 'Creative Commons Attribution 4.0 International', url: 'https://creativecommons.org/licenses/by/4.0/' }

export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly databaseUrl?: string
  /** The same database as its owner, where that is another user. */
  readonly migrationUrl?: string
  readonly dataDir: string
  readonly logLevel: string
  readonly starterData: boolean
  readonly statementTimeout: number
  /** Whether statements that recur are prepared: a pooler before PostgreSQL may not be able to. */
  readonly preparedStatements: boolean
  /** Requests that one key, or one address without a key, may make in a minute. */
  readonly rateLimit: number
  /** How reviews that are not published at once become public together. */
  readonly window: { readonly hours: number, readonly least: number }
  /** Megabytes of answers that are kept to be given again while the data are the same; 0 keeps none. */
  readonly responseCacheMb: number
  /** Streams of changes that may be open at once. */
  readonly changeStreams: number
  /** Exports that may be on their way at once, how long each may take, and how long its reader may take nothing of it. */
  readonly exportStreams: number
  readonly exportSeconds: number
  readonly exportStallSeconds: number
  /** Days of which dumps of all tables are kept; 0 makes none. */
  readonly dumpDays: number
  readonly license: License
  /** Whom to write to, as catalogues of open data say. */
  readonly contactEmail?: string
  /** Whether webhooks may lead to private addresses, without TLS and on any port: for development. */
  readonly webhooksAllowPrivate: boolean
  /** How many proxies of one's own stand before the service. */
  readonly trustProxy: number
}

/** Kept apart from the configuration, so that printing one never prints the other. */
export interface Secrets {
  /** Keys the hashes of API keys and the signatures of cursors. */
  readonly hmac: Buffer
  /** Signs the checkpoints of the public log (Ed25519). */
  readonly logKey: KeyObject
  /** The key that signed before it, while what is signed carries both signatures. */
  readonly previousLogKey?: KeyObject
  /** The administrator's key, when the environment gives it. */
  readonly adminKey?: string
}

/** What the environment gives of the secrets. */
export interface GivenSecrets { adminKey?: string, secret?: string, logKey?: string, previousLogKey?: string }

/** All that sign, the current one first. */
export const logKeys = ({ logKey, previousLogKey }: Secrets): KeyObject[] => [logKey, ...(previousLogKey === undefined ? [] : [previousLogKey])]

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * @throws ConfigError that names every setting that does not fit and what it may be
 */
export function readConfig (environment: NodeJS.ProcessEnv): { config: Config } & GivenSecrets {
  const given = Object.fromEntries(Object.keys(Environment.properties)
    .filter(name => environment[name] !== undefined && environment[name] !== '')
    .map(name => [name, asWritten(environment[name] as string)]))
  const values = Value.Default(Environment, given)
  if (!Value.Check(Environment, values)) {
    // One by one: of a whole object, the library names eight errors at most.
    const wrong = Object.entries(Environment.properties).filter(([name]) => name in (values as object))
      .flatMap(([name, schema]) => [...Value.Errors(schema, (values as Record<string, unknown>)[name])].map(error => `${name}: ${explain(error)}`))
    throw new ConfigError(`These settings do not fit (the README has the table of settings):\n  ${wrong.join('\n  ')}`)
  }
  const env: Static<typeof Environment> = values
  if (env.MIGRATION_DATABASE_URL !== undefined && env.DATABASE_URL === undefined) throw new ConfigError('MIGRATION_DATABASE_URL goes with DATABASE_URL: the same database, as its owner.')
  if (env.LOG_KEY_PREVIOUS !== undefined && env.LOG_KEY === undefined) throw new ConfigError('LOG_KEY_PREVIOUS goes with LOG_KEY: the key that signed before it.')
  const { DATA_LICENSE_NAME: name, DATA_LICENSE_TITLE: title, DATA_LICENSE_URL: url } = env
  const license = name !== undefined && title !== undefined && url !== undefined ? Object.freeze({ name, title, url }) : CC_BY
  if (license === CC_BY && (name ?? title ?? url) !== undefined) throw new ConfigError('DATA_LICENSE_NAME, DATA_LICENSE_TITLE and DATA_LICENSE_URL go together: one licence.')
  return {
    config: Object.freeze({
      port: env.PORT,
      host: env.HOST,
      publicUrl: env.PUBLIC_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
      ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
      ...(env.MIGRATION_DATABASE_URL === undefined ? {} : { migrationUrl: env.MIGRATION_DATABASE_URL }),
      dataDir: resolve(env.DATA_DIR),
      logLevel: env.LOG_LEVEL,
      starterData: (env.STARTER_DATA ?? (env.DATABASE_URL === undefined ? 'on' : 'off')) === 'on',
      statementTimeout: env.STATEMENT_TIMEOUT_MS,
      preparedStatements: env.PREPARED_STATEMENTS === 'on',
      rateLimit: env.RATE_LIMIT_PER_MINUTE,
      window: Object.freeze({ hours: env.PUBLICATION_WINDOW_HOURS, least: env.PUBLICATION_WINDOW_LEAST }),
      responseCacheMb: env.RESPONSE_CACHE_MB,
      changeStreams: env.CHANGE_STREAMS,
      exportStreams: env.EXPORT_STREAMS,
      exportSeconds: env.EXPORT_SECONDS,
      exportStallSeconds: env.EXPORT_STALL_SECONDS,
      dumpDays: env.DUMP_DAYS,
      license,
      ...(env.CONTACT_EMAIL === undefined ? {} : { contactEmail: env.CONTACT_EMAIL }),
      webhooksAllowPrivate: env.WEBHOOKS_ALLOW_PRIVATE === 'on',
      trustProxy: env.TRUST_PROXY
    }),
    ...(env.ADMIN_KEY === undefined ? {} : { adminKey: env.ADMIN_KEY }),
    ...(env.SECRET === undefined ? {} : { secret: env.SECRET }),
    ...(env.LOG_KEY === undefined ? {} : { logKey: env.LOG_KEY }),
    ...(env.LOG_KEY_PREVIOUS === undefined ? {} : { previousLogKey: env.LOG_KEY_PREVIOUS })
  }
}

function explain ({ message, params }: { message: string, params: object }): string {
  return 'allowedValues' in params ? `must be one of ${(params.allowedValues as unknown[]).join(', ')}` : message
}

/** Whole numbers as numbers, everything else as it is: 1.5 is no port, and is not made one. */
const asWritten = (text: string): string | number => /^-?\d{1,15}$/.test(text) ? Number(text) : text

/** The secrets of this installation: from the environment, else from files in `DATA_DIR`, made on first start. */
export function readSecrets (dataDir: string, { adminKey, secret, logKey, previousLogKey }: GivenSecrets): Secrets {
  const key = logKey !== undefined
    ? Buffer.from(logKey, 'hex')
    : keptIn(dataDir, 'log.key', 'Without it nobody who knows the old key believes the log; to sign with a new one, delete it.')
  // A file beside a key of the environment belongs to an earlier one.
  const before = previousLogKey !== undefined ? Buffer.from(previousLogKey, 'hex') : logKey === undefined ? previousIn(dataDir) : undefined
  if (before?.equals(key) === true) throw new ConfigError('The previous key of the log (log.key.previous or LOG_KEY_PREVIOUS) is the current one: take it away.')
  return {
    hmac: secret !== undefined
      ? createHash('sha256').update(secret).digest()
      : keptIn(dataDir, 'secret.key', 'Without it no key works; to start anew, delete it and admin.key.'),
    logKey: privateKeyOf(key),
    ...(before === undefined ? {} : { previousLogKey: privateKeyOf(before) }),
    ...(adminKey === undefined ? {} : { adminKey })
  }
}

/**
 * Makes a new key of the log in `DATA_DIR`, and keeps the one that signed until now beside it, for the service to record at its next start.
 * @returns the file of the previous key
 * @throws ConfigError where there is no key yet, or where one before it is still kept
 */
export function rotateLogKey (dataDir: string): string {
  const file = join(dataDir, 'log.key')
  const previous = `${file}.previous`
  if (!existsSync(file)) throw new ConfigError(`There is no ${file}: the service makes it at its first start.`)
  if (existsSync(previous)) throw new ConfigError(`${previous} is still there. Once the service has started with it and readers have the newer key, delete it; then make another.`)
  readBytes(file, 'Put it back from a backup.')
  copyFileSync(file, previous, constants.COPYFILE_EXCL)
  // Another name first: at no moment is there no key, or half of one.
  writeFileSync(`${file}.new`, newKey(), OURS)
  renameSync(`${file}.new`, file)
  return previous
}

const newKey = (): string => randomBytes(32).toString('hex')
/** A file that nobody else may read. */
const OURS = { mode: 0o600 }

/** 32 random bytes, kept in a file. */
function keptIn (folder: string, name: string, consequence: string): Buffer {
  const file = join(folder, name)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, newKey(), { ...OURS, flag: 'wx' })
  }
  return readBytes(file, `Put it back from a backup. ${consequence}`)
}

function previousIn (folder: string): Buffer | undefined {
  const file = join(folder, 'log.key.previous')
  return existsSync(file) ? readBytes(file, 'Put it back from a backup, or delete it: then the new key alone signs, and nothing says where it comes from.') : undefined
}

function readBytes (file: string, remedy: string): Buffer {
  const bytes = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(bytes)) throw new ConfigError(`${file} is damaged: it holds 64 hexadecimal digits. ${remedy}`)
  return Buffer.from(bytes, 'hex')
}
