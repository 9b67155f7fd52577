import { styleText } from 'node:util'
import { Option } from 'commander'
import type { Io } from './io.ts'

export type When = 'auto' | 'always' | 'never'
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

/** `--color` as git has it. */
export const colourOption = (): Option => new Option('--color <when>', 'colours: on a terminal and without NO_COLOR (https://no-color.org), always or never').choices(['auto', 'always', 'never']).default('auto')

/** Paints what goes to standard output. */
export function painter ({ isOutTerminal, env }: Io, when: When): Paint {
  const colours = when === 'always' || (when === 'auto' && isOutTerminal && !env.NO_COLOR && env.TERM !== 'dumb')
  return colours ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text
}

/** Text from elsewhere with its control characters and changes of direction spelt out: a terminal would obey them. */
export const plain = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for: a terminal would obey them
  text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
