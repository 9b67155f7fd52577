/** Commands that the guides show, the same in every language. BASE is where the service is. */
export const VERIFY = `npx open-commitments verify BASE
npx open-commitments verify BASE --since checkpoint.txt`

export const CHECKPOINT = `curl -s BASE/log/checkpoint -o checkpoint.txt
curl -s BASE/log/vkey`

export const QUERY = `curl -s 'BASE/v1/commitments?overdue=true&limit=5'
curl -s 'BASE/v1/commitments/MX0081/voices'`

export const FOLLOW = "curl -s 'BASE/v1/changes?after=0&limit=200'"
