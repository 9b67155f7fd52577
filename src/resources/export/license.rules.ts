/** What the data may be used for; the starter data and what OGP publishes come under the same (LICENSE-DATA). */
export const LICENSE = {
  name: 'CC-BY-4.0',
  title: 'Creative Commons Attribution 4.0 International',
  url: 'https://creativecommons.org/licenses/by/4.0/'
}
