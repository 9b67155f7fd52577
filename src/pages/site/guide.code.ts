/** Commands that the guides show, the same in every language. BASE is where the service is. */
export const VERIFY = `npx open-commitments verify BASE
npx open-commitments verify BASE --since checkpoint.txt`

export const CHECKPOINT = `curl -s BASE/log/checkpoint -o checkpoint.txt
curl -s BASE/log/vkey`

export const QUERY = `curl -s 'BASE/v1/commitments?overdue=true&limit=5'
curl -s 'BASE/v1/commitments/MX0081/voices'`

export const FOLLOW = "curl -s 'BASE/v1/changes?after=0&limit=200'"

export const COUNT = `curl -s 'BASE/v1/stats/completion?groupBy=cycleYear&groupBy=region'
curl -s 'BASE/v1/charts/completion.svg?member=mexico' -o completion.svg
curl -s 'BASE/v1/badges/commitments/MX0081.svg' -o badge.svg`

export const TAKE = `curl -sO 'BASE/v1/exports/commitments.xlsx'
curl -s 'BASE/v1/exports/commitments.csv?member=mexico'
curl -s 'BASE/v1/exports/dumps'`

export const SYNC = `npx open-commitments plan pull mexico-4 -o plan.yaml --url BASE
npx open-commitments plan diff plan.yaml --url BASE`
