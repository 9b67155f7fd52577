import { formatValue, isDateFormat, serialToDate } from 'hucre'

/** A number and its format -> the text that a spreadsheet program shows, but for dates, which are written as ISO 8601 has them. */

/** Formats that a workbook need not spell out (ECMA-376-1, 18.8.30); those of dates are told apart below by their letters. */
export const BUILT_IN_FORMATS: ReadonlyMap<number, string> = new Map([
  [1, '0'], [2, '0.00'], [3, '#,##0'], [4, '#,##0.00'], [9, '0%'], [10, '0.00%'], [11, '0.00E+00'], [12, '# ?/?'], [13, '# ??/??'],
  [14, 'm/d/yyyy'], [15, 'd-mmm-yy'], [16, 'd-mmm'], [17, 'mmm-yy'], [18, 'h:mm AM/PM'], [19, 'h:mm:ss AM/PM'], [20, 'h:mm'], [21, 'h:mm:ss'], [22, 'm/d/yyyy h:mm'],
  [37, '#,##0;(#,##0)'], [38, '#,##0;(#,##0)'], [39, '#,##0.00;(#,##0.00)'], [40, '#,##0.00;(#,##0.00)'],
  [45, 'mm:ss'], [46, '[h]:mm:ss'], [47, 'mmss.0'], [48, '##0.0E+0'], [49, '@']
])

/** What spreadsheet programs allow; a longer one is none. */
const LONGEST_FORMAT = 255
/** The last day that spreadsheets have: 9999-12-31. */
const LAST_SERIAL = 2958465
const DAY_1904 = 1462

const NUMBER = new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 15, signDisplay: 'negative' })

/** Without exponent, and to the 15 digits that spreadsheets show: 0.1 + 0.2 is 0.3. */
export function plainNumber (value: number): string {
  return NUMBER.format(value)
}

/** Null where the format asks for a date and there is no such day. */
export type Display = (value: number) => string | null

/** What a format does to a number; worked out once, since most cells of a sheet share few formats. */
export function displayOf (format: string, is1904: boolean): Display {
  if (format.length > LONGEST_FORMAT) return plainNumber
  // Without what is shown as it stands: quoted and escaped characters, colours, locales.
  const letters = format.replace(/"[^"]*"|\\.|[_*]./g, '').replace(/\[(?![hms]+\])[^\]]*\]/gi, '').toLowerCase()
  if (isDateFormat(format)) return value => displayDate(value, letters, format, is1904)
  // Words of scientific notation and long fractions say less than the number.
  if (/^(general)?$|@|e[+-]|\/[?#0]{4}/.test(letters)) return plainNumber
  return (value) => {
    try {
      return formatValue(value, format)
    } catch {
      return plainNumber(value)
    }
  }
}

/** As precise as its format: a day, a month where no day is shown, a year where no month is, with the time where one is shown. */
function displayDate (value: number, letters: string, format: string, is1904: boolean): string | null {
  if (value < 0 || value > LAST_SERIAL - (is1904 ? DAY_1904 : 0)) return null
  const [year, time] = [/[yd]|mmm/.test(letters), /[hs]/.test(letters)]
  if (!year && time) return formatValue(value, format, { is1904 })
  const iso = serialToDate(value, is1904).toISOString()
  const length = letters.includes('d') ? 10 : letters.includes('m') ? 7 : 4
  return time && length === 10 && !Number.isInteger(value) ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso.slice(0, length)
}
